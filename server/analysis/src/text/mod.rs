//! Text with byte offsets inside and LSP positions at the edge.
//!
//! A line ends at LF, CRLF or CR, as in the Language Server Protocol (3.17, "Text Documents").

mod typed;
mod walk;

use std::borrow::Cow;
use std::ops::Range;

use ropey::Rope;

pub use typed::{Rank, Typed};
pub use walk::Walk;

/// The unit in which an LSP client counts columns (`positionEncoding`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Bytes of UTF-8.
    Utf8,
    /// UTF-16 code units, the protocol's default.
    Utf16,
    /// Unicode scalar values.
    Utf32,
}

/// A zero-based line and column; what a column counts is said by an [`Encoding`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Zero-based line.
    pub line: u32,
    /// Zero-based column in the units of the encoding.
    pub column: u32,
}

/// One replacement in a text: the bytes of `range` become `text`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// Byte range before the edit.
    pub range: Range<usize>,
    /// The new text.
    pub text: String,
}

/// A document's text.
#[derive(Clone, Debug, Default)]
pub struct Text {
    rope: Rope,
}

impl Text {
    /// Takes over `text`; a byte-order mark stays part of it.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self { rope: Rope::from_str(text) }
    }

    /// Length in bytes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rope.len_bytes()
    }

    /// Whether there is no text at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Number of lines; a text that ends in a line break has an empty last line.
    #[must_use]
    pub fn lines(&self) -> usize {
        self.rope.len_lines()
    }

    /// The text of a byte range; both ends are moved down to character boundaries and into the text.
    #[must_use]
    pub fn slice(&self, range: Range<usize>) -> Cow<'_, str> {
        let start = self.floor(range.start);
        let end = self.floor(range.end).max(start);
        let slice = self.rope.byte_slice(start..end);
        slice.as_str().map_or_else(|| Cow::Owned(slice.to_string()), Cow::Borrowed)
    }

    /// The whole text, copied.
    #[must_use]
    pub fn to_text(&self) -> String {
        self.rope.to_string()
    }

    /// The nearest character boundary at or before `byte`, at most the text's length.
    #[must_use]
    pub fn floor(&self, byte: usize) -> usize {
        let byte = byte.min(self.len());
        self.rope.char_to_byte(self.rope.byte_to_char(byte))
    }

    /// Applies one edit; offsets are taken as [`Text::slice`] takes them. Returns the bytes really replaced.
    pub fn apply(&mut self, edit: &Edit) -> Range<usize> {
        let start = self.rope.byte_to_char(edit.range.start.min(self.len()));
        let end = self.rope.byte_to_char(edit.range.end.min(self.len())).max(start);
        let replaced = self.rope.char_to_byte(start)..self.rope.char_to_byte(end);
        self.rope.remove(start..end);
        self.rope.insert(start, &edit.text);
        replaced
    }

    /// The zero-based line that holds `byte`.
    #[must_use]
    pub fn line_of(&self, byte: usize) -> usize {
        self.rope.byte_to_line(byte.min(self.len()))
    }

    /// The byte at which a line begins; the text's length for a line past the end.
    #[must_use]
    pub fn line_start(&self, line: usize) -> usize {
        if line >= self.lines() { self.len() } else { self.rope.line_to_byte(line) }
    }

    /// A line with its line break.
    #[must_use]
    pub fn line(&self, line: usize) -> Cow<'_, str> {
        self.slice(self.line_start(line)..self.line_start(line + 1))
    }

    /// Lines from byte `start`, which begins a line, each with its line break.
    pub fn lines_from(&self, start: usize) -> impl Iterator<Item = Cow<'_, str>> {
        let first = self.line_of(start);
        let lines = if start >= self.len() { 0 } else { self.lines() - first };
        self.rope
            .lines_at(first)
            .take(lines)
            .map(|line| line.as_str().map_or_else(|| Cow::Owned(line.to_string()), Cow::Borrowed))
            .filter(|line| !line.is_empty())
    }

    /// The position of a byte.
    #[must_use]
    pub fn position(&self, byte: usize, encoding: Encoding) -> Position {
        let byte = self.floor(byte);
        let line = self.rope.byte_to_line(byte);
        let start = self.rope.line_to_byte(line);
        let column = match encoding {
            Encoding::Utf8 => byte - start,
            Encoding::Utf16 => {
                let rope = &self.rope;
                rope.char_to_utf16_cu(rope.byte_to_char(byte))
                    - rope.char_to_utf16_cu(rope.byte_to_char(start))
            }
            Encoding::Utf32 => self.rope.byte_to_char(byte) - self.rope.byte_to_char(start),
        };
        Position { line: narrow(line), column: narrow(column) }
    }

    /// The byte of a position. A column past the line's end means its end, before the line break; a line past
    /// the text means the text's end; a column inside a character means the character's start.
    #[must_use]
    pub fn byte(&self, position: Position, encoding: Encoding) -> usize {
        let line = position.line as usize;
        if line >= self.lines() {
            return self.len();
        }
        let start = self.rope.line_to_byte(line);
        let text = self.line(line);
        let content = text.trim_end_matches(['\n', '\r']);
        let column = position.column as usize;
        let inside = match encoding {
            Encoding::Utf8 => {
                let mut at = column.min(content.len());
                while !content.is_char_boundary(at) {
                    at -= 1;
                }
                at
            }
            Encoding::Utf16 => walk(content, column, char::len_utf16),
            Encoding::Utf32 => walk(content, column, |_| 1),
        };
        start + inside
    }
}

/// The byte at which `column` units, `width` a character, have passed.
fn walk(line: &str, column: usize, width: impl Fn(char) -> usize) -> usize {
    let mut passed = 0;
    for (at, character) in line.char_indices() {
        passed += width(character);
        if passed > column {
            return at;
        }
    }
    line.len()
}

fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIXED: &str = "能力：过程维\r\n- 😀 CL3\r\re\u{301}末";

    #[test]
    fn positions_round_trip_at_every_character_in_every_encoding() {
        let text = Text::new(MIXED);
        for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
            for (byte, character) in MIXED.char_indices() {
                if character != '\n' && character != '\r' {
                    assert_eq!(
                        text.byte(text.position(byte, encoding), encoding),
                        byte,
                        "{encoding:?} {byte}"
                    );
                }
            }
        }
    }

    #[test]
    fn columns_count_what_the_encoding_says() {
        let text = Text::new(MIXED);
        let cl = MIXED.find("CL3").unwrap_or_default();
        assert_eq!(text.position(cl, Encoding::Utf8), Position { line: 1, column: 7 });
        assert_eq!(text.position(cl, Encoding::Utf16), Position { line: 1, column: 5 });
        assert_eq!(text.position(cl, Encoding::Utf32), Position { line: 1, column: 4 });
    }

    #[test]
    fn positions_out_of_bounds_are_clamped() {
        let text = Text::new(MIXED);
        assert_eq!(text.byte(Position { line: 0, column: 99 }, Encoding::Utf16), "能力：过程维".len());
        assert_eq!(text.byte(Position { line: 99, column: 0 }, Encoding::Utf16), MIXED.len());
        assert_eq!(
            text.byte(Position { line: 1, column: 3 }, Encoding::Utf16),
            MIXED.find('😀').unwrap_or_default()
        );
    }

    #[test]
    fn edits_replace_bytes() {
        let mut text = Text::new("能力单元");
        text.apply(&Edit { range: 6..12, text: "模块".into() });
        assert_eq!(text.to_text(), "能力模块");
    }
}
