//! A field put into an entity: filled in where it stands empty, else added behind the field that goes before it.

use super::geometry::{below, content, line, line_break};
use super::style::{is_english, is_labelled, rank};
use super::{Change, Fixer, cell, markdown, yaml};
use crate::model::build::{Document, Surface};
use crate::model::{Entity, Field, Origin, Span};
use crate::schema::{self, FieldKey, Kind, Type};
use crate::standard::{Term, TermSet};

/// What a field is to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// One text.
    One(String),
    /// Several.
    Many(Vec<String>),
}

impl Value {
    fn parts(&self) -> &[String] {
        match self {
            Self::One(text) => std::slice::from_ref(text),
            Self::Many(texts) => texts,
        }
    }

    /// As Markdown writes it.
    pub(super) fn markdown(&self, english: bool) -> String {
        self.parts().join(if english { ", " } else { "、" })
    }

    /// As YAML writes it behind a key: one scalar, or a list in brackets; quoted where all is.
    pub(super) fn yaml(&self, list: bool, flow: bool, quoted: bool) -> String {
        let scalar =
            |part: &String| if quoted { yaml::quoted(part) } else { yaml::scalar(part, flow || list) };
        let parts: Vec<String> = self.parts().iter().map(scalar).collect();
        if list || parts.len() != 1 { format!("[{}]", parts.join(", ")) } else { parts.concat() }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::One(text.to_owned())
    }
}

