//! What rules and features read: entities with their fields, measures and places.

use super::measure::Measures;
use super::{NodeKey, Span};
use crate::schema::{FieldKey, Kind};
use crate::standard::{
    Aspect, Dimension, Level as StandardLevel, LevelReading, Match, Target, Term, TermSet, read_level,
    standard,
};

/// A text and its place.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Word {
    /// The text, trimmed, as its reader means it (quotes and escapes resolved).
    pub text: String,
    /// Where it stands.
    pub span: Span,
    /// The term that it means by a word of the organization's own, in a field whose values are terms.
    pub own: Option<&'static Term>,
}

impl Word {
    /// A word without a meaning of its own.
    #[must_use]
    pub(crate) fn new(text: String, span: Span) -> Self {
        Self { text, span, own: None }
    }

    /// What it is among the terms of a set: by the organization's own words, else by the standard's.
    #[must_use]
    pub fn lookup(&self, set: TermSet) -> Match<'static> {
        match self.own.filter(|own| own.set == set) {
            Some(own) => Match::Exact(own),
            None => standard().terms().lookup(set, &self.text),
        }
    }

    /// The term of a set that it means, corrected or not.
    #[must_use]
    pub fn term(&self, set: TermSet) -> Option<&'static Term> {
        self.lookup(set).term()
    }

    /// It read as a level.
    #[must_use]
    pub fn level(&self) -> LevelReading {
        match self.own.filter(|own| own.set == TermSet::Level) {
            Some(own) => LevelReading::of_term(own),
            None => read_level(&self.text),
        }
    }
}

/// How a field came to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// In the entity's heading.
    Heading,
    /// As a labelled line, list item or two-column table row.
    Label,
    /// In a row of a table that lists entities.
    Row,
    /// As a YAML key.
    Key,
    /// By a YAML merge key: any other statement of the field goes before it.
    Merged,
}

/// A field as it was written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Field {
    /// Which field.
    pub key: FieldKey,
    /// The label's or key's place.
    pub label: Span,
    /// The whole value's place; the label's where the value is empty.
    pub value: Span,
    /// The value's parts: one for a text, several for a list; none when empty.
    pub words: Vec<Word>,
    /// How it was written.
    pub origin: Origin,
    /// Whether the value does not count: a placeholder (TODO, 待填写, …), or, without words, one that could not be
    /// read.
    pub placeholder: bool,
}

impl Field {
    /// The value as one text, its parts joined by `、`.
    #[must_use]
    pub fn text(&self) -> String {
        self.words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join("、")
    }
}

/// A citation of the standard.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Citation {
    /// The clause's number as cited.
    pub clause: String,
    /// The item's letter, lower case.
    pub letter: Option<char>,
    /// The point's ordinal.
    pub point: Option<u8>,
    /// What it resolves to.
    pub target: Target,
    /// Where it stands.
    pub span: Span,
}

impl std::fmt::Display for Citation {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.clause)?;
        if let Some(letter) = self.letter {
            write!(out, " {letter}")?;
        }
        if let Some(point) = self.point {
            write!(out, " {point}")?;
        }
        Ok(())
    }
}

/// A quantified goal, or an advantage: fields only.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Indicator {
    /// Its key.
    pub key: NodeKey,
    /// [`Kind::Indicator`] or [`Kind::Advantage`].
    pub kind: Kind,
    /// Its fields.
    pub fields: Vec<Field>,
    /// Its place.
    pub span: Span,
}

impl Indicator {
    /// The value of a field.
    #[must_use]
    pub fn field(&self, key: FieldKey) -> Option<&Field> {
        self.fields.iter().find(|field| field.key == key && !field.words.is_empty())
    }
}

/// A dimension or aspect that is opened in an entity, with or without measures.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Section {
    /// The dimension.
    pub dimension: Dimension,
    /// The aspect, or none for the dimension itself.
    pub aspect: Option<Aspect>,
    /// The heading, key or first row.
    pub span: Span,
    /// The name as written, where the standard has another word for it.
    pub near: Option<Box<Word>>,
}

/// A declared level.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Level {
    /// The level.
    pub level: StandardLevel,
    /// The value's place.
    pub span: Span,
}

/// The levels that an entity states itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct DeclaredLevel {
    /// The current level.
    pub current: Option<Level>,
    /// The target level.
    pub target: Option<Level>,
    /// Whether a level is stated but cannot be read (`unknown-level` speaks, level rules are silent).
    pub unreadable: bool,
}

