//! Events of YAML to facts (plan-format.md §4): a stack of what is open, popped by columns.

use std::ops::Range;

use super::lower::{Draft, Lowering, is_waiver_key, status_of};
use super::pieces::{ChunkFacts, Piece, Scope, ScopeKind};
use super::{ChunkId, Field, FileId, NodeKey, Origin, ProblemKind, Section, Span, Waiver, Word};
use crate::schema::{self, FieldKey, Kind, Slot, Type};
use crate::standard::{Aspect, TermSet, standard};
use crate::syntax::notation::Notation;
use crate::syntax::yaml::{Event, Fault, Reading, Scalar, Value};

/// How many events aliases may stand for in one chunk.
const MAX_EXPANSION: usize = 10_000;

/// Finds the events that an anchor names: its own value first, then what is nested in it.
pub(super) type Anchors<'a> = dyn Fn(&str) -> Option<Vec<Event>> + 'a;

/// Lowers a chunk's events in the context that `facts.before` gives.
pub(super) fn lower(
    file: FileId,
    chunk: ChunkId,
    text: &str,
    reading: &Reading,
    notation: &mut Notation,
    anchors: &Anchors<'_>,
    facts: ChunkFacts,
) -> ChunkFacts {
    let mut low = Lowering::new(file, chunk, text, notation, facts);
    for (at, _) in text.match_indices('#') {
        let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
        if text[at..end].contains("capplan:")
            && text[..at].chars().next_back().is_none_or(char::is_whitespace)
        {
            low.comment(&(at..end));
        }
    }
    let mut machine = Machine { low: &mut low, base: 0, anchors, stack: Vec::new(), expanded: 0 };
    machine.restore();
    machine.run(reading);
    machine.finish();
    let mut facts = low.facts;
    facts.after.scopes = low.scopes;
    facts
}

/// Lowers YAML inside Markdown (front matter, a plan block) that begins at byte `base`, as keys of the entity around.
pub(super) fn embedded(low: &mut Lowering<'_>, reading: &Reading, base: usize) {
    let scopes = low.scopes.clone();
    let none = |_: &str| None;
    let mut machine = Machine { low, base, anchors: &none, stack: Vec::new(), expanded: 0 };
    machine.run(reading);
    while !machine.stack.is_empty() {
        machine.pop();
    }
    low.scopes = scopes;
}

/// What an open key or item is being read as, beside the scope that others see.
enum Reader {
    Scope,
    /// A list whose items are words of a field.
    Words {
        field: &'static schema::Field,
        label: Range<usize>,
        value: Range<usize>,
        words: Vec<Word>,
        into: Into,
    },
    Measure(Box<Draft>, Vec<(String, Span)>),
    Record {
        key: NodeKey,
        kind: Kind,
        fields: Vec<Field>,
        range: Range<usize>,
        seen: Vec<(String, Span)>,
    },
    /// Something that was already reported, or of no concern.
    Skip,
}

/// Where a field goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Into {
    Entity,
    Inner,
}

struct Frame {
    column: usize,
    by_key: bool,
    scoped: bool,
    reader: Reader,
}

struct Machine<'m, 'a> {
    low: &'m mut Lowering<'a>,
    base: usize,
    anchors: &'m Anchors<'m>,
    stack: Vec<Frame>,
    expanded: usize,
}

impl Machine<'_, '_> {
    /// Makes frames of the scopes that are open at the chunk's start.
    fn restore(&mut self) {
        for scope in &self.low.scopes {
            self.stack.push(Frame {
                column: scope.depth,
                by_key: scope.by_key,
                scoped: true,
                reader: Reader::Scope,
            });
        }
    }

    fn run(&mut self, reading: &Reading) {
        // A fault belongs to the entity that is open where it stands.
        let mut faults: Vec<_> = reading.faults.iter().collect();
        faults.sort_by_key(|(_, range)| range.start);
        let mut faults = faults.into_iter().peekable();
        for event in &reading.events {
            while let Some((fault, range)) = faults.next_if(|(_, range)| range.start < event.range.start) {
                self.fault(fault, range);
            }
            self.event(event, None);
        }
        for (fault, range) in faults {
            self.fault(fault, range);
        }
    }

    fn fault(&mut self, fault: &Fault, range: &Range<usize>) {
        let range = self.range(range);
        self.low.problem(describe(fault), &range);
    }

    /// Closes what cannot go on in the next chunk; entities, lists, dimensions and aspects can.
    fn finish(&mut self) {
        while self.stack.iter().any(|frame| !frame.scoped) {
            self.pop();
        }
    }

