//! Columns of tables, fields in the braces of headings, and lists that never offer what they have.

use super::{accepted, check, labels};
use crate::schema::{self, FieldKey, Kind, Type};
use crate::standard::standard;

#[test]
fn headers_name_what_their_table_knows_and_lacks() {
    let list = |row: &str| format!("//- p.plan.md\n# 规划😀\n\n## 能力单元清单\n\n{row}\n");
    check(
        &[
            (
                "| 编号 | 名称 | czdxx$0 |\n|---|---|---|\n| CU-01 | 甲 | |",
                "",
                "| 编号 | 名称 | 承载的新型能力 |",
            ),
            ("| 编号 | mc$0 |\n|---|---|", "", "| 编号 | 名称 |"),
            ("| 编号 | 名称 | $0", "承载的新型能力", "| 编号 | 名称 | 承载的新型能力"),
            ("| 编号 | 名称 | $0 |", "目标等级", "| 编号 | 名称 | 目标等级 |"),
            ("| $0 |", "编号", "| 编号 |"),
            ("> | 编号 | 名称 | mbdj$0", "", "> | 编号 | 名称 | 目标等级"),
        ],
        list,
    );
    let offered =
        labels(&list("| 编号 | 名称 | 目标等级 | $0 |\n|---|---|---|---|\n| CU-01 | 甲 | CL3 | 乙 |"));
    for there in ["编号", "名称", "目标等级", "等级", "量化目标"] {
        assert!(!offered.contains(&there.to_owned()), "{there}: {offered:?}");
    }
    let measures =
        |row: &str| format!("//- p.plan.md\n# 规划\n\n## 能力单元 CU-01 甲😀\n\n### 要素维\n\n{row}\n");
    check(
        &[
            ("| fm$0 | 建设内容 |\n|---|---|\n| 数据 | 采集 |", "", "| 方面 | 建设内容 |"),
            ("| 方面 | jsn$0 |\n|---|---|", "", "| 方面 | 建设内容 |"),
            ("| 方面 | 建设内容 | tk$0", "", "| 方面 | 建设内容 | 条款"),
            ("| 要素 | 建设内容 | 条款 | zt$0 |", "", "| 要素 | 建设内容 | 条款 | 状态 |"),
        ],
        measures,
    );
    assert!(!labels(&measures("| 要素 | 建设内容 | $0 |\n|---|---|---|\n")).contains(&"方面".to_owned()));
    let aspect = measures("#### 数据\n\n| 建设内容 | $0 |\n|---|---|\n")
        .replace("$0 |\n|---|---|\n", "$0 |\n|---|---|");
    assert!(labels(&aspect).contains(&"条款".to_owned()) && !labels(&aspect).contains(&"方面".to_owned()));
    let inside =
        |row: &str| format!("//- p.plan.md\n# 规划\n\n## 能力：甲 {{#NC-01}}\n\n- 视角：过程\n\n{row}\n");
    check(
        &[
            ("### 量化目标\n\n| 指标 | mbz$0 |\n|---|---|", "", "| 指标 | 目标值 |"),
            ("| 指标 | 现状值 | wc$0", "", "| 指标 | 现状值 | 完成时间"),
        ],
        inside,
    );
    // While nothing tells what is listed, only what tells it.
    let open =
        labels("//- p.plan.md\n# 规划\n\n## 一览\n\n| 编号 | 名称 | $0 |\n|---|---|---|\n| X-1 | 甲 | |\n");
    assert_eq!(open, ["主要视角", "目标等级", "承载的新型能力", "能力模块类型", "组成单元"]);
    let latin = "//- p.plan.md\n# Plan\n\n## Unit CU-01 Scheduling\n- scope: domain\n\n### Element dimension\n\n| aspect | text | cl$0 |\n|---|---|---|\n";
    assert_eq!(accepted(latin, ""), "| aspect | text | clause |");
    for silent in [
        "//- p.plan.md\n# 规划\n\n## 一览\n\n| 姓名 | $0 |\n|---|---|\n| 甲 | 乙 |\n",
        "//- p.plan.md\n# 规划\n\n## 一览\n\n| 编号 | $0 |\n",
        "//- p.plan.md\n# 规划\n\n```text\n| 编号 | 名称 | $0 |\n|---|---|---|\n```\n",
        "//- notes.md\n| 编号 | 名称 | $0 |\n|---|---|---|\n",
    ] {
        assert_eq!(labels(silent), Vec::<String>::new(), "{silent}");
    }
}

