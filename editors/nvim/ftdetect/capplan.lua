-- Plans are Markdown or YAML whatever else their path would make of them (`playbooks/甲.plan.yml` is no Ansible).
vim.filetype.add({
  pattern = {
    ['.*%.plan%.md'] = { 'markdown', { priority = 10 } },
    ['.*%.plan%.ya?ml'] = { 'yaml', { priority = 10 } },
  },
})
