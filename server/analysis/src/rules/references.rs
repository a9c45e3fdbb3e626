//! References: to something that exists, of the right kind, and in no circle.

use rustc_hash::FxHashSet;

use super::wording::{a_kind, definitions, is_written, kinds, label, named, nearest};
use super::{Checker, Finding, Fix, Fixer, Locale, Profile, Rule, Severity};
use crate::model::{Entity, NodeKey, Span, Word};
use crate::plan_set::PlanSet;
use crate::schema::{self, FieldKey, Kind, Type};

/// A reference to an id that does not exist.
pub(super) static DANGLING_REFERENCE: Rule = Rule {
    name: "dangling-reference",
    severity: Severity::Error,
    profile: Profile::Essential,
    clauses: &[],
    usual: false,
    fix: Some(refer_to_nearest),
    page: include_str!("../../rules/dangling-reference.md"),
    summary: ["引用了不存在的编号", "A reference names an id that does not exist"],
    check: dangling_reference,
};

/// A reference to an entity of another kind than is meant.
pub(super) static WRONG_REFERENCE_KIND: Rule = Rule {
    name: "wrong-reference-kind",
    severity: Severity::Error,
    profile: Profile::Essential,
    clauses: &["7.1"],
    usual: false,
    fix: None,
    page: include_str!("../../rules/wrong-reference-kind.md"),
    summary: [
        "引用的编号属于另一类条目，例如该引用能力处引用了单元",
        "A reference names an entity of another kind, such as a unit where a capability is meant",
    ],
    check: wrong_reference_kind,
};

/// Capabilities or modules that contain each other.
pub(super) static REFERENCE_CYCLE: Rule = Rule {
    name: "reference-cycle",
    severity: Severity::Error,
    profile: Profile::Essential,
    clauses: &["6.2 b"],
    usual: false,
    fix: None,
    page: include_str!("../../rules/reference-cycle.md"),
    summary: [
        "上级能力或模块组成形成循环",
        "Capabilities are each other's parents, or modules each other's members",
    ],
    check: reference_cycle,
};

/// How many members of a cycle a message names.
const CYCLE_SHOWN: usize = 6;

/// The references of an entity: the field, the kinds that it may name, the id.
fn references(entity: &Entity) -> impl Iterator<Item = (FieldKey, &'static [Kind], &Word)> {
    entity.fields.iter().filter(|field| !field.placeholder).flat_map(|field| {
        let allowed = match schema::field(entity.kind, field.key).map(|field| field.ty) {
            Some(Type::Reference(allowed) | Type::References(allowed)) => allowed,
            _ => &[],
        };
        let words = if allowed.is_empty() { &[] } else { field.words.as_slice() };
        words.iter().filter(|word| is_written(word)).map(move |word| (field.key, allowed, word))
    })
}

fn dangling_reference(check: &mut Checker<'_>, entity: &Entity) {
    let set = check.set;
    for (key, allowed, word) in references(entity) {
        if definitions(set, &word.text).next().is_some() || set.is_cut_short() {
            continue;
        }
        let near = suggestion(set, entity, key, &word.text, allowed);
        let id = &word.text;
        check.report(
            word.span,
            || match &near {
                Some((near, name)) if name.is_empty() => {
                    format!("没有编号为“{id}”的{}，是否应为 {near}？", kinds(allowed, Locale::Zh))
                }
                Some((near, name)) => {
                    format!("没有编号为“{id}”的{}，是否应为 {near}（{name}）？", kinds(allowed, Locale::Zh))
                }
                None => {
                    format!("没有编号为“{id}”的{}；请改正编号，或补上这一条目", kinds(allowed, Locale::Zh))
                }
            },
            || match &near {
                Some((near, _)) => format!("There is no {} \"{id}\"; did you mean {near}?", nouns(allowed)),
                None => {
                    format!("There is no {} \"{id}\": correct the id or add what it names", nouns(allowed))
                }
            },
        );
    }
}

fn nouns(kinds: &[Kind]) -> String {
    kinds.iter().map(|kind| kind.key()).collect::<Vec<_>>().join(" or ")
}

/// What a dangling id may have been meant to be: an id and its name. A name in place of an id is recognised.
fn suggestion(
    set: &PlanSet,
    entity: &Entity,
    key: FieldKey,
    id: &str,
    allowed: &[Kind],
) -> Option<(String, String)> {
    let mut known: Vec<(&str, &str)> = Vec::new();
    // An entity does not refer to itself.
    let others = set.named(allowed).filter(|other| other.key != entity.key);
    let mut others: Vec<&Entity> = others.collect();
    if key == FieldKey::Carries {
        // Of two as near, units carry what is not split further.
        others.sort_by_key(|other| other.kind == Kind::Capability && !set.is_leaf(other.key));
    }
    for other in others {
        if let Some(id) = &other.id {
            known.push((&id.text, other.name.as_ref().map_or("", |name| name.text.as_str())));
        }
    }
    for record in set.advantages().filter(|record| allowed.contains(&record.kind)) {
        let text = |key| {
            record.field(key).and_then(|field| field.words.first()).map_or("", |word| word.text.as_str())
        };
        if !text(FieldKey::Id).is_empty() {
            known.push((text(FieldKey::Id), text(FieldKey::Name)));
        }
    }
    let by_name = known.iter().find(|(_, name)| *name == id);
    let (id, name) = by_name.or_else(|| {
        let near = nearest(id, known.iter().map(|(id, _)| *id))?;
        known.iter().find(|(id, _)| *id == near)
    })?;
    Some(((*id).to_owned(), (*name).to_owned()))
}

