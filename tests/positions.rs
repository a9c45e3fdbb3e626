//! Text, bytes and positions, held against an implementation that is plain and slow, in every encoding.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::ops::Range;

use capplan_analysis::text::{Edit, Encoding, Position, Text};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::RngSeed;

const ENCODINGS: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];

/// What texts are made of: every width of UTF-8 and UTF-16, every line break, and what looks like one and is none.
const PIECES: [&str; 18] = [
    "a",
    "\n",
    "\r\n",
    "\r",
    "能力单元",
    "😀",
    "e\u{301}",
    "👩‍🏭",
    "\u{feff}",
    "\0",
    "é",
    "—",
    "\t",
    "\u{2028}",
    "\u{85}",
    "\u{b}",
    "- 组织边界：计划部、车间\n",
    "𠮷",
];

fn text() -> impl Strategy<Value = String> {
    // Long ones too, so that the rope has more than one leaf.
    let pieces =
        |most: usize| prop::collection::vec(select(&PIECES[..]), 0..most).prop_map(|pieces| pieces.concat());
    prop_oneof![6 => pieces(12), 1 => pieces(1_500)]
}

/// The lines of a text: each one's bytes, and how many of them are its line break.
fn lines(text: &str) -> Vec<(Range<usize>, usize)> {
    let bytes = text.as_bytes();
    let (mut lines, mut start, mut at) = (Vec::new(), 0, 0);
    while at < bytes.len() {
        let wide = match (bytes[at], bytes.get(at + 1)) {
            (b'\r', Some(b'\n')) => 2,
            (b'\r' | b'\n', _) => 1,
            _ => 0,
        };
        at += wide.max(1);
        if wide > 0 {
            lines.push((start..at, wide));
            start = at;
        }
    }
    lines.push((start..at, 0));
    lines
}

fn width(c: char, encoding: Encoding) -> usize {
    match encoding {
        Encoding::Utf8 => c.len_utf8(),
        Encoding::Utf16 => c.len_utf16(),
        Encoding::Utf32 => 1,
    }
}

fn floor(text: &str, byte: usize) -> usize {
    (0..=byte.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap()
}

fn position(text: &str, byte: usize, encoding: Encoding) -> Position {
    let byte = floor(text, byte);
    let lines = lines(text);
    let line = lines.iter().rposition(|(range, _)| range.start <= byte).unwrap();
    let column: usize = text[lines[line].0.start..byte].chars().map(|c| width(c, encoding)).sum();
    Position { line: u32::try_from(line).unwrap(), column: u32::try_from(column).unwrap() }
}

fn byte(text: &str, position: Position, encoding: Encoding) -> usize {
    let lines = lines(text);
    let Some((range, wide)) = lines.get(position.line as usize) else { return text.len() };
    let mut left = position.column as usize;
    let mut at = range.start;
    for c in text[range.start..range.end - wide].chars() {
        let Some(rest) = left.checked_sub(width(c, encoding)) else { break };
        left = rest;
        at += c.len_utf8();
    }
    at
}

fn same(rope: &Text, text: &str) -> Result<(), TestCaseError> {
    prop_assert_eq!(rope.to_text(), text);
    prop_assert_eq!(rope.len(), text.len());
    let lines = lines(text);
    prop_assert_eq!(rope.lines(), lines.len());
    for (number, (range, _)) in lines.iter().enumerate() {
        prop_assert_eq!(rope.line(number), &text[range.clone()]);
        prop_assert_eq!(rope.line_start(number), range.start);
        prop_assert_eq!(rope.line_of(range.start), number);
    }
    prop_assert_eq!(rope.line_start(lines.len()), text.len());
    let from = lines[lines.len() / 2].0.start;
    prop_assert_eq!(rope.lines_from(from).collect::<String>(), &text[from..]);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::default() })]

    #[test]
    fn positions_are_those_of_the_plain_implementation(
        text in text(),
        bytes in prop::collection::vec(any::<prop::sample::Index>(), 1..8),
        asked in prop::collection::vec((0u32..12, 0u32..20), 1..8),
        far in select(&[u32::MAX, 1 << 16, 4_000][..]),
    ) {
        let rope = Text::new(&text);
        same(&rope, &text)?;
        for encoding in ENCODINGS {
            // Every byte, those inside characters and between CR and LF among them, and some behind the end.
            for at in bytes.iter().map(|at| at.index(text.len() + 3)).chain([0, text.len()]) {
                let place = position(&text, at, encoding);
                prop_assert_eq!(rope.position(at, encoding), place, "{:?} {}", encoding, at);
                prop_assert_eq!(rope.byte(place, encoding), byte(&text, place, encoding));
                prop_assert_eq!(rope.floor(at), floor(&text, at));
            }
            for (line, column) in asked.iter().copied().chain([(0, far), (far, 0), (far, far)]) {
                let place = Position { line, column };
                prop_assert_eq!(rope.byte(place, encoding), byte(&text, place, encoding), "{:?} {:?}", encoding, place);
            }
        }
    }

    #[test]
    fn edits_do_to_a_text_what_they_do_to_a_string(
        text in text(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0usize..60, text_of_an_edit()), 1..6),
    ) {
        let (mut rope, mut text) = (Text::new(&text), text);
        for (at, length, new) in edits {
            let at = at.index(text.len() + 3);
            let range = floor(&text, at)..floor(&text, at + length);
            text.replace_range(range.clone(), &new);
            let replaced = rope.apply(&Edit { range: at..at + length, text: new });
            prop_assert_eq!(replaced, range);
            same(&rope, &text)?;
        }
    }
}

fn text_of_an_edit() -> impl Strategy<Value = String> {
    prop::collection::vec(select(&PIECES[..]), 0..4).prop_map(|pieces| pieces.concat())
}
