//! Closed vocabularies: viewpoints, levels and the other enums.

use super::wording::{is_written, label, nearest, terms};
use super::{Checker, Finding, Fix, Fixer, Locale, Profile, Rule, Severity};
use crate::model::{Entity, Field, Word, is_placeholder};
use crate::schema::{self, FieldKey, Kind, Type};
use crate::standard::{Level, Match, TermSet, standard};

/// A viewpoint outside the six.
pub(super) static UNKNOWN_VIEWPOINT: Rule = Rule {
    name: "unknown-viewpoint",
    severity: Severity::Warning,
    profile: Profile::Standard,
    clauses: &["5"],
    usual: false,
    fix: Some(choose_term),
    page: include_str!("../../rules/unknown-viewpoint.md"),
    summary: ["主要视角不是标准给出的六类之一", "A viewpoint is none of the six that the standard gives"],
    check: unknown_viewpoint,
};

/// A level that is none.
pub(super) static UNKNOWN_LEVEL: Rule = Rule {
    name: "unknown-level",
    severity: Severity::Error,
    profile: Profile::Essential,
    clauses: &["8.1"],
    usual: false,
    fix: Some(choose_level),
    page: include_str!("../../rules/unknown-level.md"),
    summary: ["等级不是 CL1–CL5，也不是等级名称", "A level is neither CL1 to CL5 nor a level's name"],
    check: unknown_level,
};

/// A level whose code and name disagree.
pub(super) static LEVEL_NAME_MISMATCH: Rule = Rule {
    name: "level-name-mismatch",
    severity: Severity::Error,
    profile: Profile::Essential,
    clauses: &["8.1"],
    usual: false,
    fix: Some(agree),
    page: include_str!("../../rules/level-name-mismatch.md"),
    summary: ["等级的代号和名称对不上", "A level's code and name disagree"],
    check: level_name_mismatch,
};

/// A value outside a closed enum.
pub(super) static UNKNOWN_VALUE: Rule = Rule {
    name: "unknown-value",
    severity: Severity::Warning,
    profile: Profile::Standard,
    clauses: &[],
    usual: false,
    fix: Some(choose_term),
    page: include_str!("../../rules/unknown-value.md"),
    summary: [
        "取值不在该字段的可选范围内（能力类型、模块类型、覆盖范围、驱动方式、状态等）",
        "A value is none that its field may take (form, pattern, scope, drive, status and the like)",
    ],
    check: unknown_value,
};

/// The written words of the fields whose values are terms: the kind and field that they stand in, their set.
pub(super) fn term_words(entity: &Entity) -> impl Iterator<Item = (Kind, &Field, TermSet, &Word)> {
    let own = entity.fields.iter().map(|field| (entity.kind, field));
    let measures =
        entity.measures.iter().flat_map(|measure| &measure.fields).map(|field| (Kind::Measure, field));
    let records =
        entity.records.iter().flat_map(|record| record.fields.iter().map(|field| (record.kind, field)));
    own.chain(measures).chain(records).filter(|(_, field)| !field.placeholder).flat_map(|(kind, field)| {
        let set = match schema::field(kind, field.key).map(|row| row.ty) {
            Some(Type::Term(set) | Type::Terms(set)) => Some(set),
            _ => None,
        };
        let words = if set.is_some() { field.words.as_slice() } else { &[] };
        let written = words.iter().filter(|word| is_written(word) && !is_placeholder(&word.text));
        written.filter_map(move |word| Some((kind, field, set?, word)))
    })
}

/// [`term_words`] of closed sets: names of benefits are open.
fn closed_words(entity: &Entity) -> impl Iterator<Item = (Kind, &Field, TermSet, &Word)> {
    term_words(entity).filter(|(_, _, set, _)| *set != TermSet::Benefit)
}

