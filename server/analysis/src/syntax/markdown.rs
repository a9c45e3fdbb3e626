//! A chunk of Markdown read into blocks: headings, list items, paragraphs, tables, plan fields in YAML, comments.

use std::ops::Range;

use tree_sitter::{Node, Parser};

use super::chunk::State;
use super::chunk::markdown::is_plan_block;

/// Lists nested deeper than this are read as text.
const MAX_DEPTH: usize = 32;

/// A block; ranges are bytes of the chunk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading.
    Heading {
        /// 1–6.
        level: u8,
        /// Its text without marks.
        text: Range<usize>,
    },
    /// A list item's own text; nested items follow with a greater depth.
    Item {
        /// 0 for a top-level list.
        depth: u8,
        /// `- [x]` or `- [ ]`.
        task: Option<bool>,
        /// Its first paragraph.
        text: Range<usize>,
    },
    /// A paragraph.
    Paragraph {
        /// Its text.
        text: Range<usize>,
        /// Whether it stands in a block quotation.
        quote: bool,
    },
    /// A pipe table.
    Table {
        /// The header's cells, trimmed.
        header: Vec<Range<usize>>,
        /// The rows' cells, trimmed.
        rows: Vec<Vec<Range<usize>>>,
    },
    /// Plan fields in YAML: front matter, or a fence marked `yaml plan`.
    Plan {
        /// The YAML.
        text: Range<usize>,
        /// Whether it is the front matter.
        front_matter: bool,
    },
    /// An HTML comment that stands by itself.
    Comment {
        /// With its marks.
        text: Range<usize>,
    },
    /// A fence or front matter without an end: its first line.
    Unclosed {
        /// The opening line.
        text: Range<usize>,
        /// Whether it is the front matter.
        front_matter: bool,
    },
}

impl Block {
    /// The places of its text: one, or a table's cells.
    pub fn texts(&self) -> impl Iterator<Item = &Range<usize>> {
        let (one, header, rows) = match self {
            Self::Heading { text, .. }
            | Self::Item { text, .. }
            | Self::Paragraph { text, .. }
            | Self::Plan { text, .. }
            | Self::Comment { text }
            | Self::Unclosed { text, .. } => (Some(text), &[][..], &[][..]),
            Self::Table { header, rows } => (None, header.as_slice(), rows.as_slice()),
        };
        one.into_iter().chain(header).chain(rows.iter().flatten())
    }
}

/// Reads chunks of Markdown; owns the parser.
pub struct MarkdownReader {
    parser: Parser,
}

impl Default for MarkdownReader {
    fn default() -> Self {
        let mut parser = Parser::new();
        let language = tree_sitter_md::LANGUAGE.into();
        parser.set_language(&language).expect("the grammar's version fits the library, both are pinned");
        Self { parser }
    }
}

impl MarkdownReader {
    /// Reads a chunk that begins in `state`; `first` and `last` say whether it is the document's first or last.
    pub fn read(&mut self, text: &str, state: State, first: bool, last: bool) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut start = match state {
            State::Open | State::Value(_) => 0,
            State::Fence { mark, length } => match fence_end(text, mark, length) {
                Some(end) => end,
                None => return blocks,
            },
            State::Comment => match text.find("-->") {
                Some(end) => end + 3,
                None => return blocks,
            },
        };
        if first && state == State::Open {
            start = front_matter(text, &mut blocks);
        }
        let body = &text[start..];
        if body.trim().is_empty() {
            return blocks;
        }
        // The grammar needs a final line break; a NUL would end the tree.
        let mut source = shallow(&body.replace('\0', " "));
        source.push('\n');
        let Some(tree) = self.parser.parse(&source, None) else {
            self.parser.reset();
            return blocks;
        };
        let mut reader = Reader { text, start, blocks: &mut blocks, last };
        reader.walk(tree.root_node(), 0, false);
        blocks
    }
}

