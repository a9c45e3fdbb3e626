//! Whole plans converted to the other surface and back: the same model, levels and findings.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "twins/model.rs"]
mod model;

use capplan_analysis::workspace::{Options, Surface, Workspace};
use capplan_tests::plan;
use model::{findings, levels, model};

const PLANS: &[&str] = &[
    "shared/minimal.plan.md",
    "shared/minimal.plan.yaml",
    "shared/xinghai-equipment.plan.md",
    "shared/lantian-grid.plan.yaml",
    "shared/group/capabilities.plan.yaml",
    "shared/group/modules.plan.md",
    "shared/group/units.plan.md",
    "twins/xinghai-equipment.plan.yaml",
    "twins/lantian-grid.plan.md",
    "twins/group/capabilities.plan.md",
    "twins/group/modules.plan.yaml",
    "twins/group/units.plan.yaml",
];

fn path(surface: Surface) -> String {
    match surface {
        Surface::Markdown => "/规划.plan.md".into(),
        Surface::Yaml => "/规划.plan.yaml".into(),
    }
}

fn opened(surface: Surface, text: &str) -> Workspace {
    let mut workspace = Workspace::new(Options::default());
    workspace.load(&path(surface), text);
    workspace
}

fn other(surface: Surface) -> Surface {
    if surface == Surface::Yaml { Surface::Markdown } else { Surface::Yaml }
}

/// A plan in the other surface; nothing may be lost.
fn converted(surface: Surface, text: &str) -> String {
    let made = opened(surface, text).convert(&path(surface), other(surface)).unwrap();
    assert_eq!(made.lost, [], "{}", made.text);
    made.text
}

fn compare(one: (Surface, &str), two: (Surface, &str)) {
    let (mut left, mut right) = (opened(one.0, one.1), opened(two.0, two.1));
    let (left_paths, right_paths) = ([path(one.0)], [path(two.0)]);
    let (a, b) = (model(&mut left, &left_paths), model(&mut right, &right_paths));
    for (a, b) in a.iter().zip(&b) {
        assert_eq!(a, b, "{}", two.1);
    }
    assert_eq!(a.len(), b.len());
    assert_eq!(levels(&mut left, &left_paths), levels(&mut right, &right_paths));
    assert_eq!(findings(&mut left, &left_paths), findings(&mut right, &right_paths), "{}", two.1);
}

/// There and back.
fn round(surface: Surface, text: &str) -> (String, String) {
    let there = converted(surface, text);
    compare((surface, text), (other(surface), &there));
    let back = converted(other(surface), &there);
    compare((surface, text), (surface, &back));
    (there, back)
}

#[test]
fn every_plan_says_the_same_there_and_back() {
    for name in PLANS {
        let surface = Surface::of_path(name).unwrap();
        println!("{name}");
        let text = plan(name);
        let (there, _) = round(surface, &text);
        let in_crlf = converted(surface, &text.replace('\n', "\r\n"));
        assert_eq!(in_crlf, there.replace('\n', "\r\n"), "{name}");
    }
}
