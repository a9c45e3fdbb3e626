-- What an author sees in Neovim: findings, quotations, completion, and all that while Chinese text is typed. Started by run.sh.
local here = vim.fs.dirname(debug.getinfo(1, 'S').source:sub(2))
package.path = here .. '/?.lua;' .. package.path
local h = require('harness')

local MARKDOWN = 'xinghai-equipment.plan.md'
local YAML = 'lantian-grid.plan.yaml'

-- Every finding of the two plans: line and byte column, rule, the text that the range covers, the topics missed.
local IN_MARKDOWN = {
  '181:3 level-gap «策划» A.3.1.1 e',
  '188:3 level-gap «评测» A.3.1.3 b',
  '190:3 level-gap «改进» A.3.1.4',
  '192:8 level-gap «数据» A.3.2.1 c',
  '198:8 level-gap «技术» A.3.2.2 c',
  '205:8 level-gap «流程» A.3.2.3 b',
  '215:8 level-gap «数字化治理» A.3.3.1 a, A.3.3.1 c, A.3.3.1 d, A.3.3.1 e',
  '221:8 level-gap «组织机制» A.3.3.2 a, A.3.3.2 b',
  '230:8 level-gap «组织文化» A.3.3.4 b',
  '243:7 level-gap «能力单元：质量追溯与改进（CU-03）» A.3.3.4 a, A.3.3.4 b',
  '291:8 level-gap «数字化治理» A.3.3.1 c, A.3.3.1 e',
  '376:7 level-gap «管理维» A.3.3.4 a, A.3.3.4 b',
  '457:8 level-gap «数字化治理» A.3.3.1 c',
}
local IN_YAML = {
  '256:7 level-gap «evaluation» A.4.1.3 b',
  '259:7 level-gap «improvement» A.4.1.4',
  '271:7 level-gap «workflow» A.4.2.3 b',
  '345:5 level-gap «id» A.3.3.1 a, A.3.3.1 b, A.3.3.1 c, A.3.3.1 d, A.3.3.2 a, A.3.3.2 b, A.3.3.3 a, A.3.3.3 b',
  '376:7 level-gap «evaluation» A.3.1.3 b',
}

--- The citations that the plan of this name misses, in order, as the expected levels say.
local function missing_topics(name)
  local file = assert(io.open(h.root .. '/tests/plans/shared/expected-levels.json'))
  local levels = vim.json.decode(file:read('a'))
  file:close()
  local missing = {}
  for _, entity in ipairs(levels[name]) do
    for _, dimension in ipairs({ 'process', 'element', 'management' }) do
      vim.list_extend(missing, vim.tbl_get(entity, 'dimensions', dimension, 'missing') or {})
    end
  end
  table.sort(missing)
  return missing
end

--- The citations that the buffer's gap findings name, in order.
local function reported_topics(editor)
  local reported = {}
  for _, finding in ipairs(editor:findings()) do
    if finding.rule == 'level-gap' then
      for citation in finding.message:gmatch('A%.%d%.%d%.%d ?%l?') do
        reported[#reported + 1] = vim.trim(citation)
      end
    end
  end
  table.sort(reported)
  return reported
end

--- The summary without the finding whose only missing topic is this.
local function without(summary, citation)
  return vim.tbl_filter(function(line) return not vim.endswith(line, '» ' .. citation) end, summary)
end

--- The summary after lines were put in: from line `from` on everything stands `by` lines lower.
local function moved(summary, from, by)
  return vim.tbl_map(function(line)
    local number, rest = line:match('^(%d+)(.*)$')
    number = tonumber(number)
    return (number >= from and number + by or number) .. rest
  end, summary)
end

local function expect_every_gap(editor, name)
  local expected = missing_topics(name)
  assert(#expected > 0, 'nothing is expected of ' .. name)
  editor:wait('a gap finding for each missing topic', function()
    return vim.deep_equal(reported_topics(editor), expected)
  end, function()
    return { reported = reported_topics(editor), expected = expected }
  end)
  for _, finding in ipairs(editor:findings()) do
    h.equal(finding.source, 'capplan', 'source')
    assert(finding.rule and finding.rule:match('^[%l-]+$'), 'a finding without its rule: ' .. vim.inspect(finding))
  end
end

h.test('the client starts for a plan, with the folder of the repository as root', function(editor)
  editor:open_plan(MARKDOWN)
  local client = editor:lua [[
    local client = vim.lsp.get_clients({ bufnr = 0 })[1]
    return { name = client.name, root = client.root_dir, encoding = client.offset_encoding, server = client.server_info }
  ]]
  h.equal(client.name, 'capplan', 'client')
  h.equal(client.encoding, 'utf-8', 'position encoding, of those that Neovim offers')
  h.equal(client.server.name, 'capplan', 'server')
end)

h.test('a Markdown plan: each finding with its exact range', function(editor)
  editor:open_plan(MARKDOWN)
  expect_every_gap(editor, MARKDOWN)
  editor:expect_summary(IN_MARKDOWN)
end)

h.test('a YAML plan: each finding with its exact range', function(editor)
  editor:open_plan(YAML)
  expect_every_gap(editor, YAML)
  editor:expect_summary(IN_YAML)
end)

h.test('a hover on a citation quotes the clause word for word', function(editor)
  editor:open_plan(MARKDOWN)
  local line = editor:line_of('建立设备产能与工序工时模型')
  editor:go_to('3.2.1 c', line)
  local hover = assert(editor:hover(), 'no hover')
  h.contains(hover.text, '构建主要产品、设备、工艺、业务等领域级数字模型，支持优化领域级生产经营活动。', 'hover')
  h.contains(hover.text, 'A.3.2.1', 'hover')
  h.contains(hover.text, '20001—2021', 'hover')
  h.equal(hover.range, 'A.3.2.1 c', 'range of the hover')
end)

h.test('K shows the quotation in a window', function(editor)
  editor:open_plan(YAML)
  editor:go_to('A.4.1.3 a', editor:line_of('每次响应后逐户核算执行率'))
  editor:keys('K')
  local shown = editor:wait('a window with the hover', function()
    return editor:lua [[
      for _, window in ipairs(vim.api.nvim_list_wins()) do
        if vim.api.nvim_win_get_config(window).relative ~= '' then
          return table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, true), '\n')
        end
      end
      return false
    ]]
  end)
  h.contains(shown, '对评测过程进行制度性安排', 'window')
end)

