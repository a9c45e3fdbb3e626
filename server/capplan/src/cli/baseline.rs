//! `capplan check --baseline` and `--write-baseline`: findings that are known are kept in a file and not reported.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use capplan_analysis::rules::Locale;
use capplan_analysis::workspace::{Baseline, BaselineChoice, Known, Surface};

use super::Screen;
use super::sets::{Loaded, Problem};
use crate::files::{self, CONFIG_NAME};

/// At most so many stale entries are listed.
const LISTED: usize = 20;

/// Which baseline to read or to write.
#[derive(clap::Args)]
pub(super) struct Flags {
    /// Leave out the findings that stand in this file; goes before `baseline` in `capplan.toml`.
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Write the present findings to this file; they are known from then on and not reported.
    #[arg(long, value_name = "FILE", conflicts_with = "baseline")]
    write_baseline: Option<PathBuf>,
    /// Report all findings, whatever baseline `capplan.toml` names.
    #[arg(long, conflicts_with_all = ["baseline", "write_baseline"])]
    no_baseline: bool,
}

impl Flags {
    /// The choice for the analysis.
    pub(super) fn choice(&self) -> BaselineChoice {
        match self.write_baseline.as_ref().or(self.baseline.as_ref()) {
            Some(path) => BaselineChoice::At(files::name_of(path)),
            None if self.no_baseline => BaselineChoice::Off,
            None => BaselineChoice::OfFile,
        }
    }

    /// Reads every baseline that holds for a set, or writes the one that was asked for. Returns what to tell about it.
    pub(super) fn apply(
        &self,
        loaded: &mut [Loaded],
        locale: Locale,
        problems: &mut Vec<Problem>,
    ) -> Option<String> {
        let Some(target) = &self.write_baseline else {
            self.read(loaded, problems);
            return None;
        };
        let shown = target.to_string_lossy().into_owned();
        if !problems.is_empty() {
            problems.push(Problem::Told([
                format!("{shown}：有内容无法读取，基线未写入"),
                format!("{shown}: not written, because something could not be read"),
            ]));
            return None;
        }
        match write(target, loaded) {
            Ok(count) if locale == Locale::Zh => {
                Some(format!("已将 {count} 条问题写入基线 {shown}，今后不再报告。"))
            }
            Ok(count) => {
                let findings = if count == 1 { "finding" } else { "findings" };
                Some(format!(
                    "Wrote {count} {findings} to the baseline {shown}; they are not reported again."
                ))
            }
            Err(problem) => {
                problems.push(problem);
                None
            }
        }
    }

    fn read(&self, loaded: &mut [Loaded], problems: &mut Vec<Problem>) {
        let named: BTreeSet<String> =
            loaded.iter().flat_map(|loaded| loaded.workspace.baselines_named()).collect();
        for path in named {
            match files::baseline(Path::new(&path)) {
                Ok(baseline) => {
                    for loaded in loaded.iter_mut() {
                        if loaded.workspace.baselines_named().contains(&path) {
                            loaded.workspace.set_baseline(&path, Some(baseline.clone()));
                        }
                    }
                }
                Err(error) => {
                    let shown = self.baseline.as_ref().map_or_else(
                        || files::from_here(&path),
                        |given| given.to_string_lossy().into_owned(),
                    );
                    let [zh, en] = [Locale::Zh, Locale::En].map(|locale| error.message(locale));
                    problems.push(Problem::Told([format!("{shown}：{zh}"), format!("{shown}: {en}")]));
                }
            }
        }
    }

