//! What stands at a byte of a plan: read from the facts of its chunk; only prose is looked at for notation of its own.

use std::ops::Range;

use crate::model::build::{Document, Surface};
use crate::model::{Field, NodeKey, Piece, Span};
use crate::schema::{self, FieldKey, Kind, Type};
use crate::standard::{Aspect, Dimension, Level, TermSet, read_level};
use crate::syntax::notation::{Notation, Token as Notated, looks_interesting};

/// Prose longer than this is not looked at: nobody hovers over it.
const LONGEST_PROSE: usize = 64 * 1024;

/// What stands at a byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// Citations that share one place: one, or all that a range stands for.
    Citations(Vec<Cited>),
    /// A level's code or name.
    Level(Level),
    /// The headings or keys of dimensions and aspects (two where one heading opens two), and whose they are.
    Sections(NodeKey, Vec<(Dimension, Option<Aspect>)>),
}

/// A citation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cited {
    /// The clause's number.
    pub(super) clause: String,
    /// The item's letter.
    pub(super) letter: Option<char>,
    /// The point's ordinal.
    pub(super) point: Option<u8>,
}

type Found = (Token, Range<usize>);

/// The bytes of a place, if it holds the byte that is asked for.
type At<'a> = &'a dyn Fn(Span) -> Option<Range<usize>>;

/// The token at a byte, with its bytes.
pub(super) fn token_at(document: &Document, byte: usize) -> Option<Found> {
    let chunk = document.chunks().at(byte)?;
    let pieces = &document.facts(chunk)?.pieces;
    let at = |span: Span| Some(document.range(span)).filter(|range| range.contains(&byte));
    if let Some(found) = pieces.iter().find_map(|(_, piece)| citations(piece, &at)) {
        return Some(found);
    }
    let prose = Prose::at(document, byte);
    if let Some(found) = prose.as_ref().and_then(|prose| prose.citations(byte)) {
        return Some(found);
    }
    if let Some(found) = pieces.iter().find_map(|(_, piece)| level(piece, &at)) {
        return Some(found);
    }
    let termed = pieces.iter().any(|(node, piece)| is_other_term(document, *node, piece, &at));
    if !termed && let Some(found) = prose.as_ref().and_then(|prose| prose.level(byte)) {
        return Some(found);
    }
    sections(pieces, &at).or_else(|| aspect_cell(document, pieces, prose?.range))
}

/// The citations of a measure at the byte.
fn citations(piece: &Piece, at: At<'_>) -> Option<Found> {
    let Piece::Measure(measure) = piece else { return None };
    let (span, range) =
        measure.citations.iter().find_map(|citation| Some((citation.span, at(citation.span)?)))?;
    let together = measure.citations.iter().filter(|citation| citation.span == span);
    let cited = together.map(|citation| Cited {
        clause: citation.clause.clone(),
        letter: citation.letter,
        point: citation.point,
    });
    Some((Token::Citations(cited.collect()), range))
}

/// The level that a word of a level's field gives.
fn level(piece: &Piece, at: At<'_>) -> Option<Found> {
    let Piece::Field { field, .. } = piece else { return None };
    if !matches!(field.key, FieldKey::Level | FieldKey::Current | FieldKey::Target) {
        return None;
    }
    field.words.iter().find_map(|word| Some((Token::Level(read_level(&word.text).level?), at(word.span)?)))
}

/// Whether the byte stands in a value of another vocabulary: some of its terms are called as levels are.
fn is_other_term(document: &Document, node: NodeKey, piece: &Piece, at: At<'_>) -> bool {
    let is_term = |kind, field: &Field| {
        let ty = schema::field(kind, field.key).map(|row| row.ty);
        matches!(ty, Some(Type::Term(set) | Type::Terms(set)) if set != TermSet::Level)
            && at(field.value).is_some()
    };
    match piece {
        Piece::Field { field, .. } => document.node(node).is_some_and(|entity| is_term(entity.kind, field)),
        Piece::Measure(measure) => measure.fields.iter().any(|field| is_term(Kind::Measure, field)),
        Piece::Record(record) => record.fields.iter().any(|field| is_term(record.kind, field)),
        _ => false,
    }
}

/// The dimensions and aspects whose heading or key holds the byte.
fn sections(pieces: &[(NodeKey, Piece)], at: At<'_>) -> Option<Found> {
    let mut place = None;
    let mut opened = Vec::new();
    for (node, piece) in pieces {
        let Piece::Section(section) = piece else { continue };
        let Some(range) = at(section.span) else { continue };
        place.get_or_insert((*node, range));
        opened.push((section.dimension, section.aspect));
    }
    place.map(|(node, range)| (Token::Sections(node, opened), range))
}

/// A cell that names the aspect of its row's measure: only an aspect's first row is a section of its own.
fn aspect_cell(document: &Document, pieces: &[(NodeKey, Piece)], cell: Range<usize>) -> Option<Found> {
    let text = document.text();
    let aspects = schema::resolve_aspects(&text.slice(cell.clone()));
    let line = text.line_of(cell.start);
    pieces.iter().find_map(|(node, piece)| {
        let Piece::Measure(measure) = piece else { return None };
        let start = document.range(measure.span).start;
        let named = aspects.contains(&measure.aspect) && start > cell.start && text.line_of(start) == line;
        named.then(|| {
            let list = aspects.iter().map(|aspect| (aspect.dimension(), Some(*aspect))).collect();
            (Token::Sections(*node, list), cell.clone())
        })
    })
}

/// Readable text, in Markdown a block, in YAML a line, with the notation in it.
struct Prose {
    range: Range<usize>,
    text: String,
    tokens: Vec<Notated>,
}

impl Prose {
    /// The readable text that holds a byte.
    fn at(document: &Document, byte: usize) -> Option<Self> {
        let text = document.text();
        let line = || {
            let line = text.line_of(byte);
            text.line_start(line)..text.line_start(line + 1)
        };
        let range = match document.surface {
            Surface::Yaml => line(),
            Surface::Markdown => {
                let block = document.block_at(byte)?;
                if block.is_yaml { line() } else { block.range }
            }
        };
        if range.len() > LONGEST_PROSE {
            return None;
        }
        let text = text.slice(range.clone()).into_owned();
        let tokens = if looks_interesting(&text) { Notation::new().prose(&text) } else { Vec::new() };
        Some(Self { range, text, tokens })
    }

    /// Bytes of the document for bytes of the text.
    fn place(&self, inside: &Range<usize>) -> Range<usize> {
        self.range.start + inside.start..self.range.start + inside.end
    }

    /// The citations at a byte of the document.
    fn citations(&self, byte: usize) -> Option<Found> {
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
    fn level(&self, byte: usize) -> Option<Found> {
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
}

/// Whether a code is no part of a longer word or id. A name in 中文 stands wherever it stands.
fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let joins = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let before = text[..range.start].ends_with(|c| joins(c) || c == '-');
    let behind = text[range.end..].starts_with(joins);
    !text[range.clone()].is_ascii() || !before && !behind
}
