//! Fixes write as the document does: markers, labels, colons, tables, indentation, brackets, line ends.

use super::applied;
use crate::fixture::Fixture;

/// The text of the fixture's first file after the first fix of a rule whose title has this part.
pub(super) fn mended(source: &str, rule: &str, title: &str) -> String {
    let fixture = Fixture::parse(source);
    let mut results = [fixture.clone(), fixture.with_crlf()].map(|fixture| {
        let mut workspace = fixture.open();
        let all = fixture.files.iter().filter(|file| !file.is_config());
        let offers: Vec<_> =
            all.flat_map(|file| workspace.fixes(&file.path, &(0..file.text.len()))).collect();
        let offer = offers.iter().find(|offer| offer.finding.rule == rule && offer.title.contains(title));
        let titles: Vec<_> = offers.iter().map(|offer| (offer.finding.rule, &offer.title)).collect();
        let Some(offer) = offer else { panic!("no fix {rule} {title}: {titles:?}") };
        applied(&fixture.files[0].path, &fixture.files[0].text, &offer.edits)
    });
    assert!(!results[1].replace("\r\n", "").contains('\n'), "a bare line feed in {:?}", results[1]);
    assert_eq!(results[0], results[1].replace("\r\n", "\n"));
    std::mem::take(&mut results[0])
}

/// A capability whose viewpoint lacks, in some shape, and the line that is expected.
fn viewpoint(fields: &str, expected: &str) {
    let source =
        format!("//- plan.plan.md\n## 能力：排产能力😀 {{#NC-01}}\n{fields}### 能力单元 CU-01 排产\n");
    let fixed = mended(&source, "missing-viewpoint", "过程");
    let plain = fixed.split_once('\n').unwrap().1;
    assert_eq!(plain, format!("{expected}### 能力单元 CU-01 排产\n"), "{fields}");
}

#[test]
fn a_field_is_added_in_the_shape_of_its_neighbours() {
    viewpoint("- 目标等级：CL2\n", "- 目标等级：CL2\n- 主要视角：过程\n");
    viewpoint("* 目标等级: CL2\n", "* 目标等级: CL2\n* 主要视角: 过程\n");
    viewpoint("+ **目标等级**：CL2\n", "+ **目标等级**：CL2\n+ **主要视角**：过程\n");
    viewpoint("> **目标等级**：CL2\n\n", "> **目标等级**：CL2\n> **主要视角**：过程\n\n");
    viewpoint("- target: CL2\n", "- target: CL2\n- viewpoint: process\n");
    viewpoint("目标等级：CL2\n优先级：高😀\n\n", "目标等级：CL2\n主要视角：过程\n优先级：高😀\n\n");
    viewpoint(
        "**目标等级**：CL2\n\n**优先级**：高\n\n",
        "**目标等级**：CL2\n\n**主要视角**：过程\n\n**优先级**：高\n\n",
    );
    viewpoint(
        "| 字段 | 内容 |\n|---|---|\n| 目标等级 | CL2 |\n\n",
        "| 字段 | 内容 |\n|---|---|\n| 目标等级 | CL2 |\n| 主要视角 | 过程 |\n\n",
    );
    viewpoint(
        "| 目标等级 | CL2 |\n|---|---|\n| 优先级 | 高 |\n\n",
        "| 目标等级 | CL2 |\n|---|---|\n| 主要视角 | 过程 |\n| 优先级 | 高 |\n\n",
    );
    viewpoint("1. 目标等级：CL2\n", "1. 目标等级：CL2\n2. 主要视角：过程\n");
    viewpoint(
        "- 价值活动：\n  - 排产\n  - 派工\n- 目标等级：CL2\n",
        "- 价值活动：\n  - 排产\n  - 派工\n- 主要视角：过程\n- 目标等级：CL2\n",
    );
    viewpoint("```yaml plan\ntarget: CL2\n```\n", "```yaml plan\ntarget: CL2\nviewpoint: process\n```\n");
    viewpoint("```yaml plan\n目标等级: CL2\n```\n", "```yaml plan\n目标等级: CL2\n主要视角: 过程\n```\n");
}

#[test]
fn an_empty_field_is_filled() {
    viewpoint("- 目标等级：CL2\n- 视角：\n", "- 目标等级：CL2\n- 视角：过程\n");
    viewpoint("- **视角**：\n- 目标等级：CL2\n", "- **视角**：过程\n- 目标等级：CL2\n");
    viewpoint("- 目标等级: CL2\n- 视角: \n", "- 目标等级: CL2\n- 视角: 过程\n");
}

