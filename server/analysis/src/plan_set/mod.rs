//! The entities of one plan set, whatever file they stand in: definitions, references, relations.

mod accessors;
mod changes;
mod digest;
mod reads;
mod relations;

use std::cell::RefCell;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::level::Profile;
use crate::model::{Entity, FileId, NodeKey, Span, finish};
use crate::schema::FieldKey;

use changes::{Changes, same_ties};
pub use digest::Digest;
use reads::{Fact, Reader, Reads};
pub use relations::EffectiveLevel;

/// What a document tells the set about places: its rank by path, and where its chunks stand.
pub trait Places {
    /// A place's rank: the file's by path, the chunk's in the file, the byte in the chunk.
    fn rank(&self, span: Span) -> (usize, usize, u32);
    /// The line that a place begins in, to tell whether two places share it.
    fn line(&self, span: Span) -> (FileId, usize);
}

/// One plan set.
#[derive(Clone, Debug, Default)]
pub struct PlanSet {
    /// Every node, rows unmerged.
    nodes: FxHashMap<NodeKey, Arc<Entity>>,
    /// Entities with their rows merged in; a row that has a heading is not here.
    entities: FxHashMap<NodeKey, Arc<Entity>>,
    ties: Ties,
    relations: relations::Relations,
    /// The entities whose measures give one of [`OPTIONAL_OF_MEASURES`].
    giving: [FxHashSet<NodeKey>; OPTIONAL_OF_MEASURES.len()],
    /// Profiles made so far.
    profiles: RefCell<FxHashMap<NodeKey, Option<Arc<Profile>>>>,
    /// The files with profiles that were forgotten since that was last asked.
    relevelled: FxHashSet<FileId>,
    /// The plans with measures or sections of their own, which all units share.
    sharing: FxHashSet<NodeKey>,
    /// Questions about the whole set that were asked, with the answers.
    digests: RefCell<digest::Answers>,
    reads: Reads,
    /// Topics count as reached only when every firm point is cited (`[level] granularity = "point"`).
    pub strict: bool,
}

/// How the nodes of a set hang together: their order, ids and merged rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Ties {
    /// Nodes by id, in order of place.
    by_id: FxHashMap<String, Vec<NodeKey>>,
    /// A merged row's heading.
    merged: FxHashMap<NodeKey, NodeKey>,
    /// A heading's merged rows, in order.
    rows: FxHashMap<NodeKey, Vec<NodeKey>>,
    /// Plans and entities in order: files by path, then place.
    sorted: Vec<NodeKey>,
    files: Vec<FileId>,
    /// All nodes in order, merged rows among them.
    order: Vec<NodeKey>,
}

/// Fields of measures that a plan gives or leaves out as a whole.
pub(crate) const OPTIONAL_OF_MEASURES: [FieldKey; 2] = [FieldKey::Owner, FieldKey::Due];

/// Whether a measure of an entity gives a field.
fn measures_give(entity: &Entity, key: FieldKey) -> bool {
    let gives =
        |field: &crate::model::Field| field.key == key && !field.words.is_empty() && !field.placeholder;
    entity.measures.iter().any(|measure| measure.fields.iter().any(gives))
}

impl PlanSet {
    /// Takes over changed and removed nodes; returns the entities whose findings may have changed by that.
    ///
    /// `moved` says that chunks came or went, so that places may compare otherwise than before.
    pub fn update(
        &mut self,
        changed: Vec<Arc<Entity>>,
        removed: &[NodeKey],
        moved: bool,
        places: &dyn Places,
    ) -> Vec<NodeKey> {
        self.reads.end_recording();
        let mut changes = Changes::default();
        let mut touched: FxHashSet<NodeKey> = FxHashSet::default();
        let mut retied = !removed.is_empty();
        for node in changed {
            let key = node.key;
            let known = self.nodes.insert(key, node);
            retied |= known.is_none_or(|known| !same_ties(&known, &self.nodes[&key]));
            touched.insert(key);
        }
        for key in removed {
            self.nodes.remove(key);
        }
        retied |= moved && !self.in_order(places);
        if retied {
            self.retie(moved, &mut touched, places, &mut changes);
        }
        let homes: Vec<NodeKey> =
            touched.iter().filter_map(|key| self.ties.merged.get(key)).copied().collect();
        touched.extend(homes);
        for key in &touched {
            self.renew(*key, places, &mut changes);
        }
        if retied {
            self.relate(&mut changes);
        }
        self.concerned(touched, changes)
    }

