//! How far a plan covers the construction focuses of a level (annex A); see [`profile`].

mod coverage;
mod profile;

pub use coverage::Coverage;
pub use profile::{AspectProfile, DimensionProfile, Gap, Profile, gaps_at, profile};
