use crate::fixture::check_rules;

#[test]
fn a_leaf_has_benefits_or_indicators() {
    check_rules(
        &["missing-benefits"],
        "
        //- plan.plan.md
        ## 能力：生产管控能力 {#NC-01}
        - 视角：过程
        ### 能力：排产能力😀 {#NC-01-1}
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^ missing-benefits [warning]: 新型能力 NC-01-1 没有写价值效益，也没有量化目标（6.2 b）；请写明预期的价值效益
        - 视角：过程
        - 价值效益：
        ### 能力：质量能力 {#NC-01-2}
        - 价值效益：质量提高
        ### 能力：交付能力 {#NC-01-3}
        - 视角：过程

        | 指标 | 现值 | 目标值 |
        |---|---|---|
        | 准时交付率 | 74% | 90% |
        ### 能力：催交能力 {#NC-01-4}
        - 价值效益：待填写
        #### 能力单元 CU-01 催交
        - 价值效益：效率提升
        ",
    );
    check_rules(
        &["missing-benefits"],
        "
        //# locale=en
        //- plan.plan.yaml
        capabilities:
          - {id: NC-01, viewpoint: process}
             ^^ missing-benefits: The capability NC-01 has neither benefits nor indicators (6.2 b): state the benefits that are expected
          - {id: NC-02, benfits: [效率提升]}
          - {id: NC-03, indicators: [{name: 准交率, target: 90%}]}
          - {id: NC-04, name: 排产}
        ",
    );
}

#[test]
fn a_module_has_benefits_or_carries_what_has_them() {
    check_rules(
        &["missing-module-benefits"],
        "
        //- plan.plan.md
        ## 能力模块 CM-01 订单到交付😀
           ^^^^^^^^^^^^^^^^^^^^^^^^^^^ missing-module-benefits [warning]: 能力模块 CM-01 没有写价值效益，也没有量化目标（6.2 d）；请写明预期的价值效益
        - 组成：CU-01、CU-02
        ## 能力模块 CM-02 服务
        - 承载：NC-01
        ## 能力模块 CM-03 研发
           ^^^^^^^^^^^^^^^^^^^ missing-module-benefits
        - 承载：NC-02
        ## 能力模块 CM-04 质量
        - 承载：NC-99
        ## 能力模块 CM-05 空的
        ## 能力：服务 {#NC-01}
        - 价值效益：效率提升
        ## 能力：研发 {#NC-02}
        - 视角：载体
        ",
    );
    check_rules(
        &["missing-module-benefits"],
        "
        //# locale=en
        //- plan.plan.yaml
        modules:
          - {id: CM-01, pattern: flow}
             ^^ missing-module-benefits: The module CM-01 has neither benefits nor indicators (6.2 d)
          - {id: CM-02, pattern: flow, benefits: 效率提升}
          - {id: CM-03, pattern: flow, benefit: 效率提升}
        ",
    );
}

#[test]
fn benefits_are_measured() {
    check_rules(
        &["benefit-without-indicator"],
        "
        //# profile=thorough
        //- plan.plan.md
        ## 能力：排产能力 {#NC-01}
        - 价值效益：效率提升/成本降低、按时开工
                             ^^^^^^^^ benefit-without-indicator [hint]: 新型能力 NC-01 的成本降低没有指标来衡量（7.2.2、7.2.4 b）；请在“量化目标”里补充指标
        ### 能力单元 CU-01 计划排产

        | 指标 | 价值效益 | 目标值 |
        |---|---|---|
        | 准时交付率 | 效率提升 | 90% |
        ## 能力：质量能力 {#NC-02}
        - 价值效益：质量提高

        | 指标 | 目标值 |
        |---|---|
        | 一次合格率 | 99% |
        ## 能力模块 CM-01 组合😀
        - 组成：CU-01
        - 价值效益：效率提升、质量提高
                              ^^^^^^^^ benefit-without-indicator: 能力模块 CM-01 的质量提高没有
        ## 能力模块 CM-02 大组合
        - 组成：CM-01
        - 价值效益：生产运营优化
        ",
    );
    check_rules(
        &["benefit-without-indicator"],
        "
        //# profile=thorough locale=en
        //- plan.plan.yaml
        capabilities:
          - id: NC-01
            benefits: [新产品, 效率提升]
                       ^^^^^^ benefit-without-indicator: No indicator measures 新产品 of the capability NC-01 (7.2.2, 7.2.4 b): add one to \"indicators\"
            indicators:
              - {name: 准交率, benefit: [效率提升]}
          - {id: NC-02, benefits: 效率提升, capabilities: [{id: NC-02-1, viewpoint: process}]}
          - {id: NC-03, benefits: 效率提升, indcators: [{name: 准交率, benefit: 成本降低}]}
        modules:
          - {id: CM-01, carries: NC-01, members: CU-01, benefits: [efficiency, quality]}
                                                                               ^^^^^^^ benefit-without-indicator: No indicator measures quality of the module CM-01
        units:
          - {id: CU-01, carries: NC-01}
        ",
    );
}

