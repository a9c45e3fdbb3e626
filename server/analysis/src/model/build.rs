//! A document: its text, its chunks, what each says, and the nodes assembled from them, kept up to date edit by edit.

use std::sync::Arc;

use rustc_hash::FxHashSet;

pub use super::counters::Counters;
use super::layers::Layers;
pub use super::layers::Turn;
use super::pieces::{Allow, ChunkFacts, Context};
use super::read::Read;
pub use super::surface::Surface;
use super::{Entity, FileId, NodeKey, Span, yaml};
use crate::standard::OwnWords;
use crate::syntax::chunk::markdown::MarkdownScanner;
use crate::syntax::chunk::yaml::YamlScanner;
use crate::syntax::chunk::{Changes, Chunks, Scanner};
use crate::syntax::markdown::{Block, MarkdownReader};
use crate::syntax::notation::Notation;
use crate::syntax::yaml::YamlReader;
use crate::text::{Edit, Text};

/// The parsers, shared by all documents of a workspace.
#[derive(Default)]
pub struct Readers {
    pub(super) markdown: MarkdownReader,
    pub(super) yaml: YamlReader,
    pub(super) notation: Notation,
}

/// A document.
#[derive(Debug)]
pub struct Document {
    /// Its number in the workspace.
    pub file: FileId,
    /// Its surface.
    pub surface: Surface,
    pub(super) text: Text,
    /// The organization's own words for terms.
    own: Arc<OwnWords>,
    /// What the text says as it is now.
    pub(super) now: Layers,
    /// What it said before its last great change.
    pub(super) other: Option<Box<Layers>>,
    /// How many edits there were since the one took the place of the other.
    pub(super) edits_since_turn: usize,
}

/// Where a block of Markdown stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlockPlace {
    /// Its bytes in the document.
    pub range: std::ops::Range<usize>,
    /// Whether it holds plan fields in YAML.
    pub is_yaml: bool,
}

/// The nodes that a change touched.
#[derive(Debug, Default)]
pub struct Touched {
    /// Nodes that are new or say something else, or stand elsewhere in their chunk.
    pub changed: Vec<NodeKey>,
    /// Nodes that are no more.
    pub removed: Vec<NodeKey>,
    /// Whether chunks came or went, so that nodes may stand in another order.
    pub moved: bool,
    /// The chunks that have another text.
    pub chunks: Vec<u32>,
    /// Whether another set of layers took the place of those before.
    pub turn: Turn,
}

impl Document {
    /// A document whose facts are taken at the first [`Document::sync`], with the organization's own words for terms.
    #[must_use]
    pub fn new(file: FileId, surface: Surface, text: &str, own: Arc<OwnWords>) -> Self {
        let text = Text::new(text);
        let now = Layers { chunks: Chunks::new(&text), ..Layers::default() };
        Self { file, surface, text, own, now, other: None, edits_since_turn: 0 }
    }

    /// The same document with another text, read from the beginning.
    pub(crate) fn with_text(&self, text: &str, readers: &mut Readers) -> Self {
        let mut other = Self::new(self.file, self.surface, text, Arc::clone(&self.own));
        other.sync(readers, &mut Counters::default());
        other
    }

    /// A copy, to be edited: what a change would make of the document.
    pub(crate) fn copy(&self) -> Self {
        let (text, own, now) = (self.text.clone(), Arc::clone(&self.own), self.now.clone());
        Self { file: self.file, surface: self.surface, text, own, now, other: None, edits_since_turn: 0 }
    }

    /// Its text, current at all times.
    #[must_use]
    pub fn text(&self) -> &Text {
        &self.text
    }

    /// The organization's own words for terms that hold in it.
    #[must_use]
    pub fn own_words(&self) -> &OwnWords {
        &self.own
    }

    /// Its chunks.
    #[must_use]
    pub fn chunks(&self) -> &Chunks {
        &self.now.chunks
    }

    /// Changes the text; facts follow at the next [`Document::sync`].
    pub fn edit(&mut self, edit: &Edit) {
        let replaced = self.text.apply(edit);
        self.note_edit(&replaced, edit.text.len());
    }

    /// Its nodes: the plan and its entities, table rows among them.
    pub fn nodes(&self) -> impl Iterator<Item = &Arc<Entity>> {
        self.now.nodes.values()
    }

    /// One node.
    #[must_use]
    pub fn node(&self, key: NodeKey) -> Option<&Arc<Entity>> {
        self.now.nodes.get(&key)
    }

