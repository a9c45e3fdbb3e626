//! Examples of the rules in `rules/measures.rs`, `rules/indicators.rs` and `rules/period.rs`.

use crate::fixture::check_rules;

const WITHOUT: [&str; 2] = ["measure-without-owner", "measure-without-due"];

#[test]
fn a_measure_has_an_owner_and_a_date_where_others_have() {
    check_rules(
        &WITHOUT,
        "
        //# profile=thorough
        //- a.plan.md
        ## 能力单元 CU-01 计划排产
           ^^^^^^^^^^^^^^^^^^^^^^^ measure-without-owner [hint]: 能力单元 CU-01 有 2 项建设内容没有写责任部门（管理维 2 项）（A.3.1.1 b）
           ^^^^^^^^^^^^^^^^^^^^^^^ measure-without-due: 能力单元 CU-01 有 1 项建设内容没有写完成时间（管理维 1 项）（A.3.1.1 b）
        #### 要素维

        | 要素 | 建设内容 | 条款 | 责任部门 | 期限 |
        |---|---|---|---|---|
        | 数据 | 采集😀 | A.3.2.1 a | 设备部 | 2024-06 |
        | 数据 | 编码 | A.3.2.1 b |  | 2024-06 |
                 ^^^^ measure-without-owner: 建设内容“编码”没有写责任部门（A.3.1.1 b）；请补上
        | 数据 | 建模 | A.3.2.1 c | 设备部 | 待定 |
                 ^^^^ measure-without-due: 建设内容“建模”没有写完成时间
        | 技术 | 待填写 | A.3.2.2 a |  |  |
        | 技术 | 不适用：不上云 | A.3.2.2 d |  |  |
        #### 管理维
        ##### 组织文化
        - [x] 宣传 [A.3.3.4 a]
        - [ ] 积分 [A.3.3.4 b]
        ## 能力单元 CU-02 派工
        - 责任部门：生产部
        - 期限：2026 年底
        #### 要素维
        ##### 数据
        - 采集 [A.3.2.1 a]
        ",
    );
    check_rules(
        &WITHOUT,
        "
        //# profile=thorough locale=en
        //- capplan.toml
        //- a.plan.yaml
        units:
          - id: CU-01
            element:
              data:
                - {text: 采集, clause: A.3.2.1 a, owner: 设备部}
                - {text: 编码, clause: A.3.2.1 b}
                         ^^^^ measure-without-owner: The measure \"编码\" has no owner (A.3.1.1 b): add it
        //- b.plan.yaml
        units:
          - id: CU-02
            ^^ measure-without-owner: 1 measure of the unit CU-02 has no owner (element dimension 1) (A.3.1.1 b)
            element: {data: [采集（A.3.2.1 a）]}
        ",
    );
    check_rules(
        &WITHOUT,
        "
        //# profile=thorough
        //- a.plan.yaml
        units:
          - id: CU-01
            owner: 设备部
            due: 2026-12
            indicators: [{name: 准交率, owner: 计划部, due: 2026-12}]
            element: {data: [采集（A.3.2.1 a）]}
          - id: CU-02
            element: {data: [采集（A.3.2.1 a）]}
        ",
    );
}

#[test]
fn nodes_between_departments_are_given_to_posts() {
    let rules = ["cross-department-role"];
    check_rules(
        &rules,
        "
        //- a.plan.md
        ## 能力单元 CU-01 计划排产
        #### 要素维
        ##### 流程
        - 重画主流程，梳理 14 个跨部门节点😀，缩短时长，全员参与 [A.3.2.3 a 1]
          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ cross-department-role [information]: A.3.2.3 a 1 要求跨部门的流程节点落到岗位或角色
        - 跨部门的 14 个节点逐一落到计划员、催交员 [A.3.2.3 a 1]
        - 跨部门节点由各分厂厂长负责 [A.3.2.3 a 1]
        - 跨部门节点明确到角色 [A.3.2.3 a 1]
        - 跨部门节点由工艺工程师会签 [A.3.2.3 a 1]
        - 重画分厂内的流程 [A.3.2.3 a 1]
        - 跨部门流程成文 [A.3.2.3 a 2]
        - 跨部门流程重排 [A.2.2.3 a 1]
        - 不适用：没有跨部门流程 [A.3.2.3 a 1]
        ",
    );
    check_rules(
        &rules,
        "
        //# locale=en
        //- a.plan.yaml
        units:
          - id: CU-01
            element:
              workflow:
                - {text: 部门之间的交接点重排, clause: A.3.2.3 a 1}
                         ^^^^^^^^^^^^^^^^^^^^ cross-department-role: A.3.2.3 a 1 asks that workflow nodes between departments name a post or role
                - {text: cross-department nodes go to a manager, clause: A.3.2.3 a 1}
        ",
    );
}

