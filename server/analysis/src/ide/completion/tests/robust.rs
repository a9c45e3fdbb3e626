//! Whatever is half typed wherever: no panic, and no candidate that is not of the cursor's line.

use super::{accepted, ask};
use crate::fixture::Fixture;
use crate::text::Edit;
use crate::workspace::{Options, Workspace};

#[test]
fn every_byte_of_every_beginning_of_a_plan_can_be_asked_for() {
    let markdown = "---\nstandard: T/AIITRE 20001—2021\n---\n# 规划😀\n## 能力：甲 {#NC-01 target=CL3}\n- 视角：过程、主体\n### 能力单元 CU-01\n#### 要素维\n| 要素 | 建设内容 | 条款 |\n|---|---|---|\n| 数据 | 采集 | A.3.2.1 b 1 |\n##### 技术\n- [x] 互联（A.3.2.2 a、b）\n```yaml plan\nscope: [domain, {a: \"b]\n```\n";
    let yaml = "standard: T/AIITRE 20001—2021\n标题: \"规划😀\"\ncapabilities: &a\n  - {id: NC-01, viewpoint: [process, 'x]}\n  - id: NC-02\n    level: {current: CL1, target: \n    units:\n      - 要素维: {数据: [采集（A.3.2.1 a）]}\n        process:\n          planning:\n            - text: >-\n                多行 [A.\n              clause: [A.3.1.1 a, \n# 注 [\n";
    for (path, source) in [("/p.plan.md", markdown), ("/p.plan.yaml", yaml)] {
        for source in [source.to_owned(), source.replace('\n', "\r\n")] {
            let mut workspace = Workspace::new(Options::default());
            workspace.open(path, None, "");
            for (start, character) in source.char_indices() {
                workspace.edit(path, &Edit { range: start..start, text: character.into() });
                let end = start + character.len_utf8();
                for byte in [end, end.saturating_sub(9)] {
                    let byte = workspace.text(path).unwrap().floor(byte);
                    for item in workspace.completions(path, byte).items {
                        assert!(item.range.start <= byte && byte <= item.range.end, "{item:?}");
                        assert!(!source[item.range.clone()].contains('\n'), "{item:?}");
                    }
                }
            }
        }
    }
}

#[test]
fn a_cursor_between_a_carriage_return_and_its_line_feed_is_survived() {
    let fixture = Fixture::parse("//- p.plan.md\n## 能力：甲 {#NC-01}\n- 视角：$0\n").with_crlf();
    assert!(!ask(&fixture).is_empty());
    let mut workspace = fixture.open();
    let (path, byte) = fixture.cursor.clone().unwrap();
    let _ = workspace.completions(&path, byte + 1);
}

#[test]
fn what_is_written_in_full_is_left_alone() {
    for source in [
        "//- p.plan.md\n## 能力：甲 {#NC-01}\n- 能力形态：能力流$0\n",
        "//- p.plan.md\n## 能力：甲 {#NC-01}\n- 视角：过程、主体😀、合作伙伴$0\n",
        "//- p.plan.md\n## 能力单元 CU-01 甲\n- 等级：CL3$0\n",
        "//- p.plan.yaml\nunits:\n  - id: CU-01\n    scope: [domain$0]\n",
        "//- p.plan.md\n## 能力单元 CU-01 甲\n- 等级：CL3\n#### 过程维$0\n",
    ] {
        assert_eq!(ask(&Fixture::parse(source)), [], "{source}");
    }
}

#[test]
fn the_first_key_of_front_matter_is_completed_while_it_is_still_a_text() {
    for lines in ["---\nst$0", "---\nyjbz$0\n\n# 规划😀\n", "---\n$0\n"] {
        assert_eq!(accepted(&format!("//- p.plan.md\n{lines}"), "standard"), "standard: ", "{lines}");
    }
}
