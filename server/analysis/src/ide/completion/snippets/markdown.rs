//! Skeletons in Markdown: headings, fields as list items, measures as lists or tables.

use super::super::place::Heading;
use super::super::{Site, style};
use super::content::{Measure, Outline, Voice, measures, plan_chapters, plan_heads};
use super::{Draft, Form};
use crate::model::{ASPECT_COLUMN, Entity, ScopeKind, numbering};
use crate::rules::Locale;
use crate::schema::{self, FieldKey, Kind, heading_kind};
use crate::standard::{Aspect, Dimension, Level, capitalized, standard};

/// The depth at which the heading of an entity belongs: beside those of its kind, a unit below its capability.
pub(super) fn depth(heading: &Heading, kind: Kind) -> usize {
    let inner = |wanted: Kind| {
        heading.scopes.iter().rev().find_map(|scope| match scope.kind {
            ScopeKind::Entity(_, kind) if kind == wanted => Some(scope.depth),
            _ => None,
        })
    };
    let outer = heading.scopes.iter().find_map(|scope| match scope.kind {
        ScopeKind::Entity(..) => Some(scope.depth),
        _ => None,
    });
    let below = match kind {
        Kind::Unit => inner(Kind::Capability).map(|depth| depth + 1),
        _ => None,
    };
    let title =
        heading.scopes.iter().find(|scope| scope.kind == ScopeKind::Title).map_or(1, |scope| scope.depth);
    let typed = (heading.depth > 0).then_some(heading.depth);
    inner(kind).or(below).or(outer).or(typed).unwrap_or(title + 1)
}

/// An entity at a depth, with the number that was typed before its title.
pub(super) fn entity(
    site: &Site<'_>,
    voice: Voice,
    outline: &Outline,
    form: Form,
    (depth, number): (usize, &str),
) -> Draft {
    let mut draft = Draft::default();
    draft.push(&format!("{} {number}", "#".repeat(depth)));
    title(site, voice, outline, &mut draft);
    body(site, voice, outline, form, depth, &mut draft);
    draft
}

fn body(site: &Site<'_>, voice: Voice, outline: &Outline, form: Form, depth: usize, draft: &mut Draft) {
    let shape = style::label_shape(site, voice.names);
    for (at, (row, value, open)) in outline.fields.iter().enumerate() {
        let (inside, outside) = if shape.inside { (shape.colon, "") } else { ("", shape.colon) };
        let (emphasis, label) = (shape.emphasis, voice.field(row));
        let gap = if at == 0 { "\n\n" } else { "\n" };
        draft.push(&format!("{gap}- {emphasis}{label}{inside}{emphasis}{outside}"));
        if *open {
            draft.stop(value);
        } else {
            draft.push(value);
        }
    }
    if let Some(level) = outline.level {
        dimensions(voice, level, form, depth + 1, draft);
    }
}

/// The heading's title in the form of the document's others.
fn title(site: &Site<'_>, voice: Voice, outline: &Outline, draft: &mut Draft) {
    let text = site.document.text();
    let same = |entity: &&Entity| {
        entity.kind == outline.kind
            && !entity.row
            && entity.key.file == site.document.file
            && entity.id.is_some()
    };
    let sources = site.set.entities().filter(same).map(|entity| {
        let anchor = text.slice(site.document.range(entity.anchor)).into_owned();
        let id = entity.id.as_ref().map(|id| id.text.clone()).unwrap_or_default();
        (anchor[numbering(&anchor)..].to_owned(), id)
    });
    // Of the words that mean the kind, that which the others have.
    let like =
        sources.filter(|(title, id)| heading_kind(title).is_some() && title.contains(id.as_str())).last();
    let word = match (&like, voice.names) {
        (Some((title, id)), _) => {
            let end = title.find([' ', '：', ':', '{', '（']).unwrap_or(title.len());
            title[..end.min(title.find(id.as_str()).unwrap_or(end))].to_owned()
        }
        (None, Locale::Zh) => outline.kind.name().to_owned(),
        (None, Locale::En) => capitalized(outline.kind.key()),
    };
    let before = like.as_ref().and_then(|(title, id)| title[..title.find(id.as_str())?].chars().next_back());
    let colon = voice.names.pick("：", ": ");
    match before {
        Some('#') => attribute(&word, colon, outline, voice, draft),
        Some('（' | '(') => {
            draft.push(&format!("{word}{colon}"));
            draft.stop(voice.blank());
            draft.push(&format!("（{}）", outline.id));
        }
        None if outline.kind == Kind::Capability => attribute(&word, colon, outline, voice, draft),
        _ => {
            draft.push(&format!("{word} {} ", outline.id));
            draft.stop(voice.blank());
        }
    }
}

fn attribute(word: &str, colon: &str, outline: &Outline, voice: Voice, draft: &mut Draft) {
    draft.push(&format!("{word}{colon}"));
    draft.stop(voice.blank());
    draft.push(&format!(" {{#{}}}", outline.id));
}

