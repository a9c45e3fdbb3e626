use crate::fixture::check_rules;

fn check(source: &str) {
    check_rules(&["pattern-form-mismatch"], source);
}

#[test]
fn a_pattern_makes_its_form() {
    for (pattern, form) in [
        ("独立型", "能力节点"),
        ("流程型", "能力流"),
        ("网络型能力模块", "能力网络"),
        ("ecosystem", "能力生态"),
    ] {
        check(&format!(
            "//- p.plan.md\n## 能力模块 CM-01 组合😀\n- 组合范式：{pattern}\n- 能力形态：{form}\n"
        ));
        check(&format!("//- p.plan.yaml\nmodules:\n  - {{id: CM-01, pattern: {pattern}, form: {form}}}\n"));
    }
}

#[test]
fn the_value_that_came_second_is_marked() {
    check(
        "
        //- plan.plan.md
        ## 能力模块 CM-01 订单到交付😀
        - 组合范式：流程型
        - 能力形态：能力网络
                    ^^^^^^^^ pattern-form-mismatch [warning]: 能力模块类型为流程型，能力类型却是能力网络；流程型对应能力流（6.3.1），请改其一
        - 例外说明：偏离通常做法不改变类型的含义
        ## 能力模块 CM-02 服务
        - 能力类型：能力节点
        - 组合范式：网络型
                    ^^^^^^ pattern-form-mismatch
        ",
    );
    check(
        "
        //# locale=en
        //- plan.plan.yaml
        modules:
          - id: CM-01
            form: ecosystem
            pattern: network
                     ^^^^^^^ pattern-form-mismatch: is network type, but its form is capability ecosystem: network type makes a capability network (6.3.1)
          - {id: CM-02, pattern: 单链型, form: flow}
          - {id: CM-03, pattern: flow, form: 链}
          - {id: CM-04, pattern: flow}
        capabilities:
          - {id: NC-01, form: network}
        ",
    );
}
