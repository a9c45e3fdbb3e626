//! What may be rewritten at a place of a plan.

use std::ops::Range;

use super::{Document, FileEdit, Workspace};
use crate::ide::{Extracted, RefactorKind, Refactoring, extracted, refactorings};
use crate::model::FileId;
use crate::model::build::Readers;
use crate::rules::{Change, Fixer, Locale};

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

/// A unit that may be taken out of its document into a file of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extraction {
    /// What it does, in the session's language.
    pub title: String,
    /// The new file, beside the document: a member of the same set that is not known yet.
    pub file: String,
    /// Its text.
    pub text: String,
    /// What becomes of the document; none overlaps another.
    pub edits: Vec<FileEdit>,
}

impl Workspace {
    /// The unit that the line of a range's start is about, taken out into a file of its own; only in a set
    /// with a `capplan.toml` whose members such a file is among.
    pub fn extraction(&mut self, path: &str, range: &Range<usize>) -> Option<Extraction> {
        let locale = self.locale(path);
        self.refresh();
        self.config_folder(path).filter(|folder| self.set_name(path) == *folder)?;
        let mut readers = std::mem::take(&mut self.readers);
        let made = self.extracted(path, locale, &mut readers, range);
        self.readers = readers;
        let Extracted { id, text, changes } = made?;
        let (folder, name) = path.rsplit_once('/')?;
        let ending = name.rsplit_once('.')?.1;
        let names = [format!("{folder}/{id}.plan.{ending}"), format!("{folder}/{id}.{ending}")];
        let file = names.into_iter().find(|file| {
            let same_set = self.set_name(file) == self.set_name(path);
            same_set && self.wants(file) && !self.entries.contains_key(file)
        })?;
        let shown = file.rsplit('/').next().unwrap_or_default();
        let title = match locale {
            Locale::Zh => format!("把 {id} 移到单独的文件 {shown}"),
            Locale::En => format!("Move {id} into a file of its own, {shown}"),
        };
        let edit =
            |change: Change| FileEdit { path: path.to_owned(), range: change.range, text: change.text };
        let edits = changes.into_iter().map(edit).collect();
        Some(Extraction { title, file, text, edits })
    }

    fn extracted(
        &self,
        path: &str,
        locale: Locale,
        readers: &mut Readers,
        range: &Range<usize>,
    ) -> Option<Extracted> {
        let (set, file) = self.set_of(path)?;
        let documents = |file: FileId| self.document_with(file);
        extracted(&Fixer::new(&set.plan_set, locale, &documents), documents(file)?, readers, range)
    }

    fn document_with(&self, file: FileId) -> Option<&Document> {
        self.entries.get(self.paths.get(&file)?)?.document.as_ref()
    }

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
        locale: Locale,
        readers: &mut Readers,
        range: &Range<usize>,
    ) -> Vec<Refactoring> {
        let Some((set, file)) = self.set_of(path) else { return Vec::new() };
        let documents = |file: FileId| self.document_with(file);
        let fixer = Fixer::new(&set.plan_set, locale, &documents);
        documents(file).map_or_else(Vec::new, |document| refactorings(&fixer, document, readers, range))
    }
}
