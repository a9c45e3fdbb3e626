//! The level grid: dimensions, aspects, topics, and the cell of each topic at each level. All of it is derived
//! from the clauses: which dimension, aspect and level a clause speaks of is read from its and its parents' titles.

use std::ops::RangeInclusive;

use serde::Deserialize;

use super::clause::{Annex, Clause, Item};
use super::{Level, Term, TermSet, Terms, standard};

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
pub struct Aspect(u8);

/// One of the 32 topics that annex A lists at every level above the first, counted in the standard's order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Topic(u8);

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

/// The lowest level that has topics.
const LOWEST: Level = match Level::new(2) {
    Some(level) => level,
    None => Level::FIRST,
};

/// What a clause speaks of.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Place {
    pub(super) annex: bool,
    pub(super) level: Option<Level>,
    pub(super) dimension: Option<Dimension>,
    pub(super) aspect: Option<Aspect>,
}

/// The grid.
#[derive(Debug)]
pub(super) struct Grid {
    /// What each clause speaks of.
    pub(super) places: Vec<Place>,
    topics: Vec<TopicPlace>,
    topics_of: Vec<std::ops::Range<u8>>,
    cells: Vec<Vec<Option<Cell>>>,
    pub(super) cl1: Vec<Cl1Item>,
}

#[derive(Debug)]
struct TopicPlace {
    aspect: Aspect,
    letter: Option<char>,
}

/// `grid.json`: the little that the clauses do not say of themselves.
#[derive(Deserialize)]
pub(super) struct GridNotes {
    optional_lead: &'static str,
    title_ends: Vec<&'static str>,
    cl1: Vec<RawCl1Item>,
}

#[derive(Deserialize)]
struct RawCl1Item {
    clause: &'static str,
    letter: char,
    aspects: Vec<&'static str>,
    topics: Vec<char>,
    english: &'static str,
}

impl Grid {
    /// Derives the grid from the clauses.
    pub(super) fn derive(clauses: &[Clause], annex: &Annex, terms: &Terms, notes: &GridNotes) -> Grid {
        let places = places(clauses, annex, terms);
        let mut grid =
            Grid { places, topics: Vec::new(), topics_of: Vec::new(), cells: Vec::new(), cl1: Vec::new() };
        for aspect in Aspect::all() {
            let first = grid.topics.len() as u8;
            let items = grid.annex_clause(clauses, LOWEST, aspect).into_iter().flat_map(Clause::items);
            grid.topics.extend(items.map(|item| TopicPlace { aspect, letter: item.letter }));
            grid.topics_of.push(first..grid.topics.len() as u8);
        }
        for level in Level::all() {
            let cells = grid.topics.iter().map(|topic| {
                let clause = grid.annex_clause(clauses, level, topic.aspect)?;
                Some(cell(clause, clause.item(topic.letter)?, notes))
            });
            let cells = cells.collect();
            grid.cells.push(cells);
        }
        grid.cl1 = notes.cl1.iter().filter_map(|raw| grid.cl1_item(clauses, terms, raw)).collect();
        grid
    }

    /// The cell of a topic at a level.
    pub(super) fn cell(&self, level: Level, topic: Topic) -> Option<&Cell> {
        self.cells.get(level.index())?.get(topic.index())?.as_ref()
    }

