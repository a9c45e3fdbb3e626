//! Lists as a document writes them: what stands before an item's text, how it is counted on, and how deep it stands.

use super::geometry::{is_blank, line};
use crate::text::Text;

/// What stands before an item's text: quotation marks and indentation, its sign or number, blanks, and an empty check
/// box where it has one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lead {
    before: String,
    mark: Mark,
    behind: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Sign(char),
    Number(u32),
    Circled(u32),
}

impl Lead {
    /// An item of a list that goes by no other.
    pub(super) fn plain() -> Self {
        Self { before: String::new(), mark: Mark::Sign('-'), behind: " ".to_owned() }
    }

    /// Of a line that begins an item: `- `, `2. `, `（1）`, `1）`, `①`.
    pub(super) fn of(line: &str) -> Option<Self> {
        let inner = line.trim_start_matches([' ', '\t', '>']);
        let rest = inner.strip_prefix(['（', '(']).unwrap_or(inner);
        let open = rest.len() < inner.len();
        let tail = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let number = rest[..rest.len() - tail.len()].parse().ok();
        let sign = tail.chars().next()?;
        let behind = &tail[sign.len_utf8()..];
        let blank = behind.starts_with([' ', '\t']);
        let (mark, from) = match (number, sign) {
            (None, '-' | '*' | '+') if !open && blank => (Mark::Sign(sign), behind),
            (Some(number), '.') if !open && blank => (Mark::Number(number), tail),
            (Some(number), ')' | '）') => (Mark::Number(number), tail),
            (None, '①'..='⑳') if !open => (Mark::Circled(u32::from(sign) - u32::from('①') + 1), behind),
            _ => return None,
        };
        let blanks = behind.len() - behind.trim_start().len();
        let kept = &from[..from.len() - behind.len() + blanks];
        let boxed = ["[ ]", "[x]", "[X]"].iter().any(|check| behind[blanks..].starts_with(check));
        let box_of = if boxed { "[ ] " } else { "" };
        let before = line[..line.len() - rest.len()].to_owned();
        Some(Self { before, mark, behind: format!("{kept}{box_of}") })
    }

    /// The first item of another list of this kind, at the margin.
    pub(super) fn first(mut self) -> Self {
        self.before = self.before.trim_start_matches([' ', '\t', '>']).to_owned();
        self.mark = match self.mark {
            Mark::Sign(sign) => Mark::Sign(sign),
            Mark::Number(_) => Mark::Number(1),
            Mark::Circled(_) => Mark::Circled(1),
        };
        self
    }

    /// Whether a list counts on from an item to this one; Markdown lets all have the same number.
    pub(super) fn counts_on(&self, before: &Self) -> bool {
        self.mark != before.mark
    }

    /// The item behind it.
    pub(super) fn next(mut self) -> Self {
        self.mark = match self.mark {
            Mark::Sign(sign) => Mark::Sign(sign),
            Mark::Number(number) => Mark::Number(number.saturating_add(1)),
            Mark::Circled(number) => Mark::Circled(number + 1),
        };
        self
    }
}

impl std::fmt::Display for Lead {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { before, mark, behind } = self;
        match mark {
            Mark::Sign(sign) => write!(out, "{before}{sign}{behind}"),
            Mark::Number(number) => write!(out, "{before}{number}{behind}"),
            // There are twenty.
            Mark::Circled(number @ 1..=20) => match char::from_u32(u32::from('①') + number - 1) {
                Some(sign) => write!(out, "{before}{sign}{behind}"),
                None => Ok(()),
            },
            Mark::Circled(number) => write!(out, "{before}{number}）{behind}"),
        }
    }
}

/// The last line of the item whose own text is in the lines `first..=last`: what stands deeper below it belongs to it.
/// Nothing from line `end` on does.
pub(super) fn item_end(text: &Text, first: usize, last: usize, end: usize) -> usize {
    let own = line(text, first);
    if Lead::of(&own).is_none() {
        return last;
    }
    let inner = |at: &usize| is_blank(text, *at) || depth(&line(text, *at)) > depth(&own);
    let inside = (last + 1..end).take_while(inner).filter(|at| !is_blank(text, *at));
    inside.last().unwrap_or(last)
}

/// How deep a line is indented, within quotation marks.
pub(super) fn depth(line: &str) -> usize {
    let inner = line.trim_start_matches('>');
    let inner = if inner.len() < line.len() { inner.strip_prefix(' ').unwrap_or(inner) } else { inner };
    inner.len() - inner.trim_start().len()
}
