//! Formatting of plans.

use std::ops::Range;

use super::Workspace;
use crate::ide::{self, FormatStyle, Spaces};
use crate::model::FileId;
use crate::rules::Fixer;
use crate::text::Edit;

impl Workspace {
    /// What formatting does about spaces in a file, by the `capplan.toml` that holds for it.
    #[must_use]
    pub fn spaces(&self, path: &str) -> Spaces {
        let config = self.config_folder(path).and_then(|folder| self.configs.get(folder));
        config.map_or(Spaces::Keep, |config| config.spaces)
    }

    /// The edits that format a plan, or the lines that a range of its bytes touches; none for other documents.
    pub fn format(
        &mut self,
        path: &str,
        style: FormatStyle,
        range: Option<&Range<usize>>,
    ) -> Option<Vec<Edit>> {
        self.refresh();
        let entry = self.entries.get(path)?;
        let (document, set) = (entry.document.as_ref()?, self.sets.get(&entry.set)?);
        if !set.files.contains(&document.file) {
            return None;
        }
        Some(ide::format(document, (&mut self.readers, &mut self.counters), style, range))
    }

    /// What the line of a byte becomes when it goes on with the list of measures above it: a measure for the next topic
    /// that lacks in their aspect, still to be worded.
    pub fn next_measure(&mut self, path: &str, byte: usize) -> Option<Edit> {
        let locale = self.locale(path);
        self.refresh();
        let (set, file) = self.set_of(path)?;
        let documents = |file: FileId| {
            let path = self.paths.get(&file)?;
            self.entries.get(path)?.document.as_ref()
        };
        let fixer = Fixer::new(&set.plan_set, locale, &documents);
        ide::next_measure(&fixer, documents(file)?, byte)
    }
}
