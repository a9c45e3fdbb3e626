//! `capplan format`: plans brought into one form, in the files, or only told which are not.

use std::io;
use std::path::PathBuf;

use capplan_analysis::text::Text;
use capplan_analysis::workspace::{FormatStyle, Options};

use super::check::report;
use super::fix::{applied, write};
use super::sets::{self, Loaded, Problem};
use super::{CLEAN, FAILED, FINDINGS, Locale, Screen, environment_locale};

/// What to format.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Files, or folders with all plans below them.
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// Write nothing; name the files that would change, and exit with 1 if there are any.
    #[arg(long)]
    check: bool,
    /// The language of messages;
    /// else English where LC_ALL, LC_MESSAGES or LANG says so, else Chinese.
    #[arg(long, value_enum)]
    locale: Option<Locale>,
}

pub(super) fn run(arguments: &Arguments, screen: &mut Screen<'_>) -> io::Result<u8> {
    let options = Options { locale: arguments.locale.map(Into::into), ..Options::default() };
    let mut problems = Vec::new();
    let mut sets = sets::load(&arguments.paths, &options, &mut problems);
    let mut done = Done { problems, ..Done::default() };
    for loaded in &mut sets {
        format(loaded, arguments.check, &mut done);
    }
    for shown in &done.changed {
        writeln!(screen.out, "{shown}")?;
    }
    let locale = options.locale.unwrap_or_else(environment_locale);
    report(&done.problems, locale, screen)?;
    report(&done.notes, locale, screen)?;
    Ok(if !done.problems.is_empty() {
        FAILED
    } else if arguments.check && !done.changed.is_empty() {
        FINDINGS
    } else {
        CLEAN
    })
}

/// What came of it.
#[derive(Default)]
struct Done {
    /// The paths of the files that change, as they were given.
    changed: Vec<String>,
    problems: Vec<Problem>,
    /// What is told and makes no difference to the exit code, as in `check`: files that are no plans.
    notes: Vec<Problem>,
}

/// Formats the files asked for.
fn format(loaded: &mut Loaded, check: bool, done: &mut Done) {
    for target in &loaded.targets {
        let (workspace, path) = (&mut loaded.workspace, &target.path);
        let style = FormatStyle::tidy(workspace.spaces(path));
        let Some(before) = workspace.text(path).map(Text::to_text) else {
            let shown = &target.shown;
            done.problems.push(Problem::Told([
                format!("{shown}：不是可读取的 UTF-8 文字，未整理"),
                format!("{shown}: no readable UTF-8 text, not formatted"),
            ]));
            continue;
        };
        let Some(edits) = workspace.format(path, style, None) else {
            let shown = &target.shown;
            done.notes.push(Problem::Told([
                format!("{shown}：不是规划文件，未整理"),
                format!("{shown}: is no plan, not formatted"),
            ]));
            continue;
        };
        if edits.is_empty() {
            continue;
        }
        let after = applied(&before, edits.into_iter().map(|edit| (edit.range, edit.text)).collect());
        let locale = workspace.locale(path);
        match if check { Ok(()) } else { write(path, &before, &after, locale) } {
            Ok(()) => done.changed.push(target.shown.clone()),
            Err(error) => done.problems.push(Problem::Unwritten(target.shown.clone(), error)),
        }
    }
}
