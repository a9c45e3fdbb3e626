//! Viewpoints: every capability belongs to one or more of the six (clause 5).

use super::subject::{is_bare, is_nameless, lacks};
use super::wording::{label, named, terms};
use super::{Checker, Locale, Profile, Rule, Severity};
use crate::model::Entity;
use crate::schema::{FieldKey, Kind};
use crate::standard::TermSet;

/// A capability without a viewpoint.
pub(super) static MISSING_VIEWPOINT: Rule = Rule {
    name: "missing-viewpoint",
    severity: Severity::Warning,
    profile: Profile::Standard,
    clauses: &["5"],
    usual: false,
    fixable: false,
    summary: ["新型能力没有写主要视角", "A capability has no viewpoint"],
    check: missing_viewpoint,
};

fn missing_viewpoint(check: &mut Checker<'_>, entity: &Entity) {
    if entity.kind != Kind::Capability
        || is_nameless(check.set, entity)
        || !lacks(entity, FieldKey::Viewpoint)
    {
        return;
    }
    if is_bare(check.set, entity) {
        return bare_capability(check, entity);
    }
    let field = |locale| label(entity.kind, FieldKey::Viewpoint, locale);
    check.report(
        entity.anchor,
        || {
            let (name, field) = (named(entity, Locale::Zh), field(Locale::Zh));
            format!("{name}没有写{field}；请从中选择：{}", terms(TermSet::Viewpoint, Locale::Zh))
        },
        || {
            let (name, field) = (named(entity, Locale::En), field(Locale::En));
            format!("The {name} has no {field}: choose from {}", terms(TermSet::Viewpoint, Locale::En))
        },
    );
}

/// A capability that is only named yet gets this one finding for all that it lacks.
fn bare_capability(check: &mut Checker<'_>, entity: &Entity) {
    let fields = |locale: Locale| {
        let names = [FieldKey::Viewpoint, FieldKey::Target].map(|key| label(entity.kind, key, locale));
        names.join(locale.pick("、", ", "))
    };
    check
        .report(
            entity.anchor,
            || {
                let (carry, unit, module) = (
                    label(Kind::Unit, FieldKey::Carries, Locale::Zh),
                    Kind::Unit.name(),
                    Kind::Module.name(),
                );
                let name = named(entity, Locale::Zh);
                format!(
                    "{name}还没有内容；请写上{}，并让{unit}或{module}承载它（“{carry}”）",
                    fields(Locale::Zh)
                )
            },
            || {
                let name = named(entity, Locale::En);
                format!(
                    "The {name} says nothing yet: give it {}, and let a unit or module carry it",
                    fields(Locale::En)
                )
            },
        )
        .citing(["5", "6.2 c", "8.1"]);
}
