--- `:checkhealth capplan`: what is there, what runs, and why a document is a plan or none.
local M = {}

local INSTALL = {
  'Install it: `cargo install --path server/capplan` in a checkout of the repository.',
  "Or say where it is: `vim.lsp.config('capplan', { cmd = { '/path/to/capplan', 'server' } })`",
}

local function check_neovim()
  local version = tostring(vim.version())
  if vim.fn.has('nvim-0.11') == 1 then
    vim.health.ok('Neovim ' .. version)
    return true
  end
  vim.health.error('Neovim ' .. version .. ' is too old: capplan needs 0.11 or later')
  return false
end

--- The program that is configured; gives its version.
local function check_program()
  local cmd = vim.lsp.config.capplan.cmd
  if type(cmd) ~= 'table' then
    vim.health.info('The server is started by a function of yours')
    return
  end
  local program = vim.fn.exepath(cmd[1])
  if program == '' then
    vim.health.error(('There is no program `%s`'):format(cmd[1]), INSTALL)
    return
  end
  local ran, result = pcall(function() return vim.system({ program, '--version' }, { text = true }):wait(5000) end)
  local version = ran and result.code == 0 and vim.trim(result.stdout):match('^capplan (%S+)$')
  if version then
    vim.health.ok(('Program: `%s`, version %s'):format(program, version))
  else
    vim.health.error(('`%s --version` does not answer as capplan does'):format(program), INSTALL)
  end
  return version
end

local function check_enabled()
  if vim.lsp.is_enabled('capplan') then
    vim.health.ok('Starts for the file types ' .. table.concat(vim.lsp.config.capplan.filetypes or {}, ', '))
  else
    vim.health.warn('Is not started by itself', { "`vim.lsp.enable('capplan')`; look for `vim.g.capplan_enable`" })
  end
end

--- What the server says of a buffer.
local function check_status(client, buffer)
  local answer, err = client:request_sync('capplan/status', { uri = vim.uri_from_bufnr(buffer) }, 5000, buffer)
  if not answer then
    vim.health.error('The server does not answer: ' .. tostring(err), { 'See the log: :lua =vim.lsp.log.get_filename()' })
  elseif answer.err then
    vim.health.warn('The server cannot say whether it is a plan: ' .. answer.err.message, { 'Is it older than this plugin?' })
  elseif answer.result.plan then
    local found = answer.result.findings
    vim.health.ok(answer.result.reason)
    vim.health.info(('%s; findings: %d errors, %d warnings, %d information, %d hints'):format(
      answer.result.summary, found.errors, found.warnings, found.information, found.hints
    ))
  else
    vim.health.info(answer.result.reason)
  end
end

local function check_buffer(buffer, filetypes)
  local name = vim.api.nvim_buf_get_name(buffer)
  vim.health.start('capplan: ' .. (name == '' and ('buffer %d'):format(buffer) or vim.fn.fnamemodify(name, ':~:.')))
  local filetype = vim.bo[buffer].filetype
  if vim.list_contains(filetypes, filetype) then
    vim.health.ok('File type: ' .. filetype)
  else
    vim.health.warn('File type: ' .. (filetype == '' and 'none' or filetype), {
      'Plans are of one of the types ' .. table.concat(filetypes, ', ') .. ': `:setfiletype markdown` or `:setfiletype yaml`',
    })
  end
  local clients = vim.lsp.get_clients({ bufnr = buffer })
  local names = vim.tbl_map(function(client) return ('%s (id %d)'):format(client.name, client.id) end, clients)
  vim.health.info('Attached clients: ' .. (#names > 0 and table.concat(names, ', ') or 'none'))
  local client = vim.lsp.get_clients({ bufnr = buffer, name = 'capplan' })[1]
  if client then
    vim.health.ok(('Server: version %s, root %s'):format(
      vim.tbl_get(client, 'server_info', 'version') or 'unknown', client.root_dir or 'none'
    ))
    check_status(client, buffer)
  elseif vim.bo[buffer].buftype ~= '' then
    vim.health.info('No server is started for it: it is no file')
  else
    vim.health.warn('No server is attached', { 'Once the above is well, open it anew: `:edit`' })
  end
end

--- Whether a buffer is of interest: a file that could be a plan, or was meant to be one.
local function concerns(buffer, filetypes)
  local name = vim.api.nvim_buf_get_name(buffer)
  return vim.api.nvim_buf_is_loaded(buffer)
    and (vim.list_contains(filetypes, vim.bo[buffer].filetype) or name:match('%.plan%.%w+$') ~= nil)
    and vim.bo[buffer].buftype ~= 'nofile'
end

local function check_colours()
  if pcall(vim.treesitter.language.inspect, 'capplan') then
    vim.health.ok('Tree-sitter parser of the notation: installed')
  else
    vim.health.info('Tree-sitter parser of the notation: not installed; the server colours plans (semantic tokens)')
  end
end

function M.check()
  vim.health.start('capplan')
  if not check_neovim() then
    return
  end
  check_program()
  check_enabled()
  check_colours()
  local filetypes = vim.lsp.config.capplan.filetypes or {}
  local any = false
  for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
    if concerns(buffer, filetypes) then
      any = true
      check_buffer(buffer, filetypes)
    end
  end
  if not any then
    vim.health.info('No Markdown or YAML is open: open a plan to see whether it is one')
  end
end

return M
