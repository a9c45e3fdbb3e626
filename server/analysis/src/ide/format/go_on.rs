//! A list of measures that goes on: behind a line break, a measure for the next topic that lacks.

use crate::model::build::Document;
use crate::rules::{self, Fixer};
use crate::text::Edit;

/// What the line of a byte becomes: the next measure of the aspect whose last measure ends in the line above, still to be
/// worded. Nothing where the line says something, or the list goes on below it.
pub(crate) fn next_measure(fixer: &Fixer<'_>, document: &Document, byte: usize) -> Option<Edit> {
    let text = document.text();
    let line = text.line_of(byte);
    let above = line.checked_sub(1)?;
    let whole = text.line(line);
    let content = whole.trim_end_matches(['\n', '\r']);
    // The editor may have begun the item already.
    if !matches!(content.trim().trim_end_matches("[ ]").trim_end(), "" | "-" | "*" | "+") {
        return None;
    }
    let ends_above = |span| {
        let range = document.range(span);
        range.start < range.end && text.line_of(range.end - 1) == above
    };
    let own = fixer.set.entities().filter(|entity| entity.key.file == document.file);
    let (entity, measure) = own
        .flat_map(|entity| entity.measures.iter().map(move |measure| (entity, measure)))
        .find(|(_, measure)| measure.span.file == document.file && ends_above(measure.span))?;
    let change = rules::next_measure(fixer, entity, measure.aspect)?;
    // It belongs where the line break was typed, or elsewhere.
    let at = change.range.start;
    let start = text.line_start(line);
    let here = change.range.is_empty() && at <= text.line_start(line + 1) && at + 2 >= start;
    let written = change.text.trim_matches(['\n', '\r']);
    let is_line = !written.contains('\n') && (at >= start || change.text.starts_with(['\n', '\r']));
    (here && is_line).then(|| Edit { range: start..start + content.len(), text: written.to_owned() })
}
