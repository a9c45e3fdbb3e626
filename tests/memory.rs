//! A day's editing does not grow: the memory after many edits is that after the first of them.
//!
//! `CAPPLAN_MEMORY_EDITS=1000000` types so many in plans of 10,000 lines and prints what the process holds.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, missing_docs)]
#![cfg(target_os = "linux")]

use capplan_analysis::rules::Profile;
use capplan_analysis::text::Edit;
use capplan_analysis::workspace::{Options, Workspace};
use capplan_tests::long::{long_markdown, long_yaml};

/// What the process holds in memory, in KB.
fn held() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches("kB").trim().parse().unwrap()
}

/// What is typed: letters, breaks, items, citations.
const TYPED: [&str; 6] = ["字", "\n", "😀", "  ", "- 措施\n", "（A.3.2.1 b）"];
/// What is typed now and then, since it costs a hundred times as much: headings, ids, marks that swallow.
const SELDOM: [&str; 6] = ["### 能力单元 CU-新\n", "  - id: CU-新\n", "```\n", "\"", " |", "&a "];
/// So many edits lie between two of those.
const BETWEEN: usize = 100;

/// Types and takes back, so that the text stays as long as it was, at places all over it.
fn edited(workspace: &mut Workspace, path: &str, from: usize, count: usize) {
    for number in from / 2..(from + count) / 2 {
        let text = workspace.text(path).unwrap();
        let at = text.floor(number.wrapping_mul(7_919 * 31) % text.len());
        let at = if number.is_multiple_of(3) { text.line_start(text.line_of(at)) } else { at };
        let seldom = number.is_multiple_of(BETWEEN);
        let typed =
            if seldom { SELDOM[number / BETWEEN % SELDOM.len()] } else { TYPED[number % TYPED.len()] };
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
