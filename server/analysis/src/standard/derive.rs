//! Derives the level grid from the clauses: which level, dimension and aspect a clause speaks of is read from its
//! title and the titles of the clauses it is part of.

use serde::Deserialize;

use super::clause::{Annex, Clause, Item};
use super::{Aspect, Cell, Cl1Item, Dimension, Level, PointInfo, TermSet, Terms, Topic};

/// The lowest level that has topics.
pub(super) const LOWEST: Level = match Level::new(2) {
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
    pub(super) topics: Vec<TopicPlace>,
    pub(super) topics_of: Vec<std::ops::Range<u8>>,
    cells: Vec<Vec<Option<Cell>>>,
    pub(super) cl1: Vec<Cl1Item>,
}

/// Which aspect a topic belongs to, and its letter there.
#[derive(Debug)]
pub(super) struct TopicPlace {
    pub(super) aspect: Aspect,
    pub(super) letter: Option<char>,
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
