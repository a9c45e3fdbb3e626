--- What happens in a buffer once the server says how it stands: lenses, hints and, where asked for, completion while
--- typing are for plans, and other documents are left as they are.
local M = {}

--- Letters and digits open the menu, too: pinyin, keys and numbers of clauses are typed with them.
local LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789'

--- How many lines of a document are looked at for the name of the standard.
local TOP = 30

--- What Neovim sets for a server that formats.
local FORMATEXPR = 'v:lua.vim.lsp.formatexpr()'

--- Whether Neovim keeps lenses up to date by itself, as it does from 0.12 on.
local SHOWS_LENSES = vim.lsp.codelens.enable ~= nil

--- Whether a switch of the author's is on: a variable that Lua or Vim script may have set.
function M.is_on(name, default)
  local set = vim.g[name]
  if set == nil then
    return default
  end
  return set ~= false and set ~= 0
end

--- Whether the server called a buffer a plan.
function M.is_plan(buffer)
  return vim.b[buffer].capplan_plan == true
end

--- Whether an author would expect the server to care; only the server knows whether it is a plan.
local function looks_like_plan(buffer)
  if vim.api.nvim_buf_get_name(buffer):match('%.plan%.%w+$') then
    return true
  end
  local top = table.concat(vim.api.nvim_buf_get_lines(buffer, 0, TOP, false), '\n')
  return top:find('T/AIITRE 20001', 1, true) ~= nil
end

--- Says once, in a plan, that there is no program to start.
function M.look_for_program(buffer)
  local cmd = vim.lsp.is_enabled('capplan') and vim.lsp.config.capplan.cmd
  if type(cmd) ~= 'table' or vim.fn.executable(cmd[1]) == 1 or not looks_like_plan(buffer) then
    return
  end
  vim.schedule(function()
    vim.notify_once(('capplan: there is no program %q. See :checkhealth capplan'):format(cmd[1]), vim.log.levels.WARN)
  end)
end

--- Neovim's own completion: with its help the omni function puts in whole skeletons, not their labels only.
local function complete(client, buffer)
  local while_typing = M.is_on('capplan_autocomplete', false)
  if while_typing then
    local triggers = client.server_capabilities.completionProvider.triggerCharacters
    for letter in LETTERS:gmatch('.') do
      if not vim.list_contains(triggers, letter) then
        table.insert(triggers, letter)
      end
    end
    vim.bo[buffer].completeopt = 'menuone,noselect,popup'
  end
  vim.lsp.completion.enable(true, client.id, buffer, { autotrigger = while_typing })
end

--- Colours what stands there already, if tree-sitter does the colouring.
local function colour_anew(buffer)
  local highlighter = vim.treesitter.highlighter.active[buffer]
  if highlighter then
    highlighter.tree:invalidate(true)
    vim.api.nvim__redraw({ buf = buffer, valid = false })
  end
end

--- Neovim gives `gq` to every server that formats, and wraps no text then: it is for plans only.
local function give_gq(client, buffer, is_plan)
  local others = vim.lsp.get_clients({ bufnr = buffer, method = 'textDocument/rangeFormatting' })
  if vim.iter(others):any(function(other) return other.id ~= client.id end) then
    return
  end
  if is_plan and vim.bo[buffer].formatexpr == '' then
    vim.bo[buffer].formatexpr = FORMATEXPR
  elseif not is_plan and vim.bo[buffer].formatexpr == FORMATEXPR then
    vim.bo[buffer].formatexpr = ''
  end
end

--- A buffer became a plan: by being opened, or by a word typed in it.
local function begin(client, buffer)
  -- What the author turns off by hand stays off: this is done once.
  vim.lsp.inlay_hint.enable(true, { bufnr = buffer })
  if SHOWS_LENSES then
    vim.lsp.codelens.enable(true, { bufnr = buffer })
  end
  complete(client, buffer)
end

--- A buffer is a plan no more.
local function cease(client, buffer)
  if SHOWS_LENSES then
    vim.lsp.codelens.enable(false, { bufnr = buffer })
  else
    vim.lsp.codelens.clear(client.id, buffer)
  end
  vim.lsp.completion.enable(false, client.id, buffer)
end

--- Shows lenses as they are now, where Neovim does not see to it. Its own `refresh` asks for none while an answer is awaited,
--- even that of a server that is gone.
function M.refresh_lenses(client, buffer)
  if M.is_plan(buffer) and not SHOWS_LENSES then
    local params = { textDocument = vim.lsp.util.make_text_document_params(buffer) }
    client:request('textDocument/codeLens', params, vim.lsp.codelens.on_codelens, buffer)
  end
end

local function take(client, buffer, status)
  local was, is = M.is_plan(buffer), status.plan == true
  vim.b[buffer].capplan_plan = is
  vim.b[buffer].capplan_summary = status.summary
  if was or is then
    vim.cmd.redrawstatus()
  end
  give_gq(client, buffer, is)
  if is ~= was then
    colour_anew(buffer)
  end
  if is and not was then
    begin(client, buffer)
  elseif was and not is then
    cease(client, buffer)
  end
  M.refresh_lenses(client, buffer)
end

--- The server went away: what it said holds no more, and another has to say it anew.
function M.forget(client, buffer)
  if not vim.api.nvim_buf_is_valid(buffer) then
    return
  end
  if M.is_plan(buffer) then
    cease(client, buffer)
  end
  vim.b[buffer].capplan_plan = nil
  vim.b[buffer].capplan_summary = nil
end

--- Asks how the document of a URI stands, and shows it so.
function M.ask(client_id, uri)
  local client = vim.lsp.get_client_by_id(client_id)
  local buffer = vim.uri_to_bufnr(uri)
  if not client or not client.attached_buffers[buffer] then
    return
  end
  client:request('capplan/status', { uri = uri }, function(err, status)
    if not err and vim.api.nvim_buf_is_loaded(buffer) then
      take(client, buffer, status)
    end
  end, buffer)
end

return M
