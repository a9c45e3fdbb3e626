; extends
; Written from grammar/queries/host-markdown.scm.
; Where the notation stands in Markdown (tree-sitter-md, block grammar).

((inline) @injection.content
  (#capplan-plan? @injection.content)
  (#set! injection.language "capplan"))

((pipe_table_cell) @injection.content
  (#capplan-plan? @injection.content)
  (#set! injection.language "capplan"))
