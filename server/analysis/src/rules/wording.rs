//! How messages name things, shared by the rules.

use super::Locale;
use crate::model::{Entity, Word};
use crate::plan_set::PlanSet;
use crate::schema::{FieldKey, Kind};
use crate::standard::{TermSet, normalize, standard};

/// How a message names an entity: `能力单元 CU-01 `, `unit CU-01`; only the kind where it has neither id nor name. In
/// Chinese, a blank stands behind an id, as between Latin and Chinese anywhere: the sentence goes on in Chinese.
pub(super) fn named(entity: &Entity, locale: Locale) -> String {
    let kind = locale.pick(entity.kind.name(), entity.kind.key());
    match (&entity.id, entity.title(), locale) {
        (_, "", _) => kind.to_owned(),
        (Some(_), id, Locale::Zh) => format!("{kind} {id} "),
        (Some(_), id, Locale::En) => format!("{kind} {id}"),
        (None, name, Locale::Zh) => format!("{kind}“{name}”"),
        (None, name, Locale::En) => format!("{kind} \"{name}\""),
    }
}

/// An English kind with its article.
pub(super) fn a_kind(kind: Kind) -> String {
    let key = kind.key();
    let article = if key.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
    format!("{article} {key}")
}

/// Kinds in words: `规划、新型能力或能力模块`, `a plan, a capability or a module`.
pub(super) fn kinds(kinds: &[Kind], locale: Locale) -> String {
    let named: Vec<String> = match locale {
        Locale::Zh => kinds.iter().map(|kind| kind.name().to_owned()).collect(),
        Locale::En => kinds.iter().map(|&kind| a_kind(kind)).collect(),
    };
    let Some((last, others)) = named.split_last() else { return String::new() };
    let others = others.join(locale.pick("、", ", "));
    if others.is_empty() { last.clone() } else { format!("{others}{}{last}", locale.pick("或", " or ")) }
}

/// Names in a message: `、` or a comma between them.
pub(super) fn listed<T: AsRef<str>>(names: &[T], locale: Locale) -> String {
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    names.join(locale.pick("、", ", "))
}

/// The names of a set's terms, in the standard's order.
pub(super) fn terms(set: TermSet, locale: Locale) -> String {
    let terms = standard().terms().of(set).iter();
    match locale {
        Locale::Zh => terms.map(|term| term.name).collect::<Vec<_>>().join("、"),
        Locale::En => terms.map(|term| term.key).collect::<Vec<_>>().join(", "),
    }
}

/// The label of a field of `kind` in a message: its canonical Chinese label or English key.
pub(super) fn label(kind: Kind, key: FieldKey, locale: Locale) -> &'static str {
    crate::schema::field(kind, key).map_or("", |field| locale.pick(field.label(), field.name()))
}

/// Whether a value is written at all: a dash alone in a cell says that there is none.
pub(super) fn is_written(word: &Word) -> bool {
    word.text.chars().any(char::is_alphanumeric)
}

/// The clauses that a message rests on, in brackets: `（5、6.2 a）`, ` (5, 6.2 a)`.
pub(super) fn cited(clauses: &[&str], locale: Locale) -> String {
    match locale {
        Locale::Zh => format!("（{}）", clauses.join("、")),
        Locale::En => format!(" ({})", clauses.join(", ")),
    }
}

/// The beginning of an author's text in a message, in quotation marks.
pub(super) fn excerpt(text: &str, locale: Locale) -> String {
    const SHOWN: usize = 20;
    let mut shown: String = text.chars().take(SHOWN).collect();
    if text.chars().nth(SHOWN).is_some() {
        shown.push('…');
    }
    match locale {
        Locale::Zh => format!("“{shown}”"),
        Locale::En => format!("\"{shown}\""),
    }
}

/// A text in the form in which values are compared: normalised, without blanks, case and marks at its ends.
pub(super) fn folded(text: &str) -> String {
    let text: String =
        normalize(text).chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
    text.trim_matches(|c: char| !c.is_alphanumeric() && !"()[]<>%°".contains(c)).to_owned()
}

/// The candidate that is nearest to a word: the same but for case, else at most two slips away and alike for the
/// most part.
pub(crate) fn nearest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let word = folded(word);
    let length = word.chars().count();
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let other = folded(candidate);
        let allowed = (length.max(other.chars().count()) / 3).min(2);
        if length.abs_diff(other.chars().count()) > allowed {
            continue;
        }
        let distance = strsim::osa_distance(&word, &other);
        if distance <= allowed && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// What an id is defined as, with the place of the id: entities in order, then advantages.
pub(super) fn definitions<'a>(
    set: &'a PlanSet,
    id: &'a str,
) -> impl Iterator<Item = (Kind, &'a Word, Option<&'a Entity>)> + 'a {
    let entities =
        set.defined(id).filter_map(|entity| Some((entity.kind, entity.id.as_ref()?, Some(entity))));
    let advantages = set.advantages().filter_map(move |record| {
        let word = record.field(FieldKey::Id)?.words.first()?;
        (word.text == id).then_some((record.kind, word, None))
    });
    entities.chain(advantages)
}
