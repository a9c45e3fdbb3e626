//! The colours of one chunk, from what the model has read there: nothing here depends on other chunks.

use std::ops::Range;

use super::paint::Paint;
use crate::model::build::Document;
use crate::model::{
    ChunkColours, ChunkFacts, Citation, Colour, Field, Measure, Origin, Piece, Section, Span, Status,
    WAIVER_WORDS, numbering,
};
use crate::schema::{self, FieldKey, Kind, Type};
use crate::standard::{TermSet, standard};
use crate::syntax::notation::{Notation, Token, looks_interesting};
use crate::text::Encoding;

/// Colours a chunk.
pub(super) fn colours(
    document: &Document,
    id: u32,
    encoding: Encoding,
    notation: &mut Notation,
) -> ChunkColours {
    let (Some(range), Some(facts)) = (document.chunks().range(id), document.facts(id)) else {
        return ChunkColours::default();
    };
    let text = document.text().slice(range);
    let mut chunk = Chunk { document, id, text: &text, notation, paint: Paint::default() };
    chunk.read(facts);
    chunk.paint.dry(&text, encoding)
}

struct Chunk<'a> {
    document: &'a Document,
    id: u32,
    text: &'a str,
    notation: &'a mut Notation,
    paint: Paint,
}

impl Chunk<'_> {
    fn read(&mut self, facts: &ChunkFacts) {
        for (node, piece) in &facts.pieces {
            match piece {
                Piece::Open { anchor, row: false, .. } => self.entity_word(*anchor),
                Piece::Field { field, .. } => {
                    if let Some(kind) = self.document.node(*node).map(|node| node.kind) {
                        self.field(kind, field);
                    }
                }
                Piece::Section(section) => self.section(section),
                Piece::Measure(measure) => self.measure(measure),
                Piece::Record(record) => {
                    record.fields.iter().for_each(|field| self.field(record.kind, field));
                }
                Piece::Citation(citation) => self.citation(citation),
                Piece::Open { .. } | Piece::Opens(..) | Piece::Problem(_) => {}
            }
        }
        for (kind, key, span) in &facts.labels {
            let lists = schema::field(*kind, *key).is_some_and(|field| matches!(field.ty, Type::Entities(_)));
            self.add(*span, if lists { Colour::EntityKind } else { Colour::Field });
        }
        for (_, span) in facts.allows.iter().flat_map(|allow| &allow.rules) {
            self.add(*span, Colour::Rule);
        }
    }

    /// The bytes of a span of this chunk; none where it stands for what an alias brought here.
    fn place(&self, span: Span) -> Option<Range<usize>> {
        let range = span.start as usize..span.end as usize;
        let text = self.text.get(range.clone())?;
        (span.chunk.0 == self.id && !text.starts_with('*')).then_some(range)
    }

    /// Colours the text of a span without quotation marks around it.
    fn add(&mut self, span: Span, colour: Colour) {
        let Some(range) = self.place(span) else { return };
        let text = &self.text[range.clone()];
        let quoted = text.len() >= 2
            && ['"', '\''].iter().any(|mark| text.starts_with(*mark) && text.ends_with(*mark));
        self.paint.add(if quoted { range.start + 1..range.end - 1 } else { range }, colour);
    }

    /// The word with which a heading opens an entity.
    fn entity_word(&mut self, anchor: Span) {
        let Some(range) = self.place(anchor) else { return };
        let heading = &self.text[range.clone()];
        let title = numbering(heading);
        let title = title + (heading[title..].len() - heading[title..].trim_start().len());
        let Some(found) = schema::heading_kind(&heading[title..]) else { return };
        let word = heading[title..heading.len() - found.rest.len()]
            .trim_end_matches([' ', '\t', '\u{3000}', '：', ':']);
        let start = range.start + title;
        self.paint.add(start..start + word.len(), Colour::EntityKind);
    }

    fn section(&mut self, section: &Section) {
        let Some(range) = self.place(section.span) else { return };
        let text = &self.text[range];
        let lead = numbering(text);
        let bare = text.find("<!--").map_or(text, |at| &text[..at]).trim_end();
        let colour = if section.aspect.is_some() { Colour::Aspect } else { Colour::Dimension };
        let byte = |at: usize| section.span.start + u32::try_from(at).unwrap_or(0);
        self.add(Span { start: byte(lead), end: byte(bare.len().max(lead)), ..section.span }, colour);
    }

    fn field(&mut self, kind: Kind, field: &Field) {
        let Some(ty) = schema::field(kind, field.key).map(|field| field.ty) else { return };
        let labelled = match field.origin {
            Origin::Label | Origin::Key => field.label != field.value || field.words.is_empty(),
            Origin::Heading => field.label != field.value,
            Origin::Row | Origin::Merged => false,
        };
        if labelled {
            self.add(field.label, Colour::Field);
        }
        if field.origin == Origin::Merged {
            return;
        }
        for word in &field.words {
            let value = if field.placeholder {
                Some(Colour::Placeholder)
            } else {
                match ty {
                    Type::Id => Some(Colour::Id(kind)),
                    Type::Text if field.key == FieldKey::Name => Some(Colour::Name(kind)),
                    Type::Level | Type::Levels => word.level().level.map(|_| Colour::Level),
                    Type::Term(TermSet::Status) | Type::Terms(TermSet::Status) => {
                        word.term(TermSet::Status).map(|term| status(Status::of(term)))
                    }
                    Type::Term(set) | Type::Terms(set) => {
                        let class = || {
                            set == TermSet::Benefit && standard().terms().benefit_class(&word.text).is_some()
                        };
                        (word.term(set).is_some() || class()).then_some(Colour::Value)
                    }
                    Type::Reference(kinds) | Type::References(kinds) => {
                        Some(Colour::Reference(match kinds {
                            [only] => Some(*only),
                            _ => None,
                        }))
                    }
                    _ => None,
                }
            };
            if let Some(colour) = value {
                self.add(word.span, colour);
            }
        }
    }

    fn measure(&mut self, measure: &Measure) {
        measure.fields.iter().for_each(|field| self.field(Kind::Measure, field));
        let mut unplaced = false;
        for citation in &measure.citations {
            // Where a scalar's text is not what is written (escapes, folded lines), citations have the place of the whole.
            if citation.span == measure.text.span || citation.span == measure.span {
                unplaced = true;
            } else {
                self.citation(citation);
            }
        }
        let states = measure.fields.iter().any(|field| field.key == FieldKey::Status);
        if unplaced || measure.status.is_some() && !states {
            self.notation(measure, unplaced);
        }
        if measure.placeholder {
            self.add(measure.text.span, Colour::Placeholder);
        }
        if measure.waiver.is_some() {
            self.waiver(measure);
        }
        self.aspect_cell(measure);
    }

    /// Citations, where they have no places of their own, and the status in a measure's text.
    fn notation(&mut self, measure: &Measure, cites: bool) {
        let Some(range) = self.place(if cites { measure.text.span } else { measure.span }) else { return };
        let raw = &self.text[range.clone()];
        let tokens = if looks_interesting(raw) { self.notation.prose(raw) } else { Vec::new() };
        let at = |inside: &Range<usize>| range.start + inside.start..range.start + inside.end;
        let mut stated = None;
        for token in &tokens {
            match token {
                Token::Citation(group) if cites => {
                    for part in &group.parts {
                        let target = standard().resolve(&part.clause, part.letter, part.point);
                        let colour = if target.exists() { Colour::Citation } else { Colour::UnknownCitation };
                        self.paint.add(at(&part.range), colour);
                    }
                }
                Token::Status { word, .. } => {
                    let term = self.document.own_words().lookup(TermSet::Status, &raw[word.clone()]).term();
                    if term.map(Status::of).is_some_and(|found| measure.status == Some(found)) {
                        stated = Some(word);
                    }
                }
                _ => {}
            }
        }
        if let (Some(word), Some(found)) = (stated, measure.status) {
            self.paint.add(at(word), status(found));
        }
    }

    /// The word that waives: it begins the text, or is the key before it.
    fn waiver(&mut self, measure: &Measure) {
        let (Some(text), Some(whole)) = (self.place(measure.text.span), self.place(measure.span)) else {
            return;
        };
        let places = [text.clone(), whole.start.min(text.start)..text.start];
        let lower = |place: &Range<usize>| self.text[place.clone()].to_ascii_lowercase();
        let word = places.iter().find_map(|place| {
            let inside = lower(place);
            let found = WAIVER_WORDS.iter().find_map(|word| Some((inside.find(word)?, word.len())))?;
            Some(place.start + found.0..place.start + found.0 + found.1)
        });
        if let Some(word) = word {
            self.paint.add(word, Colour::Waiver);
        }
    }

    /// The cell that names the aspect of a row's measure: only an aspect's first row is a section of its own.
    fn aspect_cell(&mut self, measure: &Measure) {
        let Some(range) = self.place(measure.text.span) else { return };
        let start = self.text[..range.start].rfind(['\n', '\r']).map_or(0, |at| at + 1);
        let line = &self.text[start..range.start];
        if !line.trim_start().starts_with('|') {
            return;
        }
        let mut at = start;
        for cell in line.split('|') {
            let bare = cell.trim_matches([' ', '\t', '*']);
            if !bare.is_empty() && schema::resolve_aspects(bare).contains(&measure.aspect) {
                let from = at + cell.find(bare).unwrap_or(0);
                self.paint.add(from..from + bare.len(), Colour::Aspect);
            }
            at += cell.len() + 1;
        }
    }

    fn citation(&mut self, citation: &Citation) {
        let colour = if citation.target.exists() { Colour::Citation } else { Colour::UnknownCitation };
        if let Some(range) = self.place(citation.span) {
            self.paint.add(range, colour);
        }
    }
}

fn status(status: Status) -> Colour {
    match status {
        Status::Done => Colour::Done,
        Status::Doing => Colour::Doing,
        Status::Planned => Colour::Planned,
    }
}
