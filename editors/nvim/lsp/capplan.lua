---@brief
---
--- Language server for capability plans (新型能力建设规划) under T/AIITRE 20001—2021.
---
--- Documents that are no plans stay silent: the server may run beside others on every Markdown and YAML buffer.
---
--- Settings go below `settings.capplan`; they win over the plan set's `capplan.toml`:
---
--- ```lua
--- vim.lsp.config('capplan', {
---   settings = { capplan = { profile = 'thorough', locale = 'en', rules = { ['level-gap'] = 'information' } } },
--- })
--- ```

---@type vim.lsp.Config
return {
  cmd = { 'capplan', 'server' },
  filetypes = { 'markdown', 'yaml' },
  root_markers = { 'capplan.toml', '.git' },
}
