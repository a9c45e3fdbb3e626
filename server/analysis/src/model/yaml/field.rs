//! Fields: a scalar at once, a list item by item.

use std::ops::Range;

use super::{Into, Machine, Reader};
use crate::model::pieces::Piece;
use crate::model::{Field, Origin, Word};
use crate::schema::{self, FieldKey, Type};
use crate::syntax::yaml::{Event, Scalar, Value};

impl Machine<'_, '_> {
    /// A field's key: a scalar value at once, a list item by item.
    pub(super) fn field(&mut self, event: &Event, field: &'static schema::Field, into: Into) {
        let label = event.key.as_ref().map_or(event.range.clone(), |key| key.range.clone());
        let label = self.range(&label);
        match &event.value {
            // A text that should have been quoted is still a text, but no value of a vocabulary.
            Value::Scalar(scalar)
                if is_reserved(scalar) && !matches!(field.ty, Type::Text | Type::TextOrTexts) =>
            {
                let lost = Event { value: Value::Broken(scalar.clone()), ..event.clone() };
                self.field(&lost, field, into);
            }
            Value::Scalar(scalar) => {
                let made = self.scalar_field(field, &label, scalar);
                self.put(made, into);
                self.push_reader(event, Reader::Skip);
            }
            Value::Mapping(_) => {
                let name = self.low.text.get(label).unwrap_or_default().to_owned();
                let expected = if field.ty.is_list() { ["列表", "a list"] } else { ["文字", "a text"] };
                self.wrong_type(event, &[&name, &name], expected, ["映射", "a mapping"]);
                self.push_reader(event, Reader::Skip);
            }
            Value::Broken(scalar) => {
                // The field stands though its value is lost: its absence is no finding of its own.
                let range = self.range(&scalar.range);
                let lost = self.low.field(field.key, &label, &range, Vec::new(), Origin::Key);
                if into == Into::Entity {
                    self.put(Field { placeholder: true, ..lost }, into);
                }
                self.push_reader(event, Reader::Skip);
            }
            Value::Sequence(range) => {
                let value = self.range(range);
                self.words(event, field, label, value, into);
            }
            Value::Nothing | Value::Alias(..) => {
                let value = label.end..label.end;
                self.words(event, field, label, value, into);
            }
        }
    }

    pub(super) fn words(
        &mut self,
        event: &Event,
        field: &'static schema::Field,
        label: Range<usize>,
        value: Range<usize>,
        into: Into,
    ) {
        self.push_reader(event, Reader::Words { field, label, value, words: Vec::new(), into });
    }

    pub(super) fn scalar_field(
        &mut self,
        field: &'static schema::Field,
        label: &Range<usize>,
        scalar: &Scalar,
    ) -> Field {
        let range = self.range(&scalar.range);
        if is_null(&scalar.text) {
            return self.low.field(field.key, label, &range, Vec::new(), Origin::Key);
        }
        if scalar.verbatim && (field.ty.is_list() || matches!(field.ty, Type::Levels)) {
            let inner = self.inner_range(scalar);
            let mut made = self.low.text_field(field, label, &inner, Origin::Key);
            made.value = self.low.span(&range);
            return made;
        }
        let word = Word::new(scalar.text.trim().to_owned(), self.low.span(&range));
        self.low.field(field.key, label, &range, vec![word], Origin::Key)
    }

    /// The bytes of a scalar's text, without its quotes.
    pub(super) fn inner_range(&self, scalar: &Scalar) -> Range<usize> {
        let range = self.range(&scalar.range);
        let raw = self.low.text.get(range.clone()).unwrap_or_default();
        if raw.len() >= 2 && raw.starts_with(['"', '\'']) { range.start + 1..range.end - 1 } else { range }
    }

    /// An item of a list of words.
    pub(super) fn word(&mut self, event: &Event) {
        let text = match (&event.key, &event.value) {
            (None, Value::Scalar(scalar)) => Some(scalar.clone()),
            (None, Value::Nothing | Value::Broken(_)) => None,
            _ => {
                self.not_a_word(event);
                return self.push_reader(event, Reader::Skip);
            }
        };
        let Some(scalar) = text else { return };
        let range = self.range(&scalar.range);
        let word = Word::new(scalar.text.trim().to_owned(), self.low.span(&range));
        let mut list_for_text = None;
        if let Some(Reader::Words { field, words, value, label, .. }) =
            self.stack.last_mut().map(|frame| &mut frame.reader)
        {
            if Range::is_empty(value) {
                value.start = range.start;
            }
            value.end = value.end.max(range.end);
            words.push(word);
            if !field.ty.is_list() && words.len() == 1 && !matches!(field.ty, Type::Levels) {
                list_for_text = Some(label.clone());
            }
        }
        if let Some(label) = list_for_text {
            let name = self.low.text.get(label).unwrap_or_default().to_owned();
            self.wrong_type(event, &[&name, &name], ["文字", "a text"], ["列表", "a list"]);
        }
    }

    /// An item of a list whose key stands in a chunk above.
    pub(super) fn more_words(&mut self, event: &Event, key: FieldKey) {
        let (node, kind) = self.low.entity();
        let (Some(field), Value::Scalar(scalar), None) = (schema::field(kind, key), &event.value, &event.key)
        else {
            return;
        };
        let range = self.range(&scalar.range);
        let word = Word::new(scalar.text.trim().to_owned(), self.low.span(&range));
        let field = self.low.field(field.key, &range, &range, vec![word], Origin::Key);
        self.low.push(node, Piece::Field { field: Box::new(field), append: true });
    }

    pub(super) fn not_a_word(&mut self, event: &Event) {
        let told = matches!(self.stack.last().map(|frame| &frame.reader), Some(Reader::Words { words, .. }) if words.iter().any(|w| w.text.is_empty()));
        let Some(Reader::Words { label, field, words, .. }) =
            self.stack.last_mut().map(|frame| &mut frame.reader)
        else {
            return;
        };
        if told {
            return;
        }
        let first = words.is_empty();
        let (label, list) = (label.clone(), field.ty.is_list());
        if first || event.key.is_none() {
            let name = self.low.text.get(label).unwrap_or_default().to_owned();
            let expected = if list { ["文字的列表", "a list of texts"] } else { ["文字", "a text"] };
            let found = if event.key.is_some() {
                ["映射", "a mapping"]
            } else {
                ["嵌套的列表或映射", "a nested list or mapping"]
            };
            self.wrong_type(event, &[&name, &name], expected, found);
        }
        // One finding a field: the rest of it is passed over.
        if let Some(frame) = self.stack.last_mut() {
            frame.reader = Reader::Skip;
        }
    }
}

/// Whether a scalar's text says that there is no value (YAML 1.2, 10.3.2).
pub(super) fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

/// Whether a plain scalar begins with a character with which none may begin.
fn is_reserved(scalar: &Scalar) -> bool {
    scalar.verbatim
        && scalar.text.len() == scalar.range.len()
        && scalar.text.starts_with(['@', '`', '%', '[', '{', '*', '&', '!'])
}
