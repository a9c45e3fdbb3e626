//! Where YAML is cut: before keys that structure a plan, before items that begin an entity, at a dedent, and within
//! long runs at items and keys of the run's own depth.

use super::{Cut, Scanner, State};
use crate::text::Text;

/// From how many lines on a run is cut at the next item or key of its depth.
const LONG: usize = 64;
/// From how many lines on a scalar is no value any more but one that lost its end: the rest of it is not read.
const LONGEST_VALUE: usize = 512;

/// Knows block scalars, flow collections and quoted scalars that go over several lines.
#[derive(Debug)]
pub struct YamlScanner {
    /// Whether a key opens a part of a plan (a dimension, an aspect, a list of entities).
    pub is_structural: fn(&str) -> bool,
    /// Whether a key is one with which an entity's item begins.
    pub is_leading: fn(&str) -> bool,
}

/// A value that goes on over the following lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Open {
    /// A block scalar.
    Block {
        /// The indentation of what holds it.
        indent: usize,
    },
    /// A flow collection or quoted scalar.
    Flow {
        /// The indentation of what holds it.
        indent: usize,
        /// How many brackets are open.
        depth: usize,
        /// The quotation mark that is open.
        quote: Option<char>,
    },
}

impl Open {
    fn is_scalar(self) -> bool {
        matches!(self, Self::Block { .. } | Self::Flow { depth: 0, .. })
    }
}

impl Scanner for YamlScanner {
    fn next(&self, text: &Text, start: usize, state: State) -> Cut {
        let mut offset = start;
        let mut open = if let State::Value(open) = state { Some(open) } else { None };
        let mut base: Option<usize> = None;
        let mut dash: Option<usize> = None;
        let mut items = false;
        for (count, line) in text.lines_from(start).enumerate() {
            let end = offset + line.len();
            let shape = Shape::of(&line);
            if state != State::Open && open.is_none() {
                return Cut { end: offset, state: State::Open };
            }
            // A tab in the indentation is a fault: columns mean nothing there, so nothing is cut there.
            let tab = line.trim_start_matches(' ').starts_with('\t') && open.is_none();
            if tab
                || shape.content.is_empty()
                || shape.content.starts_with('#') && !matches!(open, Some(Open::Block { .. }))
            {
                offset = end;
                continue;
            }
            if let Some(value) = open
                && let Some(after) = go_on(value, &shape)
            {
                if count >= LONGEST_VALUE && value.is_scalar() {
                    return Cut { end: offset, state: State::Value(value) };
                }
                (open, offset) = (after, end);
                continue;
            }
            if state != State::Open {
                return Cut { end: offset, state: State::Open };
            }
            if let Some(base) = base {
                let long = count >= LONG;
                // A key beside the items that the chunk began with goes on with what stands above them.
                let cut = shape.indent < base
                    || items && shape.indent == base && shape.dashes == 0
                    || shape.is_document_mark()
                    || shape.key().is_some_and(|key| (self.is_structural)(key))
                    || shape.dashes > 0 && shape.key().is_some_and(|key| (self.is_leading)(key))
                    || long && (shape.indent == base || shape.dashes > 0 && dash == Some(shape.indent));
                if cut {
                    return Cut { end: offset, state: State::Open };
                }
            }
            if base.is_none() {
                (base, items) = (Some(shape.indent), shape.dashes > 0);
            }
            if shape.dashes > 0 {
                dash = dash.or(Some(shape.indent));
            }
            open = opens(&shape);
            offset = end;
        }
        Cut { end: text.len(), state: State::Open }
    }
}

/// A line's indentation, dashes and content.
struct Shape<'a> {
    indent: usize,
    dashes: usize,
    /// Column of the content behind the dashes.
    inner: usize,
    /// The content behind indentation, without the line break.
    content: &'a str,
    /// The content behind the dashes.
    body: &'a str,
}

