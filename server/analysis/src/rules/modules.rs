//! Modules: members, pattern, partners, and the levels of what they combine (clauses 6.2 d, 6.2 f, 6.3 and 7.1).

use super::decomposition::is_carrierless;
use super::relatives::{is_lost_somewhere, is_meant, member_titles, unresolved};
use super::subject::{
    Conflict, is_bare, is_nameless, lacks, level_name, ranks_as, target, term_name, term_of,
};
use super::wording::{label, listed, named, terms};
use super::{Checker, Finding, Fix, Fixer, Locale, Profile, Rule, Severity};
use crate::model::Entity;
use crate::schema::{FieldKey, Kind};
use crate::standard::{Level, Term, TermSet, standard};

/// A module without members.
pub(super) static EMPTY_MODULE: Rule = Rule {
    name: "empty-module",
    severity: Severity::Warning,
    profile: Profile::Standard,
    clauses: &["6.2 d", "7.1"],
    usual: false,
    fix: None,
    page: include_str!("../../rules/empty-module.md"),
    summary: ["能力模块没有组成单元", "A module has no members"],
    check: empty_module,
};

/// A module without a pattern.
pub(super) static MISSING_PATTERN: Rule = Rule {
    name: "missing-pattern",
    severity: Severity::Warning,
    profile: Profile::Standard,
    clauses: &["6.2 d", "6.3.1"],
    usual: false,
    fix: Some(choose_pattern),
    page: include_str!("../../rules/missing-pattern.md"),
    summary: ["能力模块没有写类型", "A module states no pattern"],
    check: missing_pattern,
};

/// A unit in no module, where there are modules.
pub(super) static UNCOMBINED_UNIT: Rule = Rule {
    name: "uncombined-unit",
    severity: Severity::Hint,
    profile: Profile::Thorough,
    clauses: &["6.2 f"],
    usual: false,
    fix: None,
    page: include_str!("../../rules/uncombined-unit.md"),
    summary: [
        "规划有能力模块，这个能力单元却没有编入",
        "A unit belongs to no module while the plan has modules",
    ],
    check: uncombined_unit,
};

/// A standalone module with several members.
pub(super) static STANDALONE_WITH_MANY: Rule = Rule {
    name: "standalone-with-many",
    severity: Severity::Warning,
    profile: Profile::Standard,
    clauses: &["6.3.2", "7.1"],
    usual: true,
    fix: None,
    page: include_str!("../../rules/standalone-with-many.md"),
    summary: ["独立型能力模块由多个单元组成", "A standalone module has several members"],
    check: standalone_with_many,
};

/// A combination of one member.
pub(super) static COMBINATION_OF_ONE: Rule = Rule {
    name: "combination-of-one",
    severity: Severity::Warning,
    profile: Profile::Standard,
    clauses: &["6.3.3", "6.3.4", "6.3.5", "7.1"],
    usual: true,
    fix: None,
    page: include_str!("../../rules/combination-of-one.md"),
    summary: [
        "流程型、网络型、生态型能力模块只有一个成员",
        "A flow, network or ecosystem module has one member only",
    ],
    check: combination_of_one,
};

/// A module of the ecosystem pattern without partners.
pub(super) static ECOSYSTEM_WITHOUT_PARTNERS: Rule = Rule {
    name: "ecosystem-without-partners",
    severity: Severity::Warning,
    profile: Profile::Standard,
    clauses: &["6.3.5", "6.4.5"],
    usual: false,
    fix: None,
    page: include_str!("../../rules/ecosystem-without-partners.md"),
    summary: ["生态型能力模块没有写合作伙伴", "An ecosystem module names no partners"],
    check: ecosystem_without_partners,
};

/// A module far above its members.
pub(super) static MODULE_ABOVE_MEMBERS: Rule = Rule {
    name: "module-above-members",
    severity: Severity::Hint,
    profile: Profile::Thorough,
    clauses: &["7.1", "8.1"],
    usual: false,
    fix: None,
    page: include_str!("../../rules/module-above-members.md"),
    summary: [
        "能力模块的目标等级比等级最高的成员还高出一级以上",
        "A module aims more than one level above its highest member",
    ],
    check: module_above_members,
};

fn is_named_module(check: &Checker<'_>, entity: &Entity) -> bool {
    entity.kind == Kind::Module && !is_nameless(check.set, entity)
}

fn empty_module(check: &mut Checker<'_>, entity: &Entity) {
    let set = check.set;
    if !is_named_module(check, entity)
        || !set.members(entity.key).is_empty()
        || !lacks(entity, FieldKey::Members)
    {
        return;
    }
    if is_bare(set, entity) {
        return bare_module(check, entity);
    }
    let clause = check.rule.clauses[0];
    let words = |locale| (named(entity, locale), label(entity.kind, FieldKey::Members, locale));
    check.report(
        entity.anchor,
        || {
            let ((name, field), unit) = (words(Locale::Zh), Kind::Unit.name());
            format!("{name}没有{field}（{clause}）；请在“{field}”里写上{unit}或{}的编号", entity.kind.name())
        },
        || {
            let (name, field) = words(Locale::En);
            format!("The {name} has no members ({clause}): name units or modules in \"{field}\"")
        },
    );
}

