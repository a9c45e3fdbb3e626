//! Skeletons of the dimensions and aspects that an entity lacks: a measure to be worded for every topic that its target
//! level asks for there.

use super::super::names::{Missing, missing_sections};
use super::super::place::{Heading, Key};
use super::content::{Voice, measures};
use super::{Candidate, Offer, Site};
use super::{Draft, Form, bracketed, by_level, candidate, markdown, named, yaml};
use crate::model::NodeKey;
use crate::schema::Kind;
use crate::standard::{Dimension, Level, Term};

/// The level whose topics are asked for in an entity. What it shares with others hangs on theirs: without a level of its
/// own nothing is known.
fn level_of(site: &Site<'_>, node: NodeKey, kind: Kind) -> Option<Level> {
    match kind {
        Kind::Unit | Kind::Module => by_level(site, Some(node)).first().copied(),
        _ => site.set.levels_of(node).target,
    }
}

/// How many measures a level asks for in a dimension.
fn count(level: Level, dimension: Dimension) -> usize {
    let measures = measures(level).into_iter();
    measures.filter(|(aspect, _)| aspect.dimension() == dimension).map(|(_, list)| list.len()).sum()
}

/// As headings, each at the depth at which it belongs, those of the depth that was typed before the others.
pub(in super::super) fn missing_headings(site: &Site<'_>, heading: &Heading) -> Option<Offer> {
    // On an empty line of a text nobody waits for a skeleton.
    if heading.depth == 0 && heading.title.is_empty() {
        return None;
    }
    let (node, kind, missing) = missing_sections(site, heading);
    let level = level_of(site, node, kind)?;
    let voice = Voice::of(site, false);
    let mut found: Vec<(usize, Candidate)> = Vec::new();
    for (depth, missing) in missing.into_iter().filter(|(depth, _)| *depth <= 6) {
        let made = |term: &Term, name: &str, forms: &str, count: usize, draft: Draft| {
            let said: Vec<&str> = [level.code(), forms].into_iter().filter(|word| !word.is_empty()).collect();
            let label = format!("{} {name}{}", "#".repeat(depth), bracketed(site.locale, &said));
            (depth, candidate(site, label, draft, Some(count), &spellings(term)))
        };
        match missing {
            Missing::Dimension(dimension) => {
                let name = site.locale.pick(dimension.name(), dimension.english());
                for form in [Form::Long, Form::Short] {
                    if depth + usize::from(form == Form::Long) > 6 {
                        continue;
                    }
                    let draft =
                        markdown::dimension(voice, (dimension, level), form, (depth, &heading.number));
                    let forms = named(form, site.locale, ["列表", "表格"], ["lists", "tables"]);
                    found.push(made(dimension.term(), name, forms, count(level, dimension), draft));
                }
            }
            Missing::Aspect(aspect) => {
                let measures = measures(level);
                let Some((_, list)) = measures.iter().find(|(other, _)| *other == aspect) else { continue };
                let name = site.locale.pick(aspect.name(), aspect.english());
                let draft = markdown::aspect(voice, (aspect, list), (depth, &heading.number));
                found.push(made(aspect.term(), name, "", list.len(), draft));
            }
        }
    }
    if heading.depth > 0 {
        found.sort_by_key(|(depth, _)| depth.abs_diff(heading.depth));
    }
    let candidates: Vec<Candidate> = found.into_iter().map(|(_, candidate)| candidate).collect();
    let typed = Some(heading.title.clone());
    (!candidates.is_empty()).then(|| Offer { range: heading.range.clone(), typed, candidates })
}

/// As keys in YAML; in flow collections there are none.
pub(in super::super) fn missing_keys(site: &Site<'_>, key: &Key) -> Option<Offer> {
    let text = site.document.text();
    let start = text.line_start(text.line_of(key.range.start));
    let lead = text.slice(start..key.range.start).into_owned();
    // Behind a dash an item begins: it has a skeleton of its own.
    if key.valued || !lead.chars().all(|c| c == ' ') || key.in_flow {
        return None;
    }
    let level = level_of(site, key.node, key.kind)?;
    let voice = Voice::of(site, true);
    let pad = " ".repeat(lead.len());
    let mut candidates = Vec::new();
    for missing in super::super::names::missing_keys(site, key) {
        for form in [Form::Long, Form::Short] {
            let mut draft = Draft::default();
            let (term, name, count) = match missing {
                Missing::Dimension(dimension) => {
                    yaml::dimension(voice, (dimension, level), form, &pad, &mut draft);
                    let name = site.locale.pick(dimension.name(), dimension.english());
                    (dimension.term(), name, count(level, dimension))
                }
                Missing::Aspect(aspect) => {
                    let measures = measures(level);
                    let Some((_, list)) = measures.iter().find(|(other, _)| *other == aspect) else {
                        continue;
                    };
                    yaml::aspect(voice, (aspect, list), form, &pad, &mut draft);
                    (aspect.term(), site.locale.pick(aspect.name(), aspect.english()), list.len())
                }
            };
            let forms = named(form, site.locale, ["逐项列出", "每项一行"], ["in full", "a line each"]);
            let label = format!("{name}{}", bracketed(site.locale, &[level.code(), forms]));
            candidates.push(candidate(site, label, draft, Some(count), &spellings(term)));
        }
    }
    (!candidates.is_empty()).then(|| Offer::new(&key.range, candidates))
}

/// What may be typed for a dimension or aspect.
fn spellings(term: &Term) -> Vec<&str> {
    [term.name, term.key, term.english].into_iter().chain(term.accepted.iter().map(AsRef::as_ref)).collect()
}
