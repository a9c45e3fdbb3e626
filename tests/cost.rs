//! An edit costs what it changes: counted layer by layer, in plans of 10,000 lines.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use capplan_analysis::text::Edit;
use capplan_analysis::workspace::{Counters, FormatStyle, Located, ReadFile, Spaces, Told, Workspace};
use capplan_tests::long::{long_markdown, long_yaml};
use capplan_tests::{dump, opened};

fn redone(workspace: &mut Workspace, path: &str, at: usize, insert: &str, delete: usize) -> Counters {
    workspace.findings(path);
    let before = workspace.counters();
    workspace.edit(path, &Edit { range: at..at + delete, text: insert.to_owned() });
    workspace.findings(path);
    workspace.counters().since(before)
}

const ONE: Counters = Counters {
    chunks_parsed: 1,
    chunks_lowered: 1,
    entities_built: 1,
    entities_checked: 1,
    chunks_shown: 1,
    symbols_made: 0,
    layers_laid_aside: 0,
    layers_back: 0,
    chunks_coloured: 0,
};

#[test]
fn an_edit_in_a_measure_of_10k_lines_of_markdown_touches_one_chunk_and_one_entity() {
    let text = long_markdown(30);
    assert!(text.lines().count() > 10_000);
    let mut workspace = opened("/long.plan.md", &text);
    for part in [1, 2, 3] {
        let from = text.len() * part / 4;
        let from = (from..).find(|at| text.is_char_boundary(*at)).unwrap();
        let at = from + text[from..].find("主数据").unwrap();
        assert_eq!(redone(&mut workspace, "/long.plan.md", at, "新", 0), ONE);
        assert_eq!(redone(&mut workspace, "/long.plan.md", at, "", "新".len()), ONE);
    }
}

#[test]
fn an_edit_in_a_measure_of_10k_lines_of_yaml_touches_one_chunk_and_one_entity() {
    let text = long_yaml(33);
    assert!(text.lines().count() > 10_000);
    let mut workspace = opened("/long.plan.yaml", &text);
    for part in [1, 2, 3] {
        let from = text.len() * part / 4;
        let from = (from..).find(|at| text.is_char_boundary(*at)).unwrap();
        let at = from + text[from..].find("专项预算").unwrap();
        assert_eq!(redone(&mut workspace, "/long.plan.yaml", at, "新", 0), ONE);
        assert_eq!(redone(&mut workspace, "/long.plan.yaml", at, "", "新".len()), ONE);
    }
}

#[test]
fn formatting_some_lines_of_10k_reads_the_chunks_that_it_changes() {
    let plans =
        [("/long.plan.md", long_markdown(30), "主数据"), ("/long.plan.yaml", long_yaml(33), "专项预算")];
    for (path, text, word) in plans {
        let mut workspace = opened(path, &text);
        workspace.findings(path);
        let style = FormatStyle::tidy(Spaces::Keep);
        let middle = (text.len() / 2..).find(|at| text.is_char_boundary(*at)).unwrap();
        let at = middle + text[middle..].find(word).unwrap();
        let end = at + text[at..].find('\n').unwrap();
        let formatted = |workspace: &mut Workspace| {
            let before = workspace.counters();
            let edits = workspace.format(path, style, Some(&(at..at))).unwrap();
            (edits.len(), workspace.counters().since(before).chunks_lowered)
        };
        assert_eq!(formatted(&mut workspace), (0, 0), "{path}: tidy already");
        workspace.edit(path, &Edit { range: end..end, text: " ".to_owned() });
        workspace.findings(path);
        assert_eq!(formatted(&mut workspace), (1, 1), "{path}");
    }
}

/// Comments that allow something, and one that allows nothing, far from the edit.
#[test]
fn an_edit_in_a_plan_with_allowing_comments_touches_one_chunk_and_one_entity() {
    let comment = |path: &str, rule: &str, whole: bool| {
        let scope = if whole { "allow-file" } else { "allow" };
        let [open, close] = if path.ends_with(".md") { ["<!--", " -->"] } else { ["#", ""] };
        format!("{open} capplan: {scope} {rule} — 试点😀{close}\n")
    };
    for (path, text, above, word) in [
        ("/long.plan.md", long_markdown(30), "\n#### 能力单元 CU-", "主数据"),
        ("/long.plan.yaml", long_yaml(33), "\n  - id: CU-", "专项预算"),
    ] {
        let mut commented = text.clone();
        let units: Vec<usize> = text.match_indices(above).map(|(at, _)| at + 1).collect();
        let names = [("level-gap", false), ("unknown-level", false), ("missing-owner", true)];
        for (part, (rule, whole)) in names.into_iter().enumerate().rev() {
            commented.insert_str(units[units.len() * (part + 1) / 5], &comment(path, rule, whole));
        }
        let mut workspace = opened(path, &commented);
        let told = workspace.findings(path);
        assert!(told.iter().any(|finding| finding.rule == "unused-allow"), "{path}");
        let middle = (commented.len() / 2..).find(|at| commented.is_char_boundary(*at)).unwrap();
        let at = middle + commented[middle..].find(word).unwrap();
        assert_eq!(redone(&mut workspace, path, at, "新", 0), ONE, "{path}");
        assert_eq!(redone(&mut workspace, path, at, "", "新".len()), ONE, "{path}");
        assert_eq!(workspace.findings(path), told, "{path}");
    }
}

