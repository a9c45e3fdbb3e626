//! Words that belong to one level, in a measure that cites another.

use std::ops::Range;
use std::sync::OnceLock;

use rustc_hash::FxHashSet;

use super::matching::{Folded, within};
use super::measures::counts;
use super::subject::level_name;
use super::{Checker, Finding, Fix, Fixer, Locale, Profile, Rule, Severity};
use crate::model::{Citation, Entity, Measure};
use crate::standard::{Aspect, Clause, Dimension, Level, Target, Term, TermSet, matched_as, standard};

/// A word of one level beside a citation of another.
pub(super) static LEVEL_WORDING: Rule = Rule {
    name: "level-wording",
    severity: Severity::Information,
    profile: Profile::Standard,
    clauses: &[],
    usual: false,
    fix: Some(say_it_as_cited),
    page: include_str!("../../rules/level-wording.md"),
    summary: [
        "建设内容用了只属于某一等级的说法，引用的却是另一等级的条款",
        "A measure uses a term that the standard has at one level only, and cites another level",
    ],
    check: level_wording,
};

/// What the names of levels stand before where they speak of a capability.
const CAPABILITY: &str = "能力";
/// What the names of assumptions stand before; else they are in quotation marks, as everyday words contain them.
const ASSUMPTION: &str = "假设";

/// A word that the standard uses at one level only, in a dimension.
#[derive(Debug)]
struct Marker {
    /// The term.
    term: &'static Term,
    /// The dimension.
    dimension: Dimension,
    /// The level.
    level: Level,
    /// The clauses that use it there, with the aspects that they are about.
    clauses: Vec<(Option<Aspect>, &'static str)>,
    /// The forms in which a text must bear it, folded.
    forms: Vec<Vec<char>>,
}

/// The markers, found in the standard's own wording.
fn markers() -> &'static [Marker] {
    static MARKERS: OnceLock<Vec<Marker>> = OnceLock::new();
    MARKERS.get_or_init(|| {
        let sets = [TermSet::Level, TermSet::Drive, TermSet::Assumption];
        let terms = sets.into_iter().flat_map(|set| standard().terms().of(set));
        terms.flat_map(|term| Dimension::all().filter_map(move |dimension| marker(term, dimension))).collect()
    })
}

fn marker(term: &'static Term, dimension: Dimension) -> Option<Marker> {
    let written = match term.set {
        TermSet::Level => format!("{}{CAPABILITY}", term.name),
        _ => term.name.to_owned(),
    };
    let forms = match term.set {
        TermSet::Assumption => vec![format!("“{}”", term.name), format!("{}{ASSUMPTION}", term.name)],
        _ => vec![written.clone()],
    };
    let mut level = None;
    let mut clauses: Vec<(Option<Aspect>, &'static str)> = Vec::new();
    for clause in standard().clauses() {
        let place = standard().resolve(clause.id, None, None);
        if place.dimension() != Some(dimension) || !clause.strings().any(|text| text.contains(&written)) {
            continue;
        }
        match place.level() {
            // A clause that speaks of all levels uses the word at each of them, unless it lists all terms of the set.
            None if lists_all(clause, term.set) => {}
            None => return None,
            Some(at) if level.is_some_and(|known| known != at) => return None,
            Some(at) => {
                level = Some(at);
                clauses.push((place.aspects().first().copied(), clause.id));
            }
        }
    }
    let level = level?;
    let forms = forms.iter().map(|form| Folded::new(form).chars).collect();
    Some(Marker { term, dimension, level, clauses, forms })
}

impl Marker {
    /// The clause that uses the word: that of an aspect, else the annex's first, else any.
    fn clause(&self, aspect: Aspect) -> &'static str {
        let of_aspect = self.clauses.iter().find(|(known, _)| *known == Some(aspect));
        let first = || self.clauses.iter().find(|(known, _)| known.is_some()).or(self.clauses.first());
        of_aspect.or_else(first).map_or("", |(_, clause)| *clause)
    }
}

fn lists_all(clause: &Clause, set: TermSet) -> bool {
    let text: String = clause.strings().collect();
    standard().terms().of(set).iter().all(|term| text.contains(term.name))
}

/// The annex's levels that a measure cites.
fn cited_levels(measure: &Measure) -> impl Iterator<Item = (Level, &Citation)> {
    measure.citations.iter().filter_map(|citation| match citation.target {
        Target::Topic { level, .. } | Target::Aspect { level, .. } => Some((level, citation)),
        Target::Cl1Item { .. } => Some((Level::FIRST, citation)),
        _ => None,
    })
}

