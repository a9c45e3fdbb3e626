//! Citations: what the annex lists for the measure's aspect at the target level goes first.

use std::collections::BTreeSet;

use super::place::Citing;
use super::{Candidate, CompletionKind, Offer, Site};
use crate::ide::quote::{Excerpt, Part, quote};
use crate::rules::Locale;
use crate::schema::Kind;
use crate::standard::{Aspect, Clause, Level, Target, Topic, likeness, standard};

/// What may be cited: the topics of the measure's aspects at the target level, those not covered before the others,
/// the likest first; then those of other aspects at that level, then those of other levels.
pub(super) fn offer(site: &Site<'_>, citing: &Citing) -> Option<Offer> {
    let typed = site.document.text().slice(citing.range.start..site.byte).into_owned();
    let mut candidates = points(&typed, site.locale);
    if typed.starts_with(|c: char| c.is_ascii_digit()) {
        candidates.extend(main_text(&typed, site.locale));
    } else {
        candidates.extend(annex(site, citing));
    }
    candidates.retain(|candidate| !citing.cited.contains(&candidate.label));
    for candidate in &mut candidates {
        if citing.blank {
            candidate.insert.insert(0, ' ');
        }
        candidate.insert.push_str(citing.closer);
    }
    Some(Offer::new(&citing.range, candidates))
}

/// The target level of a measure's entity; of measures that all share, the highest of the units.
fn target(site: &Site<'_>, citing: &Citing) -> Option<Level> {
    let units = || site.set.entities().filter(|entity| entity.kind == Kind::Unit);
    let own = site.set.levels_of(citing.node).target;
    own.or_else(|| units().filter_map(|unit| site.set.levels_of(unit.key).target).max())
}

/// A topic, or an item of the first level, that may be cited.
struct Listed {
    target: Target,
    citation: String,
    title: String,
    english: &'static str,
}

fn listed(level: Level, aspect: Aspect) -> Vec<Listed> {
    if level == Level::FIRST {
        let items = standard().cl1_items().iter().enumerate();
        return items
            .filter(|(_, item)| item.aspects.contains(&aspect))
            .map(|(index, item)| Listed {
                target: Target::Cl1Item { index },
                citation: item.citation(),
                title: item.title(),
                english: item.english,
            })
            .collect();
    }
    let listed = |topic: Topic| Listed {
        target: Target::Topic { level, topic, point: None },
        citation: standard().citation(level, topic, None),
        title: topic.title(level).to_owned(),
        english: topic.english(),
    };
    aspect.topics().map(listed).collect()
}

fn annex(site: &Site<'_>, citing: &Citing) -> Vec<Candidate> {
    let target = target(site, citing);
    let open = uncovered(site, citing);
    let mut seen = BTreeSet::new();
    let mut found: Vec<((usize, bool, usize), Listed)> = Vec::new();
    let levels = target.into_iter().chain(Level::all().rev().filter(|level| Some(*level) != target));
    for level in levels {
        let others = Aspect::all().filter(|aspect| !citing.aspects.contains(aspect) && Some(level) == target);
        let groups = [citing.aspects.clone(), others.collect()];
        for (group, aspects) in groups.into_iter().enumerate() {
            let list: Vec<Listed> = aspects.into_iter().flat_map(|aspect| listed(level, aspect)).collect();
            let targets: Vec<Target> = list.iter().map(|listed| listed.target).collect();
            let mut places = vec![list.len(); list.len()];
            for (place, (index, _)) in likeness::rank(&citing.text, &targets).into_iter().enumerate() {
                places[index] = place;
            }
            let first = Some(level) == target && group == 0;
            let distance = target.map_or(0, |target| target.number().abs_diff(level.number()));
            let rank = if first { 0 } else { 1 + group + usize::from(distance) };
            for (listed, place) in list.into_iter().zip(places) {
                if seen.insert(listed.citation.clone()) {
                    found.push(((rank, !open.contains(&listed.citation), place), listed));
                }
            }
        }
    }
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, listed)| candidate(&listed, site.locale)).collect()
}

