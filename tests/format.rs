//! Formatting: what it makes of a plan, and that it never changes what a plan says, whole, half-typed or damaged.
#![allow(clippy::unwrap_used, clippy::panic)]

use capplan_analysis::text::Edit;
use capplan_analysis::workspace::{FormatStyle, Located, Options, Spaces, Workspace};
use capplan_tests::checkout::files;
use capplan_tests::{entity_text, plan};

const SET: &[(&str, Spaces)] = &[("", Spaces::Keep), ("add", Spaces::Add), ("remove", Spaces::Remove)];

fn workspace(path: &str, text: &str, spaces: Spaces) -> Workspace {
    let mut workspace = Workspace::new(Options::default());
    let (name, _) = Spaces::NAMES.into_iter().find(|(_, value)| *value == spaces).unwrap();
    workspace.set_config("/", Some(&format!("[format]\nspaces = \"{name}\"\n")));
    workspace.open(path, None, text);
    workspace
}

fn edits(path: &str, text: &str, spaces: Spaces) -> Vec<Edit> {
    let mut workspace = workspace(path, text, spaces);
    assert_eq!(workspace.spaces(path), spaces);
    workspace.format(path, FormatStyle::tidy(spaces), None).unwrap_or_default()
}

fn applied(text: &str, edits: &[Edit]) -> String {
    let mut text = text.to_owned();
    for edit in edits.iter().rev() {
        text.replace_range(edit.range.clone(), &edit.text);
    }
    text
}

fn formatted(path: &str, text: &str, spaces: Spaces) -> String {
    applied(text, &edits(path, text, spaces))
}

/// What a plan says, places and blanks apart: entities, levels, findings.
fn said(path: &str, text: &str, spaces: Spaces) -> Vec<String> {
    let mut workspace = workspace(path, text, spaces);
    let mut said: Vec<String> = Vec::new();
    if let Some((set, document, _)) = workspace.plan(path) {
        let own = set.all().filter(|entity| entity.key.file == document.file);
        said.extend(own.map(|entity| entity_text(entity, None)));
    }
    let levels = workspace.levels(path).into_iter();
    said.extend(levels.map(|level| format!("{} {:?} {:?}", level.id, level.target, level.profile)));
    // With other spaces messages cut what they quote elsewhere.
    let message = |message: String| if spaces == Spaces::Keep { message } else { String::new() };
    let tell = |found: Located| {
        format!("{} {:?} {:?} {}", found.rule, found.severity, found.clauses, message(found.message))
    };
    let mut findings: Vec<String> = workspace.findings(path).into_iter().map(tell).collect();
    findings.sort();
    said.extend(findings);
    if spaces == Spaces::Keep {
        return said;
    }
    said.iter().map(|text| text.chars().filter(|c| !c.is_whitespace()).collect()).collect()
}

/// Formats a text and holds it to what formatting promises.
fn holds(path: &str, text: &str, spaces: Spaces) -> String {
    let edits = edits(path, text, spaces);
    for pair in edits.windows(2) {
        assert!(pair[0].range.end <= pair[1].range.start, "{path}: {pair:?}");
    }
    let once = applied(text, &edits);
    let (before, after) = (said(path, text, spaces), said(path, &once, spaces));
    for (before, after) in before.iter().zip(&after) {
        assert_eq!(before, after, "{path} {spaces:?}\n{once}");
    }
    assert_eq!(before.len(), after.len(), "{path} {spaces:?}\n{once}");
    let twice = formatted(path, &once, spaces);
    assert_eq!(once, twice, "{path} {spaces:?}: formatted twice");
    once
}

fn same(path: &str, was: &str, is: &str) {
    for (was, is) in [(was.to_owned(), is.to_owned()), (was.replace('\n', "\r\n"), is.replace('\n', "\r\n"))]
    {
        assert_eq!(holds(path, &was, Spaces::Keep), is);
        assert_eq!(holds(path, &is, Spaces::Keep), is);
    }
}

