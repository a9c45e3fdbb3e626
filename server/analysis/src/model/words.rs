//! Texts taken apart: values split, cut and cleaned; statuses, placeholders and waivers recognised.

use std::ops::Range;

use crate::schema::Type;
use crate::standard::{Match, OwnWords, TermSet};

/// Words with which a measure says that its topic does not apply: 中文, English.
pub const WAIVER_WORDS: [&str; 2] = ["不适用", "not applicable"];
/// Whole values that stand for nothing yet.
const PLACEHOLDERS: [&str; 12] =
    ["todo", "tbd", "fixme", "xxx", "待填写", "待填", "待定", "待补充", "待明确", "…", "……", "..."];

/// Whether a longer text still holds a placeholder: a word that is nothing else, or a template's braces.
pub(crate) fn mentions_placeholder(text: &str) -> bool {
    let latin = |word: &str| matches!(word, "TODO" | "TBD" | "FIXME");
    text.contains("{{") && text.contains("}}")
        || ["待填写", "待补充", "待明确"].iter().any(|word| text.contains(word))
        || text.split(|c: char| !c.is_ascii_alphanumeric()).any(latin)
}

/// Whether a text begins with a placeholder's word and goes on with what is to be written: `待填写：主数据`.
fn announces(text: &str) -> bool {
    let Some(at) = text.find(['：', ':']) else { return false };
    let word = text[..at].trim();
    word.chars().any(char::is_alphabetic) && PLACEHOLDERS.iter().any(|known| word.eq_ignore_ascii_case(known))
}

/// Whether a whole value is a placeholder, alone or with what it stands for behind a colon.
#[must_use]
pub fn is_placeholder(text: &str) -> bool {
    let bare = text
        .trim()
        .trim_matches(['[', ']', '【', '】', '<', '>', '《', '》', '（', '）', '(', ')', '*', '_', '。']);
    let bare = bare.trim();
    if bare.is_empty() {
        return !text.trim().is_empty() && text.trim().chars().any(|c| c == '[' || c == '【');
    }
    bare.starts_with("{{") && bare.ends_with("}}")
        || announces(bare)
        || PLACEHOLDERS.iter().any(|word| bare.eq_ignore_ascii_case(word))
        || bare.chars().all(|c| matches!(c, '…' | '.' | '·' | '?' | '？'))
}

/// A value's parts as its type says: texts and ids at `、，,；;/` and `<br>`, levels at an arrow. What `own` knows as one word
/// stays one.
pub(super) fn split_value(text: &str, range: Range<usize>, ty: Type, own: &OwnWords) -> Vec<Range<usize>> {
    let parts = match ty {
        Type::Levels => split_at(text, range, &["→", "->", "=>", "⇒", "—>", "至", "到"]),
        Type::Citations | Type::Records(_) | Type::Entities(_) => vec![range],
        ty if ty.is_list() => {
            let coarse = split_at(text, range, &["、", "，", ",", "；", ";", "<br>", "<br/>", "<br />"]);
            let set = match ty {
                Type::Terms(set) => Some(set),
                _ => None,
            };
            coarse
                .into_iter()
                .flat_map(|part| {
                    let parts = split_at(text, part.clone(), &["/"]);
                    // Names of benefits have slashes; what is several of them is split all the same.
                    let whole = set.is_some_and(|set| {
                        let known = |part: &Range<usize>| {
                            !matches!(own.lookup(set, &text[trim(text, part.clone())]), Match::None)
                        };
                        known(&part) || set == TermSet::Benefit && !parts.iter().all(known)
                    });
                    if whole { vec![part] } else { parts }
                })
                .collect()
        }
        _ => vec![range],
    };
    parts.into_iter().map(|part| trim(text, part)).filter(|part| !part.is_empty()).collect()
}

/// Whether a text is one value of a field of this type: it is not split.
pub(crate) fn is_whole_value(text: &str, ty: Type, own: &OwnWords) -> bool {
    matches!(split_value(text, 0..text.len(), ty, own).as_slice(), [only] if text[only.clone()] == *text.trim())
}

