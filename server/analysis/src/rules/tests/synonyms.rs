//! Examples of the rules in `rules/synonyms.rs`.

use crate::fixture::check_rules;

#[test]
fn a_benefit_is_one_of_the_nine_or_a_class_of_them() {
    let rules = ["unknown-benefit"];
    check_rules(
        &rules,
        "
        //- a.plan.md
        ## 能力：排产能力 {#NC-01}
        - 价值效益：效率提升、美誉度😀、提质
                              ^^^^^^^^ unknown-benefit [information]: “美誉度😀”不在“价值效益”的分类之内（5）；请归入其中一类：效率提升、成本降低
        ## 能力：研发能力 {#NC-02}
        - 价值效益：生产运营优化、整体效率提升、效率提升/成本降低、新技术/新产品

        | 指标 | 价值效益 | 现值 |
        |---|---|---|
        | 准交率 | 员工幸福 | 74% |
                   ^^^^^^^^ unknown-benefit
        | 周期 | — | 74% |
        | 停线 | 效率提升 | 74% |
        ",
    );
    check_rules(
        &rules,
        "
        //# locale=en
        //- a.plan.yaml
        modules:
          - id: CM-01
            benefits: [fame, efficiency, lower cost, 待填写]
                       ^^^^ unknown-benefit: \"fame\" is none of the benefits in the classification (5); name one of them: efficiency, cost
        ",
    );
}

#[test]
fn a_near_word_is_told_the_standards_term() {
    let rules = ["synonym"];
    check_rules(
        &rules,
        "
        //# profile=thorough
        //- a.plan.md
        ## 能力：排产能力 {#NC-01}
        - 视角：生产管控能力😀、过程、客户服务
                                      ^^^^^^^^ synonym [hint]: “主要视角”的规范术语是“对象”（5）；请替换“客户服务”
        - 等级：CL2 → L3
                      ^^ synonym: “目标等级”的规范术语是“CL3”（8.1）；请替换“L3”
        - 能力类型：能力链
                    ^^^^^^ synonym: “能力流”（6.3.1）
        - 覆盖范围：全公司、生态圈
                    ^^^^^^ synonym: “组织全局”
        ### 能力单元 CU-01 排产
        - 驱动方式：AI驱动
                    ^^^^^^ synonym: “智能驱动”
        - 文化假设：复杂人
        - 网络形态：物联网
        ",
    );
    check_rules(
        &rules,
        "
        //# profile=thorough locale=en
        //- a.plan.yaml
        units:
          - id: CU-01
            drive: technology-driven
                   ^^^^^^^^^^^^^^^^^ synonym: The term for \"technology-driven\" in \"drive\" is \"technology\" (7.4.4): use it
            benefits: [降本, 成本降低]
                       ^^^^ synonym: is \"成本降低\" (5)
            target: CL3
        ",
    );
    // Words that are fine, or another rule's matter, or for the thorough profile only.
    check_rules(
        &rules,
        "
        //# profile=thorough
        //- a.plan.yaml
        units: [{id: CU-01, target: CL3 流程级, drive: 人工}]
        ",
    );
    check_rules(&rules, "//- a.plan.yaml\nunits: [{id: CU-01, drive: AI驱动}]\n");
}

#[test]
fn a_near_name_of_an_aspect_or_dimension_opens_it_and_is_told_the_right_one() {
    let rules = ["synonym", "unknown-key", "uncited-measure", "missing-dimension", "missing-aspect"];
    check_rules(
        &rules,
        "
        //# profile=thorough
        //- a.plan.md
        # 规划
        ## 计划
        ## 能力单元 CU-01 排产
        ### 流程维建设重点
            ^^^^^^ synonym [hint]: 维度的规范名称是“过程维”（7.2）；请替换“流程维”
        #### 1. 规划
                ^^^^ synonym: 方面的规范名称是“策划”（7.2.2）；请替换“规划”
        - 排产规则😀
          ^^^^^^^^^^ uncited-measure
        #### 执行 <!-- 待核 -->
             ^^^^ synonym: “支持、实施与运行”（7.2.3）
        #### 评估和改进
             ^^^^^^^^^^ synonym: “评测和改进”（7.2.4、7.2.5）；请替换“评估和改进”
        - 月度复盘 [A.3.1.4]
        ##### 规划
        ### 要素维
        #### 数据
        #### 技术
        #### 过程
             ^^^^ synonym: “流程”（7.3.4）
        - 插单规则
          ^^^^^^^^ uncited-measure
        ##### 人员
        - 排班
        #### 组织结构
        ### 治理维
            ^^^^^^ synonym: “管理维”（7.4）
        #### 数据治理
             ^^^^^^^^ synonym: “数字化治理”（7.4.2）
        #### 组织结构
             ^^^^^^^^ synonym: “组织机制”（7.4.3）
        #### 管理模式
             ^^^^^^^^ synonym: “管理方式”
        #### 企业文化
             ^^^^^^^^ synonym: “组织文化”
        #### 总体思路
        ##### 企业文化
        ## 能力单元 CU-02 催交
           ^^^^^^^^^^^^^^^^^^^ missing-aspect
        ### 规划
        - 排产规则
        ### 策划
        ### 实施
            ^^^^ synonym: “支持、实施与运行”
        - 工单流转😀
          ^^^^^^^^^^ uncited-measure
        ### 评测和处置
            ^^^^^^^^^^ synonym: “评测和改进”
        ### 人员
        - 排班
        ### 组织
        ### 计划
        ### 组织
        ### 数据治理
            ^^^^^^^^ synonym: “数字化治理”
        ### 组织结构
            ^^^^^^^^ synonym: “组织机制”
        ### 管理方式
        ### 企业文化
            ^^^^^^^^ synonym: “组织文化”
        ## 规划
        ",
    );
    check_rules(
        &rules,
        "
        //# profile=thorough
        //- a.plan.yaml
        units:
          - id: CU-01
            过程维:
              计划: [排产规则😀]
              ^^^^ synonym: “策划”（7.2.2）
                     ^^^^^^^^^^ uncited-measure
              支持、实施与运行: []
              检查: []
              ^^^^ synonym: “评测”
              处置: []
              ^^^^ synonym: “改进”
            element:
              数据: []
              技术: []
              业务流程: []
              人员: []
              ^^^^ synonym: “组织”（7.3.5）
              企业文化: []
              ^^^^^^^^ unknown-key: 是否应为“管理维”（management）之下的“组织文化”？
            治理维度:
            ^^^^^^^^ synonym: “管理维”
              数字治理: []
              ^^^^^^^^ synonym: “数字化治理”
              组织结构: []
              ^^^^^^^^ synonym: “组织机制”
              管理方式: []
              企业文化: []
              ^^^^^^^^ synonym: “组织文化”
        ",
    );
    check_rules(
        &rules,
        "
        //# profile=thorough locale=en
        //- a.plan.md
        ## 能力单元 CU-01 排产
           ^^^^^^^^^^^^^^^^^^^ missing-dimension
        ### 管理维
            ^^^^^^ missing-aspect
        | 方面 | 建设内容 |
        |---|---|
        | 企业文化 | 劳模讲堂😀 |
          ^^^^^^^^ synonym: The name of the aspect \"企业文化\" is \"组织文化\" (7.4.5): use it
                     ^^^^^^^^^^ uncited-measure
        | 组织文化 | 合理化建议 |
                     ^^^^^^^^^^ uncited-measure
        | 企业文化 | 师徒结对 |
          ^^^^^^^^ synonym
                     ^^^^^^^^ uncited-measure
        | 管理方式、组织结构、数据治理 | 师徒结对 |
        ",
    );
}
