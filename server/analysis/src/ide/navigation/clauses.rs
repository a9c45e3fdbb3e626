//! Citations of one document: those of a clause or of something in it, and all as links.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::Spot;
use crate::ide::token::Cited;
use crate::model::build::Document;
use crate::model::{Citation, Piece, Span};
use crate::text::{Encoding, Position, Walk};

/// The places of a document where a clause, item or point, or something in it, is cited.
#[must_use]
pub fn citations_of(document: &Document, cited: &Cited) -> Vec<Spot> {
    found(document, |citation| cited.holds(citation))
}

/// The places where just the same is cited.
pub(super) fn same_citations(document: &Document, cited: &Cited) -> Vec<Spot> {
    found(document, |citation| Cited::of(citation) == *cited)
}

/// The citations of a document that lead somewhere, each with what it names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    /// What is cited, each once.
    pub cited: Vec<Cited>,
    /// Where a citation begins and ends, in order, and the place of what it names in the list.
    pub places: Vec<(Position, Position, usize)>,
}

/// The links of a document: the first of citations that share a place.
#[must_use]
pub fn links(document: &Document, encoding: Encoding) -> Links {
    let text = document.text();
    let mut links = Links::default();
    let mut known: FxHashMap<(&str, Option<char>, Option<u8>), usize> = FxHashMap::default();
    for id in document.chunks().ids() {
        let mut found: Vec<(Span, &Citation)> = Vec::new();
        each_in(document, id, |citation, _| {
            if citation.target.exists() && citation.span.chunk.0 == id {
                found.push((citation.span, citation));
            }
        });
        if found.is_empty() {
            continue;
        }
        found.sort_by_key(|(span, _)| (span.start, span.end));
        found.dedup_by_key(|(span, _)| *span);
        let range = document.chunks().range(id).unwrap_or(0..0);
        let (first, own) = (text.line_of(range.start), text.slice(range));
        let mut walk = Walk::new(&own, encoding);
        let mut to = |byte: u32| {
            let at = walk.to(byte as usize);
            Position { line: at.line + u32::try_from(first).unwrap_or(u32::MAX), ..at }
        };
        for (span, citation) in found {
            let key = (citation.clause.as_str(), citation.letter, citation.point);
            let number = *known.entry(key).or_insert_with(|| {
                links.cited.push(Cited::of(citation));
                links.cited.len() - 1
            });
            links.places.push((to(span.start), to(span.end), number));
        }
    }
    links
}

/// The citations in a range that lead somewhere, in order: the first of those that share a place.
pub(in crate::ide) fn citations_in<'a>(
    document: &'a Document,
    range: &Range<usize>,
) -> Vec<(Range<usize>, &'a Citation)> {
    let mut links: Vec<(Range<usize>, &Citation)> = Vec::new();
    for id in document.chunks().touching(range) {
        each_in(document, id, |citation, _| {
            let place = document.range(citation.span);
            if citation.target.exists() && place.start < range.end && place.end > range.start {
                links.push((place, citation));
            }
        });
    }
    links.sort_by_key(|(range, _)| (range.start, range.end));
    links.dedup_by_key(|(range, _)| range.clone());
    links
}

fn found(document: &Document, meant: impl Fn(&Citation) -> bool) -> Vec<Spot> {
    let mut spots = Vec::new();
    each(document, |citation, whole| {
        if meant(citation) {
            let (range, whole) = (document.range(citation.span), document.range(whole));
            spots.push(Spot { file: document.file, range, whole, defines: false });
        }
    });
    spots.sort_by_key(|spot| spot.range.start);
    spots.dedup();
    spots
}

/// Every citation of a document, with the place of the measure that it stands in, else its own.
fn each<'a>(document: &'a Document, mut take: impl FnMut(&'a Citation, Span)) {
    document.chunks().ids().for_each(|id| each_in(document, id, &mut take));
}

/// Every citation of a chunk.
fn each_in<'a>(document: &'a Document, chunk: u32, mut take: impl FnMut(&'a Citation, Span)) {
    for (_, piece) in document.facts(chunk).into_iter().flat_map(|facts| &facts.pieces) {
        match piece {
            Piece::Measure(measure) => {
                measure.citations.iter().for_each(|citation| take(citation, measure.span));
            }
            Piece::Citation(citation) => take(citation, citation.span),
            _ => {}
        }
    }
}
