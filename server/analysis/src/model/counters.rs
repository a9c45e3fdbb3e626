//! How much was redone: what tests hold, and what the trace log tells, so that a layer that does too much is seen.

/// How much was redone, layer by layer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counters {
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
}

impl Counters {
    /// What was redone since `earlier`.
    #[must_use]
    pub fn since(self, earlier: Self) -> Self {
        Self {
            chunks_parsed: self.chunks_parsed - earlier.chunks_parsed,
            chunks_lowered: self.chunks_lowered - earlier.chunks_lowered,
            entities_built: self.entities_built - earlier.entities_built,
            entities_checked: self.entities_checked - earlier.entities_checked,
            chunks_shown: self.chunks_shown - earlier.chunks_shown,
            symbols_made: self.symbols_made - earlier.symbols_made,
        }
    }
}
