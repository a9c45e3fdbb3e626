//! A chunk of YAML read into events: keys and items with their columns and values.
//!
//! Nesting is said by columns, as heading levels say it in Markdown, so that a chunk need not know what stands above
//! it. Where tree-sitter cannot read a chunk it is read again line by line: one broken line costs only itself.

use std::ops::Range;

use tree_sitter::{Node, Parser, Tree};

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
        if let Some(at) = too_deep(&source.masked) {
            reading.faults.push((Fault::Depth, source.line_range(at)));
            return reading;
        }
        if content_start(&source.masked).is_none() {
            return reading;
        }
        let before = reading.faults.len();
        // Columns behind a tab are guessed, line by line.
        let tabs = reading.faults.iter().any(|(fault, _)| *fault == Fault::Tab);
        match self.parse(&source.masked) {
            Some(tree) if !tabs && sound(&tree, &source.masked) => {
                source.walk(tree.root_node(), &mut reading.events);
            }
            tree => {
                reading.events.clear();
                self.read_lines(&source, &mut reading);
                if !tabs
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

/// Puts the events of a line that is indented by tabs where they most likely belong: below a key without a value,
/// else beside what stands above.
fn guess_columns(events: &mut [Event], above: &[Event]) {
    let (Some(first), Some(last)) = (events.first(), above.last()) else { return };
    let open = last.value == Value::Nothing;
    let item = above.iter().rev().find(|event| event.key.is_none() && !event.flow);
    let column = match (open, first.key.is_none(), item) {
        (true, ..) => last.column + 2,
        (false, true, Some(item)) => item.column,
        _ => last.column,
    };
    let from = first.column;
    for event in events {
        event.column = event.column - from + column;
    }
}

/// Where a text's first line stands that is neither blank, a comment, a document mark nor a directive.
fn content_start(text: &str) -> Option<usize> {
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim();
        let mark = content.starts_with('#') || matches!(content, "---" | "...") || is_directive(line);
        if !content.is_empty() && !mark {
            return Some(offset);
        }
        offset += line.len();
    }
    None
}

/// Whether a tree stands for its whole text without an error.
fn sound(tree: &Tree, text: &str) -> bool {
    !tree.root_node().has_error() && text[tree.root_node().end_byte().min(text.len())..].trim().is_empty()
}

fn first_error(node: Node<'_>, depth: usize) -> Option<Range<usize>> {
    if node.is_error() || node.is_missing() {
        return Some(node.byte_range());
    }
    if !node.has_error() || depth > 4 * MAX_DEPTH {
        return node.has_error().then(|| node.byte_range());
    }
    let mut cursor = node.walk();
    node.children(&mut cursor).find_map(|child| first_error(child, depth + 1))
}

/// The byte at which nesting becomes too deep, if it does.
fn too_deep(text: &str) -> Option<usize> {
    let mut indents: Vec<usize> = Vec::new();
    let mut flow = 0usize;
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_start_matches([' ', '\t']);
        let indent = line.len() - content.len();
        let bare = content.trim_end();
        if !bare.is_empty() && !bare.starts_with('#') {
            while indents.last().is_some_and(|&last| last >= indent) {
                indents.pop();
            }
            indents.push(indent);
            let marks =
                bare.split([' ', '\t']).take_while(|word| matches!(*word, "-" | "?" | ":" | "")).count();
            for c in bare.chars() {
                match c {
                    '[' | '{' => flow += 1,
                    ']' | '}' => flow = flow.saturating_sub(1),
                    _ => {}
                }
                if flow > MAX_DEPTH {
                    return Some(offset + indent);
                }
            }
            if indents.len() + marks > MAX_DEPTH {
                return Some(offset + indent);
            }
        }
        offset += line.len();
    }
    None
}

/// The ranges of lines, each with the lines that its flow collection, quoted or block scalar goes on over.
fn logical_lines(text: &str) -> Vec<Range<usize>> {
    use super::chunk::{Scanner, yaml::YamlScanner};
    // The chunk scanner already knows which lines belong together: cut it at every line that it may be cut at.
    let always = YamlScanner { is_structural: |_| true, is_leading: |_| true };
    let rope = crate::text::Text::new(text);
    let mut lines = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let cut = always.next(&rope, start, super::chunk::State::Open);
        let end = cut.end.clamp(start + 1, text.len());
        lines.push(start..end);
        start = end;
    }
    lines.into_iter().flat_map(|range| split_items(text, range)).collect()
}

