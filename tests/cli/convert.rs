//! `capplan convert`: what it writes, what it refuses, and what it tells.

use std::fs;

use super::{Folder, NO_PLAN, run};

const PLAN: &str = "## 能力：排产😀 {#NC-01}\r\n说明。\r\n- 等级：CL2\r\n";

#[test]
fn a_plan_is_written_in_the_other_surface() {
    let folder =
        Folder::new("convert", &[("规划.plan.md", PLAN.as_bytes()), ("notes.md", NO_PLAN.as_bytes())]);
    let (plan, made) = (folder.path("规划.plan.md"), folder.path("规划.plan.yaml"));
    let shown = run(&["convert", &plan, "--to", "yaml"]);
    assert_eq!((shown.code, shown.err.as_str()), (0, ""));
    assert_eq!(
        shown.out,
        "capabilities:\r\n  - id: NC-01\r\n    name: 排产😀\r\n    # 说明。\r\n    level: CL2\r\n"
    );
    assert_eq!(run(&["convert", &plan, "--to", "yaml", "--output", &made]).code, 0);
    assert_eq!(fs::read_to_string(&made).unwrap(), shown.out);
    let again = run(&["convert", &plan, "--to", "yaml", "--output", &made, "--locale", "en"]);
    assert!(again.code == 2 && again.err.contains("--force"), "{}", again.err);
    fs::write(&made, "x").unwrap();
    assert_eq!(run(&["convert", &plan, "--to", "yaml", "--output", &made, "--force"]).code, 0);
    assert_eq!(fs::read_to_string(&made).unwrap(), shown.out);
    let onto_itself = run(&["convert", &plan, "--to", "yaml", "--output", &plan, "--force"]);
    assert_eq!(onto_itself.code, 2);
    assert_eq!(fs::read_to_string(&plan).unwrap(), PLAN);
    for (path, to) in [(folder.path("notes.md"), "yaml"), (plan, "markdown"), (folder.path(""), "yaml")] {
        let refused = run(&["convert", &path, "--to", to, "--locale", "en"]);
        assert!(refused.code == 2 && refused.err.contains("no plan"), "{path}: {}", refused.err);
    }
    assert_eq!(run(&["convert", &folder.path("absent.plan.md"), "--to", "yaml"]).code, 2);
}

#[test]
fn what_is_not_the_same_afterwards_is_told_by_line() {
    let plan = "## 能力：排产 {#NC-01}\n### 能力模块：产销 {#CM-01}\n- 组成：CU-01\n";
    let folder = Folder::new("convert lost", &[("a.plan.md", plan.as_bytes())]);
    let told = run(&["convert", &folder.path("a.plan.md"), "--to", "yaml", "--locale", "zh"]);
    assert!(told.code == 1 && told.err.contains("a.plan.md:2") && told.err.contains("CM-01"), "{}", told.err);
}
