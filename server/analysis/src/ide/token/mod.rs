//! What stands at a byte of a plan: read from the facts of its chunk; only prose is looked at for notation and terms of
//! its own.
//!
//! Roles go before words: a citation, then the value, label or heading that the model has read there, and only where
//! none of them stands what the running text says by itself.

mod field;
mod half;
mod prose;
mod words;

use std::ops::Range;

pub(super) use super::cited::Cited;
use crate::model::build::Document;
use crate::model::{NodeKey, Piece, Span};
use crate::plan_set::PlanSet;
use crate::schema::{self, FieldKey, Kind};
use crate::standard::{Aspect, BenefitClass, Dimension, Level, Term, Topic};
pub(super) use prose::Prose;

/// What stands at a byte.
#[derive(Clone, Debug)]
pub(super) enum Token {
    /// Citations that share one place: one, or all that a range stands for.
    Citations(Vec<Cited>),
    /// A level's code or name.
    Level(Level),
    /// The headings or keys of dimensions and aspects (two where one heading opens two), and whose they are; without
    /// an owner the name of one in running text.
    Sections(Option<NodeKey>, Vec<(Dimension, Option<Aspect>)>),
    /// A term of one of the other vocabularies.
    Term(&'static Term),
    /// A class of benefits.
    Class(&'static BenefitClass),
    /// The label, key, heading or column of a field.
    Field(Kind, FieldKey),
    /// What an entity is, where its kind is named.
    Kind(Kind),
    /// The title of a topic with which a measure begins, and whose measure it is.
    Topic(NodeKey, Topic),
    /// An entity, at its heading, id or name.
    Entity(NodeKey),
    /// The id of an entity or advantage that is defined, and the kinds that are meant (none for any).
    Reference(String, &'static [Kind]),
}

type Found = (Token, Range<usize>);

/// One byte of a document, and the facts of its chunk.
struct Place<'a> {
    set: &'a PlanSet,
    document: &'a Document,
    /// The byte in the document.
    byte: usize,
    /// Where the chunk begins.
    start: usize,
    chunk: u32,
    pieces: &'a [(NodeKey, Piece)],
    labels: &'a [(Kind, FieldKey, Span)],
}

impl<'a> Place<'a> {
    fn new(set: &'a PlanSet, document: &'a Document, byte: usize) -> Option<Self> {
        let chunk = document.chunks().at(byte)?;
        let start = document.chunks().range(chunk)?.start;
        let facts = document.facts(chunk)?;
        Some(Self { set, document, byte, start, chunk, pieces: &facts.pieces, labels: &facts.labels })
    }

    /// The bytes of a span, if it holds the byte that is asked for.
    fn at(&self, span: Span) -> Option<Range<usize>> {
        let range = self.start + span.start as usize..self.start + span.end as usize;
        (span.chunk.0 == self.chunk && range.contains(&self.byte)).then_some(range)
    }

    /// The bytes of a span without quotation marks around them, if they hold the byte.
    fn at_text(&self, span: Span) -> Option<Range<usize>> {
        let range = self.at(span)?;
        let text = self.document.text().slice(range.clone());
        let quoted = text.len() >= 2
            && ['"', '\''].iter().any(|mark| text.starts_with(*mark) && text.ends_with(*mark));
        let range = if quoted { range.start + 1..range.end - 1 } else { range };
        range.contains(&self.byte).then_some(range)
    }
}

/// The token at a byte, with its bytes.
pub(super) fn token_at(set: &PlanSet, document: &Document, byte: usize) -> Option<Found> {
    let place = Place::new(set, document, byte)?;
    if let Some(found) = place.pieces.iter().find_map(|(_, piece)| citations(&place, piece)) {
        return Some(found);
    }
    let prose = Prose::at(document, byte);
    if let Some(found) = prose.as_ref().and_then(|prose| prose.citations(byte)) {
        return Some(found);
    }
    let (found, termed) = field::read(&place);
    let found = found.or_else(|| field::label(&place));
    if found.is_some() {
        return found;
    }
    if !termed && let Some(found) = prose.as_ref().and_then(|prose| prose.level(byte)) {
        return Some(found);
    }
    let found = sections(&place)
        .or_else(|| aspect_cell(&place, prose.as_ref()?.range.clone()))
        .or_else(|| prose.as_ref()?.id(&place))
        .or_else(|| field::entity(&place))
        .or_else(|| topic(&place));
    if found.is_some() || termed {
        return found;
    }
    let prose = prose?;
    prose.status(&place).or_else(|| prose.half_typed(&place)).or_else(|| prose.term(byte))
}

/// The id at a byte and what it stands for: as [`token_at`], but nothing else is looked for. `known` is the readable text
/// that was looked at last: many ids may stand in one.
pub(super) fn id_at(
    set: &PlanSet,
    document: &Document,
    byte: usize,
    known: &mut Option<Prose>,
) -> Option<Found> {
    let place = Place::new(set, document, byte)?;
    let (found, termed) = field::read(&place);
    if found.is_some() || termed {
        return found;
    }
    if known.as_ref().is_none_or(|known| !known.is_at(document, byte)) {
        *known = Prose::at(document, byte);
    }
    known.as_ref()?.id(&place)
}

/// The term of the standard that stands at a byte of readable text by itself.
pub(super) fn term_at(document: &Document, byte: usize) -> Option<Range<usize>> {
    Some(Prose::at(document, byte)?.term(byte)?.1)
}

/// The citations of a measure at the byte.
fn citations(place: &Place<'_>, piece: &Piece) -> Option<Found> {
    let Piece::Measure(measure) = piece else { return None };
    let (span, range) =
        measure.citations.iter().find_map(|citation| Some((citation.span, place.at(citation.span)?)))?;
    let together = measure.citations.iter().filter(|citation| citation.span == span);
    let cited = together.map(|citation| Cited {
        clause: citation.clause.clone(),
        letter: citation.letter,
        point: citation.point,
    });
    Some((Token::Citations(cited.collect()), range))
}

/// The dimensions and aspects whose heading or key holds the byte.
fn sections(place: &Place<'_>) -> Option<Found> {
    let mut owner = None;
    let mut opened = Vec::new();
    for (node, piece) in place.pieces {
        let Piece::Section(section) = piece else { continue };
        let Some(range) = place.at(section.span) else { continue };
        owner.get_or_insert((*node, range));
        opened.push((section.dimension, section.aspect));
    }
    owner.map(|(node, range)| (Token::Sections(Some(node), opened), range))
}

/// A cell that names the aspect of its row's measure: only an aspect's first row is a section of its own.
fn aspect_cell(place: &Place<'_>, cell: Range<usize>) -> Option<Found> {
    let text = place.document.text();
    let aspects = schema::resolve_aspects(&text.slice(cell.clone()));
    let line = text.line_of(cell.start);
    place.pieces.iter().find_map(|(node, piece)| {
        let Piece::Measure(measure) = piece else { return None };
        let start = place.start + measure.span.start as usize;
        let named = aspects.contains(&measure.aspect) && start > cell.start && text.line_of(start) == line;
        named.then(|| {
            let list = aspects.iter().map(|aspect| (aspect.dimension(), Some(*aspect))).collect();
            (Token::Sections(Some(*node), list), cell.clone())
        })
    })
}

/// The title of a topic with which a measure in its aspect begins.
fn topic(place: &Place<'_>) -> Option<Found> {
    place.pieces.iter().find_map(|(node, piece)| {
        let Piece::Measure(measure) = piece else { return None };
        let range = place.at(measure.text.span)?;
        let text = place.document.text().slice(range.clone());
        let topics = Topic::all().filter(|topic| measure.stands_in(topic.aspect()));
        let titles = topics.flat_map(|topic| Level::all().map(move |level| (topic, topic.title(level))));
        let leads = titles.filter(|(_, title)| {
            let ends = |rest: &str| !rest.starts_with(char::is_alphanumeric);
            title.chars().count() > 2 && text.strip_prefix(title).is_some_and(ends)
        });
        let (topic, title) = leads.max_by_key(|(_, title)| title.len())?;
        let range = range.start..range.start + title.len();
        range.contains(&place.byte).then_some((Token::Topic(*node, topic), range))
    })
}
