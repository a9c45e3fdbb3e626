//! Entities and advantages of a set by what an author remembers of them: id, name, pinyin, initials.

use crate::model::{NodeKey, Word};
use crate::plan_set::PlanSet;
use crate::schema::{FieldKey, Kind};
use crate::text::{Rank, Typed};

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// Id and name.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// What it stands in; may be empty.
    pub inside: String,
    /// How well it fits.
    pub rank: Rank,
    /// Its heading, key or first cell.
    pub anchor: crate::model::Span,
}

/// The entities and advantages of a set that fit what was typed, in order of place.
#[must_use]
pub fn search(set: &PlanSet, typed: &Typed) -> Vec<Match> {
    let text = |word: Option<&Word>| word.map(|word| word.text.clone()).unwrap_or_default();
    let mut found = Vec::new();
    let mut add = |id: String, name: String, kind, inside: Option<NodeKey>, anchor| {
        let both = [&*id, &*name].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        if both.is_empty() {
            return;
        }
        if let Some(rank) = typed.best([&*id, &*name, &*both].into_iter().filter(|part| !part.is_empty())) {
            let inside = inside.and_then(|key| set.unmerged(key)).map(title).unwrap_or_default();
            found.push(Match { name: both.replace(['\n', '\r'], " "), kind, inside, rank, anchor });
        }
    };
    for key in set.keys() {
        let Some(entity) = set.unmerged(key) else { continue };
        let around = entity.parent.unwrap_or(NodeKey::plan(key.file));
        if !key.is_plan() {
            add(
                text(entity.id.as_ref()),
                text(entity.name.as_ref()),
                entity.kind,
                Some(around),
                entity.anchor,
            );
        }
        for record in entity.records.iter().filter(|record| record.kind == Kind::Advantage) {
            let said = |key| record.field(key).map(crate::model::Field::text).unwrap_or_default();
            add(said(FieldKey::Id), said(FieldKey::Name), record.kind, Some(key), record.span);
        }
    }
    found
}

/// Id and name of an entity, or a plan's title.
fn title(entity: &crate::model::Entity) -> String {
    if entity.key.is_plan() {
        return entity.field(FieldKey::Title).map(crate::model::Field::text).unwrap_or_default();
    }
    let words = [&entity.id, &entity.name].into_iter().flatten().map(|word| word.text.as_str());
    words.collect::<Vec<_>>().join(" ")
}
