//! A field added to an entity that has a heading in Markdown.

use super::field::Value;
use super::geometry::{below, is_blank, line, line_break};
use super::list::item_end;
use super::style::{Shape, is_english, is_labelled, marker, rank, shape_nearby};
use super::{Change, Fixer, cell};
use crate::model::build::Document;
use crate::model::{Entity, Field, Origin};
use crate::schema::{self, FieldKey};
use crate::text::Text;

/// Adds a field behind the one that goes before it, else below the heading; in front matter or a fence with plan
/// fields where the entity's fields stand there.
pub(super) fn add_field(
    fixer: &Fixer<'_>,
    document: &Document,
    entity: &Entity,
    key: FieldKey,
    value: &Value,
) -> Option<Change> {
    let row = schema::field(entity.kind, key)?;
    let text = document.text();
    let own = |origin: Origin| {
        entity.fields.iter().filter(move |field| {
            field.origin == origin
                && field.label.file == document.file
                && is_labelled(fixer, entity.kind, field)
        })
    };
    let labelled: Vec<&Field> = own(Origin::Label).collect();
    if labelled.is_empty() && own(Origin::Key).next().is_some() {
        return fixer.add_key(document, entity, key, value);
    }
    let sample = |field: &&Field| Shape::of(fixer, entity.kind, field);
    let before = labelled.iter().copied().filter(|field| rank(field.key) < rank(key));
    let before = before.max_by_key(|field| rank(field.key)).or(labelled.first().copied());
    let shape = before.as_ref().and_then(sample).or_else(|| labelled.iter().find_map(sample));
    if let (Some(before), Some(shape)) = (before, shape) {
        let name = if shape.english { row.name() } else { row.label() };
        let mut last = text.line_of(document.range(before.value).end.saturating_sub(1));
        last = last.max(text.line_of(document.range(before.label).start));
        if cell::is_rule(&line(text, last + 1)) {
            last += 1;
        }
        let first = text.line_of(document.range(before.label).start);
        let eol = line_break(text);
        let gap = if shape.is_paragraph(text, last) || shape.is_loose(text, first, last) { eol } else { "" };
        last = item_end(text, first, last, text.lines());
        let added = format!("{gap}{}{eol}", shape.line(name, &value.markdown(shape.english)));
        let (at, added) = below(text, last, &added);
        return Some(Change { file: document.file, range: at..at, text: added });
    }
    if entity.key.is_plan() {
        return front_matter(fixer, document, entity, row, value);
    }
    let shape = shape_nearby(fixer, entity).unwrap_or_else(|| Shape::plain(is_english(fixer, entity)));
    let name = if shape.english { row.name() } else { row.label() };
    let heading = heading_end(text, text.line_of(document.range(entity.anchor).start));
    let (at, added) =
        under(text, heading, &shape.line(name, &value.markdown(shape.english)), shape.is_item());
    Some(Change { file: document.file, range: at..at, text: added })
}

/// A plan without fields gets front matter.
fn front_matter(
    fixer: &Fixer<'_>,
    document: &Document,
    entity: &Entity,
    row: &schema::Field,
    value: &Value,
) -> Option<Change> {
    let text = document.text();
    if line(text, 0).trim_start_matches('\u{feff}').trim_end() == "---" {
        return None;
    }
    let start = if line(text, 0).starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let name = if is_english(fixer, entity) { row.name() } else { row.label() };
    let eol = line_break(text);
    let added = format!("---{eol}{name}: {}{eol}---{eol}", value.yaml(false, false, false));
    Some(Change { file: document.file, range: start..start, text: added })
}

/// The last line of a heading: its underline, and a comment with its id right below it.
pub(super) fn heading_end(text: &Text, heading: usize) -> usize {
    let mut last = heading;
    let next = line(text, last + 1);
    let bare = next.trim();
    if !bare.is_empty() && (bare.chars().all(|c| c == '=') || bare.chars().all(|c| c == '-')) {
        last += 1;
    }
    if line(text, last + 1).trim_start().starts_with("<!--") && line(text, last + 1).contains("id:") {
        last += 1;
    }
    last
}

/// A line put below a heading, with blank lines around it as the document has them.
pub(super) fn under(text: &Text, heading: usize, added: &str, item: bool) -> (usize, String) {
    let eol = line_break(text);
    let next = heading + 1;
    if is_blank(text, next) && next < text.lines() && !text.line(next).is_empty() {
        let following = line(text, next + 1);
        let joins = following.is_empty() && is_blank(text, next + 1)
            || item && marker(&following).is_some() && marker(&following) == marker(added);
        let gap = if joins { "" } else { eol };
        return below(text, next, &format!("{added}{eol}{gap}"));
    }
    let following = line(text, next);
    let joins = is_blank(text, next) || following.starts_with('#') || item && marker(&following).is_some();
    let gap = if joins { "" } else { eol };
    below(text, heading, &format!("{added}{eol}{gap}"))
}
