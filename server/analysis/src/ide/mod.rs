//! What an editor asks for, one file a feature: plain data out, positions in bytes.

mod allow;
mod completion;
mod hover;
mod quote;
#[cfg(test)]
mod tests;
mod token;

pub use allow::rule_hover;
pub use completion::{CompletionItem, CompletionKind, Completions};
pub(crate) use completion::{Site, completions};
pub use hover::{Files, Hover, hover};
