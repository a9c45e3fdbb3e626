//! A chunk of YAML read into events: keys and items with their columns and values.
//!
//! Nesting is said by columns, as heading levels say it in Markdown, so that a chunk need not know what stands above
//! it. Where tree-sitter cannot read a chunk it is read again line by line: one broken line costs only itself.

mod lines;
mod scalar;
mod source;
mod walk;

use std::ops::Range;

use tree_sitter::{Parser, Tree};

use lines::{content_start, guess_columns, logical_lines, too_deep};
use source::{Source, first_error, sound};

/// Deeper nesting than this is refused before parsing (tree-sitter-yaml gives up the process at 254 levels).
const MAX_DEPTH: usize = 60;

/// A scalar and its bytes in the chunk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scalar {
    /// What it means: quotes, escapes and folding resolved.
    pub text: String,
    /// Its bytes, quotes included.
    pub range: Range<usize>,
    /// Whether it is plain or quoted on one line, so that a byte of `text` can be found in `range`.
    pub verbatim: bool,
}

/// What stands behind a key or dash on the same line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Nothing: null, or a block collection whose events follow at a deeper column.
    Nothing,
    /// A scalar.
    Scalar(Scalar),
    /// An alias.
    Alias(String, Range<usize>),
    /// A flow sequence; its items follow.
    Sequence(Range<usize>),
    /// A flow mapping; its keys follow.
    Mapping(Range<usize>),
    /// Something that cannot be read; its raw text.
    Broken(Scalar),
}

/// A key or an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The column of the key or dash in bytes; inside flow collections one more per level.
    pub column: usize,
    /// The key, or none for an item.
    pub key: Option<Scalar>,
    /// The key's or dash's bytes.
    pub range: Range<usize>,
    /// The value on the line.
    pub value: Value,
    /// The anchor on the value.
    pub anchor: Option<String>,
    /// Whether it stands in a flow collection.
    pub flow: bool,
}

/// What could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The text is no YAML here.
    Syntax,
    /// A line that is neither `key: value` nor an item.
    NoKey,
    /// A tab in the indentation.
    Tab,
    /// A NUL character.
    Nul,
    /// Nested too deeply.
    Depth,
    /// A flow collection or quoted scalar without an end.
    Unclosed,
    /// A plain scalar that begins with a reserved character.
    Reserved(char),
}

/// What a chunk says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Keys and items in order.
    pub events: Vec<Event>,
    /// What could not be read, and where.
    pub faults: Vec<(Fault, Range<usize>)>,
}

/// Reads chunks of YAML; owns the parser.
pub struct YamlReader {
    parser: Parser,
}

impl Default for YamlReader {
    fn default() -> Self {
        let mut parser = Parser::new();
        let language = tree_sitter_yaml::LANGUAGE.into();
        parser.set_language(&language).expect("the grammar's version fits the library, both are pinned");
        Self { parser }
    }
}

impl YamlReader {
    /// Reads `text`; ranges are bytes of `text`.
    pub fn read(&mut self, text: &str) -> Reading {
        let mut reading = Reading::default();
        let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let body = &text[start..];
        let mut source = Source { text: body, masked: body.to_owned(), start, raw: Vec::new() };
        source.mask(&mut reading.faults);
        let deep = too_deep(&source.masked);
        if content_start(&source.masked).is_none() {
            return reading;
        }
        let before = reading.faults.len();
        // Columns behind a tab are guessed, and what nests too deeply is passed over, line by line.
        let tabs = reading.faults.iter().any(|(fault, _)| *fault == Fault::Tab);
        let tree = if deep.is_none() { self.parse(&source.masked) } else { None };
        match tree {
            Some(tree) if !tabs && sound(&tree, &source.masked) => {
                source.walk(tree.root_node(), &mut reading.events);
            }
            tree => {
                reading.events.clear();
                self.read_lines(&source, &mut reading);
                if let Some(at) = deep
                    && reading.faults.len() == before
                {
                    reading.faults.push((Fault::Depth, source.line_range(at)));
                } else if !tabs
                    && reading.faults.len() == before
                    && let Some(at) = tree.as_ref().and_then(|tree| first_error(tree.root_node(), 0))
                {
                    reading.faults.push((Fault::Syntax, source.line_range(at.start)));
                }
            }
        }
        if reading.events.is_empty()
            && reading.faults.is_empty()
            && let Some(at) = content_start(&source.masked)
        {
            reading.faults.push((Fault::NoKey, source.line_range(at)));
        }
        source.one_a_line(&mut reading.faults);
        reading
    }

    fn parse(&mut self, text: &str) -> Option<Tree> {
        let tree = self.parser.parse(text, None);
        if tree.is_none() {
            self.parser.reset();
        }
        tree
    }

    /// Reads line by line, a line together with the lines that its value goes on over.
    fn read_lines(&mut self, source: &Source<'_>, reading: &mut Reading) {
        for line in logical_lines(&source.masked) {
            let text = &source.masked[line.clone()];
            let part = Source {
                text: &source.text[line.clone()],
                masked: text.to_owned(),
                start: source.start + line.start,
                raw: source
                    .raw
                    .iter()
                    .filter(|raw| raw.start >= line.start && raw.end <= line.end)
                    .map(|raw| raw.start - line.start..raw.end - line.start)
                    .collect(),
            };
            let mut events = Vec::new();
            if let Some(at) = too_deep(text) {
                reading.faults.push((Fault::Depth, part.line_range(at)));
                continue;
            }
            match self.parse(text) {
                Some(tree) if sound(&tree, text) => part.walk(tree.root_node(), &mut events),
                _ => part.recover(&mut events, &mut reading.faults),
            }
            if events.is_empty() {
                part.continuation(reading);
            }
            if part.text.trim_start_matches(' ').starts_with('\t') {
                guess_columns(&mut events, &reading.events);
            }
            reading.events.append(&mut events);
        }
    }
}
