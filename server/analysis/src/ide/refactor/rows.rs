//! Measures that are rows of a table, moved and sorted. The cell that names the aspect stays where it is: below the first row
//! of an aspect it may be empty.

use std::ops::Range;

use super::Refactoring;
use super::blocks::{aspect_at, at, cited_elsewhere, move_to, place, sort_of};
use crate::model::build::Document;
use crate::model::{Measure, is_aspect_column};
use crate::rules::{Change, Fixer, line_break};
use crate::standard::Aspect;
use crate::syntax::markdown::Block;

/// A table of measures.
struct Table<'d> {
    document: &'d Document,
    /// The column that names the aspect, if there is one, counted from the line's first bar.
    aspect: Option<usize>,
    /// What the header's cells say.
    header: Vec<String>,
    /// The lines of its rows.
    rows: Range<usize>,
}

impl<'d> Table<'d> {
    /// The table in which a measure is a row.
    fn of(document: &'d Document, measure: &Measure) -> Option<Self> {
        let text = document.text();
        let start = document.chunks().range(measure.span.chunk.0)?.start;
        let own = text.line_of(document.range(measure.span).start);
        document.blocks(measure.span.chunk.0).iter().find_map(|block| {
            let Block::Table { header, rows } = block else { return None };
            let line = |cells: &[Range<usize>]| Some(text.line_of(start + cells.first()?.start));
            let lines = line(rows.first()?)?..line(rows.last()?)? + 1;
            let said =
                |cell: &Range<usize>| text.slice(start + cell.start..start + cell.end).trim().to_owned();
            let header: Vec<String> = header.iter().map(said).collect();
            let aspect = header.iter().position(|name| is_aspect_column(name));
            lines.contains(&own).then_some(Self { document, aspect, header, rows: lines })
        })
    }

    /// A row's line without its line break.
    fn line(&self, line: usize) -> String {
        self.document.text().line(line).trim_end_matches(['\n', '\r']).to_owned()
    }

    /// The bytes of the aspect's cell in a row's line; none where there is no such column.
    fn cell(&self, line: &str) -> Option<Range<usize>> {
        let column = self.aspect?;
        let mut bars = Vec::new();
        let mut escaped = false;
        for (at, c) in line.char_indices() {
            if c == '|' && !escaped {
                bars.push(at);
            }
            escaped = c == '\\' && !escaped;
        }
        // A row without a bar before its first cell.
        let outer = line.trim_start_matches([' ', '>']).starts_with('|');
        let lead = line.len() - line.trim_start_matches([' ', '>']).len();
        let bar = |number: usize| bars.get(number).copied();
        let (open, close) = if outer {
            (bar(column)? + 1, bar(column + 1)?)
        } else {
            let open = column.checked_sub(1).map_or(Some(lead), |before| Some(bar(before)? + 1))?;
            (open, bar(column)?)
        };
        Some(open..close)
    }

    /// What stands in the aspect's cell of a row, with the blanks around it.
    fn written(&self, line: &str) -> String {
        self.cell(line).map(|cell| line[cell].to_owned()).unwrap_or_default()
    }

    /// Whether the aspect's cell of a row is empty.
    fn is_bare(&self, line: usize) -> bool {
        self.written(&self.line(line)).trim().is_empty()
    }

    /// A row with another text in the aspect's cell.
    fn with(&self, line: &str, written: &str) -> String {
        let mut made = line.to_owned();
        if let Some(cell) = self.cell(line) {
            made.replace_range(cell, written);
        }
        made
    }

    /// The lines of the rows of an aspect, which must follow one another, each with its measure.
    fn rows_of<'e>(&self, measures: &[&'e Measure], aspect: Aspect) -> Option<Vec<(usize, &'e Measure)>> {
        let text = self.document.text();
        let own = measures.iter().filter(|measure| measure.aspect == aspect && measure.others.is_empty());
        let mut rows: Vec<(usize, &Measure)> = own
            .filter(|measure| measure.span.file == self.document.file)
            .map(|measure| (text.line_of(self.document.range(measure.span).start), *measure))
            .filter(|(line, _)| self.rows.contains(line))
            .collect();
        rows.sort_by_key(|(line, _)| *line);
        let (first, last) = (rows.first()?.0, rows.last()?.0);
        (last - first + 1 == rows.len()).then_some(rows)
    }

    /// The change by which a row goes. The name that it had is still that of the rows below it.
    fn without(&self, own: usize) -> Change {
        let below = own + 1;
        let carried = self.written(&self.line(own));
        let heir = self.rows.contains(&below) && !carried.trim().is_empty() && self.is_bare(below);
        if !heir {
            return self.change(own..below, String::new());
        }
        let kept = self.with(&self.line(below), &carried);
        let text = self.document.text();
        let ends = if text.line(below).ends_with('\n') { line_break(text) } else { "" };
        self.change(own..below + 1, format!("{kept}{ends}"))
    }

    fn change(&self, lines: Range<usize>, text: String) -> Change {
        let own = self.document.text();
        Change {
            file: self.document.file,
            range: own.line_start(lines.start)..own.line_start(lines.end),
            text,
        }
    }
}

