//! Whole sessions with the language server, in memory, through the protocol's bytes.
#![allow(clippy::unwrap_used, clippy::panic, clippy::needless_pass_by_value)]

#[path = "lsp/across.rs"]
mod across;
#[path = "lsp/actions.rs"]
mod actions;
#[path = "lsp/asked.rs"]
mod asked;
#[path = "lsp/baseline.rs"]
mod baseline;
#[path = "lsp/client.rs"]
mod client;
#[path = "lsp/completion.rs"]
mod completion;
#[path = "lsp/diagnostics.rs"]
mod diagnostics;
#[path = "lsp/files.rs"]
mod files;
#[path = "lsp/folder.rs"]
mod folder;
#[path = "lsp/format.rs"]
mod format;
#[path = "lsp/hover.rs"]
mod hover;
#[path = "lsp/life.rs"]
mod life;
#[path = "lsp/navigation.rs"]
mod navigation;
#[path = "lsp/odd.rs"]
mod odd;
#[path = "lsp/own_words.rs"]
mod own_words;
#[path = "lsp/rewriting.rs"]
mod rewriting;
#[path = "lsp/roots.rs"]
mod roots;
#[path = "lsp/shape.rs"]
mod shape;
#[path = "lsp/signature.rs"]
mod signature;
#[path = "lsp/symbols.rs"]
mod symbols;
#[path = "lsp/sync.rs"]
mod sync;
#[path = "lsp/tokens.rs"]
mod tokens;
#[path = "lsp/uris.rs"]
mod uris;
#[path = "lsp/waiting.rs"]
mod waiting;
