-- What Neovim's own client does with the server and no other test here does: fixes, outline, marks, formatting, words of a
-- second encoding, several files, and the default mappings.
local h = require('harness')

local PLAN = 'xinghai-equipment.plan.md'

local SMALL = {
  md = '## 能力：排产😀 {#NC-01}\n\n- 视角：过程\n- 等级：CL2 → CL3\n\n### 能力单元：排产😀（CU-01）\n\n- 承担能力：NC-01\n- 等级：CL2 → CL3\n\n#### 要素维\n\n##### 数据\n\n- [x] 统一😀编码 [A.3.2.1 z]\n',
  yaml = 'capabilities:\n  - {id: NC-01, name: 排产😀, level: CL2 → CL3}\nunits:\n  - id: CU-01\n    name: 排产😀\n    carries: [NC-01]\n    level: CL2 → CL3\n    element:\n      data:\n        - 统一😀编码 [A.3.2.1 z]\n',
}

--- Opens one of the small plans, with the line ends asked for.
local function open_small(editor, kind, line_end)
  local path = h.scratch .. '/小 规划😀.plan.' .. kind
  local file = assert(io.open(path, 'wb'))
  file:write((SMALL[kind]:gsub('\n', line_end or '\n')))
  file:close()
  editor:open(path)
end

local function lines(editor)
  return editor:lua('return vim.api.nvim_buf_get_lines(0, 0, -1, true)')
end

--- Chooses the entry with these words whenever Neovim lets choose, and remembers all that were offered.
local function choose(editor, words)
  editor:lua([[
    local words = ...
    _G.offered = {}
    vim.ui.select = function(items, options, chosen)
      local format = options.format_item or tostring
      _G.offered = vim.tbl_map(format, items)
      for number, item in ipairs(items) do
        if format(item):find(words, 1, true) then
          return chosen(item, number)
        end
      end
      chosen(nil)
    end
  ]], words)
end

