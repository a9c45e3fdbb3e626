//! Examples of the rules in `rules/unfinished.rs`.

use crate::fixture::check_rules;

fn check(source: &str) {
    check_rules(&["near-miss-label", "placeholder", "reference-year", "missing-viewpoint"], source);
}

#[test]
fn a_label_one_slip_away_is_told_and_silences_what_it_means() {
    check(
        "
        //- plan.plan.md
        ## 能力：排产😀 {#NC-01}
        - 主要视脚：过程
          ^^^^^^^^ near-miss-label [information]: “主要视角”
        - 编制：计划部
        - 目的：稳
        - 目标等级：CL2

        **价值话动**：排产
          ^^^^^^^^ near-miss-label

        | 字段 | 内容 |
        |---|---|
        | 组织边届 | 计划部 |
          ^^^^^^^^ near-miss-label: “组织边界”
        ",
    );
    check(
        "
        //# locale=en
        //- plan.plan.md
        ## Capability: Scheduling {#NC-01}
        - viewpont: process
          ^^^^^^^^ near-miss-label: \"viewpoint\"
        - note: form follows
        - lever: CL2
          ^^^^^ near-miss-label: \"level\"
        - target: CL2
        ",
    );
}

#[test]
fn placeholders_are_told_once_an_entity() {
    check(
        "
        //- plan.plan.md
        ## 能力：排产😀 {#NC-01}
        - 视角：过程
        - 优先级：TODO
                  ^^^^ placeholder [information]: 新型能力 NC-01 有内容待填写（另有 1 处）
        - 例外说明：
        ### 能力单元 CU-01 排产
        #### 要素维
        ##### 数据
        - 由计划部（待补充）统一编码 [A.2.2.1 b]
          ^^^^^^^^^^^^^^^^^^^^^^^^^^ placeholder: CU-01
        ##### 技术
        - 不适用
        ## 能力：研发 {#NC-02}
        - 视角：过程
        - 例外说明：
          ^^^^^^^^ placeholder
        ",
    );
    check(
        "
        //# locale=en
        //- plan.plan.yaml
        standard: T/AIITRE 20001—2021
        title: '{{title}}'
               ^^^^^^^^^^^ placeholder: Still to be filled in, in the plan
        units:
          - id: CU-01
            name: 待定价的工序
            element:
              data: [待填写：数据应用（A.2.2.1 c）]
                     ^^^^^^^^^^^^^^^^ placeholder
        ",
    );
}

#[test]
fn a_dated_reference_has_its_year() {
    check(
        "
        //# profile=thorough
        //- plan.plan.md
        ---
        standard: T/AIITRE 20001—2021
        strategy: 按 GB/T 23001—2017 建立体系
        ---
        ### 能力单元 CU-01 排产
        #### 过程维
        ##### 策划
        - 按 GB/T23001 建立体系😀 [A.2.1.1 a]
          ^^^^^^^^^^^^^^^^^^^^^^^ reference-year [hint]: 没有写年份
        - 按 GB/T 23001-2013 建立体系 [A.2.1.1 a]
          ^^^^^^^^^^^^^^^^^^^^^^^^^^^ reference-year: GB/T 23001—2013
        - 按 GB/T 23001-2017、GB/T 230011 建立体系 [A.2.1.1 a]
        ",
    );
}

#[test]
fn a_dated_reference_in_prose_has_its_year() {
    check(
        "
        //# profile=thorough
        //- plan.plan.md
        ---
        standard: T/AIITRE 20001—2021
        strategy: 打通订单到交付
        ---
        # 规划

        本规划依据 T/AIITRE 20001—2021 编写，管理体系按😀 GB/T 23001 运行。
                                                          ^^^^^^^^^^ reference-year [hint]: 没有写年份
        体系文件：按 GB/T 23001—
        2017 编写，并按 GB/T 23001—2013 复核
                        ^^^^^^^^^^^^^^^ reference-year: GB/T 23001—2013

        | 版本 | 依据 |
        |---|---|
        | V1.2 | GB/T23001-2013 |
                 ^^^^^^^^^^^^^^ reference-year
        ## 一、按 GB/T 23001 管理
                  ^^^^^^^^^^ reference-year
        - 内审按 GB/T 23001—2017，外审按 gb/t 23001
                                         ^^^^^^^^^^ reference-year
        ## 能力：排产能力 {#NC-01}
        - 视角：过程
        - 说明：按 GB/T 23001 运行
                   ^^^^^^^^^^ reference-year
        ### 能力单元 CU-01 排产
        #### 过程维
        按 GB/T 23001 运行。
           ^^^^^^^^^^ reference-year
        ##### 策划
        体系按 GB/T 23001 运行。
               ^^^^^^^^^^ reference-year
        ",
    );
}

#[test]
fn a_dated_reference_in_prose_may_be_allowed() {
    check(
        "
        //# profile=thorough
        //- plan.plan.md
        ---
        standard: T/AIITRE 20001—2021
        strategy: 打通订单到交付
        ---
        # 规划

        <!-- capplan: allow reference-year — 引自旧合同 -->
        管理体系按 GB/T 23001 运行。
        ",
    );
}
