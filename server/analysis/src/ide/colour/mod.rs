//! Semantic tokens: the words of a plan that mean something, chunk by chunk, put together for a whole document, for some
//! of its lines, or as what changed since the client was last told.

mod chunk;
mod paint;

use std::ops::Range;
use std::sync::Arc;

use crate::model::build::{Counters, Document};
use crate::model::{ChunkColours, Colour};
use crate::syntax::notation::Notation;
use crate::text::Encoding;

/// A coloured word, placed from the one before it, as the protocol counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// How many lines below the one before, or the document's begin.
    pub down: u32,
    /// Its first column, counted from that of the one before where both stand in one line.
    pub right: u32,
    /// How many columns it takes.
    pub length: u32,
    /// What it is.
    pub colour: Colour,
}

/// What a client is told of a document's colours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// All of them.
    Whole(Vec<Step>),
    /// Some words of what was told last become others.
    Changed {
        /// The first word that does.
        at: usize,
        /// How many do.
        gone: usize,
        /// What stands in their place.
        words: Vec<Step>,
    },
}

/// A chunk with coloured words, and how many lines its first one stands below the last one above it.
type Segment = (u32, Arc<ChunkColours>);

/// What a client was last told of a document: the colours themselves are shared with the document's chunks.
#[derive(Debug, Default)]
pub struct LastTold {
    id: u64,
    segments: Vec<Segment>,
}

impl LastTold {
    /// The number under which a client knows it; 0 when nothing was told.
    #[must_use]
    pub fn id(&self) -> u64 {
        self.id
    }

    /// Colours a document and takes note of that under a number. A client that knows the `previous` number gets only what
    /// changed since.
    pub fn tell(
        &mut self,
        document: &mut Document,
        encoding: Encoding,
        counters: &mut Counters,
        (id, previous): (u64, Option<u64>),
    ) -> Told {
        let ids: Vec<u32> = document.chunks().ids().collect();
        paint(document, &ids, encoding, counters);
        let known = previous.is_some_and(|previous| previous == self.id && previous != 0);
        let segments = segments(document, &ids, encoding);
        let told = if known { changed(&self.segments, &segments) } else { Told::Whole(steps(&segments)) };
        *self = Self { id, segments };
        told
    }
}

/// The colours of some lines of a document; only the chunks that hold them are coloured.
pub fn colours_in(
    document: &mut Document,
    lines: Range<u32>,
    encoding: Encoding,
    counters: &mut Counters,
) -> Vec<Step> {
    let text = document.text();
    let bytes = text.line_start(lines.start as usize)..text.line_start(lines.end as usize);
    let Some(first) = document.chunks().at(bytes.start) else { return Vec::new() };
    let begins = |id: &u32| document.chunks().range(*id).is_some_and(|range| range.start < bytes.end);
    let from = document.chunks().position(first).unwrap_or(0);
    let ids: Vec<u32> = document.chunks().ids_from(from).take_while(begins).collect();
    paint(document, &ids, encoding, counters);
    let mut line = document.chunks().range(first).map_or(0, |range| document.text().line_of(range.start));
    let mut walk = Walk::default();
    let mut found = Vec::new();
    for colours in ids.iter().filter_map(|id| document.colours(*id, encoding)) {
        let start = u32::try_from(line).unwrap_or(u32::MAX);
        let inside = colours.words.iter().filter(|word| lines.contains(&(start + word.line)));
        found.extend(inside.map(|word| walk.to(start + word.line, word.column, word.length, word.colour)));
        line += colours.lines as usize;
    }
    found
}

/// Colours those of some chunks that are not.
fn paint(document: &mut Document, ids: &[u32], encoding: Encoding, counters: &mut Counters) {
    let mut notation: Option<Notation> = None;
    for &id in ids.iter().filter(|id| document.colours(**id, encoding).is_none()).collect::<Vec<_>>() {
        counters.chunks_coloured += 1;
        let colours = chunk::colours(document, id, encoding, notation.get_or_insert_with(Notation::new));
        document.keep_colours(id, encoding, colours);
    }
}

fn segments(document: &Document, ids: &[u32], encoding: Encoding) -> Vec<Segment> {
    let mut passed = 0;
    let mut segments = Vec::with_capacity(ids.len());
    for colours in ids.iter().filter_map(|id| document.colours(*id, encoding)) {
        if let (Some(first), Some(last)) = (colours.words.first(), colours.words.last()) {
            segments.push((passed + first.line, Arc::clone(colours)));
            passed = colours.lines - last.line;
        } else {
            passed += colours.lines;
        }
    }
    segments
}

/// Goes from word to word.
#[derive(Default)]
struct Walk {
    line: u32,
    column: u32,
}

impl Walk {
    fn to(&mut self, line: u32, column: u32, length: u32, colour: Colour) -> Step {
        let down = line - self.line;
        let right = if down == 0 { column - self.column } else { column };
        (self.line, self.column) = (line, column);
        Step { down, right, length, colour }
    }
}

fn steps(segments: &[Segment]) -> Vec<Step> {
    let mut steps = Vec::with_capacity(segments.iter().map(|(_, colours)| colours.words.len()).sum());
    for (lead, colours) in segments {
        let first = colours.words.first().map_or(0, |word| word.line);
        let mut walk = Walk::default();
        for word in &colours.words {
            steps.push(walk.to(lead + word.line - first, word.column, word.length, word.colour));
        }
    }
    steps
}

/// What changed between two tellings: chunk by chunk first, then word by word in the chunks that differ.
fn changed(old: &[Segment], new: &[Segment]) -> Told {
    let same = |(a, b): &(&Segment, &Segment)| a.0 == b.0 && (Arc::ptr_eq(&a.1, &b.1) || a.1 == b.1);
    let before = old.iter().zip(new).take_while(same).count();
    let (old_rest, new_rest) = (&old[before..], &new[before..]);
    let behind = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(same).count();
    let at: usize = old[..before].iter().map(|(_, colours)| colours.words.len()).sum();
    let old = steps(&old_rest[..old_rest.len() - behind]);
    let mut words = steps(&new_rest[..new_rest.len() - behind]);
    let head = old.iter().zip(&words).take_while(|(a, b)| a == b).count();
    let tail = old[head..].iter().rev().zip(words[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    words.truncate(words.len() - tail);
    words.drain(..head);
    Told::Changed { at: at + head, gone: old.len() - head - tail, words }
}
