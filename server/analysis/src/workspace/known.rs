//! Which findings of a plan set its baseline knows.

use std::collections::BTreeSet;
use std::hash::BuildHasher;
use std::ops::Range;
use std::sync::Arc;

use rustc_hash::{FxBuildHasher, FxHashSet};

use super::baseline::{Baseline, Known, absolute, words_of};
use super::{Set, Workspace, findings};
use crate::rules::{self, Finding};

/// Which baseline holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum BaselineChoice {
    /// The one that `capplan.toml` names.
    #[default]
    OfFile,
    /// None at all.
    Off,
    /// The one at this path, as the analysis names it.
    At(String),
}

/// What a baseline knows of a set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Matched {
    /// Findings not to be reported.
    findings: FxHashSet<u64>,
    /// The entries that know them, by number.
    claimed: BTreeSet<usize>,
}

impl Matched {
    /// Whether a finding is known.
    pub(super) fn has(&self, finding: &Finding) -> bool {
        !self.findings.is_empty() && self.findings.contains(&number_of(finding))
    }
}

/// What tells one finding from another until the next edit; two that agree in it are shown as one.
fn number_of(finding: &Finding) -> u64 {
    FxBuildHasher.hash_one((finding.rule.name, finding.span, &finding.message))
}

impl Workspace {
    /// Takes over what stands in the baseline of a path; none where it cannot be read.
    pub fn set_baseline(&mut self, path: &str, baseline: Option<Baseline>) {
        match baseline {
            Some(baseline) => self.baselines.insert(path.to_owned(), Arc::new(baseline)),
            None => self.baselines.remove(path),
        };
        self.match_all();
    }

    /// The paths of all baselines that settings and files name.
    #[must_use]
    pub fn baselines_named(&self) -> BTreeSet<String> {
        match &self.options.baseline {
            BaselineChoice::At(path) => BTreeSet::from([path.clone()]),
            BaselineChoice::Off => BTreeSet::new(),
            BaselineChoice::OfFile => {
                self.configs.keys().filter_map(|folder| self.baseline_of_set(folder)).collect()
            }
        }
    }

    /// The path of the baseline that holds for a document.
    #[must_use]
    pub fn baseline_of(&self, path: &str) -> Option<String> {
        self.baseline_of_set(&self.set_name(path))
    }

    /// How many findings of a plan its baseline keeps from being reported.
    pub fn known_count(&mut self, path: &str) -> usize {
        self.refresh();
        let Some((set, _)) = self.set_of(path) else { return usize::from(self.knows_unreadable(path)) };
        self.not_allowed(path, set, |finding| set.known.has(finding)).len()
    }

    /// What a baseline has to hold so that nothing is reported in a plan.
    pub fn to_be_known(&mut self, path: &str) -> Vec<Known> {
        self.refresh();
        if self.unreadable(path).is_some() {
            return vec![Known {
                path: path.to_owned(),
                rule: rules::SYNTAX_ERROR.to_owned(),
                ..Known::default()
            }];
        }
        let Some((set, _)) = self.set_of(path) else { return Vec::new() };
        let open = self.not_allowed(path, set, |_| true);
        open.iter().map(|(finding, range)| self.known(path, set, finding, range)).collect()
    }

    /// The entries of a baseline that concern the plans here but know none of their findings any more. Of a rule that
    /// is off nothing can be said; `gone` says whether a file that is not loaded is no more.
    pub fn stale_entries(&mut self, baseline: &str, gone: impl Fn(&str) -> bool) -> Vec<Known> {
        self.refresh();
        let Some(known) = self.baselines.get(baseline) else { return Vec::new() };
        let stale = |at: usize, entry: &Known| {
            let name = self.set_name(&entry.path);
            if self.baseline_of_set(&name).as_deref() != Some(baseline) {
                return false;
            }
            let Some(set) = self.sets.get(&name).filter(|set| !set.files.is_empty()) else {
                let loaded = self.entries.contains_key(&entry.path);
                return if loaded { !self.knows_unreadable(&entry.path) } else { gone(&entry.path) };
            };
            let off = rules::rule(&entry.rule)
                .is_some_and(|rule| findings::severity(rule, &self.options, &set.config).is_none());
            !off && !set.known.claimed.contains(&at) && !self.knows_unreadable(&entry.path)
        };
        let entries = known.entries().iter().enumerate();
        entries.filter(|(at, entry)| stale(*at, entry)).map(|(_, entry)| entry.clone()).collect()
    }

