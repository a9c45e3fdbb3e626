//! What a document says, places apart: whoever rewrites a text proves by it that the plan is the same.

use std::fmt::Write as _;

use rustc_hash::FxHashMap;

use super::build::Document;
use super::{Allow, Entity, Field, Indicator, Measure, NodeKey, Word};
use crate::schema::FieldKey;

/// How two texts are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exactly {
    /// Character by character.
    Yes,
    /// White space apart.
    ButForSpaces,
}

impl Document {
    /// What it says, node by node in the order of the text. Of citations their targets count, not how they are written;
    /// of labels and keys what they name.
    pub(crate) fn said(&self, exactly: Exactly) -> Vec<String> {
        let place = |key: NodeKey| {
            let chunk = if key.is_plan() { None } else { self.now.chunks.position(key.chunk.0) };
            (chunk, key.number)
        };
        let mut nodes: Vec<&Entity> = self.nodes().map(AsRef::as_ref).collect();
        nodes.sort_by_key(|entity| place(entity.key));
        let ranks: FxHashMap<NodeKey, usize> =
            nodes.iter().enumerate().map(|(rank, entity)| (entity.key, rank)).collect();
        let teller = Teller { exactly };
        let mut said: Vec<String> = nodes
            .iter()
            .map(|entity| teller.entity(entity, entity.parent.and_then(|parent| ranks.get(&parent).copied())))
            .collect();
        said.extend(self.allows().map(|allow| teller.allow(allow)));
        said
    }

    /// What one node says; its parent is told by its key, so that only documents that are cut alike can be compared.
    pub(crate) fn said_of(&self, key: NodeKey, exactly: Exactly) -> Option<String> {
        let entity = self.node(key)?;
        Some(format!("{}\n  below {:?}", Teller { exactly }.entity(entity, None), entity.parent))
    }

    /// What the comments of one chunk allow.
    pub(crate) fn allowed_in(&self, chunk: u32, exactly: Exactly) -> Vec<String> {
        let allows = self.facts(chunk).map_or(&[][..], |facts| &facts.allows);
        allows.iter().map(|allow| Teller { exactly }.allow(allow)).collect()
    }
}

/// Puts into words what is compared.
struct Teller {
    exactly: Exactly,
}

impl Teller {
    fn text(&self, text: &str) -> String {
        match self.exactly {
            Exactly::Yes => text.to_owned(),
            Exactly::ButForSpaces => text.chars().filter(|c| !c.is_whitespace()).collect(),
        }
    }

    fn allow(&self, allow: &Allow) -> String {
        let rules: Vec<&str> = allow.rules.iter().map(|(rule, _)| rule.as_str()).collect();
        let reason = allow.reason.as_ref().map(|reason| self.text(&reason.text));
        format!("allow {:?} {rules:?} {reason:?}", allow.scope)
    }

    fn word(&self, word: Option<&Word>) -> Option<String> {
        word.map(|word| self.text(&word.text))
    }

    fn entity(&self, entity: &Entity, parent: Option<usize>) -> String {
        let mut said = format!("{:?} in {parent:?} row {} cut {}", entity.kind, entity.row, entity.cut_short);
        let level = |level: &Option<super::LevelField>| level.as_ref().map(|level| level.level);
        let (current, target) = (level(&entity.level.current), level(&entity.level.target));
        let _ = write!(said, " {current:?} {target:?} {}", entity.level.unreadable);
        for field in &entity.fields {
            let _ = write!(said, "\n  {}", self.field(field));
        }
        for section in &entity.sections {
            let near = self.word(section.near.as_deref());
            let _ = write!(said, "\n  section {:?} {:?} {near:?}", section.dimension, section.aspect);
        }
        for measure in &entity.measures {
            let _ = write!(said, "\n  {}", self.measure(measure));
        }
        for record in &entity.records {
            let _ = write!(said, "\n  {}", self.record(record));
        }
        for citation in &entity.citations {
            let _ = write!(said, "\n  cites {citation}");
        }
        for problem in &entity.problems {
            let _ = write!(said, "\n  problem {:?}", std::mem::discriminant(&problem.kind));
        }
        said
    }

    fn field(&self, field: &Field) -> String {
        // What a field of citations says is told by the citations.
        let words: Vec<String> = match field.key {
            FieldKey::Clause => Vec::new(),
            _ => field.words.iter().map(|word| self.text(&word.text)).collect(),
        };
        format!("{:?} {:?} {words:?} {}", field.key, field.origin, field.placeholder)
    }

    fn measure(&self, measure: &Measure) -> String {
        let citations: Vec<String> = measure.citations.iter().map(ToString::to_string).collect();
        let waiver = measure.waiver.as_ref().map(|waiver| self.word(waiver.reason.as_ref()));
        let fields: Vec<String> = measure.fields.iter().map(|field| self.field(field)).collect();
        format!(
            "{:?} {:?} {} {citations:?} {:?} {waiver:?} {} {fields:?}",
            measure.aspect,
            measure.others,
            self.text(&measure.text.text),
            measure.status,
            measure.placeholder,
        )
    }

    fn record(&self, record: &Indicator) -> String {
        let fields: Vec<String> = record.fields.iter().map(|field| self.field(field)).collect();
        format!("{:?} {fields:?}", record.kind)
    }
}
