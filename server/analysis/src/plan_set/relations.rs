//! Who carries, splits, combines whom; which levels a unit inherits; cycles.

use std::cell::RefCell;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::PlanSet;
use crate::level::{Profile, profile};
use crate::model::{Entity, NodeKey};
use crate::schema::{FieldKey, Kind};
use crate::standard::Level;

/// The levels that hold for an entity, its own or inherited.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EffectiveLevel {
    /// The current level.
    pub current: Option<Level>,
    /// The target level.
    pub target: Option<Level>,
    /// Whether the current level is a carried capability's.
    pub inherited_current: bool,
    /// Whether the target level is a carried capability's.
    pub inherited_target: bool,
    /// Whether a level is stated that cannot be read.
    pub unreadable: bool,
}

/// The relations of a set; profiles are made when first asked for.
#[derive(Debug, Default)]
pub(crate) struct Relations {
    carried: FxHashMap<NodeKey, Vec<NodeKey>>,
    carriers: FxHashMap<NodeKey, Vec<NodeKey>>,
    children: FxHashMap<NodeKey, Vec<NodeKey>>,
    parents: FxHashMap<NodeKey, NodeKey>,
    members: FxHashMap<NodeKey, Vec<NodeKey>>,
    modules: FxHashMap<NodeKey, Vec<NodeKey>>,
    cycles: FxHashMap<NodeKey, Vec<NodeKey>>,
    /// Which of [`super::OPTIONAL_OF_MEASURES`] any measure gives.
    measures_give: Vec<FieldKey>,
    pub(super) profiles: RefCell<FxHashMap<NodeKey, Option<Arc<Profile>>>>,
}

fn link(
    from: &mut FxHashMap<NodeKey, Vec<NodeKey>>,
    back: &mut FxHashMap<NodeKey, Vec<NodeKey>>,
    a: NodeKey,
    b: NodeKey,
) {
    let list = from.entry(a).or_default();
    if !list.contains(&b) {
        list.push(b);
        back.entry(b).or_default().push(a);
    }
}

impl Relations {
    pub(super) fn new(set: &PlanSet) -> Self {
        let mut made = Self::default();
        let mut parents = FxHashMap::default();
        for entity in set.entities() {
            let nested = entity.parent.and_then(|parent| set.entity(parent));
            match entity.kind {
                Kind::Capability => {
                    let by_nesting = nested.filter(|parent| parent.kind == Kind::Capability);
                    let by_field = entity
                        .words(FieldKey::Parent)
                        .first()
                        .and_then(|word| set.definition(&word.text, &[Kind::Capability]));
                    if let Some(parent) = by_field.or(by_nesting) {
                        link(&mut made.children, &mut parents, parent.key, entity.key);
                        made.parents.insert(entity.key, parent.key);
                    }
                }
                Kind::Unit | Kind::Module => {
                    match nested.map(|parent| (parent.kind, parent.key)) {
                        Some((Kind::Capability, key)) => {
                            link(&mut made.carried, &mut made.carriers, entity.key, key);
                        }
                        Some((Kind::Module, key)) => {
                            link(&mut made.members, &mut made.modules, key, entity.key);
                        }
                        _ => {}
                    }
                    for word in entity.words(FieldKey::Carries) {
                        if let Some(capability) = set.definition(&word.text, &[Kind::Capability]) {
                            link(&mut made.carried, &mut made.carriers, entity.key, capability.key);
                        }
                    }
                    for word in entity.words(FieldKey::Members) {
                        if let Some(member) = set.definition(&word.text, &[Kind::Unit, Kind::Module]) {
                            link(&mut made.members, &mut made.modules, entity.key, member.key);
                        }
                    }
                }
                _ => {}
            }
        }
        made.measures_give = super::OPTIONAL_OF_MEASURES
            .into_iter()
            .filter(|&key| set.all().any(|entity| super::measures_give(entity, key)))
            .collect();
        made.find_cycles(set);
        made
    }

    fn find_cycles(&mut self, set: &PlanSet) {
        for entity in set.entities() {
            let next: Box<dyn Fn(NodeKey) -> Vec<NodeKey>> = match entity.kind {
                Kind::Capability => Box::new(|key| self.parents.get(&key).copied().into_iter().collect()),
                Kind::Module => Box::new(|key| self.members.get(&key).cloned().unwrap_or_default()),
                _ => continue,
            };
            if let Some(cycle) = path_back(entity.key, &next) {
                self.cycles.insert(entity.key, cycle);
            }
        }
    }
}

/// A path from a node back to itself.
fn path_back(start: NodeKey, next: &dyn Fn(NodeKey) -> Vec<NodeKey>) -> Option<Vec<NodeKey>> {
    let mut came_from: FxHashMap<NodeKey, NodeKey> = FxHashMap::default();
    let mut queue = std::collections::VecDeque::from([start]);
    while let Some(at) = queue.pop_front() {
        for to in next(at) {
            if to == start {
                let mut path = vec![at];
                let mut step = at;
                while step != start {
                    step = came_from[&step];
                    path.push(step);
                }
                path.reverse();
                return Some(path);
            }
            if let std::collections::hash_map::Entry::Vacant(slot) = came_from.entry(to) {
                slot.insert(at);
                queue.push_back(to);
            }
        }
    }
    None
}

impl PlanSet {
    fn list<'a>(&'a self, map: &'a FxHashMap<NodeKey, Vec<NodeKey>>, key: NodeKey) -> Vec<&'a Entity> {
        map.get(&key).into_iter().flatten().filter_map(|key| self.entity(*key)).collect()
    }

