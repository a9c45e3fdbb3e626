//! What rules and features ask a set. What they are given is noted while a check or a profile is recorded, so that it
//! is made anew when that changes: each accessor notes all that its answer rests on.

use std::sync::Arc;

use super::PlanSet;
use super::reads::{Fact, Reader};
use crate::level::{Profile, profile};
use crate::model::{Entity, Field, FileId, Indicator, NodeKey};
use crate::schema::{FieldKey, Kind};

impl PlanSet {
    /// Capabilities, units and modules in order: files by path, then place. A rule that reads all of them is checked
    /// again with every change; [`PlanSet::with_field`] and [`PlanSet::has`] ask for less.
    pub fn entities(&self) -> impl Iterator<Item = &Entity> {
        self.all().filter(|entity| !entity.key.is_plan())
    }

    /// Every plan and entity, in order.
    pub fn all(&self) -> impl Iterator<Item = &Entity> {
        self.reads.note(Fact::Existence);
        self.ties.sorted.iter().filter_map(|key| self.entity(*key))
    }

    /// The entities that state a field, or of which something could not be read, in order. Of what they say in other
    /// fields, and of places, nothing may be told.
    pub fn with_field(&self, key: FieldKey) -> impl Iterator<Item = &Entity> {
        for fact in [Fact::Existence, Fact::Field(key), Fact::Problems] {
            self.reads.note(fact);
        }
        let states = move |entity: &&Entity| {
            !entity.key.is_plan()
                && (!entity.problems.is_empty() || entity.fields.iter().any(|field| field.key == key))
        };
        self.ties.sorted.iter().filter_map(|key| self.entities.get(key).map(Arc::as_ref)).filter(states)
    }

    /// The entities of some kinds, in order. Of what they say, only id and name may be told.
    pub fn named<'a>(&'a self, kinds: &'a [Kind]) -> impl Iterator<Item = &'a Entity> {
        self.reads.note(Fact::Existence);
        self.reads.note(Fact::Names);
        let entities = self.ties.sorted.iter().filter_map(|key| self.entities.get(key).map(Arc::as_ref));
        entities.filter(|entity| kinds.contains(&entity.kind))
    }

    /// Whether there is an entity of one of these kinds.
    #[must_use]
    pub fn has(&self, kinds: &[Kind]) -> bool {
        self.reads.note(Fact::Existence);
        self.entities.values().any(|entity| kinds.contains(&entity.kind))
    }

    /// Whether a fence without an end hides the rest of a file, so that nobody knows what is defined there.
    #[must_use]
    pub fn is_cut_short(&self) -> bool {
        self.reads.note(Fact::Existence);
        self.reads.note(Fact::Problems);
        self.ties
            .files
            .iter()
            .any(|file| self.unmerged(NodeKey::plan(*file)).is_some_and(|plan| plan.cut_short))
    }

    /// An entity; for a merged row the entity that it was merged into.
    #[must_use]
    pub fn entity(&self, key: NodeKey) -> Option<&Entity> {
        let home = *self.ties.merged.get(&key).unwrap_or(&key);
        self.reads.note(Fact::Entity(home));
        self.entities.get(&home).map(Arc::as_ref)
    }

    /// Whether an entity opens a dimension or an aspect, or has measures.
    #[must_use]
    pub fn has_dimensions(&self, key: NodeKey) -> bool {
        let home = *self.ties.merged.get(&key).unwrap_or(&key);
        self.reads.note(Fact::Coverage(home));
        self.entities.get(&home).is_some_and(|entity| entity.has_dimensions())
    }

    /// An entity under its own key; none for a merged row.
    #[must_use]
    pub fn unmerged(&self, key: NodeKey) -> Option<&Entity> {
        self.entities.get(&key).map(Arc::as_ref)
    }

