//! Rules in comments, typical names of capabilities, cells of tables, lists without repetition.

use super::{accepted, check, completions, documentation, labels};
use crate::rules::{ALL, Locale};
use crate::standard::{TYPICAL, TYPICAL_SOURCE};

#[test]
fn comments_that_allow_findings_name_rules_with_their_summaries() {
    let markdown =
        |line: &str| format!("//- p.plan.md\n# 规划😀\n\n{line}\n## 能力：甲 {{#NC-01}}\n- 视角：过程\n");
    check(
        &[
            ("<!-- capplan: allow $0 -->", "level-gap", "<!-- capplan: allow level-gap -->"),
            ("<!-- capplan: allow lev$0", "level-gap", "<!-- capplan: allow level-gap"),
            (
                "<!-- capplan: allow level-gap、miss$0-id — 😀 -->",
                "missing-viewpoint",
                "<!-- capplan: allow level-gap、missing-viewpoint — 😀 -->",
            ),
            (
                "<!-- capplan：allow-file $0 — 草稿 -->",
                "synonym",
                "<!-- capplan：allow-file synonym — 草稿 -->",
            ),
            ("<!-- capplan:$0 -->", "allow", "<!-- capplan: allow  -->"),
            ("<!-- capplan: allow-f$0", "", "<!-- capplan: allow-file "),
            ("<!-- cap$0 -->", "", "<!-- capplan: allow  -->"),
        ],
        markdown,
    );
    let yaml = |line: &str| {
        format!(
            "//- p.plan.yaml\nstandard: T/AIITRE 20001—2021\n标题: 规划😀\ncapabilities:\n{line}\n  - id: NC-01\n    name: 甲\n"
        )
    };
    check(
        &[
            ("  # capplan: allow $0", "level-gap", "  # capplan: allow level-gap"),
            ("  # capplan: allow synonym, lev$0", "level-gap", "  # capplan: allow synonym, level-gap"),
            ("  # capplan: al$0", "allow-file", "  # capplan: allow-file "),
            ("  # capp$0", "", "  # capplan: allow "),
        ],
        yaml,
    );
    let (_, items) = completions(&markdown("<!-- capplan: allow 术语、level-gap、$0 -->"));
    assert_eq!(items.len(), ALL.len() - 3, "but level-gap and the rules about comments");
    let item = items.iter().find(|item| item.label == "missing-viewpoint").unwrap();
    let rule = ALL.iter().find(|rule| rule.name == item.label).unwrap();
    assert_eq!(item.detail, rule.summary[0]);
    assert!(documentation(item).starts_with("# missing-viewpoint"));
    let english = markdown("<!-- capplan: allow synon$0 -->").replace("//- p", "//# locale=en\n//- p");
    assert!(completions(&english).1[0].detail.is_ascii());
    // By what it says.
    assert!(labels(&markdown("<!-- capplan: allow 视角$0 -->")).contains(&"missing-viewpoint".to_owned()));
    for silent in [
        markdown("```text\n<!-- capplan: allow $0 -->\n```"),
        markdown("<!-- capplan: allow level-gap — 理由$0 -->"),
        markdown("<!-- 说明 $0 -->"),
        yaml("  # 说明$0"),
        yaml("  # capplan: allow level-gap — $0"),
        "//- p.plan.yaml\nstandard: T/AIITRE 20001—2021\ndemand: |\n  # capplan: allow $0\n".to_owned(),
        "//- p.plan.yaml\nstandard: T/AIITRE 20001—2021\ndemand: \"甲 # capplan: allow $0\"\n".to_owned(),
        "//- notes.md\n<!-- capplan: allow $0 -->\n".to_owned(),
    ] {
        assert_eq!(labels(&silent), Vec::<String>::new(), "{silent}");
    }
    let front = "//- p.plan.md\n---\nstandard: T/AIITRE 20001—2021\n# capplan: allow lev$0\n---\n# 规划\n";
    assert_eq!(accepted(front, "level-gap"), "# capplan: allow level-gap");
}

