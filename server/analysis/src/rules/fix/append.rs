//! One more value in a list that a field gives, and a field taken out again.

use super::field::Value;
use super::geometry::{below, line, line_break};
use super::list::Lead;
use super::style::is_english;
use super::{Change, Fixer, yaml};
use crate::model::{Entity, Field, Origin, Word};
use crate::schema::FieldKey;

impl Fixer<'_> {
    /// Adds a value to an entity's list, in the list's own style; an absent field is added.
    #[must_use]
    pub fn append(&self, entity: &Entity, key: FieldKey, value: &str) -> Vec<Change> {
        let own = entity.fields.iter().rev().find(|field| {
            field.key == key
                && !field.placeholder
                && field.words.iter().any(super::super::wording::is_written)
        });
        match own {
            None => self.add_field(entity, key, &Value::One(value.to_owned())),
            Some(field) => self.append_to(entity, field, value).into_iter().collect(),
        }
    }

    fn append_to(&self, entity: &Entity, field: &Field, value: &str) -> Option<Change> {
        let document = self.document(field.value.file)?;
        let text = document.text();
        let last = field.words.last()?;
        // What an alias or a merge key stands for is not written here.
        if field.origin == Origin::Merged || !self.source(last.span).contains(&last.text) {
            return None;
        }
        let end = document.range(last.span).end;
        let change =
            |at: usize, added: String| Some(Change { file: document.file, range: at..at, text: added });
        let line_of = |at: usize| text.line_of(at);
        let (own, label) =
            (line_of(document.range(last.span).start), line_of(document.range(field.label).start));
        if !self.is_yaml(last.span) {
            // An item of the list below the label.
            let lead = Lead::of(&line(text, own)).filter(|_| own > label);
            let Some(lead) = lead else {
                return change(end, format!("{}{value}", self.separator(entity, field)));
            };
            let (at, added) = below(text, own, &format!("{}{value}{}", lead.next(), line_break(text)));
            return change(at, added);
        }
        let source = self.source(field.value);
        if source.starts_with('[') || self.open_bracket(last.span) != self.open_bracket(field.label) {
            return change(end, format!(", {}", yaml::scalar(value, true)));
        }
        if own != label {
            let own = line(text, own);
            let indent = own.len() - own.trim_start().len();
            let added = format!("{}- {}{}", " ".repeat(indent), yaml::scalar(value, false), line_break(text));
            let (at, added) = below(text, line_of(end.saturating_sub(1)), &added);
            return change(at, added);
        }
        if field.words.len() > 1 {
            return change(end, format!("{}{value}", self.separator(entity, field)));
        }
        let made = format!("[{}, {}]", source, yaml::scalar(value, true));
        Some(Change { file: document.file, range: document.range(field.value), text: made })
    }

    /// What stands between the last two values, else as the label's language has it; a row's is the document's.
    fn separator(&self, entity: &Entity, field: &Field) -> String {
        if let [.., one, other] = field.words.as_slice()
            && let Some(document) = self.document(field.value.file)
        {
            let (one, other) = (document.range(one.span), document.range(other.span));
            let between = document.text().slice(one.end..other.start).into_owned();
            if one.end < other.start && !between.contains('\n') {
                return between;
            }
        }
        let english = match field.origin {
            Origin::Row => is_english(self, entity),
            _ => self.source(field.label).is_ascii(),
        };
        if english { ", " } else { "、" }.to_owned()
    }

    /// Takes a word out of a field that has others: an item with its line, else the word with the mark beside it.
    #[must_use]
    pub fn remove_word(&self, field: &Field, word: &Word) -> Option<Change> {
        let at = field.words.iter().position(|own| own.span == word.span)?;
        let document = self.document(word.span.file)?;
        let (text, own) = (document.text(), document.range(word.span));
        let line_of = |at: usize| text.line_of(at);
        let alone = line(text, line_of(own.start));
        let bare = alone.trim_start();
        let item = bare.trim_start_matches(['-', '*', '+']).trim();
        if item.len() < bare.trim_end().len() && item == text.slice(own.clone()).trim() {
            return self.delete_lines(word.span);
        }
        let beside = |other: Option<&Word>| Some(document.range(other?.span));
        let range = match (
            at.checked_sub(1).and_then(|before| beside(field.words.get(before))),
            beside(field.words.get(at + 1)),
        ) {
            (Some(before), _) => before.end..own.end,
            (None, Some(next)) => own.start..next.start,
            (None, None) => return None,
        };
        let joined = range.start < range.end && line_of(range.start) == line_of(range.end);
        joined.then(|| Change { file: document.file, range, text: String::new() })
    }

    /// Takes out a field that has a line of its own, or stands last in a flow mapping's line.
    #[must_use]
    pub fn remove_field(&self, field: &Field) -> Option<Change> {
        let document = self.document(field.label.file)?;
        let text = document.text();
        match field.origin {
            Origin::Row => self.replace(field.value, ""),
            Origin::Label | Origin::Key
                if self.is_yaml(field.label) && self.open_bracket(field.label).is_some() =>
            {
                let (label, value) = (document.range(field.label), document.range(field.value));
                let before = text.slice(0..label.start).into_owned();
                let kept = before.trim_end().trim_end_matches(',').len();
                before.trim_end().ends_with(',').then(|| Change {
                    file: document.file,
                    range: kept..value.end,
                    text: String::new(),
                })
            }
            Origin::Label | Origin::Key => {
                let own = line(text, text.line_of(document.range(field.label).start));
                let first = own.trim_start().starts_with("- ") && self.is_yaml(field.label);
                if first {
                    None
                } else {
                    self.delete_lines(crate::model::Span { start: field.label.start, ..field.value })
                }
            }
            Origin::Heading | Origin::Merged => None,
        }
    }
}
