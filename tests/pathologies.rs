//! Input that makes parsers and their callers run away: bounded in steps or watched by a thread, opened cold and typed
//! into the middle of a real plan, whose other parts are still served.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::fmt::Write as _;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use capplan_analysis::text::{Edit, Encoding};
use capplan_analysis::workspace::Workspace;
use capplan_tests::{dump, opened, plan};

/// No test takes so long that does not hang: the slowest takes seconds in a debug build.
const PATIENCE: Duration = Duration::from_secs(240);

/// Runs `work` on a thread of its own, with the stack that the server's thread has; fails where it does not end.
fn watched(name: &str, work: impl FnOnce() + Send + 'static) {
    let (done, ended) = channel();
    let builder = std::thread::Builder::new().name(name.to_owned()).stack_size(2 << 20);
    let thread = builder
        .spawn(move || {
            work();
            _ = done.send(());
        })
        .unwrap();
    match ended.recv_timeout(PATIENCE) {
        Err(RecvTimeoutError::Timeout) => panic!("{name} hangs"),
        Ok(()) | Err(RecvTimeoutError::Disconnected) => {
            thread.join().unwrap_or_else(|_| panic!("{name} panicked"));
        }
    }
}

/// What is read in both surfaces, and in one of them where it ends by itself: name and text.
///
/// `CAPPLAN_PATHOLOGY` names the only one to try.
fn texts() -> Vec<(&'static str, String)> {
    let many = |piece: &str, count: usize| piece.repeat(count);
    let mut bomb = "a0: &a0 [甲, 乙]\n".to_owned();
    for level in 1..40 {
        let uses = format!("*a{}", level - 1);
        _ = writeln!(
            bomb,
            "a{level}: &a{level} [{uses}, {uses}, {uses}, {uses}, {uses}, {uses}, {uses}, {uses}]"
        );
    }
    bomb.push_str("strategy: *a39\n");
    let nested_list: String = (0..1_000).map(|depth| many("  ", depth) + "- 项\n").collect();
    let nested_keys: String = (0..1_000).map(|depth| many(" ", depth) + "键:\n").collect();
    let all = vec![
        ("items in items", many("- ", 10_000) + "\n"),
        ("brackets", many("[", 100_000) + "\n"),
        ("closed brackets", many("[", 50_000) + &many("]", 50_000) + "\n"),
        ("braces", many("{", 100_000) + "\n"),
        ("braces with keys", many("{甲: ", 30_000) + "\n"),
        ("quotations in quotations", many("> ", 10_000) + "引\n"),
        ("bare quotations", many(">", 10_000) + "\n"),
        ("nested lists", nested_list),
        ("nested keys", nested_keys),
        ("backticks", many("`", 100_000) + "\n"),
        ("backticks apart", many("` ", 50_000) + "\n"),
        ("asterisks", many("*", 100_000) + "\n"),
        ("asterisks apart", many("*a ", 33_000) + "\n"),
        ("underscores", many("_a ", 33_000) + "\n"),
        ("tildes", many("~a ", 33_000) + "\n"),
        ("pictures", many("![[", 33_000) + "\n"),
        ("links", many("[a](", 25_000) + "\n"),
        ("citations", many("[A.3.", 20_000) + "\n"),
        ("citations in one line", many("（A.3.2.1 b）", 20_000) + "\n"),
        ("attributes", many("{#NC-", 20_000) + "\n"),
        ("one long line", many("能力单元😀", 80_000) + "\n"),
        ("one long item", "- ".to_owned() + &many("措施", 170_000) + " [A.3.2.1 a]\n"),
        ("one long key", many("键", 330_000) + ": 值\n"),
        ("an alias bomb", bomb),
        ("anchors", many("&a ", 30_000) + "\n"),
        ("a long sequence", many("- 数据\n", 65_600)),
        ("NUL", many("\0", 1_000) + "\n"),
        ("a NUL in a line", "等级：C\0L3\n- 视\0角：过程\nlevel: C\0L3\n".to_owned()),
        ("byte-order marks", many("\u{feff}", 1_000) + "\n"),
        ("headings without text", many("#\n", 10_000)),
        ("headings of every level", many("# \n###### \n", 5_000)),
        ("underlines", many("---\n", 10_000)),
        ("document marks", many("---\n...\n", 5_000)),
        ("carriage returns", many("\r", 20_000) + "\n"),
        ("lines that end in CR", many("- 数据：甲\r", 10_000) + "\n"),
        (
            "a table of 100,000 cells",
            "|甲|乙|丙|丁|戊|\n|-|-|-|-|-|\n".to_owned() + &many("|子|丑|寅|卯|辰|\n", 20_000),
        ),
        ("a table with one long row", "|甲|\n|-|\n".to_owned() + &many("|子", 100_000) + "\n"),
        ("combining marks", "e".to_owned() + &many("\u{301}", 100_000) + "\n"),
        ("tabs", many("\t", 50_000) + "- a\n"),
        ("spaces", many(" ", 200_000) + "a\n"),
        ("colons", many(": ", 50_000) + "\n"),
        ("question marks", many("? ", 10_000) + "\n"),
        ("tags", many("!a ", 30_000) + "\n"),
        ("entities of HTML", many("<div>\n\n", 10_000)),
        ("comments", many("<!-- a -->\n", 10_000)),
        (
            "allowing comments",
            many("<!-- capplan: allow level-gap — 试点 -->\n# capplan: allow level-gap\n", 6_000),
        ),
        ("quoted", many("\"", 100_001) + "\n" + &many("'", 100_001) + "\n"),
    ];
    let only = std::env::var("CAPPLAN_PATHOLOGY").ok();
    all.into_iter().filter(|(name, _)| only.as_ref().is_none_or(|only| only == name)).collect()
}

