//! A tree turned into events: the only place that knows the node names of tree-sitter-yaml.

use std::ops::Range;

use tree_sitter::Node;

use super::scalar::{block_text, fold_lines, unescape};
use super::source::Source;
use super::{Event, MAX_DEPTH, Scalar, Value};

impl Source<'_> {
    pub(super) fn walk(&self, node: Node<'_>, events: &mut Vec<Event>) {
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
