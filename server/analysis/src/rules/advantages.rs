//! Advantages and the capabilities that support them (clauses 5 and 6.2 a).

use rustc_hash::FxHashSet;

use super::relatives::is_lost_somewhere;
use super::subject::{is_bare, is_nameless, lacks, states};
use super::wording::{cited, folded, is_written, label, named, nearest};
use super::{Checker, Locale, Profile, Rule, Severity};
use crate::model::{Entity, Indicator, Word};
use crate::plan_set::{Digest, PlanSet};
use crate::schema::{FieldKey, Kind};

/// An advantage that no capability supports.
pub(super) static UNSUPPORTED_ADVANTAGE: Rule = Rule {
    name: "unsupported-advantage",
    severity: Severity::Warning,
    profile: Profile::Standard,
    clauses: &["5"],
    usual: false,
    fix: None,
    page: include_str!("../../rules/unsupported-advantage.md"),
    summary: ["列出的竞争合作优势没有任何新型能力支撑", "An advantage is listed that no capability supports"],
    check: unsupported_advantage,
};

/// A top-level capability that supports no advantage of those that the plan lists.
pub(super) static UNTRACED_CAPABILITY: Rule = Rule {
    name: "untraced-capability",
    severity: Severity::Information,
    profile: Profile::Standard,
    clauses: &["5", "6.2 a"],
    usual: false,
    fix: None,
    page: include_str!("../../rules/untraced-capability.md"),
    summary: [
        "规划列出了优势，而顶层新型能力没有写支撑其中哪一项",
        "The plan lists advantages, and a top-level capability supports none of them",
    ],
    check: untraced_capability,
};

/// What the capabilities of a set say that they support.
const SUPPORTED: Digest = Digest { name: "supported", field: FieldKey::Supports, gather: supported };
/// What of that is no advantage.
const UNKNOWN: Digest = Digest {
    name: "supported-unknown",
    field: FieldKey::Supports,
    gather: |set, field| {
        let ids = set.advantages().filter_map(|record| record.field(FieldKey::Id)?.words.first());
        let known: FxHashSet<&str> = ids.map(|word| word.text.as_str()).collect();
        let is_unknown = |word: &String| !known.contains(word.as_str()) && set.defined(word).next().is_none();
        supported(set, field).into_iter().filter(is_unknown).collect()
    },
};
/// Whether a capability has the field and nothing in it: `untraced-capability` tells that, and which advantage was meant
/// nobody knows.
const BEGUN: Digest = Digest {
    name: "supported-begun",
    field: FieldKey::Supports,
    gather: |set, _| is_begun_somewhere(set).then(String::new).into_iter().collect(),
};

fn supported(set: &PlanSet, field: FieldKey) -> Vec<String> {
    set.with_field(field)
        .filter(|entity| entity.kind == Kind::Capability)
        .flat_map(|capability| capability.words(field))
        .filter(|word| is_written(word))
        .map(|word| word.text.clone())
        .collect()
}

fn value(record: &Indicator, key: FieldKey) -> Option<&Word> {
    record.field(key).filter(|field| !field.placeholder)?.words.first()
}

fn unsupported_advantage(check: &mut Checker<'_>, entity: &Entity) {
    let set = check.set;
    let listed = || entity.records.iter().filter(|record| record.kind == Kind::Advantage);
    // Before the first capability there is nothing that could support it.
    if listed().next().is_none()
        || !set.has(&[Kind::Capability])
        || is_lost_somewhere(set, FieldKey::Supports)
        || check.is_on(&UNTRACED_CAPABILITY) && !set.digest(BEGUN).is_empty()
    {
        return;
    }
    let (supported, unknown) = (set.digest(SUPPORTED), set.digest(UNKNOWN));
    for record in listed() {
        let (id, name) = (value(record, FieldKey::Id), value(record, FieldKey::Name));
        let Some(word) = id.or(name) else { continue };
        if id.is_some_and(|id| supported.binary_search(&id.text).is_ok())
            || unknown.iter().any(|support| is_meant(support, id, name))
        {
            continue;
        }
        let clauses = check.rule.clauses;
        let title = |locale: Locale| match (id, name, locale) {
            (Some(id), Some(name), Locale::Zh) => format!("{}（{}）", id.text, name.text),
            (Some(id), Some(name), Locale::En) => format!("{} ({})", id.text, name.text),
            (_, _, Locale::Zh) => format!("“{}”", word.text),
            (_, _, Locale::En) => format!("\"{}\"", word.text),
        };
        check.report(
            word.span,
            || {
                let (field, basis) = (label(Kind::Capability, FieldKey::Supports, Locale::Zh), cited(clauses, Locale::Zh));
                let give = if id.is_some() { "" } else { "给它一个编号，" };
                format!("没有{}支撑优势 {}{basis}；请{give}在相应能力的“{field}”里写上它", Kind::Capability.name(), title(Locale::Zh))
            },
            || {
                let (field, basis) = (label(Kind::Capability, FieldKey::Supports, Locale::En), cited(clauses, Locale::En));
                let give = if id.is_some() { "" } else { "give it an id and " };
                format!("No capability supports the advantage {}{basis}: {give}name it in \"{field}\" of one that does", title(Locale::En))
            },
        );
    }
}

