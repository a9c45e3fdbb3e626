//! Examples of the rules in `rules/identification.rs` and `rules/advantages.rs`.

use crate::fixture::{Fixture, check, check_rules};
use crate::text::Edit;

const PLAN: [&str; 4] = ["missing-strategy", "missing-demand", "missing-scenarios", "uncovered-viewpoint"];

#[test]
fn a_plan_says_why_it_builds_capabilities() {
    check_rules(
        &PLAN,
        "
        //# profile=thorough
        //- a.plan.md
        ---
        title: 星海😀规划
        standard: T/AIITRE 20001—2021
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ missing-strategy [warning]: 规划没有写“发展战略”，也没有写“可持续竞争合作优势”，看不出为什么要建这些新型能力（5、6.2 a）
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ missing-demand [warning]: 规划没有写“新型能力总体需求”，也没有写“价值体系总体需求”（5、6.2 a）
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ missing-scenarios [hint]: 规划没有写“业务场景”（5）
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ uncovered-viewpoint [hint]: 6 个主要视角中有 5 个没有对应的新型能力：载体、对象、合作伙伴、主体、关键驱动要素（5）
        ---
        ## 能力：排产能力 {#NC-01}
        - 视角：过程
        ",
    );
    check_rules(
        &PLAN,
        "
        //# profile=thorough locale=en
        //- a.plan.yaml
        standard: T/AIITRE 20001—2021
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ missing-demand [hint]: The plan states no \"demand\" (5, 6.2 a): add it
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ uncovered-viewpoint: No capability has 4 of the 6 viewpoints: object, partner, subject, driver (5)
        strategy: 待填写
        value_demand: 由卖设备转为卖开动率
        scenarios: [排产, 催交]
        capabilities:
          - {id: NC-01, viewpoint: [process, carrier]}
        ",
    );
}

#[test]
fn advantages_stand_for_a_strategy_and_one_key_away_is_another_rules_matter() {
    check_rules(
        &PLAN,
        "
        //# profile=thorough
        //- a.plan.yaml
        advantages: [{id: YS-1, name: 交付周期短}]
        ^ missing-demand [hint]: 没有写“价值体系总体需求”
        demand: 打通订单到交付
        scenario: 排产
        units: [{id: CU-01}]
        ",
    );
    // What cannot be read may hold what is missed.
    check_rules(
        &PLAN,
        "//# profile=thorough\n//- a.plan.yaml\nstrategy: [交付, 质量\nunits: [{id: CU-01}]\n",
    );
}

#[test]
fn a_plan_that_has_only_a_title_gets_one_finding_and_an_empty_document_none() {
    check(
        "
        //# profile=thorough
        //- a.plan.yaml
        standard: T/AIITRE 20001—2021
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ missing-strategy: 规划还没有内容；请写上发展战略、新型能力总体需求、业务场景、新型能力清单（5、6.2 a）
        title: 星海规划
        ",
    );
    check(
        "
        //# profile=thorough
        //- a.plan.md
        ---
        standard: T/AIITRE 20001—2021
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ missing-strategy
        ---
        # 星海规划
        ",
    );
    check("//# profile=thorough\n//- a.plan.md\n\n//- b.plan.yaml\n\n");
}

#[test]
fn a_set_is_told_once_and_any_of_its_files_suffices() {
    check_rules(
        &PLAN,
        "
        //# profile=thorough
        //- capplan.toml
        //- a.plan.md
        ## 能力：排产能力 {#NC-01}
        - 视角：过程、载体、对象、合作伙伴
        //- b.plan.yaml
        standard: T/AIITRE 20001—2021
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ missing-demand [hint]: 没有写“价值体系总体需求”
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ uncovered-viewpoint: 6 个主要视角中有 1 个没有对应的新型能力：主体（5）
        demand: 打通订单到交付
        capabilities: [{id: NC-02, viewpoint: 数据能力}]
        //- c.plan.md
        # 战略
        ## 发展战略
        从卖单机转向交付整线。
        ## 业务场景
        - 排产
        ",
    );
    check_rules(
        &PLAN,
        "
        //- capplan.toml
        //- a.plan.md
        ## 能力：排产能力 {#NC-01}
        ^ missing-strategy
        ^ missing-demand [warning]
        //- b.plan.md
        ## 能力：派工能力 {#NC-02}
        ",
    );
}

