//! One chunk read: its text to blocks or events, those to facts.

use std::cell::RefCell;
use std::ops::Range;
use std::sync::Arc;

use super::build::{Document, Readers, Surface};
use super::pieces::ChunkFacts;
use super::{ChunkId, markdown, yaml};
use crate::syntax::chunk::State;
use crate::syntax::markdown::Block;
use crate::syntax::yaml::{Event, Reading, YamlReader};

/// What a chunk's text says by itself.
#[derive(Debug)]
pub(super) enum Read {
    Blocks(Vec<Block>),
    Events(Reading),
}

impl Document {
    /// Reads `text` in the place of a chunk.
    pub(super) fn read_text(&self, readers: &mut Readers, id: u32, range: &Range<usize>, text: &str) -> Read {
        match self.surface {
            Surface::Markdown => {
                let (first, last) = (range.start == 0, range.end == self.text().len());
                let state = self.now.chunks.state(id);
                Read::Blocks(readers.markdown.read(text, state, first, last || opens_fence(text)))
            }
            Surface::Yaml if self.now.chunks.state(id) != State::Open => Read::Events(Reading::default()),
            Surface::Yaml => Read::Events(readers.yaml.read(text)),
        }
    }

    /// The blocks of a chunk; none in YAML.
    pub(crate) fn blocks(&self, id: u32) -> &[Block] {
        match self.now.read.get(&id).map(AsRef::as_ref) {
            Some(Read::Blocks(blocks)) => blocks,
            _ => &[],
        }
    }

    /// What `text` would say in the place of a chunk, and its blocks where it is Markdown.
    pub(super) fn read_instead(
        &self,
        readers: &mut Readers,
        id: u32,
        text: &str,
        facts: ChunkFacts,
    ) -> (ChunkFacts, Vec<Block>) {
        let range = self.now.chunks.range(id).unwrap_or(0..0);
        let read = self.read_text(readers, id, &range, text);
        let facts = self.lower_text(readers, id, text, Some(&read), facts);
        (facts, if let Read::Blocks(blocks) = read { blocks } else { Vec::new() })
    }

    pub(super) fn lower_text(
        &self,
        readers: &mut Readers,
        id: u32,
        text: &str,
        read: Option<&Read>,
        facts: ChunkFacts,
    ) -> ChunkFacts {
        let chunk = ChunkId(id);
        match read {
            Some(Read::Blocks(blocks)) => {
                let readers = (&mut readers.notation, &mut readers.yaml, self.own_words());
                markdown::lower(self.file, chunk, text, blocks, readers, facts)
            }
            Some(Read::Events(reading)) => {
                let yaml = RefCell::new(&mut readers.yaml);
                let anchors = |name: &str| self.anchored_events(&mut yaml.borrow_mut(), name, id);
                let readers = (&mut readers.notation, self.own_words());
                yaml::lower(self.file, chunk, text, reading, readers, &anchors, facts)
            }
            None => facts,
        }
    }

    /// The event that an anchor marks and those nested in it, the last one before chunk `user` ends.
    fn anchored_events(&self, yaml: &mut YamlReader, name: &str, user: u32) -> Option<Vec<Event>> {
        let limit = self.now.chunks.position(user)?;
        let mut ids: Vec<(usize, u32)> = self
            .now
            .anchored
            .iter()
            .filter_map(|id| Some((self.now.chunks.position(*id)?, *id)))
            .filter(|(position, _)| *position <= limit)
            .collect();
        ids.sort_unstable();
        for (position, id) in ids.into_iter().rev() {
            let Some(Read::Events(reading)) = self.now.read.get(&id).map(Arc::as_ref) else { continue };
            let Some(at) = reading.events.iter().rposition(|event| event.anchor.as_deref() == Some(name))
            else {
                continue;
            };
            let mut found = vec![reading.events[at].clone()];
            let column = reading.events[at].column;
            let by_key = reading.events[at].key.is_some();
            let nested = |event: &Event| {
                event.column > column || by_key && event.column == column && event.key.is_none()
            };
            let rest = reading.events[at + 1..].iter();
            let below = self.now.chunks.ids_from(position + 1).flat_map(|id| {
                match self.now.read.get(&id).map(Arc::as_ref) {
                    Some(Read::Events(reading)) => reading.events.clone(),
                    _ => yaml.read(&self.text().slice(self.now.chunks.range(id).unwrap_or(0..0))).events,
                }
            });
            found.extend(rest.cloned().chain(below).take_while(nested).take(10_001));
            return Some(found);
        }
        None
    }
}

/// Whether a fence opens in a text and does not close in it: its end is then no mistake of the chunk.
fn opens_fence(text: &str) -> bool {
    text.contains("```") || text.contains("~~~")
}
