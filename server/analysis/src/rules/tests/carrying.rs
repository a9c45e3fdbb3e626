use crate::fixture::check_rules;

#[test]
fn a_unit_carries_what_is_not_split() {
    check_rules(
        &["split-capability-carried"],
        "
        //- plan.plan.md
        ## 能力：生产管控能力😀 {#NC-01}
        - 视角：过程
        ### 能力单元 CU-01 总调度
            ^^^^^^^^^^^^^^^^^^^^^ split-capability-carried [warning]: 能力单元 CU-01 承载的新型能力 NC-01 还分解为 NC-01-1、NC-01-2；能力单元承载不再分解的能力（6.2 c、7.1），请改为承载其中的子能力
        ### 能力：排产能力 {#NC-01-1}
        #### 能力单元 CU-02 排产
        ### 能力：质量能力 {#NC-01-2}
        ## 能力单元 CU-03 质量
        - 承载：NC-01-2、NC-01
                         ^^^^^ split-capability-carried: 能力单元 CU-03 承载的
        ## 能力模块 CM-01 组合
        - 承载：NC-01
        ",
    );
    check_rules(
        &["split-capability-carried"],
        "
        //# locale=en
        //- 规划/capplan.toml
        //- 规划/a.plan.yaml
        capabilities:
          - {id: NC-01, viewpoint: process}
          - {id: NC-02, parent: NC-01}
          - {id: NC-03, parent: NC-04}
          - {id: NC-04, parent: NC-03}
        //- 规划/b.plan.yaml
        units:
          - {id: CU-01, carries: [NC-01]}
                                  ^^^^^ split-capability-carried: The unit CU-01 carries the capability NC-01, which is split into NC-02: units carry what is not split further (6.2 c, 7.1); carry one of those instead
          - {id: CU-02, carries: [NC-02, NC-03, NC-99]}
        ",
    );
}

#[test]
fn a_second_unit_for_a_leaf_is_a_hint() {
    check_rules(
        &["doubly-carried"],
        "
        //# profile=thorough
        //- plan.plan.md
        ## 能力：排产能力 {#NC-01}
        ### 能力单元 CU-01 主计划
        ### 能力单元 CU-02 派工😀
            ^^^^^^^^^^^^^^^^^^^^^ doubly-carried [hint]: 新型能力 NC-01 已由 CU-01 承载，CU-02 又承载了一次（6.2 c）；请继续分解该能力，或合并单元
        ## 能力单元 CU-03 催交
        - 承载：NC-01、NC-02
                ^^^^^ doubly-carried: 已由 CU-01、CU-02 承载
        ## 能力：催交能力 {#NC-02}
        ## 能力模块 CM-01 组合
        - 承载：NC-01、NC-02
        ",
    );
    check_rules(
        &["doubly-carried"],
        "
        //# profile=thorough locale=en
        //- plan.plan.yaml
        capabilities:
          - {id: NC-01, viewpoint: process}
          - {id: NC-02, viewpoint: process, capabilities: [{id: NC-03}]}
        units:
          - {id: CU-01, carries: [NC-01, NC-01]}
          - {id: CU-02, carries: NC-01}
                                 ^^^^^ doubly-carried: The capability NC-01 is carried by CU-01 already and by CU-02 again (6.2 c)
          - {id: CU-03, carries: NC-02}
          - {id: CU-04, carries: NC-02}
        ",
    );
}

#[test]
fn a_split_into_one_is_a_hint() {
    check_rules(
        &["single-child-split"],
        "
        //# profile=thorough
        //- plan.plan.md
        ## 能力：生产管控能力😀 {#NC-01}
           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ single-child-split [hint]: 新型能力 NC-01 只分解出 NC-01-1 一项（6.2 b）；
        ### 能力：排产能力 {#NC-01-1}
        ## 能力：服务能力 {#NC-02}
        ### 能力：备件能力 {#NC-02-1}
        ## 能力：维修能力 {#NC-02-2}
        - 上级能力：NC-02
        ",
    );
    check_rules(
        &["single-child-split"],
        "
        //# profile=thorough locale=en
        //- plan.plan.yaml
        capabilities:
          - {id: NC-01, viewpoint: process}
             ^^ single-child-split: The capability NC-01 is split into NC-02 only (6.2 b): add the other parts, or merge the two
          - {id: NC-02, parent: NC-01}
          - {id: NC-03, parent: NC-04}
          - {id: NC-04, parent: NC-03}
          - {id: ABC-05}
          - {id: NC-06, parent: ABC-05}
          - {id: NC-07, parent: ABC-O5}
        ",
    );
}
