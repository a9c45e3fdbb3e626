-- The ways to install: a package folder, and each plugin manager that is at hand (a checkout of lazy.nvim in LAZY_NVIM, of
-- vim-plug in VIM_PLUG), as the README says.
local h = require('harness')

local PLUGIN = h.root .. '/editors/nvim'

--- A Neovim with an init.lua of its own, a home of its own, and the plans.
local function start_with(editor, name, init)
  local folder = h.scratch .. '/' .. name
  vim.fn.mkdir(folder, 'p')
  vim.fn.writefile(vim.split(init, '\n'), folder .. '/init.lua')
  editor:restart({ '-u', folder .. '/init.lua' }, {
    XDG_DATA_HOME = folder .. '/data', XDG_CONFIG_HOME = folder .. '/config', XDG_STATE_HOME = folder .. '/state',
  })
end

--- That the plugin is there: findings, a lens, a command, help.
local function expect_all(editor)
  editor:open_plan('xinghai-equipment.plan.md')
  editor:wait('findings', function() return #editor:findings() == 13 end)
  editor:wait('a lens', function() return editor:lua('return #vim.lsp.codelens.get(0) > 0') end)
  h.equal(editor:lua('return vim.fn.exists(":Capplan")'), 2, 'the command')
  editor:lua('vim.cmd.help("capplan")')
  h.equal(editor:lua('return vim.fs.basename(vim.api.nvim_buf_get_name(0))'), 'capplan.txt', 'help')
end

h.test('as a package: a link in pack/*/start is all there is to it', function(editor)
  local pack = h.scratch .. '/package/data/nvim/site/pack/plans/start'
  vim.fn.mkdir(pack, 'p')
  assert(vim.uv.fs_symlink(PLUGIN, pack .. '/capplan'))
  start_with(editor, 'package', '')
  editor:lua('vim.cmd("helptags " .. vim.fn.fnameescape(...))', pack .. '/capplan/doc')
  expect_all(editor)
end)

h.test('the entry for nvim-lspconfig works by itself', function(editor)
  start_with(editor, 'lspconfig', ([[
    vim.opt.runtimepath:prepend(%q)
    vim.lsp.enable('capplan')
  ]]):format(PLUGIN .. '/contrib/nvim-lspconfig'))
  editor:open_plan('xinghai-equipment.plan.md')
  editor:wait('findings', function() return #editor:findings() == 13 end)
  h.equal(editor:lua('return vim.fn.exists(":Capplan")'), 0, 'nothing of the plugin')
end)

h.test('what registries and Zed are told is the version of this checkout', function()
  local function said(path, pattern)
    return io.open(h.root .. '/' .. path):read('a'):match(pattern)
  end
  local version = said('Cargo.toml', '\nversion = "([^"]+)"')
  h.equal(said('editors/nvim/contrib/mason-registry/packages/capplan/package.yaml', 'capplan@v([^?]+)'), version, 'mason')
  h.equal(said('editors/zed/extension.toml', '\nversion = "([^"]+)"'), version, 'the manifest for Zed')
  h.equal(said('editors/zed/Cargo.toml', '\nversion = "([^"]+)"'), version, 'the crate for Zed')
end)

if vim.env.LAZY_NVIM then
  h.test('with lazy.nvim, loaded at start or with the first Markdown', function(editor)
    for _, ft in ipairs({ '', "ft = { 'markdown', 'yaml' }," }) do
      start_with(editor, 'lazy', ([[
        vim.opt.runtimepath:prepend(%q)
        require('lazy').setup({ { dir = %q, name = 'capplan', %s } }, { rocks = { enabled = false }, change_detection = { enabled = false } })
        vim.cmd('helptags %s/doc')
      ]]):format(vim.env.LAZY_NVIM, PLUGIN, ft, PLUGIN))
      expect_all(editor)
    end
  end)
end

if vim.env.VIM_PLUG then
  h.test('with vim-plug', function(editor)
    start_with(editor, 'plug', ([[
      vim.cmd.source(%q)
      vim.cmd("call plug#begin('" .. vim.fn.stdpath('data') .. "/plugged')")
      vim.cmd("Plug '%s'")
      vim.cmd('call plug#end()')
      vim.cmd('helptags %s/doc')
    ]]):format(vim.env.VIM_PLUG .. '/plug.vim', PLUGIN, PLUGIN))
    expect_all(editor)
  end)
end
