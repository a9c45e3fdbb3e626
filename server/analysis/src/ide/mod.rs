//! What an editor asks for, one file a feature: plain data out, positions in bytes (of an outline, which has
//! thousands, in lines and columns).

mod allow;
mod attempt;
mod cited;
mod colour;
mod completion;
mod convert;
mod folding;
mod format;
mod hints;
mod hover;
mod navigation;
mod quote;
mod refactor;
mod report;
mod selection;
mod signature;
mod standard_text;
mod symbols;
#[cfg(test)]
mod tests;
mod token;

pub use allow::rule_hover;
pub use cited::Cited;
pub use colour::{LastTold, Step, Told, colours_in};
pub use completion::{About, CompletionItem, CompletionKind, Completions};
pub(crate) use completion::{Site, completions, plan_skeletons};
pub use convert::Converted;
pub(crate) use convert::{differences, written};
pub use folding::{Fold, FoldKind, folds};
pub use format::{FormatStyle, Spaces};
pub(crate) use format::{format, next_measure};
pub use hints::{Hint, titles};
pub use hover::{Files, Hover, hover};
pub use navigation::{Destination, Links, Match, Refusal, Spot, citations_of, links, search};
pub(crate) use navigation::{Scene, renamed, renaming};
pub use refactor::RefactorKind;
pub(crate) use refactor::{Extracted, Refactoring, extracted, refactorings};
pub(crate) use report::{Member, Reported, report};
pub use selection::selection;
pub use signature::{Held, Holder};
pub(crate) use signature::{holders, summary};
pub use standard_text::StandardText;
pub use symbols::{Symbol, SymbolKind, symbols};
