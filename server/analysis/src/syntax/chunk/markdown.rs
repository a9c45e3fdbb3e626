//! Where Markdown is cut: at headings, and within long sections at blank lines and top-level list items.

use super::{Cut, Scanner, State};
use crate::text::Text;

/// From how many lines on a section is cut at the next good place.
const LONG: usize = 64;
/// From how many lines on even a list of fields or a plan block is cut.
const VERY_LONG: usize = 2048;

/// Knows front matter, fences, comments, HTML blocks, ATX and setext headings.
#[derive(Debug, Default)]
pub struct MarkdownScanner;

/// What one line is to the scanner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line {
    Blank,
    Heading,
    Underline,
    Fence { mark: char, length: usize, plan: bool },
    Comment { closed: bool },
    Html,
    Item,
    Table,
    Quote,
    Text,
}

impl Scanner for MarkdownScanner {
    fn next(&self, text: &Text, start: usize, state: State) -> Cut {
        if start == 0
            && let Some(end) = front_matter_end(text)
        {
            return Cut { end, state: State::Open };
        }
        let mut state = state;
        let mut offset = start;
        let mut paragraph: Option<usize> = None;
        let mut html = false;
        let mut in_list = false;
        let mut plan_fence = false;
        let mut after_blank = false;
        for (count, line) in text.lines_from(start).enumerate() {
            let end = offset + line.len();
            match state {
                State::Fence { mark, length } => {
                    if closes_fence(&line, mark, length) {
                        state = State::Open;
                        plan_fence = false;
                    } else if count >= if plan_fence { VERY_LONG } else { LONG } && offset > start {
                        return Cut { end: offset, state };
                    }
                    (paragraph, after_blank) = (None, false);
                }
                State::Comment => {
                    if line.contains("-->") {
                        state = State::Open;
                    } else if count >= LONG && offset > start {
                        return Cut { end: offset, state };
                    }
                    (paragraph, after_blank) = (None, false);
                }
                State::Open | State::Value(_) => {
                    let kind = classify(&line);
                    let first = offset == start;
                    let indented = line.starts_with([' ', '\t']);
                    let long = count >= LONG && !first;
                    match kind {
                        Line::Heading if !first && !html => return Cut { end: offset, state },
                        Line::Underline if paragraph.is_some_and(|at| at > start) => {
                            return Cut { end: paragraph.unwrap_or(offset), state };
                        }
                        Line::Item if long && !indented => return Cut { end: offset, state },
                        Line::Blank | Line::Underline | Line::Heading => {}
                        _ if long && after_blank && !indented => return Cut { end: offset, state },
                        _ if count >= VERY_LONG && !indented && kind != Line::Table && !first => {
                            return Cut { end: offset, state };
                        }
                        _ => {}
                    }
                    match kind {
                        Line::Fence { mark, length, plan } if !html => {
                            state = State::Fence { mark, length };
                            plan_fence = plan;
                        }
                        Line::Comment { closed: false } => state = State::Comment,
                        _ => {}
                    }
                    html = match kind {
                        Line::Blank => false,
                        Line::Html => true,
                        _ => html,
                    };
                    in_list = match kind {
                        Line::Item => true,
                        Line::Blank => in_list,
                        _ if indented => in_list,
                        _ => false,
                    };
                    paragraph = match kind {
                        Line::Text if !in_list && !html => paragraph.or(Some(offset)),
                        _ => None,
                    };
                    after_blank = kind == Line::Blank;
                }
            }
            offset = end;
        }
        Cut { end: text.len(), state }
    }

    fn reaches(&self, text: &Text, end: usize, at: usize) -> bool {
        text.line_of(at) <= text.line_of(end) + DOUBTFUL + 1 && opens_front_matter(&text.line(0))
    }
}

/// Front matter may have so many lines, from its first that is no YAML to its end: a key that is being typed.
const DOUBTFUL: usize = 32;

