use crate::fixture::check_rules;

fn check(source: &str) {
    check_rules(&["missing-viewpoint"], source);
}

#[test]
fn a_capability_has_a_viewpoint() {
    check(
        "
        //- plan.plan.md
        ## 能力：生产管控能力😀 {#NC-01}
           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ missing-viewpoint [warning]: 新型能力 NC-01 没有写主要视角；请从中选择：载体、过程
        - 等级：CL3
        ## 能力：质量追溯能力 {#NC-02}
           ^^^^^^^^^^^^^^^^^^^^^^^^^^^ missing-viewpoint
        - 视角：
        - 等级：CL3
        ## 能力：研发能力 {#NC-03}
        - 视角：载体
        ",
    );
}

#[test]
fn in_yaml_the_first_key_says_so() {
    check(
        "
        //- plan.plan.yaml
        standard: T/AIITRE 20001—2021
        能力:
          - 名称: 生产管控能力
            ^^^^ missing-viewpoint
            编号: NC-01
            视角:
            等级: CL3
          - {编号: NC-02, 等级: CL2, 视角: —}
             ^^^^ missing-viewpoint: NC-02
          - {编号: NC-03, 等级: CL2, perspective: process}
        ",
    );
}

#[test]
fn a_row_may_give_it_and_the_heading_lacks_it() {
    check(
        "
        //- plan.plan.md
        ## 新型能力清单
        | 编号 | 名称 | 主要视角 | 等级 |
        |---|---|---|---|
        | NC-01 | 生产 | 过程 | CL3 |
        | NC-02 | 质量 | | CL3 |
        | NC-03 | 服务 | | CL3 |
          ^^^^^ missing-viewpoint
        ## 能力：生产 {#NC-01}
        - 责任部门：计划部
        ## 能力：质量 {#NC-02}
           ^^^^^^^^^^^^^^^^^^^ missing-viewpoint
        - 责任部门：质量部
        ",
    );
}

#[test]
fn what_another_rule_reports_is_not_told_twice() {
    check(
        "
        //- plan.plan.yaml
        能力:
          - {编号: NC-01, viewpiont: 过程, 等级: CL2}
          - {编号: NC-02, 视角: {过程: 1}, 等级: CL2}
          - {编号: NC-03, 视角: 生产, 等级: CL2}
          - 等级: CL2
          - 编号: NC-05
            等级: CL2
            视角: [
        ",
    );
}

#[test]
fn a_capability_that_is_only_named_gets_one_finding() {
    let rules = ["missing-viewpoint", "missing-level", "uncarried-capability", "missing-id"];
    check_rules(
        &rules,
        "
        //- plan.plan.md
        ## 能力：生产管控能力 {#NC-01}
           ^^^^^^^^^^^^^^^^^^^^^^^^^^^ missing-viewpoint: 还没有内容；请写上主要视角、目标等级，并让能力单元或能力模块承载它
        ## 能力：质量
           ^^^^^^^^^^ missing-id
        ",
    );
    check_rules(
        &rules,
        "
        //# locale=en
        //- plan.plan.yaml
        capabilities:
          - id: NC-01
            ^^ missing-viewpoint: The capability NC-01 says nothing yet: give it viewpoint, target
        ",
    );
}
