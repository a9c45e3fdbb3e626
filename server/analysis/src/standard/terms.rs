//! The closed vocabularies: canonical names, accepted and gently corrected variants, and where each belongs.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use super::{Dimension, Level, normalize};

/// A closed set of terms.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TermSet {
    /// Main viewpoint of a capability.
    Viewpoint,
    /// Capability level.
    Level,
    /// Form of a capability.
    Form,
    /// Pattern by which units are combined.
    Pattern,
    /// What a capability spans.
    Scope,
    /// What drives management and control.
    Drive,
    /// Grade of digitalization.
    Grade,
    /// Network that the solution rests on.
    Network,
    /// What the culture assumes people to be.
    Assumption,
    /// Value benefit.
    Benefit,
    /// Status of a measure.
    Status,
    /// Dimension of a unit.
    Dimension,
    /// Aspect of a dimension.
    Aspect,
}

impl TermSet {
    /// Every set, in the order of the data.
    pub const ALL: [TermSet; 13] = [
        TermSet::Viewpoint,
        TermSet::Level,
        TermSet::Form,
        TermSet::Pattern,
        TermSet::Scope,
        TermSet::Drive,
        TermSet::Grade,
        TermSet::Network,
        TermSet::Assumption,
        TermSet::Benefit,
        TermSet::Status,
        TermSet::Dimension,
        TermSet::Aspect,
    ];
}

/// One term of a set.
#[derive(Debug)]
pub struct Term {
    /// The set it belongs to.
    pub set: TermSet,
    /// The English key, canonical inside the program.
    pub key: &'static str,
    /// The canonical 中文 name.
    pub name: &'static str,
    /// Our English name.
    pub english: &'static str,
    /// Other spellings that mean it and are accepted silently; keys, names and English names are accepted anyway.
    pub accepted: Vec<&'static str>,
    /// Spellings that mean it and are gently corrected.
    pub corrected: Vec<&'static str>,
    /// Whether its name is an everyday word, which in running text means nothing of the standard's.
    pub everyday: bool,
    /// The clause that defines it, as a citation; empty where the standard has none.
    pub clause: &'static str,
    /// The levels at which it belongs, each with the citation that says so.
    pub levels: Vec<TermLevel>,
    /// The key of its class, for benefits.
    pub class: Option<&'static str>,
    /// The key of the form that it combines to, for patterns.
    pub form: Option<&'static str>,
    /// The name of the 2020 edition, for levels.
    pub former: Option<FormerName>,
    /// Capabilities that the standard says may derive from it, for forms.
    pub derived: Vec<DerivedCapability>,
}

/// A capability that may derive from a form.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct DerivedCapability {
    /// The 中文 name.
    pub name: &'static str,
    /// Our English name.
    pub english: &'static str,
    /// The clause that says so.
    pub clause: &'static str,
}

impl DerivedCapability {
    /// Whether a capability's name speaks of it.
    pub fn is_named_in(&self, name: &str) -> bool {
        let folded = normalize::fold(name);
        [self.name, self.english].iter().any(|own| folded.contains(&normalize::fold(own)))
    }
}

/// A level at which a term belongs.
#[derive(Clone, Copy, Debug)]
pub struct TermLevel {
    /// The level.
    pub level: Level,
    /// The clause that says so, as a citation.
    pub citation: &'static str,
}

/// A level's name in the 2020 edition.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct FormerName {
    /// The name.
    pub name: &'static str,
    /// The letter of the foreword's change that replaced it.
    pub foreword: char,
}

/// A class of benefits in T/AIITRE 10002.
#[derive(Debug, Deserialize)]
pub struct BenefitClass {
    /// The English key.
    pub key: &'static str,
    /// The 中文 name.
    pub name: &'static str,
    /// Our English name.
    pub english: &'static str,
    accepted: Vec<&'static str>,
}

/// What a text is among the terms of a set.
#[derive(Clone, Copy, Debug)]
pub enum Match<'a> {
    /// The term, in its canonical or an accepted form.
    Exact(&'a Term),
    /// The term, in a form that is gently corrected.
    Corrected(&'a Term),
    /// A word of the field that means something else than any of these terms.
    Other,
    /// Not known.
    None,
}

impl<'a> Match<'a> {
    /// The term meant, corrected or not.
    pub fn term(self) -> Option<&'a Term> {
        match self {
            Match::Exact(term) | Match::Corrected(term) => Some(term),
            Match::Other | Match::None => None,
        }
    }

    /// Whether the text is canonical or accepted.
    pub fn is_exact(self) -> bool {
        matches!(self, Match::Exact(_))
    }
}

