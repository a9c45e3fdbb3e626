//! The edition of the standard: what the 2020 one called otherwise.

use super::{Checker, Finding, Fix, Fixer, Locale, Profile, Rule, Severity};
use crate::model::{Entity, ProblemKind, Span};
use crate::schema::FieldKey;
use crate::standard::{Level, TermSet, normalize, standard};

/// A plan that names the 2020 edition, or a level by its 2020 name.
pub(super) static OLD_EDITION: Rule = Rule {
    name: "old-edition",
    severity: Severity::Warning,
    profile: Profile::Standard,
    clauses: &["foreword b", "foreword c", "foreword d", "foreword e", "8.1"],
    usual: false,
    fix: Some(rename),
    page: include_str!("../../rules/old-edition.md"),
    summary: [
        "引用了 2020 年版标准，或用了 2020 年版的等级名称",
        "The 2020 edition is named, or a level by its name of 2020",
    ],
    check: old_edition,
};

/// The edition that this one replaced.
const FORMER_YEAR: &str = "2020";

fn old_edition(check: &mut Checker<'_>, entity: &Entity) {
    for field in entity.fields.iter().filter(|field| !field.placeholder) {
        match field.key {
            FieldKey::Standard => {
                for word in field.words.iter().filter(|word| names_former_edition(&word.text)) {
                    let current = standard().edition();
                    let clause = check.rule.clauses.last().copied().unwrap_or_default();
                    check.report(
                        word.span,
                        || format!("依据的是 {FORMER_YEAR} 年版，现行为 {current}；等级名称已改，{clause} 对覆盖范围和视角的要求也有改动，请改后重读这两项"),
                        || format!("This is the {FORMER_YEAR} edition; the current one is {current}. Levels were renamed and {clause} changed what it says of scope and viewpoints: read both again"),
                    );
                }
            }
            FieldKey::Level | FieldKey::Current | FieldKey::Target => {
                for word in &field.words {
                    let reading = word.level();
                    let Some((level, old)) = reading.old_name else { continue };
                    if reading.code.is_none_or(|code| code == level) {
                        report_name(check, word.span, level, old);
                    }
                }
            }
            _ => {}
        }
    }
    for problem in &entity.problems {
        if let ProblemKind::FormerLevel(level, old) = problem.kind {
            report_name(check, problem.span, level, old);
        }
    }
}

/// Tells of a level's name of the former edition.
fn report_name(check: &mut Checker<'_>, place: Span, level: Level, old: &str) {
    let clause = check.rule.clauses.last().copied().unwrap_or_default();
    let (code, name) = (level.code(), level.name());
    check
        .report(
            place,
            || format!("“{old}”是 {FORMER_YEAR} 年版的等级名称，现为 {code}（{name}）；{clause} 对覆盖范围和视角的要求也有改动，请改后重读这两项"),
            || format!("{old} is the {FORMER_YEAR} edition's name of what is now {code} ({name}); {clause} also changed what it says of scope and viewpoints: read both again"),
        )
        .citing(change_of(level).into_iter().chain([clause.to_owned()]));
}

/// The foreword's change that renamed a level.
fn change_of(level: Level) -> Option<String> {
    let term = standard().terms().term(TermSet::Level, level.code())?;
    term.former.map(|former| format!("foreword {}", former.foreword))
}

/// Whether an edition's year is that of the former one: the digits behind the standard's number.
fn names_former_edition(text: &str) -> bool {
    let text = normalize(text);
    let number: String = standard().edition().chars().filter(char::is_ascii_digit).collect();
    let Some(number) = number.get(..5) else { return false };
    text.split_once(number).is_some_and(|(_, rest)| {
        let rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
        rest.starts_with(FORMER_YEAR) && !rest[FORMER_YEAR.len()..].starts_with(|c: char| c.is_ascii_digit())
    })
}

/// The current edition's year or level name; what it says of scope and viewpoints the author has to read again.
fn rename(fixer: &Fixer<'_>, finding: &Finding) -> Vec<Fix> {
    let Some(entity) = fixer.entity(finding) else { return Vec::new() };
    let words = entity.fields.iter().flat_map(|field| field.words.iter().map(move |word| (field.key, word)));
    let word = words.into_iter().find(|(_, word)| word.span == finding.span);
    let beside_code = entity.problems.iter().find_map(|problem| match problem.kind {
        ProblemKind::FormerLevel(level, old) if problem.span == finding.span => Some((level, old)),
        _ => None,
    });
    let (old, new) = match (beside_code, word) {
        (None, Some((FieldKey::Standard, _))) => {
            let year: String = standard().edition().chars().rev().take_while(char::is_ascii_digit).collect();
            (FORMER_YEAR, year.chars().rev().collect::<String>())
        }
        (beside_code, word) => {
            let named = beside_code.or_else(|| word?.1.level().old_name);
            let Some((level, old)) = named else { return Vec::new() };
            (old, level.name().to_owned())
        }
    };
    let source = fixer.source(finding.span);
    let change =
        if source.contains(old) { fixer.replace(finding.span, source.replace(old, &new)) } else { None };
    let title = match fixer.locale {
        Locale::Zh => format!("改为 {new}（覆盖范围和视角须重读）"),
        Locale::En => format!("Change to {new} (then read scope and viewpoints again)"),
    };
    Fix::new(title, change.into_iter().collect()).map(Fix::preferred).into_iter().collect()
}
