//! Cause before consequence: one slip is told once, whatever follows from it.

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
