//! Completions through the protocol: exact edit ranges in every encoding, right behind an edit, and nothing elsewhere.

use serde_json::{Value, json};

use super::client::{Client, pushes, with};

const MARKDOWN: &str = "# 规划😀\r\n\r\n## 能力：排产 {#NC-01}\r\n- 视角：过程、😀\r\n- 等级：CL3\r\n";
const YAML: &str = "standard: T/AIITRE 20001—2021\ncapabilities:\n  - id: NC-01\n    name: 排产😀\n    perspective: [process, ]\n    scope: [domain]\n";

fn encodings(list: &[&str]) -> Value {
    let documentation = item(&json!({ "documentationFormat": ["markdown"] }));
    with(with(pushes(), &json!({ "general": { "positionEncodings": list } })), &documentation)
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
    // A client that says nothing of formats is sent a mere text.
    for details in [
        json!({ "labelDetailsSupport": true, "documentationFormat": ["plaintext"] }),
        json!({ "labelDetailsSupport": true }),
    ] {
        let uri = "file:///a/规划.plan.md";
        let text = MARKDOWN.replace("、😀", "、");
        let mut client = Client::start(&with(pushes(), &item(&details)));
        client.open(uri, "markdown", &text);
        let found = ask(&mut client, uri, 3, "- 视角：过程、".chars().count());
        let items = found["items"].as_array().unwrap();
        assert_eq!(items.len(), 5);
        let keys: Vec<&str> = items.iter().map(|item| item["sortText"].as_str().unwrap()).collect();
        assert!(keys.is_sorted());
        assert_eq!(items[0]["labelDetails"]["description"], items[0]["detail"]);
        let documentation = items[0]["documentation"].as_str().unwrap();
        assert!(documentation.contains("20001—2021") && !documentation.contains("**"), "{documentation}");
        assert_eq!(client.finish(), 0);
    }
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
fn the_blank_behind_a_lists_mark_asks_for_no_measure() {
    let markdown = "# 规划😀\r\n## 能力单元 CU-01 排产\r\n- 等级：CL3\r\n### 数据\r\n- \r\n";
    let yaml = "units:\n  - id: CU-01\n    level: CL3\n    element:\n      data:\n        - \n";
    for (uri, language, text, line, column) in [
        ("file:///a/规划.plan.md", "markdown", markdown, 4, 2),
        ("file:///a/规划.plan.yaml", "yaml", yaml, 5, 10),
    ] {
        let mut client = Client::start(&pushes());
        client.open(uri, language, text);
        let mut measures = |context: Value| {
            let at = json!({ "line": line, "character": column });
            let params = json!({ "textDocument": { "uri": uri }, "position": at, "context": context });
            let found = client.request("textDocument/completion", params).unwrap();
            let items = found["items"].as_array().cloned().unwrap_or_default();
            items.iter().filter(|item| item["label"].as_str().unwrap().contains("（A.3.2.1 ")).count()
        };
        assert_eq!(measures(json!({ "triggerKind": 1 })), 3, "{uri}");
        assert_eq!(measures(json!({ "triggerKind": 2, "triggerCharacter": " " })), 0, "{uri}");
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

fn item(abilities: &Value) -> Value {
    json!({ "textDocument": { "completion": { "completionItem": abilities } } })
}

#[test]
fn skeletons_have_tab_stops_for_clients_that_take_them() {
    let empty = "file:///a/规划.plan.md";
    let yaml = "file:///a/规划.plan.yaml";
    let list = "standard: T/AIITRE 20001—2021\r\ntitle: 规划😀\r\ncapabilities:\r\n  - id: NC-01\r\n    units:\r\n      - \r\n";
    let snippets = item(&json!({ "snippetSupport": true }));
    let modes = item(&json!({ "snippetSupport": true, "insertTextModeSupport": { "valueSet": [1, 2] } }));
    let mut inserted = Vec::new();
    for capabilities in [pushes(), with(pushes(), &snippets), with(pushes(), &modes)] {
        let mut client = Client::start(&capabilities);
        client.open(empty, "markdown", "");
        let found = ask(&mut client, empty, 0, 0);
        let first = &found["items"][0];
        assert_eq!((&first["kind"], &first["filterText"]), (&json!(15), &json!("")), "{first}");
        client.open(yaml, "yaml", list);
        let found = ask(&mut client, yaml, 5, "      - ".len());
        let wanted = |item: &&Value| item["label"].as_str().unwrap().contains("CL3");
        let unit = found["items"].as_array().unwrap().iter().find(wanted).unwrap().clone();
        assert_eq!(client.finish(), 0);
        inserted.push((first["textEdit"]["newText"].as_str().unwrap().to_owned(), unit));
    }
    let of = |at: usize| inserted[at].1["textEdit"]["newText"].as_str().unwrap();
    let [plain, indented, as_is] = [of(0), of(1), of(2)];
    // The same text, with stops or without.
    let bare = |snippet: &str| {
        let mut text = String::new();
        let mut rest = snippet;
        while let Some(at) = rest.find("${") {
            let colon = at + rest[at..].find(':').unwrap();
            let end = colon + rest[colon..].find('}').unwrap();
            text.push_str(&rest[..at]);
            text.push_str(&rest[colon + 1..end]);
            rest = &rest[end + 1..];
        }
        (text + rest).replace("\\}", "}")
    };
    assert_eq!(bare(&inserted[1].0), inserted[0].0);
    assert_eq!(bare(as_is), plain.replace("\r\n", "\n"));
    assert!(plain.contains("\r\n        level: CL3\r\n"), "{plain}");
    assert!(as_is.contains("\n        level: CL3\n") && as_is.contains("${1:待填写}"), "{as_is}");
    // Clients that cannot be told put the line's own indentation before each line.
    assert!(indented.contains("\n  level: CL3\n"), "{indented}");
    assert_eq!(indented.replace('\n', "\n      "), as_is);
    let said = |at: usize| (&inserted[at].1["insertTextFormat"], &inserted[at].1["insertTextMode"]);
    assert_eq!(
        [said(0), said(1), said(2)],
        [(&Value::Null, &Value::Null), (&json!(2), &Value::Null), (&json!(2), &json!(1)),]
    );
}

#[test]
fn documentation_comes_later_where_the_client_asks_for_it() {
    let later = item(&json!({
        "documentationFormat": ["markdown"], "resolveSupport": { "properties": ["documentation"] },
    }));
    let others = item(&json!({ "resolveSupport": { "properties": ["additionalTextEdits"] } }));
    let uri = "file:///a/规划.plan.md";
    let text = MARKDOWN.replace("、😀", "、hz");
    let english = json!({ "locale": "en" });
    for (capabilities, resolves) in
        [(pushes(), false), (with(pushes(), &others), false), (with(pushes(), &later), true)]
    {
        let mut client = Client::start_with(with(json!({ "capabilities": capabilities }), &english));
        assert_eq!(
            client.initialized["capabilities"]["completionProvider"]["resolveProvider"],
            json!(resolves)
        );
        client.open(uri, "markdown", &text);
        let found = ask(&mut client, uri, 3, "- 视角：过程、hz".chars().count());
        let first = found["items"][0].clone();
        assert_eq!(first.get("documentation").is_none(), resolves, "{first}");
        // Input methods type through every mark: none commits a candidate.
        assert_eq!(first.get("commitCharacters"), None);
        if resolves {
            let whole = client.request("completionItem/resolve", first.clone()).unwrap();
            let said = whole["documentation"]["value"].as_str().unwrap();
            assert!(said.contains("> ") && said.contains("合作伙伴"), "{said}");
            assert_eq!((&whole["label"], &whole["textEdit"]), (&first["label"], &first["textEdit"]));
            // What nobody sent comes back as it is, whatever it holds.
            for data in [json!(null), json!(7), json!({ "about": "rule 😀", "locale": 3 })] {
                let strange = json!({ "label": "甲", "data": data });
                let back = client.request("completionItem/resolve", strange).unwrap();
                assert_eq!((&back["label"], back.get("documentation")), (&json!("甲"), None));
            }
        }
        assert_eq!(client.finish(), 0);
    }
}

#[test]
fn rules_and_typical_names_are_offered_in_both_surfaces() {
    let mut client = Client::start(&pushes());
    for (uri, language, text, line, before, label) in [
        (
            "file:///a/甲.plan.md",
            "markdown",
            "# 规划😀\r\n\r\n<!-- capplan: allow lev -->\r\n## 能力：甲\r\n",
            2,
            "<!-- capplan: allow lev",
            "level-gap",
        ),
        (
            "file:///a/乙.plan.yaml",
            "yaml",
            "standard: T/AIITRE 20001—2021\r\n# capplan: allow 😀、lev\r\n",
            1,
            "# capplan: allow 😀、lev",
            "level-gap",
        ),
        (
            "file:///a/丙.plan.md",
            "markdown",
            "# 规划\r\n\r\n## 能力：😀\r\n\r\n## 能力：yhfw\r\n",
            4,
            "## 能力：yhfw",
            "用户服务能力",
        ),
        (
            "file:///a/丁.plan.yaml",
            "yaml",
            "title: 规划😀\r\ncapabilities:\r\n  - name: yhfw\r\n",
            2,
            "  - name: yhfw",
            "用户服务能力",
        ),
    ] {
        client.open(uri, language, text);
        let found = ask(&mut client, uri, line, width(before, "utf-16"));
        let labels: Vec<&str> =
            found["items"].as_array().unwrap().iter().map(|item| item["label"].as_str().unwrap()).collect();
        assert!(labels.contains(&label), "{uri}: {labels:?}");
    }
    assert_eq!(client.finish(), 0);
}