#[test]
fn one_text_does_not_stand_for_several_topics() {
    let rules = ["repeated-measure"];
    check_rules(
        &rules,
        "
        //- a.plan.md
        ## 能力单元 CU-01 计划排产
        #### 要素维
        ##### 数据
        - [x] 按公司统一部署推进😀 [A.3.2.1 a]
        - 按公司 统一部署，推进。（拟建） [A.3.2.1 b]
          ^^^^^^^^^^^^^^^^^^^^^^^ repeated-measure [information]: 能力单元 CU-01 的这句话已用于 A.3.2.1 a，这里又用于 A.3.2.1 b
        - 按公司统一部署推进 [A.3.2.1 a]
        - 编码与打通 [A.3.2.1 b、A.3.2.1 c]
        ##### 技术
        - 按公司统一部署推进 [A.3.2.2 a 1]
          ^^^^^^^^^^^^^^^^^^ repeated-measure: 已用于 A.3.2.1 a，这里又用于 A.3.2.2 a 1
        - 按公司统一部署推进 [A.3.2.2 a 2]
        - 按公司统一部署推进
        - 待填写 [A.3.2.2 b]
        - 待填写 [A.3.2.2 c]
        - 不适用：不上云 [A.3.2.2 c]
        - 不适用：不上云 [A.3.2.2 d]
        ## 能力单元 CU-02 派工
        #### 要素维
        ##### 数据
        - 按公司统一部署推进 [A.3.2.1 c]
        ",
    );
    check_rules(
        &rules,
        "
        //# locale=en
        //- a.plan.yaml
        element:
          data: [统一推进（A.3.2.1 a）, 统一推进（A.3.2.1 b）]
        units:
          - id: CU-01
            element:
              data:
                - {text: 统一推进, clause: A.3.2.1 a}
                - {text: 统一推进, clause: A.3.2.1 b}
                         ^^^^^^^^ repeated-measure: The unit CU-01 already uses this text for A.3.2.1 a, and here for A.3.2.1 b
        ",
    );
}

#[test]
fn an_indicator_says_from_where_to_where_by_when() {
    let rules = ["indicator-incomplete"];
    check_rules(
        &rules,
        "
        //# profile=thorough
        //- a.plan.md
        ## 能力单元 CU-01 计划排产

        | 指标 | 现值 | 目标值 | 期限 |
        |---|---|---|---|
        | 准交率😀 | 74% | 90% | 2026-06 |
        | 响应时间 | 52 小时 |  | — |
          ^^^^^^^^ indicator-incomplete [hint]: 能力单元 CU-01 的指标“响应时间”缺目标值、完成时间（7.2.2、7.2.4）；请补上
        | 库存 | 待定 | 1.4 亿元 | 2026-06 |
          ^^^^ indicator-incomplete: 缺现状值
        ",
    );
    check_rules(
        &rules,
        "
        //# profile=thorough locale=en
        //- a.plan.yaml
        modules:
          - id: CM-01
            indicators:
              - {name: 准交率, baseline: 74%, due: 2026-06}
                       ^^^^^^ indicator-incomplete: The indicator \"准交率\" of the module CM-01 lacks target (7.2.2, 7.2.4): add it
              - 停线时间
                ^^^^^^^^ indicator-incomplete: lacks baseline, target, due
        ",
    );
}

