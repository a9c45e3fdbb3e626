#![allow(clippy::unwrap_used, clippy::panic)]
//! Fixes applied one by one to real plans from which a line was taken: none may make an error, and each must mend.

use std::collections::BTreeMap;

use capplan_analysis::rules::{Locale, Profile, Severity};
use capplan_analysis::workspace::{Offer, Options, Workspace};
use capplan_tests::repository;

fn opened(path: &str, text: &str) -> Workspace {
    let options =
        Options { locale: Some(Locale::Zh), profile: Some(Profile::Thorough), ..Options::default() };
    let mut workspace = Workspace::new(options);
    workspace.open(path, None, text);
    workspace
}

/// How many errors there are, and how often each rule speaks.
fn judged(workspace: &mut Workspace, path: &str) -> (usize, BTreeMap<&'static str, usize>) {
    let findings = workspace.findings(path);
    let mut counts = BTreeMap::new();
    for finding in &findings {
        *counts.entry(finding.rule).or_default() += 1;
    }
    (findings.iter().filter(|finding| finding.severity == Severity::Error).count(), counts)
}

fn applied(text: &str, offer: &Offer) -> String {
    let mut edits = offer.edits.clone();
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let mut text = text.to_owned();
    for edit in edits.into_iter().rev() {
        text.replace_range(edit.range, &edit.text);
    }
    text
}

/// Takes out every `step`th line in turn and tries the first fixes of each rule that then speaks more often.
fn try_fixes(name: &str, step: usize) -> usize {
    let text = std::fs::read_to_string(repository().join("tests/plans").join(name)).unwrap();
    let path = format!("/{}", name.rsplit('/').next().unwrap());
    let (_, whole) = judged(&mut opened(&path, &text), &path);
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let mut tried = 0;
    for at in (0..lines.len()).step_by(step) {
        let cut = [&lines[..at], &lines[at + 1..]].concat().concat();
        let mut workspace = opened(&path, &cut);
        let (errors, counts) = judged(&mut workspace, &path);
        let mut seen: Vec<&str> = Vec::new();
        for offer in workspace.fixes(&path, &(0..cut.len())) {
            let rule = offer.finding.rule;
            // Where the line taken out defined an id, the nearest other one is a guess, which the author sees as such.
            if rule == "dangling-reference" {
                continue;
            }
            if counts[rule] <= *whole.get(rule).unwrap_or(&0) || seen.contains(&rule) {
                continue;
            }
            seen.push(rule);
            tried += 1;
            let mut fixed = applied(&cut, &offer);
            fixed = fixed
                .replace("待填写：", "落实")
                .replace("待填写", "计划部")
                .replace("TODO: ", "Do ")
                .replace("TODO", "Planning");
            let (after, now) = judged(&mut opened(&path, &fixed), &path);
            let mended = now.get(rule).unwrap_or(&0) < &counts[rule];
            assert!(
                after <= errors && mended,
                "{name} without line {}: {rule}, {:?}: errors {errors} → {after}, mended {mended}\n{:?}",
                at + 1,
                offer.title,
                offer.edits,
            );
        }
    }
    tried
}

#[test]
fn fixes_mend_real_plans_in_both_surfaces() {
    let plans = [
        ("shared/xinghai-equipment.plan.md", 41),
        ("twins/xinghai-equipment.plan.yaml", 43),
        ("shared/lantian-grid.plan.yaml", 41),
        ("twins/lantian-grid.plan.md", 43),
        ("shared/minimal.plan.md", 2),
        ("shared/minimal.plan.yaml", 2),
    ];
    let tried: usize = plans.into_iter().map(|(name, step)| try_fixes(name, step)).sum();
    assert!(tried > 20, "{tried} fixes tried");
}
