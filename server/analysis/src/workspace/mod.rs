//! Documents, plan sets and settings together: what the server and the command line talk to.
//!
//! Edits are cheap and only noted; whoever asks for something first lets [`Workspace::refresh`] analyse what changed.

mod allowances;
mod baseline;
mod board;
mod checking;
mod colours;
mod config;
mod convert;
mod documents;
mod findings;
mod fixes;
mod format;
mod found;
mod known;
mod loading;
mod navigation;
mod own_words;
mod ranks;
mod refactor;
mod report;
mod setting;
mod shape;
mod signatures;
mod standing;
mod status;
mod table;
mod templates;
#[cfg(test)]
mod tests;
mod turning;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;

pub use crate::model::build::{Counters, Document, Surface};
pub use baseline::{Baseline, BaselineError, Known};
pub use board::{Shown, Side, Start};
pub use config::{Config, ConfigError, profile_of, severity_of};

pub use crate::ide::{
    About, Cited, CompletionItem, CompletionKind, Completions, Fold, FoldKind, Hint, Hover, Links, Match,
    Refusal, Spot, StandardText, Step, Symbol, SymbolKind, Told,
};
pub use crate::ide::{Converted, FormatStyle, RefactorKind, Spaces};
use crate::level;
pub use crate::model::Colour;
use crate::model::{FileId, NodeKey, Span};
use crate::plan_set::PlanSet;
use crate::rules::{Locale, Profile, Severity};
use crate::schema::Kind;
use crate::standard::{Level, OwnWords};
use crate::text::{Edit, Encoding, Text};
use documents::Entry;
pub use fixes::{FileEdit, Offer};
pub use known::BaselineChoice;
pub use loading::{ReadFile, Reader, Reading};
pub use navigation::{Goal, Location};
pub use own_words::own_words;
use ranks::Ranks;
pub use refactor::{Extraction, Rewrite};
pub use signatures::Signature;
pub use standing::Standing;
pub use status::Status;
pub use table::{SETTINGS, SEVERITIES, SettingKey, SettingPlace, SettingRow, SettingValues, SettingWord};
pub use templates::Template;

/// Settings of the client or the command line; they go before those of `capplan.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The language of messages; none leaves it to `capplan.toml`.
    pub locale: Option<Locale>,
    /// The language of the editor, for where neither says one; else Chinese.
    pub usual_locale: Option<Locale>,
    /// Which rules speak.
    pub profile: Option<Profile>,
    /// Severities by rule; none for `off`.
    pub rules: BTreeMap<String, Option<Severity>>,
    /// Words of the organization's own for terms.
    pub words: OwnWords,
    /// Where the findings stand that are known and not reported again.
    pub baseline: BaselineChoice,
}

impl Options {
    /// The language of messages in a set whose `capplan.toml` says one, or none.
    fn locale_with(&self, configured: Option<Locale>) -> Locale {
        self.locale.or(configured).or(self.usual_locale).unwrap_or_default()
    }
}

/// Why a file could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// It is not UTF-8 from this byte on.
    NotUtf8 {
        /// The first byte that is not.
        byte: usize,
    },
    /// The system's error.
    Io(String),
}

/// A finding with its place in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located {
    /// The rule's name.
    pub rule: &'static str,
    /// How grave.
    pub severity: Severity,
    /// Bytes of the text.
    pub range: Range<usize>,
    /// The message.
    pub message: String,
    /// The clauses and items that it names.
    pub clauses: Vec<String>,
    /// The other sides: file, bytes, message.
    pub related: Vec<(String, Range<usize>, String)>,
}

/// The levels of a unit or module.
#[derive(Clone, Debug)]
pub struct UnitLevels {
    /// Its id.
    pub id: String,
    /// Unit or module.
    pub kind: Kind,
    /// The target level, its own or inherited.
    pub target: Option<Level>,
    /// The current level, its own or inherited.
    pub current: Option<Level>,
    /// The profile; none for a module without dimensions.
    pub profile: Option<Arc<level::Profile>>,
}

