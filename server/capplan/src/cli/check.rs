//! `capplan check`: findings in files and folders, for people or as JSON.

use std::io;
use std::path::PathBuf;

use capplan_analysis::rules::{self, Severity};
use capplan_analysis::text::Encoding;
use capplan_analysis::workspace::{Located, Options, Workspace};
use clap::ValueEnum;
use serde::Serialize;

use super::baseline::{self, Flags};
use super::fix;
use super::sets::{self, Problem};
use super::{CLEAN, FAILED, FINDINGS, Locale, Screen, environment_locale, human, write_json};

/// What to check, and how to tell.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Files, or folders with all plans below them; without any, the current folder.
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The form of the findings.
    #[arg(long, value_enum, default_value_t)]
    format: Form,
    /// Which rules speak; goes before `capplan.toml`.
    #[arg(long, value_enum)]
    profile: Option<Profile>,
    /// The language of messages; else that of `capplan.toml`, else English where LC_ALL, LC_MESSAGES or LANG says so,
    /// else Chinese.
    #[arg(long, value_enum)]
    locale: Option<Locale>,
    /// The least severity that makes the exit code 1.
    #[arg(long, value_enum, default_value_t)]
    fail_on: FailOn,
    /// Mend in the files what cannot change a plan's meaning, say what was mended, and report what is left.
    #[arg(long, conflicts_with = "write_baseline")]
    fix: bool,
    #[command(flatten)]
    baseline: Flags,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Form {
    /// With excerpts of the plans.
    #[default]
    Human,
    /// One JSON object.
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Profile {
    /// Errors only.
    Essential,
    /// Errors, warnings and the hints worth everybody's time.
    Standard,
    /// All.
    Thorough,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// The plan contradicts itself or misquotes the standard.
    Error,
    /// The plan departs from what the standard asks.
    #[default]
    Warning,
    /// A hint worth everybody's time.
    Information,
    /// Anything at all.
    Hint,
}

impl From<Profile> for rules::Profile {
    fn from(profile: Profile) -> Self {
        match profile {
            Profile::Essential => Self::Essential,
            Profile::Standard => Self::Standard,
            Profile::Thorough => Self::Thorough,
        }
    }
}

impl From<FailOn> for Severity {
    fn from(least: FailOn) -> Self {
        match least {
            FailOn::Error => Self::Error,
            FailOn::Warning => Self::Warning,
            FailOn::Information => Self::Information,
            FailOn::Hint => Self::Hint,
        }
    }
}

/// How many there are of what.
#[derive(Debug, Default, Serialize)]
pub(super) struct Summary {
    pub(super) files: usize,
    pub(super) plans: usize,
    pub(super) errors: usize,
    pub(super) warnings: usize,
    pub(super) information: usize,
    pub(super) hints: usize,
}

#[derive(Serialize)]
struct Report {
    findings: Vec<Row>,
    summary: Summary,
}

/// A finding as JSON: lines and columns from 1, columns in Unicode scalar values, ends exclusive.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    path: String,
    rule: &'static str,
    severity: &'static str,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    message: String,
    clauses: Vec<String>,
}

/// What is known of one file.
struct Checked {
    /// Its set's place among the sets.
    set: usize,
    shown: String,
    path: String,
    findings: Vec<Located>,
}

