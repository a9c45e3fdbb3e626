use crate::fixture::check_rules;

#[test]
fn levels_are_not_skipped() {
    check_rules(
        &["level-skipped"],
        "
        //# profile=thorough
        //- plan.plan.md
        ## 能力：排产能力😀 {#NC-01}
        - 等级：CL1 → CL3
                      ^^^ level-skipped [hint]: 新型能力 NC-01 从 CL1（规范级）直接到 CL3（领域级），越过了 CL2（场景级）；能力建设循序渐进（8.1），请分阶段写，或核对两个等级
        ### 能力单元 CU-01 沿用等级
        ## 能力单元 CU-02 排产
        - 目标等级：生态级
        - 当前等级：CL2
                    ^^^ level-skipped: 越过了 CL3（领域级）、CL4（平台级）
        ## 能力：一步 {#NC-02}
        - 等级：CL2 → CL3
        ## 能力：只有目标 {#NC-03}
        - 等级：CL4
        ",
    );
    check_rules(
        &["level-skipped"],
        "
        //# profile=thorough locale=en
        //- plan.plan.yaml
        capabilities:
          - {id: NC-01, level: {current: CL1, target: CL4}}
                                                      ^^^ level-skipped: The capability NC-01 goes from CL1 (standardized level) straight to CL4 (platform level), past CL2 (scenario level), CL3 (domain level): capabilities are built step by step (8.1)
          - {id: NC-02, level: CL1 → CL8}
          - {id: NC-03, level: CL4 → CL1}
        units:
          - {id: CU-01, carries: NC-01, target: CL5}
        ",
    );
}

const CURRENT: [&str; 3] =
    ["current-level-unsupported", "current-level-understated", "current-level-without-evidence"];

/// The eleven items of the first level, done.
const FIRST_LEVEL: &str = "过程维: {策划: [一（A.1.1 a）（已完成）], 支持、实施与运行: [二（A.1.1 b）（已完成）], 评测: [三（A.1.1 c）（已完成）], 改进: [四（A.1.1 d）（已完成）]}, 要素维: {数据: [五（A.1.2 a）（已完成）], 技术: [六（A.1.2 b）（已完成）], 流程: [七（A.1.2 c）（已完成）]}, 管理维: {数字化治理: [八（A.1.3 a、b）（已完成）], 组织机制: [九（A.1.3 c）（已完成）], 管理方式: [十（A.1.3 d）（已完成）]}";

#[test]
fn the_current_level_rests_on_something() {
    check_rules(
        &CURRENT,
        "
        //# profile=thorough
        //- plan.plan.md
        ## 能力单元 CU-01 排产😀
        - 等级：CL2 → CL3
                ^^^ current-level-without-evidence [hint]: 能力单元 CU-01 的当前等级为 CL2（场景级），却没有已完成的建设内容，也没有现状等级依据（8.1）；请写明“现状等级依据”，或标出已完成的建设内容
        ### 数据
        - [ ] 自动取数 [A.3.2.1 a]
        ## 能力单元 CU-02 派工
        - 等级：CL2 → CL3
                ^^^ current-level-unsupported [hint]: 能力单元 CU-02 的当前等级为 CL2（场景级），已完成的 2 项建设内容尚未覆盖完任何一级（8.1）；请写明“现状等级依据”，或改当前等级
        ### 数据
        - [x] 自动取数 [A.3.2.1 a]
        - [x] 统一编码 [A.3.2.1 b]
        - [x] TODO
        ## 能力单元 CU-03 有依据
        - 等级：CL2 → CL3
        - 评测依据：2023 年第三方评定报告
        ## 能力单元 CU-04 依据待填
           ^^^^^^^^^^^^^^^^^^^^^^^ current-level-without-evidence
        - 承载：NC-01
        - 评测依据：待填写
        ## 能力单元 CU-05 依据在能力
        - 承载：NC-02
        ## 能力单元 CU-06 等级读不出
        - 等级：CL2 → CL8
        ## 能力：甲 {#NC-01}
        - 等级：CL2 → CL3
        ## 能力：乙 {#NC-02}
        - 等级：CL2 → CL3
        - 现状等级依据：内审报告
        ",
    );
    check_rules(
        &CURRENT,
        "
        //# profile=thorough locale=en
        //- plan.plan.yaml
        units:
          - {id: CU-01, current: CL1, target: CL2}
                                 ^^^ current-level-without-evidence: The current level of the unit CU-01 is CL1 (standardized level), but no measure is done and no evidence is given (8.1)
          - {id: CU-02, target: CL2}
        modules:
          - {id: CM-01, current: CL2, target: CL3, pattern: flow}
        ",
    );
}

#[test]
fn shared_measures_count_as_done() {
    let plan = |current: &str, mark: &str| {
        format!(
            "//# profile=thorough\n//- a.plan.yaml\n能力单元:\n  - {{编号: CU-01, 当前等级: {current}, 目标等级: CL3, {FIRST_LEVEL}}}\n{mark}\n"
        )
    };
    check_rules(&CURRENT, &plan("CL1", ""));
    check_rules(
        &CURRENT,
        &plan(
            "CL2",
            "                            ^^^ current-level-unsupported: 已完成的 10 项建设内容覆盖至 CL1（规范级）",
        ),
    );
}

#[test]
fn what_is_done_may_cover_more_than_is_claimed() {
    let done = |level: u8| {
        let mut lines = String::new();
        for (dimension, aspect, letters) in [
            (1, 1, "abcde"),
            (1, 2, "ab"),
            (1, 3, "ab"),
            (1, 4, ""),
            (2, 1, "abc"),
            (2, 2, "abcd"),
            (2, 3, "ab"),
            (2, 4, "ab"),
            (3, 1, "abcde"),
            (3, 2, "ab"),
            (3, 3, "ab"),
            (3, 4, "ab"),
        ] {
            let names = [
                ["策划", "支持、实施与运行", "评测", "改进"],
                ["数据", "技术", "流程", "组织"],
                ["数字化治理", "组织机制", "管理方式", "组织文化"],
            ];
            let name = names[dimension - 1][aspect - 1];
            lines.push_str(&format!("### {name}\n"));
            let clause = format!("A.{level}.{dimension}.{aspect}");
            if letters.is_empty() {
                lines.push_str(&format!("- [x] 做好 [{clause}]\n"));
            }
            for letter in letters.chars() {
                lines.push_str(&format!("- [x] 做好 [{clause} {letter}]\n"));
            }
        }
        lines
    };
    let plan = |mark: &str, level: u8| {
        format!(
            "//# profile=thorough\n//- a.plan.md\n## 能力单元 CU-01 排产\n- 等级：CL2 → CL3\n{mark}{}",
            done(level)
        )
    };
    check_rules(&CURRENT, &plan("", 2));
    check_rules(
        &CURRENT,
        &plan(
            "        ^^^ current-level-understated [hint]: 能力单元 CU-01 的当前等级为 CL2（场景级），已完成的 32 项建设内容却覆盖至 CL3（领域级）（8.1）；请核对当前等级或各项状态\n",
            3,
        ),
    );
}
