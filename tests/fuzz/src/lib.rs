#![allow(clippy::panic, clippy::unwrap_used, reason = "a fuzz target tells what it finds by a panic")]
//! What is fuzzed: five targets, each a function from bytes that panics when something is not as it must be.
//!
//! `fuzz/` runs them under libFuzzer, `tests/replay.rs` without it. `run.sh` is the way in; `README.md` says more.

pub mod bounds;
mod pieces;
pub mod seeds;
mod session;
mod surface;

/// A target.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Target {
    /// A Markdown document and edits to it.
    Markdown,
    /// A YAML document and edits to it.
    Yaml,
    /// Text with the planning notation.
    Notation,
    /// A `capplan.toml`.
    Config,
    /// A client's messages to the server.
    Session,
}

impl Target {
    /// All of them.
    pub const ALL: [Target; 5] =
        [Target::Markdown, Target::Yaml, Target::Notation, Target::Config, Target::Session];

    /// Its name, which its corpus bears as well.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Target::Markdown => "markdown",
            Target::Yaml => "yaml",
            Target::Notation => "notation",
            Target::Config => "config",
            Target::Session => "session",
        }
    }

    /// Tries one input.
    ///
    /// # Panics
    /// When that breaks a promise: a crash, wrong results, or more time or memory than [`bounds`] grants.
    pub fn run(self, input: &[u8]) {
        bounds::hold(input.len(), || match self {
            Target::Markdown => surface::document("/fuzz/建设.plan.md", input),
            Target::Yaml => surface::document("/fuzz/建设.plan.yaml", input),
            Target::Notation => pieces::notation(input),
            Target::Config => pieces::config(input),
            Target::Session => session::script(input),
        });
    }
}
