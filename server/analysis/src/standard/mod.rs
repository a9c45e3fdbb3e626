//! The standard as data: clauses, level grid and terms, read once from `server/analysis/standard/` on first use.
//!
//! Quoted text (`clauses.json`) is verbatim and made by the extractor; what we say about it (`terms.json`,
//! `gloss.json`, `slips.json`, `grid.json`) stands apart. No name, clause number or level word is typed in code.

mod clause;
mod dated;
mod derive;
mod gloss;
mod grid;
mod level;
pub mod likeness;
mod normalize;
mod own_words;
mod target;
mod terms;
#[cfg(test)]
mod tests;
mod typical;

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

pub use clause::{Annex, Block, Clause, ForewordChange, Item, Note, Slip};
pub use dated::{DATED, misdated_references};
pub(crate) use gloss::capitalized;
pub use grid::{Aspect, Cell, Cl1Item, Dimension, PointInfo, Topic};
pub use level::{Level, LevelReading, read_level};
pub(crate) use normalize::matched_as;
pub use normalize::normalize;
pub use own_words::OwnWords;
pub use target::Target;
pub use terms::{BenefitClass, DerivedCapability, FormerName, Match, Term, TermLevel, TermSet, Terms};
pub use typical::{TYPICAL, TYPICAL_SOURCE, TypicalCapability};

/// The standard, parsed on first use.
pub fn standard() -> &'static Standard {
    static STANDARD: OnceLock<Standard> = OnceLock::new();
    STANDARD.get_or_init(|| Standard::load().expect("the data is part of the program and tested"))
}

/// The standard's text, grid and terms.
#[derive(Debug)]
pub struct Standard {
    edition: &'static str,
    title: &'static str,
    foreword: Vec<ForewordChange>,
    annex: Annex,
    clauses: Vec<Clause>,
    index: FxHashMap<&'static str, usize>,
    glosses: Vec<Option<String>>,
    grid: derive::Grid,
    gloss: gloss::Gloss,
    terms: Terms,
}

impl Standard {
    fn load() -> serde_json::Result<Standard> {
        let mut text: clause::Text = serde_json::from_str(include_str!("../../standard/clauses.json"))?;
        let slips: Vec<clause::RawSlip> = serde_json::from_str(include_str!("../../standard/slips.json"))?;
        let notes: derive::GridNotes = serde_json::from_str(include_str!("../../standard/grid.json"))?;
        let gloss: gloss::Gloss = serde_json::from_str(include_str!("../../standard/gloss.json"))?;
        let terms = Terms::parse(include_str!("../../standard/terms.json"))?;
        let (clauses, foreword) = text.with_slips(&slips);
        let grid = derive::Grid::derive(&clauses, &text.annex, &terms, &notes);
        let titles = clauses.iter().zip(&grid.places);
        Ok(Standard {
            edition: text.edition,
            title: text.title,
            foreword,
            index: clauses.iter().enumerate().map(|(index, clause)| (clause.id, index)).collect(),
            glosses: titles.map(|(clause, place)| gloss.title(clause, place, &terms)).collect(),
            annex: text.annex,
            clauses,
            grid,
            gloss,
            terms,
        })
    }

