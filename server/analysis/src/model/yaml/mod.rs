//! Events of YAML to facts: a stack of what is open, popped by columns.

mod alias;
mod entity;
mod field;
mod measure;

use std::ops::Range;

use crate::model::lower::{ALLOW_MARKERS, Draft, Lowering};
use crate::model::pieces::{ChunkFacts, Context, Piece, Scope, ScopeKind};
use crate::model::{ChunkId, Field, FileId, NodeKey, Origin, ProblemKind, Span, Status, Word};
use crate::schema::{self, FieldKey, Kind, Slot, Type};
use crate::standard::{Aspect, OwnWords, TermSet, standard};
use crate::syntax::notation::Notation;
use crate::syntax::yaml::{Event, Fault, Reading, Value};

/// Finds the events that an anchor names: its own value first, then what is nested in it.
pub(in crate::model) type Anchors<'a> = dyn Fn(&str) -> Option<Vec<Event>> + 'a;

/// Lowers a chunk's events in the context that `facts.before` gives.
pub(in crate::model) fn lower(
    file: FileId,
    chunk: ChunkId,
    text: &str,
    reading: &Reading,
    readers: (&mut Notation, &OwnWords),
    anchors: &Anchors<'_>,
    facts: ChunkFacts,
) -> ChunkFacts {
    let (notation, own) = readers;
    let mut low = Lowering::new(file, chunk, text, notation, own, facts);
    comments(&mut low, 0..text.len());
    let mut machine = Machine {
        low: &mut low,
        base: 0,
        anchors,
        stack: Vec::new(),
        expanded: 0,
        anchored: rustc_hash::FxHashSet::default(),
        merging: false,
        merge_list: None,
    };
    machine.restore();
    machine.run(reading);
    machine.finish();
    let mut facts = low.facts;
    facts.close(Context { scopes: low.scopes, ..Context::default() });
    facts
}

/// Takes note of `# capplan: …` comments.
fn comments(low: &mut Lowering<'_>, range: Range<usize>) {
    let text = low.text;
    let mut start = range.start;
    for line in text[range].split_inclusive('\n') {
        if let Some(at) = allowing_comment(line) {
            low.comment(&(start + at..start + line.trim_end_matches('\n').len()));
        }
        start += line.len();
    }
}

/// Where the comment of a line begins that allows something: at the last `#` before the marker, since those before may
/// stand in quotation marks.
fn allowing_comment(line: &str) -> Option<usize> {
    let begins = |at: &usize| line[..*at].chars().next_back().is_none_or(char::is_whitespace);
    let first = line.match_indices('#').map(|(at, _)| at).find(begins)?;
    let marker = ALLOW_MARKERS.iter().filter_map(|marker| line[first..].find(marker)).min()?;
    line[..first + marker].rmatch_indices('#').map(|(at, _)| at).find(begins)
}

/// Lowers YAML inside Markdown (front matter, a plan block) that begins at byte `base`, as keys of the entity around.
pub(in crate::model) fn embedded(low: &mut Lowering<'_>, reading: &Reading, range: &Range<usize>) {
    let base = range.start;
    comments(low, range.clone());
    let scopes = low.scopes.clone();
    let none = |_: &str| None;
    let (around, _) = low.entity();
    let mut machine = Machine {
        low,
        base,
        anchors: &none,
        stack: Vec::new(),
        expanded: 0,
        // The entity around has its place: its heading.
        anchored: std::iter::once(around).collect(),
        merging: false,
        merge_list: None,
    };
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
    Measure(Box<Draft>, Vec<Key>),
    Record {
        key: NodeKey,
        kind: Kind,
        fields: Vec<Field>,
        range: Range<usize>,
        seen: Vec<Key>,
    },
    /// Something that was already reported, or of no concern.
    Skip,
}

/// A key of a measure or record: what it names, where it stands, whether it was merged in.
type Key = (String, Span, bool);

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
    /// Entities whose first key has been read.
    anchored: rustc_hash::FxHashSet<NodeKey>,
    /// Whether what is read now is merged in: the mapping's own keys go before it.
    merging: bool,
    /// The column of a `<<` key whose list of aliases follows.
    merge_list: Option<usize>,
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

    /// Closes what cannot go on in the next chunk; entities, lists, dimensions, aspects and lists of words can.
    fn finish(&mut self) {
        let list = self.stack.iter().find_map(|frame| match &frame.reader {
            Reader::Words { field, into: Into::Entity, .. } => Some((frame.column, field.key)),
            _ => None,
        });
        while self.stack.iter().any(|frame| !frame.scoped) {
            self.pop();
        }
        if let Some((depth, key)) = list {
            self.low.scopes.push(Scope { depth, by_key: true, kind: ScopeKind::Field(key) });
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
    fn put(&mut self, mut field: Field, into: Into) {
        if self.merging {
            field.origin = Origin::Merged;
        }
        if into == Into::Inner {
            match self.stack.last_mut().map(|frame| &mut frame.reader) {
                Some(Reader::Measure(draft, _)) => return Self::take(draft, field),
                Some(Reader::Record { fields, .. }) => return fields.push(field),
                _ => {}
            }
        }
        let (node, _) = self.low.entity();
        self.low.push(node, Piece::Field { field: Box::new(field), append: false });
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
            FieldKey::Status => draft.status = field.words.first().and_then(Status::named),
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
        if self.merge_listed(event) {
            return;
        }
        while self.stack.last().is_some_and(|frame| {
            frame.column > event.column
                || frame.column == event.column && !(event.key.is_none() && frame.by_key)
        }) {
            self.pop();
        }
        let mut event = event.clone();
        if let Some(place) = place {
            event.range = place.clone();
            alias::relocate(&mut event, place);
        }
        if let Value::Alias(name, range) = &event.value {
            let (name, range) = (name.clone(), range.clone());
            self.alias(event, &name, &range);
        } else {
            self.dispatch(&event);
        }
    }

    fn dispatch(&mut self, event: &Event) {
        let value = match &event.value {
            Value::Scalar(scalar) | Value::Broken(scalar) => Some(scalar),
            _ => None,
        };
        for scalar in event.key.iter().chain(value) {
            let range = self.range(&scalar.range);
            self.low.look(&range);
        }
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
                Some(key) => self.aspect_key(event, &key.clone(), dimension),
                None => self.dimension_item(event),
            },
            Some(ScopeKind::Aspects(_)) => self.measure(event),
            Some(ScopeKind::Records(_, kind)) => self.record(event, kind),
            Some(ScopeKind::Levels) => self.level_key(event),
            Some(ScopeKind::Prose) => {}
            Some(ScopeKind::Field(key)) => self.more_words(event, key),
            _ => self.entity_key(event),
        }
    }
}

/// Whether a key opens a part of a plan: where YAML is cut into chunks.
pub(in crate::model) fn is_structural(key: &str) -> bool {
    key.len() <= 64
        && (schema::resolve_dimension(key).is_some()
            || !schema::resolve_aspects(key).is_empty()
            || matches!(schema::resolve(Kind::Plan, key), Some(Slot::Field(f)) if matches!(f.ty, Type::Entities(_))))
        && !matches!(standard().terms().lookup(TermSet::Viewpoint, key), crate::standard::Match::Other)
}

/// Whether a key is one with which an entity's item begins.
pub(in crate::model) fn is_leading(key: &str) -> bool {
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
