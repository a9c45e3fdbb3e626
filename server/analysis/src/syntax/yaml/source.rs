//! A text under reading: masked before it is parsed, recovered where it cannot be.

use std::ops::Range;

use tree_sitter::{Node, Tree};

use super::scalar::{floor, is_directive, reserved, value_offset};
use super::{Event, Fault, MAX_DEPTH, Reading, Scalar, Value};

/// Whether a tree stands for its whole text without an error.
pub(super) fn sound(tree: &Tree, text: &str) -> bool {
    !tree.root_node().has_error() && text[tree.root_node().end_byte().min(text.len())..].trim().is_empty()
}

pub(super) fn first_error(node: Node<'_>, depth: usize) -> Option<Range<usize>> {
    if node.is_error() || node.is_missing() {
        return Some(node.byte_range());
    }
    if !node.has_error() || depth > 4 * MAX_DEPTH {
        return node.has_error().then(|| node.byte_range());
    }
    let mut cursor = node.walk();
    node.children(&mut cursor).find_map(|child| first_error(child, depth + 1))
}

/// A text under reading: what is parsed, and what it stands for.
pub(super) struct Source<'a> {
    pub(super) text: &'a str,
    /// The text with characters that the grammar cannot bear replaced, byte for byte.
    pub(super) masked: String,
    /// Where it begins in the chunk.
    pub(super) start: usize,
    /// Scalars that were masked: their text is read raw.
    pub(super) raw: Vec<Range<usize>>,
}

impl Source<'_> {
    pub(super) fn line_range(&self, at: usize) -> Range<usize> {
        let at = floor(self.text, at);
        let start = self.text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let end = self.text[at..].find('\n').map_or(self.text.len(), |newline| at + newline);
        let line = &self.text[start..end];
        let content = line.trim();
        let indent = line.len() - line.trim_start().len();
        self.start + start + indent..self.start + start + indent + content.len().min(line.len() - indent)
    }

    /// Keeps the first fault of each line (one cause, one finding), within the line.
    pub(super) fn one_a_line(&self, faults: &mut Vec<(Fault, Range<usize>)>) {
        let breaks: Vec<usize> = self.text.match_indices('\n').map(|(at, _)| at).collect();
        let mut told = rustc_hash::FxHashSet::default();
        faults.retain_mut(|(_, range)| {
            let at = floor(self.text, range.start.saturating_sub(self.start));
            let line = breaks.partition_point(|end| *end < at);
            let end = breaks.get(line).copied().unwrap_or(self.text.len());
            let end = if self.text[..end].ends_with('\r') { end - 1 } else { end };
            let (start, end) = (range.start.min(self.start + end), range.end.min(self.start + end));
            *range = start..end.max(start);
            told.insert(line)
        });
    }

    /// Masks NUL characters, tabs in the indentation, and plain scalars that begin with a reserved character.
    pub(super) fn mask(&mut self, faults: &mut Vec<(Fault, Range<usize>)>) {
        let mut bytes = std::mem::take(&mut self.masked).into_bytes();
        let mut offset = 0;
        let mut block: Option<usize> = None;
        let mut told_tab = false;
        for line in self.text.split_inclusive('\n') {
            for (at, _) in line.match_indices('\0') {
                bytes[offset + at] = b' ';
                faults.push((Fault::Nul, self.start + offset + at..self.start + offset + at + 1));
            }
            let content = line.trim_start_matches([' ', '\t']);
            let indent = line.len() - content.len();
            let bare = content.trim_end();
            let inside = block.is_some_and(|parent| bare.is_empty() || indent > parent);
            if !inside {
                block = None;
                if !bare.is_empty() && line[..indent].contains('\t') {
                    for (at, _) in line[..indent].match_indices('\t') {
                        bytes[offset + at] = b' ';
                    }
                    if !told_tab {
                        faults.push((Fault::Tab, self.start + offset..self.start + offset + indent));
                        told_tab = true;
                    }
                }
                let value_at = indent + value_offset(bare);
                let value = &line[value_at.min(line.len())..].trim_end();
                if value.starts_with(['|', '>']) {
                    block = Some(indent);
                }
                if !is_directive(line)
                    && let Some((first, length)) = reserved(value)
                {
                    let range = offset + value_at..offset + value_at + length;
                    faults.push((Fault::Reserved(first), self.start + range.start..self.start + range.end));
                    bytes[range.clone()].fill(b'x');
                    self.raw.push(range);
                }
            }
            offset += line.len();
        }
        self.masked = String::from_utf8(bytes).unwrap_or_else(|_| self.text.replace('\0', " "));
    }

    /// Reads a line that is no YAML: its dashes and key, and the raw value.
    pub(super) fn recover(&self, events: &mut Vec<Event>, faults: &mut Vec<(Fault, Range<usize>)>) {
        let line = self.masked.trim_end();
        let mut body = line.trim_start();
        let mut column = line.len() - body.len();
        while let Some(rest) = body.strip_prefix("- ").or_else(|| body.strip_prefix("-\t")) {
            let range = self.start + column..self.start + column + 1;
            events.push(Event { column, key: None, range, value: Value::Nothing, anchor: None, flow: false });
            let inner = rest.trim_start();
            column += body.len() - inner.len();
            body = inner;
        }
        let value_at = value_offset(body);
        let (key, value) = body.split_at(value_at.min(body.len()));
        let start = self.start + column;
        let broken = Scalar {
            text: value.to_owned(),
            range: start + key.len()..start + key.len() + value.len(),
            verbatim: false,
        };
        let fault = if value.starts_with(['[', '{', '"', '\'']) { Fault::Unclosed } else { Fault::Syntax };
        faults.push((fault, if value.is_empty() { self.line_range(column) } else { broken.range.clone() }));
        if value_at > 0 {
            let name = key.trim_end().trim_end_matches(':').trim_end();
            let range = start..start + name.len();
            let scalar = Scalar {
                text: name.trim_matches(['"', '\'']).to_owned(),
                range: range.clone(),
                verbatim: true,
            };
            let value = Value::Broken(broken);
            events.push(Event { column, key: Some(scalar), range, value, anchor: None, flow: false });
        } else if let Some(last) = events.last_mut() {
            last.value = Value::Broken(broken);
        }
    }

    /// A line without key or dash: it goes on with the scalar above when it is deeper, else it is half typed.
    pub(super) fn continuation(&self, reading: &mut Reading) {
        let content = self.masked.trim();
        if content.is_empty()
            || content.starts_with('#')
            || content.starts_with("---")
            || content.starts_with("...")
        {
            return;
        }
        let column = self.masked.len() - self.masked.trim_start().len();
        if let Some(last) = reading.events.last_mut()
            && last.column < column
            && let Value::Scalar(scalar) = &mut last.value
        {
            scalar.text.push_str(content);
            scalar.verbatim = false;
            return;
        }
        reading.faults.push((Fault::NoKey, self.line_range(column)));
    }
}
