//! What the plan as a whole says before it names capabilities: strategy, demand, scenarios, viewpoints (clause 5). Each
//! speaks once in a plan set: a field in any of its files suffices.

use super::relatives::is_lost_somewhere;
use super::subject::{is_misread, states};
use super::wording::{cited, is_written, label};
use super::{Checker, Locale, Profile, Rule, Severity};
use crate::model::{Entity, ProblemKind, Span};
use crate::plan_set::{Digest, PlanSet};
use crate::schema::{FieldKey, Kind};
use crate::standard::{Term, TermSet, standard};

/// A plan without strategy and without advantages.
pub(super) static MISSING_STRATEGY: Rule = Rule {
    name: "missing-strategy",
    severity: Severity::Warning,
    profile: Profile::Standard,
    clauses: &["5", "6.2 a"],
    usual: false,
    fix: None,
    page: include_str!("../../rules/missing-strategy.md"),
    summary: [
        "规划既没有写发展战略，也没有写可持续竞争合作优势需求",
        "A plan states neither its strategy nor the competitive advantages that it needs",
    ],
    check: missing_strategy,
};

/// A plan without one of the two demands.
pub(super) static MISSING_DEMAND: Rule = Rule {
    name: "missing-demand",
    severity: Severity::Warning,
    profile: Profile::Standard,
    clauses: &["5", "6.2 a"],
    usual: false,
    fix: None,
    page: include_str!("../../rules/missing-demand.md"),
    summary: [
        "规划没有写新型能力和价值体系的总体需求（只缺其一，为提示）",
        "A plan states no overall demand, neither for capabilities nor for the value system (one of them: a hint)",
    ],
    check: missing_demand,
};

/// A plan without business scenarios.
pub(super) static MISSING_SCENARIOS: Rule = Rule {
    name: "missing-scenarios",
    severity: Severity::Hint,
    profile: Profile::Thorough,
    clauses: &["5"],
    usual: false,
    fix: None,
    page: include_str!("../../rules/missing-scenarios.md"),
    summary: ["规划没有写业务架构或业务场景", "A plan states no business scenarios"],
    check: missing_scenarios,
};

/// Viewpoints that no capability has.
pub(super) static UNCOVERED_VIEWPOINT: Rule = Rule {
    name: "uncovered-viewpoint",
    severity: Severity::Hint,
    profile: Profile::Thorough,
    clauses: &["5"],
    usual: false,
    fix: None,
    page: include_str!("../../rules/uncovered-viewpoint.md"),
    summary: [
        "有的主要视角没有任何新型能力（一套规划只提示一次）",
        "No capability has one of the six viewpoints (told once in a plan set)",
    ],
    check: uncovered_viewpoint,
};

/// What a plan says of itself before it says anything else.
const TITLE_FIELDS: [FieldKey; 4] =
    [FieldKey::Standard, FieldKey::Title, FieldKey::Organization, FieldKey::Period];

/// The plan at which a set's findings stand: the one that names the standard, else the first by path.
fn speaker(set: &PlanSet) -> Option<&Entity> {
    set.plans().find(|plan| plan.field(FieldKey::Standard).is_some()).or_else(|| set.plans().next())
}

/// Whether the rules about the whole set speak at this plan. They are silent where a plan's own text cannot be read,
/// which is told as such, and in an empty document.
fn speaks(set: &PlanSet, entity: &Entity) -> bool {
    let broken = |plan: &Entity| {
        plan.problems.iter().any(|problem| matches!(problem.kind, ProblemKind::Syntax { .. }))
    };
    entity.kind == Kind::Plan
        && speaker(set).is_some_and(|plan| plan.key == entity.key)
        && !set.plans().any(broken)
        && (set.has(&Kind::ENTITIES) || set.plans().any(|plan| !plan.fields.is_empty()))
}

/// Where the lack of a plan's field is shown: at its `standard:`, else at the first line.
fn place(plan: &Entity) -> Span {
    plan.anchor
}

/// Whether no file of the set states a field, and nothing else reports why.
fn set_lacks(set: &PlanSet, key: FieldKey) -> bool {
    !set.plans().any(|plan| states(plan, key) || is_misread(plan, key))
}

fn lacks_strategy(set: &PlanSet) -> bool {
    set_lacks(set, FieldKey::Strategy)
        && set_lacks(set, FieldKey::Advantages)
        && set.advantages().next().is_none()
}

/// Whether the set says nothing yet but what it is called: one finding then names all that it lacks.
fn is_unstarted(set: &PlanSet) -> bool {
    !set.has(&Kind::ENTITIES)
        && set.advantages().next().is_none()
        && set.plans().all(|plan| {
            plan.fields.iter().all(|field| TITLE_FIELDS.contains(&field.key))
                && plan.problems.is_empty()
                && !set.has_dimensions(plan.key)
        })
}

fn missing_strategy(check: &mut Checker<'_>, entity: &Entity) {
    let set = check.set;
    if !speaks(set, entity) || !lacks_strategy(set) {
        return;
    }
    if is_unstarted(set) {
        return unstarted(check, entity);
    }
    let fields =
        |locale| [FieldKey::Strategy, FieldKey::Advantages].map(|key| label(Kind::Plan, key, locale));
    let clauses = check.rule.clauses;
    check.report(
        place(entity),
        || {
            let ([strategy, advantages], basis) = (fields(Locale::Zh), cited(clauses, Locale::Zh));
            format!("规划没有写“{strategy}”，也没有写“{advantages}”，看不出为什么要建这些{}{basis}；请至少写明其一", Kind::Capability.name())
        },
        || {
            let ([strategy, advantages], basis) = (fields(Locale::En), cited(clauses, Locale::En));
            format!("The plan states neither \"{strategy}\" nor \"{advantages}\", so nothing says why its capabilities are built{basis}: state one of them")
        },
    );
}

