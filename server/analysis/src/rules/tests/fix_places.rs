//! Fixes where the document is half written: empty keys, nulls, comments in flow collections, allowances that look
//! unused, choices that only the author can make.

use super::fix_style::mended;
use crate::fixture::Fixture;

const HEAD: &str = "standard: T/AIITRE 20001—2021\nstrategy: 准时交付😀\ndemand: 打通产销\n";

/// What follows the head of a YAML plan after the first fix of a rule.
fn yaml(rule: &str, text: &str) -> String {
    let fixed = mended(&format!("//# profile=thorough\n//- plan.plan.yaml\n{HEAD}{text}"), rule, "");
    fixed.strip_prefix(HEAD).unwrap().to_owned()
}

#[test]
fn a_key_put_into_a_flow_mapping_keeps_out_of_comments() {
    let boundary = |text: &str| yaml("missing-boundary", text);
    assert_eq!(
        boundary("capabilities: [\n  {\n    id: NC-01,\n    target: CL1, # 目标，} 😀\n  },\n]\n"),
        "capabilities: [\n  {\n    id: NC-01,\n    target: CL1, # 目标，} 😀\n    boundary: 待填写,\n  },\n]\n"
    );
    assert_eq!(
        boundary("capabilities: [\n  {\n    id: NC-01,\n    target: CL1 # 目标\n  }\n]\n"),
        "capabilities: [\n  {\n    id: NC-01,\n    target: CL1, # 目标\n    boundary: 待填写\n  }\n]\n"
    );
    assert_eq!(
        boundary("capabilities: [{id: NC-01, target: CL1, # 目标\n  }]\n"),
        "capabilities: [{id: NC-01, target: CL1, # 目标\n  boundary: 待填写,\n  }]\n"
    );
}

#[test]
fn a_null_makes_room_for_the_value() {
    for null in ["~", "null", "Null", "NULL"] {
        let flow = |value: &str| {
            format!("capabilities: [{{id: NC-01, target: CL1, boundary: {value}, benefits: null}}]\n")
        };
        assert_eq!(yaml("missing-boundary", &flow(null)), flow("待填写"));
        let block = |value: &str| {
            format!(
                "capabilities:\n  - id: NC-01\n    target: CL1\n    boundary: {value} # 注😀\n    benefits: ~\n"
            )
        };
        assert_eq!(yaml("missing-boundary", &block(null)), block("待填写"));
    }
}

#[test]
fn an_empty_key_is_filled_and_none_added() {
    let id = |text: &str| yaml("missing-id", text);
    assert_eq!(id("capabilities:\n  - id: \n    name: 甲\n"), "capabilities:\n  - id: NC-01\n    name: 甲\n");
    assert_eq!(id("capabilities:\n  - id:\n    name: 甲\n"), "capabilities:\n  - id: NC-01\n    name: 甲\n");
    assert_eq!(id("capabilities: [{id: , name: 甲}]\n"), "capabilities: [{id: NC-01, name: 甲}]\n");
    let unit = |measure: &str| {
        yaml(
            "uncited-measure",
            &format!("units:\n  - id: CU-01\n    target: CL3\n    element:\n      data:\n{measure}"),
        )
    };
    assert!(
        unit("        - {text: 自动采集运行数据, clause: , status: done}\n")
            .ends_with("        - {text: 自动采集运行数据, clause: A.3.2.1 a, status: done}\n")
    );
    assert!(
        unit("        - 建设内容: 自动采集运行数据\n          条款:\n          状态: 已完成\n")
            .ends_with("自动采集运行数据\n          条款: A.3.2.1 a\n          状态: 已完成\n")
    );
}

/// The rules that speak in a file.
fn rules(source: &str) -> Vec<&'static str> {
    let fixture = Fixture::parse(source);
    let mut workspace = fixture.open();
    workspace.findings(&fixture.files[0].path).iter().map(|finding| finding.rule).collect()
}

#[test]
fn an_allowance_near_what_cannot_be_read_is_not_unused() {
    let plan = |scope: &str| {
        format!(
            "//- plan.plan.yaml\n{HEAD}capabilities:\n  - id: NC-01\n    # capplan: allow level-scope-mismatch — 集团统一口径😀\n    scope: {scope}\n    target: CL2\n"
        )
    };
    assert!(!rules(&plan("[集团")).contains(&"unused-allow"));
    assert!(rules(&plan("集团")).contains(&"unused-allow"));
    let other = "  - id: NC-02\n    name: 甲\n    boundary: 计划部\n    target: CL2\n    scope: [集团\n";
    assert!(rules(&format!("{}{other}", plan("集团"))).contains(&"unused-allow"));
}

#[test]
fn an_allowance_is_not_taken_out_unasked() {
    let text = "<!-- capplan: allow unknown-level — 待定 -->\n## 能力：排产😀 {#NC-01}\n- 等级：CL2\n";
    let mut workspace = Fixture::parse(&format!("//- plan.plan.md\n{text}")).open();
    assert!(workspace.fix_all("/plan.plan.md", Some("unused-allow")).len() == 1);
    assert!(workspace.fix_all("/plan.plan.md", None).is_empty());
}

#[test]
fn all_of_a_kind_are_mended_only_where_nothing_is_to_be_chosen() {
    let text = "## 能力：排产😀 {#NC-01}\n- 等级：CL9\n## 能力：派工 {#NC-02}\n- 等级：CL8\n- 视角：生产\n";
    let mut workspace = Fixture::parse(&format!("//- plan.plan.md\n{text}")).open();
    for rule in ["unknown-level", "missing-viewpoint", "unknown-viewpoint"] {
        let all = workspace.fix_all("/plan.plan.md", Some(rule));
        assert!(all.iter().all(|offer| offer.preferred), "{rule}");
    }
    assert!(workspace.fix_all("/plan.plan.md", Some("unknown-level")).is_empty());
    assert!(!workspace.fix_all("/plan.plan.md", Some("missing-boundary")).is_empty());
}