/// A row as it stands in a table where another text stands in the aspect's cell, given such a row; and the change by which
/// it goes from its own.
pub(super) fn row_like(document: &Document, measure: &Measure, other: &str) -> Option<(String, Change)> {
    let table = Table::of(document, measure)?;
    let own = document.text().line_of(document.range(measure.span).start);
    let line = table.line(own);
    let bars = |line: &str| line.matches('|').count();
    let cell = table.cell(other)?;
    (bars(&line) == bars(other)).then(|| (table.with(&line, &other[cell]), table.without(own)))
}

/// The row in which a range begins moved behind the last row of the aspect that it cites, in its table or in another one
/// with the same columns.
pub(super) fn moved(fixer: &Fixer<'_>, document: &Document, range: &Range<usize>) -> Option<Refactoring> {
    let (entity, measure) = at(fixer, document, range)?;
    let aspect = cited_elsewhere(measure)?;
    let table = Table::of(document, measure)?;
    let text = document.text();
    let eol = line_break(text);
    let own = text.line_of(document.range(measure.span).start);
    let line = table.line(own);
    let measures: Vec<&Measure> = entity.measures.iter().collect();
    let of_aspect = |other: &&&Measure| other.aspect == aspect && other.others.is_empty();
    let last = measures.iter().rfind(of_aspect)?;
    let there = Table::of(document, last).filter(|there| there.header == table.header)?;
    let rows = there.rows_of(&measures, aspect)?;
    let end = rows.last()?.0;
    // Where rows leave the name out, it goes without saying.
    let leaves_out = there.aspect.is_some() && there.rows.clone().skip(1).any(|line| there.is_bare(line));
    let name = if rows.len() == 1 && leaves_out { "  ".to_owned() } else { there.written(&there.line(end)) };
    let put = there.with(&line, &name);
    let at_end = text.line_start(end + 1) == text.len() && !text.line(end).ends_with('\n');
    let put = if at_end { format!("{eol}{put}") } else { format!("{put}{eol}") };
    let behind = text.line_start(end + 1);
    let taken = table.without(own);
    if taken.range.start == behind {
        // Up to the row above: one change, whatever order edits are made in.
        let text = format!("{put}{}", taken.text);
        return Some(move_to(fixer, aspect, vec![Change { text, ..taken }]));
    }
    if taken.range.start < behind && behind < taken.range.end {
        return None;
    }
    let changes = vec![Change { file: document.file, range: behind..behind, text: put }, taken];
    Some(move_to(fixer, aspect, changes))
}

/// The rows of the aspect at a range in the order of the clauses that they cite.
pub(super) fn sorted(fixer: &Fixer<'_>, document: &Document, range: &Range<usize>) -> Option<Refactoring> {
    let (entity, aspect) = aspect_at(fixer, document, range)?;
    let measures: Vec<&Measure> = entity.measures.iter().collect();
    let table = Table::of(document, measures.iter().find(|measure| measure.aspect == aspect)?)?;
    let rows = table.rows_of(&measures, aspect)?;
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_key(|at| place(rows[*at].1));
    let eol = line_break(document.text());
    let mut changes = Vec::new();
    for ((line, _), from) in rows.iter().zip(&order) {
        let (was, other) = (table.line(*line), table.line(rows[*from].0));
        let is = table.with(&other, &table.written(&was));
        if is != was {
            let ends = if document.text().line(*line).ends_with('\n') { eol } else { "" };
            changes.push(table.change(*line..line + 1, format!("{is}{ends}")));
        }
    }
    (!changes.is_empty()).then(|| sort_of(fixer, aspect, changes))
}