fn is_begun_somewhere(set: &PlanSet) -> bool {
    let empty = |entity: &&Entity| {
        entity.fields.iter().any(|field| field.key == FieldKey::Supports)
            && !states(entity, FieldKey::Supports)
    };
    set.with_field(FieldKey::Supports)
        .filter(empty)
        .filter_map(|entity| set.entity(entity.key))
        .any(|entity| is_untraced(set, entity))
}

/// Whether a reference that dangles is probably meant for an advantage; `dangling-reference` reports it.
fn is_meant(support: &str, id: Option<&Word>, name: Option<&Word>) -> bool {
    name.is_some_and(|name| folded(&name.text) == folded(support))
        || id.is_some_and(|id| nearest(support, std::iter::once(id.text.as_str())).is_some())
}

/// Whether a capability should say which advantage it supports, and does not.
fn is_untraced(set: &PlanSet, entity: &Entity) -> bool {
    entity.kind == Kind::Capability
        && lacks(entity, FieldKey::Supports)
        && set.advantages().next().is_some()
        && !is_nameless(set, entity)
        && !is_bare(set, entity)
        && !set.in_cycle(entity.key)
        && !is_child(set, entity)
}

fn untraced_capability(check: &mut Checker<'_>, entity: &Entity) {
    let set = check.set;
    if !is_untraced(set, entity) {
        return;
    }
    let clauses = check.rule.clauses;
    let ids: Vec<&str> = set
        .advantages()
        .filter_map(|record| value(record, FieldKey::Id))
        .map(|id| id.text.as_str())
        .collect();
    let choice = |locale: Locale| match (ids.is_empty(), locale) {
        (true, _) => String::new(),
        (_, Locale::Zh) => format!("（{}）", shortened(&ids, "、")),
        (_, Locale::En) => format!(" ({})", shortened(&ids, ", ")),
    };
    check.report(
        entity.anchor,
        || {
            let (name, field) =
                (named(entity, Locale::Zh), label(entity.kind, FieldKey::Supports, Locale::Zh));
            let basis = cited(clauses, Locale::Zh);
            format!(
                "{name}没有写支撑哪一项优势{basis}；请在“{field}”里写上{}",
                format_args!("优势的编号{}", choice(Locale::Zh))
            )
        },
        || {
            let (name, field) =
                (named(entity, Locale::En), label(entity.kind, FieldKey::Supports, Locale::En));
            let basis = cited(clauses, Locale::En);
            format!(
                "The {name} supports none of the plan's advantages{basis}: name one in \"{field}\"{}",
                choice(Locale::En)
            )
        },
    );
}

/// Whether a capability is split from another one, be it that the reference dangles.
fn is_child(set: &PlanSet, entity: &Entity) -> bool {
    set.parent_capability(entity.key).is_some() || !lacks(entity, FieldKey::Parent)
}

/// The first few ids of a list.
fn shortened(ids: &[&str], separator: &str) -> String {
    const SHOWN: usize = 6;
    let mut shown = ids[..ids.len().min(SHOWN)].join(separator);
    if ids.len() > SHOWN {
        shown.push('…');
    }
    shown
}
