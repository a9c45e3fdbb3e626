//! What the rules found in a set, by the entity that they checked and by the chunk in which it stands.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::{FileId, NodeKey, Span};
use crate::rules::Finding;

/// Entities by the chunks of the files that something of theirs stands in.
type Places = FxHashMap<FileId, FxHashMap<u32, FxHashSet<NodeKey>>>;

/// The findings of a set.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    by_entity: FxHashMap<NodeKey, Vec<Finding>>,
    /// Who has findings in a chunk.
    standing: Places,
    /// Who has findings whose other side stands in a chunk.
    beside: Places,
    /// How many findings of a rule stand in a file.
    counts: FxHashMap<(FileId, &'static str), usize>,
}

/// A finding's number: its entity, and its place among that one's findings.
pub(super) type Number = (NodeKey, usize);

impl Found {
    /// Takes over what was found for an entity; returns what had been found before.
    pub(super) fn replace(&mut self, key: NodeKey, findings: Vec<Finding>) -> Vec<Finding> {
        let old = if findings.is_empty() {
            self.by_entity.remove(&key)
        } else {
            self.by_entity.insert(key, findings)
        };
        let old = old.unwrap_or_default();
        let new = self.by_entity.get(&key).map_or(&[][..], Vec::as_slice);
        for finding in new {
            *self.counts.entry((finding.span.file, finding.rule.name)).or_default() += 1;
        }
        for finding in &old {
            if let Some(count) = self.counts.get_mut(&(finding.span.file, finding.rule.name)) {
                *count -= 1;
            }
        }
        let sides = |of: &[Finding]| -> Vec<Span> {
            of.iter().flat_map(|finding| &finding.related).map(|related| related.span).collect()
        };
        let spans = |of: &[Finding]| -> Vec<Span> { of.iter().map(|finding| finding.span).collect() };
        place(&mut self.standing, key, &spans(&old), &spans(new));
        place(&mut self.beside, key, &sides(&old), &sides(new));
        old
    }

    /// What was found for an entity.
    pub(super) fn of(&self, key: NodeKey) -> &[Finding] {
        self.by_entity.get(&key).map_or(&[], Vec::as_slice)
    }

    /// Those with findings, in no order.
    pub(super) fn entities(&self) -> Vec<NodeKey> {
        self.by_entity.keys().copied().collect()
    }

    /// Whether a rule found anything in a file.
    pub(super) fn has(&self, file: FileId, rule: &'static str) -> bool {
        self.counts.get(&(file, rule)).is_some_and(|count| *count > 0)
    }

    /// The findings of a file, in no order.
    pub(super) fn of_file(&self, file: FileId) -> impl Iterator<Item = (Number, &Finding)> {
        self.chunks_of(file).flat_map(move |chunk| self.of_chunk(file, chunk))
    }

    /// The findings of a chunk, in no order.
    pub(super) fn of_chunk(&self, file: FileId, chunk: u32) -> impl Iterator<Item = (Number, &Finding)> {
        let keys = self.standing.get(&file).and_then(|chunks| chunks.get(&chunk)).into_iter().flatten();
        let numbered = |key: &NodeKey| {
            let key = *key;
            self.of(key).iter().enumerate().map(move |(at, finding)| ((key, at), finding))
        };
        keys.flat_map(numbered)
            .filter(move |(_, finding)| finding.span.file == file && finding.span.chunk.0 == chunk)
    }

    /// The chunks of a file that have findings, in no order.
    pub(super) fn chunks_of(&self, file: FileId) -> impl Iterator<Item = u32> + '_ {
        self.standing.get(&file).into_iter().flat_map(|chunks| chunks.keys().copied())
    }

    /// The places of findings whose other side stands in a chunk.
    pub(super) fn with_side_in(&self, file: FileId, chunk: u32) -> Vec<Span> {
        let keys = self.beside.get(&file).and_then(|chunks| chunks.get(&chunk)).into_iter().flatten();
        let beside = |finding: &&Finding| {
            finding.related.iter().any(|side| side.span.file == file && side.span.chunk.0 == chunk)
        };
        keys.flat_map(|key| self.of(*key)).filter(beside).map(|finding| finding.span).collect()
    }

    /// The other files with findings whose other side stands in a file.
    pub(super) fn files_with_side_in(&self, file: FileId) -> FxHashSet<FileId> {
        let chunks = self.beside.get(&file).into_iter().flat_map(|chunks| chunks.values());
        let findings = chunks.flatten().flat_map(|key| self.of(*key));
        findings.map(|finding| finding.span.file).filter(|other| *other != file).collect()
    }
}

/// Moves an entity from the chunks where something of it stood to those where it stands.
fn place(places: &mut Places, key: NodeKey, old: &[Span], new: &[Span]) {
    let stays = |span: &Span, among: &[Span]| {
        among.iter().any(|other| (other.file, other.chunk) == (span.file, span.chunk))
    };
    for span in old.iter().filter(|span| !stays(span, new)) {
        let Some(chunks) = places.get_mut(&span.file) else { continue };
        let Some(keys) = chunks.get_mut(&span.chunk.0) else { continue };
        keys.remove(&key);
        if keys.is_empty() {
            chunks.remove(&span.chunk.0);
        }
        if chunks.is_empty() {
            places.remove(&span.file);
        }
    }
    for span in new.iter().filter(|span| !stays(span, old)) {
        places.entry(span.file).or_default().entry(span.chunk.0).or_default().insert(key);
    }
}
