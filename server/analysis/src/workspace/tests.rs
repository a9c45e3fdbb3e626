//! What a baseline knows: after edits that move, renumber or restyle, in both surfaces; and what it does not know.

#![allow(clippy::unwrap_used, clippy::panic)]

use super::baseline::{absolute, words_of};
use super::{Baseline, BaselineChoice, BaselineError, Options, Workspace};
use crate::fixture::Fixture;
use crate::text::Edit;

const AT: &str = "/基线/b.json";

const MARKDOWN: &str = "//- capplan.toml\n\
    //- a.plan.md\n\
    # 规划\n\n\
    ## 3.1 能力：排产😀能力 {#NC-01}\n\
    - 视角：财务\n\
    - 视角：生产\n\
    - 等级：CL9\n\n\
    ### 能力单元 CU-01 排产\n\
    #### 过程维\n\
    ##### 策划\n\
    1. 编制计划（A.9.1.1 a）\n";

const YAML: &str = "//- capplan.toml\n\
    //- a.plan.yaml\n\
    能力:\n\
    \x20 - 编号: NC-01\n\
    \x20   名称: 排产😀能力\n\
    \x20   视角: 财务\n\
    \x20   等级: CL9\n\
    \x20   能力单元:\n\
    \x20     - 编号: CU-01\n\
    \x20       过程维:\n\
    \x20         策划: [编制计划（A.9.1.1 a）]\n";

/// A fixture's workspace that looks at the baseline.
fn looking(source: &str) -> (Fixture, Workspace) {
    let fixture = Fixture::parse(source);
    let mut workspace = fixture.open();
    workspace.set_options(Options { baseline: BaselineChoice::At(AT.to_owned()), ..Options::default() });
    (fixture, workspace)
}

/// The baseline of all that is found in a fixture, by way of its text.
fn baseline(source: &str) -> Baseline {
    let (fixture, mut workspace) = looking(source);
    let files = fixture.files.iter().filter(|file| !file.is_config());
    let known = files.flat_map(|file| workspace.to_be_known(&file.path)).collect();
    Baseline::parse(&Baseline::of(known).to_text("/基线"), "/基线").unwrap()
}

/// A text with its nested lines moved further in.
fn indented(text: &str) -> String {
    text.replace("\n  ", "\n     ")
}

/// What is reported beside a baseline: rule and text of the place; and how many entries are stale.
fn beside(baseline: &Baseline, source: &str) -> (Vec<String>, usize) {
    let (fixture, mut workspace) = looking(source);
    workspace.set_baseline(AT, Some(baseline.clone()));
    let mut found = Vec::new();
    for file in fixture.files.iter().filter(|file| !file.is_config()) {
        let findings = workspace.findings(&file.path);
        found.extend(
            findings
                .iter()
                .map(|found| format!("{} {}", found.rule, words_of(&file.text[found.range.clone()]))),
        );
    }
    let stale = workspace.stale_entries(AT, |_| false).len();
    (found, stale)
}

#[test]
fn moving_renumbering_indenting_and_line_ends_do_not_revive_a_finding() {
    for source in [MARKDOWN, YAML] {
        let known = baseline(source);
        assert!(known.entries().len() >= 5, "{:?}", known.entries());
        let moved = source
            .replace("## 3.1 能力", "前言。\n\n## 3.12 其他\n\n正文\n\n## 4.2 能力")
            .replace("1. 编制", "7) 编制")
            .replace("- 等级：CL9", "* 等级 : CL9")
            .replace("##### 策划", "##### 2.1 策划")
            .replace("能力:\n", "title: 规划\n\n能力:\n");
        let moved = if source == YAML { indented(&moved) } else { moved };
        assert_ne!(moved, source);
        for text in [source.to_owned(), moved.clone(), moved.replace('\n', "\r\n")] {
            assert_eq!(beside(&known, &text), (Vec::new(), 0), "{text}");
        }
    }
}

#[test]
fn another_finding_is_told_though_its_like_is_known() {
    for source in [MARKDOWN, YAML] {
        let known = baseline(source);
        let (found, stale) = beside(&known, &source.replace("CL9", "CL8"));
        assert_eq!((found, stale), (vec!["unknown-level cl8".to_owned()], 1));
        let (found, stale) = beside(&known, &source.replace("CU-01", "CU-07"));
        assert!(found.iter().any(|found| found.starts_with("unknown-clause")), "{found:?}");
        assert!(stale > 0);
    }
}

#[test]
fn like_findings_are_counted() {
    let plan = |measures: &str| {
        format!("//- a.plan.md\n### 能力单元 CU-01 排产\n#### 过程维\n##### 策划\n{measures}")
    };
    let one = &plan("- 计划（A.9.1.1 a）\n");
    let two = &plan("- 计划（A.9.1.1 a）\n- 计划（A.9.1.1 a）\n");
    let rules = |(found, stale): (Vec<String>, usize)| {
        (found.iter().filter(|found| found.starts_with("unknown-clause")).count(), stale)
    };
    assert_eq!(rules(beside(&baseline(one), two)).0, 1);
    assert_eq!(rules(beside(&baseline(two), two)), (0, 0));
    assert_eq!(rules(beside(&baseline(two), one)).0, 0);
    assert!(beside(&baseline(two), one).1 > 0);
}