/// A plan that only has its title yet gets this one finding for all that it lacks.
fn unstarted(check: &mut Checker<'_>, entity: &Entity) {
    let clauses = check.rule.clauses;
    let fields = |locale: Locale| {
        let keys = [FieldKey::Strategy, FieldKey::Demand, FieldKey::Scenarios, FieldKey::Capabilities];
        keys.map(|key| label(Kind::Plan, key, locale)).join(locale.pick("、", ", "))
    };
    check.report(
        place(entity),
        || format!("规划还没有内容；请写上{}{}", fields(Locale::Zh), cited(clauses, Locale::Zh)),
        || format!("The plan says nothing yet: give it {}{}", fields(Locale::En), cited(clauses, Locale::En)),
    );
}

fn missing_demand(check: &mut Checker<'_>, entity: &Entity) {
    let set = check.set;
    if !speaks(set, entity) || is_unstarted(set) {
        return;
    }
    let keys = [FieldKey::Demand, FieldKey::ValueDemand];
    let absent: Vec<FieldKey> = keys.into_iter().filter(|&key| set_lacks(set, key)).collect();
    let clauses = check.rule.clauses;
    let name = |key: FieldKey, locale| label(Kind::Plan, key, locale);
    match *absent {
        [] => {}
        [only] => {
            check
                .report(
                    place(entity),
                    || {
                        format!(
                            "规划没有写“{}”{}；请补上",
                            name(only, Locale::Zh),
                            cited(clauses, Locale::Zh)
                        )
                    },
                    || {
                        format!(
                            "The plan states no \"{}\"{}: add it",
                            name(only, Locale::En),
                            cited(clauses, Locale::En)
                        )
                    },
                )
                .at_most(Severity::Hint);
        }
        _ => {
            let [demand, value] = keys;
            check.report(
                place(entity),
                || {
                    let (demand, value) = (name(demand, Locale::Zh), name(value, Locale::Zh));
                    format!("规划没有写“{demand}”，也没有写“{value}”{}；请补上", cited(clauses, Locale::Zh))
                },
                || {
                    let (demand, value) = (name(demand, Locale::En), name(value, Locale::En));
                    format!(
                        "The plan states neither \"{demand}\" nor \"{value}\"{}: add them",
                        cited(clauses, Locale::En)
                    )
                },
            );
        }
    }
}

fn missing_scenarios(check: &mut Checker<'_>, entity: &Entity) {
    let set = check.set;
    if !speaks(set, entity) || is_unstarted(set) || !set_lacks(set, FieldKey::Scenarios) {
        return;
    }
    let clauses = check.rule.clauses;
    let name = |locale| label(Kind::Plan, FieldKey::Scenarios, locale);
    check.report(
        place(entity),
        || {
            format!(
                "规划没有写“{}”{}；请列出各项能力所服务的主要场景",
                name(Locale::Zh),
                cited(clauses, Locale::Zh)
            )
        },
        || {
            format!(
                "The plan states no \"{}\"{}: list the main ones that its capabilities serve",
                name(Locale::En),
                cited(clauses, Locale::En)
            )
        },
    );
}

/// The keys of the viewpoints that some capability has.
const COVERED: Digest = Digest {
    name: "viewpoints",
    field: FieldKey::Viewpoint,
    gather: |set, field| {
        let capabilities = set.with_field(field).filter(|entity| entity.kind == Kind::Capability);
        let words =
            capabilities.flat_map(|capability| capability.words(field)).filter(|word| is_written(word));
        let terms = words.filter_map(|word| word.term(TermSet::Viewpoint));
        terms.map(|term| term.key.to_owned()).collect()
    },
};

fn uncovered_viewpoint(check: &mut Checker<'_>, entity: &Entity) {
    let set = check.set;
    if !speaks(set, entity) || is_lost_somewhere(set, FieldKey::Viewpoint) {
        return;
    }
    let terms = standard().terms();
    let covered = set.digest(COVERED);
    let open: Vec<&Term> = terms
        .of(TermSet::Viewpoint)
        .iter()
        .filter(|term| covered.iter().all(|key| key != term.key))
        .collect();
    // Without any viewpoint there are no capabilities yet, or each of them is told that it lacks one.
    if covered.is_empty() || open.is_empty() {
        return;
    }
    let clauses = check.rule.clauses;
    let list = |locale: Locale| {
        let names: Vec<&str> = open.iter().map(|term| locale.pick(term.name, term.key)).collect();
        names.join(locale.pick("、", ", "))
    };
    let (count, all) = (open.len(), terms.of(TermSet::Viewpoint).len());
    check.report(
        place(entity),
        || {
            let field = label(Kind::Capability, FieldKey::Viewpoint, Locale::Zh);
            let basis = cited(clauses, Locale::Zh);
            format!(
                "{all} 个{field}中有 {count} 个没有对应的{}：{}{basis}；请确认是否有意不选",
                Kind::Capability.name(),
                list(Locale::Zh)
            )
        },
        || {
            let basis = cited(clauses, Locale::En);
            format!(
                "No capability has {count} of the {all} viewpoints: {}{basis}; make sure that this is meant",
                list(Locale::En)
            )
        },
    );
}
