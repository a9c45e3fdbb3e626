use crate::fixture::check_rules;

const RULES: [&str; 3] = ["missing-boundary", "missing-activities", "missing-resources"];

#[test]
fn a_leaf_states_boundary_activities_and_resources() {
    check_rules(
        &RULES,
        "
        //- plan.plan.md
        ## 能力：生产管控能力 {#NC-01}
        - 视角：过程
        ### 能力：排产能力😀 {#NC-01-1}
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^ missing-activities [warning]: 新型能力 NC-01-1 没有写价值活动，承载它的 CU-01 也没有写（6.2 b）；请补写“价值活动”
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^ missing-resources [warning]: 新型能力 NC-01-1 没有写基础设施与资源环境，承载它的 CU-01
        - 组织边界：计划部
        #### 能力单元 CU-01 计划排产
        - 责任部门：计划部
        ### 能力：质量能力 {#NC-01-2}
            ^^^^^^^^^^^^^^^^^^^^^^^^^ missing-boundary: 新型能力 NC-01-2 没有写组织边界（6.2 b）；
        - 价值活动：
          - 来料检验
          - 试车
        - 资源环境：QMS
        ### 能力：服务能力 {#NC-01-3}
            ^^^^^^^^^^^^^^^^^^^^^^^^^ missing-boundary
            ^^^^^^^^^^^^^^^^^^^^^^^^^ missing-resources
        - 组织边界：—
        - 价值活动：待填写
        - 视角：对象
        ",
    );
    check_rules(
        &RULES,
        "
        //# locale=en
        //- plan.plan.yaml
        capabilities:
          - id: NC-01
            ^^ missing-boundary [warning]: The capability NC-01 states no boundary, nor does CU-01 that carries it (6.2 b): add \"boundary\"
            viewpoint: process
            activities: [排产, 派工]
            resources: MES
            units:
              - {id: CU-01, owner: 计划部}
        ",
    );
}

#[test]
fn a_unit_or_module_that_carries_the_leaf_may_state_them() {
    check_rules(
        &RULES,
        "
        //- 规划/capplan.toml
        //- 规划/a.plan.yaml
        能力:
          - {编号: NC-01, 视角: 过程, 组织边界: 计划部}
          - {编号: NC-02, 视角: 过程}
          - {编号: NC-03, 视角: 过程, 组织边界: 服务部, 价值活动: 备件预投}
             ^^^^ missing-resources
        //- 规划/b.plan.md
        ## 能力单元 CU-01 排产
        - 承载：NC-01
        - 价值活动：排产
        ## 能力单元 CU-02 派工
        - 承载：NC-01
        - 资源环境：MES
        ## 能力单元 CU-03 追溯
        - 责任部门：质量部

        | 项目 | 内容 |
        |---|---|
        | 组织边界 | 质量部 |
        | 价值活动 | 检验 |
        | 资源环境 | QMS |
        ## 能力模块 CM-01 组合
        - 组成：CU-03
        - 承载：NC-02
        ## 能力单元 CU-04 运维
        - 承载：NC-03
        ",
    );
}

#[test]
fn a_row_is_marked_at_the_heading_that_elaborates_it() {
    check_rules(
        &["missing-boundary"],
        "
        //- plan.plan.md
        ## 新型能力清单
        | 编号 | 名称 | 视角 | 价值活动 |
        |---|---|---|---|
        | NC-01 | 排产 | 过程 | 排产 |
        | NC-02 | 质量 | 过程 | 检验 |
          ^^^^^ missing-boundary
        ## 能力：排产 {#NC-01}
           ^^^^^^^^^^^^^^^^^^^ missing-boundary
        - 价值效益：效率提升
        ",
    );
}

#[test]
fn causes_that_others_report_are_not_repeated() {
    // A bare heading, a key one slip away (at the leaf or at its unit), a value of a wrong type, a cycle, a second
    // definition, a dangling parent that means this capability, a capability that is split.
    check_rules(
        &RULES,
        "
        //- plan.plan.yaml
        能力:
          - {编号: NC-01, 名称: 排产能力}
          - {编号: NC-02, 组织边届: 计划部, 价值活动: 排产, 资源环境: MES}
          - {编号: NC-03, 价值活动: 排产, 资源环境: MES}
          - {编号: NC-04, 组织边界: {甲: 乙}, 价值活动: 排产, 资源环境: MES}
          - {编号: NC-05, 视角: 过程, 上级能力: NC-06}
          - {编号: NC-06, 视角: 过程, 上级能力: NC-05}
          - {编号: NC-07, 组织边界: 一, 价值活动: 二, 资源环境: 三}
          - {编号: NC-07, 视角: 过程}
          - {编号: ABC-08, 视角: 过程}
          - {编号: NC-09, 上级能力: ABC-O8, 组织边界: 一, 价值活动: 二, 资源环境: 三}
          - {视角: 过程}
        能力单元:
          - {编号: CU-03, 承载: NC-03, 组织边届: 计划部}
          - {编号: CU-04, 组织边届: 计划部}
        ",
    );
}
