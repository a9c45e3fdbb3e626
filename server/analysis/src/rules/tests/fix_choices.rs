//! What fixes leave out: what is there already, what would be the next finding.

use super::applied;
use super::fix_style::mended;
use crate::fixture::Fixture;

const HEAD: &str = "standard: T/AIITRE 20001—2021\nstrategy: 准时交付😀\ndemand: 打通产销\n";

/// The titles of a rule's fixes in the first file.
fn titles(source: &str, rule: &str) -> Vec<String> {
    let fixture = Fixture::parse(&format!("//# profile=thorough\n{source}"));
    let mut workspace = fixture.open();
    let file = &fixture.files[0];
    assert!(workspace.findings(&file.path).iter().any(|finding| finding.rule == rule), "no {rule}");
    let offers = workspace.fixes(&file.path, &(0..file.text.len()));
    offers.into_iter().filter(|offer| offer.finding.rule == rule).map(|offer| offer.title).collect()
}

#[test]
fn a_topic_that_waits_to_be_worded_gets_no_second_skeleton() {
    let text = "//- plan.plan.md\n## 能力单元 CU-01 排产😀\n- 目标等级：CL2\n#### 要素维\n##### 数据\n- 采集（A.2.2.1 a）\n##### 技术\n- 全部（A.2.2.2 a–d）\n##### 流程\n- 全部（A.2.2.3 a、b）\n##### 组织\n- 全部（A.2.2.4 a、b）\n";
    let once = mended(text, "level-gap", "");
    assert_eq!(titles(&format!("//- plan.plan.md\n{once}"), "level-gap"), Vec::<String>::new());
    let half: String = once.split_inclusive('\n').filter(|line| !line.contains("A.2.2.1 c")).collect();
    let again = mended(&format!("//- plan.plan.md\n{half}"), "level-gap", " 1 项");
    assert_eq!(again, once);
}

#[test]
fn an_empty_field_is_offered_to_be_filled() {
    let text = "//- plan.plan.md\n## 能力：排产😀 {#NC-01}\n- 目标等级：CL1\n- 价值活动：\n";
    assert_eq!(titles(text, "missing-activities").len(), 1);
}

#[test]
fn no_key_is_renamed_to_one_that_is_given() {
    let yaml = |keys: &str| format!("//- plan.plan.yaml\n{HEAD}capabilities:\n  - id: NC-01\n{keys}");
    assert_eq!(titles(&yaml("    boundry: 计划部\n"), "unknown-key").len(), 1);
    let both = "    boundry: 计划部\n    boundary: 全公司\n";
    assert_eq!(titles(&yaml(both), "unknown-key"), Vec::<String>::new());
    let unit = |keys: &str| {
        format!(
            "//- plan.plan.yaml\n{HEAD}units:\n  - id: CU-01\n    element:\n      data:\n        - text: 采集😀\n{keys}        - text: 编码\n          status: done\n"
        )
    };
    assert_eq!(titles(&unit("          statas: done\n"), "unknown-key").len(), 1);
    let both = "          statas: done\n          status: done\n";
    assert_eq!(titles(&unit(both), "unknown-key"), Vec::<String>::new());
    let md = |lines: &str| format!("//- plan.plan.md\n## 能力：排产 {{#NC-01}}\n{lines}");
    assert_eq!(titles(&md("- 组织边际：计划部😀\n"), "near-miss-label").len(), 1);
    let both = md("- 组织边际：计划部😀\n- 组织边界：全公司\n");
    assert_eq!(titles(&both, "near-miss-label"), Vec::<String>::new());
}

#[test]
fn a_reference_is_not_corrected_to_one_that_the_list_has() {
    let plan = |carries: &str| {
        format!(
            "//- plan.plan.md\n## 能力：总 {{#NC-01}}\n## 能力：甲 {{#NC-02}}\n- 上级能力：NC-01\n## 能力单元 CU-01 排产😀\n- 承载能力：{carries}\n"
        )
    };
    assert_eq!(titles(&plan("NC-2"), "dangling-reference"), ["改为 NC-02（甲）"]);
    let offered = titles(&plan("NC-02、NC-2"), "dangling-reference");
    assert!(offered.iter().all(|title| !title.contains("NC-02")), "{offered:?}");
    // As near as the capability above it, but not split further.
    assert_eq!(titles(&plan("NC-03"), "dangling-reference"), ["改为 NC-02（甲）"]);
}

