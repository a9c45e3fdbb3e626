//! Hovers at cursors, in both surfaces.
#![allow(clippy::unwrap_used, clippy::panic)]

mod colours;
mod entities;
mod fields;
mod navigation;
mod report;
mod shape;
mod signature;
mod sweep;
mod symbols;
mod terms;
mod topics;

use super::quote::escape;
use crate::fixture::Fixture;
use crate::standard::{Level, standard};
use crate::text::Edit;
use crate::workspace::{Options, Workspace};

/// The text that a hover is about and its Markdown; the same with LF and CRLF.
fn hover(source: &str) -> Option<(String, String)> {
    let fixture = Fixture::parse(source);
    let found = hover_in(&fixture);
    assert_eq!(found, hover_in(&fixture.with_crlf()), "line ends change the hover");
    found
}

fn hover_in(fixture: &Fixture) -> Option<(String, String)> {
    let (path, byte) = fixture.cursor.clone().unwrap();
    let mut workspace = fixture.open();
    let hover = workspace.hover(&path, byte)?;
    assert!(hover.range.contains(&byte), "{hover:?}");
    Some((workspace.text(&path).unwrap().slice(hover.range).into_owned(), hover.markdown))
}

/// The quotation in a hover, line by line, without marks; not what other levels say of a cited topic.
fn quoted(markdown: &str) -> Vec<String> {
    let own = markdown.split("\n---\n").next().unwrap();
    let lines = own.lines().filter_map(|line| line.strip_prefix("> "));
    lines.map(|line| line.strip_prefix("- ").unwrap_or(line).replace('\\', "")).collect()
}

const MARKDOWN: &str = "
    //- plan.plan.md
    ## 能力：排产能力😀 {#NC-01}
    - 视角：过程
    - 等级：CL2 → CL3
    ### 能力单元 CU-01 计划排产
    #### 要素维
    ##### 数据
    - [x] 统一主数据编码 [A.3.2.1 b 2]
    - 自动采集（A.3.2.1 a）
    ##### 技术
    - 与二期平台衔接（A.3.2.2 a–c）
    #### 管理维
    | 方面 | 建设内容 | 条款 |
    |---|---|---|
    | 组织机制 | 设专人 | A.2.3.2 a 2 |
    | 组织文化 | “社会人”激励 | A.3.3.4 a、8.4.4 b |
    | 组织文化 | 行为规范 | A.3.3.4 b |
    ## 说明
    本规划见 7.3.2，三年内到 CL4（平台级）。
    ```text
    [A.3.2.1 b]
    ```
";

/// The Markdown plan with the cursor before `text`, at its `nth` occurrence.
fn at(source: &str, text: &str, nth: usize) -> String {
    let (start, _) = source.match_indices(text).nth(nth).unwrap();
    format!("{}$0{}", &source[..start], &source[start..])
}

#[test]
fn a_point_is_quoted_with_its_items_lead() {
    let (place, markdown) = hover(&at(MARKDOWN, "A.3.2.1 b 2", 0)).unwrap();
    assert_eq!(place, "A.3.2.1 b 2");
    let item = standard().clause("A.3.2.1").unwrap().item(Some('b')).unwrap();
    assert_eq!(quoted(&markdown), [format!("b）{}", item.text), item.points[1].to_owned()]);
    assert!(
        markdown.starts_with("**A.3.2.1 数据**\n\nT/AIITRE 20001—2021，A.3.2 CL3（领域级）"),
        "{markdown}"
    );
    assert!(markdown.contains("英文释义（非标准原文）：Data — Data integration and sharing"), "{markdown}");
    let english = MARKDOWN.replace("//- plan", "//# locale=en\n    //- plan");
    let (_, english) = hover(&at(&english, "A.3.2.1 b 2", 0)).unwrap();
    assert_eq!(quoted(&english), quoted(&markdown), "the quotation stays Chinese");
    assert!(english.contains("Gloss (not the standard's text): Data — "), "{english}");
    assert!(english.starts_with("**A.3.2.1 Data · 数据**\n\n"), "headings are English: {english}");
}

