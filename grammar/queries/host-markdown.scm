; Where the notation stands in Markdown (tree-sitter-md, block grammar).

((inline) @injection.content
  (#set! injection.language "capplan"))

((pipe_table_cell) @injection.content
  (#set! injection.language "capplan"))
