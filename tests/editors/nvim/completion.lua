-- Completion while an author types: half-written plans, keys one by one, the line that comes of it. Required by test.lua.
local h = require('harness')

local MARKDOWN = [[
---
standard: T/AIITRE 20001—2021
---

# 规划😀

## 能力：排产 {#NC-01}

- 视角：过程
- 等级：CL2 → CL3
@capability

## 能力：质检 {#NC-02}

@viewpoint

### 能力单元 CU-01 排产

- 等级：CL2 → CL3

@unit

#### 要素维

| 方面 | 建设内容 | 条款 |
|---|---|---|
@row

##### 数据

@measure
]]

local YAML = [[
standard: T/AIITRE 20001—2021
capabilities:
  - id: NC-01
    name: 排产😀
    level: {current: CL2, target: CL3}
    @capability
units:
  - id: CU-01
    name: 排产
    level: CL2 → CL3
    @unit
    element:
      data:
        - text: 统一编码
          clause: A.3.2.1 b
        - text: 建立模型
          @measure
]]

-- Where, what is typed there, what the menu shows first, and the line once <C-n><C-y> took it.
local TYPED = {
  { 'md', '@unit', '#### gcw', '#### 过程维', '#### 过程维' },
  { 'md', '@unit', '#### guochengwei', '#### 过程维', '#### 过程维' },
  { 'md', '@unit', '#### 管理', '#### 管理维', '#### 管理维' },
  { 'md', '@viewpoint', '- 视角：过', '过程', '- 视角：过程' },
  { 'md', '@viewpoint', '- 视角：过程、hz', '合作伙伴', '- 视角：过程、合作伙伴' },
  { 'md', '@capability', '- jz', '价值效益', '- 价值效益：' },
  { 'md', '@row', '| js', '技术', '| 技术' },
  { 'md', '@row', '| 数据 | 焊接能耗😀模型 | A.3.2', 'A.3.2.1 c', '| 数据 | 焊接能耗😀模型 | A.3.2.1 c' },
  { 'md', '@measure', '- [ ] 建立焊接能耗😀模型 [A.3.', 'A.3.2.1 c', '- [ ] 建立焊接能耗😀模型 [A.3.2.1 c]' },
  { 'md', '@measure', '- [ ] sjcj', '数据采集（A.3.2.1 a）', '- [ ] 待填写：数据采集 [A.3.2.1 a]' },
  { 'yaml', '@unit', 'gcw', 'process', '    process:' },
  { 'yaml', '@capability', 'viewpoint: [gc', 'process', '    viewpoint: [process' },
  { 'yaml', '@measure', 'clause: A.3.2', 'A.3.2.1 c', '          clause: A.3.2.1 c' },
  { 'yaml', '@measure', 'status: d', 'done', '          status: done' },
}

--- Opens a half-written plan and goes to a place in it, to type there.
local function open_at(editor, kind, place, line_end)
  local lines = vim.split(kind == 'md' and MARKDOWN or YAML, '\n')
  local at
  for number, line in ipairs(lines) do
    at = vim.trim(line) == place and number or at
    lines[number] = line:gsub('@.*', '')
  end
  local path = h.scratch .. '/半成品.plan.' .. kind
  local file = assert(io.open(path, 'wb'))
  file:write(table.concat(lines, line_end))
  file:close()
  editor:open(path)
  editor:lua('vim.api.nvim_win_set_cursor(0, { ..., 0 })', at)
  editor:keys('A')
end

local function first_is(editor, label)
  editor:wait(label .. ' first in the menu', function() return editor:menu()[1] == label end, function()
    return { editor:menu(), editor:line() }
  end)
end

local function line_is(editor, line)
  editor:wait('the line ' .. line, function() return editor:line() == line end, function() return editor:line() end)
end

for number, row in ipairs(TYPED) do
  local kind, place, typed, label, line = unpack(row)
  local line_end = number % 2 == 0 and '\r\n' or '\n'
  h.test(('%s, %s: typing %q completes to %q'):format(kind, #line_end == 1 and 'LF' or 'CRLF', typed, line), function(editor)
    open_at(editor, kind, place, line_end)
    editor:type(typed)
    first_is(editor, label)
    editor:keys('<C-n><C-y>')
    line_is(editor, line)
  end)
end

h.test('without any set-up <C-x><C-o> completes citations and Chinese', function(editor)
  editor:restart_bare()
  editor:lua('vim.opt.completeopt = "menuone,popup"')
  open_at(editor, 'md', '@measure', '\n')
  editor:type('- 建立焊接能耗模型 [A.3.')
  editor:keys('<C-x><C-o>')
  first_is(editor, 'A.3.2.1 c')
  editor:keys('<C-y>')
  line_is(editor, '- 建立焊接能耗模型 [A.3.2.1 c]')
  editor:keys('<Esc>')
  editor:go_to('- 视角：过程')
  editor:keys('A、载<C-x><C-o>')
  first_is(editor, '载体')
  editor:keys('<C-y>')
  line_is(editor, '- 视角：过程、载体')
end)

h.test('prose opens no menu, in a plan or elsewhere', function(editor)
  open_at(editor, 'md', '@measure', '\n')
  editor:keys('<Esc>')
  editor:go_to('# 规划')
  editor:keys('o')
  editor:type('本规划说明：数据 gcw、A.3.')
  vim.wait(500)
  h.equal(editor:menu(), {}, 'menu in prose')
end)