    /// The absolute bytes of a span.
    #[must_use]
    pub fn range(&self, span: Span) -> std::ops::Range<usize> {
        let chunk = self.now.chunks.range(span.chunk.0).unwrap_or(0..0);
        let length = self.text.len();
        (chunk.start + span.start as usize).min(length)..(chunk.start + span.end as usize).min(length)
    }

    /// The suppression comments in order.
    pub fn allows(&self) -> impl Iterator<Item = &Allow> {
        let mut chunks: Vec<(Option<usize>, u32)> =
            self.now.allowing.iter().map(|id| (self.now.chunks.position(*id), *id)).collect();
        chunks.sort_unstable();
        chunks.into_iter().filter_map(|(_, id)| self.now.facts.get(&id)).flat_map(|facts| &facts.allows)
    }

    /// Whether it has suppression comments.
    #[must_use]
    pub fn has_allows(&self) -> bool {
        !self.now.allowing.is_empty()
    }

    /// The facts of a chunk.
    #[must_use]
    pub fn facts(&self, chunk: u32) -> Option<&ChunkFacts> {
        self.now.facts.get(&chunk).map(Arc::as_ref)
    }

    /// The block of Markdown that holds a byte and is read: heading, item, paragraph, cell, plan fields in YAML.
    #[must_use]
    pub fn block_at(&self, byte: usize) -> Option<BlockPlace> {
        let id = self.now.chunks.at(byte)?;
        let start = self.now.chunks.range(id)?.start;
        let Some(Read::Blocks(blocks)) = self.now.read.get(&id).map(Arc::as_ref) else { return None };
        blocks.iter().find_map(|block| {
            if matches!(block, Block::Comment { .. } | Block::Unclosed { .. }) {
                return None;
            }
            let is_yaml = matches!(block, Block::Plan { .. });
            let range = block.texts().find(|text| text.contains(&(byte - start)))?;
            Some(BlockPlace { range: start + range.start..start + range.end, is_yaml })
        })
    }

