//! Whole plans converted to the other surface and back: the same model, levels and findings.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "twins/model.rs"]
mod model;

use capplan_analysis::model::Entity;
use capplan_analysis::workspace::{Options, Surface, Workspace};
use capplan_tests::plan;
use model::{findings, levels, model};

const PLANS: &[&str] = &[
    "shared/minimal.plan.md",
    "shared/minimal.plan.yaml",
    "shared/xinghai-equipment.plan.md",
    "shared/lantian-grid.plan.yaml",
    "shared/group/capabilities.plan.yaml",
    "shared/group/modules.plan.md",
    "shared/group/units.plan.md",
    "twins/xinghai-equipment.plan.yaml",
    "twins/lantian-grid.plan.md",
    "twins/group/capabilities.plan.md",
    "twins/group/modules.plan.yaml",
    "twins/group/units.plan.yaml",
];

fn path(surface: Surface) -> String {
    match surface {
        Surface::Markdown => "/规划.plan.md".into(),
        Surface::Yaml => "/规划.plan.yaml".into(),
    }
}

fn opened(surface: Surface, text: &str) -> Workspace {
    let mut workspace = Workspace::new(Options::default());
    workspace.load(&path(surface), text);
    workspace
}

fn other(surface: Surface) -> Surface {
    if surface == Surface::Yaml { Surface::Markdown } else { Surface::Yaml }
}

/// A plan in the other surface; nothing may be lost.
fn converted(surface: Surface, text: &str) -> String {
    let made = opened(surface, text).convert(&path(surface), other(surface)).unwrap();
    assert_eq!(made.lost, [], "{}", made.text);
    made.text
}

fn compare(one: (Surface, &str), two: (Surface, &str)) {
    let (mut left, mut right) = (opened(one.0, one.1), opened(two.0, two.1));
    let (left_paths, right_paths) = ([path(one.0)], [path(two.0)]);
    let (a, b) = (model(&mut left, &left_paths), model(&mut right, &right_paths));
    for (a, b) in a.iter().zip(&b) {
        assert_eq!(a, b, "{}", two.1);
    }
    assert_eq!(a.len(), b.len());
    assert_eq!(levels(&mut left, &left_paths), levels(&mut right, &right_paths));
    assert_eq!(findings(&mut left, &left_paths), findings(&mut right, &right_paths), "{}", two.1);
}

/// There and back.
fn round(surface: Surface, text: &str) -> (String, String) {
    let there = converted(surface, text);
    compare((surface, text), (other(surface), &there));
    let back = converted(other(surface), &there);
    compare((surface, text), (surface, &back));
    (there, back)
}

#[test]
fn every_plan_says_the_same_there_and_back() {
    for name in PLANS {
        let surface = Surface::of_path(name).unwrap();
        let text = plan(name);
        let (there, _) = round(surface, &text);
        let in_crlf = converted(surface, &text.replace('\n', "\r\n"));
        assert_eq!(in_crlf, there.replace('\n', "\r\n"), "{name}");
    }
}

const NOTED: &str = "---\nstandard: T/AIITRE 20001—2021  # 版本😀\n---\n# 规划\n\n开头的话。\n\n```mermaid\ngraph TD\n```\n\n\
    ## 发展战略\n\n第一段。\n\n第二段。\n\n## 能力：排产😀 {#NC-01}\n<!-- capplan: allow level-gap — 首期只做记录 -->\n\
    - 视角：过程\n- 等级：CL1 → CL2\n- 价值活动：\n  - 接单、排产\n  - 发货\n\n随后的话。\n\n\
    ### 能力单元 CU-01 排产\n#### 要素维\n##### 数据、技术\n<!-- 先编码 -->\n- [ ] 统一编码：甲 | 乙 [A.2.2.1 b]\n\
    - 待填写：采集 [A.2.2.1 a]\n- 不适用：规模小，暂不联网（A.2.2.2 a）\n##### 流程\n\
    | 建设内容 | 条款 | 状态 | 责任部门 | 经费 |\n|---|---|---|---|---|\n| 画出步骤 | A.2.2.3 a | 进行中 | 计划部 | 两万元 |\n";

#[test]
fn prose_comments_and_other_columns_become_comments() {
    let (there, back) = round(Surface::Markdown, NOTED);
    for said in ["# 版本😀", "# 开头的话。", "# graph TD", "# 随后的话。", "# 先编码", "# 两万元"]
    {
        assert!(there.contains(said), "{said}\n{there}");
    }
    assert!(there.contains("# capplan: allow level-gap — 首期只做记录"), "{there}");
    assert!(there.contains("  第一段。\n\n  第二段。\n"), "{there}");
    for said in ["<!-- 开头的话。 -->", "<!-- 随后的话。 -->", "<!-- 先编码 -->", "第一段。\n\n第二段。"]
    {
        assert!(back.contains(said), "{said}\n{back}");
    }
}

#[test]
fn what_is_no_field_in_yaml_is_kept_as_a_comment() {
    let text = "standard: T/AIITRE 20001—2021\nbudget:\n  total: 100 万元\ncapabilities:\n  - id: NC-01\n    name: 排产能力 # 改名\n    \
                demand: 说明😀\n";
    let made = opened(Surface::Yaml, text).convert(&path(Surface::Yaml), Surface::Markdown).unwrap();
    for said in ["<!-- budget: -->", "total: 100 万元", "<!-- 改名 -->", "demand: 说明😀"] {
        assert!(made.text.contains(said), "{said}\n{}", made.text);
    }
}