/// A module that is only named yet gets this one finding for all that it lacks.
fn bare_module(check: &mut Checker<'_>, entity: &Entity) {
    let fields = |locale| {
        let keys = [FieldKey::Pattern, FieldKey::Members, FieldKey::Benefits];
        listed(&keys.map(|key| label(entity.kind, key, locale)), locale)
    };
    let clause = check.rule.clauses[0];
    check.report(
        entity.anchor,
        || format!("{}还没有内容（{clause}）；请写上{}", named(entity, Locale::Zh), fields(Locale::Zh)),
        || {
            let (name, fields) = (named(entity, Locale::En), fields(Locale::En));
            format!("The {name} says nothing yet ({clause}): give it {fields}")
        },
    );
}

fn missing_pattern(check: &mut Checker<'_>, entity: &Entity) {
    if !is_named_module(check, entity) || !lacks(entity, FieldKey::Pattern) || is_bare(check.set, entity) {
        return;
    }
    let clauses = check.rule.clauses;
    let words = |locale| {
        (
            named(entity, locale),
            label(entity.kind, FieldKey::Pattern, locale),
            terms(TermSet::Pattern, locale),
        )
    };
    check.report(
        entity.anchor,
        || {
            let (name, field, choice) = words(Locale::Zh);
            format!("{name}没有写{field}（{}）；请从中选择：{choice}", clauses.join("、"))
        },
        || {
            let (name, field, choice) = words(Locale::En);
            format!("The {name} has no {field} ({}): choose from {choice}", clauses.join(", "))
        },
    );
}

/// One fix a pattern that fits the form, the number of members and the partners that are stated.
fn choose_pattern(fixer: &Fixer<'_>, finding: &Finding) -> Vec<Fix> {
    let Some(entity) = fixer.entity(finding) else { return Vec::new() };
    let form = term_of(entity, FieldKey::Form, TermSet::Form).map(|(form, _)| form.key);
    let members = member_titles(fixer.set, entity).len();
    let partners = !lacks(entity, FieldKey::Partners);
    let patterns = standard().terms().of(TermSet::Pattern);
    let last = patterns.len().saturating_sub(1);
    let fitting: Vec<&Term> = patterns
        .iter()
        .filter(|pattern| form.is_none() || pattern.form == form)
        .filter(|pattern| match ranks_as(pattern) {
            0 => members <= 1,
            rank => members != 1 && (rank < last || partners),
        })
        .collect();
    let field = label(entity.kind, FieldKey::Pattern, fixer.locale);
    let fix = |pattern: &&Term| {
        let written = fixer.term(entity, pattern);
        let changes = fixer.add_field(entity, FieldKey::Pattern, &written.as_str().into());
        let title = match fixer.locale {
            Locale::Zh => format!("写上{field}：{}", pattern.name),
            Locale::En => format!("Add {field}: {}", pattern.key),
        };
        let fix = Fix::new(title, changes)?;
        Some(if fitting.len() == 1 { fix.preferred() } else { fix })
    };
    fitting.iter().filter_map(fix).collect()
}

fn uncombined_unit(check: &mut Checker<'_>, entity: &Entity) {
    let set = check.set;
    if entity.kind != Kind::Unit
        || !set.has_members()
        || !set.modules_of(entity.key).is_empty()
        || is_nameless(set, entity)
        || is_bare(set, entity) && is_carrierless(set, entity)
        || super::relatives::is_second_definition(set, entity)
        || entity.id.is_none()
        || is_meant(set, entity, FieldKey::Members)
        || is_lost_somewhere(set, FieldKey::Members)
    {
        return;
    }
    let clause = check.rule.clauses[0];
    let field = |locale| label(Kind::Module, FieldKey::Members, locale);
    check.report(
        entity.anchor,
        || {
            let (name, module) = (named(entity, Locale::Zh), Kind::Module.name());
            format!("{name}没有编入任何{module}（{clause}）；请写进一个{module}的“{}”", field(Locale::Zh))
        },
        || {
            let name = named(entity, Locale::En);
            format!("The {name} belongs to no module ({clause}): name it in \"{}\" of one", field(Locale::En))
        },
    );
}

fn standalone_with_many(check: &mut Checker<'_>, entity: &Entity) {
    members_against_pattern(check, entity, false);
}

fn combination_of_one(check: &mut Checker<'_>, entity: &Entity) {
    members_against_pattern(check, entity, true);
}

