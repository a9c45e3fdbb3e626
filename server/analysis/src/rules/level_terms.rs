//! What belongs to a level: form, viewpoints (8.1), drive (8.x.2 a), grade and network (8.x.3 a), assumption about
//! people (8.x.4 b).

use super::combination::set_term;
use super::subject::{Conflict, is_nameless, level_name, target, target_place, term_name, term_of};
use super::viewpoints::{Viewpoints, viewpoint_names};
use super::wording::{label, named};
use super::wrong_form::told_by_pattern;
use super::{Checker, Finding, Fix, Fixer, Locale, Profile, Rule, Severity};
use crate::model::{Entity, Span};
use crate::plan_set::PlanSet;
use crate::schema::{FieldKey, Kind};
use crate::standard::{Aspect, Level, Target, Term, TermSet, standard};

/// A form that does not belong to the target level.
pub(super) static LEVEL_FORM_MISMATCH: Rule = Rule {
    name: "level-form-mismatch",
    severity: Severity::Warning,
    profile: Profile::Standard,
    clauses: &["8.1", "6.3.2"],
    usual: true,
    fix: None,
    page: include_str!("../../rules/level-form-mismatch.md"),
    summary: [
        "能力类型与目标等级不相称（能力模块，以及有子能力、多个单元或模块的新型能力）",
        "The form does not fit the target level (modules, and capabilities with children, several units or a module)",
    ],
    check: level_form_mismatch,
};

/// A number of viewpoints that does not belong to the target level.
pub(super) static LEVEL_VIEWPOINT_MISMATCH: Rule = Rule {
    name: "level-viewpoint-mismatch",
    severity: Severity::Warning,
    profile: Profile::Standard,
    clauses: &["8.1"],
    usual: true,
    fix: None,
    page: include_str!("../../rules/level-viewpoint-mismatch.md"),
    summary: [
        "主要视角的个数与目标等级不相称",
        "One viewpoint where the target level has several, or several where it has one",
    ],
    check: level_viewpoint_mismatch,
};

/// A drive that does not belong to the target level.
pub(super) static LEVEL_DRIVE_MISMATCH: Rule = Rule {
    name: "level-drive-mismatch",
    severity: Severity::Warning,
    profile: Profile::Standard,
    clauses: &["8.2.2", "8.3.2 a", "8.4.2 a", "8.5.2 a", "8.6.2 a"],
    usual: false,
    fix: Some(choose_drive),
    page: include_str!("../../rules/level-drive-mismatch.md"),
    summary: ["驱动方式与目标等级不相称", "The drive does not fit the target level"],
    check: level_drive_mismatch,
};

/// An assumption about people that does not belong to the target level.
pub(super) static LEVEL_ASSUMPTION_MISMATCH: Rule = Rule {
    name: "level-assumption-mismatch",
    severity: Severity::Warning,
    profile: Profile::Standard,
    clauses: &["8.3.4 b", "8.4.4 b", "8.5.4 b", "8.6.4 b"],
    usual: false,
    fix: Some(choose_assumption),
    page: include_str!("../../rules/level-assumption-mismatch.md"),
    summary: [
        "组织文化假设与目标等级不相称",
        "The assumption about people behind the culture does not fit the target level",
    ],
    check: level_assumption_mismatch,
};

/// A grade of digitalization that does not belong to the target level.
pub(super) static LEVEL_GRADE_MISMATCH: Rule = Rule {
    name: "level-grade-mismatch",
    severity: Severity::Warning,
    profile: Profile::Standard,
    clauses: &["8.2.3 a", "8.3.3 a", "8.4.3 a", "8.5.3 a", "8.6.3 a"],
    usual: false,
    fix: Some(choose_grade),
    page: include_str!("../../rules/level-grade-mismatch.md"),
    summary: ["数字化程度与目标等级不相称", "The grade of digitalization does not fit the target level"],
    check: level_grade_mismatch,
};

/// A network that does not belong to the target level.
pub(super) static LEVEL_NETWORK_MISMATCH: Rule = Rule {
    name: "level-network-mismatch",
    severity: Severity::Warning,
    profile: Profile::Standard,
    clauses: &["8.4.3 a", "8.5.3 a", "8.6.3 a"],
    usual: false,
    fix: Some(choose_network),
    page: include_str!("../../rules/level-network-mismatch.md"),
    summary: ["网络基础与目标等级不相称", "The network does not fit the target level"],
    check: level_network_mismatch,
};

/// The term of a set that belongs to a level, with the citation that says so.
pub(super) fn belonging(set: TermSet, level: Level) -> Option<(&'static Term, &'static str)> {
    standard().terms().of(set).iter().find_map(|term| Some((term, term.citation_at(level)?)))
}

/// The two values: the field's, and the target level's.
pub(super) fn conflict(set: &PlanSet, entity: &Entity, level: Level, key: FieldKey, place: Span) -> Conflict {
    let other = target_place(set, entity, level).map(|place| (FieldKey::Target, place));
    Conflict { value: (key, place), other }
}

