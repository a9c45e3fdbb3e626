//! Examples of the rules in `rules/conflicts.rs`.

use super::check;

#[test]
fn a_row_against_a_heading_is_told_at_the_later_place() {
    check(
        "
        //- plan.plan.md
        ### 新型能力清单
        | 编号 | 名称 | 主要视角 | 目标等级 | 责任部门 |
        |---|---|---|---|---|
        | NC-01 | 排产能力 | 过程、载体 | CL3 | 计划部 |
        | NC-02 | 研发能力 |  | CL3 | — |

        ## 能力：排产能力 {#NC-01}
        - 视角：载体、过程视角
        - 等级：CL2 → CL4
                      ^^^ conflicting-values [error]: 新型能力 NC-01 的“目标等级”前后不一致：这里是“CL4”，另一处是“CL3”
        - 责任部门：生产部
                    ^^^^^^ conflicting-values: 这里是“生产部”，另一处是“计划部”
        ## 能力：研发能力 {#NC-02}
        - 视角：载体
        - 等级：CL3（领域级）
        - 责任部门：研究院
        ",
    );
}

#[test]
fn a_heading_before_the_row_is_told_at_the_row() {
    check(
        "
        //# locale=en
        //- plan.plan.md
        ## 能力：排产能力 {#NC-01}
        - 视角：过程
        ## 清单
        ### 新型能力清单
        | 编号 | 名称 | 主要视角 |
        |---|---|---|
        | NC-01 | 排产能力 | 载体 |
                             ^^^^ conflicting-values: \"viewpoint\" of capability NC-01 is \"载体\" here but \"过程\" elsewhere
        ",
    );
}

#[test]
fn across_files_the_later_path_is_told() {
    check(
        "
        //- a/capplan.toml
        //- a/1.plan.md
        ### 能力单元清单
        | 编号 | 名称 | 承载的新型能力 | 责任部门 |
        |---|---|---|---|
        | CU-01 | 计划排产 | NC-01 | 计划部 |
        ## 能力：排产能力 {#NC-01}
        //- a/2.plan.yaml
        standard: T/AIITRE 20001—2021
        能力单元:
          - 编号: CU-01
            名称: 计划排产
            承载: NC-01
            责任部门: 生产部😀
                      ^^^^^^^^ conflicting-values: 另一处是“计划部”
        ",
    );
}

#[test]
fn level_and_target_of_one_entity_must_agree() {
    check(
        "
        //- plan.plan.yaml
        standard: T/AIITRE 20001—2021
        能力:
          - 编号: NC-01
            等级: CL2 → CL3
            目标等级: CL4
                      ^^^ conflicting-values
          - 编号: NC-02
            等级: {current: CL2, target: CL3}
            目标等级: 领域级
            ^^^^^^^^ duplicate-key
        ",
    );
}

#[test]
fn a_value_that_is_unknown_is_only_told_as_such() {
    check(
        "
        //- plan.plan.md
        ### 新型能力清单
        | 编号 | 名称 | 主要视角 | 目标等级 | 价值效益 |
        |---|---|---|---|---|
        | NC-01 | 排产能力 | 过程 | CL3 | 效率提升、少跑腿 |

        ## 能力：排产能力 {#NC-01}
        - 视角：生产
                ^^^^ unknown-viewpoint
        - 等级：CL9
                ^^^ unknown-level
        - 价值效益：少跑路
                    ^^^^^^ conflicting-values
        ",
    );
}

#[test]
fn a_plan_field_that_is_given_twice_is_told() {
    check(
        "
        //- plan.plan.md
        ---
        standard: T/AIITRE 20001—2021
        organization: 星海装备
        strategy: 交付领先
        demand: 待填写
        ---
        # 规划
        - 企业名称：星海重工😀
                    ^^^^^^^^^^ conflicting-values: 规划的“企业名称”前后不一致：这里是“星海重工😀”，另一处是“星海装备”
        - 规划期：2024—2026
        - 规划期：2024—2027
          ^^^^^^ duplicate-key: “规划期”在同一条目里写了两次
        ## 一、发展战略

        以质量取胜，向服务型制造转型，做大做强成套设备业务。
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ conflicting-values: 这里是“以质量取胜，向服务型制造转型，做大做强成…”，另一处是“交付领先”
        ## 二、总体需求

        打通订单到交付。
        ## 三、业务场景
        - 订单
        - 交付

        ## 四、业务架构
               ^^^^^^^^ duplicate-key: “业务场景”在同一条目里写了两次
        - 研发

        采购
        ",
    );
    check(
        "
        //- plan.plan.md
        ---
        standard: T/AIITRE 20001—2021
        organization: 星海装备
        ---
        # 规划
        | 企业名称 | 星海装备 |
        |---|---|
        | 标题 |  |
        | 标题 | 规划 |
        ## 总体需求
        ## 能力：排产 {#NC-01}
        - 价值活动：排程
        ### 价值活动
            ^^^^^^^^ duplicate-key
        催交
        ## 总体需求
        打通
        ",
    );
    check(
        "
        //# locale=en
        //- plan.plan.yaml
        standard: T/AIITRE 20001—2021
        organization: 星海装备
        企业名称: 星海重工
        ^^^^^^^^ duplicate-key: \"organization\" is given twice
        ",
    );
}
