//! Hovers that quote clauses: citations, dimensions and aspects.

use super::level::general_clause;
use super::{Locale, level_title, titled, topic};
use crate::ide::quote::{Excerpt, Part, escape, quote};
use crate::ide::token::Cited;
use crate::model::NodeKey;
use crate::plan_set::PlanSet;
use crate::standard::{Aspect, Dimension, Level, Target, Topic, standard};

/// The cited clauses; items of one clause stand together. What does not exist is left out. Cited topics are then
/// shown level by level.
pub(super) fn cited(cited: &[Cited], locale: Locale) -> Vec<String> {
    let mut clauses: Vec<(&str, Part)> = Vec::new();
    let mut topics: Vec<(Topic, Level, bool)> = Vec::new();
    for citation in cited {
        let target = standard().resolve(&citation.clause, citation.letter, citation.point);
        if !target.exists() {
            continue;
        }
        if let Target::Topic { level, topic, point } = target
            && topics.iter().all(|(known, ..)| *known != topic)
        {
            topics.push((topic, level, point.is_none()));
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
    let quoted = clauses.iter().filter_map(|(clause, part)| quote(clause, part, locale));
    let compared = topics.iter().map(|&(topic, level, whole)| topic::levels(topic, level, whole, locale));
    quoted.chain(compared).collect()
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

/// What the standard says of a dimension or aspect in general, and what it lists for the owner's target level.
pub(super) fn section(
    set: &PlanSet,
    node: Option<NodeKey>,
    (dimension, aspect): (Dimension, Option<Aspect>),
    locale: Locale,
) -> String {
    let target = node.and_then(|node| set.levels_of(node).target);
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
    if let (Some(entity), Some(level)) = (node.and_then(|node| set.entity(node)), target) {
        let (who, level) = (escape(entity.title()), level_title(level, locale));
        title += &match locale {
            Locale::Zh => format!(" · {who} 目标等级 {level}"),
            Locale::En => format!(" · {who} aims at {level}"),
        };
    }
    titled(&title, [general.and_then(|id| quote(id, &Part::Whole, locale)), listed])
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
