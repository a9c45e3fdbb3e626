//! A fix on trial: what a plan set says before and after it, in LF and CRLF.

use std::collections::BTreeMap;

use capplan_analysis::rules::{Locale, Profile, Severity};
use capplan_analysis::workspace::{FileEdit, Located, Offer, Options, Workspace};
use saphyr_parser::Parser;

use crate::ground::difference;

/// Files by their paths.
pub(crate) type Files = Vec<(String, String)>;

/// Rules that weigh values against each other: which of them is to be changed, the author knows.
const WEIGHING: &[&str] = &[
    "capability-above-units",
    "combination-of-one",
    "combination-one-viewpoint",
    "conflicting-values",
    "ecosystem-without-partners",
    "form-scope-mismatch",
    "level-assumption-mismatch",
    "level-drive-mismatch",
    "level-form-mismatch",
    "level-gap",
    "level-grade-mismatch",
    "level-network-mismatch",
    "level-scope-mismatch",
    "level-viewpoint-mismatch",
    "node-many-viewpoints",
    "pattern-form-mismatch",
    "standalone-with-many",
];

/// What may be told once a finding is mended that it kept silent: of several viewpoints one is given first, what a
/// rule's name now means need not be there, and a bad citation no longer explains a gap.
const FOLLOWS: &[(&str, &str)] = &[
    ("missing-viewpoint", "level-viewpoint-mismatch"),
    ("unknown-rule", "unused-allow"),
    ("citation-wrong-aspect", "level-gap"),
    ("unknown-clause", "level-gap"),
];

/// What became of the fixes of a defect.
pub(crate) struct Tried {
    pub(crate) count: usize,
    pub(crate) wrong: Vec<String>,
}

/// The same plan set open twice: with LF and with CRLF.
pub(crate) struct Trial {
    lf: Open,
    crlf: Open,
}

struct Open {
    workspace: Workspace,
    files: Files,
}

/// How often each rule speaks, and how often as a warning or worse.
#[derive(Default)]
struct Judgement {
    rules: BTreeMap<&'static str, usize>,
    grave: BTreeMap<&'static str, usize>,
    findings: Vec<Located>,
}

impl Open {
    fn new(files: &Files) -> Self {
        let options =
            Options { locale: Some(Locale::Zh), profile: Some(Profile::Thorough), ..Options::default() };
        let mut workspace = Workspace::new(options);
        if files.len() > 1 {
            workspace.set_config("/", Some(""));
        }
        for (path, text) in files {
            workspace.open(path, None, text);
        }
        Self { workspace, files: files.clone() }
    }

    fn become_files(&mut self, files: &Files) {
        for ((path, old), (_, new)) in self.files.iter().zip(files) {
            if old != new {
                self.workspace.edit(path, &difference(old, new));
            }
        }
        self.files.clone_from(files);
    }

    fn judge(&mut self) -> Judgement {
        let mut judgement = Judgement::default();
        for (path, _) in &self.files {
            for finding in self.workspace.findings(path) {
                *judgement.rules.entry(finding.rule).or_default() += 1;
                let grave = usize::from(finding.severity >= Severity::Warning);
                *judgement.grave.entry(finding.rule).or_default() += grave;
                judgement.findings.push(finding);
            }
        }
        judgement
    }

    fn offers(&mut self) -> Vec<Offer> {
        let files = self.files.iter();
        files.flat_map(|(path, text)| self.workspace.fixes(path, &(0..text.len()))).collect()
    }
}

impl Trial {
    pub(crate) fn new(files: &Files) -> Self {
        Self { lf: Open::new(files), crlf: Open::new(&with_crlf(files)) }
    }

    /// Applies, one by one, the fixes of what a defect made the rules say.
    pub(crate) fn apply_all(&mut self, before: &Files, planted: &Files) -> Tried {
        self.lf.become_files(before);
        let whole = self.lf.judge();
        let is_known = |finding: &Located| {
            whole.findings.iter().any(|old| old.rule == finding.rule && old.message == finding.message)
        };
        self.lf.become_files(planted);
        let mut defect = self.lf.judge();
        // What the defect hid is not new.
        for (rule, count) in &whole.grave {
            let known = defect.grave.entry(rule).or_default();
            *known = (*known).max(*count);
        }
        let offers = self.lf.offers();
        self.crlf.become_files(&with_crlf(planted));
        let in_crlf = self.crlf.offers();
        let mut tried = Tried { count: 0, wrong: Vec::new() };
        if offers.len() != in_crlf.len() {
            tried.wrong.push(format!("{} fixes, in CRLF {}", offers.len(), in_crlf.len()));
        }
        let offered: Vec<_> =
            offers.iter().zip(&in_crlf).filter(|(offer, _)| !is_known(&offer.finding)).collect();
        for alternatives in offered.chunk_by(|(one, _), (other, _)| one.finding == other.finding) {
            // What an author chooses may be at odds with the rest of the plan; one choice at least is not.
            let mut least: Option<Vec<String>> = None;
            for (offer, crlf) in alternatives {
                tried.count += 1;
                let (wrong, weighed) = self.wrongs(planted, &defect, offer, crlf);
                let told = |wrong: String| {
                    format!("{}, {:?}: {wrong}\n{:?}", offer.finding.rule, offer.title, offer.edits)
                };
                tried.wrong.extend(wrong.into_iter().map(told));
                let weighed: Vec<String> = weighed.into_iter().map(told).collect();
                if least.as_ref().is_none_or(|least| weighed.len() < least.len()) {
                    least = Some(weighed);
                }
            }
            tried.wrong.extend(least.unwrap_or_default());
        }
        tried
    }

