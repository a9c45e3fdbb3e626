//! What a capability or module reaches over, against its form and its level (clauses 6.4 and 8.1).

use super::forms::{Form, judged_by_form};
use super::level_terms::conflict;
use super::subject::{Conflict, is_nameless, level_name, ranks_as, target, term_name};
use super::wording::{is_written, label, named};
use super::wrong_form::told_by_viewpoints;
use super::{Checker, Locale, Profile, Rule, Severity};
use crate::model::{Entity, Span};
use crate::schema::{FieldKey, Kind};
use crate::standard::{Level, Term, TermSet, standard};

/// A scope that does not belong to the form.
pub(super) static FORM_SCOPE_MISMATCH: Rule = Rule {
    name: "form-scope-mismatch",
    severity: Severity::Warning,
    profile: Profile::Standard,
    clauses: &["6.4.2", "6.4.3", "6.4.4", "6.4.5"],
    usual: true,
    fix: None,
    page: include_str!("../../rules/form-scope-mismatch.md"),
    summary: [
        "覆盖范围与能力类型不相称（未写目标等级时判断）",
        "The scope does not fit the form (judged where no target level is stated)",
    ],
    check: form_scope_mismatch,
};

/// A scope that does not belong to the target level.
pub(super) static LEVEL_SCOPE_MISMATCH: Rule = Rule {
    name: "level-scope-mismatch",
    severity: Severity::Warning,
    profile: Profile::Standard,
    clauses: &["8.1"],
    usual: true,
    fix: None,
    page: include_str!("../../rules/level-scope-mismatch.md"),
    summary: ["覆盖范围与目标等级不相称", "The scope does not fit the target level"],
    check: level_scope_mismatch,
};

/// The widest of the scopes that an entity states, and the value's place; none while one of them is not known. Scopes
/// stand in the data from the narrowest to the widest.
pub(super) fn widest(entity: &Entity) -> Option<(&'static Term, Span)> {
    let field = entity.field(FieldKey::Scope)?;
    let terms = standard().terms();
    let mut widest = None;
    for word in field.words.iter().filter(|word| is_written(word)) {
        let term = word.term(TermSet::Scope)?;
        let rank = terms.of(TermSet::Scope).iter().position(|other| other.key == term.key);
        widest = widest.max(rank);
    }
    Some((terms.of(TermSet::Scope).get(widest?)?, field.value))
}

/// The scopes that a level brings: those of no lower level. Of several, each will do.
fn scopes_of(level: Level) -> Vec<&'static Term> {
    let scopes = standard().terms().of(TermSet::Scope).iter();
    scopes.filter(|term| term.levels.iter().map(|at| at.level).min() == Some(level)).collect()
}

/// Whether a form reaches just as far as a scope, or nothing is known of that.
pub(super) fn fits_scope(form: &Term, scope: &Term) -> bool {
    let expected = form.level().map(scopes_of).unwrap_or_default();
    expected.is_empty() || expected.iter().any(|term| term.key == scope.key)
}

/// Scopes in a message, one of which will do.
fn either(scopes: &[&Term], locale: Locale) -> String {
    let names: Vec<&str> = scopes.iter().map(|term| term_name(term, locale)).collect();
    names.join(locale.pick("或", " or "))
}

fn form_scope_mismatch(check: &mut Checker<'_>, entity: &Entity) {
    let Some(judged) = judged_by_form(check.set, entity) else { return };
    let Some((scope, scope_place)) = widest(entity) else { return };
    let fits = |form: &Term| fits_scope(form, scope);
    if fits(judged.form) || told_by_viewpoints(check, entity, &judged, fits) {
        return;
    }
    let Form { form, field, value, place } = judged;
    let expected = form.level().map(scopes_of).unwrap_or_default();
    let clause = check.rule.clauses.get(ranks_as(form)).copied().unwrap_or_default();
    let words = |locale| {
        let [of_scope, of_form, deviation] =
            [FieldKey::Scope, field, FieldKey::Deviation].map(|key| label(entity.kind, key, locale));
        let [scope, form, value] = [scope, form, value].map(|term| term_name(term, locale));
        (
            named(entity, locale),
            [of_scope, of_form, deviation],
            [scope, form, value],
            either(&expected, locale),
        )
    };
    Conflict { value: (FieldKey::Scope, scope_place), other: Some((field, place)) }
        .report(
            check,
            entity,
            || {
                let (name, [of_scope, of_form, deviation], [scope, form, value], expected) =
                    words(Locale::Zh);
                format!("{name}的{of_form}为{value}，{of_scope}却为{scope}；{form}一般覆盖到{expected}（{clause}），请改其一，或写明“{deviation}”")
            },
            || {
                let (name, [of_scope, of_form, deviation], [scope, form, value], expected) =
                    words(Locale::En);
                format!("The {of_form} of the {name} is {value}, but its {of_scope} is {scope}: a {form} usually reaches as far as {expected} ({clause}); change one of them, or give the reason in \"{deviation}\"")
            },
        )
        .citing([clause]);
}

fn level_scope_mismatch(check: &mut Checker<'_>, entity: &Entity) {
    let set = check.set;
    if !matches!(entity.kind, Kind::Capability | Kind::Module) || is_nameless(set, entity) {
        return;
    }
    let Some(level) = target(set, entity) else { return };
    let Some((scope, place)) = widest(entity) else { return };
    let expected = scopes_of(level);
    if expected.is_empty() || expected.iter().any(|term| term.key == scope.key) {
        return;
    }
    let mut clauses: Vec<&str> = expected.iter().filter_map(|term| term.citation_at(level)).collect();
    clauses.dedup();
    let words = |locale| {
        let [field, deviation] =
            [FieldKey::Scope, FieldKey::Deviation].map(|key| label(entity.kind, key, locale));
        let level = level_name(level, locale);
        (
            named(entity, locale),
            level,
            [field, deviation],
            term_name(scope, locale),
            either(&expected, locale),
        )
    };
    conflict(set, entity, level, FieldKey::Scope, place)
        .report(
            check,
            entity,
            || {
                let (name, level, [field, deviation], scope, expected) = words(Locale::Zh);
                let clauses = clauses.join("、");
                format!("{name}的目标等级为 {level}，{field}却为{scope}；该等级一般覆盖到{expected}（{clauses}），请改其一，或写明“{deviation}”")
            },
            || {
                let (name, level, [field, deviation], scope, expected) = words(Locale::En);
                let clauses = clauses.join(", ");
                format!("The {name} aims at {level}, but its {field} is {scope}: usual there is as far as {expected} ({clauses}); change one of them, or give the reason in \"{deviation}\"")
            },
        )
        .citing(clauses.clone());
}
