//! Fixes in shapes that are less usual: loose and quoted lists, enumerations, tables without outer bars, aspects
//! without dimensions, flow collections, anchors, quoted keys, levels in a mapping, plans in English.

use super::fix_style::mended;

/// The lines of `after` that `before` has not, once each.
fn added(before: &str, after: &str) -> String {
    let mut known: Vec<&str> = before.lines().collect();
    let new = after.lines().filter(|line| match known.iter().position(|other| other == line) {
        Some(at) => {
            known.remove(at);
            false
        }
        None => true,
    });
    new.map(|line| format!("{line}\n")).collect()
}

/// What the fix of the gap in 数据 makes of an aspect's text.
fn data_in_markdown(data: &str) -> String {
    let head = "## 能力：甲😀 {#NC-01}\n- 目标等级：CL2\n### 能力单元 CU-01 排产\n#### 要素维\n##### 数据\n";
    let rest = "##### 技术\n- 全部（A.2.2.2 a–d）\n##### 流程\n- 全部（A.2.2.3 a、b）\n##### 组织\n- 全部（A.2.2.4 a、b）\n";
    let fixed = mended(&format!("//- plan.plan.md\n{head}{data}{rest}"), "level-gap", "");
    let fixed = fixed.strip_prefix(head).and_then(|rest_of| rest_of.strip_suffix(rest)).unwrap().to_owned();
    fixed.replace("待填写：数据集成与共享", "乙").replace("待填写：数据应用", "丙")
}

#[test]
fn measures_go_on_as_the_list_does() {
    for (before, after) in [
        (
            "- 甲（A.2.2.1 a）\n\n- 甲（A.2.2.1 a）\n\n",
            "- 甲（A.2.2.1 a）\n\n- 甲（A.2.2.1 a）\n\n- 乙（A.2.2.1 b）\n\n- 丙（A.2.2.1 c）\n\n",
        ),
        (
            "- 甲（A.2.2.1 a）\n\n  说明😀\n\n",
            "- 甲（A.2.2.1 a）\n\n  说明😀\n- 乙（A.2.2.1 b）\n- 丙（A.2.2.1 c）\n\n",
        ),
        (
            "* 甲（A.2.2.1 a）\n  * 先一车间\n",
            "* 甲（A.2.2.1 a）\n  * 先一车间\n* 乙（A.2.2.1 b）\n* 丙（A.2.2.1 c）\n",
        ),
        ("1. 甲 [A.2.2.1 a]\n1. 甲\n", "1. 甲 [A.2.2.1 a]\n1. 甲\n1. 乙 [A.2.2.1 b]\n1. 丙 [A.2.2.1 c]\n"),
        ("9) 甲 [A.2.2.1 a]\n", "9) 甲 [A.2.2.1 a]\n10) 乙 [A.2.2.1 b]\n11) 丙 [A.2.2.1 c]\n"),
        (
            "-\t[x] 甲（A.2.2.1 a）\n",
            "-\t[x] 甲（A.2.2.1 a）\n-\t[ ] 乙（A.2.2.1 b）\n-\t[ ] 丙（A.2.2.1 c）\n",
        ),
        (
            "（1）甲（A.2.2.1 a）\n\n（2）甲（A.2.2.1 a）\n\n",
            "（1）甲（A.2.2.1 a）\n\n（2）甲（A.2.2.1 a）\n\n（3）乙（A.2.2.1 b）\n\n（4）丙（A.2.2.1 c）\n\n",
        ),
        ("⑲ 甲（A.2.2.1 a）\n", "⑲ 甲（A.2.2.1 a）\n⑳ 乙（A.2.2.1 b）\n21） 丙（A.2.2.1 c）\n"),
        ("> - 甲（A.2.2.1 a）\n\n", "> - 甲（A.2.2.1 a）\n> - 乙（A.2.2.1 b）\n> - 丙（A.2.2.1 c）\n\n"),
        (
            "建设内容 | 条款\n--- | ---\n甲 | A.2.2.1 a\n\n",
            "建设内容 | 条款\n--- | ---\n甲 | A.2.2.1 a\n乙 | A.2.2.1 b\n丙 | A.2.2.1 c\n\n",
        ),
    ] {
        assert_eq!(data_in_markdown(before), after);
    }
}