/// The byte past the front matter, when the text begins with one. One that is not closed ends at the first line that
/// can be no YAML, so that the rest of the document is still served; a half-typed key does not end one that is closed
/// before the next blank line.
fn front_matter_end(text: &Text) -> Option<usize> {
    let mut lines = text.lines_from(0);
    let first = lines.next()?;
    if !opens_front_matter(&first) {
        return None;
    }
    let mut offset = first.len();
    let mut doubt: Option<(usize, usize)> = None;
    let mut blank = false;
    for (number, line) in lines.enumerate() {
        let bare = line.trim_end();
        if bare == "---" || bare == "..." {
            return Some(offset + line.len());
        }
        blank |= bare.is_empty();
        if !may_be_yaml(bare) {
            doubt.get_or_insert((number, offset));
        }
        if let Some((since, at)) = doubt
            && (blank || bare.starts_with('#') || number > since + DOUBTFUL)
        {
            return (since > 0).then_some(at);
        }
        offset += line.len();
    }
    match doubt {
        // Nothing below it: it is still being written.
        Some((since, at)) if text.line_start(text.line_of(at) + 1) < offset => (since > 0).then_some(at),
        Some((0, _)) => None,
        _ => Some(offset),
    }
}

pub(crate) fn opens_front_matter(line: &str) -> bool {
    line.trim_start_matches('\u{feff}').trim_end() == "---"
}

/// Whether a line may stand in front matter: blank, indented, an item, a comment or `key: value`.
fn may_be_yaml(bare: &str) -> bool {
    bare.is_empty()
        || bare.starts_with([' ', '\t', '-', ']', '}'])
        || bare.starts_with('#') && !bare.starts_with("##")
        || bare.contains(": ")
        || bare.ends_with(':')
}

fn closes_fence(line: &str, mark: char, length: usize) -> bool {
    let bare = line.trim();
    bare.len() >= length && bare.chars().all(|c| c == mark)
}

fn classify(line: &str) -> Line {
    let content = line.trim_end_matches(['\n', '\r']);
    let bare = content.trim_start_matches([' ', '\t']);
    let indent = content.len() - bare.len();
    if bare.trim_end().is_empty() {
        return Line::Blank;
    }
    let Some(first) = bare.chars().next() else { return Line::Blank };
    if matches!(first, '`' | '~') {
        let length = bare.chars().take_while(|&c| c == first).count();
        let info = &bare[length..];
        if length >= 3 && !(first == '`' && info.contains('`')) {
            return Line::Fence { mark: first, length, plan: is_plan_block(info) };
        }
    }
    if indent > 3 {
        return if is_item(bare) { Line::Item } else { Line::Text };
    }
    match first {
        '#' => {
            let level = bare.chars().take_while(|&c| c == '#').count();
            let after = bare[level..].chars().next();
            if level <= 6 && after.is_none_or(|c| c == ' ' || c == '\t') { Line::Heading } else { Line::Text }
        }
        '=' | '-' if bare.trim_end().chars().all(|c| c == first) => {
            if first == '-' && bare.trim_end().len() == 1 && indent == 0 && bare.len() > 1 {
                Line::Item
            } else {
                Line::Underline
            }
        }
        '<' if bare.starts_with("<!--") => Line::Comment { closed: bare.contains("-->") },
        '<' if bare[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') => Line::Html,
        '>' => Line::Quote,
        '|' => Line::Table,
        _ if is_item(bare) => Line::Item,
        _ => Line::Text,
    }
}

/// Whether a fence's info string marks plan fields in YAML.
#[must_use]
pub fn is_plan_block(info: &str) -> bool {
    let mut words = info.split_whitespace();
    matches!((words.next(), words.next()), (Some("yaml" | "yml"), Some("plan")))
}

fn is_item(bare: &str) -> bool {
    let mut chars = bare.chars();
    match chars.next() {
        Some('-' | '*' | '+') => matches!(chars.next(), Some(' ' | '\t') | None),
        Some(c) if c.is_ascii_digit() => {
            let rest = bare.trim_start_matches(|c: char| c.is_ascii_digit());
            rest.starts_with(". ") || rest.starts_with(") ")
        }
        _ => false,
    }
}