    fn pop(&mut self) {
        let Some(frame) = self.stack.pop() else { return };
        if frame.scoped {
            self.low.scopes.pop();
        }
        match frame.reader {
            Reader::Scope | Reader::Skip => {}
            Reader::Words { field, label, value, words, into } => {
                let field = self.low.field(field.key, &label, &value, words, Origin::Key);
                self.put(field, into);
            }
            Reader::Measure(draft, _) => {
                let aspects = self.aspects();
                if !draft.is_empty() {
                    self.low.push_measure(*draft, &aspects);
                }
            }
            Reader::Record { key, kind, fields, range, .. } => {
                self.low.push_record(key, kind, fields, &range);
            }
        }
    }

    /// Hands a finished field to the measure, record or entity that it is of.
    fn put(&mut self, field: Field, into: Into) {
        if into == Into::Inner {
            match self.stack.last_mut().map(|frame| &mut frame.reader) {
                Some(Reader::Measure(draft, _)) => return Self::take(draft, field),
                Some(Reader::Record { fields, .. }) => return fields.push(field),
                _ => {}
            }
        }
        let (node, _) = self.low.entity();
        self.low.push(node, Piece::Field { field, append: false });
    }

    fn take(draft: &mut Draft, field: Field) {
        draft.until(field.value);
        match field.key {
            FieldKey::Text => {
                draft.placeholder |= field.placeholder;
                if let Some(word) = field.words.first() {
                    draft.text = word.clone();
                }
            }
            FieldKey::Status => draft.status = field.words.first().and_then(|word| status_of(&word.text)),
            _ => {}
        }
        draft.fields.push(field);
    }

    fn aspects(&self) -> Vec<Aspect> {
        match self.low.scopes.last().map(|scope| &scope.kind) {
            Some(ScopeKind::Aspects(aspects)) => aspects.clone(),
            _ => Vec::new(),
        }
    }

    fn push(&mut self, event: &Event, kind: ScopeKind) {
        let by_key = event.key.is_some();
        self.low.scopes.push(Scope { depth: event.column, by_key, kind });
        self.stack.push(Frame { column: event.column, by_key, scoped: true, reader: Reader::Scope });
    }

    /// Passes over what is nested in a key or item that was reported.
    fn skip(&mut self, event: &Event) {
        self.push(event, ScopeKind::Prose);
    }

    fn push_reader(&mut self, event: &Event, reader: Reader) {
        self.stack.push(Frame { column: event.column, by_key: event.key.is_some(), scoped: false, reader });
    }

    fn range(&self, range: &Range<usize>) -> Range<usize> {
        self.base + range.start..self.base + range.end
    }

    /// Reads one event; `place` is the alias that it stands for, if any.
    fn event(&mut self, event: &Event, place: Option<&Range<usize>>) {
        while self.stack.last().is_some_and(|frame| {
            frame.column > event.column
                || frame.column == event.column && !(event.key.is_none() && frame.by_key)
        }) {
            self.pop();
        }
        let mut event = event.clone();
        if let Some(place) = place {
            event.range = place.clone();
            relocate(&mut event, place);
        }
        if let Value::Alias(name, range) = &event.value {
            let (name, range) = (name.clone(), range.clone());
            self.alias(event, &name, &range);
        } else {
            self.dispatch(&event);
        }
    }

    /// Reads what an alias stands for at the alias's place.
    fn alias(&mut self, mut event: Event, name: &str, place: &Range<usize>) {
        self.low.facts.aliases = true;
        let Some(events) = (self.anchors)(name) else {
            let kind = ProblemKind::Syntax {
                zh: format!("没有名为“{name}”的锚点，请检查 *{name}"),
                en: format!("There is no anchor named \"{name}\": check *{name}"),
            };
            let range = self.range(place);
            self.low.problem(kind, &range);
            event.value =
                Value::Broken(Scalar { text: name.to_owned(), range: place.clone(), verbatim: false });
            return self.dispatch(&event);
        };
        let told = self.expanded > MAX_EXPANSION;
        self.expanded += events.len();
        if self.expanded > MAX_EXPANSION {
            if told {
                return;
            }
            let kind = ProblemKind::Syntax {
                zh: format!("别名展开过多（超过 {MAX_EXPANSION} 项），其余不再展开"),
                en: format!(
                    "Aliases stand for too much (over {MAX_EXPANSION} items); the rest is not expanded"
                ),
            };
            let range = self.range(place);
            return self.low.problem(kind, &range);
        }
        let Some((first, nested)) = events.split_first() else { return };
        let merge = event.key.as_ref().is_some_and(|key| key.text == "<<");
        if !merge {
            event.value = match &first.value {
                Value::Scalar(scalar) => {
                    Value::Scalar(Scalar { range: place.clone(), verbatim: false, ..scalar.clone() })
                }
                Value::Sequence(_) => Value::Sequence(place.clone()),
                Value::Mapping(_) => Value::Mapping(place.clone()),
                _ => Value::Nothing,
            };
            self.dispatch(&event);
        }
        let shift = event.column + usize::from(!merge);
        let least = nested.iter().map(|inner| inner.column).min().unwrap_or(0);
        for inner in nested {
            let mut inner = inner.clone();
            inner.column = inner.column - least + shift;
            inner.flow = true;
            if matches!(&inner.value, Value::Alias(nested, _) if nested == name) {
                inner.value = Value::Nothing;
            }
            self.event(&inner, Some(place));
        }
    }

