//! Completion in Markdown.

use super::{accepted, check, completions, documentation, labels};
use crate::standard::{Level, Target, TermSet, standard};

/// A plan with `line` (and its `$0`) in a place of its own.
fn capability(line: &str) -> String {
    let gap = if line.starts_with(['-', '*', '1']) && !line.starts_with("**") { "" } else { "\n" };
    let line = format!("{gap}{line}{gap}");
    format!(
        "//- p.plan.md\n# 规划😀\n## 能力：排产能力 {{#NC-01}}\n- 等级：CL2 → CL3\n{line}\n### 能力单元 CU-01 甲\n- 覆盖范围：组织全局\n"
    )
}

/// A unit that aims at CL3, with `line` in the aspect of data.
fn data(line: &str) -> String {
    format!(
        "//- p.plan.md\n# 规划😀\n## 能力：排产能力 {{#NC-01}}\n- 视角：过程\n- 等级：CL2 → CL3\n### 能力单元 CU-01 甲\n#### 要素维\n##### 数据\n- [x] 统一主数据 [A.3.2.1 b]\n{line}\n##### 技术\n- 互联\n"
    )
}

fn unit(lines: &str) -> String {
    format!(
        "//- p.plan.md\n# 规划😀\n## 能力：排产能力 {{#NC-01}}\n- 视角：过程\n- 等级：CL2 → CL3\n### 能力单元 CU-01 甲\n- 编制：某人\n\n{lines}\n\n### 能力单元 CU-02 乙\n"
    )
}

#[test]
fn values_of_a_field_follow_its_label_in_every_shape() {
    check(
        &[
            ("- 视角：$0", "过程", "- 视角：过程"),
            ("- 视角：过$0", "", "- 视角：过程"),
            ("- 视角：过程、$0", "合作伙伴", "- 视角：过程、合作伙伴"),
            ("- 视角：过程、hz$0", "", "- 视角：过程、合作伙伴"),
            ("- 视角：过程、作伙$0", "", "- 视角：过程、合作伙伴"),
            ("- 视角：过程、合$0作", "", "- 视角：过程、合作伙伴"),
            ("- 视角：过程，合$0", "", "- 视角：过程，合作伙伴"),
            ("- 视角: 过程,$0", "主体", "- 视角: 过程, 主体"),
            ("- 视角:$0", "主体", "- 视角: 主体"),
            ("**视角**：😀、guoch$0", "", "**视角**：😀、过程"),
            ("> **视角**：gc$0", "", "> **视角**：过程"),
            ("视角：过$0", "", "视角：过程"),
            ("* 视角：過$0", "", "* 视角：过程"),
            ("1. 能力形态：nll$0", "", "1. 能力形态：能力流"),
            ("- 价值效益：成$0", "", "- 价值效益：成本降低"),
            ("- 视角：\n  - 过程\n  - $0", "对象", "  - 对象"),
            ("| 字段 | 值 |\n|---|---|\n| 视角 | $0 |", "过程", "| 视角 | 过程 |"),
            ("| 字段 | 值 |\n|---|---|\n| 视角 | 过程、z$0", "主体", "| 视角 | 过程、主体"),
            ("- perspective: pro$0", "过程", "- perspective: 过程"),
        ],
        capability,
    );
    // What stands there is not offered again, before or behind the cursor.
    assert!(!labels(&capability("- 视角：过程、$0")).contains(&"过程".to_owned()));
    assert!(!labels(&capability("- 视角：$0、过程")).contains(&"过程".to_owned()));
    assert_eq!(labels(&capability("- 视角：过程、$0")).len(), 5);
}