    /// The keys of every plan and entity, in order.
    pub fn keys(&self) -> impl Iterator<Item = NodeKey> + '_ {
        self.ties.sorted.iter().copied()
    }

    /// The files' plans, by path.
    pub fn plans(&self) -> impl Iterator<Item = &Entity> {
        self.reads.note(Fact::Existence);
        self.ties.files.iter().filter_map(|file| self.entity(NodeKey::plan(*file)))
    }

    /// What plans say in a field: that of one file first, then by path.
    pub fn plan_fields(&self, first: FileId, key: FieldKey) -> impl Iterator<Item = &Field> {
        self.reads.note(Fact::Existence);
        self.reads.note(Fact::Field(key));
        let files = std::iter::once(first).chain(self.ties.files.iter().copied());
        files.filter_map(move |file| {
            let plan = self.entities.get(&NodeKey::plan(file))?;
            let field = plan.field(key)?;
            self.reads.note(Fact::Entity(plan.key));
            Some(field)
        })
    }

    /// The entities that define an id, in order; a row merged into another is not among them.
    pub fn defined(&self, id: &str) -> impl Iterator<Item = &Entity> {
        self.reads.note(Fact::id(id));
        // A row that was merged away has no entity of its own.
        self.ties.by_id.get(id).into_iter().flatten().filter_map(|key| self.unmerged(*key))
    }

    /// The first entity of one of these kinds that defines an id.
    #[must_use]
    pub fn definition(&self, id: &str, kinds: &[Kind]) -> Option<&Entity> {
        self.defined(id).find(|entity| kinds.contains(&entity.kind))
    }

    /// The advantages of all plans: id, name, place.
    pub fn advantages(&self) -> impl Iterator<Item = &Indicator> {
        self.reads.note(Fact::Existence);
        self.reads.note(Fact::Advantages);
        let plans = self.ties.files.iter().filter_map(|file| self.entities.get(&NodeKey::plan(*file)));
        plans.flat_map(|plan| &plan.records).filter(|record| record.kind == Kind::Advantage)
    }

    /// The advantage of an id.
    #[must_use]
    pub fn advantage(&self, id: &str) -> Option<&Indicator> {
        self.advantages().find(|record| record.field(FieldKey::Id).is_some_and(|field| field.text() == id))
    }

    /// Whether any measure of the set gives an optional field (owner, due date).
    #[must_use]
    pub fn measures_give(&self, key: FieldKey) -> bool {
        self.reads.note(Fact::MeasuresGive(key));
        super::OPTIONAL_OF_MEASURES
            .iter()
            .zip(&self.giving)
            .any(|(of, giving)| *of == key && !giving.is_empty())
    }

    /// Says that the order of places is read.
    pub(crate) fn note_order(&self) {
        self.reads.note(Fact::Existence);
    }

    /// The level profile of a unit, or of a module with dimensions of its own.
    #[must_use]
    pub fn profile(&self, key: NodeKey) -> Option<Arc<Profile>> {
        let key = *self.ties.merged.get(&key).unwrap_or(&key);
        self.reads.note(Fact::Profile(key));
        if let Some(known) = self.profiles.borrow().get(&key) {
            return known.clone();
        }
        let made = self.reads.record(Reader::Profile(key), || profile(self, key).map(Arc::new));
        self.profiles.borrow_mut().insert(key, made.clone());
        made
    }

    /// An entity, and those whose measures it shares: its modules, the capabilities that it or they carry with their
    /// ancestors, and the plans of the set that have such. Only their measures and sections may be told.
    #[must_use]
    pub fn sources(&self, key: NodeKey) -> Vec<&Entity> {
        let mut found = vec![key];
        let add = |found: &mut Vec<NodeKey>, other: NodeKey| {
            if !found.contains(&other) {
                found.push(other);
            }
        };
        self.holder_keys(key).into_iter().for_each(|module| add(&mut found, module));
        for carrier in found.clone() {
            for capability in self.carried_keys(carrier) {
                self.ancestry_keys(*capability).into_iter().for_each(|above| add(&mut found, above));
            }
        }
        self.reads.note(Fact::Sharing);
        if !self.sharing.is_empty() {
            self.reads.note(Fact::Existence);
            let plans = self.ties.files.iter().map(|file| NodeKey::plan(*file));
            plans.filter(|plan| self.sharing.contains(plan)).for_each(|plan| add(&mut found, plan));
        }
        found.iter().for_each(|key| self.reads.note(Fact::Coverage(*key)));
        found.iter().filter_map(|key| self.unmerged(*key)).collect()
    }
}
