//! Which capabilities units carry, and how capabilities are split (clauses 6.2 b, 6.2 c and 7.1).

use super::relatives::{is_lost_somewhere, is_meant, is_second_definition};
use super::subject::is_nameless;
use super::wording::{label, listed, named};
use super::{Checker, Locale, Profile, Rule, Severity};
use crate::model::{Entity, Span};
use crate::schema::{FieldKey, Kind};

/// A unit that carries a capability which is split further.
pub(super) static SPLIT_CAPABILITY_CARRIED: Rule = Rule {
    name: "split-capability-carried",
    severity: Severity::Warning,
    profile: Profile::Standard,
    clauses: &["6.2 c", "7.1"],
    usual: false,
    fix: None,
    page: include_str!("../../rules/split-capability-carried.md"),
    summary: ["能力单元承载了还要继续分解的新型能力", "A unit carries a capability that is split further"],
    check: split_capability_carried,
};

/// A leaf capability that several units carry.
pub(super) static DOUBLY_CARRIED: Rule = Rule {
    name: "doubly-carried",
    severity: Severity::Hint,
    profile: Profile::Thorough,
    clauses: &["6.2 c", "7.1"],
    usual: false,
    fix: None,
    page: include_str!("../../rules/doubly-carried.md"),
    summary: [
        "同一项不再分解的新型能力由两个能力单元承载",
        "Two units carry the same capability that is not split further",
    ],
    check: doubly_carried,
};

/// A capability that is split into one.
pub(super) static SINGLE_CHILD_SPLIT: Rule = Rule {
    name: "single-child-split",
    severity: Severity::Hint,
    profile: Profile::Thorough,
    clauses: &["6.2 b"],
    usual: false,
    fix: None,
    page: include_str!("../../rules/single-child-split.md"),
    summary: ["新型能力只分解出一项子能力", "A capability is split into exactly one"],
    check: single_child_split,
};

/// Where a unit says that it carries a capability: the reference, else its heading, below which it is nested.
fn place_of(unit: &Entity, capability: &Entity) -> Span {
    let id = capability.id.as_ref().map(|id| id.text.as_str());
    let reference = unit.words(FieldKey::Carries).iter().find(|word| Some(word.text.as_str()) == id);
    reference.map_or(unit.anchor, |word| word.span)
}

fn split_capability_carried(check: &mut Checker<'_>, entity: &Entity) {
    let set = check.set;
    if entity.kind != Kind::Unit || is_nameless(set, entity) {
        return;
    }
    let locale = check.locale;
    for capability in set.carried(entity.key) {
        let children = set.children(capability.key);
        if children.is_empty() || set.in_cycle(capability.key) {
            continue;
        }
        let parts: Vec<&str> = children.iter().map(|child| child.title()).collect();
        let clauses = check.rule.clauses;
        let finding = check.report(
            place_of(entity, capability),
            || {
                let (unit, capability) = (named(entity, Locale::Zh), named(capability, Locale::Zh));
                let (parts, clauses) = (listed(&parts, Locale::Zh), clauses.join("、"));
                format!("{unit}承载的{capability}还分解为 {parts}；能力单元承载不再分解的能力（{clauses}），请改为承载其中的子能力")
            },
            || {
                let (unit, capability) = (named(entity, Locale::En), named(capability, Locale::En));
                let (parts, clauses) = (listed(&parts, Locale::En), clauses.join(", "));
                format!("The {unit} carries the {capability}, which is split into {parts}: units carry what is not split further ({clauses}); carry one of those instead")
            },
        );
        for child in children {
            finding.related(child.anchor, named(child, locale).trim_end());
        }
    }
}

fn doubly_carried(check: &mut Checker<'_>, entity: &Entity) {
    let set = check.set;
    if entity.kind != Kind::Unit || is_nameless(set, entity) {
        return;
    }
    let locale = check.locale;
    for capability in set.carried(entity.key) {
        if !set.is_leaf(capability.key) || set.in_cycle(capability.key) {
            continue;
        }
        // The later units carry it once more.
        let place = place_of(entity, capability);
        let own = check.order(place);
        let earlier: Vec<&Entity> = set
            .carriers(capability.key)
            .into_iter()
            .filter(|other| {
                other.kind == Kind::Unit
                    && other.key != entity.key
                    && check.order(place_of(other, capability)) < own
                    && !is_second_definition(set, other)
            })
            .collect();
        if earlier.is_empty() || is_second_definition(set, entity) {
            continue;
        }
        let others: Vec<&str> = earlier.iter().map(|other| other.title()).collect();
        let clause = check.rule.clauses[0];
        let finding = check.report(
            place,
            || {
                let (capability, unit) = (named(capability, Locale::Zh), entity.title());
                let others = listed(&others, Locale::Zh);
                format!("{capability}已由 {others} 承载，{unit} 又承载了一次（{clause}）；请继续分解该能力，或合并单元")
            },
            || {
                let (capability, unit) = (named(capability, Locale::En), entity.title());
                let others = listed(&others, Locale::En);
                format!("The {capability} is carried by {others} already and by {unit} again ({clause}): split it further, or merge the units")
            },
        );
        for other in earlier {
            finding.related(place_of(other, capability), named(other, locale).trim_end());
        }
    }
}

fn single_child_split(check: &mut Checker<'_>, entity: &Entity) {
    let set = check.set;
    let children = set.children(entity.key);
    let [child] = children.as_slice() else { return };
    if entity.kind != Kind::Capability
        || is_nameless(set, entity)
        || set.in_cycle(entity.key)
        || is_meant(set, entity, FieldKey::Parent)
        || is_lost_somewhere(set, FieldKey::Parent)
    {
        return;
    }
    let locale = check.locale;
    let clause = check.rule.clauses[0];
    check
        .report(
            entity.anchor,
            || {
                let (name, child) = (named(entity, Locale::Zh), child.title());
                let field = label(entity.kind, FieldKey::Parent, Locale::Zh);
                format!(
                    "{name}只分解出 {child} 一项（{clause}）；请补充其余子能力（写明“{field}”），或把两者合并"
                )
            },
            || {
                let (name, child) = (named(entity, Locale::En), child.title());
                format!(
                    "The {name} is split into {child} only ({clause}): add the other parts, or merge the two"
                )
            },
        )
        .related(child.anchor, named(child, locale).trim_end());
}