    pub(super) fn scanner(&self) -> &'static dyn Scanner {
        match self.surface {
            Surface::Markdown => &MarkdownScanner,
            Surface::Yaml => {
                &YamlScanner { is_structural: yaml::is_structural, is_leading: yaml::is_leading }
            }
        }
    }

    /// Brings chunks, facts and nodes up to date with the text.
    pub fn sync(&mut self, readers: &mut Readers, counters: &mut Counters) -> Touched {
        let first_time = self.now.is_empty();
        let (turn, changes) = self.cut();
        counters.layers_laid_aside += usize::from(matches!(turn, Turn::Kept | Turn::Begun));
        counters.layers_back += usize::from(turn == Turn::Back);
        if changes == Changes::default() && !first_time {
            return Touched { turn, ..Touched::default() };
        }
        let known = self.now.chunks.len();
        let reordered = !changes.removed.is_empty();
        let moved = reordered || self.now.facts.len() != known;
        let mut touched: FxHashSet<NodeKey> = FxHashSet::default();
        let had_unclosed = !self.now.unclosed.is_empty();
        for &id in &changes.removed {
            self.now.read.remove(&id);
            self.forget(id, &mut touched);
        }
        let mut todo: FxHashSet<u32> = changes.changed.iter().copied().collect();
        let last = self.now.chunks.ids().next_back();
        if last != self.now.last_chunk {
            todo.extend(
                [self.now.last_chunk, last]
                    .into_iter()
                    .flatten()
                    .filter(|id| self.now.chunks.position(*id).is_some()),
            );
            self.now.last_chunk = last;
        }
        for id in &todo {
            self.now.read.remove(id);
        }
        if changes != Changes::default() {
            todo.extend(self.now.aliases.iter().copied());
        }
        self.lower(&todo, reordered, readers, counters, &mut touched);
        if first_time || had_unclosed || !self.now.unclosed.is_empty() || moved {
            touched.insert(NodeKey::plan(self.file));
        }
        let mut chunks = changes.changed;
        chunks.extend(changes.removed);
        Touched { moved, chunks, turn, ..self.assemble(touched, counters) }
    }

    fn parse(&mut self, id: u32, readers: &mut Readers, counters: &mut Counters) {
        let Some(range) = self.now.chunks.range(id) else { return };
        let text = self.text.slice(range.clone());
        counters.chunks_parsed += 1;
        let read = self.read_text(readers, id, &range, &text);
        match &read {
            Read::Events(reading) if reading.events.iter().any(|event| event.anchor.is_some()) => {
                self.now.anchored.insert(id);
            }
            _ => {
                self.now.anchored.remove(&id);
            }
        }
        self.now.read.insert(id, Arc::new(read));
    }

    /// Takes the facts of the chunks to do, and of those behind them while the context at their start is another.
    fn lower(
        &mut self,
        todo: &FxHashSet<u32>,
        all_contexts: bool,
        readers: &mut Readers,
        counters: &mut Counters,
        touched: &mut FxHashSet<NodeKey>,
    ) {
        let mut positions: Vec<usize> = todo.iter().filter_map(|id| self.now.chunks.position(*id)).collect();
        if all_contexts && positions.is_empty() {
            positions.push(0);
        }
        positions.sort_unstable();
        let mut done = 0;
        for position in positions {
            let mut at = position.max(done);
            // A chunk removed at this place may have changed the context: look at the next one too.
            while let Some(id) = self.now.chunks.id_at(at) {
                let before = at
                    .checked_sub(1)
                    .and_then(|above| self.now.chunks.id_at(above))
                    .and_then(|above| self.now.facts.get(&above))
                    .map_or_else(Arc::default, |facts| Arc::clone(&facts.after));
                let known = self.now.facts.get(&id).is_some_and(|facts| facts.before == before);
                if known && !todo.contains(&id) {
                    break;
                }
                self.lower_one(id, before, readers, counters, touched);
                at += 1;
                done = at;
            }
        }
        if all_contexts {
            self.lower_moved(readers, counters, touched);
        }
    }

    /// Lowers chunks whose context changed because a chunk above them went away.
    fn lower_moved(
        &mut self,
        readers: &mut Readers,
        counters: &mut Counters,
        touched: &mut FxHashSet<NodeKey>,
    ) {
        let mut before: Arc<Context> = Arc::default();
        let ids: Vec<u32> = self.now.chunks.ids().collect();
        for id in ids {
            if self.now.facts.get(&id).is_none_or(|facts| facts.before != before) {
                self.lower_one(id, before, readers, counters, touched);
            }
            before = self.now.facts.get(&id).map_or_else(Arc::default, |facts| Arc::clone(&facts.after));
        }
    }

    fn lower_one(
        &mut self,
        id: u32,
        before: Arc<Context>,
        readers: &mut Readers,
        counters: &mut Counters,
        touched: &mut FxHashSet<NodeKey>,
    ) {
        if !self.now.read.contains_key(&id) {
            self.parse(id, readers, counters);
        }
        let Some(range) = self.now.chunks.range(id) else { return };
        counters.chunks_lowered += 1;
        let text = self.text.slice(range);
        let facts = ChunkFacts { before, ..ChunkFacts::default() };
        let read = self.now.read.get(&id).map(Arc::as_ref);
        let facts = Arc::new(self.lower_text(readers, id, &text, read, facts));
        // Events are needed once more only where an alias may stand for them; they are four times as long as the text.
        if self.surface == Surface::Yaml && !self.now.anchored.contains(&id) {
            self.now.read.remove(&id);
        }
        self.forget(id, touched);
        self.remember(id, facts, touched);
    }

    fn remember(&mut self, id: u32, facts: Arc<ChunkFacts>, touched: &mut FxHashSet<NodeKey>) {
        for (node, _) in &facts.pieces {
            self.now.contributions.entry(*node).or_default().insert(id);
            touched.insert(*node);
        }
        if facts.aliases {
            self.now.aliases.insert(id);
        }
        if !facts.allows.is_empty() {
            self.now.allowing.insert(id);
        }
        if facts.unclosed.is_some() {
            self.now.unclosed.insert(id);
        }
        self.now.facts.insert(id, facts);
    }

    fn forget(&mut self, id: u32, touched: &mut FxHashSet<NodeKey>) {
        self.now.aliases.remove(&id);
        self.now.unclosed.remove(&id);
        self.now.allowing.remove(&id);
        if self.now.chunks.position(id).is_none() {
            self.now.anchored.remove(&id);
        }
        let Some(facts) = self.now.facts.remove(&id) else { return };
        for (node, _) in &facts.pieces {
            touched.insert(*node);
            if let Some(chunks) = self.now.contributions.get_mut(node) {
                chunks.remove(&id);
            }
        }
    }
}