#[test]
fn levels_stand_before_and_behind_an_arrow_in_the_shape_of_the_others() {
    let at = |line: &str, other: &str| {
        format!(
            "//- p.plan.md\n# 规划\n## 能力：甲 {{#NC-01}}\n{line}\n## 能力：乙 {{#NC-02}}\n- 等级：{other}\n"
        )
    };
    for (line, other, label, expected) in [
        ("- 等级：$0", "CL3", "CL2 场景级", "- 等级：CL2"),
        ("- 等级：CL2 → $0", "CL3", "CL3 领域级", "- 等级：CL2 → CL3"),
        ("- 等级：CL2 → 领$0", "CL2→CL3", "", "- 等级：CL2 → CL3"),
        ("- 等级：CL2->CL$0", "CL3", "CL4 平台级", "- 等级：CL2->CL4"),
        ("- 目标等级：ptj$0", "CL3（领域级）", "", "- 目标等级：CL4（平台级）"),
        ("- 目标等级：3$0", "领域级", "", "- 目标等级：领域级"),
        ("- 等级：cl$0", "CL3", "CL5 生态级", "- 等级：CL5"),
    ] {
        assert_eq!(accepted(&at(line, other), label), expected, "{line}");
    }
    let higher = labels(&at("- 等级：CL3 → $0", "CL3"));
    assert_eq!(higher, ["CL4 平台级", "CL5 生态级", "CL3 领域级"]);
    let heading = "//- p.plan.md\n# 规划\n## 能力：甲 {#NC-01 target=$0}\n- 视角：过程\n";
    assert_eq!(accepted(heading, "CL3 领域级"), "## 能力：甲 {#NC-01 target=CL3}");
}

#[test]
fn references_are_ids_with_the_entitys_name() {
    let source = |line: &str| {
        format!(
            "//- p.plan.md\n# 规划\n## 能力：排产能力 {{#NC-01}}\n## 能力：质量能力 {{#NC-02}}\n## 能力单元 CU-01 甲\n- 承载：NC-02\n## 能力单元 CU-02 乙\n{line}\n## 能力模块 CM-01 丙\n- 组成：CU-02\n"
        )
    };
    let (_, items) = completions(&source("- 承载：$0"));
    let shown: Vec<_> = items.iter().map(|item| (item.label.as_str(), item.detail.as_str())).collect();
    assert_eq!(shown, [("NC-01", "排产能力"), ("NC-02", "质量能力")], "what nobody carries goes first");
    assert_eq!(accepted(&source("- 承载：NC$0"), "NC-02"), "- 承载：NC-02");
    assert_eq!(accepted(&source("- 承载的新型能力：NC-01、zl$0"), ""), "- 承载的新型能力：NC-01、NC-02");
    assert_eq!(accepted(&source("- 承载：NC-0$09"), "NC-01"), "- 承载：NC-01");
    assert_eq!(labels(&source("- 承载：NC-01、$0")), ["NC-02"]);
    let module = source("").replace("组成：CU-02", "组成：CU-02、$0");
    assert_eq!(labels(&module), ["CU-01"]);
    let advantage = "//- p.plan.md\n# 规划\n## 可持续竞争合作优势\n| 编号 | 名称 |\n|---|---|\n| YS-1 | 交付快 |\n## 能力：甲 {#NC-01}\n- 支撑优势：$0\n";
    let (_, items) = completions(advantage);
    assert_eq!((items[0].label.as_str(), items[0].detail.as_str()), ("YS-1", "交付快"));
}

#[test]
fn ids_of_other_files_of_the_set_are_offered() {
    let source = "//- capplan.toml\n//- a.plan.md\n## 能力：排产能力 {#NC-01}\n//- b.plan.yaml\nunits:\n  - id: CU-01\n    carries: [$0\n";
    assert_eq!(labels(source), ["NC-01"]);
}

