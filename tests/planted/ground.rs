//! A real plan into which defects are planted, as one file or as a set.

use std::collections::BTreeMap;

use capplan_analysis::rules::{Locale, Profile};
use capplan_analysis::text::Edit;
use capplan_analysis::workspace::{Located, Options, Workspace};
use capplan_tests::{plan, repository};

/// The edits of one surface: what the plan has before and after, and the defect.
#[derive(Clone, Default)]
pub(crate) struct Plant {
    /// The rules that must speak, where the name is not the rule's.
    pub(crate) expected: Vec<String>,
    pub(crate) context: Vec<(String, String)>,
    pub(crate) defect: Vec<(String, String)>,
    /// Why there is none in this surface.
    pub(crate) none: Option<String>,
}

pub(crate) fn part(name: &str) -> String {
    std::fs::read_to_string(repository().join("tests/planted").join(name)).unwrap()
}

/// Reads the defects of a file in one surface.
pub(crate) fn plants(name: &str, surface: &str) -> BTreeMap<String, Plant> {
    let unescaped = |text: &str| {
        let mut text = text.replace("\\n", "\n").replace("\\s", " ");
        while let Some((start, end)) =
            text.find("{host").and_then(|at| Some((at, at + text[at..].find('}')?)))
        {
            let name = text[start + 1..end].to_owned();
            text.replace_range(start..=end, &part(&name));
        }
        text
    };
    let mut plants: BTreeMap<String, Plant> = BTreeMap::new();
    let mut current = String::new();
    for line in part(name).lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        if let Some(name) = line.strip_prefix("= ") {
            let (name, expected) = name.split_once(" -> ").unwrap_or((name, ""));
            current = name.to_owned();
            let expected = expected.split_whitespace().map(str::to_owned).collect();
            plants.insert(current.clone(), Plant { expected, ..Plant::default() });
            continue;
        }
        let Some(rest) = line.strip_prefix(surface) else { continue };
        let plant = plants.get_mut(&current).unwrap();
        let (context, edit) = match rest.strip_prefix('+') {
            Some(edit) => (true, edit),
            None => (false, rest),
        };
        let edit = edit.strip_prefix(' ').unwrap();
        if let Some(reason) = edit.strip_prefix("! ") {
            plant.none = Some(reason.to_owned());
            continue;
        }
        let (old, new) = edit.split_once(" =>").unwrap_or_else(|| panic!("{line}"));
        let pair = (unescaped(old), unescaped(new.strip_prefix(' ').unwrap_or(new)));
        if context { plant.context.push(pair) } else { plant.defect.push(pair) }
    }
    plants
}

pub(crate) fn edited(rule: &str, text: &str, edits: &[(String, String)]) -> String {
    let mut text = text.to_owned();
    for (old, new) in edits {
        assert_eq!(text.matches(old.as_str()).count(), 1, "{rule}: {old:?} stands once in the plan");
        text = text.replacen(old.as_str(), new, 1);
    }
    text
}

/// A plan as one file, or as a set of one file per chapter or entity.
pub(crate) fn files(surface: &str, text: &str, whole: bool) -> Vec<(String, String)> {
    if whole {
        return vec![(format!("/one.plan.{surface}"), text.to_owned())];
    }
    let mut parts: Vec<String> = vec![String::new()];
    let mut list = "";
    // Anchors do not reach from file to file.
    let text = if surface == "yaml" {
        let text = text.replace("&主营领域", "").replace("*主营领域", "[主营业务领域]");
        text.replace("&过程与伙伴 ", "").replace("*过程与伙伴", "[过程, 合作伙伴]")
    } else {
        text.to_owned()
    };
    for line in text.split_inclusive('\n') {
        let entities = ["capabilities:", "units:", "modules:"];
        if surface == "md" {
            if line.starts_with("## ") || line.starts_with("### ") {
                parts.push(String::new());
            }
        } else if let Some(key) = entities.iter().find(|key| line.trim_end() == **key) {
            list = key;
            continue;
        } else if !list.is_empty() && line.starts_with("  - ") {
            parts.push(format!("{list}\n"));
        }
        parts.last_mut().unwrap().push_str(line);
    }
    parts.into_iter().enumerate().map(|(at, text)| (format!("/set/{at:02}.plan.{surface}"), text)).collect()
}

