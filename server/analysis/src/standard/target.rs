//! What a citation points at.

use super::{Aspect, Clause, Dimension, Level, Standard, Topic};

/// What a citation points at.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Target {
    /// A topic of the annex at a level, or one of its points.
    Topic {
        /// The level whose list is cited.
        level: Level,
        /// The topic.
        topic: Topic,
        /// The point's ordinal; the first bullet's where a sentence was cut into several.
        point: Option<u8>,
    },
    /// The whole clause of an aspect of the annex, where single items could be cited.
    Aspect {
        /// The level whose list is cited.
        level: Level,
        /// The aspect.
        aspect: Aspect,
    },
    /// An item of the annex at the first level.
    Cl1Item {
        /// Its place in [`Standard::cl1_items`].
        index: usize,
    },
    /// A whole chapter of the annex.
    Annex {
        /// The clause.
        clause: &'static str,
        /// The level it lists.
        level: Option<Level>,
        /// The dimension it lists.
        dimension: Option<Dimension>,
    },
    /// A clause of the main text, or an item of one.
    General {
        /// The clause.
        clause: &'static str,
        /// The dimension it speaks of.
        dimension: Option<Dimension>,
        /// The aspect it speaks of.
        aspect: Option<Aspect>,
        /// The level it speaks of.
        level: Option<Level>,
    },
    /// The standard has no such clause, item or point.
    Unknown,
}

impl Target {
    /// The level that the citation speaks of.
    pub fn level(&self) -> Option<Level> {
        match *self {
            Target::Topic { level, .. } | Target::Aspect { level, .. } => Some(level),
            Target::Cl1Item { .. } => Some(Level::FIRST),
            Target::Annex { level, .. } | Target::General { level, .. } => level,
            Target::Unknown => None,
        }
    }

    /// The dimension that the citation speaks of.
    pub fn dimension(&self) -> Option<Dimension> {
        match *self {
            Target::Topic { topic, .. } => Some(topic.dimension()),
            Target::Aspect { aspect, .. } => Some(aspect.dimension()),
            Target::Cl1Item { .. } => self.aspects().first().map(|aspect| aspect.dimension()),
            Target::Annex { dimension, .. } | Target::General { dimension, .. } => dimension,
            Target::Unknown => None,
        }
    }

    /// The one aspect that the citation speaks of; `None` for several.
    pub fn aspect(&self) -> Option<Aspect> {
        match self.aspects().as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    }

    /// The aspects that the citation speaks of: one, several for some items of the first level, none for a whole
    /// dimension or level.
    pub fn aspects(&self) -> Vec<Aspect> {
        match *self {
            Target::Topic { topic, .. } => vec![topic.aspect()],
            Target::Aspect { aspect, .. } => vec![aspect],
            Target::Cl1Item { index } => {
                super::standard().cl1_items().get(index).map_or_else(Vec::new, |item| item.aspects.clone())
            }
            Target::General { aspect, .. } => aspect.into_iter().collect(),
            Target::Annex { .. } | Target::Unknown => Vec::new(),
        }
    }

    /// The topic cited.
    pub fn topic(&self) -> Option<Topic> {
        match *self {
            Target::Topic { topic, .. } => Some(topic),
            _ => None,
        }
    }

    /// Whether the clause, item and point exist.
    pub fn exists(&self) -> bool {
        *self != Target::Unknown
    }
}

impl Standard {
    /// Finds what a citation points at: a clause number, an item's letter and a point's ordinal.
    pub fn resolve(&'static self, clause: &str, letter: Option<char>, point: Option<u8>) -> Target {
        let letter = letter.map(|letter| letter.to_ascii_lowercase());
        if clause == self.annex().id {
            let whole = Target::Annex { clause: self.annex().id, level: None, dimension: None };
            return if letter.is_none() && point.is_none() { whole } else { Target::Unknown };
        }
        let Some(index) = self.clause_index(clause) else { return Target::Unknown };
        let (clause, place) = (&self.clauses()[index], self.grid.places[index]);
        if !has_point(clause, letter, point) {
            return Target::Unknown;
        }
        match (place.level, place.aspect) {
            (level, aspect) if !place.annex => {
                Target::General { clause: clause.id, dimension: place.dimension, aspect, level }
            }
            (Some(level), Some(aspect)) => match Topic::of_letter(aspect, letter) {
                Some(topic) => Target::Topic { level, topic, point: self.whole_point(level, topic, point) },
                None => Target::Aspect { level, aspect },
            },
            (level, _) => {
                let cl1 = |item: &super::Cl1Item| item.clause == clause.id && Some(item.letter) == letter;
                match self.cl1_items().iter().position(cl1) {
                    Some(index) => Target::Cl1Item { index },
                    None => Target::Annex { clause: clause.id, level, dimension: place.dimension },
                }
            }
        }
    }

    /// What a citation in its canonical form (`A.3.2.1 b 2`) points at; none for a text of another form.
    pub fn resolve_citation(&'static self, citation: &str) -> Option<Target> {
        let mut parts = citation.split(' ').peekable();
        let clause = parts.next()?;
        let letter = parts.next_if(|part| part.starts_with(|c: char| c.is_ascii_alphabetic()));
        let letter = letter.and_then(|part| part.chars().next());
        let point = match parts.next() {
            Some(part) => Some(part.parse().ok()?),
            None => None,
        };
        Some(self.resolve(clause, letter, point)).filter(|_| parts.next().is_none())
    }

    /// The point that a bullet belongs to.
    fn whole_point(&self, level: Level, topic: Topic, bullet: Option<u8>) -> Option<u8> {
        let bullet = bullet?;
        let points = &self.cell(level, topic)?.points;
        points.iter().find(|point| point.bullets().contains(&bullet)).map(|point| point.ordinal)
    }

    /// The canonical citation of a topic at a level, or of one of its points. At the first level, the citation of
    /// the item that speaks for the topic, else of the dimension's clause.
    pub fn citation(&self, level: Level, topic: Topic, point: Option<u8>) -> String {
        let Some(cell) = self.cell(level, topic) else {
            let item = self.cl1_items().iter().find(|item| item.topics.contains(&topic));
            let clause = || self.aspect_clause(level, topic.aspect()).unwrap_or_default().to_owned();
            return item.map_or_else(clause, super::Cl1Item::citation);
        };
        let mut citation = cell.clause.to_owned();
        if let Some(letter) = cell.letter {
            citation.push(' ');
            citation.push(letter);
        }
        if let Some(point) = point {
            citation.push(' ');
            citation.push_str(&point.to_string());
        }
        citation
    }
}

/// Whether the clause has the item and the item the point; without both, it is the clause itself.
fn has_point(clause: &Clause, letter: Option<char>, point: Option<u8>) -> bool {
    match (clause.item(letter), point) {
        (Some(item), Some(point)) => point >= 1 && usize::from(point) <= item.points.len(),
        (Some(_), None) => true,
        (None, point) => letter.is_none() && point.is_none(),
    }
}
