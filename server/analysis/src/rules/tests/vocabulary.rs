use super::check;

#[test]
fn a_viewpoint_outside_the_six_is_told_at_its_place() {
    check(
        "
        //- plan.plan.md
        ## 能力：生产管控能力 {#NC-01}
        - 视角：过程、生产
                      ^^^^ unknown-viewpoint [warning]: “生产”不是新型能力的视角；请从中选择：载体、过程
        - 等级：CL3
        ",
    );
    check(
        "
        //- plan.plan.yaml
        standard: T/AIITRE 20001—2021
        能力:
          - 编号: NC-01
            名称: 生产管控能力😀
            视角: [生产, 合作伙伴, 销售]
                   ^^^^^^^^^^^^^^^^^^^^ unknown-viewpoint: “生产”不是新型能力的视角；“销售”不是新型能力的视角；请从中选择
          - 编号: NC-02
            视角:
              - 过程
              - 生产
                ^^^^ unknown-viewpoint
        ",
    );
}
