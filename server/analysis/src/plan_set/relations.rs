//! Who carries, splits, combines whom; which levels a unit inherits; cycles.

use rustc_hash::{FxHashMap, FxHashSet};

use super::PlanSet;
use super::reads::Fact;
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

/// The relations of a set.
#[derive(Clone, Debug, Default)]
pub(crate) struct Relations {
    carried: FxHashMap<NodeKey, Vec<NodeKey>>,
    carriers: FxHashMap<NodeKey, Vec<NodeKey>>,
    children: FxHashMap<NodeKey, Vec<NodeKey>>,
    parents: FxHashMap<NodeKey, NodeKey>,
    members: FxHashMap<NodeKey, Vec<NodeKey>>,
    modules: FxHashMap<NodeKey, Vec<NodeKey>>,
    cycles: FxHashMap<NodeKey, Vec<NodeKey>>,
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
        made.find_cycles(set);
        made
    }

    /// The entities that stand in other relations than before.
    pub(super) fn differing(&self, old: &Self) -> FxHashSet<NodeKey> {
        let mut keys = FxHashSet::default();
        for (new, old) in self.lists().into_iter().zip(old.lists()) {
            keys.extend(new.iter().filter(|(key, list)| old.get(*key) != Some(*list)).map(|(key, _)| *key));
            keys.extend(old.keys().filter(|key| !new.contains_key(key)));
        }
        keys.extend(
            self.parents.iter().filter(|(key, of)| old.parents.get(*key) != Some(*of)).map(|(key, _)| *key),
        );
        keys.extend(old.parents.keys().filter(|key| !self.parents.contains_key(key)));
        keys
    }

    fn lists(&self) -> [&FxHashMap<NodeKey, Vec<NodeKey>>; 6] {
        [&self.carried, &self.carriers, &self.children, &self.members, &self.modules, &self.cycles]
    }

    /// Whether some module has members.
    pub(super) fn is_combined(&self) -> bool {
        !self.members.is_empty()
    }

    fn find_cycles(&mut self, set: &PlanSet) {
        for entity in set.entities() {
            let next: Box<dyn Fn(NodeKey) -> Vec<NodeKey>> = match entity.kind {
                Kind::Capability if !self.parents.contains_key(&entity.key) => continue,
                Kind::Module if !self.members.contains_key(&entity.key) => continue,
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
        self.keys_of(map, key).iter().filter_map(|key| self.entity(*key)).collect()
    }

    fn keys_of<'a>(&'a self, map: &'a FxHashMap<NodeKey, Vec<NodeKey>>, key: NodeKey) -> &'a [NodeKey] {
        self.reads.note(Fact::Relations(key));
        map.get(&key).map_or(&[], Vec::as_slice)
    }

    /// The capabilities that a unit or module carries, by nesting and by reference.
    #[must_use]
    pub fn carried(&self, key: NodeKey) -> Vec<&Entity> {
        self.list(&self.relations.carried, key)
    }

    /// The keys of the capabilities that a unit or module carries.
    pub(super) fn carried_keys(&self, key: NodeKey) -> &[NodeKey] {
        self.keys_of(&self.relations.carried, key)
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
        self.parent_key(capability).and_then(|key| self.entity(key))
    }

    fn parent_key(&self, capability: NodeKey) -> Option<NodeKey> {
        self.reads.note(Fact::Relations(capability));
        self.relations.parents.get(&capability).copied()
    }

    /// Whether nothing has the capability as its parent.
    #[must_use]
    pub fn is_leaf(&self, capability: NodeKey) -> bool {
        self.keys_of(&self.relations.children, capability).is_empty()
    }

    /// The members of a module, by nesting and by reference.
    #[must_use]
    pub fn members(&self, module: NodeKey) -> Vec<&Entity> {
        self.list(&self.relations.members, module)
    }

    /// Whether some module has members.
    #[must_use]
    pub fn has_members(&self) -> bool {
        self.reads.note(Fact::HasMembers);
        self.relations.is_combined()
    }

    /// The modules that a unit or module is a member of.
    #[must_use]
    pub fn modules_of(&self, key: NodeKey) -> Vec<&Entity> {
        self.list(&self.relations.modules, key)
    }

    /// The cycle of parents or members that an entity is in, itself first.
    #[must_use]
    pub fn cycle(&self, key: NodeKey) -> Option<&[NodeKey]> {
        self.reads.note(Fact::Relations(key));
        self.relations.cycles.get(&key).map(Vec::as_slice)
    }

    /// Whether an entity is in a cycle.
    #[must_use]
    pub fn in_cycle(&self, key: NodeKey) -> bool {
        self.cycle(key).is_some()
    }

    /// The capability and those that it is split from, nearest first; a cycle ends where it began.
    #[must_use]
    pub fn ancestry(&self, capability: NodeKey) -> Vec<&Entity> {
        self.ancestry_keys(capability).into_iter().filter_map(|key| self.entity(key)).collect()
    }

    /// The keys of [`PlanSet::ancestry`].
    pub(super) fn ancestry_keys(&self, capability: NodeKey) -> Vec<NodeKey> {
        let mut found = vec![capability];
        while let Some(above) = found.last().and_then(|key| self.parent_key(*key)) {
            if found.contains(&above) {
                break;
            }
            found.push(above);
        }
        found
    }

    /// The keys of the modules that hold an entity, directly or through other modules.
    pub(super) fn holder_keys(&self, key: NodeKey) -> Vec<NodeKey> {
        let mut found: Vec<NodeKey> = Vec::new();
        let mut queue = vec![key];
        while let Some(at) = queue.pop() {
            for module in self.keys_of(&self.relations.modules, at) {
                if !found.contains(module) {
                    found.push(*module);
                    queue.push(*module);
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
}
