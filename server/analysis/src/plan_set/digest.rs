//! What many checks ask of a whole set, gathered once: who asks is checked again when the answer changes, not whenever
//! something that it rests on does.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::PlanSet;
use super::reads::{Fact, Reader};
use crate::schema::FieldKey;

/// A question about a whole set.
#[derive(Clone, Copy, Debug)]
pub struct Digest {
    /// What is asked.
    pub name: &'static str,
    /// The field that it is asked about.
    pub field: FieldKey,
    /// Gathers the answer. It may ask no other such question.
    pub gather: fn(&PlanSet, FieldKey) -> Vec<String>,
}

/// What tells one question from another.
pub(super) type Asked = (&'static str, FieldKey);

/// Questions that were asked, with their answers.
pub(super) type Answers = FxHashMap<Asked, (Digest, Arc<[String]>)>;

impl PlanSet {
    /// The answer to a question about the whole set, sorted, each word once.
    #[must_use]
    pub fn digest(&self, asked: Digest) -> Arc<[String]> {
        let key = (asked.name, asked.field);
        self.reads.note(Fact::Digest(key));
        if let Some((_, known)) = self.digests.borrow().get(&key) {
            return Arc::clone(known);
        }
        let made = self.gather(asked);
        self.digests.borrow_mut().insert(key, (asked, Arc::clone(&made)));
        made
    }

    /// Gathers an answer anew; returns whether it is another one.
    pub(super) fn digest_again(&self, key: Asked) -> bool {
        let Some((asked, known)) = self.digests.borrow().get(&key).cloned() else { return false };
        let made = self.gather(asked);
        let differs = made != known;
        self.digests.borrow_mut().insert(key, (asked, made));
        differs
    }

    fn gather(&self, asked: Digest) -> Arc<[String]> {
        let reader = Reader::Digest((asked.name, asked.field));
        let mut words = self.reads.record(reader, || (asked.gather)(self, asked.field));
        words.sort_unstable();
        words.dedup();
        words.into()
    }
}