/// One plan set: the members of a folder with a `capplan.toml`, or one file.
#[derive(Clone, Debug, Default)]
struct Set {
    plan_set: PlanSet,
    files: BTreeSet<FileId>,
    found: found::Found,
    /// Entities that are to be checked.
    unjudged: BTreeSet<NodeKey>,
    /// What is shown of its files.
    boards: FxHashMap<FileId, board::Board>,
    config: Arc<Config>,
    /// What its baseline knows.
    known: known::Matched,
    /// The set as it was before the last great change.
    aside: Option<turning::Aside>,
}

/// All documents, sets and settings.
pub struct Workspace {
    options: Options,
    configs: BTreeMap<String, Arc<Config>>,
    /// What holds where there is no `capplan.toml`.
    no_config: Arc<Config>,
    /// Baselines by their paths.
    baselines: BTreeMap<String, Arc<Baseline>>,
    entries: BTreeMap<String, Entry>,
    paths: FxHashMap<FileId, String>,
    sets: BTreeMap<String, Set>,
    readers: crate::model::build::Readers,
    counters: Counters,
    numbers: loading::Numbers,
    stale: BTreeSet<String>,
    loading: loading::Loading,
    /// The unit of columns in what is shown.
    encoding: Encoding,
    last_revision: u64,
    /// The number of the colours that were told last.
    last_told: u64,
    /// The order of the files by path; none while it is to be made anew.
    order: std::cell::OnceCell<FxHashMap<FileId, usize>>,
}

impl Workspace {
    /// An empty workspace.
    #[must_use]
    pub fn new(options: Options) -> Self {
        Self {
            options,
            configs: BTreeMap::new(),
            no_config: Arc::default(),
            baselines: BTreeMap::new(),
            entries: BTreeMap::new(),
            paths: FxHashMap::default(),
            sets: BTreeMap::new(),
            readers: crate::model::build::Readers::default(),
            counters: Counters::default(),
            numbers: loading::Numbers::default(),
            stale: BTreeSet::new(),
            loading: loading::Loading::default(),
            encoding: Encoding::Utf32,
            last_revision: 0,
            last_told: 0,
            order: std::cell::OnceCell::new(),
        }
    }

    /// Says in which unit columns are counted in what is shown.
    pub fn set_encoding(&mut self, encoding: Encoding) {
        if std::mem::replace(&mut self.encoding, encoding) != encoding {
            self.recheck_all();
        }
    }

    /// Changes the settings; everything is checked anew.
    pub fn set_options(&mut self, options: Options) {
        if self.options != options {
            let reworded = self.options.words != options.words;
            self.options = options;
            if reworded {
                self.renew_below("");
            }
            self.recheck_all();
        }
    }

    /// The language of messages for a file.
    #[must_use]
    pub fn locale(&self, path: &str) -> Locale {
        let config = self.config_folder(path).and_then(|folder| self.configs.get(folder));
        self.options.locale_with(config.and_then(|config| config.locale))
    }

    /// How much was redone so far, layer by layer.
    #[must_use]
    pub fn counters(&self) -> Counters {
        self.counters
    }

    /// Analyses what changed; returns the paths whose findings may have changed.
    pub fn refresh(&mut self) -> Vec<String> {
        let stale = std::mem::take(&mut self.stale);
        let mut affected: BTreeSet<String> = BTreeSet::new();
        let mut by_set: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for path in stale {
            if self.read_ahead(&path) {
                continue;
            }
            affected.insert(path.clone());
            let set = self.regroup(&path, &mut affected);
            by_set.entry(set).or_default().push(path);
        }
        for (name, paths) in by_set {
            self.refresh_set(&name, &paths, &mut affected);
        }
        affected.into_iter().collect()
    }

    fn refresh_set(&mut self, name: &str, paths: &[String], affected: &mut BTreeSet<String>) {
        let mut edits = Vec::new();
        for path in paths {
            let Some(entry) = self.entries.get_mut(path) else { continue };
            let Some(document) = &mut entry.document else { continue };
            let touched = document.sync(&mut self.readers, &mut self.counters);
            let Some(set) = self.sets.get_mut(name) else { continue };
            let is_member = document.declares_standard() || entry.named_plan;
            edits.extend(set.follow(document, touched, is_member, paths.len() == 1));
        }
        self.update_set(name, edits, affected);
    }