/// A form that does not belong to the target level, and the one that does.
pub(super) struct MismatchedForm {
    level: Level,
    form: &'static Term,
    place: Span,
    pub(super) expected: &'static Term,
    citation: &'static str,
}

/// The form of an entity that does not belong to its target level.
pub(super) fn mismatched_form(set: &PlanSet, entity: &Entity) -> Option<MismatchedForm> {
    let concerned = match entity.kind {
        Kind::Module => true,
        Kind::Capability => is_more_than_a_node(set, entity) && !set.in_cycle(entity.key),
        _ => false,
    };
    if !concerned || is_nameless(set, entity) {
        return None;
    }
    let level = target(set, entity)?;
    let (form, place) = term_of(entity, FieldKey::Form, TermSet::Form)?;
    let (expected, citation) = belonging(TermSet::Form, level)?;
    (expected.key != form.key).then_some(MismatchedForm { level, form, place, expected, citation })
}

fn level_form_mismatch(check: &mut Checker<'_>, entity: &Entity) {
    let set = check.set;
    let Some(MismatchedForm { level, form, place, expected, citation }) = mismatched_form(set, entity) else {
        return;
    };
    if told_by_pattern(check, entity, expected) {
        return;
    }
    let words = |locale| Words::new(entity, FieldKey::Form, level, [form, expected], locale);
    conflict(set, entity, level, FieldKey::Form, place)
        .report(
            check,
            entity,
            || {
                let Words { name, field, level, value, expected } = words(Locale::Zh);
                let reason = label(entity.kind, FieldKey::Deviation, Locale::Zh);
                format!("{name}的目标等级为 {level}，{field}却是{value}；该等级一般呈现为{expected}（{citation}），请改其一，或写明“{reason}”")
            },
            || {
                let Words { name, field, level, value, expected } = words(Locale::En);
                let reason = label(entity.kind, FieldKey::Deviation, Locale::En);
                format!("The {name} aims at {level}, but its {field} is {value}: usual there is {expected} ({citation}); change one of them, or give the reason in \"{reason}\"")
            },
        )
        .citing([citation]);
}

/// Whether a capability has children, several units, or a module that carries it; a leaf with one unit is a node at
/// any level (6.3.2).
fn is_more_than_a_node(set: &PlanSet, capability: &Entity) -> bool {
    let carriers = set.carriers(capability.key);
    let units = carriers.iter().filter(|carrier| carrier.kind == Kind::Unit).count();
    !set.is_leaf(capability.key) || units > 1 || units < carriers.len()
}

fn level_viewpoint_mismatch(check: &mut Checker<'_>, entity: &Entity) {
    let set = check.set;
    if !matches!(entity.kind, Kind::Capability | Kind::Module) || is_nameless(set, entity) {
        return;
    }
    let Some(level) = target(set, entity) else { return };
    let Some(Viewpoints { known, unknown, place }) = Viewpoints::of(entity) else { return };
    let one = match belonging(TermSet::Form, level) {
        // Nodes belong to one viewpoint, all that nodes combine to crosses several; the first level has no form.
        Some((form, _)) => {
            form.key == standard().terms().of(TermSet::Form).first().map_or("", |node| node.key)
        }
        None => return,
    };
    let fits = if one { known.len() <= 1 } else { known.is_empty() || known.len() + unknown > 1 };
    if fits {
        return;
    }
    let list = |locale| viewpoint_names(&known, locale);
    let count = known.len();
    let clause = LEVEL_VIEWPOINT_MISMATCH.clauses[0];
    conflict(set, entity, level, FieldKey::Viewpoint, place).report(
        check,
        entity,
        || {
            let (name, level) = (named(entity, Locale::Zh), level_name(level, Locale::Zh));
            let field = label(entity.kind, FieldKey::Viewpoint, Locale::Zh);
            let reason = label(entity.kind, FieldKey::Deviation, Locale::Zh);
            let usual = if one { "通常只属一个视角" } else { "通常跨多个视角" };
            format!("{name}的目标等级为 {level}，{field}有 {count} 个（{}）；该等级{usual}（{clause}），请改其一，或写明“{reason}”", list(Locale::Zh))
        },
        || {
            let (name, level) = (named(entity, Locale::En), level_name(level, Locale::En));
            let reason = label(entity.kind, FieldKey::Deviation, Locale::En);
            let usual = if one { "one is usual there" } else { "several are usual there" };
            let number = if count == 1 { "1 viewpoint".to_owned() } else { format!("{count} viewpoints") };
            format!("The {name} aims at {level} and has {number} ({}): {usual} ({clause}); change one of them, or give the reason in \"{reason}\"", list(Locale::En))
        },
    );
}

fn level_drive_mismatch(check: &mut Checker<'_>, entity: &Entity) {
    declaration_mismatch(check, entity, FieldKey::Drive, TermSet::Drive);
}

fn level_grade_mismatch(check: &mut Checker<'_>, entity: &Entity) {
    declaration_mismatch(check, entity, FieldKey::Digitalization, TermSet::Grade);
}

