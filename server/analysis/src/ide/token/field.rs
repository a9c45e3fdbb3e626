//! What the model has read at a byte: values of fields, their labels, references, entities.

use std::ops::Range;

use super::{Found, Place, Token, words};
use crate::model::{Field, NodeKey, Origin, Piece, Word};
use crate::schema::{self, FieldKey, Kind, Type};
use crate::standard::{TermSet, standard};

/// Calls `look` with every field that the chunk states, its owner and the kind that it is a field of, until it finds
/// something.
fn find<T>(place: &Place<'_>, mut look: impl FnMut(NodeKey, Kind, &Field) -> Option<T>) -> Option<T> {
    place.pieces.iter().find_map(|(node, piece)| match piece {
        Piece::Field { field, .. } if touches(place, field) => {
            look(*node, place.document.node(*node)?.kind, field)
        }
        Piece::Measure(measure) => measure.fields.iter().find_map(|field| look(*node, Kind::Measure, field)),
        Piece::Record(record) => record.fields.iter().find_map(|field| look(*node, record.kind, field)),
        _ => None,
    })
}

/// Whether a field has anything at the byte: of a chunk's thousands only few are worth a second look.
fn touches(place: &Place<'_>, field: &Field) -> bool {
    let words = field.words.iter().map(|word| word.span);
    [field.label, field.value].into_iter().chain(words).any(|span| place.at(span).is_some())
}

/// The value at the byte, and whether it belongs to a vocabulary: its words mean nothing else then.
pub(super) fn read(place: &Place<'_>) -> (Option<Found>, bool) {
    let mut termed = false;
    let found = find(place, |node, kind, field| {
        let value = place.at(field.value);
        let holds = value.is_some() || field.words.iter().any(|word| place.at(word.span).is_some());
        if !holds {
            return None;
        }
        let ty = schema::field(kind, field.key)?.ty;
        termed |= matches!(ty, Type::Term(_) | Type::Terms(_));
        if let (Type::Term(set) | Type::Terms(set), true, Some(range)) = (ty, field.words.is_empty(), value)
            && field.label != field.value
        {
            // Half typed, such as a list without its bracket: what stands there is read all the same.
            return part(place, set, range);
        }
        field.words.iter().find_map(|word| self::value(place, node, (kind, field.key), ty, word))
    });
    (found, termed)
}

fn value(
    place: &Place<'_>,
    node: NodeKey,
    (kind, key): (Kind, FieldKey),
    ty: Type,
    word: &Word,
) -> Option<Found> {
    let range = place.at_text(word.span)?;
    match ty {
        Type::Level | Type::Levels => Some((Token::Level(word.level().level?), range)),
        Type::Term(set) | Type::Terms(set) => term(place, set, word, range),
        Type::Reference(kinds) | Type::References(kinds) => {
            super::words::is_defined(place.set, &word.text, kinds)
                .then(|| (Token::Reference(word.text.clone(), kinds), range))
        }
        Type::Id if kind == Kind::Advantage => {
            Some((Token::Reference(word.text.clone(), &[Kind::Advantage]), range))
        }
        Type::Id if key == FieldKey::Id => Some((Token::Entity(node), range)),
        _ => None,
    }
}

/// The term that a value's word means; else the longest of its set's terms that stands in it at the byte.
fn term(place: &Place<'_>, set: TermSet, word: &Word, range: Range<usize>) -> Option<Found> {
    let class = || standard().terms().benefit_class(&word.text).filter(|_| set == TermSet::Benefit);
    if let Some(token) = word.term(set).map(Token::Term).or_else(|| class().map(Token::Class)) {
        return Some((token, range));
    }
    part(place, set, range)
}

/// The longest of a set's terms that stands at the byte in some bytes.
fn part(place: &Place<'_>, set: TermSet, range: Range<usize>) -> Option<Found> {
    let text = place.document.text().slice(range.clone());
    let (term, inside) = words::longest_of(set, &text, place.byte - range.start)?;
    Some((Token::Term(term), range.start + inside.start..range.start + inside.end))
}

/// The label, key, heading or column of a field at the byte.
pub(super) fn label(place: &Place<'_>) -> Option<Found> {
    let named = place
        .labels
        .iter()
        .find_map(|&(kind, key, span)| place.at_text(span).map(|range| (Token::Field(kind, key), range)));
    named.or_else(|| {
        find(place, |_, kind, field| {
            let apart = field.label != field.value || field.words.is_empty();
            let written = apart && field.origin != Origin::Merged;
            let range = place.at_text(field.label).filter(|_| written)?;
            Some((Token::Field(kind, field.key), range))
        })
    })
}

/// The entity whose name or heading holds the byte.
pub(super) fn entity(place: &Place<'_>) -> Option<Found> {
    let name = find(place, |node, kind, field| {
        let word = field.words.first().filter(|_| field.key == FieldKey::Name)?;
        let range = place.at_text(word.span)?;
        match kind {
            Kind::Advantage => {
                advantage(place, field).map(|id| (Token::Reference(id, &[Kind::Advantage]), range))
            }
            kind if kind.is_entity() => Some((Token::Entity(node), range)),
            _ => None,
        }
    });
    name.or_else(|| {
        place.pieces.iter().find_map(|(node, piece)| {
            let Piece::Open { anchor, .. } = piece else { return None };
            Some((Token::Entity(*node), place.at(*anchor)?))
        })
    })
}

/// The id of the advantage that a name belongs to.
fn advantage(place: &Place<'_>, name: &Field) -> Option<String> {
    place.pieces.iter().find_map(|(_, piece)| match piece {
        Piece::Record(record) if record.fields.iter().any(|field| field == name) => {
            record.field(FieldKey::Id).map(Field::text)
        }
        _ => None,
    })
}
