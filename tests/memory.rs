//! A day's editing does not grow: the memory after many edits is that after the first of them.
//!
//! `CAPPLAN_MEMORY_EDITS=1000000` types so many in plans of 10,000 lines and prints what the process holds;
//! `CAPPLAN_MEMORY_SURFACE=yaml` in that one only.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, missing_docs)]
#![cfg(target_os = "linux")]

use capplan_analysis::rules::Profile;
use capplan_analysis::text::{Edit, Text};
use capplan_analysis::workspace::{Options, Workspace};
use capplan_tests::long::{long_markdown, long_yaml};

/// What the process holds in memory, in KB.
fn held() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches("kB").trim().parse().unwrap()
}

/// What is typed in lines: letters, blanks, an empty line, a citation.
const TYPED: [&str; 7] = ["字", "a", "😀", "  ", "：", "\n", "（A.3.2.1 b）"];
/// What is typed now and then at any place, since all that stands below it may be read anew: items, headings, ids, marks
/// that swallow.
const SELDOM: [&str; 8] =
    ["- 措施\n", "### 能力单元 CU-新\n", "  - id: CU-新\n", "```\n", "\"", " |", "&a ", "\n字"];
/// So many edits lie between two of those.
const BETWEEN: usize = 200;

/// A place inside a line, behind its indentation.
fn inside(text: &Text, at: usize, at_end: bool) -> usize {
    let start = text.line_start(text.line_of(at));
    let line = text.line(text.line_of(at)).trim_end().to_owned();
    let indent = line.len() - line.trim_start().len();
    if at_end { start + line.len() } else { at.clamp(start + indent, start + line.len()) }
}

/// Types and takes back, so that the text stays as long as it was, at places all over it.
fn edited(workspace: &mut Workspace, path: &str, from: usize, count: usize) {
    for number in from / 2..(from + count) / 2 {
        let text = workspace.text(path).unwrap();
        let at = text.floor(number.wrapping_mul(7_919 * 31) % text.len());
        let seldom = number.is_multiple_of(BETWEEN);
        let typed =
            if seldom { SELDOM[number / BETWEEN % SELDOM.len()] } else { TYPED[number % TYPED.len()] };
        let at = match number % 3 {
            0 if seldom => text.line_start(text.line_of(at)),
            _ if seldom => at,
            place => inside(text, at, place == 0 || typed == "\n"),
        };
        for (range, new) in [(at..at, typed), (at..at + typed.len(), "")] {
            workspace.edit(path, &Edit { range, text: new.to_owned() });
            workspace.refresh();
        }
        if seldom {
            workspace.findings(path);
            workspace.symbols(path);
            workspace.completions(path, at);
            workspace.hover(path, at);
        }
    }
}

#[test]
fn many_edits_hold_no_more_memory_than_some() {
    let long: Option<usize> = std::env::var("CAPPLAN_MEMORY_EDITS").ok().map(|count| count.parse().unwrap());
    let (edits, first, copies) = long.map_or((3_000, 600, 2), |edits| (edits, 10_000, 30));
    for (path, text) in
        [("/a.plan.md", long_markdown(copies)), ("/a.plan.yaml", long_yaml(copies + copies / 10))]
    {
        if std::env::var("CAPPLAN_MEMORY_SURFACE").is_ok_and(|only| !path.ends_with(&only)) {
            continue;
        }
        let mut workspace =
            Workspace::new(Options { profile: Some(Profile::Thorough), ..Options::default() });
        workspace.open(path, None, &text);
        workspace.findings(path);
        let opened = held();
        edited(&mut workspace, path, 0, first);
        let some = held();
        edited(&mut workspace, path, first, edits - first);
        let many = held();
        println!("{path}: {opened} KB opened, {some} KB after {first} edits, {many} KB after {edits}");
        assert_eq!(workspace.text(path).unwrap().to_text(), text);
        // What is small in all may grow by the allocator's gaps.
        assert!(many * 10 <= some * 12 || many <= some + 2_048, "{path}: {some} KB, then {many} KB");
    }
}
