use crate::fixture::check_rules;

const RULES: [&str; 2] = ["missing-aspect", "missing-dimension"];

#[test]
fn a_dimension_has_its_aspects_where_no_level_asks() {
    check_rules(
        &RULES,
        "
        //- plan.plan.md
        ## 能力单元 CU-01 计划排产😀
        ### 过程维
        #### 策划
        - 列入规划
        #### 支持、实施与运行
        #### 评测与改进
        - 按月统计
        ### 要素维
            ^^^^^^ missing-aspect [warning]: 能力单元 CU-01 的要素维没有写技术、组织（7.3.3、7.3.5）；请补上建设内容，或说明不适用的原因
        | 要素 | 建设内容 |
        |---|---|
        | 数据 | 统一编码 |
        | 流程 | 画出流程 |
        ### 管理维
        #### 数字化治理
        #### 组织机制
        #### 管理方式
        #### 组织文化
        - 不适用：由集团统一建设
        ",
    );
    check_rules(
        &RULES,
        "
        //# locale=en
        //- plan.plan.yaml
        units:
          - id: CU-01
            owner: 计划部
            process: {planning: [列入规划], implementation: [], evaluation: []}
            ^^^^^^^ missing-aspect: The process dimension of the unit CU-01 leaves out improvement (7.2.5): add measures, or say why it does not apply
            element: {dta: [编码], technology: [], workflow: [], organization: []}
            management: {}
            ^^^^^^^^^^ missing-aspect: leaves out digital governance, organizational mechanism, management approach, organizational culture
        ",
    );
}

#[test]
fn a_dimension_without_a_heading_is_marked_at_the_unit() {
    check_rules(
        &RULES,
        "
        //- plan.plan.md
        ## 能力单元 CU-01 计划排产
           ^^^^^^^^^^^^^^^^^^^^^^^ missing-aspect: 能力单元 CU-01 的过程维没有写支持、实施与运行、评测、改进（7.2.3、7.2.4、7.2.5）
           ^^^^^^^^^^^^^^^^^^^^^^^ missing-dimension: 能力单元 CU-01 缺要素维、管理维
        ### 策划
        - 列入规划
        ",
    );
}

#[test]
fn levels_shared_measures_and_unreadable_levels_silence_it() {
    check_rules(
        &["missing-aspect"],
        "
        //- plan.plan.yaml
        管理维: {数字化治理: [一], 组织机制: [二], 管理方式: [三], 组织文化: [四]}
        能力单元:
          - {编号: CU-01, 等级: CL3, 过程维: {策划: [列入规划]}}
          - {编号: CU-02, 等级: CL9, 过程维: {策划: [列入规划]}}
          - {编号: CU-03, 目标等及: CL3, 过程维: {策划: [列入规划]}}
          - {编号: CU-04, 承载: NC-01, 过程维: {策划: [列入规划]}}
          - {编号: CU-05, 承载: NC-02, 管理维: {组织文化: []}}
        能力:
          - {编号: NC-01, 等级: CL2}
          - {编号: NC-02, 视角: 过程}
        ",
    );
}

#[test]
fn culture_at_the_first_level_is_a_thorough_hint() {
    let plan = |profile: &str| {
        format!(
            "
            //# profile={profile}
            //- plan.plan.yaml
            能力单元:
              - 编号: CU-01
                等级: CL1
                过程维: {{策划: [列入规划]}}
                管理维: {{管理方式: [按说明书办事]}}
              - 编号: CU-02
                等级: CL1
                管理维: {{组织文化: [倡导协作]}}
              - {{编号: CU-03, 等级: CL1}}
            "
        )
    };
    check_rules(&["missing-aspect"], &plan("standard"));
    let marked = plan("thorough").replace(
        "[按说明书办事]}\n",
        "[按说明书办事]}\n                ^^^^^^ missing-aspect [hint]: 能力单元 CU-01 的管理维没有写组织文化（8.2.4 b）\n",
    );
    check_rules(&["missing-aspect"], &marked);
}