#[test]
fn capabilities_may_have_typical_names() {
    let markdown = |line: &str| format!("//- p.plan.md\n# 规划😀\n{line}\n- 视角：用户\n- 等级：CL3\n");
    check(
        &[
            ("## 能力：$0", "产品创新能力", "## 能力：产品创新能力"),
            ("## 能力：$0 {#NC-01}", "产品创新能力", "## 能力：产品创新能力 {#NC-01}"),
            ("## 能力：$0{#NC-01}", "产品创新能力", "## 能力：产品创新能力 {#NC-01}"),
            ("## 二、新型能力 NC-01 yhfw$0", "", "## 二、新型能力 NC-01 用户服务能力"),
            ("## 新型能力 NC-01 $0", "用户服务能力", "## 新型能力 NC-01 用户服务能力"),
            ("## 能力：数据$0（NC-01）", "数据开发能力", "## 能力：数据开发能力（NC-01）"),
            ("## 能力：生产$0与运营 {#NC-01}", "", "## 能力：生产与运营管控能力 {#NC-01}"),
        ],
        markdown,
    );
    let yaml = |line: &str| {
        format!(
            "//- p.plan.yaml\nstandard: T/AIITRE 20001—2021\ncapabilities:\n  - id: NC-01\n    viewpoint: [object]\n{line}\n    owner: 销售部😀\n"
        )
    };
    check(
        &[
            ("    name: $0", "用户服务能力", "    name: 用户服务能力"),
            ("    name:$0", "用户服务能力", "    name: 用户服务能力"),
            ("    name: \"yonghu$0\"", "", "    name: \"用户服务能力\""),
            ("    名称: ksxy$0", "", "    名称: 快速响应能力"),
        ],
        yaml,
    );
    let (_, items) = completions(&yaml("    name: $0"));
    assert_eq!(items[0].label, "用户服务能力", "that of its viewpoint");
    assert_eq!(items.len(), TYPICAL.iter().map(|typical| 1 + typical.parts.len()).sum::<usize>());
    assert!(items.iter().all(|item| item.detail.starts_with(TYPICAL_SOURCE)));
    let row = "//- p.plan.md\n# 规划\n## 新型能力清单\n| 编号 | 名称 | 视角 | 目标等级 |\n|---|---|---|---|\n| NC-01 | 产品创新能力 | 载体 | CL3 |\n| NC-02 | yg$0 | 主体 | CL3 |\n";
    assert_eq!(accepted(row, ""), "| NC-02 | 员工赋能能力 | 主体 | CL3 |");
    assert!(!labels(&row.replace("yg$0", "$0")).contains(&"产品创新能力".to_owned()), "another has it");
    let child = "//- p.plan.md\n# 规划\n## 能力：生态合作能力 {#NC-01}\n### 能力：$0 {#NC-02}\n";
    assert_eq!(labels(child)[..2], ["供应链协同能力", "生态共建能力"], "parts of the one above");
    for silent in [
        "//- p.plan.md\n# 规划\n## 能力单元：$0\n",
        "//- p.plan.yaml\nstandard: T/AIITRE 20001—2021\nunits:\n  - id: CU-01\n    name: $0\n",
        "//- notes.md\n## 能力：$0\n",
    ] {
        assert!(!labels(silent).iter().any(|label| label.ends_with("能力")), "{silent}");
    }
}

#[test]
fn typical_names_belong_to_viewpoints_that_there_are() {
    use crate::standard::{TermSet, standard};
    let keys: Vec<&str> = TYPICAL.iter().map(|typical| typical.viewpoint).collect();
    let all: Vec<&str> = standard().terms().of(TermSet::Viewpoint).iter().map(|term| term.key).collect();
    assert_eq!(keys, all);
    assert_eq!(Locale::default(), Locale::Zh);
}

#[test]
fn cells_follow_their_columns_and_lists_repeat_nothing() {
    let units = |row: &str| {
        format!(
            "//- p.plan.md\n# 规划😀\n## 能力：甲 {{#NC-01}}\n## 能力：乙 {{#NC-02}}\n## 能力单元清单\n| 编号 | 名称 | 承载的新型能力 | 目标等级 | 价值效益 |\n|---|---|---|---|---|\n{row}\n"
        )
    };
    check(
        &[
            ("| CU-01 | 甲 | $0 | | |", "NC-02", "| CU-01 | 甲 | NC-02 | | |"),
            ("| CU-01 | 甲 | NC-01、$0 | | |", "NC-02", "| CU-01 | 甲 | NC-01、NC-02 | | |"),
            ("| CU-01 | 甲 | NC-01 | ly$0 | |", "", "| CU-01 | 甲 | NC-01 | CL3 | |"),
            (
                "| CU-01 | 甲 | NC-01 | CL3 | 效率提升<br>cb$0 |",
                "",
                "| CU-01 | 甲 | NC-01 | CL3 | 效率提升<br>成本降低 |",
            ),
            ("| CU-01 | 甲😀 | | | $0", "成本降低", "| CU-01 | 甲😀 | | | 成本降低"),
        ],
        units,
    );
    assert_eq!(labels(&units("| CU-01 | 甲 | NC-01、$0 | | |")), ["NC-02"]);
    assert!(!labels(&units("| CU-01 | 甲 | | | 成本降低<br>$0 |")).contains(&"成本降低".to_owned()));
    let indicators = "//- p.plan.md\n# 规划\n## 能力：甲 {#NC-01}\n### 量化目标\n| 指标 | 价值效益 | 现状值 | 目标值 |\n|---|---|---|---|\n| 交付周期😀 | xl$0 | 9 天 | 6 天 |\n";
    assert_eq!(accepted(indicators, ""), "| 交付周期😀 | 效率提升 | 9 天 | 6 天 |");
    let yaml = "//- p.plan.yaml\nstandard: T/AIITRE 20001—2021\ncapabilities:\n  - id: NC-01\n    benefits:\n      - 成本降低\n      - $0\n      - 效率提升\n";
    let offered = labels(yaml);
    assert!(
        !offered.contains(&"成本降低".to_owned()) && !offered.contains(&"效率提升".to_owned()),
        "{offered:?}"
    );
    assert!(offered.contains(&"质量提高".to_owned()));
}