    fn dispatch(&mut self, event: &Event) {
        match self.stack.last().map(|frame| &frame.reader) {
            Some(Reader::Skip) => {}
            Some(Reader::Words { .. }) => self.word(event),
            Some(Reader::Measure(..) | Reader::Record { .. }) => self.inner(event),
            Some(Reader::Scope) | None => self.in_scope(event),
        }
    }

    fn in_scope(&mut self, event: &Event) {
        let scope = self.low.scopes.last().map(|scope| scope.kind.clone());
        match scope {
            Some(ScopeKind::Entities(kind)) => self.entity_item(event, kind),
            Some(ScopeKind::Dimension(dimension)) => match &event.key {
                Some(key) => {
                    let aspects: Vec<Aspect> = schema::resolve_aspects(&key.text)
                        .into_iter()
                        .filter(|aspect| aspect.dimension() == dimension)
                        .collect();
                    if aspects.is_empty() {
                        let (_, kind) = self.low.entity();
                        self.unknown_key(event, kind);
                    } else {
                        self.open_aspects(event, aspects);
                    }
                }
                None => self.measure(event),
            },
            Some(ScopeKind::Aspects(_)) => self.measure(event),
            Some(ScopeKind::Records(_, kind)) => self.record(event, kind),
            Some(ScopeKind::Levels) => self.level_key(event),
            Some(ScopeKind::Prose) => {}
            _ => self.entity_key(event),
        }
    }

