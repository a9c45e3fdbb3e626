//! Measures and records: short forms, mappings, citations, waivers.

use std::ops::Range;

use super::{Frame, Into, Machine, Reader};
use crate::model::lower::Draft;
use crate::model::words::is_waiver_key;
use crate::model::{Origin, ProblemKind, Span, Waiver, Word};
use crate::schema::{self, FieldKey, Kind, Slot, Type};
use crate::syntax::yaml::{Event, Scalar, Value};

impl Machine<'_, '_> {
    /// A measure: `文字（A.3.2.1 a）（已完成）`, or a mapping.
    pub(super) fn measure(&mut self, event: &Event) {
        if event.key.is_some() {
            let key = self.low.fresh();
            let span = self.low.span(&self.range(&event.range));
            let column = event.column.saturating_sub(1);
            let reader = Reader::Measure(Box::new(Draft::new(key, span)), Vec::new());
            self.stack.push(Frame { column, by_key: false, scoped: false, reader });
            return self.dispatch(event);
        }
        match &event.value {
            Value::Scalar(scalar) => {
                let scalar = scalar.clone();
                self.short_form(&scalar);
                self.push_reader(event, Reader::Skip);
            }
            Value::Broken(_) => self.push_reader(event, Reader::Skip),
            Value::Sequence(_) => {
                self.wrong_type(
                    event,
                    &[Kind::Measure.name(), Kind::Measure.key()],
                    ["文字或映射", "a text or a mapping"],
                    ["列表", "a list"],
                );
                self.push_reader(event, Reader::Skip);
            }
            _ => {
                let key = self.low.fresh();
                let span = self.low.span(&self.range(&event.range));
                self.push_reader(event, Reader::Measure(Box::new(Draft::new(key, span)), Vec::new()));
            }
        }
    }

    pub(super) fn short_form(&mut self, scalar: &Scalar) {
        let range = self.inner_range(scalar);
        let raw =
            if scalar.verbatim { self.low.text.get(range.clone()).unwrap_or_default() } else { &scalar.text };
        let raw = raw.to_owned();
        let draft = self.low.measure(&range, &raw, scalar.verbatim);
        let aspects = self.aspects();
        if !draft.is_empty() {
            self.low.push_measure(draft, &aspects);
        }
    }

    pub(super) fn record(&mut self, event: &Event, kind: Kind) {
        let implicit = event.key.is_some();
        if !implicit && let Value::Scalar(scalar) = &event.value {
            let scalar = scalar.clone();
            let name = if kind == Kind::Advantage { FieldKey::Name } else { FieldKey::Metric };
            if let Some(field) = schema::field(kind, name) {
                let range = self.range(&scalar.range);
                let made = self.scalar_field(field, &range, &scalar);
                let key = self.low.fresh();
                self.low.push_record(key, kind, vec![made], &range);
            }
            return self.push_reader(event, Reader::Skip);
        }
        let key = self.low.fresh();
        let range = self.range(&event.range);
        let reader = Reader::Record { key, kind, fields: Vec::new(), range, seen: Vec::new() };
        let column = if implicit { event.column.saturating_sub(1) } else { event.column };
        self.stack.push(Frame { column, by_key: false, scoped: false, reader });
        if implicit {
            self.dispatch(event);
        }
    }

    /// A key of a measure or record.
    pub(super) fn inner(&mut self, event: &Event) {
        let Some(key) = event.key.clone() else {
            self.wrong_type(
                event,
                &[Kind::Measure.name(), Kind::Measure.key()],
                ["“键: 值”", "`key: value`"],
                ["列表项", "a list item"],
            );
            return self.push_reader(event, Reader::Skip);
        };
        if key.text == "<<" {
            self.merge_list = Some(event.column);
            return;
        }
        let range = self.range(&key.range);
        let kind = match self.stack.last().map(|frame| &frame.reader) {
            Some(Reader::Record { kind, .. }) => *kind,
            _ => Kind::Measure,
        };
        if kind == Kind::Measure && is_waiver_key(&key.text) {
            return self.waiver(event);
        }
        let slot = schema::resolve(kind, &key.text);
        let name = slot
            .as_ref()
            .and_then(Slot::field_key)
            .map_or_else(|| key.text.clone(), |key| format!("{key:?}"));
        if let Some((first, merged)) = self.seen(&name, &range) {
            if !self.merging && !merged {
                self.low.problem(ProblemKind::DuplicateKey { key: key.text.clone(), first }, &range);
            }
            if self.merging || !merged {
                return self.push_reader(event, Reader::Skip);
            }
            self.give_way(slot.as_ref().and_then(Slot::field_key));
        }
        match slot {
            Some(Slot::Field(field)) if field.key == FieldKey::Text => self.text(event, field),
            Some(Slot::Field(field)) if field.ty == Type::Citations => {
                self.cite(event);
                self.field(event, field, Into::Inner);
            }
            Some(Slot::Field(field)) => self.field(event, field, Into::Inner),
            _ => self.unknown_key(event, kind),
        }
    }

