//! Lines of a text: where they begin, what they hold, how they end.

use std::ops::Range;

use crate::text::Text;

/// The bytes of a line without its line break.
pub(super) fn content(text: &Text, line: usize) -> Range<usize> {
    let start = text.line_start(line);
    let length = text.line(line).trim_end_matches(['\n', '\r']).len();
    start..start + length
}

/// A line without its line break.
pub(super) fn line(text: &Text, line: usize) -> String {
    text.slice(content(text, line)).into_owned()
}

/// Whether a line is blank; what lies behind the text is.
pub(super) fn is_blank(text: &Text, line: usize) -> bool {
    line >= text.lines() || text.line(line).trim().is_empty()
}

/// The line break that the text uses.
pub(crate) fn line_break(text: &Text) -> &'static str {
    let first = text.line(0);
    if first.ends_with("\r\n") || !first.ends_with('\n') && text.line(1).ends_with("\r\n") {
        "\r\n"
    } else {
        "\n"
    }
}

/// Where whole lines are put in behind a line, and the lines as text: a last line without a break gets one first.
pub(super) fn below(text: &Text, after: usize, lines: &str) -> (usize, String) {
    let end = content(text, after).end;
    let next = text.line_start(after + 1);
    let eol = line_break(text);
    if end == next {
        // The last line has no line break.
        (end, format!("{eol}{}", lines.strip_suffix(eol).unwrap_or(lines)))
    } else {
        (next, lines.to_owned())
    }
}
