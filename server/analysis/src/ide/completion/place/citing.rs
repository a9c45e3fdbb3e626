//! Citations being typed: in brackets in a measure's text, in a `clause` field, in a 条款 cell.

use super::line::Line;
use super::{Citing, Place, Site, Value, entity};
use crate::model::{Measure, Piece, Probe, ScopeKind};
use crate::standard::standard;

/// Separators of citations in one bracket, field or cell.
const SEPARATORS: [char; 8] = ['、', '，', ',', '；', ';', '[', '/', '和'];

/// A citation in a `clause` field or 条款 cell.
pub(super) fn cited_field(site: &Site<'_>, measure: &Measure, value: &Value) -> Citing {
    let text = site.document.text();
    let before = text.slice(value.range.start..site.byte);
    let start = before.rfind(SEPARATORS).map_or(0, |at| at + width_at(&before, at));
    let start = value.range.start + start + introduction(&before[start..]);
    let behind = text.slice(site.byte..value.range.end);
    let end = site.byte + behind.find([',', '，', '、', '；', ';', ']']).unwrap_or(behind.len());
    let mut aspects = vec![measure.aspect];
    aspects.extend(&measure.others);
    Citing {
        node: value.node,
        aspects,
        text: measure.text.text.clone(),
        cited: measure.citations.iter().map(ToString::to_string).collect(),
        range: start.min(site.byte)..end,
        blank: value.blank,
        closer: "",
    }
}

/// How much of a text only introduces a citation.
fn introduction(text: &str) -> usize {
    let mut rest = text.trim_start();
    for word in ["详见", "参见", "见", "依据", "see ", standard().edition(), "附录", "Annex "] {
        rest = rest.strip_prefix(word).unwrap_or(rest).trim_start();
    }
    text.len() - rest.len()
}

fn width_at(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(0, char::len_utf8)
}

/// A citation in brackets in a measure's text.
pub(super) fn in_brackets(site: &Site<'_>, probe: &Probe, at: &Line) -> Option<Place> {
    let aspects = match &probe.scopes.last()?.kind {
        ScopeKind::Aspects(aspects) => aspects.clone(),
        ScopeKind::Dimension(dimension) => dimension.aspects().collect(),
        _ => return None,
    };
    let (node, _) = entity(probe, site);
    let measure = probe.pieces.iter().find_map(|(_, piece)| match piece {
        Piece::Measure(measure) if probe.is_in(measure.span) || probe.is_in(measure.text.span) => {
            Some(measure)
        }
        _ => None,
    });
    let open = open_bracket(&at.before)?;
    let bracket = at.before[open..].chars().next()?;
    let inner = open + bracket.len_utf8();
    let start = at.before[inner..]
        .rfind(SEPARATORS)
        .map_or(inner, |found| inner + found + width_at(&at.before, inner + found));
    let start = start + introduction(&at.before[start..]);
    let close = match bracket {
        '[' => ']',
        '（' => '）',
        '(' => ')',
        _ => '］',
    };
    let typed_on = at
        .behind
        .find(|c: char| !(c.is_ascii_alphanumeric() || c == '.' || c == ' '))
        .unwrap_or(at.behind.len());
    let closed = at.behind[typed_on..].starts_with([close, ']', '）', ')', '、', '，', ',', '；', ';']);
    let on = if closed { typed_on } else { 0 };
    let text = at.before[..open].trim_start_matches(|c: char| !c.is_alphanumeric());
    let text = text.rsplit('|').next().unwrap_or(text);
    Some(Place::Citation(Citing {
        node,
        aspects: measure.map_or(aspects, |measure| {
            std::iter::once(measure.aspect).chain(measure.others.iter().copied()).collect()
        }),
        text: text.to_owned(),
        cited: measure
            .map_or_else(Vec::new, |measure| measure.citations.iter().map(ToString::to_string).collect()),
        range: at.start + start..site.byte + on,
        blank: false,
        closer: match close {
            _ if closed => "",
            ']' => "]",
            '）' => "）",
            ')' => ")",
            _ => "］",
        },
    }))
}

/// The bracket that is open at the end of a line's beginning.
fn open_bracket(before: &str) -> Option<usize> {
    let mut round = 0usize;
    for (at, c) in before.char_indices().rev().take(96) {
        match c {
            ']' | '］' => return None,
            '[' | '［' => return Some(at),
            '）' | ')' => round += 1,
            '（' | '(' if round == 0 => return Some(at),
            '（' | '(' => round -= 1,
            _ => {}
        }
    }
    None
}
