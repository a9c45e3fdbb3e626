-- The set-up of editors/nvim/README.md: "without a plugin manager", with completion while typing.
vim.opt.runtimepath:prepend(vim.env.CAPPLAN_ROOT .. '/editors/nvim')
vim.g.capplan_autocomplete = true
