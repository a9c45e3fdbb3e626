//! Examples of the rules in `rules/identity.rs`.

use super::check;
use crate::fixture::check_rules;
use crate::workspace::{Options, Workspace};

#[test]
fn an_entity_without_an_id_is_told_at_its_heading_or_first_key() {
    check(
        "
        //- plan.plan.md
        ## 能力：排产能力
           ^^^^^^^^^^^^^^ missing-id [warning]: 新型能力“排产能力”没有编号
        - 视角：过程
        ### 能力单元 CU-01 计划排产
        ### 能力单元：质量追溯（CU-02）
        ### 能力单元：交付
            ^^^^^^^^^^^^^^ missing-id
        <!-- capplan: allow missing-id — 编号待定 -->
        ### 能力单元：服务
        ### 能力单元：备件 <!-- id: CU-05 -->
        ",
    );
    check(
        "
        //- plan.plan.yaml
        standard: T/AIITRE 20001—2021
        能力模块:
          - 名称: 订单到交付😀
            ^^^^ missing-id: 能力模块“订单到交付😀”没有编号
            类型: 流程型
            ^^^^ unknown-key
          - id: CM-02
        ",
    );
    check(
        "
        //- plan.plan.yaml
        standard: T/AIITRE 20001—2021
        能力:
          - 编号: \"NC-01
                  ^^^^^^ syntax-error
            名称: 排产能力
        ",
    );
}

#[test]
fn an_english_title_is_no_capability() {
    for title in
        ["# Capability plan of the factory😀", "# 1. Capability plan", "# Unit plan", "Capability plan\n==="]
    {
        check_rules(
            &["missing-id"],
            &format!(
                "
{title}
## Capability Scheduling
   ^^^^^^^^^^^^^^^^^^^^^ missing-id
# Capability Quality
  ^^^^^^^^^^^^^^^^^^ missing-id
"
            )
            .replacen('\n', "\n//- plan.plan.md\n", 1),
        );
    }
    // With an id, with a colon or in Chinese it opens what it names.
    for (heading, named) in [
        ("# Capability NC-01 Scheduling", false),
        ("# Capability Scheduling {#NC-01}", false),
        ("# Capability Scheduling (NC-01)", false),
        ("# Capability Scheduling <!-- id: NC-01 -->", false),
        ("# Capability: Scheduling", true),
        ("# Module：Delivery", true),
        ("# 能力 排产", true),
    ] {
        let mut workspace = Workspace::new(Options::default());
        workspace.open("/a.plan.md", None, &format!("{heading}\r\n- 视角：过程\r\n"));
        let (set, _, _) = workspace.plan("/a.plan.md").unwrap();
        assert_eq!(set.entities().count(), 1, "{heading}");
        let missing = workspace.findings("/a.plan.md").iter().any(|finding| finding.rule == "missing-id");
        assert_eq!(missing, named, "{heading}");
    }
}

#[test]
fn an_id_that_is_defined_twice_is_told_at_the_later_place() {
    check(
        "
        //- plan.plan.md
        ## 能力：排产能力 {#NC-01}
        ### 能力单元 CU-01 计划排产
        ### 能力单元 CU-01 质量追溯
                     ^^^^^ duplicate-id [error]: 编号 CU-01 重复，已用于能力单元“计划排产”
        ## 能力：研发能力 {#NC-01}
                            ^^^^^ duplicate-id: “排产能力”
        ",
    );
    check(
        "
        //# locale=en
        //- plan.plan.yaml
        standard: T/AIITRE 20001—2021
        advantages:
          - {id: X-1, name: 交付快}
          - {id: X-1, name: 停线短}
                 ^^^ duplicate-id: The id X-1 is already that of an advantage
        capabilities:
          - id: X-1
                ^^^ duplicate-id: an advantage
            units:
              - id: CU-1
              - id: cu-1
        ",
    );
}

#[test]
fn a_row_and_a_heading_of_one_id_are_one_entity() {
    check(
        "
        //- plan.plan.md
        ### 新型能力清单
        | 编号 | 名称 | 主要视角 |
        |---|---|---|
        | NC-01 | 排产能力 | 过程 |

        ## 能力：排产能力 {#NC-01}
        - 视角：过程
        ",
    );
}

#[test]
fn ids_are_unique_in_a_plan_set_and_only_there() {
    check(
        "
        //- a/capplan.toml
        //- a/1.plan.md
        ## 能力：排产能力 {#NC-01}
        //- a/2.plan.yaml
        standard: T/AIITRE 20001—2021
        能力:
          - 编号: NC-01
                  ^^^^^ duplicate-id: “排产能力”
        //- b/1.plan.md
        ## 能力：排产能力 {#NC-01}
        ",
    );
}
