//! Citations: of what exists, in its place, item by item.

use super::recite::{cite_items, cite_own_aspect, cite_what_exists};
use super::{Checker, Locale, Profile, Rule, Severity};
use crate::model::{Citation, Entity, Measure, Section};
use crate::standard::{Aspect, Clause, Target, Topic, standard};

/// A citation of a clause, item or point that does not exist.
pub(super) static UNKNOWN_CLAUSE: Rule = Rule {
    name: "unknown-clause",
    severity: Severity::Error,
    profile: Profile::Essential,
    clauses: &[],
    usual: false,
    fix: Some(cite_what_exists),
    page: include_str!("../../rules/unknown-clause.md"),
    summary: [
        "引用的条款、分项或要点在标准中不存在",
        "A clause, item or point is cited that the standard does not have",
    ],
    check: unknown_clause,
};

/// A citation of another aspect than the one that the measure stands in.
pub(super) static CITATION_WRONG_ASPECT: Rule = Rule {
    name: "citation-wrong-aspect",
    severity: Severity::Warning,
    profile: Profile::Standard,
    clauses: &[],
    usual: false,
    fix: Some(cite_own_aspect),
    page: include_str!("../../rules/citation-wrong-aspect.md"),
    summary: [
        "建设内容引用的条款属于另一方面或另一维度",
        "A measure cites a clause of another aspect or dimension than the one that it stands in",
    ],
    check: citation_wrong_aspect,
};

/// A citation of a whole aspect's clause.
pub(super) static BROAD_CITATION: Rule = Rule {
    name: "broad-citation",
    severity: Severity::Information,
    profile: Profile::Standard,
    clauses: &[],
    usual: false,
    fix: Some(cite_items),
    page: include_str!("../../rules/broad-citation.md"),
    summary: [
        "整条引用附录条款而没有引到分项，看不出落实了哪些建设重点",
        "A whole aspect's clause is cited instead of its items, so its topics stay unrefined",
    ],
    check: broad_citation,
};

pub(super) fn citations(entity: &Entity) -> impl Iterator<Item = (&Measure, &Citation)> {
    entity
        .measures
        .iter()
        .flat_map(|measure| measure.citations.iter().map(move |citation| (measure, citation)))
}

fn unknown_clause(check: &mut Checker<'_>, entity: &Entity) {
    let all = citations(entity).map(|(_, citation)| citation).chain(&entity.citations);
    for citation in all.filter(|citation| !citation.target.exists()) {
        let near = nearest(&citation.clause);
        check
            .report(
                citation.span,
                || format!("标准中没有 {citation}：{}", what_there_is(citation, near, Locale::Zh)),
                || format!("The standard has no {citation}: {}", what_there_is(citation, near, Locale::En)),
            )
            .citing(near.map(|clause| clause.id));
    }
}

/// The cited clause or the nearest one above it that exists.
pub(super) fn nearest(clause: &str) -> Option<&'static Clause> {
    let mut number = clause;
    loop {
        if let Some(found) = standard().clause(number) {
            return Some(found);
        }
        number = number.rsplit_once('.')?.0;
    }
}

/// What stands where the citation points: clauses below the nearest one, items, or points.
fn what_there_is(citation: &Citation, near: Option<&Clause>, locale: Locale) -> String {
    let annex = standard().annex().id;
    let Some(near) = near else {
        let tops: Vec<&str> = below("").collect();
        let parts: Vec<&str> = if citation.clause.starts_with(annex) { below(annex).collect() } else { tops };
        return match locale {
            Locale::Zh => format!("可引的是 {}", span_of(&parts)),
            Locale::En => format!("there are {}", span_of(&parts)),
        };
    };
    let id = near.id;
    if near.id != citation.clause {
        let parts: Vec<&str> = below(id).collect();
        if !parts.is_empty() {
            return match locale {
                Locale::Zh => format!("{id} 之下是 {}", span_of(&parts)),
                Locale::En => format!("below {id} there are {}", span_of(&parts)),
            };
        }
    }
    let letters: Vec<String> = near.items().filter_map(|item| item.letter).map(String::from).collect();
    let letters: Vec<&str> = letters.iter().map(String::as_str).collect();
    let item = citation.letter.and_then(|letter| near.item(Some(letter))).or_else(|| near.item(None));
    match (item, letters.is_empty(), locale) {
        (Some(item), _, _)
            if citation.point.is_some() && item.letter == citation.letter && near.id == citation.clause =>
        {
            let (cited, count) =
                (citation.letter.map_or_else(|| id.to_owned(), |l| format!("{id} {l}")), item.points.len());
            match (locale, count) {
                (Locale::Zh, 0) => format!("{cited} 不分要点"),
                (Locale::Zh, count) => format!("{cited} 只有 {count} 个要点"),
                (Locale::En, 0) => format!("{cited} has no points"),
                (Locale::En, 1) => format!("{cited} has only 1 point"),
                (Locale::En, count) => format!("{cited} has only {count} points"),
            }
        }
        (_, true, Locale::Zh) => format!("{id} 不分项，请直接引 {id}"),
        (_, true, Locale::En) => format!("{id} has no items: cite {id} itself"),
        (_, false, Locale::Zh) => format!("{id} 的分项是 {}", span_of(&letters)),
        (_, false, Locale::En) => format!("the items of {id} are {}", span_of(&letters)),
    }
}

/// The clauses one step below a clause; the chapters below nothing.
pub(super) fn below(parent: &str) -> impl Iterator<Item = &'static str> {
    standard().clauses().iter().map(|clause| clause.id).filter(move |id| match id.rsplit_once('.') {
        Some((above, _)) => above == parent,
        None => parent.is_empty(),
    })
}

