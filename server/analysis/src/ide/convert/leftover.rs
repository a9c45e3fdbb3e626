//! What a text says beside its model: prose, comments, other fences, columns that no field has, keys that are none.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::model::build::{Document, Surface};
use crate::model::{Origin, Piece, is_aspect_column, numbering};
use crate::schema;
use crate::syntax::markdown::Block;
use crate::text::Text;

/// Notes by the place of what they stand before; those behind everything at the largest place.
pub(super) struct Notes(BTreeMap<usize, Vec<String>>);

impl Notes {
    /// The notes before a place; each is given once.
    pub(super) fn before(&mut self, at: usize) -> Vec<String> {
        self.0.remove(&at).unwrap_or_default()
    }

    /// All that are left, in order.
    pub(super) fn rest(&mut self) -> Vec<String> {
        std::mem::take(&mut self.0).into_values().flatten().collect()
    }
}

/// The notes of a document, each before the first of `places` that does not stand above it.
pub(super) fn notes(document: &Document, places: &[usize]) -> Notes {
    let text = document.text();
    let ids = document.chunks().ids().collect();
    let mut finder = Finder { document, covered: covered(document, ids), found: Vec::new() };
    let mut yaml: Vec<Range<usize>> = Vec::new();
    match document.surface {
        Surface::Yaml => yaml.push(0..text.lines()),
        Surface::Markdown => {
            for id in document.chunks().ids() {
                let start = document.chunks().range(id).map_or(0, |range| range.start);
                for block in document.blocks(id) {
                    if let Block::Plan { text: fields, .. } = block {
                        yaml.push(text.line_of(start + fields.start)..text.line_of(start + fields.end));
                    }
                }
            }
        }
    }
    finder.lines(&yaml);
    placed(text, finder.found, places)
}

/// The notes of a block of YAML in Markdown.
pub(super) fn notes_of_block(document: &Document, block: &Range<usize>, places: &[usize]) -> Notes {
    let text = document.text();
    let ids = document.chunks().touching(block).collect();
    let mut finder = Finder { document, covered: covered(document, ids), found: Vec::new() };
    for line in text.line_of(block.start)..text.line_of(block.end) {
        let whole = text.line(line).into_owned();
        finder.yaml(line, text.line_start(line), whole.trim_end_matches(['\n', '\r']));
    }
    placed(text, finder.found, places)
}

/// Notes by lines, each before the first of `places` that does not stand above it.
fn placed(text: &Text, found: Vec<(usize, String)>, places: &[usize]) -> Notes {
    let mut notes: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for (line, note) in found {
        let start = text.line_start(line);
        let next = places.partition_point(|place| *place < start);
        notes.entry(places.get(next).copied().unwrap_or(usize::MAX)).or_default().push(note);
    }
    Notes(notes)
}

/// The bytes that the model tells of in some chunks, in order.
fn covered(document: &Document, ids: Vec<u32>) -> Covered {
    let mut covered: Vec<Range<usize>> = Vec::new();
    for id in ids {
        let Some(facts) = document.facts(id) else { continue };
        let mut add = |span| covered.push(document.range(span));
        facts.labels.iter().for_each(|(_, _, span)| add(*span));
        for (_, piece) in &facts.pieces {
            match piece {
                Piece::Open { anchor, .. } => add(*anchor),
                Piece::Field { field, .. } => [field.label, field.value].into_iter().for_each(&mut add),
                Piece::Section(section) => add(section.span),
                Piece::Measure(measure) => {
                    let fields = measure.fields.iter().flat_map(|field| [field.label, field.value]);
                    fields.for_each(&mut add);
                    measure.citations.iter().for_each(|citation| add(citation.span));
                    // A row's other cells may say something else.
                    let is_row = measure.fields.iter().any(|field| field.origin == Origin::Row)
                        || in_table(document, document.range(measure.span).start);
                    add(if is_row { measure.text.span } else { measure.span });
                }
                Piece::Record(record) => {
                    record.fields.iter().flat_map(|field| [field.label, field.value]).for_each(&mut add);
                }
                Piece::Opens(_, span) => add(*span),
                Piece::Citation(_) | Piece::Problem(_) => {}
            }
        }
        let start = document.chunks().range(id).map_or(0, |range| range.start);
        for block in document.blocks(id) {
            let Block::Table { header, .. } = block else { continue };
            for cell in header {
                let place = start + cell.start..start + cell.end;
                if is_aspect_column(&document.text().slice(place.clone())) {
                    covered.push(place);
                }
            }
        }
    }
    covered.retain(|range| !range.is_empty());
    covered.sort_by_key(|range| (range.start, range.end));
    let longest = covered.iter().map(Range::len).max().unwrap_or_default();
    Covered { ranges: covered, longest }
}

/// What the model tells of.
struct Covered {
    /// In order.
    ranges: Vec<Range<usize>>,
    longest: usize,
}

impl Covered {
    /// Those that touch some bytes, in order: what begins long before does not reach there.
    fn touching(&self, bytes: Range<usize>) -> impl Iterator<Item = &Range<usize>> {
        let first = self.ranges.partition_point(|range| range.start + self.longest < bytes.start);
        let last = self.ranges.partition_point(|range| range.start < bytes.end).max(first);
        self.ranges[first..last].iter().filter(move |range| bytes.start < range.end)
    }
}

