//! Edits one by one must lead to what a cold start makes of the same text.
//!
//! `CAPPLAN_EDITS=1000000` plays about so many edits, `CAPPLAN_SEED` other ones than last time.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, missing_docs)]

#[path = "incremental/recipe.rs"]
mod recipe;
#[path = "incremental/script.rs"]
mod script;
#[path = "incremental/shrink.rs"]
mod shrink;

use std::cell::Cell;

use capplan_analysis::rules::Profile;
use capplan_analysis::text::Edit;
use capplan_analysis::workspace::{Options, Workspace};
use capplan_tests::{dump, repository};
use proptest::test_runner::{Config, RngSeed, TestError, TestRunner};

use recipe::recipe;
use script::{Script, Step, Tally};

/// How many cases all tests together try; each test has its share.
const CASES: usize = SHARES.0 + SHARES.1 + SHARES.2 + SHARES.3;
/// Parts of plans in Markdown, in YAML, several files, whole plans.
const SHARES: (usize, usize, usize, usize) = (800, 800, 400, 40);
/// Edits of a case, about.
const EDITS: usize = 8;

/// The number that a variable of the environment gives.
fn variable(name: &str) -> Option<usize> {
    std::env::var(name).ok().map(|number| number.parse().unwrap_or_else(|_| panic!("{name}: {number}")))
}