    /// Number and year of the edition.
    pub fn edition(&self) -> &'static str {
        self.edition
    }

    /// The document's title.
    pub fn title(&self) -> &'static str {
        self.title
    }

    /// All numbered clauses, in the standard's order.
    pub fn clauses(&self) -> &[Clause] {
        &self.clauses
    }

    /// The clause of this number.
    pub fn clause(&self, id: &str) -> Option<&Clause> {
        self.clause_index(id).map(|index| &self.clauses[index])
    }

    fn clause_index(&self, id: &str) -> Option<usize> {
        self.index.get(id).copied()
    }

    /// The annex's own heading.
    pub fn annex(&self) -> &Annex {
        &self.annex
    }

    /// What annex A lists for a topic at a level; the first level has no topics.
    pub fn cell(&self, level: Level, topic: Topic) -> Option<&Cell> {
        self.grid.cell(level, topic)
    }

    /// The items that annex A lists at the first level.
    pub fn cl1_items(&self) -> &[Cl1Item] {
        &self.grid.cl1
    }

    /// The annex's clause of an aspect at a level; at the first level, where aspects have none, the dimension's.
    pub fn aspect_clause(&self, level: Level, aspect: Aspect) -> Option<&'static str> {
        let own = self.grid.annex_clause(&self.clauses, level, aspect);
        let whole = || self.grid.annex_dimension_clause(&self.clauses, level, aspect.dimension());
        own.or_else(whole).map(|clause| clause.id)
    }

    /// The annex's clause of a dimension at a level.
    pub fn dimension_clause(&self, level: Level, dimension: Dimension) -> Option<&'static str> {
        self.grid.annex_dimension_clause(&self.clauses, level, dimension).map(|clause| clause.id)
    }

    /// The wording of a lettered change against the 2020 edition.
    pub fn foreword_change(&self, letter: char) -> Option<&'static str> {
        self.foreword.iter().find(|change| change.letter == letter).map(|change| change.text)
    }

    /// The lettered changes against the 2020 edition.
    pub fn foreword(&self) -> &[ForewordChange] {
        &self.foreword
    }

    /// Our English gloss of a clause's title, or of the annex's.
    pub fn gloss(&self, clause: &str) -> Option<&str> {
        if clause == self.annex.id {
            return self.gloss.plain_title(self.annex.title);
        }
        self.clause_index(clause).and_then(|index| self.glosses[index].as_deref())
    }

    /// The terms.
    pub fn terms(&self) -> &Terms {
        &self.terms
    }

    /// The aspects that a heading or cell names: one, or two joined by a word or mark of listing. Empty when any
    /// part is not the name of an aspect.
    pub fn read_aspects(&self, text: &str) -> Vec<Aspect> {
        aspects_named(text, |part| self.exact_aspect(part).map(|aspect| (aspect, false))).0
    }

    /// The aspects that a name means where a dimension is open, and, where the standard has another word for it, what
    /// should be written: there the gently corrected words count too, and go before those of other dimensions.
    pub fn read_aspects_in(&self, dimension: Dimension, text: &str) -> (Vec<Aspect>, Option<String>) {
        aspects_named(text, |part| {
            let own = self.terms.lookup_aspect(dimension, part);
            let near = matches!(own, Match::Corrected(_));
            let aspect = own.term().and_then(Aspect::from_term).or_else(|| self.exact_aspect(part))?;
            Some((aspect, near))
        })
    }

    fn exact_aspect(&self, text: &str) -> Option<Aspect> {
        match self.terms.lookup(TermSet::Aspect, text) {
            Match::Exact(term) => Aspect::from_term(term),
            _ => None,
        }
    }
}

/// The aspects that a text names, alone or two of them joined; `named` says which one a part names and whether the
/// standard has another word for it, and if it has for any, the text as it should be.
fn aspects_named(
    text: &str,
    named: impl Fn(&str) -> Option<(Aspect, bool)>,
) -> (Vec<Aspect>, Option<String>) {
    if let Some((aspect, near)) = named(text.trim()) {
        return (vec![aspect], near.then(|| aspect.name().to_owned()));
    }
    let text = normalize(text);
    for (at, joiner) in JOINERS.iter().flat_map(|joiner| text.match_indices(joiner)) {
        let parts = (named(text[..at].trim()), named(text[at + joiner.len()..].trim()));
        if let (Some((left, near)), Some((right, far))) = parts {
            let better = (near || far).then(|| format!("{}{joiner}{}", left.name(), right.name()));
            return (vec![left, right], better);
        }
    }
    (Vec::new(), None)
}

/// What may join two names in a heading, after normalising.
const JOINERS: [&str; 9] = ["、", "与", "和", "及", "/", "&", ",", "+", " and "];
