//! The five levels, and how a level is read from what an author wrote.

use std::fmt;
use std::ops::Range;

use super::terms::{TermSet, Terms};
use super::{normalize, standard};

/// A capability level, CL1 to CL5 (clause 8.1).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Level(u8);

impl Level {
    /// The lowest level.
    pub const FIRST: Level = Level(1);
    /// The highest level.
    pub const LAST: Level = Level(5);

    /// The level of this number; `None` outside 1 to 5.
    pub const fn new(number: u8) -> Option<Level> {
        if number >= Level::FIRST.0 && number <= Level::LAST.0 { Some(Level(number)) } else { None }
    }

    /// 1 to 5.
    pub const fn number(self) -> u8 {
        self.0
    }

    /// All levels, lowest first.
    pub fn all() -> impl DoubleEndedIterator<Item = Level> + ExactSizeIterator {
        (Level::FIRST.0..=Level::LAST.0).map(Level)
    }

    /// The code, such as `CL3`.
    pub fn code(self) -> &'static str {
        self.term().key
    }

    /// The standard's name for it.
    pub fn name(self) -> &'static str {
        self.term().name
    }

    /// Our English name for it.
    pub fn english(self) -> &'static str {
        self.term().english
    }

    fn term(self) -> &'static super::Term {
        &standard().terms().of(TermSet::Level)[self.index()]
    }

    /// Its place counted from 0.
    pub(super) const fn index(self) -> usize {
        self.0 as usize - 1
    }

    /// The level at a place counted from 0.
    pub(super) fn from_index(index: usize) -> Option<Level> {
        u8::try_from(index + 1).ok().and_then(Level::new)
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// What was read from the text of a level.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LevelReading {
    /// The level meant: that of the code, else of the name, else of the 2020 name, else of a bare rank.
    pub level: Option<Level>,
    /// The level of the code, where one is written.
    pub code: Option<Level>,
    /// The level of the name, where one is written; a contradiction when it differs from `code`.
    pub name: Option<Level>,
    /// The level and name of the 2020 edition, where one of its names is written.
    pub old_name: Option<(Level, &'static str)>,
    /// Written in a form that is understood but gently corrected, such as a bare `L3`.
    pub corrected: bool,
    /// What stands beside the code and could not be read, normalised; the level is read all the same.
    pub rest: Option<String>,
}

impl LevelReading {
    /// Whether code and name name two levels.
    pub fn contradicts_itself(&self) -> bool {
        matches!((self.code, self.name), (Some(code), Some(name)) if code != name)
    }
}

/// Reads a level: a code, a name or both in either order, with brackets, dashes or blanks between; a bare rank;
/// a name of the 2020 edition. Two codes, or nothing readable, give a reading without a level.
pub fn read_level(text: &str) -> LevelReading {
    standard().terms().read_level(text)
}

impl Terms {
    /// [`read_level`] on these terms.
    pub(super) fn read_level(&self, text: &str) -> LevelReading {
        let folded = normalize::fold(text);
        let folded = folded.trim_matches(SEPARATORS);
        let folded = self.without_tail(TermSet::Level, folded).unwrap_or(folded);
        let Some((code, beside)) = self.split_level_code(folded) else {
            return self.read_level_name(folded).unwrap_or_default();
        };
        let beside = beside.trim_matches(SEPARATORS);
        if self.of(TermSet::Level).iter().any(|term| beside.contains(normalize::fold(term.key).as_str())) {
            return LevelReading::default();
        }
        let beside = self.without_tail(TermSet::Level, beside).unwrap_or(beside);
        let named = if beside.is_empty() { None } else { self.read_level_name(beside) };
        let rest = (named.is_none() && !beside.is_empty()).then(|| beside.to_owned());
        let named = named.unwrap_or_default();
        LevelReading { level: Some(code), code: Some(code), rest, ..named }
    }

    /// Where a text has the 2020 edition's name of a level beside the level's code (`CL2（单元级）`, `单元级 CL2`): the
    /// bytes of the name, the level, the name.
    pub fn former_names(&self, text: &str) -> Vec<(Range<usize>, Level, &'static str)> {
        let mut found = Vec::new();
        if !text.contains(['级', '級']) {
            return found;
        }
        let simplified = simplified(text);
        for level in Level::all() {
            let term = &self.of(TermSet::Level)[level.index()];
            let Some(former) = term.former else { continue };
            let code = normalize::fold(term.key);
            for (start, name) in simplified.match_indices(former.name) {
                let end = start + name.len();
                if ends_with_code(&text[..start], &code) || begins_with_code(&text[end..], &code) {
                    found.push((start..end, level, former.name));
                }
            }
        }
        found
    }

    /// A code at the start or the end, and what stands beside it.
    fn split_level_code<'t>(&self, folded: &'t str) -> Option<(Level, &'t str)> {
        self.of(TermSet::Level).iter().enumerate().find_map(|(index, term)| {
            let code = normalize::fold(term.key);
            let level = Level::from_index(index)?;
            let goes_on = |c: char| c.is_ascii_alphanumeric() || c == '.';
            let after = folded.strip_prefix(code.as_str()).filter(|rest| !rest.starts_with(goes_on));
            let before = folded.strip_suffix(code.as_str()).filter(|rest| !rest.ends_with(goes_on));
            after.or(before).map(|rest| (level, rest))
        })
    }

    fn read_level_name(&self, folded: &str) -> Option<LevelReading> {
        for (index, term) in self.of(TermSet::Level).iter().enumerate() {
            let level = Level::from_index(index);
            if normalize::fold(term.name) == folded {
                return Some(LevelReading { level, name: level, ..LevelReading::default() });
            }
            if let (Some(level), Some(former)) = (level, term.former)
                && normalize::fold(former.name) == folded
            {
                let old_name = Some((level, former.name));
                return Some(LevelReading { level: Some(level), old_name, ..LevelReading::default() });
            }
        }
        let (index, exact) = self.find_folded(TermSet::Level, folded)?;
        let level = Level::from_index(index);
        Some(LevelReading { level, corrected: !exact, ..LevelReading::default() })
    }
}

/// A text with Simplified characters in place of Traditional ones of the same length.
fn simplified(text: &str) -> String {
    let one = |c: char| {
        let normal = normalize(c.encode_utf8(&mut [0; 4])).chars().next();
        normal.filter(|normal| normal.len_utf8() == c.len_utf8()).unwrap_or(c)
    };
    text.chars().map(one).collect()
}

/// Whether a text ends with a code, but for what may stand between it and a name.
fn ends_with_code(text: &str, code: &str) -> bool {
    let near: Vec<char> = text.chars().rev().take(NEAR).collect();
    let folded = normalize::fold(&near.into_iter().rev().collect::<String>());
    let before = folded.trim_end_matches(SEPARATORS).strip_suffix(code);
    before.is_some_and(|rest| !rest.ends_with(|c: char| c.is_ascii_alphanumeric()))
}

/// Whether a text begins with a code, but for what may stand between it and a name.
fn begins_with_code(text: &str, code: &str) -> bool {
    let folded = normalize::fold(&text.chars().take(NEAR).collect::<String>());
    let behind = folded.trim_start_matches(SEPARATORS).strip_prefix(code);
    behind.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// How many characters from a name its code may begin.
const NEAR: usize = 8;

/// What may stand between a code and a name after normalising.
const SEPARATORS: [char; 9] = ['(', ')', '[', ']', ':', '/', '、', ',', '·'];
