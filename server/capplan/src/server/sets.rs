//! The plan sets of the open documents: found, loaded and kept up to date with the disk.
//!
//! A set lives as long as one of its members is open, or its folder is a workspace folder ([`super::roots`]). Until it is
//! loaded nothing is said about its members: half a set would make references dangle.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use capplan_analysis::rules::Locale;
use capplan_analysis::text::Text;
use capplan_analysis::workspace::{Surface, Unreadable};
use tower_lsp_server::ls_types::{FileChangeType, FileEvent, PublishDiagnosticsParams};

use super::owner::ReadJob;
use super::session::Session;
use super::{from_proto, render, to_proto};
use crate::files::{CONFIG_NAME, Config};
use crate::reading::Member;

/// So many entities of a loaded set are judged at a time: some milliseconds, after which an edit's turn comes.
const SLICE: usize = 16;

/// What is known of the plan sets.
#[derive(Default)]
pub(super) struct Sets {
    /// Documents of which it is not known yet whether they belong to a set, and workspace folders whether they are one.
    looking: BTreeSet<String>,
    /// Sets by their folder.
    sets: BTreeMap<String, Set>,
    /// Folders of sets that are workspace folders.
    roots: BTreeSet<String>,
    /// Reads that wait for a document's set.
    parked: Vec<(String, ReadJob)>,
}

struct Set {
    text: Result<String, Unreadable>,
    /// Scans under way.
    scans: usize,
    /// Whether the latest one was stopped by the user.
    stopped: bool,
    members: BTreeSet<String>,
    /// Whether the mistakes in its `capplan.toml` were told.
    told: bool,
}

impl Sets {
    /// Keeps a read until the set of its document is loaded.
    pub(super) fn park(&mut self, path: String, job: ReadJob) {
        self.parked.push((path, job));
    }

    /// Forgets all sets, to find them again.
    pub(super) fn forget_all(&mut self) {
        self.sets.clear();
        self.roots.clear();
    }

    /// Notes that a document or workspace folder is looked at, or that it was.
    pub(super) fn look(&mut self, path: &str, looks: bool) {
        if looks {
            self.looking.insert(path.to_owned());
        } else {
            self.looking.remove(path);
        }
    }

    /// Keeps the set of a workspace folder, whatever is open of it.
    pub(super) fn keep(&mut self, folder: &str) {
        self.roots.insert(folder.to_owned());
    }

    /// The sets that are kept and match, which they are no longer.
    pub(super) fn leave(&mut self, mut matches: impl FnMut(&str) -> bool) -> Vec<String> {
        self.roots.extract_if(.., |root| matches(root)).collect()
    }
}

impl Session {
    /// Whether the plan set of a document is not complete yet.
    pub(super) fn is_loading(&self, path: &str) -> bool {
        let scanned = |folder: &str| {
            self.workspace.is_judging(folder) || self.sets.sets.get(folder).is_some_and(|set| set.scans > 0)
        };
        let awaited = |baseline: String| self.baselines.awaits(&baseline);
        self.sets.looking.contains(path)
            || self.workspace.config_folder(path).is_some_and(scanned)
            || self.workspace.baseline_of(path).is_some_and(awaited)
    }

    /// Whether a plan set is looked for or read.
    pub(super) fn is_reading(&self) -> bool {
        let read = |(folder, set): (&String, &Set)| set.scans > 0 || self.workspace.is_judging(folder);
        !self.sets.looking.is_empty() || self.sets.sets.iter().any(read)
    }

    /// Whether a file belongs to a plan set that is loaded.
    pub(super) fn is_member(&self, path: &str) -> bool {
        let folder = self.workspace.config_folder(path);
        folder.and_then(|folder| self.sets.sets.get(folder)).is_some_and(|set| set.members.contains(path))
    }

    /// All findings may be others.
    pub(super) fn suspect_all(&mut self) {
        let members = self.sets.sets.values().flat_map(|set| &set.members);
        self.diagnostics.suspect(self.documents.keys().chain(members));
        // Other settings may give words another meaning, and make plans of other documents.
        if !self.documents.is_empty() {
            self.outbox.recolour();
        }
    }

    /// Looks for the set of an open document; a document that is no file has none.
    pub(super) fn look_for_set(&mut self, path: &str) {
        if Path::new(path).is_absolute() {
            self.sets.look(path, true);
            self.disk.find(path);
        }
    }