#[test]
fn citations_of_measures_get_their_canonical_form() {
    let was = "## 能力单元 CU-01 排产😀\n#### 数据\n- 统一编码（附录 A.3.2.1b）\n- [x] 采集数据 [A.3.2.1 a、b)]（建设中）\n\
               - 建模，见 A.3.2.1 c 的要求\n- 归档【A.3.2.1 a–c】。\n- 说明（A.3.2.1 b 1）(已完成)\n- 半句 [A.3.\n";
    let is = "## 能力单元 CU-01 排产😀\n#### 数据\n- 统一编码 [A.3.2.1 b]\n- [x] 采集数据 [A.3.2.1 a、A.3.2.1 b]（建设中）\n\
              - 建模，见 A.3.2.1 c 的要求\n- 归档[A.3.2.1 a、A.3.2.1 b、A.3.2.1 c]。\n- 说明（A.3.2.1 b 1）(已完成)\n- 半句 [A.3.\n";
    same("/a.plan.md", was, is);
    let was = "units:\n  - id: CU-01\n    name: 排产😀\n    element:\n      data:\n        - 统一编码（附录 A.3.2.1b）  # 说明\n        \
               - {text: 采集, clause: Ａ.3.2.1 a)}\n        - text: 建模\n          clause: [A.3.2.1c, \"A.3.2.1b\"]\n";
    let is = "units:\n  - id: CU-01\n    name: 排产😀\n    element:\n      data:\n        - 统一编码（附录 A.3.2.1 b）  # 说明\n        \
              - {text: 采集, clause: A.3.2.1 a}\n        - text: 建模\n          clause: [A.3.2.1 c, \"A.3.2.1 b\"]\n";
    same("/a.plan.yaml", was, is);
    // Words that introduce a citation say nothing where only citations stand.
    let was = "units:\n  - id: CU-01\n    element:\n      data:\n        - text: 采集😀\n          clause: 见附录A.3.2.1 a）、附录 A.3.2.1b\n";
    let is = "units:\n  - id: CU-01\n    element:\n      data:\n        - text: 采集😀\n          clause: A.3.2.1 a、A.3.2.1 b\n";
    same("/a.plan.yaml", was, is);
    let was = "## 能力单元 CU-01 排产\n### 要素维\n| 方面 | 建设内容 | 条款 |\n| --- | --- | --- |\n| 数据 | 采集😀，见附录 A.3.2.1b | 见附录A.3.2.1 a，T/AIITRE 20001—2021 A.3.2.1b |\n";
    let is = "## 能力单元 CU-01 排产\n### 要素维\n| 方面 | 建设内容                 | 条款                 |\n| ---- | ------------------------ | -------------------- |\n| 数据 | 采集😀，见附录 A.3.2.1 b | A.3.2.1 a，A.3.2.1 b |\n";
    same("/a.plan.md", was, is);
}

#[test]
fn labels_get_the_colon_that_most_have() {
    let was = "## 能力：排产😀 {#NC-01}\n- 视角：过程\n- **目标等级**:  CL2\n- 责任部门：计划部: 甲\n- Form: node\n- 备注: 不是字段\n";
    let is = "## 能力：排产😀 {#NC-01}\n- 视角：过程\n- **目标等级**：CL2\n- 责任部门：计划部: 甲\n- Form: node\n- 备注: 不是字段\n";
    same("/a.plan.md", was, is);
    let was = "## 能力：排产 {#NC-01}\n- 视角 ：过程\n- 目标等级：  CL2\n- **责任部门** ： 计划部😀\n";
    let is = "## 能力：排产 {#NC-01}\n- 视角：过程\n- 目标等级：CL2\n- **责任部门**：计划部😀\n";
    same("/a.plan.md", was, is);
    let was = "## 能力：排产 {#NC-01}\n- 视角: 过程\n- 责任部门：\n- **价值效益：**效率提升\n- 目标等级：CL2\n- 覆盖范围: 职能范围\n\
               - 价值活动: 排产\n- 资源环境: 网络\n";
    let is = "## 能力：排产 {#NC-01}\n- 视角: 过程\n- 责任部门:\n- **价值效益:**效率提升\n- 目标等级: CL2\n- 覆盖范围: 职能范围\n\
              - 价值活动: 排产\n- 资源环境: 网络\n";
    same("/a.plan.md", was, is);
}

