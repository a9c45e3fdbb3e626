//! Names that are still missing: keys and labels of fields, headings and cells of dimensions and aspects.

use super::place::{AspectCell, Attribute, Heading, Key, Label};
use super::{About, Candidate, CompletionKind, Offer, Site, style};
use crate::model::{Entity, NodeKey, Scope, ScopeKind};
use crate::rules::Locale;
use crate::schema::{self, Field, FieldKey, Kind, Type};
use crate::standard::{Aspect, Dimension, Term};

/// Keys of a YAML mapping: fields, dimensions, aspects.
pub(super) fn keys(site: &Site<'_>, key: &Key) -> Option<Offer> {
    let names = style::of_names(site, true);
    let mut candidates = match &key.scope {
        Some(ScopeKind::Prose) => return None,
        Some(ScopeKind::Dimension(_)) => sections(site, key, names).collect(),
        Some(ScopeKind::Levels) => {
            let halves = [FieldKey::Current, FieldKey::Target].into_iter();
            let halves = halves.filter(|half| !key.present.contains(half));
            halves
                .filter_map(|half| Some(field(schema::field(key.kind, half)?, names, site.locale)))
                .collect()
        }
        _ => in_order(key.kind, missing_fields(key.kind, &key.present))
            .map(|row| field(row, names, site.locale))
            .chain(sections(site, key, names))
            .collect::<Vec<_>>(),
    };
    for candidate in candidates.iter_mut().filter(|_| !key.valued) {
        candidate.insert.push_str(if candidate.kind == CompletionKind::Section || candidate.nests {
            ":"
        } else {
            ": "
        });
    }
    Some(Offer::new(&key.range, candidates))
}

fn sections(site: &Site<'_>, key: &Key, names: Locale) -> impl Iterator<Item = Candidate> {
    let locale = site.locale;
    missing_keys(site, key).into_iter().map(move |missing| match missing {
        Missing::Dimension(dimension) => section(dimension.term(), names, locale),
        Missing::Aspect(aspect) => section(aspect.term(), names, locale),
    })
}

/// Labels of fields in Markdown, in the shape in which the line begins.
pub(super) fn labels(site: &Site<'_>, label: &Label) -> Option<Offer> {
    let names = style::of_names(site, false);
    let entity = site.set.entity(label.node);
    let shape = style::label_shape(site, names);
    // A line without marks takes those of the labels around it.
    let plain = label.emphasis.is_empty() && !label.bare;
    let open = if plain { shape.emphasis } else { "" };
    let close = if plain { shape.emphasis } else { label.emphasis };
    let fields = missing_fields(label.kind, &label.present).filter(|row| {
        let named = row.key == FieldKey::Name && entity.is_some_and(|entity| entity.name.is_some());
        !named && !matches!(row.ty, Type::Records(_) | Type::Entities(_) | Type::Edition)
    });
    let candidates = fields.map(|row| {
        let mut made = field(row, names, site.locale);
        let (inside, outside) = match (label.bare, shape.inside && !close.is_empty()) {
            (true, _) => ("", ""),
            (_, true) => (shape.colon, ""),
            _ => ("", shape.colon),
        };
        made.insert = format!("{open}{}{inside}{close}{outside}", made.insert);
        made
    });
    Some(Offer::new(&label.range, candidates.collect()))
}

/// A dimension or aspect that is not there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Missing {
    Dimension(Dimension),
    Aspect(Aspect),
}

/// The dimensions and aspects whose headings are missing around a heading, each with the depth at which it belongs, and
/// the entity that lacks them.
pub(super) fn missing_sections(site: &Site<'_>, heading: &Heading) -> (NodeKey, Kind, Vec<(usize, Missing)>) {
    let (node, kind, own) = around(site, &heading.scopes);
    let entity = site.set.entity(node);
    let open = |wanted: &dyn Fn(&ScopeKind) -> bool| {
        heading.scopes.iter().rev().find(|scope| scope.depth > own && wanted(&scope.kind))
    };
    let dimension = open(&|kind| matches!(kind, ScopeKind::Dimension(_)));
    let aspects = open(&|kind| matches!(kind, ScopeKind::Aspects(_)));
    let lacking = |aspect: &Aspect| !has_aspect(entity, *aspect);
    let mut found: Vec<(usize, Missing)> = Vec::new();
    if let Some(Scope { depth, kind: ScopeKind::Dimension(dimension), .. }) = dimension {
        let depth = aspects.map_or(depth + 1, |scope| scope.depth);
        found.extend(dimension.aspects().filter(lacking).map(|aspect| (depth, Missing::Aspect(aspect))));
    } else if let Some(scope) = aspects {
        found.extend(Aspect::all().filter(lacking).map(|aspect| (scope.depth, Missing::Aspect(aspect))));
    }
    let depth = dimension.map_or(own + 1, |scope| scope.depth);
    let dimensions = missing_dimensions(kind, entity).filter(|_| kind != Kind::Plan || heading.depth > 0);
    found.extend(dimensions.map(|dimension| (depth, Missing::Dimension(dimension))));
    (node, kind, found)
}

