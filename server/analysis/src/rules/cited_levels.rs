//! Which level a measure cites, against the level that its unit aims at; and measures that cite nothing.

use super::citations::is_misplaced;
use super::level_gap::LEVEL_GAP;
use super::measures::{counts, place};
use super::subject::{is_nameless, level_name, target};
use super::wording::{excerpt, named};
use super::{Checker, Finding, Fix, Fixer, Locale, Profile, Rule, Severity};
use crate::level::Gap;
use crate::model::{Citation, Entity, Measure};
use crate::schema::Kind;
use crate::standard::{self, Aspect, Level, Target, Topic, standard};

/// A citation below the target level, of a topic that nothing else covers.
pub(super) static CITATION_BELOW_TARGET: Rule = Rule {
    name: "citation-below-target",
    severity: Severity::Hint,
    profile: Profile::Thorough,
    clauses: &[],
    usual: false,
    fix: None,
    page: include_str!("../../rules/citation-below-target.md"),
    summary: [
        "建设内容引用的等级低于目标等级，而该建设重点没有别的建设内容覆盖",
        "A measure cites a level below the unit's target, and nothing else covers that topic",
    ],
    check: citation_below_target,
};

/// A citation above the target level.
pub(super) static OVER_CITATION: Rule = Rule {
    name: "over-citation",
    severity: Severity::Hint,
    profile: Profile::Thorough,
    clauses: &[],
    usual: false,
    fix: None,
    page: include_str!("../../rules/over-citation.md"),
    summary: ["建设内容引用的等级高于能力单元的目标等级", "A measure cites a level above the unit's target"],
    check: over_citation,
};

/// A measure that cites nothing.
pub(super) static UNCITED_MEASURE: Rule = Rule {
    name: "uncited-measure",
    severity: Severity::Information,
    profile: Profile::Standard,
    clauses: &[],
    usual: false,
    fix: Some(cite_the_likeliest),
    page: include_str!("../../rules/uncited-measure.md"),
    summary: [
        "建设内容没有引用条款，不计入建设重点的覆盖情况",
        "A measure cites no clause, so it covers no topic",
    ],
    check: uncited_measure,
};

/// A conditional point of the target level that no measure takes up.
pub(super) static OPTIONAL_POINT: Rule = Rule {
    name: "optional-point",
    severity: Severity::Hint,
    profile: Profile::Thorough,
    clauses: &[],
    usual: false,
    fix: None,
    page: include_str!("../../rules/optional-point.md"),
    summary: [
        "目标等级中有条件的要点（适宜时）没有建设内容回应",
        "A conditional point of the target level is taken up by no measure",
    ],
    check: optional_point,
};

/// The measures of a unit that are judged against its target: its own, not what others share with it.
fn judged<'a>(
    check: &Checker<'_>,
    entity: &'a Entity,
) -> Option<(Level, impl Iterator<Item = &'a Measure> + use<'a>)> {
    if entity.kind != Kind::Unit || is_nameless(check.set, entity) {
        return None;
    }
    let level = target(check.set, entity)?;
    Some((level, entity.measures.iter().filter(|measure| counts(measure))))
}

fn citation_below_target(check: &mut Checker<'_>, entity: &Entity) {
    let Some((level, measures)) = judged(check, entity) else { return };
    let Some(profile) = check.set.profile(entity.key) else { return };
    let gap_speaks = check.is_on(&LEVEL_GAP);
    let gaps = profile.dimensions.iter().flat_map(|dimension| {
        let missing = dimension.missing.iter().filter(|_| !gap_speaks);
        dimension.unrefined.iter().chain(missing)
    });
    let open: Vec<&Gap> = gaps.collect();
    if open.is_empty() {
        return;
    }
    for measure in measures {
        for citation in &measure.citations {
            let Target::Topic { level: at, topic, .. } = citation.target else { continue };
            let wanted = standard().citation(level, topic, None);
            if at >= level
                || !open.iter().any(|gap| gap.citation == wanted)
                || is_misplaced(check, entity, measure, &citation.target)
            {
                continue;
            }
            report_below(check, entity, citation, (level, topic), &wanted);
        }
    }
}