/// The real plan of a surface, made ready for the defects.
pub(crate) fn base(surface: &str) -> String {
    let source = if surface == "md" {
        "shared/xinghai-equipment.plan.md"
    } else {
        "twins/xinghai-equipment.plan.yaml"
    };
    edited("base", &plan(source), &plants("defects.txt", surface)["base"].context)
}

/// A plan under test, changed by edits as an author's.
pub(crate) struct Ground {
    pub(crate) workspace: Workspace,
    pub(crate) surface: &'static str,
    pub(crate) whole: bool,
    pub(crate) files: Vec<(String, String)>,
}

impl Ground {
    pub(crate) fn new(surface: &'static str, whole: bool, text: &str) -> Self {
        let options =
            Options { locale: Some(Locale::Zh), profile: Some(Profile::Thorough), ..Options::default() };
        let mut workspace = Workspace::new(options);
        if !whole {
            workspace.set_config("/set", Some(""));
        }
        let files = files(surface, text, whole);
        for (path, text) in &files {
            workspace.open(path, None, text);
        }
        Self { workspace, surface, whole, files }
    }

    /// Brings the files to those of another text, each changed one by one edit.
    pub(crate) fn become_text(&mut self, text: &str) {
        self.become_files(files(self.surface, text, self.whole));
    }

    pub(crate) fn become_files(&mut self, files: Vec<(String, String)>) {
        for (path, _) in &self.files {
            if !files.iter().any(|(new, _)| new == path) {
                self.workspace.close(path);
            }
        }
        for (path, new) in &files {
            match self.files.iter().find(|(old, _)| old == path) {
                Some((_, old)) if old == new => {}
                Some((_, old)) => self.workspace.edit(path, &difference(old, new)),
                None => self.workspace.open(path, None, new),
            }
        }
        self.files = files;
    }

    pub(crate) fn findings(&mut self) -> Vec<(String, Located)> {
        let paths: Vec<String> = self.files.iter().map(|(path, _)| path.clone()).collect();
        let mut found = Vec::new();
        for path in paths {
            found.extend(self.workspace.findings(&path).into_iter().map(|finding| (path.clone(), finding)));
        }
        found
    }
}

/// The one edit that leads from a text to another.
pub(crate) fn difference(old: &str, new: &str) -> Edit {
    let start = old.char_indices().zip(new.chars()).find(|((_, a), b)| a != b).map(|((at, _), _)| at);
    let start = start.unwrap_or(old.len().min(new.len()));
    let tail: usize = old[start..]
        .chars()
        .rev()
        .zip(new[start..].chars().rev())
        .take_while(|(a, b)| a == b)
        .map(|(c, _)| c.len_utf8())
        .sum();
    Edit { range: start..old.len() - tail, text: new[start..new.len() - tail].to_owned() }
}

pub(crate) type Counts = BTreeMap<&'static str, i64>;

pub(crate) fn counted(found: &[(String, Located)]) -> Counts {
    let mut counts = Counts::new();
    for (_, finding) in found {
        *counts.entry(finding.rule).or_default() += 1;
    }
    counts
}

/// What is new in a state.
pub(crate) fn added(after: &Counts, before: &Counts) -> Counts {
    let mut added = more(after, before);
    added.retain(|_, count| *count > 0);
    added
}

/// What a state has more (or, below zero, less) than another.
pub(crate) fn more(after: &Counts, before: &Counts) -> Counts {
    let mut more = after.clone();
    for (name, count) in before {
        *more.entry(name).or_default() -= count;
    }
    more.retain(|_, count| *count != 0);
    more
}

pub(crate) fn told(found: &[(String, Located)], name: &str) -> String {
    let lines: Vec<String> = found
        .iter()
        .filter(|(_, finding)| finding.rule == name)
        .map(|(path, finding)| format!("  {path} {:?} {} {}", finding.range, finding.rule, finding.message))
        .collect();
    lines.join("\n")
}
