//! Quantified goals: from where to where, by when (clauses 7.2.2 and 7.2.4).

use super::wording::{cited, excerpt, is_written, label, named};
use super::{Checker, Locale, Profile, Rule, Severity};
use crate::model::{Entity, Indicator};
use crate::schema::{FieldKey, Kind};

/// An indicator that cannot be measured against.
pub(super) static INDICATOR_INCOMPLETE: Rule = Rule {
    name: "indicator-incomplete",
    severity: Severity::Hint,
    profile: Profile::Thorough,
    clauses: &["7.2.2", "7.2.4"],
    usual: false,
    fix: None,
    page: include_str!("../../rules/indicator-incomplete.md"),
    summary: [
        "量化目标缺现状值、目标值或完成时间",
        "An indicator lacks its baseline, its target value or its due date",
    ],
    check: indicator_incomplete,
};

fn lacks(indicator: &Indicator, key: FieldKey) -> bool {
    !indicator.field(key).is_some_and(|field| !field.placeholder && field.words.iter().any(is_written))
}

fn indicator_incomplete(check: &mut Checker<'_>, entity: &Entity) {
    let clauses = check.rule.clauses;
    for indicator in entity.records.iter().filter(|record| record.kind == Kind::Indicator) {
        let absent: Vec<FieldKey> = [FieldKey::Baseline, FieldKey::Goal, FieldKey::Due]
            .into_iter()
            .filter(|&key| lacks(indicator, key))
            .collect();
        if absent.is_empty() {
            continue;
        }
        let name = indicator.field(FieldKey::Metric).and_then(|field| field.words.first());
        let title = |locale| name.map_or_else(String::new, |name| excerpt(&name.text, locale));
        let fields = |locale: Locale| {
            let labels: Vec<&str> = absent.iter().map(|&key| label(Kind::Indicator, key, locale)).collect();
            labels.join(locale.pick("、", ", "))
        };
        check.report(
            name.map_or(indicator.span, |name| name.span),
            || {
                format!(
                    "{}的指标{}缺{}{}；请补上",
                    named(entity, Locale::Zh),
                    title(Locale::Zh),
                    fields(Locale::Zh),
                    cited(clauses, Locale::Zh)
                )
            },
            || {
                format!(
                    "The indicator {} of the {} lacks {}{}: add it",
                    title(Locale::En),
                    named(entity, Locale::En),
                    fields(Locale::En),
                    cited(clauses, Locale::En)
                )
            },
        );
    }
}
