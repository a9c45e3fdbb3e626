//! Which topics measures reach, at which level, and which they waive.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::{Entity, Measure, Status};
use crate::standard::{Aspect, Level, Target, Topic, standard};

/// What a body of measures covers.
#[derive(Debug, Default)]
pub struct Coverage {
    /// Cited levels of each topic, exactly as cited.
    topics: FxHashMap<Topic, Vec<Level>>,
    /// Cited firm points of each topic at each level; none for a topic cited without an ordinal.
    points: FxHashSet<(Level, Topic, u8)>,
    /// Topics cited without an ordinal.
    whole: FxHashSet<(Level, Topic)>,
    /// Levels at which an aspect is cited as a whole.
    broad: FxHashMap<Aspect, Vec<Level>>,
    /// CL1 items cited, by index.
    items: FxHashSet<usize>,
    /// Topics waived one by one.
    waived: FxHashSet<Topic>,
    /// Aspects waived as a whole.
    waived_aspects: FxHashSet<Aspect>,
}

impl Coverage {
    /// The coverage of entities' measures; with `done_only` of those with status done.
    pub fn of<'a>(entities: impl Iterator<Item = &'a Entity>, done_only: bool) -> Self {
        let mut coverage = Self::default();
        for measure in entities.flat_map(|entity| &entity.measures) {
            coverage.add(measure, done_only);
        }
        coverage
    }

    fn add(&mut self, measure: &Measure, done_only: bool) {
        if let Some(waiver) = &measure.waiver {
            if waiver.reason.is_some() {
                self.waive(measure);
            }
            return;
        }
        if measure.placeholder || done_only && measure.status != Some(Status::Done) {
            return;
        }
        for citation in &measure.citations {
            match citation.target {
                // Only a citation of the aspect that the measure stands in counts.
                Target::Topic { level, topic, point } if measure.stands_in(topic.aspect()) => {
                    self.cite(level, topic, point);
                }
                Target::Aspect { level, aspect } if measure.stands_in(aspect) => {
                    self.broad.entry(aspect).or_default().push(level);
                }
                Target::Cl1Item { index } => {
                    let fits = standard()
                        .cl1_items()
                        .get(index)
                        .is_some_and(|item| item.aspects.iter().any(|aspect| measure.stands_in(*aspect)));
                    if fits {
                        self.items.insert(index);
                    }
                }
                _ => {}
            }
        }
    }

    fn cite(&mut self, level: Level, topic: Topic, point: Option<u8>) {
        let Some(cell) = standard().cell(level, topic) else { return };
        let optional =
            |ordinal: u8| cell.points.iter().any(|info| info.bullets().contains(&ordinal) && info.optional);
        match point {
            Some(ordinal) => {
                self.points.insert((level, topic, ordinal));
                if cell.firm > 0 && optional(ordinal) {
                    return;
                }
            }
            None => {
                self.whole.insert((level, topic));
            }
        }
        self.topics.entry(topic).or_default().push(level);
    }

    fn waive(&mut self, measure: &Measure) {
        let mut one_by_one = false;
        for citation in &measure.citations {
            match citation.target {
                Target::Topic { topic, .. } => {
                    self.waived.insert(topic);
                    one_by_one = true;
                }
                Target::Cl1Item { index } => {
                    if let Some(item) = standard().cl1_items().get(index) {
                        self.waived.extend(item.topics.iter().copied());
                        one_by_one = true;
                    }
                }
                _ => {}
            }
        }
        if !one_by_one {
            self.waived_aspects.insert(measure.aspect);
        }
    }

    /// Whether a topic is waived.
    #[must_use]
    pub fn waives(&self, topic: Topic) -> bool {
        self.waived.contains(&topic) || self.waived_aspects.contains(&topic.aspect())
    }

    /// The highest level at which a topic is cited.
    #[must_use]
    pub fn reach(&self, topic: Topic) -> Option<Level> {
        self.topics.get(&topic).and_then(|levels| levels.iter().max()).copied()
    }

    /// Whether a topic is reached at a level: cited there or higher; in strict mode with every firm point at `level`,
    /// or reached at a higher one.
    #[must_use]
    pub fn reaches(&self, topic: Topic, level: Level, strict: bool) -> bool {
        let Some(highest) = self.reach(topic) else { return false };
        if !strict {
            return highest >= level;
        }
        Level::all().filter(|at| *at >= level && *at <= highest).any(|at| self.all_points(topic, at))
    }

    fn all_points(&self, topic: Topic, level: Level) -> bool {
        let (reached, asked) = self.points(topic, level);
        asked > 0 && reached == asked
    }

    /// How many firm points of a topic at a level are cited, and how many there are. A topic cited without an ordinal
    /// counts its point only where it has one.
    #[must_use]
    pub fn points(&self, topic: Topic, level: Level) -> (usize, usize) {
        let Some(cell) = standard().cell(level, topic) else { return (0, 0) };
        let firm: Vec<_> = cell.points.iter().filter(|point| !point.optional).collect();
        let reached = firm
            .iter()
            .filter(|point| {
                point.bullets().any(|ordinal| self.points.contains(&(level, topic, ordinal)))
                    || firm.len() == 1 && self.whole.contains(&(level, topic))
            })
            .count();
        (reached, firm.len())
    }

    /// Whether an aspect is cited as a whole at a level or above.
    #[must_use]
    pub fn broad(&self, aspect: Aspect, level: Level) -> bool {
        self.broad.get(&aspect).is_some_and(|levels| levels.iter().any(|at| *at >= level))
    }

    /// Whether a CL1 item is reached: cited itself, or by any citation of its topics or aspects at a higher level.
    #[must_use]
    pub fn reaches_item(&self, index: usize) -> bool {
        let Some(item) = standard().cl1_items().get(index) else { return false };
        self.items.contains(&index)
            || item.topics.iter().any(|topic| self.reach(*topic).is_some())
            || !item.narrow && item.aspects.iter().any(|aspect| self.broad.contains_key(aspect))
    }

    /// Whether a CL1 item is asked: not when all topics of all its aspects are waived.
    #[must_use]
    pub fn asks_item(&self, index: usize) -> bool {
        standard().cl1_items().get(index).is_some_and(|item| {
            !item.aspects.iter().flat_map(|aspect| Topic::of_aspect(*aspect)).all(|topic| self.waives(topic))
        })
    }
}
