use crate::fixture::{Fixture, check_rules};

fn check(source: &str) {
    check_rules(&["level-gap"], source);
}

/// What stands in a unit beside the aspect looked at: every topic of the others at CL3.
const REST_OF_ELEMENT: &str = "
        #### 技术
        - 改造 [A.3.2.2 a–d]
        #### 流程
        - 设计与管控 [A.3.2.3 a、b]
        #### 组织
        - 职责与人员 [A.3.2.4 a、b]";

#[test]
fn an_aspect_names_the_topics_that_it_lacks() {
    check(&format!(
        "
        //- plan.plan.md
        ## 能力单元 CU-01 计划排产😀
        - 等级：CL2 → CL3
        ### 要素维
        #### 数据
             ^^^^ level-gap [warning]: CU-01 数据：CL3 建设重点 2/3，缺 数据应用（A.3.2.1 c）；请补上建设内容
        - 自动采集（A.3.2.1 a）
        - 主数据 [A.3.2.1 b 1]
        - 模型 [A.2.2.1 c]{REST_OF_ELEMENT}
        "
    ));
    check(
        "
        //# locale=en
        //- plan.plan.yaml
        units:
          - id: CU-01
            level: {current: CL2, target: CL3}
            element:
              data:
              ^^^^ level-gap: CU-01 data: 2/3 construction focuses of CL3, missing: Data application (A.3.2.1 c): add measures
                - 自动采集（A.3.2.1 a）
                - {text: 主数据😀, clause: A.3.2.1 b}
              technology: [改造（A.3.2.2 a、b、c、d）]
              workflow: [流程（A.4.2.3 a、b）]
              organization: [组织（A.5.2.4 a）（A.3.2.4 b）]
        ",
    );
}

#[test]
fn absent_aspects_stand_together_at_their_dimension_else_at_the_unit() {
    check(
        "
        //- plan.plan.md
        ## 能力单元 CU-01 计划排产
           ^^^^^^^^^^^^^^^^^^^^^^^ level-gap: CU-01 支持、实施与运行：CL2 建设重点 0/2，缺 支持条件建设（A.2.1.2 a）、实施与运行（A.2.1.2 b）；评测：CL2 建设重点 0/2
        - 等级：CL2
        ### 策划
        - 规划 [A.2.1.1 a–e]
        ### 改进
        - 改进 [A.2.1.4]
        ### 要素维
            ^^^^^^ level-gap: CU-01 流程：CL2 建设重点 0/2，缺 业务流程设计（A.2.2.3 a）、业务流程管控（A.2.2.3 b）；组织：CL2
        #### 数据、技术
             ^^^^^^^^^^ level-gap: CU-01 数据：CL2 建设重点 1/3，缺 数据集成与共享（A.2.2.1 b）、数据应用（A.2.2.1 c）；技术：CL2 建设重点 3/4，缺 网络建设与互联（A.2.2.2 c）；请补上建设内容
        - 采集 [A.2.2.1 a]
        - 设备 [A.2.2.2 a、b、d]
        ",
    );
}

#[test]
fn the_first_row_of_an_aspect_stands_for_its_heading() {
    check(
        "
        //- plan.plan.md
        ## 能力单元 CU-01 计划排产
        - 等级：CL3
        ### 过程维
        | 方面 | 建设内容 | 条款 |
        |---|---|---|
        | 策划 | 规划 | A.3.1.1 a、A.3.1.1 b、A.3.1.1 c、A.3.1.1 d |
          ^^^^ level-gap: 策划：CL3 建设重点 4/5，缺 治理体系策划（A.3.1.1 e）
        | 支持、实施与运行 | 保障 | A.3.1.2 a、b |
        | 评测 | 统计 | A.3.1.3 a、b |
        | 改进 | 纠正 | A.2.1.4 |
          ^^^^ level-gap: 改进：CL3 建设重点 0/1，缺 改进（A.3.1.4）
        ",
    );
}

#[test]
fn an_absent_dimension_is_told_as_such_unless_shared_measures_fill_it() {
    check_rules(
        &["level-gap", "missing-dimension"],
        "
        //- plan.plan.yaml
        管理维:
          组织文化: [倡导协作（A.3.3.4 a）]
        能力单元:
          - 编号: CU-01
            ^^^^ level-gap: CU-01 数字化治理：CL3 建设重点 0/5
            ^^^^ missing-dimension: 能力单元 CU-01 缺要素维（CL3 建设重点 0/11，见 A.3.2）；
            等级: CL3
            过程维:
              策划: [规划（A.3.1.1 a、b、c、d、e）]
              支持、实施与运行: [保障（A.3.1.2 a、b）]
              评测: [统计（A.3.1.3 a、b）]
              改进: [纠正（A.3.1.4）]
        ",
    );
}

