//! Where an id is defined, and where it is used: found in the text first, then asked of what the model has read there, so
//! that whatever a hover knows as an id is found.

use std::ops::Range;

use super::{Scene, Spot, is_id};
use crate::ide::token::{Prose, Token, id_at};
use crate::model::build::Document;
use crate::model::{Entity, Piece, Span};
use crate::schema::Kind;

impl Scene<'_> {
    /// Where an id of these kinds is defined: headings, keys, rows without a heading, advantages.
    pub(super) fn definitions(&self, id: &str, kinds: &[Kind]) -> Vec<Spot> {
        let homes = self.set.defined(id).filter(|entity| kinds.contains(&entity.kind));
        let mut spots: Vec<Spot> = homes.filter_map(|entity| self.place(entity)).collect();
        if kinds.contains(&Kind::Advantage)
            && let Some(advantage) = self.set.advantage(id)
            && let Some(word) =
                advantage.fields.iter().find(|field| is_id(field)).and_then(|field| field.words.first())
        {
            spots.extend(self.spot(word.span, advantage.span));
        }
        spots
    }

    /// The rows of lists that only tell of what a heading defines.
    pub(super) fn rows(&self, id: &str, kinds: &[Kind]) -> Vec<Spot> {
        let nodes = self.documents.iter().flat_map(|document| document.nodes());
        let mut rows: Vec<Spot> = nodes
            .filter(|node| node.row && kinds.contains(&node.kind) && self.set.unmerged(node.key).is_none())
            .filter(|node| node.id.as_ref().is_some_and(|word| word.text == id))
            .filter_map(|node| self.place(node))
            .collect();
        rows.sort_by_key(|spot| (self.rank(spot), spot.range.start));
        rows
    }

    fn rank(&self, spot: &Spot) -> usize {
        self.documents.iter().position(|document| document.file == spot.file).unwrap_or(usize::MAX)
    }

    /// An entity's id, or its heading where it has none, and its heading.
    fn place(&self, entity: &Entity) -> Option<Spot> {
        let word = entity.id.as_ref().map_or(entity.anchor, |id| id.span);
        self.spot(word, entity.anchor)
    }

    fn spot(&self, word: Span, whole: Span) -> Option<Spot> {
        let document = self.documents.iter().find(|document| document.file == word.file)?;
        let range = document.range(word);
        let range = unquoted(&document.text().slice(range.clone()), range.start);
        let whole = document.range(whole);
        let whole = whole.start.min(range.start)..whole.end.max(range.end);
        Some(Spot { file: word.file, range, whole, defines: true })
    }

    /// Where an id of these kinds stands in a document, definitions among them, in order.
    pub(super) fn uses(&self, document: &Document, id: &str, kinds: &[Kind]) -> Vec<Spot> {
        let found = occurrences(&document.text().to_text(), id);
        let mut known = None;
        found.into_iter().filter_map(|range| self.used(document, (id, kinds), range, &mut known)).collect()
    }

    fn used(
        &self,
        document: &Document,
        (id, kinds): (&str, &[Kind]),
        range: Range<usize>,
        known: &mut Option<Prose>,
    ) -> Option<Spot> {
        let defines = match id_at(self.set, document, range.start, known)? {
            (Token::Reference(found, meant), place) if found == id && place == range => {
                let fits = meant.is_empty() || meant.iter().any(|kind| kinds.contains(kind));
                if !fits {
                    return None;
                }
                meant == [Kind::Advantage] && defines_advantage(document, &range)
            }
            (Token::Entity(node), place) if place == range => {
                let node = document.node(node)?;
                if !kinds.contains(&node.kind) || node.id.as_ref().is_none_or(|word| word.text != id) {
                    return None;
                }
                true
            }
            _ => return None,
        };
        let line = document.text().line_of(range.start);
        let whole = document.text().line_start(line)..document.text().line_start(line + 1);
        Some(Spot { file: document.file, range, whole, defines })
    }
}

/// Whether the id of an advantage stands at some bytes.
fn defines_advantage(document: &Document, range: &Range<usize>) -> bool {
    let facts = document.chunks().at(range.start).and_then(|chunk| document.facts(chunk));
    let records = facts.into_iter().flat_map(|facts| &facts.pieces).filter_map(|(_, piece)| match piece {
        Piece::Record(record) if record.kind == Kind::Advantage => Some(record),
        _ => None,
    });
    let words =
        records.flat_map(|record| &record.fields).filter(|field| is_id(field)).flat_map(|field| &field.words);
    words.map(|word| document.range(word.span)).any(|word| word.start <= range.start && range.end <= word.end)
}

/// The bytes of a word without quotation marks around it.
fn unquoted(text: &str, start: usize) -> Range<usize> {
    let quoted =
        text.len() >= 2 && ['"', '\''].iter().any(|mark| text.starts_with(*mark) && text.ends_with(*mark));
    if quoted { start + 1..start + text.len() - 1 } else { start..start + text.len() }
}

/// Where an id stands in a text and is no part of a longer one, nor the name of a YAML anchor.
fn occurrences(text: &str, id: &str) -> Vec<Range<usize>> {
    let joins = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let apart = |range: &Range<usize>| {
        let (before, behind) = (&text[..range.start], &text[range.end..]);
        let mut behind = behind.chars();
        let goes_on = match behind.next() {
            Some('.') => behind.next().is_some_and(joins),
            next => next.is_some_and(joins),
        };
        let from = match before.strip_suffix('.') {
            Some(before) => before.ends_with(joins),
            None => before.ends_with(|c| joins(c) || matches!(c, '&' | '*')),
        };
        !goes_on && (!from || before.ends_with("**"))
    };
    if id.is_empty() {
        return Vec::new();
    }
    memchr_like(text, id).filter(apart).collect()
}

fn memchr_like<'a>(text: &'a str, id: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
    text.match_indices(id).map(|(start, found)| start..start + found.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_inside_a_longer_one_is_another() {
        let text =
            "CU-1，CU-10、A.CU-1 CU-1.2 CU-1。😀CU-1. XCU-1 &CU-1 *CU-1 **CU-1** {#CU-1}（CU-1）\"CU-1\"";
        let found: Vec<&str> = occurrences(text, "CU-1")
            .into_iter()
            .map(|range| {
                let before = text[..range.start].chars().next_back().map_or(0, char::len_utf8);
                let behind = text[range.end..].chars().next().map_or(0, char::len_utf8);
                &text[range.start - before..range.end + behind]
            })
            .collect();
        assert_eq!(found, ["CU-1，", " CU-1。", "😀CU-1.", "*CU-1*", "#CU-1}", "（CU-1）", "\"CU-1\""]);
        assert!(occurrences(text, "").is_empty());
    }
}