const TRACE: [&str; 2] = ["unsupported-advantage", "untraced-capability"];

#[test]
fn every_advantage_is_supported_and_every_top_capability_supports_one() {
    check_rules(
        &TRACE,
        "
        //- a.plan.md
        ## 可持续竞争合作优势
        | 编号 | 名称 |
        |---|---|
        | YS-1 | 交付周期短 |
        | YS-2 | 停线时间短😀 |
          ^^^^ unsupported-advantage [warning]: 没有新型能力支撑优势 YS-2（停线时间短😀）（5）；请在相应能力的“支撑优势”里写上它
        ## 能力：排产能力 {#NC-01}
        - 视角：过程
        - 支撑优势：YS-1
        ### 能力：派工能力 {#NC-02}
        - 视角：过程
        ## 能力：研发能力 {#NC-03}
           ^^^^^^^^^^^^^^^^^^^^^^^ untraced-capability [information]: 新型能力 NC-03 没有写支撑哪一项优势（5、6.2 a）；请在“支撑优势”里写上优势的编号（YS-1、YS-2）
        - 视角：载体
        ## 能力：空的能力 {#NC-04}
        ## 能力：下级能力 {#NC-05}
        - 上级能力：NC-99
        ",
    );
    check_rules(
        &TRACE,
        "
        //# locale=en
        //- a.plan.yaml
        advantages:
          - 交付周期短
            ^^^^^^^^^^ unsupported-advantage: No capability supports the advantage \"交付周期短\" (5): give it an id and name it in \"supports\"
          - {id: YS-2, name: 停线时间短}
          - {id: YS-3, name: 备件到得快}
          - {id: YS-4, name: 待填写}
                 ^^^^ unsupported-advantage: the advantage \"YS-4\" (5)
        capabilities:
          - {id: NC-01, viewpoint: process, supports: YS-22}
          - {id: NC-02, viewpoint: process, supports: 备件到得快}
          - {id: NC-03, viewpoint: process}
             ^^ untraced-capability: The capability NC-03 supports none of the plan's advantages (5, 6.2 a)
        ",
    );
    // Without capabilities there is nothing yet that could support an advantage.
    check_rules(&TRACE, "//- a.plan.yaml\nadvantages: [{id: YS-1, name: 交付周期短}]\n");
    // Without advantages there is nothing to trace to.
    check_rules(&TRACE, "//- a.plan.yaml\ncapabilities: [{id: NC-01, viewpoint: process}]\n");
}

#[test]
fn advantages_of_one_file_are_supported_from_another() {
    check_rules(
        &TRACE,
        "
        //- capplan.toml
        //- a.plan.yaml
        advantages: [{id: YS-1, name: 交付周期短}, {id: YS-2, name: 停线时间短}]
                                                        ^^^^ unsupported-advantage
        //- b.plan.md
        ## 能力：排产能力 {#NC-01}
        - 支撑优势：YS-1
        ",
    );
}

