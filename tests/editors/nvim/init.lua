-- The set-up of editors/nvim/README.md ("without a plugin manager"), word for word but for the path.
vim.opt.runtimepath:prepend(vim.env.CAPPLAN_ROOT .. '/editors/nvim')
vim.lsp.enable('capplan')