#[test]
fn citations_follow_brackets_in_a_measure() {
    check(
        &[
            ("- 自动采集[$0", "A.3.2.1 a", "- 自动采集[A.3.2.1 a]"),
            ("- 自动采集[$0]", "A.3.2.1 a", "- 自动采集[A.3.2.1 a]"),
            ("- 自动采集[A.3.$0", "A.3.2.1 a", "- 自动采集[A.3.2.1 a]"),
            ("- 自动采集 [A.3.2.1 $0]", "A.3.2.1 c", "- 自动采集 [A.3.2.1 c]"),
            ("- 自动采集😀（$0", "A.3.2.1 a", "- 自动采集😀（A.3.2.1 a）"),
            ("- 自动采集（a32$0", "A.3.2.1 a", "- 自动采集（A.3.2.1 a）"),
            ("- 自动采集(A.3.2.1 b、$0)", "A.3.2.1 a", "- 自动采集(A.3.2.1 b、A.3.2.1 a)"),
            ("- 自动采集[sjcj$0", "A.3.2.1 a", "- 自动采集[A.3.2.1 a]"),
            ("- 自动采集[A.3.2.1 b $0", "A.3.2.1 b 2", "- 自动采集[A.3.2.1 b 2]"),
            ("- 自动采集（见 7.3$0", "7.3.2", "- 自动采集（见 7.3.2）"),
            ("- 自动采集[附录 A.3$0]", "A.3.2.1 a", "- 自动采集[附录 A.3.2.1 a]"),
        ],
        data,
    );
    let (_, items) = completions(&data("- 自动采集产线数据[$0"));
    let first: Vec<&str> = items.iter().take(3).map(|item| item.label.as_str()).collect();
    assert_eq!(first, ["A.3.2.1 a", "A.3.2.1 c", "A.3.2.1 b"], "what is covered goes last in its aspect");
    let Target::Topic { level, topic, .. } = standard().resolve("A.3.2.1", Some('a'), None) else { panic!() };
    assert_eq!(items[0].detail, topic.title(level));
    for point in &standard().cell(level, topic).unwrap().points {
        assert!(documentation(&items[0]).contains(&point.text), "{}", documentation(&items[0]));
    }
    assert!(!labels(&data("- 采集[A.3.2.1 a、$0]")).contains(&"A.3.2.1 a".to_owned()));
}

#[test]
fn tables_complete_by_their_columns() {
    let table = |row: &str| {
        format!(
            "//- p.plan.md\n# 规划\n## 能力单元 CU-01 甲\n- 等级：CL3\n### 要素维\n| 要素 | 建设内容 | 条款 | 状态 |\n|---|---|---|---|\n| 数据 | 统一编码 | A.3.2.1 b | 已完成 |\n{row}\n"
        )
    };
    check(
        &[
            ("| 数据 | 自动采集 | $0 | |", "A.3.2.1 a", "| 数据 | 自动采集 | A.3.2.1 a | |"),
            ("| 数据 | 自动采集 | A.3.$0", "A.3.2.1 a", "| 数据 | 自动采集 | A.3.2.1 a"),
            ("|  | 自动采集 | A.3.2.1 b、$0 | |", "A.3.2.1 a", "|  | 自动采集 | A.3.2.1 b、A.3.2.1 a | |"),
            ("| 数据 | 自动采集 | A.3.2.1 a | $0 |", "进行中", "| 数据 | 自动采集 | A.3.2.1 a | 进行中 |"),
            ("| 数据 | 自动采集 | A.3.2.1 a | jx$0", "", "| 数据 | 自动采集 | A.3.2.1 a | 进行中"),
            ("| $0 | 自动采集 | | |", "技术", "| 技术 | 自动采集 | | |"),
            ("| js$0", "", "| 技术"),
        ],
        table,
    );
    let list = "//- p.plan.md\n# 规划\n## 新型能力清单\n| 编号 | 名称 | 视角 | 目标等级 |\n|---|---|---|---|\n| NC-01 | 甲😀 | 过程、h$0 | CL3 |\n";
    assert_eq!(accepted(list, ""), "| NC-01 | 甲😀 | 过程、合作伙伴 | CL3 |");
}

#[test]
fn labels_that_are_missing_take_the_shape_of_their_line() {
    for (line, label, expected) in [
        ("- $0", "视角", "- 主要视角："),
        ("- shij$0", "", "- 主要视角："),
        ("- 视$0", "", "- 主要视角："),
        ("**主要$0**：", "", "**主要视角**："),
        ("**主要$0", "", "**主要视角**："),
        ("> **主要$0", "", "> **主要视角**："),
        ("主要$0", "", "主要视角："),
        ("* 覆盖$0：", "", "* 覆盖范围："),
        ("| 字段 | 值 |\n|---|---|\n| 主要$0 | |", "", "| 主要视角 | |"),
    ] {
        let label = if label == "视角" { "主要视角" } else { label };
        assert_eq!(accepted(&capability(line), label), expected, "{line}");
    }
    let offered = labels(&capability("- $0"));
    assert!(
        !offered.contains(&"等级".to_owned()) && !offered.contains(&"目标等级".to_owned()),
        "{offered:?}"
    );
    let latin = "//- p.plan.md\n# Plan\n## Capability NC-01 Scheduling\n- viewpoint: process\n- sco$0\n";
    assert_eq!(accepted(latin, ""), "- scope: ");
    let plan = "//- p.plan.md\n# 规划\n\n- $0\n";
    assert!(labels(plan).contains(&"发展战略".to_owned()));
}

