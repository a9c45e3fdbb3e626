//! The words of a chunk that have a meaning, in lines and columns from where it begins: kept with its facts until it says
//! something else. Which word has which colour is told by `ide`.

use std::sync::Arc;

use super::build::Document;
use crate::schema::Kind;
use crate::text::Encoding;

/// What a word of a plan is, as far as an editor shows it. A kind is that of an entity or advantage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Colour {
    /// The word that makes a heading or list one of entities: 能力单元, `units`.
    EntityKind,
    /// An id where it is defined.
    Id(Kind),
    /// The name that belongs to it.
    Name(Kind),
    /// An id that stands for something defined elsewhere; none where several kinds may be meant.
    Reference(Option<Kind>),
    /// The heading or key of a dimension.
    Dimension,
    /// The heading, key or cell of an aspect.
    Aspect,
    /// The label, key or column of a field.
    Field,
    /// A value out of one of the vocabularies.
    Value,
    /// A level's code or name.
    Level,
    /// A citation of what the standard has.
    Citation,
    /// A citation of what the standard does not have.
    UnknownCitation,
    /// A status: done.
    Done,
    /// A status: under way.
    Doing,
    /// A status: not begun.
    Planned,
    /// What is still to be written.
    Placeholder,
    /// The word that waives a topic.
    Waiver,
    /// The name of a rule in a comment that allows findings.
    Rule,
}

impl Colour {
    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        let named = [Kind::Capability, Kind::Unit, Kind::Module, Kind::Advantage];
        let plain = [
            Self::Dimension,
            Self::Aspect,
            Self::Field,
            Self::Value,
            Self::Level,
            Self::Citation,
            Self::UnknownCitation,
            Self::Done,
            Self::Doing,
            Self::Planned,
            Self::Placeholder,
            Self::Waiver,
            Self::Rule,
        ];
        let references = named.map(Some).into_iter().chain([None]).map(Self::Reference);
        let named = named.map(Self::Id).into_iter().chain(named.map(Self::Name));
        std::iter::once(Self::EntityKind).chain(named).chain(references).chain(plain)
    }
}

/// A word with its colour; it crosses no line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coloured {
    /// Its line, counted from where its chunk begins.
    pub line: u32,
    /// Its first column.
    pub column: u32,
    /// How many columns it takes.
    pub length: u32,
    /// What it is.
    pub colour: Colour,
}

/// The coloured words of one chunk.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct ChunkColours {
    /// How many lines the chunk takes.
    pub lines: u32,
    /// The words in order; none overlaps another.
    pub words: Vec<Coloured>,
}

/// A chunk's colours and the unit in which their columns are counted.
pub(super) type Painted = (Encoding, Arc<ChunkColours>);

impl Document {
    /// The colours of a chunk, if they are known.
    pub(crate) fn colours(&self, chunk: u32, encoding: Encoding) -> Option<&Arc<ChunkColours>> {
        let (known, colours) = self.now.facts.get(&chunk)?.painted.as_ref()?;
        (*known == encoding).then_some(colours)
    }

    /// Keeps the colours of a chunk.
    pub(crate) fn keep_colours(&mut self, chunk: u32, encoding: Encoding, colours: ChunkColours) {
        if let Some(facts) = self.now.facts.get_mut(&chunk) {
            Arc::make_mut(facts).painted = Some((encoding, Arc::new(colours)));
        }
    }
}
