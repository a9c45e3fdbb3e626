//! Citations in their canonical form: `A.3.2.1 b`, in a Markdown measure in square brackets.

use std::ops::Range;

use crate::ide::cited::{SEPARATORS, introduction};
use crate::model::build::{Document, Surface};
use crate::model::{Entity, Measure, Origin};
use crate::schema::FieldKey;
use crate::syntax::notation::{CitationGroup, CitationPart, Notation, Token, looks_interesting};
use crate::text::Edit;

/// What stands between citations in one bracket.
const BETWEEN: &str = "、";

/// Brings the citations of those of an entity's measures to their form that some bytes touch.
pub(super) fn edits(
    document: &Document,
    entity: &Entity,
    bytes: &Range<usize>,
    notation: &mut Notation,
    edits: &mut Vec<Edit>,
) {
    let meant = |measure: &&Measure| {
        let range = document.range(measure.span);
        measure.span.file == document.file && range.start < bytes.end && bytes.start < range.end
    };
    for measure in entity.measures.iter().filter(meant) {
        let mut clause = None;
        for field in measure.fields.iter().filter(|field| field.key == FieldKey::Clause) {
            let range = document.range(field.value);
            // Quotation marks around the items of a list say nothing.
            let source = document.text().slice(range.clone()).replace(['"', '\''], " ");
            for group in notation.citations(&source) {
                parts(&source, &group, range.start, Words::Drop, edits);
            }
            clause = Some(range);
        }
        if let Some((range, markdown)) = texts(document, measure, clause.as_ref()) {
            let source = document.text().slice(range.clone());
            if looks_interesting(&source) {
                in_text(&source, range.start, markdown, notation, edits);
            }
        }
    }
}

/// Where a measure's own text stands in the document, its citations among it, and whether it is Markdown.
fn texts(
    document: &Document,
    measure: &Measure,
    clause: Option<&Range<usize>>,
) -> Option<(Range<usize>, bool)> {
    let whole = document.range(measure.span);
    let keyed = measure
        .fields
        .iter()
        .find(|field| field.key == FieldKey::Text && field.origin == Origin::Key)
        .map(|field| document.range(field.value));
    let yaml = document.surface == Surface::Yaml || document.yaml_at(whole.start).is_some();
    if yaml {
        let mapped = measure.fields.iter().any(|field| field.origin == Origin::Key);
        return keyed.or((!mapped).then_some(whole)).map(|range| (range, false));
    }
    if measure.fields.iter().any(|field| field.origin == Origin::Row) || clause.is_some() {
        // A cell: from the bar before the text to the bar behind it.
        let text = document.text();
        let own = document.range(measure.text.span);
        let line = text.line_of(own.start);
        let (start, end) = (text.line_start(line), text.line_start(line + 1));
        let before = text.slice(start..own.start);
        let open = before.rfind('|').map_or(start, |bar| start + bar + 1);
        let behind = text.slice(own.end.max(own.start)..end);
        let close = behind.find('|').map_or(end, |bar| own.end + bar);
        return (open < close).then_some((open..close, true));
    }
    Some((whole, true))
}

/// Citations in a text that says other things too.
fn in_text(source: &str, start: usize, markdown: bool, notation: &mut Notation, edits: &mut Vec<Edit>) {
    for token in notation.prose(source) {
        let Token::Citation(group) = token else { continue };
        let before = &source[..group.range.start];
        if before.rfind("<!--") > before.rfind("-->") || before.matches('`').count() % 2 == 1 {
            continue;
        }
        if markdown && may_have_square_brackets(source, &group) {
            bracketed(source, &group, start, edits);
        } else {
            parts(source, &group, start, Words::Keep, edits);
        }
    }
}

/// Whether a bracket can be a square one: it is one of its own, and would not become a link.
fn may_have_square_brackets(source: &str, group: &CitationGroup) -> bool {
    let behind = &source[group.range.end..];
    group.bracketed
        && !source[group.range.clone()].contains(['\n', '\\'])
        && !source[..group.range.start].ends_with(['!', ']', '['])
        && !behind.starts_with(['(', '[', ':', ']'])
}

/// The whole bracket anew.
fn bracketed(source: &str, group: &CitationGroup, start: usize, edits: &mut Vec<Edit>) {
    let cited: Vec<String> = group.parts.iter().map(canonical).collect();
    let mut text = format!("[{}]", cited.join(BETWEEN));
    let before = &source[..group.range.start];
    let behind = source[group.range.end..].trim_start();
    let ends = behind.chars().next().is_none_or(|c| matches!(c, '（' | '[' | '<'));
    if ends && before.ends_with(|c: char| !c.is_whitespace() && !matches!(c, '（' | '(')) {
        text.insert(0, ' ');
    }
    push(source, &group.range, start, text, edits);
}

/// What happens to words that only introduce a citation.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Words {
    /// A text says them.
    Keep,
    /// Where nothing but citations stands, they say nothing.
    Drop,
}

/// Each citation by itself, whatever stands around it.
fn parts(source: &str, group: &CitationGroup, start: usize, words: Words, edits: &mut Vec<Edit>) {
    let mut done = 0;
    for same in group.parts.chunk_by(|one, other| one.range == other.range) {
        let Some(first) = same.first() else { continue };
        let cited: Vec<String> = same.iter().map(canonical).collect();
        let separates = |c: char| c.is_whitespace() || SEPARATORS.contains(&c);
        let between = source[done.min(first.range.start)..first.range.start].trim_start_matches(separates);
        let introduced = words == Words::Drop && introduction(between) == between.len();
        let from = first.range.start - if introduced { between.len() } else { 0 };
        push(source, &(from..first.range.end), start, cited.join(BETWEEN), edits);
        done = first.range.end;
    }
}

fn push(source: &str, range: &Range<usize>, start: usize, text: String, edits: &mut Vec<Edit>) {
    let was = &source[range.clone()];
    if was != text && !was.contains(['\n', '\r']) {
        edits.push(Edit { range: start + range.start..start + range.end, text });
    }
}

/// `A.3.2.1 b 2`.
fn canonical(part: &CitationPart) -> String {
    let letter = part.letter.map(|letter| format!(" {letter}")).unwrap_or_default();
    let point = part.point.map(|point| format!(" {point}")).unwrap_or_default();
    format!("{}{letter}{point}", part.clause)
}