#[test]
fn a_broad_citation_a_waiver_and_a_citation_above_leave_no_gap() {
    check(&format!(
        "
        //- plan.plan.md
        ## 能力单元 CU-01 计划排产
        - 等级：CL3
        ### 要素维
        #### 数据
        - 数据建设 [A.3.2.1]{REST_OF_ELEMENT}
        ## 能力单元 CU-02 车间执行
        - 等级：CL3
        ### 要素维
        #### 数据
        - 采集 [A.5.2.1 a]
        - 不适用：数据全部由集团平台统一处理 [A.2.2.1 b]
        - 模型 [A.3.2.1 c]{REST_OF_ELEMENT}
        "
    ));
}

#[test]
fn placeholders_and_waivers_without_a_reason_cover_nothing() {
    check(&format!(
        "
        //- plan.plan.md
        ## 能力单元 CU-01 计划排产
        - 等级：CL3
        ### 要素维
        #### 数据
             ^^^^ level-gap: 数据：CL3 建设重点 1/3，缺 数据采集（A.3.2.1 a）、数据集成与共享（A.3.2.1 b）
        - TODO [A.3.2.1 a]
        - 不适用 [A.3.2.1 b]
        - 模型 [A.3.2.1 c]{REST_OF_ELEMENT}
        "
    ));
}

#[test]
fn the_first_level_asks_for_its_own_items() {
    check(
        "
        //- plan.plan.yaml
        能力单元:
          - 编号: CU-01
            等级: CL1
            要素维:
              数据: [采集（A.1.2 a）]
              技术: [应用（A.2.2.2 b）]
              组织: []
              ^^^^ level-gap: CU-01 流程：CL1 建设重点 0/1，缺 流程、组织（A.1.2 c）
            管理维:
              数字化治理: [制度（A.1.3 a）]
              ^^^^^^^^^^ level-gap: 数字化治理：CL1 建设重点 1/2，缺 数字化领导力
              组织机制: [结构（A.1.3 c）]
              管理方式: [分工（A.1.3 d）]
        ",
    );
}

#[test]
fn the_target_of_a_carried_capability_counts() {
    check(
        "
        //- plan.plan.md
        ## 能力：排产能力 {#NC-01}
        - 等级：CL2 → CL4
        ### 能力单元 CU-01 计划排产
        - 当前等级：CL2
        #### 改进
             ^^^^ level-gap: CU-01 改进：CL4 建设重点 0/1，缺 改进（A.4.1.4）
        - 纠正 [A.3.1.4]
        #### 策划
        - 规划 [A.4.1.1 a–e]
        #### 支持、实施与运行
        - 保障 [A.4.1.2 a、b]
        #### 评测
        - 统计 [A.4.1.3 a、b]
        ",
    );
}

#[test]
fn without_a_readable_target_nothing_is_asked() {
    check(
        "
        //- plan.plan.yaml
        能力单元:
          - {编号: CU-01, 过程维: {策划: [规划]}}
          - {编号: CU-02, 等级: CL6, 过程维: {策划: [规划]}}
          - {编号: CU-03, 等级: CL6 → CL3, 过程维: {策划: [规划]}}
        能力模块:
          - {编号: CM-01, 等级: CL3, 组成: [CU-01]}
        ",
    );
}

#[test]
fn a_module_is_judged_by_the_dimensions_that_it_has() {
    check(
        "
        //- plan.plan.yaml
        能力模块:
          - 编号: CM-01
            等级: CL3
            管理维:
              组织文化: [倡导协作（A.3.3.4 a）]
              ^^^^^^^^ level-gap: CM-01 组织文化：CL3 建设重点 1/2，缺 行为准则（A.3.3.4 b）
              数字化治理: [治理（A.3.3.1 a、b、c、d、e）]
              组织机制: [机制（A.3.3.2 a、b）]
              管理方式: [方式（A.3.3.3 a、b）]
        ",
    );
}

