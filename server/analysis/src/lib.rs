//! capplan-analysis: text in, facts and findings out.

pub mod standard;