for _, kind in ipairs({ 'md', 'yaml' }) do
  for ends, line_end in pairs({ LF = '\n', CRLF = '\r\n' }) do
    h.test(('%s, %s: gra offers fixes, and the chosen one mends the line'):format(kind, ends), function(editor)
      open_small(editor, kind, line_end)
      editor:wait('the wrong citation', function() return editor:says('unknown-citation', 'A.3.2.1 z') or #editor:summary() > 0 end)
      choose(editor, 'A.3.2.1 ')
      local line = editor:go_to('A.3.2.1 z')
      editor:keys('gra')
      editor:wait('a mended line', function() return not lines(editor)[line]:find('A.3.2.1 z', 1, true) end, function()
        return { lines(editor)[line], editor:lua('return _G.offered') }
      end)
      assert(not lines(editor)[line]:find('\r', 1, true), 'a stray carriage return')
      editor:wait('no finding about it', function()
        return not vim.iter(editor:findings()):any(function(finding) return finding.line == line end)
      end, function() return editor:findings() end)
    end)
  end

  h.test(kind .. ': grn renames an id with what was typed, gO and grr list, the marks show where it is used', function(editor)
    open_small(editor, kind)
    editor:wait('findings', function() return #editor:findings() > 0 end)
    editor:go_to('NC-01', editor:line_of(kind == 'md' and '承担能力' or 'carries'))
    editor:lua('vim.lsp.buf.document_highlight()')
    editor:wait('two marks', function()
      return editor:lua [[
        local space = vim.api.nvim_create_namespace('nvim.lsp.references')
        return #vim.api.nvim_buf_get_extmarks(0, space, 0, -1, {}) == 2
      ]]
    end)
    editor:keys('grr')
    editor:wait('both places', function() return editor:lua('return #vim.fn.getqflist() == 2') end)
    editor:lua('vim.cmd.cclose()')
    editor:keys('grn')
    editor:wait('the question', function() return editor:lua('return vim.fn.mode()') == 'c' end)
    editor:keys('<C-u>NC-7<CR>')
    editor:wait('the new id', function() return not table.concat(lines(editor)):find('NC-01', 1, true) end)
    local _, count = table.concat(lines(editor)):gsub('NC%-7', '')
    h.equal(count, 2, 'places with the new id')
    -- In Markdown gO lists headings by Neovim's own means; the server's outline is asked for by name.
    editor:lua('vim.lsp.buf.document_symbol()')
    local function outline()
      return editor:lua('return vim.tbl_map(function(item) return item.text end, vim.fn.getloclist(0))')
    end
    editor:wait('the outline', function()
      local found = table.concat(outline(), '\n')
      return found:find('NC-7', 1, true) and found:find('CU-01', 1, true)
    end, outline)
  end)

  h.test(kind .. ': formatting brings a citation into form, whole and in part, and changes nothing twice', function(editor)
    open_small(editor, kind)
    local indent = kind == 'md' and '- ' or '        - '
    editor:lua('vim.api.nvim_buf_set_lines(0, -1, -1, true, { ... })', indent .. '甲😀乙（A.3.2.1c）', indent .. '丙😀丁（A.3.2.1b）')
    local function last() return vim.list_slice(lines(editor), #lines(editor) - 1) end
    local number = #lines(editor)
    -- Square brackets are for Markdown: in YAML they could be taken for a list.
    local open, close = ' [', ']'
    if kind == 'yaml' then open, close = '（', '）' end
    editor:lua([[
      vim.lsp.buf.format({ timeout_ms = 10000, range = { start = { ..., 0 }, ['end'] = { ..., 5 } } })
    ]], number)
    h.equal(last(), { indent .. '甲😀乙（A.3.2.1c）', indent .. '丙😀丁' .. open .. 'A.3.2.1 b' .. close }, 'the part')
    editor:lua('vim.lsp.buf.format({ timeout_ms = 10000 })')
    h.equal(last(), { indent .. '甲😀乙' .. open .. 'A.3.2.1 c' .. close, indent .. '丙😀丁' .. open .. 'A.3.2.1 b' .. close }, 'the whole')
    local before = lines(editor)
    editor:lua('vim.lsp.buf.format({ timeout_ms = 10000 })')
    h.equal(lines(editor), before, 'the second time')
  end)
end

h.test('a client of UTF-16 sees every finding in the same place', function(editor)
  editor:lua [[
    vim.lsp.config('capplan', {
      capabilities = { general = { positionEncodings = { 'utf-16' } } },
    })
  ]]
  open_small(editor, 'md')
  h.equal(editor:lua('return vim.lsp.get_clients({ bufnr = 0 })[1].offset_encoding'), 'utf-16', 'encoding')
  editor:wait('the wrong citation', function()
    return vim.iter(editor:findings()):any(function(finding) return finding.text and finding.text:find('A.3.2.1 z', 1, true) end)
  end, function() return editor:findings() end)
  editor:keys('Go- 甲😀乙🔧 [A.3.2.1 y]<Esc>')
  editor:wait('the other wrong citation', function()
    return vim.iter(editor:findings()):any(function(finding) return finding.text and finding.text:find('A.3.2.1 y', 1, true) end)
  end, function() return editor:findings() end)
end)

h.test('[d and ]d go from finding to finding, and the quotation is shown in the message', function(editor)
  editor:open_plan(PLAN)
  editor:wait('findings', function() return #editor:findings() > 0 end)
  editor:keys('gg]d')
  editor:wait('the first finding', function() return editor:lua('return vim.fn.line(".")') == editor:findings()[1].line end)
  editor:keys('G[d')
  local last = editor:findings()
  editor:wait('the last finding', function() return editor:lua('return vim.fn.line(".")') == last[#last].line end)
end)

h.test('refactorings are offered where they apply: a unit is raised to the next level', function(editor)
  editor:open_plan(PLAN)
  editor:wait('findings', function() return #editor:findings() > 0 end)
  choose(editor, '\0')
  editor:go_to('能力单元：质量追溯与改进（CU-03）')
  editor:keys('gra')
  local offered = editor:wait('what is offered', function()
    local list = editor:lua('return _G.offered')
    return #list > 0 and list
  end)
  assert(vim.iter(offered):any(function(title) return title:find('CL4', 1, true) end), vim.inspect(offered))
end)

h.test('a skeleton is completed with places to be filled in, in an empty plan and without any set-up', function(editor)
  editor:restart_bare()
  editor:lua('vim.cmd.edit(vim.fn.fnameescape(...))', h.scratch .. '/空.plan.md')
  editor:wait('a server', function()
    return editor:lua('return vim.b.capplan_plan')
  end)
  editor:keys('i<C-x><C-o>')
  editor:wait('skeletons', function() return #editor:menu() > 0 end)
  editor:keys('<C-n><C-y>')
  editor:wait('a place to be filled in', function() return editor:lua('return vim.snippet.active()') end, function() return lines(editor) end)
  h.contains(table.concat(lines(editor), '\n'), 'T/AIITRE 20001—2021', 'skeleton')
end)

h.test('a plan is converted into a new file beside it', function(editor)
  for from, to in pairs({ md = 'yaml', yaml = 'md' }) do
    local folder = h.scratch .. '/换 ' .. from
    vim.fn.mkdir(folder, 'p')
    vim.fn.writefile(vim.split((SMALL[from]:gsub('A.3.2.1 z', 'A.3.2.1 b')), '\n'), folder .. '/甲😀.plan.' .. from, 'b')
    editor:open(folder .. '/甲😀.plan.' .. from)
    editor:wait('findings', function() return #editor:findings() > 0 end)
    choose(editor, '转换为')
    editor:keys('gg0gra')
    local function made() return table.concat(editor:lua([[
      local buffer = vim.fn.bufnr(vim.fn.fnameescape(...))
      return buffer > 0 and vim.api.nvim_buf_get_lines(buffer, 0, -1, true) or {}
    ]], folder .. '/甲😀.plan.' .. to), '\n') end
    editor:wait('the other file', function()
      return made():find('统一😀编码', 1, true) and made():find('CU-01', 1, true)
    end, function() return { made(), editor:lua('return _G.offered') } end)
  end
end)
