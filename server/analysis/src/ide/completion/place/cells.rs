//! Cells of tables: those that name an aspect or cite, and those of the header.

use std::ops::Range;

use super::line::{Line, cell_lead};
use super::{Citing, Place, STAND_IN, Site, Value, citing, entity};
use crate::model::build::Readers;
use crate::model::{NodeKey, Probe, ScopeKind, is_aspect_column};
use crate::schema::{self, Field, FieldKey, Kind, Slot};
use crate::standard::Dimension;
use crate::syntax::markdown::Block;

/// A cell that names an aspect.
#[derive(Debug)]
pub(in super::super) struct AspectCell {
    pub(in super::super) node: NodeKey,
    pub(in super::super) dimension: Option<Dimension>,
    pub(in super::super) range: Range<usize>,
}

/// A cell of a table's header.
#[derive(Debug)]
pub(in super::super) struct HeaderCell {
    /// What the rows may be; several where the columns do not tell yet.
    pub(in super::super) kinds: Vec<Kind>,
    /// The columns that are there, by the names of their fields.
    pub(in super::super) present: Vec<FieldKey>,
    /// Whether a column that names the aspect may be there, and is not.
    pub(in super::super) aspect: bool,
    pub(in super::super) range: Range<usize>,
}

/// The header of a table that has a line below it already.
pub(super) fn header_cell(probe: &Probe, at: &Line, header: &[Range<usize>]) -> Option<HeaderCell> {
    let own = header.iter().position(|cell| probe.holds(cell))?;
    let others = header.iter().enumerate().filter(|(column, _)| *column != own);
    let names: Vec<&str> = others.map(|(_, cell)| probe.text(cell).trim()).collect();
    let field = |kind: Kind, name: &str| match schema::resolve(kind, name) {
        Some(Slot::Field(field)) => Some(field),
        _ => None,
    };
    let fields = |kind: Kind| names.iter().filter_map(move |name| field(kind, name));
    let scope = probe.scopes.last().map(|scope| &scope.kind);
    let kinds = match scope {
        Some(ScopeKind::Aspects(_) | ScopeKind::Dimension(_)) => vec![Kind::Measure],
        Some(ScopeKind::Records(_, kind) | ScopeKind::Entities(kind)) => vec![*kind],
        _ => {
            kinds_by_columns(scope, &fields(Kind::Module).chain(fields(Kind::Capability)).collect::<Vec<_>>())
                .or_else(|| {
                    let indicators = fields(Kind::Indicator).any(|field| field.key == FieldKey::Metric);
                    let inside = matches!(scope, Some(ScopeKind::Entity(..)));
                    (inside && indicators).then(|| vec![Kind::Indicator])
                })?
        }
    };
    let present = kinds.iter().flat_map(|kind| fields(*kind)).map(|field| field.key).collect();
    let in_dimension = matches!(scope, Some(ScopeKind::Dimension(_)));
    let aspect = in_dimension && !names.iter().any(|name| is_aspect_column(name));
    let start = at.start + cell_lead(&at.before);
    let end = at.behind.find('|').map_or(at.behind.trim_end().len(), |bar| at.behind[..bar].trim_end().len());
    Some(HeaderCell { kinds, present, aspect, range: start..at.start + at.before.len() + end })
}

/// What the rows of a table with an id and a name are, as the reader of tables takes it; any entity while nothing tells.
fn kinds_by_columns(scope: Option<&ScopeKind>, fields: &[&Field]) -> Option<Vec<Kind>> {
    let has = |keys: &[FieldKey]| fields.iter().any(|field| keys.contains(&field.key));
    if matches!(scope, Some(ScopeKind::Field(_))) || !has(&[FieldKey::Id]) || !has(&[FieldKey::Name]) {
        return None;
    }
    Some(if has(&[FieldKey::Members, FieldKey::Pattern]) {
        vec![Kind::Module]
    } else if has(&[FieldKey::Carries]) {
        vec![Kind::Unit]
    } else if has(&[FieldKey::Viewpoint, FieldKey::Target, FieldKey::Level]) {
        vec![Kind::Capability]
    } else {
        Kind::ENTITIES.to_vec()
    })
}

/// The header of a table that is just being begun: without a line of dashes below it, it is a paragraph still.
pub(super) fn begun_header(
    site: &Site<'_>,
    readers: &mut Readers,
    at: &Line,
    probe: &Probe,
) -> Option<HeaderCell> {
    let lead = at.before.len() - at.before.trim_start_matches([' ', '>']).len();
    let row = &at.before[lead..];
    let closed = match at.behind.trim() {
        "" => false,
        "|" => true,
        _ => return None,
    };
    let first = probe.text(&(0..at.start - at.chunk_start)).trim_end_matches(['\n', '\r', ' ', '>']);
    let last = first.rsplit('\n').next().unwrap_or_default();
    let below_row = last.trim_start_matches([' ', '>']).starts_with('|');
    if !row.starts_with('|') || below_row || matches!(probe.block, Some(Block::Table { .. })) {
        return None;
    }
    let columns = row.matches('|').count() - row.matches("\\|").count();
    // What stands behind the cursor ends the line of dashes.
    let dashes = "|---".repeat(columns);
    let dashes = if closed { dashes } else { dashes + "|" };
    let begun = format!("{STAND_IN} |\n{}{dashes}", &at.before[..lead]);
    let probe = site.document.probe(readers, site.byte, &begun)?;
    match &probe.block {
        Some(Block::Table { header, .. }) => header_cell(&probe, at, header),
        _ => None,
    }
}

/// An empty cell of a column of citations, in a row that is no measure yet.
pub(super) fn clause_cell(site: &Site<'_>, probe: &Probe, at: &Line, name: &str) -> Option<Place> {
    let aspects = match &probe.scopes.last()?.kind {
        ScopeKind::Aspects(aspects) => aspects.clone(),
        ScopeKind::Dimension(dimension) => dimension.aspects().collect(),
        _ => return None,
    };
    let row = schema::field(Kind::Measure, FieldKey::Clause)?;
    if !matches!(schema::resolve(Kind::Measure, name), Some(schema::Slot::Field(field)) if field.key == row.key)
    {
        return None;
    }
    let (node, _) = entity(probe, site);
    let start = at.start + cell_lead(&at.before);
    let value = Value {
        node,
        kind: Kind::Measure,
        field: row,
        others: Vec::new(),
        before: 0,
        range: start..site.byte,
        blank: false,
        yaml: false,
    };
    let cells = at.before.rsplit('|').skip(1).map(str::trim);
    let text = cells.max_by_key(|cell| cell.chars().count()).unwrap_or_default().to_owned();
    Some(Place::Citation(Citing { text, ..citing::in_value(site, aspects, &value, Vec::new()) }))
}

pub(super) fn aspect_cell(probe: &Probe, at: &Line) -> AspectCell {
    let dimension = probe.scopes.iter().rev().find_map(|scope| match scope.kind {
        ScopeKind::Dimension(dimension) => Some(dimension),
        _ => None,
    });
    let node = probe.scopes.iter().rev().find_map(|scope| match scope.kind {
        ScopeKind::Entity(key, _) => Some(key),
        _ => None,
    });
    let lead = cell_lead(&at.before);
    let end = at.behind.find('|').map_or(at.behind.trim_end().len(), |bar| at.behind[..bar].trim_end().len());
    AspectCell {
        node: node.unwrap_or(NodeKey::plan(probe.file)),
        dimension,
        range: at.start + lead..at.start + at.before.len() + end,
    }
}
