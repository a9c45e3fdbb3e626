//! What may be rewritten at a place of a plan.

use std::ops::Range;

use super::{FileEdit, Workspace};
use crate::ide::{RefactorKind, Refactoring, refactorings};
use crate::model::FileId;
use crate::rules::{Change, Fixer};

/// A rewriting that is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rewrite {
    /// What it is.
    pub kind: RefactorKind,
    /// What it does, in the session's language.
    pub title: String,
    /// Its replacements; none overlaps another.
    pub edits: Vec<FileEdit>,
}

impl Workspace {
    /// What may be rewritten where a range of a plan's bytes stands; nothing in other documents.
    pub fn rewrites(&mut self, path: &str, range: &Range<usize>) -> Vec<Rewrite> {
        let locale = self.locale(path);
        self.refresh();
        let mut readers = std::mem::take(&mut self.readers);
        let made = self.refactorings(path, locale, &mut readers, range);
        self.readers = readers;
        let edit =
            |change: Change| FileEdit { path: path.to_owned(), range: change.range, text: change.text };
        let rewrite = |made: Refactoring| Rewrite {
            kind: made.kind,
            title: made.title,
            edits: made.changes.into_iter().map(edit).collect(),
        };
        made.into_iter().map(rewrite).collect()
    }

    fn refactorings(
        &self,
        path: &str,
        locale: crate::rules::Locale,
        readers: &mut crate::model::build::Readers,
        range: &Range<usize>,
    ) -> Vec<Refactoring> {
        let Some((set, file)) = self.set_of(path) else { return Vec::new() };
        let documents = |file: FileId| {
            let path = self.paths.get(&file)?;
            self.entries.get(path)?.document.as_ref()
        };
        let fixer = Fixer::new(&set.plan_set, locale, &documents);
        documents(file).map_or_else(Vec::new, |document| refactorings(&fixer, document, readers, range))
    }
}
