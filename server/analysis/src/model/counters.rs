//! How much was redone: what tests hold, and what the trace log tells, so that a layer that does too much is seen.

/// How much was redone, layer by layer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    /// Great changes, for which the layers of a document were laid aside.
    pub layers_laid_aside: usize,
    /// Great changes that brought layers back that had been laid aside.
    pub layers_back: usize,
    /// Chunks parsed.
    pub chunks_parsed: usize,
    /// Chunks whose facts were taken anew.
    pub chunks_lowered: usize,
    /// Entities assembled.
    pub entities_built: usize,
    /// Entities checked by the rules.
    pub entities_checked: usize,
    /// Chunks whose findings were brought to their places.
    pub chunks_shown: usize,
    /// Symbols whose places in their chunk were worked out.
    pub symbols_made: usize,
    /// Chunks whose words were coloured.
    pub chunks_coloured: usize,
}

impl Counters {
    /// Adds what was redone elsewhere.
    pub(crate) fn add(&mut self, other: Self) {
        self.chunks_parsed += other.chunks_parsed;
        self.chunks_lowered += other.chunks_lowered;
        self.entities_built += other.entities_built;
    }

    /// What was redone since `earlier`.
    #[must_use]
    pub fn since(self, earlier: Self) -> Self {
        Self {
            layers_laid_aside: self.layers_laid_aside - earlier.layers_laid_aside,
            layers_back: self.layers_back - earlier.layers_back,
            chunks_parsed: self.chunks_parsed - earlier.chunks_parsed,
            chunks_lowered: self.chunks_lowered - earlier.chunks_lowered,
            entities_built: self.entities_built - earlier.entities_built,
            entities_checked: self.entities_checked - earlier.entities_checked,
            chunks_shown: self.chunks_shown - earlier.chunks_shown,
            symbols_made: self.symbols_made - earlier.symbols_made,
            chunks_coloured: self.chunks_coloured - earlier.chunks_coloured,
        }
    }
}
