//! The colours of a plan's words, as clients ask for them: all, those of a screen, or what changed.

use std::ops::Range;

use super::Workspace;
use crate::ide::{Step, Told, colours_in};

impl Workspace {
    /// The colours of a plan and the number under which they are known; with the number of what was told before only what
    /// changed since, if that is still known. None for other documents. Columns as [`Workspace::set_encoding`] says.
    pub fn colours(&mut self, path: &str, previous: Option<u64>) -> Option<(u64, Told)> {
        self.refresh();
        self.set_of(path)?;
        let entry = self.entries.get_mut(path)?;
        let document = entry.document.as_mut()?;
        self.last_told += 1;
        let ids = (self.last_told, previous);
        let told = entry.coloured.tell(document, self.encoding, &mut self.counters, ids);
        Some((entry.coloured.id(), told))
    }

    /// The colours of some lines of a plan; none for other documents.
    pub fn colours_in(&mut self, path: &str, lines: Range<u32>) -> Option<Vec<Step>> {
        self.refresh();
        self.set_of(path)?;
        let document = self.entries.get_mut(path)?.document.as_mut()?;
        Some(colours_in(document, lines, self.encoding, &mut self.counters))
    }
}
