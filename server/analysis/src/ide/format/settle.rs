//! Changes tried on a copy of the document: those stay after which it says the same.

use crate::model::Exactly;
use crate::model::build::{Document, Readers};
use crate::text::{Edit, Text};

/// How often a text is read anew before the rest of the changes is given up.
const TRIALS: usize = 96;

/// Says whether a text says what the document says.
pub(super) struct Judge<'a> {
    document: &'a Document,
    readers: &'a mut Readers,
    exactly: Exactly,
    said: Vec<String>,
    trials: usize,
}

impl<'a> Judge<'a> {
    pub(super) fn new(document: &'a Document, readers: &'a mut Readers, exactly: Exactly) -> Self {
        Self { document, readers, exactly, said: document.said(exactly), trials: 0 }
    }

    fn says_the_same(&mut self, text: &str) -> bool {
        self.trials += 1;
        self.document.with_text(text, self.readers).said(self.exactly) == self.said
    }

    /// The text with those groups of edits after which it still says the same; a group is made as a whole or not at
    /// all. Groups are in order and do not touch each other.
    pub(super) fn settle(&mut self, text: &str, groups: Vec<Vec<Edit>>) -> String {
        let mut kept: Vec<Edit> = Vec::new();
        let mut open: Vec<Vec<Vec<Edit>>> = vec![groups];
        while let Some(mut groups) = open.pop() {
            if groups.is_empty() || self.trials >= TRIALS {
                continue;
            }
            let tried = kept.iter().chain(groups.iter().flatten()).cloned().collect();
            if self.says_the_same(&applied(text, tried)) {
                kept.extend(groups.into_iter().flatten());
            } else if groups.len() > 1 {
                let rest = groups.split_off(groups.len() / 2);
                open.push(rest);
                open.push(groups);
            }
        }
        applied(text, kept)
    }
}

/// A text with edits made.
fn applied(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let mut made = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        if edit.range.start < at {
            continue;
        }
        made.push_str(&text[at..edit.range.start]);
        made.push_str(&edit.text);
        at = edit.range.end;
    }
    made + &text[at..]
}

/// The edits that make one text of the other, line by line; both have the same lines but at their ends.
pub(super) fn difference(before: &str, after: &str) -> Vec<Edit> {
    let (old, new) = (Text::new(before), Text::new(after));
    let common = old.lines().min(new.lines());
    let mut edits: Vec<Edit> = Vec::new();
    // The last lines that both have may be where one text ends.
    let lines = common.saturating_sub(1);
    for line in 0..lines {
        let (was, is) = (old.line(line), new.line(line));
        edits.extend(narrowed(old.line_start(line), &was, &is));
    }
    let (was, is) =
        (old.slice(old.line_start(lines)..old.len()), new.slice(new.line_start(lines)..new.len()));
    edits.extend(narrowed(old.line_start(lines), &was, &is));
    edits
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
    let range = start + ahead..start + ahead + was.len() - behind;
    Some(Edit { range, text: is[..is.len() - behind].to_owned() })
}