#[test]
fn an_entity_without_fields_gets_them_below_its_heading() {
    viewpoint("\n一段说明。\n\n", "\n- 主要视角：过程\n\n一段说明。\n\n");
    viewpoint("一段说明。\n\n", "- 主要视角：过程\n\n一段说明。\n\n");
    let source = "//- plan.plan.md\n## 能力：甲 {#NC-01}\n* **等级**：CL2\n## 能力：乙 {#NC-02}\n### 能力单元 CU-01 排产\n";
    assert!(
        mended(source, "missing-viewpoint", "过程")
            .contains("{#NC-01}\n* **等级**：CL2\n* **主要视角**：过程\n")
    );
}

#[test]
fn a_row_has_its_cell_filled_where_there_is_one() {
    let source = "//- plan.plan.md\n## 新型能力清单\n| 编号 | 名称 | 视角 | 目标等级 |\n|---|---|---|---|\n| NC-01 | 排产😀 |  | CL2 |\n";
    assert!(mended(source, "missing-viewpoint", "过程").contains("| NC-01 | 排产😀 | 过程 | CL2 |\n"));
    let without = source
        .replace(" 视角 |", "")
        .replace("  | CL2", " CL2")
        .replace("|---|---|---|---|", "|---|---|---|");
    let fixture = Fixture::parse(&without);
    let mut workspace = fixture.open();
    assert!(workspace.findings("/plan.plan.md").iter().any(|finding| finding.rule == "missing-viewpoint"));
    let offers = workspace.fixes("/plan.plan.md", &(0..without.len()));
    assert!(offers.iter().all(|offer| offer.finding.rule != "missing-viewpoint"));
}

/// As [`viewpoint`], in YAML.
fn yaml(entity: &str, expected: &str) {
    let source = format!("//- plan.plan.yaml\nstandard: T/AIITRE 20001—2021\n{entity}");
    let fixed = mended(&source, "missing-viewpoint", "");
    assert_eq!(fixed.split_once('\n').unwrap().1, expected);
}

#[test]
fn a_key_is_added_in_the_indentation_and_language_of_its_neighbours() {
    yaml(
        "capabilities:\n  - id: NC-01\n    target: CL2\n    units: [{id: CU-01}]\n",
        "capabilities:\n  - id: NC-01\n    viewpoint: carrier\n    target: CL2\n    units: [{id: CU-01}]\n",
    );
    yaml(
        "能力:\n- 编号: NC-01\n  目标等级: CL2\n  价值活动:\n  - 排产😀\n  - 派工\n",
        "能力:\n- 编号: NC-01\n  主要视角: 载体\n  目标等级: CL2\n  价值活动:\n  - 排产😀\n  - 派工\n",
    );
    yaml(
        "capabilities: [{id: NC-01, target: CL2}]\n",
        "capabilities: [{id: NC-01, target: CL2, viewpoint: carrier}]\n",
    );
    yaml(
        "capabilities:\n  - id: NC-01\n    level:\n      current: CL1\n      target: CL2\n    boundary: |\n      计划部\n\n      分厂\n",
        "capabilities:\n  - id: NC-01\n    viewpoint: carrier\n    level:\n      current: CL1\n      target: CL2\n    boundary: |\n      计划部\n\n      分厂\n",
    );
    yaml(
        "capabilities:\n  - id: NC-01\n    target: CL2\n    viewpoint:\n",
        "capabilities:\n  - id: NC-01\n    target: CL2\n    viewpoint: carrier\n",
    );
    yaml(
        "capabilities:\n  - id: NC-01\n    name: \"排产, [甲]\" # 注\n    benefits: [效率提升]\n",
        "capabilities:\n  - id: NC-01\n    name: \"排产, [甲]\" # 注\n    viewpoint: [carrier]\n    benefits: [效率提升]\n",
    );
}

const UNIT: &str = "//- plan.plan.md\n## 能力：甲 {#NC-01}\n- 目标等级：CL2\n";

/// The lines that the fix of a gap adds.
fn added(source: &str, rule: &str) -> Vec<String> {
    let fixture = Fixture::parse(source);
    let before: Vec<String> = fixture.files[0].text.lines().map(str::to_owned).collect();
    let after = mended(source, rule, "");
    let mut rest = before.iter().peekable();
    let mut added = Vec::new();
    for line in after.lines() {
        match rest.peek() {
            Some(known) if *known == line => drop(rest.next()),
            _ => added.push(line.to_owned()),
        }
    }
    assert!(rest.next().is_none(), "lines changed:\n{after}");
    added
}

