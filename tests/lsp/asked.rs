//! What only some clients ask for: status, report, clauses, templates, and the gaps around the cursor.

use serde_json::{Value, json};

use super::client::{Client, pulls, pushes, with};
use super::folder::Folder;

const URI: &str = "file:///a/规划.md";
const PLAN: &str = "---\r\nstandard: T/AIITRE 20001—2021\r\n---\r\n# 规划😀\r\n## 能力单元 CU-01 😀计划\r\n- 等级：CL1 → CL2\r\n##### 数据\r\n- 采集😀主数据 [A.2.2.1 a]\r\n## 附注\r\n说明\r\n";

fn status(client: &mut Client, uri: &str) -> Value {
    client.request("capplan/status", json!({ "uri": uri })).unwrap()
}

fn gaps(client: &mut Client, line: u32) -> Result<Value, Value> {
    let position = json!({ "line": line, "character": 2 });
    let params = json!({ "command": "capplan.gaps", "arguments": [{ "uri": URI, "position": position }] });
    client.request("workspace/executeCommand", params)
}

/// The documents whose status is said to have changed, so far.
fn told(client: &mut Client) -> Vec<Value> {
    client.publications();
    let others = client.others().into_iter();
    let changed = others.filter(|message| message["method"] == "capplan/statusChanged");
    changed.map(|message| message["params"]["uri"].clone()).collect()
}

#[test]
fn the_status_says_why_a_document_is_a_plan_and_how_it_stands() {
    let mut client = Client::start(&pushes());
    client.open(URI, "markdown", PLAN);
    let found = status(&mut client, URI);
    assert_eq!(found["plan"], true);
    assert_eq!(found["reason"], "是规划：文首字段 standard 注明了 T/AIITRE 20001—2021");
    let summary = found["summary"].as_str().unwrap();
    assert!(summary.starts_with("CL2 · 1/") && summary.contains(" · 缺 "), "{summary}");
    let published = client.published(URI, 1);
    let count = found["findings"].as_object().unwrap().values().filter_map(Value::as_u64).sum::<u64>();
    assert_eq!(count, published.len() as u64);

    client.change(URI, 2, &[([1, 0, 1, 8], "title")]);
    let found = status(&mut client, URI);
    assert_eq!((&found["plan"], &found["summary"]), (&json!(false), &json!("")));
    let reason = found["reason"].as_str().unwrap();
    assert!(reason.starts_with("不是规划：") && reason.contains("*.plan.yaml"), "{reason}");
    client.change(URI, 3, &[([1, 0, 1, 5], "standard"), ([1, 10, 1, 28], "GB/T 23001")]);
    assert!(status(&mut client, URI)["reason"].as_str().unwrap().contains("注明的是 GB/T 23001"));
    assert_eq!(status(&mut client, "file:///a/unknown.md")["plan"], false);
}

#[test]
fn the_reason_is_the_file_name_or_what_capplan_toml_says() {
    let folder = Folder::new(
        "asked",
        &[
            ("capplan.toml", "locale = \"en\"\ninclude = [\"甲/*.md\"]\nexclude = [\"甲/草稿.md\"]\n"),
            ("甲/规划.md", "## 能力 NC-01 甲\n"),
            ("甲/草稿.md", "## 能力 NC-01 甲\n"),
            ("乙.plan.yaml", "units: []\n"),
        ],
    );
    let mut client = Client::start(&pushes());
    for (name, language, plan, words) in [
        ("甲/规划.md", "markdown", true, "capplan.toml includes it"),
        (
            "甲/草稿.md",
            "markdown",
            false,
            "capplan.toml excludes it, and the front matter does not say `standard: T/AIITRE 20001—2021`",
        ),
        ("乙.plan.yaml", "yaml", true, "it is called *.plan.yaml"),
    ] {
        client.open(&folder.uri(name), language, &std::fs::read_to_string(folder.0.join(name)).unwrap());
        let found = status(&mut client, &folder.uri(name));
        assert_eq!(found["plan"], plan, "{name}");
        let reason = found["reason"].as_str().unwrap();
        assert!(reason.ends_with(words), "{name}: {reason}");
    }
}

#[test]
fn a_client_that_asks_for_it_is_told_when_the_status_may_be_another() {
    for capabilities in [pushes(), pulls()] {
        let options = json!({ "statusChanges": true });
        let mut client =
            Client::start_with(json!({ "capabilities": capabilities, "initializationOptions": options }));
        client.open(URI, "markdown", PLAN);
        assert_eq!(told(&mut client), [json!(URI)]);
        client.change(URI, 2, &[([7, 9, 7, 21], "")]);
        assert_eq!(told(&mut client), [json!(URI)]);
        assert!(status(&mut client, URI)["summary"].as_str().unwrap().starts_with("CL2 · 0/"));
        client.notify(
            "workspace/didChangeConfiguration",
            json!({ "settings": { "capplan": { "locale": "en" } } }),
        );
        assert_eq!(told(&mut client), [json!(URI)]);
        assert!(status(&mut client, URI)["reason"].as_str().unwrap().starts_with("A plan: "));
        client.close(URI);
        assert_eq!(told(&mut client), [] as [Value; 0]);
    }
    let mut client = Client::start(&pushes());
    client.open(URI, "markdown", PLAN);
    assert_eq!(told(&mut client), [] as [Value; 0], "nobody asked");
}