    /// The first place of a key in the measure or record, if it stood there before, and whether it was merged in.
    pub(super) fn seen(&mut self, name: &str, range: &Range<usize>) -> Option<(Span, bool)> {
        let span = self.low.span(range);
        let merging = self.merging;
        let (Some(Reader::Measure(_, seen)) | Some(Reader::Record { seen, .. })) =
            self.stack.last_mut().map(|frame| &mut frame.reader)
        else {
            return None;
        };
        if let Some((_, first, merged)) = seen.iter_mut().find(|(known, ..)| known == name) {
            return Some((*first, std::mem::replace(merged, *merged && merging)));
        }
        seen.push((name.to_owned(), span, merging));
        None
    }

    /// Forgets what a merge key said of a field that the measure or record states itself.
    fn give_way(&mut self, key: Option<FieldKey>) {
        match self.stack.last_mut().map(|frame| &mut frame.reader) {
            Some(Reader::Measure(draft, _)) => {
                draft.fields.retain(|field| Some(field.key) != key);
                match key {
                    Some(FieldKey::Clause) => draft.citations.clear(),
                    Some(FieldKey::Status) => draft.status = None,
                    _ => {}
                }
            }
            Some(Reader::Record { fields, .. }) => fields.retain(|field| Some(field.key) != key),
            _ => {}
        }
    }

    /// `text:` may hold citations in brackets, as the short form does.
    pub(super) fn text(&mut self, event: &Event, field: &'static schema::Field) {
        let Value::Scalar(scalar) = &event.value else { return self.field(event, field, Into::Inner) };
        let range = self.inner_range(scalar);
        let raw = if scalar.verbatim {
            self.low.text.get(range.clone()).unwrap_or_default().to_owned()
        } else {
            scalar.text.clone()
        };
        let read = self.low.measure(&range, &raw, scalar.verbatim);
        let label = self.range(&event.range);
        let made = self.low.field(FieldKey::Text, &label, &range, vec![read.text.clone()], Origin::Key);
        if let Some(Reader::Measure(draft, _)) = self.stack.last_mut().map(|frame| &mut frame.reader) {
            draft.text = read.text;
            draft.citations.splice(0..0, read.citations);
            draft.status = draft.status.or(read.status);
            draft.waiver = draft.waiver.take().or(read.waiver);
            draft.placeholder |= read.placeholder;
            draft.until(made.value);
            draft.fields.push(made);
        }
        self.push_reader(event, Reader::Skip);
    }

    /// Reads the citations of a `clause:` scalar or flow list at once.
    pub(super) fn cite(&mut self, event: &Event) {
        let (raw, range, verbatim) = match &event.value {
            Value::Scalar(scalar) => {
                let range = self.inner_range(scalar);
                let written = self.low.text.get(range.clone()).filter(|_| scalar.verbatim);
                (written.unwrap_or(&scalar.text).to_owned(), range, scalar.verbatim)
            }
            Value::Sequence(range) => {
                let range = self.range(range);
                (unquoted(self.low.text.get(range.clone()).unwrap_or_default()), range, true)
            }
            _ => {
                let end = self.range(&event.range).end;
                let block = block_below(self.low.text, end);
                (unquoted(&self.low.text[block.clone()]), block, true)
            }
        };
        let citations = self.low.clause_citations(&raw, &range, verbatim);
        if let Some(Reader::Measure(draft, _)) = self.stack.last_mut().map(|frame| &mut frame.reader) {
            draft.citations.extend(citations);
        }
    }

    /// `不适用: 原因（A.3.2.2 c）`.
    pub(super) fn waiver(&mut self, event: &Event) {
        let range = self.range(&event.range);
        let mut waiver = Waiver { reason: None };
        let mut read = None;
        if let Value::Scalar(scalar) = &event.value {
            let inner = self.inner_range(scalar);
            let raw = if scalar.verbatim {
                self.low.text.get(inner.clone()).unwrap_or_default().to_owned()
            } else {
                scalar.text.clone()
            };
            let part = self.low.measure(&inner, &raw, scalar.verbatim);
            if !part.text.text.is_empty() && !part.placeholder {
                waiver.reason = Some(part.text.clone());
            }
            read = Some(part);
        }
        let label = self.low.text.get(range.clone()).unwrap_or_default().to_owned();
        let span = self.low.span(&range);
        if let Some(Reader::Measure(draft, _)) = self.stack.last_mut().map(|frame| &mut frame.reader) {
            draft.text = match &read {
                Some(part) => Word::new(format!("{label}：{}", part.text.text), part.text.span),
                None => Word::new(label, span),
            };
            draft.waiver = Some(waiver);
            if let Some(part) = read {
                draft.until(part.text.span);
                draft.citations.splice(0..0, part.citations);
            }
        }
        self.push_reader(event, Reader::Skip);
    }
}

/// A list's text with blanks in place of the quotation marks around its items.
fn unquoted(list: &str) -> String {
    list.replace(['"', '\''], " ")
}

/// The bytes of the items nested below a key that ends at `from`.
fn block_below(text: &str, from: usize) -> Range<usize> {
    let line_start = text[..from].rfind('\n').map_or(0, |at| at + 1);
    let key_column = text[line_start..from].chars().take_while(|c| matches!(c, ' ' | '-')).count();
    let first = text[from..].find('\n').map_or(text.len(), |at| from + at + 1);
    let mut end = first;
    for line in text[first..].split_inclusive('\n') {
        let content = line.trim_start();
        let indent = line.len() - content.len();
        if !content.trim_end().is_empty()
            && (indent < key_column || indent == key_column && !content.starts_with("- "))
        {
            break;
        }
        end += line.len();
    }
    first..end
}