/// The text with lines blanked, byte for byte, whose quotations or lists nest so deeply that the grammar's stack would
/// suffer.
fn shallow(text: &str) -> String {
    let deep = |line: &str| {
        let marks = line.chars().take_while(|c| matches!(c, '>' | ' ' | '\t' | '-' | '*' | '+'));
        marks.filter(|c| *c != ' ').count() > MAX_DEPTH
            && !line.trim().chars().all(|c| matches!(c, '-' | '*'))
    };
    let blank = |c: char| if matches!(c, '\n' | '\r') { c.to_string() } else { " ".repeat(c.len_utf8()) };
    text.split_inclusive('\n')
        .map(|line| if deep(line) { line.chars().map(blank).collect() } else { line.to_owned() })
        .collect()
}

fn fence_end(text: &str, mark: char, length: usize) -> Option<usize> {
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        offset += line.len();
        let bare = line.trim();
        if bare.len() >= length && bare.chars().all(|c| c == mark) {
            return Some(offset);
        }
    }
    None
}

/// Reads the front matter into a block; returns where the rest begins.
fn front_matter(text: &str, blocks: &mut Vec<Block>) -> usize {
    let mut lines = text.split_inclusive('\n');
    let Some(opening) = lines.next() else { return 0 };
    let bom = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    if opening[bom..].trim_end() != "---" {
        return bom;
    }
    let begin = opening.len();
    let mut offset = begin;
    for line in lines {
        let bare = line.trim_end();
        if bare == "---" || bare == "..." {
            blocks.push(Block::Plan { text: begin..offset, front_matter: true });
            return offset + line.len();
        }
        offset += line.len();
    }
    // The scanner ended the chunk where an unclosed front matter must end; a rule line alone is no front matter.
    if text[begin..].lines().any(|line| line.contains(':')) {
        blocks.push(Block::Unclosed { text: bom..bom + 3, front_matter: true });
        blocks.push(Block::Plan { text: begin..text.len(), front_matter: true });
        return text.len();
    }
    bom
}

struct Reader<'a> {
    text: &'a str,
    start: usize,
    blocks: &'a mut Vec<Block>,
    last: bool,
}

