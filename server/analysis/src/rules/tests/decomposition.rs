use crate::fixture::check_rules;

#[test]
fn a_leaf_is_carried_by_a_unit_or_a_module() {
    check_rules(
        &["uncarried-capability"],
        "
        //- plan.plan.md
        ## 能力：生产管控能力 {#NC-01}
        - 视角：过程
        ### 能力：排产能力😀 {#NC-01-1}
        - 视角：过程
        #### 能力单元 CU-01 排产
        ### 能力：催交能力 {#NC-01-2}
            ^^^^^^^^^^^^^^^^^^^^^^^^^ uncarried-capability [warning]: 新型能力 NC-01-2 没有能力单元或能力模块承载；请增加能力单元，或在已有能力单元的“承载的新型能力”里写上它的编号
        - 视角：过程
        ### 能力：质量能力 {#NC-01-3}
        - 视角：过程
        ## 能力模块：订单（CM-01）
        - 承载：NC-01-3
        ",
    );
    check_rules(
        &["uncarried-capability"],
        "
        //- a.plan.yaml
        能力:
          - {编号: NC-01, 视角: 过程}
          - {编号: NC-02, 视角: 过程}
          - {编号: NC-03, 视角: 过程}
             ^^^^ uncarried-capability
          - {编号: NC-04, 上级能力: NC-02, 视角: 过程}
             ^^^^ uncarried-capability
        能力单元:
          - {编号: CU-01, 承载: [NC-01]}
        ",
    );
}

#[test]
fn carriers_are_sought_in_all_files_of_the_set() {
    check_rules(
        &["uncarried-capability", "carrierless-unit"],
        "
        //- 规划/capplan.toml
        //- 规划/a.plan.md
        ## 能力：排产能力 {#NC-01}
        - 视角：过程
        //- 规划/b.plan.yaml
        units:
          - {id: CU-01, carries: NC-01}
        //- 别处/c.plan.md
        ## 能力：排产能力 {#NC-01}
           ^^^^^^^^^^^^^^^^^^^^^^^ uncarried-capability
        - 视角：过程
        ",
    );
}

#[test]
fn a_slip_in_a_reference_is_one_finding() {
    let rules = ["uncarried-capability", "carrierless-unit", "dangling-reference", "missing-level"];
    check_rules(
        &rules,
        "
        //- plan.plan.yaml
        能力:
          - {编号: NC-01, 视角: 过程, 等级: CL2}
        能力单元:
          - {编号: CU-01, 承载: NC-O1, 组织边界: 计划部}
                                ^^^^^ dangling-reference
        ",
    );
}

#[test]
fn a_cycle_and_a_second_definition_are_no_uncarried_leaves() {
    check_rules(
        &["uncarried-capability"],
        "
        //- plan.plan.yaml
        能力:
          - {编号: NC-01, 视角: 过程, 上级能力: NC-02}
          - {编号: NC-02, 视角: 过程, 上级能力: NC-01}
          - {编号: NC-03, 视角: 过程}
          - {编号: NC-03, 视角: 过程}
        能力单元:
          - {编号: CU-01, 承载: NC-03}
        ",
    );
}

#[test]
fn a_unit_carries_something() {
    check_rules(
        &["carrierless-unit"],
        "
        //- plan.plan.md
        ## 能力单元 CU-01 排产😀
           ^^^^^^^^^^^^^^^^^^^^^ carrierless-unit [warning]: 能力单元 CU-01 没有承载任何新型能力；请在“承载的新型能力”里写上新型能力的编号
        - 组织边界：计划部
        ## 能力单元 CU-02 派工
        - 承载：NC-99
        ## 能力单元 CU-03 报工
           ^^^^^^^^^^^^^^^^^^^ carrierless-unit
        - 承载：—
        ## 能力：质量 {#NC-01}
        ### 能力单元 CU-04 追溯
        - 组织边界：质量部
        ",
    );
    check_rules(
        &["carrierless-unit"],
        "
        //# locale=en
        //- plan.plan.yaml
        modules:
          - id: CM-01
            carries: [NC-01]
            units:
              - name: 计划排产
                ^^^^ carrierless-unit: The unit CU-01 carries no capability: name one in \"carries\"
                id: CU-01
                owner: 计划部
              - {id: CU-02, cariers: NC-01}
        ",
    );
}

#[test]
fn a_unit_that_is_only_named_gets_one_finding() {
    check_rules(
        &["carrierless-unit", "missing-level", "missing-dimension", "missing-id"],
        "
        //- plan.plan.md
        ## 能力单元 CU-01 计划排产
           ^^^^^^^^^^^^^^^^^^^^^^^ carrierless-unit: 还没有内容；请写上承载的新型能力、目标等级、过程维、要素维、管理维
        ## 能力单元：车间执行
           ^^^^^^^^^^^^^^^^^^ missing-id
        ",
    );
}

#[test]
fn a_unit_stands_on_three_dimensions() {
    check_rules(
        &["missing-dimension"],
        "
        //- plan.plan.md
        ## 能力单元 CU-01 计划排产
           ^^^^^^^^^^^^^^^^^^^^^^^ missing-dimension [warning]: 能力单元 CU-01 缺要素维（CL3 建设重点 0/11，见 A.3.2）、管理维（CL3 建设重点 0/11，见 A.3.3）；请补上建设内容
        - 等级：CL3
        ### 策划
        - 列入规划 [A.3.1.1 a]
        ## 能力单元 CU-02 车间执行
           ^^^^^^^^^^^^^^^^^^^^^^^ missing-dimension: 能力单元 CU-02 缺管理维；
        - 责任部门：一分厂
        ### 过程维
        ### 要素维
        - 只写了一句话
        ## 能力单元 CU-03 报工
        ### 过程维
        ### 要素维
        ### 管理维
        ",
    );
    check_rules(
        &["missing-dimension"],
        "
        //# locale=en
        //- plan.plan.yaml
        units:
          - id: CU-01
            ^^ missing-dimension: The unit CU-01 lacks element dimension (0/3 construction focuses of CL1, A.1.2)
            level: CL1
            process: {planning: [制定计划（A.1.1 a）]}
            management: {}
          - id: CU-02
            proces: {planning: [制定计划]}
            element: {}
            management: {}
        ",
    );
}

#[test]
fn shared_measures_fill_a_dimension_and_a_bare_heading_does_not() {
    let plan = |shared: &str| {
        format!(
            "
            //- plan.plan.yaml
            管理维: {{{shared}}}
            能力单元:
              - 编号: CU-01
                等级: CL3
                过程维: {{}}
                要素维: {{}}
            "
        )
    };
    check_rules(&["missing-dimension"], &plan("组织文化: [倡导协作（A.3.3.4 a）]"));
    let unmarked = plan("组织文化: []");
    let marked =
        unmarked.replace("编号: CU-01\n", "编号: CU-01\n                ^^^^ missing-dimension: 管理维\n");
    check_rules(&["missing-dimension"], &marked);
    let placeholder = plan("组织文化: [TODO]");
    let marked =
        placeholder.replace("编号: CU-01\n", "编号: CU-01\n                ^^^^ missing-dimension: 管理维\n");
    check_rules(&["missing-dimension"], &marked);
}
