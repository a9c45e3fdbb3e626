//! capplan-analysis: text in, facts and findings out.
//!
//! Pure: no protocol types, no runtime, no file system, no clock. `server/ARCHITECTURE.md` names the rooms.

pub mod fixture;
pub mod ide;
pub mod level;
pub mod model;
pub mod plan_set;
pub mod rules;
pub mod schema;
pub mod standard;
pub mod syntax;
pub mod text;
pub mod workspace;
