//! Words that an organization uses of its own for terms of the standard, beside those that everybody may use.

use rustc_hash::FxHashMap;

use super::terms::{Match, Term, TermSet};
use super::{Level, LevelReading, normalize, standard};

/// An organization's own words, each for one term of a set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnWords {
    words: FxHashMap<(TermSet, String), &'static Term>,
}

impl OwnWords {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Takes a word for a term; the last that takes it has it.
    pub fn insert(&mut self, word: &str, term: &'static Term) {
        self.words.insert((term.set, normalize::fold(word)), term);
    }

    /// Takes over the words of others, which go before these.
    pub fn extend(&mut self, others: &OwnWords) {
        self.words.extend(others.words.iter().map(|(word, term)| (word.clone(), *term)));
    }

    /// The term of a set that a text means by one of these words; an ending that carries nothing may follow.
    pub fn meant(&self, set: TermSet, text: &str) -> Option<&'static Term> {
        if self.words.is_empty() {
            return None;
        }
        let find = |folded: &str| self.words.get(&(set, folded.to_owned())).copied();
        let folded = normalize::fold(text);
        let bare = || standard().terms().without_tail(set, &folded).and_then(find);
        find(&folded)
            .or_else(bare)
            .or_else(|| if set == TermSet::Level { self.beside_code(text) } else { None })
    }

    /// The level of a code beside which one of these words stands for the same level.
    fn beside_code(&self, text: &str) -> Option<&'static Term> {
        let reading = standard().terms().read_level(text);
        let named = self.words.get(&(TermSet::Level, normalize::fold(&reading.rest?)))?;
        (reading.code?.code() == named.key).then_some(*named)
    }

    /// What a text is among the terms of a set: by these words, else by those of the standard's data.
    pub fn lookup(&self, set: TermSet, text: &str) -> Match<'static> {
        self.meant(set, text).map_or_else(|| standard().terms().lookup(set, text), Match::Exact)
    }
}

impl LevelReading {
    /// The reading of an own word for a level.
    pub(crate) fn of_term(term: &Term) -> Self {
        let level = Level::all().find(|level| level.code() == term.key);
        Self { level, ..Self::default() }
    }
}