impl<'a> Shape<'a> {
    fn of(line: &'a str) -> Self {
        let line = line.trim_start_matches('\u{feff}').trim_end_matches(['\n', '\r', ' ', '\t']);
        let content = line.trim_start_matches([' ', '\t']);
        let indent = line.len() - content.len();
        let (mut body, mut dashes) = (content, 0);
        while let Some(rest) = body.strip_prefix('-') {
            let inner = rest.trim_start_matches([' ', '\t']);
            if inner.len() == rest.len() && !rest.is_empty() {
                break;
            }
            dashes += 1;
            body = inner;
        }
        Self { indent, dashes, inner: indent + (content.len() - body.len()), content, body }
    }

    fn is_document_mark(&self) -> bool {
        self.indent == 0 && (self.content.starts_with("---") || self.content.starts_with("..."))
    }

    /// The key, when the body is `key:` or `key: value`.
    fn key(&self) -> Option<&'a str> {
        let at = key_end(self.body)?;
        Some(self.body[..at].trim().trim_matches(['"', '\'']))
    }

    /// The value behind the key, or the whole body.
    fn value(&self) -> &'a str {
        key_end(self.body).map_or(self.body, |at| self.body[at + 1..].trim_start())
    }
}

/// The byte of the colon that ends a plain or quoted key.
fn key_end(body: &str) -> Option<usize> {
    let first = body.chars().next()?;
    if matches!(first, '"' | '\'') {
        let close = body[1..].find(first)? + 1;
        let after = body[close + 1..].trim_start();
        return after.starts_with(':').then(|| body.len() - after.len());
    }
    if matches!(first, '[' | '{' | '#' | '|' | '>' | '@' | '`') {
        return None;
    }
    body.match_indices(':').map(|(at, _)| at).find(|&at| {
        let after = &body[at + 1..];
        after.is_empty() || after.starts_with([' ', '\t'])
    })
}

/// Whether a line still belongs to an open value: `None` when it does not, else what stays open behind it.
fn go_on(value: Open, shape: &Shape<'_>) -> Option<Option<Open>> {
    match value {
        Open::Block { indent } => (shape.indent > indent).then_some(Some(value)),
        Open::Flow { indent, depth, quote } => {
            let closing = shape.content.starts_with([']', '}']);
            if shape.indent <= indent && !closing {
                return None;
            }
            // A flow collection that lost its end must not swallow the entity below it.
            if quote.is_none() && shape.dashes > 0 {
                return None;
            }
            Some(flow(shape.content, indent, depth, quote))
        }
    }
}

/// The value that a line opens and does not close.
fn opens(shape: &Shape<'_>) -> Option<Open> {
    let mut value = shape.value();
    let parent = if shape.key().is_some() { shape.inner } else { shape.indent };
    while value.starts_with(['&', '!']) {
        let end = value.find([' ', '\t'])?;
        value = value[end..].trim_start();
    }
    match value.chars().next()? {
        '|' | '>' => {
            let header = value[1..].split('#').next().unwrap_or_default().trim();
            header
                .chars()
                .all(|c| matches!(c, '+' | '-') || c.is_ascii_digit())
                .then_some(Open::Block { indent: parent })
        }
        '[' | '{' => flow(value, parent, 0, None),
        '"' | '\'' => flow(value, parent, 0, None),
        _ => None,
    }
}

/// What stays open behind `text` inside a flow collection or quoted scalar.
fn flow(text: &str, indent: usize, mut depth: usize, mut quote: Option<char>) -> Option<Open> {
    let mut chars = text.chars().peekable();
    let mut before = ' ';
    while let Some(c) = chars.next() {
        match (quote, c) {
            (Some('"'), '\\') => {
                chars.next();
            }
            (Some(mark), c) if c == mark => {
                if mark == '\'' && chars.peek() == Some(&'\'') {
                    chars.next();
                } else {
                    quote = None;
                    if depth == 0 {
                        return None;
                    }
                }
            }
            (Some(_), _) => {}
            (None, '"' | '\'') if matches!(before, ' ' | '\t' | '[' | '{' | ',' | ':') => quote = Some(c),
            (None, '[' | '{') => depth += 1,
            (None, ']' | '}') => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return None;
                }
            }
            (None, '#') if matches!(before, ' ' | '\t') => break,
            _ => {}
        }
        before = c;
    }
    (depth > 0 || quote.is_some()).then_some(Open::Flow { indent, depth, quote })
}
