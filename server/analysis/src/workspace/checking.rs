//! Checking what changed, and saying whose findings are others by that.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::board::Board;
use super::{Ranks, Set, Workspace, findings};
use crate::model::build::{Touched, Turn};
use crate::model::{Entity, FileId, NodeKey};
use crate::rules::{Checker, Finding, Locale};

/// What became of a document of a set.
#[derive(Debug)]
pub(super) struct Edited {
    /// The document.
    pub(super) file: FileId,
    /// The chunks with other text.
    pub(super) chunks: Vec<u32>,
    /// Whether chunks came or went.
    pub(super) moved: bool,
    /// Nodes that are new or say something else.
    pub(super) changed: Vec<Arc<Entity>>,
    /// Nodes that are no more.
    pub(super) removed: Vec<NodeKey>,
}

impl Set {
    /// The language of messages.
    pub(super) fn locale(&self, options: &super::Options) -> Locale {
        options.locale_with(self.config.locale)
    }

    /// Takes over what was found for an entity; what is shown where it stands or stood is to be made anew.
    fn take(&mut self, key: NodeKey, new: Vec<Finding>) {
        let old = self.found.replace(key, new);
        let new = self.found.of(key);
        let same = old.len() == new.len() && old.iter().zip(new).all(|(a, b)| a.same_as(b));
        if !same {
            for finding in old.iter().chain(new) {
                if let Some(board) = self.boards.get_mut(&finding.span.file) {
                    board.touch(finding.span.chunk.0);
                }
            }
        }
    }

    /// Notes where the text of a document changed: what is shown there, or has its other side there, is made anew.
    fn note_text(&mut self, edited: &Edited) {
        for &chunk in &edited.chunks {
            for span in self.found.with_side_in(edited.file, chunk) {
                if let Some(board) = self.boards.get_mut(&span.file) {
                    board.touch(span.chunk.0);
                }
            }
            if let Some(board) = self.boards.get_mut(&edited.file) {
                board.touch(chunk);
            }
        }
        if edited.moved
            && let Some(board) = self.boards.get_mut(&edited.file)
        {
            board.shift();
        }
    }

    /// Everything is to be shown anew.
    pub(super) fn renew_boards(&mut self) {
        self.boards.values_mut().for_each(Board::renew);
    }
}

impl Edited {
    /// What a change of its text made of a document.
    pub(super) fn of(document: &super::Document, touched: Touched) -> Self {
        let changed = touched.changed.iter().filter_map(|key| document.node(*key).cloned()).collect();
        let Touched { chunks, moved, removed, .. } = touched;
        Self { file: document.file, chunks, moved, changed, removed }
    }

    /// A document that the set did not know.
    pub(super) fn joining(document: &super::Document) -> Self {
        let changed = document.nodes().cloned().collect();
        Self { file: document.file, chunks: Vec::new(), moved: true, changed, removed: Vec::new() }
    }

    /// A document that is no member of the set any more.
    pub(super) fn leaving(document: &super::Document, touched: Touched) -> Self {
        let mut removed = touched.removed;
        removed.extend(document.nodes().map(|node| node.key));
        if touched.turn != Turn::None {
            removed.extend(document.nodes_aside());
        }
        Self { file: document.file, chunks: Vec::new(), moved: true, changed: Vec::new(), removed }
    }

    /// A document of whose nodes nothing is known but that they took the place of those laid aside.
    pub(super) fn renewed(document: &super::Document) -> Self {
        let removed = document.nodes_aside().filter(|key| document.node(*key).is_none()).collect();
        Self { removed, ..Self::joining(document) }
    }
}

impl Workspace {
    /// Takes changes over into a set, checks what they concern, and adds the files in which a client sees something else.
    pub(super) fn update_set(&mut self, name: &str, edits: Vec<Edited>, affected: &mut BTreeSet<String>) {
        let Some(mut set) = self.sets.remove(name) else { return };
        set.plan_set.strict = set.config.strict;
        for edited in &edits {
            set.note_text(edited);
        }
        let moved = edits.iter().any(|edited| edited.moved);
        let files: Vec<FileId> = edits.iter().map(|edited| edited.file).collect();
        let (mut changed, mut removed) = (Vec::new(), Vec::new());
        for edited in edits {
            changed.extend(edited.changed);
            removed.extend(edited.removed);
        }
        if moved || !changed.is_empty() || !removed.is_empty() {
            set.unjudged.extend(set.plan_set.update(changed, &removed, moved, &Ranks::of(self)));
        }
        if self.is_judging(name) {
            self.sets.insert(name.to_owned(), set);
            return;
        }
        let unjudged: Vec<NodeKey> = std::mem::take(&mut set.unjudged).into_iter().collect();
        self.check(&mut set, &unjudged);
        self.match_set(name, &mut set);
        let mut seen = self.settle(&mut set);
        // Where another file's lines moved, the other sides of findings moved.
        for file in files {
            if !set.boards.get(&file).is_some_and(Board::lines_moved) {
                continue;
            }
            for other in set.found.files_with_side_in(file) {
                if !seen.contains(&other)
                    && let Some(board) = set.boards.get_mut(&other)
                {
                    board.shift();
                }
            }
        }
        seen.extend(self.settle(&mut set));
        // Of what its units cover, too.
        seen.extend(set.plan_set.take_relevelled());
        affected.extend(seen.iter().filter_map(|file| self.paths.get(file).cloned()));
        self.sets.insert(name.to_owned(), set);
    }

    /// Checks entities anew; of those that are no more, nothing is found any more.
    pub(super) fn check(&mut self, set: &mut Set, keys: &[NodeKey]) {
        let locale = set.locale(&self.options);
        let mut checked = 0;
        for key in keys {
            let mut findings = Vec::new();
            if let Some(entity) = set.plan_set.unmerged(*key) {
                checked += 1;
                let ranks = Ranks::of(self);
                let severity = |rule| findings::severity(rule, &self.options, &set.config);
                set.plan_set.checking(*key, || {
                    Checker::run(&set.plan_set, &ranks, entity, locale, &severity, &mut findings);
                });
                findings.retain(|finding| findings::shows(finding, &self.options, &set.config));
            }
            set.take(*key, findings);
        }
        self.counters.entities_checked += checked;
    }

    /// Checks everything anew.
    pub(super) fn recheck_all(&mut self) {
        self.recheck(|_| true);
    }

    /// Checks everything anew in the sets whose names are meant.
    pub(super) fn recheck(&mut self, is_meant: impl Fn(&str) -> bool) {
        let names: Vec<String> = self.sets.keys().filter(|name| is_meant(name)).cloned().collect();
        for name in names {
            let Some(mut set) = self.sets.remove(&name) else { continue };
            set.aside = None;
            set.unjudged.clear();
            let mut keys: Vec<NodeKey> = set.plan_set.keys().collect();
            keys.extend(set.found.entities().iter().filter(|key| set.plan_set.unmerged(**key).is_none()));
            self.check(&mut set, &keys);
            self.match_set(&name, &mut set);
            set.renew_boards();
            self.settle(&mut set);
            self.sets.insert(name, set);
        }
    }
}