#[test]
fn headings_that_are_missing_stand_at_their_own_depth() {
    check(
        &[
            ("#### $0", "#### 要素维", "#### 要素维"),
            ("####$0", "#### 要素维", "#### 要素维"),
            ("## ysw$0", "", "#### 要素维"),
            ("gcw$0", "", "#### 过程维"),
            ("guochengwei$0", "", "#### 过程维"),
            ("$0", "#### 管理维", "#### 管理维"),
            ("#### 要素维\n##### $0", "##### 数据", "##### 数据"),
            ("#### 要素维\n\n##### 数据\n- 采集\n\n#### $0", "#### 过程维", "#### 过程维"),
            ("#### 要素维\n\n##### 数据\n- 采集\n\njs$0", "", "##### 技术"),
            ("###### 数据\n- 采集\n\n###### $0", "###### 技术", "###### 技术"),
        ],
        unit,
    );
    let offered = labels(&unit("#### 要素维\n##### 数据\n- 采集\n##### $0"));
    assert!(!offered.iter().any(|label| label.ends_with("数据") || label.ends_with("要素维")), "{offered:?}");
    assert_eq!(&offered[..3], ["##### 技术", "##### 流程", "##### 组织"]);
    let latin = "//- p.plan.md\n# Plan\n## Unit CU-01 Scheduling\n- scope: domain\n\n### pro$0\n";
    assert_eq!(accepted(latin, ""), "### Process dimension");
}

#[test]
fn prose_other_documents_and_fences_are_silent() {
    for source in [
        "//- p.plan.md\n# 规划\n\n本规划说明[$0\n",
        "//- p.plan.md\n# 规划\n\n未来三年，公司从卖单机转向（$0\n",
        "//- p.plan.md\n## 能力：甲 {#NC-01}\n```text\n- 视角：$0\n```\n",
        "//- p.plan.md\n## 能力：甲 {#NC-01}\n<!-- 视角：$0 -->\n",
        "//- p.plan.md\n## 能力：甲 {#NC-01}\n- 负责人说：$0\n",
        "//- notes.md\n## 能力：甲 {#NC-01}\n- 视角：$0\n",
        "//- p.plan.md\n## 能力：甲 {#NC-01}\n- 责任部门：$0\n",
    ] {
        assert_eq!(labels(source), Vec::<String>::new(), "{source}");
    }
}

#[test]
fn plan_fields_in_yaml_inside_markdown_complete_as_yaml() {
    let front = "//- p.plan.md\n---\nstandard: T/AIITRE 20001—2021\norg$0\n---\n# 规划\n";
    assert_eq!(accepted(front, ""), "organization: ");
    let fence = "//- p.plan.md\n# 规划😀\n## 能力：甲 {#NC-01}\n```yaml plan\nviewpoint: [process, $0\n```\n";
    assert_eq!(accepted(fence, "partner"), "viewpoint: [process, partner");
}

