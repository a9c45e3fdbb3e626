//! A change made on a copy of the document, and what the plan says otherwise then.

use crate::model::Exactly;
use crate::model::build::{Document, Readers};
use crate::rules::Change;

/// Says what a change does to what a document says.
pub(super) struct Trial<'a> {
    document: &'a Document,
    readers: &'a mut Readers,
}

impl<'a> Trial<'a> {
    pub(super) fn new(document: &'a Document, readers: &'a mut Readers) -> Self {
        Self { document, readers }
    }

    /// What is no more said, and what is new; none where changes overlap or belong to other files.
    fn differences(&mut self, changes: &[Change]) -> Option<(Vec<String>, Vec<String>)> {
        let mut changes: Vec<&Change> = changes.iter().collect();
        changes.sort_by_key(|change| (change.range.start, change.range.end));
        let mut text = self.document.text().to_text();
        let mut end = text.len();
        for change in changes.into_iter().rev() {
            if change.file != self.document.file || change.range.end > end {
                return None;
            }
            end = change.range.start;
            text.replace_range(change.range.clone(), &change.text);
        }
        let other = self.document.with_text(&text, self.readers);
        let lines = |document: &Document| -> Vec<String> {
            let said = document.said(Exactly::Yes);
            said.iter().flat_map(|said| said.lines()).map(|line| line.trim().to_owned()).collect()
        };
        let (mut gone, mut new) = (lines(self.document), lines(&other));
        gone.sort_unstable();
        new.sort_unstable();
        let kept = common(&gone, &new);
        gone = without(gone, &kept);
        new = without(new, &kept);
        Some((gone, new))
    }

    /// Whether the plan says the same, in whatever order.
    pub(super) fn keeps(&mut self, changes: &[Change]) -> bool {
        self.differences(changes).is_some_and(|(gone, new)| gone.is_empty() && new.is_empty())
    }

    /// Whether one measure stands in another aspect, and nothing else is different.
    pub(super) fn moves(&mut self, changes: &[Change]) -> bool {
        let behind_aspect = |said: &str| said.split_once(' ').map(|(_, rest)| rest.to_owned());
        self.differences(changes).is_some_and(|(gone, new)| match (gone.as_slice(), new.as_slice()) {
            ([gone], [new]) => gone != new && behind_aspect(gone) == behind_aspect(new),
            _ => false,
        })
    }

    /// Whether nothing is gone but what a level was.
    pub(super) fn adds(&mut self, changes: &[Change]) -> bool {
        let of_level = |said: &String| {
            ["Level ", "Target ", "Unit ", "Module "].iter().any(|mark| said.starts_with(mark))
        };
        self.differences(changes).is_some_and(|(gone, new)| gone.iter().all(of_level) && gone != new)
    }
}

/// What two sorted lists have in common.
fn common(one: &[String], other: &[String]) -> Vec<String> {
    let (mut at, mut found) = (0, Vec::new());
    for said in one {
        while other.get(at).is_some_and(|other| other < said) {
            at += 1;
        }
        if other.get(at) == Some(said) {
            found.push(said.clone());
            at += 1;
        }
    }
    found
}

/// A sorted list without the entries of another.
fn without(list: Vec<String>, other: &[String]) -> Vec<String> {
    let mut at = 0;
    list.into_iter()
        .filter(|said| {
            let same = other.get(at) == Some(said);
            at += usize::from(same);
            !same
        })
        .collect()
}
