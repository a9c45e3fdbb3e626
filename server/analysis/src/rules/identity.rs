//! Ids: every entity has one, and no two have the same.

use super::wording::{a_kind, definitions, named};
use super::{Checker, Finding, Fix, Fixer, Locale, Profile, Rule, Severity};
use crate::model::{Entity, NodeKey, ProblemKind, Word};
use crate::schema::{FieldKey, Kind};

/// An entity without an id.
pub(super) static MISSING_ID: Rule = Rule {
    name: "missing-id",
    severity: Severity::Warning,
    profile: Profile::Standard,
    clauses: &[],
    usual: false,
    fix: Some(give_id),
    page: include_str!("../../rules/missing-id.md"),
    summary: ["能力、能力单元或能力模块没有编号", "A capability, unit or module has no id"],
    check: missing_id,
};

/// An id that is defined twice.
pub(super) static DUPLICATE_ID: Rule = Rule {
    name: "duplicate-id",
    severity: Severity::Error,
    profile: Profile::Essential,
    clauses: &[],
    usual: false,
    fix: None,
    page: include_str!("../../rules/duplicate-id.md"),
    summary: ["一套规划里同一个编号定义了两次", "An id is defined twice in a plan set"],
    check: duplicate_id,
};

fn missing_id(check: &mut Checker<'_>, entity: &Entity) {
    if entity.kind.is_entity() && entity.id.is_none() && !is_broken(check, entity) {
        let locale = check.locale;
        let name = named(entity, locale);
        check.report(
            entity.anchor,
            || format!("这里的{name}没有编号，别处无法引用它；请补上编号"),
            || format!("This {name} has no id, so nothing can refer to it: give it one"),
        );
    }
}

/// Whether the line with which an entity begins cannot be read: its id may stand there.
fn is_broken(check: &Checker<'_>, entity: &Entity) -> bool {
    let plan = check.set.entity(NodeKey::plan(entity.key.file));
    let parent = entity.parent.and_then(|parent| check.set.entity(parent));
    let around = [Some(entity), parent, plan].into_iter().flatten().flat_map(|entity| &entity.problems);
    let mut unreadable = around.filter(|problem| {
        matches!(problem.kind, ProblemKind::Syntax { .. } | ProblemKind::UnquotedNotation(_))
    });
    unreadable.any(|problem| check.same_line(problem.span, entity.anchor))
}

fn duplicate_id(check: &mut Checker<'_>, entity: &Entity) {
    let advantages = entity.records.iter().filter(|record| record.kind == Kind::Advantage);
    let advantages = advantages.filter_map(|record| record.field(FieldKey::Id)?.words.first());
    let ids: Vec<&Word> = entity.id.iter().chain(advantages).collect();
    let (set, locale) = (check.set, check.locale);
    for id in ids {
        // The first entity and the first advantage; both lists are in order.
        let entity = definitions(set, &id.text).find(|(.., entity)| entity.is_some());
        let advantage = definitions(set, &id.text).find(|(.., entity)| entity.is_none());
        let first = entity.into_iter().chain(advantage).min_by_key(|(_, word, _)| check.order(word.span));
        let Some((kind, first, owner)) = first.filter(|(_, first, _)| first.span != id.span) else {
            continue;
        };
        let name = owner.and_then(|owner| owner.name.as_ref()).map_or("", |name| name.text.as_str());
        let text = &id.text;
        check
            .report(
                id.span,
                || match name {
                    "" => format!("编号 {text} 重复，已用于另一{}；请换一个编号", kind.name()),
                    name => format!("编号 {text} 重复，已用于{}“{name}”；请换一个编号", kind.name()),
                },
                || match name {
                    "" => format!("The id {text} is already that of {}: choose another one", a_kind(kind)),
                    name => format!(
                        "The id {text} is already that of the {} \"{name}\": choose another one",
                        kind.key()
                    ),
                },
            )
            .related(
                first.span,
                match locale {
                    Locale::Zh => format!("{text} 先在这里定义"),
                    Locale::En => format!("{text} is defined here first"),
                },
            );
    }
}

/// The next free id, where the document writes its ids.
fn give_id(fixer: &Fixer<'_>, finding: &Finding) -> Vec<Fix> {
    let Some(entity) = fixer.entity(finding) else { return Vec::new() };
    let id = fixer.next_id(entity);
    let title = match fixer.locale {
        Locale::Zh => format!("编号为 {id}"),
        Locale::En => format!("Give it the id {id}"),
    };
    Fix::new(title, fixer.add_id(entity, &id)).map(Fix::preferred).into_iter().collect()
}
