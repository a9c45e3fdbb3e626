//! Examples of the rules in `rules/reading.rs`.

use super::check;

#[test]
fn yaml_that_cannot_be_read_is_told_once_and_the_rest_is_read() {
    check(
        "
        //- plan.plan.yaml
        standard: T/AIITRE 20001—2021
        能力:
          - 编号: NC-01
            名称: \"生产管控能力
                  ^^^^^^^^^^^^^ syntax-error [error]: 没有结束
            视角: 生产
                  ^^^^ unknown-viewpoint
        ",
    );
    check(
        "
        //# locale=en
        //- plan.plan.yaml
        standard: T/AIITRE 20001—2021
        units:
          - id: CU-01
            bound
            ^^^^^ syntax-error: key: value
            scope: 部门
                   ^^^^ unknown-value
        ",
    );
}

#[test]
fn what_is_open_to_the_end_is_told_where_it_begins() {
    check(
        "
        //- plan.plan.md
        ## 能力：排产能力 {#NC-01}
        - 视角：生产
                ^^^^ unknown-viewpoint

        ```mermaid
        ^^^^^^^^^^ syntax-error: 代码块没有结束
        graph LR
        ",
    );
    check(
        "
        //- plan.plan.md
        ---
        ^^^ syntax-error: ---
        standard: T/AIITRE 20001—2021
        ",
    );
    check(
        "
        //- plan.plan.md
        ---
        standard: T/AIITRE 20001—2021
        ---
        ```mermaid
        graph LR
        ```
        ## 能力：排产能力 {#NC-01}
        ",
    );
}

#[test]
fn a_value_that_begins_with_a_reserved_character_wants_quotes() {
    check(
        "
        //- plan.plan.yaml
        standard: T/AIITRE 20001—2021
        demand: %80 的订单一次交付😀
                ^^^^^^^^^^^^^^^^^^^^ unquoted-notation [error]: “%”
        能力单元:
          - 编号: CU-01
            名称: @计划排产
                  ^^^^^^^^^ unquoted-notation: “@”
            要素维:
              数据:
                - [A.3.2.1 a] 自动采集产线数据
                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unquoted-notation: “[”
                - \"[A.3.2.1 a] 自动采集产线数据\"
                - 自动采集产线数据（A.3.2.1 a）
        ",
    );
}

#[test]
fn a_key_that_is_no_field_gets_the_nearest_one() {
    check(
        "
        //- plan.plan.yaml
        standard: T/AIITRE 20001—2021
        title: 星海规划
        能力:
          - 编号: NC-01
            名称: 排产能力
            viewpont: 过程
            ^^^^^^^^ unknown-key [warning]: 不是新型能力的字段，是否应为“viewpoint”？
            组织边届: 计划部
            ^^^^^^^^ unknown-key: “组织边界”
            pattern: 流程型
            ^^^^^^^ unknown-key: 而是能力模块的字段
            好处: 很多
            ^^^^ unknown-key: 没有读取
        能力单元:
          - 编号: CU-01
            数据:
            ^^^^ unknown-key: 应写在“要素维”（element）之下
              - 采集（A.3.2.1 a）
            manegement:
            ^^^^^^^^^^ unknown-key: “management”
              culture: [求实]
            process:
              planing: [策划]
              ^^^^^^^ unknown-key: “planning”
        ",
    );
    check(
        "
        //# locale=en
        //- plan.plan.md
        ---
        standard: T/AIITRE 20001—2021
        strategi: 稳
        ^^^^^^^^ unknown-key: \"strategi\" is no field of a plan; did you mean \"strategy\"?
        ---
        ## 能力：排产能力 {#NC-01}
        - 编制：计划部
        ",
    );
}

#[test]
fn a_value_of_the_wrong_kind_is_told() {
    check(
        "
        //- plan.plan.yaml
        standard: T/AIITRE 20001—2021
        title: {一: 二}
               ^^^^^^^^ wrong-type [error]: “title”应为文字，这里写的是映射
        能力:
          - 编号: NC-01
            名称: [排产, 能力]
                   ^^^^ wrong-type: “名称”应为文字，这里写的是列表
            视角: 过程
            价值活动: {排产: 1}
                      ^^^^^^^^^ wrong-type: 应为列表，这里写的是映射
        能力单元: 没有
                  ^^^^ wrong-type: 应为列表，这里写的是文字
        ",
    );
    check(
        "
        //- plan.plan.md
        ## 能力：排产能力 {#NC-01}
        ```yaml plan
        视角: {过程: 是}
              ^^^^^^^^^^ wrong-type
        boundary: [计划部, 分厂]
        level: {current: CL2, target: CL3}
        ```
        ",
    );
}

#[test]
fn a_field_given_twice_is_told_at_the_later_place() {
    check(
        "
        //- plan.plan.yaml
        standard: T/AIITRE 20001—2021
        能力:
          - 编号: NC-01
            视角: 过程
            perspective: 载体
            ^^^^^^^^^^^ duplicate-key [error]: 写了两次
        ",
    );
    check(
        "
        //# locale=en
        //- plan.plan.md
        ## 能力：排产能力 {#NC-01}
        - 视角：过程
        - 主要视角：载体
          ^^^^^^^^ duplicate-key: \"viewpoint\" is given twice
        ",
    );
    check(
        "
        //- plan.plan.yaml
        standard: T/AIITRE 20001—2021
        能力单元:
          - 编号: CU-01
            要素维:
              数据:
                - text: 采集
                  条款: A.3.2.1 a
                  clause: A.3.2.1 b
                  ^^^^^^ duplicate-key
        ",
    );
}
