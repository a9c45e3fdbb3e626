//! How the entities of a plan stand, to be compared with how they stood.

use std::collections::{BTreeMap, BTreeSet};

use super::Workspace;
use crate::model::Entity;
use crate::schema::{self, FieldKey, Kind, Type};
use crate::standard::Level;

/// What is compared of a capability, unit or module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// What it is.
    pub kind: Kind,
    /// Its id.
    pub id: String,
    /// Its name; may be empty.
    pub name: String,
    /// Current level, target level, the level that the plan covers, and the one that its done part covers.
    pub levels: [Option<Level>; 4],
    /// Topics reached and asked for the target level, dimension by dimension; none without profile or target.
    pub topics: Option<[(usize, usize); 3]>,
    /// The ids that it refers to, by field.
    pub references: BTreeMap<FieldKey, BTreeSet<String>>,
}

impl Workspace {
    /// The entities with an id of a plan, in order; nothing of other documents.
    pub fn standings(&mut self, path: &str) -> Vec<Standing> {
        let Some((set, document, _)) = self.plan(path) else { return Vec::new() };
        let entities = set.entities().filter(|entity| entity.key.file == document.file);
        entities
            .filter_map(|entity| {
                let id = entity.id.as_ref().map(|id| id.text.clone()).filter(|id| !id.is_empty())?;
                let held = set.levels_of(entity.key);
                let profile = set.profile(entity.key);
                let covered =
                    |of: fn(&crate::level::Profile) -> Option<Level>| profile.as_deref().and_then(of);
                let levels = [
                    held.current,
                    held.target,
                    covered(|profile| profile.covered),
                    covered(|profile| profile.covered_done),
                ];
                let topics = profile.as_ref().and_then(|profile| profile.topics());
                let name = entity.name.as_ref().map(|name| name.text.clone()).unwrap_or_default();
                Some(Standing { kind: entity.kind, id, name, levels, topics, references: references(entity) })
            })
            .collect()
    }
}

fn references(entity: &Entity) -> BTreeMap<FieldKey, BTreeSet<String>> {
    let fields = schema::fields(entity.kind);
    let refer = fields.filter(|field| matches!(field.ty, Type::Reference(_) | Type::References(_)));
    refer
        .map(|field| (field.key, entity.words(field.key).iter().map(|word| word.text.clone()).collect()))
        .filter(|(_, ids): &(FieldKey, BTreeSet<String>)| !ids.is_empty())
        .collect()
}