    /// The capabilities that a unit or module carries, by nesting and by reference.
    #[must_use]
    pub fn carried(&self, key: NodeKey) -> Vec<&Entity> {
        self.list(&self.relations.carried, key)
    }

    /// The units and modules that carry a capability.
    #[must_use]
    pub fn carriers(&self, capability: NodeKey) -> Vec<&Entity> {
        self.list(&self.relations.carriers, capability)
    }

    /// The capabilities that a capability is split into.
    #[must_use]
    pub fn children(&self, capability: NodeKey) -> Vec<&Entity> {
        self.list(&self.relations.children, capability)
    }

    /// The capability that a capability is split from.
    #[must_use]
    pub fn parent_capability(&self, capability: NodeKey) -> Option<&Entity> {
        self.relations.parents.get(&capability).and_then(|key| self.entity(*key))
    }

    /// Whether nothing has the capability as its parent.
    #[must_use]
    pub fn is_leaf(&self, capability: NodeKey) -> bool {
        self.relations.children.get(&capability).is_none_or(Vec::is_empty)
    }

    /// The members of a module, by nesting and by reference.
    #[must_use]
    pub fn members(&self, module: NodeKey) -> Vec<&Entity> {
        self.list(&self.relations.members, module)
    }

    /// Whether some module has members.
    #[must_use]
    pub fn has_members(&self) -> bool {
        !self.relations.members.is_empty()
    }

    /// The modules that a unit or module is a member of.
    #[must_use]
    pub fn modules_of(&self, key: NodeKey) -> Vec<&Entity> {
        self.list(&self.relations.modules, key)
    }

    /// The cycle of parents or members that an entity is in, itself first.
    #[must_use]
    pub fn cycle(&self, key: NodeKey) -> Option<&[NodeKey]> {
        self.relations.cycles.get(&key).map(Vec::as_slice)
    }

    /// Whether an entity is in a cycle.
    #[must_use]
    pub fn in_cycle(&self, key: NodeKey) -> bool {
        self.relations.cycles.contains_key(&key)
    }

    /// The capability and those that it is split from, nearest first; a cycle ends where it began.
    #[must_use]
    pub fn ancestry(&self, capability: NodeKey) -> Vec<&Entity> {
        let mut found = Vec::new();
        let mut seen = FxHashSet::default();
        let mut at = self.entity(capability);
        while let Some(entity) = at {
            if !seen.insert(entity.key) {
                break;
            }
            found.push(entity);
            at = self.parent_capability(entity.key);
        }
        found
    }

    /// The modules that hold an entity, directly or through other modules.
    #[must_use]
    pub fn holders(&self, key: NodeKey) -> Vec<&Entity> {
        let mut found: Vec<&Entity> = Vec::new();
        let mut queue = vec![key];
        while let Some(at) = queue.pop() {
            for module in self.modules_of(at) {
                if !found.iter().any(|known| known.key == module.key) {
                    found.push(module);
                    queue.push(module.key);
                }
            }
        }
        found
    }

    /// The levels that hold for an entity. A unit takes what it does not state itself, field by field, from the
    /// capabilities that it carries (the highest); modules and capabilities inherit nothing.
    #[must_use]
    pub fn levels_of(&self, key: NodeKey) -> EffectiveLevel {
        let Some(entity) = self.entity(key) else { return EffectiveLevel::default() };
        let own = &entity.level;
        let mut found = EffectiveLevel {
            current: own.current.as_ref().map(|level| level.level),
            target: own.target.as_ref().map(|level| level.level),
            unreadable: own.unreadable,
            ..EffectiveLevel::default()
        };
        if entity.kind == Kind::Unit && !own.unreadable {
            let carried = self.carried(key);
            let highest = |pick: fn(&crate::model::DeclaredLevel) -> Option<Level>| {
                carried.iter().filter_map(|capability| pick(&capability.level)).max()
            };
            if found.current.is_none() {
                found.current = highest(|level| level.current.as_ref().map(|level| level.level));
                found.inherited_current = found.current.is_some();
            }
            if found.target.is_none() {
                found.target = highest(|level| level.target.as_ref().map(|level| level.level));
                found.inherited_target = found.target.is_some();
            }
            found.unreadable |=
                found.target.is_none() && carried.iter().any(|capability| capability.level.unreadable);
        }
        found
    }

    /// The level profile of a unit, or of a module with dimensions of its own.
    #[must_use]
    pub fn profile(&self, key: NodeKey) -> Option<Arc<Profile>> {
        let key = self.entity(key)?.key;
        if let Some(known) = self.relations.profiles.borrow().get(&key) {
            return known.clone();
        }
        let made = profile(self, key).map(Arc::new);
        self.relations.profiles.borrow_mut().insert(key, made.clone());
        made
    }

    /// Whether any measure of the set gives an optional field (owner, due date).
    #[must_use]
    pub fn measures_give(&self, key: FieldKey) -> bool {
        self.relations.measures_give.contains(&key)
    }

    /// The entities whose findings read an entity's coverage.
    pub(super) fn neighbours(&self, key: NodeKey) -> Vec<NodeKey> {
        let mut found: Vec<NodeKey> = Vec::new();
        for capability in self.carried(key) {
            found.extend(self.ancestry(capability.key).iter().map(|entity| entity.key));
        }
        found.extend(self.holders(key).iter().map(|entity| entity.key));
        found
    }
}
