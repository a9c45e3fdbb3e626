//! Forms of capabilities: how many viewpoints they cross, what bears them, what is derived from them (clauses 6.3.2
//! to 6.3.5 and 6.4).

use super::relatives::is_meant;
use super::subject::{Conflict, is_misread, is_nameless, ranks_as, term_name, term_of};
use super::viewpoints::{Viewpoints, viewpoint_names};
use super::wording::{label, named};
use super::wrong_form::{fits_viewpoints, told_otherwise};
use super::{Checker, Locale, Profile, Rule, Severity};
use crate::model::{Entity, Span};
use crate::plan_set::PlanSet;
use crate::schema::{FieldKey, Kind};
use crate::standard::{Term, TermSet, standard};

/// A node of several viewpoints.
pub(super) static NODE_MANY_VIEWPOINTS: Rule = Rule {
    name: "node-many-viewpoints",
    severity: Severity::Warning,
    profile: Profile::Standard,
    clauses: &["6.4.2"],
    usual: true,
    fix: None,
    page: include_str!("../../rules/node-many-viewpoints.md"),
    summary: [
        "能力节点归属了多个主要视角（未写目标等级时判断）",
        "A node has several viewpoints (judged where no target level is stated)",
    ],
    check: node_many_viewpoints,
};

/// A flow, network or ecosystem of one viewpoint.
pub(super) static COMBINATION_ONE_VIEWPOINT: Rule = Rule {
    name: "combination-one-viewpoint",
    severity: Severity::Warning,
    profile: Profile::Standard,
    clauses: &["6.4.3", "6.4.4", "6.4.5"],
    usual: true,
    fix: None,
    page: include_str!("../../rules/combination-one-viewpoint.md"),
    summary: [
        "能力流、能力网络、能力生态只有一个主要视角（未写目标等级时判断）",
        "A flow, network or ecosystem has one viewpoint only (judged where no target level is stated)",
    ],
    check: combination_one_viewpoint,
};

/// A module's viewpoints that are not those of its members.
pub(super) static VIEWPOINT_UNION_MISMATCH: Rule = Rule {
    name: "viewpoint-union-mismatch",
    severity: Severity::Hint,
    profile: Profile::Thorough,
    clauses: &["6.3.1", "6.4.1"],
    usual: false,
    fix: None,
    page: include_str!("../../rules/viewpoint-union-mismatch.md"),
    summary: [
        "能力模块的主要视角与其成员视角的合集不一致",
        "A module's viewpoints are not those of its members together",
    ],
    check: viewpoint_union_mismatch,
};

/// A flow, network or ecosystem that a lone unit carries.
pub(super) static FORM_WITHOUT_MODULE: Rule = Rule {
    name: "form-without-module",
    severity: Severity::Hint,
    profile: Profile::Thorough,
    clauses: &["6.3.2", "6.3.3", "6.3.4", "6.3.5"],
    usual: false,
    fix: None,
    page: include_str!("../../rules/form-without-module.md"),
    summary: [
        "能力流、能力网络、能力生态只由一个能力单元承载，没有能力模块",
        "A flow, network or ecosystem is carried by a lone unit and by no module",
    ],
    check: form_without_module,
};

/// A capability that derives from networks or ecosystems, in another form.
pub(super) static DERIVED_CAPABILITY_FORM: Rule = Rule {
    name: "derived-capability-form",
    severity: Severity::Hint,
    profile: Profile::Thorough,
    clauses: &["6.4.4", "6.4.5"],
    usual: false,
    fix: None,
    page: include_str!("../../rules/derived-capability-form.md"),
    summary: [
        "通常由能力网络、能力生态衍生的能力写成了别的类型",
        "A capability that derives from networks or ecosystems is stated in another form",
    ],
    check: derived_capability_form,
};

/// The form that an entity states, or that its pattern makes.
pub(super) struct Form {
    /// The form.
    pub(super) form: &'static Term,
    /// The field that says so.
    pub(super) field: FieldKey,
    /// Its value: the form itself, or the pattern.
    pub(super) value: &'static Term,
    /// The value's place.
    pub(super) place: Span,
}

