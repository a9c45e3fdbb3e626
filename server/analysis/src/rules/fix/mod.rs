//! Fixes: how a finding is mended, in the document's own style.
//!
//! A rule's fix reads the model and asks the [`Fixer`] for changes: replace a word, take out a line, add a field or
//! measures to an entity. What it cannot do in the document's style it does not do: the list of changes is empty then.

mod append;
mod cell;
mod cite;
mod field;
mod geometry;
mod heading;
mod id;
mod list;
mod markdown;
mod measure;
mod measure_item;
mod measure_rows;
mod measure_yaml;
mod style;
mod yaml;

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::{Finding, Locale};
use crate::model::build::{Document, Surface};
use crate::model::{Entity, FileId, Span, Word};
use crate::plan_set::PlanSet;
use crate::standard::Level;
pub use field::Value;
pub(crate) use geometry::line_break;
use heading::Heading;
pub(crate) use id::free_id;
pub use measure::Skeleton;
pub(super) use yaml::quoted;
pub(crate) use yaml::scalar;

/// One replacement in a document: bytes of its text as it is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The document.
    pub file: FileId,
    /// What is replaced.
    pub range: Range<usize>,
    /// By what.
    pub text: String,
}

/// A way to mend a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, in the session's language.
    pub title: String,
    /// The replacements; none overlaps another.
    pub changes: Vec<Change>,
    /// Whether it cannot change what the plan means, so that it may be applied without asking.
    pub safe: bool,
    /// Whether it is the one that an author most probably wants.
    pub preferred: bool,
    /// Why, or what the standard says: shown where the editor asks before it applies a fix.
    pub annotation: Option<String>,
}

impl Fix {
    /// A fix of these changes; none when there are no changes.
    #[must_use]
    pub fn new(title: impl Into<String>, changes: Vec<Change>) -> Option<Self> {
        let fix = Self { title: title.into(), changes, safe: false, preferred: false, annotation: None };
        (!fix.changes.is_empty()).then_some(fix)
    }

    /// Says that it cannot change what the plan means.
    #[must_use]
    pub fn safe(mut self) -> Self {
        self.safe = true;
        self
    }

    /// Says that it is most probably what the author wants.
    #[must_use]
    pub fn preferred(mut self) -> Self {
        self.preferred = true;
        self
    }

    /// Adds why, or what the standard says.
    #[must_use]
    pub fn because(mut self, annotation: impl Into<String>) -> Self {
        self.annotation = Some(annotation.into());
        self
    }
}

/// What a fix may ask: the plan set and the documents as they are now.
pub struct Fixer<'a> {
    /// The plan set.
    pub set: &'a PlanSet,
    /// The language of titles.
    pub locale: Locale,
    documents: &'a dyn Fn(FileId) -> Option<&'a Document>,
    /// The headings of documents, each once: all fixes of a long plan ask for them.
    headings: RefCell<FxHashMap<FileId, Option<Rc<[Heading]>>>>,
}

/// What stands where only the author knows what to write; it does not count as a value.
pub const PLACEHOLDER: [&str; 2] = ["待填写", "TODO"];

impl<'a> Fixer<'a> {
    /// A fixer over a set and its documents.
    #[must_use]
    pub fn new(
        set: &'a PlanSet,
        locale: Locale,
        documents: &'a dyn Fn(FileId) -> Option<&'a Document>,
    ) -> Self {
        Self { set, locale, documents, headings: RefCell::default() }
    }

