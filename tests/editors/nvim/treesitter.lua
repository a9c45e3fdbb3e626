-- The notation coloured by tree-sitter, where its parser is installed: the queries are those of `grammar/queries`, in
-- Neovim's form (UPDATE_GENERATED=1 writes them anew), and the parsers are compiled here with `cc`.
local h = require('harness')

local OURS = h.root .. '/editors/nvim/queries/'
local THEIRS = h.root .. '/grammar/queries/'

local function read(path)
  local file = assert(io.open(path))
  local text = file:read('a')
  file:close()
  return text
end

--- Host queries extend those that Neovim has, and hold in plans only.
local function injections(source)
  local name = vim.fs.basename(source)
  local text = read(source):gsub('@injection.content\n', '@injection.content\n  (#capplan-plan? @injection.content)\n')
  return ('; extends\n; Written from grammar/queries/%s.\n%s'):format(name, text)
end

local QUERIES = {
  ['capplan/highlights.scm'] = function() return read(THEIRS .. 'highlights.scm') end,
  ['markdown/injections.scm'] = function() return injections(THEIRS .. 'host-markdown.scm') end,
  ['yaml/injections.scm'] = function() return injections(THEIRS .. 'host-yaml.scm') end,
}

h.test('the queries are those of the grammar', function()
  for path, wanted in pairs(QUERIES) do
    if vim.env.UPDATE_GENERATED then
      vim.fn.writefile(vim.split(wanted(), '\n'), OURS .. path, 'b')
    end
    h.equal(read(OURS .. path), wanted(), path .. ' (UPDATE_GENERATED=1 writes it anew)')
  end
end)

--- Compiles a parser into a folder of the run-time path, as `tree-sitter build` does.
local function compile(language, folder)
  local output = h.scratch .. '/parsers/parser/' .. language .. '.so'
  vim.fn.mkdir(vim.fs.dirname(output), 'p')
  local command = { 'cc', '-O1', '-shared', '-fPIC', '-I', folder, '-o', output, folder .. '/parser.c' }
  if vim.uv.fs_stat(folder .. '/scanner.c') then
    table.insert(command, folder .. '/scanner.c')
  end
  local done = vim.system(command, { text = true }):wait()
  assert(done.code == 0, done.stderr)
end

--- The captures at the first place of `words`, of the notation's own tree.
local function captures(editor, words)
  local line, column = editor:go_to(words)
  return editor:lua([[
    local found = {}
    for _, capture in ipairs(vim.treesitter.get_captures_at_pos(0, ...)) do
      if capture.lang == 'capplan' then
        found[#found + 1] = capture.capture
      end
    end
    return found
  ]], line - 1, column - 1)
end

local function expect_captures(editor, words, expected)
  editor:wait(('%s as %s'):format(words, vim.inspect(expected)), function()
    return vim.deep_equal(captures(editor, words), expected)
  end, function() return captures(editor, words) end)
end

local MARKDOWN = '## 能力单元：排产😀 {#CU-01}\n\n- 等级：CL2 → CL3\n\n##### 数据\n\n- 甲😀乙 [A.3.2.1 b]\n'
local YAML = 'units:\n  - id: CU-01\n    name: 排产😀\n    level: CL2 → CL3\n    element:\n      data:\n        - 甲😀乙 [A.3.2.1 b]\n'

local function open(editor, name, text)
  local path = h.scratch .. '/' .. name
  vim.fn.writefile(vim.split(text, '\n'), path, 'b')
  editor:lua('vim.opt.runtimepath:append(...)', h.scratch .. '/parsers')
  editor:open(path)
  editor:lua('vim.treesitter.start()')
end

h.test('where the parser is installed the notation is coloured in Markdown plans, and in nothing else', function(editor)
  compile('capplan', h.root .. '/grammar/src')
  open(editor, '颜色.plan.md', MARKDOWN)
  expect_captures(editor, 'A.3.2.1', { 'constant' })
  expect_captures(editor, 'CL3', { 'type' })
  expect_captures(editor, '{#CU-01}', { 'attribute' })
  open(editor, '颜色.md', MARKDOWN)
  editor:wait('silence in what is no plan', function() return editor:lua('return vim.b.capplan_plan == false') end)
  h.equal(captures(editor, 'A.3.2.1'), {}, 'captures in a non-plan')
  editor:keys('ggO---<CR>standard: T/AIITRE 20001—2021<CR>---<Esc>')
  expect_captures(editor, 'A.3.2.1', { 'constant' })
  -- Semantic tokens say more than syntax can: they stay on top.
  editor:wait('the token of a citation', function()
    local line, column = editor:go_to('A.3.2.1')
    local tokens = editor:lua('return vim.lsp.semantic_tokens.get_at_pos(0, ...)', line - 1, column - 1)
    return tokens and tokens[1] and tokens[1].type == 'macro'
  end)
end)

h.test('where the parsers are installed the notation is coloured in YAML plans', function(editor)
  compile('capplan', h.root .. '/grammar/src')
  compile('yaml', h.yaml_parser())
  -- Neovim itself has no queries for YAML: without any, nothing is injected and nothing breaks.
  open(editor, '颜色.plan.yaml', YAML)
  expect_captures(editor, 'A.3.2.1', { 'constant' })
  expect_captures(editor, 'CL3', { 'type' })
end)
