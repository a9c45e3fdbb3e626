//! Text cut into chunks that are parsed on their own, kept up to date edit by edit.
//!
//! A scanner decides the cuts from the text alone, so that the chunks never depend on the edits that led to a text.
//! After an edit it starts one chunk before the first touched one and stops as soon as a cut and the state at it agree
//! with what was there before.

pub mod markdown;
mod offsets;
pub mod yaml;

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::text::Text;
use offsets::Offsets;

/// What a line scanner knows where a chunk begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum State {
    /// Ordinary text.
    #[default]
    Open,
    /// Inside a fence opened by `length` times `mark`.
    Fence {
        /// `` ` `` or `~`.
        mark: char,
        /// How many.
        length: usize,
    },
    /// Inside an HTML comment.
    Comment,
    /// Inside a YAML scalar of very many lines.
    Value(yaml::Open),
}

/// Where a chunk ends, and the state there.
#[derive(Clone, Copy, Debug)]
pub struct Cut {
    /// The byte past the chunk; greater than its start.
    pub end: usize,
    /// The state at `end`.
    pub state: State,
}

/// Decides cuts.
pub trait Scanner {
    /// The end of the chunk that begins at byte `start` (a line's start, before the text's end) in `state`.
    fn next(&self, text: &Text, start: usize, state: State) -> Cut;

    /// Whether what stands at byte `at` may settle where the first chunk ends, though it ends at byte `end` far above.
    fn reaches(&self, _text: &Text, _end: usize, _at: usize) -> bool {
        false
    }
}

#[derive(Clone, Copy, Debug)]
struct Chunk {
    id: u32,
    length: usize,
    state: State,
    dirty: bool,
}

/// The chunks of a text, in order; together they are the whole text.
#[derive(Clone, Debug, Default)]
pub struct Chunks {
    list: Vec<Chunk>,
    offsets: Offsets,
    index: FxHashMap<u32, u32>,
    next_id: u32,
    dirty: bool,
    /// No chunk before this one was edited since the last [`Chunks::sync`].
    dirty_from: usize,
    /// How many chunks were edited since.
    dirty_chunks: usize,
    /// What was found already by a [`Chunks::sync_within`] that did not come to an end.
    pending: Changes,
}

/// How many chunks an edit has to concern before it can be a great one: where no cut changes, it concerns up to three.
const FEW: usize = 4;

/// A chunk that was scanned: where it begins, where it ends, the state at its start.
type Fresh = (usize, Cut, State);

/// What [`Chunks::sync`] changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Chunks whose text or state is new, in order.
    pub changed: Vec<u32>,
    /// Chunks that are no more.
    pub removed: Vec<u32>,
}

impl Chunks {
    /// No chunks yet: everything is to be scanned.
    #[must_use]
    pub fn new(text: &Text) -> Self {
        let mut chunks = Self::default();
        if !text.is_empty() {
            chunks.list.push(Chunk { id: 0, length: text.len(), state: State::Open, dirty: true });
            chunks.next_id = 1;
        }
        chunks.dirty = true;
        chunks.dirty_chunks = chunks.list.len();
        chunks.reindex();
        chunks
    }

