//! What the last capabilities of a decomposition must state: boundary, activities, resources (clause 6.2 b).

use super::relatives::{bearers, is_last_capability};
use super::subject::{is_bare, is_misread, is_nameless, lacks, states};
use super::wording::{label, listed, named};
use super::{Checker, Finding, Fix, Fixer, Locale, Profile, Rule, Severity};
use crate::model::Entity;
use crate::schema::FieldKey;

/// A leaf capability without an organizational boundary, its own or its bearers'.
pub(super) static MISSING_BOUNDARY: Rule = Rule {
    name: "missing-boundary",
    severity: Severity::Warning,
    profile: Profile::Standard,
    clauses: &["6.2 b", "7.2.2"],
    usual: false,
    fix: Some(add_boundary),
    page: include_str!("../../rules/missing-boundary.md"),
    summary: [
        "不再分解的新型能力没有写组织边界，承载它的单元也没有写",
        "A capability that is not split further states no boundary, and neither does a unit that carries it",
    ],
    check: missing_boundary,
};

/// A leaf capability without value activities, its own or its bearers'.
pub(super) static MISSING_ACTIVITIES: Rule = Rule {
    name: "missing-activities",
    severity: Severity::Warning,
    profile: Profile::Standard,
    clauses: &["6.2 b", "7.2.2"],
    usual: false,
    fix: Some(add_activities),
    page: include_str!("../../rules/missing-activities.md"),
    summary: [
        "不再分解的新型能力没有写价值活动，承载它的单元也没有写",
        "A capability that is not split further states no activities, and neither does a unit that carries it",
    ],
    check: missing_activities,
};

/// A leaf capability without infrastructure and resources, its own or its bearers'.
pub(super) static MISSING_RESOURCES: Rule = Rule {
    name: "missing-resources",
    severity: Severity::Warning,
    profile: Profile::Standard,
    clauses: &["6.2 b", "7.2.2"],
    usual: false,
    fix: Some(add_resources),
    page: include_str!("../../rules/missing-resources.md"),
    summary: [
        "不再分解的新型能力没有写基础设施与资源环境，承载它的单元也没有写",
        "A capability that is not split further states no resources, and neither does a unit that carries it",
    ],
    check: missing_resources,
};

fn missing_boundary(check: &mut Checker<'_>, entity: &Entity) {
    missing(check, entity, FieldKey::Boundary);
}

fn missing_activities(check: &mut Checker<'_>, entity: &Entity) {
    missing(check, entity, FieldKey::Activities);
}

fn missing_resources(check: &mut Checker<'_>, entity: &Entity) {
    missing(check, entity, FieldKey::Resources);
}

fn missing(check: &mut Checker<'_>, entity: &Entity, key: FieldKey) {
    let set = check.set;
    if !set.is_leaf(entity.key)
        || !lacks(entity, key)
        || is_nameless(set, entity)
        || is_bare(set, entity)
        || !is_last_capability(set, entity)
    {
        return;
    }
    let bearers = bearers(set, entity);
    if bearers.iter().any(|bearer| states(bearer, key) || is_misread(bearer, key)) {
        return;
    }
    let carriers: Vec<&str> = set.carriers(entity.key).iter().map(|carrier| carrier.title()).collect();
    let clause = check.rule.clauses[0];
    check.report(
        entity.anchor,
        || {
            let (name, field) = (named(entity, Locale::Zh), label(entity.kind, key, Locale::Zh));
            let others = match carriers.as_slice() {
                [] => String::new(),
                some => format!("，承载它的 {} 也没有写", listed(some, Locale::Zh)),
            };
            format!("{name}没有写{field}{others}（{clause}）；请补写“{field}”")
        },
        || {
            let (name, field) = (named(entity, Locale::En), label(entity.kind, key, Locale::En));
            let others = match carriers.as_slice() {
                [] => String::new(),
                [one] => format!(", nor does {one} that carries it"),
                some => format!(", nor do {} that carry it", listed(some, Locale::En)),
            };
            format!("The {name} states no {field}{others} ({clause}): add \"{field}\"")
        },
    );
}

fn add_boundary(fixer: &Fixer<'_>, finding: &Finding) -> Vec<Fix> {
    add(fixer, finding, FieldKey::Boundary)
}

fn add_activities(fixer: &Fixer<'_>, finding: &Finding) -> Vec<Fix> {
    add(fixer, finding, FieldKey::Activities)
}

fn add_resources(fixer: &Fixer<'_>, finding: &Finding) -> Vec<Fix> {
    add(fixer, finding, FieldKey::Resources)
}

/// The field with a placeholder: what to write there only the author knows.
fn add(fixer: &Fixer<'_>, finding: &Finding, key: FieldKey) -> Vec<Fix> {
    let Some(entity) = fixer.entity(finding) else { return Vec::new() };
    let field = label(entity.kind, key, fixer.locale);
    let title = match fixer.locale {
        Locale::Zh => format!("补上“{field}”（待填写）"),
        Locale::En => format!("Add \"{field}\", to be filled in"),
    };
    let changes = fixer.add_field(entity, key, &fixer.placeholder(entity));
    Fix::new(title, changes).map(Fix::preferred).into_iter().collect()
}
