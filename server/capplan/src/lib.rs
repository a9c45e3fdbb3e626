//! capplan: the command line and the language server, thin adapters over `capplan-analysis`.
//!
//! The library exists so that the program's tests can run both in memory; the program itself is `main.rs`.

pub mod cli;
pub mod server;

#[cfg(test)]
mod contributed;
mod files;
mod pages;
mod panics;
mod reading;
mod setting_schema;
