//! Skeletons in YAML: items of lists, and a whole plan.

use super::super::Site;
use super::content::{Measure, Outline, Voice, measures, plan_chapters, plan_heads};
use super::markdown::edition_key;
use super::{Draft, Form};
use crate::rules::fix::scalar;
use crate::schema::{self, FieldKey, Kind, Type};
use crate::standard::{Aspect, Dimension, Level, standard};

/// An entity as an item of its list, behind the dash if it is there; its other lines begin with `pad`.
pub(super) fn item(voice: Voice, outline: &Outline, form: Form, dash: &str, pad: &str) -> Draft {
    let mut draft = Draft::default();
    draft.push(dash);
    entity(voice, outline, form, pad, &mut draft);
    draft
}

fn key(voice: Voice, kind: Kind, key: FieldKey) -> &'static str {
    schema::field(kind, key).map_or("", |row| voice.field(row))
}

fn entity(voice: Voice, outline: &Outline, form: Form, pad: &str, draft: &mut Draft) {
    let own = |wanted: FieldKey| key(voice, outline.kind, wanted);
    draft.push(&format!(
        "{}: {}\n{pad}{}: ",
        own(FieldKey::Id),
        scalar(&outline.id, false),
        own(FieldKey::Name)
    ));
    draft.stop(voice.blank());
    for (row, value, open) in &outline.fields {
        draft.push(&format!("\n{pad}{}: ", voice.field(row)));
        if *open {
            draft.stop_scalar(value, false);
        } else {
            draft.push(&scalar(value, false));
        }
    }
    if let Some(level) = outline.level {
        dimensions(voice, level, form, pad, draft);
    }
}

fn dimensions(voice: Voice, level: Level, form: Form, pad: &str, draft: &mut Draft) {
    for name in Dimension::all() {
        draft.push(&format!("\n{pad}"));
        dimension(voice, (name, level), form, pad, draft);
    }
}

/// A dimension from its key on; its other lines begin with `pad`.
pub(super) fn dimension(
    voice: Voice,
    (dimension, level): (Dimension, Level),
    form: Form,
    pad: &str,
    draft: &mut Draft,
) {
    draft.push(&format!("{}:", voice.names.pick(dimension.name(), dimension.key())));
    let inner = format!("{pad}  ");
    for (name, list) in measures(level).iter().filter(|(aspect, _)| aspect.dimension() == dimension) {
        draft.push(&format!("\n{inner}"));
        aspect(voice, (*name, list), form, &inner, draft);
    }
}

/// An aspect from its key on; its other lines begin with `pad`.
pub(super) fn aspect(
    voice: Voice,
    (aspect, list): (Aspect, &[Measure]),
    form: Form,
    pad: &str,
    draft: &mut Draft,
) {
    let label = |wanted: FieldKey| key(voice, Kind::Measure, wanted);
    draft.push(&format!("{}:", voice.names.pick(aspect.name(), aspect.key())));
    for measure in list {
        let text = measure.text(voice);
        match form {
            Form::Long => {
                draft.push(&format!("\n{pad}  - {}: ", label(FieldKey::Text)));
                draft.stop_scalar(&text, false);
                draft.push(&format!("\n{pad}    {}: {}", label(FieldKey::Clause), measure.citation));
            }
            Form::Short => {
                draft.push(&format!("\n{pad}  - {{{}: ", label(FieldKey::Text)));
                draft.stop_scalar(&text, true);
                draft.push(&format!(", {}: {}}}", label(FieldKey::Clause), measure.citation));
            }
        }
    }
}

/// A plan with one capability, which one unit carries.
pub(super) fn plan(site: &Site<'_>, voice: Voice, level: Level) -> Draft {
    let mut draft = Draft::default();
    let label = |wanted: FieldKey| key(voice, Kind::Plan, wanted);
    draft.push(&format!("{}: {}\n{}: ", edition_key(), standard().edition(), label(FieldKey::Title)));
    draft.stop(voice.title());
    for row in plan_heads().chain(plan_chapters()) {
        let list = if row.ty == Type::Texts { "\n  - " } else { " " };
        draft.push(&format!("\n{}:{list}", voice.field(row)));
        draft.stop(voice.blank());
    }
    draft.push(&format!("\n{}:\n  - ", label(FieldKey::Capabilities)));
    let capability = Outline::of(site, voice, Kind::Capability, Some(level), false);
    entity(voice, &Outline { level: None, ..capability }, Form::Long, "    ", &mut draft);
    draft.push(&format!("\n    {}:\n      - ", key(voice, Kind::Capability, FieldKey::Units)));
    let unit = Outline::of(site, voice, Kind::Unit, Some(level), true);
    entity(voice, &unit, Form::Long, "        ", &mut draft);
    draft.push("\n");
    draft
}
