//! YAML as it is written: where a block ends, what a flow collection holds, how a scalar is quoted.

use std::ops::Range;

use super::geometry::{content, is_blank, line};
use crate::text::Text;

/// A scalar as YAML wants it: plain where it may be, else in double quotation marks.
pub(crate) fn scalar(text: &str, flow: bool) -> String {
    if is_plain(text, flow) { text.to_owned() } else { quoted(text) }
}

/// Whether a source says in so many signs that there is no value.
pub(super) fn is_empty(source: &str) -> bool {
    matches!(source.trim(), "~" | "null" | "Null" | "NULL" | "\"\"" | "''" | "[]")
}

/// A text in double quotation marks.
pub(in crate::rules) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A new text quoted as the old source was.
pub(super) fn requoted(source: &str, text: &str, flow: bool) -> String {
    match source.chars().next() {
        Some('\'') if source.len() > 1 && source.ends_with('\'') => format!("'{}'", text.replace('\'', "''")),
        Some('"') if source.len() > 1 && source.ends_with('"') => quoted(text),
        _ => scalar(text, flow),
    }
}

fn is_plain(text: &str, flow: bool) -> bool {
    let first = text.chars().next();
    let starts = first.is_some_and(|c| !"[]{}@`%*&!|>'\"#,?".contains(c)) && !text.starts_with("- ");
    let inside = !text.contains(": ") && !text.ends_with(':') && !text.contains(" #") && !text.contains('\n');
    let flow_safe = !flow || !text.contains([',', '[', ']', '{', '}']);
    let word = matches!(text.to_ascii_lowercase().as_str(), "true" | "false" | "null" | "~" | "yes" | "no");
    starts && inside && flow_safe && !word && text.trim() == text
}

/// The indentation of a line's first key in bytes, dashes counted as blanks.
pub(super) fn column(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '-']).len()
}

/// The last line of the block that a key at `column` opens in `first`: deeper lines, and items and closing brackets at
/// its own column.
pub(super) fn block_end(text: &Text, first: usize, column: usize) -> usize {
    let mut last = first;
    for at in first + 1..text.lines() {
        if is_blank(text, at) {
            continue;
        }
        let content = line(text, at);
        let indent = content.len() - content.trim_start_matches(' ').len();
        let bare = &content[indent..];
        let own = bare.starts_with("- ") || bare.starts_with([']', '}']);
        if indent < column || indent == column && !own {
            break;
        }
        last = at;
    }
    last
}

/// Whether the plain scalar at these bytes goes on in the next line, which is deeper than what holds it.
pub(super) fn goes_on(text: &Text, range: &std::ops::Range<usize>) -> bool {
    let (first, last) = (text.line_of(range.start), text.line_of(range.end));
    if first != last {
        return true;
    }
    if !text.slice(range.end..content(text, last).end).trim().is_empty() {
        return false;
    }
    let own = line(text, first);
    let before = text.slice(text.line_start(first)..range.start);
    let holder = if before.trim_matches([' ', '-']).is_empty() {
        before.rfind('-').unwrap_or(0)
    } else {
        column(&own)
    };
    let next = (last + 1..text.lines()).find(|at| !is_blank(text, *at)).map(|at| line(text, at).to_string());
    next.is_some_and(|next| {
        let bare = next.trim_start();
        next.len() - bare.len() > holder && !bare.starts_with('#')
    })
}

/// The bracket that is open around byte `at`, read from byte `from`, where none is.
pub(super) fn open_bracket(text: &Text, from: usize, at: usize) -> Option<usize> {
    brackets(text, from, |offset, _, _| offset >= at).0.pop()
}

