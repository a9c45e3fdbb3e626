//! The one table of entities and fields: kinds, keys, labels, types and defining clauses.
//!
//! Completion, hover, validation and the JSON Schema read it; a field is declared once, in [`table::FIELDS`].

mod label;
mod table;

pub use label::{
    Heading, Slot, heading_kind, list_of, nearest_label, resolve, resolve_aspects, resolve_aspects_in,
    resolve_dimension, slip_of_label,
};
pub use table::FIELDS;

use crate::standard::TermSet;

/// What a thing in a plan is: an entity with a life of its own, or a record inside one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The document.
    Plan,
    /// 新型能力.
    Capability,
    /// 能力单元.
    Unit,
    /// 能力模块.
    Module,
    /// One planned piece of work below an aspect.
    Measure,
    /// A quantified goal of an entity.
    Indicator,
    /// A competitive advantage of the plan.
    Advantage,
}

impl Kind {
    /// The kinds that stand on their own in a plan.
    pub const ENTITIES: [Self; 3] = [Self::Capability, Self::Unit, Self::Module];

    /// The English key of the kind, as it stands in `capplan levels` and in the plan's own lists.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::Capability => "capability",
            Self::Unit => "unit",
            Self::Module => "module",
            Self::Measure => "measure",
            Self::Indicator => "indicator",
            Self::Advantage => "advantage",
        }
    }

    /// The kind's name in Chinese.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Plan => "规划",
            Self::Capability => "新型能力",
            Self::Unit => "能力单元",
            Self::Module => "能力模块",
            Self::Measure => "建设内容",
            Self::Indicator => "指标",
            Self::Advantage => "优势",
        }
    }

    /// Whether it has an id, levels and rules of its own.
    #[must_use]
    pub const fn is_entity(self) -> bool {
        matches!(self, Self::Capability | Self::Unit | Self::Module)
    }

    /// Whether the three dimensions may stand in it.
    #[must_use]
    pub const fn has_dimensions(self) -> bool {
        matches!(self, Self::Plan | Self::Capability | Self::Unit | Self::Module)
    }
}

/// The type of a field's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// One text.
    Text,
    /// Texts; a scalar is split or stands for one.
    Texts,
    /// Text or a list of texts.
    TextOrTexts,
    /// The plan's standard and edition.
    Edition,
    /// An id, unique in the plan set.
    Id,
    /// One id of an entity of these kinds.
    Reference(&'static [Kind]),
    /// Ids of entities of these kinds.
    References(&'static [Kind]),
    /// A level.
    Level,
    /// A level (the target), `CURRENT → TARGET`, or a mapping of both.
    Levels,
    /// One value of a closed enum.
    Term(TermSet),
    /// Values of a closed enum.
    Terms(TermSet),
    /// Citations of clauses.
    Citations,
    /// Records of a kind.
    Records(Kind),
    /// Entities of a kind.
    Entities(Kind),
}

impl Type {
    /// The terms of which the values are taken.
    #[must_use]
    pub const fn terms(self) -> Option<TermSet> {
        match self {
            Self::Term(set) | Self::Terms(set) => Some(set),
            Self::Level | Self::Levels => Some(TermSet::Level),
            _ => None,
        }
    }

    /// Whether several values may stand.
    #[must_use]
    pub const fn is_list(self) -> bool {
        matches!(
            self,
            Self::Texts
                | Self::TextOrTexts
                | Self::References(_)
                | Self::Terms(_)
                | Self::Citations
                | Self::Records(_)
                | Self::Entities(_)
        )
    }
}

/// A field, independent of the kind that it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "each is documented by its row of the table")]
pub enum FieldKey {
    Standard,
    Title,
    Organization,
    Period,
    Strategy,
    Advantages,
    Scenarios,
    ValueDemand,
    Demand,
    Capabilities,
    Units,
    Modules,
    Id,
    Name,
    Viewpoint,
    Level,
    Current,
    Target,
    Supports,
    Form,
    Scope,
    Benefits,
    Indicators,
    Parent,
    Boundary,
    Activities,
    Resources,
    Owner,
    Due,
    Priority,
    Evidence,
    Deviation,
    Carries,
    Drive,
    Digitalization,
    Network,
    Assumption,
    Pattern,
    Members,
    Partners,
    Text,
    Clause,
    Situation,
    Gap,
    Status,
    Note,
    Metric,
    Benefit,
    Baseline,
    Goal,
}

/// One row of the table: a field of some kinds.
#[derive(Debug)]
pub struct Field {
    /// The field.
    pub key: FieldKey,
    /// The kinds that have it.
    pub kinds: &'static [Kind],
    /// The canonical English key, then accepted aliases.
    pub names: &'static [&'static str],
    /// The canonical Chinese label, then labels accepted silently.
    pub labels: &'static [&'static str],
    /// The type of its value.
    pub ty: Type,
    /// The clauses that ask for it; what its hover quotes.
    pub clauses: &'static [&'static str],
    /// What it is, in our own words: Chinese, English.
    pub gloss: [&'static str; 2],
}

impl Field {
    /// The canonical English key.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.names.first().copied().unwrap_or_default()
    }

    /// The canonical Chinese label.
    #[must_use]
    pub fn label(&self) -> &'static str {
        self.labels.first().copied().unwrap_or_default()
    }
}

/// The fields of a kind, in the table's order.
pub fn fields(kind: Kind) -> impl Iterator<Item = &'static Field> {
    FIELDS.iter().filter(move |field| field.kinds.contains(&kind))
}

/// The terms of which a field's values are taken, whatever kind it stands in.
#[must_use]
pub fn terms_of(key: FieldKey) -> Option<TermSet> {
    FIELDS.iter().find(|field| field.key == key).and_then(|field| field.ty.terms())
}

/// The row of a field in a kind.
#[must_use]
pub fn field(kind: Kind, key: FieldKey) -> Option<&'static Field> {
    fields(kind).find(|field| field.key == key)
}