#[test]
fn levels_below_the_current_one_are_not_offered_and_near_words_come_first() {
    let plan =
        |level: &str| format!("//- plan.plan.md\n## 能力：排产😀 {{#NC-01}}\n- 主要视角：过程\n{level}");
    assert_eq!(titles(&plan("- 当前等级：CL3\n"), "missing-level").len(), 3);
    assert_eq!(titles(&plan("- 当前等级：CL3\n- 目标等级：CL9\n"), "unknown-level").len(), 3);
    assert_eq!(titles(&plan("- 目标等级：CL9\n"), "unknown-level").len(), 5);
    let near = titles(&plan("- 当前等级：CL1\n- 目标等级：领域及\n"), "unknown-level");
    assert_eq!((near.len(), near[0].as_str()), (5, "改为“CL3”"));
}

#[test]
fn names_without_effect_leave_their_comment_together() {
    let after = |names: &str| {
        let text = format!(
            "<!-- capplan: allow {names} — 统一用语😀 -->\n## 能力：排产 {{#NC-01}}\n- 视角：生产\n- 等级：CL2\n"
        );
        let mut workspace = Fixture::parse(&format!("//- plan.plan.md\n{text}")).open();
        let all = workspace.fix_all("/plan.plan.md", Some("unused-allow"));
        let edits: Vec<_> = all.iter().flat_map(|offer| offer.edits.clone()).collect();
        let titles: Vec<String> = all.iter().map(|offer| offer.title.clone()).collect();
        let fixed = applied("/plan.plan.md", &text, &edits);
        (titles.join("；"), fixed.lines().next().unwrap().to_owned())
    };
    let (title, line) = after("unknown-level、unknown-value、missing-id");
    assert_eq!(line, "## 能力：排产 {#NC-01}");
    assert!(
        ["unknown-level", "unknown-value", "missing-id"].iter().all(|name| title.contains(name)),
        "{title}"
    );
    let kept = "<!-- capplan: allow missing-boundary — 统一用语😀 -->";
    assert_eq!(after("missing-boundary、unknown-value、missing-id").1, kept);
    assert_eq!(after("unknown-level、missing-boundary、missing-id").1, kept);
    assert_eq!(after("unknown-level、unknown-value、missing-boundary").1, kept);
}

#[test]
fn a_near_word_goes_where_its_term_stands_already() {
    let md = |scope: &str| {
        let text = format!("## 能力：排产😀 {{#NC-01}}\n- 主要视角：{scope}\n");
        mended(&format!("//# profile=thorough\n//- plan.plan.md\n{text}"), "synonym", "")
            .lines()
            .nth(1)
            .unwrap()
            .to_owned()
    };
    assert_eq!(md("客户服务、过程"), "- 主要视角：对象、过程");
    assert_eq!(md("客户服务、对象"), "- 主要视角：对象");
    assert_eq!(md("过程、对象、客户服务"), "- 主要视角：过程、对象");
    let yaml = |viewpoint: &str| {
        let text = format!("{HEAD}capabilities:\n  - id: NC-01\n    viewpoint:{viewpoint}\n    name: 甲\n");
        let fixed = mended(&format!("//# profile=thorough\n//- plan.plan.yaml\n{text}"), "synonym", "");
        fixed.split_once("viewpoint:").unwrap().1.replace("\n    name: 甲\n", "")
    };
    assert_eq!(yaml(" [对象, 客户服务]"), " [对象]");
    assert_eq!(yaml("\n      - 客户服务\n      - 过程\n      - 对象"), "\n      - 过程\n      - 对象");
}
