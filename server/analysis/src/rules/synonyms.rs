//! Terms by other names: benefits outside the nine classes, and words for which the standard has one of its own.

use super::vocabulary::{level_words, term_words};
use super::wording::{is_written, label, terms};
use super::{Checker, Locale, Profile, Rule, Severity};
use crate::model::{Entity, Word};
use crate::schema::{self, FieldKey, Kind};
use crate::standard::{Match, TermSet, normalize, read_level, standard};

/// A benefit that is none of the nine.
pub(super) static UNKNOWN_BENEFIT: Rule = Rule {
    name: "unknown-benefit",
    severity: Severity::Information,
    profile: Profile::Standard,
    clauses: &["5"],
    usual: false,
    fix: None,
    page: "",
    summary: [
        "价值效益不在标准所参考的分类之内",
        "A benefit is none of those in the classification that the standard refers to",
    ],
    check: unknown_benefit,
};

/// A word for which the standard has a term.
pub(super) static SYNONYM: Rule = Rule {
    name: "synonym",
    severity: Severity::Hint,
    profile: Profile::Thorough,
    clauses: &[],
    usual: false,
    fix: None,
    page: "",
    summary: ["用了近义的说法，标准另有规范术语", "A near word is used where the standard has a term"],
    check: synonym,
};

fn unknown_benefit(check: &mut Checker<'_>, entity: &Entity) {
    let clauses = check.rule.clauses;
    for (kind, field, set, word) in term_words(entity) {
        if set != TermSet::Benefit || is_benefit(&word.text) {
            continue;
        }
        let text = &word.text;
        check.report(
            word.span,
            || {
                let (field, list) = (label(kind, field.key, Locale::Zh), terms(set, Locale::Zh));
                format!("“{text}”不在“{field}”的分类之内（{}）；请归入其中一类：{list}", clauses.join("、"))
            },
            || {
                let (field, list) = (label(kind, field.key, Locale::En), terms(set, Locale::En));
                format!(
                    "\"{text}\" is none of the {field} in the classification ({}); name one of them: {list}",
                    clauses.join(", ")
                )
            },
        );
    }
}

/// Whether a text names a benefit or a class of them, alone, with words around it (`整体效率提升`), or several.
fn is_benefit(text: &str) -> bool {
    let known = |text: &str| {
        standard().terms().lookup(TermSet::Benefit, text).term().is_some()
            || standard().terms().benefit_class(text).is_some()
    };
    let normal = normalize(text);
    let contains = || {
        let names = standard().terms().of(TermSet::Benefit).iter();
        let mut names = names.flat_map(|term| std::iter::once(&term.name).chain(&term.accepted));
        names.any(|name| name.chars().count() >= LEAST_NAME && normal.contains(&*normalize(name)))
    };
    known(text) || normal.split('/').all(|part| !part.is_empty() && known(part)) || contains()
}

/// A benefit's name of fewer characters is too common a word to be found inside others.
const LEAST_NAME: usize = 4;

fn synonym(check: &mut Checker<'_>, entity: &Entity) {
    for (kind, field, set, word) in term_words(entity) {
        if let Match::Corrected(term) = standard().terms().lookup(set, &word.text) {
            let better = if word.text.is_ascii() { term.key } else { term.name };
            let clauses = match term.clause {
                "" => schema::field(kind, field.key).map_or(&[][..], |row| row.clauses),
                _ => std::slice::from_ref(&term.clause),
            };
            report(check, word, better, (kind, field.key), clauses);
        }
    }
    for word in level_words(entity) {
        let reading = read_level(&word.text);
        let Some(level) = reading.level.filter(|_| reading.corrected && is_written(word)) else { continue };
        let clauses = schema::field(entity.kind, FieldKey::Target).map_or(&[][..], |row| row.clauses);
        report(check, word, level.code(), (entity.kind, FieldKey::Target), clauses);
    }
}

fn report(
    check: &mut Checker<'_>,
    word: &Word,
    better: &str,
    (kind, key): (Kind, FieldKey),
    clauses: &[&'static str],
) {
    let text = &word.text;
    check
        .report(
            word.span,
            || {
                let field = label(kind, key, Locale::Zh);
                format!(
                    "“{field}”的规范术语是“{better}”{}；请替换“{text}”",
                    super::wording::cited(clauses, Locale::Zh)
                )
            },
            || {
                let field = label(kind, key, Locale::En);
                format!(
                    "The term for \"{text}\" in \"{field}\" is \"{better}\"{}: use it",
                    super::wording::cited(clauses, Locale::En)
                )
            },
        )
        .citing(clauses.iter().copied());
}
