//! Cause before consequence: one slip is told once, whatever follows from it.

use capplan_analysis::standard::{TermSet, standard};

use super::ground::{Counts, Ground, added, base, counted, edited, more, plants, told};

/// Plants each cause of `causes.txt`; exactly the rules that it names must be new.
fn told_once(surface: &'static str, whole: bool) {
    let base = base(surface);
    let mut ground = Ground::new(surface, whole, &base);
    let mut report = String::new();
    for (name, cause) in plants("causes.txt", surface) {
        assert!(!cause.expected.is_empty(), "{name}: nothing is expected");
        if cause.none.is_some() {
            continue;
        }
        let before_text = edited(&name, &base, &cause.context);
        ground.become_text(&before_text);
        let before = counted(&ground.findings());
        ground.become_text(&edited(&name, &before_text, &cause.defect));
        let found = ground.findings();
        let new = added(&counted(&found), &before);
        let mut expected = Counts::new();
        for rule in &cause.expected {
            *expected.entry(capplan_analysis::rules::rule(rule).unwrap().name).or_default() += 1;
        }
        if new != expected {
            let told: Vec<String> = new.keys().map(|name| told(&found, name)).collect();
            report += &format!("{name}: {:?}\n{}\n", more(&counted(&found), &before), told.join("\n"));
        }
    }
    assert!(report.is_empty(), "{surface}, {}\n{report}", if whole { "one file" } else { "a set" });
}

#[test]
fn a_cause_in_markdown_is_told_once() {
    told_once("md", true);
    told_once("md", false);
}

#[test]
fn a_cause_in_yaml_is_told_once() {
    told_once("yaml", true);
    told_once("yaml", false);
}

/// Every `step`th of the changed lines that `changes` makes of each line of a plan, in the plan's place; the one new
/// finding must be of the rule.
fn lines_told_once(surface: &'static str, rule: &str, step: usize, changes: impl Fn(&str) -> Vec<String>) {
    let base = base(surface);
    let mut ground = Ground::new(surface, true, &base);
    let before = counted(&ground.findings());
    let expected: Counts = [(capplan_analysis::rules::rule(rule).unwrap().name, 1)].into();
    let (mut at, mut edits, mut report) = (0, 0, String::new());
    for line in base.split_inclusive('\n') {
        for changed in changes(line) {
            edits += 1;
            if edits % step != 0 {
                continue;
            }
            let mut text = base.clone();
            text.replace_range(at..at + line.len(), &changed);
            ground.become_text(&text);
            let found = ground.findings();
            let new = added(&counted(&found), &before);
            if new != expected {
                let told: Vec<String> = new.keys().map(|name| told(&found, name)).collect();
                report += &format!("{changed}{new:?}\n{}\n", told.join("\n"));
            }
        }
        at += line.len();
    }
    assert!(report.is_empty() && edits > 3 * step, "{surface}, {edits} edits\n{report}");
}

/// A line whose heading, key or first cell names an aspect, with each near word for it. What is short and may begin a
/// dimension that has no heading is a word like any other.
fn near_names(line: &str) -> Vec<String> {
    let bare = line.trim().trim_start_matches(['#', '|', ' ']);
    let name = bare.split([':', '|']).next().unwrap_or_default().trim();
    let terms = standard().terms().of(TermSet::Aspect).iter();
    let term = terms.filter(|_| !line.starts_with(char::is_alphabetic)).find(|term| {
        let begins = line.starts_with('#') && ["planning", "governance"].contains(&term.key);
        !begins && (term.name == name || term.key == name)
    });
    let near = term.map_or(&[][..], |term| &term.corrected);
    near.iter().map(|near| line.replacen(name, near, 1)).collect()
}

/// A line with each of its items cited by a letter that no clause has.
fn bad_letters(line: &str) -> Vec<String> {
    let letter = |at: usize| {
        let tail =
            line[at..].trim_start_matches(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '.');
        let item = tail.strip_prefix(' ')?;
        let end = line.len() - item.len();
        item.starts_with(|c: char| c.is_ascii_lowercase()).then(|| format!("{}z{}", &line[..end], &item[1..]))
    };
    line.match_indices("A.").filter_map(|(at, _)| letter(at)).collect()
}

#[test]
fn a_near_name_of_an_aspect_is_told_once_wherever_it_stands() {
    lines_told_once("md", "synonym", 5, near_names);
    lines_told_once("yaml", "synonym", 5, near_names);
}

#[test]
fn a_citation_that_leads_nowhere_is_told_once_wherever_it_stands() {
    lines_told_once("md", "unknown-clause", 7, bad_letters);
    lines_told_once("yaml", "unknown-clause", 7, bad_letters);
}
