//! Columns of a table that its header does not name yet.

use super::names::{field, missing_fields};
use super::place::HeaderCell;
use super::{About, Candidate, CompletionKind, Offer, Site, style};
use crate::model::ASPECT_COLUMN;
use crate::schema::{Field, FieldKey, Kind, Type};

/// The columns that tell of which kind the rows are.
const TELLING: [(Kind, &[FieldKey]); 3] = [
    (Kind::Capability, &[FieldKey::Viewpoint, FieldKey::Target]),
    (Kind::Unit, &[FieldKey::Carries]),
    (Kind::Module, &[FieldKey::Members, FieldKey::Pattern]),
];

/// The columns that a table of this kind knows, but those that are there.
pub(super) fn offer(site: &Site<'_>, cell: &HeaderCell) -> Offer {
    let names = style::of_names(site, false);
    let made = |row: &'static Field| Candidate { nests: false, ..field(row, names, site.locale) };
    let mut candidates = Vec::new();
    if cell.aspect {
        let name = names.pick(ASPECT_COLUMN[0], ASPECT_COLUMN[1]);
        candidates.push(Candidate {
            kind: CompletionKind::Field,
            label: name.to_owned(),
            detail: site.locale.pick("建设内容所在的方面", "the aspect of the measure").to_owned(),
            about: About::Nothing,
            insert: name.to_owned(),
            spellings: ASPECT_COLUMN.iter().map(|&name| name.to_owned()).collect(),
            nests: false,
            stops: Vec::new(),
        });
    }
    for kind in &cell.kinds {
        let telling = TELLING.iter().find(|(other, _)| other == kind).map_or(&[][..], |(_, keys)| keys);
        // While nothing tells what the rows are, only what would tell it is offered.
        let open = cell.kinds.len() > 1;
        let columns = missing_fields(*kind, &cell.present)
            .filter(|row| !matches!(row.ty, Type::Records(_) | Type::Entities(_) | Type::Edition))
            .filter(|row| !open || telling.contains(&row.key));
        for row in columns {
            let candidate = made(row);
            if candidates.iter().all(|known| known.insert != candidate.insert) {
                candidates.push(candidate);
            }
        }
    }
    Offer::new(&cell.range, candidates)
}
