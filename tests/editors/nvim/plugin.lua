-- What the plugin adds to the server: what is on for plans, commands, health, help, file types, and being told what lacks.
local h = require('harness')

local PLAN = 'xinghai-equipment.plan.md'
local YAML = 'lantian-grid.plan.yaml'

local function write(name, text)
  local path = h.scratch .. '/' .. name
  vim.fn.mkdir(vim.fs.dirname(path), 'p')
  vim.fn.writefile(vim.split(text, '\n'), path, 'b')
  return path
end

--- The virtual text that the window shows of lenses (`codelens`) or hints (`inlayhint`), by line from 1.
local function shown(editor, what)
  return editor:lua([[
    local found = {}
    for name, space in pairs(vim.api.nvim_get_namespaces()) do
      if name:find(..., 1, true) then
        for _, mark in ipairs(vim.api.nvim_buf_get_extmarks(0, space, 0, -1, { details = true })) do
          local words = vim.tbl_map(function(chunk) return chunk[1] end, mark[4].virt_text or {})
          found[#found + 1] = { mark[2] + 1, table.concat(words) }
        end
      end
    end
    return found
  ]], what)
end

local function expect_plan(editor, is_plan)
  editor:wait(is_plan and 'a plan' or 'no plan', function() return editor:lua('return vim.b.capplan_plan') == is_plan end)
end

--- Picks the item with these words when something is to be chosen.
local function choose(editor, words)
  editor:lua([[
    local words = ...
    _G.asked = nil
    vim.ui.select = function(items, options, chosen)
      _G.asked = options.prompt
      for _, item in ipairs(items) do
        if options.format_item(item):find(words, 1, true) then
          return chosen(item)
        end
      end
      chosen(nil)
    end
  ]], words)
end

local function text(editor)
  return table.concat(editor:lua('return vim.api.nvim_buf_get_lines(0, 0, -1, true)'), '\n')
end

h.test('lenses and hints are shown in a plan without any set-up, in both surfaces', function(editor)
  for _, name in ipairs({ PLAN, YAML }) do
    editor:open_plan(name)
    expect_plan(editor, true)
    editor:wait('a lens in ' .. name, function()
      return vim.iter(shown(editor, 'codelens')):any(function(mark) return mark[2]:find('^CL%d · ') end)
    end, function() return shown(editor, 'codelens') end)
    editor:go_to('[A.')
    editor:keys('zt')
    editor:wait('a hint in ' .. name, function() return #shown(editor, 'inlayhint') > 0 end)
  end
end)

h.test('a lens follows each edit and the save without being asked for', function(editor)
  local source = io.open(h.root .. '/tests/plans/shared/' .. PLAN):read('a')
  editor:open(write('镜头😀.plan.md', source))
  local function first() return (shown(editor, 'codelens')[1] or {})[2] or '' end
  editor:wait('a lens', function() return first():find('要素维 11/11', 1, true) end, first)
  editor:go_to('[A.3.2.1 a]')
  editor:keys('d%')
  editor:wait('what was lost', function() return first():find('要素维 11/11 ↓ 10/11', 1, true) end, first)
  editor:lua('vim.cmd("silent write")')
  editor:wait('what is', function() return first():find('要素维 10/11 ·', 1, true) end, first)
end)

h.test('other documents are left as they are, until they become plans', function(editor)
  editor:open(write('周报.md', '---\ntitle: 周报\n---\n## 能力单元 CU-01 排产\n- 等级：CL2 → CL3\n##### 数据\n- 建模 [A.3.2.1 c]\n'))
  expect_plan(editor, false)
  h.equal(editor:lua('return vim.lsp.inlay_hint.is_enabled({ bufnr = 0 })'), false, 'hints in a non-plan')
  h.equal(editor:lua('return vim.bo.completeopt'), '', 'the completion of a non-plan')
  editor:keys('ggostandard: T/AIITRE 20001—2021<Esc>')
  expect_plan(editor, true)
  editor:wait('a hint', function() return #shown(editor, 'inlayhint') > 0 end)
  editor:wait('a lens', function() return #shown(editor, 'codelens') > 0 end)
  -- What the author turns off stays off.
  editor:lua('vim.lsp.inlay_hint.enable(false, { bufnr = 0 })')
  editor:keys('Go- 又一项<Esc>')
  vim.wait(400)
  h.equal(editor:lua('return vim.lsp.inlay_hint.is_enabled({ bufnr = 0 })'), false, 'hints that were turned off')
  editor:keys('ggjdd')
  expect_plan(editor, false)
  editor:wait('no lens', function() return #shown(editor, 'codelens') == 0 end, function() return shown(editor, 'codelens') end)
end)

h.test('gq formats plans, and wraps the text of other documents as before', function(editor)
  local long = ('some words '):rep(20)
  editor:open(write('周报.md', '# 周报\n\n' .. long .. '\n'))
  expect_plan(editor, false)
  editor:keys('Ggqq')
  editor:wait('several lines', function() return editor:lua('return vim.fn.line("$")') > 3 end)
  editor:open(write('式.plan.md', '## 能力单元 CU-01 排产\n\n- 等级：CL2\n\n##### 数据\n\n- 甲😀乙（A.2.2.1b）\n'))
  expect_plan(editor, true)
  editor:keys('Ggqq')
  editor:wait('the citation in its form', function() return editor:line() == '- 甲😀乙 [A.2.2.1 b]' end, function() return editor:line() end)
end)

h.test('the settings turn lenses and hints off', function(editor)
  editor:lua [[ vim.lsp.config('capplan', { settings = { capplan = { codeLens = false, inlayHints = false } } }) ]]
  editor:open_plan(PLAN)
  expect_plan(editor, true)
  editor:wait('findings', function() return #editor:findings() > 0 end)
  vim.wait(400)
  h.equal({ shown(editor, 'codelens'), shown(editor, 'inlayhint') }, { {}, {} }, 'lenses and hints')
end)

h.test(':Capplan gaps lists what the unit around the cursor lacks, and leads to the clause', function(editor)
  editor:open_plan(PLAN)
  expect_plan(editor, true)
  choose(editor, 'A.3.2.1 c')
  editor:go_to('做出焊接节拍与能耗的简易模型')
  editor:lua('vim.cmd("Capplan gaps")')
  editor:wait('the clause', function() return editor:lua('return vim.fs.basename(vim.api.nvim_buf_get_name(0))') == 'T-AIITRE-20001-2021.md' end)
  assert(editor:line():find('c）', 1, true), 'the cursor is at ' .. editor:line())
  assert(editor:lua('return _G.asked'):find('^CU%-02 还缺'), 'the title: ' .. editor:lua('return _G.asked'))
end)

h.test('a lens that is run lists the same gaps', function(editor)
  editor:open_plan(PLAN)
  local mark = editor:wait('a lens with gaps', function()
    return vim.iter(shown(editor, 'codelens')):find(function(mark) return mark[2]:find('缺', 1, true) end)
  end)
  choose(editor, 'A.')
  editor:lua('vim.api.nvim_win_set_cursor(0, { ..., 0 })', mark[1])
  editor:lua('vim.lsp.codelens.run()')
  editor:wait('the standard', function() return editor:lua('return vim.fs.basename(vim.api.nvim_buf_get_name(0))') == 'T-AIITRE-20001-2021.md' end)
end)

h.test(':Capplan gaps outside of units says why there are none', function(editor)
  editor:open_plan(PLAN)
  expect_plan(editor, true)
  editor:keys('gg')
  editor:lua('vim.cmd("Capplan gaps")')
  editor:wait('why not', function() return editor:lua('return vim.fn.execute("messages")'):find('光标', 1, true) end)
end)

h.test(':Capplan clause goes to a clause by its id, is completed, and knows none that there is not', function(editor)
  editor:open_plan(YAML)
  h.equal(editor:lua('return vim.fn.getcompletion("Capplan clause a.3.2.1", "cmdline")'), { 'A.3.2.1' }, 'candidates')
  h.equal(editor:lua('return vim.fn.getcompletion("Capplan ", "cmdline")'), { 'clause', 'gaps', 'new', 'report', 'restart' }, 'commands')
  editor:lua('vim.cmd("Capplan clause A.3.9.9")')
  editor:wait('a complaint', function() return editor:lua('return vim.fn.execute("messages")'):find('A.3.9.9', 1, true) end)
  editor:lua('vim.cmd("Capplan clause A.3.2.1 b")')
  editor:wait('the clause', function() return editor:line():find('A.3.2.1', 1, true) end, function() return editor:line() end)
end)

h.test(':Capplan report shows the report of the plan set, and refuses for other documents', function(editor)
  editor:open_plan(PLAN)
  editor:lua('vim.cmd("Capplan report")')
  editor:wait('the report', function() return editor:lua('return vim.bo.buftype') == 'nofile' end)
  h.contains(text(editor), 'CU-02', 'report')
  h.equal(editor:lua('return { vim.bo.filetype, vim.bo.modifiable }'), { 'markdown', false }, 'its buffer')
  editor:open(write('周报.md', '# 周报\n'))
  editor:lua('vim.cmd("Capplan report")')
  editor:wait('why not', function() return editor:lua('return vim.fn.execute("messages")'):find('不是规划', 1, true) end)
end)

h.test(':Capplan new begins a plan from a template, with places to be filled in', function(editor)
  editor:open_plan(PLAN)
  choose(editor, '(markdown)')
  editor:lua('vim.cmd("Capplan new")')
  editor:wait('the skeleton', function() return text(editor):find('standard: T/AIITRE 20001—2021', 1, true) end, function() return text(editor) end)
  h.equal(editor:lua('return vim.bo.filetype'), 'markdown', 'the new buffer')
  editor:wait('places to be filled in', function() return editor:lua('return vim.snippet.active()') end)
end)

h.test(':Capplan restart gives another server, and all is as it was', function(editor)
  editor:open_plan(PLAN)
  expect_plan(editor, true)
  editor:wait('findings', function() return #editor:findings() > 0 end)
  local before = editor:lua('return vim.lsp.get_clients({ name = "capplan" })[1].id')
  -- A server may go while lenses are asked for: Neovim waits for such an answer for ever, and asks for no others.
  editor:lua([[
    vim.lsp.codelens.refresh({ bufnr = 0 })
    vim.lsp.get_client_by_id(...):stop(true)
    vim.cmd('Capplan restart')
  ]], before)
  editor:wait('another server', function()
    return editor:lua([[
      local client = vim.lsp.get_clients({ bufnr = 0, name = 'capplan' })[1]
      return client ~= nil and client.initialized and client.id ~= ...
    ]], before)
  end)
  expect_plan(editor, true)
  editor:wait('findings', function() return #editor:findings() > 0 end)
  editor:wait('a lens', function() return #shown(editor, 'codelens') > 0 end)
  -- Completion belongs to a client: the menu opens for the new one.
  editor:go_to('做出焊接节拍与能耗的简易模型')
  editor:keys('o')
  editor:type('- 建模 [A.3.')
  editor:wait('the menu', function() return #editor:menu() > 0 end)
end)

h.test('without the program one message says so in plans, and the editor is not disturbed', function(editor)
  editor:lua [[ vim.lsp.config('capplan', { cmd = { 'capplan-that-is-not-there', 'server' } }) ]]
  editor:lua('vim.cmd.edit(vim.fn.fnameescape(...))', write('甲.md', '# 甲\n'))
  vim.wait(300)
  h.equal(editor:lua('return vim.fn.execute("messages")'), '', 'messages outside of plans')
  for _, name in ipairs({ '乙.md', '丙.plan.yaml' }) do
    editor:lua('vim.cmd.edit(vim.fn.fnameescape(...))', write(name, '---\nstandard: T/AIITRE 20001—2021\n---\n'))
  end
  local messages = editor:wait('a message', function()
    local said = editor:lua('return vim.fn.execute("messages")')
    return said:find('capplan', 1, true) and said
  end)
  local _, count = messages:gsub('capplan%-that%-is%-not%-there', '')
  h.equal(count, 1, 'times it is told in ' .. messages)
  h.equal(editor:lua('return #vim.lsp.get_clients()'), 0, 'clients')
end)

--- The text of `:checkhealth capplan`.
local function health(editor)
  editor:lua('vim.cmd("silent checkhealth capplan")')
  return editor:wait('the report', function()
    return editor:lua('return vim.bo.filetype') == 'checkhealth' and text(editor)
  end)
end

h.test(':checkhealth says what runs and why a document is a plan or none', function(editor)
  editor:open(write('周报.md', '# 周报\n'))
  editor:open_plan(PLAN)
  editor:wait('findings', function() return #editor:findings() > 0 end)
  local said = health(editor)
  for _, words in ipairs({
    'Program: `', '/capplan`, version ', 'file types markdown, yaml', 'Attached clients: capplan (id ',
    'Server: version ', '是规划：文首字段 standard 注明了 T/AIITRE 20001—2021', '不是规划：', 'findings: 0 errors, 13 warnings',
  }) do
    h.contains(said, words, 'health')
  end
  assert(not said:find('ERROR'), said)
end)

h.test(':checkhealth says what is wrong: no program, a program of another kind, a file type that is none', function(editor)
  editor:lua [[ vim.lsp.config('capplan', { cmd = { 'capplan-that-is-not-there', 'server' } }) ]]
  editor:lua('vim.cmd.edit(vim.fn.fnameescape(...))', write('丙.plan.md', '# 甲\n'))
  editor:lua('vim.bo.filetype = "text"')
  local said = health(editor)
  h.contains(said, 'There is no program `capplan-that-is-not-there`', 'health')
  h.contains(said, 'File type: text', 'health')
  h.contains(said, 'No server is attached', 'health')
  editor:keys('q')
  editor:lua [[ vim.lsp.config('capplan', { cmd = { 'true' } }); vim.lsp.enable('capplan', false) ]]
  said = health(editor)
  h.contains(said, 'does not answer as capplan does', 'health')
  h.contains(said, 'Is not started by itself', 'health')
end)

h.test('plans are Markdown and YAML by their names, whatever else their path would make of them', function(editor)
  for name, filetype in pairs({
    ['playbooks/甲.plan.yml'] = 'yaml', ['甲.plan.yaml'] = 'yaml', ['甲 乙😀.plan.md'] = 'markdown',
    ['plan.md'] = 'markdown', ['playbooks/甲.yml'] = 'yaml',
  }) do
    h.equal(editor:lua('return (vim.filetype.match({ filename = ... }))', '/a/' .. name), filetype, name)
  end
end)

h.test('help is found in English and in Chinese, and each tag it has is defined', function(editor)
  local folder = h.scratch .. '/nvim'
  vim.fn.delete(folder, 'rf')
  vim.fn.mkdir(folder, 'p')
  assert(vim.system({ 'cp', '-r', h.root .. '/editors/nvim/doc', folder }):wait().code == 0)
  editor:lua('vim.opt.runtimepath:prepend(...); vim.cmd("helptags " .. vim.fn.fnameescape(... .. "/doc"))', folder)
  for _, tag in ipairs({ 'capplan', 'capplan-commands', ':Capplan', 'capplan-settings', 'capplan-lazy', 'g:capplan_enable' }) do
    for language, words in pairs({ en = 'capplan.txt', cn = 'capplan.cnx' }) do
      editor:lua('vim.o.helplang = ...', language)
      editor:lua('vim.cmd.help(...)', tag)
      h.equal(editor:lua('return vim.fs.basename(vim.api.nvim_buf_get_name(0))'), words, tag)
      editor:lua('vim.cmd.helpclose()')
    end
  end
  local english, chinese = {}, {}
  for file, tags in pairs({ ['tags'] = english, ['tags-cn'] = chinese }) do
    for _, line in ipairs(vim.fn.readfile(folder .. '/doc/' .. file)) do
      tags[#tags + 1] = line:match('^[^!]%S*')
    end
  end
  h.equal(chinese, english, 'tags of both languages')
end)