h.test('a measure typed in Chinese closes the gap in a Markdown plan, undoing it opens it again', function(editor)
  editor:open_plan(MARKDOWN)
  editor:expect_summary(IN_MARKDOWN)
  editor:go_to('做出焊接节拍与能耗的简易模型')
  editor:keys('o- [ ] 建立焊接节拍与能耗🔧模型，用于二分厂排程 [A.3.2.1 c]<Esc>')
  editor:expect_summary(moved(without(IN_MARKDOWN, 'A.3.2.1 c'), 196, 1))
  editor:keys('u')
  editor:expect_summary(IN_MARKDOWN)
end)

h.test('a measure typed in Chinese closes the gap in a YAML plan, deleting its line opens it again', function(editor)
  editor:open_plan(YAML)
  editor:expect_summary(IN_YAML)
  editor:go_to('年度消纳量与收益评价')
  editor:keys('o<C-u><Esc>i        - 年度消纳量与收益按平台级目标量化考核（A.4.1.3 b）<Esc>')
  editor:expect_summary(moved(without(IN_YAML, 'A.4.1.3 b'), 259, 1))
  editor:keys('dd')
  editor:expect_summary(IN_YAML)
end)

h.test('findings are right at each stop of a half-typed citation', function(editor)
  editor:open_plan(MARKDOWN)
  editor:expect_summary(IN_MARKDOWN)
  editor:go_to('做出焊接节拍与能耗的简易模型')
  editor:keys('o- [ ] 建立模型 [A.3.')
  editor:wait('the insert', function() return editor:lua('return vim.api.nvim_get_current_line()') == '- [ ] 建立模型 [A.3.' end)
  vim.wait(300)
  assert(vim.list_contains(reported_topics(editor), 'A.3.2.1 c'), 'half a citation covers nothing')
  assert(#editor:findings() <= #IN_MARKDOWN + 1, 'a half-typed line makes a storm: ' .. vim.inspect(editor:summary()))
  editor:keys('2.1 c]<Esc>')
  editor:wait('the gap closed', function() return not vim.list_contains(reported_topics(editor), 'A.3.2.1 c') end)
end)

require('completion')
require('shape')
require('navigation')
require('signature')
require('treesitter')
require('plugin')
require('features')
require('managers')

h.test('references are followed across the files of a plan set, open or not', function(editor)
  editor:open_plan('group/units.plan.md')
  editor:wait('findings', function() return #editor:findings() > 0 end)
  h.equal(editor:summary('dangling-reference'), {}, 'references into files that are not open')
  local units = editor:lua('return vim.api.nvim_get_current_buf()')
  editor:open_plan('group/capabilities.plan.yaml')
  editor:go_to('NC-01-A')
  editor:keys('cW')
  editor:keys('NC-01-X<Esc>')
  editor:lua('vim.cmd.buffer(...)', units)
  editor:wait('a dangling reference in the other file', function() return editor:says('dangling-reference', 'NC-01-A') end)
end)

h.test('settings of the client count: language, profile, severities', function(editor)
  editor:lua [[
    vim.lsp.config('capplan', {
      settings = { capplan = { profile = 'thorough', locale = 'en', rules = { ['level-gap'] = 'information' } } },
    })
  ]]
  editor:open_plan(YAML)
  editor:wait('an English message of the severity set', function()
    for _, finding in ipairs(editor:findings()) do
      if finding.rule == 'level-gap' then
        return finding.severity == 'information' and finding.message:find('construction focuses of CL4', 1, true)
      end
    end
  end, function() return editor:findings() end)
end)

h.test('a document that is no plan is silent, and is a plan as soon as it names the standard', function(editor)
  local path = h.scratch .. '/纪要 [1].md'
  local file = assert(io.open(path, 'w'))
  file:write('---\ntitle: 周例会纪要\n---\n\n# 能力单元 CU-01 排产\n\n- 等级：CL9\n- 组成：CU-77\n\n## 过程维\n\n见 A.3.2.1 c\n')
  file:close()
  editor:open(path)
  editor:go_to('CL9')
  vim.wait(500)
  h.equal(editor:findings(), {}, 'findings in a non-plan')
  h.equal(editor:hover(), nil, 'hover in a non-plan')
  editor:keys('ggostandard: T/AIITRE 20001—2021<Esc>')
  editor:wait('the unknown level', function() return editor:says('unknown-level', 'CL9') end, function() return editor:findings() end)
  editor:keys('u')
  editor:wait('silence', function() return #editor:findings() == 0 end, function() return editor:findings() end)
end)

h.test('the server ends with the editor', function(editor)
  editor:open_plan(MARKDOWN)
  local children = editor:quit()
  assert(#children > 0, 'Neovim had no server')
  editor:wait('the end of the server', function()
    for _, pid in ipairs(children) do
      if vim.uv.kill(pid, 0) == 0 then return false end
    end
    return true
  end)
end)

h.finish()
