//! `capplan check --fix`: mends in the files what cannot change a plan's meaning, and says what it did.

use std::fs;
use std::io::{self, Write};
use std::ops::Range;
use std::path::Path;

use capplan_analysis::rules::{Locale, Severity};
use capplan_analysis::text::Text;
use capplan_analysis::workspace::Workspace;

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
            let edits = offers.into_iter().flat_map(|offer| offer.edits);
            text = applied(&text, edits.map(|edit| (edit.range, edit.text)).collect());
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

/// A text with replacements made; none overlaps another.
pub(super) fn applied(text: &str, mut edits: Vec<(Range<usize>, String)>) -> String {
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let mut text = text.to_owned();
    for (range, new) in edits.into_iter().rev() {
        text.replace_range(range, &new);
    }
    text
}

/// Writes a file unless it is no more what was read; a byte-order mark stays.
pub(super) fn write(path: &str, before: &str, after: &str, locale: Locale) -> Result<(), String> {
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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::path::PathBuf;

    use capplan_analysis::workspace::Options;

    use super::super::sets;
    use super::*;

    const PLAN: &str = "standard: T/AIITRE 20001—2021\r\nstrategy: @准时😀\r\n";

    /// A file below the build's folder, gone afterwards.
    struct Scratch(PathBuf);

    impl Scratch {
        fn new(name: &str, text: &str) -> Self {
            let folder = std::env::temp_dir().join(format!("capplan {name} {}", std::process::id()));
            fs::create_dir_all(&folder).unwrap();
            fs::write(folder.join("a.plan.yaml"), text).unwrap();
            Self(folder)
        }

        fn file(&self) -> PathBuf {
            self.0.join("a.plan.yaml")
        }
    }

    impl Drop for Scratch {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn a_file_that_changed_since_it_was_read_is_left_as_it_is() {
        let scratch = Scratch::new("改动", PLAN);
        let (mut problems, mut told) = (Vec::new(), Vec::new());
        let options = Options { locale: Some(Locale::Zh), ..Options::default() };
        let mut loaded = sets::load(&[scratch.file()], &options, &mut problems);
        let other = PLAN.replace("准时", "按时");
        fs::write(scratch.file(), &other).unwrap();
        mend(&mut loaded[0], &mut told, &mut problems).unwrap();
        assert_eq!(fs::read_to_string(scratch.file()).unwrap(), other);
        let [Problem::Unwritten(path, why)] = problems.as_slice() else { unreachable!("one problem") };
        assert!(path.ends_with("a.plan.yaml") && why.contains("已被改动"), "{why}");
        assert!(told.is_empty(), "nothing was mended");
        // What is reported is what stands on the disk as it was read, not what mending would have made of it.
        let path = loaded[0].targets[0].path.clone();
        assert!(loaded[0].workspace.text(&path).is_some_and(|text| text.to_text() == PLAN));
        problems.clear();
        let mut loaded = sets::load(&[scratch.file()], &options, &mut problems);
        mend(&mut loaded[0], &mut told, &mut problems).unwrap();
        assert_eq!(fs::read_to_string(scratch.file()).unwrap(), other.replace("@按时😀", "\"@按时😀\""));
    }

    #[test]
    fn only_what_leaves_fewer_findings_is_better() {
        let before = [1, 2, 3, 4];
        assert!(is_better(&before, &[0, 2, 3, 4]));
        assert!(is_better(&before, &[0, 9, 9, 9]), "what the graver one had hidden shows");
        assert!(is_better(&before, &[1, 2, 3, 3]));
        assert!(!is_better(&before, &before), "no fewer");
        assert!(!is_better(&before, &[1, 3, 2, 4]), "a graver one for a lesser one");
        assert!(!is_better(&before, &[2, 0, 0, 0]));
    }
}