    /// Tells the entries that know nothing any more.
    pub(super) fn report_stale(
        &self,
        loaded: &mut [Loaded],
        locale: Locale,
        screen: &mut Screen<'_>,
    ) -> io::Result<()> {
        let mut stale: BTreeMap<String, BTreeMap<Known, usize>> = BTreeMap::new();
        for loaded in loaded {
            for path in loaded.workspace.baselines_named() {
                let mut here: BTreeMap<Known, usize> = BTreeMap::new();
                for entry in loaded.workspace.stale_entries(&path, |path| !Path::new(path).exists()) {
                    // A folder inside may be a set of its own that was not asked for.
                    let folder = files::config_above(Path::new(&entry.path)).map(|config| config.folder);
                    if folder.as_deref() == loaded.workspace.config_folder(&entry.path) {
                        *here.entry(entry).or_default() += 1;
                    }
                }
                let all = stale.entry(path).or_default();
                // Every set sees the entries of files that are no more.
                here.into_iter().for_each(|(entry, times)| {
                    let known = all.entry(entry).or_default();
                    *known = times.max(*known);
                });
            }
        }
        stale.retain(|_, entries| !entries.is_empty());
        for (path, entries) in stale {
            let count: usize = entries.values().sum();
            let shown = files::from_here(&path);
            let head = match locale {
                Locale::Zh => format!("基线 {shown} 中有 {count} 条已不再出现，可用 --write-baseline 重写："),
                Locale::En => format!(
                    "the baseline {shown} has {count} {} no longer found; write it anew with --write-baseline:",
                    if count == 1 { "entry that is" } else { "entries that are" }
                ),
            };
            writeln!(screen.err, "capplan: {head}")?;
            for (entry, times) in entries.iter().take(LISTED) {
                let times = if *times > 1 { format!(" ×{times}") } else { String::new() };
                let Known { path, entity, rule, text, .. } = entry;
                let words = [entity, text].map(String::as_str).into_iter().filter(|word| !word.is_empty());
                let words: Vec<&str> = words.collect();
                writeln!(screen.err, "  {}: {rule}: {}{times}", files::from_here(path), words.join(" "))?;
            }
            if entries.len() > LISTED {
                writeln!(screen.err, "  …")?;
            }
        }
        Ok(())
    }
}

/// One line on what is known and left out; nothing when nothing is.
pub(super) fn known_line(count: usize, locale: Locale) -> Option<String> {
    match (count, locale) {
        (0, _) => None,
        (_, Locale::Zh) => Some(format!("基线中已知的问题 {count} 条，未列出。")),
        (_, Locale::En) => Some(format!("{count} known by the baseline, not shown.")),
    }
}

/// Writes the findings of all files that were asked for; returns how many.
fn write(target: &Path, loaded: &mut [Loaded]) -> Result<usize, Problem> {
    let shown = || target.to_string_lossy().into_owned();
    if is_something_else(target) {
        return Err(Problem::Told([
            format!("{0}：不是基线文件，未覆盖；请换一个文件名，如 capplan-baseline.json", shown()),
            format!(
                "{}: is no baseline and was not overwritten: give another name, as capplan-baseline.json",
                shown()
            ),
        ]));
    }
    let path = files::name_of(target);
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut known = Vec::new();
    for loaded in loaded.iter_mut() {
        for target in &loaded.targets {
            known.extend(loaded.workspace.to_be_known(&target.path));
        }
    }
    let count = known.len();
    let baseline = Baseline::of(known);
    replace(target, &baseline.to_text(folder)).map_err(|error| {
        Problem::Told([
            format!("{}：无法写入：{error}", shown()),
            format!("{}: cannot be written: {error}", shown()),
        ])
    })?;
    for loaded in loaded {
        loaded.workspace.set_baseline(&path, Some(baseline.clone()));
    }
    Ok(count)
}

/// Writes a file at one stroke: an editor that looks meanwhile must not see half of it.
fn replace(target: &Path, text: &str) -> io::Result<()> {
    let mut name = target.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.tmp", std::process::id()));
    let beside = target.with_file_name(name);
    let written = std::fs::write(&beside, text).and_then(|()| std::fs::rename(&beside, target));
    if written.is_err() {
        // Nothing is lost with it, and the first error is the one to tell.
        let _ = std::fs::remove_file(&beside);
    }
    written
}

/// Whether a file is there that is no baseline: a mistyped name must not cost a plan.
fn is_something_else(target: &Path) -> bool {
    let name = target.to_string_lossy();
    if Surface::of_path(&name).is_some() || target.file_name().is_some_and(|name| name == CONFIG_NAME) {
        return true;
    }
    let text = std::fs::read_to_string(target);
    target.exists()
        && text.map_or(true, |text| !text.trim().is_empty() && !text.trim_start().starts_with('{'))
}
