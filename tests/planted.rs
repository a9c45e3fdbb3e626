//! Planted defects: for each rule its defect is put into a real plan, in both surfaces, in one file and in a set of
//! many, and exactly that finding is new; comments and explanations that allow it silence it, taking it out restores
//! what was there. The defects stand in `planted/defects.txt`.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

#[path = "planted/causes.rs"]
mod causes;
#[path = "planted/ground.rs"]
mod ground;

use capplan_analysis::rules::{ALL, Rule, rule};
use capplan_analysis::workspace::Located;
use ground::{Counts, Ground, Plant, added, base, counted, edited, more, plants, told};

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
    let surplus = added(&counted(&planted), &counted(&before));
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

fn planted(surface: &'static str, whole: bool) {
    let plants = plants("defects.txt", surface);
    let base = base(surface);
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
        let plants = plants("defects.txt", surface);
        for rule in ALL {
            let known =
                plants.get(rule.name).is_some_and(|plant| plant.none.is_some() || !plant.defect.is_empty());
            assert!(known, "{surface}: no defect for {}", rule.name);
        }
        for name in plants.keys().filter(|name| *name != "base") {
            assert!(rule(name).is_some(), "there is no rule {name}");
        }
    }
    let both =
        |name: &str| ["md", "yaml"].iter().all(|surface| plants("defects.txt", surface)[name].none.is_some());
    assert!(ALL.iter().all(|rule| !both(rule.name)), "a rule that is planted nowhere");
}

#[test]
fn defects_in_markdown_are_found_and_allowed() {
    planted("md", true);
}

#[test]
fn defects_in_a_set_of_markdown_are_found_and_allowed() {
    planted("md", false);
}

#[test]
fn defects_in_yaml_are_found_and_allowed() {
    planted("yaml", true);
}

#[test]
fn defects_in_a_set_of_yaml_are_found_and_allowed() {
    planted("yaml", false);
}
