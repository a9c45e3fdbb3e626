//! From byte to byte through a piece of text, with the line and column of each: the whole way costs one reading.

use super::{Encoding, Position, narrow};

/// A place in a text that begins a line.
#[derive(Debug)]
pub struct Walk<'a> {
    text: &'a str,
    encoding: Encoding,
    byte: usize,
    at: Position,
}

impl<'a> Walk<'a> {
    /// At the text's start.
    #[must_use]
    pub fn new(text: &'a str, encoding: Encoding) -> Self {
        Self { text, encoding, byte: 0, at: Position { line: 0, column: 0 } }
    }

    /// Goes on to a byte that is not before the last one; one inside a character or past the end is moved down to where it
    /// may stand.
    pub fn to(&mut self, byte: usize) -> Position {
        let byte = self.text.floor_char_boundary(byte).max(self.byte);
        let passed = &self.text[self.byte..byte];
        let mut line_from = None;
        for found in memchr::memchr2_iter(b'\n', b'\r', passed.as_bytes()) {
            let end = self.byte + found + 1;
            // CR LF is one line break, told by its LF.
            if self.text.as_bytes()[end - 1] == b'\n' || self.text.as_bytes().get(end) != Some(&b'\n') {
                self.at = Position { line: self.at.line + 1, column: 0 };
                line_from = Some(found + 1);
            }
        }
        let passed = &passed[line_from.unwrap_or(0)..];
        self.at.column += narrow(match self.encoding {
            Encoding::Utf8 => passed.len(),
            Encoding::Utf16 => passed.encode_utf16().count(),
            Encoding::Utf32 => passed.chars().count(),
        });
        self.byte = byte;
        self.at
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Text;

    #[test]
    fn a_walk_comes_by_the_positions_that_the_text_has() {
        let text = "能力：😀维\r\n- CL3\r\re\u{301}末\n\n\r\n尾";
        let whole = Text::new(text);
        for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
            for step in 1..6 {
                let mut walk = Walk::new(text, encoding);
                for byte in (0..text.len() + 9).step_by(step) {
                    // Between CR and LF the rope counts on in the line, as nobody may stand there.
                    if text.get(byte.saturating_sub(1)..=byte) != Some("\r\n") {
                        assert_eq!(
                            walk.to(byte),
                            whole.position(byte, encoding),
                            "{encoding:?} {step} {byte}"
                        );
                    }
                }
            }
        }
    }
}
