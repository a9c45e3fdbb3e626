//! The level profile of a unit, or of a module with dimensions of its own.

use super::Coverage;
use crate::model::NodeKey;
use crate::plan_set::PlanSet;
use crate::schema::Kind;
use crate::standard::{Aspect, Dimension, Level, Target, Topic, standard};

/// A topic (or CL1 item) that is asked and not reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// Its clause and item.
    pub citation: String,
    /// Its title, verbatim.
    pub title: String,
    /// Its aspect (a CL1 item's first).
    pub aspect: Aspect,
}

impl Gap {
    /// Its clause, and the letter of its item.
    #[must_use]
    pub fn parts(&self) -> (&str, Option<char>) {
        match self.citation.split_once(' ') {
            Some((clause, letter)) => (clause, letter.chars().next()),
            None => (&self.citation, None),
        }
    }

    /// What its citation names.
    #[must_use]
    pub fn target(&self) -> Target {
        let (clause, letter) = self.parts();
        standard().resolve(clause, letter, None)
    }

    /// Our English name for it.
    #[must_use]
    pub fn english(&self) -> &'static str {
        match self.target() {
            Target::Topic { topic, .. } => topic.english(),
            Target::Cl1Item { index } => standard().cl1_items().get(index).map_or("", |item| item.english),
            _ => "",
        }
    }
}

/// What one dimension covers at the target level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DimensionProfile {
    /// The dimension.
    pub dimension: Dimension,
    /// Topics reached.
    pub topics_reached: usize,
    /// Topics asked: waived ones are not.
    pub topics_asked: usize,
    /// Firm points cited at the target level.
    pub points_reached: usize,
    /// Firm points of the asked topics at the target level.
    pub points_asked: usize,
    /// Topics asked, not reached, not cited broadly.
    pub missing: Vec<Gap>,
    /// Topics not reached because only their whole aspect is cited.
    pub unrefined: Vec<Gap>,
    /// Topics waived.
    pub waived: Vec<Gap>,
    /// Topics reached and asked, aspect by aspect.
    pub aspects: Vec<AspectProfile>,
}

/// What one aspect covers at the target level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AspectProfile {
    /// The aspect.
    pub aspect: Aspect,
    /// Topics reached.
    pub reached: usize,
    /// Topics asked.
    pub asked: usize,
}

/// How far a unit's plan covers the construction focuses of the levels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// The target level.
    pub target: Option<Level>,
    /// The highest level that the plan covers.
    pub covered: Option<Level>,
    /// The same over measures that are done.
    pub covered_done: Option<Level>,
    /// What is covered at the target level; meaningless without a target.
    pub dimensions: [DimensionProfile; 3],
}

impl Profile {
    /// A figure over all dimensions.
    pub fn sum(&self, figure: impl Fn(&DimensionProfile) -> usize) -> usize {
        self.dimensions.iter().map(figure).sum()
    }

    /// Topics reached and asked, dimension by dimension; none without a target.
    #[must_use]
    pub fn topics(&self) -> Option<[(usize, usize); 3]> {
        let topics = |found: &DimensionProfile| (found.topics_reached, found.topics_asked);
        self.target.map(|_| self.dimensions.each_ref().map(topics))
    }
}

/// The profile of a unit, or of a module with dimensions of its own; none for anything else.
#[must_use]
pub fn profile(set: &PlanSet, key: NodeKey) -> Option<Profile> {
    let entity = set.entity(key)?;
    match entity.kind {
        Kind::Unit => {}
        Kind::Module if set.has_dimensions(key) => {}
        _ => return None,
    }
    let sources = set.sources(key);
    let planned = Coverage::of(sources.iter().copied(), false);
    let done = Coverage::of(sources.iter().copied(), true);
    let target = set.levels_of(key).target;
    let level = target.or_else(|| Level::new(1))?;
    let dimensions = [Dimension::Process, Dimension::Element, Dimension::Management]
        .map(|dimension| dimension_profile(dimension, level, &planned, set.strict));
    Some(Profile {
        target,
        covered: covered(&planned, set.strict),
        covered_done: covered(&done, set.strict),
        dimensions,
    })
}

