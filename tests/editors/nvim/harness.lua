-- Drives a Neovim as an author does: a child process with its own main loop gets keys, and is asked what it shows.
local M = {}

local PATIENCE = 12000 -- milliseconds; a debug build on a busy machine
local passed, failed = 0, 0

M.root = assert(vim.env.CAPPLAN_ROOT, 'start this through run.sh')
M.scratch = assert(vim.env.CAPPLAN_SCRATCH, 'start this through run.sh')

local Editor = {}
Editor.__index = Editor

-- Under `-l` print() writes to standard error.
local function say(line)
  io.stdout:write(line, '\n')
  io.stdout:flush()
end

--- The source of tree-sitter's YAML parser, which Neovim does not bring: Cargo has it for the server.
function M.yaml_parser()
  local command = { 'cargo', 'metadata', '--format-version', '1', '--locked', '--manifest-path', M.root .. '/Cargo.toml' }
  local done = vim.system(command, { text = true, env = { HOME = vim.env.CAPPLAN_HOME } }):wait()
  assert(done.code == 0, done.stderr)
  for _, package in ipairs(vim.json.decode(done.stdout).packages) do
    if package.name == 'tree-sitter-yaml' then
      return vim.fs.dirname(package.manifest_path) .. '/src'
    end
  end
  error('no tree-sitter-yaml')
end

local function launch(arguments, environment)
  local command = vim.list_extend({ vim.v.progpath, '--embed', '--headless', '-n', '-i', 'NONE' }, arguments)
  local channel = vim.fn.jobstart(command, { rpc = true, env = environment })
  assert(channel > 0, 'Neovim does not start')
  return channel
end

--- A Neovim with the client set up as the README says.
function M.start()
  local channel = launch({ '--clean', '-u', M.root .. '/tests/editors/nvim/init.lua' })
  return setmetatable({ channel = channel }, Editor)
end

--- Another Neovim in place of this one, with other arguments and environment.
function Editor:restart(arguments, environment)
  self:stop()
  self.channel = launch(arguments, environment)
end

--- The same with the plugin and nothing else.
function Editor:restart_bare()
  local init = M.scratch .. '/bare.lua'
  vim.fn.writefile({ ('vim.opt.runtimepath:prepend(%q)'):format(M.root .. '/editors/nvim') }, init)
  self:restart({ '--clean', '-u', init })
end

--- Runs Lua in the child and gives its value.
function Editor:lua(code, ...)
  local value = vim.rpcrequest(self.channel, 'nvim_exec_lua', code, { ... })
  if value == vim.NIL then
    return nil
  end
  return value
end

--- Presses keys, in the notation of mappings (`<Esc>`).
function Editor:keys(keys)
  vim.rpcrequest(self.channel, 'nvim_input', keys)
end

--- Types text letter by letter as an author does: slower than the server answers.
function Editor:type(text)
  for _, letter in ipairs(vim.fn.split(text, '\\zs')) do
    self:keys(letter == '<' and '<lt>' or letter)
    -- Neovim asks 25 ms after a letter, or up to 50 ms after the question before.
    vim.wait(80)
    self:wait('an answer', function()
      return self:lua [[
        local client = vim.lsp.get_clients({ bufnr = 0, name = 'capplan' })[1]
        return vim.iter(vim.tbl_values(client.requests)):all(function(request) return request.type ~= 'pending' end)
      ]]
    end)
  end
end

--- The line with the cursor.
function Editor:line()
  return self:lua('return vim.api.nvim_get_current_line()')
end

--- The labels of the completion menu; empty when none is shown.
function Editor:menu()
  return self:lua [[
    local info = vim.fn.complete_info({ 'matches', 'pum_visible' })
    return info.pum_visible == 1 and vim.tbl_map(function(item) return item.abbr end, info.matches) or {}
  ]]
end

--- Opens a file by its absolute path; waits for the server, too, unless told not to.
function Editor:open(path)
  self:lua('vim.cmd.edit(vim.fn.fnameescape(...))', path)
  self:wait('a server for ' .. path, function()
    return self:lua [[
      local client = vim.lsp.get_clients({ bufnr = 0, name = 'capplan' })[1]
      return client ~= nil and client.initialized == true
    ]]
  end)
end

--- Opens one of the plans of `tests/plans`.
function Editor:open_plan(name)
  self:open(M.root .. '/tests/plans/shared/' .. name)
end

--- Waits until `holds` gives something true; fails with what was waited for and, if given, with `shown`.
function Editor:wait(what, holds, shown)
  local value
  local done = vim.wait(PATIENCE, function()
    value = holds()
    return value
  end, 20)
  if not done then
    error(('waited in vain for %s%s'):format(what, shown and '; shown: ' .. vim.inspect(shown()) or ''), 0)
  end
  return value
end

