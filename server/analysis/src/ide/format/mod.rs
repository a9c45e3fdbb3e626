//! Formatting: citations, colons, spaces, tables, trailing blanks and the text's end, in both surfaces.
//!
//! What a change would make of the plan is read before it is offered: one after which the plan says something else is
//! left out, so that formatting never changes a model, whatever half-typed text it meets.

mod citations;
mod go_on;
mod inline;
mod lines;
mod settle;
mod spaces;
mod table;

pub(crate) use go_on::next_measure;

use std::ops::Range;

use crate::model::Exactly;
use crate::model::build::{Counters, Document, Readers};
use crate::text::Edit;

/// What is to be done about the spaces between Chinese and Latin letters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Spaces {
    /// Leave them alone.
    #[default]
    Keep,
    /// One space.
    Add,
    /// None.
    Remove,
}

impl Spaces {
    /// All, as settings name them.
    pub const NAMES: [(&'static str, Self); 3] =
        [("keep", Self::Keep), ("add", Self::Add), ("remove", Self::Remove)];
}

/// What formatting does beside what it always does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormatStyle {
    /// Spaces between Chinese and Latin letters.
    pub spaces: Spaces,
    /// Whether blanks at the ends of lines go.
    pub trim_trailing: bool,
    /// Whether the text ends in a line break.
    pub final_newline: bool,
    /// Whether blank lines at the text's end go.
    pub trim_final: bool,
}

impl FormatStyle {
    /// All that makes a text tidy.
    #[must_use]
    pub const fn tidy(spaces: Spaces) -> Self {
        Self { spaces, trim_trailing: true, final_newline: true, trim_final: true }
    }
}

/// The edits that format a document, or those of its lines that a range of bytes touches; in order, none touches
/// another, and none crosses a line but the one at the text's end. What was read for it is added up.
#[must_use]
pub(crate) fn format(
    document: &Document,
    (readers, counters): (&mut Readers, &mut Counters),
    style: FormatStyle,
    range: Option<&Range<usize>>,
) -> Vec<Edit> {
    let text = document.text();
    let asked = range.map_or(0..text.lines(), |range| text.line_of(range.start)..text.line_of(range.end) + 1);
    let bytes = text.line_start(asked.start)..text.line_start(asked.end);
    // A table that is touched is aligned as a whole.
    let mut tables = table::places(document, &bytes);
    tables.retain(|table| table.start < asked.end && asked.start < table.end);
    let in_table = |line: usize| tables.iter().any(|table| table.contains(&line));
    let first = tables.first().map_or(asked.start, |table| table.start.min(asked.start));
    let last = tables.last().map_or(asked.end, |table| table.end.max(asked.end));
    let exactly = if style.spaces == Spaces::Keep { Exactly::Yes } else { Exactly::ButForSpaces };
    let mut judge = settle::Judge::new(document, readers, exactly);
    let window = text.line_start(first)..text.line_start(last);
    let mut edits = inline::edits(document, style.spaces, &window);
    edits.retain(|edit| {
        let line = text.line_of(edit.range.start);
        asked.contains(&line) || in_table(line)
    });
    let open = lines::open(document);
    if style.trim_trailing {
        edits.extend(lines::trailing(document, asked.clone(), |line| {
            !in_table(line) && open.get(line).copied().unwrap_or_default()
        }));
    }
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let mut end = 0;
    // Of two that overlap, the first is made; the other has its turn when the text is formatted again.
    edits.retain(|edit| {
        let apart = edit.range.start >= end;
        end = if apart { edit.range.end } else { end };
        apart
    });
    judge.settle(edits.into_iter().map(|edit| vec![edit]).collect());
    let aligned = table::edits(judge.document().text(), &tables);
    judge.settle(aligned);
    if asked.end >= text.lines() {
        let end = lines::end(judge.document().text(), style, &open);
        judge.settle(end.map(|edit| vec![edit]).into_iter().collect());
    }
    counters.add(judge.counters());
    judge.difference(text)
}