#[test]
fn fences_comments_and_html_are_left_alone() {
    let text = "# 规划\n```\n|a|b|\n|-|-|\n空白   \n```\n<!-- （A.3.2.1b）  \n|a|b|\n-->\n<div>\n文字  \n</div>\n\n```yaml plan\n\
                # 注释😀   \ndemand: |\n  一行   \n  二行\n```\n";
    let is = text.replace("注释😀   ", "注释😀");
    same("/a.plan.md", text, &is);
}

#[test]
fn block_scalars_comments_and_indentation_in_yaml_stay() {
    let text = "# 规划 😀\nstandard:   T/AIITRE 20001—2021 \ndemand: |+\n   一行  \n\n   二行\ncapabilities:\n    -   id:  NC-01\n        \
                name: 排产   # 名称\n\n\n";
    let is = "# 规划 😀\nstandard:   T/AIITRE 20001—2021\ndemand: |+\n   一行  \n\n   二行\ncapabilities:\n    -   id:  NC-01\n        \
              name: 排产   # 名称\n";
    same("/a.plan.yaml", text, is);
}

#[test]
fn spaces_are_added_or_taken_out_where_that_is_asked_for() {
    let path = "/a.plan.md";
    let text = "## 能力单元CU-01 排产\n#### 数据\n- 用MES 和 APS系统采集“5G数据”与`ID号`，见https://a.cn/数据 [A.3.2.1 a]\n";
    let add = "## 能力单元 CU-01 排产\n#### 数据\n- 用 MES 和 APS 系统采集“5G数据”与`ID号`，见 https://a.cn/数据 [A.3.2.1 a]\n";
    assert_eq!(holds(path, text, Spaces::Add), add);
    assert!(holds(path, text, Spaces::Remove).contains("- 用MES和APS系统采集“5G数据”"));
    let path = "/a.plan.yaml";
    let text = "units:\n  - id: CU-01\n    name: MES系统\n    element: {data: [用5G采集（A.3.2.1 a）]}\n";
    let add = "units:\n  - id: CU-01\n    name: MES 系统\n    element: {data: [用 5G 采集（A.3.2.1 a）]}\n";
    assert_eq!(holds(path, text, Spaces::Add), add);
    assert_eq!(holds(path, add, Spaces::Remove), text);
}

#[test]
fn only_the_lines_asked_for_change_and_a_table_as_a_whole() {
    let path = "/a.plan.md";
    let text =
        "## 能力单元 CU-01 排产\n#### 数据\n- 一（A.3.2.1b）\n- 二（A.3.2.1b）\n\n|甲|乙|\n|-|-|\n|一|二|\n";
    let mut workspace = workspace(path, text, Spaces::Keep);
    let style = FormatStyle::tidy(Spaces::Keep);
    let at = text.find("- 二").unwrap();
    let edits = workspace.format(path, style, Some(&(at..at))).unwrap();
    assert_eq!(applied(text, &edits), text.replace("- 二（A.3.2.1b）", "- 二 [A.3.2.1 b]"));
    let at = text.rfind("|一").unwrap();
    let edits = workspace.format(path, style, Some(&(at..at))).unwrap();
    assert_eq!(
        applied(text, &edits),
        text.replace("|甲|乙|\n|-|-|\n|一|二|", "| 甲  | 乙  |\n| --- | --- |\n| 一  | 二  |")
    );
    assert!(edits.iter().all(|edit| !edit.text.contains('\n')), "line by line");
}