    /// The units and modules with an id that stand in a file, in order.
    pub fn levels(&mut self, path: &str) -> Vec<UnitLevels> {
        self.refresh();
        let Some((set, file)) = self.set_of(path) else { return Vec::new() };
        let plans = &set.plan_set;
        plans
            .entities()
            .filter(|entity| entity.key.file == file && matches!(entity.kind, Kind::Unit | Kind::Module))
            .filter_map(|entity| {
                let levels = plans.levels_of(entity.key);
                Some(UnitLevels {
                    id: entity.id.as_ref()?.text.clone(),
                    kind: entity.kind,
                    target: levels.target,
                    current: levels.current,
                    profile: plans.profile(entity.key),
                })
            })
            .collect()
    }

    /// The set of a plan and the plan's number in it; none for a document that is no plan.
    fn set_of(&self, path: &str) -> Option<(&Set, FileId)> {
        let entry = self.entries.get(path)?;
        let file = entry.document.as_ref()?.file;
        let set = self.sets.get(&entry.set)?;
        set.files.contains(&file).then_some((set, file))
    }

    /// The plan set that a plan stands in, its document and its settings' language.
    pub fn plan(&mut self, path: &str) -> Option<(&PlanSet, &Document, Locale)> {
        self.refresh();
        let locale = self.locale(path);
        let (set, _) = self.set_of(path)?;
        let document = self.entries.get(path)?.document.as_ref()?;
        Some((&set.plan_set, document, locale))
    }

    /// The hover at a byte of a plan.
    pub fn hover(&mut self, path: &str, byte: usize) -> Option<Hover> {
        self.refresh();
        let (set, _) = self.set_of(path)?;
        let document = self.entries.get(path)?.document.as_ref()?;
        let locale = self.locale(path);
        let page = crate::ide::rule_hover(document, locale, byte);
        page.or_else(|| crate::ide::hover(&set.plan_set, document, self, locale, byte))
    }

    /// What may stand at a byte of a plan, best first; nothing in other documents.
    pub fn completions(&mut self, path: &str, byte: usize) -> Completions {
        self.refresh();
        let locale = self.locale(path);
        let Some(entry) = self.entries.get(path) else { return Completions::default() };
        let (Some(document), Some(set)) = (&entry.document, self.sets.get(&entry.set)) else {
            return Completions::default();
        };
        if !set.files.contains(&document.file) {
            return Completions::default();
        }
        let site = crate::ide::Site { set: &set.plan_set, document, byte, locale };
        crate::ide::completions(&site, &mut self.readers)
    }

    /// The outline of a plan, each symbol before those nested in it; nothing of other documents. Columns as
    /// [`Workspace::set_encoding`] says.
    pub fn symbols(&mut self, path: &str) -> Vec<Symbol> {
        self.refresh();
        let locale = self.locale(path);
        let Some(entry) = self.entries.get_mut(path) else { return Vec::new() };
        let (Some(document), Some(set)) = (&mut entry.document, self.sets.get(&entry.set)) else {
            return Vec::new();
        };
        if !set.files.contains(&document.file) {
            return Vec::new();
        }
        document.place_landmarks(self.encoding, &mut self.counters);
        crate::ide::symbols(&set.plan_set, document, self.encoding, locale)
    }

    /// Whether a document is a plan.
    pub fn is_plan(&mut self, path: &str) -> bool {
        self.refresh();
        self.set_of(path).is_some()
    }

    /// The text of a document, current at all times.
    #[must_use]
    pub fn text(&self, path: &str) -> Option<&Text> {
        self.entries.get(path)?.document.as_ref().map(Document::text)
    }

    /// Notes an edit; bytes as in the text now.
    pub fn edit(&mut self, path: &str, edit: &Edit) {
        if let Some(document) = self.entries.get_mut(path).and_then(|entry| entry.document.as_mut()) {
            document.edit(edit);
            self.stale.insert(path.to_owned());
        }
    }
}

impl crate::ide::Files for Workspace {
    fn locate(&self, span: Span) -> Option<(&str, usize)> {
        let path = self.paths.get(&span.file)?;
        let document = self.entries.get(path)?.document.as_ref()?;
        Some((path, document.text().line_of(document.range(span).start)))
    }
}
