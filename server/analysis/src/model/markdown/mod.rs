//! Blocks of Markdown to facts: headings make entities, labels make fields, items make measures.

mod advantage;
mod heading;
mod table;

pub(crate) use heading::{is_id, numbering};
pub(crate) use table::{ASPECT_COLUMN, is_aspect_column};

use std::ops::Range;

use super::lower::Lowering;
use super::pieces::{ChunkFacts, Context, Piece, Scope, ScopeKind};
use super::words::{clean, trim};
use super::{ChunkId, FileId, Origin, Word, yaml};
use crate::schema::{self, FieldKey, Kind, Slot, Type};
use crate::standard::{Aspect, OwnWords};
use crate::syntax::markdown::Block;
use crate::syntax::notation::Notation;
use crate::syntax::yaml::YamlReader;

/// Lowers a chunk's blocks in the context that `facts.before` gives.
pub(super) fn lower(
    file: FileId,
    chunk: ChunkId,
    text: &str,
    blocks: &[Block],
    readers: (&mut Notation, &mut YamlReader, &OwnWords),
    facts: ChunkFacts,
) -> ChunkFacts {
    let (notation, yaml_reader, own) = readers;
    let titled = facts.before.titled;
    let mut markdown = Markdown {
        low: Lowering::new(file, chunk, text, notation, own, facts),
        yaml: yaml_reader,
        titled,
        unclosed: false,
    };
    let mut at = 0;
    while at < blocks.len() {
        at += markdown.block(blocks, at);
    }
    let Markdown { mut low, titled, .. } = markdown;
    low.facts.close(Context { scopes: low.scopes, titled });
    low.facts
}

pub(super) struct Markdown<'a, 'b> {
    pub(super) low: Lowering<'a>,
    yaml: &'b mut YamlReader,
    pub(super) titled: bool,
    /// Whether the front matter has no end.
    unclosed: bool,
}

/// What stands around a block.
enum Place {
    /// Directly in an entity or the plan: labels are fields.
    Entity,
    /// In a dimension.
    Dimension,
    /// In these aspects.
    Aspects(Vec<Aspect>),
    /// In a heading that is a field.
    Field(FieldKey),
    /// In a list of entities.
    List(Kind),
    /// In prose.
    Prose,
}

impl Markdown<'_, '_> {
    fn place(&self) -> Place {
        match self.low.scopes.last().map(|scope| &scope.kind) {
            None | Some(ScopeKind::Entity(..) | ScopeKind::Title) => Place::Entity,
            Some(ScopeKind::Dimension(_)) => Place::Dimension,
            Some(ScopeKind::Aspects(aspects)) => Place::Aspects(aspects.clone()),
            Some(ScopeKind::Field(key) | ScopeKind::Records(key, _)) => Place::Field(*key),
            Some(ScopeKind::Entities(kind)) => Place::List(*kind),
            Some(ScopeKind::Prose | ScopeKind::Levels) => Place::Prose,
        }
    }

    /// Lowers the block at `at`; returns how many blocks it took.
    fn block(&mut self, blocks: &[Block], at: usize) -> usize {
        if !matches!(blocks[at], Block::Comment { .. } | Block::Unclosed { .. }) {
            blocks[at].texts().for_each(|text| self.low.look(text));
        }
        match &blocks[at] {
            Block::Heading { level, text } => self.heading(*level, text.clone()),
            Block::Item { depth, task, text } => return self.item(blocks, at, *depth, *task, text.clone()),
            Block::Paragraph { text, .. } => self.paragraph(text.clone()),
            Block::Table { header, rows } => self.table(header, rows),
            Block::Plan { text, front_matter } => self.plan_block(text.clone(), *front_matter),
            Block::Comment { text } => {
                self.low.comment(text);
                self.id_comment(text.clone());
            }
            Block::Unclosed { text, front_matter } => {
                let span = self.low.span(text);
                if *front_matter {
                    self.unclosed = true;
                    let kind = super::ProblemKind::Syntax {
                        zh: "文件头的 --- 没有结束，请在字段之后另起一行写 ---".into(),
                        en: "The front matter has no end: close it with a line ---".into(),
                    };
                    self.low.problem(kind, text);
                } else {
                    self.low.facts.unclosed = Some(span);
                }
            }
        }
        1
    }

    /// `<!-- id: CU-01 -->` below a heading that gave no id.
    fn id_comment(&mut self, range: Range<usize>) {
        let Some(ScopeKind::Entity(key, kind)) = self.low.scopes.last().map(|scope| scope.kind.clone())
        else {
            return;
        };
        let has_id = self.low.facts.pieces.iter().any(|(node, piece)| {
            *node == key && matches!(piece, Piece::Field { field, .. } if field.key == FieldKey::Id)
        });
        if !has_id && let Some(id) = heading::comment_id(self.low.text, range) {
            self.push_text(kind, FieldKey::Id, id, Origin::Heading);
        }
    }

