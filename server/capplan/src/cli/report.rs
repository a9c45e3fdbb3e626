//! `capplan report`: levels, coverage, gaps and findings of plan sets, as a document to be read or handed on.

use std::io;
use std::path::PathBuf;

use capplan_analysis::workspace::Options;
use clap::ValueEnum;

use super::check::report as tell;
use super::{CLEAN, FAILED, Locale, Screen, environment_locale, sets};

/// Whose report to write.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// A plan, or a folder with all plans below it.
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// The form of the report.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// The language of the report;
    /// else that of `capplan.toml`, else English where LC_ALL, LC_MESSAGES or LANG says so, else Chinese.
    #[arg(long, value_enum)]
    locale: Option<Locale>,
}

/// The form of a report.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Format {
    /// Markdown.
    #[default]
    Markdown,
}

pub(super) fn run(arguments: &Arguments, screen: &mut Screen<'_>) -> io::Result<u8> {
    let Format::Markdown = arguments.format;
    let mut problems = Vec::new();
    let options = Options { locale: arguments.locale.map(Into::into), ..Options::default() };
    let mut written = 0;
    let mut no_plans = Vec::new();
    for mut loaded in sets::load(&arguments.paths, &options, &mut problems) {
        let paths: Vec<&str> = loaded.targets.iter().map(|target| target.path.as_str()).collect();
        for text in loaded.workspace.reports(&paths) {
            if written > 0 {
                writeln!(screen.out)?;
            }
            written += 1;
            screen.out.write_all(text.as_bytes())?;
        }
        for target in &loaded.targets {
            let status = loaded.workspace.status(&target.path);
            if !status.is_plan {
                no_plans.push(format!("{}: {}", target.shown, status.reason));
            }
        }
    }
    screen.out.flush()?;
    tell(&problems, options.locale.unwrap_or_else(environment_locale), screen)?;
    no_plans.iter().try_for_each(|reason| writeln!(screen.err, "{reason}"))?;
    Ok(if problems.is_empty() && no_plans.is_empty() { CLEAN } else { FAILED })
}
