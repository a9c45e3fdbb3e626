//! Examples of the rules in `rules/vocabulary.rs`.

use super::check;

#[test]
fn a_viewpoint_outside_the_six_is_told_at_its_place() {
    check(
        "
        //- plan.plan.md
        ## 能力：生产管控能力 {#NC-01}
        - 视角：过程、生产
                      ^^^^ unknown-viewpoint [warning]: “生产”不是新型能力的视角；请从中选择：载体、过程
        - 等级：CL3
        ## 能力：研发能力 {#NC-02}
        - 视角：价值创造的载体；關鍵驅動要素，合作夥伴
        ",
    );
    check(
        "
        //- plan.plan.yaml
        standard: T/AIITRE 20001—2021
        能力:
          - 编号: NC-01
            名称: 生产管控能力😀
            视角: [生产, 合作伙伴, 销售]
                   ^^^^^^^^^^^^^^^^^^^^ unknown-viewpoint: “生产”不是新型能力的视角；“销售”不是新型能力的视角；请从中选择
          - 编号: NC-02
            视角:
              - Process
              - 生产
                ^^^^ unknown-viewpoint
          - 编号: NC-03
            视角: TODO
        ",
    );
}

#[test]
fn a_level_that_is_none_is_told() {
    check(
        "
        //- plan.plan.md
        ## 能力：排产能力 {#NC-01}
        - 等级：CL2 → CL6
                      ^^^ unknown-level [error]: “CL6”不是能力等级；等级为 CL1（规范级）、CL2（场景级）
        ## 能力：研发能力 {#NC-02 target=高级}
                                         ^^^^ unknown-level
        ## 能力：服务能力 {#NC-03}
        - 目标等级：ＣＬ３（领域级）
        - 当前等级：场景级
        ",
    );
    check(
        "
        //# locale=en
        //- plan.plan.yaml
        standard: T/AIITRE 20001—2021
        units:
          - {id: CU-01, level: 领先级}
                               ^^^^^^ unknown-level: \"领先级\" is no level; levels are CL1 (规范级), CL2
          - {id: CU-02, level: {current: cl 2, target: 领域级}}
        ",
    );
}

#[test]
fn a_code_beside_another_name_is_told() {
    check(
        "
        //- plan.plan.md
        ## 能力：排产能力 {#NC-01}
        - 等级：CL2（领域级）
                ^^^^^^^^^^^^^ level-name-mismatch [error]: CL2 是场景级，领域级是 CL3
        ## 能力：研发能力 {#NC-02}
        - 等级：CL3（部门级）
                ^^^^^^^^^^^^^ level-name-mismatch: 没有等级叫“部门级”
        ## 能力：服务能力 {#NC-03}
        - 等级：CL3（领域级）
        ",
    );
    check(
        "
        //# locale=en
        //- plan.plan.yaml
        standard: T/AIITRE 20001—2021
        capabilities:
          - id: NC-01
            target: 平台级 CL5
                    ^^^^^^^^^^ level-name-mismatch: CL5 is 生态级, 平台级 is CL4
          - id: NC-02
            target: CL4-平台级
        ",
    );
}

#[test]
fn a_value_outside_its_enum_is_told() {
    check(
        "
        //- plan.plan.md
        ## 能力：排产能力 {#NC-01}
        - 能力形态：能力岛
                    ^^^^^^ unknown-value [warning]: “能力岛”不是“能力类型”的取值；请从中选择：能力节点、能力流
        - 覆盖范围：组织（企业）全局、部门
                                      ^^^^ unknown-value
        ### 能力单元 CU-01 计划排产
        - 驱动方式：知识驱动型
        - 数字化程度：部门级
                      ^^^^^^ unknown-value: “部门级”另有所指
        - 网络基础：物联网
                    ^^^^^^ unknown-value: 传感网
        - 文化假设：复杂人
                    ^^^^^^ unknown-value: 经济人
        #### 要素维
        | 方面 | 建设内容 | 条款 | 状态 |
        |---|---|---|---|
        | 数据 | 自动采集 | A.3.2.1 a | 建成一半 |
                                        ^^^^^^^^ unknown-value: “状态”
        | 数据 | 主数据 | A.3.2.1 b | 已建成 |
        ## 能力模块 CM-01 订单到交付
        - 组合范式：流程型
        ",
    );
    check(
        "
        //# locale=en
        //- plan.plan.yaml
        standard: T/AIITRE 20001—2021
        capabilities:
          - {id: NC-01, form: network, scope: [domain, partners]}
        units:
          - id: CU-01
            drive: belief
                   ^^^^^^ unknown-value: \"belief\" is no value of \"drive\"; choose from: function, technology
            benefits: [一切都好]
            element:
              data:
                - {text: 采集, clause: A.3.2.1 a, status: done}
                - {text: 共享, clause: A.3.2.1 b, status: 差不多}
                                                          ^^^^^^ unknown-value: \"status\"
        modules:
          - {id: CM-01, pattern: 混合型}
                                 ^^^^^^ unknown-value
        ",
    );
}