fn report_below(
    check: &mut Checker<'_>,
    entity: &Entity,
    citation: &Citation,
    (level, topic): (Level, Topic),
    wanted: &str,
) {
    check
        .report(
            citation.span,
            || {
                let (name, level) = (named(entity, Locale::Zh), level_name(level, Locale::Zh));
                format!("{name}的目标等级为 {level}，这里只引到 {citation}，“{}”也没有别的建设内容覆盖；请按 {wanted} 充实", topic.title(level_of(citation)))
            },
            || {
                let (name, level) = (named(entity, Locale::En), level_name(level, Locale::En));
                format!("The {name} aims at {level}, this cites only {citation}, and nothing else covers \"{}\": raise it to {wanted}", topic.english())
            },
        )
        .citing([citation.to_string(), wanted.to_owned()]);
}

fn level_of(citation: &Citation) -> Level {
    citation.target.level().unwrap_or(Level::FIRST)
}

fn over_citation(check: &mut Checker<'_>, entity: &Entity) {
    let Some((level, measures)) = judged(check, entity) else { return };
    for measure in measures {
        for citation in &measure.citations {
            let Some(cited) = citation.target.level().filter(|cited| *cited > level) else { continue };
            if is_misplaced(check, entity, measure, &citation.target) {
                continue;
            }
            check
                .report(
                    citation.span,
                    || {
                        let (name, level) = (named(entity, Locale::Zh), level_name(level, Locale::Zh));
                        format!("{name}的目标等级为 {level}，{citation} 却是 {}的内容；请改引目标等级的条款，或核对目标等级", level_name(cited, Locale::Zh))
                    },
                    || {
                        let (name, level) = (named(entity, Locale::En), level_name(level, Locale::En));
                        format!("The {name} aims at {level}, but {citation} belongs to {}: cite the target level, or check the target", level_name(cited, Locale::En))
                    },
                )
                .citing([citation.to_string()]);
        }
    }
}

/// The clause whose items a measure of an aspect may cite: the annex's at the target level, else the general one.
fn clause_of(level: Option<Level>, aspect: Aspect) -> &'static str {
    level.and_then(|level| standard().aspect_clause(level, aspect)).unwrap_or_else(|| aspect.clause())
}

fn uncited_measure(check: &mut Checker<'_>, entity: &Entity) {
    let level = target(check.set, entity);
    for measure in entity.measures.iter().filter(|measure| counts(measure) && measure.citations.is_empty()) {
        let clause = clause_of(level, measure.aspect);
        let waive = crate::model::WAIVER_WORDS;
        check
            .report(
                place(measure),
                || {
                    let text = excerpt(&measure.text.text, Locale::Zh);
                    format!("{}{text}没有引用条款，不计入覆盖情况；请引用{} {clause} 的分项，确不涉及的写“{}：原因”", Kind::Measure.name(), measure.aspect.name(), waive[0])
                },
                || {
                    let text = excerpt(&measure.text.text, Locale::En);
                    format!("The {} {text} cites no clause and covers no topic: cite an item of {clause} ({}), or write \"{}: reason\"", Kind::Measure.key(), measure.aspect.english(), waive[1])
                },
            )
            .citing([clause]);
    }
}

/// How many clauses are offered.
const OFFERED: usize = 3;

/// The items of the aspect's clause at the target level that are most like the measure, best first.
fn cite_the_likeliest(fixer: &Fixer<'_>, finding: &Finding) -> Vec<Fix> {
    let Some(entity) = fixer.entity(finding) else { return Vec::new() };
    let Some(measure) = entity.measures.iter().find(|measure| place(measure) == finding.span) else {
        return Vec::new();
    };
    let level = target(fixer.set, entity).or_else(|| {
        // What is shared is judged by the highest of those that share it.
        fixer.set.entities().filter_map(|other| target(fixer.set, other)).max()
    });
    let Some(level) = level else { return Vec::new() };
    let citable = citable(level, measure);
    let targets: Vec<Target> = citable.iter().map(|(target, _)| *target).collect();
    let ranked = standard::likeness::rank(&measure.text.text, &targets);
    let mut fixes: Vec<Fix> = ranked
        .into_iter()
        .take(OFFERED)
        .filter_map(|(at, _)| {
            let citation = &citable.get(at)?.1;
            let wording = wording(citation);
            let title = match fixer.locale {
                Locale::Zh => format!("引用 {citation}「{}」", beginning(&wording)),
                Locale::En => format!("Cite {citation} 「{}」", beginning(&wording)),
            };
            let fix = Fix::new(title, fixer.cite(entity, measure, citation))?;
            Some(fix.because(format!("{} {citation}：「{wording}」", standard().edition())))
        })
        .collect();
    if let Some(first) = fixes.first_mut() {
        first.preferred = true;
    }
    fixes
}

