//! What written values mean: the levels that an entity states.

use super::{DeclaredLevel, Field, LevelField, Word};
use crate::schema::FieldKey;

/// The levels that fields state. The first value counts; a half that cannot be read gives nothing, the other counts.
pub(super) fn declared_level(fields: &[Field]) -> DeclaredLevel {
    let mut declared = DeclaredLevel::default();
    for field in fields.iter().filter(|field| !field.placeholder) {
        match (field.key, field.words.as_slice()) {
            (FieldKey::Level, [target]) => take(target, &mut declared.target, &mut declared.unreadable),
            (FieldKey::Level, [current, target, ..]) => {
                take(current, &mut declared.current, &mut declared.unreadable);
                take(target, &mut declared.target, &mut declared.unreadable);
            }
            (FieldKey::Current, [current, ..]) => {
                take(current, &mut declared.current, &mut declared.unreadable);
            }
            (FieldKey::Target, [target, ..]) => take(target, &mut declared.target, &mut declared.unreadable),
            _ => {}
        }
    }
    declared
}

fn take(word: &Word, slot: &mut Option<LevelField>, unreadable: &mut bool) {
    // A dash alone says that there is none.
    if !word.text.chars().any(char::is_alphanumeric) {
        return;
    }
    match word.level().level {
        Some(level) => {
            slot.get_or_insert(LevelField { level, span: word.span });
        }
        None => *unreadable = true,
    }
}
