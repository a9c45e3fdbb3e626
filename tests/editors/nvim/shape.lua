-- What an author sees of a plan's shape: words coloured by their meaning, and folds, while text is typed.
local h = require('harness')

local PLAN = 'xinghai-equipment.plan.md'

--- The semantic tokens at the first place of `words` at or below line `from`: `type.modifier` of each.
local function tokens_at(editor, words, from)
  local line, column = editor:go_to(words, from)
  return editor:lua([[
    local line, column = ...
    return vim.tbl_map(function(token)
      local modifiers = vim.tbl_keys(token.modifiers)
      table.sort(modifiers)
      return table.concat(vim.list_extend({ token.type }, modifiers), '.')
    end, vim.lsp.semantic_tokens.get_at_pos(0, line, column) or {})
  ]], line - 1, column - 1)
end

local function expect_tokens(editor, words, expected)
  editor:wait(words .. ' as ' .. vim.inspect(expected), function()
    return vim.deep_equal(tokens_at(editor, words), expected)
  end, function() return tokens_at(editor, words) end)
end

h.test('words are coloured by what they mean, and a citation that is none is struck while it is typed', function(editor)
  editor:open_plan(PLAN)
  expect_tokens(editor, '能力单元：质量追溯与改进', { 'keyword' })
  expect_tokens(editor, '质量追溯与改进（CU-03）', { 'struct.definition' })
  expect_tokens(editor, 'CU-03）', { 'struct.declaration' })
  editor:go_to('做出焊接节拍与能耗的简易模型')
  editor:keys('o- [ ] 甲🔧乙 [A.3.2.1 b]（进行中）<Esc>')
  expect_tokens(editor, '进行中', { 'event.modification' })
  local line = editor:line_of('甲🔧乙')
  h.equal(tokens_at(editor, 'A.3.2.1 b]', line), { 'macro' }, 'a citation')
  editor:go_to('b]', line)
  editor:keys('rz')
  editor:wait('a citation of nothing', function()
    return vim.deep_equal(tokens_at(editor, 'A.3.2.1 z', line), { 'macro.deprecated' })
  end)
  editor:keys('ggO<Esc>')
  editor:wait('the colours a line lower', function()
    return vim.deep_equal(tokens_at(editor, 'A.3.2.1 z', line + 1), { 'macro.deprecated' })
  end)
end)

h.test('what stands below a heading or key folds', function(editor)
  for _, plan in ipairs({ PLAN, 'lantian-grid.plan.yaml' }) do
    editor:open_plan(plan)
    editor:lua [[
      vim.wo.foldmethod, vim.wo.foldexpr, vim.wo.foldlevel = 'expr', 'v:lua.vim.lsp.foldexpr()', 99
    ]]
    local first = editor:line_of(plan == PLAN and '能力单元：质量追溯与改进（CU-03）' or 'capabilities:')
    editor:wait('folds in ' .. plan, function() return editor:lua('return vim.fn.foldlevel(...)', first) > 0 end)
    editor:lua('vim.cmd(... .. "foldclose")', first)
    local last = editor:lua('return vim.fn.foldclosedend(...)', first)
    assert(last > first + 10, 'a fold of ' .. first .. ' to ' .. last)
    local below = editor:lua('return vim.fn.getline(...)', last + 1)
    assert(below == '' or below:match('^#') or below:match('^%S'), 'the fold ends before ' .. below)
  end
end)
