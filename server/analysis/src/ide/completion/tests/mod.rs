//! Completions at cursors, in both surfaces, with LF and CRLF.
#![allow(clippy::unwrap_used, clippy::panic)]

mod columns;
mod markdown;
mod measures;
mod names;
mod robust;
mod sections;
mod snippets;
mod yaml;

use super::{CompletionItem, Completions};
use crate::fixture::Fixture;

/// The completions at the fixture's cursor; the same with LF and CRLF.
fn completions(source: &str) -> (Fixture, Vec<CompletionItem>) {
    let fixture = Fixture::parse(source);
    let items = ask(&fixture);
    let other = ask(&fixture.clone().with_crlf());
    let shown = |items: &[CompletionItem]| -> Vec<(String, String)> {
        items.iter().map(|item| (item.label.clone(), item.insert.clone())).collect()
    };
    assert_eq!(shown(&items), shown(&other), "line ends change the completions");
    (fixture, items)
}

fn ask(fixture: &Fixture) -> Vec<CompletionItem> {
    let (path, byte) = fixture.cursor.clone().unwrap();
    let mut workspace = fixture.open();
    let Completions { items, .. } = workspace.completions(&path, byte);
    let text = workspace.text(&path).map(crate::text::Text::to_text).unwrap_or_default();
    for item in &items {
        let (range, typed) = (item.range.clone(), &item.typed);
        assert!(range.start <= byte && byte <= range.end, "{item:?}");
        assert!(!text[range.clone()].contains('\n'), "{item:?}");
        assert_eq!(&text[range.start..byte], typed);
    }
    items
}

/// The labels that are offered.
fn labels(source: &str) -> Vec<String> {
    completions(source).1.into_iter().map(|item| item.label).collect()
}

/// The cursor's line once the candidate of this label (the first, if empty) is accepted.
fn accepted(source: &str, label: &str) -> String {
    let (fixture, items) = completions(source);
    let (path, byte) = fixture.cursor.clone().unwrap();
    let file = fixture.files.iter().find(|file| file.path == path).unwrap();
    let wanted = |item: &&CompletionItem| label.is_empty() || item.label == label;
    let Some(item) = items.iter().find(wanted) else {
        return format!("only: {:?}", items.iter().map(|item| &item.label).collect::<Vec<_>>());
    };
    let mut text = file.text.clone();
    text.replace_range(item.range.clone(), &item.insert);
    let start = text[..byte.min(item.range.start)].rfind('\n').map_or(0, |at| at + 1);
    text[start..].lines().next().unwrap_or_default().to_owned()
}

/// Compares, for each row, the cursor's line once a candidate is accepted; tells of all rows that differ.
fn check(rows: &[(&str, &str, &str)], around: impl Fn(&str) -> String) {
    let made = |(line, label, _): &(&str, &str, &str)| accepted(&around(line), label);
    let wrong: Vec<String> = rows
        .iter()
        .filter(|row| made(row) != row.2)
        .map(|row| format!("{:?}: {:?}, not {:?}", row.0, made(row), row.2))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// What a candidate's documentation says.
fn documentation(item: &CompletionItem) -> String {
    item.about.markdown(crate::rules::Locale::Zh).unwrap_or_default()
}
