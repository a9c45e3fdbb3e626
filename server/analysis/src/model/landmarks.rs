//! Where the entities, dimensions and aspects of a chunk begin, in lines and columns: worked out when first asked for, and
//! kept until the chunk says something else.

use std::ops::Range;
use std::sync::Arc;

use super::Span;

use super::build::{Counters, Document};
use super::pieces::{ChunkFacts, Piece, ScopeKind};
use super::read::Read;
use crate::syntax::markdown::Block;
use crate::text::{Encoding, Position, Walk};

/// The place of an entity, dimension or aspect; lines count from where its chunk begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Landmark {
    /// Where its heading, key or first cell begins.
    pub start: Position,
    /// Where that ends.
    pub end: Position,
}

/// The places of a chunk's landmarks, and the unit in which their columns are counted.
pub(super) type Placed = (Encoding, Box<[Landmark]>);

impl Piece {
    /// The place of what opens here: an entity, a dimension, an aspect.
    #[must_use]
    pub fn opens(&self) -> Option<Span> {
        match self {
            Self::Open { anchor, .. } => Some(*anchor),
            Self::Section(section) => Some(section.span),
            _ => None,
        }
    }
}

impl Document {
    /// Works out the landmarks of all chunks that do not have them.
    pub(crate) fn place_landmarks(&mut self, encoding: Encoding, counters: &mut Counters) {
        for id in self.now.chunks.ids() {
            let Some(facts) = self.now.facts.get_mut(&id) else { continue };
            if facts.placed.as_ref().is_some_and(|(known, _)| *known == encoding) {
                continue;
            }
            let places: Vec<Span> = facts.pieces.iter().filter_map(|(_, piece)| piece.opens()).collect();
            let text = match self.now.chunks.range(id) {
                Some(range) if !places.is_empty() => self.text.slice(range),
                _ => "".into(),
            };
            counters.symbols_made += places.len();
            Arc::make_mut(facts).placed = Some((encoding, placed(&text, &places, encoding)));
        }
    }
}

impl Document {
    /// The bytes of the heading that is a Markdown document's title.
    pub(crate) fn title(&self) -> Option<Range<usize>> {
        let mut facts = self.now.chunks.ids().filter_map(|id| Some((id, self.now.facts.get(&id)?)));
        let (id, facts) = facts.find(|(_, facts)| facts.after.titled)?;
        let start = self.now.chunks.range(id)?.start;
        let is_title = facts.after.scopes.first().is_some_and(|scope| scope.kind == ScopeKind::Title);
        let Some(Read::Blocks(blocks)) = self.now.read.get(&id).map(Arc::as_ref).filter(|_| is_title) else {
            return None;
        };
        blocks.iter().find_map(|block| match block {
            Block::Heading { text, .. } => Some(start + text.start..start + text.end),
            _ => None,
        })
    }
}

impl ChunkFacts {
    /// The landmarks that were worked out, one for each piece that opens something, in order.
    pub(crate) fn landmarks(&self) -> &[Landmark] {
        self.placed.as_ref().map_or(&[], |(_, landmarks)| landmarks)
    }
}

/// Places in a chunk's text as lines and columns.
fn placed(text: &str, places: &[Span], encoding: Encoding) -> Box<[Landmark]> {
    // Almost always in order: what an alias stands for, and cells, may be told of out of it.
    let mut bytes: Vec<usize> =
        places.iter().flat_map(|place| [place.start as usize, place.end as usize]).collect();
    bytes.sort_unstable();
    bytes.dedup();
    let mut walk = Walk::new(text, encoding);
    let positions: Vec<Position> = bytes.iter().map(|byte| walk.to(*byte)).collect();
    let position = |byte: u32| {
        let at = bytes.partition_point(|known| *known < byte as usize);
        positions[at]
    };
    places.iter().map(|place| Landmark { start: position(place.start), end: position(place.end) }).collect()
}
