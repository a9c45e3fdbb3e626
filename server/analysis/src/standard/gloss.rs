//! Our English gloss of titles and topics. Titles that only name a level, dimension or aspect are put together
//! from those names.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::derive::Place;
use super::{Clause, TermSet, Terms};

/// `gloss.json`.
#[derive(Debug, Deserialize)]
pub(super) struct Gloss {
    level: &'static str,
    dimension: &'static str,
    level_dimension: &'static str,
    titles: FxHashMap<&'static str, &'static str>,
    topics: FxHashMap<&'static str, FxHashMap<&'static str, &'static str>>,
}

impl Gloss {
    /// The gloss of a clause's title; `None` when the data has none.
    pub(super) fn title(&self, clause: &Clause, place: &Place, terms: &Terms) -> Option<String> {
        if let Some(gloss) = self.titles.get(clause.title) {
            return Some((*gloss).to_owned());
        }
        if let Some(aspect) = place.aspect {
            return Some(capitalized(terms.of(TermSet::Aspect)[aspect.index()].english));
        }
        let level = place.level.map(|level| &terms.of(TermSet::Level)[level.index()]);
        let level = level.filter(|term| clause.title.contains(term.key));
        let dimension = place.dimension.map(|dimension| &terms.of(TermSet::Dimension)[dimension.index()]);
        let pattern = match (level, dimension) {
            (Some(_), Some(_)) => self.level_dimension,
            (Some(_), None) => self.level,
            (None, Some(_)) => self.dimension,
            (None, None) => return None,
        };
        let code = level.map_or("", |term| term.key);
        let level = level.map_or("", |term| term.english);
        let dimension = dimension.map_or("", |term| term.english);
        Some(pattern.replace("{code}", code).replace("{level}", level).replace("{dimension}", dimension))
    }

    /// The gloss of a title that has no number.
    pub(super) fn plain_title(&self, title: &str) -> Option<&'static str> {
        self.titles.get(title).copied()
    }

    /// The gloss of a topic; empty when the data has none.
    pub(super) fn topic(&self, aspect: &str, letter: Option<char>) -> &'static str {
        let mut buffer = [0; 4];
        let letter = letter.map_or("", |letter| letter.encode_utf8(&mut buffer));
        self.topics.get(aspect).and_then(|topics| topics.get(letter)).copied().unwrap_or_default()
    }
}

/// An English name with a capital.
pub(crate) fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