#[test]
fn the_gaps_of_the_unit_around_the_cursor_lead_into_the_standard() {
    let options = json!({ "showsGaps": true, "virtualStandard": true });
    let mut client =
        Client::start_with(json!({ "capabilities": pushes(), "initializationOptions": options }));
    client.open(URI, "markdown", PLAN);
    let found = gaps(&mut client, 7).unwrap();
    let list = found["gaps"].as_array().unwrap();
    assert_eq!(found["title"], format!("CU-01 还缺 {} 项", list.len()));
    let location = &list[0]["location"];
    let page = client.request("capplan/standard", json!({ "uri": location["uri"] })).unwrap();
    let line = page["text"]
        .as_str()
        .unwrap()
        .lines()
        .nth(location["range"]["start"]["line"].as_u64().unwrap() as usize);
    let title = list[0]["title"].as_str().unwrap();
    assert!(line.unwrap().contains(title), "{line:?} is where {title} stands");
    for line in [0, 3, 8, 9] {
        let refused = gaps(&mut client, line).unwrap_err();
        assert_eq!(refused["message"], "光标不在能力单元或能力模块之内，请先把光标移到其中", "line {line}");
    }
    client.change(URI, 2, &[([1, 0, 1, 8], "title")]);
    assert!(gaps(&mut client, 7).unwrap_err()["message"].as_str().unwrap().starts_with("不是规划："));
}

#[test]
fn the_report_is_that_of_the_command_line_and_refused_for_other_documents() {
    let mut client = Client::start(&pushes());
    client.open(URI, "markdown", PLAN);
    let report = client.request("capplan/report", json!({ "uri": URI })).unwrap();
    let text = report["text"].as_str().unwrap();
    assert!(text.starts_with("# 规划覆盖情况报告\n") && text.contains("- 规划.md：规划😀\n"), "{text}");
    let settings = json!({ "settings": { "capplan": { "locale": "en" } } });
    client.notify("workspace/didChangeConfiguration", settings);
    let report = client.request("capplan/report", json!({ "uri": URI })).unwrap();
    assert!(report["text"].as_str().unwrap().starts_with("# Coverage of the plan\n"));
    client.open("file:///a/notes.md", "markdown", "# Notes\n");
    let refused = client.request("capplan/report", json!({ "uri": "file:///a/notes.md" })).unwrap_err();
    assert!(refused["message"].as_str().unwrap().starts_with("No plan: "));
    assert_eq!(client.request("capplan/report", json!({})).unwrap_err()["code"], -32602);
}

#[test]
fn every_clause_can_be_chosen_and_leads_to_its_line() {
    let capabilities = with(pushes(), &json!({}));
    let options = json!({ "virtualStandard": true, "locale": "en" });
    let mut client =
        Client::start_with(json!({ "capabilities": capabilities, "initializationOptions": options }));
    let clauses = client.request("capplan/clauses", json!({})).unwrap();
    let page = client.request("capplan/standard", json!({ "uri": clauses[0]["location"]["uri"] })).unwrap();
    let lines: Vec<&str> = page["text"].as_str().unwrap().lines().collect();
    let clauses = clauses.as_array().unwrap();
    assert_eq!(clauses.len(), capplan_analysis::standard::standard().clauses().len());
    for clause in clauses {
        let line = lines[clause["location"]["range"]["start"]["line"].as_u64().unwrap() as usize];
        let words = format!("# {} {}", clause["id"].as_str().unwrap(), clause["title"].as_str().unwrap());
        assert!(line.ends_with(&words), "{line} is not {words}");
    }
    assert!(clauses.iter().any(|clause| clause["gloss"].is_string()));
}

#[test]
fn a_template_is_a_plan_once_it_is_opened() {
    let mut client = Client::start(&pushes());
    let templates = client.request("capplan/templates", json!([])).unwrap();
    let templates = templates.as_array().unwrap();
    assert_eq!(templates.len(), 10);
    for (number, template) in templates.iter().enumerate() {
        let uri = format!("untitled:Untitled-{number}");
        let text = template["text"].as_str().unwrap();
        assert!(template["snippet"].as_str().unwrap().contains("${1:"));
        client.open(&uri, template["language"].as_str().unwrap(), text);
        let found = status(&mut client, &uri);
        assert_eq!(found["plan"], true, "{text}");
        assert_eq!(found["findings"]["errors"], 0, "{text}");
    }
}