impl Form {
    /// The form of a capability or module; none where it is not readable, or where form and pattern disagree, which
    /// `pattern-form-mismatch` reports.
    pub(super) fn of(entity: &Entity) -> Option<Self> {
        let pattern = term_of(entity, FieldKey::Pattern, TermSet::Pattern);
        let made = pattern.and_then(|(pattern, _)| standard().terms().term(TermSet::Form, pattern.form?));
        if entity.field(FieldKey::Form).is_some() {
            let (form, place) = term_of(entity, FieldKey::Form, TermSet::Form)?;
            let agrees = made.is_none_or(|made| made.key == form.key);
            return agrees.then_some(Self { form, field: FieldKey::Form, value: form, place });
        }
        let (value, place) = pattern?;
        Some(Self { form: made?, field: FieldKey::Pattern, value, place })
    }

    /// Whether it is the form of a single unit, which the standard names first.
    pub(super) fn is_node(&self) -> bool {
        ranks_as(self.form) == 0
    }
}

/// The form by which an entity is judged: where a target level is declared, the level speaks instead.
pub(super) fn judged_by_form(set: &PlanSet, entity: &Entity) -> Option<Form> {
    let declared = entity.level.target.is_some()
        || entity.level.unreadable
        || [FieldKey::Level, FieldKey::Target].into_iter().any(|key| is_misread(entity, key));
    let concerned = matches!(entity.kind, Kind::Capability | Kind::Module) && !is_nameless(set, entity);
    if declared || !concerned { None } else { Form::of(entity) }
}

fn node_many_viewpoints(check: &mut Checker<'_>, entity: &Entity) {
    let Some(form) = judged_by_form(check.set, entity).filter(Form::is_node) else { return };
    let Some(viewpoints) = Viewpoints::of(entity) else { return };
    if !fits_viewpoints(form.form, &viewpoints) {
        let clause = check.rule.clauses[0];
        report_viewpoints(check, entity, &form, &viewpoints, clause);
    }
}

fn combination_one_viewpoint(check: &mut Checker<'_>, entity: &Entity) {
    let Some(form) = judged_by_form(check.set, entity).filter(|form| !form.is_node()) else { return };
    let Some(viewpoints) = Viewpoints::of(entity) else { return };
    if !fits_viewpoints(form.form, &viewpoints) {
        let Some(clause) = check.rule.clauses.get(ranks_as(form.form) - 1) else { return };
        report_viewpoints(check, entity, &form, &viewpoints, clause);
    }
}

fn report_viewpoints(
    check: &mut Checker<'_>,
    entity: &Entity,
    form: &Form,
    viewpoints: &Viewpoints,
    clause: &'static str,
) {
    let count = viewpoints.known.len();
    let words = |locale| {
        let [of_form, of_viewpoint, deviation] =
            [form.field, FieldKey::Viewpoint, FieldKey::Deviation].map(|key| label(entity.kind, key, locale));
        let [value, form] = [form.value, form.form].map(|term| term_name(term, locale));
        let list = viewpoint_names(&viewpoints.known, locale);
        (named(entity, locale), [of_form, of_viewpoint, deviation], [value, form], list)
    };
    let conflict =
        Conflict { value: (FieldKey::Viewpoint, viewpoints.place), other: Some((form.field, form.place)) };
    conflict
        .report(
            check,
            entity,
            || {
                let (name, [of_form, of_viewpoint, deviation], [value, form], list) = words(Locale::Zh);
                let usual = if count > 1 { "通常只属一个视角" } else { "通常跨多个视角" };
                format!("{name}的{of_form}为{value}，{of_viewpoint}有 {count} 个（{list}）；{form}{usual}（{clause}），请改其一，或写明“{deviation}”")
            },
            || {
                let (name, [of_form, _, deviation], [value, _], list) = words(Locale::En);
                let number = if count == 1 { "1 viewpoint".to_owned() } else { format!("{count} viewpoints") };
                let usual = if count > 1 { "one is usual there" } else { "several are usual there" };
                format!("The {of_form} of the {name} is {value}, and it has {number} ({list}): {usual} ({clause}); change one of them, or give the reason in \"{deviation}\"")
            },
        )
        .citing([clause]);
}

