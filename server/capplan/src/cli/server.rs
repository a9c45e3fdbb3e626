//! `capplan server`: the language server, with its log where it is asked for.

use std::io;
use std::path::PathBuf;

use clap::ValueEnum;

use super::check::report;
use super::sets::Problem;
use super::{FAILED, Screen, environment_locale};
use crate::server::{self, Log};

/// How to serve.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Accepted for clients that always send it; there is no other transport.
    #[arg(long)]
    stdio: bool,
    /// A file that the log is appended to; without it the log goes to standard error.
    #[arg(long, value_name = "FILE")]
    log: Option<PathBuf>,
    /// How much is logged. Without it the environment variable `CAPPLAN_LOG` says so, part by part if need be
    /// (`capplan=debug`), else it is `warn`.
    #[arg(long, value_name = "LEVEL", value_enum)]
    log_level: Option<Level>,
}

/// How much is logged; each level has those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Level {
    /// What failed.
    Error,
    /// What a user must know.
    Warn,
    /// How sessions begin and end, and who the client is.
    Info,
    /// Each job, and how long it took.
    Debug,
    /// What each job made the analysis redo.
    Trace,
}

impl From<Level> for tracing::Level {
    fn from(level: Level) -> Self {
        match level {
            Level::Error => Self::ERROR,
            Level::Warn => Self::WARN,
            Level::Info => Self::INFO,
            Level::Debug => Self::DEBUG,
            Level::Trace => Self::TRACE,
        }
    }
}

pub(super) fn run(arguments: &Arguments, screen: &mut Screen<'_>) -> io::Result<u8> {
    let log = Log { file: arguments.log.clone(), level: arguments.log_level.map(Into::into) };
    let error = match server::run(&log) {
        Ok(code) => return Ok(code),
        Err(error) => error,
    };
    let shown = log.file.unwrap_or_default();
    let shown = shown.display();
    let problem = Problem::Told([
        format!("{shown}：无法写入日志：{error}"),
        format!("{shown}: the log cannot be written: {error}"),
    ]);
    report(&[problem], environment_locale(), screen)?;
    Ok(FAILED)
}