#[test]
fn a_due_date_lies_in_the_plans_period() {
    let rules = ["due-outside-period"];
    check_rules(
        &rules,
        "
        //- a.plan.md
        ---
        period: 2024—2026
        ---
        ## 能力单元 CU-01 计划排产
        - 期限：2027 年 3 月
                ^^^^^^^^^^^^ due-outside-period [information]: 能力单元 CU-01 的完成时间 2027 年 3 月 不在规划期 2024—2026 之内（A.3.1.1 b）；请改正其一

        | 指标 | 现值 | 目标值 | 期限 |
        |---|---|---|---|
        | 准交率😀 | 74% | 90% | 2031-06 |
                                 ^^^^^^^ due-outside-period: 能力单元 CU-01 的指标“准交率😀”的完成时间 2031-06 不在规划期
        | 周期 | 74% | 90% | 2026 |
        | 停线 | 74% | 90% | 持续 |
        #### 要素维

        | 要素 | 建设内容 | 条款 | 状态 | 期限 |
        |---|---|---|---|---|
        | 数据 | 采集 | A.3.2.1 a | 已建成 | 2023-06 |
        | 数据 | 编码 | A.3.2.1 b | 计划 | 2023-06 |
                                           ^^^^^^^ due-outside-period: 能力单元 CU-01 的建设内容“编码”的完成时间 2023-06
        | 数据 | 建模 | A.3.2.1 c | 计划 | 2026 年底 |
        ",
    );
    check_rules(
        &rules,
        "
        //# locale=en
        //- capplan.toml
        //- a.plan.yaml
        period: 2024.7—2026.6
        //- b.plan.yaml
        capabilities:
          - {id: NC-01, due: 2026-07-01}
                             ^^^^^^^^^^ due-outside-period: The due date 2026-07-01 of the capability NC-01 lies outside the plan's period 2024.7—2026.6
          - {id: NC-02, due: 2026}
          - {id: NC-03, due: 2026 年第三季度}
                             ^^^^^^^^^^^^^^^ due-outside-period
          - {id: NC-04, due: 2024年上半年}
                             ^^^^^^^^^^^^ due-outside-period
          - {id: NC-05, due: 2026-05 至 2026-08}
          - {id: NC-06, due: 待定}
          - {id: NC-07, indicators: [{name: 准交率, due: 2031}]}
                                                         ^^^^ due-outside-period: The due date 2031 of the indicator \"准交率\" of the capability NC-07 lies
        ",
    );
    check_rules(&rules, "//- a.plan.yaml\nperiod: 十四五\ncapabilities: [{id: NC-01, due: 2031}]\n");
}

#[test]
fn dates_are_read_as_they_are_written() {
    use crate::rules::period::read_time;
    let same = |texts: &[&str]| {
        let times: Vec<_> = texts.iter().map(|text| (text, read_time(text))).collect();
        assert!(times[0].1.is_some() && times.iter().all(|(_, time)| *time == times[0].1), "{times:?}");
    };
    same(&[
        "2024—2026",
        "2024-2026",
        "2024–2026 年",
        "2024年至2026年",
        "２０２４～２０２６",
        "2024-01-01—2026-12-31",
    ]);
    same(&["2024-06", "2024年6月", "2024 年 6 月", "2024.6", "2024/06", "2024年6月底前"]);
    same(&["2024-06-30", "2024年6月30日", "2024.06.30", "2024/6/30"]);
    same(&[
        "2024 Q2",
        "2024年第二季度",
        "2024年二季度",
        "2024 年 2 季度",
        "2024-04 至 2024-06",
        "2024年4月-6月",
        "2024年4—6月",
    ]);
    same(&["2024 年底", "2024年末", "2024-12"]);
    same(&["2024 下半年", "2024H2", "2024年7月至12月"]);
    same(&["2024", "2024年", "2024 年度", "2024年1月—2024年12月"]);
    for text in ["", "持续", "每季度", "待定", "T+3 月", "6 月", "20240630", "12345", "第 3 年"] {
        assert_eq!(read_time(text), None, "{text}");
    }
}