/// The viewpoints of a member: its own, else those of the capabilities that it carries, else of its own members; none
/// where they are not stated throughout.
fn member_viewpoints(
    set: &PlanSet,
    member: &Entity,
    union: &mut Vec<&'static Term>,
    depth: usize,
) -> Option<()> {
    let mut add = |entity: &Entity| {
        let Viewpoints { known, unknown, .. } = Viewpoints::of(entity)?;
        for term in &known {
            if !union.iter().any(|other| other.key == term.key) {
                union.push(term);
            }
        }
        (unknown == 0 && !known.is_empty()).then_some(())
    };
    if member.field(FieldKey::Viewpoint).is_some() {
        return add(member);
    }
    let carried = set.carried(member.key);
    if !carried.is_empty() {
        return carried.into_iter().try_for_each(add);
    }
    let members = set.members(member.key);
    if members.is_empty() || depth == 0 {
        return None;
    }
    members.into_iter().try_for_each(|inner| member_viewpoints(set, inner, union, depth - 1))
}

fn viewpoint_union_mismatch(check: &mut Checker<'_>, entity: &Entity) {
    // Modules of modules of modules are rare; a cycle would never end.
    const DEPTH: usize = 8;
    let set = check.set;
    if entity.kind != Kind::Module || is_nameless(set, entity) || set.in_cycle(entity.key) {
        return;
    }
    let Some(own) = Viewpoints::of(entity).filter(|own| own.unknown == 0 && !own.known.is_empty()) else {
        return;
    };
    let members = set.members(entity.key);
    let dangles = super::relatives::unresolved(set, entity, FieldKey::Members, &[Kind::Unit, Kind::Module]);
    if members.is_empty() || dangles.count() > 0 {
        return;
    }
    let mut union = Vec::new();
    if members.iter().any(|member| member_viewpoints(set, member, &mut union, DEPTH).is_none()) {
        return;
    }
    let without = |some: &[&'static Term], others: &[&'static Term]| -> Vec<&'static Term> {
        some.iter().copied().filter(|term| !others.iter().any(|other| other.key == term.key)).collect()
    };
    let (extra, lacking) = (without(&own.known, &union), without(&union, &own.known));
    if extra.is_empty() && lacking.is_empty() {
        return;
    }
    let clause = check.rule.clauses[0];
    check.report(
        own.place,
        || {
            let name = named(entity, Locale::Zh);
            let mut parts = Vec::new();
            if !lacking.is_empty() {
                parts.push(format!("缺{}", viewpoint_names(&lacking, Locale::Zh)));
            }
            if !extra.is_empty() {
                parts.push(format!("多出{}", viewpoint_names(&extra, Locale::Zh)));
            }
            let union = viewpoint_names(&union, Locale::Zh);
            let field = label(entity.kind, FieldKey::Viewpoint, Locale::Zh);
            format!("{name}的{field}与其成员合起来的视角（{union}）不一致，{}（{clause}）；请统一", parts.join("，"))
        },
        || {
            let name = named(entity, Locale::En);
            let mut parts = Vec::new();
            if !lacking.is_empty() {
                parts.push(format!("{} missing", viewpoint_names(&lacking, Locale::En)));
            }
            if !extra.is_empty() {
                parts.push(format!("{} added", viewpoint_names(&extra, Locale::En)));
            }
            let union = viewpoint_names(&union, Locale::En);
            format!("The viewpoints of the {name} are not those of its members together ({union}): {} ({clause}); make them agree", parts.join(", "))
        },
    );
}

