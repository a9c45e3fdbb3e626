//! Values being typed: the part of a field's value that holds the stand-in.

use super::citing::{cited_field, in_brackets};
use super::line::Line;
use super::{Place, Site, Value, kind_of};
use crate::model::{Field, NodeKey, Origin, Piece, Probe};
use crate::schema::{self, FieldKey, Kind};

pub(super) fn value_place(site: &Site<'_>, probe: &Probe, at: &Line, blank: bool) -> Option<Place> {
    for (node, piece) in &probe.pieces {
        let found = match piece {
            Piece::Field { field, append } => {
                let found = value(site, probe, at, (*node, kind_of(site, probe, *node)), field, blank);
                found.map(|mut found| {
                    if *append {
                        found.others.extend(beside(probe, *node, field));
                    }
                    found
                })
            }
            Piece::Record(record) => record
                .fields
                .iter()
                .find_map(|field| value(site, probe, at, (*node, record.kind), field, blank)),
            Piece::Measure(measure) => {
                let field = |field| value(site, probe, at, (*node, Kind::Measure), field, blank);
                match measure.fields.iter().filter(|field| field.key != FieldKey::Text).find_map(field) {
                    Some(value) if value.field.key == FieldKey::Clause => {
                        return Some(Place::Citation(cited_field(site, measure, &value)));
                    }
                    found => found,
                }
            }
            _ => None,
        };
        if found.is_some() {
            return found.map(Place::Value);
        }
    }
    in_brackets(site, probe, at).map(Place::Citation)
}

/// What else stands below the heading of a field.
fn beside(probe: &Probe, node: NodeKey, field: &Field) -> Vec<String> {
    let others = probe.pieces.iter().filter_map(|(key, piece)| match piece {
        Piece::Field { field: other, append: true } if *key == node && other.key == field.key => Some(other),
        _ => None,
    });
    let others = others.filter(|other| other.value != field.value);
    others.flat_map(|other| &other.words).map(|word| word.text.clone()).collect()
}

/// The part of a field's value that holds the stand-in.
fn value(
    site: &Site<'_>,
    probe: &Probe,
    at: &Line,
    (node, kind): (NodeKey, Kind),
    field: &Field,
    blank: bool,
) -> Option<Value> {
    let row = schema::field(kind, field.key)?;
    let part = field.words.iter().position(|word| probe.is_in(word.span))?;
    let mut range = probe.range(field.words[part].span);
    if range.start < at.start {
        return None;
    }
    range.end = range.end.min(site.byte + at.behind.len());
    let text = site.document.text();
    if text.slice(range.start..site.byte.max(range.start)).starts_with(['"', '\'']) {
        range.start += 1;
    }
    if range.end > site.byte && text.slice(site.byte..range.end).ends_with(['"', '\'']) {
        range.end -= 1;
    }
    let others = field.words.iter().enumerate().filter(|(index, _)| *index != part);
    Some(Value {
        node,
        kind,
        field: row,
        others: others.map(|(_, word)| word.text.clone()).collect(),
        before: part,
        range: range.start.min(site.byte)..range.end.max(site.byte),
        blank,
        yaml: field.origin == Origin::Key,
    })
}
