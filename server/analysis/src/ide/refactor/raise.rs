//! A unit or module raised by a level: its target, and measures still to be worded for what that level asks for.

use std::ops::Range;

use super::{RefactorKind, Refactoring, heads};
use crate::model::build::Document;
use crate::model::{Entity, Origin};
use crate::rules::{Change, Fixer, Locale, measures_of_level};
use crate::schema::{FieldKey, Kind};
use crate::standard::Level;

/// The unit or module that a range's line is about, raised to the next level. One that has
/// no target of its own takes that of the capability which it carries: it may be given one, so that it alone is raised; or
/// its capability is raised, where nothing else carries it.
pub(super) fn raised(fixer: &Fixer<'_>, document: &Document, range: &Range<usize>) -> Vec<Refactoring> {
    let line = document.text().line_of(range.start);
    let mut own = fixer.set.entities().filter(|entity| matches!(entity.kind, Kind::Unit | Kind::Module));
    let found = own.find(|entity| heads(document, entity, line));
    let Some(entity) = found.filter(|entity| entity.kind != Kind::Module || entity.has_dimensions()) else {
        return Vec::new();
    };
    let now = fixer.set.levels_of(entity.key).target;
    let Some((now, next)) = now.and_then(|now| Some((now, Level::new(now.number() + 1)?))) else {
        return Vec::new();
    };
    let (count, measures) = measures_of_level(fixer, entity, next);
    if measures.is_empty() && count > 0 {
        return Vec::new();
    }
    let made = |target: Vec<Change>, said: [String; 2]| {
        let [zh, en] = said;
        let title = match fixer.locale {
            Locale::Zh => {
                let level = format!("{}（{}）", next.code(), next.name());
                format!("把 {} 提到 {level}{zh}：补 {count} 项待填写的建设内容", entity.title())
            }
            Locale::En => {
                format!("Raise {} to {}{en}: {count} measures to be worded", entity.title(), next.code())
            }
        };
        let changes = target.into_iter().chain(measures.iter().cloned()).collect();
        Refactoring { kind: RefactorKind::Rewrite, title, changes }
    };
    let stated = target(fixer, entity, now, next);
    if !stated.is_empty() {
        return vec![made(stated, [String::new(), String::new()])];
    }
    if entity.level.target.is_some() {
        return Vec::new();
    }
    let mut ways = Vec::new();
    let alone = fixer.add_field(entity, FieldKey::Target, &next.code().into());
    if !alone.is_empty() {
        let said = ["（单元自己写目标等级）".to_owned(), ", with a target of its own".to_owned()];
        ways.push(made(alone, said));
    }
    if let [capability] = fixer.set.carried(entity.key)[..]
        && fixer.set.carriers(capability.key).len() == 1
        && capability.key.file == document.file
    {
        let above = target(fixer, capability, now, next);
        let id = capability.title();
        let said = [format!("（连同它承载的 {id}）"), format!(" with {id}, which it carries")];
        ways.extend((!above.is_empty()).then(|| made(above, said)));
    }
    ways
}

/// The changes that state another target, wherever the entity states its own.
fn target(fixer: &Fixer<'_>, entity: &Entity, now: Level, next: Level) -> Vec<Change> {
    let mut changes: Vec<Change> = Vec::new();
    for field in entity.fields.iter().filter(|field| field.origin != Origin::Merged) {
        let word = match field.key {
            FieldKey::Target | FieldKey::Level => field.words.last(),
            _ => None,
        };
        let stated = word.filter(|word| word.level().level == Some(now));
        let change = stated.and_then(|word| fixer.replace_level(word.span, now, next));
        if let Some(change) = change.filter(|change| changes.iter().all(|other| other.range != change.range))
        {
            changes.push(change);
        }
    }
    changes
}