/// Reads brackets from byte `from` on until `done` says so at a byte with its character and the depth before it:
/// those open then, and the byte.
fn brackets(
    text: &Text,
    from: usize,
    mut done: impl FnMut(usize, char, usize) -> bool,
) -> (Vec<usize>, Option<usize>) {
    // Line by line: mostly the end comes soon, and the text may be long.
    let end = text.line_start(text.line_of(from) + 1).max(from);
    let lines = std::iter::once(text.slice(from..end)).chain(text.lines_from(end));
    let mut at = from;
    let mut open: Vec<usize> = Vec::new();
    let mut quote: Option<char> = None;
    // Whether a value may begin here: behind a dash, colon, comma or bracket, or where a line begins.
    let (mut may_begin, mut comment, mut last) = (true, false, '\n');
    // Whether an anchor or a tag stands before it, behind which it still may.
    let mut property = false;
    let characters = lines.flat_map(|line| line.chars().collect::<Vec<_>>());
    for c in characters {
        let here = at;
        at += c.len_utf8();
        comment |= quote.is_none() && c == '#' && last.is_whitespace();
        if !comment
            && done(here, c, open.len())
            && (quote.is_none() || !matches!(c, '[' | '{' | ']' | '}' | ','))
        {
            return (open, Some(here));
        }
        match (quote, c) {
            (Some(mark), _) => {
                if c == mark && !(mark == '"' && last == '\\') {
                    quote = None;
                }
            }
            (None, '\n') => (may_begin, comment, property) = (true, false, false),
            (None, _) if comment => {}
            (None, '&' | '!') if may_begin => (property, may_begin) = (true, false),
            (None, '"' | '\'') if may_begin => (quote, may_begin) = (Some(c), false),
            (None, '[' | '{') if may_begin || !open.is_empty() => {
                open.push(here);
                may_begin = true;
            }
            (None, ']' | '}') => {
                open.pop();
                may_begin = false;
            }
            (None, ',') if !open.is_empty() => may_begin = true,
            (None, ' ' | '\r') => {
                may_begin |= property || matches!(last, ':' | '-');
                property = false;
            }
            _ => may_begin = false,
        }
        last = c;
    }
    (open, None)
}

/// The byte of the bracket that closes the one at `open`.
pub(super) fn closing(text: &Text, open: usize) -> Option<usize> {
    brackets(text, open, |_, c, depth| depth == 1 && matches!(c, ']' | '}')).1
}

/// The end of the value that begins at byte `at` in the flow collection that opens at `open`.
pub(super) fn value_end(text: &Text, open: usize, at: usize) -> Option<usize> {
    let end = |offset, c, depth| offset >= at && depth == 1 && matches!(c, ',' | '}' | ']');
    let value = text.slice(at..brackets(text, open, end).1?).into_owned();
    Some(at + value.split(" #").next().unwrap_or_default().trim_end().len())
}

/// More parts put into a flow collection behind its last one: what is replaced, and by what. Where a comment stands
/// behind that one, or the parts have lines of their own, each gets a line of its own.
pub(super) fn put_in(text: &Text, open: usize, close: usize, added: &[String]) -> (Range<usize>, String) {
    let (mut end, mut last, mut first) = (open + 1, None, None);
    brackets(text, open, |at, c, _| {
        if open < at && at < close && !c.is_whitespace() {
            (end, last) = (at + c.len_utf8(), Some(c));
            first.get_or_insert(at);
        }
        at >= close
    });
    let comma = last == Some(',');
    let tail = text.slice(end..close).into_owned();
    let opening = text.line_of(open);
    let spread = first.is_some_and(|first| text.line_of(first) > opening);
    if last.is_none() || !tail.contains('\n') || !spread && !tail.contains('#') {
        let separator = match last {
            None => "",
            Some(',') => " ",
            Some(_) => ", ",
        };
        return (end..end, format!("{separator}{}", added.join(", ")));
    }
    let kept = tail.trim_end();
    let own = text.line_of(end - 1);
    let indent = line(text, own);
    let blank = if own == opening {
        " ".repeat(column(&indent) + 2)
    } else {
        indent[..indent.len() - indent.trim_start().len()].to_owned()
    };
    let (before, behind) = if comma { ("", ",") } else { (",", "") };
    let eol = super::geometry::line_break(text);
    let added = added.join(&format!(",{eol}{blank}"));
    (end..end + kept.len(), format!("{before}{kept}{eol}{blank}{added}{behind}"))
}

/// How many blanks an inner block stands deeper, by the first block of the text that has one; else two.
pub(super) fn step(text: &Text) -> usize {
    let mut above = 0;
    for at in 0..text.lines().min(400) {
        let content = line(text, at);
        if content.trim().is_empty() || content.trim_start().starts_with('#') {
            continue;
        }
        let indent = content.len() - content.trim_start_matches(' ').len();
        if indent > above && !content.trim_start().starts_with('-') {
            let step = indent - above;
            if (1..=8).contains(&step) {
                return step;
            }
        }
        above = column(&content);
    }
    2
}

/// Whether a block list below a key stands deeper than the key, as the text mostly has it; else at the same column.
pub(super) fn deeper_lists(text: &Text) -> bool {
    for at in 1..text.lines().min(400) {
        let (above, own) = (line(text, at - 1), line(text, at));
        if above.trim_end().ends_with(':') && own.trim_start().starts_with("- ") {
            let indent = own.len() - own.trim_start().len();
            return indent > column(&above);
        }
    }
    true
}

/// The column of a byte in its line.
pub(super) fn column_of(text: &Text, at: usize) -> usize {
    at - content(text, text.line_of(at)).start
}
