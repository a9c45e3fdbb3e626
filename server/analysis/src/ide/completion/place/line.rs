//! The cursor's line, and how much of it are marks: of lists, quotations, emphasis, cells.

use super::Site;

/// The cursor's line.
pub(super) struct Line {
    pub(super) chunk_start: usize,
    pub(super) start: usize,
    pub(super) before: String,
    pub(super) behind: String,
}

impl Line {
    pub(super) fn at(site: &Site<'_>) -> Self {
        let text = site.document.text();
        let number = text.line_of(site.byte);
        let start = text.line_start(number);
        let end = text.line_start(number + 1).max(site.byte);
        let chunks = site.document.chunks();
        let chunk = chunks.at(site.byte).and_then(|chunk| chunks.range(chunk));
        Self {
            chunk_start: chunk.map_or(0, |chunk| chunk.start).min(start),
            start,
            before: text.slice(start..site.byte).into_owned(),
            behind: text.slice(site.byte..end).trim_end_matches(['\n', '\r']).to_owned(),
        }
    }

    /// Whether a colon of Latin width stands directly before the cursor.
    pub(super) fn colon(&self) -> bool {
        self.before.ends_with(':')
    }
}

/// How much of a line are marks of quotation, list, task and emphasis.
pub(super) fn line_lead(before: &str) -> usize {
    let mut rest = before.trim_start_matches([' ', '\t', '>']);
    let digits = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let item = rest
        .strip_prefix(['-', '*', '+'])
        .or_else(|| (digits.len() < rest.len()).then(|| digits.strip_prefix(['.', ')'])).flatten());
    if let Some(behind) = item
        && behind.starts_with([' ', '\t'])
    {
        rest = behind.trim_start();
        for task in ["[ ] ", "[x] ", "[X] "] {
            rest = rest.strip_prefix(task).unwrap_or(rest);
        }
    }
    before.len() - rest.trim_start_matches(['*', '_']).len()
}

/// How much of a table's line stands before the text of the cell at its end.
pub(super) fn cell_lead(before: &str) -> usize {
    let start = before.rfind('|').map_or(0, |at| at + 1);
    start + before[start..].len() - before[start..].trim_start_matches([' ', '*']).len()
}
