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
    let mut links: Vec<(Range<usize>, Cited)> = Vec::new();
    each(document, |citation, _| {
        if citation.target.exists() {
            links.push((document.range(citation.span), Cited::of(citation)));
        }
    });
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
fn each(document: &Document, mut take: impl FnMut(&Citation, Span)) {
    for facts in document.chunks().ids().filter_map(|id| document.facts(id)) {
        for (_, piece) in &facts.pieces {
            match piece {
                Piece::Measure(measure) => {
                    measure.citations.iter().for_each(|citation| take(citation, measure.span));
                }
                Piece::Citation(citation) => take(citation, citation.span),
                _ => {}
            }
        }
    }
}
