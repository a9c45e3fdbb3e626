//! Lenses, hints and the command that lists gaps, through the protocol.

use serde_json::{Value, json};

use super::client::{Client, pulls, pushes, with};
use super::folder::Folder;

const URI: &str = "file:///a/规划.plan.md";
const PLAN: &str = "---\r\nstandard: T/AIITRE 20001—2021\r\n---\r\n# 规划\r\n## 能力单元 CU-01 😀计划\r\n- 等级：CL1 → CL2\r\n##### 数据\r\n- 采集😀主数据 [A.2.2.1 a]\r\n";

fn lenses(client: &mut Client, uri: &str) -> Value {
    client.request("textDocument/codeLens", json!({ "textDocument": { "uri": uri } })).unwrap()
}

fn hints(client: &mut Client, lines: [u32; 2]) -> Value {
    let end = json!({ "line": lines[1], "character": 0 });
    let range = json!({ "start": { "line": lines[0], "character": 0 }, "end": end });
    let params = json!({ "textDocument": { "uri": URI }, "range": range });
    client.request("textDocument/inlayHint", params).unwrap()
}

#[test]
fn a_lens_stands_above_a_unit_says_what_changed_and_lists_the_gaps() {
    let lens = json!({ "textDocument": { "codeLens": {} }, "workspace": { "codeLens": { "refreshSupport": true } } });
    let mut client = Client::start(&with(pushes(), &lens));
    assert!(client.initialized["capabilities"]["codeLensProvider"].is_object());
    client.open(URI, "markdown", PLAN);
    let found = lenses(&mut client, URI);
    assert_eq!(found.as_array().unwrap().len(), 1);
    let at = json!({ "line": 4, "character": 3 });
    assert_eq!(found[0]["range"], json!({ "start": at, "end": at }));
    let title = found[0]["command"]["title"].as_str().unwrap().to_owned();
    assert!(title.starts_with("CL2 · 过程维 0/"), "{title}");
    let command = found[0]["command"].clone();
    let params = json!({ "command": command["command"], "arguments": command["arguments"] });
    let gaps = client.request("workspace/executeCommand", params).unwrap();
    assert_eq!(gaps["id"], "CU-01");
    assert!(gaps["gaps"].as_array().unwrap().iter().any(|gap| gap["citation"] == "A.2.2.1 b"));
    let shown = client.wait_for(|message| message["method"] == "window/showMessage");
    assert!(shown["params"]["message"].as_str().unwrap().starts_with("CU-01 还缺 "));

    client.change(URI, 2, &[([7, 9, 7, 21], "")]);
    let told = lenses(&mut client, URI)[0]["command"]["title"].as_str().unwrap().to_owned();
    assert!(told.contains(" ↓ 0/"), "{told}");
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": URI } }));
    client.change(URI, 3, &[([7, 9, 7, 9], " [A.2.2.1 a]")]);
    let told = lenses(&mut client, URI)[0]["command"]["title"].as_str().unwrap().to_owned();
    assert!(told.contains(" ↑ 1/"), "{told}");
    assert!(client.asked.contains(&"workspace/codeLens/refresh".to_owned()));

    client.open("file:///a/notes.md", "markdown", PLAN.split_once("# ").unwrap().1);
    assert_eq!(lenses(&mut client, "file:///a/notes.md"), Value::Null, "no plan");
}

#[test]
fn a_command_with_wrong_arguments_is_refused() {
    let mut client = Client::start(&pushes());
    client.open(URI, "markdown", PLAN);
    let asked = |uri: Value, id: &str| json!([{ "uri": uri, "id": id }]);
    let wrong = [
        json!([]),
        json!([URI]),
        asked(json!(URI), "CU-99"),
        asked(json!(7), "CU-01"),
        asked(json!("file:///b.md"), "CU-01"),
    ];
    for arguments in wrong {
        let params = json!({ "command": "capplan.gaps", "arguments": arguments });
        assert_eq!(client.request("workspace/executeCommand", params).unwrap_err()["code"], -32602);
    }
    let params = json!({ "command": "capplan.nothing" });
    assert_eq!(client.request("workspace/executeCommand", params).unwrap_err()["code"], -32602);
}

#[test]
fn hints_stand_behind_citations_and_headings_where_there_are_no_lenses() {
    let mut client = Client::start(&pushes());
    client.open(URI, "markdown", PLAN);
    let found = hints(&mut client, [0, 8]);
    assert_eq!(found.as_array().unwrap().len(), 2);
    assert_eq!(found[0]["position"], json!({ "line": 4, "character": 18 }));
    assert!(found[0]["label"].as_str().unwrap().starts_with("CL2 · "));
    assert_eq!(found[1]["position"], json!({ "line": 7, "character": 20 }));
    assert_eq!(found[1]["paddingLeft"], true);
    assert_eq!(hints(&mut client, [0, 4]), json!([]));

    let lens = json!({ "textDocument": { "codeLens": {} } });
    let mut client = Client::start(&with(pushes(), &lens));
    client.open(URI, "markdown", PLAN);
    assert_eq!(hints(&mut client, [0, 8]).as_array().unwrap().len(), 1);
    let settings = json!({ "settings": { "capplan": { "inlayHints": false, "codeLens": false } } });
    client.notify("workspace/didChangeConfiguration", settings);
    assert_eq!(hints(&mut client, [0, 8]), Value::Null);
    assert_eq!(lenses(&mut client, URI), Value::Null);
}

