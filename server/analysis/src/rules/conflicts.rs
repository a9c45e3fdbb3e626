//! One entity, two values: heading, table rows and fields that contradict each other.

use super::wording::{excerpt, folded, is_written, label, named};
use super::{Checker, Locale, Profile, Rule, Severity};
use crate::model::{Entity, Field, Span, Word};
use crate::schema::{self, FieldKey, Kind, Type};
use crate::standard::TermSet;

/// A field that is given two different values.
pub(super) static CONFLICTING_VALUES: Rule = Rule {
    name: "conflicting-values",
    severity: Severity::Error,
    profile: Profile::Essential,
    clauses: &[],
    usual: false,
    fix: None,
    page: include_str!("../../rules/conflicting-values.md"),
    summary: [
        "同一条目在标题、表格或另一文件里给出两个不同的值",
        "Heading, table row or another file give one entity two different values",
    ],
    check: conflicting_values,
};

/// A value as it was given.
struct Given<'a> {
    key: FieldKey,
    /// What it means; equal for values that say the same.
    meaning: Vec<String>,
    text: String,
    span: Span,
    field: &'a Field,
}

fn conflicting_values(check: &mut Checker<'_>, entity: &Entity) {
    let locale = check.locale;
    if !any_twice(entity) {
        return;
    }
    let mut given: Vec<Given<'_>> = entity.fields.iter().flat_map(|field| values(entity, field)).collect();
    given.sort_by_key(|value| (value.key, check.order(value.span)));
    for same in given.chunk_by(|one, other| one.key == other.key) {
        let Some((first, rest)) = same.split_first() else { continue };
        for value in rest.iter().filter(|value| value.meaning != first.meaning) {
            let name = match entity.kind {
                Kind::Plan => locale.pick(Kind::Plan.name(), "the plan").to_owned(),
                _ => named(entity, locale),
            };
            let field = label(entity.kind, value.key, locale);
            let (here, there) = (excerpt(&value.text, locale), excerpt(&first.text, locale));
            check
                .report(
                    value.span,
                    || format!("{name}的“{field}”前后不一致：这里是{here}，另一处是{there}；请改成一致"),
                    || format!("\"{field}\" of {name} is {here} here but {there} elsewhere: make them agree"),
                )
                .related(
                    first.span,
                    match locale {
                        Locale::Zh => format!("另一处的“{}”：{there}", first.written(entity, locale)),
                        Locale::En => format!("the other \"{}\": {there}", first.written(entity, locale)),
                    },
                );
        }
    }
}

/// Whether any two fields may give the same value; most entities have none.
fn any_twice(entity: &Entity) -> bool {
    let levels = [FieldKey::Level, FieldKey::Current, FieldKey::Target];
    let same =
        |one: FieldKey, other: FieldKey| one == other || levels.contains(&one) && levels.contains(&other);
    let fields = &entity.fields;
    fields.iter().enumerate().any(|(at, one)| fields[at + 1..].iter().any(|other| same(one.key, other.key)))
}

impl Given<'_> {
    /// The label of the field that it was read from.
    fn written(&self, entity: &Entity, locale: Locale) -> &'static str {
        label(entity.kind, self.field.key, locale)
    }
}

/// The values that a field gives: a level field gives a target and maybe a current level. What cannot be read gives
/// none: it is told as unknown.
fn values<'a>(entity: &Entity, field: &'a Field) -> Vec<Given<'a>> {
    let words: Vec<&Word> = field.words.iter().filter(|word| is_written(word)).collect();
    if words.is_empty() || field.placeholder || field.key == FieldKey::Id {
        return Vec::new();
    }
    let level = |key, word: &Word| {
        let meaning = vec![word.level().level?.code().to_owned()];
        Some(Given { key, meaning, text: word.text.clone(), span: word.span, field })
    };
    let given = match (schema::field(entity.kind, field.key).map(|row| row.ty), words.as_slice()) {
        (Some(Type::Levels), [target]) => vec![level(FieldKey::Target, target)],
        (Some(Type::Levels), [current, target, ..]) => {
            vec![level(FieldKey::Current, current), level(FieldKey::Target, target)]
        }
        (Some(Type::Level), [word, ..]) => vec![level(field.key, word)],
        (ty, words) => {
            let parts: Option<Vec<Vec<String>>> = words.iter().map(|word| meanings(ty, word)).collect();
            vec![parts.map(|parts| {
                let mut meaning = parts.concat();
                meaning.sort_unstable();
                meaning.dedup();
                Given { key: field.key, meaning, text: field.text(), span: field.value, field }
            })]
        }
    };
    given.into_iter().flatten().collect()
}

/// What one part of a value means: a term's key, else its folded text, lists apart; none for an unknown term.
fn meanings(ty: Option<Type>, word: &Word) -> Option<Vec<String>> {
    match ty {
        Some(Type::Term(set) | Type::Terms(set)) => match word.term(set) {
            Some(term) => Some(vec![term.key.to_owned()]),
            None => (set == TermSet::Benefit).then(|| vec![folded(&word.text)]),
        },
        Some(ty) if ty.is_list() => {
            let parts = word.text.split(['、', '，', ',', '；', ';', '/', '\n']).map(folded);
            Some(parts.filter(|part| !part.is_empty()).collect())
        }
        _ => Some(vec![folded(&word.text)]),
    }
}
