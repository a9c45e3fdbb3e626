//! Settings and comments over the rules: severities, profiles, `allow`.

use super::check;

#[test]
fn a_folder_settles_severities_and_profile() {
    check(
        "
        //- a/capplan.toml
        profile = \"essential\"
        [rules]
        unknown-value = \"error\"
        dangling-reference = \"off\"
        //- a/1.plan.yaml
        standard: T/AIITRE 20001—2021
        能力:
          - 编号: NC-01
            视角: 生产
            能力形态: 能力岛
                      ^^^^^^ unknown-value [error]
            上级能力: NC-09
            等级: CL9
                  ^^^ unknown-level [error]
        ",
    );
}

#[test]
fn a_comment_allows_a_rule_on_the_next_line_an_entity_or_the_file() {
    check(
        "
        //- plan.plan.md
        ## 能力：排产能力 {#NC-01}
        <!-- capplan: allow unknown-viewpoint — 集团统一用语 -->
        - 视角：生产
        - 能力形态：能力岛
                    ^^^^^^ unknown-value
        <!-- capplan: allow unknown-viewpoint，unknown-value — 集团统一用语 -->
        ## 能力：研发能力 {#NC-02}
        - 视角：生产
        - 能力形态：能力岛
        - 上级能力：NC-09
                    ^^^^^ dangling-reference
        ## 能力：服务能力 {#NC-03}
        - 视角：生产
                ^^^^ unknown-viewpoint
        ",
    );
    check(
        "
        //- plan.plan.yaml
        # capplan: allow-file unknown-viewpoint — 集团统一用语
        standard: T/AIITRE 20001—2021
        能力:
          - 编号: NC-01
            视角: 生产
            # capplan: allow unknown-value — 待定
            能力形态: 能力岛
          - 编号: NC-02
            视角: 生产
            能力形态: 能力岛
                      ^^^^^^ unknown-value
        ",
    );
}

#[test]
fn findings_of_one_rule_on_one_line_are_one() {
    check(
        "
        //# locale=en
        //- plan.plan.md
        ## 能力：排产能力 {#NC-01}
        - 视角：生产、过程、销售
                ^^^^^^^^^^^^^^^^ unknown-viewpoint: \"生产\" is no viewpoint of a capability; \"销售\" is no viewpoint of a capability; choose from
        ",
    );
}

#[test]
fn a_document_that_is_no_plan_is_silent() {
    check(
        "
        //- notes.yaml
        standard: ISO 9001
        能力: [{编号: NC-01, 视角: 生产, 等级: CL9}]
        //- notes.md
        ## 能力：排产能力 {#NC-01}
        - 等级：CL9
        ",
    );
}
