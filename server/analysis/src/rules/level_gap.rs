//! The gap between a unit's target level and what its plan covers, aspect by aspect.

use std::sync::{Arc, LazyLock};

use rustc_hash::FxHashMap;

use super::bad_citations::unexplained;
use super::fix::Skeleton;
use super::reading::{suggests_aspect, suggests_dimension};
use super::subject::{is_nameless, lacks_dimension, target};
use super::{Checker, Finding, Fix, Fixer, Locale, Profile, Rule, Severity};
use crate::level::{AspectProfile, DimensionProfile, Gap};
use crate::model::{Entity, Span};
use crate::plan_set::PlanSet;
use crate::schema::Kind;
use crate::standard::{Aspect, Item, Level, standard};

/// Topics of the target level that no measure reaches.
pub(super) static LEVEL_GAP: Rule = Rule {
    name: "level-gap",
    severity: Severity::Warning,
    profile: Profile::Standard,
    clauses: &[],
    usual: false,
    fix: Some(add_skeletons),
    page: include_str!("../../rules/level-gap.md"),
    summary: [
        "目标等级的建设重点（附录）没有全部落到建设内容",
        "Construction focuses that the annex lists for the target level are covered by no measure",
    ],
    check: level_gap,
};

/// The quotation of every item by its citation: the units that lack it share it.
static QUOTED: LazyLock<FxHashMap<String, Arc<str>>> = LazyLock::new(|| {
    let edition = standard().edition();
    let items =
        standard().clauses().iter().flat_map(|clause| clause.items().map(move |item| (clause.id, item)));
    let quoted = items.map(|(id, item)| {
        let citation = item.letter.map_or_else(|| id.to_owned(), |letter| format!("{id} {letter}"));
        let text = format!("{edition} {citation}：「{}」", item.wording());
        (citation, text.into())
    });
    quoted.collect()
});

/// What one aspect leaves open.
struct Open<'a> {
    figures: AspectProfile,
    missing: Vec<&'a Gap>,
}

fn level_gap(check: &mut Checker<'_>, entity: &Entity) {
    let set = check.set;
    if !matches!(entity.kind, Kind::Unit | Kind::Module) || is_nameless(set, entity) {
        return;
    }
    let Some(level) = target(set, entity) else { return };
    let Some(profile) = set.profile(entity.key) else { return };
    // Aspects whose findings would stand at one place make one finding.
    let mut places: Vec<(Span, Vec<Open<'_>>)> = Vec::new();
    for figures in &profile.dimensions {
        let absent = match entity.kind {
            // A module may leave dimensions to its members.
            Kind::Module => !entity.has_dimension(figures.dimension),
            _ => lacks_dimension(set, entity, figures.dimension),
        };
        // A key one slip away holds measures that were not read: it is told as such.
        let misspelt =
            !entity.has_dimension(figures.dimension) && suggests_dimension(entity, figures.dimension);
        if absent || misspelt {
            continue;
        }
        let missing = unexplained(check, entity, level, figures.missing.iter());
        for open in open_aspects(figures, &missing) {
            if suggests_aspect(entity, open.figures.aspect) {
                continue;
            }
            let place = place(entity, open.figures.aspect, &open.missing);
            match places.iter_mut().find(|(known, _)| *known == place) {
                Some((_, list)) => list.push(open),
                None => places.push((place, vec![open])),
            }
        }
    }
    for (place, list) in places {
        report(check, entity, level, place, &list);
    }
}

fn open_aspects<'a>(figures: &DimensionProfile, missing: &[&'a Gap]) -> impl Iterator<Item = Open<'a>> {
    figures.aspects.iter().filter_map(|&aspect| {
        let own = missing.iter().copied().filter(|gap| gap.aspect == aspect.aspect);
        let missing: Vec<&Gap> = own.collect();
        (!missing.is_empty()).then_some(Open { figures: aspect, missing })
    })
}

/// Where an aspect's gap is shown: its heading, key or first row, else its dimension's, else the entity's.
fn place(entity: &Entity, aspect: Aspect, missing: &[&Gap]) -> Span {
    // An item of the first level may speak of two aspects: the one that is there shows it.
    let others = missing.iter().flat_map(|gap| gap.target().aspects());
    let own = std::iter::once(aspect).chain(others).find_map(|aspect| entity.aspect_section(aspect));
    own.or_else(|| entity.dimension_section(aspect.dimension())).map_or(entity.anchor, |section| section.span)
}

fn report(check: &mut Checker<'_>, entity: &Entity, level: Level, place: Span, list: &[Open<'_>]) {
    let missing = || list.iter().flat_map(|open| open.missing.iter().copied());
    let finding = check.report(
        place,
        || {
            let parts: Vec<String> = list.iter().map(|open| part(open, level, Locale::Zh)).collect();
            format!("{} {}；请补上建设内容", entity.title(), parts.join("；"))
        },
        || {
            let parts: Vec<String> = list.iter().map(|open| part(open, level, Locale::En)).collect();
            format!("{} {}: add measures", entity.title(), parts.join("; "))
        },
    );
    finding.citing(missing().map(|gap| gap.citation.clone()));
    for quoted in missing().filter_map(|gap| QUOTED.get(&gap.citation)) {
        finding.related(place, Arc::clone(quoted));
    }
}

