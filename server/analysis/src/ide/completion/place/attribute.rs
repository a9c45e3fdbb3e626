//! Fields in the braces of a heading: `{#NC-01 target=CL3}`.

use std::ops::Range;

use super::line::Line;
use super::{STAND_IN, Site, fields_of};
use crate::model::build::Readers;
use crate::model::{NodeKey, Piece};
use crate::schema::{FieldKey, Kind};

/// The name of a field in the braces of a heading.
#[derive(Debug)]
pub(in super::super) struct Attribute {
    pub(in super::super) kind: Kind,
    pub(in super::super) node: NodeKey,
    pub(in super::super) present: Vec<FieldKey>,
    pub(in super::super) range: Range<usize>,
    /// Whether its value stands behind it.
    pub(in super::super) valued: bool,
}

/// The name at the cursor, behind the id and a blank.
pub(super) fn attribute_place(site: &Site<'_>, readers: &mut Readers, at: &Line) -> Option<Attribute> {
    if !at.before.trim_start_matches([' ', '>']).starts_with('#') {
        return None;
    }
    let open = at.before.rfind("{#")?;
    let inner = &at.before[open..];
    if inner.contains('}') {
        return None;
    }
    let typed = inner.rsplit([' ', '\t', '\u{3000}']).next()?;
    if typed.len() == inner.len() || typed.contains(['=', '＝', '"', '\'', '.', '#']) {
        return None;
    }
    let word = |c: char| c.is_whitespace() || matches!(c, '}' | '=' | '＝');
    let on = at.behind.find(word).unwrap_or(at.behind.len());
    let valued = at.behind[on..].starts_with(['=', '＝']);
    let closed = at.behind.contains('}');
    // Behind a whole word the next one needs a blank.
    let inserted = match (valued, closed) {
        (true, _) => STAND_IN.to_owned(),
        (false, true) => format!("{STAND_IN}=x "),
        (false, false) => format!("{STAND_IN}=x}}"),
    };
    let probe = site.document.probe(readers, site.byte, &inserted)?;
    let (node, kind) = probe.pieces.iter().find_map(|(node, piece)| match piece {
        Piece::Open { kind, anchor, .. } if probe.is_in(*anchor) => Some((*node, *kind)),
        _ => None,
    })?;
    let range = site.byte - typed.len()..site.byte + on;
    Some(Attribute { kind, node, present: fields_of(site, &probe, node), range, valued })
}
