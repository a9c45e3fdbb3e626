//! What about an entity changed, as facts that others may have read.

use rustc_hash::FxHashSet;

use super::reads::Fact;
use crate::model::{Citation, Entity, Field};
use crate::schema::{FieldKey, Kind};
use crate::standard::Target;

/// The facts that changed.
#[derive(Debug, Default)]
pub(super) struct Changes {
    facts: FxHashSet<Fact>,
}

impl Changes {
    /// A fact changed.
    pub(super) fn add(&mut self, fact: Fact) {
        self.facts.insert(fact);
    }

    /// The facts, each once.
    pub(super) fn into_facts(self) -> Vec<Fact> {
        self.facts.into_iter().collect()
    }

    /// Compares two states of an entity; none where it is not there.
    pub(super) fn compare(&mut self, old: Option<&Entity>, new: Option<&Entity>) {
        let Some(key) = old.or(new).map(|entity| entity.key) else { return };
        let says = |entity: &Entity| {
            let advantage = entity.records.iter().filter(|record| record.kind == Kind::Advantage);
            (entity.kind, advantage.cloned().collect::<Vec<_>>())
        };
        if !same(old, new, |a, b| {
            (a.kind, a.parent, a.row, a.anchor) == (b.kind, b.parent, b.row, b.anchor)
                && a.fields == b.fields
                && a.records == b.records
                && a.problems == b.problems
                && a.citations == b.citations
        }) {
            self.add(Fact::Entity(key));
            for id in old.into_iter().chain(new).filter_map(|entity| entity.id.as_ref()) {
                self.add(Fact::id(&id.text));
            }
            self.fields(old, new);
            if old.map(says) != new.map(says) {
                self.add(Fact::Advantages);
            }
            if !same(old, new, |a, b| {
                a.problems
                    .iter()
                    .map(|problem| &problem.kind)
                    .eq(b.problems.iter().map(|problem| &problem.kind))
            }) {
                self.add(Fact::Problems);
            }
        }
        if !same(old, new, same_coverage) {
            self.add(Fact::Coverage(key));
        }
        if old.map(|entity| entity.kind) != new.map(|entity| entity.kind) {
            self.add(Fact::Existence);
            self.add(Fact::Names);
        }
    }

    /// The fields in which an entity says something else than before.
    fn fields(&mut self, old: Option<&Entity>, new: Option<&Entity>) {
        let all = |entity: Option<&Entity>| -> FxHashSet<FieldKey> {
            entity.into_iter().flat_map(|entity| &entity.fields).map(|field| field.key).collect()
        };
        let said = |entity: Option<&Entity>, key: FieldKey| -> Vec<(bool, Vec<String>)> {
            let fields = entity.into_iter().flat_map(|entity| &entity.fields);
            fields.filter(|field| field.key == key).map(|field| (field.placeholder, texts(field))).collect()
        };
        let kinds_differ = old.map(|entity| entity.kind) != new.map(|entity| entity.kind);
        for key in all(old).union(&all(new)) {
            if kinds_differ || said(old, *key) != said(new, *key) {
                self.add(Fact::Field(*key));
                if matches!(key, FieldKey::Id | FieldKey::Name) {
                    self.add(Fact::Names);
                }
            }
        }
    }
}

fn same(old: Option<&Entity>, new: Option<&Entity>, equal: impl Fn(&Entity, &Entity) -> bool) -> bool {
    match (old, new) {
        (Some(old), Some(new)) => equal(old, new),
        (old, new) => old.is_none() && new.is_none(),
    }
}

fn texts(field: &Field) -> Vec<String> {
    field.words.iter().map(|word| word.text.clone()).collect()
}

/// Whether two states of an entity's measures cover the same.
fn same_coverage(old: &Entity, new: &Entity) -> bool {
    let same_measure = |(a, b): (&crate::model::Measure, &crate::model::Measure)| {
        let reasons = |measure: &crate::model::Measure| measure.waiver.as_ref().map(|it| it.reason.is_some());
        (a.aspect, a.status, a.placeholder) == (b.aspect, b.status, b.placeholder)
            && a.others == b.others
            && a.citations.iter().map(cited).eq(b.citations.iter().map(cited))
            && reasons(a) == reasons(b)
    };
    old.measures.len() == new.measures.len()
        && old.measures.iter().zip(&new.measures).all(same_measure)
        && old.sections.len() == new.sections.len()
        && old
            .sections
            .iter()
            .zip(&new.sections)
            .all(|(a, b)| (a.dimension, a.aspect) == (b.dimension, b.aspect))
}

/// What a citation points at; of what does not exist, the text tells what may have been meant.
fn cited(citation: &Citation) -> (Target, &str, Option<char>) {
    (citation.target, &citation.clause, citation.letter)
}

/// What decides how nodes of a set hang together: who merges with whom, who refers to whom.
pub(super) fn same_ties(old: &Entity, new: &Entity) -> bool {
    let refers = |entity: &Entity| -> Vec<(FieldKey, bool, Vec<String>)> {
        let ties = [FieldKey::Id, FieldKey::Parent, FieldKey::Carries, FieldKey::Members];
        let fields = entity.fields.iter().filter(|field| ties.contains(&field.key));
        fields.map(|field| (field.key, field.placeholder, texts(field))).collect()
    };
    (old.kind, old.parent, old.row) == (new.kind, new.parent, new.row) && refers(old) == refers(new)
}
