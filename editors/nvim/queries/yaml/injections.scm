; extends
; Written from grammar/queries/host-yaml.scm.
; Where the notation stands in YAML (tree-sitter-yaml).

([
  (plain_scalar)
  (double_quote_scalar)
  (single_quote_scalar)
  (block_scalar)
] @injection.content
  (#capplan-plan? @injection.content)
  (#set! injection.language "capplan")
  (#set! injection.include-children))
