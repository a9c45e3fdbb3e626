//! Lines: where a text begins, how deeply it nests, which lines belong together, which columns to guess.

use std::ops::Range;

use super::scalar::is_directive;
use super::{Event, MAX_DEPTH, Value};
use crate::syntax::chunk::yaml::YamlScanner;
use crate::syntax::chunk::{Scanner, State};
use crate::text::Text;

/// Puts the events of a line that is indented by tabs where they most likely belong: below a key without a value,
/// else beside what stands above.
pub(super) fn guess_columns(events: &mut [Event], above: &[Event]) {
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
pub(super) fn content_start(text: &str) -> Option<usize> {
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

/// The byte at which nesting becomes too deep, if it does.
pub(super) fn too_deep(text: &str) -> Option<usize> {
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
pub(super) fn logical_lines(text: &str) -> Vec<Range<usize>> {
    // The chunk scanner already knows which lines belong together: cut it at every line that it may be cut at.
    let always = YamlScanner { is_structural: |_| true, is_leading: |_| true };
    let rope = Text::new(text);
    let mut lines: Vec<Range<usize>> = Vec::new();
    let (mut start, mut state) = (0, State::Open);
    while start < text.len() {
        let cut = always.next(&rope, start, state);
        let end = cut.end.clamp(start + 1, text.len());
        match lines.last_mut() {
            Some(Range { end: last, .. }) if state != State::Open => *last = end,
            _ => lines.push(start..end),
        }
        (start, state) = (end, cut.state);
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