/// A unit that takes its level from the capability in another file, and a module over it.
const CAPABILITY: &str = "standard: T/AIITRE 20001—2021\ncapabilities:\n  - {id: NC-01, name: 排产😀, viewpoint: 过程, level: CL2}\n";
const UNIT: &str = "---\r\nstandard: T/AIITRE 20001—2021\r\n---\r\n## 能力单元 CU-01 排产单元\r\n- 承载的新型能力：NC-01\r\n##### 数据\r\n- 采集 [A.2.2.1 a]\r\n";

fn asked(client: &Client, method: &str) -> usize {
    client.asked.iter().filter(|asked| *asked == method).count()
}

#[test]
fn an_edit_that_changes_what_units_of_another_open_document_cover_has_their_lenses_asked_for_again() {
    let files = [("capplan.toml", ""), ("a.plan.yaml", CAPABILITY), ("b.plan.md", UNIT)];
    let folder = Folder::new("透镜", &files);
    let (a, b) = (folder.uri("a.plan.yaml"), folder.uri("b.plan.md"));
    let lens = json!({ "textDocument": { "codeLens": {} }, "workspace": { "codeLens": { "refreshSupport": true } } });
    let hint = json!({ "textDocument": { "inlayHint": {} }, "workspace": { "inlayHint": { "refreshSupport": true } } });
    for (able, method, other) in [
        (lens, "workspace/codeLens/refresh", "workspace/inlayHint/refresh"),
        (hint, "workspace/inlayHint/refresh", "workspace/codeLens/refresh"),
    ] {
        for base in [pushes(), pulls()] {
            let mut client = Client::start(&with(base, &able));
            client.open(&a, "yaml", CAPABILITY);
            client.open(&b, "markdown", UNIT);
            let all = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 9, "character": 0 } });
            let title = |client: &mut Client| {
                let params = json!({ "textDocument": { "uri": b }, "range": all });
                if method.contains("Lens") {
                    lenses(client, &b)[0]["command"]["title"].to_string()
                } else {
                    client.request("textDocument/inlayHint", params).unwrap()[0]["label"].to_string()
                }
            };
            assert!(title(&mut client).contains("CL2"));
            client.publications();
            assert_eq!(asked(&client, method), 0);
            // The level is another: one request to ask again.
            client.replace(&a, 2, &CAPABILITY.replace("CL2", "CL3"));
            client.publications();
            assert_eq!(asked(&client, method), 1);
            assert!(title(&mut client).contains("CL3"));
            // Keystrokes that change nothing about the unit, and some in the unit's own document.
            for version in 3..8 {
                let text =
                    format!("{}# 注 {version}\n", CAPABILITY.replace("CL2", "CL3").replace("排产", "计划"));
                client.replace(&a, version, &text);
                client.publications();
            }
            client.replace(&b, 2, &UNIT.replace("[A.2.2.1 a]", ""));
            client.publications();
            assert_eq!(asked(&client, method), 1);
            // Nobody was told since; back again, it is once more worth a request.
            title(&mut client);
            client.replace(&a, 8, CAPABILITY);
            client.publications();
            client.replace(&a, 9, &CAPABILITY.replace("\n", "\r\n"));
            client.publications();
            assert_eq!((asked(&client, method), asked(&client, other)), (2, 0));
            assert_eq!(client.finish(), 0);
        }
    }
}

#[test]
fn other_settings_have_lenses_and_hints_asked_for_again() {
    let able = json!({ "workspace": { "codeLens": { "refreshSupport": true }, "inlayHint": { "refreshSupport": true } } });
    let mut client = Client::start(&with(pushes(), &able));
    client.open(URI, "markdown", PLAN);
    client.published(URI, 1);
    client
        .notify("workspace/didChangeConfiguration", json!({ "settings": { "capplan": { "locale": "en" } } }));
    client.published(URI, 1);
    client.publications();
    for method in ["workspace/codeLens/refresh", "workspace/inlayHint/refresh"] {
        assert_eq!(asked(&client, method), 1);
    }
    assert_eq!(client.finish(), 0);
}

#[test]
fn a_client_that_follows_statuses_is_told_of_documents_whose_units_cover_something_else() {
    let off = "[rules]\nlevel-gap = \"off\"\nmissing-dimension = \"off\"\ncontradictory-level = \"off\"\n";
    let files = [("capplan.toml", off), ("a.plan.yaml", CAPABILITY), ("b.plan.md", UNIT)];
    let folder = Folder::new("透镜 状态", &files);
    let (a, b) = (folder.uri("a.plan.yaml"), folder.uri("b.plan.md"));
    let options = json!({ "statusChanges": true });
    let mut client =
        Client::start_with(json!({ "capabilities": pushes(), "initializationOptions": options }));
    client.open(&a, "yaml", CAPABILITY);
    client.open(&b, "markdown", UNIT);
    let before = client.published(&b, 1);
    lenses(&mut client, &b);
    client.publications();
    client.others();
    client.replace(&a, 2, &CAPABILITY.replace("CL2", "CL3"));
    client.wait_for(|message| {
        message["method"] == "capplan/statusChanged" && message["params"]["uri"] == b.as_str()
    });
    let told = client.publications();
    assert!(told.iter().all(|told| told["params"]["uri"] != b.as_str()), "{before:?} {told:?}");
    assert_eq!(client.finish(), 0);
}
