//! How a document writes: the language of its keys and values, the width of its colons, the shape of its levels, as seen
//! around a cursor.

use super::Site;
use crate::model::{Field, Origin, Piece};
use crate::rules::Locale;
use crate::schema::{self, FieldKey, Kind, Type};
use crate::standard::{Level, Match, TermSet};

/// So many chunks around the cursor are looked at.
const CHUNKS: usize = 48;
/// So many fields decide.
const FIELDS: usize = 24;

/// The facts around the cursor, the nearest chunks first.
fn nearby<'a>(site: &'a Site<'_>) -> impl Iterator<Item = &'a Piece> {
    let chunks = site.document.chunks();
    let at = chunks.at(site.byte).and_then(|chunk| chunks.position(chunk)).unwrap_or_default();
    let around = (0..CHUNKS).flat_map(move |distance| {
        let below = (distance > 0).then_some(at + distance);
        [at.checked_sub(distance), below].into_iter().flatten()
    });
    let ids = around.filter_map(|position| chunks.id_at(position));
    ids.filter_map(|id| site.document.facts(id)).flat_map(|facts| &facts.pieces).map(|(_, piece)| piece)
}

/// The fields around the cursor but the one that is being typed, with their kind where it is known.
fn fields<'a>(site: &'a Site<'_>) -> impl Iterator<Item = (Option<Kind>, &'a Field)> {
    let other = |(_, field): &(Option<Kind>, &Field)| {
        let (label, value) = (site.document.range(field.label), site.document.range(field.value));
        !(label.start.min(value.start)..=label.end.max(value.end)).contains(&site.byte)
    };
    nearby(site).flat_map(fields_in).filter(other)
}

fn fields_in(piece: &Piece) -> impl Iterator<Item = (Option<Kind>, &Field)> {
    let one = match piece {
        Piece::Field { field, .. } => Some((None, &**field)),
        _ => None,
    };
    let inner = match piece {
        Piece::Measure(measure) => Some((Kind::Measure, measure.fields.as_slice())),
        Piece::Record(record) => Some((record.kind, record.fields.as_slice())),
        _ => None,
    };
    let inner =
        inner.into_iter().flat_map(|(kind, fields)| fields.iter().map(move |field| (Some(kind), field)));
    one.into_iter().chain(inner)
}

/// The vocabulary of a field's values.
fn vocabulary(kind: Option<Kind>, field: &Field) -> Option<TermSet> {
    let kinds = [Kind::Capability, Kind::Unit, Kind::Module, Kind::Indicator];
    let row = match kind {
        Some(kind) => schema::field(kind, field.key),
        None => kinds.iter().find_map(|kind| schema::field(*kind, field.key)),
    };
    match row?.ty {
        Type::Term(set) | Type::Terms(set) => Some(set),
        _ => None,
    }
}

