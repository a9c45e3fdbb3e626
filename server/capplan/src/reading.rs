//! Reading many files at once, on as many threads as the machine has.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use capplan_analysis::workspace::{ReadFile, Reader, Reading, Unreadable};

use crate::files;
use crate::panics::caught;

/// So many files are handed over at once.
const BATCH: usize = 8;

/// A file and what was read in it, or why it could not be.
pub(crate) type Member = (String, Result<ReadFile, Unreadable>);

/// Reads files and hands over what they say, a few at a time and in no order, until all are read or `stopped` says so.
pub(crate) fn read_all(
    paths: &[PathBuf],
    reading: &Reading,
    stopped: &(dyn Fn() -> bool + Sync),
    take: &(dyn Fn(Vec<Member>) + Sync),
) {
    let batches: Vec<&[PathBuf]> = paths.chunks(BATCH).collect();
    let next = AtomicUsize::new(0);
    let threads = thread::available_parallelism().map_or(1, usize::from).min(batches.len());
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while !stopped()
                    && let Some(batch) = batches.get(next.fetch_add(1, Ordering::Relaxed))
                {
                    let mut reader = reading.reader();
                    take(batch.iter().map(|path| read(path, &mut reader)).collect());
                }
            });
        }
    });
}

/// Reads files; all of them, by name.
pub(crate) fn read_each(
    paths: &[PathBuf],
    reading: &Reading,
) -> BTreeMap<String, Result<ReadFile, Unreadable>> {
    let read = Mutex::new(BTreeMap::new());
    read_all(paths, reading, &|| false, &|members| {
        read.lock().unwrap_or_else(PoisonError::into_inner).extend(members);
    });
    read.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// Reads a file. A panic about it is this file's alone.
fn read(path: &Path, reader: &mut Reader) -> Member {
    let (name, text) = files::load(path);
    let read = text.and_then(|text| {
        caught(|| reader.read(&name, &text)).map_err(|panic| {
            tracing::error!(document = name, "reading panicked; the others are read: {panic}");
            Unreadable::Io(format!("panic: {panic}"))
        })
    });
    (name, read)
}