/// The dimensions that an entity has by their aspects alone: their headings may still be written.
fn without_heading<'a>(kind: Kind, entity: Option<&'a Entity>) -> impl Iterator<Item = Dimension> + use<'a> {
    let of = move |dimension: &Dimension| {
        entity.is_some_and(|entity| {
            let own = || entity.sections.iter().filter(|section| section.dimension == *dimension);
            own().next().is_some() && own().all(|section| section.aspect.is_some())
        })
    };
    Dimension::all().filter(move |dimension| kind.has_dimensions() && of(dimension))
}

/// The dimensions and aspects that a YAML mapping lacks.
pub(super) fn missing_keys(site: &Site<'_>, key: &Key) -> Vec<Missing> {
    let entity = site.set.entity(key.node);
    match &key.scope {
        Some(ScopeKind::Dimension(dimension)) => {
            let missing = dimension.aspects().filter(|aspect| !has_aspect(entity, *aspect));
            missing.map(Missing::Aspect).collect()
        }
        Some(ScopeKind::Prose | ScopeKind::Levels) => Vec::new(),
        _ => missing_dimensions(key.kind, entity).map(Missing::Dimension).collect(),
    }
}

/// Headings that are still missing around the cursor, each at its own depth; those of the depth that was typed go first.
pub(super) fn headings(site: &Site<'_>, heading: &Heading) -> Option<Offer> {
    let names = style::of_names(site, false);
    let (node, kind, own) = around(site, &heading.scopes);
    if heading.depth == 1 && heading.scopes.is_empty() {
        // The document's title.
        return None;
    }
    let entity = site.set.entity(node);
    let (_, _, missing) = missing_sections(site, heading);
    let mut found: Vec<(usize, Candidate)> = Vec::new();
    let mut dimensions: Vec<(usize, Candidate)> = Vec::new();
    for (depth, missing) in missing {
        match missing {
            Missing::Aspect(aspect) => found.push((depth, section(aspect.term(), names, site.locale))),
            Missing::Dimension(dimension) => {
                dimensions.push((depth, heading_of(dimension, names, site.locale)));
            }
        }
    }
    if heading.depth > 0 {
        let headless = without_heading(kind, entity);
        dimensions.extend(headless.map(|dimension| (own + 1, heading_of(dimension, names, site.locale))));
    }
    let present: Vec<FieldKey> =
        entity.into_iter().flat_map(|entity| &entity.fields).map(|field| field.key).collect();
    let fields = missing_fields(kind, &present).filter(|row| match row.ty {
        Type::Records(_) => true,
        Type::Entities(_) => kind == Kind::Plan,
        Type::Text | Type::Texts => kind == Kind::Plan && !row.clauses.is_empty(),
        _ => false,
    });
    let fields = fields.filter(|_| heading.depth > 0).map(|row| (own + 1, field(row, names, site.locale)));
    // A plan is of chapters first, a unit of dimensions.
    if kind == Kind::Plan {
        found.extend(fields.chain(dimensions));
    } else {
        found.extend(dimensions.into_iter().chain(fields));
    }
    if heading.depth > 0 {
        found.sort_by_key(|(depth, _)| depth.abs_diff(heading.depth));
    }
    let candidates = found.into_iter().filter(|(depth, _)| *depth <= 6).map(|(depth, mut made)| {
        // The list shows where the heading will stand; what is typed is compared with its name.
        let marks = "#".repeat(depth);
        made.spellings.push(std::mem::take(&mut made.label));
        made.label = format!("{marks} {}", made.insert);
        made.insert = format!("{marks} {}{}", heading.number, made.insert);
        made
    });
    let candidates = candidates.collect();
    Some(Offer { range: heading.range.clone(), typed: Some(heading.title.clone()), candidates })
}

/// Fields in the braces of a heading: those whose values are words without blanks.
pub(super) fn attributes(site: &Site<'_>, attribute: &Attribute) -> Option<Offer> {
    let named = site.set.entity(attribute.node).is_some_and(|entity| entity.name.is_some());
    let fields = missing_fields(attribute.kind, &attribute.present).filter(|row| match row.ty {
        Type::Level | Type::Levels | Type::Term(_) | Type::Terms(_) => true,
        Type::Reference(_) | Type::References(_) => true,
        Type::Text => row.key != FieldKey::Name || !named,
        _ => false,
    });
    // What stands in braces is written as attributes are, in English.
    let candidates = fields.map(|row| {
        let mut made = field(row, Locale::En, site.locale);
        if !attribute.valued {
            made.insert.push('=');
        }
        made
    });
    Some(Offer::new(&attribute.range, candidates.collect()))
}