#[test]
fn an_item_is_quoted_with_all_its_points() {
    let (place, markdown) = hover(&at(MARKDOWN, ".3.2.1 a）", 0)).unwrap();
    assert_eq!(place, "A.3.2.1 a");
    let item = standard().clause("A.3.2.1").unwrap().item(Some('a')).unwrap();
    let mut expected = vec![format!("a）{}", item.text)];
    expected.extend(item.points.iter().map(|point| (*point).to_owned()));
    assert_eq!(quoted(&markdown), expected);
}

#[test]
fn a_citation_in_a_cell_is_found_and_each_of_several_is_its_own() {
    let (place, markdown) = hover(&at(MARKDOWN, "A.2.3.2 a 2", 0)).unwrap();
    assert_eq!(place, "A.2.3.2 a 2");
    assert!(markdown.contains("设置专责部门"), "{markdown}");
    let (place, markdown) = hover(&at(MARKDOWN, "8.4.4 b", 0)).unwrap();
    assert_eq!(place, "8.4.4 b");
    assert!(
        markdown.contains("> b）建立跨部门或跨业务环节的数字化治理体系，构建基于“社会人”假设的组织文化"),
        "{markdown}"
    );
}

#[test]
fn a_citation_in_yaml_is_found_in_short_forms_and_clause_fields() {
    let source = "
        //- plan.plan.yaml
        能力单元:
          - 编号: CU-01
            等级: CL5
            要素维:
              数据:
                - 自动采集（A.5.2.1 a）（已完成）
                - text: 共享😀
                  clause: [A.5.2.1 b 1, \"A.5.2.1 c\"]
        ";
    for (cursor, place, words) in [
        ("A.5.2.1 a", "A.5.2.1 a", "数据采集"),
        ("5.2.1 b 1", "A.5.2.1 b 1", "数据集成与共享"),
        ("A.5.2.1 c", "A.5.2.1 c", "数据应用"),
    ] {
        let (found, markdown) = hover(&at(source, cursor, 0)).unwrap_or_else(|| panic!("{cursor}"));
        assert_eq!(found, place);
        assert!(markdown.contains(words), "{markdown}");
    }
}

#[test]
fn a_whole_clause_is_quoted_in_its_order_with_notes_and_slips() {
    let (_, markdown) = hover(&at(MARKDOWN, "7.3.2", 0)).unwrap();
    let clause = standard().clause("7.3.2").unwrap();
    let expected: Vec<&str> = clause.strings().skip(1).collect();
    let found = quoted(&markdown);
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        assert!(found.ends_with(expected), "{found} / {expected}");
    }
    // 8.4.4: items, note, paragraph; a slip in the note.
    let source = "
        //- plan.plan.yaml
        能力单元:
          - 编号: CU-01
            管理维:
              组织文化:
                - 激励（$08.4.4）
        ";
    let (_, markdown) = hover(source).unwrap();
    let note = markdown.find("> 注：“社会人”假设指").unwrap();
    assert!(
        markdown.find("> b）").unwrap() < note && note < markdown.rfind("> CL3（领域级）能力管理维").unwrap()
    );
    assert!(markdown.contains("\n原文如此：“社会人假设管理模式”。"), "{markdown}");
}

#[test]
fn a_slip_is_told_beside_the_quotation_only_where_it_is_shown() {
    let source = |citation: &str| {
        format!("//- plan.plan.md\n## 能力单元 CU-01\n### 过程维\n#### 策划\n- 方案 [$0{citation}]\n")
    };
    let (_, first) = hover(&source("A.3.1.1 d 1")).unwrap();
    let (_, second) = hover(&source("A.3.1.1 d 2")).unwrap();
    assert_eq!(first, second, "the two bullets are one point");
    assert_eq!(quoted(&first).len(), 3);
    assert!(first.contains("原文如此：“四要素及其互动；”"), "{first}");
    let (_, other) = hover(&source("A.3.1.1 b")).unwrap();
    let (own, others) = other.split_once("\n---\n").unwrap();
    assert!(!own.contains("原文如此") && !others.contains("四要素"), "{other}");
}

#[test]
fn a_heading_clause_quotes_what_it_heads() {
    let source = |citation: &str| format!("//- plan.plan.md\n# 规划\n\n依据见 $0{citation}。\n");
    let (_, markdown) = hover(&source("A.3.2")).unwrap();
    for aspect in ["A.3.2.1", "A.3.2.2", "A.3.2.3", "A.3.2.4"] {
        for text in standard().clause(aspect).unwrap().strings() {
            assert!(markdown.contains(&escape(text)), "{text}");
        }
    }
    assert!(markdown.contains("原文如此：“关键设备实施之间”"), "slips of what it heads are told");
}

