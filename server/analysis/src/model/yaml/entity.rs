//! Keys and items of entities: lists, dimensions, aspects, levels, what is unknown or of the wrong type.

use std::ops::Range;

use super::{Into, Machine};
use crate::model::pieces::{Piece, Scope, ScopeKind};
use crate::model::{NodeKey, ProblemKind, Word};
use crate::schema::{self, FieldKey, Kind, Slot, Type};
use crate::standard::Dimension;
use crate::syntax::yaml::{Event, Scalar, Value};

use super::{Frame, Reader};

impl Machine<'_, '_> {
    /// A key of an entity or of the plan.
    pub(super) fn entity_key(&mut self, event: &Event) {
        let (node, kind) = self.low.entity();
        let Some(key) = &event.key else {
            self.wrong_type(
                event,
                &[kind.name(), kind.key()],
                ["“键: 值”", "`key: value`"],
                ["列表项", "a list item"],
            );
            return self.skip(event);
        };
        if key.text == "<<" {
            self.merge_list = Some(event.column);
            return;
        }
        let range = self.range(&key.range);
        if kind.is_entity() {
            self.anchor(node, &range);
        }
        match schema::resolve(kind, &key.text) {
            Some(Slot::Dimension(dimension)) => {
                let span = self.low.span(&range);
                self.low.open_dimension(dimension, span, Word::new(key.text.clone(), span));
                self.push(event, ScopeKind::Dimension(dimension));
                self.no_scalar(event, ["各方面的措施", "measures by aspect"]);
            }
            Some(Slot::Field(field)) => match field.ty {
                Type::Entities(listed) => {
                    self.low.label(kind, field.key, &range);
                    self.push(event, ScopeKind::Entities(listed));
                    self.no_scalar(event, ["列表", "a list"]);
                }
                Type::Records(record) => {
                    self.low.label(kind, field.key, &range);
                    self.push(event, ScopeKind::Records(field.key, record));
                    self.no_scalar(event, ["列表", "a list"]);
                }
                Type::Levels if matches!(event.value, Value::Mapping(_) | Value::Nothing) => {
                    self.low.label(kind, field.key, &range);
                    self.push(event, ScopeKind::Levels);
                }
                _ => self.field(event, field, Into::Entity),
            },
            None => self.unknown_key(event, kind),
        }
    }

    /// Sets the entity's anchor to its first key.
    pub(super) fn anchor(&mut self, node: NodeKey, range: &Range<usize>) {
        if !self.anchored.insert(node) {
            return;
        }
        let span = self.low.span(range);
        let opened = self.low.facts.pieces.iter_mut().rev().find_map(|(key, piece)| match piece {
            Piece::Open { anchor, .. } if *key == node => Some(anchor),
            _ => None,
        });
        if let Some(anchor) = opened {
            *anchor = span;
        }
    }

    pub(super) fn no_scalar(&mut self, event: &Event, expected: [&str; 2]) {
        if let Value::Scalar(scalar) = &event.value
            && !super::field::is_null(&scalar.text)
        {
            let name = event.key.as_ref().map_or("", |key| key.text.as_str()).to_owned();
            self.wrong_type(event, &[&name, &name], expected, ["文字", "a text"]);
        }
    }

    pub(super) fn wrong_type(
        &mut self,
        event: &Event,
        key: &[&str; 2],
        expected: [&str; 2],
        found: [&str; 2],
    ) {
        let range = match &event.value {
            Value::Scalar(scalar) | Value::Broken(scalar) => scalar.range.clone(),
            Value::Sequence(range) | Value::Mapping(range) | Value::Alias(_, range) => range.clone(),
            Value::Nothing => event.range.clone(),
        };
        let kind = ProblemKind::WrongType {
            key: key[0].to_owned(),
            expected: expected.map(str::to_owned),
            found: found.map(str::to_owned),
        };
        let range = self.range(&range);
        self.low.problem(kind, &range);
    }

    pub(super) fn unknown_key(&mut self, event: &Event, kind: Kind) {
        if let Some(key) = &event.key {
            let range = self.range(&key.range);
            if !after_tab(self.low.text, range.start) {
                self.low.problem(ProblemKind::UnknownKey { kind, key: key.text.clone() }, &range);
            }
        }
        self.skip(event);
    }

