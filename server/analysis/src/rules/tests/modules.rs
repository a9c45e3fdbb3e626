use crate::fixture::check_rules;

#[test]
fn a_module_has_members_and_a_pattern() {
    check_rules(
        &["empty-module", "missing-pattern"],
        "
        //- plan.plan.md
        ## 能力模块 CM-01 订单到交付😀
           ^^^^^^^^^^^^^^^^^^^^^^^^^^^ empty-module [warning]: 能力模块 CM-01 没有组成单元（6.2 d）；请在“组成单元”里写上能力单元或能力模块的编号
           ^^^^^^^^^^^^^^^^^^^^^^^^^^^ missing-pattern [warning]: 能力模块 CM-01 没有写能力模块类型（6.2 d、6.3.1）；请从中选择：独立型、流程型、网络型、生态型
        - 价值效益：效率提升
        ## 能力模块 CM-02 服务
           ^^^^^^^^^^^^^^^^^^^ empty-module: 能力模块 CM-02 还没有内容（6.2 d）；请写上能力模块类型、组成单元、价值效益
        ## 能力模块 CM-03 研发
        - 组合范式：流程型
        ### 能力单元 CU-01 协同设计
        ## 能力模块 CM-04 悬空
        - 组成：CU-99
        - 类型：流成型
        - 能力模块类型：链条型
        ## 能力模块 CM-05 空格
           ^^^^^^^^^^^^^^^^^^^ empty-module
        - 组成：—
        - 组合范式：网络型
        ",
    );
    check_rules(
        &["empty-module", "missing-pattern"],
        "
        //# locale=en
        //- plan.plan.yaml
        modules:
          - {id: CM-01, pattern: flow}
             ^^ empty-module: The module CM-01 has no members (6.2 d): name units or modules in \"members\"
          - {id: CM-02, members: [CU-01]}
             ^^ missing-pattern: The module CM-02 has no pattern (6.2 d, 6.3.1): choose from standalone, flow, network, ecosystem
          - {id: CM-03, memers: [CU-01], patern: flow}
          - {id: CM-04, pattern: flow, units: [{id: CU-01}]}
          - {id: CM-05, pattern: [[flow]], members: {a: b}}
          - {pattern: flow}
        ",
    );
}

#[test]
fn every_unit_is_combined_where_units_are() {
    check_rules(
        &["uncombined-unit"],
        "
        //# profile=thorough
        //- 规划/capplan.toml
        //- 规划/a.plan.md
        ## 能力单元 CU-01 排产
        - 责任部门：计划部
        ## 能力单元 CU-02 派工😀
           ^^^^^^^^^^^^^^^^^^^^^ uncombined-unit [hint]: 能力单元 CU-02 没有编入任何能力模块（6.2 f）；请写进一个能力模块的“组成单元”
        - 责任部门：分厂
        ## 能力单元 CU-0003 催交
        - 责任部门：采购部
        ## 能力单元 CU-04 只有名称
        //- 规划/b.plan.yaml
        能力模块:
          - {编号: CM-01, 组成: [CU-01, CU-OO03]}
        //- 别处/c.plan.yaml
        能力单元:
          - {编号: CU-09, 责任部门: 一}
        能力模块:
          - {编号: CM-09, 组合范式: 流程型}
        ",
    );
}

