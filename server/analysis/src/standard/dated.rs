//! References to the one standard that is referred to with its year (clause 2), as authors write them.

use std::ops::Range;

/// The standard whose year counts: its number and the year.
pub const DATED: (&str, &str) = ("23001", "2017");

/// What stands before the number, folded.
const ISSUER: &str = "gb/t";

/// The references in `text` to the dated standard that are not to the right year: where each stands, and the year that
/// it gives, if any.
pub fn misdated_references(text: &str) -> Vec<(Range<usize>, Option<String>)> {
    let mut found = Vec::new();
    // Nearly all prose has none.
    if !text.contains(['B', 'b', 'Ｂ', 'ｂ']) || !text.contains(['3', '３']) {
        return found;
    }
    // Blanks and line ends may stand anywhere between.
    let chars: Vec<(usize, char)> =
        text.char_indices().filter(|(_, c)| !c.is_whitespace()).map(|(at, c)| (at, narrow(c))).collect();
    let (number, right) = DATED;
    let reference: Vec<char> = ISSUER.chars().chain(number.chars()).collect();
    let mut at = 0;
    while let Some(window) = chars.get(at..at + reference.len()) {
        if !window.iter().map(|(_, c)| c).eq(&reference) {
            at += 1;
            continue;
        }
        let start = chars[at].0;
        at += reference.len();
        let digits = |from: usize| chars[from..].iter().take_while(|(_, c)| c.is_ascii_digit()).count();
        if digits(at) > 0 {
            continue;
        }
        let dashes = chars[at..].iter().take_while(|(_, c)| is_dash(*c)).count();
        let length = if dashes > 0 { digits(at + dashes) } else { 0 };
        let year: String = chars[at + dashes..at + dashes + length].iter().map(|(_, c)| c).collect();
        if length > 0 {
            at += dashes + length;
        }
        if year != right {
            let end = chars[at - 1].0;
            let end = end + text[end..].chars().next().map_or(0, char::len_utf8);
            found.push((start..end, (!year.is_empty()).then_some(year)));
        }
    }
    found
}

/// Whether a mark may stand between a standard's number and its year; the numeral 一 is typed for a dash.
fn is_dash(c: char) -> bool {
    matches!(c, '-' | '—' | '–' | '─' | '‐' | '‑' | '−' | '一' | ':')
}

/// A character of a standard's number in its narrow form and in lower case.
fn narrow(c: char) -> char {
    let narrow = match c {
        '！'..='～' => u32::from(c).checked_sub(0xFEE0).and_then(char::from_u32).unwrap_or(c),
        _ => c,
    };
    narrow.to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::misdated_references;

    #[test]
    fn a_reference_stands_where_it_is_written() {
        let found = |text: &str| -> Vec<(String, Option<String>)> {
            misdated_references(text).into_iter().map(|(at, year)| (text[at].to_owned(), year)).collect()
        };
        let year = |year: &str| Some(year.to_owned());
        assert_eq!(found("按 GB/T 23001—2017、GB/T23001-2017、ＧＢ／Ｔ ２３００１－２０１７ 运行"), []);
        assert_eq!(found("GB/T 230011、GB/T 123001、T/AIITRE 20001、23001"), []);
        assert_eq!(found("😀按GB/T 23001，"), [("GB/T 23001".to_owned(), None)]);
        assert_eq!(found("按 gb/t 23001—\r\n2013。"), [("gb/t 23001—\r\n2013".to_owned(), year("2013"))]);
        assert_eq!(found("GB/T 23001—2017 与 GB/T 23001 —"), [("GB/T 23001".to_owned(), None)]);
        assert_eq!(
            found("ＧＢ／Ｔ ２３００１：２０１３"),
            [("ＧＢ／Ｔ ２３００１：２０１３".to_owned(), year("2013"))]
        );
    }
}
