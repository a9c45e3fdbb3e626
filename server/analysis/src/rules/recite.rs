//! Fixes of citations: another one in a citation's place, or none where the right one stands beside it. What goes on
//! with a citation's number gets its own when that number goes.

use super::citations::{below, citations, nearest};
use super::{Change, Finding, Fix, Fixer, Locale};
use crate::model::{Citation, Entity, Measure};
use crate::standard::{Cl1Item, Clause, Item, Level, Target, Topic, likeness, standard};

/// The citation that a finding is about, with its measure.
fn cited<'a>(entity: &'a Entity, finding: &Finding) -> Option<(&'a Measure, &'a Citation)> {
    citations(entity).find(|(_, citation)| citation.span == finding.span)
}

/// The citation behind another one in its list, when it goes on with the number there.
fn continued<'a>(fixer: &Fixer<'_>, list: &'a [Citation], citation: &Citation) -> Option<&'a Citation> {
    let own = citation.span;
    let behind = |other: &&Citation| {
        (other.span.file, other.span.chunk) == (own.file, own.chunk) && other.span.start >= own.end
    };
    let next = list.iter().filter(behind).min_by_key(|other| other.span.start)?;
    (!fixer.source(next.span).contains('.')).then_some(next)
}

/// Writes out the number that a citation took from the one before it.
fn written_out(fixer: &Fixer<'_>, next: &Citation) -> Option<Change> {
    let source = fixer.source(next.span);
    let letter = next.letter.filter(|_| source.starts_with(|c: char| c.is_ascii_digit()));
    let text = match letter {
        Some(letter) => format!("{} {letter} {source}", next.clause),
        None => format!("{} {source}", next.clause),
    };
    fixer.replace(next.span, text)
}

/// Cites something else in a citation's place; a letter that goes on with the clause before it stays a letter.
fn recite(
    fixer: &Fixer<'_>,
    (list, citation): (&[Citation], &Citation),
    other: &str,
    what: &str,
) -> Option<Fix> {
    let source = fixer.source(citation.span);
    if source.contains(['–', '-', '~', '至', '—']) {
        return None;
    }
    let whole = source.contains('.') || citation.clause == source.trim();
    let (clause, rest) = other.split_once(' ').unwrap_or((other, ""));
    let text = if clause == citation.clause && !whole { rest } else { other };
    let mut changes: Vec<Change> = fixer.replace(citation.span, text).into_iter().collect();
    if let Some(next) = continued(fixer, list, citation) {
        let point = fixer.source(next.span).starts_with(|c: char| c.is_ascii_digit());
        let same = clause == next.clause
            && !rest.is_empty()
            && (!point || next.letter.is_some_and(|letter| rest.starts_with(letter)));
        changes.extend(written_out(fixer, next).filter(|_| !same));
    }
    let title = match fixer.locale {
        Locale::Zh => format!("改引 {other}{}{what}", if what.is_empty() { "" } else { " " }),
        Locale::En => format!("Cite {other}{}{what}", if what.is_empty() { "" } else { " " }),
    };
    Fix::new(title, changes)
}

/// Takes a citation out of a list of several; none where it stands in brackets of its own.
fn strike(fixer: &Fixer<'_>, measure: &Measure, citation: &Citation) -> Option<Fix> {
    let document = fixer.document(citation.span.file)?;
    let text = document.text();
    let own = document.range(citation.span);
    let others = || {
        let others = measure.citations.iter().filter(|other| other.span.file == citation.span.file);
        others.map(|other| document.range(other.span))
    };
    let listed = |from: usize, to: usize| {
        let between = text.slice(from..to);
        !between.is_empty()
            && between.chars().all(|c| matches!(c, '、' | ',' | '，' | ';' | '；' | '和' | '及' | ' '))
    };
    if fixer.source(citation.span).contains(['–', '-', '~', '至', '—']) {
        return None;
    }
    let before = others().map(|other| other.end).filter(|end| *end <= own.start).max();
    let after = others().map(|other| other.start).filter(|start| *start >= own.end).min();
    let range = match (before, after) {
        (Some(before), _) if listed(before, own.start) => before..own.end,
        (_, Some(after)) if listed(own.end, after) => own.start..after,
        _ => return None,
    };
    let mut changes = vec![Change { file: document.file, range, text: String::new() }];
    changes.extend(continued(fixer, &measure.citations, citation).and_then(|next| written_out(fixer, next)));
    let title = match fixer.locale {
        Locale::Zh => format!("删去 {citation}（已引了对应的条款）"),
        Locale::En => format!("Delete {citation}: what fits is cited already"),
    };
    Fix::new(title, changes).map(Fix::preferred)
}

