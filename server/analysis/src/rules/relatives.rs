//! Whom an entity stands in relation with: units below a capability, bearers of its goals, members as they are
//! written, and references that dangle but are probably meant for it.

use super::subject::is_misread;
use super::wording::{definitions, is_written, nearest};
use crate::model::{Entity, NodeKey, Word};
use crate::plan_set::{Digest, PlanSet};
use crate::schema::{self, FieldKey, Kind, Type};

/// The units that carry a capability or one that it is split into.
pub(super) fn units_of(set: &PlanSet, capability: NodeKey) -> Vec<&Entity> {
    let mut units: Vec<&Entity> = Vec::new();
    let mut seen = vec![capability];
    let mut at = 0;
    while let Some(&key) = seen.get(at) {
        at += 1;
        for unit in set.carriers(key) {
            if unit.kind == Kind::Unit && !units.iter().any(|known| known.key == unit.key) {
                units.push(unit);
            }
        }
        for child in set.children(key) {
            if !seen.contains(&child.key) {
                seen.push(child.key);
            }
        }
    }
    units
}

/// The units and modules on which a leaf capability or a module rests: its carriers or members, and the members of
/// those that are modules; each once.
pub(super) fn bearers<'a>(set: &'a PlanSet, entity: &Entity) -> Vec<&'a Entity> {
    let mut found: Vec<&Entity> = match entity.kind {
        Kind::Capability => set.carriers(entity.key),
        _ => set.members(entity.key),
    };
    let mut at = 0;
    while let Some(&bearer) = found.get(at) {
        at += 1;
        for member in set.members(bearer.key) {
            if member.key != entity.key && !found.iter().any(|known| known.key == member.key) {
                found.push(member);
            }
        }
    }
    found
}

/// The members of a module as a message names them: those that exist, then what dangles or is of another kind, which
/// counts all the same.
pub(super) fn member_titles<'a>(set: &'a PlanSet, module: &'a Entity) -> Vec<&'a str> {
    let mut titles: Vec<&str> = set.members(module.key).iter().map(|member| member.title()).collect();
    let lost = unresolved(set, module, FieldKey::Members, &[Kind::Unit, Kind::Module]);
    for word in lost {
        if !titles.contains(&word.text.as_str()) {
            titles.push(&word.text);
        }
    }
    titles
}

/// The references of a field that lead to no entity of these kinds; other rules report them.
pub(super) fn unresolved<'a>(
    set: &'a PlanSet,
    entity: &'a Entity,
    key: FieldKey,
    kinds: &'a [Kind],
) -> impl Iterator<Item = &'a Word> + 'a {
    entity
        .words(key)
        .iter()
        .filter(move |word| is_written(word) && set.definition(&word.text, kinds).is_none())
}

/// Whether an earlier entity of the same kind has the same id, so that references mean that one; `duplicate-id`
/// reports it.
pub(super) fn is_second_definition(set: &PlanSet, entity: &Entity) -> bool {
    let Some(id) = &entity.id else { return false };
    set.definition(&id.text, &[entity.kind]).is_some_and(|first| first.key != entity.key)
}

/// Whether a dangling reference of a field is probably meant for an entity; `dangling-reference` reports it.
pub(super) fn is_meant(set: &PlanSet, entity: &Entity, key: FieldKey) -> bool {
    let names = |wanted: &str| {
        entity.name.as_ref().is_some_and(|name| name.text == wanted)
            || entity
                .id
                .as_ref()
                .is_some_and(|id| nearest(wanted, std::iter::once(id.text.as_str())).is_some())
    };
    set.digest(Digest { name: "dangling", field: key, gather: dangling }).iter().any(|word| names(word))
}

/// The references of a field that define nothing.
fn dangling(set: &PlanSet, key: FieldKey) -> Vec<String> {
    let words = set.with_field(key).flat_map(|entity| entity.words(key));
    let dangling = words.filter(|word| is_written(word) && set.defined(&word.text).next().is_none());
    dangling.map(|word| word.text.clone()).collect()
}

/// Whether some entity of the set has a field whose references cannot be known: misspelt, unreadable, still to be filled
/// in, or of another kind than is meant. Other rules report those; whom they were meant for nobody knows.
pub(super) fn is_lost_somewhere(set: &PlanSet, key: FieldKey) -> bool {
    let any = |set: &PlanSet, key: FieldKey| {
        let lost = set.with_field(key).any(|entity| has_lost(set, entity, key));
        lost.then(String::new).into_iter().collect()
    };
    !set.digest(Digest { name: "lost", field: key, gather: any }).is_empty()
}

/// Whether what an entity's field refers to cannot be known, as told in [`is_lost_somewhere`].
pub(super) fn has_lost(set: &PlanSet, entity: &Entity, key: FieldKey) -> bool {
    let allowed = match schema::field(entity.kind, key).map(|field| field.ty) {
        None => return false,
        Some(Type::Reference(allowed) | Type::References(allowed)) => allowed,
        Some(_) => &[],
    };
    let is_of_another_kind = |word: &Word| {
        let mut found = definitions(set, &word.text).peekable();
        found.peek().is_some() && found.all(|(kind, ..)| !allowed.contains(&kind))
    };
    is_misread(entity, key) || !allowed.is_empty() && entity.words(key).iter().any(is_of_another_kind)
}

/// Whether a capability is one of the last of its decomposition, as far as the plan can be read: nothing is split from
/// it, nothing that dangles is meant to be, and it is in no cycle and not defined a second time.
pub(super) fn is_last_capability(set: &PlanSet, entity: &Entity) -> bool {
    entity.kind == Kind::Capability
        && set.is_leaf(entity.key)
        && !set.in_cycle(entity.key)
        && !is_second_definition(set, entity)
        && !is_meant(set, entity, FieldKey::Parent)
}
