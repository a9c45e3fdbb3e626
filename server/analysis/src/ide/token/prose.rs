//! Readable text, in Markdown a block, in YAML a line, with the notation and the terms in it.

use std::ops::Range;

use super::{Cited, Found, Place, Token, half, words};
use crate::model::build::{Document, Surface};
use crate::model::{FileId, Piece};
use crate::standard::{Level, TermSet, read_level};
use crate::syntax::notation::{Notation, Token as Notated, looks_interesting};

/// Prose longer than this is not looked at: nobody hovers over it.
const LONGEST_PROSE: usize = 64 * 1024;

/// Readable text of one document.
pub(in crate::ide) struct Prose {
    file: FileId,
    /// Its bytes in the document.
    pub(super) range: Range<usize>,
    text: String,
    is_yaml: bool,
    tokens: Vec<Notated>,
}

impl Prose {
    /// The readable text that holds a byte.
    pub(super) fn at(document: &Document, byte: usize) -> Option<Self> {
        let text = document.text();
        let line = || {
            let line = text.line_of(byte);
            text.line_start(line)..text.line_start(line + 1)
        };
        let (range, is_yaml) = match document.surface {
            Surface::Yaml => (line(), true),
            Surface::Markdown => {
                let block = document.block_at(byte)?;
                if block.is_yaml { (line(), true) } else { (block.range, false) }
            }
        };
        if range.len() > LONGEST_PROSE {
            return None;
        }
        let text = text.slice(range.clone()).into_owned();
        let tokens = if looks_interesting(&text) { Notation::new().prose(&text) } else { Vec::new() };
        Some(Self { file: document.file, range, text, is_yaml, tokens })
    }

    /// Whether it holds a byte of a document.
    pub(super) fn is_at(&self, document: &Document, byte: usize) -> bool {
        self.file == document.file && self.range.contains(&byte)
    }

    /// Bytes of the document for bytes of the text.
    fn place(&self, inside: &Range<usize>) -> Range<usize> {
        self.range.start + inside.start..self.range.start + inside.end
    }

    /// The citations at a byte of the document.
    pub(super) fn citations(&self, byte: usize) -> Option<Found> {
        let inside = byte - self.range.start;
        let groups = self.tokens.iter().filter_map(|token| match token {
            Notated::Citation(group) => Some(&group.parts),
            _ => None,
        });
        let parts: Vec<_> = groups.flatten().filter(|part| part.range.contains(&inside)).collect();
        let range = self.place(&parts.first()?.range);
        let cited = parts.into_iter().map(|part| Cited {
            clause: part.clause.clone(),
            letter: part.letter,
            point: part.point,
        });
        Some((Token::Citations(cited.collect()), range))
    }

    /// The level whose code or name stands at a byte of the document.
    pub(super) fn level(&self, byte: usize) -> Option<Found> {
        let inside = byte - self.range.start;
        let coded = self.tokens.iter().flat_map(|token| match token {
            Notated::Level { range, .. } => vec![range],
            Notated::Transition { from, to, .. } => vec![from, to],
            _ => Vec::new(),
        });
        let mut coded = coded.filter(|range| range.contains(&inside));
        if let Some(found) = coded.find_map(|range| {
            Some((Token::Level(read_level(&self.text[range.clone()]).level?), self.place(range)))
        }) {
            return Some(found);
        }
        // A code or name inside other words; ASCII letters alone change, bytes stay where they are.
        let text = self.text.to_ascii_uppercase();
        Level::all().find_map(|level| {
            let word = |word: &str| {
                let mut places = text.match_indices(word).map(|(start, found)| start..start + found.len());
                places.find(|range| range.contains(&inside) && stands_alone(&text, range))
            };
            let range = word(level.code()).or_else(|| word(level.name()))?;
            Some((Token::Level(level), self.place(&range)))
        })
    }

    /// The id at the byte, where it is defined.
    pub(super) fn id(&self, place: &Place<'_>) -> Option<Found> {
        let inside = place.byte - self.range.start;
        self.tokens.iter().find_map(|token| {
            let Notated::Id { range } = token else { return None };
            let id = range.contains(&inside).then(|| &self.text[range.clone()])?;
            words::is_defined(place.set, id, &[])
                .then(|| (Token::Reference(id.to_owned(), &[]), self.place(range)))
        })
    }

    /// The status that a bracket in a measure's text gives it.
    pub(super) fn status(&self, place: &Place<'_>) -> Option<Found> {
        let inside = place.byte - self.range.start;
        let word = self.tokens.iter().find_map(|token| match token {
            Notated::Status { word, .. } if word.contains(&inside) => Some(word),
            _ => None,
        })?;
        let term = place.document.own_words().lookup(TermSet::Status, &self.text[word.clone()]).term()?;
        let measured = place.pieces.iter().any(|(_, piece)| {
            matches!(piece, Piece::Measure(measure) if measure.status.is_some() && place.at(measure.span).is_some())
        });
        measured.then(|| (Token::Term(term), self.place(word)))
    }

    /// The key or term in a line of YAML that cannot be read yet.
    pub(super) fn half_typed(&self, place: &Place<'_>) -> Option<Found> {
        if self.is_yaml { half::read(place, &self.text, self.range.start) } else { None }
    }

    /// The unambiguous term at a byte of the document.
    pub(super) fn term(&self, byte: usize) -> Option<Found> {
        let (token, inside) = words::longest(&self.text, byte - self.range.start)?;
        Some((token, self.place(&inside)))
    }
}

/// Whether a code is no part of a longer word or id. A name in 中文 stands wherever it stands.
fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let joins = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let before = text[..range.start].ends_with(|c| joins(c) || c == '-');
    let behind = text[range.end..].starts_with(joins);
    !text[range.clone()].is_ascii() || !before && !behind
}