/// `a–e` for a run of parts, one alone as it is.
fn span_of(parts: &[&str]) -> String {
    match parts {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first, .., last] => format!("{first}–{last}"),
    }
}

fn citation_wrong_aspect(check: &mut Checker<'_>, entity: &Entity) {
    for measure in entity.measures.iter().filter(|measure| !measure.citations.is_empty()) {
        let place = Place::of(check, entity, measure);
        for citation in measure.citations.iter().filter(|citation| place.forbids(&citation.target)) {
            check
                .report(
                    citation.span,
                    || format!("{citation} 属于{}，这项建设内容却写在{}之下；请移过去，或改引对应的条款", subject(&citation.target, Locale::Zh), place.name(Locale::Zh)),
                    || format!("{citation} is about {}, but the measure stands below {}: move it there or cite a clause that fits", subject(&citation.target, Locale::En), place.name(Locale::En)),
                )
                .citing([citation.to_string()]);
        }
    }
}

/// Whether a measure's citation is about another aspect or dimension than the one that the measure stands in.
pub(super) fn is_misplaced(check: &Checker<'_>, entity: &Entity, measure: &Measure, target: &Target) -> bool {
    Place::of(check, entity, measure).forbids(target)
}

/// Where a measure stands: one aspect, two of one heading, or a dimension without aspects.
struct Place {
    aspects: Vec<Aspect>,
    whole_dimension: bool,
}

impl Place {
    fn of(check: &Checker<'_>, entity: &Entity, measure: &Measure) -> Self {
        let place = measure.span;
        let near = |section: &&Section| {
            (section.span.file, section.span.chunk) == (place.file, place.chunk)
                && section.span.start <= place.start
        };
        let near = entity.sections.iter().filter(near).max_by_key(|section| section.span.start);
        // Mostly the heading stands in the measure's own chunk, and no chunk need be looked up.
        let above = near.or_else(|| {
            let before = |section: &&Section| check.order(section.span) <= check.order(place);
            entity.sections.iter().filter(before).max_by_key(|section| check.order(section.span))
        });
        if let Some(section) = above
            && section.aspect.is_none()
            && section.span.file == place.file
        {
            return Self { aspects: section.dimension.aspects().collect(), whole_dimension: true };
        }
        // Two aspects of one heading share its place; a table may come back to an aspect that it left.
        let opened: Vec<_> = entity
            .sections
            .iter()
            .filter(|section| section.aspect == Some(measure.aspect))
            .map(|section| section.span)
            .collect();
        let mut aspects = vec![measure.aspect];
        let siblings = entity.sections.iter().filter(|section| opened.contains(&section.span));
        aspects
            .extend(siblings.filter_map(|section| section.aspect).filter(|aspect| *aspect != measure.aspect));
        Self { aspects, whole_dimension: false }
    }

    fn forbids(&self, target: &Target) -> bool {
        let cited = target.aspects();
        match target {
            Target::General { .. } | Target::Unknown => false,
            _ if cited.is_empty() => target
                .dimension()
                .is_some_and(|dimension| self.aspects.iter().all(|aspect| aspect.dimension() != dimension)),
            _ => !cited.iter().any(|aspect| self.aspects.contains(aspect)),
        }
    }

    fn name(&self, locale: Locale) -> String {
        let Some(first) = self.aspects.first() else { return String::new() };
        let dimension = first.dimension();
        match (self.whole_dimension, locale) {
            (true, Locale::Zh) => dimension.name().to_owned(),
            (true, Locale::En) => dimension.english().to_owned(),
            (false, _) => quoted(&self.aspects, locale),
        }
    }
}

/// What a citation is about: `要素维“技术”`.
fn subject(target: &Target, locale: Locale) -> String {
    let dimension =
        target.dimension().map_or("", |dimension| locale.pick(dimension.name(), dimension.english()));
    let aspects = target.aspects();
    match locale {
        _ if aspects.is_empty() => dimension.to_owned(),
        Locale::Zh => format!("{dimension}{}", quoted(&aspects, locale)),
        Locale::En => format!("{} ({dimension})", quoted(&aspects, locale)),
    }
}

fn quoted(aspects: &[Aspect], locale: Locale) -> String {
    match locale {
        Locale::Zh => aspects.iter().map(|aspect| format!("“{}”", aspect.name())).collect(),
        Locale::En => aspects.iter().map(|aspect| aspect.english()).collect::<Vec<_>>().join(" and "),
    }
}

fn broad_citation(check: &mut Checker<'_>, entity: &Entity) {
    for measure in entity.measures.iter().filter(|measure| measure.waiver.is_none()) {
        for citation in &measure.citations {
            let Target::Aspect { level, aspect } = citation.target else { continue };
            if Place::of(check, entity, measure).forbids(&citation.target) {
                continue;
            }
            let items = |locale: Locale| {
                let item = |topic: Topic| {
                    let title = locale.pick(topic.title(level), topic.english());
                    format!("{} {title}", topic.letter().unwrap_or_default())
                };
                Topic::of_aspect(aspect).map(item).collect::<Vec<_>>().join(locale.pick("、", ", "))
            };
            check
                .report(
                    citation.span,
                    || format!("{citation} 是整条引用，看不出落实了哪些建设重点；请引到分项：{}", items(Locale::Zh)),
                    || format!("{citation} cites a whole clause, which does not say what is built; cite its items: {}", items(Locale::En)),
                )
                .citing([citation.to_string()]);
        }
    }
}
