//! How a document writes its fields in Markdown: what stands before a label, between it and the value, and behind.

use super::Fixer;
use super::geometry::{content, is_blank, line};
use crate::model::{Entity, Field, Origin};
use crate::schema::{self, FieldKey, Kind, Slot, Type};
use crate::text::Text;

/// A field's line taken apart, to write another one like it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shape {
    before: String,
    between: String,
    behind: String,
    /// Whether labels are English.
    pub(super) english: bool,
}

impl Shape {
    /// The shape of a field's line; none where the value does not stand behind the label in one line.
    pub(super) fn of(fixer: &Fixer<'_>, kind: Kind, field: &Field) -> Option<Self> {
        if !is_labelled(fixer, kind, field) || field.label == field.value {
            return None;
        }
        let document = fixer.document(field.label.file)?;
        let (label, value) = (document.range(field.label), document.range(field.value));
        let text = document.text();
        let own = content(text, text.line_of(label.start));
        if value.start < label.end || value.end > own.end {
            return None;
        }
        let behind = text.slice(value.end..own.end);
        let behind = if behind.chars().all(|c| matches!(c, ' ' | '\t' | '|' | '*' | '`' | '\\')) {
            behind
        } else {
            "".into()
        };
        Some(Self {
            before: text.slice(own.start..label.start).into_owned(),
            between: text.slice(label.end..value.start).into_owned(),
            behind: behind.into_owned(),
            english: text.slice(label).is_ascii(),
        })
    }

    /// A list item with a colon, where the document shows no shape of its own.
    pub(super) fn plain(english: bool) -> Self {
        let between = if english { ": " } else { "：" };
        Self { before: "- ".into(), between: between.into(), behind: String::new(), english }
    }

    /// A line of this shape.
    pub(super) fn line(&self, label: &str, value: &str) -> String {
        let value = if self.is_table() { value.replace('|', "\\|") } else { value.to_owned() };
        format!("{}{label}{}{value}{}", self.next_number(), self.between, self.behind)
    }

    /// What stands before the label, an ordered item's number counted on.
    fn next_number(&self) -> String {
        let digits: String = self.before.trim_start().chars().take_while(char::is_ascii_digit).collect();
        match digits.parse::<u32>() {
            Ok(number) => self.before.replacen(&digits, &(number + 1).to_string(), 1),
            Err(_) => self.before.clone(),
        }
    }

    pub(super) fn is_table(&self) -> bool {
        self.before.trim_start().starts_with('|') || self.between.contains('|')
    }

    pub(super) fn is_item(&self) -> bool {
        marker(&self.before).is_some()
    }

    pub(super) fn is_quote(&self) -> bool {
        self.before.trim_start().starts_with('>')
    }

    /// Whether blank lines stand between list items, by what stands above or below one of them in these lines.
    pub(super) fn is_loose(&self, text: &Text, first: usize, last: usize) -> bool {
        let item = |at: usize| marker(&line(text, at)).is_some();
        self.is_item()
            && (is_blank(text, last + 1) && item(last + 2)
                || first > 1 && is_blank(text, first - 1) && item(first - 2))
    }

    /// Whether lines of this shape make a paragraph each, with blank lines between them.
    pub(super) fn is_paragraph(&self, text: &Text, at: usize) -> bool {
        !self.is_table()
            && !self.is_item()
            && !self.is_quote()
            && is_blank(text, at + 1)
            && (at > 0 && is_blank(text, at - 1)
                || !is_blank(text, at + 2) && !line(text, at + 2).starts_with(['#', '|', '-', '>', '`']))
    }
}

/// The list marker with which a line begins.
pub(super) fn marker(line: &str) -> Option<char> {
    let line = line.trim_start();
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let mark = line[digits..].chars().next()?;
    let known = if digits == 0 { matches!(mark, '-' | '*' | '+') } else { matches!(mark, '.' | ')') };
    (known && line[digits + mark.len_utf8()..].starts_with([' ', '\t'])).then_some(mark)
}

/// Whether a field stands behind its own label, as it reads, in the entity's own file.
pub(super) fn is_labelled(fixer: &Fixer<'_>, kind: Kind, field: &Field) -> bool {
    if !matches!(field.origin, Origin::Label | Origin::Key) {
        return false;
    }
    let label = fixer.source(field.label);
    let named = schema::resolve(kind, label.trim_matches(['"', '\'']));
    named.as_ref().and_then(Slot::field_key) == Some(field.key)
}

/// The place of a field in the schema's order, in which authors are shown them.
pub(super) fn rank(key: FieldKey) -> usize {
    schema::FIELDS.iter().position(|field| field.key == key).unwrap_or(usize::MAX)
}

/// The shape in which a document writes fields, by the entity's own kind first.
pub(super) fn shape_nearby(fixer: &Fixer<'_>, entity: &Entity) -> Option<Shape> {
    let file = entity.key.file;
    let shapes = |same: bool| {
        let others = fixer
            .set
            .all()
            .filter(move |other| other.key.file == file && !other.row && (other.kind == entity.kind) == same);
        others.flat_map(|other| other.fields.iter().map(move |field| (other.kind, field)))
    };
    let usable = |(kind, field): (Kind, &Field)| {
        let shape = (field.origin == Origin::Label).then(|| Shape::of(fixer, kind, field))??;
        (!shape.is_table()).then_some(shape)
    };
    shapes(true).find_map(usable).or_else(|| shapes(false).find_map(usable))
}

/// Whether a document writes its labels in English: by its first label or key.
pub(super) fn is_english(fixer: &Fixer<'_>, entity: &Entity) -> bool {
    let file = entity.key.file;
    let fields = |entity: &Entity| -> Option<bool> {
        let mut own = entity.fields.iter().filter(|field| field.label.file == file);
        own.find(|field| is_labelled(fixer, entity.kind, field))
            .map(|field| fixer.source(field.label).is_ascii())
    };
    fields(entity)
        .or_else(|| fixer.set.entities().filter(|other| other.key.file == file).find_map(fields))
        .unwrap_or_else(|| {
            let text = fixer.document(file).map(|document| {
                line(document.text(), document.text().line_of(document.range(entity.anchor).start))
            });
            text.is_some_and(|text| text.is_ascii())
        })
}

/// Whether an entity is worded in English: its labels are, and neither what it says is Chinese nor, where it has no
/// measure that would show it, what else its document says.
pub(super) fn speaks_english(fixer: &Fixer<'_>, entity: &Entity) -> bool {
    let chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    let says_chinese = |entity: &Entity| {
        let texts = entity.fields.iter().filter(|field| {
            matches!(
                schema::field(entity.kind, field.key).map(|row| row.ty),
                Some(Type::Text | Type::TextOrTexts)
            )
        });
        let measures = entity.measures.iter().map(|measure| &measure.text);
        let mut words = texts.flat_map(|field| &field.words).chain(measures).chain(&entity.name);
        words.any(|word| chinese(&word.text) && !super::PLACEHOLDER.contains(&word.text.as_str()))
    };
    let file = entity.key.file;
    is_english(fixer, entity)
        && !says_chinese(entity)
        && (!entity.measures.is_empty()
            || !fixer.set.all().filter(|other| other.key.file == file).any(says_chinese))
}
