use crate::fixture::check_rules;

const RULES: [&str; 2] = ["form-scope-mismatch", "level-scope-mismatch"];

#[test]
fn the_scope_fits_the_level() {
    check_rules(
        &RULES,
        "
        //- plan.plan.md
        ## 能力：排产能力😀 {#NC-01}
        - 等级：CL1 → CL2
        - 覆盖范围：组织全局
                    ^^^^^^^^ level-scope-mismatch [warning]: 新型能力 NC-01 的目标等级为 CL2（场景级），覆盖范围却为组织全局；该等级一般覆盖到关键业务场景（8.1），请改其一，或写明“例外说明”
        ## 能力模块 CM-01 组合
        - 覆盖范围：关键业务场景
        - 目标等级：CL3
                    ^^^ level-scope-mismatch: 该等级一般覆盖到主营业务领域或组织全局（8.4.1 a、8.1）
        - 组合范式：独立型
        ## 能力：领域 {#NC-02}
        - 等级：CL3
        - 覆盖范围：关键业务场景、主营业务领域
        ## 能力：平台 {#NC-03}
        - 等级：CL4
        - 覆盖范围：组织全局以及相关合作伙伴
        ## 能力：例外 {#NC-04}
        - 等级：CL4
        - 覆盖范围：组织全局
        - 例外说明：伙伴 2027 年接入
        ## 能力：规范 {#NC-05}
        - 等级：CL1
        - 覆盖范围：职能范围
        ## 能力单元 CU-01 单元不判断
        - 等级：CL2
        - 覆盖范围：生态圈
        ",
    );
    check_rules(
        &RULES,
        "
        //# locale=en
        //- plan.plan.yaml
        capabilities:
          - {id: NC-01, level: CL4, scope: [organization]}
                                           ^^^^^^^^^^^^^^ level-scope-mismatch: The capability NC-01 aims at CL4 (platform level), but its scope is the whole organization: usual there is as far as related partners (8.1); change one of them, or give the reason in \"deviation\"
          - {id: NC-02, level: CL4, scope: [organization, partners]}
          - {id: NC-03, level: CL5, scope: [organization, ecosystem]}
          - {id: NC-04, level: CL5, scope: partners}
                                           ^^^^^^^^ level-scope-mismatch
          - {id: NC-05, level: CL3, scope: [全国]}
          - {id: NC-06, level: CL6, scope: ecosystem}
          - {id: NC-07, level: CL3, scope: [domain, ecosystem]}
                                           ^^^^^^^^^^^^^^^^^^^ level-scope-mismatch: its scope is the ecosystem
        ",
    );
}

#[test]
fn the_scope_fits_the_form_where_no_level_is_declared() {
    check_rules(
        &RULES,
        "
        //- plan.plan.md
        ## 能力：排产能力😀 {#NC-01}
        - 能力类型：能力节点
        - 覆盖范围：主营业务领域
                    ^^^^^^^^^^^^ form-scope-mismatch [warning]: 新型能力 NC-01 的能力类型为能力节点，覆盖范围却为主营业务领域；能力节点一般覆盖到关键业务场景（6.4.2），请改其一，或写明“例外说明”
        ## 能力模块 CM-01 组合
        - 覆盖范围：主营业务领域
        - 组合范式：生态型
                    ^^^^^^ form-scope-mismatch: 能力模块 CM-01 的能力模块类型为生态型，覆盖范围却为主营业务领域；能力生态一般覆盖到生态圈（6.4.5）
        ## 能力：流 {#NC-02}
        - 能力类型：能力流
        - 覆盖范围：组织全局
        ## 能力：例外 {#NC-03}
        - 能力类型：能力流
        - 覆盖范围：关键业务场景
        - 例外说明：先做一个场景
        ",
    );
    check_rules(
        &RULES,
        "
        //# locale=en
        //- plan.plan.yaml
        capabilities:
          - {id: NC-01, form: flow, scope: [scenario]}
                                           ^^^^^^^^^^ form-scope-mismatch: The form of the capability NC-01 is capability flow, but its scope is key business scenarios: a capability flow usually reaches as far as main business domains or the whole organization (6.4.3)
          - {id: NC-02, form: network, scope: [domain, organization]}
                                              ^^^^^^^^^^^^^^^^^^^^^^ form-scope-mismatch: (6.4.4)
          - {id: NC-03, form: network, scope: [organization, partners]}
          - {id: NC-04, form: ecosystem, scope: ecosystem}
          - {id: NC-05, form: node, scope: 全国}
          - {id: NC-06, form: node, levl: CL3, scope: organization}
        modules:
          - {id: CM-01, form: node, pattern: flow, scope: organization}
        ",
    );
}
