//! The entities of one plan set, whatever file they stand in: definitions, references, relations.

mod relations;

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::{Entity, Field, FileId, LevelField, NodeKey, ProblemKind, Span, finish};
use crate::schema::{FieldKey, Kind};

pub use relations::EffectiveLevel;

/// What a document tells the set about places: its rank by path, and where its chunks stand.
pub trait Places {
    /// A place's rank: the file's by path, the chunk's in the file, the byte in the chunk.
    fn rank(&self, span: Span) -> (usize, usize, u32);
    /// The line that a place begins in, to tell whether two places share it.
    fn line(&self, span: Span) -> (FileId, usize);
}

/// One plan set.
#[derive(Debug, Default)]
pub struct PlanSet {
    /// Every node, rows unmerged.
    nodes: FxHashMap<NodeKey, Arc<Entity>>,
    /// Entities with their rows merged in; a row that has a heading is not here.
    entities: FxHashMap<NodeKey, Arc<Entity>>,
    /// Nodes by id, in order of place.
    by_id: FxHashMap<String, Vec<NodeKey>>,
    /// A merged row's heading.
    merged: FxHashMap<NodeKey, NodeKey>,
    /// A heading's merged rows, in order.
    rows: FxHashMap<NodeKey, Vec<NodeKey>>,
    order: FxHashMap<NodeKey, (usize, usize, u32)>,
    sorted: Vec<NodeKey>,
    files: Vec<FileId>,
    pub(crate) relations: relations::Relations,
    /// Topics count as reached only when every firm point is cited (`[level] granularity = "point"`).
    pub strict: bool,
}

/// What an entity says that others may depend on: everything but the words of its measures and most of its records.
#[derive(Debug, PartialEq, Eq)]
struct Summary<'a> {
    kind: Kind,
    parent: Option<NodeKey>,
    row: bool,
    fields: Vec<(FieldKey, bool, Vec<&'a str>)>,
    level: [Option<u8>; 2],
    /// What rules about the whole set read of a plan: its advantages.
    advantages: Vec<Vec<(FieldKey, bool, Vec<&'a str>)>>,
    /// The benefits that indicators measure.
    measured: Vec<Vec<&'a str>>,
    /// Keys and values that could not be read: a field that is probably meant is not absent.
    problems: Vec<&'a ProblemKind>,
    /// Which of [`OPTIONAL_OF_MEASURES`] its measures give.
    measures_give: [bool; OPTIONAL_OF_MEASURES.len()],
}

/// Fields of measures that a plan gives or leaves out as a whole.
pub(crate) const OPTIONAL_OF_MEASURES: [FieldKey; 2] = [FieldKey::Owner, FieldKey::Due];

/// Whether a measure of an entity gives a field.
fn measures_give(entity: &Entity, key: FieldKey) -> bool {
    let gives = |field: &Field| field.key == key && !field.words.is_empty() && !field.placeholder;
    entity.measures.iter().any(|measure| measure.fields.iter().any(gives))
}

fn texts(field: &Field) -> Vec<&str> {
    field.words.iter().map(|word| word.text.as_str()).collect()
}

fn words_of(fields: &[Field]) -> Vec<(FieldKey, bool, Vec<&str>)> {
    fields.iter().map(|field| (field.key, field.placeholder, texts(field))).collect()
}

fn summary(entity: &Entity) -> Summary<'_> {
    let level = |level: &Option<LevelField>| level.as_ref().map(|level| level.level.number());
    let records = |kind| entity.records.iter().filter(move |record| record.kind == kind);
    // Of a plan, rules about the whole set read every problem.
    let read = |kind: &&ProblemKind| {
        use ProblemKind::{NearLabel, UnknownKey, WrongType};
        matches!(kind, UnknownKey { .. } | NearLabel { .. } | WrongType { .. }) || entity.kind == Kind::Plan
    };
    Summary {
        kind: entity.kind,
        parent: entity.parent,
        row: entity.row,
        fields: words_of(&entity.fields),
        level: [level(&entity.level.current), level(&entity.level.target)],
        advantages: records(Kind::Advantage).map(|record| words_of(&record.fields)).collect(),
        measured: records(Kind::Indicator)
            .map(|record| record.field(FieldKey::Benefit).map(texts).unwrap_or_default())
            .collect(),
        problems: entity.problems.iter().map(|problem| &problem.kind).filter(read).collect(),
        measures_give: OPTIONAL_OF_MEASURES.map(|key| measures_give(entity, key)),
    }
}

