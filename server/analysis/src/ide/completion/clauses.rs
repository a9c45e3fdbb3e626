//! Citations: what the annex lists for the measure's aspect at the target level goes first.

use std::collections::BTreeSet;

use super::place::Citing;
use super::{About, Candidate, CompletionKind, Offer, Site};
use crate::rules::Locale;
use crate::schema::Kind;
use crate::standard::{Aspect, Clause, Level, Target, Topic, likeness, standard};

/// What may be cited: the topics of the measure's aspects at the target level, those not covered before the others,
/// the likest first; then those of other aspects at that level, then those of other levels.
pub(super) fn offer(site: &Site<'_>, citing: &Citing) -> Option<Offer> {
    let typed = site.document.text().slice(citing.range.start..site.byte).into_owned();
    let short = citing.clause.as_ref().filter(|_| is_item(&typed));
    let meant = match short {
        Some(clause) => format!("{clause} {typed}"),
        None => typed.trim_end().trim_end_matches([')', '）']).to_owned(),
    };
    let mut candidates = points(&meant, site.locale);
    let numbered = is_number(&meant);
    if meant.starts_with(|c: char| c.is_ascii_digit()) {
        candidates.extend(main_text(&meant));
    } else {
        // Words are compared with the titles of the measure's own topics only.
        candidates.extend(annex(site, citing, meant.is_empty() || numbered));
    }
    candidates.retain(|candidate| !citing.cited.contains(&candidate.label));
    if let Some(clause) = short {
        // `A.3.2.1 a、b`: an item of the clause before it.
        candidates.retain(|candidate| {
            candidate.label.strip_prefix(clause.as_str()).is_some_and(|rest| rest.starts_with(' '))
        });
        for candidate in &mut candidates {
            candidate.insert.replace_range(..=clause.len(), "");
        }
    }
    if citing.round && !numbered && short.is_none() {
        let at = if meant.is_empty() { candidates.len() } else { 0 };
        candidates.splice(at..at, super::values::statuses(site));
    }
    for candidate in &mut candidates {
        if citing.blank {
            candidate.insert.insert(0, ' ');
        }
        candidate.insert.push_str(citing.closer);
    }
    Some(Offer { range: citing.range.clone(), typed: Some(meant), candidates })
}

/// Whether only the letter of an item was typed, maybe with a point.
fn is_item(typed: &str) -> bool {
    let mut letters = typed.trim().chars();
    letters.next().is_some_and(|c| c.is_ascii_lowercase()) && letters.all(|c| c.is_ascii_digit() || c == ' ')
}

/// Whether a clause's number is being typed.
fn is_number(typed: &str) -> bool {
    let mut characters = typed.chars();
    match characters.next() {
        Some('A' | 'a' | 'Ａ') => characters.next().is_none_or(|c| !c.is_alphabetic()),
        Some(c) => c.is_numeric(),
        None => false,
    }
}

/// The target level of a measure's entity; of measures that all share, the highest of the units, else capabilities.
fn target(site: &Site<'_>, citing: &Citing) -> Option<Level> {
    let of = |kind: Kind| {
        let entities = site.set.entities().filter(move |entity| entity.kind == kind);
        entities.filter_map(|entity| site.set.levels_of(entity.key).target).max()
    };
    let own = site.set.levels_of(citing.node);
    if own.target.is_some() || own.current.is_some() {
        return own.target.or(own.current);
    }
    of(Kind::Unit).or_else(|| of(Kind::Capability))
}

/// A topic, or an item of the first level, that may be cited.
pub(super) struct Listed {
    target: Target,
    pub(super) citation: String,
    pub(super) title: String,
    pub(super) english: &'static str,
}

pub(super) fn listed(level: Level, aspect: Aspect) -> Vec<Listed> {
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

fn annex(site: &Site<'_>, citing: &Citing, all: bool) -> Vec<Candidate> {
    let target = target(site, citing);
    let open = uncovered(site, citing);
    let mut seen = BTreeSet::new();
    let mut found: Vec<((usize, bool, usize), Listed)> = Vec::new();
    // From the target upward, then downward; without one, what most plans aim at first.
    let first = target.or_else(|| Level::all().nth(1));
    let mut levels: Vec<Level> = Level::all().filter(|level| all || Some(*level) == first).collect();
    levels
        .sort_by_key(|level| (Some(*level) < first, level.number().abs_diff(first.map_or(1, Level::number))));
    for (distance, level) in levels.into_iter().enumerate() {
        let others =
            Aspect::all().filter(|aspect| all && !citing.aspects.contains(aspect) && Some(level) == target);
        let groups = [citing.aspects.clone(), others.collect()];
        for (group, aspects) in groups.into_iter().enumerate() {
            let list: Vec<Listed> = aspects.into_iter().flat_map(|aspect| listed(level, aspect)).collect();
            let targets: Vec<Target> = list.iter().map(|listed| listed.target).collect();
            let mut places = vec![list.len(); list.len()];
            for (place, (index, _)) in likeness::rank(&citing.text, &targets).into_iter().enumerate() {
                places[index] = place;
            }
            let rank = if distance == 0 && group == 0 { 0 } else { 1 + distance };
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
    Candidate {
        kind: CompletionKind::Clause,
        label: listed.citation.clone(),
        detail: match locale {
            Locale::Zh => listed.title.clone(),
            Locale::En => format!("{} {}", listed.english, listed.title).trim().to_owned(),
        },
        about: About::Citation(listed.citation.clone()),
        insert: listed.citation.clone(),
        spellings: vec![listed.citation.replace('.', ""), listed.title.clone(), listed.english.to_owned()],
        nests: false,
        stops: Vec::new(),
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
        Candidate {
            kind: CompletionKind::Clause,
            label: citation.clone(),
            detail: locale.pick(cell.title, topic.english()).to_owned(),
            about: About::Citation(citation.clone()),
            insert: citation,
            spellings: Vec::new(),
            nests: false,
            stops: Vec::new(),
        }
    });
    made.collect()
}

/// Clauses of the main text whose number begins as typed, and their items.
fn main_text(typed: &str) -> Vec<Candidate> {
    let number = typed.split_whitespace().next().unwrap_or_default();
    let fits = |clause: &&Clause| {
        clause.id.starts_with(number) && clause.id.starts_with(|c: char| c.is_ascii_digit())
    };
    let clauses = standard().clauses().iter().filter(fits);
    let made = clauses.flat_map(|clause| {
        let own = clause.id.to_owned();
        let letters = clause.items().filter_map(|item| item.letter);
        let items = letters.map(|letter| format!("{} {letter}", clause.id));
        // Items once their clause is typed in full: else the list would bury the clauses.
        let items: Vec<_> = if clause.id == number { items.collect() } else { Vec::new() };
        std::iter::once(own).chain(items).map(|label| Candidate {
            kind: CompletionKind::Clause,
            label: label.clone(),
            detail: clause.title.to_owned(),
            about: About::Citation(label.clone()),
            insert: label,
            spellings: Vec::new(),
            nests: false,
            stops: Vec::new(),
        })
    });
    made.collect()
}
