//! What one chunk says, once it is known what it stands in.

use std::sync::Arc;

use super::coloured::Painted;
use super::landmarks::Placed;
use super::{Citation, Field, Indicator, Measure, NodeKey, Problem, Section, Span, Word};
use crate::schema::{FieldKey, Kind};
use crate::standard::{Aspect, Dimension};

/// What is open at some place: headings or keys with what they opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScopeKind {
    /// An entity.
    Entity(NodeKey, Kind),
    /// A list of entities.
    Entities(Kind),
    /// A dimension of the entity (or plan) around it.
    Dimension(Dimension),
    /// One aspect, or the two of a heading of two.
    Aspects(Vec<Aspect>),
    /// A field whose value goes on.
    Field(FieldKey),
    /// Records of a field.
    Records(FieldKey, Kind),
    /// A level's mapping of current and target.
    Levels,
    /// The document's title: fields below it are the plan's.
    Title,
    /// Anything else: nothing in it is read.
    Prose,
}

/// One open heading or key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// The heading's level, or the key's or dash's column.
    pub depth: usize,
    /// Whether a YAML key opened it: items may then stand at its own column.
    pub by_key: bool,
    /// What it is.
    pub kind: ScopeKind,
}

/// What is open at a chunk's border, outermost first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Context {
    /// The open scopes.
    pub scopes: Vec<Scope>,
    /// Whether a heading stood above (the first one is the title).
    pub titled: bool,
}

/// A byte of a chunk whose surroundings are asked for while the chunk is lowered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Probed {
    /// The byte.
    pub at: usize,
    /// What was open where it was read, outermost first; none when it was not read.
    pub scopes: Option<Vec<Scope>>,
}

/// One fact and the node that it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// A node opens.
    Open {
        /// What it is.
        kind: Kind,
        /// The entity around it, the plan's key for none.
        parent: NodeKey,
        /// Where findings about it stand.
        anchor: Span,
        /// Whether a table row opens it.
        row: bool,
    },
    /// A field; `append` goes on with the field of the same key above.
    Field {
        /// The field.
        field: Box<Field>,
        /// Whether it goes on with an earlier one.
        append: bool,
    },
    /// A dimension or aspect opens.
    Section(Section),
    /// A measure.
    Measure(Arc<Measure>),
    /// An indicator or advantage.
    Record(Box<Indicator>),
    /// A heading opens a field: what stands below it is the field's value.
    Opens(FieldKey, Span),
    /// A citation that is no measure's: in a field or a heading.
    Citation(Box<Citation>),
    /// Something was wrong.
    Problem(Box<Problem>),
}

/// How far an `allow` comment reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AllowScope {
    /// The next line, and the entity that begins there.
    Next,
    /// The file.
    File,
}

/// A suppression comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allow {
    /// The rules named, each with its place.
    pub rules: Vec<(String, Span)>,
    /// Why, if it says.
    pub reason: Option<Word>,
    /// How far it reaches.
    pub scope: AllowScope,
    /// The whole comment.
    pub span: Span,
}

/// What one chunk says in the context in which it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChunkFacts {
    /// The context at its start.
    pub before: Arc<Context>,
    /// The context at its end; chunks that change nothing, and neighbours, share it.
    pub after: Arc<Context>,
    /// Facts in order, with the node that each is about.
    pub pieces: Vec<(NodeKey, Piece)>,
    /// Headings, keys and column headers that name a field of a kind without giving its value: the field's own place is
    /// in each row or item.
    pub labels: Vec<(Kind, FieldKey, Span)>,
    /// Suppression comments.
    pub allows: Vec<Allow>,
    /// A fence without an end in this chunk.
    pub unclosed: Option<Span>,
    /// Whether it uses YAML aliases and so depends on what other chunks anchor.
    pub aliases: bool,
    /// What a probe asks for; none in a document's own facts.
    pub probed: Option<Box<Probed>>,
    /// Where entities and sections begin, once that was asked for.
    pub(super) placed: Option<Placed>,
    /// The colours of its words, once they were asked for.
    pub(super) painted: Option<Painted>,
}

impl ChunkFacts {
    /// Takes note of the context at the chunk's end, and gives back the room that is not used.
    pub(super) fn close(&mut self, after: Context) {
        self.after = if after == *self.before { Arc::clone(&self.before) } else { Arc::new(after) };
        self.pieces.shrink_to_fit();
        self.labels.shrink_to_fit();
        self.allows.shrink_to_fit();
    }
}
