//! What is not finished or not quite right in a plan's own words: placeholders, labels one slip away, the year of a
//! standard that is referred to.

use super::wording::named;
use super::{Checker, Finding, Fix, Fixer, Locale, Profile, Rule, Severity};
use crate::model::{Entity, Field, ProblemKind, Span, mentions_placeholder};
use crate::schema::{self, FieldKey};
use crate::standard::{DATED, misdated_references};

/// A Markdown label that is one slip away from a field's.
pub(super) static NEAR_MISS_LABEL: Rule = Rule {
    name: "near-miss-label",
    severity: Severity::Information,
    profile: Profile::Standard,
    clauses: &[],
    usual: false,
    fix: Some(correct_label),
    page: include_str!("../../rules/near-miss-label.md"),
    summary: [
        "标签与某个字段只差一个字，这一行没有读作字段",
        "A label is one slip away from a field's, so its line was not read as a field",
    ],
    check: near_miss_label,
};

/// A value that is still to be filled in.
pub(super) static PLACEHOLDER: Rule = Rule {
    name: "placeholder",
    severity: Severity::Information,
    profile: Profile::Standard,
    clauses: &[],
    usual: false,
    fix: None,
    page: include_str!("../../rules/placeholder.md"),
    summary: [
        "有内容待填写：TODO、待填写、{{…}}、空的例外说明、没有写原因的不适用",
        "Something is still to be filled in: TODO, {{...}}, an empty deviation, a waiver without a reason",
    ],
    check: placeholder,
};

/// A dated reference with another date than the standard gives.
pub(super) static REFERENCE_YEAR: Rule = Rule {
    name: "reference-year",
    severity: Severity::Hint,
    profile: Profile::Thorough,
    clauses: &["2"],
    usual: false,
    fix: None,
    page: include_str!("../../rules/reference-year.md"),
    summary: [
        "引用 GB/T 23001 没有写年份，或者不是 2017 年版",
        "GB/T 23001 is referred to without a year, or with another one than 2017",
    ],
    check: reference_year,
};

fn near_miss_label(check: &mut Checker<'_>, entity: &Entity) {
    for problem in &entity.problems {
        if let ProblemKind::NearLabel { kind, label } = &problem.kind
            && let Some((_, near)) = schema::slip_of_label(*kind, label)
        {
            check.report(
                problem.span,
                || format!("“{label}”与字段“{near}”只差一个字，这一行没有读作字段；如是笔误，请改为“{near}”"),
                || format!("\"{label}\" is one slip away from the field \"{near}\", so this line was not read as a field: correct it if it is one"),
            );
        }
    }
}

fn correct_label(fixer: &Fixer<'_>, finding: &Finding) -> Vec<Fix> {
    let Some(entity) = fixer.entity(finding) else { return Vec::new() };
    let problem = entity.problems.iter().find(|problem| problem.span == finding.span);
    let Some(ProblemKind::NearLabel { kind, label }) = problem.map(|problem| &problem.kind) else {
        return Vec::new();
    };
    let Some((field, near)) = schema::slip_of_label(*kind, label) else { return Vec::new() };
    if super::reading::gives(entity, *kind, finding.span, field.key) {
        return Vec::new();
    }
    let title = match fixer.locale {
        Locale::Zh => format!("改为“{near}”"),
        Locale::En => format!("Change to \"{near}\""),
    };
    let change = fixer.replace(finding.span, near);
    Fix::new(title, change.into_iter().collect()).map(Fix::preferred).into_iter().collect()
}

/// One finding an entity, at its first unfinished place.
fn placeholder(check: &mut Checker<'_>, entity: &Entity) {
    let measures = entity.measures.iter();
    let unworded = measures.clone().filter(|measure| {
        let waived = measure.waiver.as_ref().is_some_and(|waiver| waiver.reason.is_none());
        measure.placeholder || waived || mentions_placeholder(&measure.text.text)
    });
    let inner = measures.flat_map(|measure| &measure.fields).filter(|field| field.key != FieldKey::Text);
    let records = entity.records.iter().flat_map(|record| &record.fields);
    let fields = entity.fields.iter().chain(inner).chain(records).filter_map(unfinished);
    let mut places: Vec<Span> = unworded.map(|measure| measure.text.span).chain(fields).collect();
    places.sort_by_key(|place| check.order(*place));
    places.dedup();
    let Some((&first, others)) = places.split_first() else { return };
    let more = others.len();
    check.report(
        first,
        || {
            let more = if more > 0 { format!("（另有 {more} 处）") } else { String::new() };
            format!("{}有内容待填写{more}；占位的文字不算内容，请补上或删去", named(entity, Locale::Zh))
        },
        || {
            let more = if more > 0 { format!(", and {more} more") } else { String::new() };
            format!("Still to be filled in, in the {}{more}: a placeholder counts for nothing, fill it in or delete it", named(entity, Locale::En))
        },
    );
}

/// The place of a field's value that is still to be filled in.
fn unfinished(field: &Field) -> Option<Span> {
    if field.key == FieldKey::Deviation && field.words.is_empty() && !field.placeholder {
        return Some(field.value);
    }
    let first = field.words.first()?;
    if field.placeholder {
        return Some(first.span);
    }
    field.words.iter().find(|word| mentions_placeholder(&word.text)).map(|word| word.span)
}

fn reference_year(check: &mut Checker<'_>, entity: &Entity) {
    let measures = entity.measures.iter().map(|measure| &measure.text);
    let inner = entity.measures.iter().flat_map(|measure| &measure.fields);
    let inner = inner.filter(|field| !matches!(field.key, FieldKey::Text | FieldKey::Clause));
    let fields = entity.fields.iter().chain(inner).filter(|field| field.key != FieldKey::Standard);
    // A list parts the standard's number at its slash.
    let parts = fields.flat_map(|field| {
        let before = std::iter::once(None).chain(field.words.iter().map(Some));
        before
            .map(|word| word.filter(|word| word.text.to_ascii_lowercase().ends_with("gb")))
            .zip(&field.words)
    });
    for (before, word) in measures.map(|word| (None, word)).chain(parts) {
        let whole = before.map(|before| format!("{}/{}", before.text, word.text));
        let found = misdated_references(whole.as_deref().unwrap_or(&word.text));
        if let Some((_, year)) = found.into_iter().next() {
            report_year(check, word.span, year.as_deref());
        }
    }
    for problem in &entity.problems {
        if let ProblemKind::Misdated(year) = &problem.kind {
            report_year(check, problem.span, year.as_deref());
        }
    }
}

/// Tells of a reference without its year, or with another one.
fn report_year(check: &mut Checker<'_>, place: Span, year: Option<&str>) {
    let (number, right) = DATED;
    let name = format!("GB/T {number}");
    let clause = check.rule.clauses.first().copied().unwrap_or_default();
    check.report(
        place,
        || match year {
            None => format!("引用 {name} 没有写年份；标准引用的是 {name}—{right}（第 {clause} 章），请写明年份"),
            Some(year) => format!("引用的是 {name}—{year}；标准引用的是 {name}—{right}（第 {clause} 章），请核对"),
        },
        || match year {
            None => format!("{name} is referred to without a year; the standard refers to {name}-{right} (clause {clause}): give the year"),
            Some(year) => format!("This refers to {name}-{year}; the standard refers to {name}-{right} (clause {clause}): check it"),
        },
    );
}
