//! The notation inside texts, and `capplan.toml`.

use capplan_analysis::standard::{normalize, read_level, standard};
use capplan_analysis::syntax::notation::{Notation, looks_interesting};
use capplan_analysis::workspace::{Config, Options, Workspace};

pub(crate) fn notation(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let mut reader = Notation::new();
    let tokens = reader.prose(&text);
    let mut end = 0;
    for token in &tokens {
        let range = token.range();
        assert!(range.start >= end && text.get(range.clone()).is_some(), "{token:?} after {end}");
        end = range.end;
    }
    assert!(tokens.is_empty() || looks_interesting(&text), "{tokens:?} in what looks dull");
    for group in reader.citations(&text) {
        assert!(!group.parts.is_empty() && text.get(group.range.clone()).is_some(), "{group:?}");
        for part in group.parts {
            assert!(text.get(part.range.clone()).is_some(), "{part:?}");
            standard().resolve(&part.clause, part.letter, part.point).exists();
        }
    }
    standard().resolve_citation(&text);
    read_level(&text);
    normalize(&text);
}

pub(crate) fn config(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let config = Config::parse(&text);
    for error in &config.errors {
        assert!(text.get(error.range.clone()).is_some(), "{error:?} is outside the text");
        assert!(!error.zh.is_empty() && !error.en.is_empty());
    }
    let _ = config.includes("规划/建设.plan.md");
    let _ = config.excludes("草稿/a.yaml");
    let mut workspace = Workspace::new(Options::default());
    let plan = "/set/a.plan.yaml";
    workspace.open(plan, None, "standard: T/AIITRE 20001—2021\nunits: [{id: CU-01, scope: [集团全局]}]\n");
    let before = workspace.findings(plan);
    workspace.set_config("/set", Some(&text));
    workspace.findings(plan);
    workspace.completions(plan, 5);
    workspace.set_config("/set", None);
    assert_eq!(workspace.findings(plan), before, "settings that are gone have no effect");
}
