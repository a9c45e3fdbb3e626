//! Hovers of vocabulary: a term's defining clause, and what the tool knows of the term.

use super::{Locale, level_title, parsed, with_notes};
use crate::ide::quote::{Part, escape, quote};
use crate::rules::Locale::{En, Zh};
use crate::schema::{self, Type};
use crate::standard::{BenefitClass, Match, OwnWords, Term, TermSet, standard};

/// A term, written as `written`.
pub(super) fn term(term: &'static Term, written: &str, own: &OwnWords, locale: Locale) -> String {
    let set = set_name(term.set, locale);
    let name = escape(locale.pick(term.name, term.english));
    let title = match locale {
        Zh => format!("{name}（{}）", escape(set)),
        En => format!("{name} ({})", escape(set)),
    };
    let quoted = defined(term.set, term.clause, &spellings(term), locale);
    let mut lines = Vec::new();
    let (shown, name) = (escape(written), escape(term.name));
    if own.meant(term.set, written).is_some() {
        lines.push(match locale {
            Zh => format!("“{shown}”是本单位自用的说法（见设置），即“{name}”"),
            En => format!("“{shown}” is a word of your own for “{name}” (see the settings)"),
        });
    } else if let Match::Corrected(_) = standard().terms().lookup(term.set, written) {
        lines.push(match locale {
            Zh => format!("这里写作“{shown}”，规范写法为“{name}”"),
            En => format!("Written “{shown}” here; the standard's word is “{name}”"),
        });
    }
    lines.push(match locale {
        Zh => format!("英文：{}，键 `{}`", escape(term.english), term.key),
        En => format!("Chinese: {}; key `{}`", escape(term.name), term.key),
    });
    lines.extend(levels(term, locale));
    lines.extend(combination(term, locale));
    if let Some(class) = term.class.and_then(class_of) {
        let class = locale.pick(class.name, class.english);
        lines.push(format!("{}{}", locale.pick("价值效益类别：", "Class: "), escape(class)));
    }
    if term.clause.is_empty() {
        lines.push(
            locale
                .pick("本工具的用语，标准没有规定", "A word of this tool; the standard has none")
                .to_owned(),
        );
    }
    with_notes(&title, &quoted, &lines, locale)
}

/// A class of benefits, with its benefits.
pub(super) fn class(class: &'static BenefitClass, locale: Locale) -> String {
    let benefits = standard().terms().of(TermSet::Benefit);
    let members: Vec<&Term> = benefits.iter().filter(|term| term.class == Some(class.key)).collect();
    let set = set_name(TermSet::Benefit, locale);
    let name = escape(locale.pick(class.name, class.english));
    let title = match locale {
        Zh => format!("{name}（{}类别）", escape(set)),
        En => format!("{name} (class of {})", escape(set)),
    };
    let clause = members.first().map_or("", |first| first.clause);
    let quoted = defined(TermSet::Benefit, clause, &[], locale);
    let names: Vec<String> =
        members.iter().map(|term| escape(locale.pick(term.name, term.english))).collect();
    let lines = [
        format!("{}{}", locale.pick("包括：", "It holds: "), names.join(locale.pick("、", ", "))),
        match locale {
            Zh => format!("英文：{}，键 `{}`", escape(class.english), class.key),
            En => format!("Chinese: {}; key `{}`", escape(class.name), class.key),
        },
    ];
    with_notes(&title, &quoted, &lines, locale)
}

/// The defining clause as far as it speaks of these spellings, the longest that it holds; else of what the set's field
/// is called.
fn defined(set: TermSet, citation: &'static str, spellings: &[&'static str], locale: Locale) -> String {
    let (id, letter) = parsed(citation);
    let Some(clause) = standard().clause(id) else { return String::new() };
    let held = |word: &&&str| clause.strings().skip(1).any(|text| text.contains(**word));
    let own = spellings.iter().filter(held).max_by_key(|word| word.len()).copied();
    let words = match own {
        Some(word) => vec![word],
        None if letter.is_some() => Vec::new(),
        None => field_of(set).map_or_else(Vec::new, |field| field.labels.to_vec()),
    };
    quote(id, &Part::Speaking(letter, words), locale).unwrap_or_default()
}

/// The Chinese spellings by which the standard may call a term.
fn spellings(term: &'static Term) -> Vec<&'static str> {
    std::iter::once(term.name).chain(term.accepted.iter().copied()).filter(|word| !word.is_ascii()).collect()
}

/// The levels at which a term belongs.
fn levels(term: &Term, locale: Locale) -> Option<String> {
    let at: Vec<String> = term
        .levels
        .iter()
        .map(|at| {
            let (level, citation) = (level_title(at.level, locale), escape(at.citation));
            match locale {
                Zh => format!("{level}，依据 {citation}"),
                En => format!("{level}, by {citation}"),
            }
        })
        .collect();
    let lead = locale.pick("对应等级：", "Belongs to: ");
    (!at.is_empty()).then(|| format!("{lead}{}", at.join(locale.pick("；", "; "))))
}

/// What a pattern combines to, or which pattern leads to a form.
fn combination(term: &Term, locale: Locale) -> Option<String> {
    let terms = standard().terms();
    let (lead, other) = match term.set {
        TermSet::Pattern => {
            (locale.pick("对应的能力类型：", "Its form: "), terms.term(TermSet::Form, term.form?)?)
        }
        TermSet::Form => {
            let leads = |pattern: &&Term| pattern.form == Some(term.key);
            let pattern = terms.of(TermSet::Pattern).iter().find(leads)?;
            (locale.pick("对应的能力模块类型：", "Its pattern: "), pattern)
        }
        _ => return None,
    };
    Some(format!("{lead}{}", escape(locale.pick(other.name, other.english))))
}

fn class_of(key: &str) -> Option<&'static BenefitClass> {
    standard().terms().benefit_classes().iter().find(|class| class.key == key)
}

/// The field whose values a set holds.
fn field_of(set: TermSet) -> Option<&'static schema::Field> {
    schema::FIELDS.iter().find(|field| matches!(field.ty, Type::Term(of) | Type::Terms(of) if of == set))
}

fn set_name(set: TermSet, locale: Locale) -> &'static str {
    field_of(set).map_or("", |field| match locale {
        Zh => field.label(),
        En => field.name(),
    })
}