fn split_at(text: &str, range: Range<usize>, separators: &[&str]) -> Vec<Range<usize>> {
    let raw = &text[range.clone()];
    let mut parts = Vec::new();
    let (mut start, mut at) = (0, 0);
    while at < raw.len() {
        let rest = &raw[at..];
        if let Some(separator) = separators.iter().find(|separator| rest.starts_with(**separator)) {
            parts.push(range.start + start..range.start + at);
            at += separator.len();
            start = at;
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    parts.push(range.start + start..range.end);
    parts
}

/// Shrinks a range to its text without white space and Markdown emphasis around it.
pub(super) fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let raw = &text[range.clone()];
    let blank = |c: char| c.is_whitespace() || matches!(c, '*' | '`' | '\u{feff}');
    let lead = raw.len() - raw.trim_start_matches(blank).len();
    let body = raw.trim_matches(blank);
    if body.is_empty() {
        range.start..range.start
    } else {
        range.start + lead..range.start + lead + body.len()
    }
}

/// The ranges of HTML comments in a text.
pub(super) fn comments(raw: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = raw[at..].find("<!--") {
        let start = at + start;
        let end = raw[start..].find("-->").map_or(raw.len(), |end| start + end + 3);
        found.push(start..end);
        at = end;
    }
    found
}

/// Whether behind `at` only cut parts, white space and closing punctuation stand.
pub(super) fn only_marks_behind(raw: &str, at: usize, cut: &[Range<usize>]) -> bool {
    raw[at..].char_indices().all(|(offset, c)| {
        cut.iter().any(|part| part.contains(&(at + offset)))
            || c.is_whitespace()
            || matches!(c, '。' | '；' | ';' | '.')
    })
}

/// The range of what is left of a text when cut parts at its ends are gone.
pub(super) fn outer(raw: &str, cut: &[Range<usize>]) -> Range<usize> {
    let kept = |(at, c): &(usize, char)| !c.is_whitespace() && !cut.iter().any(|part| part.contains(at));
    let first = raw.char_indices().find(kept).map_or(0, |(at, _)| at);
    let end = raw.char_indices().rev().find(kept).map_or(first, |(at, c)| at + c.len_utf8());
    first..end
}

/// A text without its cut parts, lines joined.
pub(super) fn without(raw: &str, range: Range<usize>, cut: &[Range<usize>]) -> String {
    let kept: String = raw[range.clone()]
        .char_indices()
        .filter(|(at, _)| !cut.iter().any(|part| part.contains(&(range.start + at))))
        .map(|(_, c)| c)
        .collect();
    clean(&kept)
}

/// A text with lines joined and Markdown's marks gone.
pub(super) fn clean(text: &str) -> String {
    let text = text.replace("\\|", "|");
    if !text.contains('\n') {
        return text.trim().to_owned();
    }
    let mut joined = String::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let line = line.trim_start_matches("> ");
        let latin = joined.ends_with(|c: char| c.is_ascii()) && line.starts_with(|c: char| c.is_ascii());
        if latin {
            joined.push(' ');
        }
        joined.push_str(line);
    }
    joined
}

/// Whether a text waives its topic: `None` when not, else the reason's range, if there is one.
pub(super) fn waiver(raw: &str, body: &Range<usize>, cut: &[Range<usize>]) -> Option<Option<Range<usize>>> {
    let text = &raw[body.clone()];
    let word = WAIVER_WORDS
        .iter()
        .find(|word| text.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word)))?;
    let rest = &text[word.len()..];
    if rest.trim().is_empty() {
        return Some(None);
    }
    let reason = rest.trim_start().strip_prefix(['：', ':'])?;
    let start = body.end - reason.trim_start().len();
    let filled = !without(raw, start..body.end, cut).is_empty() && !is_placeholder(&raw[start..body.end]);
    Some(filled.then_some(start..body.end))
}

/// Whether a YAML key waives (`不适用: 原因`).
pub(super) fn is_waiver_key(key: &str) -> bool {
    WAIVER_WORDS.iter().any(|word| key.trim().eq_ignore_ascii_case(word))
}
