//! Citations being typed: in brackets in a measure's text, in a `clause` field, in a 条款 cell.

use super::line::{Line, line_lead};
use super::{Citing, Site, Value, entity};
use crate::ide::cited::{SEPARATORS, introduction};
use crate::model::{Measure, Piece, Probe, ScopeKind};
use crate::standard::Aspect;
use crate::syntax::markdown::Block;
use crate::syntax::notation::Notation;

/// Marks of a range of items; elsewhere they stand in a standard's number.
const RANGES: [char; 5] = ['–', '—', '-', '~', '～'];
/// Brackets in which citations stand.
const BRACKETS: [(char, &str); 5] = [('[', "]"), ('［', "］"), ('【', "】"), ('（', "）"), ('(', ")")];
/// What a bracket behind these words holds is a number or a title.
const NUMBERED: [&str; 6] = ["表", "图", "式", "附件", "附录", "章"];

/// What stands before the cursor in brackets, a field or a cell.
struct Before {
    /// Where what is being typed begins.
    start: usize,
    /// The citations so far.
    cited: Vec<String>,
    /// The clause of the last one.
    clause: Option<String>,
}

impl Before {
    /// Reads the text from the bracket or the value's start to the cursor; none where something else than citations
    /// stands in it.
    fn read(text: &str) -> Option<Self> {
        let is_range =
            |at: usize| text[..at].trim_end().ends_with(|c: char| c.is_ascii_lowercase() || c == ')');
        let separator = text
            .char_indices()
            .rev()
            .find(|(at, c)| SEPARATORS.contains(c) || RANGES.contains(c) && is_range(*at));
        let end = separator.map_or(0, |(at, _)| at);
        let start = separator.map_or(0, |(at, c)| at + c.len_utf8());
        let (cited, clause) = cited(&text[..end]);
        if !text[..end].trim().is_empty() && cited.is_empty() {
            return None;
        }
        Some(Self { start: start + introduction(&text[start..]), cited, clause })
    }
}

/// The citations in a text, and the clause of the last one.
fn cited(text: &str) -> (Vec<String>, Option<String>) {
    if text.trim().is_empty() {
        return (Vec::new(), None);
    }
    let groups = Notation::new().citations(text);
    let parts = || groups.iter().flat_map(|group| &group.parts);
    let shown = |(clause, letter, point): (&String, Option<char>, Option<u8>)| {
        let letter = letter.map(|letter| format!(" {letter}")).unwrap_or_default();
        format!("{clause}{letter}{}", point.map(|point| format!(" {point}")).unwrap_or_default())
    };
    let list = parts().map(|part| shown((&part.clause, part.letter, part.point))).collect();
    (list, parts().last().map(|part| part.clause.clone()))
}

/// A citation in a `clause` field or 条款 cell.
pub(super) fn cited_field(site: &Site<'_>, measure: &Measure, value: &Value) -> Citing {
    let mut aspects = vec![measure.aspect];
    aspects.extend(&measure.others);
    let elsewhere = measure.citations.iter().map(ToString::to_string);
    Citing { text: measure.text.text.clone(), ..in_value(site, aspects, value, elsewhere.collect()) }
}

/// A citation in a value: what is typed behind its last separator.
pub(super) fn in_value(
    site: &Site<'_>,
    aspects: Vec<Aspect>,
    value: &Value,
    elsewhere: Vec<String>,
) -> Citing {
    let text = site.document.text();
    let before = text.slice(value.range.start..site.byte);
    let read = Before::read(&before);
    let behind = text.slice(site.byte..value.range.end);
    let end = site.byte + behind.find([',', '，', '、', '；', ';', ']']).unwrap_or(behind.len());
    let start = value.range.start + read.as_ref().map_or(before.len(), |read| read.start);
    let (mut cited, clause) = read.map_or((Vec::new(), None), |read| (read.cited, read.clause));
    cited.extend(elsewhere);
    Citing {
        node: value.node,
        aspects,
        text: String::new(),
        cited,
        clause,
        range: start.min(site.byte)..end,
        blank: value.blank,
        closer: "",
        round: false,
    }
}

/// A citation in brackets in a measure's text.
pub(super) fn in_brackets(site: &Site<'_>, probe: &Probe, at: &Line) -> Option<Citing> {
    let around = match &probe.scopes.last()?.kind {
        ScopeKind::Aspects(aspects) => aspects.clone(),
        ScopeKind::Dimension(dimension) => dimension.aspects().collect(),
        _ => return None,
    };
    let (open, bracket, close) = open_bracket(&at.before)?;
    let inner = open + bracket.len_utf8();
    let text = at.before[line_lead(&at.before).min(open)..open].trim_end();
    let text = text.rsplit('|').next().unwrap_or(text);
    let before = Before::read(&at.before[inner..])?;
    let typed = &at.before[inner + before.start..];
    if is_other(bracket, text, typed) || typed.is_empty() && is_prose(probe) {
        return None;
    }
    let measure = probe.pieces.iter().find_map(|(_, piece)| match piece {
        Piece::Measure(measure) if probe.is_in(measure.span) || probe.is_in(measure.text.span) => {
            Some(measure)
        }
        _ => None,
    });
    let word = |c: char| !(c.is_ascii_alphanumeric() || c == '.' || c == ' ');
    let on = at.behind.find(word).unwrap_or(at.behind.len());
    let closed = at.behind[on..].starts_with([']', '］', '】', '）', ')', '、', '，', ',', '；', ';']);
    let on = if closed { on } else { 0 };
    let (node, _) = entity(probe, site);
    let mut cited = before.cited;
    cited.extend(measure.into_iter().flat_map(|measure| &measure.citations).map(ToString::to_string));
    Some(Citing {
        node,
        // Of a row the aspect is known; a heading of two leaves it open.
        aspects: match measure {
            Some(measure) if around.len() > 2 => vec![measure.aspect],
            _ => around,
        },
        text: text.to_owned(),
        cited,
        clause: before.clause,
        range: at.start + inner + before.start..site.byte + on,
        blank: false,
        closer: if closed { "" } else { close },
        round: matches!(bracket, '（' | '('),
    })
}

/// Whether a bracket holds something else than citations: a check box, a flow list, a link's target, a number.
fn is_other(bracket: char, text: &str, typed: &str) -> bool {
    let first = text.is_empty() || text.ends_with([':', '"', '\'']);
    bracket == '[' && (first || text.ends_with(['!', ']']))
        || text.ends_with(']')
        || typed.is_empty() && NUMBERED.iter().any(|word| text.ends_with(word))
}

/// Whether a text is prose until it cites: a paragraph without a number of its own.
fn is_prose(probe: &Probe) -> bool {
    let Some(Block::Paragraph { text, .. }) = &probe.block else { return false };
    !probe.text(text).starts_with(|c: char| matches!(c, '（' | '(' | '①'..='⑳') || c.is_ascii_digit())
}

/// The bracket that is open at the end of a line's beginning: its place, itself, what closes it.
fn open_bracket(before: &str) -> Option<(usize, char, &'static str)> {
    let mut round = 0usize;
    for (at, c) in before.char_indices().rev().take(96) {
        match c {
            ']' | '］' | '】' => return None,
            '）' | ')' => round += 1,
            '（' | '(' if round > 0 => round -= 1,
            _ => {
                if let Some((_, close)) = BRACKETS.iter().find(|(open, _)| *open == c) {
                    return Some((at, c, close));
                }
            }
        }
    }
    None
}