#[test]
fn braces_of_a_heading_take_fields() {
    let heading =
        |line: &str| format!("//- p.plan.md\n# 规划😀\n\n{line}\n- 视角：过程\n\n## 能力：乙 {{#NC-02}}\n");
    check(
        &[
            ("## 能力：甲 {#NC-01 ta$0", "target", "## 能力：甲 {#NC-01 target="),
            ("## 能力：甲 {#NC-01 ta$0}", "target", "## 能力：甲 {#NC-01 target=}"),
            ("## 能力：甲 {#NC-01 mbdj$0}", "target", "## 能力：甲 {#NC-01 target=}"),
            ("## 能力：甲 {#NC-01 目标$0", "target", "## 能力：甲 {#NC-01 target="),
            ("## 能力：甲 {#NC-01 ta$0=CL3}", "target", "## 能力：甲 {#NC-01 target=CL3}"),
            ("## 能力：甲 {#NC-01 target=CL3 fo$0}", "form", "## 能力：甲 {#NC-01 target=CL3 form=}"),
            ("## 能力：甲 {#NC-01 fo$0 target=CL3}", "form", "## 能力：甲 {#NC-01 form= target=CL3}"),
            ("## 能力单元 {#CU-01 car$0}", "carries", "## 能力单元 {#CU-01 carries=}"),
        ],
        heading,
    );
    let offered = labels(&heading("## 能力：甲😀 {#NC-01 target=CL3 $0}"));
    assert!(offered.contains(&"form".to_owned()), "{offered:?}");
    for there in ["target", "level", "viewpoint", "id", "name", "indicators"] {
        assert!(!offered.contains(&there.to_owned()), "{there}: {offered:?}");
    }
    for silent in
        ["## 能力：甲 {#NC-0$0", "## 能力：甲 {$0}", "## 发展战略 {#a ta$0}", "## 能力：甲 {#NC-01} ta$0"]
    {
        let offered = labels(&heading(silent));
        assert!(!offered.contains(&"target".to_owned()), "{silent}: {offered:?}");
    }
}

/// Fields that take several values of a vocabulary or ids, for each kind of entity.
fn lists() -> Vec<(Kind, &'static schema::Field)> {
    let of = |kind: Kind| schema::fields(kind).map(move |row| (kind, row));
    let several = |(_, row): &(Kind, &'static schema::Field)| {
        matches!(row.ty, Type::Terms(_)) || matches!(row.ty, Type::References(_))
    };
    Kind::ENTITIES.into_iter().flat_map(of).filter(several).collect()
}