#[test]
fn measures_are_added_in_the_shape_of_their_neighbours() {
    let unit = |data: &str| {
        format!(
            "{UNIT}### 能力单元 CU-01 排产\n#### 要素维\n##### 数据\n{data}##### 技术\n- 全部（A.2.2.2 a–d）\n##### 流程\n- 全部（A.2.2.3 a、b）\n##### 组织\n- 全部（A.2.2.4 a、b）\n"
        )
    };
    let gap = |data: &str| added(&unit(data), "level-gap");
    let cell = |letter| {
        crate::standard::standard()
            .clause("A.2.2.1")
            .unwrap()
            .item(Some(letter))
            .unwrap()
            .text
            .split('，')
            .next()
            .unwrap()
    };
    let (b, c) = (cell('b'), cell('c'));
    let show = |lines: Vec<String>| lines.join("\n").replace(b, "乙").replace(c, "丙");
    assert_eq!(show(gap("- 采集😀（A.2.2.1 a）\n")), "- 待填写：乙（A.2.2.1 b）\n- 待填写：丙（A.2.2.1 c）");
    assert_eq!(
        show(gap("* [x] 采集 [A.2.2.1 a]\n  补充说明\n")),
        "* [ ] 待填写：乙 [A.2.2.1 b]\n* [ ] 待填写：丙 [A.2.2.1 c]"
    );
    assert_eq!(
        show(gap("1. 采集（A.2.2.1 a）\n\n")),
        "2. 待填写：乙（A.2.2.1 b）\n3. 待填写：丙（A.2.2.1 c）"
    );
    assert_eq!(
        show(gap("")),
        "- 待填写：乙（A.2.2.1 b）\n- 待填写：丙（A.2.2.1 c）"
            .replace("- 待填写：乙", "- 待填写：甲（A.2.2.1 a）\n- 待填写：乙")
            .replace("甲", cell('a'))
    );
    assert_eq!(
        show(gap("| 建设内容 | 条款 | 状态 |\n|---|---|---|\n| 采集 | A.2.2.1 a | 已完成 |\n\n")),
        "| 待填写：乙 | A.2.2.1 b |  |\n| 待填写：丙 | A.2.2.1 c |  |"
    );
}

#[test]
fn measures_are_added_to_lists_of_yaml() {
    let unit = |data: &str| {
        format!(
            "//- plan.plan.yaml\nstandard: T/AIITRE 20001—2021\nunits:\n  - id: CU-01\n    target: CL2\n    element:\n{data}      technology: [全部（A.2.2.2 a–d）]\n      workflow: [全部（A.2.2.3 a、b）]\n      organization: [全部（A.2.2.4 a、b）]\n"
        )
    };
    let gap = |data: &str| mended(&unit(data), "level-gap", "");
    let fixed = gap("      data:\n        - 采集（A.2.2.1 a）\n");
    assert!(
        fixed.contains("a）\n        - 待填写：") && fixed.contains("（A.2.2.1 c）\n      technology"),
        "{fixed}"
    );
    let fixed = gap("      data:\n      - text: 采集\n        clause: A.2.2.1 a\n");
    assert!(
        fixed.contains("A.2.2.1 a\n      - text: 待填写：")
            && fixed.contains("\n        clause: A.2.2.1 c\n      technology"),
        "{fixed}"
    );
    let fixed = gap("      data: [采集（A.2.2.1 a）]\n");
    assert!(
        fixed.contains("data: [采集（A.2.2.1 a）, 待填写：") && fixed.contains("（A.2.2.1 c）]\n"),
        "{fixed}"
    );
    let fixed = gap("      data: 采集（A.2.2.1 a）\n");
    assert!(
        fixed.contains("data:\n        - 采集（A.2.2.1 a）\n        - 待填写：")
            && fixed.contains("（A.2.2.1 c）\n      tech"),
        "{fixed}"
    );
    let fixed = gap("");
    assert!(
        fixed.contains("element:\n      data:\n        - 待填写：") && fixed.contains("c）\n      tech"),
        "{fixed}"
    );
}

#[test]
fn a_placeholder_covers_nothing_until_it_is_filled_in() {
    let rest = "##### 技术\n- 全部（A.2.2.2 a–d）\n##### 流程\n- 全部（A.2.2.3 a、b）\n##### 组织\n- 全部（A.2.2.4 a、b）\n";
    let source =
        format!("{UNIT}### 能力单元 CU-01 排产\n#### 要素维\n##### 数据\n- 采集（A.2.2.1 a）\n{rest}");
    let fixed = mended(&source, "level-gap", "");
    let gaps = |text: &str| {
        let mut workspace = Fixture::parse(&format!("//- plan.plan.md\n{text}")).open();
        let found = workspace.findings("/plan.plan.md");
        found.iter().filter(|finding| finding.rule == "level-gap" && finding.message.contains("1/3")).count()
    };
    assert_eq!(gaps(&fixed), 1, "{fixed}");
    assert_eq!(gaps(&fixed.replace("待填写：", "做好")), 0);
}

