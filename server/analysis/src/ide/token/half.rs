//! Lines of YAML that cannot be read yet, such as a flow mapping without its bracket: keys and values are told by their
//! looks, so that an author has help while typing.

use std::ops::Range;

use super::{Found, Place, Token, words};
use crate::model::{Piece, ProblemKind};
use crate::schema::{self, Kind, Slot, Type};

/// The kinds in whose fields a key is looked for, the likeliest first.
const KINDS: [Kind; 6] =
    [Kind::Capability, Kind::Unit, Kind::Module, Kind::Plan, Kind::Measure, Kind::Indicator];

/// The key at the byte, or the term in its value, in a line of YAML in a chunk that could not be read as a whole.
pub(super) fn read(place: &Place<'_>, line: &str, start: usize) -> Option<Found> {
    let broken = place.pieces.iter().any(|(_, piece)| {
        matches!(piece, Piece::Problem(problem)
            if matches!(problem.kind, ProblemKind::Syntax { .. } | ProblemKind::UnquotedNotation(_)))
    });
    if !broken {
        return None;
    }
    let inside = place.byte - start;
    let mut parts = line.match_indices(['{', ',', '\n']).map(|(at, _)| at).collect::<Vec<_>>();
    parts.push(line.len());
    let mut from = 0;
    for end in parts {
        if (from..end).contains(&inside) {
            return part(place, line, from..end, start);
        }
        // A list goes on with the value of its key: `[process, partner`.
        if !line[from..end].contains('[') || line[from..end].contains(']') {
            from = (end + 1).min(line.len());
        }
    }
    None
}

fn part(place: &Place<'_>, line: &str, range: Range<usize>, start: usize) -> Option<Found> {
    let text = &line[range.clone()];
    let colon = range.start + text.find(": ").or_else(|| text.trim_end().strip_suffix(':').map(str::len))?;
    let key = line[range.start..colon].trim_matches([' ', '-', '"', '\'']);
    let (kind, field) = KINDS.into_iter().find_map(|kind| match schema::resolve(kind, key) {
        Some(Slot::Field(field)) => Some((kind, field)),
        _ => None,
    })?;
    let key_start = range.start + line[range.start..colon].find(key)?;
    let key = start + key_start..start + key_start + key.len();
    if key.contains(&place.byte) {
        return Some((Token::Field(kind, field.key), key));
    }
    let (Type::Term(set) | Type::Terms(set)) = field.ty else { return None };
    let value = colon + 1..range.end;
    let inside = (place.byte - start).checked_sub(value.start)?;
    let (term, found) = words::longest_of(set, &line[value.clone()], inside)?;
    let base = start + value.start;
    Some((Token::Term(term), base + found.start..base + found.end))
}
