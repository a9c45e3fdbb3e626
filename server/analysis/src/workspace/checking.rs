//! Checking what changed, and saying whose findings are others by that.

use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Ranks, Set, Workspace, findings};
use crate::model::{Entity, FileId, NodeKey};
use crate::plan_set::Concern;
use crate::rules::{Checker, Finding};

impl Workspace {
    /// Takes changes over into a set, checks what they concern, and adds the files whose findings are others by that.
    pub(super) fn update_set(
        &mut self,
        name: &str,
        changed: Vec<Arc<Entity>>,
        removed: Vec<NodeKey>,
        moved: bool,
        affected: &mut BTreeSet<String>,
    ) {
        let Some(mut set) = self.sets.remove(name) else { return };
        set.plan_set.strict = set.config.strict;
        let concern = set.plan_set.update(changed, &removed, moved, &Ranks::of(self));
        let mut before: FxHashMap<NodeKey, Vec<Finding>> = FxHashMap::default();
        for key in removed {
            before.extend(set.findings.remove_entry(&key));
        }
        let keys: Vec<NodeKey> = match concern {
            Concern::Only(keys) => keys,
            Concern::All => {
                before.extend(std::mem::take(&mut set.findings));
                set.plan_set.all().map(|entity| entity.key).collect()
            }
        };
        before.extend(keys.iter().filter_map(|key| set.findings.remove_entry(key)));
        self.check(&mut set, &keys);
        let files = files_that_differ(&before, &set.findings, &keys);
        affected.extend(files.iter().filter_map(|file| self.paths.get(file).cloned()));
        // Where another file's text moved, the other sides of findings moved.
        let edited = |file: &FileId| self.paths.get(file).is_some_and(|path| affected.contains(path));
        let beside = |finding: &&Finding| {
            finding
                .related
                .iter()
                .any(|other| other.span.file != finding.span.file && edited(&other.span.file))
        };
        let moved: Vec<FileId> =
            set.findings.values().flatten().filter(beside).map(|finding| finding.span.file).collect();
        affected.extend(moved.iter().filter_map(|file| self.paths.get(file).cloned()));
        self.sets.insert(name.to_owned(), set);
    }

    fn check(&mut self, set: &mut Set, keys: &[NodeKey]) {
        let locale = self.options.locale.or(set.config.locale).unwrap_or_default();
        let ranks = Ranks::of(self);
        let mut checked = 0;
        for key in keys {
            let Some(entity) = set.plan_set.entity(*key) else { continue };
            checked += 1;
            let mut findings = Vec::new();
            let severity = |rule| findings::severity(rule, &self.options, &set.config);
            Checker::run(&set.plan_set, &ranks, entity, locale, &severity, &mut findings);
            findings.retain(|finding| findings::shows(finding, &self.options, &set.config));
            set.findings.insert(*key, findings);
        }
        self.counters.entities_checked += checked;
    }

    /// Checks everything anew.
    pub(super) fn recheck_all(&mut self) {
        let names: Vec<String> = self.sets.keys().cloned().collect();
        for name in names {
            let Some(mut set) = self.sets.remove(&name) else { continue };
            set.findings.clear();
            let keys: Vec<NodeKey> = set.plan_set.all().map(|entity| entity.key).collect();
            self.check(&mut set, &keys);
            self.sets.insert(name, set);
        }
        self.match_all();
    }
}

/// The files in which entities have other findings than before.
fn files_that_differ(
    before: &FxHashMap<NodeKey, Vec<Finding>>,
    after: &FxHashMap<NodeKey, Vec<Finding>>,
    checked: &[NodeKey],
) -> FxHashSet<FileId> {
    let mut files = FxHashSet::default();
    let keys: FxHashSet<&NodeKey> = before.keys().chain(checked).collect();
    for key in keys {
        let [old, new] = [before, after].map(|findings| findings.get(key).map_or(&[][..], Vec::as_slice));
        let same = |(a, b): (&Finding, &Finding)| a.same_as(b);
        if old.len() != new.len() || !old.iter().zip(new).all(same) {
            files.extend(old.iter().chain(new).map(|finding| finding.span.file));
        }
    }
    files
}