impl Term {
    /// The one level at which it belongs; `None` where it belongs at none or several.
    pub fn level(&self) -> Option<Level> {
        match self.levels.as_slice() {
            [only] => Some(only.level),
            _ => None,
        }
    }

    /// The citation that puts it at this level; `None` where it does not belong there.
    pub fn citation_at(&self, level: Level) -> Option<&'static str> {
        self.levels.iter().find(|at| at.level == level).map(|at| at.citation)
    }
}

// A term is the same wherever it is spoken of: its set and key say which.
impl PartialEq for Term {
    fn eq(&self, other: &Self) -> bool {
        (self.set, self.key) == (other.set, other.key)
    }
}

impl Eq for Term {}

impl std::hash::Hash for Term {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        (self.set, self.key).hash(state);
    }
}

/// All sets of terms.
#[derive(Debug)]
pub struct Terms {
    sets: Vec<Set>,
    classes: Vec<BenefitClass>,
}

#[derive(Debug)]
struct Set {
    terms: Vec<Term>,
    /// Folded endings that carry nothing, longest first.
    tails: Vec<String>,
    /// Folded words that mean something else.
    other: FxHashSet<String>,
    /// Folded variant → the terms it may mean, and whether it is accepted.
    variants: FxHashMap<String, Vec<(usize, bool)>>,
}

impl Terms {
    /// The terms of a set, in the standard's order.
    pub fn of(&self, set: TermSet) -> &[Term] {
        &self.sets[set as usize].terms
    }

    /// The term with this key.
    pub fn term(&self, set: TermSet, key: &str) -> Option<&Term> {
        self.of(set).iter().find(|term| term.key == key)
    }

    /// What a text is among the terms of a set, after normalising and without endings that carry nothing.
    pub fn lookup(&self, set: TermSet, text: &str) -> Match<'_> {
        if set == TermSet::Level {
            return self.lookup_level(text);
        }
        self.lookup_among(set, text, |_| true)
    }

    /// [`Terms::lookup`] for the aspects of one dimension: a word may mean one thing in one dimension and
    /// another in the next.
    pub fn lookup_aspect(&self, dimension: Dimension, text: &str) -> Match<'_> {
        self.lookup_among(TermSet::Aspect, text, |index| Dimension::of_aspect(index) == Some(dimension))
    }

    /// The classes of benefits.
    pub fn benefit_classes(&self) -> &[BenefitClass] {
        &self.classes
    }

    /// The class of benefits that a text names.
    pub fn benefit_class(&self, text: &str) -> Option<&BenefitClass> {
        let folded = normalize::fold(text);
        self.classes.iter().find(|class| {
            let own = [class.key, class.name, class.english];
            own.iter().chain(&class.accepted).any(|variant| normalize::fold(variant) == folded)
        })
    }

    fn lookup_level(&self, text: &str) -> Match<'_> {
        let reading = self.read_level(text);
        let (Some(level), None, false) = (reading.level, &reading.rest, reading.contradicts_itself()) else {
            return Match::None;
        };
        let Some(term) = self.of(TermSet::Level).get(level.index()) else { return Match::None };
        match reading.old_name {
            Some((old, _)) if old != level => Match::None,
            Some(_) => Match::Corrected(term),
            None if reading.corrected => Match::Corrected(term),
            None => Match::Exact(term),
        }
    }

    fn lookup_among(&self, set: TermSet, text: &str, among: impl Fn(usize) -> bool) -> Match<'_> {
        let folded = normalize::fold(text);
        let found = self.find_among(set, &folded, &among);
        let (found, bare) = match found {
            Some(_) => (found, folded.as_str()),
            None => match self.without_tail(set, &folded) {
                Some(bare) => (self.find_among(set, bare, &among), bare),
                None => (None, folded.as_str()),
            },
        };
        let set = &self.sets[set as usize];
        match found {
            Some((index, true)) => Match::Exact(&set.terms[index]),
            Some((index, false)) => Match::Corrected(&set.terms[index]),
            None if set.other.contains(bare) || set.other.contains(&folded) => Match::Other,
            None => Match::None,
        }
    }

    /// The index of the term that a folded text means, and whether it is accepted; accepted goes first.
    fn find_among(&self, set: TermSet, folded: &str, among: impl Fn(usize) -> bool) -> Option<(usize, bool)> {
        let variants = self.sets[set as usize].variants.get(folded)?;
        let mut fitting = variants.iter().copied().filter(|(index, _)| among(*index));
        let first = fitting.next()?;
        Some(if first.1 { first } else { fitting.find(|(_, accepted)| *accepted).unwrap_or(first) })
    }

    /// [`Terms::find_among`] among all terms of a set.
    pub(super) fn find_folded(&self, set: TermSet, folded: &str) -> Option<(usize, bool)> {
        self.find_among(set, folded, |_| true)
    }

    /// A folded text without the longest ending of the set that carries nothing.
    pub(super) fn without_tail<'t>(&self, set: TermSet, folded: &'t str) -> Option<&'t str> {
        let tails = &self.sets[set as usize].tails;
        tails.iter().find_map(|tail| folded.strip_suffix(tail.as_str())).filter(|rest| !rest.is_empty())
    }

    /// Reads `terms.json`.
    pub(super) fn parse(json: &'static str) -> serde_json::Result<Terms> {
        let raw: RawTerms = serde_json::from_str(json)?;
        Ok(Terms { sets: raw.sets.into_iter().map(Set::from).collect(), classes: raw.benefit_classes })
    }
}

