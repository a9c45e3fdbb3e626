//! Navigation over plan sets: from words to what they stand for, from the standard to plans, and renaming.

use std::ops::Range;

use super::{FileEdit, Set, Workspace};
use crate::ide::{self, Cited, Destination, Links, Match, Refusal, Scene, Spot};
use crate::text::{Encoding, Typed};

/// At most so many symbols are found at once.
const MOST_FOUND: usize = 1000;

/// A place in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// The document.
    pub path: String,
    /// The bytes of the word that is meant.
    pub range: Range<usize>,
    /// The bytes of what it stands in.
    pub whole: Range<usize>,
    /// Whether something is defined there.
    pub defines: bool,
}

/// Where a word leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Goal {
    /// To places in plans.
    Plans(Vec<Location>),
    /// Into the standard.
    Standard(Cited),
}

impl Workspace {
    /// What navigation at a byte of a plan needs; none for other documents.
    fn scene(&mut self, path: &str, byte: usize) -> Option<Scene<'_>> {
        self.refresh();
        let (set, file) = self.set_of(path)?;
        let documents = self.documents_of(set);
        let document = documents.iter().find(|document| document.file == file)?;
        Some(Scene { set: &set.plan_set, document, documents, byte })
    }

    /// The documents of a set by path.
    fn documents_of(&self, set: &Set) -> Vec<&super::Document> {
        let documents = self.entries.values().filter_map(|entry| entry.document.as_ref());
        documents.filter(|document| set.files.contains(&document.file)).collect()
    }

    /// Spots by their documents' paths.
    fn located(&self, spots: Vec<Spot>) -> Vec<Location> {
        let locate = |spot: Spot| {
            let path = self.paths.get(&spot.file)?.clone();
            Some(Location { path, range: spot.range, whole: spot.whole, defines: spot.defines })
        };
        spots.into_iter().filter_map(locate).collect()
    }

    fn goal(&self, found: Option<(Destination, Range<usize>)>) -> Option<(Goal, Range<usize>)> {
        let (destination, range) = found?;
        let goal = match destination {
            Destination::Plan(spots) => Goal::Plans(self.located(spots)),
            Destination::Standard(cited) => Goal::Standard(cited),
        };
        Some((goal, range))
    }

    /// Where what stands at a byte of a plan is defined, and the bytes of the word.
    pub fn definition(&mut self, path: &str, byte: usize) -> Option<(Goal, Range<usize>)> {
        let found = self.scene(path, byte)?.definition();
        self.goal(found)
    }

    /// Where it is first told of: the row of a list that a heading elaborates, else where it is defined.
    pub fn declaration(&mut self, path: &str, byte: usize) -> Option<(Goal, Range<usize>)> {
        let found = self.scene(path, byte)?.declaration();
        self.goal(found)
    }

    /// Where the same is meant, all over the set, definitions among them; and of a citation what it names in the standard.
    pub fn references(&mut self, path: &str, byte: usize) -> Option<(Vec<Location>, Option<Cited>)> {
        let (spots, cited) = self.scene(path, byte)?.references()?;
        Some((self.located(spots), cited))
    }

    /// Where the same is meant in the same document.
    pub fn highlights(&mut self, path: &str, byte: usize) -> Vec<Spot> {
        self.scene(path, byte).map(|scene| scene.highlights()).unwrap_or_default()
    }

    /// Where a clause, or something in it, is cited, in all plans.
    pub fn cited(&mut self, cited: &Cited) -> Vec<Location> {
        self.refresh();
        let sets = self.sets.values().flat_map(|set| self.documents_of(set));
        let spots: Vec<Spot> = sets.flat_map(|document| ide::citations_of(document, cited)).collect();
        self.located(spots)
    }

    /// The id at a byte of a plan, which could be renamed, and its bytes; nothing of other documents.
    pub fn renaming(&mut self, path: &str, byte: usize) -> Option<Result<(String, Range<usize>), Refusal>> {
        Some(ide::renaming(&self.scene(path, byte)?))
    }

    /// What gives the id at a byte of a plan another name, wherever it stands in the set.
    pub fn rename(&mut self, path: &str, byte: usize, new: &str) -> Option<Result<Vec<FileEdit>, Refusal>> {
        let found = ide::renamed(&self.scene(path, byte)?, new);
        let edit =
            |place: Location| FileEdit { path: place.path, range: place.range, text: new.trim().to_owned() };
        Some(found.map(|spots| self.located(spots).into_iter().map(edit).collect()))
    }

    /// The citations of a plan that lead into the standard; nothing of other documents.
    pub fn links(&mut self, path: &str, encoding: Encoding) -> Option<Links> {
        let (_, document, _) = self.plan(path)?;
        Some(ide::links(document, encoding))
    }

    /// Entities and advantages of all plans that fit what was typed, the best first.
    pub fn search(&mut self, typed: &str) -> Vec<(Match, Location)> {
        self.refresh();
        let typed = Typed::new(typed);
        let mut found: Vec<(Match, Location)> = Vec::new();
        for set in self.sets.values() {
            for fits in ide::search(&set.plan_set, &typed) {
                let Some(path) = self.paths.get(&fits.anchor.file) else { continue };
                let Some(document) = self.entries.get(path).and_then(|entry| entry.document.as_ref()) else {
                    continue;
                };
                let range = document.range(fits.anchor);
                let (path, whole) = (path.clone(), range.clone());
                found.push((fits, Location { path, range, whole, defines: true }));
            }
        }
        found.sort_by_key(|(fits, _)| fits.rank);
        found.truncate(MOST_FOUND);
        found
    }
}
