//! Examples of the rules in `rules/suppression.rs`.

use crate::fixture::check_rules;

fn check(source: &str) {
    check_rules(&["unused-allow", "unknown-rule", "unknown-viewpoint", "unknown-level"], source);
}

#[test]
fn an_allowance_without_effect_is_told_name_by_name() {
    check(
        "
        //- plan.plan.md
        <!-- capplan: allow-file unknown-value — 集团统一用语 -->
                                 ^^^^^^^^^^^^^ unused-allow [warning]: 没有 unknown-value 可以抑制
        ## 能力：排产😀 {#NC-01}
        <!-- capplan: allow unknown-viewpoint、unknown-level — 集团统一用语 -->
                                               ^^^^^^^^^^^^^ unused-allow
        - 视角：生产
        - 等级：CL2
        ",
    );
    check(
        "
        //# locale=en
        //- plan.plan.yaml
        standard: T/AIITRE 20001—2021
        capabilities:
          # capplan: allow unknown-viewpoint, unknown-level — agreed
                                              ^^^^^^^^^^^^^ unused-allow: There is no unknown-level here
          - id: NC-01
            viewpoint: 生产
        ",
    );
}

#[test]
fn a_rule_that_is_off_is_not_judged() {
    check(
        "
        //# profile=essential
        //- plan.plan.md
        <!-- capplan: allow unknown-viewpoint — 统一用语 -->
        ## 能力：排产 {#NC-01}
        - 视角：过程
        ",
    );
    check(
        "
        //- capplan.toml
        [rules]
        unknown-viewpoint = \"off\"
        //- plan.plan.md
        <!-- capplan: allow unknown-viewpoint — 统一用语 -->
        ## 能力：排产 {#NC-01}
        - 视角：生产
        ",
    );
}

#[test]
fn a_name_that_no_rule_has_gets_the_nearest() {
    check(
        "
        //- plan.plan.yaml
        standard: T/AIITRE 20001—2021
        capabilities:
          - id: NC-01
            # capplan: allow unknown-viewpont — 统一用语
                             ^^^^^^^^^^^^^^^^ unknown-rule [warning]: 是否应为 unknown-viewpoint？
            viewpoint: 生产
                       ^^^^ unknown-viewpoint
        ",
    );
}

#[test]
fn comments_in_front_matter_and_plan_fences_count() {
    check(
        "
        //- plan.plan.md
        ---
        # capplan: allow unknown-level — 没有等级
                         ^^^^^^^^^^^^^ unused-allow
        standard: T/AIITRE 20001—2021
        ---
        ## 能力：排产 {#NC-01}
        ```yaml plan
        # capplan: allow unknown-viewpoint — 统一用语
        视角: 生产
        ```
        ",
    );
}

#[test]
fn an_unused_allowance_may_itself_be_allowed() {
    check(
        "
        //- plan.plan.md
        <!-- capplan: allow-file unused-allow — 模板 -->
        <!-- capplan: allow unknown-level — 模板 -->
        ## 能力：排产 {#NC-01}
        - 等级：CL2
        ",
    );
}

#[test]
fn a_reason_that_is_still_to_be_given_is_told_as_a_placeholder() {
    let rules = ["placeholder", "unused-allow", "unknown-viewpoint"];
    check_rules(
        &rules,
        "
        //- plan.plan.md
        ## 能力：排产😀 {#NC-01}
        <!-- capplan: allow unknown-viewpoint — 待填写：请写明理由 -->
                                                ^^^^^^^^^^^^^^^^^^ placeholder [information]: allow 还没有写原因
        - 视角：生产
        ## 能力：研发 {#NC-02}
        <!-- capplan: allow unknown-viewpoint — 集团统一用语 -->
        - 视角：生产
        ",
    );
    check_rules(
        &rules,
        "
        //# locale=en
        //- plan.plan.yaml
        # capplan: allow-file unknown-viewpoint - TODO: give a reason
                                                  ^^^^^^^^^^^^^^^^^^^ placeholder: no reason yet
        standard: T/AIITRE 20001—2021
        capabilities:
          - id: NC-01
            viewpoint: 生产
        ",
    );
}

#[test]
fn the_colon_may_be_full_width_and_two_dashes_begin_the_reason() {
    check(
        "
        //- plan.plan.md
        <!-- capplan：allow unknown-viewpoint -- 统一用语😀 -->
        ## 能力：排产 {#NC-01}
        - 视角：生产
        //- b.plan.yaml
        capabilities:
          # capplan：allow unknown-viewpoint -- agreed
          - id: NC-02
            viewpoint: 生产
        ",
    );
}

#[test]
fn a_comment_begins_at_its_own_mark_and_counts_once() {
    check(
        "
        //- plan.plan.yaml
        standard: T/AIITRE 20001—2021
        capabilities:
          - id: NC-01
            name: \"排产 # 甲 # 乙\" # # capplan: allow unknown-level — 待定 # 见后
                                                      ^^^^^^^^^^^^^ unused-allow
            viewpoint: 生产 # capplan: allow unknown-viewpoint — 统一用语
          - id: NC-02
            viewpoint: 生产#capplan：allow unknown-viewpoint
                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unknown-viewpoint
        ",
    );
}