    /// An item of a list of entities; a single mapping stands for a list of one.
    pub(super) fn entity_item(&mut self, event: &Event, kind: Kind) {
        if event.key.is_some() {
            let implicit = Event { column: event.column.saturating_sub(1), key: None, ..event.clone() };
            self.open_entity(&implicit, kind);
            return self.dispatch(event);
        }
        if let Value::Scalar(scalar) | Value::Broken(scalar) = &event.value {
            if matches!(event.value, Value::Scalar(_)) && !scalar.text.is_empty() {
                self.wrong_type(
                    event,
                    &[kind.name(), kind.key()],
                    ["“键: 值”", "`key: value`"],
                    ["文字", "a text"],
                );
            }
            return self.skip(event);
        }
        self.open_entity(event, kind);
    }

    /// An item where aspects are expected: a measure whose citation gives its aspect, else out of place.
    pub(super) fn dimension_item(&mut self, event: &Event) {
        let known = self.low.facts.pieces.len();
        self.measure(event);
        let is_read = |(_, piece): &(NodeKey, Piece)| matches!(piece, Piece::Measure(_) | Piece::Citation(_));
        let read = self.low.facts.pieces[known..].iter().any(is_read);
        if !read && matches!(event.value, Value::Scalar(_)) {
            let name = Kind::Measure.name();
            let expected =
                ["“方面: 措施”，或引用条款的措施", "`aspect: measures`, or a measure that cites a clause"];
            self.wrong_type(event, &[name, Kind::Measure.key()], expected, ["文字", "a text"]);
        }
    }

    pub(super) fn open_entity(&mut self, event: &Event, kind: Kind) {
        let at = self.base + event.range.start;
        let key = self.low.open(kind, &(at..at), false);
        let depth = event.column;
        self.low.scopes.push(Scope { depth, by_key: false, kind: ScopeKind::Entity(key, kind) });
        self.stack.push(Frame { column: depth, by_key: false, scoped: true, reader: Reader::Scope });
    }

    /// A key of a dimension: an aspect's, by its name or a near word.
    pub(super) fn aspect_key(&mut self, event: &Event, key: &Scalar, dimension: Dimension) {
        let (mut aspects, near) = schema::resolve_aspects_in(dimension, &key.text);
        aspects.retain(|aspect| aspect.dimension() == dimension);
        if aspects.is_empty() {
            let (_, kind) = self.low.entity();
            return self.unknown_key(event, kind);
        }
        let span = self.low.span(&self.range(&key.range));
        let near = near.map(|_| Word::new(key.text.clone(), span));
        self.low.open_aspects(&aspects, span, near.as_ref());
        self.push(event, ScopeKind::Aspects(aspects));
        if let Value::Scalar(scalar) = &event.value {
            let scalar = scalar.clone();
            self.short_form(&scalar);
        }
    }

    /// `current` and `target` of a level's mapping.
    pub(super) fn level_key(&mut self, event: &Event) {
        let (node, kind) = self.low.entity();
        let Some(key) = &event.key else {
            // `level: [CL3]`, or a list below the key.
            if let Value::Scalar(scalar) = &event.value
                && let Some(field) = schema::field(kind, FieldKey::Level)
            {
                let range = self.range(&scalar.range);
                let scalar = scalar.clone();
                let made = self.scalar_field(field, &range, &scalar);
                self.low.push(node, Piece::Field { field: Box::new(made), append: false });
            }
            return;
        };
        match schema::resolve(kind, &key.text) {
            Some(Slot::Field(field)) if matches!(field.key, FieldKey::Current | FieldKey::Target) => {
                self.field(event, field, Into::Entity);
            }
            _ => self.unknown_key(event, kind),
        }
    }
}

/// Whether a tab stands in the indentation of a byte's line: that was reported, and columns mean nothing there.
fn after_tab(text: &str, at: usize) -> bool {
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    text[start..at].trim_end_matches(|c: char| !c.is_whitespace()).contains('\t')
}
