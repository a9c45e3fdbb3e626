//! Nodes put together from what the chunks say about them.

use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

use super::build::{Counters, Document, Touched};
use super::interpret::declared_level;
use super::pieces::Piece;
use super::{ChunkId, DeclaredLevel, Entity, Field, Measures, NodeKey, Origin, Problem, ProblemKind, Span};
use crate::schema::{self, FieldKey, Kind};
use crate::syntax::chunk::State;

/// The pieces of each node, by chunk.
type PlacesOfPieces = FxHashMap<(u32, NodeKey), Vec<usize>>;

impl Document {
    /// Builds the touched nodes from what the chunks say.
    pub(super) fn assemble(&mut self, touched: FxHashSet<NodeKey>, counters: &mut Counters) -> Touched {
        let mut result = Touched::default();
        let places = self.places_of_pieces(&touched);
        for key in touched {
            let mut chunks: Vec<(usize, u32)> = self
                .now
                .contributions
                .get(&key)
                .into_iter()
                .flatten()
                .filter_map(|id| Some((self.now.chunks.position(*id)?, *id)))
                .collect();
            chunks.sort_unstable();
            let mut entity = self.entity(key, &chunks, &places);
            if key.is_plan()
                && let (Some(plan), Some(problem)) = (&mut entity, self.unclosed_fence())
            {
                plan.problems.push(problem);
                plan.cut_short = true;
            }
            match entity {
                Some(entity) => {
                    counters.entities_built += 1;
                    if self.now.nodes.get(&key).is_none_or(|known| **known != entity) {
                        self.now.nodes.insert(key, Arc::new(entity));
                        result.changed.push(key);
                    }
                }
                None => {
                    self.now.contributions.remove(&key);
                    if self.now.nodes.remove(&key).is_some() {
                        result.removed.push(key);
                    }
                }
            }
        }
        result
    }

    /// Where in their chunks the pieces of each node stand: a chunk that holds thousands of nodes is read once.
    fn places_of_pieces(&self, touched: &FxHashSet<NodeKey>) -> PlacesOfPieces {
        let chunks: FxHashSet<u32> =
            touched.iter().filter_map(|key| self.now.contributions.get(key)).flatten().copied().collect();
        let mut places = PlacesOfPieces::default();
        for chunk in chunks {
            let pieces = self.now.facts.get(&chunk).map_or(&[][..], |facts| &facts.pieces);
            for (at, (node, _)) in pieces.iter().enumerate() {
                if touched.contains(node) {
                    places.entry((chunk, *node)).or_default().push(at);
                }
            }
        }
        places
    }

    /// The fence that is still open at the document's end.
    fn unclosed_fence(&self) -> Option<Problem> {
        let last = self.now.chunks.ids().next_back()?;
        let (position, id) =
            self.now.unclosed.iter().filter_map(|id| Some((self.now.chunks.position(*id)?, *id))).max()?;
        let to_the_end = self
            .now
            .chunks
            .ids_from(position + 1)
            .all(|id| matches!(self.now.chunks.state(id), State::Fence { .. }))
            && (id == last || self.now.facts.get(&last).is_none_or(|facts| facts.pieces.is_empty()));
        let span = self.now.facts.get(&id)?.unclosed?;
        let kind = ProblemKind::Syntax {
            zh: "代码块没有结束，其后的内容都不会被读取；请另起一行补上结束标记".into(),
            en: "The code fence is never closed, so nothing below it is read: close it on a line of its own"
                .into(),
        };
        to_the_end.then_some(Problem { kind, span })
    }

