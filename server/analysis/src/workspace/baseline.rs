//! Baselines: findings that are known and not reported again, as a file keeps them.
//!
//! A finding is known when an entry has its rule, its entity (by id, else by file), the words of its place, and at
//! least the clauses that it names: lines may move, a gap that grows is told. Each entry stands for one finding.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::model::numbering;
use crate::rules::Locale;
use crate::standard::normalize;

/// The version of the file's form.
const VERSION: u64 = 1;
/// So many characters of a place are kept.
const LONGEST: usize = 200;

/// A finding as a baseline keeps it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Known {
    /// The plan's file, as the analysis names it; in the file relative to the baseline's folder.
    pub path: String,
    /// The entity's id; empty where it has none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub entity: String,
    /// The rule's name.
    pub rule: String,
    /// The words of the place, see [`words_of`].
    pub text: String,
    /// The clauses and items that the finding names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clauses: Vec<String>,
}

/// Known findings, sorted.
#[derive(Clone, Debug, Default)]
pub struct Baseline {
    entries: Vec<Known>,
    /// Entries by rule and home, then by words.
    index: FxHashMap<(String, String), FxHashMap<String, Vec<usize>>>,
}

/// Why a text is no baseline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BaselineError {
    /// It cannot be read: line, column and what the reader says.
    Form(usize, usize, String),
    /// It has a form of another version.
    Version(u64),
}

/// The file's form around its entries.
#[derive(Deserialize)]
struct Form {
    findings: Vec<Known>,
}

#[derive(Deserialize)]
struct Version {
    version: u64,
}

/// What identifies an entity: its id, else its file (ids hold no slash).
fn home(known: &Known) -> &str {
    if known.entity.is_empty() { &known.path } else { &known.entity }
}

/// Whether an entry and a finding agree.
type Agrees<'a> = &'a dyn Fn(&Known, &Known) -> bool;

impl Baseline {
    /// A baseline of these findings, their paths as the analysis names them.
    #[must_use]
    pub fn of(mut entries: Vec<Known>) -> Self {
        entries.sort();
        let mut index: FxHashMap<(String, String), FxHashMap<String, Vec<usize>>> = FxHashMap::default();
        for (at, known) in entries.iter().enumerate() {
            let key = (known.rule.clone(), home(known).to_owned());
            index.entry(key).or_default().entry(known.text.clone()).or_default().push(at);
        }
        Self { entries, index }
    }

    /// Reads the file's text; `folder` is the folder that it stands in.
    ///
    /// # Errors
    ///
    /// Where and why it cannot be read.
    pub fn parse(text: &str, folder: &str) -> Result<Self, BaselineError> {
        let refuse = |error: serde_json::Error| {
            let message = error.to_string();
            let what = message.rsplit_once(" at line ").map_or(message.as_str(), |(what, _)| what);
            BaselineError::Form(error.line(), error.column(), what.to_owned())
        };
        let Version { version } = serde_json::from_str(text).map_err(refuse)?;
        if version != VERSION {
            return Err(BaselineError::Version(version));
        }
        let Form { mut findings } = serde_json::from_str(text).map_err(refuse)?;
        for known in &mut findings {
            known.path = absolute(folder, &known.path);
        }
        Ok(Self::of(findings))
    }

    /// The file's text: one entry a line, in order, paths relative to `folder`.
    #[must_use]
    pub fn to_text(&self, folder: &str) -> String {
        let mut rows: Vec<Known> = self.entries.clone();
        for row in &mut rows {
            row.path = relative(folder, &row.path);
        }
        rows.sort();
        let rows: Vec<String> = rows
            .iter()
            .map(|row| serde_json::to_string(row).expect("strings and lists of strings are JSON"))
            .collect();
        let body = if rows.is_empty() { String::new() } else { format!("\n{}\n", rows.join(",\n")) };
        format!("{{\n\"version\": {VERSION},\n\"findings\": [{body}]\n}}\n")
    }

    /// The entries, sorted.
    #[must_use]
    pub fn entries(&self) -> &[Known] {
        &self.entries
    }

    /// Whether a finding of this rule may be known; `home` is the entity's id, else the file.
    pub(super) fn concerns(&self, rule: &str, home: &str) -> bool {
        self.index.contains_key(&(rule.to_owned(), home.to_owned()))
    }