    /// Whether the baseline knows that a file cannot be read.
    pub(super) fn knows_unreadable(&self, path: &str) -> bool {
        let baseline = self.baseline_of(path).and_then(|path| self.baselines.get(&path));
        self.unreadable(path).is_some()
            && baseline.is_some_and(|baseline| baseline.concerns(rules::SYNTAX_ERROR, path))
    }

    /// Matches all sets anew.
    fn match_all(&mut self) {
        let names: Vec<String> = self.sets.keys().cloned().collect();
        for name in names {
            let Some(mut set) = self.sets.remove(&name) else { continue };
            self.match_set(&name, &mut set);
            self.settle(&mut set);
            self.sets.insert(name, set);
        }
    }

    /// Matches a set's findings with its baseline; where others are known than before, all is to be shown anew.
    pub(super) fn match_set(&self, name: &str, set: &mut Set) {
        let matched = self.matched(name, set).unwrap_or_default();
        if set.known != matched {
            set.known = matched;
            set.renew_boards();
        }
    }

    fn matched(&self, name: &str, set: &Set) -> Option<Matched> {
        let baseline = self.baselines.get(&self.baseline_of_set(name)?)?;
        let concerned = |path: &str, finding: &Finding| {
            baseline.concerns(finding.rule.name, home_of(set, finding).unwrap_or(path))
        };
        let mut found: Vec<(Known, usize, String, u64)> = Vec::new();
        for path in set.files.iter().filter_map(|file| self.paths.get(file)) {
            let open = self.not_allowed(path, set, |finding| concerned(path, finding));
            found.extend(open.iter().map(|(finding, range)| {
                let known = self.known(path, set, finding, range);
                (known, range.start, finding.message.clone(), number_of(finding))
            }));
        }
        found.sort_by(|(a, at, n, _), (b, bt, m, _)| (&a.path, at, a, n).cmp(&(&b.path, bt, b, m)));
        let known: Vec<Known> = found.iter().map(|(known, ..)| known.clone()).collect();
        let claims = baseline.claims(&known, |entry| self.set_name(&entry.path) == name);
        let mut matched = Matched::default();
        for (claim, (.., number)) in claims.into_iter().zip(found) {
            matched.findings.extend(claim.map(|_| number));
            matched.claimed.extend(claim);
        }
        Some(matched)
    }

    /// A finding as a baseline keeps it.
    fn known(&self, path: &str, set: &Set, finding: &Finding, range: &Range<usize>) -> Known {
        let document = self.entries.get(path).and_then(|entry| entry.document.as_ref());
        Known {
            path: path.to_owned(),
            entity: home_of(set, finding).unwrap_or_default().to_owned(),
            rule: finding.rule.name.to_owned(),
            text: document
                .map(|document| words_of(&document.text().slice(range.clone())))
                .unwrap_or_default(),
            clauses: finding.clauses.clone(),
        }
    }

    fn baseline_of_set(&self, name: &str) -> Option<String> {
        match &self.options.baseline {
            BaselineChoice::At(path) => Some(path.clone()),
            BaselineChoice::Off => None,
            BaselineChoice::OfFile => {
                let folder = if self.configs.contains_key(name) { name } else { self.config_folder(name)? };
                let named = self.configs.get(folder)?.baseline.as_deref()?;
                Some(absolute(folder, named))
            }
        }
    }
}

/// The id of the entity that a finding is about.
fn home_of<'a>(set: &'a Set, finding: &Finding) -> Option<&'a str> {
    let entity = set.plan_set.entity(finding.entity)?;
    entity.id.as_ref().map(|id| id.text.as_str()).filter(|id| !id.is_empty())
}
