//! Planted defects: for each rule its defect is put into a real plan, in both surfaces, in one file and in a set of
//! many, and exactly that finding is new; comments and explanations that allow it silence it, taking it out restores
//! what was there. The defects stand in `planted/defects.txt`.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::collections::BTreeMap;

use capplan_analysis::rules::{ALL, Locale, Profile, Rule, rule};
use capplan_analysis::text::Edit;
use capplan_analysis::workspace::{Located, Options, Workspace};
use capplan_tests::{plan, repository};

/// The edits of one surface: what the plan has before and after, and the defect.
#[derive(Clone, Default)]
struct Plant {
    context: Vec<(String, String)>,
    defect: Vec<(String, String)>,
    /// Why there is none in this surface.
    none: Option<String>,
}

fn part(name: &str) -> String {
    std::fs::read_to_string(repository().join("tests/planted").join(name)).unwrap()
}

/// Reads the defects of a surface.
fn plants(surface: &str) -> BTreeMap<String, Plant> {
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
    for line in part("defects.txt").lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        if let Some(name) = line.strip_prefix("= ") {
            current = name.to_owned();
            plants.insert(current.clone(), Plant::default());
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

fn edited(rule: &str, text: &str, edits: &[(String, String)]) -> String {
    let mut text = text.to_owned();
    for (old, new) in edits {
        assert_eq!(text.matches(old.as_str()).count(), 1, "{rule}: {old:?} stands once in the plan");
        text = text.replacen(old.as_str(), new, 1);
    }
    text
}

/// A plan as one file, or as a set of one file per chapter or entity.
fn files(surface: &str, text: &str, whole: bool) -> Vec<(String, String)> {
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

/// A plan under test, changed by edits as an author's.
struct Ground {
    workspace: Workspace,
    surface: &'static str,
    whole: bool,
    files: Vec<(String, String)>,
}

impl Ground {
    fn new(surface: &'static str, whole: bool, text: &str) -> Self {
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
    fn become_text(&mut self, text: &str) {
        self.become_files(files(self.surface, text, self.whole));
    }

    fn become_files(&mut self, files: Vec<(String, String)>) {
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

    fn findings(&mut self) -> Vec<(String, Located)> {
        let paths: Vec<String> = self.files.iter().map(|(path, _)| path.clone()).collect();
        let mut found = Vec::new();
        for path in paths {
            found.extend(self.workspace.findings(&path).into_iter().map(|finding| (path.clone(), finding)));
        }
        found
    }
}

/// The one edit that leads from a text to another.
fn difference(old: &str, new: &str) -> Edit {
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

type Counts = BTreeMap<&'static str, i64>;

fn counted(found: &[(String, Located)]) -> Counts {
    let mut counts = Counts::new();
    for (_, finding) in found {
        *counts.entry(finding.rule).or_default() += 1;
    }
    counts
}

/// What a state has more (or, below zero, less) than another.
fn more(after: &Counts, before: &Counts) -> Counts {
    let mut more = after.clone();
    for (name, count) in before {
        *more.entry(name).or_default() -= count;
    }
    more.retain(|_, count| *count != 0);
    more
}

fn told(found: &[(String, Located)], name: &str) -> String {
    let lines: Vec<String> = found
        .iter()
        .filter(|(_, finding)| finding.rule == name)
        .map(|(path, finding)| format!("  {path} {:?} {} {}", finding.range, finding.rule, finding.message))
        .collect();
    lines.join("\n")
}

/// The line on which a finding stands: its start, its text, and whether it is in YAML.
fn line_of(ground: &Ground, (path, finding): &(String, Located)) -> (usize, String, bool) {
    let (_, text) = ground.files.iter().find(|(known, _)| known == path).unwrap();
    let start = text[..finding.range.start].rfind('\n').map_or(0, |at| at + 1);
    let line = text[start..].lines().next().unwrap_or_default().to_owned();
    let front = text.starts_with("---\n") && start < text[4..].find("\n---").map_or(0, |at| at + 5);
    (start, line, ground.surface == "yaml" || front)
}

/// The files with an insertion before a byte of one.
fn inserted(ground: &Ground, path: &str, at: usize, text: &str) -> Vec<(String, String)> {
    let mut files = ground.files.clone();
    let (_, file) = files.iter_mut().find(|(known, _)| known == path).unwrap();
    file.insert_str(at, text);
    files
}

/// A comment that allows a rule, above the finding's line, or behind it in a table.
fn with_comment(ground: &Ground, found: &(String, Located)) -> Vec<(String, String)> {
    let (start, line, yaml) = line_of(ground, found);
    let rule = found.1.rule;
    let indent: String = line.chars().take_while(|c| *c == ' ').collect();
    if yaml {
        return inserted(ground, &found.0, start, &format!("{indent}# capplan: allow {rule} — 试点\n"));
    }
    let comment = format!("<!-- capplan: allow {rule} — 试点 -->");
    if line.trim_start().starts_with('|') {
        return inserted(ground, &found.0, start + line.len(), &format!(" {comment}"));
    }
    inserted(ground, &found.0, start, &format!("{indent}{comment}\n"))
}

fn with_file_comment(ground: &Ground, (path, finding): &(String, Located)) -> Vec<(String, String)> {
    let (_, text) = ground.files.iter().find(|(known, _)| known == path).unwrap();
    let comment = format!("capplan: allow-file {} — 试点", finding.rule);
    if ground.surface == "yaml" || text.starts_with("---\n") {
        let at = if ground.surface == "yaml" { 0 } else { 4 };
        return inserted(ground, path, at, &format!("# {comment}\n"));
    }
    inserted(ground, path, 0, &format!("<!-- {comment} -->\n\n"))
}

/// The entity of a finding with an explanation: below its heading, beside its key.
fn with_deviation(ground: &Ground, found: &(String, Located)) -> Vec<(String, String)> {
    let (start, line, yaml) = line_of(ground, found);
    if yaml {
        let indent: String = line.chars().take_while(|c| *c == ' ').collect();
        return inserted(ground, &found.0, start, &format!("{indent}例外说明: 试点，年底复核\n"));
    }
    // The heading of the entity in whose row the finding stands, else the one above.
    let row = line.strip_prefix("| ").and_then(|row| row.split(' ').next());
    let elsewhere = row.and_then(|id| {
        let heading = |text: &str| {
            let line =
                text.lines().find(|line| line.starts_with('#') && line.contains(&format!("#{id}}}")))?;
            text.find(line)
        };
        ground.files.iter().find_map(|(path, text)| Some((path, text, heading(text)?)))
    });
    let above = || {
        let (path, text) = ground.files.iter().find(|(path, _)| *path == found.0).unwrap();
        (path, text, text[..start].rfind("\n#").map_or(0, |at| at + 1))
    };
    let (path, text, heading) = elsewhere.unwrap_or_else(above);
    let end = heading + text[heading..].find('\n').unwrap() + 1;
    inserted(ground, path, end, "\n- 例外说明：试点，年底复核\n")
}

/// Plants one defect; says what is not as it must be.
fn plant(ground: &mut Ground, base: &str, rule: &'static Rule, plant: &Plant) -> Vec<String> {
    let mut wrong = Vec::new();
    let before_text = edited(rule.name, base, &plant.context);
    let planted_text = edited(rule.name, &before_text, &plant.defect);
    ground.become_text(&before_text);
    let before = ground.findings();
    ground.become_text(&planted_text);
    let planted = ground.findings();
    let new = more(&counted(&planted), &counted(&before));
    let expected: Counts = [(rule.name, 1)].into();
    let surplus: Counts =
        new.iter().filter(|(_, count)| **count > 0).map(|(name, count)| (*name, *count)).collect();
    if surplus != expected {
        let told: Vec<String> = surplus.keys().map(|name| told(&planted, name)).collect();
        wrong.push(format!("makes {new:?}\n{}", told.join("\n")));
    } else {
        wrong.extend(silenced(ground, rule, &before, &planted));
    }
    ground.become_text(&before_text);
    let restored = ground.findings();
    if restored != before {
        wrong.push(format!("taken out leaves {:?}", more(&counted(&restored), &counted(&before))));
    }
    wrong
}

/// Whether comments and explanations silence what is new.
fn silenced(
    ground: &mut Ground,
    rule: &'static Rule,
    before: &[(String, Located)],
    planted: &[(String, Located)],
) -> Vec<String> {
    let mut wrong = Vec::new();
    let known = |finding: &Located| {
        before.iter().filter(|(_, old)| old.message == finding.message && old.rule == finding.rule).count()
    };
    let own = |found: &&(String, Located)| found.1.rule == rule.name && known(&found.1) == 0;
    let Some(found) = planted.iter().find(own).or_else(|| planted.iter().rfind(|(_, f)| f.rule == rule.name))
    else {
        return vec!["nothing is new".to_owned()];
    };
    let files = ground.files.clone();
    let mut ways =
        vec![("allow", with_comment(ground, found)), ("allow-file", with_file_comment(ground, found))];
    if rule.usual {
        ways.push(("deviation", with_deviation(ground, found)));
    }
    for (way, changed) in ways {
        ground.become_files(changed);
        let now = ground.findings();
        let gone = more(&counted(&now), &counted(planted));
        // A whole file may hold more of the rule's findings; an explanation silences other rules as well.
        let others =
            gone.iter().any(|(name, count)| *count > 0 || (*name != rule.name && way != "deviation"));
        let expected = gone.get(rule.name).is_some_and(|count| *count == -1 || way == "allow-file");
        if others || !expected {
            let surplus: Vec<String> =
                gone.iter().filter(|(_, count)| **count > 0).map(|(name, _)| told(&now, name)).collect();
            wrong.push(format!("{way} makes {gone:?}\n{}", surplus.join("\n")));
        }
        ground.become_files(files.clone());
    }
    wrong
}

fn planted(surface: &'static str, source: &str, whole: bool) {
    let plants = plants(surface);
    let base = edited("base", &plan(source), &plants["base"].context);
    let mut ground = Ground::new(surface, whole, &base);
    let mut report = String::new();
    for rule in ALL {
        let Some(plant_of) = plants.get(rule.name) else { continue };
        if plant_of.none.is_some() {
            continue;
        }
        for wrong in plant(&mut ground, &base, rule, plant_of) {
            report += &format!("{}: {wrong}\n", rule.name);
        }
    }
    assert!(report.is_empty(), "{surface}, {}\n{report}", if whole { "one file" } else { "a set" });
}

#[test]
fn every_rule_is_planted() {
    for surface in ["md", "yaml"] {
        let plants = plants(surface);
        for rule in ALL {
            let known =
                plants.get(rule.name).is_some_and(|plant| plant.none.is_some() || !plant.defect.is_empty());
            assert!(known, "{surface}: no defect for {}", rule.name);
        }
        for name in plants.keys().filter(|name| *name != "base") {
            assert!(rule(name).is_some(), "there is no rule {name}");
        }
    }
    let both = |name: &str| ["md", "yaml"].iter().all(|surface| plants(surface)[name].none.is_some());
    assert!(ALL.iter().all(|rule| !both(rule.name)), "a rule that is planted nowhere");
}

#[test]
fn defects_in_markdown_are_found_and_allowed() {
    planted("md", "shared/xinghai-equipment.plan.md", true);
}

#[test]
fn defects_in_a_set_of_markdown_are_found_and_allowed() {
    planted("md", "shared/xinghai-equipment.plan.md", false);
}

#[test]
fn defects_in_yaml_are_found_and_allowed() {
    planted("yaml", "twins/xinghai-equipment.plan.yaml", true);
}

#[test]
fn defects_in_a_set_of_yaml_are_found_and_allowed() {
    planted("yaml", "twins/xinghai-equipment.plan.yaml", false);
}