/// How the author writes terms of a vocabulary around the cursor, where it is not their canonical name: key, spelling.
pub(super) fn spellings(site: &Site<'_>, set: TermSet) -> Vec<(&'static str, String)> {
    let words = fields(site)
        .filter(|(kind, field)| vocabulary(*kind, field) == Some(set))
        .flat_map(|(_, field)| &field.words);
    let mut found: Vec<(&'static str, String)> = Vec::new();
    for word in words.take(2 * FIELDS) {
        if let Match::Exact(term) = word.lookup(set)
            && term.name != word.text
            && language(&word.text) == Some(Locale::Zh)
            && found.iter().all(|(key, _)| *key != term.key)
        {
            found.push((term.key, word.text.clone()));
        }
    }
    found
}

/// The language in which a text is written: 中文 where a Chinese character stands in it.
fn language(text: &str) -> Option<Locale> {
    if text.chars().any(|c| ('\u{3400}'..='\u{9fff}').contains(&c)) {
        Some(Locale::Zh)
    } else {
        text.contains(|c: char| c.is_ascii_alphabetic()).then_some(Locale::En)
    }
}

/// What most of the nearest say.
fn most(found: impl Iterator<Item = Locale>) -> Option<Locale> {
    let (mut zh, mut en) = (0, 0);
    for locale in found.take(FIELDS) {
        match locale {
            Locale::Zh => zh += 1,
            Locale::En => en += 1,
        }
    }
    (zh + en > 0).then_some(if zh >= en { Locale::Zh } else { Locale::En })
}

/// The language of keys (`yaml`) or labels around the cursor.
pub(super) fn of_names(site: &Site<'_>, yaml: bool) -> Locale {
    let origin = if yaml { Origin::Key } else { Origin::Label };
    let text = site.document.text();
    let labels = fields(site).filter(|(_, field)| field.origin == origin && field.key != FieldKey::Standard);
    let named = labels.filter_map(|(_, field)| language(&text.slice(site.document.range(field.label))));
    let sections = nearby(site).filter_map(|piece| match piece {
        Piece::Section(section) => language(&text.slice(site.document.range(section.span))),
        _ => None,
    });
    most(named).or_else(|| most(sections)).unwrap_or(if yaml { Locale::En } else { Locale::Zh })
}

/// The language of a vocabulary's values around the cursor; `beside` are the other values of the same list.
pub(super) fn of_values(site: &Site<'_>, set: TermSet, beside: &[String], yaml: bool) -> Locale {
    let values = |only: Option<TermSet>| {
        let of_set = fields(site).filter(move |(kind, field)| {
            vocabulary(*kind, field).is_some_and(|found| only.is_none_or(|only| found == only))
        });
        of_set.flat_map(|(_, field)| &field.words).filter_map(|word| language(&word.text))
    };
    most(beside.iter().filter_map(|word| language(word)))
        .or_else(|| most(values(Some(set))))
        .or_else(|| most(values(None)))
        .unwrap_or_else(|| of_names(site, yaml))
}

/// How labels are written.
pub(super) struct LabelShape {
    /// The marks around them.
    pub(super) emphasis: &'static str,
    /// The colon, with the blank behind it.
    pub(super) colon: &'static str,
    /// Whether the colon stands inside the marks.
    pub(super) inside: bool,
}

/// The shape of the labels around the cursor.
pub(super) fn label_shape(site: &Site<'_>, names: Locale) -> LabelShape {
    let text = site.document.text();
    let labels = || fields(site).map(|(_, field)| field).filter(|field| field.origin == Origin::Label);
    let behind = |field: &Field| {
        let end = site.document.range(field.label).end;
        text.slice(end..text.floor(end + 12)).into_owned()
    };
    let wide = labels().filter_map(|field| {
        match behind(field).trim_start_matches([' ', '*', '_']).chars().next()? {
            '：' => Some(Locale::Zh),
            ':' => Some(Locale::En),
            _ => None,
        }
    });
    let nearest = labels().find(|field| behind(field).contains([':', '：']));
    let emphasis = nearest.map_or("", |field| {
        let start = site.document.range(field.label).start;
        let before = text.slice(text.floor(start.saturating_sub(2))..start);
        if before.ends_with("**") { "**" } else { "" }
    });
    let inside = !emphasis.is_empty()
        && nearest.is_some_and(|field| behind(field).trim_start().starts_with([':', '：']));
    let colon = match most(wide).unwrap_or(names) {
        Locale::Zh => "：",
        Locale::En => ": ",
    };
    LabelShape { emphasis, colon, inside }
}

/// A level as the levels around the cursor are written: by code, by name or by both.
pub(super) fn level(site: &Site<'_>, level: Level) -> String {
    let is_level =
        |field: &&Field| matches!(field.key, FieldKey::Level | FieldKey::Current | FieldKey::Target);
    let found = fields(site).map(|(_, field)| field).filter(is_level);
    let shape = found.flat_map(|field| &field.words).find_map(|word| {
        let known = word.level().level?;
        let bare = word.text.replace(known.code(), "").replace(known.name(), "");
        let (code, name) = (word.text.contains(known.code()), word.text.contains(known.name()));
        match (code, name, bare.as_str()) {
            (true, false, "") => Some(String::from("{code}")),
            (false, true, "") => Some(String::from("{name}")),
            (true, true, "（）" | "()" | " ") => {
                Some(word.text.replace(known.code(), "{code}").replace(known.name(), "{name}"))
            }
            _ => None,
        }
    });
    shape.map_or_else(
        || level.code().to_owned(),
        |shape| shape.replace("{code}", level.code()).replace("{name}", level.name()),
    )
}