#[test]
fn a_missing_dimension_comes_with_headings_as_the_document_has_them() {
    let lines = added(
        &format!("{UNIT}### 能力单元 CU-01 排产\n\n#### 过程维\n\n##### 策划\n\n- 全部（A.2.1.1 a–e）\n"),
        "missing-dimension",
    );
    let headings: Vec<&str> = lines.iter().map(String::as_str).filter(|line| line.starts_with('#')).collect();
    assert_eq!(headings[..3], ["#### 要素维", "##### 数据", "##### 技术"]);
    assert_eq!(headings.iter().filter(|line| line.starts_with("#### ")).count(), 2);
    let at = lines.iter().position(|line| line == "##### 数据").unwrap();
    assert_eq!((lines[at - 1].as_str(), lines[at + 1].as_str()), ("", ""));
    let table = "#### 过程维\n| 方面 | 建设内容 | 条款 |\n|---|---|---|\n| 策划 | 全部 | A.2.1.1 a |\n";
    let lines = added(&format!("{UNIT}### 能力单元 CU-01 排产\n{table}"), "missing-dimension");
    assert!(lines.iter().any(|line| line == "|---|---|---|"), "{lines:?}");
    assert!(
        lines.iter().any(|line| line.starts_with("| 数据 | 待填写：") && line.ends_with("| A.2.2.1 a |")),
        "{lines:?}"
    );
}

#[test]
fn ids_are_written_where_the_document_writes_them() {
    let id = |source: &str| mended(source, "missing-id", "");
    assert!(id("//- plan.plan.md\n## 能力：甲 {#NC-01}\n## 能力：乙\n").contains("## 能力：乙 {#NC-02}\n"));
    assert!(id("//- plan.plan.md\n## 能力 NC-009 甲\n## 能力 乙\n").contains("## 能力 NC-010 乙\n"));
    assert!(id("//- plan.plan.md\n## 能力：甲（NC-01）\n## 能力：乙\n").contains("## 能力：乙（NC-02）\n"));
    assert!(id("//- plan.plan.md\n## 能力：乙 {target=CL2}\n").contains("## 能力：乙 {#NC-01 target=CL2}\n"));
    assert!(
        id("//- plan.plan.yaml\nunits:\n  - name: 甲\n    target: CL2\n")
            .contains("  - id: CU-01\n    name: 甲\n")
    );
    assert!(id("//- plan.plan.yaml\nunits: [{name: 甲}]\n").contains("[{id: CU-01, name: 甲}]"));
}

#[test]
fn lists_of_references_grow_in_their_own_style() {
    let carry = |unit: &str| {
        let source = format!(
            "//- plan.plan.yaml\ncapabilities:\n  - {{id: NC-01, target: CL2}}\n  - {{id: NC-02, target: CL2}}\nunits:\n  - id: CU-01\n{unit}"
        );
        mended(&source, "uncarried-capability", "CU-01")
    };
    assert!(carry("    carries: [NC-01]\n").contains("carries: [NC-01, NC-02]\n"));
    assert!(carry("    carries: NC-01\n").contains("carries: [NC-01, NC-02]\n"));
    assert!(
        carry("    carries:\n      - NC-01\n    target: CL2\n")
            .contains("- NC-01\n      - NC-02\n    target")
    );
    let source = "//- plan.plan.md\n## 能力：甲 {#NC-01}\n- 等级：CL2\n## 能力：乙 {#NC-02}\n- 等级：CL2\n## 能力单元 CU-01 排产\n- 承载：NC-01\n";
    assert!(mended(source, "uncarried-capability", "CU-01").contains("- 承载：NC-01、NC-02\n"));
}

#[test]
fn front_matter_stays_as_it_is_where_no_entity_has_a_field_yet() {
    let unit = "### 能力单元 CU-01 排产\n#### 数据\n- 采集数据\n";
    for front in ["standard: T/AIITRE 20001—2021\n", "依据标准: T/AIITRE 20001—2021\ntitle:\n", ""] {
        for gap in ["", "\n", "\n# 规划😀\n\n"] {
            let head = format!("---\n{front}---\n{gap}## 能力：排产😀 {{#NC-01}}\n");
            let fixed = mended(&format!("//- plan.plan.md\n{head}{unit}"), "missing-viewpoint", "过程");
            let added = fixed.strip_prefix(&head).and_then(|rest| rest.strip_suffix(unit));
            let added = added.unwrap_or_else(|| panic!("{fixed}"));
            assert_eq!(added.trim(), "- 主要视角：过程", "{fixed}");
            let after =
                Fixture::parse(&format!("//- plan.plan.md\n{fixed}")).open().findings("/plan.plan.md");
            assert!(after.iter().all(|finding| finding.rule != "missing-viewpoint"), "{fixed}\n{after:#?}");
        }
    }
}
