//! Cells of pipe tables: the header that a row stands below, and the cell of a column.

use std::ops::Range;

use super::field::Value;
use super::geometry::{content, line};
use super::{Change, Fixer};
use crate::model::Entity;
use crate::schema::{self, FieldKey, Kind, Slot};
use crate::text::Text;

/// Fills a row's cell of a field; none where the table has no such column or the row no such cell.
pub(super) fn fill(fixer: &Fixer<'_>, entity: &Entity, key: FieldKey, value: &Value) -> Option<Change> {
    let document = fixer.document(entity.anchor.file)?;
    let text = document.text();
    let row = text.line_of(document.range(entity.anchor).start);
    let header = header(text, row)?;
    let labels = cells(text, header);
    let label = |cell: &Range<usize>| text.slice(cell.clone()).trim().to_owned();
    let names = |cell: &Range<usize>| column(entity.kind, &label(cell)) == Some(key);
    let at = labels.iter().position(names)?;
    let english = label(&labels[at]).is_ascii();
    let cell = cells(text, row).get(at)?.clone();
    let written = value.markdown(english).replace('|', "\\|");
    Some(Change { file: document.file, range: cell, text: format!(" {written} ") })
}

/// The field that a column's header names.
pub(super) fn column(kind: Kind, label: &str) -> Option<FieldKey> {
    let bare = label.trim_matches(['*', '`', ' ']);
    schema::resolve(kind, bare).as_ref().and_then(Slot::field_key)
}

/// The header's line of the table that a row stands in.
pub(super) fn header(text: &Text, row: usize) -> Option<usize> {
    (1..=row)
        .rev()
        .take_while(|at| line(text, *at).contains('|'))
        .find(|at| is_rule(&line(text, *at)))
        .map(|at| at - 1)
}

/// Whether a line is the rule below a table's header.
pub(super) fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.contains('-')
        && line.contains('|')
        && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t'))
}

/// The cells of a row with the blanks around them, without the bars.
pub(super) fn cells(text: &Text, row: usize) -> Vec<Range<usize>> {
    let own = content(text, row);
    let source = text.slice(own.clone()).into_owned();
    let mut bars: Vec<usize> = Vec::new();
    let mut escaped = false;
    for (at, c) in source.char_indices() {
        if c == '|' && !escaped {
            bars.push(at);
        }
        escaped = c == '\\' && !escaped;
    }
    let lead = source.len() - source.trim_start().len();
    let mut edges: Vec<(usize, usize)> = Vec::new();
    let mut start = lead;
    for bar in bars {
        if bar > lead {
            edges.push((start, bar));
        }
        start = bar + 1;
    }
    if !source[start..].trim().is_empty() {
        edges.push((start, source.len()));
    }
    edges.into_iter().map(|(from, to)| own.start + from..own.start + to).collect()
}