fn level_network_mismatch(check: &mut Checker<'_>, entity: &Entity) {
    declaration_mismatch(check, entity, FieldKey::Network, TermSet::Network);
}

fn level_assumption_mismatch(check: &mut Checker<'_>, entity: &Entity) {
    declaration_mismatch(check, entity, FieldKey::Assumption, TermSet::Assumption);
}

/// An optional declaration of a unit or module against its target level; a level may have no such term at all.
fn declaration_mismatch(check: &mut Checker<'_>, entity: &Entity, key: FieldKey, terms: TermSet) {
    let set = check.set;
    if !matches!(entity.kind, Kind::Unit | Kind::Module) || is_nameless(set, entity) {
        return;
    }
    let Some(level) = target(set, entity) else { return };
    let Some((term, place)) = term_of(entity, key, terms) else { return };
    if term.citation_at(level).is_some() {
        return;
    }
    let expected = belonging(terms, level);
    let citation = match expected {
        Some((_, citation)) => citation.to_owned(),
        None if terms == TermSet::Network => {
            belonging(TermSet::Grade, level).map_or_else(String::new, |(_, citation)| citation.to_owned())
        }
        None => culture_item(level),
    };
    let words = |locale| {
        Words::new(entity, key, level, [term, expected.map_or(term, |(expected, _)| expected)], locale)
    };
    conflict(set, entity, level, key, place)
        .report(
            check,
            entity,
            || {
                let Words { name, field, level, value, expected: other } = words(Locale::Zh);
                let fits = match expected {
                    Some(_) => format!("该等级对应{other}（{citation}），请改其一"),
                    None => format!("该等级不设{field}（{citation}），请删去{field}或改目标等级"),
                };
                format!("{name}的目标等级为 {level}，{field}却是{value}；{fits}")
            },
            || {
                let Words { name, field, level, value, expected: other } = words(Locale::En);
                let fits = match expected {
                    Some(_) => format!("{other} belongs there ({citation}); change one of them"),
                    None => format!(
                        "there is none at that level ({citation}); delete it or change the target level"
                    ),
                };
                format!("The {name} aims at {level}, but its {field} is {value}: {fits}")
            },
        )
        .citing([citation.clone()]);
}

/// The item of a level's management clause that speaks of culture.
pub(crate) fn culture_item(level: Level) -> String {
    let culture = Aspect::all().next_back();
    let Some(culture) = culture else { return String::new() };
    let clause = standard().clauses().iter().find(|clause| {
        matches!(standard().resolve(clause.id, None, None),
            Target::General { level: Some(at), dimension: Some(dimension), .. }
                if at == level && dimension == culture.dimension())
    });
    clause.map_or_else(String::new, |clause| {
        let item = clause.items().find(|item| item.text.contains(culture.name()));
        match item.and_then(|item| item.letter) {
            Some(letter) => format!("{} {letter}", clause.id),
            None => clause.id.to_owned(),
        }
    })
}

/// The words of a message about a value and a level.
struct Words {
    name: String,
    field: &'static str,
    level: String,
    value: &'static str,
    expected: &'static str,
}

impl Words {
    fn new(entity: &Entity, key: FieldKey, level: Level, terms: [&'static Term; 2], locale: Locale) -> Self {
        let [value, expected] = terms.map(|term| term_name(term, locale));
        Self {
            name: named(entity, locale),
            field: label(entity.kind, key, locale),
            level: level_name(level, locale),
            value,
            expected,
        }
    }
}

fn choose_drive(fixer: &Fixer<'_>, finding: &Finding) -> Vec<Fix> {
    choose_belonging(fixer, finding, FieldKey::Drive, TermSet::Drive)
}

fn choose_grade(fixer: &Fixer<'_>, finding: &Finding) -> Vec<Fix> {
    choose_belonging(fixer, finding, FieldKey::Digitalization, TermSet::Grade)
}

fn choose_network(fixer: &Fixer<'_>, finding: &Finding) -> Vec<Fix> {
    choose_belonging(fixer, finding, FieldKey::Network, TermSet::Network)
}

fn choose_assumption(fixer: &Fixer<'_>, finding: &Finding) -> Vec<Fix> {
    choose_belonging(fixer, finding, FieldKey::Assumption, TermSet::Assumption)
}

/// The term that belongs to the target level; where none does, the declaration goes.
pub(super) fn choose_belonging(
    fixer: &Fixer<'_>,
    finding: &Finding,
    key: FieldKey,
    terms: TermSet,
) -> Vec<Fix> {
    let Some(entity) = fixer.entity(finding) else { return Vec::new() };
    let Some(level) = target(fixer.set, entity) else { return Vec::new() };
    let fix = match belonging(terms, level) {
        Some((term, _)) => set_term(fixer, entity, key, term),
        None => {
            let field = label(entity.kind, key, fixer.locale);
            let title = match fixer.locale {
                Locale::Zh => format!("删去{field}"),
                Locale::En => format!("Delete {field}"),
            };
            let change = entity.field(key).and_then(|field| fixer.remove_field(field));
            Fix::new(title, change.into_iter().collect())
        }
    };
    fix.into_iter().collect()
}