    /// What a fix does wrong, and what it brings that weighs values of the plan against each other.
    fn wrongs(
        &mut self,
        planted: &Files,
        defect: &Judgement,
        offer: &Offer,
        crlf: &Offer,
    ) -> (Vec<String>, Vec<String>) {
        let (mut wrong, mut weighed) = (Vec::new(), Vec::new());
        let raw = match applied(planted, &offer.edits) {
            Ok(files) => files,
            Err(error) => return (vec![error], weighed),
        };
        match applied(&with_crlf(planted), &crlf.edits) {
            Ok(files) if files == with_crlf(&raw) => {}
            Ok(_) => wrong.push(format!("in CRLF it writes something else: {:?}", crlf.edits)),
            Err(error) => wrong.push(format!("in CRLF: {error}")),
        }
        for ((path, old), (_, new)) in planted.iter().zip(&raw) {
            if path.ends_with(".yaml")
                && let Some(error) = fault(new).filter(|_| fault(old).is_none())
            {
                wrong.push(format!("{path} is no YAML any more: {error}"));
            }
        }
        let filled = filled(&raw);
        let rule = offer.finding.rule;
        // What only the author knows is filled in before the finding must be gone.
        for (files, what) in [(&raw, "as it is"), (&filled, "filled in")] {
            if what == "filled in" && raw == filled {
                continue;
            }
            self.lf.become_files(files);
            let now = self.lf.judge();
            for (name, count) in &now.grave {
                // Placeholders cover nothing.
                let open = (*name == "level-gap" && files == &raw && raw != filled)
                    || FOLLOWS.contains(&(rule, *name));
                if count > defect.grave.get(name).unwrap_or(&0) && !open {
                    let told: Vec<&str> = now
                        .findings
                        .iter()
                        .filter(|new| new.rule == *name)
                        .filter(|new| defect.findings.iter().all(|old| old.message != new.message))
                        .map(|new| new.message.as_str())
                        .collect();
                    let list = if WEIGHING.contains(name) { &mut weighed } else { &mut wrong };
                    list.push(format!("{what}, {name} is new: {told:?}"));
                }
            }
            let gone = now.rules.get(rule).unwrap_or(&0) < &defect.rules[rule];
            if !gone && files == &filled {
                wrong.push(format!("{what}, the finding is still there"));
            }
        }
        (wrong, weighed)
    }
}

fn with_crlf(files: &Files) -> Files {
    files.iter().map(|(path, text)| (path.clone(), text.replace('\n', "\r\n"))).collect()
}

/// Placeholders replaced by what an author might write.
fn filled(files: &Files) -> Files {
    let fill = |text: &str| {
        text.replace("待填写：", "落实")
            .replace("待填写", "计划部")
            .replace("TODO: ", "Do ")
            .replace("TODO", "Planning")
    };
    files.iter().map(|(path, text)| (path.clone(), fill(text))).collect()
}

/// The files after edits, each of which must replace whole characters that no other one touches.
fn applied(files: &Files, edits: &[FileEdit]) -> Result<Files, String> {
    let mut edits = edits.to_vec();
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let mut files = files.clone();
    for (path, text) in &mut files {
        let mut end = text.len();
        for edit in edits.iter().rev().filter(|edit| edit.path == *path) {
            if edit.range.end > end || text.get(edit.range.clone()).is_none() {
                return Err(format!("edits overlap or cut a character: {edits:?}"));
            }
            end = edit.range.start;
            text.replace_range(edit.range.clone(), &edit.text);
        }
    }
    Ok(files)
}

/// What an independent parser finds wrong with a YAML text.
fn fault(text: &str) -> Option<String> {
    Parser::new_from_str(text).find_map(Result::err).map(|error| error.to_string())
}