/// As [`data_in_markdown`], in YAML: the lines from the key on.
fn data_in_yaml(data: &str) -> String {
    let head = "standard: T/AIITRE 20001—2021\nunits:\n  - id: CU-01\n    target: CL2\n    element:\n";
    let rest = "      technology: [全部（A.2.2.2 a–d）]\n      workflow: [全部（A.2.2.3 a、b）]\n      organization: [全部（A.2.2.4 a、b）]\n";
    let fixed = mended(&format!("//- plan.plan.yaml\n{head}{data}{rest}"), "level-gap", "数据");
    let fixed = fixed.strip_prefix(head).and_then(|rest_of| rest_of.strip_suffix(rest)).unwrap().to_owned();
    fixed.replace("待填写：数据集成与共享", "乙").replace("待填写：数据应用", "丙")
}

#[test]
fn measures_go_on_as_yaml_has_them() {
    for (before, after) in [
        (
            "      data: &甲 [甲（A.2.2.1 a）] # 注\n",
            "      data: &甲 [甲（A.2.2.1 a）, 乙（A.2.2.1 b）, 丙（A.2.2.1 c）] # 注\n",
        ),
        (
            "      data: [\n        甲（A.2.2.1 a）, # 注 ]\n      ]\n",
            "      data: [\n        甲（A.2.2.1 a）, # 注 ]\n        乙（A.2.2.1 b）,\n        丙（A.2.2.1 c）,\n      ]\n",
        ),
        (
            "      data: [{text: 甲, clause: A.2.2.1 a}]\n",
            "      data: [{text: 甲, clause: A.2.2.1 a}, {text: 乙, clause: A.2.2.1 b}, {text: 丙, clause: A.2.2.1 c}]\n",
        ),
        (
            "      data:\n        text: 甲\n        clause: A.2.2.1 a\n",
            "      data:\n        - text: 甲\n          clause: A.2.2.1 a\n        - text: 乙\n          clause: A.2.2.1 b\n        - text: 丙\n          clause: A.2.2.1 c\n",
        ),
        (
            "      data: |\n        甲（A.2.2.1 a）\n",
            "      data:\n        - |\n          甲（A.2.2.1 a）\n        - 乙（A.2.2.1 b）\n        - 丙（A.2.2.1 c）\n",
        ),
        (
            "      data:\n      - '甲😀（A.2.2.1 a）'\n",
            "      data:\n      - '甲😀（A.2.2.1 a）'\n      - '乙（A.2.2.1 b）'\n      - '丙（A.2.2.1 c）'\n",
        ),
    ] {
        assert_eq!(data_in_yaml(before), after);
    }
    assert!(data_in_yaml("      data: ~\n").starts_with("      data:\n        - 待填写：数据采集"));
    let flow =
        "//- plan.plan.yaml\nunits: [{id: CU-01, target: CL2, element: {data: \"甲, 乙（A.2.2.1 a）\"}}]\n";
    assert!(mended(flow, "level-gap", "数据").contains("{data: [\"甲, 乙（A.2.2.1 a）\", \"待填写："));
}

#[test]
fn what_stands_elsewhere_is_not_written_to() {
    let source = "//- plan.plan.yaml\n共有: &共有\n  element:\n    data: [采集（A.2.2.1 a）]\nunits:\n  - id: CU-01\n    target: CL2\n    <<: *共有\n  - id: CU-02\n    target: CL2\n    element: {data: &采 [采集（A.2.2.1 a）]}\n  - id: CU-03\n    target: CL2\n    element: {data: *采}\n";
    let mut workspace = crate::fixture::Fixture::parse(source).open();
    for offer in workspace.fixes("/plan.plan.yaml", &(0..source.len())) {
        if offer.finding.rule == "level-gap" {
            assert!(!offer.finding.message.contains("CU-01"), "{:?}", offer.edits);
            assert!(offer.edits.iter().all(|edit| !edit.text.contains("*采")), "{:?}", offer.edits);
        }
    }
}

