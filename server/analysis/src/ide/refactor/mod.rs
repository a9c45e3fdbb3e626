//! Rewriting on purpose: a measure moved to the aspect that it cites, measures sorted by clause, a unit raised by a level,
//! fields written as embedded YAML and back, a unit taken out into a file of its own.
//!
//! What an edit would make of the plan is read before it is offered: nothing but what it is for may become another.

mod blocks;
mod embedded;
mod extract;
mod flow;
mod placed;
mod raise;
mod rows;
#[cfg(test)]
mod tests;
mod trial;

use std::ops::Range;

use crate::model::Entity;
use crate::model::build::{Document, Readers};
use crate::rules::{Change, Fixer};
use crate::schema::FieldKey;
pub(crate) use extract::{Extracted, extracted};

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

/// Whether a line of a document is one of those by which an author knows an entity: its heading or first key, or that of
/// its id, its name or its level.
fn heads(document: &Document, entity: &Entity, line: usize) -> bool {
    use FieldKey::{Current, Id, Level, Name, Target};
    let text = document.text();
    let mut labels = entity.fields.iter().filter(|field| {
        matches!(field.key, Id | Name | Level | Current | Target) && field.label.file == document.file
    });
    entity.key.file == document.file
        && !entity.row
        && (text.line_of(document.range(entity.anchor).start) == line
            || labels.any(|field| text.line_of(document.range(field.label).start) == line))
}

/// What may be rewritten where a range of bytes stands in a document.
pub(crate) fn refactorings(
    fixer: &Fixer<'_>,
    document: &Document,
    readers: &mut Readers,
    range: &Range<usize>,
) -> Vec<Refactoring> {
    let mut trial = trial::Trial::new(document, readers);
    let mut made: Vec<Refactoring> = Vec::new();
    let moved = [blocks::moved, rows::moved, flow::moved, placed::moved].into_iter();
    made.extend(
        moved.filter_map(|moved| moved(fixer, document, range)).find(|made| trial.moves(&made.changes)),
    );
    let sorted = [blocks::sorted, rows::sorted, flow::sorted].into_iter();
    made.extend(
        sorted.filter_map(|sorted| sorted(fixer, document, range)).find(|made| trial.keeps(&made.changes)),
    );
    let raised = raise::raised(fixer, document, range).into_iter();
    made.extend(raised.filter(|made| trial.adds(&made.changes)));
    let restated = [embedded::embedded, embedded::unfolded].into_iter();
    made.extend(
        restated
            .filter_map(|restated| restated(fixer, document, range))
            .filter(|made| trial.restates(&made.changes)),
    );
    made
}
