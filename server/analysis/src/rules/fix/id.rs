//! An id for an entity that has none: the next free one, where the document writes its ids.

use super::{Change, Fixer, cell, field::Value, yaml};
use crate::model::build::Surface;
use crate::model::{Entity, Origin, Span};
use crate::plan_set::PlanSet;
use crate::schema::{self, FieldKey, Kind};

/// How ids begin where a plan has none to go by.
const PREFIXES: [(Kind, &str); 3] = [(Kind::Capability, "NC-"), (Kind::Unit, "CU-"), (Kind::Module, "CM-")];

impl Fixer<'_> {
    /// The next free id of an entity's kind, counted on from those that there are.
    #[must_use]
    pub fn next_id(&self, entity: &Entity) -> String {
        let same = self.set.entities().filter(|other| other.kind == entity.kind);
        let before =
            same.filter(|other| other.id.is_none()).take_while(|other| other.key != entity.key).count();
        free_id(self.set, entity.kind, before)
    }

    /// Gives an entity an id, where its document writes ids.
    #[must_use]
    pub fn add_id(&self, entity: &Entity, id: &str) -> Vec<Change> {
        if entity.row {
            return cell::fill(self, entity, FieldKey::Id, &Value::One(id.to_owned())).into_iter().collect();
        }
        let own = |origin| matches!(origin, Origin::Key | Origin::Label);
        if let Some(empty) = entity.fields.iter().find(|field| field.key == FieldKey::Id && own(field.origin))
        {
            return self.fill(entity.kind, empty, &Value::One(id.to_owned())).into_iter().collect();
        }
        let Some(document) = self.document(entity.key.file) else { return Vec::new() };
        let range = document.range(entity.anchor);
        let (at, text) = match document.surface {
            Surface::Yaml => {
                let Some(row) = schema::field(entity.kind, FieldKey::Id) else { return Vec::new() };
                let (anchor, text) = (self.source(entity.anchor), document.text());
                let name = if anchor.is_ascii() { row.name() } else { row.label() };
                let flow = self.open_bracket(entity.anchor).is_some();
                // As the keys around it, in quotation marks or not.
                let (name, id) = match anchor.starts_with('"') {
                    true => (yaml::quoted(name), yaml::quoted(id)),
                    false => (name.to_owned(), yaml::scalar(id, flow)),
                };
                if flow {
                    (range.start, format!("{name}: {id}, "))
                } else {
                    let blank = " ".repeat(yaml::column_of(text, range.start));
                    let eol = super::geometry::line_break(text);
                    (range.start, format!("{name}: {id}{eol}{blank}"))
                }
            }
            Surface::Markdown => self.in_heading(entity, id, range.start, range.end),
        };
        vec![Change { file: document.file, range: at..at, text }]
    }

    /// Where an id goes in a heading, as the document's other headings have it.
    fn in_heading(&self, entity: &Entity, id: &str, start: usize, end: usize) -> (usize, String) {
        let title = self.source(entity.anchor);
        if let Some(open) = title.rfind('{').filter(|_| title.trim_end().ends_with('}')) {
            let inner = &title[open + 1..];
            let blank = |rest: &str| if rest.starts_with([' ', '}']) { "" } else { " " };
            // Behind a sign that has no id yet, else before the other attributes.
            return match inner.strip_prefix('#') {
                Some(rest) => (start + open + 2, format!("{id}{}", blank(rest))),
                None => (start + open + 1, format!("#{id}{}", blank(inner))),
            };
        }
        let others = self
            .set
            .entities()
            .filter(|other| other.key.file == entity.key.file && !other.row && other.key != entity.key);
        let before = others.filter_map(|other| self.before_id(other)).next().unwrap_or('#');
        let document = self.document(entity.key.file);
        match (before, &entity.name, document) {
            ('（' | '(', _, _) => (end, format!("（{id}）")),
            (' ' | '：' | ':', Some(name), Some(document)) => {
                (document.range(name.span).start, format!("{id} "))
            }
            _ => (end, format!(" {{#{id}}}")),
        }
    }

    /// The character before an entity's id in its heading.
    fn before_id(&self, entity: &Entity) -> Option<char> {
        let id = entity.id.as_ref()?.span;
        let inside = (id.file, id.chunk) == (entity.anchor.file, entity.anchor.chunk)
            && entity.anchor.start <= id.start
            && id.end <= entity.anchor.end;
        let lead = Span { end: id.start, ..entity.anchor };
        inside.then(|| self.source(lead).chars().next_back())?
    }
}

/// The next free id of a kind, counted on from those that there are; `skipped` of the free ones are left for others.
pub(crate) fn free_id(set: &PlanSet, kind: Kind, skipped: usize) -> String {
    let same = || set.entities().filter(|other| other.kind == kind);
    let parts = |id: &str| {
        let head = id.trim_end_matches(|c: char| c.is_ascii_digit());
        let number: usize = id[head.len()..].parse().ok()?;
        Some((head.to_owned(), number, id.len() - head.len()))
    };
    let ids = || same().filter_map(|other| parts(&other.id.as_ref()?.text));
    let (head, width) = match ids().last() {
        Some((head, _, width)) => (head, width),
        None => {
            let known = PREFIXES.iter().find(|(known, _)| *known == kind);
            (known.map_or("", |(_, prefix)| prefix).to_owned(), 2)
        }
    };
    let highest = ids().filter(|(other, ..)| *other == head).map(|(_, number, _)| number).max().unwrap_or(0);
    let written = |number: usize| format!("{head}{number:0width$}");
    let free = (highest + 1..).map(written).filter(|id| set.defined(id).next().is_none());
    free.take(skipped + 1).last().unwrap_or_default()
}
