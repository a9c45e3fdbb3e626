//! Values: terms of a vocabulary, levels, ids of entities, the edition.

use super::place::Value;
use super::{Candidate, CompletionKind, Offer, Site, style};
use crate::ide::quote::{Part, quote};
use crate::model::Entity;
use crate::rules::Locale;
use crate::schema::{FieldKey, Kind, Type};
use crate::standard::{Level, Term, TermSet, read_level, standard};

/// What may stand as the value; what stands there already is not offered again.
pub(super) fn offer(site: &Site<'_>, value: &Value) -> Option<Offer> {
    let mut candidates = match value.field.ty {
        Type::Term(set) | Type::Terms(set) => terms(site, value, set),
        Type::Level | Type::Levels => levels(site, value),
        Type::Reference(kinds) | Type::References(kinds) => references(site, value, kinds),
        Type::Edition => vec![edition()],
        _ => return None,
    };
    let before = site.document.text().slice(value.range.start.saturating_sub(1)..value.range.start);
    if value.blank || &*before == "," {
        for candidate in &mut candidates {
            candidate.insert.insert(0, ' ');
        }
    }
    Some(Offer::new(&value.range, candidates))
}

fn terms(site: &Site<'_>, value: &Value, set: TermSet) -> Vec<Candidate> {
    let language = style::of_values(site, set, &value.others, value.yaml);
    let known = |term: &&Term| {
        !value.others.iter().any(|other| {
            standard().terms().lookup(set, other).term().is_some_and(|present| present.key == term.key)
        })
    };
    let terms = standard().terms().of(set).iter().filter(known);
    terms.map(|term| term_candidate(term, language, site.locale)).collect()
}

fn term_candidate(term: &Term, language: Locale, locale: Locale) -> Candidate {
    let (insert, other) = match language {
        Locale::Zh => (term.name, term.english),
        Locale::En => (term.key, locale.pick(term.name, term.english)),
    };
    let detail =
        if term.clause.is_empty() { other.to_owned() } else { format!("{other} · {}", term.clause) };
    let words = vec![term.name];
    let quotation =
        (!term.clause.is_empty()).then(|| quote(term.clause, &Part::Paragraphs(words), locale)).flatten();
    let own = [term.name, term.key, term.english];
    Candidate {
        kind: CompletionKind::Value,
        label: insert.to_owned(),
        detail,
        documentation: quotation.unwrap_or_default(),
        insert: insert.to_owned(),
        spellings: own.iter().chain(&term.accepted).map(|&spelling| spelling.to_owned()).collect(),
        nests: false,
    }
}

fn levels(site: &Site<'_>, value: &Value) -> Vec<Candidate> {
    // Behind the arrow stands the target, which is not below the current level.
    let lowest = value.others.get(value.before.wrapping_sub(1)).and_then(|word| read_level(word).level);
    Level::all()
        .filter(|level| lowest.is_none_or(|lowest| *level >= lowest))
        .map(|level| Candidate {
            kind: CompletionKind::Value,
            label: format!("{} {}", level.code(), level.name()),
            detail: level.english().to_owned(),
            documentation: String::new(),
            insert: style::level(site, level),
            spellings: vec![
                level.code().to_owned(),
                level.name().to_owned(),
                level.english().to_owned(),
                level.number().to_string(),
            ],
            nests: false,
        })
        .collect()
}

fn references(site: &Site<'_>, value: &Value, kinds: &[Kind]) -> Vec<Candidate> {
    let free = |id: &str| !value.others.iter().any(|other| other == id);
    if kinds.contains(&Kind::Advantage) {
        let named = site.set.advantages().filter_map(|advantage| {
            let id = advantage.field(FieldKey::Id)?.text();
            let name = advantage.field(FieldKey::Name).map(crate::model::Field::text).unwrap_or_default();
            free(&id).then(|| reference(&id, &name, Kind::Advantage, site.locale))
        });
        return named.collect();
    }
    let own = site.set.entity(value.node);
    let mut found: Vec<(bool, &Entity)> = site
        .set
        .entities()
        .filter(|entity| kinds.contains(&entity.kind) && own.is_none_or(|own| own.key != entity.key))
        .filter(|entity| entity.id.as_ref().is_some_and(|id| free(&id.text)))
        .map(|entity| (is_settled(site, value.field.key, entity), entity))
        .collect();
    // What is still to be carried or combined goes first.
    found.sort_by_key(|(settled, _)| *settled);
    let made = found.into_iter().filter_map(|(_, entity)| {
        let name = entity.name.as_ref().map_or("", |name| name.text.as_str());
        Some(reference(&entity.id.as_ref()?.text, name, entity.kind, site.locale))
    });
    made.collect()
}

/// Whether nothing needs to refer to an entity by this field any more.
fn is_settled(site: &Site<'_>, field: FieldKey, entity: &Entity) -> bool {
    match field {
        FieldKey::Carries => !site.set.is_leaf(entity.key) || !site.set.carriers(entity.key).is_empty(),
        FieldKey::Members => !site.set.modules_of(entity.key).is_empty(),
        _ => false,
    }
}

fn reference(id: &str, name: &str, kind: Kind, locale: Locale) -> Candidate {
    Candidate {
        kind: CompletionKind::Reference,
        label: id.to_owned(),
        detail: if name.is_empty() {
            locale.pick(kind.name(), kind.key()).to_owned()
        } else {
            name.to_owned()
        },
        documentation: String::new(),
        insert: id.to_owned(),
        spellings: vec![name.to_owned()],
        nests: false,
    }
}

fn edition() -> Candidate {
    let edition = standard().edition();
    Candidate {
        kind: CompletionKind::Value,
        label: edition.to_owned(),
        detail: standard().title().to_owned(),
        documentation: String::new(),
        insert: edition.to_owned(),
        spellings: Vec::new(),
        nests: false,
    }
}
