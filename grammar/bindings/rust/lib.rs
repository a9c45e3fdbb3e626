//! tree-sitter-capplan: the grammar of the planning notation (citations, levels, heading attributes, ids, quotations,
//! status marks) for text inside Markdown and YAML, and the queries that belong to it.

use tree_sitter_language::LanguageFn;

// The one place with unsafe code: the entry point of the generated parser.
#[allow(unsafe_code)]
mod generated {
    use tree_sitter_language::LanguageFn;

    unsafe extern "C" {
        fn tree_sitter_capplan() -> *const ();
    }

    // SAFETY: the function is the entry point of `src/parser.c`, which tree-sitter generated.
    pub(super) const LANGUAGE: LanguageFn = unsafe { LanguageFn::from_raw(tree_sitter_capplan) };
}

/// The language of the planning notation, for `tree_sitter::Parser::set_language`.
pub const LANGUAGE: LanguageFn = generated::LANGUAGE;

/// The node types of the language: the generated `src/node-types.json`.
pub const NODE_TYPES: &str = include_str!("../../src/node-types.json");

/// The query that highlights the notation.
pub const HIGHLIGHTS_QUERY: &str = include_str!("../../queries/highlights.scm");

/// The query for languages inside the notation. There are none.
pub const INJECTIONS_QUERY: &str = include_str!("../../queries/injections.scm");

/// The query for the places in Markdown (tree-sitter-md, block grammar) that the notation is injected into.
pub const HOST_MARKDOWN_QUERY: &str = include_str!("../../queries/host-markdown.scm");

/// The query for the places in YAML (tree-sitter-yaml) that the notation is injected into.
pub const HOST_YAML_QUERY: &str = include_str!("../../queries/host-yaml.scm");