const SURFACES: [&str; 2] = ["/a.plan.md", "/a.plan.yaml"];

/// Work is bounded by the text: a text of so many lines is not cut into more chunks, and none is read over and over.
fn bounded(workspace: &Workspace, path: &str, times: usize) {
    let lines = workspace.text(path).unwrap().lines() + 2;
    let counters = workspace.counters();
    assert!(counters.chunks_parsed <= times * lines, "{counters:?} for {lines} lines");
    assert!(counters.chunks_lowered <= times * lines, "{counters:?} for {lines} lines");
}

#[test]
fn run_away_input_is_opened() {
    for (name, text) in texts() {
        watched(name, move || {
            for path in SURFACES {
                for text in [text.clone(), text.trim_end().to_owned(), text.replace('\n', "\r\n")] {
                    let mut workspace = opened(path, &text);
                    workspace.findings(path);
                    workspace.hover(path, text.len() / 2);
                    workspace.completions(path, text.len() / 2);
                    workspace.colours(path, None);
                    workspace.folds(path, usize::MAX);
                    workspace.selections(path, &[text.len() / 2]);
                    workspace.references(path, text.len() / 2);
                    workspace.links(path, Encoding::Utf16);
                    bounded(&workspace, path, 2);
                }
            }
        });
    }
}

/// The lines of a dump that begin an entity, without its place.
fn titles(dump: &str) -> Vec<String> {
    let entity = |line: &&str| ["Capability ", "Unit ", "Module "].iter().any(|kind| line.starts_with(kind));
    dump.lines().filter(entity).map(|line| line.split(" @").next().unwrap().to_owned()).collect()
}

/// What takes what stands below it away from the plan: in YAML keys, items or an open quotation mark at the margin, which
/// end the list of units; in Markdown a fence.
const ENDS_THE_LIST: &[(&str, &str)] = &[
    ("/a.plan.md", "backticks"),
    ("/a.plan.yaml", "a NUL in a line"),
    ("/a.plan.yaml", "a long sequence"),
    ("/a.plan.yaml", "allowing comments"),
    ("/a.plan.yaml", "an alias bomb"),
    ("/a.plan.yaml", "lines that end in CR"),
    ("/a.plan.yaml", "nested keys"),
    ("/a.plan.yaml", "nested lists"),
    ("/a.plan.yaml", "one long item"),
    ("/a.plan.yaml", "one long key"),
    ("/a.plan.yaml", "quoted"),
];

#[test]
fn run_away_input_in_the_middle_of_a_plan_leaves_the_rest_served() {
    for (name, text) in texts() {
        watched(name, move || {
            for (path, source, place) in [
                (SURFACES[0], "shared/xinghai-equipment.plan.md", "\n#### 能力单元 CU-"),
                (SURFACES[1], "shared/lantian-grid.plan.yaml", "\n  - id: CU-"),
            ] {
                for crlf in [false, true] {
                    let breaks = |text: &str| if crlf { text.replace('\n', "\r\n") } else { text.to_owned() };
                    let (plan, text) = (breaks(&plan(source)), breaks(&text));
                    let places: Vec<usize> = plan.match_indices(place).map(|(at, _)| at + 1).collect();
                    let at = places[places.len() / 2];
                    let mut workspace = opened(path, &plan);
                    let before = dump(&mut workspace, path);
                    workspace.edit(path, &Edit { range: at..at, text: text.clone() });
                    let during = titles(&dump(&mut workspace, path));
                    let lost: Vec<String> =
                        titles(&before).into_iter().filter(|title| !during.contains(title)).collect();
                    let ends = ENDS_THE_LIST.contains(&(path, name));
                    assert_eq!(ends, !lost.is_empty(), "{path} {name}: lost {lost:?}");
                    // A character in what stands there, and one behind it.
                    for at in [at + text.len() / 2, at + text.len()] {
                        let at = workspace.text(path).unwrap().floor(at);
                        workspace.edit(path, &Edit { range: at..at, text: "字".to_owned() });
                        workspace.findings(path);
                        workspace.edit(path, &Edit { range: at..at + "字".len(), text: String::new() });
                    }
                    workspace.edit(path, &Edit { range: at..at + text.len(), text: String::new() });
                    assert!(dump(&mut workspace, path) == before, "{path} {name}: taken out again");
                }
            }
        });
    }
}
