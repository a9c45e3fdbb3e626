//! What the documentation of a candidate says, named in one line: a client that asks for it later sends the line back.

use std::fmt;

use crate::ide::hover::level_clauses;
use crate::ide::quote::{Excerpt, Part, quote};
use crate::rules::page::page;
use crate::rules::{Locale, rule};
use crate::standard::{Level, Target, Term, TermSet, standard};

/// The subject of a candidate's documentation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum About {
    /// There is none.
    #[default]
    Nothing,
    /// A clause, whole.
    Clause(String),
    /// What a clause says of a term: the clause, the term's name.
    Term(&'static str, &'static str),
    /// A level.
    Level(Level),
    /// What a citation points at: a clause, an item or a point.
    Citation(String),
    /// A rule.
    Rule(&'static str),
}

impl fmt::Display for About {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => Ok(()),
            Self::Clause(clause) => write!(out, "clause {clause}"),
            Self::Term(clause, name) => write!(out, "term {clause} {name}"),
            Self::Level(level) => write!(out, "level {}", level.code()),
            Self::Citation(citation) => write!(out, "citation {citation}"),
            Self::Rule(name) => write!(out, "rule {name}"),
        }
    }
}

impl About {
    /// The subject of a term's documentation.
    pub(super) fn term(term: &Term) -> Self {
        if term.clause.is_empty() { Self::Nothing } else { Self::Term(term.clause, term.name) }
    }

    /// The subject that a line names.
    #[must_use]
    pub fn read(line: &str) -> Option<Self> {
        let (what, rest) = line.split_once(' ')?;
        match what {
            "clause" => Some(Self::Clause(rest.to_owned())),
            "citation" => Some(Self::Citation(rest.to_owned())),
            "level" => Level::all().find(|level| level.code() == rest).map(Self::Level),
            "rule" => rule(rest).map(|rule| Self::Rule(rule.name)),
            "term" => {
                let (clause, name) = rest.split_once(' ')?;
                let mut terms = TermSet::ALL.into_iter().flat_map(|set| standard().terms().of(set));
                terms
                    .find(|term| term.clause == clause && term.name == name)
                    .map(|term| Self::Term(term.clause, term.name))
            }
            _ => None,
        }
    }

    /// The documentation, in Markdown; none where there is nothing to say.
    #[must_use]
    pub fn markdown(&self, locale: Locale) -> Option<String> {
        match self {
            Self::Nothing => None,
            Self::Clause(clause) => quote(clause, &Part::Whole, locale),
            Self::Term(clause, name) => quote(clause, &Part::Paragraphs(vec![name]), locale),
            Self::Level(level) => Some(level_clauses(*level, locale)).filter(|text| !text.is_empty()),
            Self::Citation(citation) => cited(citation, locale),
            Self::Rule(name) => rule(name).map(|rule| page(rule, locale)),
        }
    }
}

/// What a citation as we write it points at.
fn cited(citation: &str, locale: Locale) -> Option<String> {
    let mut parts = citation.split(' ');
    let clause = parts.next()?;
    let Some(letter) = parts.next() else { return quote(clause, &Part::Whole, locale) };
    // Where an aspect has no letters, the point follows the clause.
    let (letter, point) = match letter.parse::<u8>() {
        Ok(point) => (None, Some(point)),
        Err(_) => (letter.chars().next(), parts.next().and_then(|point| point.parse().ok())),
    };
    let mut excerpt = Excerpt { letter, points: Vec::new(), gloss: "" };
    match standard().resolve(clause, letter, None) {
        Target::Topic { level, topic, .. } => {
            excerpt.gloss = topic.english();
            let points = standard().cell(level, topic).map(|cell| &cell.points);
            let own = points.into_iter().flatten().find(|known| Some(known.ordinal) == point);
            excerpt.points = own.map(|point| point.bullets().collect()).unwrap_or_default();
        }
        Target::Cl1Item { index } => excerpt.gloss = standard().cl1_items().get(index)?.english,
        _ => {}
    }
    quote(clause, &Part::Items(vec![excerpt]), locale)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_subject_is_known_again_by_its_line() {
        let term = &standard().terms().of(TermSet::Viewpoint)[1];
        for about in [
            About::Clause("5".to_owned()),
            About::term(term),
            About::Citation("A.3.2.1 b 2".to_owned()),
            About::Citation("A.3.1.4 1".to_owned()),
            About::Citation("A.1.2 c".to_owned()),
            About::Citation("7.3.2 a".to_owned()),
            About::Rule("level-gap"),
            About::Level(Level::all().next().unwrap()),
        ] {
            assert_eq!(About::read(&about.to_string()).as_ref(), Some(&about));
            let [zh, en] = [Locale::Zh, Locale::En].map(|locale| about.markdown(locale).unwrap());
            assert!(zh.contains("> ") && en.contains("> "), "{about}: {zh}");
        }
        let point = About::Citation("A.3.2.1 b 2".to_owned()).markdown(Locale::Zh).unwrap();
        let item = About::Citation("A.3.2.1 b".to_owned()).markdown(Locale::Zh).unwrap();
        assert!(point.len() < item.len(), "a point is not its whole item");
        for line in
            ["", "rule no-such-rule", "clause", "level CL6", "term 5 流成", "😀 x", "citation A.9.9.9 z"]
        {
            assert_eq!(About::read(line).and_then(|about| about.markdown(Locale::Zh)), None, "{line}");
        }
    }
}
