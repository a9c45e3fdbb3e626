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

local markers = { 'capplan.toml', '.git' }

--- The standard's document lies in the user's cache: it belongs to the server that wrote it, which knows who cites it.
local function root_dir(buffer, on_dir)
  local name = vim.api.nvim_buf_get_name(buffer)
  local running = name:match('[/\\]capplan[/\\]standard%-') and vim.lsp.get_clients({ name = 'capplan' })[1]
  on_dir(running and running.root_dir or vim.fs.root(buffer, markers))
end

---@type vim.lsp.Config
return {
  cmd = { 'capplan', 'server' },
  filetypes = { 'markdown', 'yaml' },
  root_dir = root_dir,
}