/// The number of members against the pattern: one for the standalone, several for the others.
fn members_against_pattern(check: &mut Checker<'_>, entity: &Entity, combination: bool) {
    let set = check.set;
    if !is_named_module(check, entity) || set.in_cycle(entity.key) {
        return;
    }
    let Some((pattern, place)) = term_of(entity, FieldKey::Pattern, TermSet::Pattern) else { return };
    let rank = ranks_as(pattern);
    let members = member_titles(set, entity);
    let (fits, clause) = match rank {
        0 => (members.len() <= 1, check.rule.clauses.first()),
        _ => (members.len() != 1, check.rule.clauses.get(rank - 1)),
    };
    let (Some(&clause), Some(&general)) = (clause, check.rule.clauses.last()) else { return };
    if fits || combination != (rank > 0) {
        return;
    }
    let own = entity.field(FieldKey::Members).map(|field| (FieldKey::Members, field.value));
    let conflict = match own {
        Some(members) => Conflict { value: members, other: Some((FieldKey::Pattern, place)) },
        None => Conflict { value: (FieldKey::Pattern, place), other: None },
    };
    let count = members.len();
    let words = |locale| {
        let deviation = label(entity.kind, FieldKey::Deviation, locale);
        (named(entity, locale), term_name(pattern, locale), listed(&members, locale), deviation)
    };
    let clauses = [clause, general];
    conflict
        .report(
            check,
            entity,
            || {
                let (name, pattern, members, deviation) = words(Locale::Zh);
                let usual = if combination { "由若干单元组合而成" } else { "只含一个单元" };
                format!("{name}为{pattern}，成员却有 {count} 个（{members}）；{pattern}{usual}（{}），请改其一，或写明“{deviation}”", clauses.join("、"))
            },
            || {
                let (name, pattern, members, deviation) = words(Locale::En);
                let usual = if combination { "combines several units" } else { "is a single unit" };
                let number = if count == 1 { "1 member".to_owned() } else { format!("{count} members") };
                format!("The {name} is of the pattern {pattern} but has {number} ({members}): that pattern {usual} ({}); change one of them, or give the reason in \"{deviation}\"", clauses.join(", "))
            },
        )
        .citing(clauses);
}

fn ecosystem_without_partners(check: &mut Checker<'_>, entity: &Entity) {
    if !is_named_module(check, entity) || !lacks(entity, FieldKey::Partners) {
        return;
    }
    let Some((pattern, _)) = term_of(entity, FieldKey::Pattern, TermSet::Pattern) else { return };
    let partners_needed = standard().terms().of(TermSet::Pattern).last();
    if partners_needed.is_none_or(|last| last.key != pattern.key) {
        return;
    }
    let clauses = check.rule.clauses;
    let words = |locale| {
        (named(entity, locale), term_name(pattern, locale), label(entity.kind, FieldKey::Partners, locale))
    };
    check.report(
        entity.anchor,
        || {
            let (name, pattern, field) = words(Locale::Zh);
            format!(
                "{name}为{pattern}，却没有写{field}（{}）；请在“{field}”里写明参与的伙伴",
                clauses.join("、")
            )
        },
        || {
            let (name, pattern, field) = words(Locale::En);
            format!(
                "The {name} is of the pattern {pattern} but names no partners ({}): add them to \"{field}\"",
                clauses.join(", ")
            )
        },
    );
}

fn module_above_members(check: &mut Checker<'_>, entity: &Entity) {
    let set = check.set;
    if entity.kind != Kind::Module
        || set.in_cycle(entity.key)
        || entity.level.unreadable
        || unresolved(set, entity, FieldKey::Members, &[Kind::Unit, Kind::Module]).next().is_some()
    {
        return;
    }
    let Some(aim) = &entity.level.target else { return };
    let mut members: Vec<(&Entity, Level)> = Vec::new();
    for member in set.members(entity.key) {
        if set.levels_of(member.key).unreadable {
            return;
        }
        members.extend(target(set, member).map(|level| (member, level)));
    }
    let Some(highest) = members.iter().map(|(_, level)| *level).max() else { return };
    if aim.level.number() <= highest.number() + 1 {
        return;
    }
    let locale = check.locale;
    let clauses = check.rule.clauses;
    let list = |locale| {
        let parts: Vec<String> =
            members.iter().map(|(member, level)| format!("{} {}", member.title(), level.code())).collect();
        listed(&parts, locale)
    };
    let finding = check.report(
        aim.span,
        || {
            let (name, aim) = (named(entity, Locale::Zh), level_name(aim.level, Locale::Zh));
            format!("{name}的目标等级 {aim}比成员中最高的 {}高出一级以上（{}）（{}）；请先提高成员的目标，或分步提升模块", level_name(highest, Locale::Zh), list(Locale::Zh), clauses.join("、"))
        },
        || {
            let (name, aim) = (named(entity, Locale::En), level_name(aim.level, Locale::En));
            format!("The {name} aims at {aim}, more than one level above its highest member, {} ({}) ({}): raise the members first, or the module step by step", level_name(highest, Locale::En), list(Locale::En), clauses.join(", "))
        },
    );
    for (member, level) in &members {
        let place = member.level.target.as_ref().map_or(member.anchor, |level| level.span);
        finding.related(place, format!("{} {}", named(member, locale).trim_end(), level.code()));
    }
}
