//! Lenses and hints of a plan, and what its units covered when it was saved.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Workspace;
use crate::ide::{Held, Hint, Holder, SymbolKind, holders, titles};
use crate::level::Gap;
use crate::schema::Kind;

/// What the units of a document covered when it was opened or saved.
#[derive(Debug, Default)]
pub(super) enum Saved {
    /// Nobody asked.
    #[default]
    Unasked,
    /// To be noted before the next change.
    Due,
    /// By id.
    At(BTreeMap<String, Held>),
}

/// What a line above a unit or module says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// Its id; may be empty.
    pub id: String,
    /// The bytes of its heading, key or first cell.
    pub range: Range<usize>,
    /// What it covers, and what it covered when the document was saved.
    pub title: String,
    /// Whether topics are missing that the target level asks for.
    pub has_gaps: bool,
}

impl Workspace {
    /// The signatures of a plan's units and modules, in order; none for other documents.
    pub fn signatures(&mut self, path: &str) -> Option<Vec<Signature>> {
        let locale = self.locale(path);
        let holders = self.holders(path)?;
        if !matches!(self.entries.get(path)?.saved, Saved::At(_)) {
            self.keep(path, &holders);
        }
        let entry = self.entries.get(path)?;
        let (document, Saved::At(saved)) = (entry.document.as_ref()?, &entry.saved) else { return None };
        let signature = |holder: Holder| Signature {
            range: document.range(holder.place),
            title: holder.held.title(saved.get(&holder.id), locale),
            has_gaps: holder.held.target.is_some() && holder.held.missing + holder.held.unrefined > 0,
            id: holder.id,
        };
        Some(holders.into_iter().map(signature).collect())
    }

    /// Takes note that a document was saved; returns whether some signature may say something else by that.
    pub fn saved(&mut self, path: &str) -> bool {
        let Some(entry) = self.entries.get_mut(path) else { return false };
        let asked = !matches!(entry.saved, Saved::Unasked);
        if asked {
            entry.saved = Saved::Due;
        }
        asked
    }

    /// Takes note that somebody will ask for signatures of a document that was just opened.
    pub fn expect_signatures(&mut self, path: &str) {
        if let Some(entry) = self.entries.get_mut(path) {
            entry.saved = Saved::Due;
        }
    }

    /// Whether [`Workspace::keep_saved`] is to be called before a document changes.
    #[must_use]
    pub fn is_save_due(&self, path: &str) -> bool {
        self.entries.get(path).is_some_and(|entry| matches!(entry.saved, Saved::Due))
    }

    /// Notes what the units of a document cover, as it was saved. Where its set is not `known` as a whole, that is left to
    /// the first signatures that are asked for.
    pub fn keep_saved(&mut self, path: &str, known: bool) {
        if let Some(holders) = if known { self.holders(path) } else { None } {
            self.keep(path, &holders);
        } else if let Some(entry) = self.entries.get_mut(path) {
            entry.saved = Saved::Unasked;
        }
    }

    fn keep(&mut self, path: &str, holders: &[Holder]) {
        if let Some(entry) = self.entries.get_mut(path) {
            let held = holders.iter().map(|holder| (holder.id.clone(), holder.held.clone()));
            entry.saved = Saved::At(held.filter(|(id, _)| !id.is_empty()).collect());
        }
    }

    /// The units and modules of a plan and what they cover; none for other documents.
    pub(super) fn holders(&mut self, path: &str) -> Option<Vec<Holder>> {
        let (set, document, _) = self.plan(path)?;
        Some(holders(set, document.file))
    }

    /// The topics that a unit or module misses, or cites only as a whole, of those that its target level asks for; none
    /// where the plan has no such unit or module.
    pub fn gaps(&mut self, path: &str, id: &str) -> Option<Vec<Gap>> {
        let (set, _, _) = self.plan(path)?;
        let units = set.defined(id).filter(|entity| matches!(entity.kind, Kind::Unit | Kind::Module));
        let profile = units.map(|entity| entity.key).find_map(|key| set.profile(key))?;
        let gaps = |dimension: &crate::level::DimensionProfile| {
            dimension.missing.iter().chain(&dimension.unrefined).cloned().collect::<Vec<_>>()
        };
        let asks = profile.target.is_some();
        Some(profile.dimensions.iter().filter(|_| asks).flat_map(gaps).collect())
    }

    /// The id of the unit or module whose text is around a byte of a plan; none elsewhere.
    pub fn holder_at(&mut self, path: &str, byte: usize) -> Option<String> {
        let outline = self.symbols(path);
        let encoding = self.encoding;
        let (set, document, _) = self.plan(path)?;
        let at = document.text().position(byte, encoding);
        let end = document.text().position(document.text().len(), encoding);
        let around = outline.iter().rev().filter(|symbol| {
            matches!(symbol.kind, SymbolKind::Entity(Kind::Unit | Kind::Module))
                && symbol.range[0] <= at
                && (at < symbol.range[1] || at == end && at == symbol.range[1])
        });
        let anchors = around.map(|symbol| document.text().byte(symbol.selection[0], encoding));
        let entities = set.entities().filter(|entity| entity.key.file == document.file);
        let places: Vec<(usize, &crate::model::Entity)> =
            entities.map(|entity| (document.range(entity.anchor).start, entity)).collect();
        let found = anchors.filter_map(|start| places.iter().find(|(place, _)| *place == start));
        found.filter_map(|(_, entity)| entity.id.as_ref()).map(|id| id.text.clone()).next()
    }

    /// What is shown inside the text of a range of a plan, in order: titles behind citations where `cited` says so, and
    /// signatures behind headings where `signed` does.
    pub fn hints(
        &mut self,
        path: &str,
        range: &Range<usize>,
        cited: bool,
        signed: bool,
    ) -> Option<Vec<Hint>> {
        let signatures = if signed { self.signatures(path)? } else { Vec::new() };
        let (_, document, locale) = self.plan(path)?;
        // Behind the whole line: in YAML the place is a key, in a table a cell, and more follows it.
        let text = document.text();
        let line_end = |byte| {
            let line = text.line_of(byte);
            text.line_start(line) + text.line(line).trim_end().len()
        };
        let mut hints = if cited { titles(document, range, locale) } else { Vec::new() };
        let inside = signatures
            .into_iter()
            .filter(|signature| signature.range.start < range.end && signature.range.end > range.start);
        hints.extend(inside.map(|signature| Hint {
            byte: line_end(signature.range.end),
            label: signature.title,
            tooltip: String::new(),
        }));
        hints.sort_by_key(|hint| hint.byte);
        Some(hints)
    }
}
