//! The index of all rules, generated from their declarations.

use std::fmt::Write as _;

use crate::rules::{ALL, Rule};

fn row(rule: &Rule) -> String {
    let [zh, en] = rule.summary;
    let name =
        if rule.page.is_empty() { format!("`{}`", rule.name) } else { format!("[`{0}`]({0}.md)", rule.name) };
    let fix = if rule.fixable() { "✓" } else { "" };
    let (severity, profile, clauses) = (rule.severity.word(), rule.profile.word(), rule.clauses.join(", "));
    format!("| {name} | {severity} | {profile} | {clauses} | {fix} | {zh}<br>{en} |\n")
}

fn index() -> String {
    let mut out = String::from(
        "# Rules · 规则\n\nGenerated from the declarations in `server/analysis/src/rules/`; a test keeps it current.\n\n\
         | rule | severity | profile | clauses | fix | what it says |\n|---|---|---|---|---|---|\n",
    );
    for rule in ALL {
        _ = write!(out, "{}", row(rule));
    }
    out
}

#[test]
fn the_index_is_current() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/rules/README.md");
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        std::fs::write(path, index()).unwrap();
    }
    let written = std::fs::read_to_string(path).unwrap_or_default().replace("\r\n", "\n");
    assert!(written == index(), "server/analysis/rules/README.md is stale: run with UPDATE_GENERATED=1");
}

#[test]
fn every_page_is_of_a_rule() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/rules");
    for entry in std::fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let rule = name.strip_suffix(".md").unwrap();
        assert!(
            ["README", "MESSAGES"].contains(&rule)
                || ALL.iter().any(|known| known.name == rule && !known.page.is_empty()),
            "{name}"
        );
    }
}
