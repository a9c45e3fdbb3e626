//! A unit or module raised by a level: its target, and measures still to be worded for what that level asks for.

use std::ops::Range;

use super::{RefactorKind, Refactoring};
use crate::model::build::Document;
use crate::model::{Entity, Origin};
use crate::rules::{Change, Fixer, Locale, measures_of_level};
use crate::schema::{FieldKey, Kind};
use crate::standard::Level;

/// The unit or module whose heading or first key stands in the line of a range, raised to the next level.
pub(super) fn raised(fixer: &Fixer<'_>, document: &Document, range: &Range<usize>) -> Option<Refactoring> {
    let text = document.text();
    let line = text.line_of(range.start);
    let mut own = fixer.set.entities().filter(|entity| {
        entity.key.file == document.file && matches!(entity.kind, Kind::Unit | Kind::Module) && !entity.row
    });
    let entity = own.find(|entity| text.line_of(document.range(entity.anchor).start) == line)?;
    if entity.kind == Kind::Module && !entity.has_dimensions() {
        return None;
    }
    let now = fixer.set.levels_of(entity.key).target?;
    let next = Level::new(now.number() + 1)?;
    let (count, measures) = measures_of_level(fixer, entity, next);
    let mut changes = target(fixer, entity, now, next);
    // Without a target of its own there is nothing to raise but what it carries.
    if changes.is_empty() || measures.is_empty() && count > 0 {
        return None;
    }
    changes.extend(measures);
    let title = match fixer.locale {
        Locale::Zh => {
            format!(
                "把 {} 提到 {}（{}）：补 {count} 项待填写的建设内容",
                entity.title(),
                next.code(),
                next.name()
            )
        }
        Locale::En => {
            format!("Raise {} to {}: {count} measures to be worded", entity.title(), next.code())
        }
    };
    Some(Refactoring { kind: RefactorKind::Rewrite, title, changes })
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
