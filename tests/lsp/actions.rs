//! Code actions through the protocol: what is offered, for which version, and what the edits lead to.

use serde_json::{Value, json};

use super::client::{Client, pushes, with};

const PLAN: &str = "## 能力：排产😀 {#NC-01}\r\n- 等级：CL2\r\n### 能力单元 CU-01 排产\r\n";
const URI: &str = "file:///a/规划.plan.md";

fn actions(client: &mut Client, uri: &str, line: u32, context: Value) -> Vec<Value> {
    let at = json!({ "line": line, "character": 0 });
    let range = json!({ "start": at, "end": at });
    let context = with(json!({ "diagnostics": [] }), &context);
    let params = json!({ "textDocument": { "uri": uri }, "range": range, "context": context });
    client.request("textDocument/codeAction", params).unwrap().as_array().unwrap().clone()
}

/// Text with the edits of a plain workspace edit, positions in UTF-16.
fn applied(text: &str, edits: &[Value]) -> String {
    let byte = |at: &Value| {
        let (line, column) = (at["line"].as_u64().unwrap(), at["character"].as_u64().unwrap());
        let start: usize =
            text.split_inclusive('\n').take(usize::try_from(line).unwrap()).map(str::len).sum();
        let mut units = 0;
        let rest = text[start..].char_indices().find(|(_, c)| {
            let here = units == column;
            units += c.len_utf16() as u64;
            here
        });
        start + rest.map_or(text.len() - start, |(at, _)| at)
    };
    let mut edits: Vec<(usize, usize, &str)> = edits
        .iter()
        .map(|edit| {
            (byte(&edit["range"]["start"]), byte(&edit["range"]["end"]), edit["newText"].as_str().unwrap())
        })
        .collect();
    edits.sort_unstable();
    let mut text = text.to_owned();
    for (start, end, new) in edits.into_iter().rev() {
        text.replace_range(start..end, new);
    }
    text
}

fn titled<'a>(actions: &'a [Value], title: &str) -> &'a Value {
    let found = actions.iter().find(|action| action["title"].as_str().unwrap().contains(title));
    found.unwrap_or_else(|| panic!("no {title} in {actions:#?}"))
}

#[test]
fn a_finding_has_its_fixes_and_an_allowance() {
    let mut client = Client::start(&pushes());
    client.open(URI, "markdown", PLAN);
    let diagnostics = client.published(URI, 1);
    let offered = actions(&mut client, URI, 0, json!({ "diagnostics": diagnostics }));
    let fix = titled(&offered, "过程");
    assert_eq!(fix["kind"], "quickfix");
    assert_eq!(fix["diagnostics"][0]["code"], "missing-viewpoint");
    let edits = fix["edit"]["changes"].as_object().unwrap().values().next().unwrap();
    let text = applied(PLAN, edits.as_array().unwrap());
    assert!(text.contains("\r\n- 主要视角：过程\r\n"), "{text}");
    let allow = titled(&offered, "允许 missing-viewpoint");
    let edits = allow["edit"]["changes"].as_object().unwrap().values().next().unwrap();
    let text = applied(PLAN, edits.as_array().unwrap());
    client.replace(URI, 2, &text);
    let rules = client.published(URI, 2);
    assert!(!rules.iter().any(|found| found["code"] == "missing-viewpoint"), "{text}\n{rules:#?}");
    assert!(!rules.iter().any(|found| found["code"] == "unused-allow"), "{text}");
    // The reason is the author's to give: until then it is told as what it is.
    let open = rules.iter().find(|found| found["code"] == "placeholder").unwrap();
    assert_eq!(open["range"]["start"]["line"], 0);
    assert!(text.contains("待填写：请写明理由"), "{text}");
    assert_eq!(client.finish(), 0);
}

#[test]
fn edits_name_the_version_and_say_why_where_the_client_can_show_it() {
    let able = json!({ "workspace": { "workspaceEdit": {
        "documentChanges": true, "changeAnnotationSupport": {} } } });
    let mut client = Client::start(&with(pushes(), &able));
    let yaml = "standard: T/AIITRE 20001—2021\nunits:\n  - id: CU-01\n    target: CL2\n    element:\n      data: [采集😀（A.2.2.1 a）]\n";
    let uri = "file:///a/规划.plan.yaml";
    client.open(uri, "yaml", yaml);
    let offered = actions(&mut client, uri, 5, json!({}));
    let edit = &titled(&offered, "建设内容的框架")["edit"];
    let change = &edit["documentChanges"][0];
    assert_eq!(change["textDocument"]["version"], 1);
    let id = change["edits"][0]["annotationId"].as_str().unwrap();
    assert!(edit["changeAnnotations"][id]["description"].as_str().unwrap().contains("A.2.2.1 b"));
    assert_eq!(client.finish(), 0);
}

#[test]
fn what_cannot_change_the_meaning_is_mended_at_once() {
    let mut client = Client::start(&pushes());
    let yaml = "standard: T/AIITRE 20001—2021\nstrategy: @准时😀\ndemand: %80 一次交付\n";
    let uri = "file:///a/规划.plan.yaml";
    client.open(uri, "yaml", yaml);
    let offered = actions(&mut client, uri, 0, json!({ "only": ["source.fixAll"] }));
    let [all] = offered.as_slice() else { panic!("{offered:#?}") };
    assert_eq!(all["kind"], "source.fixAll.capplan");
    let edits = all["edit"]["changes"].as_object().unwrap().values().next().unwrap();
    let text = applied(yaml, edits.as_array().unwrap());
    assert!(
        text.contains("strategy: \"@准时😀\"\n") && text.contains("demand: \"%80 一次交付\"\n"),
        "{text}"
    );
    let kind = json!({ "only": ["quickfix"] });
    let offered = actions(&mut client, uri, 1, kind);
    assert_eq!(titled(&offered, "引号")["isPreferred"], true);
    titled(&offered, "全部 2 处 unquoted-notation");
    assert!(actions(&mut client, uri, 1, json!({ "only": ["refactor"] })).is_empty());
    assert_eq!(client.finish(), 0);
}
