//! Bad input: told where and what to do, never a panic, the rest still served; silence in what is no plan.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use capplan_analysis::model::{Entity, Span};
use capplan_analysis::text::{Edit, Encoding};
use capplan_analysis::workspace::{Document, Options, Unreadable, Workspace};
use capplan_tests::{entity_text, opened, plan, repository};

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_below(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn ordinary_documents_full_of_the_same_words_stay_silent() {
    let folder = repository().join("tests/plans/silent");
    let files = files_below(&folder);
    assert!(files.len() >= 20);
    for file in files {
        let path = file.to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&file).unwrap();
        let mut workspace = opened(&path, &text);
        assert!(!workspace.is_plan(&path), "{path}");
        assert_eq!(workspace.findings(&path), [], "{path}");
        assert!(workspace.levels(&path).is_empty(), "{path}");
        assert!(workspace.plan(&path).is_none(), "{path}");
    }
}

#[test]
fn a_document_is_a_plan_only_while_its_standard_is_named_whole() {
    for (path, lead, tail) in [
        ("/笔记.md", "---\n", "\n---\n## 能力单元 CU-01 排产\n- 等级：CL9\n"),
        ("/values.yaml", "", "\nunits:\n  - id: CU-01\n    level: CL9\n"),
    ] {
        let line = "standard: T/AIITRE 20001—2021";
        let mut workspace = opened(path, &format!("{lead}{tail}"));
        let mut states = Vec::new();
        let mut at = lead.len();
        for character in line.chars() {
            workspace.edit(path, &Edit { range: at..at, text: character.to_string() });
            at += character.len_utf8();
            states.push((workspace.is_plan(path), workspace.findings(path).is_empty()));
        }
        let named = line.chars().take_while(|c| *c != '—').count();
        for (typed, (is_plan, silent)) in states.iter().enumerate() {
            assert_eq!(*is_plan, typed + 1 >= named, "{path} after {} characters", typed + 1);
            assert_eq!(*silent, !is_plan, "{path} after {} characters", typed + 1);
        }
        workspace.edit(path, &Edit { range: lead.len()..lead.len() + 4, text: String::new() });
        assert!(!workspace.is_plan(path));
        assert_eq!(workspace.findings(path), []);
    }
}

/// The last byte of anything that an entity says.
fn end_of(entity: &Entity, document: &Document) -> usize {
    let mut spans: Vec<Span> = vec![entity.anchor];
    spans.extend(entity.fields.iter().map(|field| field.value));
    spans.extend(entity.sections.iter().map(|section| section.span));
    spans.extend(entity.measures.iter().map(|measure| measure.span));
    spans.extend(entity.records.iter().map(|record| record.span));
    spans.into_iter().map(|span| document.range(span).end).max().unwrap_or(0)
}

/// The entities as text, each with the byte from which a cut leaves it whole: where the line behind it ends.
fn entities(workspace: &mut Workspace, path: &str) -> Vec<(usize, String)> {
    let Some((set, document, _)) = workspace.plan(path) else { return Vec::new() };
    let text = document.text();
    set.entities()
        .map(|entity| {
            let behind = text.line_of(end_of(entity, document)) + 2;
            let whole_from = if behind >= text.lines() { usize::MAX } else { text.line_start(behind) };
            // A half-typed item of a list in it is its problem, though it stands behind its end.
            let lines: Vec<String> = entity_text(entity, Some(document))
                .lines()
                .filter(|line| !line.starts_with("  problem"))
                .map(str::to_owned)
                .collect();
            (whole_from, lines.join("\n"))
        })
        .collect()
}

/// Cuts a plan at every character, from its end: what ended before the cut stays as it was.
fn truncated(name: &str) {
    let path = format!("/{name}");
    let mut text = plan(name);
    let mut workspace = opened(&path, &text);
    let whole = entities(&mut workspace, &path);
    while let Some(last) = text.pop() {
        let cut = text.len();
        workspace.edit(&path, &Edit { range: cut..cut + last.len_utf8(), text: String::new() });
        workspace.findings(&path);
        if cut.is_multiple_of(17) {
            let now = entities(&mut workspace, &path);
            for (whole_from, entity) in &whole {
                assert!(
                    *whole_from > cut || now.iter().any(|(_, known)| known == entity),
                    "{name} cut at {cut} lost or changed\n{entity}"
                );
            }
        }
    }
}

#[test]
fn a_markdown_plan_cut_anywhere_keeps_what_ended_before() {
    truncated("shared/minimal.plan.md");
    truncated("shared/group/units.plan.md");
    truncated("shared/group/modules.plan.md");
    truncated("shared/xinghai-equipment.plan.md");
}

#[test]
fn a_yaml_plan_cut_anywhere_keeps_what_ended_before() {
    truncated("shared/minimal.plan.yaml");
    truncated("shared/group/capabilities.plan.yaml");
    truncated("shared/lantian-grid.plan.yaml");
}

#[test]
fn a_plan_opened_cold_at_many_cuts_does_not_panic() {
    for name in ["shared/minimal.plan.md", "shared/minimal.plan.yaml", "shared/group/capabilities.plan.yaml"]
    {
        let text = plan(name);
        for (cut, _) in text.char_indices() {
            opened(&format!("/{name}"), &text[..cut]).findings(&format!("/{name}"));
        }
    }
}

/// Every broken plan's findings, as they are known to be good; `UPDATE_EXPECT=1` writes them anew.
#[test]
fn broken_plans_are_told_of_where_they_are_broken() {
    let folder = repository().join("tests/plans/broken");
    let mut told = String::new();
    for file in files_below(&folder) {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        if !name.contains(".plan.") {
            continue;
        }
        let path = format!("/{name}");
        let mut workspace = Workspace::new(Options::default());
        match String::from_utf8(std::fs::read(&file).unwrap()) {
            Ok(text) => workspace.load(&path, &text),
            Err(error) => {
                let byte = error.utf8_error().valid_up_to();
                workspace.load_unreadable(&path, Unreadable::NotUtf8 { byte });
            }
        }
        let _ = writeln!(told, "{name}");
        let findings = workspace.findings(&path);
        let count = findings.len();
        for finding in findings.into_iter().take(12) {
            let place = workspace.text(&path).map_or_else(String::new, |text| {
                let start = text.position(finding.range.start, Encoding::Utf32);
                let end = text.position(finding.range.end, Encoding::Utf32);
                format!("{}:{}-{}:{} ", start.line + 1, start.column + 1, end.line + 1, end.column + 1)
            });
            let _ = writeln!(told, "  {place}{} {}", finding.rule, finding.message.replace('\n', " "));
        }
        if count > 12 {
            let _ = writeln!(told, "  … {count} in all");
        }
    }
    let expected = folder.join("expected.txt");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&expected, &told).unwrap();
    }
    let known = std::fs::read_to_string(&expected).unwrap_or_default();
    for (known, told) in known.lines().zip(told.lines()) {
        assert_eq!(known, told, "run with UPDATE_EXPECT=1 if this is better");
    }
    assert_eq!(known.lines().count(), told.lines().count());
}
