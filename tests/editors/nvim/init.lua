-- The set-up of editors/nvim/README.md ("without a plugin manager" and "completion"), word for word but for the path.
vim.opt.runtimepath:prepend(vim.env.CAPPLAN_ROOT .. '/editors/nvim')
vim.lsp.enable('capplan')

vim.opt.completeopt = { 'menuone', 'noselect', 'popup' }
vim.api.nvim_create_autocmd('LspAttach', {
  callback = function(event)
    local client = assert(vim.lsp.get_client_by_id(event.data.client_id))
    if client.name == 'capplan' then
      -- Letters and digits open the menu, too: pinyin, keys and numbers of clauses are typed with them.
      local triggers = client.server_capabilities.completionProvider.triggerCharacters
      for letter in ('abcdefghijklmnopqrstuvwxyz0123456789'):gmatch('.') do
        table.insert(triggers, letter)
      end
      vim.lsp.completion.enable(true, client.id, event.buf, { autotrigger = true })
    end
  end,
})