    /// For each finding the entry that knows it; an entry is given once. Findings and entries that agree wholly find
    /// each other first, so that one of several like findings that is mended takes no other's entry along.
    pub(super) fn claims(&self, found: &[Known], mine: impl Fn(&Known) -> bool) -> Vec<Option<usize>> {
        let mut taken = BTreeSet::new();
        let mut claims = vec![None; found.len()];
        let same_file = |entry: &Known, found: &Known| entry.path == found.path;
        let same_clauses = |entry: &Known, found: &Known| entry.clauses == found.clauses;
        let covers =
            |entry: &Known, found: &Known| found.clauses.iter().all(|one| entry.clauses.contains(one));
        let passes: [Agrees<'_>; 3] = [
            &|entry, found| same_file(entry, found) && same_clauses(entry, found),
            &|entry, found| same_clauses(entry, found),
            &covers,
        ];
        for fits in passes {
            for (claim, found) in claims.iter_mut().zip(found).filter(|(claim, _)| claim.is_none()) {
                let key = (found.rule.clone(), home(found).to_owned());
                let known = self.index.get(&key).and_then(|texts| texts.get(&found.text));
                *claim = known.into_iter().flatten().copied().find(|at| {
                    let entry = &self.entries[*at];
                    !taken.contains(at) && fits(entry, found) && mine(entry)
                });
                taken.extend(*claim);
            }
        }
        claims
    }
}

impl BaselineError {
    /// What to tell the user, where and what to do.
    #[must_use]
    pub fn message(&self, locale: Locale) -> String {
        match (self, locale) {
            (Self::Form(line, column, what), Locale::Zh) => format!(
                "第 {line} 行第 {column} 列起不是有效的基线（{what}）；请改正，或用 --write-baseline 重新生成"
            ),
            (Self::Form(line, column, what), Locale::En) => format!(
                "not a baseline from line {line}, column {column} ({what}): correct it, or write it anew with \
                 --write-baseline"
            ),
            (Self::Version(version), Locale::Zh) => format!(
                "基线的格式版本是 {version}，本程序只认 {VERSION}；请升级程序，或用 --write-baseline 重新生成"
            ),
            (Self::Version(version), Locale::En) => format!(
                "the baseline has version {version}, this program reads {VERSION}: update the program, or write the \
                 baseline anew with --write-baseline"
            ),
        }
    }
}

/// The words of a place: without line ends, blanks, marks of headings, quotations and lists, and numbering, in the
/// form in which terms are matched; so much of them as tells one place from another.
pub(super) fn words_of(text: &str) -> String {
    let mut words = String::new();
    for line in text.lines() {
        let line = line.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '#' | '>' | '|'));
        let line = ["- ", "* ", "+ "].iter().find_map(|mark| line.strip_prefix(mark)).unwrap_or(line);
        let line = ["[ ] ", "[x] ", "[X] "].iter().find_map(|mark| line.strip_prefix(mark)).unwrap_or(line);
        let line = &line[numbering(line)..];
        words.extend(normalize(line).chars().filter(|c| !c.is_whitespace()));
    }
    match words.char_indices().nth(LONGEST) {
        Some((end, _)) => words[..end].to_owned(),
        None => words,
    }
}

/// A path as the analysis names it, from one that is relative to a folder.
pub(super) fn absolute(folder: &str, path: &str) -> String {
    if path.starts_with('/') || path.chars().nth(1) == Some(':') {
        return path.to_owned();
    }
    let mut parts: Vec<&str> = folder.trim_end_matches('/').split('/').collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.len() > 1 => drop(parts.pop()),
            ".." => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// A path relative to a folder; as it is where nothing leads there.
fn relative(folder: &str, path: &str) -> String {
    let from: Vec<&str> = folder.trim_end_matches('/').split('/').collect();
    let to: Vec<&str> = path.split('/').collect();
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    if shared == 0 {
        return path.to_owned();
    }
    let up = std::iter::repeat_n("..", from.len() - shared);
    up.chain(to[shared..].iter().copied()).collect::<Vec<_>>().join("/")
}
