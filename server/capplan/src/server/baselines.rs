//! The baselines that settings and `capplan.toml` name: read from the disk, followed as they change.
//!
//! Until a baseline is read for the first time nothing is said about the plans that it holds for: all that is known
//! would flash up.

use std::collections::BTreeMap;

use capplan_analysis::rules::Locale;
use capplan_analysis::workspace::Baseline;

use super::session::Session;
use crate::files::NoBaseline;

/// What is known of the baselines, by path.
#[derive(Default)]
pub(super) struct Baselines {
    states: BTreeMap<String, State>,
    /// Whether the client may be asked to watch files.
    watches: bool,
}

#[derive(Default)]
struct State {
    /// Whether it was read at least once.
    read: bool,
    /// What was told of it.
    told: Option<NoBaseline>,
}

impl Baselines {
    /// Whether a baseline is still to be read.
    pub(super) fn awaits(&self, path: &str) -> bool {
        self.states.get(path).is_some_and(|state| !state.read)
    }

    /// Forgets all, to read them again.
    pub(super) fn forget_all(&mut self) {
        self.states.clear();
    }
}

impl Session {
    /// Has the baselines read that settings and files name by now, and forgets the others.
    pub(super) fn look_for_baselines(&mut self) {
        let named = self.workspace.baselines_named();
        let known = std::mem::take(&mut self.baselines.states);
        for (path, state) in known {
            if named.contains(&path) {
                self.baselines.states.insert(path, state);
            } else {
                self.workspace.set_baseline(&path, None);
                self.suspect_all();
            }
        }
        for path in named {
            if !self.baselines.states.contains_key(&path) {
                self.disk.baseline(&path);
                if self.baselines.watches {
                    self.outbox.watch(&path);
                }
                self.baselines.states.insert(path, State::default());
            }
        }
    }

    /// The client may be asked from now on to watch files.
    pub(super) fn watch_baselines(&mut self) {
        self.baselines.watches = true;
        self.baselines.states.keys().for_each(|path| self.outbox.watch(path));
    }

    /// What the disk says of a baseline.
    pub(super) fn baseline(&mut self, path: &str, read: Result<Baseline, NoBaseline>) {
        let Some(state) = self.baselines.states.get_mut(path) else { return };
        state.read = true;
        let problem = read.as_ref().err().cloned();
        if problem != std::mem::replace(&mut state.told, problem.clone())
            && let Some(problem) = problem
        {
            let locale = self.workspace.locale(path);
            let colon = if locale == Locale::Zh { "：" } else { ": " };
            self.outbox.warn(format!("{path}{colon}{}", problem.message(locale)));
        }
        self.workspace.set_baseline(path, read.ok());
        self.suspect_all();
        self.release();
    }

    /// Has a baseline read again when the file that changed is one.
    pub(super) fn baseline_changed(&self, path: &str) -> bool {
        let is_one = self.baselines.states.contains_key(path);
        if is_one {
            self.disk.baseline(path);
        }
        is_one
    }
}