    /// The `capplan.toml` that holds for a document.
    pub(super) fn found(&mut self, path: &str, config: Option<Config>) {
        self.sets.look(path, false);
        if self.documents.contains_key(path) {
            let folder = config.as_ref().map(|config| config.folder.clone());
            let known = self.workspace.config_folder(path).map(str::to_owned);
            if let Some(gone) =
                known.filter(|known| folder.as_ref().is_none_or(|folder| known.len() > folder.len()))
            {
                self.drop_set(&gone);
            }
            if let Some(config) = config {
                self.load_set(config);
            }
            self.diagnostics.touch(path);
        }
        self.release();
    }

    pub(super) fn load_set(&mut self, config: Config) {
        let known = self.sets.sets.remove(&config.folder);
        if let Some(known) = known.as_ref().filter(|known| known.text == config.text && !known.stopped) {
            tracing::debug!(folder = config.folder, members = known.members.len(), "the plan set is known");
        } else {
            let text = config.text.as_deref().unwrap_or_default();
            self.workspace.set_config(&config.folder, Some(text));
            self.suspect_all();
            let title = self.workspace.locale(&config.folder).pick("读取规划集", "Reading the plan set");
            self.disk.scan(config.clone(), self.workspace.reading(&config.folder), self.outbox.begin(title));
            self.workspace.set_loading(&config.folder, true);
            self.look_for_baselines();
        }
        let changed = known.as_ref().is_none_or(|known| known.text != config.text || known.stopped);
        let (scans, members, told) =
            known.map(|known| (known.scans, known.members, known.told)).unwrap_or_default();
        let set =
            Set { text: config.text, scans: scans + usize::from(changed), stopped: false, members, told };
        self.sets.sets.insert(config.folder.clone(), set);
        if changed {
            self.tell_config(&config.folder);
        }
    }

    /// Some members of a set, read from the disk.
    pub(super) fn members(&mut self, folder: &str, members: Vec<Member>) {
        for (path, read) in members {
            let Some(set) = self.sets.sets.get_mut(folder) else { return };
            set.members.insert(path.clone());
            match read {
                Ok(read) => self.workspace.load_read(&path, read),
                Err(problem) => self.workspace.load_unreadable(&path, problem),
            }
        }
    }

    /// A set is read: these are all its members. One that the user did not want to wait for is what was read of it until
    /// it is looked for again.
    pub(super) fn scanned(&mut self, folder: &str, paths: Vec<String>, stopped: bool) {
        if let Some(set) = self.sets.sets.get_mut(folder) {
            set.scans = set.scans.saturating_sub(1);
            if set.scans == 0 {
                self.workspace.set_loading(folder, false);
            }
            set.stopped = stopped;
            let all = paths.len();
            let mut now: BTreeSet<String> = paths.into_iter().collect();
            if stopped {
                now.retain(|path| set.members.contains(path));
                let (read, locale) = (now.len(), self.workspace.locale(folder));
                self.outbox.warn(match locale {
                    Locale::Zh => format!(
                        "规划集 {folder} 只读取了 {read}/{all} 个文件：对其余文件的引用视为未知；重新打开其中任一文件即可继续读取"
                    ),
                    Locale::En => format!(
                        "{read} of {all} files of the plan set {folder} were read: references to the others count as unknown; open any of its files anew to read them"
                    ),
                });
            }
            let before = std::mem::replace(&mut set.members, now);
            for gone in before.difference(&set.members) {
                self.workspace.unload(gone);
            }
        }
    }

    /// Judges some of what was loaded; where that was the rest of a set, its findings can be told.
    pub(super) fn judge(&mut self) {
        if self.workspace.judge(SLICE) {
            self.suspect_all();
            self.release();
        }
    }

    /// A file that was created, changed or closed in the editor, read anew; `folder` has the nearest `capplan.toml`.
    pub(super) fn file(&mut self, path: &str, folder: Option<&str>, text: Result<String, Unreadable>) {
        // A set inside a set is none of the outer one's.
        let folder = folder.filter(|folder| self.workspace.config_folder(path) == Some(folder));
        let Some(set) = folder.and_then(|folder| self.sets.sets.get_mut(folder)) else { return };
        let exists = text.is_ok() || Path::new(path).exists();
        if self.workspace.wants(path) && exists {
            set.members.insert(path.to_owned());
            self.load(path, text);
        } else {
            set.members.remove(path);
            self.workspace.unload(path);
        }
    }