#[test]
fn in_point_granularity_every_firm_point_is_asked() {
    let plan = format!(
        "
        //- plan.plan.md
        ## 能力单元 CU-01 计划排产
        - 等级：CL3
        ### 要素维
        #### 数据
        - 采集 [A.3.2.1 a]
        - 主数据 [A.3.2.1 b 1]
        - 模型 [A.3.2.1 c]{REST_OF_ELEMENT}
        "
    );
    check(&plan);
    let fixture = Fixture::parse(&plan.replacen(
        "//- plan",
        "//- capplan.toml\n        [level]\n        granularity = \"point\"\n        //- plan",
        1,
    ));
    let mut workspace = fixture.open();
    let found = workspace.findings("/plan.plan.md");
    assert!(
        found.iter().any(|finding| finding.rule == "level-gap" && finding.clauses == ["A.3.2.1 b"]),
        "{found:?}"
    );
}

#[test]
fn the_wording_of_each_missing_topic_is_the_other_side() {
    let fixture = Fixture::parse(
        "
        //- plan.plan.md
        ## 能力单元 CU-01 计划排产
        - 等级：CL3
        ### 数据
        - 采集 [A.3.2.1 a、b]
        ",
    );
    let found = fixture.open().findings("/plan.plan.md");
    let data = found.iter().find(|finding| finding.clauses == ["A.3.2.1 c"]);
    let related = data.and_then(|finding| finding.related.first()).map(|(_, _, message)| message.as_str());
    let item = crate::standard::standard().clause("A.3.2.1").and_then(|clause| clause.item(Some('c')));
    let wording = item.map(|item| format!("{}{}", item.text, item.points.concat())).unwrap_or_default();
    assert_eq!(related, Some(format!("T/AIITRE 20001—2021 A.3.2.1 c：「{wording}」").as_str()));
}

#[test]
fn a_topic_whose_citation_is_bad_is_told_at_the_citation_only() {
    let rules = ["level-gap", "unknown-clause", "citation-wrong-aspect"];
    check_rules(
        &rules,
        &format!(
            "
        //- plan.plan.md
        ## 能力单元 CU-01 计划排产
        - 等级：CL3
        ### 要素维
        #### 数据
        - 采集 [A.3.2.1 a]
        - 主数据😀 [A.3.2.7 b]
                    ^^^^^^^^^ unknown-clause
        - 模型 [A.3.2.1 z]
                ^^^^^^^^^ unknown-clause{REST_OF_ELEMENT}
        ## 能力单元 CU-02 催交
        - 等级：CL3
        ### 要素维
        #### 数据
             ^^^^ level-gap: CU-02 数据：CL3 建设重点 0/3，缺 数据采集（A.3.2.1 a）、数据应用（A.3.2.1 c）
        - 主数据 [A.3.2.1 b 9]
                  ^^^^^^^^^^^ unknown-clause
        - 编码 [A.2.2.1 z]
                ^^^^^^^^^ unknown-clause{REST_OF_ELEMENT}
        ## 能力单元 CU-03 派工
        - 等级：CL3
        ### 要素维
        #### 数据
        - 采集 [A.3.2.1 a、c]
        - 主数据 [A.3.2.2 b]
                  ^^^^^^^^^ citation-wrong-aspect{REST_OF_ELEMENT}
        "
        ),
    );
    check_rules(
        &rules,
        "
        //- plan.plan.yaml
        units:
          - id: CU-01
            level: CL3
            management:
              governance: [治理（A.3.3.1 a、b、c、d、e）]
              mechanism:
                - 机制（A.3.3.2 a）
                - 职责😀（A.3.3.4 b）
                          ^^^^^^^^^ citation-wrong-aspect
              approach: [方式（A.3.3.3 a、b）]
              culture:
                - 倡导协作（A.3.3.4 a）
          - id: CU-02
            level: CL1
            element:
              data: [编码（A.1.2 z）]
                           ^^^^^^^ unknown-clause
              technology: [运维（A.1.2 b）]
              organization: [岗位（A.1.9 c）]
                                   ^^^^^^^ unknown-clause
        ",
    );
    // With the rule switched off nothing else speaks for the topic.
    check_rules(
        &["level-gap"],
        &format!(
            "
        //- capplan.toml
        [rules]
        unknown-clause = \"off\"
        //- plan.plan.md
        ## 能力单元 CU-01 计划排产
        - 等级：CL3
        ### 要素维
        #### 数据
             ^^^^ level-gap
        - 采集 [A.3.2.1 a、b]
        - 模型 [A.3.2.1 z]{REST_OF_ELEMENT}
        "
        ),
    );
}
