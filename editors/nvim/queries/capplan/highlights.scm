; Captures in tree-sitter's usual names; themes need nothing of their own.

(citation (clause) @constant)
(citation (letter) @constant)
(citation (point) @number)
(continuation (letter) @constant)
(continuation (point) @number)
(citation_group (separator) @punctuation.delimiter)
(citation_group (range) @operator)
(citation_group (standard) @string.special)
(citation_group (lead) @keyword)
(level_code) @type
(level_name) @label
(attributes) @attribute
(id) @label
(quoted) @string
(status) @tag
(unfinished) @comment