    fn entity(&self, key: NodeKey, chunks: &[(usize, u32)], places: &PlacesOfPieces) -> Option<Entity> {
        let plan = key.is_plan();
        let start =
            Span { file: self.file, chunk: ChunkId(self.now.chunks.id_at(0).unwrap_or(0)), start: 0, end: 0 };
        let mut entity = Entity {
            key,
            kind: Kind::Plan,
            parent: None,
            anchor: start,
            id: None,
            name: None,
            fields: Vec::new(),
            sections: Vec::new(),
            measures: Measures::default(),
            records: Vec::new(),
            citations: Vec::new(),
            problems: Vec::new(),
            level: DeclaredLevel::default(),
            row: false,
            cut_short: false,
        };
        let mut opened = plan;
        let mut again = None;
        for (_, id) in chunks {
            let Some(facts) = self.now.facts.get(id) else { continue };
            let own = places.get(&(*id, key)).into_iter().flatten();
            for (_, piece) in own.filter_map(|at| facts.pieces.get(*at)) {
                match piece {
                    Piece::Open { kind, parent, anchor, row } => {
                        opened = true;
                        (entity.kind, entity.anchor, entity.row) = (*kind, *anchor, *row);
                        entity.parent = (!parent.is_plan()).then_some(*parent);
                    }
                    Piece::Opens(key, heading) => again = Again::of(&entity, *key, *heading),
                    Piece::Field { field, append } => match &mut again {
                        Some(again) if *append && again.key == field.key => again.tell(&mut entity),
                        _ => add_field(&mut entity, field, *append),
                    },
                    Piece::Section(section) => entity.sections.push(section.clone()),
                    Piece::Measure(measure) => entity.measures.push(measure),
                    Piece::Record(record) => entity.records.push((**record).clone()),
                    Piece::Citation(citation) => entity.citations.push((**citation).clone()),
                    Piece::Problem(problem) => entity.problems.push((**problem).clone()),
                }
            }
        }
        if plan && let Some(standard) = entity.fields.iter().find(|field| field.key == FieldKey::Standard) {
            entity.anchor = Span { end: standard.value.end.max(standard.label.end), ..standard.label };
        }
        finish(&mut entity);
        opened.then_some(entity)
    }
}

/// A field that a heading opens though it was stated before: what stands below the heading is not read.
struct Again {
    key: FieldKey,
    heading: Span,
    first: Span,
    told: bool,
}

impl Again {
    fn of(entity: &Entity, key: FieldKey, heading: Span) -> Option<Self> {
        let first = entity.fields.iter().find(|known| is_stated(known, key, Origin::Label))?.label;
        Some(Self { key, heading, first, told: false })
    }

    fn tell(&mut self, entity: &mut Entity) {
        if !std::mem::replace(&mut self.told, true) {
            tell_twice(entity, self.key, self.heading, self.first);
        }
    }
}

/// Whether a field says something of this key in this way.
fn is_stated(field: &Field, key: FieldKey, origin: Origin) -> bool {
    field.key == key && field.origin == origin && !field.words.is_empty()
}

fn tell_twice(entity: &mut Entity, key: FieldKey, span: Span, first: Span) {
    let key = schema::field(entity.kind, key).map_or("", |field| field.label()).to_owned();
    entity.problems.push(Problem { kind: ProblemKind::DuplicateKey { key, first }, span });
}

fn is_level(key: FieldKey) -> bool {
    matches!(key, FieldKey::Level | FieldKey::Current | FieldKey::Target)
}

fn add_field(entity: &mut Entity, field: &Field, append: bool) {
    let goes_on = |known: &&mut Field| known.key == field.key && known.origin == field.origin;
    if append && let Some(known) = entity.fields.iter_mut().rev().find(goes_on) {
        let list = schema::field(entity.kind, field.key).is_some_and(|field| field.ty.is_list());
        match (known.words.first_mut(), field.words.first()) {
            (Some(word), Some(more)) if !list => {
                word.text.push('\n');
                word.text.push_str(&more.text);
            }
            _ => known.words.extend(field.words.iter().cloned()),
        }
        known.placeholder &= field.placeholder;
        return;
    }
    let same = |known: &Field| known.key == field.key || field.key == FieldKey::Level && is_level(known.key);
    if field.origin == Origin::Merged {
        if entity.fields.iter().any(same) {
            return;
        }
    } else {
        entity.fields.retain(|known| known.origin != Origin::Merged || !same(known));
    }
    let twice = entity.fields.iter().find(|known| is_stated(known, field.key, field.origin));
    if let Some(first) = twice.map(|first| first.label)
        && matches!(field.origin, Origin::Key | Origin::Label)
        && !(field.words.is_empty() && field.origin == Origin::Label)
    {
        return tell_twice(entity, field.key, field.label, first);
    }
    entity.fields.push(field.clone());
}

/// Fills in what follows from the fields.
pub(crate) fn finish(entity: &mut Entity) {
    let word = |key| {
        entity
            .fields
            .iter()
            .find(|field: &&Field| field.key == key && !field.words.is_empty())
            .and_then(|field| field.words.first().cloned())
    };
    entity.id = word(FieldKey::Id);
    entity.name = word(FieldKey::Name);
    entity.level = declared_level(&entity.fields);
}
