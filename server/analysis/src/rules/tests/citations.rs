//! Examples of the rules in `rules/citations.rs`.

use super::check;

#[test]
fn a_clause_that_does_not_exist_is_told_with_what_does() {
    check(
        "
        //- plan.plan.md
        ## 能力：排产能力 {#NC-01}
        ### 能力单元 CU-01 计划排产
        #### 过程维
        ##### 改进
        - 复盘 [A.2.1.4 a]
                ^^^^^^^^^ unknown-clause [error]: 标准中没有 A.2.1.4 a：A.2.1.4 不分项，请直接引 A.2.1.4
        - 复盘 [A.2.1.4]
        - 复盘 [A.2.1.4 9]
                ^^^^^^^^^ unknown-clause: A.2.1.4 只有 1 个要点
        ##### 策划
        - 策划 [A.1.1.1]
                ^^^^^^^ unknown-clause: 标准中没有 A.1.1.1：A.1.1 的分项是 a–d
        - 策划（见 8.7）
                   ^^^ unknown-clause: 8 之下是 8.1–8.6
        - 策划（A.6.1.1 a）
                ^^^^^^^^^ unknown-clause: 可引的是 A.1–A.5
        #### 要素维
        ##### 数据
        - 主数据 [A.3.2.1 b 9]
                  ^^^^^^^^^^^ unknown-clause: A.3.2.1 b 只有
        - 采集 [A.3.2.1 z、A.3.2.1 a]
                ^^^^^^^^^ unknown-clause: A.3.2.1 的分项是 a–c
        - 采集 [A.3.
        ",
    );
    check(
        "
        //# locale=en
        //- plan.plan.yaml
        standard: T/AIITRE 20001—2021
        units:
          - id: CU-01
            element:
              data:
                - text: 主数据😀
                  clause: A.3.2.9 b
                          ^^^^^^^^^ unknown-clause: The standard has no A.3.2.9 b: below A.3.2 there are A.3.2.1–A.3.2.4
                - 采集（A.3.2.1 a）
                - 采集（A.3.2.1 x）（已完成）
                        ^^^^^^^^^ unknown-clause: the items of A.3.2.1 are a–c
        ",
    );
}

#[test]
fn a_citation_of_another_aspect_is_told_where_it_stands() {
    check(
        "
        //- plan.plan.md
        ## 能力：排产能力 {#NC-01}
        ### 能力单元 CU-01 计划排产
        #### 要素维
        ##### 数据
        - 部署服务器 [A.3.2.2 b]
                      ^^^^^^^^^ citation-wrong-aspect [warning]: A.3.2.2 b 属于要素维“技术”，这项建设内容却写在“数据”之下
        - 三年策划 [A.3.1.1 a]
                    ^^^^^^^^^ citation-wrong-aspect: 过程维“策划”
        - 采集 [A.3.2.1 a、7.4.2]
        ##### 技术、流程
        - 联网 [A.3.2.2 c、A.3.2.3 a]
        - 采集 [A.3.2.1 a]
                ^^^^^^^^^ citation-wrong-aspect: “技术”“流程”
        ##### 组织
        - 分工 [A.1.2 c]
        - 分工 [A.1.2 a]
                ^^^^^^^ citation-wrong-aspect
        ",
    );
    check(
        "
        //# locale=en
        //- plan.plan.yaml
        standard: T/AIITRE 20001—2021
        management:
          culture:
            - 求实（A.3.3.4 a）
            - 求变（A.3.3.1 a）
                    ^^^^^^^^^ citation-wrong-aspect: A.3.3.1 a is about
        units:
          - id: CU-01
            element:
              data:
                - {text: 采集, clause: [A.3.2.1 a, A.3.2.2 a]}
                                                   ^^^^^^^^^ citation-wrong-aspect
        ",
    );
}

#[test]
fn a_table_row_stands_in_the_aspect_of_its_cell() {
    check(
        "
        //- plan.plan.md
        ## 能力：排产能力 {#NC-01}
        ### 能力单元 CU-01 计划排产
        #### 要素维
        | 方面 | 建设内容 | 条款 |
        |---|---|---|
        | 数据 | 采集 | A.3.2.1 a |
        | 技术 | 联网 | A.3.2.2 c |
        | 数据 | 共享 | A.3.2.1 b |
        |      | 应用 | A.3.2.2 d |
                        ^^^^^^^^^ citation-wrong-aspect: “数据”之下
        ",
    );
}

#[test]
fn below_a_dimension_only_the_dimension_counts() {
    check(
        "
        //- plan.plan.md
        ## 能力：排产能力 {#NC-01}
        ### 能力单元 CU-01 计划排产
        #### 要素维
        - 采集并联网 [A.3.2.1 a、A.3.2.2 c]
        - 三年策划 [A.3.1.1 a]
                    ^^^^^^^^^ citation-wrong-aspect: 写在要素维之下
        ",
    );
}

#[test]
fn a_whole_clause_wants_its_items() {
    check(
        "
        //- plan.plan.md
        ## 能力：排产能力 {#NC-01}
        ### 能力单元 CU-01 计划排产
        #### 要素维
        ##### 数据
        - 数据治理 [A.3.2.1]
                    ^^^^^^^ broad-citation [information]: 请引到分项：a 
        - 数据治理 [A.3.2.1 a]
        - 不适用：没有产线 [A.3.2.1]
        - 平台 [A.3.2.2]
                ^^^^^^^ citation-wrong-aspect
        #### 过程维
        ##### 改进
        - 复盘 [A.3.1.4]
        ",
    );
    check(
        "
        //# locale=en
        //- plan.plan.yaml
        standard: T/AIITRE 20001—2021
        units:
          - id: CU-01
            management:
              governance: 治理（A.4.3.1）
                                ^^^^^^^ broad-citation: cite its items: a 
        ",
    );
    check(
        "
        //# profile=essential
        //- plan.plan.yaml
        standard: T/AIITRE 20001—2021
        能力单元: [{编号: CU-01, 管理维: {数字化治理: 治理（A.4.3.1）}}]
        ",
    );
}

#[test]
fn every_accepted_form_is_judged_alike() {
    check(
        "
        //- plan.plan.md
        ## 能力：排产能力 {#NC-01}
        ### 能力单元 CU-01 计划排产
        #### 要素维
        ##### 数据
        - 采集😀【附录 A.3.2.1 z）】
                       ^^^^^^^^^^^ unknown-clause: A.3.2.1 的分项是 a–c
        - 采集（见 T/AIITRE 20001—2021 A.3.2.1 a、z）
                                                  ^ unknown-clause: 标准中没有 A.3.2.1 z
        - 采集 [A.3.2.1 a–e]
                ^^^^^^^^^^^ unknown-clause: 标准中没有 A.3.2.1 d：A.3.2.1 的分项是 a–c；标准中没有 A.3.2.1 e
        - 采集 [A.3.2.1b]、约 1.9 亿元、第 9.9 版
        - 采集（Ａ.3.2.1 a–c）
        ",
    );
}

#[test]
fn a_citation_that_leads_nowhere_is_told_wherever_it_is_read() {
    check(
        "
        //- plan.plan.md
        ---
        standard: T/AIITRE 20001—2021
        demand: 按 A.3.2.9 打通😀（A.3.2.1 b），增长 8.7%，版本 8.7
                   ^^^^^^^ unknown-clause: A.3.2 之下是 A.3.2.1–A.3.2.4
        ---
        ## 二、总体思路（A.9.9）
                         ^^^^^ unknown-clause
        依据 A.9.8 的段落不读。
        ## 能力：排产能力（A.6.1） {#NC-01}
                           ^^^^^ unknown-clause
        - 例外说明：见 8.9，试点期间只建一个视角
                       ^^^ unknown-clause: 8 之下是 8.1–8.6
        - 评测依据：自评 8.7 分（[A.3.2.1 z、a]）
                                  ^^^^^^^^^ unknown-clause: A.3.2.1 的分项是 a–c

        | 指标 | 价值效益 | 现值 | 目标值 |
        |---|---|---|---|
        | 准交率[A.3.2.1 b 9] | 效率提升 | 8.7 | （8.7） |
                 ^^^^^^^^^^^ unknown-clause
        | 达标率 | 效率提升 | 见 8.7 | 达到 A.3.2.6 |
                                            ^^^^^^^ unknown-clause
        ### 能力单元 CU-01 计划排产
        #### 数据（A.3.2.8）
                   ^^^^^^^ unknown-clause
        #### 要素维
        | 方面 | 建设内容 | 条款 | 备注 |
        |---|---|---|---|
        | 数据 | 主数据 | A.3.2.1 b | 见 A.3.2.7 |
                                         ^^^^^^^ unknown-clause
        - 主数据 [A.3.2.6 a]
                  ^^^^^^^^^ unknown-clause
        ",
    );
    check(
        "
        //# locale=en
        //- plan.plan.yaml
        standard: T/AIITRE 20001—2021
        demand: 打通（A.3.
        units:
          - id: CU-01
            evidence: |
              自评报告
              对照 A.3.2.9 b 与 8.4.1 a
                   ^^^^^^^^^ unknown-clause: The standard has no A.3.2.9 b
            deviation: \"[A.7.1]\"
                         ^^^^^ unknown-clause
            element:
              data:
                - text: 主数据😀（A.3.2.1 b）
                  note: 参见 A.3.2.1 z
                             ^^^^^^^^^ unknown-clause: the items of A.3.2.1 are a–c
        ",
    );
}
