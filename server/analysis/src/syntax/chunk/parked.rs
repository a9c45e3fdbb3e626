//! Chunks that a fence, a comment or a long value swallowed: their ids come back when their text does, and with the id
//! whatever else is kept by it.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;

/// What tells one chunk's text from another's: its hash and its length.
pub(super) type Key = (u64, usize);

/// Ids of chunks that are no more, by their text.
#[derive(Debug, Default)]
pub(super) struct Parked {
    by_text: FxHashMap<Key, VecDeque<u32>>,
    keys: FxHashMap<u32, Key>,
    bytes: usize,
}

impl Parked {
    pub(super) fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    pub(super) fn holds(&self, id: u32) -> bool {
        self.keys.contains_key(&id)
    }

    pub(super) fn park(&mut self, id: u32, key: Key) {
        self.by_text.entry(key).or_default().push_back(id);
        self.keys.insert(id, key);
        self.bytes += key.1;
    }

    /// The id that was parked first with such a text: equal chunks come back in their order.
    pub(super) fn take(&mut self, key: Key) -> Option<u32> {
        let ids = self.by_text.get_mut(&key)?;
        let id = ids.pop_front()?;
        if ids.is_empty() {
            self.by_text.remove(&key);
        }
        self.keys.remove(&id);
        self.bytes -= key.1;
        Some(id)
    }

    /// Forgets everything once it is much more than what is swallowed now, so that nothing is kept for text that went.
    pub(super) fn limit(&mut self, swallowed: usize) {
        if self.bytes > swallowed.saturating_mul(2) {
            *self = Self::default();
        }
    }
}