#[test]
fn a_level_quotes_the_general_clause_and_its_own_characteristics() {
    for (text, nth, place) in
        [("CL3", 0, "CL3"), ("L2 →", 0, "CL2"), ("CL4", 0, "CL4（平台级）"), ("台级）", 0, "CL4（平台级）")]
    {
        let (found, markdown) = hover(&at(MARKDOWN, text, nth)).unwrap();
        assert_eq!(found, place);
        assert!(markdown.contains("> 新型能力的建设是一个循序渐进、持续迭代的过程"), "{markdown}");
        assert!(markdown.contains("总体特征"), "{markdown}");
    }
    let (_, markdown) = hover(&at(MARKDOWN, "CL3", 0)).unwrap();
    assert!(markdown.starts_with("### CL3（领域级）\n"), "{markdown}");
    for text in standard().clause("8.4.1").unwrap().strings() {
        assert!(markdown.contains(text), "{text}");
    }
    let yaml = "
        //- plan.plan.yaml
        能力:
          - {编号: NC-01, 等级: {current: CL1, target: 生$0态级}}
        ";
    let (place, markdown) = hover(yaml).unwrap();
    assert_eq!(place, "生态级");
    assert!(markdown.starts_with("### CL5"), "{markdown}");
}

#[test]
fn a_level_in_words_is_found_however_it_is_written() {
    for (text, place) in [
        ("三年内到$0cl 3，再到 CL4", "cl 3"),
        ("从CL2到$0CL3，", "CL3"),
        ("建成领$0域级能力", "领域级"),
        ("由 $0CL3（领域级）起步", "CL3（领域级）"),
    ] {
        let found = hover(&format!("//- p.plan.md\n# 规划😀\n\n{text}。\n"));
        assert_eq!(found.map(|(place, _)| place).as_deref(), Some(place), "{text}");
    }
}

#[test]
fn every_byte_of_every_beginning_of_a_plan_can_be_asked_for() {
    let fixture = Fixture::parse(&at(MARKDOWN, "A.3.2.1 b 2", 0));
    let file = &fixture.files[0];
    let mut workspace = Workspace::new(Options::default());
    workspace.open("/p.plan.md", None, "");
    for (start, character) in file.text.char_indices() {
        workspace.edit("/p.plan.md", &Edit { range: start..start, text: character.into() });
        let end = start + character.len_utf8();
        let text = &file.text[..end];
        for byte in text.char_indices().rev().take(8).map(|(byte, _)| byte).chain([end, end + 9]) {
            if let Some(hover) = workspace.hover("/p.plan.md", byte) {
                assert!(text.get(hover.range.clone()).is_some() && hover.range.contains(&byte), "{hover:?}");
            }
        }
    }
}

#[test]
fn every_level_has_a_general_clause_of_its_own() {
    for level in Level::all() {
        let source = format!("//- plan.plan.md\n# 规划\n\n目标为$0{}。\n", level.code());
        let (_, markdown) = hover(&source).unwrap();
        let own = format!("**8.{}.1 总体特征**", level.number() + 1);
        assert!(markdown.contains(&own), "{markdown}");
    }
}

#[test]
fn a_dimension_quotes_its_general_clause_and_that_of_the_units_target() {
    let (place, markdown) = hover(&at(MARKDOWN, "要素维", 0)).unwrap();
    assert_eq!(place, "要素维");
    assert!(markdown.starts_with("### 要素维 · CU-01 目标等级 CL3（领域级）\n"), "{markdown}");
    assert!(
        markdown.contains("**7.3.1 通则**") && markdown.contains("**A.3.2 CL3（领域级）能力要素维建设重点**")
    );
    assert!(markdown.contains("> **A.3.2.4 组织**"), "{markdown}");
    let yaml = "
        //- plan.plan.yaml
        能力单元:
          - 编号: CU-01
            man$0agement:
              culture: []
        ";
    let (place, markdown) = hover(yaml).unwrap();
    assert_eq!(place, "management");
    assert!(markdown.contains("**7.4.1 通则**") && !markdown.contains("A."), "{markdown}");
}

