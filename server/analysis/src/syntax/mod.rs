//! Text to chunks to events: what stands where, before anything is said about its meaning.

pub mod chunk;
pub mod markdown;
pub mod notation;
pub mod yaml;