pub(super) fn run(arguments: &Arguments, screen: &mut Screen<'_>) -> io::Result<u8> {
    let options = Options {
        locale: arguments.locale.map(Into::into),
        profile: arguments.profile.map(Into::into),
        baseline: arguments.baseline.choice(),
        ..Options::default()
    };
    let here = [PathBuf::from(".")];
    let paths = if arguments.paths.is_empty() { &here[..] } else { &arguments.paths };
    let mut problems = Vec::new();
    let mut loaded = sets::load(paths, &options, &mut problems);
    let locale = first_locale(&options, &loaded);
    let written = arguments.baseline.apply(&mut loaded, locale, &mut problems);
    let mut known = 0;
    let mut summary = Summary::default();
    let mut checked = Vec::new();
    for (set, loaded) in loaded.iter_mut().enumerate() {
        if arguments.fix {
            let tell = if arguments.format == Form::Json { &mut *screen.err } else { &mut *screen.out };
            fix::mend(loaded, tell, &mut problems)?;
        }
        for target in std::mem::take(&mut loaded.targets) {
            let findings = loaded.workspace.findings(&target.path);
            let plan = !findings.is_empty() || loaded.workspace.is_plan(&target.path);
            summary.count(plan, &findings);
            known += loaded.workspace.known_count(&target.path);
            checked.push(Checked { set, shown: target.shown, path: target.path, findings });
        }
    }
    checked.sort_by(|a, b| a.shown.cmp(&b.shown));
    let least = Severity::from(arguments.fail_on);
    let failing = checked.iter().flat_map(|file| &file.findings).any(|finding| finding.severity >= least);
    match arguments.format {
        Form::Json => {
            let findings =
                checked.into_iter().flat_map(|file| rows(&loaded[file.set].workspace, file)).collect();
            write_json(screen, &Report { findings, summary })?;
        }
        Form::Human => {
            for file in &checked {
                let names = |path: &str| shown_of(&checked, path);
                let workspace = &loaded[file.set].workspace;
                human::write_findings(screen, workspace, (&file.shown, &file.path), &file.findings, &names)?;
            }
            writeln!(screen.out, "{}", human::summary_line(&summary, locale))?;
            let lines = baseline::known_line(known, locale).filter(|_| written.is_none());
            lines.iter().chain(&written).try_for_each(|line| writeln!(screen.out, "{line}"))?;
        }
    }
    screen.out.flush()?;
    arguments.baseline.report_stale(&mut loaded, locale, screen)?;
    report(&problems, locale, screen)?;
    Ok(match (problems.is_empty(), failing) {
        (false, _) => FAILED,
        (true, true) => FINDINGS,
        (true, false) => CLEAN,
    })
}

/// Tells what could not be done.
pub(super) fn report(problems: &[Problem], locale: rules::Locale, screen: &mut Screen<'_>) -> io::Result<()> {
    problems.iter().try_for_each(|problem| writeln!(screen.err, "capplan: {}", problem.message(locale)))
}

/// The language of what is said about the whole run: the one asked for, else that of its first file.
fn first_locale(options: &Options, loaded: &[sets::Loaded]) -> rules::Locale {
    let targets = loaded.iter().flat_map(|set| set.targets.iter().map(move |target| (set, target)));
    let first = targets.min_by(|(_, a), (_, b)| a.shown.cmp(&b.shown));
    let first = first.map(|(set, target)| set.workspace.locale(&target.path));
    options.locale.or(first).unwrap_or_else(environment_locale)
}

/// A file's path as it was given, else as the analysis names it.
fn shown_of(checked: &[Checked], path: &str) -> String {
    checked.iter().find(|file| file.path == path).map_or(path, |file| &file.shown).to_owned()
}

fn rows(workspace: &Workspace, file: Checked) -> Vec<Row> {
    let Checked { shown, path, findings, .. } = file;
    let place = |byte: usize| workspace.text(&path).map(|text| text.position(byte, Encoding::Utf32));
    let row = |finding: Located| {
        let [start, end] = [finding.range.start, finding.range.end]
            .map(|byte| place(byte).map_or((1, 1), |position| (position.line + 1, position.column + 1)));
        Row {
            path: shown.clone(),
            rule: finding.rule,
            severity: finding.severity.word(),
            line: start.0,
            column: start.1,
            end_line: end.0,
            end_column: end.1,
            message: finding.message,
            clauses: finding.clauses,
        }
    };
    findings.into_iter().map(row).collect()
}

impl Summary {
    fn count(&mut self, plan: bool, findings: &[Located]) {
        self.files += 1;
        self.plans += usize::from(plan);
        for finding in findings {
            *match finding.severity {
                Severity::Error => &mut self.errors,
                Severity::Warning => &mut self.warnings,
                Severity::Information => &mut self.information,
                Severity::Hint => &mut self.hints,
            } += 1;
        }
    }
}
