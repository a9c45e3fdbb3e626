//! The layers of a document, and those that it had before its last great change: a fence that opens makes most of a plan
//! say nothing, and closing it must not cost what reading the plan costs.
//!
//! Both sets of layers are told of every edit. Cuts depend on the text alone, so either set may be brought up to date,
//! and the one is taken that has less to scan.

use std::ops::Range;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::build::Document;
use super::pieces::ChunkFacts;
use super::read::Read;
use super::{Entity, NodeKey};
use crate::syntax::chunk::{Changes, Chunks};

/// Chunks, what each says, and the nodes assembled from them.
#[derive(Clone, Debug, Default)]
pub(super) struct Layers {
    pub(super) chunks: Chunks,
    pub(super) read: FxHashMap<u32, Arc<Read>>,
    pub(super) facts: FxHashMap<u32, Arc<ChunkFacts>>,
    /// The chunks that say something about a node.
    pub(super) contributions: FxHashMap<NodeKey, FxHashSet<u32>>,
    /// The chunks that use YAML aliases.
    pub(super) aliases: FxHashSet<u32>,
    /// The chunks that have YAML anchors.
    pub(super) anchored: FxHashSet<u32>,
    /// The chunks in which a fence opens that has no end.
    pub(super) unclosed: FxHashSet<u32>,
    /// The chunks that have suppression comments.
    pub(super) allowing: FxHashSet<u32>,
    pub(super) nodes: FxHashMap<NodeKey, Arc<Entity>>,
    pub(super) last_chunk: Option<u32>,
}

/// What a great change did to the layers of a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Turn {
    /// They were brought up to date.
    #[default]
    None,
    /// They were laid aside, and go on from a copy.
    Kept,
    /// They were laid aside, and new ones begun from nothing.
    Begun,
    /// Those that had been laid aside are there again.
    Back,
}

impl Layers {
    /// Whether nothing was read yet.
    pub(super) fn is_empty(&self) -> bool {
        self.last_chunk.is_none() && self.nodes.is_empty()
    }
}

/// How many edits the layers that were laid aside are kept for: what hid them is taken back soon or never.
const KEPT_FOR: usize = 1_000;

/// How much of a text, in bytes, an edit may bring to be scanned before it is a great change.
fn great(text: usize) -> usize {
    (text / 8).clamp(512, 64 * 1024)
}

impl Document {
    /// Takes note of an edit that was made in the text: the bytes of `replaced` became `length` bytes.
    pub(super) fn note_edit(&mut self, replaced: &Range<usize>, length: usize) {
        self.now.chunks.edit(replaced, length);
        self.edits_since_turn += 1;
        if self.edits_since_turn > KEPT_FOR {
            self.other = None;
        }
        if let Some(other) = &mut self.other {
            other.chunks.edit(replaced, length);
        }
    }

    /// Brings the chunks up to date, in the layers in which less is to be scanned.
    pub(super) fn cut(&mut self) -> (Turn, Changes) {
        let scanner = self.scanner();
        if self.now.is_empty() {
            return (Turn::None, self.now.chunks.sync(&self.text, scanner));
        }
        let great = great(self.text.len());
        if let Some(changes) = self.now.chunks.sync_within(&self.text, scanner, great) {
            return (Turn::None, changes);
        }
        if let Some(other) = &mut self.other {
            other.chunks.skip_ids(&self.now.chunks);
            if let Some(changes) = other.chunks.sync_within(&self.text, scanner, great) {
                self.now.chunks.skip_ids(&other.chunks);
                std::mem::swap(&mut self.now, other);
                self.edits_since_turn = 0;
                return (Turn::Back, changes);
            }
        }
        self.edits_since_turn = 0;
        let before = self.now.chunks.clone();
        let changes = self.now.chunks.sync(&self.text, scanner);
        let stay = self.now.chunks.len() - changes.changed.len().min(self.now.chunks.len());
        if stay * 2 > before.len() {
            let mut aside = self.now.clone();
            aside.chunks = before;
            self.other = Some(Box::new(aside));
            return (Turn::Kept, changes);
        }
        let begun = Layers { chunks: std::mem::take(&mut self.now.chunks), ..Layers::default() };
        let mut aside = std::mem::replace(&mut self.now, begun);
        aside.chunks = before;
        self.other = Some(Box::new(aside));
        let changed = self.now.chunks.ids().collect();
        (Turn::Begun, Changes { changed, removed: Vec::new() })
    }

    /// Whether there are layers laid aside.
    #[must_use]
    pub fn has_layers_aside(&self) -> bool {
        self.other.is_some()
    }

    /// The nodes of the layers that were laid aside last, whichever way.
    pub fn nodes_aside(&self) -> impl Iterator<Item = NodeKey> + '_ {
        self.other.iter().flat_map(|other| other.nodes.keys().copied())
    }
}