fn form_without_module(check: &mut Checker<'_>, entity: &Entity) {
    let set = check.set;
    if entity.kind != Kind::Capability || !set.is_leaf(entity.key) || set.in_cycle(entity.key) {
        return;
    }
    let Some(form) = Form::of(entity).filter(|form| !form.is_node()) else { return };
    let carriers = set.carriers(entity.key);
    let [unit] = carriers.as_slice() else { return };
    if told_otherwise(check, entity, &form, |other| ranks_as(other) == 0) {
        return;
    }
    if unit.kind != Kind::Unit
        || is_meant(set, entity, FieldKey::Carries)
        || is_meant(set, entity, FieldKey::Parent)
    {
        return;
    }
    let locale = check.locale;
    let clauses = check.rule.clauses;
    let (Some(lone), Some(clause)) = (clauses.first(), clauses.get(ranks_as(form.form))) else { return };
    let node = standard().terms().of(TermSet::Form).first();
    let holder = set.modules_of(unit.key).first().map(|module| module.title());
    let words = |locale| {
        let node = node.map_or("", |node| term_name(node, locale));
        (named(entity, locale), label(entity.kind, form.field, locale), term_name(form.form, locale), node)
    };
    let carries = |locale| label(Kind::Module, FieldKey::Carries, locale);
    check
        .report(
            form.place,
            || {
                let (name, field, form, node) = words(Locale::Zh);
                let (unit, module) = (unit.title(), Kind::Module.name());
                let remedy = match holder {
                    Some(holder) => format!("请把它写进 {holder} 的“{}”", carries(Locale::Zh)),
                    None => format!("请让一个{module}承载它"),
                };
                format!("{name}的{field}为{form}，却只由 {unit} 一个单元承载；单个单元承载的是{node}（{lone}），{form}由{module}承载（{clause}），{remedy}，或改{field}")
            },
            || {
                let (name, field, form, node) = words(Locale::En);
                let unit = unit.title();
                let remedy = match holder {
                    Some(holder) => format!("name it in \"{}\" of {holder}", carries(Locale::En)),
                    None => "let a module carry it".to_owned(),
                };
                format!("The {field} of the {name} is {form}, but {unit} alone carries it: a lone unit carries a {node} ({lone}), a module carries a {form} ({clause}); {remedy}, or change the {field}")
            },
        )
        .citing([*lone, *clause])
        .related(unit.anchor, named(unit, locale).trim_end());
}

fn derived_capability_form(check: &mut Checker<'_>, entity: &Entity) {
    let set = check.set;
    if entity.kind != Kind::Capability {
        return;
    }
    let (Some(name), Some(form)) = (&entity.name, Form::of(entity)) else { return };
    let origin = standard().terms().of(TermSet::Form).iter().find_map(|origin| {
        let word = origin.derived.iter().find(|derived| derived.is_named_in(&name.text))?;
        Some((origin, word))
    });
    let Some((origin, word)) = origin else { return };
    // What is split from a network, or carried by one, is derived from it.
    let reaches = |term: &Term| ranks_as(term) >= ranks_as(origin);
    let above = set.ancestry(entity.key).into_iter().chain(set.carriers(entity.key));
    if above.filter_map(Form::of).any(|form| reaches(form.form))
        || told_otherwise(check, entity, &form, reaches)
    {
        return;
    }
    let clause = word.clause;
    let [of_form, from] = [form.form, origin];
    check
        .report(
            form.place,
            || {
                let entity_name = named(entity, Locale::Zh);
                let (entity_name, field) =
                    (entity_name.trim_end(), label(entity.kind, form.field, Locale::Zh));
                let [form, from] = [of_form, from].map(|term| term_name(term, Locale::Zh));
                format!("{entity_name}（{}）的{field}为{form}；标准把{}列为{from}可衍生的能力（{clause}），请核对{field}，或写到它所由衍生的{from}之下", name.text, word.name)
            },
            || {
                let (entity_name, field) =
                    (named(entity, Locale::En), label(entity.kind, form.field, Locale::En));
                let [form, from] = [of_form, from].map(|term| term_name(term, Locale::En));
                format!("The {field} of the {entity_name} ({}) is {form}: the standard lists {} among what a {from} may give rise to ({clause}); check the {field}, or place it below one", name.text, word.english)
            },
        )
        .citing([clause]);
}
