//! Does what an author typed mean this candidate? Chinese, Latin and pinyin, with one order of goodness.
//!
//! Pure text: whoever wants Traditional characters to match Simplified ones folds both sides first.

mod letters;
mod pinyin;
#[cfg(test)]
mod tests;

use letters::Letters;

/// How well a candidate fits what was typed; smaller is better. Candidates of one rank are equally good: their
/// order stays the caller's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rank {
    /// Nothing was typed: everything fits alike.
    Anything,
    /// The whole candidate was typed.
    Equal,
    /// The candidate begins with it.
    Prefix,
    /// A later Latin word or number of the candidate begins with it.
    LaterWord,
    /// It is made of the beginnings of Latin words or numbers of the candidate, in their order.
    Initials,
    /// It stands inside a Chinese candidate.
    Inside,
    /// It spells every character of the candidate: pinyin, initials, the characters themselves, or a mixture.
    Spelt,
    /// It spells the candidate's beginning.
    SpeltPrefix,
    /// It spells something inside the candidate; from two letters on.
    SpeltInside,
}

/// The letters from which on pinyin may begin inside a candidate: a single one would be in nearly all of them.
const INSIDE: usize = 2;

/// What was typed, made ready for comparison with many candidates.
///
/// Widths, cases and blanks make no difference. Of a candidate the first [`Typed::LONGEST_CANDIDATE`] characters
/// are looked at; pinyin is tried up to [`Typed::LONGEST_SPELLING`] typed characters.
#[derive(Clone, Debug)]
pub struct Typed {
    letters: Letters,
}

impl Typed {
    /// How much of a candidate is looked at, in characters.
    pub const LONGEST_CANDIDATE: usize = Letters::LONGEST;
    /// Up to how many typed characters are read as pinyin.
    pub const LONGEST_SPELLING: usize = 64;

    /// Takes what stands between the place where completion begins and the cursor.
    #[must_use]
    pub fn new(typed: &str) -> Typed {
        Typed { letters: Letters::new(typed) }
    }

    /// Whether nothing but blanks was typed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.letters.is_empty()
    }

    /// How well one spelling of a candidate fits; `None` when it does not.
    #[must_use]
    pub fn matches(&self, spelling: &str) -> Option<Rank> {
        let (typed, candidate) = (&self.letters, &Letters::new(spelling));
        if typed.is_empty() {
            return Some(Rank::Anything);
        }
        if typed.is_cut() || candidate.is_empty() {
            return None;
        }
        if candidate.starts_with(typed) {
            let whole = candidate.len() == typed.len() && !candidate.is_cut();
            return Some(if whole { Rank::Equal } else { Rank::Prefix });
        }
        self.in_latin_words(candidate).or_else(|| self.inside(candidate)).or_else(|| self.spelt(candidate))
    }

    /// How well the best of a candidate's spellings fits (name, code, key, English name, …).
    pub fn best<'a>(&self, spellings: impl IntoIterator<Item = &'a str>) -> Option<Rank> {
        spellings.into_iter().filter_map(|spelling| self.matches(spelling)).min()
    }

    fn in_latin_words(&self, candidate: &Letters) -> Option<Rank> {
        let typed = &self.letters;
        if candidate.word_starts().any(|start| candidate.continues_with(start, typed)) {
            return Some(Rank::LaterWord);
        }
        let mut reached = Reached::START;
        for start in candidate.word_starts() {
            let mut next = reached;
            for from in reached.places(typed.len()) {
                let most = candidate.word_len(start).min(typed.len() - from);
                for length in 1..=most {
                    if candidate.get(start + length - 1) != typed.get(from + length - 1) {
                        break;
                    }
                    next.add(from + length);
                }
            }
            reached = next;
        }
        reached.has(typed.len()).then_some(Rank::Initials)
    }

    fn inside(&self, candidate: &Letters) -> Option<Rank> {
        let typed = &self.letters;
        let found =
            !typed.is_ascii() && (1..candidate.len()).any(|start| candidate.continues_with(start, typed));
        found.then_some(Rank::Inside)
    }

    /// Reads what was typed along the candidate's characters, from its start and from every later character at
    /// once: after each character, the sets of places in the typed text that reading may have come to.
    fn spelt(&self, candidate: &Letters) -> Option<Rank> {
        let typed = &self.letters;
        if typed.len() > Typed::LONGEST_SPELLING {
            return None;
        }
        let (mut front, mut later, mut later_found) = (Reached::START, Reached::NOWHERE, false);
        for at in 0..candidate.len() {
            if at > 0 && typed.len() >= INSIDE && candidate.may_begin(at) {
                later.add(0);
            }
            let character = candidate.get(at);
            front = pinyin::read(typed, front, character);
            later = pinyin::read(typed, later, character);
            if front.has(typed.len()) {
                let rest_silent = (at + 1..candidate.len()).all(|at| candidate.is_silent(at));
                let whole = rest_silent && !candidate.is_cut();
                return Some(if whole { Rank::Spelt } else { Rank::SpeltPrefix });
            }
            later_found |= later.has(typed.len());
            if front == Reached::NOWHERE && later_found {
                break;
            }
        }
        later_found.then_some(Rank::SpeltInside)
    }
}

/// A set of places between typed characters, counted from 0.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Reached(u128);

impl Reached {
    const NOWHERE: Reached = Reached(0);
    const START: Reached = Reached(1);

    fn add(&mut self, place: usize) {
        self.0 |= 1u128.checked_shl(place as u32).unwrap_or_default();
    }

    fn has(self, place: usize) -> bool {
        1u128.checked_shl(place as u32).is_some_and(|bit| self.0 & bit != 0)
    }

    /// The places before `end`, in order.
    fn places(self, end: usize) -> impl Iterator<Item = usize> {
        let mut left = self.0;
        std::iter::from_fn(move || {
            let place = left.trailing_zeros() as usize;
            left &= left.wrapping_sub(1);
            (place < end).then_some(place)
        })
    }
}