    fn load(&mut self, path: &str, text: Result<String, Unreadable>) {
        match text {
            Ok(text) => self.workspace.load(path, &text),
            Err(problem) => self.workspace.load_unreadable(path, problem),
        }
    }

    /// What the client saw on the disk.
    pub(super) fn files_changed(&mut self, events: &[FileEvent]) {
        let mut look_again = false;
        for event in events.iter().filter(|event| from_proto::is_file(&event.uri)) {
            let path = from_proto::path(&event.uri);
            if self.baseline_changed(&path) {
                continue;
            }
            if path.rsplit('/').next() == Some(CONFIG_NAME) {
                look_again = true;
            } else if event.typ == FileChangeType::DELETED {
                self.deleted(&path);
            } else if Surface::of_path(&path).is_some() && self.workspace.config_folder(&path).is_some() {
                self.disk.read(&path);
            }
        }
        if look_again {
            self.look_at_roots();
            let open: Vec<String> = self.documents.keys().cloned().collect();
            open.iter().for_each(|path| self.look_for_set(path));
        }
    }

    /// A file, or a folder with all that was below it, is gone.
    fn deleted(&mut self, path: &str) {
        let below = format!("{path}/");
        for set in self.sets.sets.values_mut() {
            let gone = set.members.extract_if(.., |member| member == path || member.starts_with(&below));
            gone.for_each(|member| self.workspace.unload(&member));
        }
    }

    /// A document was closed: its set goes with its last open member, else the disk's text counts again.
    pub(super) fn forget_set_of(&mut self, path: &str) {
        self.sets.look(path, false);
        if let Some(folder) = self.workspace.config_folder(path).map(str::to_owned) {
            if self.is_needed(&folder) {
                self.disk.read(path);
            } else {
                self.drop_set(&folder);
            }
        }
        self.release();
    }

    /// Whether a set is the one of a workspace folder or of an open document.
    pub(super) fn is_needed(&self, folder: &str) -> bool {
        let of = |open: &String| self.workspace.config_folder(open) == Some(folder);
        self.sets.roots.contains(folder) || self.documents.keys().any(of)
    }

    pub(super) fn drop_set(&mut self, folder: &str) {
        self.sets.roots.remove(folder);
        self.workspace.set_loading(folder, false);
        if let Some(set) = self.sets.sets.remove(folder) {
            set.members.iter().for_each(|member| self.workspace.unload(member));
            self.diagnostics.suspect(set.members.iter());
            if set.told {
                self.publish_config(folder, Vec::new());
            }
        }
        self.workspace.set_config(folder, None);
        self.look_for_baselines();
        self.suspect_all();
    }

    /// Runs the reads whose documents' sets are loaded, or which are closed by now.
    pub(super) fn release(&mut self) {
        for (path, job) in std::mem::take(&mut self.sets.parked) {
            if self.is_loading(&path) {
                self.sets.park(path, job);
            } else {
                self.read(job);
            }
        }
    }

    /// Tells the mistakes in a `capplan.toml`: at their place where diagnostics are pushed, else in a message.
    fn tell_config(&mut self, folder: &str) {
        let path = format!("{folder}/{CONFIG_NAME}");
        let locale = self.workspace.locale(&path);
        let Some(set) = self.sets.sets.get_mut(folder) else { return };
        let text = Text::new(set.text.as_deref().unwrap_or_default());
        let errors = self.workspace.config_errors(folder).iter();
        let errors = errors.map(|error| (error.range.clone(), locale.pick(&error.zh, &error.en).to_owned()));
        // One that cannot be read counts as empty, which its author must know.
        let unread = set.text.as_ref().err().map(|problem| (0..0, problem.message(locale)));
        let messages: Vec<_> = errors
            .chain(unread)
            .map(|(range, message)| (to_proto::range(&text, &range, self.client.encoding), message))
            .collect();
        let told = std::mem::replace(&mut set.told, !messages.is_empty());
        if self.client.pulls {
            for (range, message) in messages {
                self.outbox.warn(format!("{path}:{}: {message}", range.start.line + 1));
            }
        } else if told || !messages.is_empty() {
            self.publish_config(folder, render::of_config(messages.into_iter()));
        }
    }

    fn publish_config(&self, folder: &str, items: Vec<tower_lsp_server::ls_types::Diagnostic>) {
        if let Some(uri) = to_proto::uri(&format!("{folder}/{CONFIG_NAME}")).filter(|_| !self.client.pulls) {
            self.outbox.publish(PublishDiagnosticsParams::new(uri, items, None));
        }
    }
}
