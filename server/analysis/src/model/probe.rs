//! What stands at a cursor, read by the code that reads plans: a stand-in is put there, its chunk is read anew, and it
//! is seen where the stand-in came out.

use std::ops::Range;
use std::sync::Arc;

use super::build::{Document, Readers};
use super::pieces::{ChunkFacts, Piece, Probed, Scope};
use super::read::Read;
use super::{FileId, NodeKey, Span};
use crate::syntax::chunk::markdown::{is_plan_block, opens_front_matter};
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
    /// The document.
    pub file: FileId,
    /// Where the chunk begins in the document.
    start: usize,
    /// The stand-in's first byte in the chunk.
    stand_in: usize,
    text: String,
    /// The stand-in and what came with it, in the chunk.
    inserted: Range<usize>,
}

/// A chunk that was read with something put in.
struct Reread {
    facts: ChunkFacts,
    blocks: Vec<Block>,
    start: usize,
    stand_in: usize,
    inserted: Range<usize>,
    text: String,
}

impl Document {
    /// Reads the chunk of a byte with `inserted` put there: the stand-in, blanks before it, closing marks behind it. None
    /// where it would not be read, as in fences and comments.
    #[must_use]
    pub fn probe(&self, readers: &mut Readers, byte: usize, inserted: &str) -> Option<Probe> {
        let read = self.reread(readers, byte, inserted)?;
        let stand_in = read.stand_in;
        Some(Probe {
            scopes: read.facts.probed?.scopes?,
            pieces: read.facts.pieces,
            block: read.blocks.into_iter().find(|block| block.texts().any(|text| text.contains(&stand_in))),
            file: self.file,
            start: read.start,
            stand_in,
            inserted: read.inserted,
            text: read.text,
        })
    }

    /// Whether a comment holds what is put at a byte; never in fences.
    #[must_use]
    pub fn comments_at(&self, readers: &mut Readers, byte: usize, inserted: &str) -> bool {
        self.reread(readers, byte, inserted).is_some_and(|read| {
            read.blocks.iter().any(|block| block.texts().any(|text| text.contains(&read.stand_in)))
        })
    }

    fn reread(&self, readers: &mut Readers, byte: usize, inserted: &str) -> Option<Reread> {
        let chunk = self.now.chunks.at(byte).or_else(|| self.now.chunks.ids().next_back())?;
        let range = self.now.chunks.range(chunk)?;
        let at = byte.checked_sub(range.start)?;
        let mut text = self.text().slice(range.clone()).into_owned();
        if !text.is_char_boundary(at) {
            return None;
        }
        text.insert_str(at, inserted);
        let before = self.facts(chunk)?.before.clone();
        let stand_in = at + inserted.len() - inserted.trim_start().len();
        let probed = Some(Box::new(Probed { at: stand_in, scopes: None }));
        let facts = ChunkFacts { before, probed, ..ChunkFacts::default() };
        let (facts, blocks) = self.read_instead(readers, chunk, &text, facts);
        Some(Reread { facts, blocks, start: range.start, stand_in, inserted: at..at + inserted.len(), text })
    }
}

impl Document {
    /// Where the plan fields in YAML begin that a byte stands in, in a fence or front matter that is still open, and what
    /// closes it.
    #[must_use]
    pub fn open_plan_block(&self, byte: usize) -> Option<(usize, &'static str)> {
        let first = self.text().line(0);
        // Front matter of which nothing but the beginning of a key is there reads as a text.
        if self.text().line_of(byte) == 1 && opens_front_matter(&first) {
            return Some((first.len(), "---"));
        }
        let chunk = self.now.chunks.at(byte)?;
        self.facts(chunk)?.unclosed?;
        let start = self.now.chunks.range(chunk)?.start;
        let text = self.text().slice(start..byte);
        let open = text.rfind("```")?;
        let line = text[open..].find('\n')?;
        let first = text[..open].rfind('\n').map_or(0, |at| at + 1);
        let opens = text[first..open].trim().is_empty()
            && is_plan_block(text[open..open + line].trim_start_matches('`'));
        opens.then_some((start + open + line + 1, "```"))
    }

    /// The plan fields in YAML that a byte of a Markdown document stands in: front matter or a fence.
    #[must_use]
    pub fn yaml_at(&self, byte: usize) -> Option<Range<usize>> {
        let chunk = self.now.chunks.at(byte)?;
        let start = self.now.chunks.range(chunk)?.start;
        let Some(Read::Blocks(blocks)) = self.now.read.get(&chunk).map(Arc::as_ref) else { return None };
        blocks.iter().find_map(|block| match block {
            Block::Plan { text, .. } if (text.start..=text.end).contains(&(byte - start)) => {
                Some(start + text.start..start + text.end)
            }
            _ => None,
        })
    }
}

impl Probe {
    /// Whether a place holds the stand-in's first byte.
    #[must_use]
    pub fn is_in(&self, span: Span) -> bool {
        self.holds(&(span.start as usize..span.end as usize))
    }

    /// Whether bytes of the chunk hold the stand-in's first byte.
    #[must_use]
    pub fn holds(&self, range: &Range<usize>) -> bool {
        range.contains(&self.stand_in)
    }

    /// The text that was read at bytes of the chunk.
    #[must_use]
    pub fn text(&self, range: &Range<usize>) -> &str {
        self.text.get(range.clone()).unwrap_or_default()
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