    /// The entity that a finding is about.
    #[must_use]
    pub fn entity(&self, finding: &Finding) -> Option<&'a Entity> {
        self.set.entity(finding.entity)
    }

    /// A document.
    #[must_use]
    pub fn document(&self, file: FileId) -> Option<&'a Document> {
        (self.documents)(file)
    }

    /// The headings of a document outside fences; none at all where a fence has no end.
    fn headings(&self, document: &Document) -> Option<Rc<[Heading]>> {
        let mut known = self.headings.borrow_mut();
        known.entry(document.file).or_insert_with(|| heading::headings(document.text()).map(Rc::from)).clone()
    }

    /// The source text of a place.
    #[must_use]
    pub fn source(&self, span: Span) -> String {
        let text = self.document(span.file).map(|document| document.text().slice(document.range(span)));
        text.map(std::borrow::Cow::into_owned).unwrap_or_default()
    }

    /// Whether a place is written in YAML: a YAML document, front matter, or a fence with plan fields.
    #[must_use]
    pub fn is_yaml(&self, span: Span) -> bool {
        self.document(span.file).is_some_and(|document| match document.surface {
            Surface::Yaml => true,
            Surface::Markdown => {
                document.block_at(document.range(span).start).is_some_and(|block| block.is_yaml)
            }
        })
    }

    /// Replaces the source text of a place.
    #[must_use]
    pub fn replace(&self, span: Span, text: impl Into<String>) -> Option<Change> {
        let document = self.document(span.file)?;
        Some(Change { file: span.file, range: document.range(span), text: text.into() })
    }

    /// Replaces a value's text, quoted as it was or as YAML wants it; none where the value does not stand there as
    /// it reads (an alias, a text over several lines).
    #[must_use]
    pub fn replace_word(&self, word: &Word, text: &str) -> Option<Change> {
        let source = self.source(word.span);
        if !source.contains(&word.text) {
            return None;
        }
        let text = if self.is_yaml(word.span) {
            yaml::requoted(&source, text, self.is_flow(word.span))
        } else {
            text.replace('|', "\\|")
        };
        self.replace(word.span, text)
    }

    /// Replaces a level as the author writes levels: by code, by name, or by both.
    #[must_use]
    pub fn replace_level(&self, span: Span, old: Level, new: Level) -> Option<Change> {
        let source = self.source(span);
        let written = source.replace(old.code(), new.code()).replace(old.name(), new.name());
        // A name of the other edition would stay behind.
        let reading = Word::new(written.clone(), span).level();
        let agrees = written != source && reading.old_name.is_none() && !reading.contradicts_itself();
        self.replace(span, if agrees { written } else { new.code().to_owned() })
    }

    /// Replaces a part of a value's text, given in bytes of the text; none where it does not stand there as it reads.
    #[must_use]
    pub fn replace_part(&self, word: &Word, part: Range<usize>, text: &str) -> Option<Change> {
        let source = self.source(word.span);
        let old = word.text.get(part.clone())?;
        let at = if source == word.text { part.start } else { source.find(old)? };
        let start = self.document(word.span.file)?.range(word.span).start + at;
        Some(Change { file: word.span.file, range: start..start + old.len(), text: text.to_owned() })
    }

    /// Takes out the whole lines in which a place stands.
    #[must_use]
    pub fn delete_lines(&self, span: Span) -> Option<Change> {
        let document = self.document(span.file)?;
        let (text, range) = (document.text(), document.range(span));
        let start = text.line_start(text.line_of(range.start));
        let last = text.line_of(range.end.saturating_sub(1).max(range.start));
        Some(Change { file: span.file, range: start..text.line_start(last + 1), text: String::new() })
    }

    /// Whether a plain scalar in YAML goes on in the next line.
    #[must_use]
    pub fn goes_on(&self, span: Span) -> bool {
        let Some(document) = self.document(span.file) else { return true };
        let range = document.range(span);
        yaml::goes_on(document.text(), &range)
    }

    /// Whether a place in YAML stands inside a flow collection.
    fn is_flow(&self, span: Span) -> bool {
        self.open_bracket(span).is_some()
    }

    /// The bracket that is open around a place in YAML.
    pub(super) fn open_bracket(&self, span: Span) -> Option<usize> {
        let document = self.document(span.file)?;
        let at = document.range(span).start;
        let from = match document.surface {
            Surface::Yaml => document.chunks().range(span.chunk.0)?.start,
            Surface::Markdown => document.block_at(at).filter(|block| block.is_yaml)?.range.start,
        };
        yaml::open_bracket(document.text(), from, at)
    }
}
