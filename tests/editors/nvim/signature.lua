-- What an author sees above a unit and behind a citation: the level's signature, what an edit changed about it, and titles.
local h = require('harness')

local PLAN = 'xinghai-equipment.plan.md'

--- The titles of all lenses, asked for anew.
local function lenses(editor)
  return editor:lua [[
    vim.lsp.codelens.refresh({ bufnr = 0 })
    return vim.tbl_map(function(lens) return lens.command.title end, vim.lsp.codelens.get(0))
  ]]
end

h.test('a lens says what a unit covers, and what an edit takes away until the plan is saved', function(editor)
  editor:open_plan(PLAN)
  local first = function() return lenses(editor)[1] or '' end
  editor:wait('a lens', function() return first():match('^CL3 · .*要素维 11/11 · ') end, first)
  editor:go_to('[A.3.2.1 a]')
  editor:keys('d%')
  editor:wait('what was lost', function() return first():find('要素维 11/11 ↓ 10/11', 1, true) end, first)
  editor:keys('u')
  editor:wait('all as it was', function() return not first():find('↓', 1, true) end, first)
end)

h.test('hints behind citations say what is cited', function(editor)
  editor:open_plan(PLAN)
  local line = editor:line_of('A.3.2.1 a]')
  editor:lua [[vim.lsp.inlay_hint.enable(true, { bufnr = 0 })]]
  local function hints()
    return editor:lua([[
      local line = ...
      local found = vim.lsp.inlay_hint.get({ bufnr = 0 })
      local there = vim.tbl_filter(function(hint) return hint.inlay_hint.position.line == line end, found)
      return vim.tbl_map(function(hint) return hint.inlay_hint.label end, there)
    ]], line - 1)
  end
  editor:wait('a hint', function() return hints()[1] == '数据采集' end, hints)
end)
