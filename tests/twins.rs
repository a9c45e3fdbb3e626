//! Every shared plan and its twin in the other surface: the same model, levels and findings, places apart.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

#[path = "twins/model.rs"]
mod model;

use std::path::Path;

use capplan_analysis::workspace::{Options, Workspace};
use capplan_tests::{plan, repository};
use model::{findings, levels, model};

/// A workspace with the files of a folder (or one file) of `tests/plans` as one set.
fn set(names: &[&str]) -> (Workspace, Vec<String>) {
    let mut workspace = Workspace::new(Options::default());
    let mut paths = Vec::new();
    for name in names {
        let path = format!("/{name}");
        if let Some(folder) = Path::new(&path).parent().map(|folder| folder.to_string_lossy().into_owned()) {
            let config =
                repository().join("tests/plans").join(folder.trim_start_matches('/')).join("capplan.toml");
            if let Ok(text) = std::fs::read_to_string(config) {
                workspace.set_config(&folder, Some(&text));
                assert_eq!(workspace.config_errors(&folder), []);
            }
        }
        workspace.load(&path, &plan(name));
        paths.push(path);
    }
    (workspace, paths)
}

fn same(one: &[&str], other: &[&str]) {
    let (mut left, left_paths) = set(one);
    let (mut right, right_paths) = set(other);
    for path in &left_paths {
        let problems: Vec<_> = workspace_problems(&mut left, path);
        assert_eq!(problems, Vec::<String>::new(), "{path} reads without a problem");
    }
    for path in &right_paths {
        let problems: Vec<_> = workspace_problems(&mut right, path);
        assert_eq!(problems, Vec::<String>::new(), "{path} reads without a problem");
    }
    let (a, b) = (model(&mut left, &left_paths), model(&mut right, &right_paths));
    for (a, b) in a.iter().zip(&b) {
        assert_eq!(a, b, "{one:?} {other:?}");
    }
    assert_eq!(a.len(), b.len());
    assert_eq!(levels(&mut left, &left_paths), levels(&mut right, &right_paths));
    assert_eq!(findings(&mut left, &left_paths), findings(&mut right, &right_paths));
}

fn workspace_problems(workspace: &mut Workspace, path: &str) -> Vec<String> {
    let Some((set, document, _)) = workspace.plan(path) else { return vec!["no plan".into()] };
    set.all()
        .filter(|entity| entity.key.file == document.file)
        .flat_map(|entity| &entity.problems)
        .map(|problem| {
            format!("{:?} {:?}", problem.kind, document.text().slice(document.range(problem.span)))
        })
        .collect()
}

#[test]
fn the_equipment_maker_reads_the_same_in_yaml() {
    same(&["shared/xinghai-equipment.plan.md"], &["twins/xinghai-equipment.plan.yaml"]);
}

#[test]
fn the_grid_company_reads_the_same_in_markdown() {
    same(&["shared/lantian-grid.plan.yaml"], &["twins/lantian-grid.plan.md"]);
}

#[test]
fn the_minimal_plan_reads_the_same_in_both() {
    same(&["shared/minimal.plan.md"], &["shared/minimal.plan.yaml"]);
    same(&["twins/minimal.plan.md"], &["twins/minimal.plan.yaml"]);
}

#[test]
fn the_set_of_three_files_reads_the_same_with_surfaces_exchanged() {
    same(
        &[
            "shared/group/capabilities.plan.yaml",
            "shared/group/modules.plan.md",
            "shared/group/units.plan.md",
        ],
        &["twins/group/capabilities.plan.md", "twins/group/modules.plan.yaml", "twins/group/units.plan.yaml"],
    );
}

#[test]
fn levels_are_those_that_are_expected() {
    let expected: serde_json::Value = serde_json::from_str(&plan("shared/expected-levels.json")).unwrap();
    for (file, units) in expected.as_object().unwrap() {
        let names: Vec<String> = if file.starts_with("group/") {
            ["capabilities.plan.yaml", "modules.plan.md", "units.plan.md"]
                .map(|name| format!("shared/group/{name}"))
                .to_vec()
        } else {
            vec![format!("shared/{file}")]
        };
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let (mut workspace, _) = set(&names);
        let levels = workspace.levels(&format!("/shared/{file}"));
        let units = units.as_array().unwrap();
        assert_eq!(levels.len(), units.len(), "{file}");
        for (level, unit) in levels.iter().zip(units) {
            let code = |level: Option<capplan_analysis::standard::Level>| {
                level.map(capplan_analysis::standard::Level::code)
            };
            assert_eq!(Some(level.id.as_str()), unit["id"].as_str());
            assert_eq!(code(level.target), unit["target"].as_str(), "{} target", level.id);
            assert_eq!(code(level.current), unit["current"].as_str(), "{} current", level.id);
            let profile = level.profile.as_deref();
            assert_eq!(
                code(profile.and_then(|p| p.covered)),
                unit["covered"].as_str(),
                "{} covered",
                level.id
            );
            assert_eq!(
                code(profile.and_then(|p| p.covered_done)),
                unit["covered_done"].as_str(),
                "{} done",
                level.id
            );
            for dimension in profile.iter().flat_map(|profile| &profile.dimensions) {
                let wanted = &unit["dimensions"][dimension.dimension.key()];
                let missing: Vec<&str> = dimension.missing.iter().map(|gap| gap.citation.as_str()).collect();
                let unrefined: Vec<&str> =
                    dimension.unrefined.iter().map(|gap| gap.citation.as_str()).collect();
                assert_eq!(
                    Some(dimension.topics_reached as u64),
                    wanted["topics_reached"].as_u64(),
                    "{}",
                    level.id
                );
                assert_eq!(
                    Some(dimension.topics_asked as u64),
                    wanted["topics_asked"].as_u64(),
                    "{}",
                    level.id
                );
                assert_eq!(serde_json::json!(missing), wanted["missing"], "{}", level.id);
                assert_eq!(serde_json::json!(unrefined), wanted["unrefined"], "{}", level.id);
            }
        }
    }
}
