//! Colours laid on a text: what ranks higher covers what ranks lower, nothing overlaps, nothing crosses a line.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::model::{ChunkColours, Colour, Coloured};
use crate::text::{Encoding, Walk};

/// Words and their colours, in any order.
#[derive(Debug, Default)]
pub(super) struct Paint {
    found: Vec<(Range<usize>, Colour)>,
}

/// What is laid on before; of two that overlap the earlier stays.
fn rank(colour: Colour) -> u8 {
    match colour {
        Colour::Citation | Colour::UnknownCitation => 0,
        Colour::Done | Colour::Doing | Colour::Planned | Colour::Waiver | Colour::Rule => 1,
        Colour::Id(_) | Colour::Reference(_) | Colour::Level | Colour::Value => 2,
        Colour::Placeholder | Colour::EntityKind | Colour::Field => 3,
        Colour::Name(_) => 4,
        Colour::Dimension | Colour::Aspect => 5,
    }
}

impl Paint {
    /// Adds a word by its bytes.
    pub(super) fn add(&mut self, range: Range<usize>, colour: Colour) {
        if !range.is_empty() {
            self.found.push((range, colour));
        }
    }

    /// The colours of a text as they are shown.
    pub(super) fn dry(mut self, text: &str, encoding: Encoding) -> ChunkColours {
        self.found.sort_by_key(|(range, colour)| (rank(*colour), range.start));
        let mut laid: BTreeMap<usize, (usize, Colour)> = BTreeMap::new();
        for (range, colour) in self.found {
            for line in lines(text, range) {
                lay(&mut laid, line, colour);
            }
        }
        let mut walk = Walk::new(text, encoding);
        let mut words = Vec::with_capacity(laid.len());
        for (start, (end, colour)) in laid {
            let (from, to) = (walk.to(start), walk.to(end));
            if to.line == from.line && to.column > from.column {
                let length = to.column - from.column;
                words.push(Coloured { line: from.line, column: from.column, length, colour });
            }
        }
        ChunkColours { lines: walk.to(text.len()).line, words }
    }
}

/// Lays a colour on what is still bare of a range.
fn lay(laid: &mut BTreeMap<usize, (usize, Colour)>, range: Range<usize>, colour: Colour) {
    let before = laid.range(..=range.start).next_back().map_or(range.start, |(_, (end, _))| *end);
    let mut from = range.start.max(before);
    let inside: Vec<(usize, usize)> =
        laid.range(from.min(range.end)..range.end).map(|(start, (end, _))| (*start, *end)).collect();
    for (start, end) in inside {
        if from < start {
            laid.insert(from, (start, colour));
        }
        from = end;
    }
    if from < range.end {
        laid.insert(from, (range.end, colour));
    }
}

/// The lines of a range of text, without blanks around them and without the marks of a quotation.
fn lines(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let Some(whole) = text.get(range.clone()) else { return Vec::new() };
    if !whole.contains(['\n', '\r']) {
        return vec![range];
    }
    let mut found = Vec::new();
    let mut start = range.start;
    for (number, line) in whole.split(['\n', '\r']).enumerate() {
        let marks: &[char] = if number == 0 { &[' ', '\t'] } else { &[' ', '\t', '>'] };
        let lead = line.len() - line.trim_start_matches(marks).len();
        let body = line[lead..].trim_end();
        if !body.is_empty() {
            found.push(start + lead..start + lead + body.len());
        }
        start += line.len() + 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is coloured, in order: line, column, the words themselves.
    fn dried(text: &str, found: &[(&str, Colour)]) -> Vec<(u32, u32, u32, Colour)> {
        let mut paint = Paint::default();
        for (words, colour) in found {
            let start = text.find(words).unwrap_or_default();
            paint.add(start..start + words.len(), *colour);
        }
        let dry = paint.dry(text, Encoding::Utf16);
        dry.words.iter().map(|word| (word.line, word.column, word.length, word.colour)).collect()
    }

    #[test]
    fn what_ranks_higher_covers_and_the_rest_stays_on_both_sides() {
        let text = "名称😀（A.3.2.1 a）在后";
        let found =
            dried(text, &[(text, Colour::Field), ("A.3.2.1 a", Colour::Citation), ("（A", Colour::Aspect)]);
        assert_eq!(found, [(0, 0, 5, Colour::Field), (0, 5, 9, Colour::Citation), (0, 14, 3, Colour::Field)]);
    }

    #[test]
    fn nothing_crosses_a_line_of_whatever_end() {
        for end in ["\n", "\r\n", "\r"] {
            let text = format!("> 待填写：{end}>   说明 {end}{end}\u{3000}尾");
            let found = dried(&text, &[(&text[2..], Colour::Placeholder)]);
            assert_eq!(
                found,
                [
                    (0, 2, 4, Colour::Placeholder),
                    (1, 4, 2, Colour::Placeholder),
                    (3, 0, 2, Colour::Placeholder)
                ],
                "{end:?}"
            );
        }
    }
}
