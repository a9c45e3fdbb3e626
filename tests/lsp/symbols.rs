//! Outlines through the protocol: trees and lists, in the columns agreed on, right behind an edit, and nothing elsewhere.

use serde_json::{Value, json};

use super::client::{Client, pulls, pushes, with};

const MARKDOWN: &str = "# 规划😀\r\n\r\n## 能力：排产\"[😀 {#NC-01}\r\n- 等级：CL2 → CL3\r\n### 能力单元 CU-01 计划😀\r\n#### 要素维\r\n##### 数据\r\n- 采集 [A.3.2.1 a]\r\n";
const YAML: &str =
    "standard: T/AIITRE 20001—2021\ncapabilities:\n  - {name: 😀排产, id: NC-01, units: [{id: CU-01}]}\n";

fn ask(client: &mut Client, uri: &str) -> Value {
    client.request("textDocument/documentSymbol", json!({ "textDocument": { "uri": uri } })).unwrap()
}

fn trees(encoding: &str) -> Value {
    let symbols = json!({ "documentSymbol": { "hierarchicalDocumentSymbolSupport": true } });
    with(pushes(), &json!({ "general": { "positionEncodings": [encoding] }, "textDocument": symbols }))
}

fn range(from: [usize; 2], to: [usize; 2]) -> Value {
    let at = |[line, character]: [usize; 2]| json!({ "line": line, "character": character });
    json!({ "start": at(from), "end": at(to) })
}

#[test]
fn headings_are_a_tree_in_every_encoding() {
    for (encoding, wide) in [("utf-8", 4), ("utf-16", 2), ("utf-32", 1)] {
        let mut client = Client::start(&trees(encoding));
        assert_eq!(client.initialized["capabilities"]["documentSymbolProvider"], true);
        let uri = "file:///a/规划.plan.md";
        client.open(uri, "markdown", MARKDOWN);
        let found = ask(&mut client, uri);
        let plan = &found[0];
        assert_eq!((&plan["name"], found.as_array().unwrap().len()), (&json!("规划😀"), 1));
        assert_eq!(plan["range"], range([0, 0], [8, 0]));
        let capability = &plan["children"][0];
        assert_eq!(capability["name"], "NC-01 排产\"[😀");
        assert_eq!((&capability["detail"], &capability["kind"]), (&json!("CL2 → CL3"), &json!(5)));
        let aspect = &capability["children"][0]["children"][0]["children"][0];
        assert_eq!((&aspect["name"], &aspect["detail"]), (&json!("数据"), &json!("1 项措施")));
        assert_eq!(aspect["children"], json!([]));
        assert_eq!(aspect["range"], range([6, 0], [8, 0]));
        let han = if encoding == "utf-8" { 3 } else { 1 };
        assert_eq!(aspect["selectionRange"], range([6, 6], [6, 6 + 2 * han]));
        let heading = range([2, 3], [2, 3 + 5 * han + 2 + wide + " {#NC-01}".len()]);
        assert_eq!(capability["selectionRange"], heading);
        assert_eq!(client.finish(), 0);
    }
}

#[test]
fn an_outline_is_that_of_the_text_behind_the_edits() {
    let mut client = Client::start(&with(trees("utf-16"), &pulls()));
    let uri = "file:///a/规划.plan.yaml";
    client.open(uri, "yaml", YAML);
    let found = ask(&mut client, uri);
    let unit = &found[0]["children"][0]["children"][0];
    assert_eq!((&unit["name"], &unit["kind"]), (&json!("CU-01"), &json!(19)));
    assert_eq!(unit["selectionRange"], range([2, 37], [2, 39]));
    client.change(uri, 2, &[([0, 0, 0, 0], "# 一行\n"), ([3, 11, 3, 13], "新")]);
    let found = ask(&mut client, uri);
    let capability = &found[0]["children"][0];
    assert_eq!(capability["name"], "NC-01 新排产");
    assert_eq!(capability["range"]["start"], json!({ "line": 3, "character": 0 }));
    client.change(uri, 3, &[([0, 0, 9, 0], "")]);
    assert_eq!(ask(&mut client, uri), Value::Null);
    assert_eq!(client.finish(), 0);
}

#[test]
fn a_client_without_trees_gets_a_list() {
    let mut client = Client::start(&pushes());
    let uri = "file:///a/规划 😀.plan.yaml";
    client.open(uri, "yaml", YAML);
    let found = ask(&mut client, uri);
    let name = |symbol: &Value| [symbol["name"].clone(), symbol["containerName"].clone()];
    let names: Vec<_> = found.as_array().unwrap().iter().map(name).collect();
    let plan = json!("规划");
    assert_eq!(
        names,
        [[plan.clone(), Value::Null], [json!("NC-01 😀排产"), plan], [json!("CU-01"), json!("NC-01 😀排产")]]
    );
    assert_eq!(found[1]["location"]["uri"], uri);
    assert_eq!(found[1]["location"]["range"], range([2, 0], [3, 0]));
    client.open("file:///a/读我.md", "markdown", "# 能力：排产 {#NC-01}\n");
    assert_eq!(ask(&mut client, "file:///a/读我.md"), Value::Null);
    assert_eq!(ask(&mut client, "file:///a/没有.plan.md"), Value::Null);
    assert_eq!(client.finish(), 0);
}