/// What was wrong while reading; rules turn it into findings.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ProblemKind {
    /// YAML or Markdown that cannot be read: what is wrong and what to do, 中文 and English.
    Syntax {
        /// Chinese.
        zh: String,
        /// English.
        en: String,
    },
    /// A plain YAML scalar that begins with a reserved character.
    UnquotedNotation(char),
    /// A key that is no field of `kind`.
    UnknownKey {
        /// The kind that it stands in.
        kind: Kind,
        /// The key.
        key: String,
    },
    /// A label in Markdown that is no field of `kind`, but one slip away from one.
    NearLabel {
        /// The kind that it stands in.
        kind: Kind,
        /// The label.
        label: String,
    },
    /// A value of the wrong kind: the field, what is expected and what stands there (中文, English).
    WrongType {
        /// The field's or key's name as written.
        key: String,
        /// What is expected.
        expected: [String; 2],
        /// What stands there.
        found: [String; 2],
    },
    /// A key or field given twice; the place is the later one.
    DuplicateKey {
        /// The key as written.
        key: String,
        /// The earlier place.
        first: Span,
    },
    /// A level's code beside the name that it had in the 2020 edition, outside the fields of levels.
    FormerLevel(StandardLevel, &'static str),
    /// In prose, a reference to the standard that is referred to with its year: the other year that it gives, if any.
    Misdated(Option<String>),
}

/// A problem and its place.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Problem {
    /// What is wrong.
    pub kind: ProblemKind,
    /// Where.
    pub span: Span,
}

/// A plan, capability, unit or module, its table rows merged in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    /// Its key.
    pub key: NodeKey,
    /// What it is.
    pub kind: Kind,
    /// The entity that it is nested in, if not the plan itself.
    pub parent: Option<NodeKey>,
    /// Where a finding about the whole entity stands: heading, first YAML key, row's first cell.
    pub anchor: Span,
    /// Its id.
    pub id: Option<Word>,
    /// Its name.
    pub name: Option<Word>,
    /// Its fields by place, those of merged rows among them.
    pub fields: Vec<Field>,
    /// The dimensions and aspects opened in it.
    pub sections: Vec<Section>,
    /// Its measures in order.
    pub measures: Measures,
    /// Its indicators; a plan's advantages.
    pub records: Vec<Indicator>,
    /// Citations that are no measure's: in its fields, records and headings.
    pub citations: Vec<Citation>,
    /// What was wrong while reading it.
    pub problems: Vec<Problem>,
    /// The levels that it states itself.
    pub level: DeclaredLevel,
    /// Whether it is only a row of a table that lists entities.
    pub row: bool,
    /// Of a plan: whether a fence without an end hides the rest of its file.
    pub cut_short: bool,
}

impl Entity {
    /// The first non-empty field of a key; a placeholder does not count.
    #[must_use]
    pub fn field(&self, key: FieldKey) -> Option<&Field> {
        self.fields.iter().find(|field| field.key == key && !field.words.is_empty() && !field.placeholder)
    }

    /// The words of a field, none when it is absent.
    #[must_use]
    pub fn words(&self, key: FieldKey) -> &[Word] {
        self.field(key).map_or(&[], |field| &field.words)
    }

    /// Id, else name, else nothing: how messages name it.
    #[must_use]
    pub fn title(&self) -> &str {
        self.id.as_ref().or(self.name.as_ref()).map_or("", |word| word.text.as_str())
    }

    /// Whether a dimension is opened in it or has measures in it.
    #[must_use]
    pub fn has_dimension(&self, dimension: Dimension) -> bool {
        self.sections.iter().any(|section| section.dimension == dimension)
            || self.measures.iter().any(|measure| measure.aspect.dimension() == dimension)
    }

    /// The dimension that a place of the entity's own chunk stands below.
    #[must_use]
    pub fn dimension_at(&self, place: Span) -> Option<Dimension> {
        let above = self.sections.iter().filter(|section| {
            (section.span.file, section.span.chunk) == (place.file, place.chunk)
                && section.span.start <= place.start
        });
        above.max_by_key(|section| section.span.start).map(|section| section.dimension)
    }

    /// Whether it has any dimension of its own.
    #[must_use]
    pub fn has_dimensions(&self) -> bool {
        !self.sections.is_empty() || !self.measures.is_empty()
    }

    /// The place of an aspect's heading, key or first row.
    #[must_use]
    pub fn aspect_section(&self, aspect: Aspect) -> Option<&Section> {
        self.sections.iter().find(|section| section.aspect == Some(aspect))
    }

    /// The place of a dimension's heading, key or first section.
    #[must_use]
    pub fn dimension_section(&self, dimension: Dimension) -> Option<&Section> {
        self.sections.iter().find(|section| section.dimension == dimension && section.aspect.is_none())
    }
}
