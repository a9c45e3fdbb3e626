//! capplan-analysis: text in, facts and findings out.
//!
//! Pure: no protocol types, no runtime, no file system, no clock. `server/ARCHITECTURE.md` names the rooms.

pub mod model;
pub mod schema;
pub mod standard;
pub mod syntax;
pub mod text;
