//! Labels, keys, headings and columns of fields.

use super::{at, hover};
use crate::standard::standard;

const PLAN: &str = "
    //- plan.plan.md
    ---
    standard: T/AIITRE 20001—2021
    organization: 星海😀
    ---
    # 规划
    ## 发展战略
    守住交付周期。
    ## 可持续竞争合作优势
    | 编号 | 名称 |
    |---|---|
    | YS-1 | 交付快 |
    ## 新型能力清单
    | 编号 | 名称 | 视角 | 等级 | 支撑优势 |
    |---|---|---|---|---|
    | NC-01 | 排产能力 | 过程 | CL2 → CL3 | YS-1 |
    ## 能力：排产能力 {#NC-01 target=CL3}
    - 视角：😀、过程
    > **组织边界**：计划部

    | 价值活动 | 排程 |
    |---|---|
    | 资源环境 | MES |
    ### 量化目标
    | 指标 | 现值 | 目标值 |
    |---|---|---|
    | 准时率 | 80% | 95% |
    ### 能力单元 CU-01
    - 驱动方式：
    #### 要素维
    | 方面 | 建设内容 | 条款 | 责任部门 |
    |---|---|---|---|
    | 数据 | 采集 | A.3.2.1 a | 信息部 |
";

#[test]
fn labels_of_every_shape_name_the_field_and_quote_its_clauses() {
    for (cursor, place, heading, words) in [
        ("organization", "organization", "企业名称 · `organization`", "编制规划的组织"),
        ("发展战略", "发展战略", "发展战略 · `strategy`", "> a）确定新型能力建设的总体需求。"),
        ("可持续竞争合作", "可持续竞争合作优势", "`advantages`", "**6.2 "),
        ("编号 | 名称 |\n    |---|---|\n    | YS", "编号", "`id`", "优势的字段"),
        ("新型能力清单", "新型能力清单", "`capabilities`", "**5 新型能力的识别**"),
        ("视角 | 等级", "视角", "主要视角 · `viewpoint`", "可填一项或多项：载体、过程、对象"),
        ("等级 | 支撑", "等级", "等级 · `level`", "CL1（规范级）、CL2"),
        ("target=", "target", "目标等级 · `target`", "**8.1 通则**"),
        ("视角：😀", "视角", "主要视角 · `viewpoint`", "从与价值创造的载体有关的能力"),
        ("边界**", "组织边界", "组织边界 · `boundary`", "**7.2.2 策划**"),
        ("活动 |", "价值活动", "价值活动 · `activities`", "明确其组织边界、主要价值活动"),
        ("资源环境", "资源环境", "基础设施与资源环境 · `resources`", "也可写作：资源环境"),
        ("量化目标", "量化目标", "量化目标 · `indicators`", "**7.2.2 策划**"),
        ("现值", "现值", "现状值 · `baseline`", "也可写作：基线值、现值"),
        ("驱动方式", "驱动方式", "驱动方式 · `drive`", "> 注 1：职能驱动是指"),
        ("建设内容", "建设内容", "建设内容 · `text`", "建设内容的字段"),
        ("责任部门", "责任部门", "责任部门 · `owner`", "> b）新型能力（体系）策划"),
    ] {
        let (found, markdown) = hover(&at(PLAN, cursor, 0)).unwrap_or_else(|| panic!("{cursor}"));
        assert_eq!(found, place, "{cursor}");
        assert!(
            markdown.starts_with("### ") && markdown.lines().next().unwrap().contains(heading),
            "{markdown}"
        );
        assert!(markdown.contains(words), "{cursor}: {markdown}");
    }
}

#[test]
fn keys_in_both_languages_name_the_same_field() {
    let source = "
        //- plan.plan.yaml
        advantages: [{id: YS-1, name: 交付快😀}]
        新型能力:
          - id: NC-01
            \"视角\": 过程
            perspective: 过程
            level: {current: CL2, 目标等级: CL3}
            supports:
              - YS-1
            量化目标:
              - 指标: 准时率
            units:
              - carries: [NC-01]
                element:
                  data:
                    - text: 采集
                      条款: A.3.2.1 a
                      status:
        ";
    for (cursor, place, heading) in [
        ("advantages", "advantages", "`advantages`"),
        ("name", "name", "`name`"),
        ("新型能力", "新型能力", "`capabilities`"),
        ("视角", "视角", "`viewpoint`"),
        ("perspective", "perspective", "`viewpoint`"),
        ("level", "level", "`level`"),
        ("current", "current", "`current`"),
        ("目标等级", "目标等级", "`target`"),
        ("supports", "supports", "`supports`"),
        ("量化目标", "量化目标", "`indicators`"),
        ("指标", "指标", "`name`"),
        ("units", "units", "`units`"),
        ("carries", "carries", "`carries`"),
        ("text", "text", "`text`"),
        ("条款", "条款", "`clause`"),
        ("status", "status", "`status`"),
    ] {
        let (found, markdown) = hover(&at(source, cursor, 0)).unwrap_or_else(|| panic!("{cursor}"));
        assert_eq!(found, place, "{cursor}");
        assert!(markdown.lines().next().unwrap().contains(heading), "{cursor}: {markdown}");
    }
    let (_, units) = hover(&at(source, "units", 0)).unwrap();
    let general = standard().clause("7.1").unwrap().paragraphs().next().unwrap();
    assert!(units.contains(general), "a clause that only heads others gives way to the first that speaks");
}

#[test]
fn an_english_client_gets_the_key_first() {
    let source = "//# locale=en\n//- p.plan.md\n## 能力：排产 {#NC-01}\n- 视$0角：过程\n";
    let (_, markdown) = hover(source).unwrap();
    assert!(markdown.starts_with("### `viewpoint` · 主要视角\n"), "{markdown}");
    assert!(markdown.contains("- A field of the capability. The main viewpoints"), "{markdown}");
    assert!(markdown.contains("One or more of: `carrier` 载体, `process` 过程"), "{markdown}");
}

#[test]
fn a_label_that_is_no_field_here_and_a_value_of_free_text_say_nothing() {
    let source = "
        //- plan.plan.md
        ## 能力：排产 {#NC-01}
        - 编制：计划部
        - 责任部门：信息部
        - 优先级：高
        ";
    for nothing in ["编制", "计划部", "信息部", "高"] {
        assert_eq!(hover(&at(source, nothing, 0)), None, "{nothing}");
    }
}

#[test]
fn the_label_of_a_declaration_quotes_the_clauses_that_speak_of_it() {
    for (label, clause, letter) in
        [("数字化程度", "8.5.3", 'a'), ("网络基础", "8.5.3", 'a'), ("组织文化假设", "8.5.4", 'b')]
    {
        let source = format!("//- p.plan.md\n## 能力单元 CU-01 甲😀\n- 目标等级：CL4\n- $0{label}：\n");
        let (place, markdown) = hover(&source).unwrap();
        assert_eq!(place, label);
        let item = standard().clause(clause).unwrap().item(Some(letter)).unwrap();
        assert!(markdown.contains(item.text), "{markdown}");
    }
}
