//! Growing selections: a word, what it stands for, the value or measure, the field or item, then aspect, dimension and
//! entity, up to the plan.

use std::ops::Range;

use super::symbols::Symbol;
use super::token::{term_at, token_at};
use crate::model::build::Document;
use crate::model::{Field, Piece, Span};
use crate::plan_set::PlanSet;
use crate::text::Encoding;

/// The ranges around a byte of a plan, the narrowest first; each holds the one before.
#[must_use]
pub fn selection(
    set: &PlanSet,
    document: &Document,
    outline: &[Symbol],
    encoding: Encoding,
    byte: usize,
) -> Vec<Range<usize>> {
    let text = document.text();
    let mut found: Vec<Range<usize>> = Vec::new();
    found.push(0..text.len());
    let line = text.line_of(byte);
    let start = text.line_start(line);
    let content = text.line(line);
    let body = content.trim_end_matches(['\n', '\r']);
    let inside = (byte - start).min(body.len());
    let at = start + on_word(body, inside);
    found.extend(word(body, at - start).map(|word| start + word.start..start + word.end));
    let lead = body.len() - body.trim_start().len();
    found.push(start + lead..start + lead.max(body.trim_end().len()));
    found.extend(term_at(document, at));
    found.extend(token_at(set, document, at).map(|(_, range)| range));
    found.extend(document.block_at(at).map(|block| block.range));
    pieces(document, at, &mut found);
    let position = text.position(byte, encoding);
    let around = |symbol: &&Symbol| symbol.range[0] <= position && position <= symbol.range[1];
    for symbol in outline.iter().filter(around) {
        found.extend(
            [symbol.range, symbol.selection]
                .map(|[from, to]| text.byte(from, encoding)..text.byte(to, encoding)),
        );
    }
    found.retain(|range| range.start <= byte && byte <= range.end && !range.is_empty());
    found.sort_by_key(|range| (range.len(), range.start));
    let mut chain: Vec<Range<usize>> = Vec::new();
    for range in found {
        let holds = |inner: &Range<usize>| range.start <= inner.start && inner.end <= range.end;
        if chain.last().is_none_or(|inner| holds(inner) && *inner != range) {
            chain.push(range);
        }
    }
    if chain.is_empty() {
        chain.push(byte..byte);
    }
    chain
}

/// The bytes of everything that the model has read at a byte.
fn pieces(document: &Document, byte: usize, found: &mut Vec<Range<usize>>) {
    let Some(id) = document.chunks().at(byte) else { return };
    let Some(facts) = document.facts(id) else { return };
    let mut add = |span: Span| found.push(document.range(span));
    let field = |field: &Field, add: &mut dyn FnMut(Span)| {
        field.words.iter().for_each(|word| add(word.span));
        add(field.value);
        add(field.label);
        let (label, value) = (field.label, field.value);
        if label.chunk == value.chunk && label.start <= value.start {
            add(Span { end: value.end.max(label.end), ..label });
        }
    };
    for (_, piece) in &facts.pieces {
        match piece {
            Piece::Field { field: own, .. } => field(own, &mut add),
            Piece::Measure(measure) => {
                measure.fields.iter().for_each(|own| field(own, &mut add));
                measure.citations.iter().for_each(|citation| add(citation.span));
                add(measure.text.span);
                add(measure.span);
            }
            Piece::Record(record) => {
                record.fields.iter().for_each(|own| field(own, &mut add));
                add(record.span);
            }
            _ => {}
        }
    }
}

/// A cursor behind the last letter of a word is on it.
fn on_word(line: &str, byte: usize) -> usize {
    let byte = line.floor_char_boundary(byte);
    let before = line[..byte].chars().next_back();
    let on = line[byte..].chars().next().is_some_and(char::is_alphanumeric);
    match before.filter(|before| !on && before.is_alphanumeric()) {
        Some(before) => byte - before.len_utf8(),
        None => byte,
    }
}

/// The letters and digits around a byte: of one script, for Chinese has no blanks; of Latin ones with what joins ids and
/// the numbers of clauses.
fn word(line: &str, byte: usize) -> Option<Range<usize>> {
    let first = line[byte..].chars().next().filter(|c| c.is_alphanumeric())?;
    let latin = first.is_ascii();
    let same =
        |c: &char| c.is_ascii() == latin && (c.is_alphanumeric() || latin && matches!(c, '.' | '-' | '_'));
    let before: usize = line[..byte].chars().rev().take_while(same).map(char::len_utf8).sum();
    let behind: usize = line[byte..].chars().take_while(same).map(char::len_utf8).sum();
    let whole = &line[byte - before..byte + behind];
    let lead = whole.len() - whole.trim_start_matches(['.', '-', '_']).len();
    let start = byte - before + lead;
    Some(start..start + whole.trim_matches(['.', '-', '_']).len())
}