#[test]
fn numbers_of_headings_are_kept() {
    check(
        &[
            ("#### （一）gcw$0", "", "#### （一）过程维"),
            ("#### 4.2.1 $0", "#### 过程维", "#### 4.2.1 过程维"),
            ("#### 1) gcw$0", "", "#### 1) 过程维"),
            ("#### 3.1.2 过程$0", "", "#### 3.1.2 过程维"),
            ("#### 要素维\n##### 2、js$0", "", "##### 2、技术"),
        ],
        unit,
    );
    let plan = |line: &str| format!("//- p.plan.md\n# 规划\n\n{line}\n\n## 能力：甲 {{#NC-01}}\n");
    check(
        &[
            ("## 一、fz$0", "", "## 一、发展战略"),
            ("## 1.1 可持续$0", "", "## 1.1 可持续竞争合作优势"),
            ("## 三、zt$0", "", "## 三、新型能力总体需求"),
        ],
        plan,
    );
    assert_eq!(labels(&plan("## $0"))[0], "## 发展战略", "chapters go before dimensions");
    assert_eq!(labels("//- p.plan.md\n# $0\n"), Vec::<String>::new(), "the title is the author's");
}

#[test]
fn an_item_of_the_clause_before_it_is_a_letter() {
    check(
        &[
            ("- 统一😀（A.3.2.1 a、c$0", "A.3.2.1 c", "- 统一😀（A.3.2.1 a、c）"),
            ("- 统一[A.3.2.1 a–b $0]", "A.3.2.1 b 2", "- 统一[A.3.2.1 a–b 2]"),
            ("- 统一（A.3.2.1 a）、（A.3.2$0", "A.3.2.1 c", "- 统一（A.3.2.1 a）、（A.3.2.1 c）"),
            ("- 统一【$0", "A.3.2.1 a", "- 统一【A.3.2.1 a】"),
            ("- 统一[T/AIITRE 20001—2021 A.$0]", "A.3.2.1 a", "- 统一[T/AIITRE 20001—2021 A.3.2.1 a]"),
        ],
        data,
    );
    for open in ["- 统一（A.3.2.1 a、$0", "- 统一[A.3.2.1 a、$0", "- 统一[A.3.2.1 b 1，A.3.2.1 a、A$0"]
    {
        assert!(!labels(&data(open)).contains(&"A.3.2.1 a".to_owned()), "{open}");
    }
}

#[test]
fn brackets_that_cite_nothing_are_silent() {
    for line in [
        "- [$0",
        "- [ $0",
        "- [x$0",
        "- [x$0] 甲",
        "- 见表（$0",
        "- 见图2与表（$0",
        "- （见表（3）、$0",
        "- 说明[附件]($0",
        "- 说明[附件](a.$0",
        "- ![图]($0",
        "\n说明文字（$0\n",
    ] {
        assert_eq!(labels(&data(line)), Vec::<String>::new(), "{line}");
    }
    assert_eq!(labels(&data("- 建门户（建$0"))[0], "进行中", "a status may stand there, too");
    let spelt =
        data("- 建门户（jian$0").replace("- 互联", "| 建设内容 | 状态 |\n|---|---|\n| 互联 | 建设中 |");
    assert_eq!(labels(&spelt)[0], "建设中", "as the author writes it");
}

#[test]
fn both_aspects_of_a_heading_of_two_count() {
    let source = "//- p.plan.md\n## 能力单元 CU-01 甲\n- 等级：CL3\n### 过程维\n#### 评测与改进\n- 对偏差查找原因并改进 [$0]\n";
    let offered = labels(source);
    let own = |label: &String| label.starts_with("A.3.1.3") || label.starts_with("A.3.1.4");
    assert!(
        offered.iter().take_while(|label| own(label)).any(|label| label.starts_with("A.3.1.4")),
        "{offered:?}"
    );
}

#[test]
fn what_fits_the_level_or_the_module_goes_first() {
    let at = |line: &str| {
        format!(
            "//- p.plan.md\n# 规划\n## 能力单元 CU-11 甲\n- 当前等级：CL2\n- 目标等级：CL4\n{line}\n## 能力模块 CM-01 乙\n- 能力模块类型：网络型\n- 能力形态：\n"
        )
    };
    for (field, set) in
        [("驱动方式", TermSet::Drive), ("组织文化假设", TermSet::Assumption), ("网络基础", TermSet::Network)]
    {
        let first = &labels(&at(&format!("- {field}：$0")))[0];
        let term = standard().terms().lookup(set, first).term().unwrap();
        assert!(term.citation_at(Level::new(4).unwrap()).is_some(), "{field}: {first}");
    }
    let module = at("").replace("能力形态：", "能力形态：$0");
    assert_eq!(labels(&module)[0], "能力网络");
    let target = at("").replace("目标等级：CL4", "目标等级：$0");
    assert_eq!(labels(&target)[0], "CL3 领域级");
    assert!(!labels(&target).contains(&"CL1 规范级".to_owned()));
    let arrow = at("").replace("当前等级：CL2\n- 目标等级：CL4", "等级：CL2 →$0");
    assert_eq!(accepted(&arrow, ""), "- 等级：CL2 → CL3");
    let row = "//- p.plan.md\n# 规划\n## 新型能力清单\n| 编号 | 名称 | 等级 |\n|---|---|---|\n| NC-01 | 甲 | CL2 → CL3 |\n## 能力：甲 {#NC-01}\n- 目标等级：$0\n";
    assert_eq!(labels(row)[0], "CL3 领域级", "what the list says");
}

