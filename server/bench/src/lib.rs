//! What the benchmarks share: plans of any length, places to edit in them, a client for language servers.

pub mod analysis;
pub mod client;
pub mod growth;
pub mod machine;
pub mod place;
pub mod plan;
pub mod process;
pub mod session;
pub mod set;
mod text;