/// Splits a run of items and keyless lines that hold no multi-line value at every line.
fn split_items(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let part = &text[range.clone()];
    let multi = part.lines().any(|line| {
        let line = line.trim_end();
        line.ends_with(['|', '>', '[', '{', ',']) || line.ends_with("|-") || line.ends_with(">-")
    }) || part.matches('"').count() % 2 == 1 && part.lines().count() > 1;
    if multi {
        return vec![range];
    }
    let mut lines = Vec::new();
    let mut start = range.start;
    for line in part.split_inclusive('\n') {
        lines.push(start..start + line.len());
        start += line.len();
    }
    lines
}

/// A text under reading: what is parsed, and what it stands for.
struct Source<'a> {
    text: &'a str,
    /// The text with characters that the grammar cannot bear replaced, byte for byte.
    masked: String,
    /// Where it begins in the chunk.
    start: usize,
    /// Scalars that were masked: their text is read raw.
    raw: Vec<Range<usize>>,
}

impl Source<'_> {
    fn line_range(&self, at: usize) -> Range<usize> {
        let at = floor(self.text, at);
        let start = self.text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let end = self.text[at..].find('\n').map_or(self.text.len(), |newline| at + newline);
        let line = &self.text[start..end];
        let content = line.trim();
        let indent = line.len() - line.trim_start().len();
        self.start + start + indent..self.start + start + indent + content.len().min(line.len() - indent)
    }

    /// Keeps the first fault of each line (one cause, one finding), within the line.
    fn one_a_line(&self, faults: &mut Vec<(Fault, Range<usize>)>) {
        let mut lines = std::collections::BTreeSet::new();
        faults.retain_mut(|(_, range)| {
            let at = floor(self.text, range.start.saturating_sub(self.start));
            let end = self.text[at..].find(['\r', '\n']).map_or(self.text.len(), |end| at + end);
            range.end = range.end.min(self.start + end).max(range.start);
            lines.insert(self.text[..at].matches('\n').count())
        });
    }

    /// Masks NUL characters, tabs in the indentation, and plain scalars that begin with a reserved character.
    fn mask(&mut self, faults: &mut Vec<(Fault, Range<usize>)>) {
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

    fn walk(&self, node: Node<'_>, events: &mut Vec<Event>) {
        match node.kind() {
            "block_mapping" => {
                each(node, |pair| self.pair(pair, pair.start_position().column, false, events, 0));
            }
            "block_sequence" => each(node, |item| self.item(item, events)),
            "flow_mapping" | "flow_sequence" => self.collection(node, 0, events, 0),
            "stream" | "document" | "block_node" | "flow_node" => {
                each(node, |child| self.walk(child, events));
            }
            _ => {}
        }
    }

    fn item(&self, node: Node<'_>, events: &mut Vec<Event>) {
        if node.kind() != "block_sequence_item" {
            return;
        }
        let dash = node.start_byte();
        let mut content = None;
        each(node, |child| {
            if child.is_named() && child.kind() != "comment" {
                content = Some(child);
            }
        });
        let column = node.start_position().column;
        self.event(column, None, dash..dash + 1, content, false, events, 0);
    }

    fn pair(&self, node: Node<'_>, column: usize, flow: bool, events: &mut Vec<Event>, depth: usize) {
        if !matches!(node.kind(), "block_mapping_pair" | "flow_pair") {
            return;
        }
        let key = node.child_by_field_name("key");
        let scalar = key.and_then(|key| self.scalar(content_of(key).0)).unwrap_or_else(|| Scalar {
            text: String::new(),
            range: self.start + node.start_byte()..self.start + node.start_byte(),
            verbatim: false,
        });
        let range = scalar.range.start - self.start..scalar.range.end - self.start;
        self.event(column, Some(scalar), range, node.child_by_field_name("value"), flow, events, depth);
    }

    #[allow(clippy::too_many_arguments, reason = "an event has that many parts")]
    fn event(
        &self,
        column: usize,
        key: Option<Scalar>,
        range: Range<usize>,
        value: Option<Node<'_>>,
        flow: bool,
        events: &mut Vec<Event>,
        depth: usize,
    ) {
        let (content, anchor) = value.map_or((None, None), |value| {
            let (content, anchor) = content_of(value);
            (
                Some(content),
                anchor.map(|node| self.masked[node.byte_range()].trim_start_matches('&').to_owned()),
            )
        });
        let bytes = |node: Node<'_>| self.start + node.start_byte()..self.start + node.end_byte();
        let value = match content {
            None => Value::Nothing,
            Some(node) => match node.kind() {
                "alias" => Value::Alias(
                    self.masked[node.byte_range()].trim_start_matches('*').to_owned(),
                    bytes(node),
                ),
                "flow_sequence" => Value::Sequence(bytes(node)),
                "flow_mapping" => Value::Mapping(bytes(node)),
                _ => self.scalar(node).map_or(Value::Nothing, Value::Scalar),
            },
        };
        events.push(Event {
            column,
            key,
            range: self.start + range.start..self.start + range.end,
            value,
            anchor,
            flow,
        });
        let Some(node) = content else { return };
        match node.kind() {
            "flow_sequence" | "flow_mapping" => self.collection(node, column + 1, events, depth + 1),
            "block_mapping" | "block_sequence" => self.walk(node, events),
            _ => {}
        }
    }

    /// The items or keys of a flow collection, at a column of their own.
    fn collection(&self, node: Node<'_>, column: usize, events: &mut Vec<Event>, depth: usize) {
        if depth > 2 * MAX_DEPTH {
            return;
        }
        let sequence = node.kind() == "flow_sequence";
        each(node, |child| match child.kind() {
            "flow_pair" if sequence => {
                let at = child.start_byte();
                let range = self.start + at..self.start + at;
                events.push(Event {
                    column,
                    key: None,
                    range,
                    value: Value::Nothing,
                    anchor: None,
                    flow: true,
                });
                self.pair(child, column + 1, true, events, depth);
            }
            "flow_pair" => self.pair(child, column, true, events, depth),
            "flow_node" if sequence => {
                let at = child.start_byte();
                self.event(column, None, at..at, Some(child), true, events, depth);
            }
            "flow_node" => {
                if let Some(key) = self.scalar(content_of(child).0) {
                    let range = key.range.clone();
                    events.push(Event {
                        column,
                        key: Some(key),
                        range,
                        value: Value::Nothing,
                        anchor: None,
                        flow: true,
                    });
                }
            }
            _ => {}
        });
    }

    fn scalar(&self, node: Node<'_>) -> Option<Scalar> {
        let bytes = node.byte_range();
        let raw = self.masked.get(bytes.clone())?;
        let trimmed = raw.trim_end();
        let range = self.start + bytes.start..self.start + bytes.start + trimmed.len();
        let one_line = !trimmed.contains('\n');
        let (text, verbatim) = match node.kind() {
            "plain_scalar" | "string_scalar" | "integer_scalar" | "float_scalar" | "boolean_scalar"
            | "null_scalar" | "timestamp_scalar" => {
                let masked = self.raw.iter().any(|raw| raw.start <= bytes.start && bytes.start < raw.end);
                let source = if masked { self.text.get(bytes.clone())?.trim_end() } else { trimmed };
                (fold_lines(source), one_line)
            }
            "double_quote_scalar" => {
                let inner = trimmed.strip_prefix('"').unwrap_or(trimmed);
                let inner = inner.strip_suffix('"').unwrap_or(inner);
                (unescape(&fold_lines(inner)), one_line && !inner.contains('\\'))
            }
            "single_quote_scalar" => {
                let inner = trimmed.strip_prefix('\'').unwrap_or(trimmed);
                let inner = inner.strip_suffix('\'').unwrap_or(inner);
                (fold_lines(inner).replace("''", "'"), one_line && !inner.contains("''"))
            }
            "block_scalar" => (block_text(trimmed), false),
            _ => return None,
        };
        Some(Scalar { text, range, verbatim })
    }

    /// Reads a line that is no YAML: its dashes and key, and the raw value.
    fn recover(&self, events: &mut Vec<Event>, faults: &mut Vec<(Fault, Range<usize>)>) {
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
    fn continuation(&self, reading: &mut Reading) {
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

fn each<'tree>(node: Node<'tree>, mut visit: impl FnMut(Node<'tree>)) {
    let mut cursor = node.walk();
    for child in node.children(&mut cursor) {
        visit(child);
    }
}

/// The content of a block or flow node, and its anchor.
fn content_of(node: Node<'_>) -> (Node<'_>, Option<Node<'_>>) {
    let (mut content, mut anchor) = (node, None);
    if matches!(node.kind(), "block_node" | "flow_node") {
        each(node, |child| match child.kind() {
            "anchor" => anchor = Some(child),
            "tag" | "comment" => {}
            _ => content = child,
        });
    }
    if content.kind() == "plain_scalar" {
        return (content, anchor);
    }
    (content, anchor)
}

/// The byte at which the value begins in `- key: value`, 0 where there is no key.
fn value_offset(body: &str) -> usize {
    let mut at = 0;
    while let Some(rest) = body[at..].strip_prefix("- ").or_else(|| body[at..].strip_prefix("-\t")) {
        at = body.len() - rest.trim_start().len();
    }
    let inner = &body[at..];
    let quoted = inner.starts_with(['"', '\'']);
    if inner.starts_with(['[', '{', '#', '|', '>', '@', '`'])
        || quoted && !inner.contains("\":") && !inner.contains("':")
    {
        return at;
    }
    let colon = inner.match_indices(':').map(|(at, _)| at).find(|&colon| {
        let after = &inner[colon + 1..];
        after.is_empty() || after.starts_with([' ', '\t'])
    });
    colon.map_or(at, |colon| {
        let after = &inner[colon + 1..];
        at + colon + 1 + (after.len() - after.trim_start().len())
    })
}

/// Whether a line is `%YAML …` or another directive.
fn is_directive(line: &str) -> bool {
    line.strip_prefix('%').is_some_and(|name| name.starts_with(|c: char| c.is_ascii_uppercase()))
}

/// The reserved character with which a plain scalar begins, and the scalar's length, where an author meant text.
fn reserved(value: &str) -> Option<(char, usize)> {
    let first = value.chars().next()?;
    let rest = &value[first.len_utf8()..];
    let meant_as_text = match first {
        '@' | '`' | '%' => true,
        '[' | '{' => {
            let close = if first == '[' { ']' } else { '}' };
            let end = matching(value, first, close)?;
            let after = value[end..].trim_start();
            !after.is_empty() && !after.starts_with(['#', ',', ']', '}', ':'])
        }
        '*' => {
            let name =
                rest.find(|c: char| c.is_whitespace() || ",[]{}*：，。".contains(c)).unwrap_or(rest.len());
            let after = rest[name..].trim_start();
            name == 0 || !after.is_empty() && !after.starts_with(['#', ',', ']', '}', ':'])
        }
        '&' => rest.is_empty() || rest.starts_with([' ', '\t']),
        '!' => rest.starts_with(|c: char| !c.is_ascii()),
        _ => false,
    };
    meant_as_text.then(|| {
        let comment = value.find(" #").unwrap_or(value.len());
        (first, value[..comment].trim_end().len())
    })
}

/// The byte past the bracket that closes the first one on this line.
fn matching(value: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 0usize;
    let mut quote = None;
    for (at, c) in value.char_indices() {
        match (quote, c) {
            (Some(mark), c) if c == mark => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, c) if c == open => depth += 1,
            (None, c) if c == close => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + c.len_utf8());
                }
            }
            _ => {}
        }
    }
    None
}

