//! What the rules of decomposition and levels ask about an entity before they speak: causes that others report.

use super::reading::{suggests_dimension, suggests_field};
use super::wording::{is_written, label};
use super::{Checker, Finding, Locale};
use crate::model::{Entity, Field, ProblemKind, Span};
use crate::plan_set::PlanSet;
use crate::schema::{self, FieldKey, Kind};
use crate::standard::{Dimension, Level, Term, TermSet, standard};

/// Whether `missing-id` alone speaks for an entity: it has neither id nor name, or only a name and nothing else yet.
pub(super) fn is_nameless(set: &PlanSet, entity: &Entity) -> bool {
    entity.id.is_none() && (entity.name.is_none() || is_bare(set, entity))
}

/// Whether an entity has neither a field beside id and name nor a child yet: one finding then names all it lacks.
pub(super) fn is_bare(set: &PlanSet, entity: &Entity) -> bool {
    entity.fields.iter().all(|field| matches!(field.key, FieldKey::Id | FieldKey::Name))
        && !set.has_dimensions(entity.key)
        && entity.records.is_empty()
        && entity.problems.is_empty()
        && set.children(entity.key).is_empty()
        && set.carriers(entity.key).is_empty()
        && set.members(entity.key).is_empty()
}

/// Whether an entity gives a field a value that counts.
pub(super) fn states(entity: &Entity, key: FieldKey) -> bool {
    entity.field(key).is_some_and(|field| field.words.iter().any(is_written))
}

/// Whether a field is absent only because what stands there could not be read, which another rule reports: a key one
/// slip away, a value of the wrong type or of no valid form, one that is still to be filled in.
pub(super) fn is_misread(entity: &Entity, key: FieldKey) -> bool {
    let wrong_type = entity.problems.iter().any(|problem| match &problem.kind {
        ProblemKind::WrongType { key: written, .. } => {
            schema::resolve(entity.kind, written).and_then(|slot| slot.field_key()) == Some(key)
        }
        _ => false,
    });
    let lost = |field: &Field| field.key == key && field.placeholder;
    wrong_type || entity.fields.iter().any(lost) || suggests_field(entity, key)
}

/// Whether an entity lacks a field, and no other rule reports why.
pub(super) fn lacks(entity: &Entity, key: FieldKey) -> bool {
    !states(entity, key) && !is_misread(entity, key)
}

/// Whether measures that an entity shares with others stand in a dimension; placeholders do not count.
pub(super) fn shares(set: &PlanSet, entity: &Entity, dimension: Dimension) -> bool {
    set.sources(entity.key)
        .into_iter()
        .filter(|source| source.key != entity.key)
        .flat_map(|source| &source.measures)
        .any(|measure| measure.aspect.dimension() == dimension && !measure.placeholder)
}

/// Whether a unit lacks a dimension altogether: `missing-dimension` speaks for it.
pub(super) fn lacks_dimension(set: &PlanSet, entity: &Entity, dimension: Dimension) -> bool {
    !entity.has_dimension(dimension)
        && !suggests_dimension(entity, dimension)
        && !shares(set, entity, dimension)
}

/// The level that an entity aims at, its own or inherited; none while a level of it cannot be read.
pub(super) fn target(set: &PlanSet, entity: &Entity) -> Option<Level> {
    let levels = set.levels_of(entity.key);
    levels.target.filter(|_| !levels.unreadable)
}

/// The place of the value that gives an entity its target: its own, else that of the carried capability with it.
pub(super) fn target_place(set: &PlanSet, entity: &Entity, target: Level) -> Option<Span> {
    if let Some(own) = &entity.level.target {
        return Some(own.span);
    }
    let carried = set.carried(entity.key);
    carried
        .into_iter()
        .filter_map(|capability| capability.level.target.as_ref())
        .find(|level| level.level == target)
        .map(|level| level.span)
}

/// The term that a field with one value names, and the value's place.
pub(super) fn term_of(entity: &Entity, key: FieldKey, set: TermSet) -> Option<(&'static Term, Span)> {
    let field = entity.field(key)?;
    let word = field.words.first()?;
    Some((word.term(set)?, word.span))
}

/// `CL3（领域级）`, `CL3 (domain level)`.
pub(super) fn level_name(level: Level, locale: Locale) -> String {
    match locale {
        Locale::Zh => format!("{}（{}）", level.code(), level.name()),
        Locale::En => format!("{} ({})", level.code(), level.english()),
    }
}

/// The name of a term in a message.
pub(super) fn term_name(term: &Term, locale: Locale) -> &'static str {
    locale.pick(term.name, term.english)
}

/// Two values that contradict each other, each with the field's name, in whatever order they stand.
pub(super) struct Conflict {
    /// The value found to contradict.
    pub(super) value: (FieldKey, Span),
    /// The other one; in another entity where the level is inherited.
    pub(super) other: Option<(FieldKey, Span)>,
}

impl Conflict {
    /// Reports at the value that came second, with the first as the other side.
    pub(super) fn report<'c>(
        self,
        check: &'c mut Checker<'_>,
        entity: &Entity,
        zh: impl FnOnce() -> String,
        en: impl FnOnce() -> String,
    ) -> &'c mut Finding {
        let locale = check.locale;
        let own = |place: Span| entity.fields.iter().any(|field| holds(field.value, place));
        let (first, second) = match self.other {
            Some(other) if own(other.1) && check.order(other.1) > check.order(self.value.1) => {
                (Some(self.value), other)
            }
            other => (other, self.value),
        };
        let finding = check.report(second.1, zh, en);
        if let Some((key, span)) = first {
            finding.related(span, label(Kind::Module, key, locale));
        }
        finding
    }
}

/// Whether a place lies inside another.
fn holds(outer: Span, inner: Span) -> bool {
    outer.file == inner.file
        && outer.chunk == inner.chunk
        && outer.start <= inner.start
        && inner.end <= outer.end
}

/// A form's or pattern's rank in the standard's order: 0 for what a single unit makes, then what combinations make.
pub(super) fn ranks_as(term: &Term) -> usize {
    standard().terms().of(term.set).iter().position(|other| other.key == term.key).unwrap_or_default()
}
