//! Examples of the rules in `rules/edition.rs`.

use super::check;

#[test]
fn the_2020_edition_is_told_at_the_value() {
    for (name, old) in
        [("T/AIITRE 20001—2020", true), ("AIITRE 20001-2020", true), ("Ｔ/AIITRE 20001：2020", true)]
    {
        let carets: String =
            name.chars().map(|c| if c.is_ascii() || c == '—' { "^" } else { "^^" }).collect();
        let mark = if old {
            format!("          {carets} old-edition [warning]: 现行为 T/AIITRE 20001—2021")
        } else {
            String::new()
        };
        check(&format!("//- plan.plan.yaml\nstandard: {name}\n{mark}\n"));
    }
    check("//- plan.plan.yaml\nstandard: T/AIITRE 20001—2021，代替 20001—2020\n");
    check("//- plan.plan.md\n---\nstandard: AIITRE 20001\n---\n");
}

#[test]
fn a_level_name_of_2020_is_told_with_todays() {
    check(
        "
        //- plan.plan.md
        ## 能力：排产能力 {#NC-01}
        - 等级：单元级 → CL3（流程级）
                ^^^^^^^^^^^^^^^^^^^^^^ old-edition [warning]: “单元级”是 2020 年版的等级名称，现为 CL2（场景级）
        ## 能力：研发能力 {#NC-02}
        - 等级：场景级 → CL3（领域级）
        ",
    );
    check(
        "
        //# locale=en
        //- plan.plan.yaml
        standard: T/AIITRE 20001—2021
        capabilities:
          - id: NC-01
            level: {current: CL1 初始级, target: 网络级}
                             ^^^^^^^^^^^^^^^^^^^^^^^^^^ old-edition: 初始级 is the 2020 edition's name
          - id: NC-02
            title: 网络级数据
            ^^^^^ unknown-key
        ",
    );
}

#[test]
fn a_2020_name_beside_another_code_is_a_contradiction_only() {
    check(
        "
        //- plan.plan.md
        ## 能力：排产能力 {#NC-01}
        - 等级：CL2（流程级）
                ^^^^^^^^^^^^^ level-name-mismatch: 流程级是 CL3
        ",
    );
}

#[test]
fn a_2020_name_beside_its_code_is_told_wherever_it_is_read() {
    check(
        "
        //- plan.plan.md
        ---
        standard: T/AIITRE 20001—2021
        demand: 两年内由 CL2（单元级）升到😀 CL3 流程级
                              ^^^^^^^^^^^^^^^^^^^^^^^^^ old-edition [warning]: “单元级”是 2020 年版的等级名称，现为 CL2（场景级）；“流程级”
        ---
        ## 二、CL4 網絡級的愿景
                   ^^^^^^ old-edition: 现为 CL4（平台级）
        ## 能力：单元级（cl 2）排产 {#NC-01}
                 ^^^^^^ old-edition
        ### 能力单元 CU-01 计划排产
        #### 要素维
        ##### 数据
        - 编码达到 CL1-初始级要求 [A.3.2.1 a]
                       ^^^^^^ old-edition
        - 单元级数据，CL2 流程级，CL22 单元级
        - CL3（流程
        ",
    );
    check(
        "
        //# locale=en
        //- plan.plan.yaml
        standard: T/AIITRE 20001—2021
        units:
          - id: CU-01
            boundary: \"CL2 单元级\"
                           ^^^^^^ old-edition: 单元级 is the 2020 edition's name of what is now CL2 (场景级)
            indicators:
              - {name: CL4 网络级覆盖率😀, target: 80%}
                           ^^^^^^ old-edition
            element:
              data:
                - text: CL3 流程级主数据 [A.3.2.1 b 1]
                            ^^^^^^ old-edition
                  note: 单元级主数据
        ",
    );
}