    /// A key of an entity or of the plan.
    fn entity_key(&mut self, event: &Event) {
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
            return;
        }
        let range = self.range(&key.range);
        if kind.is_entity() {
            self.anchor(node, &range);
        }
        match schema::resolve(kind, &key.text) {
            Some(Slot::Dimension(dimension)) => {
                let span = self.low.span(&range);
                self.low.push(node, Piece::Section(Section { dimension, aspect: None, span }));
                self.push(event, ScopeKind::Dimension(dimension));
                self.no_scalar(event, ["各方面的措施", "measures by aspect"]);
            }
            Some(Slot::Field(field)) => match field.ty {
                Type::Entities(kind) => {
                    self.push(event, ScopeKind::Entities(kind));
                    self.no_scalar(event, ["列表", "a list"]);
                }
                Type::Records(kind) => {
                    self.push(event, ScopeKind::Records(field.key, kind));
                    self.no_scalar(event, ["列表", "a list"]);
                }
                Type::Levels if matches!(event.value, Value::Mapping(_) | Value::Nothing) => {
                    self.push(event, ScopeKind::Levels);
                }
                _ => self.field(event, field, Into::Entity),
            },
            None => self.unknown_key(event, kind),
        }
    }

    /// Sets the entity's anchor to its first key.
    fn anchor(&mut self, node: NodeKey, range: &Range<usize>) {
        let span = self.low.span(range);
        for (key, piece) in &mut self.low.facts.pieces {
            if *key == node
                && let Piece::Open { anchor, .. } = piece
                && anchor.start == anchor.end
            {
                *anchor = span;
            }
        }
    }

    fn no_scalar(&mut self, event: &Event, expected: [&str; 2]) {
        if let Value::Scalar(scalar) = &event.value
            && !matches!(scalar.text.as_str(), "" | "~" | "null")
        {
            let name = event.key.as_ref().map_or("", |key| key.text.as_str()).to_owned();
            self.wrong_type(event, &[&name, &name], expected, ["文字", "a text"]);
        }
    }

    fn wrong_type(&mut self, event: &Event, key: &[&str; 2], expected: [&str; 2], found: [&str; 2]) {
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

    fn unknown_key(&mut self, event: &Event, kind: Kind) {
        if let Some(key) = &event.key {
            let range = self.range(&key.range);
            if !after_tab(self.low.text, range.start) {
                self.low.problem(ProblemKind::UnknownKey { kind, key: key.text.clone() }, &range);
            }
        }
        self.skip(event);
    }

    /// A field's key: a scalar value at once, a list item by item.
    fn field(&mut self, event: &Event, field: &'static schema::Field, into: Into) {
        let label = event.key.as_ref().map_or(event.range.clone(), |key| key.range.clone());
        let label = self.range(&label);
        match &event.value {
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

    fn words(
        &mut self,
        event: &Event,
        field: &'static schema::Field,
        label: Range<usize>,
        value: Range<usize>,
        into: Into,
    ) {
        self.push_reader(event, Reader::Words { field, label, value, words: Vec::new(), into });
    }

    fn scalar_field(
        &mut self,
        field: &'static schema::Field,
        label: &Range<usize>,
        scalar: &Scalar,
    ) -> Field {
        let range = self.range(&scalar.range);
        if matches!(scalar.text.as_str(), "" | "~" | "null") {
            return self.low.field(field.key, label, &range, Vec::new(), Origin::Key);
        }
        if scalar.verbatim && (field.ty.is_list() || matches!(field.ty, Type::Levels)) {
            let inner = self.inner_range(scalar);
            let mut made = self.low.text_field(field, label, &inner, Origin::Key);
            made.value = self.low.span(&range);
            return made;
        }
        let word = Word { text: scalar.text.trim().to_owned(), span: self.low.span(&range) };
        self.low.field(field.key, label, &range, vec![word], Origin::Key)
    }

    /// The bytes of a scalar's text, without its quotes.
    fn inner_range(&self, scalar: &Scalar) -> Range<usize> {
        let range = self.range(&scalar.range);
        let raw = self.low.text.get(range.clone()).unwrap_or_default();
        if raw.len() >= 2 && raw.starts_with(['"', '\'']) { range.start + 1..range.end - 1 } else { range }
    }

    /// An item of a list of words.
    fn word(&mut self, event: &Event) {
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
        let word = Word { text: scalar.text.trim().to_owned(), span: self.low.span(&range) };
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

    fn not_a_word(&mut self, event: &Event) {
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

    /// An item of a list of entities; a single mapping stands for a list of one.
    fn entity_item(&mut self, event: &Event, kind: Kind) {
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

    fn open_entity(&mut self, event: &Event, kind: Kind) {
        let at = self.base + event.range.start;
        let key = self.low.open(kind, &(at..at), false);
        let depth = event.column;
        self.low.scopes.push(Scope { depth, by_key: false, kind: ScopeKind::Entity(key, kind) });
        self.stack.push(Frame { column: depth, by_key: false, scoped: true, reader: Reader::Scope });
    }

    fn open_aspects(&mut self, event: &Event, aspects: Vec<Aspect>) {
        let (node, _) = self.low.entity();
        let range = event.key.as_ref().map_or(event.range.clone(), |key| key.range.clone());
        let span = self.low.span(&self.range(&range));
        for &aspect in &aspects {
            let section = Section { dimension: aspect.dimension(), aspect: Some(aspect), span };
            self.low.push(node, Piece::Section(section));
        }
        self.push(event, ScopeKind::Aspects(aspects));
        if let Value::Scalar(scalar) = &event.value {
            let scalar = scalar.clone();
            self.short_form(&scalar);
        }
    }

    /// A measure: `文字（A.3.2.1 a）（已完成）`, or a mapping.
    fn measure(&mut self, event: &Event) {
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

    fn short_form(&mut self, scalar: &Scalar) {
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

    fn record(&mut self, event: &Event, kind: Kind) {
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
    fn inner(&mut self, event: &Event) {
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
        if let Some(first) = self.seen(&name, &range) {
            self.low.problem(ProblemKind::DuplicateKey { key: key.text.clone(), first }, &range);
            return self.push_reader(event, Reader::Skip);
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

    /// The first place of a key in the measure or record, if it stood there before.
    fn seen(&mut self, name: &str, range: &Range<usize>) -> Option<Span> {
        let span = self.low.span(range);
        let (Some(Reader::Measure(_, seen)) | Some(Reader::Record { seen, .. })) =
            self.stack.last_mut().map(|frame| &mut frame.reader)
        else {
            return None;
        };
        if let Some((_, first)) = seen.iter().find(|(known, _)| known == name) {
            return Some(*first);
        }
        seen.push((name.to_owned(), span));
        None
    }

    /// `text:` may hold citations in brackets, as the short form does.
    fn text(&mut self, event: &Event, field: &'static schema::Field) {
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
    fn cite(&mut self, event: &Event) {
        let (raw, range, verbatim) = match &event.value {
            Value::Scalar(scalar) => (scalar.text.clone(), self.inner_range(scalar), scalar.verbatim),
            Value::Sequence(range) => {
                let range = self.range(range);
                (self.low.text.get(range.clone()).unwrap_or_default().to_owned(), range, true)
            }
            _ => {
                let end = self.range(&event.range).end;
                let block = block_below(self.low.text, end);
                (self.low.text[block.clone()].to_owned(), block, true)
            }
        };
        let raw = if verbatim { self.low.text.get(range.clone()).map_or(raw, str::to_owned) } else { raw };
        let citations = self.low.clause_citations(&raw, &range, verbatim);
        if let Some(Reader::Measure(draft, _)) = self.stack.last_mut().map(|frame| &mut frame.reader) {
            draft.citations.extend(citations);
        }
    }

    /// `不适用: 原因（A.3.2.2 c）`.
    fn waiver(&mut self, event: &Event) {
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
                Some(part) => Word { text: format!("{label}：{}", part.text.text), span: part.text.span },
                None => Word { text: label, span },
            };
            draft.waiver = Some(waiver);
            if let Some(part) = read {
                draft.until(part.text.span);
                draft.citations.splice(0..0, part.citations);
            }
        }
        self.push_reader(event, Reader::Skip);
    }

    /// `current` and `target` of a level's mapping.
    fn level_key(&mut self, event: &Event) {
        let (node, kind) = self.low.entity();
        let Some(key) = &event.key else {
            // `level: [CL3]`, or a list below the key.
            if let Value::Scalar(scalar) = &event.value
                && let Some(field) = schema::field(kind, FieldKey::Level)
            {
                let range = self.range(&scalar.range);
                let scalar = scalar.clone();
                let made = self.scalar_field(field, &range, &scalar);
                self.low.push(node, Piece::Field { field: made, append: false });
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

/// Gives a scalar that stands for an alias the alias's place.
fn relocate(event: &mut Event, place: &Range<usize>) {
    let scalar = |scalar: &mut Scalar| {
        scalar.range = place.clone();
        scalar.verbatim = false;
    };
    if let Some(key) = &mut event.key {
        scalar(key);
    }
    match &mut event.value {
        Value::Scalar(value) | Value::Broken(value) => scalar(value),
        Value::Sequence(range) | Value::Mapping(range) | Value::Alias(_, range) => *range = place.clone(),
        Value::Nothing => {}
    }
}

/// Whether a key opens a part of a plan: where YAML is cut into chunks.
pub(super) fn is_structural(key: &str) -> bool {
    key.len() <= 64
        && (schema::resolve_dimension(key).is_some()
            || !schema::resolve_aspects(key).is_empty()
            || matches!(schema::resolve(Kind::Plan, key), Some(Slot::Field(f)) if matches!(f.ty, Type::Entities(_))))
        && !matches!(standard().terms().lookup(TermSet::Viewpoint, key), crate::standard::Match::Other)
}

/// Whether a key is one with which an entity's item begins.
pub(super) fn is_leading(key: &str) -> bool {
    matches!(
        schema::resolve(Kind::Unit, key).and_then(|slot| slot.field_key()),
        Some(FieldKey::Id | FieldKey::Name)
    )
}

fn describe(fault: &Fault) -> ProblemKind {
    let (zh, en) = match fault {
        Fault::Reserved(first) => return ProblemKind::UnquotedNotation(*first),
        Fault::Syntax => (
            "这里不是有效的 YAML，请检查缩进、冒号和引号",
            "This is no valid YAML: check indentation, colons and quotes",
        ),
        Fault::NoKey => {
            ("这一行不是“键: 值”，请补上冒号和值", "This line is no `key: value`: add a colon and a value")
        }
        Fault::Tab => ("YAML 的缩进不能用制表符，请改用空格", "YAML cannot be indented by tabs: use spaces"),
        Fault::Nul => ("文件里有空字符（NUL），请删除", "There is a NUL character: delete it"),
        Fault::Depth => (
            "嵌套太深，这一部分没有读取，请减少层次",
            "Nested too deeply; this part was not read: use fewer levels",
        ),
        Fault::Unclosed => {
            ("括号或引号没有结束，请补上", "A bracket or quotation mark is not closed: close it")
        }
    };
    ProblemKind::Syntax { zh: zh.into(), en: en.into() }
}