fn unknown_viewpoint(check: &mut Checker<'_>, entity: &Entity) {
    for (_, _, set, word) in closed_words(entity) {
        if set != TermSet::Viewpoint || word.term(set).is_some() {
            continue;
        }
        let text = &word.text;
        check.report(
            word.span,
            || format!("“{text}”不是新型能力的视角；请从中选择：{}", terms(set, Locale::Zh)),
            || format!("\"{text}\" is no viewpoint of a capability; choose from: {}", terms(set, Locale::En)),
        );
    }
}

fn unknown_value(check: &mut Checker<'_>, entity: &Entity) {
    for (kind, field, set, word) in closed_words(entity) {
        if set == TermSet::Viewpoint {
            continue;
        }
        let other = match word.lookup(set) {
            Match::Exact(_) | Match::Corrected(_) => continue,
            Match::Other => true,
            Match::None => false,
        };
        let text = &word.text;
        check
            .report(
                word.span,
                || {
                    let why = if other { "另有所指，不能用作" } else { "不是" };
                    let label = label(kind, field.key, Locale::Zh);
                    format!("“{text}”{why}“{label}”的取值；请从中选择：{}", terms(set, Locale::Zh))
                },
                || {
                    let why = if other { "means something else and is" } else { "is" };
                    let label = label(kind, field.key, Locale::En);
                    format!(
                        "\"{text}\" {why} no value of \"{label}\"; choose from: {}",
                        terms(set, Locale::En)
                    )
                },
            )
            .citing(schema::field(kind, field.key).map_or(&[][..], |row| row.clauses).iter().copied());
    }
}

/// The words that stand for levels.
pub(super) fn level_words(entity: &Entity) -> impl Iterator<Item = &Word> {
    let levels = [FieldKey::Level, FieldKey::Current, FieldKey::Target];
    let fields = entity.fields.iter().filter(move |field| levels.contains(&field.key) && !field.placeholder);
    fields.flat_map(|field| &field.words).filter(|word| is_written(word))
}

fn unknown_level(check: &mut Checker<'_>, entity: &Entity) {
    for word in level_words(entity).filter(|word| word.level().level.is_none()) {
        let text = &word.text;
        check.report(
            word.span,
            || format!("“{text}”不是能力等级；等级为 {}", levels(Locale::Zh)),
            || format!("\"{text}\" is no level; levels are {}", levels(Locale::En)),
        );
    }
}

/// The levels with their names.
fn levels(locale: Locale) -> String {
    let [open, close, separator] = match locale {
        Locale::Zh => ["（", "）", "、"],
        Locale::En => [" (", ")", ", "],
    };
    let level = |level: Level| format!("{}{open}{}{close}", level.code(), level.name());
    Level::all().map(level).collect::<Vec<_>>().join(separator)
}

fn level_name_mismatch(check: &mut Checker<'_>, entity: &Entity) {
    for word in level_words(entity) {
        let reading = word.level();
        let Some(code) = reading.code else { continue };
        let named = reading.name.map(|level| (level, level.name())).or(reading.old_name);
        let text = &word.text;
        let (right, name) = (code.code(), code.name());
        match (named, &reading.rest) {
            (Some((level, written)), _) if level != code => {
                let other = level.code();
                check.report(
                    word.span,
                    || format!("“{text}”的代号与名称不一致：{right} 是{name}，{written}是 {other}；请改正其一"),
                    || format!("Code and name of \"{text}\" disagree: {right} is {name}, {written} is {other}; correct one"),
                );
            }
            (None, Some(rest)) if is_rank(rest) => {
                check.report(
                    word.span,
                    || format!("“{text}”的代号与名称不一致：{right} 是{name}，没有等级叫“{rest}”"),
                    || format!("Code and name of \"{text}\" disagree: {right} is {name}, and no level is called \"{rest}\""),
                );
            }
            _ => {}
        }
    }
}

/// Whether what stands beside a code claims to be a level's name: it ends as all names of levels do.
fn is_rank(beside: &str) -> bool {
    let last = |name: &str| name.chars().next_back();
    let bare = beside.trim_end_matches(|c: char| !c.is_alphanumeric());
    Level::all().any(|level| last(level.name()) == last(bare))
}

