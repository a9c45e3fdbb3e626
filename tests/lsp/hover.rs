//! Hovers through the protocol: the clause verbatim, with a range, in the columns and the format agreed on.

use capplan_analysis::standard::standard;
use serde_json::{Value, json};

use super::client::{Client, pushes, with};

const MARKDOWN: &str = "# 规划\r\n\r\n## 能力单元 CU-01 排产😀 {target=CL3}\r\n### 要素维\r\n#### 数据\r\n- 😀 统一主数据 [A.3.2.1 b 1]\r\n";
const YAML: &str = "units:\n  - id: CU-01\n    name: 排产\n    element:\n      data:\n        - 😀 统一主数据（A.3.2.1 b 1）\n";

/// The place of a citation in the last line, in UTF-16.
fn place(text: &str) -> (u32, u32) {
    let (line, content) = text.lines().enumerate().last().unwrap();
    let before = content.split("A.3").next().unwrap();
    (u32::try_from(line).unwrap(), u32::try_from(before.encode_utf16().count()).unwrap())
}

fn hover(capabilities: &Value, uri: &str, language: &str, text: &str) -> Value {
    let mut client = Client::start(capabilities);
    client.open(uri, language, text);
    let (line, column) = place(text);
    let shown = client.hover(uri, line, column + 3);
    assert_eq!(client.hover(uri, line, column - 3), Value::Null, "a measure's own words");
    assert_eq!(client.finish(), 0);
    shown
}

#[test]
fn a_citation_quotes_its_clause_with_a_range_in_both_surfaces() {
    let clause = standard().clause("A.3.2.1").unwrap();
    let words = clause.item(Some('b')).unwrap().points[0];
    for (uri, language, text) in
        [("file:///a/规划.plan.md", "markdown", MARKDOWN), ("file:///a/规划.plan.yaml", "yaml", YAML)]
    {
        let shown = hover(&pushes(), uri, language, text);
        assert_eq!(shown["contents"]["kind"], "markdown");
        let value = shown["contents"]["value"].as_str().unwrap();
        assert!(value.contains(words) && value.contains(clause.title), "{value}");
        let (line, column) = place(text);
        assert_eq!(shown["range"]["start"], json!({ "line": line, "character": column }));
        assert_eq!(shown["range"]["end"], json!({ "line": line, "character": column + 11 }));
    }
}

#[test]
fn terms_labels_and_entities_have_ranges_in_the_columns_agreed_on() {
    let text = "# 😀规划\n\n| 😀 | 编号 | 名称 | 视角 | 等级 |\n|---|---|---|---|---|\n| 😀 | NC-01 | 排产 | 过程 | CL3 |\n";
    let utf8 = json!({ "general": { "positionEncodings": ["utf-8"] } });
    for (capabilities, wide) in [(pushes(), false), (with(pushes(), &utf8), true)] {
        let mut client = Client::start(&capabilities);
        let uri = "file:///a/规划.plan.md";
        client.open(uri, "markdown", text);
        for (line, word, words) in [
            (2, "视角", "从与价值创造的载体有关的能力"),
            (4, "过程", "与价值创造的过程有关的能力"),
            (4, "NC-01", "### 新型能力 NC-01 排产"),
            (4, "CL3", "### CL3（领域级）"),
        ] {
            let content = text.lines().nth(line).unwrap();
            let columns = |text: &str| if wide { text.len() } else { text.encode_utf16().count() };
            let start = columns(content.split(word).next().unwrap());
            let line = u32::try_from(line).unwrap();
            let shown = client.hover(uri, line, u32::try_from(start).unwrap());
            assert!(shown["contents"]["value"].as_str().unwrap().contains(words), "{word}: {shown}");
            assert_eq!(shown["range"]["start"], json!({ "line": line, "character": start }));
            assert_eq!(shown["range"]["end"], json!({ "line": line, "character": start + columns(word) }));
        }
        assert_eq!(client.finish(), 0);
    }
}

#[test]
fn a_client_without_markdown_gets_plain_text() {
    let plain = json!({ "textDocument": { "hover": { "contentFormat": ["plaintext"] } } });
    let shown = hover(&with(pushes(), &plain), "file:///a/规划.plan.md", "markdown", MARKDOWN);
    assert_eq!(shown["contents"]["kind"], "plaintext");
    let value = shown["contents"]["value"].as_str().unwrap();
    let words = standard().clause("A.3.2.1").unwrap().item(Some('b')).unwrap().points[0];
    assert!(value.contains(words) && !value.contains("**") && !value.contains("###"), "{value}");
    let both = json!({ "textDocument": { "hover": { "contentFormat": ["plaintext", "markdown"] } } });
    let shown = hover(&with(pushes(), &both), "file:///a/规划.plan.md", "markdown", MARKDOWN);
    assert_eq!(shown["contents"]["kind"], "markdown");
}

#[test]
fn a_hover_right_behind_an_edit_sees_it() {
    let mut client = Client::start(&pushes());
    let uri = "file:///a/规划.plan.md";
    client.open(uri, "markdown", MARKDOWN);
    let (line, column) = place(MARKDOWN);
    for version in 2..50 {
        let letter = if version % 2 == 0 { "a" } else { "b" };
        client.change(uri, version, &[([line, column + 8, line, column + 11], letter)]);
        let shown = client.hover(uri, line, column + 1);
        let item = standard().clause("A.3.2.1").unwrap().item(letter.chars().next()).unwrap();
        assert!(shown["contents"]["value"].as_str().unwrap().contains(item.text), "version {version}");
        client.change(uri, version, &[([line, column + 8, line, column + 9], "b 1")]);
    }
    assert_eq!(client.finish(), 0);
}
