//! Tables in Markdown: columns aligned by how wide their text is shown, where that leaves lines that can be read.

use std::ops::Range;

use unicode_width::UnicodeWidthStr;

use crate::model::build::{Document, Surface};
use crate::syntax::markdown::Block;
use crate::text::{Edit, Text};

/// A table wider than this is not aligned: its cells have one blank on each side.
const WIDEST: usize = 120;
/// A column of the line below the header is at least so wide.
const NARROWEST: usize = 3;

/// The lines of the tables in the chunks of a document that some bytes touch, in order.
pub(super) fn places(document: &Document, bytes: &Range<usize>) -> Vec<Range<usize>> {
    if document.surface != Surface::Markdown {
        return Vec::new();
    }
    let text = document.text();
    let mut found = Vec::new();
    for id in document.chunks().touching(bytes) {
        let start = document.chunks().range(id).map_or(0, |range| range.start);
        for block in document.blocks(id) {
            let Block::Table { header, rows } = block else { continue };
            let Some(first) = header.first() else { continue };
            let first = text.line_of(start + first.start);
            let last = rows.iter().rev().find_map(|row| row.first());
            let last = last.map_or(first + 1, |cell| text.line_of(start + cell.start));
            found.push(first..last + 1);
        }
    }
    found
}

/// Where the cells of a column stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Middle,
    Right,
}

/// The edits that align the tables in these lines of a text, one group a table.
pub(super) fn edits(lines: &Text, tables: &[Range<usize>]) -> Vec<Vec<Edit>> {
    let of_table = |table: &Range<usize>| {
        let was: Vec<String> = table.clone().map(|line| lines.line(line).into_owned()).collect();
        let is = aligned(&was)?;
        let changed = table.clone().zip(was.iter().zip(is)).filter(|(_, (was, is))| *was != is);
        let edit = |(line, (was, is)): (usize, (&String, String))| {
            let start = lines.line_start(line);
            Edit { range: start..start + was.len(), text: is }
        };
        let edits: Vec<Edit> = changed.map(edit).collect();
        (!edits.is_empty()).then_some(edits)
    };
    tables.iter().filter_map(of_table).collect()
}

/// A row taken apart.
struct Row<'a> {
    before: &'a str,
    cells: Vec<&'a str>,
    behind: &'a str,
}

impl<'a> Row<'a> {
    /// Nothing where the row has no bars around it.
    fn of(line: &'a str) -> Option<Self> {
        let content = line.trim_end_matches(['\n', '\r']);
        let behind = &line[content.len()..];
        let open = content.find('|')?;
        let before = &content[..open];
        let inner = content.trim_end();
        let is_closed = inner.len() > open + 1 && inner.ends_with('|') && !inner.ends_with("\\|");
        if !before.chars().all(|c| matches!(c, ' ' | '\t' | '>')) || !is_closed {
            return None;
        }
        Some(Self { before, cells: cells(&inner[open + 1..inner.len() - 1]), behind })
    }

    fn is_rule(&self) -> bool {
        self.cells.iter().all(|cell| cell.contains('-') && cell.chars().all(|c| matches!(c, '-' | ':')))
    }
}

/// The cells between bars, trimmed.
fn cells(inner: &str) -> Vec<&str> {
    let mut cells = Vec::new();
    let (mut start, mut escaped) = (0, false);
    for (at, c) in inner.char_indices() {
        if c == '|' && !escaped {
            cells.push(inner[start..at].trim());
            start = at + 1;
        }
        escaped = c == '\\' && !escaped;
    }
    cells.push(inner[start..].trim());
    cells
}

/// The lines of a table aligned; nothing where it has no bars around it.
fn aligned(lines: &[String]) -> Option<Vec<String>> {
    let rows: Vec<Row<'_>> = lines.iter().map(|line| Row::of(line)).collect::<Option<_>>()?;
    let rule = rows.get(1).filter(|row| row.is_rule())?;
    let sides: Vec<Side> = rule
        .cells
        .iter()
        .map(|cell| match (cell.starts_with(':'), cell.ends_with(':')) {
            (true, true) => Side::Middle,
            (false, true) => Side::Right,
            _ => Side::Left,
        })
        .collect();
    let columns = rows.iter().map(|row| row.cells.len()).max().unwrap_or_default();
    let widest = |column: usize| {
        let others = rows.iter().enumerate().filter(|(at, _)| *at != 1);
        let cells = others.filter_map(|(_, row)| row.cells.get(column));
        cells.map(|cell| cell.width()).max().unwrap_or_default().max(NARROWEST)
    };
    let widths: Vec<usize> = (0..columns).map(widest).collect();
    let is_wide = widths.iter().map(|width| width + 3).sum::<usize>() + 1 > WIDEST;
    let line = |(at, row): (usize, &Row<'_>)| {
        let mut line = format!("{}|", row.before);
        for (column, cell) in row.cells.iter().enumerate() {
            let width = if is_wide { NARROWEST } else { widths.get(column).copied().unwrap_or_default() };
            let side = sides.get(column).copied().unwrap_or(Side::Left);
            line.push(' ');
            if at == 1 {
                line.push_str(&ruled(cell, width));
            } else {
                line.push_str(&padded(cell, if is_wide { 0 } else { width }, side));
            }
            line.push_str(" |");
        }
        line + row.behind
    };
    Some(rows.iter().enumerate().map(line).collect())
}

fn ruled(cell: &str, width: usize) -> String {
    let open = if cell.starts_with(':') { ":" } else { "" };
    let close = if cell.len() > 1 && cell.ends_with(':') { ":" } else { "" };
    format!("{open}{}{close}", "-".repeat(width.saturating_sub(open.len() + close.len()).max(1)))
}

fn padded(cell: &str, width: usize, side: Side) -> String {
    let blank = width.saturating_sub(cell.width());
    let before = match side {
        Side::Left => 0,
        Side::Middle => blank / 2,
        Side::Right => blank,
    };
    format!("{}{cell}{}", " ".repeat(before), " ".repeat(blank - before))
}

#[cfg(test)]
mod tests {
    use super::aligned;

    fn lines(text: &str) -> Option<String> {
        let lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
        aligned(&lines).map(|lines| lines.concat())
    }

    #[test]
    fn columns_are_aligned_as_they_are_shown() {
        let was = "|方面|建设内容|条款|\r\n|:-|:-:|--:|\r\n|策划|列出😀|A.1.1 a|\r\n|数据|a \\| b||\r\n";
        let is = "| 方面 | 建设内容 |    条款 |\r\n| :--- | :------: | ------: |\r\n\
                  | 策划 |  列出😀  | A.1.1 a |\r\n| 数据 |  a \\| b  |         |\r\n";
        assert_eq!(lines(was).as_deref(), Some(is));
        assert_eq!(lines(is).as_deref(), Some(is));
    }

    #[test]
    fn a_table_that_would_be_too_wide_has_one_blank_around_its_cells() {
        let long = "很长".repeat(40);
        let was = format!("|方面|建设内容|\n|---------|---|\n|数据|   {long}|\n");
        assert_eq!(lines(&was), Some(format!("| 方面 | 建设内容 |\n| --- | --- |\n| 数据 | {long} |\n")));
    }

    #[test]
    fn a_table_without_bars_around_it_is_left_alone() {
        assert_eq!(lines("方面 | 内容\n---|---\n数据 | 采集\n"), None);
        assert_eq!(lines("| 方面 | 内容 |\n| 数据 | 采集 |\n"), None);
    }
}
