//! Aspects that a dimension leaves out (clauses 7.2 to 7.4).

use super::fix::Skeleton;
use super::level_terms::culture_item;
use super::reading::suggests_aspect;
use super::relatives::has_lost;
use super::subject::{is_misread, is_nameless, shares};
use super::wording::{listed, named};
use super::{Checker, Finding, Fix, Fixer, Locale, Profile, Rule, Severity};
use crate::model::Entity;
use crate::plan_set::PlanSet;
use crate::schema::{FieldKey, Kind};
use crate::standard::{Aspect, Dimension, Level, standard};

/// An aspect that a unit without a target level leaves out.
pub(super) static MISSING_ASPECT: Rule = Rule {
    name: "missing-aspect",
    severity: Severity::Warning,
    profile: Profile::Standard,
    clauses: &["7.2", "7.3", "7.4"],
    usual: false,
    fix: Some(add_aspects),
    page: include_str!("../../rules/missing-aspect.md"),
    summary: [
        "没有目标等级的能力单元，某一维度缺了方面（CL1 缺组织文化为提示）",
        "A unit without a target level leaves an aspect of a dimension out (culture at CL1: a hint)",
    ],
    check: missing_aspect,
};

fn missing_aspect(check: &mut Checker<'_>, entity: &Entity) {
    let set = check.set;
    if entity.kind != Kind::Unit || is_nameless(set, entity) {
        return;
    }
    for (dimension, absent) in absent(set, entity) {
        report(check, entity, dimension, &absent);
    }
}

/// The aspects that a unit leaves out of dimensions that are there.
fn absent(set: &PlanSet, entity: &Entity) -> Vec<(Dimension, Vec<Aspect>)> {
    let levels = set.levels_of(entity.key);
    let misread = [FieldKey::Level, FieldKey::Target].into_iter().any(|key| is_misread(entity, key));
    // What the unit carries may have a target.
    let inherits = levels.target.is_none() && has_lost(set, entity, FieldKey::Carries);
    if levels.unreadable || misread || inherits {
        return Vec::new();
    }
    let judged = |aspect: Aspect| match levels.target {
        None => true,
        Some(level) => level == Level::FIRST && !is_asked_at_first(aspect),
    };
    let open = |dimension| entity.has_dimension(dimension) || shares(set, entity, dimension);
    Dimension::all()
        .filter_map(|dimension| {
            let lacks = |aspect: &Aspect| judged(*aspect) && lacks_aspect(set, entity, *aspect);
            let absent: Vec<Aspect> = dimension.aspects().filter(lacks).collect();
            (!absent.is_empty() && open(dimension)).then_some((dimension, absent))
        })
        .collect()
}

/// Whether the annex lists anything of an aspect for the first level.
fn is_asked_at_first(aspect: Aspect) -> bool {
    standard().cl1_items().iter().any(|item| item.aspects.contains(&aspect))
}

/// Whether neither the unit nor what it shares with others says anything of an aspect.
fn lacks_aspect(set: &PlanSet, entity: &Entity, aspect: Aspect) -> bool {
    let shared = || {
        set.sources(entity.key)
            .into_iter()
            .filter(|source| source.key != entity.key)
            .flat_map(|source| &source.measures)
            .any(|measure| measure.stands_in(aspect) && !measure.placeholder)
    };
    entity.aspect_section(aspect).is_none()
        && !entity.measures.iter().any(|measure| measure.stands_in(aspect))
        && !suggests_aspect(entity, aspect)
        && !shared()
}

/// The clause that speaks of an absent aspect.
fn clause_of(aspect: Aspect, at_first: bool) -> String {
    if at_first { culture_item(Level::FIRST) } else { aspect.clause().to_owned() }
}

/// Reports the absent aspects of a dimension at its heading or key, else at the unit's.
fn report(check: &mut Checker<'_>, entity: &Entity, dimension: Dimension, absent: &[Aspect]) {
    // Where a target level is, it is the first, of which the annex does not list every aspect.
    let at_first = check.set.levels_of(entity.key).target.is_some();
    let place = entity.dimension_section(dimension).map_or(entity.anchor, |section| section.span);
    let clauses: Vec<String> = absent.iter().map(|aspect| clause_of(*aspect, at_first)).collect();
    let names = |locale: Locale| {
        let names: Vec<&str> =
            absent.iter().map(|aspect| locale.pick(aspect.name(), aspect.english())).collect();
        listed(&names, locale)
    };
    let finding = check.report(
        place,
        || {
            let (name, dimension) = (named(entity, Locale::Zh), dimension.name());
            let clauses = listed(&clauses, Locale::Zh);
            format!("{name}的{dimension}没有写{}（{clauses}）；请补上建设内容，或说明不适用的原因", names(Locale::Zh))
        },
        || {
            let (name, dimension) = (named(entity, Locale::En), dimension.english());
            let clauses = listed(&clauses, Locale::En);
            format!("The {dimension} of the {name} leaves out {} ({clauses}): add measures, or say why it does not apply", names(Locale::En))
        },
    );
    finding.citing(clauses.clone());
    if at_first {
        finding.at_most(Severity::Hint);
    }
}

/// A measure to be worded in each aspect that the finding names.
fn add_aspects(fixer: &Fixer<'_>, finding: &Finding) -> Vec<Fix> {
    let Some(entity) = fixer.entity(finding) else { return Vec::new() };
    let at_first = fixer.set.levels_of(entity.key).target.is_some();
    let named: Vec<Aspect> = absent(fixer.set, entity)
        .into_iter()
        .flat_map(|(_, aspects)| aspects)
        .filter(|aspect| at_first || finding.clauses.iter().any(|clause| clause == aspect.clause()))
        .collect();
    let skeletons: Vec<Skeleton> = named
        .iter()
        .map(|aspect| Skeleton {
            aspect: *aspect,
            text: fixer.unworded(entity, [aspect.name(), aspect.english()]),
            citation: Some(clause_of(*aspect, at_first)),
        })
        .collect();
    let names: Vec<&str> =
        named.iter().map(|aspect| fixer.locale.pick(aspect.name(), aspect.english())).collect();
    let names = listed(&names, fixer.locale);
    let title = match fixer.locale {
        Locale::Zh => format!("补上{names}的建设内容（待填写）"),
        Locale::En => format!("Add measures to be worded: {names}"),
    };
    Fix::new(title, fixer.add_measures(entity, &skeletons)).map(Fix::preferred).into_iter().collect()
}
