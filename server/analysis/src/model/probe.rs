//! What stands at a cursor, read by the code that reads plans: a stand-in is put there, its chunk is read anew, and it
//! is seen where the stand-in came out.

use std::ops::Range;

use super::build::{Document, Readers};
use super::pieces::{ChunkFacts, Piece, Probed, Scope};
use super::{NodeKey, Span};
use crate::syntax::markdown::Block;

/// A chunk as it would read with a stand-in at a cursor.
#[derive(Debug)]
pub struct Probe {
    /// What the chunk would say.
    pub pieces: Vec<(NodeKey, Piece)>,
    /// What is open where the stand-in stands, outermost first.
    pub scopes: Vec<Scope>,
    /// In Markdown, the block that holds the stand-in.
    pub block: Option<Block>,
    /// Where the chunk begins in the document.
    start: usize,
    /// The stand-in and what came with it, in the chunk.
    inserted: Range<usize>,
}

impl Document {
    /// Reads the chunk of a byte with `inserted` in place of nothing there; none where nothing would be read: in fences,
    /// comments, prose that no one reads.
    #[must_use]
    pub fn probe(&self, readers: &mut Readers, byte: usize, inserted: &str) -> Option<Probe> {
        let chunk = self.chunks.at(byte).or_else(|| self.chunks.ids().next_back())?;
        let range = self.chunks.range(chunk)?;
        let at = byte.checked_sub(range.start)?;
        let mut text = self.text().slice(range.clone()).into_owned();
        if !text.is_char_boundary(at) {
            return None;
        }
        text.insert_str(at, inserted);
        let before = self.facts(chunk)?.before.clone();
        let probed = Some(Box::new(Probed { at, scopes: None }));
        let facts = ChunkFacts { before, probed, ..ChunkFacts::default() };
        let (facts, blocks) = self.read_instead(readers, chunk, &text, facts);
        Some(Probe {
            scopes: facts.probed?.scopes?,
            pieces: facts.pieces,
            block: blocks.into_iter().find(|block| block.texts().any(|text| text.contains(&at))),
            start: range.start,
            inserted: at..at + inserted.len(),
        })
    }
}

impl Probe {
    /// The stand-in's first byte in the chunk.
    #[must_use]
    pub fn at(&self) -> usize {
        self.inserted.start
    }

    /// Whether a place holds the stand-in's first byte.
    #[must_use]
    pub fn is_in(&self, span: Span) -> bool {
        self.holds(&(span.start as usize..span.end as usize))
    }

    /// Whether bytes of the chunk hold the stand-in's first byte.
    #[must_use]
    pub fn holds(&self, range: &Range<usize>) -> bool {
        range.contains(&self.inserted.start)
    }

    /// The bytes of the document for a place that was read here.
    #[must_use]
    pub fn range(&self, span: Span) -> Range<usize> {
        self.byte(span.start as usize)..self.byte(span.end as usize)
    }

    /// The byte of the document for a byte that was read here.
    #[must_use]
    pub fn byte(&self, byte: usize) -> usize {
        let inside = byte.clamp(self.inserted.start, self.inserted.end) - self.inserted.start;
        self.start + byte - inside
    }
}
