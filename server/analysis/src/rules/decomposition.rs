//! Decomposition: leaves are carried by units, and units stand on three dimensions (clauses 6.2 c and 7.1).

use super::fix::Skeleton;
use super::level_gap::skeletons;
use super::relatives::{is_lost_somewhere, is_meant, is_second_definition};
use super::subject::{is_bare, is_nameless, lacks, lacks_dimension, target};
use super::wording::{label, named};
use super::{Checker, Finding, Fix, Fixer, Locale, Profile, Rule, Severity};
use crate::model::Entity;
use crate::plan_set::PlanSet;
use crate::schema::{FieldKey, Kind};
use crate::standard::{Dimension, Level, standard};

/// A leaf capability that no unit and no module carries.
pub(super) static UNCARRIED_CAPABILITY: Rule = Rule {
    name: "uncarried-capability",
    severity: Severity::Warning,
    profile: Profile::Standard,
    clauses: &["6.2 c"],
    usual: false,
    fix: Some(let_carry),
    page: include_str!("../../rules/uncarried-capability.md"),
    summary: [
        "不再分解的新型能力没有能力单元或能力模块承载",
        "A capability that is not split further is carried by no unit and no module",
    ],
    check: uncarried_capability,
};

/// A unit that carries no capability.
pub(super) static CARRIERLESS_UNIT: Rule = Rule {
    name: "carrierless-unit",
    severity: Severity::Warning,
    profile: Profile::Standard,
    clauses: &["6.2 c", "7.1"],
    usual: false,
    fix: Some(carry),
    page: include_str!("../../rules/carrierless-unit.md"),
    summary: ["能力单元没有承载任何新型能力", "A unit carries no capability"],
    check: carrierless_unit,
};

/// A unit without one of the three dimensions.
pub(super) static MISSING_DIMENSION: Rule = Rule {
    name: "missing-dimension",
    severity: Severity::Warning,
    profile: Profile::Standard,
    clauses: &["6.2 c", "7.1"],
    usual: false,
    fix: Some(add_dimensions),
    page: include_str!("../../rules/missing-dimension.md"),
    summary: [
        "能力单元没有写全三个维度（共享的建设内容计算在内）",
        "A unit lacks one of the three dimensions, shared measures counted",
    ],
    check: missing_dimension,
};

fn uncarried_capability(check: &mut Checker<'_>, entity: &Entity) {
    let set = check.set;
    if entity.kind != Kind::Capability
        || is_nameless(set, entity)
        || is_bare(set, entity)
        || !set.is_leaf(entity.key)
        || !set.carriers(entity.key).is_empty()
        || set.in_cycle(entity.key)
        || is_second_definition(set, entity)
        || entity.id.is_none()
        || is_meant(set, entity, FieldKey::Carries)
        || is_lost_somewhere(set, FieldKey::Carries)
    {
        return;
    }
    check.report(
        entity.anchor,
        || {
            let field = label(Kind::Unit, FieldKey::Carries, Locale::Zh);
            let (name, unit, module) = (named(entity, Locale::Zh), Kind::Unit.name(), Kind::Module.name());
            format!("{name}没有{unit}或{module}承载；请增加{unit}，或在已有{unit}的“{field}”里写上它的编号")
        },
        || {
            let (name, field) = (named(entity, Locale::En), label(Kind::Unit, FieldKey::Carries, Locale::En));
            format!("No unit or module carries the {name}: add a unit, or name it in \"{field}\" of one that there is")
        },
    );
}

fn carrierless_unit(check: &mut Checker<'_>, entity: &Entity) {
    let set = check.set;
    if entity.kind != Kind::Unit || is_nameless(set, entity) || !is_carrierless(set, entity) {
        return;
    }
    if is_bare(set, entity) {
        return bare_unit(check, entity);
    }
    check.report(
        entity.anchor,
        || {
            let (name, field) =
                (named(entity, Locale::Zh), label(entity.kind, FieldKey::Carries, Locale::Zh));
            format!("{name}没有承载任何{0}；请在“{field}”里写上{0}的编号", Kind::Capability.name())
        },
        || {
            let (name, field) =
                (named(entity, Locale::En), label(entity.kind, FieldKey::Carries, Locale::En));
            format!("The {name} carries no capability: name one in \"{field}\"")
        },
    );
}

/// Whether a unit carries nothing; a reference that dangles counts as carrying.
pub(super) fn is_carrierless(set: &PlanSet, entity: &Entity) -> bool {
    set.carried(entity.key).is_empty() && lacks(entity, FieldKey::Carries)
}

/// A unit that is only named yet gets this one finding for all that it lacks.
fn bare_unit(check: &mut Checker<'_>, entity: &Entity) {
    let list = |locale: Locale| {
        let fields = [FieldKey::Carries, FieldKey::Target].map(|key| label(entity.kind, key, locale));
        let dimensions = Dimension::ALL.map(|dimension| locale.pick(dimension.name(), dimension.english()));
        [&fields[..], &dimensions[..]].concat().join(locale.pick("、", ", "))
    };
    check
        .report(
            entity.anchor,
            || format!("{}还没有内容；请写上{}", named(entity, Locale::Zh), list(Locale::Zh)),
            || format!("The {} says nothing yet: give it {}", named(entity, Locale::En), list(Locale::En)),
        )
        .citing(["6.2 c", "7.1", "8.1"]);
}

