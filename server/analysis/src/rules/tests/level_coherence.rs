use crate::fixture::check_rules;

#[test]
fn a_capability_has_a_target_level() {
    check_rules(
        &["missing-level"],
        "
        //- plan.plan.md
        ## 能力：排产能力😀 {#NC-01}
           ^^^^^^^^^^^^^^^^^^^^^^^^^ missing-level [warning]: 新型能力 NC-01 没有写目标等级；请写明 CL1–CL5
        - 视角：过程
        ### 能力单元 CU-01 计划排产
        - 组织边界：计划部
        ## 能力：质量能力 {#NC-02}
           ^^^^^^^^^^^^^^^^^^^^^^^ missing-level
        - 当前等级：CL1
        ## 能力：研发能力 {#NC-03 target=CL2}
        - 视角：过程
        ## 能力：服务能力 {#NC-04}
        - 等级：CL6
        ## 能力模块 CM-01 组合
        - 组成：CU-01
        ",
    );
    check_rules(
        &["missing-level"],
        "
        //# locale=en
        //- plan.plan.yaml
        capabilities:
          - {id: NC-01, viewpoint: process, level: —}
             ^^ missing-level: The capability NC-01 has no target level: state one of CL1–CL5
          - {id: NC-02, viewpoint: process, targt: CL3}
          - {id: NC-03, viewpoint: process, level: [[CL3]]}
          - {id: NC-04, viewpoint: process, level: 领域级}
        ",
    );
}

#[test]
fn a_unit_takes_its_level_from_what_it_carries() {
    check_rules(
        &["missing-level"],
        "
        //- plan.plan.yaml
        能力:
          - {编号: NC-01, 视角: 过程, 等级: CL3}
          - {编号: NC-02, 视角: 过程}
             ^^^^ missing-level
        能力单元:
          - {编号: CU-01, 承载: NC-01, 责任部门: 一}
          - {编号: CU-02, 承载: NC-02, 责任部门: 二}
          - {编号: CU-03, 承载: NC-99, 责任部门: 三}
          - {编号: CU-04, 责任部门: 四}
          - {编号: CU-05, 责任部门: 五, 等级: CL2}
        ",
    );
}

#[test]
fn a_target_is_not_below_the_current_level() {
    check_rules(
        &["target-below-current"],
        "
        //# profile=essential
        //- plan.plan.md
        ## 能力：排产能力😀 {#NC-01}
        - 等级：CL3 → CL2
                      ^^^ target-below-current [error]: 新型能力 NC-01 的目标等级 CL2（场景级）低于当前等级 CL3（领域级）；请改其一
        ## 能力单元 CU-01 计划排产
        - 目标等级：CL2
        - 现状等级：平台级
                    ^^^^^^ target-below-current
        ## 能力模块 CM-01 组合
        - 等级：CL3 → CL3
        ",
    );
    check_rules(
        &["target-below-current"],
        "
        //# locale=en
        //- plan.plan.yaml
        capabilities:
          - id: NC-01
            level: {current: CL4, target: CL3}
                                          ^^^ target-below-current: The capability NC-01 aims at CL3 (domain level), below its current level CL4 (platform level)
          - {id: NC-02, level: CL4}
          - {id: NC-03, level: CL4 → CL9}
        units:
          - {id: CU-01, carries: NC-02, current: CL5}
        ",
    );
}

#[test]
fn a_capability_does_not_aim_above_all_its_units() {
    let rules = ["capability-above-units"];
    check_rules(
        &rules,
        "
        //- plan.plan.md
        ## 能力：生产能力😀 {#NC-01}
        - 等级：CL2 → CL4
                      ^^^ capability-above-units [warning]: 新型能力 NC-01 的目标等级 CL4（平台级）高于所有能力单元的目标等级（CU-01 CL3、CU-02 CL3）；请统一
        ### 能力：排产能力 {#NC-01-1}
        - 等级：CL3
        #### 能力单元 CU-01 计划排产
        ### 能力：派工能力 {#NC-01-2}
        - 等级：CL2
        #### 能力单元 CU-02 派工
        - 等级：CL3
        ",
    );
    check_rules(
        &rules,
        "
        //- plan.plan.yaml
        能力:
          - {编号: NC-01, 目标等级: CL4}
          - {编号: NC-02, 目标等级: CL4}
          - {编号: NC-03, 目标等级: CL4}
        能力单元:
          - {编号: CU-01, 承载: [NC-01]}
          - {编号: CU-02, 承载: [NC-02], 等级: CL3}
          - {编号: CU-03, 承载: [NC-02], 等级: CL9}
        ",
    );
}

#[test]
fn above_the_lowest_unit_only_is_a_thorough_hint() {
    check_rules(
        &["capability-above-units"],
        "
        //- plan.plan.yaml
        能力:
          - {编号: NC-01, 目标等级: CL4}
        能力单元:
          - {编号: CU-01, 承载: [NC-01]}
          - {编号: CU-02, 承载: [NC-01], 等级: CL3}
        ",
    );
    check_rules(
        &["capability-above-units"],
        "
        //# profile=thorough
        //- plan.plan.yaml
        能力:
          - {编号: NC-01, 目标等级: CL4}
                                    ^^^ capability-above-units [hint]: 高于部分能力单元的目标等级（CU-02 CL3）
        能力单元:
          - {编号: CU-01, 承载: [NC-01]}
          - {编号: CU-02, 承载: [NC-01], 等级: CL3}
        ",
    );
}

#[test]
fn a_severity_set_on_purpose_brings_the_hint_too() {
    check_rules(
        &["capability-above-units"],
        "
        //- capplan.toml
        [rules]
        capability-above-units = \"error\"
        //- plan.plan.yaml
        能力:
          - {编号: NC-01, 目标等级: CL4}
                                    ^^^ capability-above-units [hint]: 高于部分
          - {编号: NC-02, 目标等级: CL4}
                                    ^^^ capability-above-units [error]: 高于所有
        能力单元:
          - {编号: CU-01, 承载: [NC-01]}
          - {编号: CU-02, 承载: [NC-01, NC-02], 等级: CL3}
        ",
    );
}