impl Fixer<'_> {
    /// Gives an entity a field, in the document's style: an empty or placeholder one is filled in, an absent one is
    /// added; a table row has its cell filled. Nothing where the field has a value, or no place.
    #[must_use]
    pub fn add_field(&self, entity: &Entity, key: FieldKey, value: &Value) -> Vec<Change> {
        let given = entity.fields.iter().filter(|field| field.key == key).collect::<Vec<_>>();
        let says =
            |field: &&Field| !field.placeholder && field.words.iter().any(super::super::wording::is_written);
        if given.iter().any(says) {
            return Vec::new();
        }
        if let Some(empty) = given.first() {
            // One placeholder in place of another says nothing new.
            if empty.placeholder && value.parts().iter().all(|part| super::PLACEHOLDER.contains(&&**part)) {
                return Vec::new();
            }
            return self.fill(entity.kind, empty, value).into_iter().collect();
        }
        if entity.row {
            return cell::fill(self, entity, key, value).into_iter().collect();
        }
        let Some(document) = self.document(entity.key.file) else { return Vec::new() };
        let made = match document.surface {
            Surface::Yaml => self.add_key(document, entity, key, value),
            Surface::Markdown => markdown::add_field(self, document, entity, key, value),
        };
        made.into_iter().collect()
    }

    /// The placeholder in the language of an entity's labels.
    #[must_use]
    pub fn placeholder(&self, entity: &Entity) -> Value {
        let [zh, en] = super::PLACEHOLDER;
        Value::One(if super::style::speaks_english(self, entity) { en } else { zh }.to_owned())
    }

    /// A term in the words that the entity's document uses: its English key, or its Chinese name.
    #[must_use]
    pub fn term(&self, entity: &Entity, term: &Term) -> String {
        let file = entity.key.file;
        let terms = |kind: Kind, field: &Field| {
            matches!(schema::field(kind, field.key).map(|row| row.ty),
                Some(Type::Term(set) | Type::Terms(set)) if set != TermSet::Level && set != TermSet::Benefit)
        };
        let near = std::iter::once(entity).chain(self.set.entities().filter(|other| other.key.file == file));
        let mut words = near.flat_map(|other| {
            other.fields.iter().filter(move |field| terms(other.kind, field)).flat_map(|field| &field.words)
        });
        let english = words.next().map_or_else(|| is_english(self, entity), |word| word.text.is_ascii());
        if english { term.key.to_owned() } else { term.name.to_owned() }
    }

    /// Puts a value behind a label that has none, or in place of a placeholder.
    pub(super) fn fill(&self, kind: Kind, field: &Field, value: &Value) -> Option<Change> {
        let document = self.document(field.label.file)?;
        let text = document.text();
        let in_yaml = self.is_yaml(field.label);
        let english = self.source(field.label).is_ascii();
        let quoted = self.source(field.label).starts_with('"');
        let list = schema::field(kind, field.key).is_some_and(|row| row.ty.is_list())
            && (matches!(value, Value::Many(_)) || self.lists_in_brackets(document));
        let written = |flow| {
            if in_yaml { value.yaml(list, flow, quoted) } else { value.markdown(english) }
        };
        // What YAML writes for no value makes room for one.
        let null = in_yaml && field.value != field.label && yaml::is_empty(&self.source(field.value));
        if !field.words.is_empty() || null {
            let written = written(in_yaml && self.is_flow(field.value));
            return self.replace(field.value, written);
        }
        if !is_labelled(self, kind, field) {
            return None;
        }
        let label = document.range(field.label);
        let own = content(text, text.line_of(label.start));
        let rest = text.slice(label.end..own.end).into_owned();
        let marks = rest.len() - rest.trim_start_matches([' ', '*', '：', ':', '|', '`', '"', '\'']).len();
        let at = label.end + marks;
        let head = &rest[..marks];
        let flow = in_yaml && self.is_flow(field.label);
        let change = |range: std::ops::Range<usize>, text: String| {
            Some(Change { file: field.label.file, range, text })
        };
        // A table's cell is filled between its bars.
        if let Some(open) = head.trim_end().strip_suffix('|').filter(|open| open.contains('|')) {
            let cell = label.end + open.trim_end().len()..label.end + open.len();
            let blank = if rest.starts_with('|') { "" } else { " " };
            return change(cell, format!("{blank}{}{blank}", written(flow)));
        }
        let comment = in_yaml && rest[marks..].starts_with('#');
        // Behind the colon.
        let (at, lead) = match head {
            _ if comment => (label.end + head.trim_end().len(), " "),
            _ if !rest[marks..].trim().is_empty() && !flow => return None,
            _ if head.ends_with(' ') || head.ends_with('：') && !in_yaml => (at, ""),
            _ if head.ends_with([':', '*']) => (at, " "),
            _ => return None,
        };
        change(at..at, format!("{lead}{}", written(flow)))
    }

    /// Adds a key to an entity written in YAML: in a YAML document, in a fence of Markdown, or in front matter.
    pub(super) fn add_key(
        &self,
        document: &Document,
        entity: &Entity,
        key: FieldKey,
        value: &Value,
    ) -> Option<Change> {
        let row = schema::field(entity.kind, key)?;
        let text = document.text();
        let own: Vec<&Field> = entity
            .fields
            .iter()
            .filter(|field| field.origin == Origin::Key && field.label.file == document.file)
            .filter(|field| is_labelled(self, entity.kind, field))
            .collect();
        let top = if document.surface == Surface::Yaml && !entity.key.is_plan() {
            entity.anchor
        } else {
            own.first().map_or(entity.anchor, |field| field.label)
        };
        // Of a mapping with one level (`level: {current: CL1}`), the other one goes into it.
        let inner = own.iter().find(|field| {
            [field.key, key].iter().all(|key| matches!(key, FieldKey::Current | FieldKey::Target))
                && !self.stands_beside(field.label, top)
        });
        let first = inner.map_or(top, |field| field.label);
        let english = if self.source(first).trim().is_empty() {
            is_english(self, entity)
        } else {
            self.source(first).is_ascii()
        };
        // As the keys around it, in quotation marks or not.
        let quoted = self.source(first).starts_with('"');
        let name = if english { row.name() } else { row.label() }.to_owned();
        let name = if quoted { yaml::quoted(&name) } else { name };
        let list = row.ty.is_list() && (matches!(value, Value::Many(_)) || self.lists_in_brackets(document));
        if let Some(open) = self.open_bracket(first) {
            let close = yaml::closing(text, open)?;
            let added = format!("{name}: {}", value.yaml(list, true, quoted));
            let (range, text) = yaml::put_in(text, open, close, &[added]);
            return Some(Change { file: document.file, range, text });
        }
        let column = yaml::column_of(text, document.range(first).start);
        // Keys of an inner mapping (`level:`) stand deeper.
        let beside = own.iter().filter(|field| self.stands_beside(field.label, first));
        let before = beside.filter(|field| rank(field.key) < rank(key)).max_by_key(|field| rank(field.key));
        let anchor = before.map_or(first, |field| field.label);
        let line_of = text.line_of(document.range(anchor).start);
        let entry = format!("{name}: {}", value.yaml(list, false, quoted));
        let added = format!("{}{entry}{}", " ".repeat(column), line_break(text));
        if own.is_empty() && entity.key.is_plan() && line(text, line_of).trim().is_empty() {
            return Some(Change { file: document.file, range: 0..0, text: added });
        }
        let last = yaml::block_end(text, line_of, column);
        let (at, added) = below(text, last, &added);
        Some(Change { file: document.file, range: at..at, text: added })
    }

    /// Whether two keys of an entity stand in one mapping: in the same brackets, or without any at the same column.
    fn stands_beside(&self, key: Span, other: Span) -> bool {
        let column = |span: Span| {
            let document = self.document(span.file)?;
            Some(yaml::column_of(document.text(), document.range(span).start))
        };
        match (self.open_bracket(key), self.open_bracket(other)) {
            (None, None) => column(key) == column(other),
            (one, other) => one == other,
        }
    }

    /// Whether a document writes its lists in brackets.
    fn lists_in_brackets(&self, document: &Document) -> bool {
        let file = document.file;
        let entities = self.set.all().filter(|entity| entity.key.file == file);
        let mut lists = entities.flat_map(|entity| &entity.fields).filter(|field| {
            field.origin == Origin::Key && field.key != FieldKey::Standard && field.words.len() == 1
        });
        lists.any(|field| self.source(field.value).starts_with('['))
            || self
                .set
                .all()
                .filter(|entity| entity.key.file == file)
                .flat_map(|entity| &entity.fields)
                .any(|field| field.origin == Origin::Key && self.source(field.value).starts_with('['))
    }
}