#[test]
fn a_field_of_a_unit_touches_one_chunk_and_builds_one_entity() {
    let text = long_markdown(30);
    let mut workspace = opened("/long.plan.md", &text);
    let at = text.len() / 2;
    let at = (at..).find(|at| text.is_char_boundary(*at)).unwrap();
    let at = at + text[at..].find("MES、手持终端").unwrap();
    let redone = redone(&mut workspace, "/long.plan.md", at, "新", 0);
    assert_eq!((redone.chunks_parsed, redone.entities_built), (1, 1));
}

#[test]
fn an_outline_of_10k_lines_places_only_the_symbols_of_the_edited_chunk() {
    for (path, text) in [("/long.plan.md", long_markdown(30)), ("/long.plan.yaml", long_yaml(33))] {
        let mut workspace = opened(path, &text);
        let known = workspace.symbols(path);
        assert!(known.len() > 500);
        assert_eq!(workspace.counters().symbols_made + 1, known.len(), "all but the plan");
        let middle = (text.len() / 2..).find(|at| text.is_char_boundary(*at)).unwrap();
        let at = middle + text[middle..].find("数据").unwrap();
        let end = at + text[at..].find('\n').unwrap();
        for edit in [(end, "\n"), (at, "新")] {
            let before = workspace.counters();
            workspace.edit(path, &Edit { range: edit.0..edit.0, text: edit.1.to_owned() });
            assert_eq!(workspace.symbols(path).len(), known.len());
            let made = workspace.counters().since(before).symbols_made;
            assert!(made <= 1, "{path} {edit:?}: {made}");
            let before = workspace.counters();
            workspace.symbols(path);
            assert_eq!(before, workspace.counters());
        }
    }
}

#[test]
fn a_hover_in_10k_lines_redoes_nothing() {
    for (path, text) in [("/long.plan.md", long_markdown(30)), ("/long.plan.yaml", long_yaml(33))] {
        let mut workspace = opened(path, &text);
        workspace.findings(path);
        let before = workspace.counters();
        let middle = (text.len() / 2..).find(|at| text.is_char_boundary(*at)).unwrap();
        // An entity's id, a citation, a level, a word of running text, and the end of the document.
        let words = ["NC-", "CU-", "A.3.2.1", "CL3", "数据"];
        let places = words.iter().map(|word| middle + text[middle..].find(word).unwrap());
        for at in places.chain([text.len()]) {
            workspace.hover(path, at);
        }
        assert_eq!(before, workspace.counters());
    }
}

/// Opens something at the top that swallows everything below it, and closes it again, in several ways.
fn toggled(path: &str, text: &str, at: usize, opening: &str, swallowed: usize) {
    let mut workspace = opened(path, text);
    let before = dump(&mut workspace, path);
    for (typed, erased) in [(opening.to_owned(), opening.len()), (format!("{opening}字"), opening.len())] {
        let opens = redone(&mut workspace, path, at, &typed, 0);
        assert!(opens.chunks_parsed <= swallowed / 64 + 40, "{path} {typed:?}: {opens:?}");
        assert!(opens.entities_built <= 8, "{path} {typed:?}: {opens:?}");
        if typed.len() > erased {
            redone(&mut workspace, path, at + erased, "", typed.len() - erased);
        }
        let closes = redone(&mut workspace, path, at, "", erased);
        assert_eq!(closes.layers_back, 1, "{path} {typed:?}");
        let work =
            (closes.chunks_parsed + closes.chunks_lowered, closes.entities_checked, closes.chunks_shown);
        assert!(work.0 <= 4 && work.1 <= 64 && work.2 <= 3, "{path} {typed:?}: {closes:?}");
        assert!(dump(&mut workspace, path) == before, "{path} {typed:?}");
    }
}