/// A word of one level in a measure that cites another: where in the text, and what is cited.
struct Stray<'a> {
    marker: &'static Marker,
    bytes: Range<usize>,
    cited: Level,
    citation: &'a Citation,
}

fn strays(measure: &Measure) -> Vec<Stray<'_>> {
    let Some((cited, citation)) = cited_levels(measure).next().filter(|_| counts(measure)) else {
        return Vec::new();
    };
    if !may_bear_a_marker(&measure.text.text) {
        return Vec::new();
    }
    let text = Folded::new(&measure.text.text);
    let dimension = measure.aspect.dimension();
    let stray = |marker: &'static Marker| {
        let place = marker.forms.iter().find_map(|form| text.find(form, 0))?;
        let fits = cited_levels(measure).any(|(level, _)| level == marker.level);
        let bytes = text.written(place).filter(|_| !fits)?;
        Some(Stray { marker, bytes, cited, citation })
    };
    markers().iter().filter(|marker| marker.dimension == dimension).filter_map(stray).collect()
}

/// Whether three characters with which a marker begins follow each other in a text. Nearly no text has them.
fn may_bear_a_marker(text: &str) -> bool {
    static BEGINNINGS: OnceLock<FxHashSet<[char; 3]>> = OnceLock::new();
    let beginnings = BEGINNINGS.get_or_init(|| {
        let forms = markers().iter().flat_map(|marker| &marker.forms);
        forms.filter_map(|form| form.first_chunk().copied()).collect()
    });
    let mut last = ['\0'; 3];
    text.chars().filter(|c| !c.is_whitespace()).any(|c| {
        let Some(c) = matched_as(c) else { return true };
        last = [last[1], last[2], if c == '\'' { '"' } else { c }];
        beginnings.contains(&last)
    })
}

fn level_wording(check: &mut Checker<'_>, entity: &Entity) {
    for measure in &entity.measures {
        for stray in strays(measure) {
            report(check, measure, &stray);
        }
    }
}

/// The word that belongs to the cited level, in place of the other one.
fn say_it_as_cited(fixer: &Fixer<'_>, finding: &Finding) -> Vec<Fix> {
    let Some(entity) = fixer.entity(finding) else { return Vec::new() };
    let found = entity.measures.iter().find_map(|measure| {
        let mut strays = strays(measure).into_iter();
        let stray = strays.find(|stray| within(&measure.text, stray.bytes.clone()) == finding.span)?;
        Some((measure, stray.marker, stray.bytes, stray.cited))
    });
    let Some((measure, marker, bytes, cited)) = found else { return Vec::new() };
    let same = |other: &&Marker| {
        other.term.set == marker.term.set && other.dimension == marker.dimension && other.level == cited
    };
    let Some(other) = markers().iter().find(same) else { return Vec::new() };
    let written = measure.text.text.get(bytes.clone()).unwrap_or_default();
    if !written.contains(marker.term.name) {
        return Vec::new();
    }
    let better = written.replace(marker.term.name, other.term.name);
    let title = match fixer.locale {
        Locale::Zh => format!("改为“{}”", better.trim_matches(['“', '”'])),
        Locale::En => format!("Say \"{}\"", better.trim_matches(['“', '”'])),
    };
    let changes = fixer.replace_part(&measure.text, bytes, &better).into_iter().collect();
    Fix::new(title, changes).into_iter().collect()
}

fn report(check: &mut Checker<'_>, measure: &Measure, stray: &Stray<'_>) {
    let Stray { marker, bytes, cited, citation } = stray;
    let word = measure.text.text.get(bytes.clone()).unwrap_or_default();
    let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let clause = marker.clause(measure.aspect);
    let belongs = |locale| level_name(marker.level, locale);
    check
        .report(
            within(&measure.text, bytes.clone()),
            || {
                let cited = level_name(*cited, Locale::Zh);
                format!("“{word}”是 {}的说法（{}），这里引用的 {citation} 却属于 {cited}；请改用相称的说法，或改引条款", belongs(Locale::Zh), clause)
            },
            || {
                let cited = level_name(*cited, Locale::En);
                format!("\"{word}\" is said of {} ({}), but {citation} belongs to {cited}: change the wording or the citation", belongs(Locale::En), clause)
            },
        )
        .citing([clause.to_owned(), citation.to_string()]);
}
