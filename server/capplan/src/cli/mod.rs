//! The command line: one file a subcommand. Every command writes to the [`Screen`] and returns an exit code:
//! 0 nothing to report, 1 findings, 2 could not run.

mod baseline;
mod check;
mod clause;
mod convert;
mod diff;
mod fix;
mod format;
mod help;
mod human;
mod levels;
mod names;
mod report;
mod revision;
mod rule;
mod schema;
mod server;
mod sets;

use std::ffi::OsString;
use std::io::{self, Write};

use capplan_analysis::rules;
use clap::{FromArgMatches as _, Parser, Subcommand, ValueEnum};

/// Exit code: nothing to report.
pub const CLEAN: u8 = 0;
/// Exit code: findings at or above the asked severity.
pub const FINDINGS: u8 = 1;
/// Exit code: something could not be done.
pub const FAILED: u8 = 2;

/// Where a command writes.
pub struct Screen<'a> {
    /// Results.
    pub out: &'a mut dyn Write,
    /// What went wrong.
    pub err: &'a mut dyn Write,
    /// Whether colours may be used.
    pub styled: bool,
}

/// Language server and checker for capability plans (新型能力建设规划) under T/AIITRE 20001—2021.
#[derive(Parser)]
#[command(name = "capplan", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Speak the Language Server Protocol on standard input and output.
    Server(server::Arguments),
    /// Check plans: files, or folders with all plans below them.
    Check(check::Arguments),
    /// Bring plans into one form: citations, colons, tables, ends of lines.
    Format(format::Arguments),
    /// Write a whole plan in the other surface, losing nothing of what it says.
    Convert(convert::Arguments),
    /// Quote the standard: all clauses, one clause, or an item of one.
    Clause(clause::Arguments),
    /// List the rules, or describe one.
    Rule(rule::Arguments),
    /// Show how far plans cover the levels that they aim at.
    Levels(levels::Arguments),
    /// Write a report of plans: levels, coverage, what is missing, findings by rule.
    Report(report::Arguments),
    /// Compare plans: files, folders, or git revisions of those behind `--`.
    Diff(diff::Arguments),
    /// Print the JSON Schema of plans in YAML, or of `capplan.toml`.
    Schema(schema::Arguments),
}

/// The form of a listing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// To be read by people.
    #[default]
    Text,
    /// One JSON value.
    Json,
}

/// The language of messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Locale {
    /// 中文.
    Zh,
    /// English.
    En,
}

impl From<Locale> for rules::Locale {
    fn from(locale: Locale) -> Self {
        match locale {
            Locale::Zh => Self::Zh,
            Locale::En => Self::En,
        }
    }
}

/// Runs the program with its arguments, the program's name first. A reader that closes its end early is no failure of
/// ours to report.
pub fn run(arguments: impl IntoIterator<Item = OsString>, screen: &mut Screen<'_>) -> u8 {
    let parsed = help::command().try_get_matches_from(arguments);
    let arguments = match parsed.and_then(|found| Arguments::from_arg_matches(&found)) {
        Ok(arguments) => arguments,
        Err(error) => {
            let text =
                if screen.styled { error.render().ansi().to_string() } else { error.render().to_string() };
            let stream = if error.use_stderr() { &mut *screen.err } else { &mut *screen.out };
            let written = stream.write_all(text.as_bytes()).and_then(|()| stream.flush());
            return if error.use_stderr() || written.is_err() { FAILED } else { CLEAN };
        }
    };
    let done = match arguments.command {
        Command::Server(arguments) => server::run(&arguments, screen),
        Command::Check(arguments) => check::run(&arguments, screen),
        Command::Format(arguments) => format::run(&arguments, screen),
        Command::Convert(arguments) => convert::run(&arguments, screen),
        Command::Clause(arguments) => clause::run(&arguments, screen),
        Command::Rule(arguments) => rule::run(&arguments, screen),
        Command::Levels(arguments) => levels::run(&arguments, screen),
        Command::Report(arguments) => report::run(&arguments, screen),
        Command::Diff(arguments) => diff::run(&arguments, screen),
        Command::Schema(arguments) => schema::run(&arguments, screen),
    };
    done.and_then(|code| screen.out.flush().map(|()| code)).unwrap_or(FAILED)
}

/// The language that the environment asks for: English where the first of `LC_ALL`, `LC_MESSAGES` and `LANG` that is
/// set says so, else Chinese.
fn environment_locale() -> rules::Locale {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(|name| std::env::var(name).ok());
    set.into_iter().find(|value| !value.is_empty()).map_or(rules::Locale::Zh, |tag| rules::Locale::of(&tag))
}

/// Writes a value as JSON, indented, with a final newline.
fn write_json(screen: &mut Screen<'_>, value: &impl serde::Serialize) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *screen.out, value)?;
    writeln!(screen.out)
}