fn wrong_reference_kind(check: &mut Checker<'_>, entity: &Entity) {
    let (set, locale) = (check.set, check.locale);
    for (key, allowed, word) in references(entity) {
        let mut found = definitions(set, &word.text).peekable();
        let Some(&(kind, defined, _)) = found.peek() else { continue };
        if found.any(|(kind, ..)| allowed.contains(&kind)) {
            continue;
        }
        let id = &word.text;
        check
            .report(
                word.span,
                || {
                    let field = label(entity.kind, key, Locale::Zh);
                    format!("{id} 是{}，而“{field}”应填{}的编号", kind.name(), kinds(allowed, Locale::Zh))
                },
                || {
                    let field = label(entity.kind, key, Locale::En);
                    format!(
                        "{id} is {}, but \"{field}\" takes the id of {}",
                        a_kind(kind),
                        kinds(allowed, Locale::En)
                    )
                },
            )
            .related(
                defined.span,
                match locale {
                    Locale::Zh => format!("{id} 在这里定义"),
                    Locale::En => format!("{id} is defined here"),
                },
            );
    }
}

/// A cycle is told once: at the latest reference that closes it.
fn reference_cycle(check: &mut Checker<'_>, entity: &Entity) {
    let (set, locale) = (check.set, check.locale);
    let Some(cycle) = set.cycle(entity.key) else { return };
    let inside: FxHashSet<NodeKey> = cycle.iter().copied().collect();
    let Some(span) = links(set, entity, &inside).max_by_key(|span| check.order(*span)) else { return };
    let place = check.order(span);
    let members: Vec<&Entity> = cycle.iter().filter_map(|key| set.entity(*key)).collect();
    let later = |member: &&Entity| links(set, member, &inside).any(|span| check.order(span) > place);
    if members.iter().any(later) {
        return;
    }
    let mut shown: Vec<&str> = members.iter().take(CYCLE_SHOWN).map(|member| member.title()).collect();
    shown.push(if members.len() > CYCLE_SHOWN { "…" } else { shown.first().copied().unwrap_or_default() });
    let shown = shown.join(" → ");
    let capability = entity.kind == Kind::Capability;
    let finding = check.report(
        span,
        || match (capability, members.len()) {
            (true, 1) => format!("{} 以自己为上级能力；请改正", entity.title()),
            (false, 1) => format!("{} 以自己为组成；请删去", entity.title()),
            (true, _) => format!("上级能力形成循环：{shown}；请去掉其中一处"),
            (false, _) => format!("能力模块的组成形成循环：{shown}；请去掉其中一处"),
        },
        || match (capability, members.len()) {
            (true, 1) => format!("{} is its own parent: correct it", entity.title()),
            (false, 1) => format!("{} is a member of itself: remove it", entity.title()),
            (true, _) => {
                format!("These capabilities are each other's parents: {shown}; remove one of the references")
            }
            (false, _) => {
                format!("These modules are each other's members: {shown}; remove one of the references")
            }
        },
    );
    let others = members.iter().filter(|member| member.key != entity.key);
    let others =
        others.flat_map(|member| links(set, member, &inside).map(move |span| (named(member, locale), span)));
    for (name, span) in others.take(CYCLE_SHOWN) {
        finding.related(
            span,
            match locale {
                Locale::Zh => format!("{name}的引用"),
                Locale::En => format!("the reference of {name}"),
            },
        );
    }
    if !capability {
        finding.citing(
            schema::field(Kind::Module, FieldKey::Members)
                .map_or(&[][..], |field| field.clauses)
                .iter()
                .copied(),
        );
    }
}

/// The places at which a member of a cycle refers to others of it.
fn links<'a>(
    set: &'a PlanSet,
    member: &'a Entity,
    inside: &'a FxHashSet<NodeKey>,
) -> impl Iterator<Item = Span> + 'a {
    let key = if member.kind == Kind::Capability { FieldKey::Parent } else { FieldKey::Members };
    references(member).filter(move |(field, ..)| *field == key).filter_map(|(_, allowed, word)| {
        let meant = set.definition(&word.text, allowed)?;
        inside.contains(&meant.key).then_some(word.span)
    })
}

/// The id that was probably meant.
fn refer_to_nearest(fixer: &Fixer<'_>, finding: &Finding) -> Vec<Fix> {
    let Some(entity) = fixer.entity(finding) else { return Vec::new() };
    let found = references(entity).find(|(.., word)| word.span == finding.span);
    let Some((key, allowed, word)) = found else { return Vec::new() };
    let suggested = suggestion(fixer.set, entity, key, &word.text, allowed);
    let Some((id, name)) = suggested else { return Vec::new() };
    // A list need not name the same twice.
    if references(entity).any(|(field, _, other)| field == key && other.text == id) {
        return Vec::new();
    }
    let title = match (fixer.locale, name.as_str()) {
        (Locale::Zh, "") => format!("改为 {id}"),
        (Locale::Zh, name) => format!("改为 {id}（{name}）"),
        (Locale::En, _) => format!("Change to {id}"),
    };
    Fix::new(title, fixer.replace_word(word, &id).into_iter().collect())
        .map(Fix::preferred)
        .into_iter()
        .collect()
}