/// Names of aspects in the column that names them.
pub(super) fn aspect_cell(site: &Site<'_>, cell: &AspectCell) -> Option<Offer> {
    let names = style::of_names(site, false);
    let entity = site.set.entity(cell.node);
    let mut aspects: Vec<Aspect> = Aspect::all()
        .filter(|aspect| cell.dimension.is_none_or(|dimension| aspect.dimension() == dimension))
        .collect();
    aspects.sort_by_key(|aspect| has_aspect(entity, *aspect));
    let candidates = aspects.into_iter().map(|aspect| section(aspect.term(), names, site.locale));
    Some(Offer::new(&cell.range, candidates.collect()))
}

/// The entity around a heading and its depth: what is nested in it has a greater one.
fn around(site: &Site<'_>, scopes: &[Scope]) -> (NodeKey, Kind, usize) {
    let inner = scopes.iter().rev().find_map(|scope| match scope.kind {
        ScopeKind::Entity(key, kind) => Some((key, kind, scope.depth)),
        _ => None,
    });
    let title = scopes.iter().find(|scope| scope.kind == ScopeKind::Title).map_or(1, |scope| scope.depth);
    inner.unwrap_or((NodeKey::plan(site.document.file), Kind::Plan, title))
}

fn has_aspect(entity: Option<&Entity>, aspect: Aspect) -> bool {
    entity.is_some_and(|entity| entity.aspect_section(aspect).is_some())
}

fn missing_dimensions<'a>(
    kind: Kind,
    entity: Option<&'a Entity>,
) -> impl Iterator<Item = Dimension> + use<'a> {
    let may = kind.has_dimensions();
    Dimension::all()
        .filter(move |dimension| may && entity.is_none_or(|entity| !entity.has_dimension(*dimension)))
}

/// Fields in the order in which authors write them: those of the kind alone before those of many, nested lists last.
fn in_order(
    kind: Kind,
    fields: impl Iterator<Item = &'static Field>,
) -> impl Iterator<Item = &'static Field> {
    let mut fields: Vec<&Field> = fields.collect();
    fields.sort_by_key(|row| match row.ty {
        Type::Entities(_) => 2,
        _ => usize::from(!kind.is_entity() && kind != Kind::Plan && row.kinds.len() > 1),
    });
    fields.into_iter()
}

/// The fields of a kind that are not there; a level is given whole or by halves.
pub(super) fn missing_fields(
    kind: Kind,
    present: &[FieldKey],
) -> impl Iterator<Item = &'static Field> + use<> {
    let present = present.to_vec();
    let halves = [FieldKey::Current, FieldKey::Target];
    schema::fields(kind).filter(move |row| {
        let halved = present.iter().any(|key| halves.contains(key));
        let whole = present.contains(&FieldKey::Level);
        let said = match row.key {
            FieldKey::Level => halved,
            key => halves.contains(&key) && whole,
        };
        !said && !present.contains(&row.key)
    })
}

pub(super) fn field(row: &'static Field, names: Locale, locale: Locale) -> Candidate {
    let name = names.pick(row.label(), row.name());
    let gloss = locale.pick(row.gloss[0], row.gloss[1]);
    let clauses = row.clauses.join("、");
    Candidate {
        kind: CompletionKind::Field,
        label: name.to_owned(),
        detail: if clauses.is_empty() { gloss.to_owned() } else { format!("{gloss} · {clauses}") },
        about: About::Nothing,
        insert: name.to_owned(),
        spellings: row.names.iter().chain(row.labels).map(|&name| name.to_owned()).collect(),
        nests: matches!(row.ty, Type::Records(_) | Type::Entities(_)),
        stops: Vec::new(),
    }
}

/// A dimension or aspect as a key or cell.
fn section(term: &'static Term, names: Locale, locale: Locale) -> Candidate {
    let name = names.pick(term.name, term.key);
    Candidate {
        kind: CompletionKind::Section,
        label: name.to_owned(),
        detail: super::detail(term, names, locale),
        about: About::Clause(term.clause.to_owned()),
        insert: name.to_owned(),
        spellings: [term.name, term.key, term.english]
            .iter()
            .chain(&term.accepted)
            .map(|&name| name.to_owned())
            .collect(),
        nests: true,
        stops: Vec::new(),
    }
}

/// A dimension as a heading: its key alone would be an ordinary word there.
fn heading_of(dimension: Dimension, names: Locale, locale: Locale) -> Candidate {
    let mut made = section(dimension.term(), names, locale);
    if names == Locale::En {
        let (first, rest) = dimension.english().split_at(1);
        made.label = first.to_uppercase() + rest;
        made.insert.clone_from(&made.label);
    }
    made
}
