//! What an editor asks for, one file a feature: plain data out, positions in bytes.

mod hover;
mod quote;
#[cfg(test)]
mod tests;
mod token;

pub use hover::{Hover, hover};