    /// Whether the entities still stand in the order in which they are known.
    fn in_order(&self, places: &dyn Places) -> bool {
        let order = &self.ties.order;
        order.is_sorted_by_key(|key| self.nodes.get(key).map(|node| (place(node, places), key.number)))
    }

    /// Makes order, ids and merges anew; whoever merges otherwise than before is touched.
    fn retie(
        &mut self,
        moved: bool,
        touched: &mut FxHashSet<NodeKey>,
        places: &dyn Places,
        changes: &mut Changes,
    ) {
        let old = std::mem::replace(&mut self.ties, Ties::of(&self.nodes, places));
        let new = &self.ties;
        if old.sorted != new.sorted {
            changes.add(Fact::Existence);
            changes.add(Fact::Names);
            let now: FxHashSet<&NodeKey> = new.sorted.iter().collect();
            touched.extend(old.sorted.iter().filter(|key| !now.contains(key)));
            touched.extend(new.sorted.iter().filter(|key| !self.entities.contains_key(key)));
        }
        for (id, _) in
            old.by_id.iter().chain(&new.by_id).filter(|(id, _)| old.by_id.get(*id) != new.by_id.get(*id))
        {
            changes.add(Fact::id(id));
        }
        let homes = old.rows.keys().chain(new.rows.keys());
        touched.extend(homes.filter(|home| moved || old.rows.get(home) != new.rows.get(home)));
    }

    /// Makes an entity anew out of its node and the rows merged into it, or forgets it; notes what is new about it.
    fn renew(&mut self, home: NodeKey, places: &dyn Places, changes: &mut Changes) {
        let new = if self.ties.merged.contains_key(&home) { None } else { self.merged(home, places) };
        let old = match &new {
            Some(new) => self.entities.insert(home, Arc::clone(new)),
            None => self.entities.remove(&home),
        };
        changes.compare(old.as_deref(), new.as_deref());
        let shares = home.is_plan() && new.as_ref().is_some_and(|plan| plan.has_dimensions());
        if shares != self.sharing.contains(&home) {
            let _ = if shares { self.sharing.insert(home) } else { self.sharing.remove(&home) };
            changes.add(Fact::Sharing);
        }
        for (key, giving) in OPTIONAL_OF_MEASURES.iter().zip(&mut self.giving) {
            let before = giving.is_empty();
            if new.as_ref().is_some_and(|entity| measures_give(entity, *key)) {
                giving.insert(home);
            } else {
                giving.remove(&home);
            }
            if giving.is_empty() != before {
                changes.add(Fact::MeasuresGive(*key));
            }
        }
    }

    /// An entity with the rows that are merged into it.
    fn merged(&self, home: NodeKey, places: &dyn Places) -> Option<Arc<Entity>> {
        let node = self.nodes.get(&home)?;
        let Some(rows) = self.ties.rows.get(&home) else { return Some(Arc::clone(node)) };
        let mut entity = (**node).clone();
        for row in rows.iter().filter_map(|row| self.nodes.get(row)) {
            entity.fields.extend(row.fields.iter().filter(|field| field.key != FieldKey::Id).cloned());
            entity.problems.extend(row.problems.iter().cloned());
            entity.citations.extend(row.citations.iter().cloned());
            entity.parent = entity.parent.or(row.parent);
        }
        // Of two values that disagree the one that stands first counts.
        entity.fields.sort_by_key(|field| places.rank(field.value));
        finish(&mut entity);
        Some(Arc::new(entity))
    }