/// The items of the clause, or the clauses that there are in place of one that there is not.
pub(super) fn cite_what_exists(fixer: &Fixer<'_>, finding: &Finding) -> Vec<Fix> {
    let Some(entity) = fixer.entity(finding) else { return Vec::new() };
    let measure = cited(entity, finding).map(|(measure, _)| measure);
    let list = measure.map_or(&entity.citations, |measure| &measure.citations);
    let Some(citation) = list.iter().find(|citation| citation.span == finding.span) else {
        return Vec::new();
    };
    let Some(near) = nearest(&citation.clause) else { return Vec::new() };
    let title = |item: &Item| item.text.split(['，', '：']).next().unwrap_or_default().to_owned();
    let to = |other: &str, what: &str| recite(fixer, (list, citation), other, what);
    let holds = |target: Target| {
        measure.is_some_and(|measure| target.aspects().iter().any(|aspect| measure.stands_in(*aspect)))
    };
    let fits = |clause: &&Clause| holds(standard().resolve(clause.id, None, None));
    if near.id != citation.clause {
        let mut parts: Vec<&Clause> = below(near.id).filter_map(|id| standard().clause(id)).collect();
        parts.sort_by_key(|clause| !fits(clause));
        let fix = |clause: &&Clause| match citation.letter.and_then(|letter| clause.item(Some(letter))) {
            Some(item) => to(&format!("{} {}", clause.id, item.letter?), &title(item)),
            None => to(clause.id, clause.title),
        };
        return parts.iter().filter_map(fix).collect();
    }
    // The item without the point, else the items that there are; a clause without items is cited itself.
    let own = near.items().filter(|item| item.letter.is_some() && item.letter == citation.letter);
    let others = near.items().filter(|item| item.letter.is_some());
    let own: Vec<_> = own.collect();
    // The same item of the clause beside it, where that is the measure's own.
    let beside = near.id.rsplit_once('.').into_iter().flat_map(|(above, _)| below(above));
    let beside =
        beside.filter_map(|id| standard().clause(id)).filter(|clause| own.is_empty() && fits(clause));
    let beside = beside.filter_map(|clause| Some((clause, clause.item(Some(citation.letter?))?)));
    let beside = beside.filter(|(clause, _)| clause.id != near.id);
    let beside = beside
        .filter_map(|(clause, item)| to(&format!("{} {}", clause.id, item.letter?), &title(item)))
        .collect::<Vec<_>>();
    // At the first level a clause holds several aspects: those of the measure, where there are any.
    let of_aspect = |item: &&Item| holds(standard().resolve(near.id, item.letter, None));
    let others: Vec<_> = others.collect();
    let fitting: Vec<_> = others.iter().copied().filter(|item| of_aspect(item)).collect();
    let others = if fitting.is_empty() { others } else { fitting };
    let items: Vec<_> = if own.is_empty() { others } else { own };
    if items.is_empty() {
        return to(near.id, near.title).into_iter().collect();
    }
    let fix = |item: &&Item| to(&format!("{} {}", near.id, item.letter?), &title(item));
    beside.into_iter().chain(items.iter().filter_map(fix)).collect()
}

/// Topics as a measure may cite them, the likeliest first, without those that it cites.
fn likeliest(measure: &Measure, candidates: impl Iterator<Item = (Target, Topic)>) -> Vec<Topic> {
    let cited = |target: &Target| measure.citations.iter().any(|citation| citation.target == *target);
    let candidates: Vec<_> = candidates.filter(|(target, _)| !cited(target)).collect();
    let targets: Vec<Target> = candidates.iter().map(|(target, _)| *target).collect();
    let ranked = likeness::rank(&measure.text.text, &targets);
    ranked.into_iter().filter_map(|(at, _)| Some(candidates.get(at)?.1)).collect()
}

/// The topics of the aspect in which the measure stands, at the level that it cites.
pub(super) fn cite_own_aspect(fixer: &Fixer<'_>, finding: &Finding) -> Vec<Fix> {
    let Some((measure, citation)) = fixer.entity(finding).and_then(|entity| cited(entity, finding)) else {
        return Vec::new();
    };
    let Some(level) = citation.target.level() else { return Vec::new() };
    let right = measure.citations.iter().any(|other| other.target.aspects().contains(&measure.aspect));
    let struck = right.then(|| strike(fixer, measure, citation)).flatten();
    let cells = Topic::of_aspect(measure.aspect).filter_map(|topic| {
        standard().cell(level, topic)?;
        Some((standard().resolve_citation(&standard().citation(level, topic, None))?, topic))
    });
    let other = |topic: Topic| {
        let citation_of = standard().citation(level, topic, None);
        recite(fixer, (&measure.citations, citation), &citation_of, topic.title(level))
    };
    // The first level has items of its own.
    let items = standard().cl1_items().iter().filter(|item| {
        level == Level::FIRST
            && item.aspects.contains(&measure.aspect)
            && measure.citations.iter().all(|citation| citation.to_string() != item.citation())
    });
    let item =
        |item: &Cl1Item| recite(fixer, (&measure.citations, citation), &item.citation(), &item.title());
    let topics = likeliest(measure, cells).into_iter().filter_map(other);
    struck.into_iter().chain(items.filter_map(item)).chain(topics).collect()
}

/// Each item of the aspect's clause, and all of them.
pub(super) fn cite_items(fixer: &Fixer<'_>, finding: &Finding) -> Vec<Fix> {
    let Some((measure, citation)) = fixer.entity(finding).and_then(|entity| cited(entity, finding)) else {
        return Vec::new();
    };
    let Target::Aspect { level, aspect } = citation.target else { return Vec::new() };
    let topics: Vec<Topic> = Topic::of_aspect(aspect).collect();
    let cells = topics.iter().filter_map(|&topic| {
        Some((standard().resolve_citation(&standard().citation(level, topic, None))?, topic))
    });
    let right = measure.citations.iter().any(|other| {
        other.target.topic().is_some()
            && other.target.level() == Some(level)
            && other.target.aspects().contains(&aspect)
    });
    let struck = right.then(|| strike(fixer, measure, citation)).flatten();
    let each = likeliest(measure, cells).into_iter().filter_map(|topic| {
        let other = standard().citation(level, topic, None);
        recite(fixer, (&measure.citations, citation), &other, topic.title(level))
    });
    let letters: Vec<String> = topics.iter().filter_map(|topic| topic.letter()).map(String::from).collect();
    let all = format!("{} {}", citation.clause, letters.join("、"));
    struck.into_iter().chain(each).chain(recite(fixer, (&measure.citations, citation), &all, "")).collect()
}
