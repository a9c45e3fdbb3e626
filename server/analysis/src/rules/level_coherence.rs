//! Levels among each other: every capability has a target, no target lies below the current level, and units reach
//! what their capability aims at.

use super::decomposition::{CARRIERLESS_UNIT, is_carrierless};
use super::relatives::units_of;
use super::subject::{is_bare, is_misread, is_nameless, level_name, target};
use super::wording::{is_written, label, named};
use super::{Checker, Finding, Fix, Fixer, Locale, Profile, Rule, Severity};
use crate::model::{Entity, Field, LevelField, Span};
use crate::schema::{FieldKey, Kind};
use crate::standard::Level;

/// A capability without a target level, or a unit that takes one from nowhere.
pub(super) static MISSING_LEVEL: Rule = Rule {
    name: "missing-level",
    severity: Severity::Warning,
    profile: Profile::Standard,
    clauses: &["8.1"],
    usual: false,
    fix: Some(choose_target),
    page: include_str!("../../rules/missing-level.md"),
    summary: [
        "新型能力没有目标等级，或能力单元没有等级也没有可沿用的等级",
        "A capability has no target level, or a unit has none and carries nothing that has",
    ],
    check: missing_level,
};

/// A target level below the current one.
pub(super) static TARGET_BELOW_CURRENT: Rule = Rule {
    name: "target-below-current",
    severity: Severity::Error,
    profile: Profile::Essential,
    clauses: &["8.1"],
    usual: false,
    fix: Some(make_equal),
    page: include_str!("../../rules/target-below-current.md"),
    summary: ["目标等级低于当前等级", "The target level is below the current one"],
    check: target_below_current,
};

/// A capability that aims higher than its units.
pub(super) static CAPABILITY_ABOVE_UNITS: Rule = Rule {
    name: "capability-above-units",
    severity: Severity::Warning,
    profile: Profile::Standard,
    clauses: &["7.1", "8.1"],
    usual: false,
    fix: None,
    page: include_str!("../../rules/capability-above-units.md"),
    summary: [
        "新型能力的目标等级高于承载它的所有能力单元（只高于其中最低的，为提示）",
        "A capability aims higher than every unit of it (higher than the lowest only: a hint)",
    ],
    check: capability_above_units,
};

fn missing_level(check: &mut Checker<'_>, entity: &Entity) {
    let set = check.set;
    let levels = set.levels_of(entity.key);
    if levels.target.is_some() || levels.unreadable || is_nameless(set, entity) || is_bare(set, entity) {
        return;
    }
    if [FieldKey::Level, FieldKey::Target].into_iter().any(|key| is_misread(entity, key)) {
        return;
    }
    match entity.kind {
        Kind::Capability => {}
        // A unit's capability without a level gets the finding itself; a dangling one is reported as such, and so is that
        // a unit carries none: what it carries may have a level.
        Kind::Unit if is_carrierless(set, entity) && !check.is_on(&CARRIERLESS_UNIT) => {}
        _ => return,
    }
    let unit = entity.kind == Kind::Unit;
    check.report(
        entity.anchor,
        || {
            let (name, field) = (named(entity, Locale::Zh), label(entity.kind, FieldKey::Target, Locale::Zh));
            let from = if unit { "，也没有承载的能力可以沿用" } else { "" };
            format!("{name}没有写{field}{from}；请写明 {}", codes())
        },
        || {
            let name = named(entity, Locale::En);
            let from = if unit { " and carries no capability that has one" } else { "" };
            format!("The {name} has no target level{from}: state one of {}", codes())
        },
    );
}

/// `CL1–CL5`.
fn codes() -> String {
    format!("{}–{}", Level::FIRST.code(), Level::LAST.code())
}

fn target_below_current(check: &mut Checker<'_>, entity: &Entity) {
    let level = &entity.level;
    let (Some(current), Some(target), false) = (&level.current, &level.target, level.unreadable) else {
        return;
    };
    if target.level >= current.level {
        return;
    }
    let locale = check.locale;
    let names = |locale| {
        (label(entity.kind, FieldKey::Current, locale), label(entity.kind, FieldKey::Target, locale))
    };
    let (of_current, of_target) = names(locale);
    let target_is_second = check.order(target.span) > check.order(current.span);
    let (first, first_label, second) =
        if target_is_second { (current, of_current, target) } else { (target, of_target, current) };
    let values = |locale| (level_name(target.level, locale), level_name(current.level, locale));
    check
        .report(
            second.span,
            || {
                let (target, current) = values(Locale::Zh);
                let ((of_current, of_target), name) = (names(Locale::Zh), named(entity, Locale::Zh));
                format!("{name}的{of_target} {target}低于{of_current} {current}；请改其一")
            },
            || {
                let ((target, current), name) = (values(Locale::En), named(entity, Locale::En));
                format!("The {name} aims at {target}, below its current level {current}: change one of them")
            },
        )
        .related(first.span, first_label);
}

