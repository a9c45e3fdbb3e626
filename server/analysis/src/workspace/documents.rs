//! Files and editor buffers: which are plans, and which set they belong to.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::checking::Edited;
use super::signatures::Saved;
use super::{Config, ConfigError, Document, Surface, Unreadable, Workspace};
use crate::model::NodeKey;
use crate::model::build::Touched;
use crate::schema::FieldKey;
use crate::standard::{OwnWords, normalize};
use crate::text::Text;

/// A document as the workspace knows it.
#[derive(Debug, Default)]
pub(super) struct Entry {
    /// What the disk says while the editor's buffer stands in its place.
    disk: Option<String>,
    /// The surface that the editor says.
    surface: Option<Surface>,
    /// Whether an editor has it open.
    pub(super) open: bool,
    /// Why it could not be read.
    pub(super) unreadable: Option<Unreadable>,
    /// The document analysed: the editor's buffer, else the disk's text.
    pub(super) document: Option<Document>,
    /// Whether its name alone makes it a plan.
    pub(super) named_plan: bool,
    /// The set that it was last put in.
    pub(super) set: String,
    /// What the client was last told of its colours.
    pub(super) coloured: crate::ide::LastTold,
    /// What its units covered when it was saved.
    pub(super) saved: Saved,
}

impl Document {
    /// Whether it says that it follows the standard: `standard:` of the top mapping or front matter names it.
    #[must_use]
    pub fn declares_standard(&self) -> bool {
        let Some(plan) = self.node(NodeKey::plan(self.file)) else { return false };
        plan.fields.iter().any(|field| {
            field.key == FieldKey::Standard
                && field.origin == crate::model::Origin::Key
                && names_standard(&field.text())
        })
    }
}

/// Whether a text names T/AIITRE 20001, of whatever edition.
fn names_standard(text: &str) -> bool {
    let folded: String = normalize(text).chars().filter(|c| !c.is_whitespace()).collect();
    let folded = folded.to_ascii_lowercase();
    folded.contains("aiitre20001") || folded.contains("aiitre-20001")
}

/// What the names of plans end in.
pub(super) const PLAN_ENDINGS: [&str; 3] = [".plan.md", ".plan.yaml", ".plan.yml"];

/// What makes a document a plan, or keeps it from being one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Recognition {
    /// It says itself that it follows the standard.
    Declared,
    /// A `capplan.toml` includes it.
    Included(String),
    /// Its name ends as the names of plans do.
    Named(&'static str),
    /// A `capplan.toml` excludes it, and it says nothing itself.
    Excluded(String),
    /// It says that it follows another standard.
    OtherStandard(String),
    /// Nothing says that it is one.
    Unsaid,
}

/// Whether a file's name makes it a plan by itself.
pub(super) fn is_plan_name(path: &str) -> bool {
    plan_ending(path).is_some()
}

/// The ending by which a file's name makes it a plan.
fn plan_ending(path: &str) -> Option<&'static str> {
    let lower = path.to_ascii_lowercase();
    PLAN_ENDINGS.into_iter().find(|ending| lower.ends_with(ending))
}

impl Workspace {
    /// Sets or removes the `capplan.toml` of a folder.
    pub fn set_config(&mut self, folder: &str, toml: Option<&str>) {
        match toml {
            Some(text) => {
                self.configs.insert(folder.to_owned(), Arc::new(Config::parse(text)));
            }
            None => {
                self.configs.remove(folder);
            }
        }
        self.renew_below(folder);
        // A set elsewhere has nothing to do with it.
        self.recheck(|set| set == folder || below(set, folder));
    }

    /// Analyses the documents below a folder anew.
    pub(super) fn renew_below(&mut self, folder: &str) {
        let inside: Vec<String> = self.entries.keys().filter(|path| below(path, folder)).cloned().collect();
        for path in inside {
            self.renew(&path);
        }
    }

    /// The organization's own words that hold for a file: those of its set, and of the client, which go before.
    pub(super) fn own_words(&self, path: &str) -> Arc<OwnWords> {
        let of_set = self.config_folder(path).map(|folder| Arc::clone(&self.configs[folder].words));
        let of_set = of_set.unwrap_or_default();
        if self.options.words.is_empty() {
            return of_set;
        }
        let mut words = (*of_set).clone();
        words.extend(&self.options.words);
        Arc::new(words)
    }

    /// The mistakes in a folder's `capplan.toml`.
    #[must_use]
    pub fn config_errors(&self, folder: &str) -> &[ConfigError] {
        self.configs.get(folder).map_or(&[], |config| &config.errors)
    }

    /// The nearest folder above a path that has a `capplan.toml`.
    #[must_use]
    pub fn config_folder(&self, path: &str) -> Option<&str> {
        self.configs
            .keys()
            .filter(|folder| below(path, folder))
            .max_by_key(|folder| folder.len())
            .map(String::as_str)
    }

    /// Whether a folder walk should load a file: it is named as a plan, or its set includes it.
    #[must_use]
    pub fn wants(&self, path: &str) -> bool {
        match self.config_folder(path) {
            Some(folder) => {
                let relative = relative(path, folder);
                self.configs[folder].includes(relative) && Surface::of_path(path).is_some()
            }
            None => is_plan_name(path),
        }
    }

    /// Whether a path's name makes it a plan: `*.plan.*` unless its set excludes it, or its set includes it.
    fn named_plan(&self, path: &str) -> bool {
        matches!(self.recognition_by_name(path), Recognition::Named(_) | Recognition::Included(_))
    }