/// Plays so many random scripts over parts of plans; a failure is printed as the script that it shrank to.
fn play(share: usize, set: bool, most: usize, files: &[(&'static str, &str)]) -> Tally {
    let long = variable("CAPPLAN_EDITS");
    let cases = long.map_or(share, |edits| edits * share / CASES / EDITS);
    let config = Config {
        cases: u32::try_from(cases).unwrap(),
        failure_persistence: None,
        max_shrink_iters: 1_000,
        rng_seed: RngSeed::Fixed(variable("CAPPLAN_SEED").unwrap_or(0) as u64),
        ..Config::default()
    };
    let sum = Cell::new(Tally::default());
    let result = TestRunner::new(config).run(&recipe(files, set, most, 6), |recipe| {
        let tally = recipe.script().play().map_err(proptest::test_runner::TestCaseError::fail)?;
        sum.set(sum.get() + tally);
        Ok(())
    });
    match result {
        Ok(()) => {}
        Err(TestError::Fail(_, recipe)) => {
            let script = recipe.script().shrunk(&|script| outcome(script).is_err());
            panic!(
                "{}\nkept as tests/incremental/NAME.json it stays mended:\n{}",
                outcome(&script).err().unwrap_or_default(),
                script.to_text()
            )
        }
        Err(error) => panic!("{error}"),
    }
    if long.is_some() {
        println!("{cases} cases, {:?}", sum.get());
    }
    sum.get()
}

/// What a script comes to; a panic is a failure like others.
fn outcome(script: &Script) -> Result<Tally, String> {
    let played = std::panic::catch_unwind(|| script.play());
    played.unwrap_or_else(|panic| {
        let told = panic.downcast_ref::<String>().map(String::as_str);
        Err(format!("panic: {}", told.or(panic.downcast_ref::<&str>().copied()).unwrap_or_default()))
    })
}

/// Two lines far apart, one of which an edit completes behind lines that other edits move.
#[test]
fn a_failing_script_is_kept_without_what_has_nothing_to_do_with_it() {
    let text = |number: usize| format!("- 第 {number} 项😀\r\n");
    let mut lines: Vec<String> = (0..60).map(text).collect();
    lines.insert(20, "甲在这里\r\n".to_owned());
    lines.insert(50, "乙，\r\n".to_owned());
    let at = lines[..50].concat().len() + "乙".len();
    let other = ("b.md".to_owned(), vec!["别的\n".to_owned()]);
    let files = [("a.md".to_owned(), lines), other].into_iter().collect();
    let put_in = "上文\n\n";
    let steps = vec![
        Step::Edit("b.md".to_owned(), vec![(0, 3, "字".to_owned())]),
        Step::Edit(
            "a.md".to_owned(),
            vec![(0, 0, put_in.to_owned()), (at + put_in.len(), at + put_in.len(), "丙丁\n戊".to_owned())],
        ),
        Step::Reopen("a.md".to_owned()),
    ];
    let script =
        Script { config: Some("profile = \"core\"\n".to_owned()), files, steps, ..Script::default() };
    let fails = |script: &Script| {
        let text = script.last_texts();
        text.contains("乙丙") && text.find('甲') < text.find('乙') && text.contains('甲')
    };
    assert!(fails(&script));
    let small = script.shrunk(&fails);
    assert_eq!(small.files["a.md"].concat(), "甲乙");
    assert_eq!((small.files.len(), small.steps.len(), small.config.as_deref()), (1, 1, Some("")));
    let Step::Edit(_, edits) = &small.steps[0] else { panic!("{:?}", small.steps) };
    assert_eq!(*edits, [(6, 6, "丙".to_owned())]);
}

#[test]
fn edits_in_markdown_lead_where_a_cold_start_leads() {
    let sources =
        ["shared/xinghai-equipment.plan.md", "shared/minimal.plan.md", "twins/lantian-grid.plan.md"];
    for source in sources {
        play(SHARES.0 / sources.len(), false, 12, &[("a.plan.md", source)]);
    }
}

#[test]
fn edits_in_yaml_lead_where_a_cold_start_leads() {
    let sources =
        ["shared/lantian-grid.plan.yaml", "shared/minimal.plan.yaml", "twins/xinghai-equipment.plan.yaml"];
    for source in sources {
        play(SHARES.1 / sources.len(), false, 12, &[("a.plan.yaml", source)]);
    }
}

#[test]
fn edits_in_whole_plans_lead_where_a_cold_start_leads() {
    let mut sum = Tally::default();
    for file in
        [("a.plan.md", "shared/xinghai-equipment.plan.md"), ("a.plan.yaml", "shared/lantian-grid.plan.yaml")]
    {
        sum = sum + play(SHARES.3 / 2, false, usize::MAX, &[file]);
    }
    assert!(sum.turns.0 > 0 && sum.turns.1 > 0, "{sum:?}");
}

/// The files of a set; one of them is a plan only while it names the standard.
#[test]
fn edits_in_a_set_lead_where_a_cold_start_leads_and_name_the_files_that_they_touch() {
    let sources = [
        ("capabilities.plan.yaml", "shared/group/capabilities.plan.yaml"),
        ("modules.plan.md", "shared/group/modules.plan.md"),
        ("单元.md", "shared/group/units.plan.md"),
    ];
    let twins = [
        ("capabilities.plan.md", "twins/group/capabilities.plan.md"),
        ("modules.plan.yaml", "twins/group/modules.plan.yaml"),
        ("units.plan.yaml", "twins/group/units.plan.yaml"),
    ];
    let mut sum = Tally::default();
    for (files, set) in [(sources, true), (twins, true), (twins, false)] {
        sum = sum + play(SHARES.2 / 3, set, 8, &files);
    }
    assert!(sum.changed > 0 && sum.named <= sum.changed + sum.compared / 2, "{sum:?}");
}

#[test]
fn what_once_led_elsewhere_does_not_any_more() {
    let folder = repository().join("tests/incremental");
    let mut kept = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let file = entry.unwrap().path();
        if file.extension().is_some_and(|extension| extension == "json") {
            let script: Script = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
            script.play().unwrap_or_else(|error| panic!("{}: {error}", file.display()));
            kept += 1;
        }
    }
    assert!(kept > 0);
}

/// A workspace with one open document in which every rule speaks.
fn opened(path: &str, text: &str) -> Workspace {
    let mut workspace = Workspace::new(Options { profile: Some(Profile::Thorough), ..Options::default() });
    workspace.open(path, None, text);
    workspace
}

#[test]
fn what_a_rule_reads_of_another_entity_is_checked_again() {
    let plan = "## 能力：排产能力 {#NC-01}
- 视角：过程
- 价值效益：效率提升

## 能力单元 CU-01 计划排产
- 承载：NC-01
- 组织边界：计划部
- 等级：CL1 → CL2

| 指标 | 价值效益 | 目标值 |
|---|---|---|
| 准交率 | 效率提升 | 90% |

## 能力模块 CM-01 组合
- 组合范式：流程型
- 组成：CU-01
- 视角：过程
- 等级：CL2
";
    // An indicator's benefit, a field that becomes a placeholder, one that is misspelt, a member, a level, evidence.
    let edits = [
        ("| 准交率 | 效率提升", "| 准交率 | 成本降低"),
        ("组织边界：计划部", "组织边界：待填写"),
        ("- 组织边界：计划部", "- 组织边届：计划部"),
        ("组成：CU-01", "组成：CU-09"),
        ("- 等级：CL1 → CL2", "- 等级：CL1 → CL9"),
        ("- 组织边界：计划部", "- 评测依据：内审报告"),
        ("- 视角：过程\n- 价值", "- 视角：对象\n- 价值"),
    ];
    for (old, new) in edits {
        let at = plan.find(old).unwrap();
        let mut live = opened("/a.plan.md", plan);
        let before = dump(&mut live, "/a.plan.md");
        live.edit("/a.plan.md", &Edit { range: at..at + old.len(), text: new.to_owned() });
        let changed = plan.replacen(old, new, 1);
        let warm = dump(&mut live, "/a.plan.md");
        assert_ne!(warm, before, "{new}");
        assert_eq!(warm, dump(&mut opened("/a.plan.md", &changed), "/a.plan.md"), "{new}");
        live.edit("/a.plan.md", &Edit { range: at..at + new.len(), text: old.to_owned() });
        assert_eq!(dump(&mut live, "/a.plan.md"), before, "{new} taken back");
    }
}

#[test]
fn a_module_has_a_level_profile_from_the_first_section_that_it_opens_until_the_last() {
    let plans = [
        ("/a.plan.md", "## 能力模块 CM-01 组合😀\n- 组合范式：流程型\n", "### 改进\n"),
        (
            "/a.plan.yaml",
            "standard: T/AIITRE 20001—2021\nmodules:\n  - id: CM-01\n    pattern: flow\n",
            "    process:\n      improvement: []\n",
        ),
    ];
    for (path, plan, section) in plans {
        for break_ in ["\n", "\r\n"] {
            let (plan, section) = (plan.replace('\n', break_), section.replace('\n', break_));
            let mut live = opened(path, &plan);
            let profiled = |live: &mut Workspace| live.levels(path)[0].profile.is_some();
            assert!(!profiled(&mut live), "{path}");
            let end = plan.len();
            for _ in 0..2 {
                live.edit(path, &Edit { range: end..end, text: section.clone() });
                assert!(profiled(&mut live), "{path}");
                live.edit(path, &Edit { range: end..end + section.len(), text: String::new() });
                assert!(!profiled(&mut live), "{path}");
            }
        }
    }
}