#[test]
fn a_fence_or_comment_at_the_top_of_10k_lines_opens_and_closes_without_reading_the_rest_again() {
    // The fences of the plan itself do not close these.
    let text = long_markdown(30);
    let at = text.find("## ").unwrap();
    for opening in ["`````\n", "~~~~\n", "<!-- \n"] {
        toggled("/long.plan.md", &text, at, opening, text[at..].lines().count());
    }
}

#[test]
fn a_block_scalar_or_quote_at_the_top_of_10k_lines_opens_and_closes_without_reading_the_rest_again() {
    let text = long_yaml(33);
    let at = text.find("\nunits:").unwrap() + "\nunits:".len();
    for opening in [" |", " >-", " \""] {
        toggled("/long.plan.yaml", &text, at, opening, text[at..].lines().count());
    }
}

#[test]
fn what_changed_inside_a_fence_is_read_anew_when_it_closes() {
    let text = long_markdown(6);
    let path = "/long.plan.md";
    let at = text.find("## ").unwrap();
    let inside = at + text[at..].len() / 2;
    let inside = inside + text[inside..].find("主数据").unwrap();
    let mut workspace = opened(path, &text);
    workspace.findings(path);
    for (at, new, old) in [(at, "`````\n", 0), (inside + 6, "新", 0), (at, "", 6)] {
        redone(&mut workspace, path, at, new, old);
    }
    let changed = format!("{}新{}", &text[..inside], &text[inside..]);
    assert!(dump(&mut workspace, path) == dump(&mut opened(path, &changed), path));
}

#[test]
fn tokens_of_10k_lines_are_made_for_the_edited_chunk_and_those_of_a_screen_for_the_screen() {
    for (path, text) in [("/long.plan.md", long_markdown(30)), ("/long.plan.yaml", long_yaml(33))] {
        let mut workspace = opened(path, &text);
        let middle = u32::try_from(text.lines().count() / 2).unwrap();
        workspace.findings(path);
        let before = workspace.counters();
        let screen = workspace.colours_in(path, middle..middle + 60).unwrap();
        assert!(screen.len() > 30);
        let chunks = workspace.counters().since(before).chunks_coloured;
        assert!(chunks <= 16, "{path}: a screen has {chunks} chunks");
        let (mut id, _) = workspace.colours(path, None).unwrap();
        let middle = (text.len() / 2..).find(|at| text.is_char_boundary(*at)).unwrap();
        let at = middle + text[middle..].find("数据").unwrap();
        let citation = middle + text[middle..].find("A.3.").unwrap();
        let end = at + text[at..].find('\n').unwrap();
        // A citation that is none any more, a line, a word; from below upwards.
        let mut edits = [(citation, "9", 2), (end, "\n", 1), (at, "新", 1)];
        edits.sort_by_key(|(at, ..)| std::cmp::Reverse(*at));
        for (at, typed, most) in edits {
            let before = workspace.counters();
            workspace.edit(path, &Edit { range: at..at, text: typed.to_owned() });
            let (next, told) = workspace.colours(path, Some(id)).unwrap();
            let made = workspace.counters().since(before).chunks_coloured;
            assert!(made <= 1, "{path} {typed:?}: {made}");
            let Told::Changed { gone, words, .. } = told else { panic!("{path} {typed:?}: all was told") };
            assert!(gone.max(words.len()) <= most, "{path} {typed:?}: {gone} {words:?}");
            id = next;
        }
        let before = workspace.counters();
        workspace.colours(path, Some(id));
        assert_eq!(before, workspace.counters());
    }
}

/// Plans of one set, each with a capability and a unit that carries it, and `capplan.toml` in force.
fn set_of(files: usize) -> (Workspace, Vec<String>) {
    let mut workspace = Workspace::new(capplan_analysis::workspace::Options::default());
    workspace.set_config("/集", Some(""));
    let paths = (0..files).map(|number| format!("/集/{number}.plan.yaml")).collect();
    (workspace, paths)
}

fn member(path: &str) -> String {
    let number: String = path.chars().filter(char::is_ascii_digit).collect();
    format!(
        "standard: T/AIITRE 20001—2021\r\ncapabilities:\r\n  - {{id: NC-{number}, name: 排产😀{number}, viewpoint: 过程}}\r\nunits:\r\n  - id: CU-{number}\r\n    name: 单元{number}\r\n    carries: NC-{number}\r\n"
    )
}