#[test]
fn an_english_plan_gets_english_labels() {
    let text = "capabilities:\n  - id: NC-01\n    name: Scheduling\n    viewpoint: process\n    level: CL1 → CL2\n    units:\n      \
                - id: CU-01\n        name: Orders\n        element:\n          data:\n            - text: Record orders\n              \
                clause: A.2.2.1 a\n              status: doing\n";
    let (there, _) = round(Surface::Yaml, text);
    for said in
        ["## Capability: Scheduling {#NC-01}", "- viewpoint: process", "- Record orders (doing) [A.2.2.1 a]"]
    {
        assert!(there.contains(said), "{said}\n{there}");
    }
}

#[test]
fn what_cannot_be_nested_is_told() {
    let text = "# 规划\n## 能力：排产 {#NC-01}\n### 能力模块：产销 {#CM-01}\n- 组成：CU-01\n";
    let made = opened(Surface::Markdown, text).convert(&path(Surface::Markdown), Surface::Yaml).unwrap();
    assert!(made.lost.iter().any(|(line, what)| *line == 3 && what.contains("CM-01")), "{:?}", made.lost);
}

/// Of damaged plans nothing is lost without a word.
#[test]
fn what_differs_in_damaged_plans_is_told() {
    let mut converted = 0;
    for (file, bytes) in capplan_tests::checkout::files("tests/plans/broken") {
        let (Some(surface), Ok(text)) = (Surface::of_path(&file), String::from_utf8(bytes)) else { continue };
        if !file.contains(".plan.") || text.len() > 20_000 {
            continue;
        }
        let Some(made) = opened(surface, &text).convert(&path(surface), other(surface)) else { continue };
        converted += 1;
        if made.lost.is_empty() {
            let (mut left, mut right) = (opened(surface, &text), opened(other(surface), &made.text));
            let one = model(&mut left, &[path(surface)]);
            assert_eq!(one, model(&mut right, &[path(other(surface))]), "{file}\n{}", made.text);
        }
    }
    assert!(converted > 30, "{converted}");
}

/// The text once the rewriting whose title ends so is made at a line; none where it is not offered.
fn rewritten(text: &str, line: usize, title: &str) -> Option<String> {
    let mut workspace = opened(Surface::Markdown, text);
    let path = path(Surface::Markdown);
    let at = workspace.text(&path).unwrap().line_start(line);
    let offered = workspace.rewrites(&path, &(at..at));
    let made = offered.iter().find(|made| made.title.ends_with(title))?;
    let mut text = text.to_owned();
    let mut edits: Vec<_> = made.edits.iter().collect();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.range.start));
    edits.into_iter().for_each(|edit| text.replace_range(edit.range.clone(), &edit.text));
    Some(text)
}

/// The line of the heading that gives an id, marked or underlined.
fn heading_of(text: &str, id: &str) -> usize {
    let mut workspace = opened(Surface::Markdown, text);
    let (set, document, _) = workspace.plan(&path(Surface::Markdown)).unwrap();
    let given = |entity: &&Entity| !entity.row && entity.id.as_ref().is_some_and(|own| own.text == id);
    let entity = set.entities().find(given).unwrap_or_else(|| panic!("{id}\n{text}"));
    document.text().line_of(document.range(entity.anchor).start)
}

/// Every entity of every shared plan that has a heading with fields, in YAML and back.
#[test]
fn every_entity_says_the_same_in_embedded_yaml_and_in_fields_again() {
    let mut made = 0;
    for name in PLANS.iter().filter(|name| name.ends_with(".md")) {
        for eol in ["\n", "\r\n"] {
            let text = plan(name).replace('\n', eol);
            let mut workspace = opened(Surface::Markdown, &text);
            let (set, _, _) = workspace.plan(&path(Surface::Markdown)).unwrap();
            let ids: Vec<String> = set
                .entities()
                .filter(|entity| !entity.row)
                .filter_map(|entity| entity.id.as_ref().map(|id| id.text.clone()))
                .collect();
            let mut all = text.clone();
            for id in ids {
                let Some(there) = rewritten(&text, heading_of(&text, &id), "的字段改写为内嵌 YAML")
                else {
                    continue;
                };
                assert!(there.contains(&format!("```yaml plan{eol}")), "{id}");
                compare((Surface::Markdown, &text), (Surface::Markdown, &there));
                let back = rewritten(&there, heading_of(&there, &id), "的内嵌 YAML 改写为字段").unwrap();
                let blocks = |text: &str| text.matches("```yaml plan").count();
                assert_eq!(blocks(&back), blocks(&text), "{id}\n{back}");
                compare((Surface::Markdown, &text), (Surface::Markdown, &back));
                all = rewritten(&all, heading_of(&all, &id), "的字段改写为内嵌 YAML").unwrap();
                made += 1;
            }
            compare((Surface::Markdown, &text), (Surface::Markdown, &all));
        }
    }
    assert!(made > 40, "{made} entities");
}