/// One fix a term of the field's set; the nearest goes first.
fn choose_term(fixer: &Fixer<'_>, finding: &Finding) -> Vec<Fix> {
    let Some(entity) = fixer.entity(finding) else { return Vec::new() };
    let Some((_, field, set, word)) = closed_words(entity).find(|(.., word)| word.span == finding.span)
    else {
        return Vec::new();
    };
    let given: Vec<&str> =
        field.words.iter().filter_map(|word| word.term(set)).map(|term| term.key).collect();
    let terms = standard().terms().of(set);
    let near = nearest(&word.text, terms.iter().flat_map(|term| [term.key, term.name]));
    let fix = |term: &'static crate::standard::Term| {
        let written = if word.text.is_ascii() { term.key } else { term.name };
        let fix = change_to(fixer, word, written)?;
        Some(if near.is_some_and(|near| near == term.key || near == term.name) {
            fix.preferred()
        } else {
            fix
        })
    };
    // A list need not name a term twice.
    terms.iter().filter(|term| !given.contains(&term.key)).filter_map(fix).collect()
}

fn change_to(fixer: &Fixer<'_>, word: &Word, text: &str) -> Option<Fix> {
    let title = match fixer.locale {
        Locale::Zh => format!("改为“{text}”"),
        Locale::En => format!("Change to \"{text}\""),
    };
    Fix::new(title, fixer.replace_word(word, text).into_iter().collect())
}

/// One fix a level, that with nearly the word's name first; none puts the target below the current level.
fn choose_level(fixer: &Fixer<'_>, finding: &Finding) -> Vec<Fix> {
    let Some(entity) = fixer.entity(finding) else { return Vec::new() };
    let Some(word) = level_words(entity).find(|word| word.span == finding.span) else { return Vec::new() };
    let fits = |level: &Level| fits(entity, word, *level);
    let possible = || Level::all().filter(fits);
    let names = possible().flat_map(|level| [level.name(), level.english()]);
    let near = nearest(&word.text, names);
    let near =
        possible().find(|level| near.is_some_and(|near| [level.name(), level.english()].contains(&near)));
    let others = possible().filter(|level| Some(*level) != near);
    let near_fix = near.and_then(|level| change_to(fixer, word, level.code())).map(Fix::preferred);
    near_fix.into_iter().chain(others.filter_map(|level| change_to(fixer, word, level.code()))).collect()
}

/// Whether a level in a word's place leaves the target at or above the current level.
fn fits(entity: &Entity, word: &Word, level: Level) -> bool {
    // Of `CL9 → CL3`, the first word is the current level.
    let is_current = entity.fields.iter().any(|field| match field.words.as_slice() {
        [first, _] if field.key == FieldKey::Level => first.span == word.span,
        words => field.key == FieldKey::Current && words.iter().any(|own| own.span == word.span),
    });
    let other = if is_current { &entity.level.target } else { &entity.level.current };
    other
        .as_ref()
        .filter(|other| other.span != word.span)
        .is_none_or(|other| if is_current { level <= other.level } else { level >= other.level })
}

/// The name that the code has, or the code that the name has.
fn agree(fixer: &Fixer<'_>, finding: &Finding) -> Vec<Fix> {
    let Some(entity) = fixer.entity(finding) else { return Vec::new() };
    let Some(word) = level_words(entity).find(|word| word.span == finding.span) else { return Vec::new() };
    let reading = word.level();
    let Some(code) = reading.code else { return Vec::new() };
    let named = reading.name.map(|level| (level, level.name())).or(reading.old_name);
    let written = |level: Level| format!("{}（{}）", level.code(), level.name());
    let levels = std::iter::once(code).chain(named.map(|(level, _)| level));
    let levels = levels.filter(|level| fits(entity, word, *level));
    levels.filter_map(|level| change_to(fixer, word, &written(level))).collect()
}