#[test]
fn what_bears_a_benefit_has_to_be_known_first() {
    let rules = ["benefit-without-indicator", "dangling-reference", "wrong-reference-kind", "empty-module"];
    check_rules(
        &rules,
        "
        //# profile=thorough
        //- plan.plan.md
        ## 能力：排产能力😀 {#NC-01}
        - 价值效益：效率提升
        ## 能力：服务能力 {#NC-02}
        - 价值效益：质量提高
        ## 能力单元 CU-01 计划排产
        - 承载的新型能力：NC-O1
                          ^^^^^ dangling-reference
        - 价值效益：效率提升
        ## 能力模块 CM-01 组合
        - 组成：CU-01、CU-O2
                       ^^^^^ dangling-reference
        - 承载的新型能力：NC-02
        - 价值效益：质量提高
        ## 能力模块 CM-04 单独
        - 组成：CU-01
        - 价值效益：效率提升
        ## 能力模块 CM-02 空
           ^^^^^^^^^^^^^^^^^ empty-module
        - 价值效益：质量提高
        ## 能力模块 CM-03 空
           ^^^^^^^^^^^^^^^^^ empty-module
        - 价值效益：质量提高
                    ^^^^^^^^ benefit-without-indicator

        | 指标 | 价值效益 | 目标值 |
        |---|---|---|
        | 准时交付率 | 效率提升 | 90% |
        ",
    );
    check_rules(
        &rules,
        "
        //# profile=thorough
        //- plan.plan.yaml
        capabilities:
          - {id: NC-01, benefits: 效率提升}
        units:
          - {id: CU-01, carries: CM-01}
                                 ^^^^^ wrong-reference-kind
        modules:
          - {id: CM-01, members: [CU-01, NC-01], benefits: 质量提高}
                                         ^^^^^ wrong-reference-kind
        ",
    );
}

#[test]
fn an_indicator_in_another_file_measures_too() {
    check_rules(
        &["benefit-without-indicator"],
        "
        //- 规划/capplan.toml
        profile = \"thorough\"
        //- 规划/a.plan.yaml
        能力:
          - {编号: NC-01, 价值效益: [效率提升, 成本降低]}
                                               ^^^^^^^^ benefit-without-indicator
        //- 规划/b.plan.yaml
        能力单元:
          - {编号: CU-01, 承载: NC-01, 量化目标: [{指标: 准交率, 价值效益: 效率提升}]}
        ",
    );
}

#[test]
fn an_ecosystem_aims_at_more_than_operations() {
    check_rules(
        &["level-benefit-mismatch"],
        "
        //- plan.plan.md
        ## 能力：生态共建能力😀 {#NC-01}
        - 等级：CL4 → CL5
        - 价值效益：效率提升、成本降低
                    ^^^^^^^^^^^^^^^^^^ level-benefit-mismatch [information]: 新型能力 NC-01 的目标等级为 CL5（生态级），价值效益却只有生产运营优化类（效率提升、成本降低）；该等级还有别的目标（8.6.1 c），请补充价值效益或改目标等级
        ## 能力模块 CM-01 组合
        - 价值效益：质量提高
        - 目标等级：CL5
                    ^^^ level-benefit-mismatch
        ## 能力：领域能力 {#NC-02}
        - 等级：CL3
        - 价值效益：效率提升
        ## 能力单元 CU-01 单元
        - 等级：CL5
        - 价值效益：效率提升
        ",
    );
    check_rules(
        &["level-benefit-mismatch"],
        "
        //# profile=thorough locale=en
        //- plan.plan.yaml
        capabilities:
          - {id: NC-01, level: CL5, benefits: [效率提升, 数字新业务]}
          - {id: NC-02, level: CL5, benefits: [效率提升, 按时开工]}
          - {id: NC-03, level: CL4, benefits: cost}
                                              ^^^^ level-benefit-mismatch [hint]: The capability NC-03 aims at CL4 (platform level), but its benefits are those of better production and operations only (cost): that level has other goals too (8.5.1 c)
          - {id: NC-04, level: CL3, benefits: [质量提高]}
                                              ^^^^^^^^^^ level-benefit-mismatch [hint]: (8.4.1 c)
          - {id: NC-05, level: CL2, benefits: 效率提升}
          - {id: NC-06, level: CL9, benefits: 效率提升}
          - {id: NC-07, level: CL5, benefits: 效率提升, indicators: [{name: 连接用户数, benefit: 用户连接与赋能}]}
        ",
    );
}