/// The topics of a level that what is planned for a unit or module does not reach.
#[must_use]
pub fn gaps_at(set: &PlanSet, key: NodeKey, level: Level) -> Vec<Gap> {
    let planned = Coverage::of(set.sources(key).iter().copied(), false);
    let dimensions =
        Dimension::all().map(|dimension| dimension_profile(dimension, level, &planned, set.strict));
    dimensions.flat_map(|figures| figures.missing.into_iter().chain(figures.unrefined)).collect()
}

/// The highest level of which every topic asked is reached; none when nothing is reached or everything is waived.
fn covered(coverage: &Coverage, strict: bool) -> Option<Level> {
    Level::all().rev().find(|&level| {
        let (mut asked, mut reached) = (0, 0);
        if level.number() == 1 {
            for index in 0..standard().cl1_items().len() {
                if coverage.asks_item(index) {
                    asked += 1;
                    reached += usize::from(coverage.reaches_item(index));
                }
            }
        } else {
            for topic in Topic::all().filter(|topic| !coverage.waives(*topic)) {
                asked += 1;
                reached += usize::from(coverage.reaches(topic, level, strict));
            }
        }
        asked > 0 && reached == asked
    })
}

fn dimension_profile(
    dimension: Dimension,
    level: Level,
    coverage: &Coverage,
    strict: bool,
) -> DimensionProfile {
    let mut made = DimensionProfile {
        dimension,
        topics_reached: 0,
        topics_asked: 0,
        points_reached: 0,
        points_asked: 0,
        missing: Vec::new(),
        unrefined: Vec::new(),
        waived: Vec::new(),
        aspects: dimension.aspects().map(|aspect| AspectProfile { aspect, reached: 0, asked: 0 }).collect(),
    };
    if level.number() == 1 {
        items(&mut made, coverage);
    } else {
        topics(&mut made, level, coverage, strict);
    }
    made
}

fn items(made: &mut DimensionProfile, coverage: &Coverage) {
    for (index, item) in standard().cl1_items().iter().enumerate() {
        let Some(&aspect) = item.aspects.first() else { continue };
        if aspect.dimension() != made.dimension {
            continue;
        }
        let gap = Gap { citation: item.citation(), title: item.title(), aspect };
        if !coverage.asks_item(index) {
            made.waived.push(gap);
            continue;
        }
        let reached = coverage.reaches_item(index);
        made.count(aspect, reached);
        // A CL1 item has no points of its own: it counts as one.
        made.points_asked += 1;
        made.points_reached += usize::from(reached);
        if !reached {
            made.missing.push(gap);
        }
    }
}

fn topics(made: &mut DimensionProfile, level: Level, coverage: &Coverage, strict: bool) {
    let dimension = made.dimension;
    for topic in Topic::all().filter(|topic| topic.dimension() == dimension) {
        let aspect = topic.aspect();
        let gap = Gap {
            citation: standard().citation(level, topic, None),
            title: topic.title(level).to_owned(),
            aspect,
        };
        if coverage.waives(topic) {
            made.waived.push(gap);
            continue;
        }
        let reached = coverage.reaches(topic, level, strict);
        made.count(aspect, reached);
        let (points, asked) = coverage.points(topic, level);
        made.points_reached += points;
        made.points_asked += asked;
        if !reached && coverage.broad(aspect, level) {
            made.unrefined.push(gap);
        } else if !reached {
            made.missing.push(gap);
        }
    }
}

impl DimensionProfile {
    fn count(&mut self, aspect: Aspect, reached: bool) {
        self.topics_asked += 1;
        self.topics_reached += usize::from(reached);
        if let Some(figures) = self.aspects.iter_mut().find(|figures| figures.aspect == aspect) {
            figures.asked += 1;
            figures.reached += usize::from(reached);
        }
    }
}
