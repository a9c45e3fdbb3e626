use crate::fixture::check_rules;
use crate::rules::{level_terms, rule};
use crate::standard::{Level, TermSet, standard};

#[test]
fn a_modules_form_fits_its_target_level() {
    let rules = ["level-form-mismatch"];
    check_rules(
        &rules,
        "
        //- plan.plan.md
        ## 能力模块 CM-01 订单到交付😀
        - 等级：CL3 → CL4
        - 能力形态：能力流
                    ^^^^^^ level-form-mismatch [warning]: 目标等级为 CL4（平台级），能力类型却是能力流；该等级一般呈现为能力网络（8.1），请改其一，或写明“例外说明”
        ## 能力模块 CM-02 服务
        - 能力形态：能力流
        - 等级：CL4
        - 例外说明：客户侧暂不接入，2026 年复核
        ## 能力模块 CM-03 研发
        - 能力形态：能力生态
        - 等级：CL3
                ^^^ level-form-mismatch
        ## 能力模块 CM-04 采购
        - 能力形态：能力节点
        - 等级：CL1
        ",
    );
    check_rules(
        &rules,
        "
        //# locale=en
        //- plan.plan.yaml
        modules:
          - {id: CM-01, target: CL5, form: network}
                                           ^^^^^^^ level-form-mismatch: aims at CL5 (ecosystem level), but its form is capability network: usual there is capability ecosystem (8.1)
          - {id: CM-02, target: CL5, form: ecosystem}
          - {id: CM-03, target: CL5, form: 链}
          - {id: CM-04, target: CL9, form: node}
          - {id: CM-05, form: node}
        ",
    );
}

#[test]
fn a_leaf_with_one_unit_is_a_node_at_any_level() {
    check_rules(
        &["level-form-mismatch"],
        "
        //- plan.plan.yaml
        能力:
          - {编号: NC-01, 等级: CL4, 能力类型: 能力节点}
          - {编号: NC-02, 等级: CL4, 能力类型: 能力节点}
                                               ^^^^^^^^ level-form-mismatch
          - {编号: NC-03, 等级: CL4, 能力类型: 能力节点}
                                               ^^^^^^^^ level-form-mismatch
          - {编号: NC-04, 等级: CL4, 能力类型: 能力节点}
                                               ^^^^^^^^ level-form-mismatch
          - {编号: NC-05, 等级: CL4, 能力类型: 能力节点, 上级能力: NC-04}
          - {编号: NC-06, 等级: CL4, 能力类型: 能力节点}
        能力单元:
          - {编号: CU-01, 承载: [NC-01, NC-02]}
          - {编号: CU-02, 承载: [NC-02]}
          - {编号: CU-03, 承载: [NC-06]}
        能力模块:
          - {编号: CM-01, 承载: NC-03}
          - {编号: CM-02, 组成: [CU-03]}
        ",
    );
}

#[test]
fn the_number_of_viewpoints_fits_the_target_level() {
    let rules = ["level-viewpoint-mismatch"];
    check_rules(
        &rules,
        "
        //- plan.plan.md
        ## 能力：排产能力😀 {#NC-01}
        - 视角：过程、合作伙伴
        - 等级：CL1 → CL2
                      ^^^ level-viewpoint-mismatch [warning]: 目标等级为 CL2（场景级），主要视角有 2 个（过程、合作伙伴）；该等级通常只属一个视角（8.1）
        ## 能力：研发能力 {#NC-02}
        - 等级：CL3
        - 视角：载体
                ^^^^ level-viewpoint-mismatch: 目标等级为 CL3（领域级），主要视角有 1 个（载体）；该等级通常跨多个视角（8.1）
        ## 能力：服务能力 {#NC-03}
        - 等级：CL3
        - 视角：对象
        - 例外说明：服务公司独立核算，2026 年评审时复核
        ## 能力：采购能力 {#NC-04}
        - 等级：CL1
        - 视角：合作伙伴、过程
        ",
    );
    check_rules(
        &rules,
        "
        //- plan.plan.yaml
        能力:
          - {编号: NC-01, 等级: CL2, 视角: [过程]}
          - {编号: NC-02, 等级: CL2, 视角: [过程, 生产与运营管控能力]}
          - {编号: NC-03, 等级: CL4, 视角: [过程, 生产]}
          - {编号: NC-04, 等级: CL4, 视角: [生产]}
          - {编号: NC-05, 等级: CL6, 视角: [过程]}
        能力模块:
          - 编号: CM-01
            等级: CL5
            视角:
              - 主体
                ^^^^ level-viewpoint-mismatch
        能力单元:
          - {编号: CU-01, 等级: CL4, 视角: [过程]}
        ",
    );
}

