//! An edit costs what it changes: counted layer by layer, in plans of 10,000 lines.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::fmt::Write as _;

use capplan_analysis::text::Edit;
use capplan_analysis::workspace::{Counters, Workspace};
use capplan_tests::{opened, plan};

/// A Markdown plan of `copies` times the units of the real one, each with ids of its own.
fn long_markdown(copies: usize) -> String {
    let source = plan("shared/xinghai-equipment.plan.md");
    let start = source.find("### 4.2 能力：").unwrap();
    let end = source.find("## 五、能力单元的组合").unwrap();
    let mut text = source[..start].to_owned();
    for copy in 0..copies {
        let section = source[start..end]
            .replace("NC-0", &format!("NC-{copy}-0"))
            .replace("CU-0", &format!("CU-{copy}-0"));
        text.push_str(&section);
    }
    text
}

fn long_yaml(copies: usize) -> String {
    let source = plan("shared/lantian-grid.plan.yaml");
    let capabilities = source.find("capabilities:").unwrap();
    let units = source.find("\nunits:\n").unwrap();
    let modules = source.find("\nmodules:\n").unwrap();
    let mut text = source[..units].to_owned();
    assert!(capabilities < units);
    let _ = writeln!(text, "\nunits:");
    for copy in 0..copies {
        text.push_str(&source[units + "\nunits:\n".len()..modules].replace("CU-", &format!("CU-{copy}-")));
        text.push('\n');
    }
    text
}

fn redone(workspace: &mut Workspace, path: &str, at: usize, insert: &str, delete: usize) -> Counters {
    workspace.findings(path);
    let before = workspace.counters();
    workspace.edit(path, &Edit { range: at..at + delete, text: insert.to_owned() });
    workspace.findings(path);
    let after = workspace.counters();
    Counters {
        chunks_parsed: after.chunks_parsed - before.chunks_parsed,
        chunks_lowered: after.chunks_lowered - before.chunks_lowered,
        entities_built: after.entities_built - before.entities_built,
        entities_checked: after.entities_checked - before.entities_checked,
        chunks_shown: after.chunks_shown - before.chunks_shown,
    }
}

const ONE: Counters =
    Counters { chunks_parsed: 1, chunks_lowered: 1, entities_built: 1, entities_checked: 1, chunks_shown: 1 };

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
fn a_hover_in_10k_lines_takes_less_than_5_ms_and_redoes_nothing() {
    for (path, text) in [("/long.plan.md", long_markdown(30)), ("/long.plan.yaml", long_yaml(33))] {
        let mut workspace = opened(path, &text);
        workspace.findings(path);
        let before = workspace.counters();
        let middle = (text.len() / 2..).find(|at| text.is_char_boundary(*at)).unwrap();
        // An entity's id, a citation, a level, a word of running text, and the end of the document.
        let words = ["NC-", "CU-", "A.3.2.1", "CL3", "数据"];
        let places = words.iter().map(|word| middle + text[middle..].find(word).unwrap());
        for at in places.chain([text.len()]) {
            let ask = |_| {
                let start = std::time::Instant::now();
                std::hint::black_box(workspace.hover(path, at));
                start.elapsed()
            };
            let least = (0..5).map(ask).min().unwrap();
            assert!(least.as_millis() < 5, "{path} {at}: {least:?}");
        }
        assert_eq!(before, workspace.counters());
    }
}