#[test]
fn without_a_unit_shared_measures_follow_the_capabilities_target() {
    let source = "//- p.plan.md\n# 规划\n## 管理维\n### 组织文化\n- 倡导创新 [$0]\n## 能力：甲 {#NC-01}\n- 等级：CL2 → CL4\n";
    assert!(labels(source)[0].starts_with("A.4.3.4"), "{:?}", labels(source));
}

#[test]
fn labels_are_written_as_those_around_them() {
    let at = |block: &str| format!("//- p.plan.md\n# 规划\n## 能力：甲 {{#NC-01}}\n{block}\n");
    check(
        &[
            ("**等级**：CL2 → CL3\n\n主要$0", "", "**主要视角**："),
            ("- **等级**：CL3\n- 主要$0", "", "- **主要视角**："),
            ("- **等级：**CL3\n- **主要$0", "", "- **主要视角：**"),
            ("> **等级**：CL3\n> 主要$0", "", "> **主要视角**："),
            ("- 等级: CL3\n- 主要$0", "", "- 主要视角: "),
            ("- 等级：CL3\n- **主要$0**", "", "- **主要视角**："),
        ],
        at,
    );
    let trap = at("**等级**：CL2 → CL3\n- $0");
    assert!(
        !labels(&trap).contains(&"等级".to_owned()),
        "though the line above reads as a heading meanwhile"
    );
}

#[test]
fn a_heading_that_is_a_field_is_completed_below_it() {
    let at = |block: &str| format!("//- p.plan.md\n# 规划\n## 能力：甲 {{#NC-01}}\n- 等级：CL3\n\n{block}\n");
    check(
        &[
            ("### 价值效益\n效率提升、cb$0", "", "效率提升、成本降低"),
            ("### 主要视角\n- 过程\n- zt$0", "主体", "- 主体"),
        ],
        at,
    );
    assert!(!labels(&at("### 主要视角\n- 过程\n- $0")).contains(&"过程".to_owned()));
}

#[test]
fn plan_fields_that_are_not_closed_yet_complete_as_yaml() {
    let front = "//- p.plan.md\n---\nstandard: T/AIITRE 20001—2021\norg$0\n";
    assert_eq!(accepted(front, ""), "organization: ");
    let fence = "//- p.plan.md\n# 规划\n## 能力：甲 {#NC-01}\n```yaml plan\nviewpoint: [process, $0\n";
    assert_eq!(accepted(fence, "partner"), "viewpoint: [process, partner");
    let attribute = "//- p.plan.md\n# 规划\n## 能力：甲 {#NC-01 target=CL$0\n- 视角：过程\n";
    assert_eq!(accepted(attribute, "CL3 领域级"), "## 能力：甲 {#NC-01 target=CL3");
}

#[test]
fn an_empty_cell_of_citations_below_a_dimension_is_completed() {
    let source = "//- p.plan.md\n# 规划\n## 能力单元 CU-01 甲\n- 等级：CL3\n### 要素维\n| 建设内容 | 条款 |\n|---|---|\n| 设备上云与联网 | $0 |\n";
    assert_eq!(accepted(source, "A.3.2.2 a"), "| 设备上云与联网 | A.3.2.2 a |");
    assert!(labels(source)[0].starts_with("A.3.2."));
}