    /// The annex's clause of exactly this level and aspect.
    pub(super) fn annex_clause<'c>(
        &self,
        clauses: &'c [Clause],
        level: Level,
        aspect: Aspect,
    ) -> Option<&'c Clause> {
        self.find(clauses, |place| place.annex && place.level == Some(level) && place.aspect == Some(aspect))
    }

    /// The annex's clause of exactly this level and dimension.
    pub(super) fn annex_dimension_clause<'c>(
        &self,
        clauses: &'c [Clause],
        level: Level,
        dimension: Dimension,
    ) -> Option<&'c Clause> {
        self.find(clauses, |place| {
            place.annex
                && place.level == Some(level)
                && place.dimension == Some(dimension)
                && place.aspect.is_none()
        })
    }

    fn find<'c>(&self, clauses: &'c [Clause], fits: impl Fn(&Place) -> bool) -> Option<&'c Clause> {
        self.places.iter().position(fits).and_then(|index| clauses.get(index))
    }

    fn topics_of(&self, aspect: Aspect) -> impl Iterator<Item = Topic> + '_ {
        self.topics_of[aspect.index()].clone().map(Topic)
    }

    fn cl1_item(&self, clauses: &[Clause], terms: &Terms, raw: &RawCl1Item) -> Option<Cl1Item> {
        let clause = clauses.iter().find(|clause| clause.id == raw.clause)?;
        let item = clause.item(Some(raw.letter))?;
        let aspects: Vec<Aspect> = Aspect::all()
            .filter(|aspect| raw.aspects.contains(&terms.of(TermSet::Aspect)[aspect.index()].key))
            .collect();
        let wanted = |topic: &Topic| {
            let letter = self.topics[topic.index()].letter;
            raw.topics.is_empty() || letter.is_some_and(|letter| raw.topics.contains(&letter))
        };
        Some(Cl1Item {
            clause: clause.id,
            letter: raw.letter,
            text: item.text,
            english: raw.english,
            topics: aspects.iter().flat_map(|aspect| self.topics_of(*aspect)).filter(wanted).collect(),
            aspects,
            narrow: !raw.topics.is_empty(),
        })
    }
}

/// Level, dimension and aspect stand in a clause's title or in that of the clauses it is part of.
fn places(clauses: &[Clause], annex: &Annex, terms: &Terms) -> Vec<Place> {
    let named = |title: &str, set: TermSet| terms.of(set).iter().position(|term| title.contains(term.name));
    let mut places: Vec<Place> = Vec::with_capacity(clauses.len());
    for clause in clauses {
        let parent = clause.id.rsplit_once('.').map_or("", |(parent, _)| parent);
        let above = clauses.iter().take(places.len()).position(|above| above.id == parent);
        let mut place = above.map_or(Place::default(), |index| places[index]);
        place.annex = clause.id.split('.').next() == Some(annex.id);
        let code = terms.of(TermSet::Level).iter().position(|term| clause.title.contains(term.key));
        place.level = code.and_then(Level::from_index).or(place.level);
        let dimension = named(clause.title, TermSet::Dimension).and_then(|index| Dimension::ALL.get(index));
        place.dimension = dimension.copied().or(place.dimension);
        if let Some(dimension) = place.dimension {
            place.aspect = Aspect::all().find(|aspect| {
                aspect.dimension() == dimension
                    && terms.of(TermSet::Aspect)[aspect.index()].name == clause.title
            });
        }
        places.push(place);
    }
    places
}

fn cell(clause: &Clause, item: &Item, notes: &GridNotes) -> Cell {
    let lead = item.text.trim_end_matches('：');
    let lead = notes.title_ends.iter().find_map(|end| lead.strip_suffix(end)).unwrap_or(lead);
    let joined = clause.slips.iter().any(|slip| slip.joins_points && slip.item == item.letter);
    let mut points: Vec<PointInfo> = Vec::new();
    for (ordinal, &text) in (1..).zip(&item.points) {
        match points.last_mut() {
            Some(point) if joined => {
                point.last = ordinal;
                point.text.push_str(text);
            }
            _ => points.push(PointInfo {
                ordinal,
                last: ordinal,
                text: text.to_owned(),
                optional: text.starts_with(notes.optional_lead),
            }),
        }
    }
    Cell {
        clause: clause.id,
        letter: item.letter,
        title: if lead.is_empty() { clause.title } else { lead },
        firm: points.iter().filter(|point| !point.optional).count(),
        points,
    }
}
