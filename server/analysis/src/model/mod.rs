//! One plan model out of both surfaces: entities, fields, measures, records, with their places.

mod aside;
mod assemble;
pub mod build;
mod coloured;
mod counters;
mod entity;
mod interpret;
mod landmarks;
mod layers;
mod lower;
mod markdown;
mod measure;
mod pieces;
mod probe;
mod read;
mod said;
mod surface;
mod words;
mod yaml;

pub(crate) use assemble::finish;
pub use coloured::{ChunkColours, Colour, Coloured};
pub use entity::{
    Citation, DeclaredLevel, Entity, Field, Indicator, Level as LevelField, Origin, Problem, ProblemKind,
    Section, Word,
};
pub use landmarks::Landmark;
pub(crate) use lower::ALLOW_MARKERS;
pub(crate) use markdown::{ASPECT_COLUMN, is_aspect_column, is_id, numbering};
pub use measure::{Measure, Measures, MeasuresIter, Status, Waiver};
pub use pieces::{Allow, AllowScope, ChunkFacts, Context, Piece, Scope, ScopeKind};
pub use probe::Probe;
pub(crate) use said::Exactly;
pub use words::{WAIVER_WORDS, is_placeholder};
pub(crate) use words::{is_whole_value, mentions_placeholder};

/// A document of a workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A chunk of a document; keeps its number while its text is edited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChunkId(pub u32);

/// A place: bytes relative to the start of a chunk, so that text above it may grow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The document.
    pub file: FileId,
    /// The chunk.
    pub chunk: ChunkId,
    /// First byte, relative to the chunk.
    pub start: u32,
    /// The byte past the last.
    pub end: u32,
}

/// An entity or record: the chunk that opens it and its number there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeKey {
    /// The document.
    pub file: FileId,
    /// The chunk that opens it.
    pub chunk: ChunkId,
    /// Its number in the chunk.
    pub number: u32,
}

impl NodeKey {
    /// The key of a document's plan.
    #[must_use]
    pub const fn plan(file: FileId) -> Self {
        Self { file, chunk: ChunkId(u32::MAX), number: 0 }
    }

    /// Whether it is a document's plan.
    #[must_use]
    pub const fn is_plan(self) -> bool {
        self.chunk.0 == u32::MAX
    }
}