fn dimensions(voice: Voice, level: Level, form: Form, depth: usize, draft: &mut Draft) {
    for dimension in Dimension::all() {
        draft.push(&format!("\n\n{} ", "#".repeat(depth)));
        dimension_below(voice, (dimension, level), form, depth, draft);
    }
}

/// A dimension as a heading of its own, with the number that was typed before its title.
pub(super) fn dimension(
    voice: Voice,
    of_level: (Dimension, Level),
    form: Form,
    (depth, number): (usize, &str),
) -> Draft {
    let mut draft = Draft::default();
    draft.push(&format!("{} {number}", "#".repeat(depth)));
    dimension_below(voice, of_level, form, depth, &mut draft);
    draft
}

/// A dimension from its name on.
fn dimension_below(
    voice: Voice,
    (dimension, level): (Dimension, Level),
    form: Form,
    depth: usize,
    draft: &mut Draft,
) {
    draft.push(&match voice.names {
        Locale::Zh => format!("{}\n", dimension.name()),
        Locale::En => format!("{}\n", capitalized(dimension.english())),
    });
    if form == Form::Short {
        header(voice, draft);
    }
    let measures = measures(level);
    for (aspect, list) in measures.iter().filter(|(aspect, _)| aspect.dimension() == dimension) {
        match form {
            Form::Long => {
                draft.push(&format!("\n{} {}\n", "#".repeat(depth + 1), aspect_name(voice, *aspect)));
                items(voice, list, draft);
                if Some(*aspect) != dimension.aspects().last() {
                    draft.push("\n");
                }
            }
            Form::Short => rows(voice, *aspect, list, draft),
        }
    }
}

/// An aspect as a heading of its own, with the number that was typed before its title.
pub(super) fn aspect(
    voice: Voice,
    (aspect, list): (Aspect, &[Measure]),
    (depth, number): (usize, &str),
) -> Draft {
    let mut draft = Draft::default();
    draft.push(&format!("{} {number}{}\n", "#".repeat(depth), aspect_name(voice, aspect)));
    items(voice, list, &mut draft);
    draft
}

fn items(voice: Voice, list: &[Measure], draft: &mut Draft) {
    for measure in list {
        draft.push("\n- ");
        draft.stop(&measure.text(voice));
        draft.push(&format!(" [{}]", measure.citation));
    }
}

fn rows(voice: Voice, aspect: Aspect, list: &[Measure], draft: &mut Draft) {
    for (at, measure) in list.iter().enumerate() {
        // Below the first row of an aspect its name is understood.
        let name = if at == 0 { aspect_name(voice, aspect) } else { "" };
        draft.push(&format!("\n| {name} | "));
        draft.stop(&measure.text(voice).replace('|', "\\|"));
        draft.push(&format!(" | {} |", measure.citation));
    }
}

fn header(voice: Voice, draft: &mut Draft) {
    let label = |key: FieldKey| schema::field(Kind::Measure, key).map_or("", |row| voice.field(row));
    let aspect = voice.names.pick(ASPECT_COLUMN[0], ASPECT_COLUMN[1]);
    draft.push(&format!(
        "\n| {aspect} | {} | {} |\n|---|---|---|",
        label(FieldKey::Text),
        label(FieldKey::Clause)
    ));
}

fn aspect_name(voice: Voice, aspect: Aspect) -> &'static str {
    voice.names.pick(aspect.name(), aspect.key())
}

/// The fields of a plan at the head of its document.
pub(super) fn front_matter(voice: Voice) -> Draft {
    let mut draft = Draft::default();
    draft.push(&format!("---\n{}: {}\n", edition_key(), standard().edition()));
    for row in plan_heads() {
        draft.push(&format!("{}: ", row.name()));
        draft.stop(voice.blank());
        draft.push("\n");
    }
    draft.push("---");
    draft
}

pub(super) fn edition_key() -> &'static str {
    schema::field(Kind::Plan, FieldKey::Standard).map_or("", schema::Field::name)
}

/// A plan with one capability, which one unit carries.
pub(super) fn plan(site: &Site<'_>, voice: Voice, level: Level) -> Draft {
    let mut draft = front_matter(voice);
    draft.push("\n\n# ");
    draft.stop(voice.title());
    for row in plan_chapters() {
        let name = match voice.names {
            Locale::Zh => row.label().to_owned(),
            Locale::En => capitalized(row.name()),
        };
        draft.push(&format!("\n\n## {name}\n\n"));
        draft.stop(voice.blank());
    }
    let capability = Outline::of(site, voice, Kind::Capability, Some(level), false);
    draft.push("\n\n## ");
    title(site, voice, &capability, &mut draft);
    body(site, voice, &Outline { level: None, ..capability }, Form::Long, 2, &mut draft);
    let unit = Outline::of(site, voice, Kind::Unit, Some(level), true);
    draft.push("\n\n### ");
    title(site, voice, &unit, &mut draft);
    body(site, voice, &unit, Form::Long, 3, &mut draft);
    draft.push("\n");
    draft
}