#[test]
fn a_gap_that_grows_is_told_and_one_that_shrinks_is_not() {
    let plan = |measures: &str| {
        format!(
            "//- a.plan.md\n## 能力：排产 {{#NC-01}}\n- 等级：CL2\n### 能力单元 CU-01 排产\n#### 要素维\n##### 数据\n{measures}"
        )
    };
    let gaps =
        |(found, _): (Vec<String>, usize)| found.iter().filter(|found| *found == "level-gap 数据").count();
    let some = plan("- 采集（A.2.2.1 a）\n");
    assert_eq!(gaps(beside(&Baseline::default(), &some)), 1);
    assert_eq!(gaps(beside(&baseline(&some), &plan("- 采集（A.2.2.1 a）\n- 应用（A.2.2.1 c）\n"))), 0);
    assert_eq!(gaps(beside(&baseline(&some), &plan("- 采集的数据\n"))), 1);
}

#[test]
fn an_entity_takes_its_entries_along_to_another_file_of_the_set_only() {
    let unit = "### 能力单元 CU-01 排产\n- 视角：财务\n";
    let in_a = format!("//- capplan.toml\n//- a.plan.md\n{unit}//- b.plan.md\n# 规划\n");
    let in_b = format!("//- capplan.toml\n//- a.plan.md\n# 规划\n//- b.plan.md\n{unit}");
    let of = |found: &(Vec<String>, usize)| {
        found.0.iter().filter(|found| found.starts_with("unknown-viewpoint")).count()
    };
    assert_eq!(of(&beside(&baseline(&in_a), &in_b)), 0);
    // Files that are no set have nothing to do with each other.
    let [in_a, in_b] = [in_a, in_b].map(|text| text.replace("//- capplan.toml\n", ""));
    assert_eq!(of(&beside(&baseline(&in_a), &in_b)), 1);
    assert_eq!(of(&beside(&baseline(&in_a), &in_a)), 0);
}

#[test]
fn what_is_typed_leads_where_a_cold_start_leads() {
    for source in [MARKDOWN, YAML] {
        let known = baseline(source);
        let (fixture, mut live) = looking(source);
        live.set_baseline(AT, Some(known.clone()));
        let file = fixture.files.iter().find(|file| !file.is_config()).unwrap();
        let mut text = file.text.clone();
        for (at, typed) in
            [("CL9", "CL9、"), ("财务", "财务\n"), ("CU-01", "CU-0"), ("策划", "策 划"), ("CU-0", "CU-01")]
        {
            let Some(start) = text.find(at) else { continue };
            let range = start..start + at.len();
            text.replace_range(range.clone(), typed);
            live.edit(&file.path, &Edit { range, text: typed.to_owned() });
            let mut cold =
                Workspace::new(Options { baseline: BaselineChoice::At(AT.to_owned()), ..Options::default() });
            cold.set_config("", Some(""));
            cold.open(&file.path, None, &text);
            cold.set_baseline(AT, Some(known.clone()));
            assert_eq!(live.findings(&file.path), cold.findings(&file.path), "{text}");
            assert_eq!(live.known_count(&file.path), cold.known_count(&file.path), "{text}");
        }
    }
}

#[test]
fn capplan_toml_names_a_baseline_from_its_folder() {
    let (_, mut workspace) =
        looking("//- x/capplan.toml\nbaseline = \"../基线/b.json\"\n//- x/a.plan.yaml\nlevel: CL9\n");
    workspace.set_options(Options::default());
    assert_eq!(workspace.baseline_of("/x/a.plan.yaml").as_deref(), Some(AT));
    assert_eq!(workspace.baseline_of("/a.plan.yaml"), None);
    let found = workspace.findings("/x/a.plan.yaml").len();
    assert!(found > 0);
    let known = workspace.to_be_known("/x/a.plan.yaml");
    workspace.set_baseline(AT, Some(Baseline::of(known)));
    assert!(
        workspace.findings("/x/a.plan.yaml").is_empty()
            && workspace.fix_all("/x/a.plan.yaml", None).is_empty()
    );
    workspace.set_baseline(AT, None);
    assert_eq!(workspace.findings("/x/a.plan.yaml").len(), found);
}

#[test]
fn the_file_has_one_entry_a_line_in_order_and_relative_paths() {
    let known = baseline(MARKDOWN);
    let text = known.to_text("/基线");
    let rows: Vec<&str> = text.lines().filter(|line| line.starts_with("{\"path\":")).collect();
    assert_eq!(rows.len(), known.entries().len());
    assert!(rows.iter().all(|row| row.starts_with("{\"path\":\"../a.plan.md\"")), "{text}");
    assert_eq!(Baseline::parse(&text.replace('\n', "\r\n"), "/基线").unwrap().to_text("/基线"), text);
    for (folder, path, name) in [
        ("/a/b", "c/d.md", "/a/b/c/d.md"),
        ("/a/b", "../c.md", "/a/c.md"),
        ("/a", "../../../c.md", "/c.md"),
        ("", "c.md", "/c.md"),
        ("C:/a", "../c.md", "C:/c.md"),
        ("C:/a", "D:/c.md", "D:/c.md"),
    ] {
        assert_eq!(absolute(folder, path), name);
    }
}

#[test]
fn a_text_that_is_no_baseline_is_refused_with_its_place() {
    let refused = |text: &str| Baseline::parse(text, "/").unwrap_err();
    assert!(matches!(refused("{\n\"version\": 1,\n<<<<<<< HEAD\n"), BaselineError::Form(3, 1, _)));
    assert!(matches!(refused(""), BaselineError::Form(..)));
    assert!(matches!(
        refused("{\"version\": 1, \"findings\": [{\"path\": \"a\"}]}"),
        BaselineError::Form(1, ..)
    ));
    assert_eq!(refused("{\"version\": 2, \"findings\": {}}"), BaselineError::Version(2));
}
