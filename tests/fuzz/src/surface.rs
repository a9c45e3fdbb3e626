//! A document, and edits to it: whatever it says, everything can be asked, and edits lead where a cold build leads.
//!
//! An input is the text as it is opened; a byte 1 parts off each edit: two characters say where, one how much is
//! deleted, the rest is typed. So a plan as it stands is an input.

use std::ops::Range;

use capplan_analysis::rules::{Locale, Profile};
use capplan_analysis::text::{Edit, Encoding, Position, Text};
use capplan_analysis::workspace::{Options, Told, Workspace};
use capplan_tests::dump;

const PART: char = '\u{1}';
/// An input is cut after so many edits.
const MOST_EDITS: usize = 12;

fn opened(path: &str, text: &str) -> Workspace {
    let options =
        Options { locale: Some(Locale::En), profile: Some(Profile::Thorough), ..Options::default() };
    let mut workspace = Workspace::new(options);
    workspace.open(path, None, text);
    workspace
}

pub(crate) fn document(path: &str, input: &[u8]) {
    let input = String::from_utf8_lossy(input);
    let mut parts = input.split(PART);
    let mut text = parts.next().unwrap_or_default().to_owned();
    let mut workspace = opened(path, &text);
    ask_everything(&mut workspace, path, &text);
    let mut edited = false;
    for part in parts.take(MOST_EDITS) {
        let edit = edit(part, &text);
        text.replace_range(edit.range.clone(), &edit.text);
        workspace.edit(path, &edit);
        // Every other edit is looked at only together with the next.
        if !part.len().is_multiple_of(2) {
            workspace.refresh();
        }
        edited = true;
    }
    if edited {
        assert_eq!(workspace.text(path).unwrap().to_text(), text);
        assert_eq!(dump(&mut workspace, path), dump(&mut opened(path, &text), path));
    }
}

fn edit(part: &str, text: &str) -> Edit {
    let mut characters = part.chars();
    let mut number = || characters.next().map_or(0, |c| c as usize);
    let place = number() * 128 + number();
    let start = text.floor_char_boundary(place % (text.len() + 1));
    let end = text.floor_char_boundary((start + number()).min(text.len())).max(start);
    Edit { range: start..end, text: characters.collect() }
}

/// Places spread over a text, and its ends.
fn places(text: &str, count: usize) -> impl Iterator<Item = usize> {
    (0..=count).map(move |part| text.floor_char_boundary(text.len() * part / count))
}

fn inside(range: &Range<usize>, text: &str) {
    assert!(text.get(range.clone()).is_some(), "{range:?} is no range of the text");
}

/// No token overlaps another or crosses a line, in any encoding.
fn words_follow_one_another(workspace: &mut Workspace, path: &str, text: &str) {
    let lines = Text::new(text);
    for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
        workspace.set_encoding(encoding);
        let Some((_, Told::Whole(steps))) = workspace.colours(path, None) else { continue };
        let (mut line, mut column, mut end) = (0, 0, 0);
        for step in steps {
            (column, end) = if step.down > 0 { (step.right, 0) } else { (column + step.right, end) };
            line += step.down;
            assert!(step.length > 0 && column >= end, "{step:?} in line {line}");
            end = column + step.length;
            let [start, stop] = [column, end].map(|column| Position { line, column });
            for at in [start, stop] {
                assert_eq!(lines.position(lines.byte(at, encoding), encoding), at, "{step:?}");
            }
        }
    }
}

fn ask_everything(workspace: &mut Workspace, path: &str, text: &str) {
    let findings = workspace.findings(path);
    workspace.levels(path);
    for finding in &findings {
        inside(&finding.range, text);
    }
    for byte in places(text, 6) {
        if let Some(hover) = workspace.hover(path, byte) {
            inside(&hover.range, text);
        }
    }
    for byte in places(text, 2) {
        workspace.completions(path, byte);
    }
    let bytes: Vec<usize> = places(text, 6).collect();
    for range in workspace.selections(path, &bytes).into_iter().flatten().flatten() {
        inside(&range, text);
    }
    let lines = u32::try_from(Text::new(text).lines()).unwrap();
    for fold in workspace.folds(path, usize::MAX).into_iter().flatten() {
        assert!(fold.start < fold.end && fold.end < lines, "{fold:?} of {lines} lines");
    }
    words_follow_one_another(workspace, path, text);
    for byte in places(text, 6) {
        let (found, _) = workspace.references(path, byte).unwrap_or_default();
        found.iter().for_each(|place| inside(&place.range, text));
        workspace.highlights(path, byte).iter().for_each(|spot| inside(&spot.range, text));
        if let Some((_, word)) = workspace.definition(path, byte) {
            inside(&word, text);
        }
        if let Some(Ok(edits)) = workspace.rename(path, byte, "CU-77") {
            edits.iter().for_each(|edit| inside(&edit.range, text));
        }
    }
    if let Some(links) = workspace.links(path, Encoding::Utf16) {
        let lines = Text::new(text);
        let byte = |place| lines.byte(place, Encoding::Utf16);
        for (start, end, cited) in &links.places {
            inside(&(byte(*start)..byte(*end)), text);
            assert!(*cited < links.cited.len(), "a link leads nowhere");
        }
    }
    // Fixes are made for a line; the first findings' lines stand for all.
    for finding in findings.iter().take(4) {
        for offer in workspace.fixes(path, &finding.range) {
            offer.edits.iter().filter(|edit| edit.path == path).for_each(|edit| inside(&edit.range, text));
        }
    }
    let lines = Text::new(text);
    for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
        for byte in places(text, 8) {
            let position = lines.position(byte, encoding);
            // Between CR and LF there is no place of its own.
            let back = lines.byte(position, encoding);
            assert!(back == byte || back + 1 == byte && text[back..].starts_with("\r\n"), "{byte} {back}");
        }
    }
}
