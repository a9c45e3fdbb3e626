-- How an author goes from a word to what it stands for and back, and renames ids.
local h = require('harness')

local PLAN = 'xinghai-equipment.plan.md'

--- Where the cursor is: the file's name and the line's text.
local function here(editor)
  return editor:lua [[ return { vim.fs.basename(vim.api.nvim_buf_get_name(0)), vim.api.nvim_get_current_line() } ]]
end

local function goes_to(editor, file, words)
  return editor:wait(('the cursor in %s at %s'):format(file, words), function()
    local place = here(editor)
    return place[1] == file and place[2]:find(words, 1, true)
  end, function() return here(editor) end)
end

h.test('a citation leads into the standard, which cannot be written, and from there to whoever cites it', function(editor)
  editor:open_plan(PLAN)
  local line = editor:line_of('建立设备产能与工序工时模型')
  editor:go_to('3.2.1 c', line)
  editor:lua('vim.lsp.buf.definition()')
  goes_to(editor, 'T-AIITRE-20001-2021.md', '> c）')
  local state = editor:lua [[
    return { vim.bo.readonly, #vim.lsp.get_clients({ name = 'capplan' }), #vim.diagnostic.get(0) }
  ]]
  h.equal(state, { true, 1, 0 }, 'read only, the same server, no findings')
  editor:wait('the server in the standard', function()
    return editor:lua('return #vim.lsp.get_clients({ bufnr = 0, name = "capplan" }) == 1')
  end)
  editor:lua('vim.lsp.buf.references({ includeDeclaration = false })')
  local found = editor:wait('references', function()
    local list = editor:lua [[
      return vim.tbl_map(function(item) return vim.fs.basename(vim.api.nvim_buf_get_name(item.bufnr)) end, vim.fn.getqflist())
    ]]
    return #list > 1 and list
  end)
  for _, file in ipairs(found) do
    h.equal(file, PLAN, 'who cites it')
  end
end)

h.test('an id leads to another file of the set and is renamed in all of them', function(editor)
  local folder = h.scratch .. '/规划 集'
  vim.fn.mkdir(folder, 'p')
  vim.fn.writefile({}, folder .. '/capplan.toml')
  vim.fn.writefile({ '## 能力：排产😀 {#NC-01}\r', '- 等级：CL3\r' }, folder .. '/a.plan.md')
  vim.fn.writefile({ 'units:', "  - {id: CU-01, carries: ['NC-01']}", '  - id: CU-02', '    carries: NC-01' }, folder .. '/b.plan.yaml')
  editor:open(folder .. '/b.plan.yaml')
  editor:go_to('C-01', editor:line_of('carries: NC'))
  editor:lua('vim.lsp.buf.definition()')
  goes_to(editor, 'a.plan.md', '{#NC-01}')
  editor:keys('<C-o>')
  goes_to(editor, 'b.plan.yaml', 'carries: NC-01')
  editor:lua('vim.lsp.buf.rename("NC-7")')
  editor:wait('the new id in both files', function()
    return editor:lua([[
      local function has(file, words)
        local buffer = vim.fn.bufnr(file)
        return buffer > 0 and table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, true), '\n'):find(words, 1, true) ~= nil
      end
      return has('a.plan.md', '排产😀 {#NC-7}') and has('b.plan.yaml', "['NC-7']") and has('b.plan.yaml', 'carries: NC-7')
    ]])
  end, function() return here(editor) end)
  editor:wait('a server that knows it', function()
    return not editor:says('dangling-reference', 'NC-7') and #editor:findings() > 0
  end)
  -- Neovim tells of other buffers' changes a little later.
  vim.wait(500)
  editor:go_to('NC-7', editor:line_of('carries: NC'))
  editor:lua('vim.lsp.buf.rename("7")')
  editor:wait('why not', function()
    return editor:lua('return vim.fn.execute("messages")'):find('不能作编号', 1, true)
  end, function() return editor:lua('return vim.fn.execute("messages")') end)
end)

h.test('entities of the workspace are found in pinyin', function(editor)
  editor:open_plan(PLAN)
  local names = editor:lua [[
    local client = vim.lsp.get_clients({ bufnr = 0, name = 'capplan' })[1]
    local answer = assert(client:request_sync('workspace/symbol', { query = 'zhiliangzhuisu' }, 10000, 0))
    return vim.tbl_map(function(symbol) return symbol.name end, answer.result)
  ]]
  h.equal(names, { 'NC-01-2 质量追溯能力', 'CU-03 质量追溯与改进' }, 'symbols')
end)