    /// Adds a field of the entity around it from a text.
    pub(super) fn push_text(&mut self, kind: Kind, key: FieldKey, range: Range<usize>, origin: Origin) {
        if let Some(field) = schema::field(kind, key) {
            let field = self.low.text_field(field, &range, &range, origin);
            let (node, _) = self.low.entity();
            self.low.push(node, Piece::Field { field: Box::new(field), append: false });
        }
    }

    fn plan_block(&mut self, range: Range<usize>, front_matter: bool) {
        let mut reading = self.yaml.read(&self.low.text[range.clone()]);
        if front_matter && self.unclosed {
            // That it has no end was told: what follows from it is no finding of its own.
            reading.faults.clear();
        }
        let scopes = self.low.scopes.clone();
        if front_matter {
            self.low.scopes.clear();
        } else {
            // Fields of the entity that the fence stands in, whatever dimension or prose is open there.
            while self.low.scopes.last().is_some_and(|scope| !matches!(scope.kind, ScopeKind::Entity(..))) {
                self.low.scopes.pop();
            }
        }
        yaml::embedded(&mut self.low, &reading, &range);
        self.low.scopes = scopes;
    }

    fn item(
        &mut self,
        blocks: &[Block],
        at: usize,
        depth: u8,
        task: Option<bool>,
        text: Range<usize>,
    ) -> usize {
        let nested = blocks[at + 1..]
            .iter()
            .take_while(|block| matches!(block, Block::Item { depth: inner, .. } if *inner > depth))
            .count();
        let children: Vec<Range<usize>> = blocks[at + 1..=at + nested]
            .iter()
            .filter_map(|block| match block {
                Block::Item { text, .. } => Some(text.clone()),
                _ => None,
            })
            .collect();
        match self.place() {
            Place::Entity => {
                if self.label_line(text.clone(), &children) {
                    children.iter().for_each(|child| self.low.look(child));
                    return 1 + nested;
                }
                self.low.prose(&text);
            }
            Place::Aspects(aspects) => self.measure(&text, task, &aspects),
            Place::Dimension => self.measure(&text, task, &[]),
            Place::Field(FieldKey::Advantages) => self.advantage(&text),
            Place::Field(key) => self.append(key, &text),
            Place::List(_) | Place::Prose => self.low.prose(&text),
        }
        1
    }

    /// A measure, if it says anything; without an aspect around it only when a citation gives one.
    fn measure(&mut self, range: &Range<usize>, task: Option<bool>, aspects: &[Aspect]) {
        let text = self.low.text;
        self.inline_comments(range);
        let raw = &text[range.clone()];
        let mut draft = self.low.measure(range, raw, true);
        if draft.status.is_none() {
            draft.status = task.map(|done| if done { super::Status::Done } else { super::Status::Planned });
        }
        if !draft.is_empty() {
            self.low.push_measure(draft, aspects);
        }
    }

    pub(super) fn inline_comments(&mut self, range: &Range<usize>) {
        let text = self.low.text;
        let mut at = range.start;
        while let Some(start) = text[at..range.end].find("<!--") {
            let start = at + start;
            let end = text[start..range.end].find("-->").map_or(range.end, |end| start + end + 3);
            self.low.comment(&(start..end));
            at = end;
        }
    }

    fn paragraph(&mut self, range: Range<usize>) {
        let text = self.low.text;
        match self.place() {
            Place::Entity => {
                // What no label begins may go on in the next line.
                let mut prose: Option<Range<usize>> = None;
                for line in lines(text, range) {
                    let inner = text[line.clone()].trim_start_matches(['>', ' ']);
                    let start = line.end - inner.len();
                    if self.label_line(start..line.end, &[]) {
                        prose.take().iter().for_each(|prose| self.low.prose(prose));
                    } else {
                        prose = Some(prose.map_or(start, |prose| prose.start)..line.end);
                    }
                }
                prose.iter().for_each(|prose| self.low.prose(prose));
            }
            Place::Aspects(aspects) => {
                self.inline_comments(&range);
                for part in enumerated(text, range) {
                    let raw = &text[part.clone()];
                    let numbered = enumeration(raw).is_some();
                    let inner = part.start + enumeration(raw).unwrap_or(0)..part.end;
                    let draft = self.low.measure(&inner, &text[inner.clone()], true);
                    if (numbered || !draft.citations.is_empty() || draft.waiver.is_some())
                        && !draft.is_empty()
                    {
                        self.low.push_measure(draft, &aspects);
                    } else {
                        self.low.prose(&part);
                    }
                }
            }
            Place::Dimension => {
                self.inline_comments(&range);
                let draft = self.low.measure(&range, &text[range.clone()], true);
                if draft.citations.is_empty() {
                    self.low.prose(&range);
                } else {
                    self.low.push_measure(draft, &[]);
                }
            }
            Place::Field(key) => self.append(key, &range),
            Place::List(_) | Place::Prose => self.low.prose(&range),
        }
    }

