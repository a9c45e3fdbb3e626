//! Examples of the rules in `rules/references.rs`.

use super::check;

#[test]
fn a_reference_to_nothing_is_told_with_the_nearest_id() {
    check(
        "
        //- plan.plan.md
        ## 能力：排产能力 {#NC-01}
        - 支撑优势：—
        ### 能力单元 CU-01 计划排产
        - 承载的新型能力：NC-01、NC-1
                                 ^^^^ dangling-reference [error]: 没有编号为“NC-1”的新型能力，是否应为 NC-01（排产能力）？
        ### 能力单元 CU-02 质量追溯
        - 承载：质控能力
                ^^^^^^^^ dangling-reference: 请改正编号
        ## 能力模块 CM-01 订单到交付
        - 组成：计划排产、cu-02
                ^^^^^^^^^^^^^^^ dangling-reference: 是否应为 CU-01（计划排产）？没有编号为“cu-02”的能力单元或能力模块，是否应为 CU-02
        ",
    );
    check(
        "
        //# locale=en
        //- plan.plan.yaml
        standard: T/AIITRE 20001—2021
        advantages: [{id: YS-1, name: 交付快}]
        capabilities:
          - id: NC-01
            supports: [YS-1, YS-2]
                             ^^^^ dangling-reference: There is no advantage \"YS-2\"; did you mean YS-1?
            parent: TODO
          - id: NC-02
            parent: NC-01
            supports:
              - YS-9
                ^^^^ dangling-reference
              - YS-8
                ^^^^ dangling-reference
        ",
    );
}

#[test]
fn references_resolve_across_the_files_of_a_set() {
    let files = "
        //- CONFIG
        //- a/1.plan.yaml
        standard: T/AIITRE 20001—2021
        能力单元: [{编号: CU-01, 承载: NC-01}]
        //- a/2.plan.md
        ## 能力：排产能力 {#NC-01}
        ";
    check(&files.replace("CONFIG", "a/capplan.toml"));
    let marked = files.replace(
        "承载: NC-01}]\n",
        "承载: NC-01}]\n                                       ^^^^^ dangling-reference\n",
    );
    check(&marked.replace("CONFIG", "b/capplan.toml"));
}

#[test]
fn a_reference_to_another_kind_is_told() {
    check(
        "
        //- plan.plan.md
        ## 能力：排产能力 {#NC-01}
        ### 能力单元 CU-01 计划排产
        ### 能力单元 CU-02 质量追溯
        - 承载的新型能力：CU-01
                          ^^^^^ wrong-reference-kind [error]: CU-01 是能力单元，而“承载的新型能力”应填新型能力的编号
        ## 能力模块 CM-01 订单到交付
        - 组成：CU-01、NC-01
                       ^^^^^ wrong-reference-kind: 应填能力单元或能力模块的编号
        ",
    );
    check(
        "
        //# locale=en
        //- plan.plan.yaml
        standard: T/AIITRE 20001—2021
        advantages: [{id: YS-1, name: 交付快}]
        capabilities:
          - {id: NC-01, supports: NC-01}
                                  ^^^^^ wrong-reference-kind: NC-01 is a capability, but \"supports\" takes the id of an advantage
          - {id: NC-02, parent: YS-1}
                                ^^^^ wrong-reference-kind: YS-1 is an advantage
        ",
    );
}

#[test]
fn a_cycle_is_told_once_at_the_latest_reference() {
    check(
        "
        //- plan.plan.md
        ## 能力：排产能力 {#NC-01}
        - 上级能力：NC-03
        ## 能力：研发能力 {#NC-02}
        - 上级能力：NC-01
        ## 能力：服务能力 {#NC-03}
        - 上级能力：NC-02
                    ^^^^^ reference-cycle [error]: 上级能力形成循环：NC-03 → NC-02 → NC-01 → NC-03
        ## 能力：供应能力 {#NC-04}
        - 上级能力：NC-03
        ## 能力：人才能力 {#NC-05}
        - 上级能力：NC-05
                    ^^^^^ reference-cycle: NC-05 以自己为上级能力
        ",
    );
    check(
        "
        //# locale=en
        //- plan.plan.yaml
        standard: T/AIITRE 20001—2021
        modules:
          - {id: CM-01, members: [CM-02, CU-01]}
          - {id: CM-02, members: [CU-01, CM-01]}
                                         ^^^^^ reference-cycle: each other's members: CM-02 → CM-01 → CM-02
          - {id: CM-03, members: [CM-01]}
        units: [{id: CU-01}]
        ",
    );
}

#[test]
fn a_capability_whose_child_is_its_parent_makes_a_cycle() {
    check(
        "
        //- plan.plan.md
        ## 能力：排产能力 {#NC-01}
        - 上级能力：NC-02
                    ^^^^^ reference-cycle
        ### 能力：计划能力 {#NC-02}
        ",
    );
}

#[test]
fn what_an_open_fence_hides_is_not_told_as_dangling() {
    check(
        "
        //- plan.plan.md
        ## 能力模块 CM-01 组合 😀
        - 组成：CU-01、CU-09
                       ^^^^^ dangling-reference
        ### 能力单元 CU-01 计划排产
        ",
    );
    check(
        "
        //- plan.plan.md
        ## 能力模块 CM-01 组合 😀
        - 组成：CU-01、CU-09
        ```text
        ^^^^^^^ syntax-error
        ### 能力单元 CU-01 计划排产
        ",
    );
}