/// `数据：CL3 建设重点 2/3，缺 数据应用（A.3.2.1 c）`.
fn part(open: &Open<'_>, level: Level, locale: Locale) -> String {
    let Open { figures: AspectProfile { aspect, reached, asked }, missing } = open;
    let code = level.code();
    match locale {
        Locale::Zh => {
            let topics: Vec<String> =
                missing.iter().map(|gap| format!("{}（{}）", gap.title, gap.citation)).collect();
            format!("{}：{code} 建设重点 {reached}/{asked}，缺 {}", aspect.name(), topics.join("、"))
        }
        Locale::En => {
            let topics: Vec<String> =
                missing.iter().map(|gap| format!("{} ({})", gap.english(), gap.citation)).collect();
            let topics = topics.join(", ");
            format!(
                "{}: {reached}/{asked} construction focuses of {code}, missing: {topics}",
                aspect.english()
            )
        }
    }
}

/// The wording of a missing topic, verbatim.
fn wording(gap: &Gap) -> String {
    let (clause, letter) = gap.parts();
    let item = standard().clause(clause).and_then(|clause| clause.item(letter));
    item.map_or_else(String::new, Item::wording)
}

/// One skeleton measure for each missing topic, cited, with a placeholder that names the topic.
fn add_skeletons(fixer: &Fixer<'_>, finding: &Finding) -> Vec<Fix> {
    let Some(entity) = fixer.entity(finding) else { return Vec::new() };
    let Some(profile) = fixer.set.profile(entity.key) else { return Vec::new() };
    let missing = profile.dimensions.iter().flat_map(|figures| &figures.missing);
    // What already waits to be worded needs no second skeleton.
    let missing = missing.filter(|gap| finding.clauses.contains(&gap.citation) && !waits(entity, gap));
    let missing: Vec<&Gap> = missing.collect();
    let mut names: Vec<&str> =
        missing.iter().map(|gap| fixer.locale.pick(gap.aspect.name(), gap.aspect.english())).collect();
    names.dedup();
    let fix = Fix::new(
        match fixer.locale {
            Locale::Zh => format!("补上{}的 {} 项建设内容的框架（待填写）", names.join("、"), missing.len()),
            Locale::En => {
                let what = counted(missing.len(), "skeleton measure");
                format!("Add {what} to be worded ({})", names.join(", "))
            }
        },
        fixer.add_measures(entity, &skeletons(fixer, entity, missing.iter().copied())),
    );
    let wordings: Vec<String> =
        missing.iter().map(|gap| format!("{}：「{}」", gap.citation, wording(gap))).collect();
    fix.map(|fix| fix.because(format!("{} {}", standard().edition(), wordings.join("\n"))))
        .into_iter()
        .collect()
}

/// The topics of its target level that an entity lacks in an aspect, those left out that wait to be worded.
pub(crate) fn open_gaps(set: &PlanSet, entity: &Entity, aspect: Aspect) -> Vec<Gap> {
    let Some(profile) = set.profile(entity.key) else { return Vec::new() };
    let missing = profile.dimensions.iter().flat_map(|figures| &figures.missing);
    missing.filter(|gap| gap.aspect == aspect && !waits(entity, gap)).cloned().collect()
}

/// A measure still to be worded for the next topic that an entity lacks in an aspect, put behind those of the aspect.
pub(crate) fn next_measure(fixer: &Fixer<'_>, entity: &Entity, aspect: Aspect) -> Option<super::Change> {
    let open = open_gaps(fixer.set, entity, aspect);
    let next = open.first()?;
    let mut made = fixer.add_measures(entity, &skeletons(fixer, entity, std::iter::once(next)));
    made.pop().filter(|_| made.is_empty())
}

/// Measures still to be worded for what a level asks for and an entity does not plan, each in its aspect.
pub(crate) fn measures_of_level(
    fixer: &Fixer<'_>,
    entity: &Entity,
    level: Level,
) -> (usize, Vec<super::Change>) {
    let gaps = crate::level::gaps_at(fixer.set, entity.key, level);
    let open: Vec<&Gap> = gaps.iter().filter(|gap| !waits(entity, gap)).collect();
    (open.len(), fixer.add_measures(entity, &skeletons(fixer, entity, open.iter().copied())))
}

/// Whether a topic has a measure already that is still to be worded.
fn waits(entity: &Entity, gap: &Gap) -> bool {
    let unworded = entity.measures.iter().filter(|measure| measure.placeholder);
    let mut cited = unworded.flat_map(|measure| &measure.citations);
    let (clause, letter) = gap.parts();
    cited.any(|citation| citation.clause == clause && citation.letter == letter)
}

/// `1 measure`, `2 measures`.
fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

/// Measures that are still to be worded, one for each gap.
pub(super) fn skeletons<'a>(
    fixer: &Fixer<'_>,
    entity: &Entity,
    gaps: impl Iterator<Item = &'a Gap>,
) -> Vec<Skeleton> {
    let skeleton = |gap: &Gap| Skeleton {
        aspect: gap.aspect,
        text: fixer.unworded(entity, [&gap.title, gap.english()]),
        citation: Some(gap.citation.clone()),
    };
    gaps.map(skeleton).collect()
}
