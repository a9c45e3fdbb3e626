//! A measure as YAML writes it: a short text with its citation, or a mapping, as the measures nearby are.

use super::Fixer;
use super::geometry::line_break;
use super::measure::{self, Skeleton};
use super::measure_yaml::Writer;
use super::style::speaks_english;
use super::yaml;
use crate::model::build::{Document, Surface};
use crate::model::{Entity, Measure, Origin};
use crate::schema::{self, FieldKey, Kind};

impl Fixer<'_> {
    /// Whether an entity's measures are written in YAML, as those of one with embedded YAML may be.
    pub(super) fn measures_in_yaml(&self, document: &Document, entity: &Entity) -> bool {
        document.surface == Surface::Yaml || entity.sections.iter().any(|section| self.is_yaml(section.span))
    }

    /// What a new measure of an entity says behind the mark of its item, as the measures nearby are written. It begins at
    /// a column; lines below its first are indented.
    #[must_use]
    pub fn item_text(&self, entity: &Entity, measure: &Skeleton, column: usize) -> Option<String> {
        let document = self.document(entity.key.file).filter(|_| !entity.row)?;
        if self.measures_in_yaml(document, entity) {
            let item = Writer::of(self, document, entity).item(column.checked_sub(2)?, measure);
            return Some(item.trim_start().strip_prefix("- ")?.trim_end().to_owned());
        }
        let writer = measure::Writer::of_items(self, document, entity);
        let (open, close) = writer.brackets(None);
        let cited = measure.citation.as_ref().map(|citation| format!("{open}{citation}{close}"));
        Some(format!("{}{}", measure.text, cited.unwrap_or_default()))
    }
}

impl Writer<'_, '_> {
    /// `文字（A.3.2.1 a）`.
    fn short(&self, measure: &Skeleton, flow: bool) -> String {
        let near = self.entity.measures.iter().find_map(|near| near.citations.first());
        let half = near.map_or_else(
            || speaks_english(self.fixer, self.entity),
            |citation| {
                let at = self.document.range(citation.span).start;
                let start = self.text().line_start(self.text().line_of(at));
                let before = self.text().slice(start..at).into_owned();
                before.chars().rev().find(|c| matches!(c, '（' | '(')) == Some('(')
            },
        );
        let text = match &measure.citation {
            Some(citation) if half => format!("{} ({citation})", measure.text),
            Some(citation) => format!("{}（{citation}）", measure.text),
            None => measure.text.clone(),
        };
        // Quoted where the measure nearby is.
        match self.near(measure).and_then(|near| self.quote(near)) {
            Some(quote) => yaml::requoted(&format!("{quote}{quote}"), &text, flow),
            None => yaml::scalar(&text, flow),
        }
    }

    /// The quotation mark in which a measure stands, if it does.
    fn quote(&self, measure: &Measure) -> Option<char> {
        let start = self.document.range(measure.span).start;
        let before =
            self.text().slice(self.text().line_start(self.text().line_of(start))..start).into_owned();
        before.chars().next_back().filter(|c| matches!(c, '"' | '\''))
    }

    /// The measure as which another one is written: the last one of its aspect, else of the entity.
    fn near(&self, measure: &Skeleton) -> Option<&Measure> {
        let own = || self.entity.measures.iter().rev().filter(|near| near.span.file == self.document.file);
        own().find(|near| near.aspect == measure.aspect).or_else(|| own().next())
    }

    /// How the measure nearby writes its keys, where it is a mapping.
    fn keys(&self, measure: &Skeleton) -> Option<Keys> {
        let near = self.near(measure)?;
        let label = |key| near.fields.iter().find(|field| field.key == key && field.origin == Origin::Key);
        let field = label(FieldKey::Text)?;
        let text = self.fixer.source(field.label);
        schema::resolve(Kind::Measure, &text)?;
        let clause = label(FieldKey::Clause).map(|field| self.fixer.source(field.label));
        let clause = clause.or_else(|| {
            let row = schema::field(Kind::Measure, FieldKey::Clause)?;
            Some(if text.is_ascii() { row.name() } else { row.label() }.to_owned())
        });
        let value = self.fixer.source(field.value);
        Some(Keys { text, clause: clause?, value, flow: self.fixer.is_flow(field.label) })
    }

    /// An item of a flow list: a mapping where the measures are mappings, else the short form.
    pub(super) fn inline(&self, measure: &Skeleton) -> String {
        match self.keys(measure) {
            Some(keys) => keys.flow(measure),
            None => self.short(measure, true),
        }
    }

    /// A block item: a mapping where the entity's measures are mappings, else the short form.
    pub(super) fn item(&self, indent: usize, measure: &Skeleton) -> String {
        let eol = line_break(self.text());
        let blank = " ".repeat(indent);
        match self.keys(measure) {
            None => format!("{blank}- {}{eol}", self.short(measure, false)),
            Some(keys) if keys.flow => format!("{blank}- {}{eol}", keys.flow(measure)),
            Some(Keys { text, clause, value, .. }) => {
                let citation = measure.citation.as_ref();
                let citation = citation.map(|citation| format!("{blank}  {clause}: {citation}{eol}"));
                let words = yaml::requoted(&value, &measure.text, false);
                format!("{blank}- {text}: {words}{eol}{}", citation.unwrap_or_default())
            }
        }
    }
}

/// How a measure that is a mapping writes its keys.
struct Keys {
    text: String,
    clause: String,
    /// The source of the text.
    value: String,
    flow: bool,
}

impl Keys {
    fn flow(&self, measure: &Skeleton) -> String {
        let text = yaml::requoted(&self.value, &measure.text, true);
        let citation = measure.citation.as_ref().map(|citation| format!(", {}: {citation}", self.clause));
        format!("{{{}: {text}{}}}", self.text, citation.unwrap_or_default())
    }
}
