//! What a rewriting makes of a plan, tried on a copy of the document.

use crate::ide::attempt::{Attempt, Differences};
use crate::ide::convert::facts;
use crate::model::Exactly;
use crate::model::build::{Document, Readers};
use crate::rules::Change;
use crate::text::Edit;

/// Says what a change does to what a document says.
pub(super) struct Trial<'a> {
    attempt: Attempt<'a>,
}

impl<'a> Trial<'a> {
    pub(super) fn new(document: &'a Document, readers: &'a mut Readers) -> Self {
        Self { attempt: Attempt::new(document, readers, Exactly::Yes) }
    }

    /// Changes as edits in order; none where they overlap or belong to other files.
    fn edits(&self, changes: &[Change]) -> Option<Vec<Edit>> {
        let own = self.attempt.copy().file;
        let mut edits: Vec<Edit> = Vec::new();
        let mut changes: Vec<&Change> = changes.iter().collect();
        changes.sort_by_key(|change| (change.range.start, change.range.end));
        for change in changes {
            if change.file != own || edits.last().is_some_and(|last| last.range.end > change.range.start) {
                return None;
            }
            edits.push(Edit { range: change.range.clone(), text: change.text.clone() });
        }
        Some(edits)
    }

    /// What is no more said, and what is new; none where changes overlap or belong to other files.
    fn differences(&mut self, changes: &[Change]) -> Option<Differences> {
        let edits = self.edits(changes)?;
        let (touched, back) = self.attempt.make(&edits);
        let found = self.attempt.differences(&touched);
        self.attempt.take_back(&back);
        Some(found)
    }

    /// Whether the plan says the same, in whatever order.
    pub(super) fn keeps(&mut self, changes: &[Change]) -> bool {
        self.differences(changes).is_some_and(|(gone, new)| gone.is_empty() && new.is_empty())
    }

    /// Whether the plan means the same, however it is written, and nothing new is wrong with it.
    pub(super) fn restates(&mut self, changes: &[Change]) -> bool {
        let Some(edits) = self.edits(changes) else { return false };
        let (touched, back) = self.attempt.make(&edits);
        let same = self.attempt.means_the_same(&touched, |document, entity| {
            let (name, mut facts) = facts(entity, |parent| document.node(parent).map(AsRef::as_ref));
            facts.push(name);
            facts.push(format!("{} problems", entity.problems.len()));
            facts
        });
        self.attempt.take_back(&back);
        same
    }

    /// Whether one measure stands in another aspect, with what is nested below it, and nothing else is different. An aspect
    /// is opened for it, or goes with the last row of a table that opened it.
    pub(super) fn moves(&mut self, changes: &[Change]) -> bool {
        let parted = |said: &[String]| {
            let measures = said.iter().filter(|said| !said.starts_with("section "));
            let parted = measures
                .map(|said| said.split_once(' ').map(|(aspect, rest)| (aspect.to_owned(), rest.to_owned())));
            parted.collect::<Option<Vec<_>>>()
        };
        self.differences(changes).is_some_and(|(gone, new)| {
            let (Some(gone), Some(new)) = (parted(&gone), parted(&new)) else { return false };
            let in_one = |parts: &[(String, String)]| parts.windows(2).all(|pair| pair[0].0 == pair[1].0);
            let same = gone.iter().map(|(_, rest)| rest).eq(new.iter().map(|(_, rest)| rest));
            !gone.is_empty() && same && in_one(&gone) && in_one(&new) && gone[0].0 != new[0].0
        })
    }

    /// Whether nothing is gone but what a level was.
    pub(super) fn adds(&mut self, changes: &[Change]) -> bool {
        let of_level = |said: &String| {
            ["Level ", "Target ", "Unit ", "Module ", "Capability "].iter().any(|mark| said.starts_with(mark))
        };
        self.differences(changes).is_some_and(|(gone, new)| gone.iter().all(of_level) && gone != new)
    }
}
