//! Values: terms of a vocabulary, levels, ids of entities, the edition.

use super::place::Value;
use super::typical::Name;
use super::{About, Candidate, CompletionKind, Offer, Site, style};
use crate::ide::hover::general_clause_of;
use crate::model::build::Surface;
use crate::model::{Entity, LevelField};
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
        Type::Text if value.kind == Kind::Capability && value.field.key == FieldKey::Name => {
            let name = Name {
                node: value.node,
                parent: None,
                range: value.range.clone(),
                blanks: [value.blank, false],
            };
            return Some(super::typical::offer(site, &name));
        }
        _ => return None,
    };
    let text = site.document.text();
    let before = text.slice(text.floor(value.range.start.saturating_sub(4))..value.range.start);
    // `a,` and ` →` want a blank; a comma inside a word has none.
    if value.blank || before.ends_with(',') || before.ends_with(" →") || before.ends_with(" ->") {
        for candidate in &mut candidates {
            candidate.insert.insert(0, ' ');
        }
    }
    Some(Offer::new(&value.range, candidates))
}

/// The terms of a vocabulary: those that fit the target level, or the other side of a module, go first.
fn terms(site: &Site<'_>, value: &Value, set: TermSet) -> Vec<Candidate> {
    let language = style::of_values(site, set, &value.others, value.yaml);
    let known = |term: &&Term| {
        !value.others.iter().any(|other| site.document.own_words().lookup(set, other).term() == Some(term))
    };
    let mut terms: Vec<&Term> = standard().terms().of(set).iter().filter(known).collect();
    let target = site.set.levels_of(value.node).target;
    let other = other_side(site, value, set);
    terms.sort_by_key(|term| {
        let level = target.is_some_and(|target| term.citation_at(target).is_some());
        let form = other.is_some_and(|other| Some(other.key) == term.form || other.form == Some(term.key));
        (!form, !level)
    });
    let spelt = style::spellings(site, set);
    terms
        .into_iter()
        .map(|term| {
            let own = spelt.iter().find(|(key, _)| *key == term.key).map(|(_, own)| own.as_str());
            term_candidate(term, language, own, site.locale)
        })
        .collect()
}

/// What a module's form or pattern must fit: its pattern or form.
fn other_side(site: &Site<'_>, value: &Value, set: TermSet) -> Option<&'static Term> {
    let (key, other) = match set {
        TermSet::Form => (FieldKey::Pattern, TermSet::Pattern),
        TermSet::Pattern => (FieldKey::Form, TermSet::Form),
        _ => return None,
    };
    let word = site.set.entity(value.node)?.words(key).first()?;
    word.term(other)
}

/// The status words, as the author writes them.
pub(super) fn statuses(site: &Site<'_>) -> Vec<Candidate> {
    let language = style::of_values(site, TermSet::Status, &[], site.document.surface == Surface::Yaml);
    let spelt = style::spellings(site, TermSet::Status);
    let own = |term: &Term| spelt.iter().find(|(key, _)| *key == term.key).map(|(_, own)| own.as_str());
    let terms = standard().terms().of(TermSet::Status).iter();
    terms.map(|term| term_candidate(term, language, own(term), site.locale)).collect()
}

fn term_candidate(term: &Term, language: Locale, own: Option<&str>, locale: Locale) -> Candidate {
    let insert = match language {
        Locale::Zh => own.unwrap_or(term.name),
        Locale::En => term.key,
    };
    let names = [term.name, term.key, term.english];
    Candidate {
        kind: CompletionKind::Value,
        label: insert.to_owned(),
        detail: super::detail(term, language, locale),
        about: About::term(term),
        insert: insert.to_owned(),
        spellings: names.iter().chain(&term.accepted).map(|&spelling| spelling.to_owned()).collect(),
        nests: false,
        stops: Vec::new(),
    }
}

/// The levels: from the one above the current level on, where that is known; what is stated elsewhere goes first.
fn levels(site: &Site<'_>, value: &Value) -> Vec<Candidate> {
    let entity = site.set.entity(value.node);
    let declared = |level: Option<&LevelField>| {
        let elsewhere = |level: &&LevelField| {
            let place = site.document.range(level.span);
            level.span.file != site.document.file
                || place.end < value.range.start
                || value.range.end < place.start
        };
        level.filter(elsewhere).map(|level| level.level)
    };
    let current = declared(entity.and_then(|entity| entity.level.current.as_ref()));
    let stated = declared(entity.and_then(|entity| entity.level.target.as_ref()));
    // Behind the arrow stands the target, which is not below the current level.
    let before = value.others.get(value.before.wrapping_sub(1)).and_then(|word| read_level(word).level);
    let lowest = before.or(current.filter(|_| value.field.key == FieldKey::Target));
    let stated = stated.filter(|_| value.field.key != FieldKey::Current && before.is_none());
    let mut levels: Vec<Level> =
        Level::all().filter(|level| lowest.is_none_or(|lowest| *level >= lowest)).collect();
    levels.sort_by_key(|level| (Some(*level) != stated, Some(*level) == lowest));
    levels
        .into_iter()
        .map(|level| Candidate {
            kind: CompletionKind::Value,
            label: format!("{} {}", level.code(), level.name()),
            detail: level_detail(level, site.locale),
            about: About::Level(level),
            insert: style::level(site, level),
            spellings: vec![
                level.code().to_owned(),
                level.name().to_owned(),
                level.english().to_owned(),
                level.number().to_string(),
            ],
            nests: false,
            stops: Vec::new(),
        })
        .collect()
}

/// Its name in the reader's language, which the label has in Chinese, and its clause.
fn level_detail(level: Level, locale: Locale) -> String {
    let clause = general_clause_of(level).map_or("", |clause| clause.id);
    let name = locale.pick("", level.english());
    [name, clause].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
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
    let mut found: Vec<((bool, bool), &Entity)> = site
        .set
        .entities()
        .filter(|entity| kinds.contains(&entity.kind) && own.is_none_or(|own| own.key != entity.key))
        .filter(|entity| entity.id.as_ref().is_some_and(|id| free(&id.text)))
        .map(|entity| (settled(site, value.field.key, entity), entity))
        .collect();
    // What is still to be carried or combined goes first.
    found.sort_by_key(|(settled, _)| *settled);
    let made = found.into_iter().filter_map(|(_, entity)| {
        let name = entity.name.as_ref().map_or("", |name| name.text.as_str());
        Some(reference(&entity.id.as_ref()?.text, name, entity.kind, site.locale))
    });
    made.collect()
}

/// Whether an entity is of the less usual sort for a field, and whether nothing needs to refer to it any more.
fn settled(site: &Site<'_>, field: FieldKey, entity: &Entity) -> (bool, bool) {
    match field {
        FieldKey::Carries => (!site.set.is_leaf(entity.key), !site.set.carriers(entity.key).is_empty()),
        FieldKey::Members => (entity.kind != Kind::Unit, !site.set.modules_of(entity.key).is_empty()),
        _ => (false, false),
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
        about: About::Nothing,
        insert: id.to_owned(),
        spellings: vec![name.to_owned()],
        nests: false,
        stops: Vec::new(),
    }
}

fn edition() -> Candidate {
    let edition = standard().edition();
    Candidate {
        kind: CompletionKind::Value,
        label: edition.to_owned(),
        detail: standard().title().to_owned(),
        about: About::Nothing,
        insert: edition.to_owned(),
        spellings: Vec::new(),
        nests: false,
        stops: Vec::new(),
    }
}