#[test]
fn aspects_stand_where_the_others_do() {
    let source = "//- plan.plan.md\n## 能力：甲 {#NC-01}\n- 目标等级：CL1\n### 能力单元 CU-01 排产\n#### 数据\n- 采集😀（A.1.2 a）\n";
    let fixed = mended(source, "level-gap", "技术");
    assert!(fixed.ends_with(
        "（A.1.2 a）\n#### 技术\n- 待填写：技术（A.1.2 b）\n#### 流程\n- 待填写：流程、组织（A.1.2 c）\n"
    ));
    let spread = "//- plan.plan.yaml\nunits:\n  - id: CU-01\n    target: CL1\n    element: {\n      data: [采集（A.1.2 a）]\n    }\n";
    let fixed = mended(spread, "missing-dimension", "");
    assert!(fixed.contains("    }\n    management:\n"), "{fixed}");
}

#[test]
fn a_target_joins_the_current_level_in_its_mapping() {
    let level = |level: &str| {
        let source =
            format!("//- plan.plan.yaml\n能力:\n  - 编号: NC-01\n    视角: 过程\n{level}    名称: 排产😀\n");
        added(&source, &mended(&source, "missing-level", "CL2"))
    };
    assert_eq!(level("    等级: {当前等级: CL1}\n"), "    等级: {当前等级: CL1, 目标等级: CL2}\n");
    assert_eq!(
        level("    level: &现 {current: CL1} # 注\n"),
        "    level: &现 {current: CL1, target: CL2} # 注\n"
    );
    assert_eq!(level("    等级:\n      当前等级: CL1 # 注\n"), "      目标等级: CL2\n");
    assert_eq!(level("    等级:\n      当前等级: CL1\n      目标等级:\n"), "      目标等级: CL2\n");
    assert_eq!(level("    当前等级: CL1\n"), "    目标等级: CL2\n");
    let source = "//- plan.plan.md\n## 能力：排产 {#NC-01}\n```yaml plan\nlevel: {current: CL1}\n```\n";
    assert_eq!(
        added(source, &mended(source, "missing-level", "CL2")),
        "level: {current: CL1, target: CL2}\n"
    );
    let source = "//- plan.plan.md\n## 能力：排产😀 {#NC-01}\n- 视角：过程\n- 等级：\n";
    assert_eq!(added(source, &mended(source, "missing-level", "CL2")), "- 等级：CL2\n");
}

#[test]
fn keys_are_quoted_where_the_others_are() {
    let source = "//- plan.plan.yaml\n{\"capabilities\": [{\"name\": \"排产\", \"target\": \"CL2\"}]}\n";
    assert!(mended(source, "missing-id", "").contains("[{\"id\": \"NC-01\", \"name\""));
    assert!(mended(source, "missing-viewpoint", "过程").contains("\"viewpoint\": \"process\"}]"));
}

#[test]
fn values_and_fields_keep_out_of_what_stands_below_a_label() {
    let source = "//- plan.plan.md\n## 能力：甲 {#NC-01}\n- 组织边界：\n\n  计划部😀\n\n- 目标等级：CL2\n";
    let fixed = mended(source, "missing-viewpoint", "过程");
    assert!(fixed.contains("计划部😀\n- 主要视角：过程\n\n- 目标"), "{fixed}");
    let loose = "//- plan.plan.md\n## 能力：甲 {#NC-01}\n- 目标等级：CL2\n\n- 优先级：高\n";
    assert!(mended(loose, "missing-viewpoint", "过程").contains("CL2\n\n- 主要视角：过程\n\n- 优先级"));
    let ids = "//- plan.plan.md\n## 能力：甲 {#NC-01}\n- 等级：CL2\n## 能力：乙 {#NC-02}\n- 等级：CL2\n## 能力单元 CU-01 排产\n";
    let list = mended(&format!("{ids}- 承载：\n  * NC-01\n"), "uncarried-capability", "CU-01");
    assert!(list.ends_with("- 承载：\n  * NC-01\n  * NC-02\n"), "{list}");
    let row = "## 能力单元清单\n\n| 编号 | 名称 | 承载 |\n|---|---|---|\n| CU-01 | 排产 | NC-01 |\n";
    let row = mended(
        &format!("{}{row}", ids.replace("## 能力单元 CU-01 排产\n", "")),
        "uncarried-capability",
        "CU-01",
    );
    assert!(row.ends_with("| NC-01、NC-02 |\n"), "{row}");
    assert!(
        mended("//- plan.plan.md\n## 能力：甲 {#}\n- 等级：CL2\n", "missing-id", "")
            .contains("甲 {#NC-01}\n")
    );
}