#[test]
fn a_drive_fits_the_target_level() {
    let rules = ["level-drive-mismatch"];
    check_rules(
        &rules,
        "
        //- plan.plan.md
        ## 能力单元 CU-01 计划排产😀
        **等级**：CL2 → CL3
        **驱动方式**：数据驱动型
                      ^^^^^^^^^^ level-drive-mismatch [warning]: 能力单元 CU-01 的目标等级为 CL3（领域级），驱动方式却是数据驱动；该等级对应知识驱动（8.4.2 a），请改其一
        ## 能力单元 CU-02 派工
        **驱动方式**：知识驱动
        **等级**：CL2 → CL3
        ## 能力单元 CU-03 报工
        **等级**：CL3
        **驱动方式**：人工驱动
        ",
    );
    check_rules(
        &rules,
        "
        //# locale=en
        //- plan.plan.yaml
        capabilities:
          - {id: NC-01, level: CL4}
        units:
          - {id: CU-01, drive: function, carries: NC-01}
                               ^^^^^^^^ level-drive-mismatch: aims at CL4 (platform level), but its drive is function-driven: data-driven belongs there (8.5.2 a)
          - {id: CU-02, drive: function}
        modules:
          - {id: CM-01, drive: data, level: CL5}
                                            ^^^ level-drive-mismatch
        ",
    );
}

#[test]
fn an_assumption_fits_the_target_level_and_the_first_level_has_none() {
    check_rules(
        &["level-assumption-mismatch"],
        "
        //- plan.plan.md
        ## 能力单元 CU-01 计划排产
        **等级**：CL3
        **文化假设**：“经济人”假设
                      ^^^^^^^^^^^^ level-assumption-mismatch [warning]: 组织文化假设却是经济人；该等级对应社会人（8.4.4 b），请改其一
        ## 能力单元 CU-02 派工
        **等级**：CL1
        **文化假设**：社会人
                      ^^^^^^ level-assumption-mismatch: 该等级不设组织文化假设（8.2.4 b），请删去组织文化假设或改目标等级
        ## 能力单元 CU-03 报工
        **等级**：CL3
        **文化假设**：社会人
        ## 能力单元 CU-04 复盘
        **等级**：CL3
        **文化假设**：复杂人
        ",
    );
    check_rules(
        &["level-assumption-mismatch"],
        "
        //- plan.plan.yaml
        模块:
        能力模块:
          - {编号: CM-01, 等级: CL5, 文化假设: 合伙人}
          - {编号: CM-02, 等级: CL4, 文化假设: 合伙人}
                                               ^^^^^^ level-assumption-mismatch
        ",
    );
}

#[test]
fn a_grade_and_a_network_fit_the_target_level() {
    let rules = ["level-grade-mismatch", "level-network-mismatch"];
    check_rules(
        &rules,
        "
        //- plan.plan.md
        ## 能力单元 CU-01 计划排产😀
        **等级**：CL2 → CL3
        **数字化程度**：工具级数字化
                        ^^^^^^^^^^^^ level-grade-mismatch [warning]: 能力单元 CU-01 的目标等级为 CL3（领域级），数字化程度却是工具级；该等级对应组织（企业）级（8.4.3 a），请改其一
        **网络形态**：产业互联网
                      ^^^^^^^^^^ level-network-mismatch [warning]: 网络基础却是产业互联网；该等级对应传感网（8.4.3 a），请改其一
        ## 能力单元 CU-02 派工
        **数字化程度**：企业级
        **网络形态**：传感网
        **等级**：CL3
        ## 能力单元 CU-03 报工
        **网络形态**：传感网
        **等级**：CL2
                  ^^^ level-network-mismatch: 该等级不设网络基础（8.3.3 a），请删去网络基础或改目标等级
        **数字化程度**：部门级
        ",
    );
    check_rules(
        &rules,
        "
        //# locale=en
        //- plan.plan.yaml
        capabilities:
          - {id: NC-01, level: CL4}
        units:
          - {id: CU-01, carries: NC-01, grade: organization, network: 产业互联网}
                                               ^^^^^^^^^^^^ level-grade-mismatch: The unit CU-01 aims at CL4 (platform level), but its digitalization is organization level: platform level belongs there (8.5.3 a); change one of them
          - {id: CU-02, level: CL9, grade: tool, network: sensor}
        modules:
          - {id: CM-01, level: CL5, network: sensor, grade: ecosystem}
                                             ^^^^^^ level-network-mismatch: ubiquitous internet of things belongs there (8.6.3 a)
        ",
    );
}

#[test]
fn declarations_name_the_clauses_that_the_terms_rest_on() {
    for (name, set) in [
        ("level-drive-mismatch", TermSet::Drive),
        ("level-grade-mismatch", TermSet::Grade),
        ("level-network-mismatch", TermSet::Network),
        ("level-assumption-mismatch", TermSet::Assumption),
    ] {
        let terms = standard().terms().of(set).iter();
        let expected: Vec<&str> = terms.flat_map(|term| &term.levels).map(|at| at.citation).collect();
        assert_eq!(rule(name).map(|rule| rule.clauses), Some(expected.as_slice()), "{name}");
    }
    assert_eq!(level_terms::culture_item(Level::FIRST), "8.2.4 b");
}