impl From<RawSet> for Set {
    fn from(raw: RawSet) -> Set {
        let mut variants: FxHashMap<String, Vec<(usize, bool)>> = FxHashMap::default();
        let terms: Vec<Term> =
            raw.terms.into_iter().map(|term| term.into_term(raw.set, raw.clause)).collect();
        for (index, term) in terms.iter().enumerate() {
            let own = [term.key, term.name, term.english];
            let accepted = own.iter().chain(&term.accepted).map(|variant| (variant, true));
            for (variant, accepted) in accepted.chain(term.corrected.iter().map(|variant| (variant, false))) {
                let meanings = variants.entry(normalize::fold(variant)).or_default();
                if meanings.iter().all(|(known, _)| *known != index) {
                    meanings.push((index, accepted));
                }
            }
        }
        let mut tails: Vec<String> = raw.tails.iter().map(|tail| normalize::fold(tail)).collect();
        tails.sort_by_key(|tail| std::cmp::Reverse(tail.len()));
        let other = raw.other.iter().map(|word| normalize::fold(word)).collect();
        Set { terms, tails, other, variants }
    }
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
struct RawTerms {
    sets: Vec<RawSet>,
    benefit_classes: Vec<BenefitClass>,
}

#[derive(Deserialize)]
struct RawSet {
    set: TermSet,
    clause: &'static str,
    tails: Vec<&'static str>,
    other: Vec<&'static str>,
    terms: Vec<RawTerm>,
}

#[derive(Deserialize)]
struct RawTerm {
    key: &'static str,
    name: &'static str,
    english: &'static str,
    accepted: Vec<&'static str>,
    #[serde(default)]
    everyday: bool,
    corrected: Vec<&'static str>,
    clause: Option<&'static str>,
    #[serde(default)]
    levels: Vec<RawTermLevel>,
    class: Option<&'static str>,
    form: Option<&'static str>,
    formerly: Option<FormerName>,
    #[serde(default)]
    derived: Vec<DerivedCapability>,
}

#[derive(Deserialize)]
struct RawTermLevel {
    level: u8,
    citation: &'static str,
}

impl RawTerm {
    fn into_term(self, set: TermSet, clause: &'static str) -> Term {
        Term {
            set,
            key: self.key,
            name: self.name,
            english: self.english,
            accepted: self.accepted,
            corrected: self.corrected,
            everyday: self.everyday,
            clause: self.clause.unwrap_or(clause),
            levels: self
                .levels
                .into_iter()
                .filter_map(|at| Some(TermLevel { level: Level::new(at.level)?, citation: at.citation }))
                .collect(),
            class: self.class,
            form: self.form,
            former: self.formerly,
            derived: self.derived,
        }
    }
}
