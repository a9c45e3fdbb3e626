//! Rewriting on purpose: a measure moved to the aspect that it cites, measures sorted by clause, a unit raised by a level.
//!
//! What an edit would make of the plan is read before it is offered: nothing but what it is for may become another.

mod blocks;
mod raise;
mod trial;

use std::ops::Range;

use crate::model::build::{Document, Readers};
use crate::rules::{Change, Fixer};

/// What a rewriting is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefactorKind {
    /// Something stands elsewhere afterwards.
    Move,
    /// Something is written otherwise, or more is.
    Rewrite,
}

/// A rewriting that is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refactoring {
    pub(crate) kind: RefactorKind,
    pub(crate) title: String,
    pub(crate) changes: Vec<Change>,
}

/// What may be rewritten where a range of bytes stands in a document.
pub(crate) fn refactorings(
    fixer: &Fixer<'_>,
    document: &Document,
    readers: &mut Readers,
    range: &Range<usize>,
) -> Vec<Refactoring> {
    let mut trial = trial::Trial::new(document, readers);
    let moved = blocks::moved(fixer, document, range).filter(|made| trial.moves(&made.changes));
    let sorted = blocks::sorted(fixer, document, range).filter(|made| trial.keeps(&made.changes));
    let raised = raise::raised(fixer, document, range).filter(|made| trial.adds(&made.changes));
    [moved, sorted, raised].into_iter().flatten().collect()
}
