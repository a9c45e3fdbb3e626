//! `capplan check --fix`: mends in the files what cannot change a plan's meaning, and says what it did.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use capplan_analysis::rules::{Locale, Severity};
use capplan_analysis::text::Text;
use capplan_analysis::workspace::{FileEdit, Workspace};

use super::sets::{Loaded, Problem};
use crate::files;

/// One fix may make room for the next; more rounds than this mean that something goes in circles.
const ROUNDS: usize = 8;

/// Mends the files asked for; each fix is told by file, line and rule.
pub(super) fn mend(loaded: &mut Loaded, tell: &mut dyn Write, problems: &mut Vec<Problem>) -> io::Result<()> {
    let paths: Vec<String> = loaded.targets.iter().map(|target| target.path.clone()).collect();
    for target in &loaded.targets {
        let workspace = &mut loaded.workspace;
        let path = &target.path;
        let Some(before) = workspace.text(path).map(Text::to_text) else { continue };
        let was = graveness(workspace, &paths);
        let mut told = Vec::new();
        let mut text = before.clone();
        for _ in 0..ROUNDS {
            // A file is mended by what stands in it: edits of other files wait for their turn.
            let mut offers = workspace.fix_all(path, None);
            offers.retain(|offer| offer.edits.iter().all(|edit| edit.path == *path));
            if offers.is_empty() {
                break;
            }
            let lines = Text::new(&text);
            let line = |byte: usize| lines.line_of(byte) + 1;
            told.extend(
                offers
                    .iter()
                    .map(|offer| (line(offer.finding.range.start), offer.finding.rule, offer.title.clone())),
            );
            text = applied(&text, offers.into_iter().flat_map(|offer| offer.edits).collect());
            workspace.load(path, &text);
        }
        if told.is_empty() {
            continue;
        }
        let locale = workspace.locale(path);
        if !is_better(&was, &graveness(workspace, &paths)) {
            workspace.load(path, &before);
            let why = locale.pick(
                "修复后问题没有减少，文件未改动",
                "mending would not leave fewer findings; left as it was",
            );
            writeln!(tell, "{}：{why}", target.shown)?;
            continue;
        }
        if let Err(error) = write(path, &before, &text, locale) {
            workspace.load(path, &before);
            problems.push(Problem::Unwritten(target.shown.clone(), error));
            continue;
        }
        for (line, rule, title) in told {
            writeln!(tell, "{}:{line}: [{rule}] {title}", target.shown)?;
        }
    }
    Ok(())
}

/// How many findings of each severity the files have, the gravest first.
fn graveness(workspace: &mut Workspace, paths: &[String]) -> [usize; 4] {
    let mut counts = [0; 4];
    for finding in paths.iter().flat_map(|path| workspace.findings(path)) {
        let at = match finding.severity {
            Severity::Error => 0,
            Severity::Warning => 1,
            Severity::Information => 2,
            Severity::Hint => 3,
        };
        counts[at] += 1;
    }
    counts
}

/// Whether there are fewer findings, and of no severity more, those left out that a graver one had hidden.
fn is_better(before: &[usize; 4], after: &[usize; 4]) -> bool {
    let first = before.iter().zip(after).find(|(before, after)| before != after);
    first.is_some_and(|(before, after)| after < before)
}

fn applied(text: &str, mut edits: Vec<FileEdit>) -> String {
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let mut text = text.to_owned();
    for edit in edits.into_iter().rev() {
        text.replace_range(edit.range, &edit.text);
    }
    text
}

/// Writes a file unless it is no more what was read; a byte-order mark stays.
fn write(path: &str, before: &str, after: &str, locale: Locale) -> Result<(), String> {
    let bytes = fs::read(path).map_err(|error| error.to_string())?;
    let known = files::read(Path::new(path)).is_ok_and(|now| now == before);
    if !known {
        return Err(locale
            .pick("文件已被改动，没有写入", "the file has changed meanwhile and was not written")
            .to_owned());
    }
    let mark = if bytes.starts_with("\u{feff}".as_bytes()) { "\u{feff}" } else { "" };
    fs::write(path, format!("{mark}{after}")).map_err(|error| error.to_string())
}