#[test]
fn advantages_in_a_list_or_a_line_are_read_with_their_ids() {
    check_rules(
        &TRACE,
        "
        //- a.plan.md
        ## 可持续竞争合作优势

        与同行相比，要守住几项优势：

        - YS-1 交付周期短
        - 停线时间短😀（YS-2）
                        ^^^^ unsupported-advantage: 没有新型能力支撑优势 YS-2（停线时间短😀）（5）
        - **YS-3**：备件到得快
        - 服务到家
          ^^^^^^^^ unsupported-advantage: 优势 “服务到家”（5）；请给它一个编号
        ## 能力：排产能力 {#NC-01}
        - 视角：过程
        - 支撑优势：YS-1、YS-3
        ",
    );
    check_rules(
        &TRACE,
        "
        //- a.plan.md
        # 星海规划
        - 竞争合作优势：YS-1 交付周期短、停线时间短（YS-2）
                                                     ^^^^ unsupported-advantage
        ## 能力：排产能力 {#NC-01}
        - 支撑优势：YS-1
        ",
    );
    check_rules(
        &PLAN,
        "//- a.plan.md\n# 规划\n## 可持续竞争合作优势\n- 交付周期短\n## 总体需求\n打通\n## 能力：排产 {#NC-01}\n",
    );
}

/// The findings of some rules in a file, as lines.
fn told(workspace: &mut crate::workspace::Workspace, path: &str, rules: &[&str]) -> Vec<String> {
    let found = workspace.findings(path).into_iter().filter(|finding| rules.contains(&finding.rule));
    found.map(|finding| format!("{} {}", finding.rule, finding.message)).collect()
}

#[test]
fn an_edit_in_one_file_of_a_set_is_seen_from_the_others() {
    let rules = [
        "missing-strategy",
        "unsupported-advantage",
        "untraced-capability",
        "dangling-reference",
        "measure-without-owner",
        "due-outside-period",
        "uncovered-viewpoint",
    ];
    let a = "standard: T/AIITRE 20001—2021\nperiod: 2024—2026\nadvantages: [{id: YS-1, name: 交付}]\nunits:\n  - id: CU-09\n    element: {data: [{text: 编码, clause: A.2.2.1 b, owner: 信息部}]}\n";
    let b = "## 能力：排产能力 {#NC-01}\n- 视角：过程\n- 支撑优势：YS-1\n- 完成时间：2026\n### 能力单元 CU-01\n#### 数据\n- 采集 [A.2.2.1 a]\n";
    // What is replaced in which file, and by what: each changes what is said of the other file.
    let edits = [
        ("a", "id: YS-1", "id: YS-2"),
        ("a", "{id: YS-2, name: 交付}", ""),
        ("a", ", owner: 信息部", ""),
        ("a", "2024—2026", "2027—2028"),
        ("b", "视角：过程", "视角：过程、载体"),
        ("b", "支撑优势：YS-1", "责任部门：计划部"),
        ("b", "## 能力：", "## 发展战略\n准时交付\n## 能力："),
        ("b", "准时交付", "—"),
        ("a", "advantages: []", "strategi: 交付"),
    ];
    let fixture = Fixture::parse("//# profile=thorough\n//- capplan.toml\n");
    let cold = |a: &str, b: &str| {
        let mut workspace = fixture.open();
        workspace.load("/a.plan.yaml", a);
        workspace.load("/b.plan.md", b);
        ["/a.plan.yaml", "/b.plan.md"].map(|path| told(&mut workspace, path, &rules))
    };
    let mut texts = [a.to_owned(), b.to_owned()];
    let mut workspace = fixture.open();
    workspace.open("/a.plan.yaml", None, a);
    workspace.open("/b.plan.md", None, b);
    let mut before = ["/a.plan.yaml", "/b.plan.md"].map(|path| told(&mut workspace, path, &rules));
    for (file, old, new) in edits {
        let (index, path) = if file == "a" { (0, "/a.plan.yaml") } else { (1, "/b.plan.md") };
        let at = texts[index].find(old).unwrap();
        texts[index].replace_range(at..at + old.len(), new);
        workspace.edit(path, &Edit { range: at..at + old.len(), text: new.to_owned() });
        let after = ["/a.plan.yaml", "/b.plan.md"].map(|path| told(&mut workspace, path, &rules));
        assert_eq!(after, cold(&texts[0], &texts[1]), "{old} → {new}");
        assert_ne!(after, before, "{old} → {new} changes nothing");
        before = after;
    }
}
