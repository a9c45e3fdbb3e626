//! A wrong form contradicts several things at once: viewpoints, scope, pattern, level, what derives from it. Where one
//! other form agrees with two of them, the form is their one cause, and one rule speaks for it: that of the pattern before
//! that of the level, that of viewpoints before that of the scope, all before that of what derives.

use super::combination::PATTERN_FORM_MISMATCH;
use super::forms::{COMBINATION_ONE_VIEWPOINT, Form, NODE_MANY_VIEWPOINTS, judged_by_form};
use super::level_terms::{LEVEL_FORM_MISMATCH, mismatched_form};
use super::scopes::{FORM_SCOPE_MISMATCH, fits_scope, widest};
use super::subject::{ranks_as, term_of};
use super::viewpoints::Viewpoints;
use super::{Checker, Rule};
use crate::model::Entity;
use crate::schema::FieldKey;
use crate::standard::{Term, TermSet, standard};

/// The rule about the number of viewpoints of a form.
fn viewpoint_rule(form: &Term) -> &'static Rule {
    if ranks_as(form) == 0 { &NODE_MANY_VIEWPOINTS } else { &COMBINATION_ONE_VIEWPOINT }
}

/// Whether a form may have so many viewpoints.
pub(super) fn fits_viewpoints(form: &Term, viewpoints: &Viewpoints) -> bool {
    match ranks_as(form) {
        0 => viewpoints.known.len() <= 1,
        _ => viewpoints.known.len() != 1 || viewpoints.unknown > 0,
    }
}

fn others(form: &Term) -> impl Iterator<Item = &'static Term> {
    let key = form.key;
    standard().terms().of(TermSet::Form).iter().filter(move |other| other.key != key)
}

/// Whether the rule about viewpoints speaks of a form, and another form agrees with them and with `agrees`.
pub(super) fn told_by_viewpoints(
    check: &Checker<'_>,
    entity: &Entity,
    form: &Form,
    agrees: impl Fn(&Term) -> bool,
) -> bool {
    let Some(viewpoints) = Viewpoints::of(entity) else { return false };
    judged_by_form(check.set, entity).is_some()
        && check.is_on(viewpoint_rule(form.form))
        && !fits_viewpoints(form.form, &viewpoints)
        && others(form.form).any(|other| fits_viewpoints(other, &viewpoints) && agrees(other))
}

/// Whether one of the rules about viewpoints, scope and level speaks of a form, and another form agrees with what it
/// says and with `agrees`.
pub(super) fn told_otherwise(
    check: &Checker<'_>,
    entity: &Entity,
    form: &Form,
    agrees: impl Fn(&Term) -> bool,
) -> bool {
    let by_scope = || {
        let Some((scope, _)) = widest(entity) else { return false };
        judged_by_form(check.set, entity).is_some()
            && check.is_on(&FORM_SCOPE_MISMATCH)
            && !fits_scope(form.form, scope)
            && others(form.form).any(|other| fits_scope(other, scope) && agrees(other))
    };
    let by_level = || {
        let expected = mismatched_form(check.set, entity).map(|found| found.expected);
        check.is_on(&LEVEL_FORM_MISMATCH) && expected.is_some_and(&agrees)
    };
    told_by_viewpoints(check, entity, form, &agrees) || by_scope() || by_level()
}

/// Whether the rule about the pattern speaks of a module's form, and the form that it asks for is the `expected` one.
pub(super) fn told_by_pattern(check: &Checker<'_>, entity: &Entity, expected: &Term) -> bool {
    let pattern = term_of(entity, FieldKey::Pattern, TermSet::Pattern);
    check.is_on(&PATTERN_FORM_MISMATCH) && pattern.is_some_and(|(term, _)| term.form == Some(expected.key))
}