#[test]
fn a_plan_in_english_is_worded_in_english() {
    let source = "//- plan.plan.md\n## Capability: Scheduling {#NC-01}\n- target: CL2\n### Unit CU-01: Shop floor\n#### Element dimension\n##### Data\n- Collect readings [A.2.2.1 a]\n";
    let fixed = mended(source, "level-gap", "技术");
    assert!(fixed.contains("##### Technology\n- TODO: Renewing and upgrading equipment"), "{fixed}");
    assert!(mended(source, "missing-boundary", "").contains("- boundary: TODO\n"));
    let source = "//- plan.plan.yaml\nunits:\n  - id: CU-01\n    name: Scheduling\n    element:\n      data: [Collect readings]\n";
    let fixed = mended(source, "missing-aspect", "");
    assert!(
        fixed.contains("technology: [\"TODO: technology (7.3.3)\"]")
            || fixed.contains("- \"TODO: technology (7.3.3)\""),
        "{fixed}"
    );
    // English keys alone make no English plan.
    let source = "//- plan.plan.yaml\nstrategy: 准时交付😀\ncapabilities:\n  - {id: NC-01, target: CL2}\n";
    assert!(mended(source, "missing-boundary", "").contains("boundary: 待填写"));
    let source = "//# locale=en\n//- plan.plan.yaml\nunits:\n  - id: CU-01\n    name: 排产\n    element:\n      data: [采集]\n";
    assert!(mended(source, "missing-aspect", "").contains("待填写：技术（7.3.3）"));
}

#[test]
fn a_choice_of_level_does_not_sink_below_the_current_one() {
    let titles = |level: &str, rule: &str| {
        let source = format!("//- plan.plan.md\n## 能力：甲 {{#NC-01}}\n- 等级：{level}\n");
        let mut workspace = crate::fixture::Fixture::parse(&source).open();
        let offers = workspace.fixes("/plan.plan.md", &(0..source.len()));
        let own = offers.into_iter().filter(|offer| offer.finding.rule == rule);
        own.map(|offer| offer.title).collect::<Vec<_>>().concat()
    };
    assert_eq!(titles("CL9 → CL2", "unknown-level"), "改为“CL1”改为“CL2”");
    assert_eq!(titles("CL4 → CL9", "unknown-level"), "改为“CL4”改为“CL5”");
    assert_eq!(titles("CL3 → CL3（场景级）", "level-name-mismatch"), "改为“CL3（领域级）”");
    let source = "//- plan.plan.md\n## 能力：甲 {#NC-01}\n- 等级：CL3（流程级） → CL2\n";
    assert!(mended(source, "target-below-current", "当前").contains("- 等级：CL2 → CL2\n"));
}

#[test]
fn a_citation_is_mended_within_its_aspect_at_the_first_level() {
    let head = "//- plan.plan.md\n## 能力：甲 {#NC-01}\n- 目标等级：CL1\n### 能力单元 CU-01 排产\n#### 要素维\n##### 数据\n";
    for wrong in ["A.1.2 b", "A.1.2 f"] {
        let rule = if wrong.ends_with('b') { "citation-wrong-aspect" } else { "unknown-clause" };
        let fixed = mended(&format!("{head}- 电表加装远传模块😀 [{wrong}]\n"), rule, "");
        assert!(fixed.ends_with("😀 [A.1.2 a]\n"), "{fixed}");
    }
    let fixed = mended(
        "//- plan.plan.yaml\nunits:\n  - id: CU-01\n    target: CL1\n    要素维: {数据: [电表远传（A.1.2 b）]}\n",
        "citation-wrong-aspect",
        "",
    );
    assert!(fixed.contains("[电表远传（A.1.2 a）]"), "{fixed}");
}
