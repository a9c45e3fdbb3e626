//! Where places stand among those of other files: what the order of a set rests on.

use super::{Document, Workspace};
use crate::model::{FileId, Span};
use crate::plan_set::Places;

/// Ranks places by path, chunk and byte.
pub(super) struct Ranks<'a> {
    workspace: &'a Workspace,
}

impl<'a> Ranks<'a> {
    /// The ranks of a workspace's documents.
    pub(super) fn of(workspace: &'a Workspace) -> Self {
        Self { workspace }
    }

    fn document(&self, file: FileId) -> Option<&'a Document> {
        self.workspace.entries.get(self.workspace.paths.get(&file)?)?.document.as_ref()
    }

    fn file(&self, file: FileId) -> usize {
        let order = self.workspace.order.get_or_init(|| {
            let documents = self.workspace.entries.values().filter_map(|entry| entry.document.as_ref());
            documents.enumerate().map(|(rank, document)| (document.file, rank)).collect()
        });
        order.get(&file).copied().unwrap_or(usize::MAX)
    }
}

impl Places for Ranks<'_> {
    fn rank(&self, span: Span) -> (usize, usize, u32) {
        self.document(span.file).map_or((usize::MAX, 0, 0), |document| {
            let chunk = document.chunks().position(span.chunk.0).unwrap_or(usize::MAX);
            (self.file(span.file), chunk, span.start)
        })
    }

    fn line(&self, span: Span) -> (FileId, usize) {
        let line = |document: &Document| document.text().line_of(document.range(span).start);
        (span.file, self.document(span.file).map_or(0, line))
    }
}
