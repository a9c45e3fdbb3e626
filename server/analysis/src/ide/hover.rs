//! Hovers: the clause behind a level, a citation, a dimension or an aspect, quoted.

use std::ops::Range;

use super::quote::{Excerpt, Part, escape, quote};
use super::token::{Cited, Token, token_at};
use crate::model::NodeKey;
use crate::model::build::Document;
use crate::plan_set::PlanSet;
use crate::rules::Locale;
use crate::standard::{Aspect, Clause, Dimension, Level, Target, TermSet, standard};

/// What a hover shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// The bytes that it is about.
    pub range: Range<usize>,
    /// Markdown.
    pub markdown: String,
}

/// The hover at a byte of a plan; none where nothing of the standard stands.
#[must_use]
pub fn hover(set: &PlanSet, document: &Document, locale: Locale, byte: usize) -> Option<Hover> {
    let (token, range) = token_at(document, byte)?;
    let parts = match token {
        Token::Citations(cited) => cited_clauses(&cited, locale),
        Token::Level(level) => vec![level_clauses(level, locale)],
        Token::Sections(node, sections) => {
            sections.into_iter().map(|section| section_clauses(set, node, section, locale)).collect()
        }
    };
    let markdown = parts.join("\n---\n\n");
    (!markdown.is_empty()).then_some(Hover { range, markdown })
}

/// The cited clauses; items of one clause stand together. What does not exist is left out.
fn cited_clauses(cited: &[Cited], locale: Locale) -> Vec<String> {
    let mut clauses: Vec<(&str, Part)> = Vec::new();
    for citation in cited {
        let target = standard().resolve(&citation.clause, citation.letter, citation.point);
        if !target.exists() {
            continue;
        }
        if citation.letter.is_none() && citation.point.is_none() {
            clauses.push((&citation.clause, Part::Whole));
            continue;
        }
        let excerpt = excerpt(citation, target);
        match clauses.iter_mut().find(|(clause, _)| *clause == citation.clause) {
            Some((_, Part::Items(items))) => items.push(excerpt),
            _ => clauses.push((&citation.clause, Part::Items(vec![excerpt]))),
        }
    }
    clauses.iter().filter_map(|(clause, part)| quote(clause, part, locale)).collect()
}

fn excerpt(citation: &Cited, target: Target) -> Excerpt {
    let gloss = match target {
        Target::Topic { topic, .. } => topic.english(),
        Target::Cl1Item { index } => standard().cl1_items().get(index).map_or("", |item| item.english),
        _ => "",
    };
    let points = match target {
        // A sentence that the standard cut into several bullets is quoted whole.
        Target::Topic { level, topic, point: Some(point) } => {
            let cell = standard().cell(level, topic);
            let info = cell.and_then(|cell| cell.points.iter().find(|info| info.ordinal == point));
            info.map_or(vec![point], |info| info.bullets().collect())
        }
        _ => citation.point.into_iter().collect(),
    };
    Excerpt { letter: citation.letter, points, gloss }
}

/// The general clause on levels where it speaks of this one, and the level's overall characteristics.
fn level_clauses(level: Level, locale: Locale) -> String {
    let title = format!("### {}\n\n", level_title(level, locale));
    let term = standard().terms().of(TermSet::Level).iter().find(|term| term.key == level.code());
    let words = vec![level.code(), level.name()];
    let general = term.and_then(|term| quote(term.clause, &Part::Paragraphs(words), locale));
    let own = general_clause(|at, dimension| at == Some(level) && dimension.is_none());
    let own = own.and_then(|clause| quote(clause.id, &Part::Whole, locale));
    titled(title, [general, own])
}

fn level_title(level: Level, locale: Locale) -> String {
    match locale {
        Locale::Zh => format!("{}（{}）", level.code(), level.name()),
        Locale::En => format!("{} ({})", level.code(), level.english()),
    }
}

/// The first clause of the main text that has a wording of its own and speaks of this level and dimension, but of no
/// single aspect.
fn general_clause(fits: impl Fn(Option<Level>, Option<Dimension>) -> bool) -> Option<&'static Clause> {
    standard().clauses().iter().find(|clause| match standard().resolve(clause.id, None, None) {
        Target::General { level, dimension, aspect: None, .. } => {
            !clause.body.is_empty() && fits(level, dimension)
        }
        _ => false,
    })
}

/// What the standard says of a dimension or aspect in general, and what it lists for the target level.
fn section_clauses(
    set: &PlanSet,
    node: NodeKey,
    (dimension, aspect): (Dimension, Option<Aspect>),
    locale: Locale,
) -> String {
    let target = set.levels_of(node).target;
    let general = match aspect {
        Some(aspect) => Some(aspect.clause()),
        None => general_clause(|level, of| level.is_none() && of == Some(dimension)).map(|clause| clause.id),
    };
    let listed = target.and_then(|level| match aspect {
        Some(aspect) => listed(level, aspect, locale),
        None => quote(standard().dimension_clause(level, dimension)?, &Part::Whole, locale),
    });
    let mut title = match (aspect, locale) {
        (None, _) => locale.pick(dimension.name(), dimension.english()).to_owned(),
        (Some(aspect), Locale::Zh) => format!("{}（{}）", aspect.name(), dimension.name()),
        (Some(aspect), Locale::En) => format!("{} ({})", aspect.english(), dimension.english()),
    };
    if let (Some(entity), Some(level)) = (set.entity(node), target) {
        let (who, level) = (escape(entity.title()), level_title(level, locale));
        title += &match locale {
            Locale::Zh => format!(" · {who} 目标等级 {level}"),
            Locale::En => format!(" · {who} aims at {level}"),
        };
    }
    titled(format!("### {title}\n\n"), [general.and_then(|id| quote(id, &Part::Whole, locale)), listed])
}

/// What the annex lists for an aspect at a level: the aspect's clause; at the first level, where aspects have none, its
/// items of the dimension's clause.
fn listed(level: Level, aspect: Aspect, locale: Locale) -> Option<String> {
    let clause = standard().aspect_clause(level, aspect)?;
    if level > Level::FIRST {
        return quote(clause, &Part::Whole, locale);
    }
    let items = standard().cl1_items().iter().filter(|item| item.aspects.contains(&aspect));
    let items: Vec<Excerpt> = items
        .map(|item| Excerpt { letter: Some(item.letter), points: Vec::new(), gloss: item.english })
        .collect();
    if items.is_empty() { None } else { quote(clause, &Part::Items(items), locale) }
}

/// Quotations under a title of ours; nothing when there are none.
fn titled(title: String, quotations: [Option<String>; 2]) -> String {
    let quotations: Vec<String> = quotations.into_iter().flatten().collect();
    if quotations.is_empty() { String::new() } else { title + &quotations.join("\n") }
}