#[test]
fn the_number_of_members_fits_the_pattern() {
    let rules = ["standalone-with-many", "combination-of-one"];
    check_rules(
        &rules,
        "
        //- plan.plan.md
        ## 能力模块 CM-01 订单到交付😀
        - 组合范式：独立型
        - 组成：CU-01、CU-02
                ^^^^^^^^^^^^ standalone-with-many [warning]: 能力模块 CM-01 为独立型，成员却有 2 个（CU-01、CU-02）；独立型只含一个单元（6.3.2、7.1），请改其一，或写明“例外说明”
        ## 能力模块 CM-02 服务
        - 组成：CU-01
        - 组合范式：流程型
                    ^^^^^^ combination-of-one [warning]: 能力模块 CM-02 为流程型，成员却有 1 个（CU-01）；流程型由若干单元组合而成（6.3.3、7.1）
        ## 能力模块 CM-03 研发
        - 组合范式：网络型
                    ^^^^^^ combination-of-one: （6.3.4、7.1）
        ### 能力单元 CU-03 协同设计
        ## 能力模块 CM-04 例外
        - 组合范式：生态型
        - 组成：CU-01
        - 例外说明：伙伴单元 2026 年加入
        ## 能力模块 CM-05 独立
        - 组合范式：独立型
        - 组成：CU-02
        ## 能力单元 CU-01 一
        ## 能力单元 CU-02 二
        ",
    );
    check_rules(
        &rules,
        "
        //# locale=en
        //- plan.plan.yaml
        modules:
          - {id: CM-01, pattern: standalone, members: [CU-01, CU-02, CU-01]}
                                                      ^^^^^^^^^^^^^^^^^^^^^ standalone-with-many: The module CM-01 is of the pattern standalone but has 2 members (CU-01, CU-02): that pattern is a single unit (6.3.2, 7.1)
          - {id: CM-02, pattern: ecosystem, members: [CU-01]}
                                                     ^^^^^^^ combination-of-one: has 1 member (CU-01): that pattern combines several units (6.3.5, 7.1)
          - {id: CM-03, pattern: flow, members: [CU-01, CU-99]}
          - {id: CM-04, pattern: flow}
          - {id: CM-05, pattern: flow, members: [CM-06]}
          - {id: CM-06, pattern: flow, members: [CM-05]}
          - {id: CM-07, pattern: 链, members: [CU-01]}
        units:
          - {id: CU-01}
          - {id: CU-02}
        ",
    );
}

#[test]
fn an_ecosystem_names_its_partners() {
    check_rules(
        &["ecosystem-without-partners"],
        "
        //- plan.plan.md
        ## 能力模块 CM-01 生态共建😀
           ^^^^^^^^^^^^^^^^^^^^^^^^^ ecosystem-without-partners [warning]: 能力模块 CM-01 为生态型，却没有写合作伙伴（6.3.5、6.4.5）；请在“合作伙伴”里写明参与的伙伴
        - 组合范式：生态型
        - 例外说明：伙伴尚未签约
        ## 能力模块 CM-02 生态服务
        - 组合范式：生态型能力模块
        - 合作伙伴：签约抢修队、设备商
        ## 能力模块 CM-03 网络
        - 组合范式：网络型
        ",
    );
    check_rules(
        &["ecosystem-without-partners"],
        "
        //# locale=en
        //- plan.plan.yaml
        modules:
          - {id: CM-01, pattern: ecosystem, partners: []}
             ^^ ecosystem-without-partners: The module CM-01 is of the pattern ecosystem type but names no partners (6.3.5, 6.4.5): add them to \"partners\"
          - {id: CM-02, pattern: ecosystem, partner: [甲]}
        ",
    );
}

#[test]
fn a_module_stays_near_its_members() {
    check_rules(
        &["module-above-members"],
        "
        //# profile=thorough
        //- plan.plan.md
        ## 能力模块 CM-01 订单到交付😀
        - 等级：CL2 → CL4
                      ^^^ module-above-members [hint]: 能力模块 CM-01 的目标等级 CL4（平台级）比成员中最高的 CL2（场景级）高出一级以上（CU-01 CL2、CU-02 CL1）（7.1、8.1）
        - 组成：CU-01、CU-02
        ## 能力模块 CM-02 服务
        - 等级：CL3
        - 组成：CU-01、CU-02
        ## 能力模块 CM-03 等级读不出
        - 等级：CL5
        - 组成：CU-01、CU-03
        ## 能力模块 CM-04 悬空
        - 等级：CL5
        - 组成：CU-01、CU-99
        ## 能力单元 CU-01 一
        - 承载：NC-01
        ## 能力单元 CU-02 二
        - 等级：CL1
        ## 能力单元 CU-03 三
        - 等级：CL7
        ## 能力：排产 {#NC-01}
        - 等级：CL2
        ",
    );
    check_rules(
        &["module-above-members"],
        "
        //# profile=thorough locale=en
        //- plan.plan.yaml
        modules:
          - {id: CM-01, level: CL5, members: [CM-02]}
                               ^^^ module-above-members: The module CM-01 aims at CL5 (ecosystem level), more than one level above its highest member, CL3 (domain level) (CM-02 CL3)
          - {id: CM-02, level: CL3, members: [CU-01]}
          - {id: CM-03, level: CL5, members: [CU-01]}
        units:
          - {id: CU-01}
        ",
    );
}