    /// What a path's name says about whether it is a plan.
    pub(super) fn recognition_by_name(&self, path: &str) -> Recognition {
        let named = plan_ending(path).map_or(Recognition::Unsaid, Recognition::Named);
        let Some(folder) = self.config_folder(path) else { return named };
        let (relative, config) = (relative(path, folder), &self.configs[folder]);
        let file = || format!("{}/capplan.toml", folder.trim_end_matches('/'));
        if config.excludes(relative) {
            Recognition::Excluded(file())
        } else if named == Recognition::Unsaid && config.includes(relative) {
            Recognition::Included(file())
        } else {
            named
        }
    }

    /// Takes note of a file of the disk.
    pub fn load(&mut self, path: &str, text: &str) {
        let entry = self.entries.entry(path.to_owned()).or_default();
        entry.unreadable = None;
        if entry.open {
            entry.disk = Some(text.to_owned());
        } else {
            self.replace(path, Some(text));
        }
    }

    /// Takes note of a file that could not be read.
    pub fn load_unreadable(&mut self, path: &str, problem: Unreadable) {
        let entry = self.entries.entry(path.to_owned()).or_default();
        entry.disk = None;
        entry.unreadable = Some(problem);
        if !entry.open {
            self.replace(path, None);
        }
    }

    /// Forgets a file of the disk.
    pub fn unload(&mut self, path: &str) {
        if let Some(entry) = self.entries.get_mut(path) {
            entry.disk = None;
            entry.unreadable = None;
            if !entry.open {
                self.replace(path, None);
            }
        }
    }

    /// An editor opens a document; its text goes before the disk's.
    pub fn open(&mut self, path: &str, surface: Option<Surface>, text: &str) {
        let entry = self.entries.entry(path.to_owned()).or_default();
        if !entry.open {
            entry.disk = entry.document.as_ref().map(|document| document.text().to_text());
        }
        entry.open = true;
        entry.saved = Saved::default();
        entry.surface = surface;
        self.replace(path, Some(text));
    }

    /// An editor closes a document: back to the disk's text.
    pub fn close(&mut self, path: &str) {
        if let Some(entry) = self.entries.get_mut(path) {
            entry.open = false;
            entry.surface = None;
            let disk = entry.disk.take();
            self.replace(path, disk.as_deref());
        }
    }

    /// Analyses a document anew from its current text.
    fn renew(&mut self, path: &str) {
        let text = self.text(path).map(Text::to_text);
        self.replace(path, text.as_deref());
    }

    fn replace(&mut self, path: &str, text: Option<&str>) {
        let Some(entry) = self.entries.get(path) else { return };
        let surface = entry.surface.or_else(|| Surface::of_path(path));
        let own = self.own_words(path);
        let new = |(text, surface)| Document::new(self.numbers.next(), surface, text, own);
        let document = text.zip(surface).map(new);
        self.put(path, document);
    }

    /// Puts a document in the place of the one that a path has.
    pub(super) fn put(&mut self, path: &str, document: Option<Document>) {
        self.retire(path);
        let Some(entry) = self.entries.get_mut(path) else { return };
        if let Some(document) = &document {
            self.order.take();
            self.paths.insert(document.file, path.to_owned());
        }
        entry.document = document;
        if entry.document.is_none() && !entry.open && entry.unreadable.is_none() {
            self.entries.remove(path);
        }
        self.stale.insert(path.to_owned());
    }

    /// Takes a document out of its set.
    fn retire(&mut self, path: &str) {
        let Some(entry) = self.entries.get_mut(path) else { return };
        let Some(document) = entry.document.take() else { return };
        entry.coloured = crate::ide::LastTold::default();
        self.order.take();
        let name = entry.set.clone();
        self.paths.remove(&document.file);
        let member = self.sets.get(&name).is_some_and(|set| set.files.contains(&document.file));
        if member {
            if let Some(set) = self.sets.get_mut(&name) {
                set.files.remove(&document.file);
                set.boards.remove(&document.file);
                set.aside = None;
            }
            let mut affected = BTreeSet::new();
            let edits = vec![Edited::leaving(&document, Touched::default())];
            self.update_set(&name, edits, &mut affected);
            self.stale.extend(affected);
        }
        if self.sets.get(&name).is_some_and(|set| set.files.is_empty()) {
            self.sets.remove(&name);
        }
    }

    /// The name of the set that a path belongs to: the folder of its `capplan.toml`, else the path.
    pub(super) fn set_name(&self, path: &str) -> String {
        match self.config_folder(path) {
            Some(folder) if !self.configs[folder].excludes(relative(path, folder)) => folder.to_owned(),
            _ => path.to_owned(),
        }
    }

    /// Puts a document into the set that its place says; returns the set's name.
    pub(super) fn regroup(&mut self, path: &str, affected: &mut BTreeSet<String>) -> String {
        let folder = self.config_folder(path).map(str::to_owned);
        let name = self.set_name(path);
        let named = self.named_plan(path);
        let config = folder.and_then(|folder| self.configs.get(&folder)).unwrap_or(&self.no_config);
        let config = Arc::clone(config);
        if let Some(entry) = self.entries.get_mut(path) {
            entry.named_plan = named;
            entry.set.clone_from(&name);
        }
        if !self.entries.contains_key(path) {
            affected.insert(path.to_owned());
        }
        let set = self.sets.entry(name.clone()).or_default();
        set.config = config;
        name
    }
}

/// Whether a path lies below a folder.
fn below(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder)
        .is_some_and(|rest| rest.starts_with('/') || folder.is_empty() || folder.ends_with('/'))
}

fn relative<'a>(path: &'a str, folder: &str) -> &'a str {
    path.strip_prefix(folder).unwrap_or(path).trim_start_matches('/')
}
