//! The shape of a plan's text: what folds, and how a selection grows.

use std::ops::Range;

use super::Workspace;
use crate::ide::{Fold, folds, selection};

impl Workspace {
    /// What may be folded in a plan, at most so much; none for other documents.
    pub fn folds(&mut self, path: &str, most: usize) -> Option<Vec<Fold>> {
        let (_, document, _) = self.plan(path)?;
        Some(folds(document, most))
    }

    /// For each byte of a plan the ranges around it, the narrowest first; none for other documents.
    pub fn selections(&mut self, path: &str, bytes: &[usize]) -> Option<Vec<Vec<Range<usize>>>> {
        self.plan(path)?;
        let outline = self.symbols(path);
        let encoding = self.encoding;
        let (set, document, _) = self.plan(path)?;
        Some(bytes.iter().map(|byte| selection(set, document, &outline, encoding, *byte)).collect())
    }
}
