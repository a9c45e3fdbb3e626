//! Terms by other names: benefits outside the nine classes, and words for which the standard has one of its own.

use super::vocabulary::{level_words, term_words};
use super::wording::{cited, is_written, label, terms};
use super::{Checker, Finding, Fix, Fixer, Locale, Profile, Rule, Severity};
use crate::model::{Entity, Field, Section, Word};
use crate::schema::{self, FieldKey, Kind};
use crate::standard::{Aspect, Match, TermSet, normalize, standard};

/// A benefit that is none of the nine.
pub(super) static UNKNOWN_BENEFIT: Rule = Rule {
    name: "unknown-benefit",
    severity: Severity::Information,
    profile: Profile::Standard,
    clauses: &["5"],
    usual: false,
    fix: None,
    page: include_str!("../../rules/unknown-benefit.md"),
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
    fix: Some(replace_by_term),
    page: include_str!("../../rules/synonym.md"),
    summary: ["用了近义的说法，标准另有规范术语", "A near word is used where the standard has a term"],
    check: synonym,
};

fn unknown_benefit(check: &mut Checker<'_>, entity: &Entity) {
    let clauses = check.rule.clauses;
    for (kind, field, set, word) in term_words(entity) {
        if set != TermSet::Benefit || is_benefit(word) {
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
pub(super) fn is_benefit(word: &Word) -> bool {
    let text = word.text.as_str();
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
    word.term(TermSet::Benefit).is_some()
        || known(text)
        || normal.split('/').all(|part| !part.is_empty() && known(part))
        || contains()
}

/// A benefit's name of fewer characters is too common a word to be found inside others.
const LEAST_NAME: usize = 4;

/// A word for which there is a term: where it stands, the term as the document should write it, the clauses.
struct Near<'a> {
    word: &'a Word,
    better: &'static str,
    field: (Kind, FieldKey),
    clauses: &'static [&'static str],
}

fn near_words(entity: &Entity) -> impl Iterator<Item = Near<'_>> {
    let terms = term_words(entity).filter_map(|(kind, field, set, word)| {
        let Match::Corrected(term) = word.lookup(set) else { return None };
        let clauses = match term.clause {
            "" => schema::field(kind, field.key).map_or(&[][..], |row| row.clauses),
            _ => std::slice::from_ref(&term.clause),
        };
        let better = if word.text.is_ascii() { term.key } else { term.name };
        Some(Near { word, better, field: (kind, field.key), clauses })
    });
    let levels = level_words(entity).filter_map(|word| {
        let reading = word.level();
        let level = reading.level.filter(|_| reading.corrected && is_written(word))?;
        let row = schema::field(entity.kind, FieldKey::Target)?;
        Some(Near { word, better: level.code(), field: (entity.kind, row.key), clauses: row.clauses })
    });
    terms.chain(levels)
}

/// A heading, key or cell that names a dimension or aspects by a near word: the word, the name as it should be, what is
/// named (whether a dimension), the clauses.
struct NearName<'a> {
    word: &'a Word,
    better: String,
    is_dimension: bool,
    clauses: Vec<&'static str>,
}

fn near_names(entity: &Entity) -> Vec<NearName<'_>> {
    let mut found: Vec<NearName<'_>> = Vec::new();
    for section in &entity.sections {
        let Some(word) = &section.near else { continue };
        let clause = section.aspect.map_or(section.dimension.clause(), Aspect::clause);
        // The two aspects of one heading share its words.
        if let Some(same) = found.iter_mut().find(|known| known.word.span == word.span) {
            same.clauses.push(clause);
            continue;
        }
        let better = match section.aspect {
            Some(_) => schema::resolve_aspects_in(section.dimension, &word.text).1,
            None => Some(section.dimension.name().to_owned()),
        };
        let Some(better) = better else { continue };
        found.push(NearName { word, better, is_dimension: section.aspect.is_none(), clauses: vec![clause] });
    }
    found
}

