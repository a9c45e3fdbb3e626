//! From a word to what it stands for and back: ids to where they are defined and used, citations to the standard and to the
//! measures that cite the same.

mod clauses;
mod ids;
mod rename;
mod search;

use std::ops::Range;

use super::token::{Cited, Token, token_at};
use crate::model::FileId;
use crate::model::build::Document;
use crate::plan_set::PlanSet;
use crate::schema::{self, FieldKey, Kind};
use crate::standard::{Level, TermSet, standard};

pub(super) use clauses::citations_in;
pub use clauses::{Links, citations_of, links};
pub use rename::Refusal;
pub(crate) use rename::{renamed, renaming};
pub use search::{Match, search};

/// A place in a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The document.
    pub file: FileId,
    /// The bytes of the word that is meant.
    pub range: Range<usize>,
    /// The bytes of the heading, key, row or measure that it stands in.
    pub whole: Range<usize>,
    /// Whether something is defined there.
    pub defines: bool,
}

/// Where a word leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// To places in plans.
    Plan(Vec<Spot>),
    /// Into the standard.
    Standard(Cited),
}

/// What is defined elsewhere: an id and the kinds of what it may stand for, or clauses.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Subject {
    Id(String, Vec<Kind>),
    Clauses(Vec<Cited>),
}

/// Where navigation takes place: a set, its documents, and the one with the cursor.
pub(crate) struct Scene<'a> {
    pub(crate) set: &'a PlanSet,
    /// The set's documents, in order.
    pub(crate) documents: Vec<&'a Document>,
    pub(crate) document: &'a Document,
    pub(crate) byte: usize,
}

impl Scene<'_> {
    /// What the word at the cursor stands for, and its bytes.
    fn subject(&self) -> Option<(Subject, Range<usize>)> {
        // A cursor behind the last letter is still on the word.
        let behind = self.byte.checked_sub(1).map(|before| self.document.text().floor(before));
        [Some(self.byte), behind].into_iter().flatten().find_map(|byte| self.subject_at(byte))
    }

    fn subject_at(&self, byte: usize) -> Option<(Subject, Range<usize>)> {
        let (token, range) = token_at(self.set, self.document, byte)?;
        let subject = match token {
            Token::Citations(cited) => Subject::Clauses(cited),
            Token::Entity(node) => {
                let entity = self.set.entity(node)?;
                Subject::Id(entity.id.as_ref()?.text.clone(), vec![entity.kind])
            }
            Token::Reference(id, kinds) => {
                let kinds = self.kinds_of(&id, kinds);
                Subject::Id(id, kinds)
            }
            _ => return None,
        };
        Some((subject, range))
    }

    /// The kinds of what an id defines, among some (any where none are given).
    fn kinds_of(&self, id: &str, kinds: &[Kind]) -> Vec<Kind> {
        let advantage = self.set.advantage(id).map(|_| Kind::Advantage);
        let defined = self.set.defined(id).map(|entity| entity.kind).chain(advantage);
        let mut found: Vec<Kind> = Vec::new();
        for kind in defined.filter(|kind| kinds.is_empty() || kinds.contains(kind)) {
            if !found.contains(&kind) {
                found.push(kind);
            }
        }
        found
    }

    /// Where what the word at the cursor stands for is defined, and the word's bytes.
    pub(crate) fn definition(&self) -> Option<(Destination, Range<usize>)> {
        match self.subject() {
            Some((Subject::Id(id, kinds), range)) => {
                let spots = self.definitions(&id, &kinds);
                (!spots.is_empty()).then_some((Destination::Plan(spots), range))
            }
            Some((Subject::Clauses(cited), range)) => {
                let known = cited.into_iter().find(Cited::exists)?;
                Some((Destination::Standard(known), range))
            }
            None => self.defining_clause().map(|(cited, range)| (Destination::Standard(cited), range)),
        }
    }

    /// Where it is first told of: the row of a list that a heading elaborates, else where it is defined.
    pub(crate) fn declaration(&self) -> Option<(Destination, Range<usize>)> {
        if let Some((Subject::Id(id, kinds), range)) = self.subject() {
            let rows = self.rows(&id, &kinds);
            if !rows.is_empty() {
                return Some((Destination::Plan(rows), range));
            }
        }
        self.definition()
    }

    /// Where the same is meant, in all documents of the set; of a citation, wherever the same or a part of it is cited.
    pub(crate) fn references(&self) -> Option<(Vec<Spot>, Option<Cited>)> {
        match self.subject()?.0 {
            Subject::Id(id, kinds) => {
                let spots = self.documents.iter().flat_map(|document| self.uses(document, &id, &kinds));
                Some((spots.collect(), None))
            }
            Subject::Clauses(cited) => {
                let known = cited.into_iter().find(Cited::exists)?;
                let spots = self.documents.iter().flat_map(|document| citations_of(document, &known));
                Some((spots.collect(), Some(known)))
            }
        }
    }

    /// Where the same is meant in the document with the cursor.
    pub(crate) fn highlights(&self) -> Vec<Spot> {
        match self.subject() {
            Some((Subject::Id(id, kinds), _)) => self.uses(self.document, &id, &kinds),
            Some((Subject::Clauses(cited), _)) => {
                let mut spots: Vec<Spot> =
                    cited.iter().flat_map(|cited| clauses::same_citations(self.document, cited)).collect();
                spots.sort_by_key(|spot| spot.range.start);
                spots.dedup();
                spots
            }
            None => Vec::new(),
        }
    }

    /// The clause that defines a level, a term, a dimension, an aspect or a field, and its word's bytes.
    fn defining_clause(&self) -> Option<(Cited, Range<usize>)> {
        let (token, range) = token_at(self.set, self.document, self.byte)?;
        let term = |set: TermSet, key: &str| standard().terms().of(set).iter().find(|term| term.key == key);
        let clause = match token {
            Token::Level(level) => term(TermSet::Level, level.code())?.clause,
            Token::Term(term) => term.clause,
            Token::Sections(node, sections) => {
                let (dimension, aspect) = *sections.first()?;
                let target = node.and_then(|node| self.set.levels_of(node).target);
                let listed = |level: Level| match aspect {
                    Some(aspect) => standard().aspect_clause(level, aspect),
                    None => standard().dimension_clause(level, dimension),
                };
                target
                    .and_then(listed)
                    .or_else(|| aspect.map(crate::standard::Aspect::clause))
                    .unwrap_or_default()
            }
            Token::Field(kind, key) => *schema::field(kind, key)?.clauses.first()?,
            _ => return None,
        };
        Some((Cited::parse(clause).filter(Cited::exists)?, range))
    }
}

/// The field of a record that gives its id.
fn is_id(field: &crate::model::Field) -> bool {
    field.key == FieldKey::Id
}