#[test]
fn no_list_offers_what_it_has() {
    assert!(lists().len() >= 8, "{:?}", lists().len());
    for (kind, row) in lists() {
        let label = row.label();
        let values: Vec<String> = match row.ty {
            Type::Terms(set) => standard().terms().of(set).iter().map(|term| term.name.to_owned()).collect(),
            _ if row.key == FieldKey::Supports => vec!["YS-1".to_owned(), "YS-2".to_owned()],
            _ if row.key == FieldKey::Members => vec!["CU-08".to_owned(), "CU-09".to_owned()],
            _ => vec!["NC-08".to_owned(), "NC-09".to_owned()],
        };
        let (one, other) = (&values[0], &values[1]);
        let others = "## 可持续竞争合作优势\n\n| 编号 | 名称 |\n|---|---|\n| YS-1 | 快 |\n| YS-2 | 好 |\n\n## 能力：甲 {#NC-08}\n\n## 能力：乙 {#NC-09}\n\n## 能力单元 CU-08 丙\n\n## 能力单元 CU-09 丁\n";
        let name = kind.name();
        let list =
            if kind == Kind::Capability { "新型能力清单".to_owned() } else { format!("{name}清单") };
        let markdown =
            |lines: &str| format!("//- p.plan.md\n# 规划😀\n\n## {name} X-1 甲\n\n{lines}\n\n{others}");
        let mut sources = vec![
            markdown(&format!("- {label}：{one}、$0")),
            markdown(&format!("- {label}：$0、{one}")),
            markdown(&format!("**{label}**: {one}, $0")),
            markdown(&format!("{label}：{one}；$0")),
            markdown(&format!("- {label}：\n  - {one}\n  - $0\n")),
            markdown(&format!("- {label}：\n  - $0\n  - {one}\n")),
            markdown(&format!("| 字段 | 值 |\n|---|---|\n| {label} | {one}、$0 |")),
            format!(
                "//- p.plan.md\n# 规划\n\n## {list}\n\n| 编号 | 名称 | {label} |\n|---|---|---|\n| X-1 | 甲 | {one}<br>$0 |\n\n{others}"
            ),
            markdown(&format!("```yaml plan\n{label}: [{one}, $0]\n```")),
        ];
        let keys = |lines: &str| {
            let list = match kind {
                Kind::Capability => "capabilities",
                Kind::Unit => "units",
                _ => "modules",
            };
            let ids = "advantages: [{id: YS-1, name: 快}, {id: YS-2, name: 好}]\n能力: [{id: NC-08}, {id: NC-09}]\n能力单元: [{id: CU-08}, {id: CU-09}]\n";
            let text = format!("//- p.plan.yaml\nstandard: T/AIITRE 20001—2021\n标题: 规划😀\n{ids}");
            let text = match kind {
                Kind::Capability => text
                    .replace("能力: [", "能力:\n  - ITEM\n  - ")
                    .replace("{id: NC-09}]", "")
                    .replace(", \n", "\n"),
                Kind::Unit => text
                    .replace("能力单元: [", "能力单元:\n  - ITEM\n  - ")
                    .replace("{id: CU-09}]", "")
                    .replace(", \n", "\n"),
                _ => format!("{text}{list}:\n  - ITEM\n"),
            };
            let text = if kind == Kind::Module {
                text
            } else {
                text.replace("{id: NC-08}\n", "{id: NC-08}\n  - {id: NC-09}\n")
                    .replace("{id: CU-08}\n", "{id: CU-08}\n  - {id: CU-09}\n")
            };
            text.replace("ITEM", &format!("id: X-1\n    name: 甲\n{lines}\n    owner: 计划部"))
        };
        sources.extend([
            keys(&format!("    {}: [{one}, $0]", row.name())),
            keys(&format!("    {}: [$0, {one}]", row.name())),
            keys(&format!("    {}: [{one},\n      $0]", row.name())),
            keys(&format!("    {}:\n      - {one}\n      - $0", row.name())),
            keys(&format!("    {}:\n      - $0\n      - {one}", row.name())),
            keys(&format!("    {}:\n    - {one}\n    - $0", row.name())),
            keys(&format!("    {label}: {one}、$0")),
            keys(&format!("    {label}: \"{one}、$0\"")),
        ]);
        for source in sources {
            let offered = labels(&source);
            assert!(!offered.contains(one), "{one} again:\n{source}{offered:?}");
            let has = |value: &str| {
                let term = row.ty.terms().and_then(|set| standard().terms().lookup(set, value).term());
                offered.iter().any(|label| label == value || term.is_some_and(|term| label == term.key))
            };
            assert!(has(other), "{other}:\n{source}{offered:?}");
        }
    }
}

#[test]
fn no_measure_is_offered_what_it_cites() {
    let markdown = |lines: &str| {
        format!("//- p.plan.md\n# 规划\n\n## 能力单元 CU-01 甲😀\n- 等级：CL3\n\n### 要素维\n\n{lines}\n")
    };
    let yaml = |lines: &str| {
        format!(
            "//- p.plan.yaml\nstandard: T/AIITRE 20001—2021\nunits:\n  - id: CU-01\n    name: 甲😀\n    level: CL3\n    element:\n      data:\n{lines}\n"
        )
    };
    for source in [
        markdown("#### 数据\n- 采集 [A.3.2.1 a、$0]"),
        markdown("#### 数据\n- 采集 [$0、A.3.2.1 a]"),
        markdown("#### 数据\n- 采集 [A.3.2.1 a] 与互通（$0）"),
        markdown("| 方面 | 建设内容 | 条款 |\n|---|---|---|\n| 数据 | 采集 | A.3.2.1 a、$0 |"),
        markdown("| 方面 | 建设内容 | 条款 |\n|---|---|---|\n| 数据 | 采集 | $0、A.3.2.1 a |"),
        markdown("| 方面 | 建设内容 | 条款 |\n|---|---|---|\n| 数据 | 采集（A.3.2.1 a） | $0 |"),
        yaml("        - text: 采集\n          clause: [A.3.2.1 a, $0]"),
        yaml("        - text: 采集\n          clause: [$0, A.3.2.1 a]"),
        yaml("        - text: 采集\n          clause:\n            - A.3.2.1 a\n            - $0"),
        yaml("        - text: 采集\n          clause:\n            - $0\n            - A.3.2.1 a"),
        yaml("        - text: 采集（A.3.2.1 a）\n          clause: $0"),
        yaml("        - {text: 采集, clause: \"A.3.2.1 a、$0\"}"),
        yaml("        - 采集（A.3.2.1 a、$0）"),
    ] {
        let offered = labels(&source);
        assert!(!offered.contains(&"A.3.2.1 a".to_owned()), "{source}{offered:?}");
        assert!(offered.iter().any(|label| label == "A.3.2.1 b"), "{source}{offered:?}");
    }
}
