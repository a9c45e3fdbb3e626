//! Plan sets while they are loaded: members are read on other threads, wait for each other, and are then judged a few
//! entities at a time, so that edits go in between.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use super::board::Board;
use super::{Counters, Document, Surface, Workspace};
use crate::model::build::Readers;
use crate::model::{FileId, NodeKey};
use crate::standard::OwnWords;

/// Plan sets that are being loaded.
#[derive(Debug, Default)]
pub(super) struct Loading {
    /// Their folders.
    folders: BTreeSet<String>,
    /// Members that are read and wait for the rest.
    read_ahead: BTreeSet<String>,
    /// Sets that are complete and not judged yet.
    judging: BTreeSet<String>,
}

/// The numbers that documents get, each once.
#[derive(Clone, Debug, Default)]
pub(super) struct Numbers(Arc<AtomicU32>);

impl Numbers {
    /// The next one.
    pub(super) fn next(&self) -> FileId {
        FileId(self.0.fetch_add(1, Ordering::Relaxed))
    }
}

/// What reading the files of a plan set takes: nothing else of the workspace, so that any thread may do it.
#[derive(Clone)]
pub struct Reading {
    numbers: Numbers,
    own: Arc<OwnWords>,
}

/// Reads files, on one thread.
pub struct Reader {
    reading: Reading,
    readers: Readers,
}

/// A file that was read, for [`Workspace::load_read`].
pub struct ReadFile {
    document: Option<Document>,
    counters: Counters,
}

impl Reading {
    /// A reader for one thread.
    #[must_use]
    pub fn reader(&self) -> Reader {
        Reader { reading: self.clone(), readers: Readers::default() }
    }
}

impl Reader {
    /// Reads a file's text: what of the work on it needs no other file.
    pub fn read(&mut self, path: &str, text: &str) -> ReadFile {
        let Reading { numbers, own } = &self.reading;
        let mut counters = Counters::default();
        let document = Surface::of_path(path).map(|surface| {
            let mut document = Document::new(numbers.next(), surface, text, Arc::clone(own));
            document.sync(&mut self.readers, &mut counters);
            document
        });
        ReadFile { document, counters }
    }
}

impl Workspace {
    /// What reads the files below a folder.
    #[must_use]
    pub fn reading(&self, folder: &str) -> Reading {
        let own = self.own_words(&format!("{folder}/"));
        Reading { numbers: self.numbers.clone(), own }
    }

    /// Takes note of a file of the disk that was read elsewhere, as [`Workspace::load`] does.
    pub fn load_read(&mut self, path: &str, read: ReadFile) {
        let Some(document) = read.document else { return };
        let is_open = self.entries.get(path).is_some_and(|entry| entry.open);
        if is_open || *document.own_words() != *self.own_words(path) {
            return self.load(path, &document.text().to_text());
        }
        self.counters.add(read.counters);
        self.entries.entry(path.to_owned()).or_default().unreadable = None;
        self.put(path, Some(document));
    }

    /// Says that the members of a folder's plan set are being loaded, or that all are. Until then those that are not open
    /// are read and no more: a set that grows file by file would be judged anew with each. [`Workspace::judge`] judges it.
    pub fn set_loading(&mut self, folder: &str, loading: bool) {
        if loading {
            self.loading.folders.insert(folder.to_owned());
        } else if self.loading.folders.remove(folder) {
            self.loading.judging.insert(folder.to_owned());
            self.stale.append(&mut self.loading.read_ahead);
        }
    }

    /// Reads a document that is to wait for the rest of its set; returns whether it is one.
    pub(super) fn read_ahead(&mut self, path: &str) -> bool {
        let waits = self.config_folder(path).is_some_and(|folder| self.loading.folders.contains(folder));
        let Some(entry) = self.entries.get_mut(path).filter(|entry| waits && !entry.open) else {
            return false;
        };
        let Some(document) = &mut entry.document else { return false };
        // One that is in the set already has to tell it what changed.
        if self.sets.get(&entry.set).is_some_and(|set| set.files.contains(&document.file)) {
            return false;
        }
        document.sync(&mut self.readers, &mut self.counters);
        self.loading.read_ahead.insert(path.to_owned());
        true
    }

    /// Whether some set is loaded and not judged yet.
    #[must_use]
    pub fn has_to_judge(&self) -> bool {
        !self.loading.judging.is_empty()
    }

    /// Whether the set of a folder is loaded and not judged yet: what is found in it so far is not all.
    #[must_use]
    pub fn is_judging(&self, folder: &str) -> bool {
        self.loading.judging.contains(folder)
    }

    /// Judges some entities, at most so many, of a set that was loaded, or brings what is shown of so many plans up to date;
    /// returns whether that was the rest of it.
    pub fn judge(&mut self, most: usize) -> bool {
        self.refresh();
        let Some(name) = self.loading.judging.first().cloned() else { return false };
        let Some(mut set) = self.sets.remove(&name) else { return self.loading.judging.remove(&name) };
        let keys: Vec<NodeKey> = std::iter::from_fn(|| set.unjudged.pop_first()).take(most).collect();
        if keys.is_empty() {
            self.settle_some(&mut set, most);
        }
        self.check(&mut set, &keys);
        let done = set.unjudged.is_empty() && set.boards.values().all(Board::is_settled);
        if done {
            self.loading.judging.remove(&name);
            self.match_set(&name, &mut set);
            self.settle(&mut set);
        }
        self.sets.insert(name, set);
        done
    }
}
