//! Viewpoints: every capability belongs to one or more of the six (clause 5).

use super::subject::{is_bare, is_nameless, lacks};
use super::wording::{is_written, label, listed, named, terms};
use super::{Checker, Finding, Fix, Fixer, Locale, Profile, Rule, Severity};
use crate::model::{Entity, Span};
use crate::schema::{FieldKey, Kind};
use crate::standard::{Term, TermSet, standard};

/// A capability without a viewpoint.
pub(super) static MISSING_VIEWPOINT: Rule = Rule {
    name: "missing-viewpoint",
    severity: Severity::Warning,
    profile: Profile::Standard,
    clauses: &["5"],
    usual: false,
    fix: Some(add_viewpoint),
    page: include_str!("../../rules/missing-viewpoint.md"),
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

/// One fix a viewpoint; the one that the capability's name stands for goes first.
fn add_viewpoint(fixer: &Fixer<'_>, finding: &Finding) -> Vec<Fix> {
    let Some(entity) = fixer.entity(finding) else { return Vec::new() };
    let meant = entity.name.as_ref().and_then(|name| name.term(TermSet::Viewpoint));
    let fix = |term: &'static Term| {
        let changes = fixer.add_field(entity, FieldKey::Viewpoint, &fixer.term(entity, term).as_str().into());
        let field = label(entity.kind, FieldKey::Viewpoint, fixer.locale);
        let fix = Fix::new(
            match fixer.locale {
                Locale::Zh => format!("写上{field}：{}", term.name),
                Locale::En => format!("Add {field}: {}", term.key),
            },
            changes,
        )?;
        Some(if meant.is_some_and(|meant| meant.key == term.key) { fix.preferred() } else { fix })
    };
    standard().terms().of(TermSet::Viewpoint).iter().filter_map(fix).collect()
}

/// The viewpoints that an entity states.
pub(super) struct Viewpoints {
    /// Those that are known, each once.
    pub(super) known: Vec<&'static Term>,
    /// How many words are none of the six; `unknown-viewpoint` reports them.
    pub(super) unknown: usize,
    /// The whole value.
    pub(super) place: Span,
}

impl Viewpoints {
    /// Reads them; none where the field is absent.
    pub(super) fn of(entity: &Entity) -> Option<Self> {
        let field = entity.field(FieldKey::Viewpoint)?;
        let mut found = Self { known: Vec::new(), unknown: 0, place: field.value };
        for word in field.words.iter().filter(|word| is_written(word)) {
            match word.term(TermSet::Viewpoint) {
                Some(term) if found.known.iter().any(|other| other.key == term.key) => {}
                Some(term) => found.known.push(term),
                None => found.unknown += 1,
            }
        }
        Some(found)
    }
}

/// Viewpoints in a message.
pub(super) fn viewpoint_names(viewpoints: &[&Term], locale: Locale) -> String {
    let names: Vec<&str> = viewpoints.iter().map(|term| locale.pick(term.name, term.key)).collect();
    listed(&names, locale)
}
