//! Hovers of field labels and keys, and of the kinds of entities: what the field is for, and its clauses.

use super::{Locale, level_title, parsed, with_notes};
use crate::ide::quote::{Part, escape, quote};
use crate::rules::Locale::{En, Zh};
use crate::schema::{self, Field, FieldKey, Kind, Type};
use crate::standard::{Clause, Level, TermSet, standard};

/// A clause with more characters than this is quoted only as far as it speaks of the field.
const LONG: usize = 200;

/// A field of a kind.
pub(super) fn field(kind: Kind, key: FieldKey, locale: Locale) -> String {
    let Some(field) = schema::field(kind, key) else { return String::new() };
    let (label, name) = (escape(field.label()), field.name());
    let title = match locale {
        Zh => format!("{label} · `{name}`"),
        En => format!("`{name}` · {label}"),
    };
    let quoted = quoted(field, &words(field), locale);
    let mut lines = vec![format!(
        "{}{}",
        match locale {
            Zh => format!("{}的字段。", kind.name()),
            En => format!("A field of the {}. ", kind.key()),
        },
        escape(locale.pick(field.gloss[0], field.gloss[1]))
    )];
    if let Type::Term(set) | Type::Terms(set) = field.ty {
        lines.push(values(set, matches!(field.ty, Type::Terms(_)), locale));
    }
    if matches!(field.ty, Type::Level | Type::Levels) {
        let levels: Vec<String> = Level::all().map(|level| level_title(level, locale)).collect();
        lines.push(format!("{}{}", locale.pick("可填：", "One of: "), levels.join(locale.pick("、", ", "))));
    }
    let others: Vec<String> =
        field.labels.iter().skip(1).map(|label| escape(label)).chain(names(field)).collect();
    if !others.is_empty() {
        let lead = locale.pick("也可写作：", "Also written: ");
        lines.push(format!("{lead}{}", others.join(locale.pick("、", ", "))));
    }
    with_notes(&title, &quoted, &lines, locale)
}

/// A kind of entity, where a text names it.
pub(super) fn kind(kind: Kind, locale: Locale) -> String {
    let list = schema::FIELDS.iter().find(|field| field.ty == Type::Entities(kind));
    let Some(list) = list else { return String::new() };
    let quoted = quoted(list, &[kind.name()], locale);
    if quoted.is_empty() {
        return quoted;
    }
    format!("### {}\n\n{quoted}", locale.pick(kind.name(), kind.key()))
}

fn names(field: &Field) -> impl Iterator<Item = String> + '_ {
    field.names.iter().skip(1).map(|name| format!("`{name}`"))
}

/// The field's clauses; long ones as far as they speak of these words.
fn quoted(field: &Field, words: &[&'static str], locale: Locale) -> String {
    let quotations = field.clauses.iter().filter_map(|citation| {
        let (id, letter) = parsed(citation);
        let clause = with_body(id)?;
        let part = match letter {
            Some(_) => Part::Speaking(letter, Vec::new()),
            None if length(clause) > LONG => Part::Speaking(None, words.to_vec()),
            None => Part::Whole,
        };
        quote(clause.id, &part, locale)
    });
    quotations.collect::<Vec<_>>().join("\n")
}

/// The clause, or where it only heads others the first of them that says something.
fn with_body(id: &str) -> Option<&'static Clause> {
    let clause = standard().clause(id)?;
    if !clause.body.is_empty() {
        return Some(clause);
    }
    let below = format!("{id}.");
    standard().clauses().iter().find(|part| part.id.starts_with(&below) && !part.body.is_empty())
}

fn length(clause: &Clause) -> usize {
    clause.strings().map(|text| text.chars().count()).sum()
}

/// What the standard's text may call a field: its labels, what it lists, the values of its vocabulary.
fn words(field: &Field) -> Vec<&'static str> {
    let mut words = field.labels.to_vec();
    match field.ty {
        Type::Entities(kind) => words.push(kind.name()),
        Type::Term(set) | Type::Terms(set) => {
            let names = standard().terms().of(set).iter().map(|term| term.name);
            words.extend(names.filter(|name| name.chars().count() > 2));
        }
        Type::Level | Type::Levels => words.extend(Level::all().map(Level::code)),
        _ => {}
    }
    words
}

/// The values of a vocabulary, names and keys.
fn values(set: TermSet, several: bool, locale: Locale) -> String {
    let terms = standard().terms().of(set).iter();
    let listed: Vec<String> = match locale {
        Zh => terms.map(|term| escape(term.name)).collect(),
        En => terms.map(|term| format!("`{}` {}", term.key, escape(term.name))).collect(),
    };
    let lead = match several {
        true => locale.pick("可填一项或多项：", "One or more of: "),
        false => locale.pick("可填：", "One of: "),
    };
    format!("{lead}{}", listed.join(locale.pick("、", ", ")))
}
