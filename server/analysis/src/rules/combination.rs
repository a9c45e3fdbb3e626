//! Combination: a module's pattern makes the form of the capability that it carries (clause 6.3.1).

use super::subject::{Conflict, is_nameless, term_name, term_of};
use super::wording::{label, named};
use super::{Checker, Finding, Fix, Fixer, Locale, Profile, Rule, Severity};
use crate::model::Entity;
use crate::schema::{FieldKey, Kind};
use crate::standard::{TermSet, standard};

/// A module whose pattern makes another form than it states.
pub(super) static PATTERN_FORM_MISMATCH: Rule = Rule {
    name: "pattern-form-mismatch",
    severity: Severity::Warning,
    profile: Profile::Standard,
    clauses: &["6.3.1"],
    usual: false,
    fix: Some(make_agree),
    page: include_str!("../../rules/pattern-form-mismatch.md"),
    summary: [
        "能力模块类型与能力类型不对应",
        "A module's pattern and the form of its capability do not belong together",
    ],
    check: pattern_form_mismatch,
};

fn pattern_form_mismatch(check: &mut Checker<'_>, entity: &Entity) {
    if entity.kind != Kind::Module || is_nameless(check.set, entity) {
        return;
    }
    let Some((pattern, pattern_place)) = term_of(entity, FieldKey::Pattern, TermSet::Pattern) else { return };
    let Some((form, form_place)) = term_of(entity, FieldKey::Form, TermSet::Form) else { return };
    let expected = pattern.form.and_then(|key| standard().terms().term(TermSet::Form, key));
    let Some(expected) = expected.filter(|expected| expected.key != form.key) else { return };
    let conflict =
        Conflict { value: (FieldKey::Form, form_place), other: Some((FieldKey::Pattern, pattern_place)) };
    let clause = pattern.clause;
    let labels =
        |locale| (label(entity.kind, FieldKey::Pattern, locale), label(entity.kind, FieldKey::Form, locale));
    conflict
        .report(
            check,
            entity,
            || {
                let (of_pattern, of_form) = labels(Locale::Zh);
                let [pattern, form, expected] = [pattern, form, expected].map(|term| term_name(term, Locale::Zh));
                let name = named(entity, Locale::Zh);
                format!("{name}的{of_pattern}为{pattern}，{of_form}却是{form}；{pattern}对应{expected}（{clause}），请改其一")
            },
            || {
                let (of_pattern, of_form) = labels(Locale::En);
                let [pattern, form, expected] = [pattern, form, expected].map(|term| term_name(term, Locale::En));
                let name = named(entity, Locale::En);
                format!("The {of_pattern} of the {name} is {pattern}, but its {of_form} is {form}: {pattern} makes a {expected} ({clause}); change one of them")
            },
        )
        .citing([clause]);
}

/// The form that the pattern makes, or the pattern that makes the form.
fn make_agree(fixer: &Fixer<'_>, finding: &Finding) -> Vec<Fix> {
    let Some(entity) = fixer.entity(finding) else { return Vec::new() };
    let Some((pattern, _)) = term_of(entity, FieldKey::Pattern, TermSet::Pattern) else { return Vec::new() };
    let Some((form, _)) = term_of(entity, FieldKey::Form, TermSet::Form) else { return Vec::new() };
    let made = pattern.form.and_then(|key| standard().terms().term(TermSet::Form, key));
    let making = standard().terms().of(TermSet::Pattern).iter().find(|other| other.form == Some(form.key));
    let fix =
        |key: FieldKey, term: Option<&'static crate::standard::Term>| set_term(fixer, entity, key, term?);
    [fix(FieldKey::Form, made), fix(FieldKey::Pattern, making)].into_iter().flatten().collect()
}

/// Gives a field with one value another term.
pub(super) fn set_term(
    fixer: &Fixer<'_>,
    entity: &Entity,
    key: FieldKey,
    term: &'static crate::standard::Term,
) -> Option<Fix> {
    let word = entity.field(key)?.words.first()?;
    let written = if word.text.is_ascii() { term.key } else { term.name };
    let field = label(entity.kind, key, fixer.locale);
    let title = match fixer.locale {
        Locale::Zh => format!("{field}改为{}", term.name),
        Locale::En => format!("Change {field} to {}", term.key),
    };
    Fix::new(title, fixer.replace_word(word, written).into_iter().collect())
}
