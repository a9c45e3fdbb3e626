//! Changes tried on a copy of a document, and what the plan says otherwise then. The copy is brought up to date as the
//! document is when it is edited, so that a trial costs what it changes.

use std::cell::OnceCell;

use crate::model::build::{Counters, Document, Readers, Touched, Turn};
use crate::model::{Entity, Exactly, NodeKey};
use crate::text::Edit;

/// A copy of a document under way; the same as the document until something is changed.
pub(super) struct Attempt<'a> {
    /// What the copy is compared with: the document, or what says the same.
    base: Base<'a>,
    /// None while nothing was changed: a copy of a long document takes its time.
    copy: Option<Document>,
    readers: &'a mut Readers,
    exactly: Exactly,
    /// What the document says, once all of it is asked for.
    said: OnceCell<Vec<String>>,
    /// Whether the copy is cut otherwise than the base, so that keys do not tell which node is which.
    recut: bool,
    counters: Counters,
}

enum Base<'a> {
    Borrowed(&'a Document),
    Owned(Box<Document>),
}

impl Base<'_> {
    fn get(&self) -> &Document {
        match self {
            Self::Borrowed(document) => document,
            Self::Owned(document) => document,
        }
    }
}

/// What nodes say before and after: what is no more said, and what is new, line by line.
pub(super) type Differences = (Vec<String>, Vec<String>);

impl<'a> Attempt<'a> {
    pub(super) fn new(document: &'a Document, readers: &'a mut Readers, exactly: Exactly) -> Self {
        let (said, counters) = (OnceCell::new(), Counters::default());
        let base = Base::Borrowed(document);
        Self { base, copy: None, readers, exactly, said, recut: false, counters }
    }

    /// The copy as it is now.
    pub(super) fn copy(&self) -> &Document {
        self.copy.as_ref().unwrap_or(self.base.get())
    }

    /// How much was read so far.
    pub(super) fn counters(&self) -> Counters {
        self.counters
    }

    /// Makes edits, which are in order and do not overlap, and reads what they touch; gives what takes them back.
    pub(super) fn make(&mut self, edits: &[Edit]) -> (Touched, Vec<Edit>) {
        let copy = self.copy.get_or_insert_with(|| self.base.get().copy());
        let back = edits.iter().map(|edit| Edit {
            // Taken back in order, each stands where it stood.
            range: edit.range.start..edit.range.start + edit.text.len(),
            text: copy.text().slice(edit.range.clone()).into_owned(),
        });
        let back: Vec<Edit> = back.collect();
        edits.iter().rev().for_each(|edit| copy.edit(edit));
        (self.read(), back)
    }

    /// Makes edits if the whole text, read from its beginning, says the same with them: for edits all over a text that is
    /// quicker than to bring what they touch up to date.
    pub(super) fn made_at_once(&mut self, edits: &[Edit]) -> bool {
        let mut text = self.copy().text().clone();
        for edit in edits.iter().rev() {
            text.apply(edit);
        }
        let other = self.base.get().with_text(&text.to_text(), self.readers);
        self.counters.chunks_parsed += other.chunks().len();
        self.counters.chunks_lowered += other.chunks().len();
        let same = *self.said() == other.said(self.exactly);
        if same {
            (self.base, self.copy, self.recut) = (Base::Owned(Box::new(other)), None, false);
        }
        same
    }

    /// Takes edits back.
    pub(super) fn take_back(&mut self, back: &[Edit]) {
        let copy = self.copy.get_or_insert_with(|| self.base.get().copy());
        back.iter().for_each(|edit| copy.edit(edit));
        self.read();
    }

    fn read(&mut self) -> Touched {
        let copy = self.copy.get_or_insert_with(|| self.base.get().copy());
        let touched = copy.sync(self.readers, &mut self.counters);
        self.recut |= touched.moved || touched.turn != Turn::None;
        touched
    }

    /// Whether the copy says the same as the document, where it did before this was touched.
    pub(super) fn says_the_same(&self, touched: &Touched) -> bool {
        if self.recut {
            return *self.said() == self.copy().said(self.exactly);
        }
        touched.removed.is_empty()
            && touched.changed.iter().all(|key| self.alike(|document| document.said_of(*key, self.exactly)))
            && touched.chunks.iter().all(|id| self.alike(|document| document.allowed_in(*id, self.exactly)))
    }

    /// Whether something is the same in the base and in the copy.
    fn alike<T: PartialEq>(&self, of: impl Fn(&Document) -> T) -> bool {
        of(self.base.get()) == of(self.copy())
    }

    /// Whether the copy means the same as the document where this was touched, however it is written: whether what is
    /// listed of each node is the same.
    pub(super) fn means_the_same(
        &self,
        touched: &Touched,
        of: impl Fn(&Document, &Entity) -> Vec<String>,
    ) -> bool {
        let listed = |document: &Document| -> Vec<Vec<String>> {
            let keys = touched.changed.iter().chain(&touched.removed);
            let nodes: Vec<&Entity> = if self.recut {
                document.nodes().map(AsRef::as_ref).collect()
            } else {
                keys.filter_map(|key| document.node(*key)).map(AsRef::as_ref).collect()
            };
            let mut listed: Vec<Vec<String>> = nodes.into_iter().map(|node| of(document, node)).collect();
            listed.sort_unstable();
            listed
        };
        self.alike(listed)
    }

    fn said(&self) -> &Vec<String> {
        self.said.get_or_init(|| self.base.get().said(self.exactly))
    }

    /// What the copy says otherwise than the document, in whatever order.
    pub(super) fn differences(&self, touched: &Touched) -> Differences {
        let (gone, new) = if self.recut {
            (lines(self.said().iter()), lines(self.copy().said(self.exactly).iter()))
        } else {
            let keys = || touched.changed.iter().chain(&touched.removed);
            let of = |document: &Document| -> Vec<String> {
                let nodes = keys().filter_map(|key: &NodeKey| document.said_of(*key, self.exactly));
                nodes
                    .chain(touched.chunks.iter().flat_map(|id| document.allowed_in(*id, self.exactly)))
                    .collect()
            };
            (lines(of(self.base.get()).iter()), lines(of(self.copy()).iter()))
        };
        let kept = common(&gone, &new);
        (without(gone, &kept), without(new, &kept))
    }
}

fn lines<'s>(said: impl Iterator<Item = &'s String>) -> Vec<String> {
    let mut lines: Vec<String> =
        said.flat_map(|said| said.lines()).map(|line| line.trim().to_owned()).collect();
    lines.sort_unstable();
    lines
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
