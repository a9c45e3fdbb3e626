; The notation holds no other language. It is itself injected into Markdown inline text and YAML scalars by the two
; host queries beside this file.
