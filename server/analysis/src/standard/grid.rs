//! The level grid as seen from outside: dimensions, aspects, topics, and what stands in their cells.

use std::ops::RangeInclusive;

use super::derive::LOWEST;
use super::{Level, Term, TermSet, standard};

/// One of the three dimensions of a capability unit (clause 7.1).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Dimension {
    /// Process dimension.
    Process,
    /// Element dimension.
    Element,
    /// Management dimension.
    Management,
}

/// One of the twelve aspects, counted in the standard's order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Aspect(pub(super) u8);

/// One of the 32 topics that annex A lists at every level above the first, counted in the standard's order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Topic(pub(super) u8);

/// What annex A lists for a topic at a level.
#[derive(Debug)]
pub struct Cell {
    /// The clause.
    pub clause: &'static str,
    /// The item's letter; `None` where the aspect has no letters.
    pub letter: Option<char>,
    /// The item's title: its lead without the words that only open the list.
    pub title: &'static str,
    /// Its points.
    pub points: Vec<PointInfo>,
    /// How many of them are not optional.
    pub firm: usize,
}

/// A point of a topic at a level.
#[derive(Debug)]
pub struct PointInfo {
    /// Its ordinal in citations, from 1.
    pub ordinal: u8,
    /// The last bullet that belongs to it: its own, or a later one where a sentence was cut in two.
    pub last: u8,
    /// Its wording, verbatim; the bullets of a sentence cut in two are put together.
    pub text: String,
    /// Whether it is conditional as a whole.
    pub optional: bool,
}

impl PointInfo {
    /// The bullets that belong to it.
    pub fn bullets(&self) -> RangeInclusive<u8> {
        self.ordinal..=self.last
    }
}

/// One of the eleven items that annex A lists at the first level.
#[derive(Debug)]
pub struct Cl1Item {
    /// The clause.
    pub clause: &'static str,
    /// Its letter.
    pub letter: char,
    /// Its wording, verbatim.
    pub text: &'static str,
    /// Our short English name for it.
    pub english: &'static str,
    /// The aspects it belongs to.
    pub aspects: Vec<Aspect>,
    /// The topics whose citation at a higher level reaches it.
    pub topics: Vec<Topic>,
    /// Whether it stands for single topics, not for its aspect as a whole.
    pub narrow: bool,
}

impl Cl1Item {
    /// Its citation.
    pub fn citation(&self) -> String {
        format!("{} {}", self.clause, self.letter)
    }

    /// A short 中文 name: the names of its aspects, or of its topics where it does not stand for a whole aspect.
    pub fn title(&self) -> String {
        let names: Vec<&str> = if self.narrow {
            self.topics.iter().map(|topic| topic.title(Level::FIRST)).collect()
        } else {
            self.aspects.iter().map(|aspect| aspect.name()).collect()
        };
        names.join("、")
    }
}

impl Dimension {
    /// All three, in the standard's order.
    pub const ALL: [Dimension; 3] = [Dimension::Process, Dimension::Element, Dimension::Management];

    /// All three, in the standard's order.
    pub fn all() -> impl DoubleEndedIterator<Item = Dimension> {
        Dimension::ALL.into_iter()
    }

    /// Its place, from 0.
    pub const fn index(self) -> usize {
        self as usize
    }

    /// The dimension's term.
    pub fn term(self) -> &'static Term {
        &standard().terms().of(TermSet::Dimension)[self.index()]
    }

    /// Its English key.
    pub fn key(self) -> &'static str {
        self.term().key
    }

    /// Its 中文 name.
    pub fn name(self) -> &'static str {
        self.term().name
    }

    /// Our English name.
    pub fn english(self) -> &'static str {
        self.term().english
    }

    /// The general clause that describes it.
    pub fn clause(self) -> &'static str {
        self.term().clause
    }

    /// The dimension of this key.
    pub fn from_key(key: &str) -> Option<Dimension> {
        Dimension::all().find(|dimension| dimension.key() == key)
    }

    /// Its aspects.
    pub fn aspects(self) -> impl Iterator<Item = Aspect> {
        Aspect::all().filter(move |aspect| aspect.dimension() == self)
    }

    /// The dimension of the aspect at this place.
    pub(super) fn of_aspect(index: usize) -> Option<Dimension> {
        Dimension::ALL.get(index / Aspect::PER_DIMENSION).copied()
    }
}