fn in_table(document: &Document, at: usize) -> bool {
    let Some(id) = document.chunks().at(at) else { return false };
    let start = document.chunks().range(id).map_or(0, |range| range.start);
    document.blocks(id).iter().any(|block| {
        matches!(block, Block::Table { .. })
            && block.texts().any(|cell| (cell.start..=cell.end).contains(&(at - start)))
    })
}

struct Finder<'a> {
    document: &'a Document,
    covered: Covered,
    /// The line, and what it says.
    found: Vec<(usize, String)>,
}

impl Finder<'_> {
    fn lines(&mut self, yaml: &[Range<usize>]) {
        let text = self.document.text();
        let (mut comment, mut fence) = (false, false);
        for line in 0..text.lines() {
            let whole = text.line(line).into_owned();
            let content = whole.trim_end_matches(['\n', '\r']).trim_start_matches('\u{feff}');
            let start = text.line_start(line) + whole.len() - whole.trim_start_matches('\u{feff}').len();
            if yaml.iter().any(|lines| lines.contains(&line)) {
                self.yaml(line, start, content);
                continue;
            }
            let bare = content.trim();
            let marks = bare.starts_with("```") || bare.starts_with("~~~");
            let plan =
                marks && crate::syntax::chunk::markdown::is_plan_block(bare.trim_start_matches(['`', '~']));
            if fence || marks && !plan {
                // A fence of plan fields ends with a mark alone.
                let closes_plan = !fence && yaml.iter().any(|lines| lines.end == line);
                if !closes_plan {
                    fence = if marks { !fence } else { fence };
                    self.note(line, content);
                }
            } else if comment || bare.contains("<!--") {
                comment = self.comments(line, start, content, comment);
            } else if !plan && !(yaml.iter().any(|lines| lines.start == line + 1 || lines.end == line)) {
                self.remains(line, start, content, true);
            }
        }
    }

    /// A line with comments; whether the last of them goes on.
    fn comments(&mut self, line: usize, start: usize, content: &str, mut inside: bool) -> bool {
        let mut at = 0;
        while at < content.len() {
            let rest = &content[at..];
            let mark = if inside { "-->" } else { "<!--" };
            let end = rest.find(mark).unwrap_or(rest.len());
            if inside {
                self.note(line, rest[..end].trim());
            } else {
                self.remains(line, start + at, &rest[..end], at == 0);
            }
            if end == rest.len() {
                break;
            }
            inside = !inside;
            at += end + mark.len();
        }
        inside
    }

    /// What of a line of YAML is a comment, or says nothing to the model.
    fn yaml(&mut self, line: usize, start: usize, content: &str) {
        let inside = |at: usize| self.covered.touching(at..at + 1).any(|range| range.start < at);
        let comment = content.match_indices('#').find(|(at, _)| {
            let before = &content[..*at];
            (before.is_empty() || before.ends_with([' ', '\t'])) && !inside(start + at)
        });
        let code = comment.map_or(content, |(at, _)| &content[..at]);
        if !matches!(code.trim(), "---" | "...") {
            self.remains(line, start, code, true);
        }
        if let Some((at, _)) = comment {
            self.note(line, content[at..].trim_start_matches('#').trim());
        }
    }

    /// Notes what the model does not tell of in a part of a line.
    fn remains(&mut self, line: usize, start: usize, part: &str, first: bool) {
        let end = start + part.len();
        let mut at = start;
        let mut left: Vec<&str> = Vec::new();
        let mut touched = false;
        for range in self.covered.touching(start..end) {
            touched = true;
            if range.start > at {
                left.push(&part[at - start..range.start - start]);
            }
            at = at.max(range.end);
        }
        if at < end {
            left.push(&part[at - start..]);
        }
        if !touched {
            let says = part.chars().any(char::is_alphanumeric) || part.contains(['→', '＝']);
            if says {
                self.note(line, part.trim_end());
            }
            return;
        }
        let mut notes = Vec::new();
        for (number, piece) in left.iter().enumerate() {
            let mut piece = *piece;
            if number == 0 && first {
                piece = piece.trim_start_matches(['#', '-', '*', '+', '>', ' ', '\t']);
                piece = &piece[numbering(piece)..];
            }
            let named = piece.split('|').map(|cell| cell.trim_matches(is_mark));
            for cell in named.filter(|cell| cell.chars().any(char::is_alphabetic)) {
                let says_nothing = cell.starts_with(['&', '*', '!'])
                    || matches!(cell, "x" | "X" | "<<" | "br" | "{#")
                    || crate::schema::heading_kind(&format!("{cell} X1")).is_some()
                    || !schema::resolve_aspects(cell).is_empty();
                if !says_nothing {
                    notes.push(cell.to_owned());
                }
            }
        }
        if !notes.is_empty() {
            self.note(line, &notes.join(" | "));
        }
    }

    fn note(&mut self, line: usize, text: &str) {
        let text = text.trim_end();
        if !text.trim().is_empty() {
            self.found.push((line, text.to_owned()));
        }
    }
}

/// Marks of Markdown and YAML around what is said.
fn is_mark(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '#' | '-'
                | '*'
                | '_'
                | '>'
                | '|'
                | '`'
                | '：'
                | ':'
                | '['
                | ']'
                | '{'
                | '}'
                | '('
                | ')'
                | '（'
                | '）'
                | '、'
                | ','
                | '，'
                | '"'
                | '\''
                | '。'
                | '；'
                | ';'
                | '+'
                | '【'
                | '】'
        )
}
