//! What an editor asks for, one file a feature: plain data out, positions in bytes.

mod allow;
mod hover;
mod quote;
#[cfg(test)]
mod tests;
mod token;

pub use allow::rule_hover;
pub use hover::{Hover, hover};