#[test]
fn an_aspect_quotes_its_general_clause_and_that_of_the_units_target() {
    let (place, markdown) = hover(&at(MARKDOWN, "数据\n", 0)).unwrap();
    assert_eq!(place, "数据");
    assert!(markdown.contains("**7.3.2 数据**") && markdown.contains("**A.3.2.1 数据**"), "{markdown}");
    // Every row's cell, not only an aspect's first.
    let (place, markdown) = hover(&at(MARKDOWN, "组织文化 | 行为", 0)).unwrap();
    assert_eq!(place, "组织文化");
    assert!(
        markdown.contains("**7.4.5 组织文化**") && markdown.contains("**A.3.3.4 组织文化**"),
        "{markdown}"
    );
    let yaml = |level: &str, aspect: &str| {
        let (dimension, aspect) = aspect.split_once('/').unwrap();
        hover(&format!("//- p.plan.yaml\nunits:\n  - id: CU-01\n    level: {level}\n    {dimension}:\n      $0{aspect}: []\n")).unwrap()
    };
    let (place, markdown) = yaml("CL1", "element/workflow");
    assert_eq!(place, "workflow");
    assert!(
        markdown.contains("**A.1.2 ") && markdown.contains("> c）") && !markdown.contains("> a）规范"),
        "{markdown}"
    );
    let (_, markdown) = yaml("CL1", "management/culture");
    assert!(markdown.contains("7.4.5") && !markdown.contains("A.1.3"), "{markdown}");
}

#[test]
fn a_heading_of_two_aspects_shows_both() {
    let source = "//- p.plan.md\n## 能力单元 CU-01\n- 等级：CL2\n### 评测与改$0进\n";
    let (place, markdown) = hover(source).unwrap();
    assert_eq!(place, "评测与改进");
    assert!(
        markdown.contains("**7.2.4 评测**")
            && markdown.contains("\n---\n")
            && markdown.contains("**A.2.1.4 改进**")
    );
}

#[test]
fn words_of_other_vocabularies_are_no_levels() {
    let source = "//- p.plan.md\n## 能力单元 CU-01\n- 数字化程度：平台$0级\n";
    let (place, markdown) = hover(source).unwrap();
    assert_eq!(place, "平台级");
    assert!(!markdown.contains("### CL4") && markdown.contains("平台级数字化"), "{markdown}");
    for text in ["编号 XCL3", "CL12", "CL3-01A 文件 ACL3"] {
        let start = text.find("CL").unwrap();
        let source = format!("//- p.plan.md\n# 规划\n\n{}$0{}\n", &text[..start], &text[start..]);
        let found = hover(&source).map(|(place, _)| place);
        assert_eq!(found.is_some(), text.starts_with("CL3"), "{text}: {found:?}");
    }
}

#[test]
fn nothing_is_shown_for_what_does_not_exist_or_is_not_read() {
    assert_eq!(hover(&at(MARKDOWN, "A.3.2.1 b]\n    ```", 0)), None, "a fence is no plan");
    assert_eq!(hover(&at(MARKDOWN, "本规划见", 0)), None);
    for half in ["[$0A.", "[$0A.3.", "[$0A.9.9 a]", "[$0A.3.2.1 z]", "（$0）", "$0"] {
        let source = format!("//- p.plan.md\n## 能力单元 CU-01\n### 数据\n- 采集😀{half}\n");
        assert_eq!(hover(&source), None, "{half}");
    }
    let other = "//- notes.md\n# 说明\n\n- 采集 [$0A.3.2.1 a]，目标 CL3\n";
    assert_eq!(hover(other), None, "a document that is no plan");
}

#[test]
fn text_of_ours_is_no_markup() {
    assert_eq!(escape("*a*_[b](c)<d>`e`"), "\\*a\\*\\_\\[b\\](c)\\<d\\>\\`e\\`");
    assert_eq!(escape("1. 数据"), "1\\. 数据");
    assert_eq!(escape("A.3.2.1 数据"), "A.3.2.1 数据");
    assert_eq!(escape("- 一\n# 二"), "\\- 一 # 二");
}
