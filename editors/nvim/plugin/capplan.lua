-- Starts the server for Markdown and YAML, and shows what it sends. See `:help capplan`.
if vim.g.loaded_capplan then
  return
end
vim.g.loaded_capplan = true

if vim.fn.has('nvim-0.11') == 0 then
  vim.notify_once('capplan needs Neovim 0.11 or later', vim.log.levels.WARN)
  return
end

vim.lsp.config('capplan', {
  init_options = {
    showsGaps = true, -- the list of gaps is ours to show
    statusChanges = true, -- tell when a document becomes a plan, is none any more, or covers something else
  },
  handlers = {
    ['capplan/statusChanged'] = function(_, params, context)
      require('capplan').ask(context.client_id, params.uri)
    end,
  },
})

local group = vim.api.nvim_create_augroup('capplan', {})

-- Neovim says nothing when there is no program to start.
vim.api.nvim_create_autocmd('FileType', {
  group = group,
  pattern = { 'markdown', 'yaml' },
  callback = function(event)
    require('capplan').look_for_program(event.buf)
  end,
})

vim.api.nvim_create_autocmd('LspDetach', {
  group = group,
  callback = function(event)
    local client = vim.lsp.get_client_by_id(event.data.client_id)
    if client and client.name == 'capplan' then
      require('capplan').forget(client, event.buf)
    end
  end,
})

-- With the save a lens forgets what the edits before it changed; Neovim tells of this once the server has been told.
vim.api.nvim_create_autocmd('LspNotify', {
  group = group,
  callback = function(event)
    local client = vim.lsp.get_client_by_id(event.data.client_id)
    if event.data.method == 'textDocument/didSave' and client and client.name == 'capplan' then
      require('capplan').refresh_lenses(client, vim.uri_to_bufnr(event.data.params.textDocument.uri))
    end
  end,
})

vim.lsp.commands['capplan.gaps'] = function(command, context)
  require('capplan.commands').show_gaps(command, context)
end

vim.api.nvim_create_user_command('Capplan', function(call)
  require('capplan.commands').run(call)
end, {
  nargs = '+',
  desc = 'Capability plans: gaps, clause, report, new, restart',
  complete = function(...)
    return require('capplan.commands').complete(...)
  end,
})

-- The notation is coloured in plans only: queries/*/injections.scm.
vim.treesitter.query.add_predicate('capplan-plan?', function(_, _, source)
  return type(source) == 'number' and require('capplan').is_plan(source)
end, { force = true })

if require('capplan').is_on('capplan_enable', true) then
  vim.lsp.enable('capplan')
end
