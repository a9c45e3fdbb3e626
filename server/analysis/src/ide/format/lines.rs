//! The ends of lines and of the text, and which lines are not to be touched: those of fences, comments, HTML and block
//! scalars.

use std::borrow::Cow;
use std::ops::Range;

use super::FormatStyle;
use crate::model::build::{Document, Surface};
use crate::syntax::markdown::Block;
use crate::text::{Edit, Text};

/// What lines of Markdown stand in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Text,
    Fence(char, usize),
    Comment,
    Html,
}

/// For each line of a document whether its end may be changed.
pub(super) fn open(document: &Document) -> Vec<bool> {
    let text = document.text();
    let mut open = vec![false; text.lines()];
    match document.surface {
        Surface::Yaml => yaml(text, 0..text.lines(), &mut open),
        Surface::Markdown => {
            markdown(text, &mut open);
            for id in document.chunks().ids() {
                let start = document.chunks().range(id).map_or(0, |range| range.start);
                for block in document.blocks(id) {
                    if let Block::Plan { text: fields, .. } = block {
                        let first = text.line_of(start + fields.start);
                        let last = text.line_of(start + fields.end);
                        yaml(text, first..last, &mut open);
                    }
                }
            }
        }
    }
    open
}

/// The lines of a text from one on; the last may be empty.
fn lines_from(text: &Text, first: usize) -> impl Iterator<Item = Cow<'_, str>> {
    text.lines_from(text.line_start(first)).chain(std::iter::once(Cow::Borrowed("")))
}

fn markdown(text: &Text, open: &mut [bool]) {
    let mut inside = Inside::Text;
    for (content, open) in lines_from(text, 0).zip(open.iter_mut()) {
        let bare = content.trim();
        *open = false;
        match inside {
            Inside::Fence(mark, length) => {
                if bare.len() >= length && bare.chars().all(|c| c == mark) {
                    inside = Inside::Text;
                }
            }
            Inside::Comment => {
                if bare.contains("-->") {
                    inside = Inside::Text;
                }
            }
            Inside::Html if bare.is_empty() => inside = Inside::Text,
            Inside::Html => {}
            Inside::Text => {
                let unlisted = bare.trim_start_matches(['-', '*', '+', ' ', '>']);
                let mark = unlisted.chars().next().unwrap_or(' ');
                let length = unlisted.chars().take_while(|c| *c == mark).count();
                if matches!(mark, '`' | '~') && length >= 3 {
                    inside = Inside::Fence(mark, length);
                } else if bare.contains("<!--") {
                    if bare.rfind("<!--") > bare.rfind("-->") {
                        inside = Inside::Comment;
                    }
                } else if bare.starts_with('<') {
                    inside = Inside::Html;
                } else {
                    // An indented line may be code.
                    *open = !content.starts_with(['\t']) && !content.starts_with("    ") || bare.is_empty();
                }
            }
        }
    }
}

/// Lines of YAML: all but those of block scalars and of scalars in quotation marks that go on.
fn yaml(text: &Text, lines: Range<usize>, open: &mut [bool]) {
    let mut block: Option<usize> = None;
    for (line, content) in lines.clone().zip(lines_from(text, lines.start)) {
        let bare = content.trim();
        let indent = content.len() - content.trim_start().len();
        let inside = block.is_some_and(|above| bare.is_empty() || indent > above);
        if !inside {
            let value = bare.split(" #").next().unwrap_or(bare).trim_end();
            let mark = value.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+'));
            block = mark.ends_with(['|', '>']).then_some(indent);
        }
        if let Some(open) = open.get_mut(line) {
            *open = !inside;
        }
    }
}

/// Takes the blanks from the ends of lines; what breaks a line in Markdown stays.
pub(super) fn trailing(document: &Document, asked: Range<usize>, may: impl Fn(usize) -> bool) -> Vec<Edit> {
    let lines = document.text();
    let mut edits = Vec::new();
    for line in asked {
        let whole = lines.line(line);
        let content = whole.trim_end_matches(['\n', '\r']);
        let bare = content.trim_end_matches([' ', '\t']);
        if bare.len() == content.len() {
            continue;
        }
        let breaks = document.surface == Surface::Markdown
            && content.ends_with("  ")
            && !bare.is_empty()
            && !bare.starts_with('#')
            && !lines.line(line + 1).trim().is_empty();
        if !breaks && may(line) {
            let start = lines.line_start(line);
            edits.push(Edit { range: start + bare.len()..start + content.len(), text: String::new() });
        }
    }
    edits
}

/// Gives the text the end that is asked for; nothing where its last line is not to be touched.
pub(super) fn end(text: &Text, style: FormatStyle, open: &[bool]) -> Option<Edit> {
    // As many lines from the end as are empty, and the one above them.
    let mut first = text.lines().saturating_sub(1);
    while first > 0 && text.line(first).trim_matches(['\n', '\r']).is_empty() {
        first -= 1;
    }
    let start = text.line_start(first);
    let tail = text.slice(start..text.len());
    let bare = tail.trim_end_matches(['\n', '\r']);
    let is_blank = bare.trim().is_empty() && text.slice(0..start).trim().is_empty();
    if is_blank || !open.last().copied().unwrap_or_default() {
        return None;
    }
    let eol = crate::rules::line_break(text);
    let breaks = &tail[bare.len()..];
    let first = if breaks.starts_with("\r\n") { 2 } else { breaks.len().min(1) };
    let kept = match (style.final_newline, style.trim_final) {
        (true, _) if breaks.is_empty() => eol,
        (_, true) => &breaks[..first],
        _ => breaks,
    };
    (kept != breaks).then(|| Edit { range: start + bare.len()..text.len(), text: kept.to_owned() })
}