    /// Makes the relations anew.
    fn relate(&mut self, changes: &mut Changes) {
        let new = relations::Relations::new(self);
        let old = std::mem::replace(&mut self.relations, new);
        for key in self.relations.differing(&old) {
            changes.add(Fact::Relations(key));
        }
        if old.is_combined() != self.relations.is_combined() {
            changes.add(Fact::HasMembers);
        }
    }

    /// Those who read what changed, the changed themselves among them; profiles that read it are forgotten.
    fn concerned(&mut self, changed: FxHashSet<NodeKey>, changes: Changes) -> Vec<NodeKey> {
        let mut concerned = changed;
        let mut facts = changes.into_facts();
        let mut seen: FxHashSet<Reader> = FxHashSet::default();
        while let Some(fact) = facts.pop() {
            for reader in self.reads.readers(fact) {
                match reader {
                    _ if !seen.insert(reader) => {}
                    Reader::Check(key) => {
                        concerned.insert(key);
                    }
                    Reader::Digest(key) => {
                        if self.digest_again(key) {
                            facts.push(Fact::Digest(key));
                        }
                    }
                    Reader::Profile(key) => {
                        if self.profiles.get_mut().remove(&key).is_some() {
                            self.relevelled.insert(key.file);
                        }
                        facts.push(Fact::Profile(key));
                    }
                }
            }
        }
        for key in concerned.iter().filter(|key| !self.entities.contains_key(key)) {
            self.reads.forget(Reader::Check(*key));
            self.reads.forget(Reader::Profile(*key));
        }
        concerned.into_iter().collect()
    }

    /// The files in which some profile that was asked for may be another since this was last asked.
    pub(crate) fn take_relevelled(&mut self) -> FxHashSet<FileId> {
        std::mem::take(&mut self.relevelled)
    }

    /// Lets the rules check an entity, and remembers what they read for that.
    pub fn checking<T>(&self, key: NodeKey, check: impl FnOnce() -> T) -> T {
        self.reads.record(Reader::Check(key), check)
    }
}

impl Ties {
    fn of(nodes: &FxHashMap<NodeKey, Arc<Entity>>, places: &dyn Places) -> Self {
        let mut sorted: Vec<NodeKey> = nodes.keys().copied().collect();
        // Nodes of one line (several in one flow list) are in the order of their numbers.
        sorted.sort_by_cached_key(|key| (place(&nodes[key], places), key.number));
        let mut made = Self::default();
        for key in &sorted {
            if let Some(id) = &nodes[key].id {
                made.by_id.entry(id.text.clone()).or_default().push(*key);
            }
        }
        for keys in made.by_id.values() {
            for key in keys.iter().filter(|key| nodes[key].row) {
                let kind = nodes[key].kind;
                let home = keys
                    .iter()
                    .find(|other| !nodes[other].row && nodes[other].kind == kind)
                    .or_else(|| keys.iter().find(|other| nodes[other].kind == kind));
                if let Some(home) = home.filter(|home| *home != key) {
                    made.merged.insert(*key, *home);
                    made.rows.entry(*home).or_default().push(*key);
                }
            }
        }
        made.files = sorted.iter().filter(|key| key.is_plan()).map(|key| key.file).collect();
        made.sorted = sorted.iter().filter(|key| !made.merged.contains_key(key)).copied().collect();
        made.order = sorted;
        made
    }
}

/// The rank of a node: a plan goes before everything in its file.
fn place(node: &Entity, places: &dyn Places) -> (usize, usize, u32) {
    let (file, chunk, byte) = places.rank(node.anchor);
    if node.key.is_plan() { (file, 0, 0) } else { (file, chunk, byte) }
}
