//! What may be folded: in Markdown what stands below a heading, front matter, plan fields in YAML, and comments; in YAML
//! whatever is indented below a line, and comments. Whole lines only.

use std::ops::Range;

use crate::model::build::{Document, Surface};
use crate::syntax::markdown::Block;
use crate::text::Text;

/// Why lines belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FoldKind {
    /// They stand in a heading or key: an entity, a dimension, an aspect, a field.
    Part,
    /// They are plan fields in YAML inside Markdown.
    Fields,
    /// They are a comment.
    Comment,
}

/// Lines that may be folded into their first one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fold {
    /// The line that stays.
    pub start: u32,
    /// The last line; greater than the first.
    pub end: u32,
    /// Why.
    pub kind: FoldKind,
}

/// The folds of a plan in order, one a line; of more than `most` the outermost.
#[must_use]
pub fn folds(document: &Document, most: usize) -> Vec<Fold> {
    let mut folds = Folds { text: document.text(), found: Vec::new() };
    match document.surface {
        Surface::Markdown => folds.markdown(document),
        Surface::Yaml => folds.yaml(0..document.text().len()),
    }
    limited(folds.found, most)
}

/// Of folds that begin in one line the longest stays; of too many those that are least nested.
fn limited(mut found: Vec<Fold>, most: usize) -> Vec<Fold> {
    found.sort_by_key(|fold| (fold.start, std::cmp::Reverse(fold.end)));
    found.dedup_by_key(|fold| fold.start);
    if found.len() <= most {
        return found;
    }
    let mut around: Vec<u32> = Vec::new();
    let mut nested: Vec<(usize, Fold)> = Vec::with_capacity(found.len());
    for fold in found {
        around.retain(|end| *end >= fold.start);
        nested.push((around.len(), fold));
        around.push(fold.end);
    }
    nested.sort_by_key(|(depth, fold)| (*depth, fold.start));
    nested.truncate(most);
    nested.sort_by_key(|(_, fold)| fold.start);
    nested.into_iter().map(|(_, fold)| fold).collect()
}

struct Folds<'a> {
    text: &'a Text,
    found: Vec<Fold>,
}

/// A line of YAML below which something may be indented.
struct Open {
    indent: usize,
    is_item: bool,
    line: usize,
}

impl Folds<'_> {
    fn add(&mut self, start: usize, end: usize, kind: FoldKind) {
        if let (Ok(start), Ok(end)) = (u32::try_from(start), u32::try_from(end))
            && start < end
        {
            self.found.push(Fold { start, end, kind });
        }
    }

    fn markdown(&mut self, document: &Document) {
        let mut open: Vec<(u8, usize)> = Vec::new();
        for id in document.chunks().ids() {
            let Some(chunk) = document.chunks().range(id) else { continue };
            for block in document.blocks(id) {
                match block {
                    Block::Heading { level, text } => {
                        let line = self.text.line_of(chunk.start + text.start);
                        self.close(&mut open, *level, line);
                        open.push((*level, line));
                    }
                    Block::Plan { text, .. } => self.fields(chunk.start + text.start..chunk.start + text.end),
                    Block::Comment { text } => {
                        let [start, end] =
                            [text.start, text.end].map(|at| self.text.line_of(chunk.start + at));
                        self.add(start, end, FoldKind::Comment);
                    }
                    _ => {}
                }
            }
        }
        self.close(&mut open, 0, self.text.lines());
    }

    /// Folds what stands below headings up to a line.
    fn close(&mut self, open: &mut Vec<(u8, usize)>, level: u8, line: usize) {
        while let Some((_, start)) = open.pop_if(|(above, _)| *above >= level) {
            let is_blank = |line: &usize| self.text.line(*line).trim().is_empty();
            let blank = (start..line).rev().take_while(is_blank).count();
            self.add(start, line - blank - usize::from(blank < line - start), FoldKind::Part);
        }
    }

    /// Plan fields between their fence's lines, or those of the front matter.
    fn fields(&mut self, yaml: Range<usize>) {
        let first = self.text.line_of(yaml.start);
        let last = self.text.line_of(yaml.end);
        let closing = self.text.line(last);
        let closed = ["---", "...", "```", "~~~"].iter().any(|mark| closing.trim_start().starts_with(mark));
        let end = if closed { last } else { last.saturating_sub(1) };
        self.add(first.saturating_sub(1), end, FoldKind::Fields);
        self.yaml(yaml);
    }

    /// What is indented below a line, in whole lines of YAML.
    fn yaml(&mut self, range: Range<usize>) {
        let mut open: Vec<Open> = Vec::new();
        let mut scalar: Option<usize> = None;
        let mut comment: Option<usize> = None;
        let mut last = self.text.line_of(range.start);
        let mut at = range.start;
        for (line, content) in (last..).zip(self.text.lines_from(range.start)) {
            if at >= range.end {
                break;
            }
            at += content.len();
            let indent = content.len() - content.trim_start_matches([' ', '\t']).len();
            let bare = content.trim();
            if bare.is_empty() {
                continue;
            }
            if scalar.is_some_and(|column| indent > column) {
                last = line;
                continue;
            }
            scalar = None;
            if bare.starts_with('#') {
                comment.get_or_insert(line);
                continue;
            }
            if let Some(start) = comment.take() {
                self.add(start, self.last_comment(line), FoldKind::Comment);
            }
            let is_item = bare == "-" || bare.starts_with("- ");
            let goes_on =
                |above: &Open| above.indent < indent || above.indent == indent && is_item && !above.is_item;
            let is_mark = indent == 0 && (bare.starts_with("---") || bare == "...");
            while let Some(above) = open.pop_if(|above| is_mark || !goes_on(above)) {
                self.add(above.line, last, FoldKind::Part);
            }
            last = line;
            if !is_mark {
                open.push(Open { indent, is_item, line });
                scalar = opens_scalar(bare).then(|| indent + dashes(bare));
            }
        }
        if let Some(start) = comment {
            let end = self.text.line_of(at.min(range.end).saturating_sub(1));
            self.add(start, self.last_comment(end + 1), FoldKind::Comment);
        }
        for above in open {
            self.add(above.line, last, FoldKind::Part);
        }
    }

    /// The last line above one that is not blank.
    fn last_comment(&self, below: usize) -> usize {
        (0..below).rev().find(|line| !self.text.line(*line).trim().is_empty()).unwrap_or(0)
    }
}

/// How far the dashes of nested items go before a key.
fn dashes(line: &str) -> usize {
    line.len() - line.trim_start_matches(['-', ' ']).len()
}

/// Whether a line ends with the mark of a block scalar: `|`, `>-`, `|2`.
fn opens_scalar(line: &str) -> bool {
    let line = line.split(" #").next().unwrap_or(line).trim_end();
    let mark = line.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+'));
    let Some(before) = mark.strip_suffix(['|', '>']) else { return false };
    let last = before.split_whitespace().next_back().unwrap_or_default();
    last.is_empty() || last.ends_with(':') || last == "-" || last.starts_with(['&', '!'])
}