    /// Goes on with the field that the heading above named. What is said of advantages in a paragraph is a text.
    fn append(&mut self, key: FieldKey, range: &Range<usize>) {
        let (node, kind) = self.low.entity();
        let Some(field) = schema::field(kind, key) else { return };
        if key != FieldKey::Advantages && matches!(field.ty, Type::Records(_) | Type::Entities(_)) {
            return;
        }
        let field = if matches!(field.ty, Type::Terms(_) | Type::References(_) | Type::Levels) {
            self.low.text_field(field, range, range, Origin::Label)
        } else {
            let word = Word::new(clean(&self.low.text[range.clone()]), self.low.span(range));
            let words = if word.text.is_empty() { Vec::new() } else { vec![word] };
            self.low.field(key, range, range, words, Origin::Label)
        };
        if field.words.is_empty() {
            return;
        }
        self.low.push(node, Piece::Field { field: Box::new(field), append: true });
    }

    /// Reads `label：value` as a field of the entity around it; says whether it was one.
    pub(super) fn label_line(&mut self, range: Range<usize>, children: &[Range<usize>]) -> bool {
        let text = self.low.text;
        let Some((label, value)) = label_of(text, range) else { return false };
        let (node, kind) = self.low.entity();
        let Some(Slot::Field(field)) = schema::resolve(kind, &text[label.clone()]) else {
            self.near_label(kind, &label);
            return false;
        };
        let advantages = field.ty == Type::Records(Kind::Advantage);
        if !advantages && matches!(field.ty, Type::Records(_) | Type::Entities(_)) {
            return false;
        }
        self.inline_comments(&value);
        let value = before_comment(text, value);
        if advantages {
            self.advantages(value, children);
            return true;
        }
        let mut field = self.low.text_field(field, &label, &value, Origin::Label);
        for child in children {
            self.inline_comments(child);
            let word = self.low.word(before_comment(text, trim(text, child.clone())));
            if !word.text.is_empty() {
                if field.words.is_empty() {
                    field.value = word.span;
                }
                field.value.end = field.value.end.max(word.span.end);
                field.words.push(word);
            }
        }
        self.low.push(node, Piece::Field { field: Box::new(field), append: false });
        true
    }

    /// Takes note of a label that is one slip away from a field's.
    pub(super) fn near_label(&mut self, kind: Kind, label: &Range<usize>) {
        let text = &self.low.text[label.clone()];
        if schema::slip_of_label(kind, text).is_some() {
            let problem = super::ProblemKind::NearLabel { kind, label: text.to_owned() };
            self.low.problem(problem, label);
        }
    }

    pub(super) fn push_scope(&mut self, level: u8, kind: ScopeKind) {
        self.low.scopes.push(Scope { depth: usize::from(level), by_key: false, kind });
    }
}

fn before_comment(text: &str, range: Range<usize>) -> Range<usize> {
    match text[range.clone()].find("<!--") {
        Some(at) => trim(text, range.start..range.start + at),
        None => range,
    }
}

/// The label and the value of `label：value`; emphasis around the label is no part of it.
pub(super) fn label_of(text: &str, range: Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    let raw = text.get(range.clone())?;
    let (colon, mark) = raw.char_indices().take(40).find(|(_, c)| matches!(c, '：' | ':'))?;
    let label = trim(text, range.start..range.start + colon);
    let value = trim(text, range.start + colon + mark.len_utf8()..range.end);
    (!label.is_empty()).then_some((label, value))
}

fn lines(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = range.start;
    for line in text[range].split_inclusive('\n') {
        let lead = line.len() - line.trim_start().len();
        found.push(start + lead..start + lead + line.trim().len());
        start += line.len();
    }
    found
}

/// The length of an enumeration mark (`（1）`, `1）`, `①`) at a text's start.
fn enumeration(text: &str) -> Option<usize> {
    let first = text.chars().next()?;
    if ('①'..='⑳').contains(&first) {
        let rest = text[first.len_utf8()..].trim_start();
        return Some(text.len() - rest.len());
    }
    let inner = text.strip_prefix(['（', '(']).unwrap_or(text);
    let digits = inner.chars().take_while(char::is_ascii_digit).count();
    if digits == 0 || digits > 2 {
        return None;
    }
    let rest = inner[digits..].strip_prefix(['）', ')'])?;
    Some(text.len() - rest.trim_start().len())
}

/// Splits a paragraph at lines that begin with an enumeration mark.
fn enumerated(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut parts: Vec<Range<usize>> = Vec::new();
    for line in lines(text, range) {
        match parts.last_mut() {
            Some(last) if enumeration(&text[line.clone()]).is_none() => last.end = line.end,
            _ => parts.push(line),
        }
    }
    parts
}
