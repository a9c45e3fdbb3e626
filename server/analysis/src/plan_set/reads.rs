//! What a check or a level profile read of its set, so that it is made anew when, and only when, that changed.
//!
//! The accessors of [`super::PlanSet`] note the facts that they give away while somebody records. A fact is as fine as
//! its readers need it: who looks for a field in all entities need not look again because another field changed.

use std::cell::RefCell;
use std::hash::BuildHasher;

use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use super::digest::Asked;
use crate::model::NodeKey;
use crate::schema::FieldKey;

/// Something about a set that may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Fact {
    /// What an entity says of itself, with the places: all but its measures and sections.
    Entity(NodeKey),
    /// What an entity's measures cover, and which dimensions and aspects it opens.
    Coverage(NodeKey),
    /// To whom an entity stands in relation.
    Relations(NodeKey),
    /// An entity's level profile.
    Profile(NodeKey),
    /// What an id is defined as, and what those entities say, by the id's hash: two ids of one hash cost a check too
    /// many, no more.
    Id(u64),
    /// What all entities say in a field.
    Field(FieldKey),
    /// What could not be read, in all entities.
    Problems,
    /// The ids and names of all entities.
    Names,
    /// Which entities there are, of which kinds, in which order.
    Existence,
    /// The advantages of all plans, with their places.
    Advantages,
    /// Whether some measure gives an optional field.
    MeasuresGive(FieldKey),
    /// Whether some module has members.
    HasMembers,
    /// Which plans have measures or sections of their own.
    Sharing,
    /// The answer to a question about the whole set.
    Digest(Asked),
}

impl Fact {
    /// What an id is defined as.
    pub(super) fn id(id: &str) -> Self {
        Self::Id(FxBuildHasher.hash_one(id))
    }
}

/// Who read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Reader {
    /// The rules, checking an entity.
    Check(NodeKey),
    /// The level profile of an entity.
    Profile(NodeKey),
    /// The answer to a question about the whole set.
    Digest(Asked),
}

/// Who read what.
#[derive(Clone, Debug, Default)]
pub(super) struct Reads {
    /// What is being read right now, the innermost reader last.
    recording: RefCell<Vec<Vec<Fact>>>,
    known: RefCell<Known>,
}

#[derive(Clone, Debug, Default)]
struct Known {
    by_reader: FxHashMap<Reader, Box<[Fact]>>,
    by_fact: FxHashMap<Fact, FxHashSet<Reader>>,
}

impl Reads {
    /// Notes that a fact is given away.
    pub(super) fn note(&self, fact: Fact) {
        if let Some(reads) = self.recording.borrow_mut().last_mut()
            && reads.last() != Some(&fact)
        {
            reads.push(fact);
        }
    }

    /// Does something and remembers what it read, in place of what the reader read before.
    pub(super) fn record<T>(&self, reader: Reader, work: impl FnOnce() -> T) -> T {
        self.recording.borrow_mut().push(Vec::new());
        let done = work();
        let mut facts = self.recording.borrow_mut().pop().unwrap_or_default();
        facts.sort_unstable();
        facts.dedup();
        self.known.borrow_mut().replace(reader, facts);
        done
    }

    /// Forgets a reader that is no more.
    pub(super) fn forget(&self, reader: Reader) {
        self.known.borrow_mut().replace(reader, Vec::new());
    }

    /// Those who read a fact.
    pub(super) fn readers(&self, fact: Fact) -> Vec<Reader> {
        self.known.borrow().by_fact.get(&fact).into_iter().flatten().copied().collect()
    }

    /// Drops what a panic left behind.
    pub(super) fn end_recording(&self) {
        self.recording.borrow_mut().clear();
    }
}

impl Known {
    fn replace(&mut self, reader: Reader, facts: Vec<Fact>) {
        if self.by_reader.get(&reader).is_some_and(|known| **known == *facts) {
            return;
        }
        let old = if facts.is_empty() {
            self.by_reader.remove(&reader)
        } else {
            self.by_reader.insert(reader, facts.clone().into_boxed_slice())
        };
        for fact in old.iter().flat_map(|old| old.iter()).filter(|fact| facts.binary_search(fact).is_err()) {
            if let Some(readers) = self.by_fact.get_mut(fact) {
                readers.remove(&reader);
                if readers.is_empty() {
                    self.by_fact.remove(fact);
                }
            }
        }
        let known = |fact: &Fact| old.as_ref().is_some_and(|old| old.binary_search(fact).is_ok());
        for fact in facts.into_iter().filter(|fact| !known(fact)) {
            self.by_fact.entry(fact).or_default().insert(reader);
        }
    }
}
