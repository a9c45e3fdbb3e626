//! Changes tried on a copy of the document: those stay after which it says the same.

use std::ops::Range;

use crate::ide::attempt::Attempt;
use crate::model::Exactly;
use crate::model::build::{Counters, Document, Readers};
use crate::text::{Edit, Text};

/// How many bytes apart the changes of one trial stand at most: so much is read anew for each.
const TRIED_AT_ONCE: usize = 16 * 1024;
/// How often each chunk may be read, in the mean, before the rest of the changes is given up.
const READINGS: usize = 6;
/// So many chunks may always be read.
const FEW: usize = 4096;
/// Where one chunk in so many is touched, all is tried at once first.
const MANY: usize = 4;

/// Makes changes on a copy of a document.
pub(super) struct Judge<'a> {
    attempt: Attempt<'a>,
    /// The lines in which something was changed.
    lines: Vec<usize>,
}

impl<'a> Judge<'a> {
    pub(super) fn new(document: &'a Document, readers: &'a mut Readers, exactly: Exactly) -> Self {
        Self { attempt: Attempt::new(document, readers, exactly), lines: Vec::new() }
    }

    /// How much was read for it.
    pub(super) fn counters(&self) -> Counters {
        self.attempt.counters()
    }

    /// The document with the changes made so far.
    pub(super) fn document(&self) -> &Document {
        self.attempt.copy()
    }

    /// Makes those groups of edits after which the document still says the same; a group is made as a whole or not at
    /// all. Groups are in order and do not overlap. They are tried from the last to the first, so that those still to come
    /// stand where they stood.
    pub(super) fn settle(&mut self, groups: Vec<Vec<Edit>>) {
        let (text, chunks) = (self.attempt.copy().text(), self.attempt.copy().chunks());
        let edits = || groups.iter().flatten();
        self.lines.extend(edits().map(|edit| text.line_of(edit.range.start)));
        let mut touched: Vec<Option<u32>> = edits().map(|edit| chunks.at(edit.range.start)).collect();
        touched.dedup();
        let all = chunks.len();
        let most = all * READINGS + FEW;
        if touched.len() * MANY > all && self.attempt.made_at_once(&edits().cloned().collect::<Vec<_>>()) {
            return;
        }
        let mut open: Vec<Vec<Vec<Edit>>> = Vec::new();
        for group in groups {
            let Some(end) = group.last().map(|edit| edit.range.end) else { continue };
            match open.last_mut() {
                Some(batch) if start_of(batch) + TRIED_AT_ONCE >= end => batch.push(group),
                _ => open.push(vec![group]),
            }
        }
        while let Some(mut groups) = open.pop() {
            if self.attempt.counters().chunks_lowered > most {
                return;
            }
            let edits: Vec<Edit> = groups.iter().flatten().cloned().collect();
            let (touched, back) = self.attempt.make(&edits);
            if self.attempt.says_the_same(&touched) {
                continue;
            }
            self.attempt.take_back(&back);
            if groups.len() > 1 {
                let rest = groups.split_off(groups.len() / 2);
                open.push(groups);
                open.push(rest);
            }
        }
    }

    /// The edits that make of a text what it became, line by line; it has the same lines, but at its end.
    pub(super) fn difference(mut self, before: &Text) -> Vec<Edit> {
        let mut lines = std::mem::take(&mut self.lines);
        let after = self.document().text();
        // The last line that both have may be where one text ends.
        let last = before.lines().min(after.lines()).saturating_sub(1);
        lines.sort_unstable();
        lines.dedup();
        let whole = |line: usize| narrowed(before.line_start(line), &before.line(line), &after.line(line));
        let mut edits: Vec<Edit> =
            lines.iter().filter(|line| **line < last).filter_map(|line| whole(*line)).collect();
        let rest = |text: &'_ Text| -> String { text.slice(text.line_start(last)..text.len()).into_owned() };
        edits.extend(narrowed(before.line_start(last), &rest(before), &rest(after)));
        edits
    }
}

fn start_of(groups: &[Vec<Edit>]) -> usize {
    groups.first().and_then(|group| group.first()).map_or(0, |edit| edit.range.start)
}

/// The edit that makes `is` of `was`, which begins at byte `start`: without what both begin and end with.
fn narrowed(start: usize, was: &str, is: &str) -> Option<Edit> {
    if was == is {
        return None;
    }
    let ahead = was.chars().zip(is.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let (was, is) = (&was[ahead..], &is[ahead..]);
    let behind: usize =
        was.chars().rev().zip(is.chars().rev()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let range: Range<usize> = start + ahead..start + ahead + was.len() - behind;
    Some(Edit { range, text: is[..is.len() - behind].to_owned() })
}
