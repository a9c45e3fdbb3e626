//! Code actions through the protocol: what is offered, for which version, and what the edits lead to.

use serde_json::{Value, json};

use super::client::{Client, pushes, rules, with};

const PLAN: &str = "## 能力：排产😀 {#NC-01}\r\n- 等级：CL2\r\n### 能力单元 CU-01 排产\r\n";
const URI: &str = "file:///a/规划.plan.md";

pub(crate) fn actions(client: &mut Client, uri: &str, line: u32, context: Value) -> Vec<Value> {
    let at = json!({ "line": line, "character": 0 });
    let range = json!({ "start": at, "end": at });
    let context = with(json!({ "diagnostics": [] }), &context);
    let params = json!({ "textDocument": { "uri": uri }, "range": range, "context": context });
    client.request("textDocument/codeAction", params).unwrap().as_array().unwrap().clone()
}

/// Text with the edits of a plain workspace edit, positions in UTF-16.
pub(crate) fn applied(text: &str, edits: &[Value]) -> String {
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

pub(crate) fn titled<'a>(actions: &'a [Value], title: &str) -> &'a Value {
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

/// The text after an action's edits of one document.
fn mended(text: &str, action: &Value) -> String {
    let edits = action["edit"]["documentChanges"][0]["edits"].as_array().unwrap();
    applied(text, edits)
}

#[test]
fn what_looks_at_the_whole_plan_is_left_out_where_an_editor_asks_by_itself() {
    let mut client = Client::start(&pushes());
    let (unquoted, unit) =
        ("strategy: @准时😀\ndemand: %80 一次交付\n", "  - {id: CU-, level: CL2, element: {data: []}}\n");
    let units: String = (100..180).map(|number| unit.replace("CU-", &format!("CU-{number}"))).collect();
    let yaml = format!("standard: T/AIITRE 20001—2021\n{unquoted}units:\n{units}");
    let uri = "file:///a/规划.plan.yaml";
    client.open(uri, "yaml", &yaml);
    let mut asked = |line: u32, context: Value| {
        let offered = actions(&mut client, uri, line, context);
        let has =
            |words: &str| offered.iter().any(|action| action["title"].as_str().unwrap().contains(words));
        [
            has("修复全部不改变含义的问题"),
            has("处 unquoted-notation"),
            has("处 level-gap"),
            !offered.is_empty(),
        ]
    };
    // Few findings of a rule may be mended together at once, many only where a person asks.
    assert_eq!(asked(1, json!({ "triggerKind": 2 })), [false, true, false, true]);
    assert_eq!(asked(9, json!({ "triggerKind": 2 })), [false, false, false, true]);
    assert_eq!(asked(9, json!({ "triggerKind": 1 })), [true, false, true, true]);
    assert_eq!(asked(9, json!({})), [true, false, true, true]);
    // On saving an editor asks by itself, for what the author has chosen.
    let chosen = json!({ "triggerKind": 2, "only": ["source.fixAll"] });
    assert_eq!(asked(9, chosen), [true, false, false, true]);
    assert_eq!(client.finish(), 0);
}

#[test]
fn the_likeliest_clauses_are_offered_best_first_and_a_gap_closes_when_its_skeletons_are_worded() {
    let able = json!({ "workspace": { "workspaceEdit": {
        "documentChanges": true, "changeAnnotationSupport": {} } } });
    let session =
        json!({ "capabilities": with(pushes(), &able), "initializationOptions": { "profile": "thorough" } });
    let head = "## 能力：排产😀 {#NC-01}\n- 目标等级：CL3\n### 能力单元 CU-01 排产\n#### 要素维\n##### 数据\n- 自动采集各环节的主要数据\n";
    let rest = "##### 技术\n- 全部 [A.3.2.2 a–d]\n##### 流程\n- 全部 [A.3.2.3 a、b]\n##### 组织\n- 全部 [A.3.2.4 a、b]\n";
    let yaml = "standard: T/AIITRE 20001—2021\nunits:\n  - id: CU-01\n    target: CL3\n    要素维:\n      数据: [自动采集各环节的主要数据😀]\n      技术: [全部（A.3.2.2 a–d）]\n      流程: [全部（A.3.2.3 a、b）]\n      组织: [全部（A.3.2.4 a、b）]\n";
    for (uri, language, plan) in
        [(URI, "markdown", format!("{head}{rest}")), ("file:///a/b.plan.yaml", "yaml", yaml.to_owned())]
    {
        let mut client = Client::start_with(session.clone());
        client.open(uri, language, &plan);
        client.published(uri, 1);
        let offered = actions(&mut client, uri, 5, json!({}));
        let title = |action: &Value| action["title"].as_str().unwrap().to_owned();
        let cites: Vec<&Value> = offered.iter().filter(|action| title(action).starts_with("引用")).collect();
        assert_eq!(cites.len(), 3, "{offered:#?}");
        assert!(title(cites[0]).starts_with("引用 A.3.2.1 a「"), "{}", title(cites[0]));
        for action in &cites {
            let id = action["edit"]["documentChanges"][0]["edits"][0]["annotationId"].as_str().unwrap();
            let said = &action["edit"]["changeAnnotations"][id]["description"];
            // The title begins with the clause's words, the annotation gives them in full.
            let words = title(action).split_once('「').unwrap().1.chars().take(8).collect::<String>();
            assert!(said.as_str().unwrap().contains(&words), "{said}");
        }
        let cited = mended(&plan, cites[0]);
        client.replace(uri, 2, &cited);
        assert!(!rules(&client.published(uri, 2)).contains(&"uncited-measure"), "{cited}");
        // In YAML the finding stands at the aspect's key, in Markdown at its heading.
        let line = if language == "yaml" { 5 } else { 4 };
        let offered = actions(&mut client, uri, line, json!({}));
        let framed = mended(&cited, titled(&offered, "建设内容的框架"));
        for (version, text, gap) in
            [(3, framed.clone(), true), (4, framed.replace("待填写：", "做好"), false)]
        {
            client.replace(uri, version, &text);
            let found = client.published(uri, version);
            assert_eq!(rules(&found).contains(&"level-gap"), gap, "{text}\n{found:#?}");
        }
        assert_eq!(client.finish(), 0);
    }
}
