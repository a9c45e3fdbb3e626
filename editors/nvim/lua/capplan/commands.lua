--- `:Capplan gaps`, `:Capplan clause [ID]`, `:Capplan report`, `:Capplan new`, `:Capplan restart`: what is asked of the
--- server, and how the answer is shown.
local M = {}

--- How long a server may take that is waited for, in milliseconds.
local PATIENCE = 3000

local function complain(message)
  vim.notify('capplan: ' .. message, vim.log.levels.WARN)
end

--- The server of this buffer; else any, for what is asked of no document.
local function server(any)
  local client = vim.lsp.get_clients({ name = 'capplan', bufnr = vim.api.nvim_get_current_buf() })[1]
  client = client or any and vim.lsp.get_clients({ name = 'capplan' })[1]
  if not client then
    complain('no server runs for this buffer. See :checkhealth capplan')
  end
  return client
end

--- Asks, and shows why the server refuses.
local function ask(client, method, params, show)
  client:request(method, params, function(err, answer)
    if err then
      complain(err.message)
    else
      show(answer)
    end
  end)
end

local function go_to(client, location)
  vim.lsp.util.show_document(location, client.offset_encoding, { focus = true })
  vim.cmd('normal! zt')
end

--- A scratch buffer with a text, in a window of its own.
local function show_text(name, filetype, text)
  vim.cmd.new()
  local buffer = vim.api.nvim_get_current_buf()
  vim.api.nvim_buf_set_lines(buffer, 0, -1, true, vim.split(text, '\n', { trimempty = true }))
  vim.bo[buffer].buftype, vim.bo[buffer].bufhidden, vim.bo[buffer].swapfile = 'nofile', 'wipe', false
  vim.bo[buffer].modifiable, vim.bo[buffer].filetype = false, filetype
  pcall(vim.api.nvim_buf_set_name, buffer, ('capplan://%s/%d'):format(name, buffer))
end

--- The gaps that a lens stands for, or those around a position; the chosen one leads to its clause.
function M.show_gaps(command, context)
  local client = assert(vim.lsp.get_client_by_id(context.client_id))
  local params = { command = 'capplan.gaps', arguments = command.arguments }
  ask(client, 'workspace/executeCommand', params, function(found)
    if #found.gaps == 0 then
      vim.notify(found.title)
      return
    end
    vim.ui.select(found.gaps, {
      prompt = found.title,
      kind = 'capplan.gaps',
      format_item = function(gap) return ('%s %s（%s）'):format(gap.citation, gap.title, gap.aspect) end,
    }, function(gap)
      if gap then
        go_to(client, gap.location)
      end
    end)
  end)
end

local commands = {}

function commands.gaps()
  local client = server()
  if client then
    local at = vim.lsp.util.make_position_params(0, client.offset_encoding)
    local asked = { uri = at.textDocument.uri, position = at.position }
    M.show_gaps({ arguments = { asked } }, { client_id = client.id })
  end
end

--- The clause of an id, or one chosen from all. Letters and points stand within the clause: `A.3.2.1 b`.
function commands.clause(id)
  local client = server(true)
  if not client then
    return
  end
  ask(client, 'capplan/clauses', vim.empty_dict(), function(clauses)
    if id ~= '' then
      local wanted = id:match('^%s*(%S+)'):upper()
      for _, clause in ipairs(clauses) do
        if clause.id == wanted then
          return go_to(client, clause.location)
        end
      end
      return complain(('the standard has no clause %s'):format(id))
    end
    vim.ui.select(clauses, {
      prompt = 'T/AIITRE 20001—2021',
      kind = 'capplan.clauses',
      format_item = function(clause)
        local gloss = clause.gloss and clause.gloss ~= vim.NIL and (' · ' .. clause.gloss) or ''
        return ('%s %s%s'):format(clause.id, clause.title or '', gloss)
      end,
    }, function(clause)
      if clause then
        go_to(client, clause.location)
      end
    end)
  end)
end

--- The report of the plan set, as Markdown.
function commands.report()
  local client = server()
  if client then
    ask(client, 'capplan/report', { uri = vim.uri_from_bufnr(0) }, function(report)
      show_text('report', 'markdown', report.text)
    end)
  end
end

--- A new plan from a template, in a buffer without a name.
function commands.new()
  local client = server(true)
  if not client then
    return
  end
  ask(client, 'capplan/templates', vim.empty_dict(), function(templates)
    vim.ui.select(templates, {
      prompt = 'capplan',
      kind = 'capplan.templates',
      format_item = function(template) return ('%s (%s)'):format(template.label, template.language) end,
    }, function(template)
      if template then
        vim.cmd.new()
        vim.bo.filetype = template.language
        vim.snippet.expand(template.snippet)
      end
    end)
  end)
end

--- Another server in place of this one, for instance after an update.
function commands.restart()
  vim.lsp.enable('capplan', false)
  vim.wait(PATIENCE, function() return #vim.lsp.get_clients({ name = 'capplan' }) == 0 end, 10)
  vim.lsp.enable('capplan')
end

--- Runs what `:Capplan` was called with.
function M.run(call)
  local name, rest = call.args:match('^(%S+)%s*(.-)%s*$')
  local command = commands[name]
  if command then
    command(rest)
  else
    complain(('there is no :Capplan %s'):format(name))
  end
end

--- Completes the names of commands, and of clauses by asking the server.
function M.complete(lead, line)
  local candidates = vim.tbl_keys(commands)
  table.sort(candidates)
  if line:match('^%S*%s+clause%s') then
    local client = vim.lsp.get_clients({ name = 'capplan' })[1]
    local answer = client and client:request_sync('capplan/clauses', vim.empty_dict(), PATIENCE)
    candidates = vim.tbl_map(function(clause) return clause.id end, answer and answer.result or {})
  elseif line:match('^%S*%s+%S+%s') then
    candidates = {}
  end
  return vim.tbl_filter(function(candidate) return vim.startswith(candidate:upper(), lead:upper()) end, candidates)
end

return M