/// Whether two states of an entity's measures cover the same.
fn same_coverage(old: &Entity, new: &Entity) -> bool {
    let facts = |entity: &Entity| -> Vec<_> {
        entity
            .measures
            .iter()
            .map(|measure| {
                let targets: Vec<_> = measure.citations.iter().map(|citation| citation.target).collect();
                (
                    measure.aspect,
                    measure.others.clone(),
                    targets,
                    measure.status,
                    measure.waiver.as_ref().map(|w| w.reason.is_some()),
                    measure.placeholder,
                )
            })
            .collect()
    };
    let sections = |entity: &Entity| -> Vec<_> {
        entity.sections.iter().map(|section| (section.dimension, section.aspect)).collect()
    };
    facts(old) == facts(new) && sections(old) == sections(new)
}

/// Which entities an update concerns.
#[derive(Debug, PartialEq, Eq)]
pub enum Concern {
    /// Only these: nothing that another entity reads has changed.
    Only(Vec<NodeKey>),
    /// All of the set.
    All,
}

impl PlanSet {
    /// Takes over changed and removed nodes; says whose findings may have changed.
    ///
    /// `moved` says that chunks came or went, so that places may compare otherwise than before.
    pub fn update(
        &mut self,
        changed: Vec<Arc<Entity>>,
        removed: &[NodeKey],
        moved: bool,
        places: &dyn Places,
    ) -> Concern {
        let mut only = Vec::new();
        let mut structural = !removed.is_empty() || moved && !self.in_order(places);
        for node in changed {
            let known = self.nodes.get(&node.key);
            let same = known.is_some_and(|known| summary(known) == summary(&node));
            let coverage = known.is_some_and(|known| same_coverage(known, &node));
            structural |= !same || !coverage && !matches!(node.kind, Kind::Unit);
            let key = node.key;
            self.nodes.insert(key, node);
            if !coverage {
                self.relations.profiles.borrow_mut().remove(&key);
            }
            only.push((key, coverage));
        }
        for key in removed {
            self.nodes.remove(key);
        }
        if structural {
            self.rebuild(places);
            return Concern::All;
        }
        let mut concerned: FxHashSet<NodeKey> = FxHashSet::default();
        for (key, coverage) in only {
            let home = self.merged.get(&key).copied().unwrap_or(key);
            self.merge(home, places);
            concerned.insert(home);
            if !coverage {
                concerned.extend(self.neighbours(home));
            }
        }
        Concern::Only(concerned.into_iter().collect())
    }

    /// Whether the entities still stand in the order in which they are known.
    fn in_order(&self, places: &dyn Places) -> bool {
        self.sorted.is_sorted_by_key(|key| self.nodes.get(key).map(|node| (place(node, places), key.number)))
    }

    /// Builds order, ids, merges and relations anew.
    pub fn rebuild(&mut self, places: &dyn Places) {
        self.order = self.nodes.values().map(|node| (node.key, place(node, places))).collect();
        let order = &self.order;
        let mut sorted: Vec<NodeKey> = self.nodes.keys().copied().collect();
        // Nodes of one line (several in one flow list) are in the order of their numbers.
        sorted.sort_by_key(|key| (order.get(key).copied(), key.number));
        self.by_id.clear();
        for key in &sorted {
            if let Some(id) = self.nodes.get(key).and_then(|node| node.id.as_ref()) {
                self.by_id.entry(id.text.clone()).or_default().push(*key);
            }
        }
        self.merged.clear();
        self.rows.clear();
        for keys in self.by_id.values() {
            for key in keys.iter().filter(|key| self.nodes[key].row) {
                let kind = self.nodes[key].kind;
                let home = keys
                    .iter()
                    .find(|other| !self.nodes[other].row && self.nodes[other].kind == kind)
                    .or_else(|| keys.iter().find(|other| self.nodes[other].kind == kind));
                if let Some(home) = home.filter(|home| *home != key) {
                    self.merged.insert(*key, *home);
                    self.rows.entry(*home).or_default().push(*key);
                }
            }
        }
        self.files = sorted.iter().filter(|key| key.is_plan()).map(|key| key.file).collect();
        self.sorted = sorted.into_iter().filter(|key| !self.merged.contains_key(key)).collect();
        self.entities.clear();
        let homes = self.sorted.clone();
        for home in homes {
            self.merge(home, places);
        }
        self.relations = relations::Relations::new(self);
    }