/// Folds the lines of a plain or quoted scalar: a line break becomes a space between Latin words, nothing in Chinese.
fn fold_lines(text: &str) -> String {
    if !text.contains('\n') {
        return text.to_owned();
    }
    let mut folded = String::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let latin = folded.ends_with(|c: char| c.is_ascii()) && line.starts_with(|c: char| c.is_ascii());
        if !folded.is_empty() && latin {
            folded.push(' ');
        }
        folded.push_str(line);
    }
    folded
}

fn block_text(raw: &str) -> String {
    let mut lines = raw.lines();
    let header = lines.next().unwrap_or_default();
    let lines: Vec<&str> = lines.map(str::trim).collect();
    if header.starts_with('>') { fold_lines(&lines.join("\n")) } else { lines.join("\n").trim().to_owned() }
}

fn unescape(text: &str) -> String {
    if !text.contains('\\') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('r') => out.push('\r'),
            Some('0') => out.push('\0'),
            Some(mark @ ('x' | 'u' | 'U')) => {
                let length = match mark {
                    'x' => 2,
                    'u' => 4,
                    _ => 8,
                };
                let digits: String = chars.by_ref().take(length).collect();
                let code = u32::from_str_radix(&digits, 16).ok();
                out.push(code.and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            Some(other) => out.push(other),
            None => {}
        }
    }
    out
}

fn floor(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
