//! Texts compared character by character, whatever their width, spaces and quotation marks, with the way back to the
//! places in the text as it was written.

use std::ops::Range;

use crate::model::{Span, Word};
use crate::standard::{matched_as, normalize};

/// A text as it is compared: normalised, without spaces, all quotation marks alike.
#[derive(Debug)]
pub(super) struct Folded {
    /// The characters.
    pub(super) chars: Vec<char>,
    /// The bytes of the written text that each stands for.
    bytes: Vec<Range<usize>>,
}

impl Folded {
    /// Folds a text.
    pub(super) fn new(text: &str) -> Self {
        let length = text.len() / 2;
        let mut made = Self { chars: Vec::with_capacity(length), bytes: Vec::with_capacity(length) };
        let mut buffer = [0; 4];
        for (at, c) in text.char_indices().filter(|(_, c)| !c.is_whitespace()) {
            if let Some(folded) = matched_as(c) {
                made.chars.push(if folded == '\'' { '"' } else { folded });
                made.bytes.push(at..at + c.len_utf8());
                continue;
            }
            for folded in normalize(c.encode_utf8(&mut buffer)).chars() {
                made.chars.push(if folded == '\'' { '"' } else { folded });
                made.bytes.push(at..at + c.len_utf8());
            }
        }
        made
    }

    /// The bytes of the written text that some of the characters stand for.
    pub(super) fn written(&self, chars: Range<usize>) -> Option<Range<usize>> {
        let part = self.bytes.get(chars)?;
        Some(part.first()?.start..part.last()?.end)
    }

    /// The first place of a sequence at or after a character.
    pub(super) fn find(&self, wanted: &[char], from: usize) -> Option<Range<usize>> {
        let rest = self.chars.get(from..)?;
        if wanted.is_empty() || wanted.len() > rest.len() {
            return None;
        }
        let first = wanted[0];
        let mut windows = rest.windows(wanted.len());
        let at = windows.position(|window| window[0] == first && window == wanted)?;
        Some(from + at..from + at + wanted.len())
    }
}

/// The place of a part of a text. Where citations or line ends were taken out of the text, parts of it have no place of
/// their own, and the whole stands for them.
pub(super) fn within(word: &Word, part: Range<usize>) -> Span {
    let narrow = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let verbatim = (word.span.end - word.span.start) as usize == word.text.len();
    if !verbatim {
        return word.span;
    }
    Span { start: word.span.start + narrow(part.start), end: word.span.start + narrow(part.end), ..word.span }
}

/// Where one text departs from the place in another that it is most like.
#[derive(Debug)]
pub(super) struct Alignment {
    /// The characters of the other text that it stands beside.
    pub(super) range: Range<usize>,
    /// The characters of the other text, or the gaps before them, where the two differ.
    pub(super) edits: Vec<usize>,
}

/// Lays a text beside the part of another that it is most like, with as few changed, added and left out characters as
/// can be.
pub(super) fn align(text: &[char], other: &[char]) -> Alignment {
    let width = other.len() + 1;
    // costs[i][j]: the least cost of the first i characters, ending before the other's character j; it may begin anywhere.
    let mut costs = vec![0_usize; (text.len() + 1) * width];
    for (i, c) in text.iter().enumerate() {
        costs[(i + 1) * width] = i + 1;
        for (j, o) in other.iter().enumerate() {
            let change = costs[i * width + j] + usize::from(c != o);
            let add = costs[i * width + j + 1] + 1;
            let leave = costs[(i + 1) * width + j] + 1;
            costs[(i + 1) * width + j + 1] = change.min(add).min(leave);
        }
    }
    let last = text.len() * width;
    let end = (0..width).min_by_key(|j| costs[last + j]).unwrap_or(0);
    let (mut i, mut j, mut edits) = (text.len(), end, Vec::new());
    while i > 0 {
        let cost = costs[i * width + j];
        let same = j > 0 && text[i - 1] == other[j - 1];
        if same && cost == costs[(i - 1) * width + j - 1] {
            (i, j) = (i - 1, j - 1);
        } else if j > 0 && cost == costs[(i - 1) * width + j - 1] + 1 {
            (i, j) = (i - 1, j - 1);
            edits.push(j);
        } else if cost == costs[(i - 1) * width + j] + 1 {
            i -= 1;
            edits.push(j);
        } else {
            j -= 1;
            edits.push(j);
        }
    }
    Alignment { range: j..end, edits }
}