/// What is found in members of a set that are loaded one after the other.
fn found_cold(files: usize, edited: Option<(&str, &str)>) -> Vec<Vec<Located>> {
    let (mut cold, paths) = set_of(files);
    let text = |path: &str| match edited {
        Some((other, text)) if other == path => text.to_owned(),
        _ => member(path),
    };
    paths.iter().for_each(|path| cold.load(path, &text(path)));
    paths.iter().map(|path| cold.findings(path)).collect()
}

#[test]
fn a_set_that_is_loaded_a_few_files_at_a_time_is_judged_once() {
    let (mut workspace, paths) = set_of(40);
    workspace.set_loading("/集", true);
    for batch in paths.chunks(8) {
        batch.iter().for_each(|path| workspace.load(path, &member(path)));
        workspace.refresh();
    }
    assert_eq!(workspace.counters().entities_checked, 0);
    assert!(workspace.counters().chunks_parsed >= 40, "they are read meanwhile");
    workspace.set_loading("/集", false);
    while !workspace.judge(16) {}
    assert_eq!(workspace.counters().entities_checked, 40 * 3, "a plan, a capability and a unit each");
    let found: Vec<_> = paths.iter().map(|path| workspace.findings(path)).collect();
    assert_eq!(found, found_cold(40, None));
}

#[test]
fn files_that_other_threads_read_are_judged_in_slices_between_edits() {
    let (mut workspace, paths) = set_of(40);
    let (open, edited) = (&paths[7], member(&paths[7]).replace("carries: NC-7", "carries: NC-8😀"));
    workspace.open(open, None, &member(open));
    workspace.refresh();
    workspace.set_loading("/集", true);
    let reading = workspace.reading("/集");
    let read: Vec<(&String, ReadFile)> = std::thread::scope(|scope| {
        let halves = paths.chunks(20).map(|half| {
            let mut reader = reading.reader();
            scope.spawn(move || half.iter().map(|path| (path, reader.read(path, &member(path)))).collect())
        });
        let halves: Vec<std::thread::ScopedJoinHandle<'_, Vec<_>>> = halves.collect();
        halves.into_iter().flat_map(|half| half.join().unwrap()).collect()
    });
    read.into_iter().for_each(|(path, read)| workspace.load_read(path, read));
    let before = workspace.counters();
    workspace.set_loading("/集", false);
    workspace.refresh();
    assert!(workspace.is_judging("/集"));
    assert_eq!(workspace.counters().since(before).entities_checked, 0, "nothing is checked by the way");
    assert_eq!(workspace.counters().since(before).chunks_parsed, 0, "nothing is read twice");
    let mut slices = 0;
    loop {
        let before = workspace.counters();
        let done = workspace.judge(16);
        assert!(workspace.counters().since(before).entities_checked <= 16);
        slices += 1;
        if slices == 3 {
            let at = edited.find("NC-8😀").unwrap();
            workspace.edit(open, &Edit { range: at..at + 4, text: "NC-8😀".to_owned() });
        }
        if done {
            break;
        }
    }
    assert!(slices >= 120 / 16, "{slices}");
    assert!(!workspace.is_judging("/集"));
    let found: Vec<_> = paths.iter().map(|path| workspace.findings(path)).collect();
    assert_eq!(found, found_cold(40, Some((open, &edited))));
    assert!(found[7].iter().any(|found| found.rule == "dangling-reference"), "{:?}", found[7]);
    // Closed, the file says again what the disk says.
    workspace.close(open);
    let found: Vec<_> = paths.iter().map(|path| workspace.findings(path)).collect();
    assert_eq!(found, found_cold(40, None));
}

#[test]
fn a_reference_is_checked_again_by_those_whom_it_concerns_and_not_by_the_whole_set() {
    let (mut workspace, paths) = set_of(40);
    // Whom nobody carries asks whether a reference that dangles is meant for it.
    paths.iter().for_each(|path| workspace.load(path, &member(path).replace("    carries", "    # carries")));
    let (path, text) = (&paths[7], member(&paths[7]));
    workspace.open(path, None, &text);
    let at = text.find("carries: NC-7").unwrap() + "carries: ".len();
    let checked = redone(&mut workspace, path, at, "NC-8", "NC-7".len()).entities_checked;
    assert!((1..=8).contains(&checked), "{checked} of 120 entities");
    // One that dangles is asked about by all who might be meant, and found by those who are.
    let rules = |workspace: &mut Workspace| {
        workspace.findings(path).iter().map(|found| found.rule).collect::<Vec<_>>()
    };
    assert!(!rules(&mut workspace).contains(&"dangling-reference"));
    workspace.edit(path, &Edit { range: at..at + 4, text: "NC-77".to_owned() });
    assert!(rules(&mut workspace).contains(&"dangling-reference"));
}
