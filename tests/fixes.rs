//! Fixes applied one by one to real plans with defects: each mends its finding, brings no new one that is a warning or
//! worse, leaves the rest of the text as it was, and writes the same in CRLF as in LF.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

#[allow(dead_code, reason = "the planted defects use all of it")]
#[path = "planted/ground.rs"]
mod ground;
#[path = "fixes/slips.rs"]
mod slips;
#[path = "fixes/trial.rs"]
mod trial;

use capplan_analysis::rules::ALL;
use ground::{base, edited, plants};
use trial::{Trial, Tried};

/// Defects for which nothing is offered: a key that is like no field, done measures that cover no level.
const UNMENDED: &[&str] = &["current-level-unsupported", "unknown-key"];

/// Plants each rule's defect and applies what is offered for it.
fn try_planted(surface: &'static str) {
    let base = base(surface);
    let path = format!("/one.plan.{surface}");
    let mut trial = Trial::new(&vec![(path.clone(), base.clone())]);
    let (mut tried, mut report) = (0, String::new());
    for (name, plant) in plants("defects.txt", surface) {
        let fixable = ALL.iter().any(|rule| rule.name == name && rule.fixable());
        if !fixable || plant.none.is_some() {
            continue;
        }
        let before = edited(&name, &base, &plant.context);
        let planted = edited(&name, &before, &plant.defect);
        let files = |text: String| vec![(path.clone(), text)];
        let Tried { count, wrong } = trial.apply_all(&files(before), &files(planted));
        if count == 0 && !UNMENDED.contains(&name.as_str()) {
            report += &format!("== {name}: nothing is offered\n");
        }
        tried += count;
        report += &wrong.iter().map(|wrong| format!("== {name}: {wrong}\n")).collect::<String>();
    }
    assert!(report.is_empty(), "{surface}\n{report}");
    assert!(tried > 60, "{tried} fixes tried");
}

#[test]
fn planted_defects_are_mended_in_markdown() {
    try_planted("md");
}

#[test]
fn planted_defects_are_mended_in_yaml() {
    try_planted("yaml");
}

/// Makes one slip of so many in real plans and applies what is offered.
fn try_slips(folder: &str, names: &[&str], every: usize) {
    let files: Vec<(String, String)> = names
        .iter()
        .map(|name| (format!("/{name}"), capplan_tests::plan(&format!("{folder}/{name}"))))
        .collect();
    let mut trial = Trial::new(&files);
    let (mut tried, mut report) = (0, String::new());
    for (what, slipped) in slips::slips(&files).skip(every / 2).step_by(every) {
        let Tried { count, wrong } = trial.apply_all(&files, &slipped);
        tried += count;
        report += &wrong.iter().map(|wrong| format!("== {what}: {wrong}\n")).collect::<String>();
    }
    assert!(report.is_empty(), "{names:?}\n{report}");
    assert!(tried > 10, "{tried} fixes tried");
}

#[test]
fn slips_in_real_plans_are_mended() {
    for folder in ["shared", "twins"] {
        try_slips(folder, &["minimal.plan.md"], 3);
        try_slips(folder, &["minimal.plan.yaml"], 3);
    }
    try_slips("shared", &["lantian-grid.plan.yaml"], 9);
    try_slips("twins", &["lantian-grid.plan.md"], 9);
}

#[test]
fn slips_in_real_plans_with_more_units_are_mended() {
    try_slips("shared", &["xinghai-equipment.plan.md"], 9);
    try_slips("twins", &["xinghai-equipment.plan.yaml"], 9);
}

#[test]
fn slips_in_a_set_of_plans_are_mended() {
    let shared = ["capabilities.plan.yaml", "units.plan.md", "modules.plan.md"];
    try_slips("shared/group", &shared, 5);
    let twins = ["capabilities.plan.md", "units.plan.yaml", "modules.plan.yaml"];
    try_slips("twins/group", &twins, 5);
}