fn capability_above_units(check: &mut Checker<'_>, entity: &Entity) {
    let set = check.set;
    if entity.kind != Kind::Capability || set.in_cycle(entity.key) || entity.level.unreadable {
        return;
    }
    let Some(LevelField { level: aim, span }) = &entity.level.target else { return };
    let mut units: Vec<(&Entity, Level)> = Vec::new();
    for unit in units_of(set, entity.key) {
        if set.levels_of(unit.key).unreadable {
            return;
        }
        units.extend(target(set, unit).map(|level| (unit, level)));
    }
    let Some(highest) = units.iter().map(|(_, level)| *level).max() else { return };
    units.retain(|(_, level)| level < aim);
    if units.is_empty() {
        return;
    }
    let all = highest < *aim;
    let locale = check.locale;
    let list = |locale: Locale| {
        let parts: Vec<String> =
            units.iter().map(|(unit, level)| format!("{} {}", unit.title(), level.code())).collect();
        parts.join(locale.pick("、", ", "))
    };
    let finding = check.report(
        *span,
        || {
            let (name, aim) = (named(entity, Locale::Zh), level_name(*aim, Locale::Zh));
            let whom = if all { "所有" } else { "部分" };
            format!("{name}的目标等级 {aim}高于{whom}能力单元的目标等级（{}）；请统一", list(Locale::Zh))
        },
        || {
            let (name, aim) = (named(entity, Locale::En), level_name(*aim, Locale::En));
            let whom = if all { "all its units" } else { "some of its units" };
            format!("The {name} aims at {aim}, above {whom} ({}): make them agree", list(Locale::En))
        },
    );
    if !all {
        finding.at_most(Severity::Hint);
    }
    for (unit, level) in &units {
        let place = unit.level.target.as_ref().map_or(unit.anchor, |level| level.span);
        finding.related(place, format!("{} {}", named(unit, locale).trim_end(), level.code()));
    }
}

/// One fix a level.
fn choose_target(fixer: &Fixer<'_>, finding: &Finding) -> Vec<Fix> {
    let Some(entity) = fixer.entity(finding) else { return Vec::new() };
    // An empty level is filled in, for a level alone is the target.
    let empty = |field: &Field| field.key == FieldKey::Level && !field.words.iter().any(is_written);
    let key = if entity.fields.iter().any(empty) { FieldKey::Level } else { FieldKey::Target };
    let fix = |level: Level| {
        let field = label(entity.kind, key, fixer.locale);
        let name = level_name(level, fixer.locale);
        let title = match fixer.locale {
            Locale::Zh => format!("写上{field}：{name}"),
            Locale::En => format!("Add {field}: {name}"),
        };
        Fix::new(title, fixer.add_field(entity, key, &level.code().into()))
    };
    // A target below the current level would be the next finding.
    let current = fixer.set.levels_of(entity.key).current;
    Level::all().filter(|level| current.is_none_or(|current| *level >= current)).filter_map(fix).collect()
}

/// The target raised to the current level, or the current level lowered to the target.
fn make_equal(fixer: &Fixer<'_>, finding: &Finding) -> Vec<Fix> {
    let Some(entity) = fixer.entity(finding) else { return Vec::new() };
    let (Some(current), Some(target)) = (&entity.level.current, &entity.level.target) else {
        return Vec::new();
    };
    let words = || entity.fields.iter().flat_map(|field| &field.words);
    let fix = |key: FieldKey, place: Span, old: Level, level: Level| {
        let word = words().find(|word| word.span == place)?;
        // An alias does not stand there as it reads.
        if !fixer.source(place).contains(&word.text) {
            return None;
        }
        let field = label(entity.kind, key, fixer.locale);
        let name = level_name(level, fixer.locale);
        let title = match fixer.locale {
            Locale::Zh => format!("{field}改为 {name}"),
            Locale::En => format!("Change {field} to {name}"),
        };
        Fix::new(title, fixer.replace_level(place, old, level).into_iter().collect())
    };
    let fixes = [
        fix(FieldKey::Target, target.span, target.level, current.level),
        fix(FieldKey::Current, current.span, current.level, target.level),
    ];
    fixes.into_iter().flatten().collect()
}
