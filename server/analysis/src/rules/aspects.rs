//! Aspects that a dimension leaves out (clauses 7.2 to 7.4).

use super::level_terms::culture_item;
use super::reading::suggests_aspect;
use super::subject::{is_misread, is_nameless, shares};
use super::wording::{listed, named};
use super::{Checker, Locale, Profile, Rule, Severity};
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
    fix: None,
    page: "",
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
    let levels = set.levels_of(entity.key);
    if levels.unreadable || [FieldKey::Level, FieldKey::Target].into_iter().any(|key| is_misread(entity, key))
    {
        return;
    }
    match levels.target {
        None => {
            for dimension in Dimension::all() {
                let absent: Vec<Aspect> =
                    dimension.aspects().filter(|aspect| lacks_aspect(set, entity, *aspect)).collect();
                if !absent.is_empty() && (entity.has_dimension(dimension) || shares(set, entity, dimension)) {
                    let clauses: Vec<String> =
                        absent.iter().map(|aspect| aspect.clause().to_owned()).collect();
                    report(check, entity, dimension, &absent, &clauses);
                }
            }
        }
        Some(Level::FIRST) => {
            for aspect in Aspect::all().filter(|aspect| !is_asked_at_first(*aspect)) {
                let dimension = aspect.dimension();
                let open = entity.has_dimension(dimension) || shares(set, entity, dimension);
                if open && lacks_aspect(set, entity, aspect) {
                    let clauses = [culture_item(Level::FIRST)];
                    report(check, entity, dimension, &[aspect], &clauses);
                    if let Some(finding) = check.findings.last_mut() {
                        finding.at_most(Severity::Hint);
                    }
                }
            }
        }
        Some(_) => {}
    }
}

/// Whether the annex lists anything of an aspect for the first level.
fn is_asked_at_first(aspect: Aspect) -> bool {
    standard().cl1_items().iter().any(|item| item.aspects.contains(&aspect))
}

/// Whether neither the unit nor what it shares with others says anything of an aspect.
fn lacks_aspect(set: &PlanSet, entity: &Entity, aspect: Aspect) -> bool {
    let shared = || {
        crate::level::sources(set, entity)
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

/// Reports the absent aspects of a dimension at its heading or key, else at the unit's.
fn report(
    check: &mut Checker<'_>,
    entity: &Entity,
    dimension: Dimension,
    absent: &[Aspect],
    clauses: &[String],
) {
    let place = entity.dimension_section(dimension).map_or(entity.anchor, |section| section.span);
    let names = |locale: Locale| {
        let names: Vec<&str> =
            absent.iter().map(|aspect| locale.pick(aspect.name(), aspect.english())).collect();
        listed(&names, locale)
    };
    check
        .report(
            place,
            || {
                let (name, dimension) = (named(entity, Locale::Zh), dimension.name());
                let clauses = listed(clauses, Locale::Zh);
                format!("{name}的{dimension}没有写{}（{clauses}）；请补上建设内容，或说明不适用的原因", names(Locale::Zh))
            },
            || {
                let (name, dimension) = (named(entity, Locale::En), dimension.english());
                let clauses = listed(clauses, Locale::En);
                format!("The {dimension} of the {name} leaves out {} ({clauses}): add measures, or say why it does not apply", names(Locale::En))
            },
        )
        .citing(clauses.iter().cloned());
}
