//! `capplan report`: one report a plan set, refused for what is no plan.

use super::{Folder, run};

const PLAN: &str = "# 规划😀\r\n\r\n## 能力单元 CU-01 计划\r\n- 等级：CL2\r\n";

#[test]
fn a_set_has_one_report_and_single_plans_have_their_own() {
    let folder = Folder::new(
        "report",
        &[
            ("集/capplan.toml", b""),
            ("集/甲.plan.md", PLAN.as_bytes()),
            ("集/乙.plan.yaml", "standard: T/AIITRE 20001—2021\n".as_bytes()),
            ("丙.plan.md", PLAN.as_bytes()),
        ],
    );
    let path = folder.0.to_str().unwrap();
    let all = run(&["report", "--locale", "zh", "--format", "markdown", path]);
    assert_eq!((all.code, all.err.as_str()), (0, ""));
    assert_eq!(all.out.matches("# 规划覆盖情况报告\n").count(), 2, "{}", all.out);
    assert!(all.out.contains("- 乙.plan.yaml\n- 甲.plan.md：规划😀\n"), "{}", all.out);
    assert!(
        all.out.contains("| CU-01 | 计划 | 能力单元 | — | CL2 | — | — | 0/10 | 0/11 | 0/11 |\n"),
        "{}",
        all.out
    );
    let one = run(&["report", "--locale", "en", &format!("{path}/丙.plan.md")]);
    assert!(one.out.starts_with("# Coverage of the plan\n"), "{}", one.out);
}

#[test]
fn what_is_no_plan_is_told_with_the_reason() {
    let folder = Folder::new("report no plan", &[("纪要.md", "# 纪要\n".as_bytes())]);
    let path = folder.0.join("纪要.md");
    let found = run(&["report", "--locale", "zh", path.to_str().unwrap()]);
    assert_eq!((found.code, found.out.as_str()), (2, ""));
    assert!(found.err.contains("纪要.md: 不是规划："), "{}", found.err);
    assert_eq!(run(&["report", &format!("{}/absent.md", folder.0.display())]).code, 2);
}
