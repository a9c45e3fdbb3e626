//! The name being typed in the heading of a capability.

use super::line::Line;
use super::{Name, STAND_IN, Site};
use crate::model::{NodeKey, Piece, Probe, is_id, numbering};
use crate::schema::{self, Kind};

/// The name in the heading of a capability, behind its word and id.
pub(super) fn capability_name(site: &Site<'_>, probe: &Probe, at: &Line) -> Option<Name> {
    let rest = at.before.trim_start().trim_start_matches('#').trim_start();
    let titled = format!("{}{STAND_IN}", &rest[numbering(rest)..]);
    let heading = schema::heading_kind(&titled).filter(|heading| heading.kind == Kind::Capability)?;
    let typed = heading.rest.strip_suffix(STAND_IN)?;
    let first = typed.split([' ', '：', ':']).next().unwrap_or_default();
    // Behind an id a blank is missing at most.
    let typed = if is_id(first) { typed[first.len()..].trim_start_matches([' ', '：', ':']) } else { typed };
    let glued = typed.is_empty() && rest.ends_with(|c: char| c.is_ascii_alphanumeric());
    if typed.chars().count() > 24 {
        return None;
    }
    let end = at.behind.find(['{', '（', '(', '<']).unwrap_or(at.behind.len());
    let name = at.behind[..end].trim_end();
    let open = probe.pieces.iter().find_map(|(node, piece)| match piece {
        Piece::Open { kind: Kind::Capability, parent, anchor, .. } if probe.is_in(*anchor) => {
            Some((*node, *parent))
        }
        _ => None,
    });
    let (node, parent) =
        open.unwrap_or((NodeKey::plan(site.document.file), NodeKey::plan(site.document.file)));
    Some(Name {
        node,
        parent: Some(parent),
        range: site.byte - typed.len()..site.byte + name.len(),
        blanks: [glued, name.is_empty() && at.behind.starts_with('{')],
    })
}
