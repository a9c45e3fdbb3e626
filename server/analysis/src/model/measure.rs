//! Measures: what a plan does about an aspect, how far it is, and what is waived.

use std::sync::Arc;

use super::entity::{Citation, Field, Word};
use super::{NodeKey, Span};
use crate::standard::{Aspect, Term, TermSet};

/// How far a measure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// 已完成.
    Done,
    /// 进行中.
    Doing,
    /// 未启动.
    Planned,
}

impl Status {
    /// The status that a word names.
    #[must_use]
    pub(super) fn named(word: &Word) -> Option<Self> {
        word.term(TermSet::Status).map(Self::of)
    }

    /// The status that a term names.
    #[must_use]
    pub fn of(term: &Term) -> Self {
        match term.key {
            "done" => Self::Done,
            "doing" => Self::Doing,
            _ => Self::Planned,
        }
    }
}

/// `不适用`: a topic or aspect waived.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Waiver {
    /// Why; without a reason nothing is waived.
    pub reason: Option<Word>,
}

/// A measure below an aspect.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Measure {
    /// Its key.
    pub key: NodeKey,
    /// The aspect that it stands in.
    pub aspect: Aspect,
    /// Further aspects that it stands in: below a heading of two, or a dimension, where its citations name several.
    pub others: Vec<Aspect>,
    /// Its text, without citations and status; empty where only a citation stands.
    pub text: Word,
    /// The same for two texts that say the same but for punctuation, blanks and width; none for an empty one. Two that
    /// differ may have the same only by an accident of 64 bits.
    pub wording: Option<u64>,
    /// Its citations in order.
    pub citations: Vec<Citation>,
    /// Its status, if stated.
    pub status: Option<Status>,
    /// Whether it waives, and why.
    pub waiver: Option<Box<Waiver>>,
    /// Whether it is a placeholder and covers nothing.
    pub placeholder: bool,
    /// Its other fields (owner, due, evidence, …), `clause` and `text` included.
    pub fields: Vec<Field>,
    /// The whole measure's place (one line or more).
    pub span: Span,
}

impl Measure {
    /// Whether it stands in an aspect.
    #[must_use]
    pub fn stands_in(&self, aspect: Aspect) -> bool {
        self.aspect == aspect || self.others.contains(&aspect)
    }
}

/// An entity's measures in order; each is shared with the facts of the chunk that it stands in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Measures(Vec<Arc<Measure>>);

/// Goes through [`Measures`].
pub type MeasuresIter<'a> =
    std::iter::Map<std::slice::Iter<'a, Arc<Measure>>, fn(&'a Arc<Measure>) -> &'a Measure>;

impl Measures {
    /// Adds one behind the others.
    pub(super) fn push(&mut self, measure: &Arc<Measure>) {
        self.0.push(Arc::clone(measure));
    }

    /// Keeps those that are wanted.
    pub(crate) fn retain(&mut self, wanted: impl Fn(&Measure) -> bool) {
        self.0.retain(|measure| wanted(measure));
    }

    /// All of them.
    pub fn iter(&self) -> MeasuresIter<'_> {
        self.0.iter().map(Arc::as_ref)
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The first.
    #[must_use]
    pub fn first(&self) -> Option<&Measure> {
        self.iter().next()
    }
}

impl<'a> IntoIterator for &'a Measures {
    type Item = &'a Measure;
    type IntoIter = MeasuresIter<'a>;

    fn into_iter(self) -> MeasuresIter<'a> {
        self.iter()
    }
}