    /// The chunks' ids in order.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = u32> + '_ {
        self.list.iter().map(|chunk| chunk.id)
    }

    /// The ids from a chunk on.
    pub fn ids_from(&self, index: usize) -> impl Iterator<Item = u32> + '_ {
        self.list.iter().skip(index).map(|chunk| chunk.id)
    }

    /// The chunks that some bytes touch, in order.
    pub fn touching(&self, bytes: &Range<usize>) -> impl Iterator<Item = u32> + '_ {
        let position = |byte: usize| self.at(byte).and_then(|id| self.position(id));
        let (first, last) = (position(bytes.start), position(bytes.end));
        let number = first.zip(last).map_or(0, |(first, last)| last + 1 - first.min(last));
        self.ids_from(first.unwrap_or_default()).take(number)
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there are none, as in an empty text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// A chunk's place in the order.
    #[must_use]
    pub fn position(&self, id: u32) -> Option<usize> {
        self.index.get(&id).map(|&at| at as usize)
    }

    /// The id at a place in the order.
    #[must_use]
    pub fn id_at(&self, index: usize) -> Option<u32> {
        self.list.get(index).map(|chunk| chunk.id)
    }

    /// A chunk's bytes.
    #[must_use]
    pub fn range(&self, id: u32) -> Option<Range<usize>> {
        let at = self.position(id)?;
        let start = self.offsets.start(at);
        Some(start..start + self.list[at].length)
    }

    /// The state at a chunk's start.
    #[must_use]
    pub fn state(&self, id: u32) -> State {
        self.position(id).map_or(State::Open, |at| self.list[at].state)
    }

    /// The chunk that holds a byte, the last one for the text's end.
    #[must_use]
    pub fn at(&self, byte: usize) -> Option<u32> {
        self.list.get(self.index_at(byte)?).map(|chunk| chunk.id)
    }

    fn index_at(&self, byte: usize) -> Option<usize> {
        if self.list.is_empty() { None } else { Some(self.offsets.find(byte).min(self.list.len() - 1)) }
    }

    /// Takes note that the bytes of `replaced` became `length` bytes; [`Chunks::sync`] does the rest.
    pub fn edit(&mut self, replaced: &Range<usize>, length: usize) {
        self.dirty = true;
        let (Some(first), Some(last)) = (self.index_at(replaced.start), self.index_at(replaced.end)) else {
            if length > 0 {
                let id = self.fresh();
                self.list.push(Chunk { id, length, state: State::Open, dirty: true });
                (self.dirty_from, self.dirty_chunks) = (0, 1);
                self.reindex();
            }
            return;
        };
        let edited = self.list[first..=last].iter().filter(|chunk| chunk.dirty).count();
        self.dirty_chunks = self.dirty_chunks + 1 - edited;
        self.dirty_from = self.dirty_from.min(first);
        if first == last {
            let chunk = &mut self.list[first];
            chunk.length = chunk.length + length - replaced.len();
            chunk.dirty = true;
            let now = chunk.length;
            self.offsets.set(first, now);
        } else {
            let total: usize = self.list[first..=last].iter().map(|chunk| chunk.length).sum();
            self.list[first].length = total + length - replaced.len();
            self.list[first].dirty = true;
            self.list.drain(first + 1..=last);
            self.reindex();
        }
    }

    fn fresh(&mut self) -> u32 {
        let id = self.next_id;
        self.next_id = self.next_id.wrapping_add(1);
        if self.next_id == u32::MAX {
            self.next_id = 0;
        }
        id
    }

    /// Gives no id from now on that `other` has given.
    pub fn skip_ids(&mut self, other: &Self) {
        self.next_id = self.next_id.max(other.next_id);
    }

    /// Brings the chunks up to date with `text`.
    pub fn sync(&mut self, text: &Text, scanner: &dyn Scanner) -> Changes {
        self.sync_within(text, scanner, usize::MAX).unwrap_or_default()
    }

    /// Brings the chunks up to date with `text`, unless more than `limit` bytes in more than a few chunks would have to
    /// be scanned at one place: then none, and the chunks are still to be brought up to date.
    pub fn sync_within(&mut self, text: &Text, scanner: &dyn Scanner, limit: usize) -> Option<Changes> {
        if !self.dirty {
            return Some(Changes::default());
        }
        // Edits may have merged chunks away: whoever is no longer in the list is removed.
        let mut moved = self.index.len() != self.list.len();
        let mut at = std::mem::replace(&mut self.dirty_from, usize::MAX);
        let mut changes = std::mem::take(&mut self.pending);
        while self.dirty_chunks > 0
            && let Some(dirty) = (at..self.list.len()).find(|&index| self.list[index].dirty)
        {
            let top = self.list[0].length;
            let reached = dirty > 1 && scanner.reaches(text, top, self.start_of(dirty, moved));
            let first = if reached { 0 } else { dirty.saturating_sub(1) };
            let start = self.start_of(first, moved);
            let Some((last, fresh)) = self.rescan(text, scanner, (first, start), limit) else {
                (self.dirty_from, self.pending) = (dirty, changes);
                self.reindex();
                return None;
            };
            self.dirty_chunks -= self.list[first..last].iter().filter(|chunk| chunk.dirty).count();
            moved |= self.splice((first..last, start), fresh, &mut changes, moved);
            at = first;
        }
        self.dirty = false;
        if moved {
            changes.removed.extend(self.index.keys().copied());
            self.reindex();
        }
        changes.removed.sort_unstable();
        changes.removed.dedup();
        let index = &self.index;
        changes.removed.retain(|id| !index.contains_key(id));
        changes.changed.retain(|id| index.contains_key(id));
        changes.changed.sort_by_key(|id| index.get(id).copied());
        changes.changed.dedup();
        Some(changes)
    }

    /// The byte at which a chunk begins; the prefix sums do not fit the list once it has `moved`.
    fn start_of(&self, index: usize, moved: bool) -> usize {
        if moved {
            self.list[..index].iter().map(|chunk| chunk.length).sum()
        } else {
            self.offsets.start(index)
        }
    }

    /// Scans from chunk `first` until the cuts agree again; returns the old chunk at which they do, and the new ones. None
    /// if more than `limit` bytes in more than a few chunks would have to be scanned for that.
    fn rescan(
        &self,
        text: &Text,
        scanner: &dyn Scanner,
        (first, start): (usize, usize),
        limit: usize,
    ) -> Option<(usize, Vec<Fresh>)> {
        let mut offset = start;
        let mut state = self.list[first].state;
        let mut old = first;
        let mut old_start = offset;
        let mut fresh = Vec::new();
        let mut passed_dirty = false;
        loop {
            while old < self.list.len() && old_start < offset {
                passed_dirty |= self.list[old].dirty;
                old_start += self.list[old].length;
                old += 1;
            }
            if offset - start > limit && fresh.len().max(old - first) >= FEW {
                return None;
            }
            if offset >= text.len() {
                return Some((self.list.len(), fresh));
            }
            let agrees = passed_dirty
                && old < self.list.len()
                && old_start == offset
                && self.list[old].state == state
                && !self.list[old].dirty;
            if agrees {
                return Some((old, fresh));
            }
            let cut = scanner.next(text, offset, state);
            let end = cut.end.clamp(offset + 1, text.len());
            fresh.push((offset, Cut { end, state: cut.state }, state));
            offset = end;
            state = cut.state;
        }
    }

    /// Puts the new chunks in place of old ones, keeping what stayed the same; says whether the order changed.
    /// Offsets are set only while they still fit the order: not once it has `moved`.
    fn splice(
        &mut self,
        (old, mut start): (Range<usize>, usize),
        fresh: Vec<Fresh>,
        changes: &mut Changes,
        moved: bool,
    ) -> bool {
        let mut by_start = FxHashMap::default();
        for index in old.clone() {
            by_start.insert(start, self.list[index]);
            start += self.list[index].length;
        }
        let mut chunks = Vec::with_capacity(fresh.len());
        for (offset, cut, state) in fresh {
            let length = cut.end - offset;
            let kept = by_start.get(&offset).filter(|kept| kept.dirty || kept.state == state).copied();
            let id = if let Some(kept) = kept {
                by_start.remove(&offset);
                if kept.dirty || kept.length != length || kept.state != state {
                    changes.changed.push(kept.id);
                }
                kept.id
            } else {
                let id = self.fresh();
                changes.changed.push(id);
                id
            };
            chunks.push(Chunk { id, length, state, dirty: false });
        }
        let moved = moved || !by_start.is_empty() || chunks.len() != old.len();
        changes.removed.extend(by_start.into_values().map(|chunk| chunk.id));
        for (index, chunk) in old.clone().zip(&chunks) {
            if !moved {
                self.offsets.set(index, chunk.length);
            }
        }
        self.list.splice(old, chunks);
        moved
    }

    fn reindex(&mut self) {
        self.offsets = Offsets::new(self.list.iter().map(|chunk| chunk.length));
        // A removed id stays known until `sync` has told of it.
        if !self.dirty {
            self.index.clear();
        }
        for (at, chunk) in self.list.iter().enumerate() {
            self.index.insert(chunk.id, u32::try_from(at).unwrap_or(u32::MAX));
        }
    }
}