/// What a measure may cite at a level: the topics of its aspects, at the first level the items.
fn citable(level: Level, measure: &Measure) -> Vec<(Target, String)> {
    if level == Level::FIRST {
        let items = standard().cl1_items().iter().enumerate();
        let own = items.filter(|(_, item)| item.aspects.iter().any(|aspect| measure.stands_in(*aspect)));
        return own.map(|(index, item)| (Target::Cl1Item { index }, item.citation())).collect();
    }
    let topics = Topic::all().filter(|topic| measure.stands_in(topic.aspect()));
    topics
        .map(|topic| (Target::Topic { level, topic, point: None }, standard().citation(level, topic, None)))
        .collect()
}

/// The wording of a cited item, verbatim.
fn wording(citation: &str) -> String {
    let (clause, letter) = citation.split_once(' ').unwrap_or((citation, ""));
    let item = standard().clause(clause).and_then(|clause| clause.item(letter.chars().next()));
    item.map_or_else(String::new, |item| format!("{}{}", item.text, item.points.concat()))
}

/// As much of a wording as a menu shows.
fn beginning(wording: &str) -> String {
    const SHOWN: usize = 40;
    let shown: String = wording.chars().take(SHOWN).collect();
    if wording.chars().nth(SHOWN).is_some() { format!("{shown}…") } else { shown }
}

fn optional_point(check: &mut Checker<'_>, entity: &Entity) {
    if !matches!(entity.kind, Kind::Unit | Kind::Module) || is_nameless(check.set, entity) {
        return;
    }
    let Some(level) = target(check.set, entity) else { return };
    let Some(profile) = check.set.profile(entity.key) else { return };
    let sources = check.set.sources(entity.key);
    for topic in Topic::all() {
        let Some(cell) = standard().cell(level, topic).filter(|cell| cell.firm < cell.points.len()) else {
            continue;
        };
        // What is missing as a whole, or waived, is no matter of single points.
        let whole = standard().citation(level, topic, None);
        let figures = profile.dimensions.iter().find(|figures| figures.dimension == topic.dimension());
        let settled = figures.is_none_or(|figures| {
            let gaps = figures.missing.iter().chain(&figures.unrefined).chain(&figures.waived);
            gaps.into_iter().any(|gap| gap.citation == whole)
        });
        let cites = |ordinal: u8| {
            sources.iter().flat_map(|source| &source.measures).any(|measure| {
                !measure.placeholder
                    && measure.citations.iter().any(|citation| {
                        citation.target == Target::Topic { level, topic, point: Some(ordinal) }
                    })
            })
        };
        if settled {
            continue;
        }
        for point in cell.points.iter().filter(|point| point.optional && !cites(point.ordinal)) {
            let citation = standard().citation(level, topic, Some(point.ordinal));
            let own =
                entity.aspect_section(topic.aspect()).or_else(|| entity.dimension_section(topic.dimension()));
            let span = own.map_or(entity.anchor, |section| section.span);
            let edition = standard().edition();
            check
                .report(
                    span,
                    || {
                        let name = named(entity, Locale::Zh);
                        format!("{name}没有回应 {citation}（“{}”中有条件的要点）；适宜的话请写上相应的{}", topic.title(level), Kind::Measure.name())
                    },
                    || {
                        let name = named(entity, Locale::En);
                        format!("The {name} does not take up {citation} (a conditional point of \"{}\"): add a measure if it applies", topic.english())
                    },
                )
                .citing([citation.clone()])
                .related(span, format!("{edition} {citation}：「{}」", point.text));
        }
    }
}