fn synonym(check: &mut Checker<'_>, entity: &Entity) {
    for NearName { word, better, is_dimension, clauses } in near_names(entity) {
        let text = &word.text;
        check
            .report(
                word.span,
                || {
                    let what = if is_dimension { "维度" } else { "方面" };
                    format!("{what}的规范名称是“{better}”{}；请替换“{text}”", cited(&clauses, Locale::Zh))
                },
                || {
                    let what = if is_dimension { "dimension" } else { "aspect" };
                    format!(
                        "The name of the {what} \"{text}\" is \"{better}\"{}: use it",
                        cited(&clauses, Locale::En)
                    )
                },
            )
            .citing(clauses);
    }
    for Near { word, better, field: (kind, key), clauses } in near_words(entity) {
        let text = &word.text;
        check
            .report(
                word.span,
                || {
                    let (field, basis) = (label(kind, key, Locale::Zh), cited(clauses, Locale::Zh));
                    format!("“{field}”的规范术语是“{better}”{basis}；请替换“{text}”")
                },
                || {
                    let (field, basis) = (label(kind, key, Locale::En), cited(clauses, Locale::En));
                    format!("The term for \"{text}\" in \"{field}\" is \"{better}\"{basis}: use it")
                },
            )
            .citing(clauses.iter().copied());
    }
}

fn replace_by_term(fixer: &Fixer<'_>, finding: &Finding) -> Vec<Fix> {
    let Some(entity) = fixer.entity(finding) else { return Vec::new() };
    if let Some(name) = near_names(entity).into_iter().find(|name| name.word.span == finding.span) {
        return rename(fixer, entity, &name).into_iter().collect();
    }
    let near = near_words(entity).find(|near| near.word.span == finding.span);
    let fix = near.and_then(|Near { word, better, .. }| {
        let (fields, text) = (term_words(entity), &word.text);
        let again = fields
            .filter(|(_, _, _, own)| own.span == word.span)
            .find(|(_, field, set, _)| names_again(field, *set, word));
        if let Some((_, field, ..)) = again {
            let title = match fixer.locale {
                Locale::Zh => format!("删去“{text}”：已有“{better}”"),
                Locale::En => format!("Delete \"{text}\": \"{better}\" is there"),
            };
            return Fix::new(title, fixer.remove_word(field, word).into_iter().collect());
        }
        let title = match fixer.locale {
            Locale::Zh => format!("改为“{better}”"),
            Locale::En => format!("Replace by \"{better}\""),
        };
        Fix::new(title, fixer.replace_word(word, better).into_iter().collect())
    });
    // Both words mean the same: that is why the one is corrected to the other.
    fix.map(|fix| fix.safe().preferred()).into_iter().collect()
}

/// The right name in place of a near one; none where a key of that name stands beside it in YAML.
fn rename(fixer: &Fixer<'_>, entity: &Entity, name: &NearName<'_>) -> Option<Fix> {
    let opened = |section: &Section| (section.dimension, section.aspect);
    let is_own = |section: &&Section| section.near.as_ref().is_some_and(|near| near.span == name.word.span);
    let own: Vec<_> = entity.sections.iter().filter(is_own).map(opened).collect();
    let again = entity.sections.iter().any(|section| !is_own(&section) && own.contains(&opened(section)));
    if again && fixer.is_yaml(name.word.span) {
        return None;
    }
    let title = match fixer.locale {
        Locale::Zh => format!("改为“{}”", name.better),
        Locale::En => format!("Replace by \"{}\"", name.better),
    };
    let change = fixer.replace_word(name.word, &name.better);
    Fix::new(title, change.into_iter().collect()).map(|fix| fix.safe().preferred())
}

/// Whether a field names a word's term elsewhere too: by its own name, or by a near word before this one.
fn names_again(field: &Field, set: TermSet, word: &Word) -> bool {
    let meant = word.lookup(set).term().map(|term| term.key);
    let at = field.words.iter().position(|other| other.span == word.span);
    let others = field.words.iter().enumerate().filter(|(other, _)| Some(*other) != at);
    others
        .filter(|(_, other)| other.lookup(set).term().map(|term| term.key) == meant)
        .any(|(place, other)| other.lookup(set).is_exact() || Some(place) < at)
}