/// The citations that the target level asks for and nothing gives yet.
fn uncovered(site: &Site<'_>, citing: &Citing) -> BTreeSet<String> {
    let Some(profile) = site.set.profile(citing.node) else { return BTreeSet::new() };
    let gaps =
        profile.dimensions.iter().flat_map(|dimension| dimension.missing.iter().chain(&dimension.unrefined));
    gaps.map(|gap| gap.citation.clone()).collect()
}

fn candidate(listed: &Listed, locale: Locale) -> Candidate {
    let (clause, letter) = match listed.citation.split_once(' ') {
        Some((clause, letter)) => (clause, letter.chars().next()),
        None => (listed.citation.as_str(), None),
    };
    let part = match letter {
        Some(letter) => {
            Part::Items(vec![Excerpt { letter: Some(letter), points: Vec::new(), gloss: listed.english }])
        }
        None => Part::Whole,
    };
    Candidate {
        kind: CompletionKind::Clause,
        label: listed.citation.clone(),
        detail: match locale {
            Locale::Zh => listed.title.clone(),
            Locale::En => format!("{} {}", listed.english, listed.title).trim().to_owned(),
        },
        documentation: quote(clause, &part, locale).unwrap_or_default(),
        insert: listed.citation.clone(),
        spellings: vec![listed.citation.replace('.', ""), listed.title.clone(), listed.english.to_owned()],
        nests: false,
    }
}

/// The points of an item that is typed in full.
fn points(typed: &str, locale: Locale) -> Vec<Candidate> {
    let mut words = typed.split_whitespace();
    let (Some(clause), Some(letter)) = (words.next(), words.next()) else { return Vec::new() };
    let Some(letter) = letter.chars().next().filter(char::is_ascii_alphabetic) else { return Vec::new() };
    let Target::Topic { level, topic, .. } =
        standard().resolve(&clause.to_ascii_uppercase(), Some(letter), None)
    else {
        return Vec::new();
    };
    let Some(cell) = standard().cell(level, topic) else { return Vec::new() };
    let made = cell.points.iter().map(|point| {
        let citation = standard().citation(level, topic, Some(point.ordinal));
        let excerpt =
            Excerpt { letter: cell.letter, points: point.bullets().collect(), gloss: topic.english() };
        Candidate {
            kind: CompletionKind::Clause,
            label: citation.clone(),
            detail: locale.pick(cell.title, topic.english()).to_owned(),
            documentation: quote(cell.clause, &Part::Items(vec![excerpt]), locale).unwrap_or_default(),
            insert: citation,
            spellings: Vec::new(),
            nests: false,
        }
    });
    made.collect()
}

/// Clauses of the main text whose number begins as typed, and their items.
fn main_text(typed: &str, locale: Locale) -> Vec<Candidate> {
    let number = typed.split_whitespace().next().unwrap_or_default();
    let fits = |clause: &&Clause| {
        clause.id.starts_with(number) && clause.id.starts_with(|c: char| c.is_ascii_digit())
    };
    let clauses = standard().clauses().iter().filter(fits);
    let made = clauses.flat_map(|clause| {
        let own = (None, clause.id.to_owned(), Part::Whole);
        let items = clause.items().filter_map(|item| item.letter).map(|letter| {
            let excerpt = Excerpt { letter: Some(letter), points: Vec::new(), gloss: "" };
            (Some(letter), format!("{} {letter}", clause.id), Part::Items(vec![excerpt]))
        });
        // Items once their clause is typed in full: else the list would bury the clauses.
        let items: Vec<_> = if clause.id == number { items.collect() } else { Vec::new() };
        std::iter::once(own).chain(items).map(|(_, label, part)| Candidate {
            kind: CompletionKind::Clause,
            label: label.clone(),
            detail: clause.title.to_owned(),
            documentation: quote(clause.id, &part, locale).unwrap_or_default(),
            insert: label,
            spellings: Vec::new(),
            nests: false,
        })
    });
    made.collect()
}
