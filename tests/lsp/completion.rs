//! Completions through the protocol: exact edit ranges in every encoding, right behind an edit, and nothing elsewhere.

use serde_json::{Value, json};

use super::client::{Client, pushes, with};

const MARKDOWN: &str = "# 规划😀\r\n\r\n## 能力：排产 {#NC-01}\r\n- 视角：过程、😀\r\n- 等级：CL3\r\n";
const YAML: &str = "standard: T/AIITRE 20001—2021\ncapabilities:\n  - id: NC-01\n    name: 排产😀\n    perspective: [process, ]\n    scope: [domain]\n";

fn encodings(list: &[&str]) -> Value {
    with(pushes(), &json!({ "general": { "positionEncodings": list } }))
}

fn width(text: &str, encoding: &str) -> usize {
    match encoding {
        "utf-8" => text.len(),
        "utf-32" => text.chars().count(),
        _ => text.encode_utf16().count(),
    }
}

fn ask(client: &mut Client, uri: &str, line: usize, column: usize) -> Value {
    let at = json!({ "line": line, "character": column });
    client
        .request("textDocument/completion", json!({ "textDocument": { "uri": uri }, "position": at }))
        .unwrap()
}

#[test]
fn a_typed_initial_is_replaced_by_the_term_in_every_encoding() {
    for (uri, language, text, line, before, inserted) in [
        ("file:///a/规划.plan.md", "markdown", MARKDOWN, 3, "- 视角：过程、", "合作伙伴"),
        ("file:///a/规划.plan.yaml", "yaml", YAML, 4, "    perspective: [process, ", "partner"),
    ] {
        for encoding in ["utf-8", "utf-16", "utf-32"] {
            let mut client = Client::start(&encodings(&[encoding]));
            client.open(uri, language, text);
            let start = width(before, encoding);
            let at = u32::try_from(start).unwrap();
            let row = u32::try_from(line).unwrap();
            let old = if language == "markdown" {
                at + u32::try_from(width("😀", encoding)).unwrap()
            } else {
                at
            };
            client.change(uri, 2, &[([row, at, row, old], "hzhb")]);
            let found = ask(&mut client, uri, line, start + 4);
            assert_eq!(found["isIncomplete"], true);
            let items = found["items"].as_array().unwrap();
            assert_eq!(items.len(), 1, "{items:?}");
            let item = &items[0];
            assert_eq!((&item["label"], &item["filterText"]), (&json!(inserted), &json!("hzhb")));
            let range = json!({
                "start": { "line": line, "character": start },
                "end": { "line": line, "character": start + 4 },
            });
            assert_eq!(item["textEdit"], json!({ "range": range, "newText": inserted }));
            assert!(item["documentation"]["value"].as_str().unwrap().contains("> "), "{item}");
            assert_eq!(client.finish(), 0);
        }
    }
}

#[test]
fn order_and_details_are_said_as_the_client_can_show_them() {
    let details = json!({ "textDocument": { "completion": { "completionItem": {
        "labelDetailsSupport": true, "documentationFormat": ["plaintext"],
    } } } });
    let uri = "file:///a/规划.plan.md";
    let text = MARKDOWN.replace("、😀", "、");
    let mut client = Client::start(&with(pushes(), &details));
    client.open(uri, "markdown", &text);
    let found = ask(&mut client, uri, 3, "- 视角：过程、".chars().count());
    let items = found["items"].as_array().unwrap();
    assert_eq!(items.len(), 5);
    let keys: Vec<&str> = items.iter().map(|item| item["sortText"].as_str().unwrap()).collect();
    assert!(keys.is_sorted());
    assert_eq!(items[0]["labelDetails"]["description"], items[0]["detail"]);
    assert_eq!(items[0]["documentation"]["kind"], "plaintext");
    assert_eq!(client.finish(), 0);
}

#[test]
fn what_has_spaces_in_it_is_a_snippet_for_clients_that_take_them() {
    let snippets =
        json!({ "textDocument": { "completion": { "completionItem": { "snippetSupport": true } } } });
    let uri = "file:///a/规划.plan.md";
    for (capabilities, format) in [(with(pushes(), &snippets), json!(2)), (pushes(), Value::Null)] {
        let mut client = Client::start(&capabilities);
        client.open(uri, "markdown", "# 规划😀\n## 能力单元 CU-01 排产\n- 等级：CL3\n### gcw\n");
        let found = ask(&mut client, uri, 3, "### gcw".len());
        let item = &found["items"][0];
        assert_eq!(
            (&item["textEdit"]["newText"], &item["insertTextFormat"]),
            (&json!("### 过程维"), &format)
        );
        client.open(uri, "markdown", &MARKDOWN.replace("、😀", "、hz"));
        let found = ask(&mut client, uri, 3, "- 视角：过程、hz".chars().count());
        assert_eq!(found["items"][0].get("insertTextFormat"), None, "{found}");
        assert_eq!(client.finish(), 0);
    }
}

#[test]
fn other_documents_and_prose_get_nothing() {
    let mut client = Client::start(&pushes());
    for (uri, language, text) in [
        ("file:///a/说明.md", "markdown", "# 说明\n- 视角：\n"),
        ("file:///a/config.yaml", "yaml", "name: 甲\nviewpoint: \n"),
        ("file:///a/p.plan.md", "markdown", "# 规划\n本规划说明：\n"),
    ] {
        client.open(uri, language, text);
        assert_eq!(ask(&mut client, uri, 1, 5), Value::Null, "{uri}");
    }
    assert_eq!(ask(&mut client, "file:///a/closed.plan.md", 0, 0), Value::Null);
    assert_eq!(client.finish(), 0);
}
