---@brief
---
--- https://github.com/capplan/capplan
---
--- `capplan`, a language server for capability plans (新型能力建设规划) under T/AIITRE 20001—2021, in Markdown and YAML.
--- Documents that are no plans are left alone.
---
--- The server can be built with `cargo install --git https://github.com/capplan/capplan capplan`.
---
--- Settings win over those of the plan set, which stand in its `capplan.toml`:
---
--- ```lua
--- vim.lsp.config('capplan', {
---   settings = {
---     capplan = {
---       profile = 'thorough',
---       locale = 'en',
---     },
---   },
--- })
--- ```

---@type vim.lsp.Config
return {
  cmd = { 'capplan', 'server' },
  filetypes = { 'markdown', 'yaml' },
  root_dir = function(bufnr, on_dir)
    -- The text of the standard lies in the cache: the server that opened it knows who cites it.
    local name = vim.api.nvim_buf_get_name(bufnr)
    local client = name:match('[/\\]capplan[/\\]standard%-') and vim.lsp.get_clients({ name = 'capplan' })[1]
    on_dir(client and client.root_dir or vim.fs.root(bufnr, { 'capplan.toml', '.git' }))
  end,
}