impl Aspect {
    const PER_DIMENSION: usize = 4;
    const COUNT: usize = Dimension::ALL.len() * Aspect::PER_DIMENSION;

    /// All twelve.
    pub fn all() -> impl DoubleEndedIterator<Item = Aspect> + ExactSizeIterator {
        (0..Aspect::COUNT as u8).map(Aspect)
    }

    /// The aspect of this key.
    pub fn from_key(key: &str) -> Option<Aspect> {
        Aspect::all().find(|aspect| aspect.key() == key)
    }

    /// The aspect that a term of [`TermSet::Aspect`] stands for.
    pub fn from_term(term: &Term) -> Option<Aspect> {
        Aspect::from_key(term.key).filter(|_| term.set == TermSet::Aspect)
    }

    /// Its place, from 0.
    pub const fn index(self) -> usize {
        self.0 as usize
    }

    /// Its dimension.
    pub fn dimension(self) -> Dimension {
        Dimension::ALL[self.index() / Aspect::PER_DIMENSION]
    }

    /// Its number within the dimension, from 1.
    pub const fn number(self) -> u8 {
        self.0 % Aspect::PER_DIMENSION as u8 + 1
    }

    /// The aspect's term.
    pub fn term(self) -> &'static Term {
        &standard().terms().of(TermSet::Aspect)[self.index()]
    }

    /// Its English key.
    pub fn key(self) -> &'static str {
        self.term().key
    }

    /// Its 中文 name.
    pub fn name(self) -> &'static str {
        self.term().name
    }

    /// Our English name.
    pub fn english(self) -> &'static str {
        self.term().english
    }

    /// The general clause that describes it.
    pub fn clause(self) -> &'static str {
        self.term().clause
    }

    /// Its topics.
    pub fn topics(self) -> impl DoubleEndedIterator<Item = Topic> + ExactSizeIterator {
        Topic::of_aspect(self)
    }
}

impl Topic {
    /// All 32.
    pub fn all() -> impl DoubleEndedIterator<Item = Topic> + ExactSizeIterator {
        (0..standard().grid.topics.len() as u8).map(Topic)
    }

    /// The topics of an aspect.
    pub fn of_aspect(aspect: Aspect) -> impl DoubleEndedIterator<Item = Topic> + ExactSizeIterator {
        standard().grid.topics_of[aspect.index()].clone().map(Topic)
    }

    /// The topic of an aspect with this letter, or its only one without a letter.
    pub fn of_letter(aspect: Aspect, letter: Option<char>) -> Option<Topic> {
        Topic::of_aspect(aspect).find(|topic| topic.letter() == letter)
    }

    /// Its place, from 0.
    pub const fn index(self) -> usize {
        self.0 as usize
    }

    /// Its aspect.
    pub fn aspect(self) -> Aspect {
        standard().grid.topics[self.index()].aspect
    }

    /// Its dimension.
    pub fn dimension(self) -> Dimension {
        self.aspect().dimension()
    }

    /// Its letter; `None` where the aspect has no letters.
    pub fn letter(self) -> Option<char> {
        standard().grid.topics[self.index()].letter
    }

    /// Its title at a level, verbatim (at the first level, which has none, as at the next); the aspect's name
    /// where the aspect has no letters.
    pub fn title(self, level: Level) -> &'static str {
        standard().cell(level.max(LOWEST), self).map_or("", |cell| cell.title)
    }

    /// Our English name for it.
    pub fn english(self) -> &'static str {
        standard().gloss.topic(self.aspect().key(), self.letter())
    }
}