--- The buffer's findings, in order. `text` is what the range covers, so that a range can be read.
function Editor:findings()
  return self:lua [[
    local severity = { 'error', 'warning', 'information', 'hint' }
    local list = {}
    for _, d in ipairs(vim.diagnostic.get(0)) do
      -- Right after an edit the ranges may still be those of the text before it.
      local inside, lines = pcall(vim.api.nvim_buf_get_text, 0, d.lnum, d.col, d.end_lnum, d.end_col, {})
      list[#list + 1] = {
        line = d.lnum + 1, column = d.col + 1, end_line = d.end_lnum + 1, end_column = d.end_col + 1,
        rule = d.code, source = d.source, severity = severity[d.severity], message = d.message,
        text = inside and table.concat(lines, '\n') or nil,
      }
    end
    table.sort(list, function(a, b)
      if a.line ~= b.line then return a.line < b.line end
      if a.column ~= b.column then return a.column < b.column end
      return a.rule .. a.message < b.rule .. b.message
    end)
    return list
  ]]
end

--- The findings as lines `LINE:COLUMN rule «covered text» citations`, for comparing; lines and byte columns from 1.
function Editor:summary(rule)
  local lines = {}
  for _, finding in ipairs(self:findings()) do
    if not rule or finding.rule == rule then
      local cited = {}
      for citation in finding.message:gmatch('A%.[%d.]+%d ?%l?') do
        cited[#cited + 1] = vim.trim(citation)
      end
      local line = ('%d:%d %s «%s» %s'):format(
        finding.line, finding.column, finding.rule, finding.text, table.concat(cited, ', ')
      )
      lines[#lines + 1] = vim.trim(line)
    end
  end
  return lines
end

--- Waits until the findings of a rule (or all) are just these lines.
function Editor:expect_summary(expected, rule)
  self:wait('findings ' .. vim.inspect(expected), function()
    return vim.deep_equal(self:summary(rule), expected)
  end, function()
    return self:summary(rule)
  end)
end

--- Whether some finding of the rule bears these words.
function Editor:says(rule, words)
  for _, finding in ipairs(self:findings()) do
    if finding.rule == rule and finding.message:find(words, 1, true) then
      return true
    end
  end
  return false
end

--- The number of the only line from `from` on that contains these words; the first one, if `first`.
function Editor:line_of(words, from)
  local lines = self:lua('return vim.api.nvim_buf_get_lines(0, 0, -1, true)')
  for number = from or 1, #lines do
    if lines[number]:find(words, 1, true) then
      return number, lines[number]
    end
  end
  error('no line contains ' .. words, 0)
end

--- Puts the cursor on the first place of `words` at or below line `from`.
function Editor:go_to(words, from)
  local number, line = self:line_of(words, from)
  self:lua('vim.api.nvim_win_set_cursor(0, { ... })', number, line:find(words, 1, true) - 1)
  return number, line:find(words, 1, true)
end

--- Asks the server for the hover at the cursor: nil or { text, range }.
function Editor:hover()
  return self:lua [[
    local client = vim.lsp.get_clients({ bufnr = 0, name = 'capplan' })[1]
    local params = vim.lsp.util.make_position_params(0, client.offset_encoding)
    local answer = assert(client:request_sync('textDocument/hover', params, 10000, 0))
    assert(not answer.err, vim.inspect(answer.err))
    local hover = answer.result
    if not hover or hover == vim.NIL then return nil end
    local text = table.concat(vim.lsp.util.convert_input_to_markdown_lines(hover.contents), '\n')
    local range = nil
    if hover.range then
      local from, to = hover.range.start, hover.range['end']
      local function byte(position)
        local line = vim.api.nvim_buf_get_lines(0, position.line, position.line + 1, true)[1]
        return vim.str_byteindex(line, client.offset_encoding, position.character)
      end
      range = table.concat(vim.api.nvim_buf_get_text(0, from.line, byte(from), to.line, byte(to), {}), '\n')
    end
    return { text = text, range = range }
  ]]
end

--- Ends the child as an author does, and gives the process ids that it had started.
function Editor:quit()
  local children = self:lua('return vim.api.nvim_get_proc_children(vim.fn.getpid())')
  -- A request might be cut off by the end that it brings about.
  vim.rpcnotify(self.channel, 'nvim_input', '<C-\\><C-n>:qall!<CR>')
  local left = vim.fn.jobwait({ self.channel }, PATIENCE)[1]
  assert(left == 0, 'Neovim did not end: ' .. left)
  return children
end

--- Kills the child whatever it does.
function Editor:stop()
  pcall(vim.fn.jobstop, self.channel)
end

--- Runs one test in a fresh Neovim; counts it.
function M.test(name, body)
  local editor = M.start()
  local ok, message = xpcall(body, function(thrown)
    return type(thrown) == 'string' and thrown or debug.traceback(vim.inspect(thrown))
  end, editor)
  editor:stop()
  if ok then
    passed = passed + 1
  else
    failed = failed + 1
  end
  say(('%s %s%s'):format(ok and 'ok  ' or 'FAIL', name, ok and '' or '\n     ' .. message))
end

--- Prints the closing line and ends with it.
function M.finish()
  say(('%d passed, %d failed'):format(passed, failed))
  os.exit(failed == 0 and passed > 0 and 0 or 1)
end

function M.equal(found, expected, what)
  if not vim.deep_equal(found, expected) then
    error(('%s: found %s, expected %s'):format(what, vim.inspect(found), vim.inspect(expected)), 2)
  end
end

function M.contains(text, words, what)
  if not tostring(text):find(words, 1, true) then
    error(('%s: %q is not in %s'):format(what, words, vim.inspect(text)), 2)
  end
end

return M
