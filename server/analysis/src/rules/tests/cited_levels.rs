//! Examples of the rules in `rules/cited_levels.rs` and `rules/level_wording.rs`.

use crate::fixture::check_rules;

#[test]
fn a_measure_without_a_citation_covers_nothing() {
    let rules = ["uncited-measure"];
    check_rules(
        &rules,
        "
        //- a.plan.md
        ## 能力单元 CU-01 计划排产
        **等级**：CL2 → CL3
        #### 要素维
        ##### 数据
        - [x] 自动采集产线运行数据，覆盖三个分厂的全部工位😀
              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ uncited-measure [information]: 建设内容“自动采集产线运行数据，覆盖三个分厂的全部…”没有引用条款，不计入覆盖情况；请引用数据 A.3.2.1 的分项，确不涉及的写“不适用：原因”
        - 统一主数据 [A.3.2.1 b]
        - 不适用：车间没有数据
        - 待填写
        - 采集 [A.3.
          ^^^^^^^^^^ uncited-measure
        ##### 技术
        | 建设内容 | 条款 |
        |---|---|
        | 更换控制器 | — |
          ^^^^^^^^^^ uncited-measure: 请引用技术 A.3.2.2 的分项
        | 无线网 | A.3.2.2 c |
        ",
    );
    check_rules(
        &rules,
        "
        //# locale=en
        //- a.plan.yaml
        management:
          culture:
            - 倡导敢试新法
              ^^^^^^^^^^^^ uncited-measure: The measure \"倡导敢试新法\" cites no clause and covers no topic: cite an item of 7.4.5 (organizational culture), or write \"not applicable: reason\"
        units:
          - id: CU-01
            target: CL1
            element:
              data:
                - {text: 采集, clause: A.1.2 a}
                - {text: 汇总, status: done}
                         ^^^^ uncited-measure: cite an item of A.1.2
        ",
    );
}

#[test]
fn a_citation_above_the_target_is_told() {
    let rules = ["over-citation"];
    check_rules(
        &rules,
        "
        //# profile=thorough
        //- a.plan.md
        ## 数据
        ## 能力：排产能力 {#NC-01}
        - 等级：CL3
        #### 管理维
        ##### 组织文化
        - 全员行为积分 [A.5.3.4 b]
        ### 能力单元 CU-01 计划排产
        #### 要素维
        ##### 数据
        - 采集😀 [A.4.2.1 a、A.3.2.1 a、A.2.2.1 c]
                  ^^^^^^^^^ over-citation [hint]: 能力单元 CU-01 的目标等级为 CL3（领域级），A.4.2.1 a 却是 CL4（平台级）的内容
        - 不适用：没有外部数据 [A.4.2.1 b]
        - 网络 [A.4.2.2 c]
        ##### 流程
        - 引总则（见 8.5.3 a）、[A.4.2.3]
                     ^^^^^^^^^^^^^^^^^^^ over-citation: 8.5.3 a 却是 CL4（平台级）的内容
        ",
    );
    check_rules(
        &rules,
        "
        //# profile=thorough locale=en
        //- a.plan.yaml
        units:
          - id: CU-01
            target: CL2
            element:
              data:
                - 采集（A.3.2.1 a）
                        ^^^^^^^^^ over-citation: The unit CU-01 aims at CL2 (scenario level), but A.3.2.1 a belongs to CL3 (domain level)
          - {id: CU-02, element: {data: [采集（A.3.2.1 a）]}}
        modules:
          - {id: CM-01, target: CL2, element: {data: [采集（A.3.2.1 a）]}}
        ",
    );
}

#[test]
fn a_citation_below_the_target_is_told_where_the_gap_is_not() {
    let rules = ["citation-below-target"];
    // The topic is unrefined: the gap is silent about it.
    check_rules(
        &rules,
        "
        //# profile=thorough
        //- a.plan.md
        ## 能力单元 CU-01 计划排产
        **等级**：CL3
        #### 要素维
        ##### 数据
        - 数据工作 [A.3.2.1]
        - 建模😀 [A.2.2.1 c]
                  ^^^^^^^^^ citation-below-target [hint]: 能力单元 CU-01 的目标等级为 CL3（领域级），这里只引到 A.2.2.1 c，“数据应用”也没有别的建设内容覆盖；请按 A.3.2.1 c 充实
        - 采集 [A.2.2.1 a]、再采集 [A.3.2.1 a]
        ##### 技术
        - 换设备 [A.2.2.2 a]
        ",
    );
    // The gap is switched off.
    check_rules(
        &rules,
        "
        //# profile=thorough locale=en
        //- capplan.toml
        [rules]
        level-gap = \"off\"
        //- a.plan.yaml
        units:
          - id: CU-01
            target: CL3
            element:
              technology:
                - 换设备（A.2.2.2 a）
                          ^^^^^^^^^ citation-below-target: The unit CU-01 aims at CL3 (domain level), this cites only A.2.2.2 a
                - {text: 网络, clause: A.4.2.2 c}
                - {text: 网络, clause: A.2.2.2 c}
        ",
    );
}

#[test]
fn a_conditional_point_of_the_target_level_is_offered() {
    let rules = ["optional-point"];
    check_rules(
        &rules,
        "
        //# profile=thorough
        //- a.plan.md
        ## 能力单元 CU-01 抢修
        **等级**：CL4
        #### 要素维
        ##### 流程
              ^^^^ optional-point [hint]: 能力单元 CU-01 没有回应 A.4.2.3 a 3（“业务流程设计”中有条件的要点）；适宜的话请写上相应的建设内容
        - 流程 [A.4.2.3 a 1、A.4.2.3 a 2、A.4.2.3 b 1]
        - 实时管控😀 [A.4.2.3 b 3]
        ##### 组织
        - 分工 [A.4.2.4 a]
        ## 能力单元 CU-02 检修
        **等级**：CL4
        #### 要素维
        ##### 流程
        - 不适用：不与外部协同 [A.4.2.3 a 3]
        - 流程 [A.4.2.3 a 1]
        - 不适用：另册 [A.4.2.3 b]
        ## 能力单元 CU-03 消纳
        **等级**：CL3
        #### 要素维
        ##### 流程
        - 流程 [A.3.2.3 a 1]
        ",
    );
    check_rules(
        &rules,
        "
        //# profile=thorough locale=en
        //- a.plan.yaml
        units:
          - id: CU-01
            target: CL4
            management:
              governance:
              ^^^^^^^^^^ optional-point: The unit CU-01 does not take up A.4.3.1 e 3
                - {text: 安全, clause: A.4.3.1 e 1}
        ",
    );
}

#[test]
fn a_word_of_one_level_stands_beside_a_citation_of_that_level() {
    let rules = ["level-wording"];
    check_rules(
        &rules,
        "
        //- a.plan.md
        ## 能力单元 CU-01 计划排产
        **等级**：CL3
        #### 过程维
        ##### 策划
        - 策划知识驱动型的管控机制😀 [A.2.1.1 c]
              ^^^^^^^^ level-wording [information]: “知识驱动”是 CL3（领域级）的说法（A.3.1.1），这里引用的 A.2.1.1 c 却属于 CL2（场景级）；请改用相称的说法，或改引条款
        - 策划知识驱动型的管控机制 [A.3.1.1 c]
        - 由技术使能转向知识驱动 [A.2.1.1 c、A.3.1.1 c]
        - 打造平台级能力 [A.3.1.1 b]
              ^^^^^^^^^^ level-wording: CL4（平台级）
        - 平台级应用的准备 [A.3.1.1 b]
        - 策划知识驱动型的管控机制
        #### 要素维
        ##### 数据
        - 数据驱动的质量分析 [A.3.2.1 c]
        - 知识驱动的质量分析 [A.2.2.1 c]
        #### 管理维
        ##### 组织文化
        - 以 “社会人” 假设激励班组 [A.2.3.4 a]
             ^^^^^^^^ level-wording: CL3（领域级）
        - 服务社会人群 [A.2.3.4 a]
        - 按经济人假设奖惩 [A.2.3.4 a]
        - 待填写 [A.2.3.4 b]
        ",
    );
    check_rules(
        &rules,
        "
        //# locale=en
        //- a.plan.yaml
        units:
          - id: CU-01
            target: CL3
            management:
              approach:
                - {text: 数据驱动的例会, clause: A.3.3.3 a}
                         ^^^^^^^^ level-wording: \"数据驱动\" is said of CL4 (platform level) (A.4.3.3), but A.3.3.3 a belongs to CL3 (domain level)
        ",
    );
}