impl Reader<'_> {
    fn walk(&mut self, node: Node<'_>, depth: usize, quote: bool) {
        let mut cursor = node.walk();
        for child in node.children(&mut cursor) {
            self.block(child, depth, quote);
        }
    }

    fn block(&mut self, node: Node<'_>, depth: usize, quote: bool) {
        match node.kind() {
            "document" | "section" => self.walk(node, depth, quote),
            "atx_heading" | "setext_heading" => self.heading(node),
            "block_quote" if depth < MAX_DEPTH => self.walk(node, depth + 1, true),
            "list" if depth < MAX_DEPTH => {
                let mut cursor = node.walk();
                for item in node.children(&mut cursor).filter(|child| child.kind() == "list_item") {
                    self.item(item, depth);
                }
            }
            "paragraph" => {
                let text = self.trimmed(node.byte_range());
                self.blocks.push(Block::Paragraph { text, quote });
            }
            "pipe_table" => self.table(node),
            "fenced_code_block" => self.fence(node),
            "html_block" => {
                let text = self.trimmed(node.byte_range());
                if self.text[text.clone()].starts_with("<!--") {
                    self.blocks.push(Block::Comment { text });
                }
            }
            _ => {}
        }
    }

    fn trimmed(&self, range: Range<usize>) -> Range<usize> {
        let start = self.start + range.start;
        let end = (self.start + range.end).min(self.text.len()).max(start.min(self.text.len()));
        let raw = &self.text[start.min(self.text.len())..end];
        let lead = raw.len() - raw.trim_start().len();
        start + lead..start + lead + raw.trim().len()
    }

    fn heading(&mut self, node: Node<'_>) {
        let mut level = 1;
        let mut text = None;
        let mut cursor = node.walk();
        for child in node.children(&mut cursor) {
            match child.kind() {
                "inline" | "paragraph" => text = Some(child.byte_range()),
                "setext_h2_underline" => level = 2,
                kind => {
                    if let Some(digit) = kind.strip_prefix("atx_h").and_then(|rest| rest.chars().next()) {
                        level = digit.to_digit(10).and_then(|digit| u8::try_from(digit).ok()).unwrap_or(1);
                    }
                }
            }
        }
        if let Some(text) = text {
            let text = self.trimmed(text);
            // A closing run of `#` is no part of the title; `{#id}` ends in a brace.
            let raw = self.text[text.clone()].trim_end_matches('#');
            let closed = raw.len() < text.len() && (raw.is_empty() || raw.ends_with(' '));
            let end = if closed { text.start + raw.trim_end().len() } else { text.end };
            self.blocks.push(Block::Heading { level, text: text.start..end });
        }
    }

    fn item(&mut self, node: Node<'_>, depth: usize) {
        let mut task = None;
        let mut told = false;
        let at = self.start + node.end_byte().min(self.text.len());
        let mut cursor = node.walk();
        for child in node.children(&mut cursor) {
            match child.kind() {
                "task_list_marker_checked" => task = Some(true),
                "task_list_marker_unchecked" => task = Some(false),
                "paragraph" if !told => {
                    told = true;
                    let text = self.trimmed(child.byte_range());
                    self.blocks.push(Block::Item { depth: narrow(depth), task, text });
                }
                "list" => {
                    if !told {
                        told = true;
                        self.blocks.push(Block::Item { depth: narrow(depth), task, text: at..at });
                    }
                    self.block(child, depth + 1, false);
                }
                "fenced_code_block" | "html_block" => self.block(child, depth, false),
                _ => {}
            }
        }
    }

    fn table(&mut self, node: Node<'_>) {
        let mut header = Vec::new();
        let mut rows = Vec::new();
        let mut cursor = node.walk();
        for child in node.children(&mut cursor) {
            match child.kind() {
                "pipe_table_header" => header = self.cells(child),
                "pipe_table_row" => rows.push(self.cells(child)),
                _ => {}
            }
        }
        self.blocks.push(Block::Table { header, rows });
    }

    /// Splits a row at bars that are not escaped; empty cells are kept.
    fn cells(&self, node: Node<'_>) -> Vec<Range<usize>> {
        let row = self.trimmed(node.byte_range());
        let mut cells = Vec::new();
        let mut start = row.start;
        let mut escaped = false;
        let text = &self.text[row.clone()];
        for (at, c) in text.char_indices() {
            if c == '|' && !escaped {
                if at > 0 {
                    cells.push(start..row.start + at);
                }
                start = row.start + at + 1;
            }
            escaped = c == '\\' && !escaped;
        }
        if start < row.end {
            cells.push(start..row.end);
        }
        cells.into_iter().map(|cell| self.trimmed(cell.start - self.start..cell.end - self.start)).collect()
    }

    fn fence(&mut self, node: Node<'_>) {
        let range = self.trimmed(node.byte_range());
        let raw = &self.text[range.clone()];
        let line_end = raw.find('\n').map_or(raw.len(), |at| at + 1);
        let opening = raw[..line_end].trim_end();
        let mark = opening.chars().next().unwrap_or('`');
        let length = opening.chars().take_while(|&c| c == mark).count();
        let closing = raw.rfind('\n').map(|at| raw[at + 1..].trim());
        let closed = closing.is_some_and(|line| line.len() >= length && line.chars().all(|c| c == mark));
        if !closed && self.last {
            self.blocks.push(Block::Unclosed {
                text: range.start..range.start + opening.len(),
                front_matter: false,
            });
        }
        if is_plan_block(&opening[length.min(opening.len())..]) {
            // A plan block without an end goes no further than its first blank line or heading.
            let mut headings = raw.match_indices("\n#").map(|(at, _)| at);
            let heading = headings.find(|at| !raw[at + 1..].starts_with("# capplan:"));
            let open_end =
                || raw.find("\n\n").into_iter().chain(heading).min().map_or(raw.len(), |at| at + 1);
            let end = if closed { raw.rfind('\n').map_or(raw.len(), |at| at + 1) } else { open_end() };
            if end >= line_end {
                let text = range.start + line_end..range.start + end;
                self.blocks.push(Block::Plan { text, front_matter: false });
            }
        }
    }
}

fn narrow(depth: usize) -> u8 {
    u8::try_from(depth).unwrap_or(u8::MAX)
}