#[test]
fn what_the_editor_says_about_ends_is_honoured() {
    let path = "/a.plan.yaml";
    let text = "standard: T/AIITRE 20001—2021  \n\n\n";
    let mut workspace = workspace(path, text, Spaces::Keep);
    let plain =
        FormatStyle { spaces: Spaces::Keep, trim_trailing: false, final_newline: false, trim_final: false };
    assert_eq!(workspace.format(path, plain, None), Some(Vec::new()));
    let edits = workspace.format(path, FormatStyle { trim_final: true, ..plain }, None).unwrap();
    assert_eq!(applied(text, &edits), "standard: T/AIITRE 20001—2021  \n");
    let edits = workspace.format(path, FormatStyle { trim_trailing: true, ..plain }, None).unwrap();
    assert_eq!(applied(text, &edits), "standard: T/AIITRE 20001—2021\n\n\n");
    workspace.open(path, None, "demand: 甲\r\nstrategy: 乙");
    let edits = workspace.format(path, FormatStyle { final_newline: true, ..plain }, None).unwrap();
    assert_eq!(applied("demand: 甲\r\nstrategy: 乙", &edits), "demand: 甲\r\nstrategy: 乙\r\n");
}

#[test]
fn documents_that_are_no_plans_are_left_alone() {
    let mut workspace = Workspace::new(Options::default());
    workspace.open("/notes.md", None, "|a|b|\n|-|-|\n");
    assert_eq!(workspace.format("/notes.md", FormatStyle::tidy(Spaces::Keep), None), None);
    assert_eq!(workspace.format("/absent.plan.md", FormatStyle::tidy(Spaces::Keep), None), None);
}

/// Every plan of `tests/plans`, as it is and in CRLF.
#[test]
fn no_plan_says_something_else_when_it_is_formatted() {
    let mut changed = 0;
    for (file, bytes) in files("tests/plans") {
        let path = format!("/{}", file.rsplit('/').next().unwrap());
        let Ok(text) = String::from_utf8(bytes) else { continue };
        if !path.contains(".plan.") || text.len() > 30_000 {
            continue;
        }
        for (_, spaces) in SET {
            changed += usize::from(holds(&path, &text, *spaces) != text);
        }
        holds(&path, &text.replace('\n', "\r\n"), Spaces::Keep);
    }
    assert!(changed > 60, "{changed} texts changed");
}

/// Numbers that look random, the same in each run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most.max(1)
    }
}

const SPLINTERS: &[&str] = &[
    "|",
    "`",
    "```\n",
    "<!--",
    "-->",
    "（",
    "）",
    "[",
    "]",
    "A.3.2.1b",
    "：",
    ": ",
    "  \n",
    "\n\n",
    "\t",
    "- ",
    "# ",
    "“",
    "😀",
    "\r\n",
    "{",
    "}",
    "'",
    "\"",
    "|\n|-|-|\n",
    "\\",
    "> ",
    "A.3.2.1 a–c",
    "不适用：",
    "&甲 ",
    "*甲",
];

fn damaged(text: &str, dice: &mut Dice) -> String {
    let mut text = text.to_owned();
    for _ in 0..=dice.below(4) {
        let mut at = dice.below(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let mut end = (at + dice.below(12)).min(text.len());
        while !text.is_char_boundary(end) {
            end += 1;
        }
        let new = if dice.below(3) == 0 { "" } else { SPLINTERS[dice.below(SPLINTERS.len())] };
        text.replace_range(at..end, new);
    }
    text
}

#[test]
fn no_damaged_plan_says_something_else_when_it_is_formatted() {
    let rounds = std::env::var("CAPPLAN_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(24);
    let mut dice = Dice(20_001);
    for name in [
        "shared/minimal.plan.md",
        "shared/minimal.plan.yaml",
        "shared/group/units.plan.md",
        "twins/group/units.plan.yaml",
    ] {
        let text = plan(name);
        let path = format!("/{}", name.rsplit('/').next().unwrap());
        for _ in 0..rounds {
            let damaged = damaged(&text, &mut dice);
            let spaces = SET[dice.below(SET.len())].1;
            holds(&path, &damaged, spaces);
        }
    }
}