fn missing_dimension(check: &mut Checker<'_>, entity: &Entity) {
    let set = check.set;
    if entity.kind != Kind::Unit
        || is_nameless(set, entity)
        || is_bare(set, entity) && is_carrierless(set, entity)
    {
        return;
    }
    let lacking: Vec<Dimension> =
        Dimension::all().filter(|dimension| lacks_dimension(set, entity, *dimension)).collect();
    if lacking.is_empty() {
        return;
    }
    let gap = |dimension: Dimension| gap(set, entity, dimension);
    let clauses: Vec<&str> = lacking.iter().filter_map(|&dimension| Some(gap(dimension)?.clause)).collect();
    let finding = check.report(
        entity.anchor,
        || {
            let part = |&dimension: &Dimension| match gap(dimension) {
                Some(Gap { level, clause, asked }) => {
                    format!("{}（{} 建设重点 0/{asked}，见 {clause}）", dimension.name(), level.code())
                }
                None => dimension.name().to_owned(),
            };
            let parts: Vec<String> = lacking.iter().map(part).collect();
            format!("{}缺{}；请补上建设内容", named(entity, Locale::Zh), parts.join("、"))
        },
        || {
            let part = |&dimension: &Dimension| match gap(dimension) {
                Some(Gap { level, clause, asked }) => {
                    format!(
                        "{} (0/{asked} construction focuses of {}, {clause})",
                        dimension.english(),
                        level.code()
                    )
                }
                None => dimension.english().to_owned(),
            };
            let parts: Vec<String> = lacking.iter().map(part).collect();
            format!("The {} lacks {}: add measures", named(entity, Locale::En), parts.join(", "))
        },
    );
    finding.clauses.extend(clauses.into_iter().map(str::to_owned));
}

/// What an absent dimension leaves open at the target level.
struct Gap {
    level: Level,
    clause: &'static str,
    asked: usize,
}

fn gap(set: &PlanSet, entity: &Entity, dimension: Dimension) -> Option<Gap> {
    let level = target(set, entity)?;
    let profile = set.profile(entity.key)?;
    let figures = profile.dimensions.iter().find(|figures| figures.dimension == dimension)?;
    let clause = standard().dimension_clause(level, dimension)?;
    Some(Gap { level, clause, asked: figures.topics_asked })
}

/// How many entities a fix offers to choose from.
const OFFERED: usize = 6;

/// `CU-01 排产`.
fn shown(entity: &Entity) -> String {
    let name = entity.name.as_ref().map_or("", |name| name.text.as_str());
    format!("{} {name}", entity.title()).trim_end().to_owned()
}

/// A unit that there is carries the capability: one that carries nothing yet goes first.
fn let_carry(fixer: &Fixer<'_>, finding: &Finding) -> Vec<Fix> {
    let Some(entity) = fixer.entity(finding) else { return Vec::new() };
    let Some(id) = &entity.id else { return Vec::new() };
    let units = || fixer.set.entities().filter(|other| other.kind == Kind::Unit && other.id.is_some());
    let free = |unit: &&Entity| is_carrierless(fixer.set, unit);
    let units = units().filter(free).chain(units().filter(|unit| !free(unit)));
    let fix = |unit: &Entity| {
        let title = match fixer.locale {
            Locale::Zh => format!("由{} {} 承载", unit.kind.name(), shown(unit)),
            Locale::En => format!("Let {} {} carry it", unit.kind.key(), shown(unit)),
        };
        Fix::new(title, fixer.append(unit, FieldKey::Carries, &id.text))
    };
    units.filter_map(fix).take(OFFERED).collect()
}

/// The unit carries a capability that is not split further: one that nothing carries yet goes first.
fn carry(fixer: &Fixer<'_>, finding: &Finding) -> Vec<Fix> {
    let Some(entity) = fixer.entity(finding) else { return Vec::new() };
    let set = fixer.set;
    let leaves = || {
        set.entities()
            .filter(|other| other.kind == Kind::Capability && other.id.is_some() && set.is_leaf(other.key))
    };
    let free = |leaf: &&Entity| set.carriers(leaf.key).is_empty();
    let fix = |leaf: &Entity| {
        let title = match fixer.locale {
            Locale::Zh => format!("承载 {}", shown(leaf)),
            Locale::En => format!("Let it carry {}", shown(leaf)),
        };
        Fix::new(title, fixer.append(entity, FieldKey::Carries, &leaf.id.as_ref()?.text))
    };
    leaves().filter(free).chain(leaves().filter(|leaf| !free(leaf))).filter_map(fix).take(OFFERED).collect()
}

/// The dimensions that lack, with a skeleton measure for each topic of the target level, else for each aspect.
fn add_dimensions(fixer: &Fixer<'_>, finding: &Finding) -> Vec<Fix> {
    let Some(entity) = fixer.entity(finding) else { return Vec::new() };
    let lacking: Vec<Dimension> =
        Dimension::all().filter(|dimension| lacks_dimension(fixer.set, entity, *dimension)).collect();
    let profile = target(fixer.set, entity).and_then(|_| fixer.set.profile(entity.key));
    let made = |dimension: &Dimension| match &profile {
        Some(profile) => {
            let gaps = profile.dimensions.iter().filter(|figures| figures.dimension == *dimension);
            skeletons(fixer, entity, gaps.flat_map(|figures| &figures.missing))
        }
        None => dimension
            .aspects()
            .map(|aspect| Skeleton {
                aspect,
                text: fixer.unworded(entity, [aspect.name(), aspect.english()]),
                citation: None,
            })
            .collect(),
    };
    let measures: Vec<Skeleton> = lacking.iter().flat_map(made).collect();
    let title = |locale: Locale| {
        let names: Vec<&str> = lacking.iter().map(|d| locale.pick(d.name(), d.english())).collect();
        names.join(locale.pick("、", ", "))
    };
    let fix = Fix::new(
        match fixer.locale {
            Locale::Zh => format!("补上{}的框架（待填写）", title(Locale::Zh)),
            Locale::En => format!("Add the frame of {} to be worded", title(Locale::En)),
        },
        fixer.add_measures(entity, &measures),
    );
    fix.into_iter().collect()
}