    /// Makes the entity of a node and the rows merged into it.
    fn merge(&mut self, home: NodeKey, places: &dyn Places) {
        let Some(node) = self.nodes.get(&home) else { return };
        let Some(rows) = self.rows.get(&home) else {
            self.entities.insert(home, Arc::clone(node));
            return;
        };
        let mut entity = (**node).clone();
        for row in rows {
            let Some(row) = self.nodes.get(row) else { continue };
            entity.fields.extend(row.fields.iter().filter(|field| field.key != FieldKey::Id).cloned());
            entity.problems.extend(row.problems.iter().cloned());
            entity.parent = entity.parent.or(row.parent);
        }
        // Of two values that disagree the one that stands first counts.
        entity.fields.sort_by_key(|field| places.rank(field.value));
        finish(&mut entity);
        self.entities.insert(home, Arc::new(entity));
    }

    /// Capabilities, units and modules in order: files by path, then place.
    pub fn entities(&self) -> impl Iterator<Item = &Entity> {
        self.sorted.iter().filter(|key| !key.is_plan()).filter_map(|key| self.entity(*key))
    }

    /// Every plan and entity.
    pub fn all(&self) -> impl Iterator<Item = &Entity> {
        self.sorted.iter().filter_map(|key| self.entity(*key))
    }

    /// An entity; for a merged row the entity that it was merged into.
    #[must_use]
    pub fn entity(&self, key: NodeKey) -> Option<&Entity> {
        let home = self.merged.get(&key).unwrap_or(&key);
        self.entities.get(home).map(Arc::as_ref)
    }

    /// The files' plans, by path.
    pub fn plans(&self) -> impl Iterator<Item = &Entity> {
        self.files.iter().filter_map(|file| self.entity(NodeKey::plan(*file)))
    }

    /// The entities that define an id, in order; a row merged into another is not among them.
    pub fn defined(&self, id: &str) -> impl Iterator<Item = &Entity> {
        self.by_id
            .get(id)
            .into_iter()
            .flatten()
            .filter(|key| !self.merged.contains_key(key))
            .filter_map(|key| self.entity(*key))
    }

    /// The first entity of one of these kinds that defines an id.
    #[must_use]
    pub fn definition(&self, id: &str, kinds: &[Kind]) -> Option<&Entity> {
        self.defined(id).find(|entity| kinds.contains(&entity.kind))
    }

    /// Every id that is defined, with its entity.
    pub fn ids(&self) -> impl Iterator<Item = (&str, &Entity)> {
        self.entities().filter_map(|entity| entity.id.as_ref().map(|id| (id.text.as_str(), entity)))
    }

    /// The advantages of all plans: id, name, place.
    pub fn advantages(&self) -> impl Iterator<Item = &crate::model::Indicator> {
        self.plans().flat_map(|plan| &plan.records).filter(|record| record.kind == Kind::Advantage)
    }

    /// The advantage of an id.
    #[must_use]
    pub fn advantage(&self, id: &str) -> Option<&crate::model::Indicator> {
        self.advantages().find(|record| record.field(FieldKey::Id).is_some_and(|field| field.text() == id))
    }

    /// The rank of an entity's place: compares which of two stands later.
    #[must_use]
    pub fn rank(&self, key: NodeKey) -> (usize, usize, u32) {
        self.order.get(&key).copied().unwrap_or((usize::MAX, 0, 0))
    }
}

/// The rank of a node: a plan goes before everything in its file.
fn place(node: &Entity, places: &dyn Places) -> (usize, usize, u32) {
    let (file, chunk, byte) = places.rank(node.anchor);
    if node.key.is_plan() { (file, 0, 0) } else { (file, chunk, byte) }
}
