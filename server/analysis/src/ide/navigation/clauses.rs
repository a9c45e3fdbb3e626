//! Citations of one document: those of a clause or of something in it, and all as links.

use std::ops::Range;

use super::Spot;
use crate::ide::token::Cited;
use crate::model::build::Document;
use crate::model::{Citation, Piece, Span};

/// The places of a document where a clause, item or point, or something in it, is cited.
#[must_use]
pub fn citations_of(document: &Document, cited: &Cited) -> Vec<Spot> {
    found(document, |citation| cited.holds(citation))
}

/// The places where just the same is cited.
pub(super) fn same_citations(document: &Document, cited: &Cited) -> Vec<Spot> {
    found(document, |citation| Cited::of(citation) == *cited)
}

/// The citations of a document that lead somewhere, in order: the first of those that share a place.
#[must_use]
pub fn links(document: &Document) -> Vec<(Range<usize>, Cited)> {
    let links = citations_in(document, &(0..document.text().len())).into_iter();
    links.map(|(range, citation)| (range, Cited::of(citation))).collect()
}

/// The same citations in a range.
pub(in crate::ide) fn citations_in<'a>(
    document: &'a Document,
    range: &Range<usize>,
) -> Vec<(Range<usize>, &'a Citation)> {
    let mut links: Vec<(Range<usize>, &Citation)> = Vec::new();
    let position = |byte: usize| document.chunks().at(byte).and_then(|id| document.chunks().position(id));
    let (Some(first), Some(last)) = (position(range.start), position(range.end)) else { return links };
    for id in document.chunks().ids_from(first).take(last - first + 1) {
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
