//! Diagnostics by push or pull, never both, of the current version, and silence in what is no plan.

use serde_json::{Value, json};

use super::client::{Client, pulls, pushes, rules};

const URI: &str = "file:///a/规划.plan.md";
const WRONG: &str = "# 规划\n\n## 能力：排产 {#NC-01}\n- 视角：过程\n- 等级：CL9\n";

#[test]
fn a_client_that_pulls_is_told_when_to_ask_and_gets_nothing_pushed() {
    let mut client = Client::start(&pulls());
    assert_eq!(client.initialized["capabilities"]["diagnosticProvider"]["interFileDependencies"], true);
    client.open(URI, "markdown", WRONG);
    let first = client.pulled(URI, None);
    assert_eq!(first["kind"], "full");
    assert!(rules(first["items"].as_array().unwrap()).contains(&"unknown-level"));
    let id = first["resultId"].as_str().unwrap().to_owned();
    assert_eq!(client.pulled(URI, Some(&id)), json!({ "kind": "unchanged", "resultId": id }));
    client.change(URI, 2, &[([4, 5, 4, 8], "CL3")]);
    let second = client.pulled(URI, Some(&id));
    assert_eq!(second["kind"], "full");
    assert_ne!(second["resultId"], id.as_str());
    assert!(!rules(second["items"].as_array().unwrap()).contains(&"unknown-level"));
    assert_eq!(client.publications(), Vec::<Value>::new());
    assert_eq!(client.finish(), 0);
}

#[test]
fn settings_that_come_right_after_an_edit_and_its_answer_make_the_client_ask_again() {
    let mut client = Client::start(&pulls());
    client.open(URI, "markdown", WRONG);
    client.pulled(URI, None);
    for (version, severity) in [(2, "off"), (3, "error"), (4, "off"), (5, "error")] {
        client.asked.clear();
        let change = json!({ "textDocument": { "uri": URI, "version": version }, "contentChanges": [{ "text": WRONG }] });
        let settings = json!({ "settings": { "capplan": { "rules": { "unknown-level": severity } } } });
        let burst = [
            json!({ "jsonrpc": "2.0", "method": "textDocument/didChange", "params": change }),
            json!({ "jsonrpc": "2.0", "id": -version, "method": "textDocument/diagnostic",
                "params": { "textDocument": { "uri": URI } } }),
            json!({ "jsonrpc": "2.0", "method": "workspace/didChangeConfiguration", "params": settings }),
        ];
        let framed = burst.map(|message| {
            let body = message.to_string();
            format!("Content-Length: {}\r\n\r\n{body}", body.len())
        });
        client.send_bytes(framed.concat().as_bytes());
        let answer = client.answer(-version).unwrap();
        client.publications();
        // The answer may belong to either side of the settings; if to the former, the client has to ask again.
        let told = rules(answer["items"].as_array().unwrap()).contains(&"unknown-level");
        let outdated = told != (severity == "error");
        assert!(!outdated || client.asked.contains(&"workspace/diagnostic/refresh".to_owned()), "{version}");
    }
    assert_eq!(client.finish(), 0);
}

#[test]
fn a_client_that_cannot_be_told_to_ask_again_gets_pushes_only() {
    let mut client =
        Client::start(&json!({ "textDocument": { "diagnostic": {}, "publishDiagnostics": {} } }));
    assert_eq!(client.initialized["capabilities"].get("diagnosticProvider"), None);
    client.open(URI, "markdown", WRONG);
    let found = client.published(URI, 1);
    let wrong = found.iter().find(|finding| finding["code"] == "unknown-level").unwrap();
    assert_eq!(
        wrong["range"],
        json!({ "start": { "line": 4, "character": 5 }, "end": { "line": 4, "character": 8 } })
    );
    assert_eq!((wrong["severity"].as_u64(), wrong["source"].as_str()), (Some(1), Some("capplan")));
    assert!(wrong.get("codeDescription").is_none() && wrong.get("data").is_none());
    let refused = client.request("textDocument/diagnostic", json!({ "textDocument": { "uri": URI } }));
    assert_eq!(refused.unwrap_err()["code"], -32601);
    assert_eq!(client.finish(), 0);
}

#[test]
fn every_publication_has_the_version_that_it_belongs_to_and_the_last_is_the_last() {
    let mut client = Client::start(&pushes());
    client.open(URI, "markdown", WRONG);
    for version in 2..=200 {
        let level = if version % 2 == 0 { "CL3" } else { "CL9" };
        client.change(URI, version, &[([4, 5, 4, 8], level)]);
    }
    client.published(URI, 200);
    client.change(URI, 201, &[([4, 5, 4, 8], "CL9")]);
    assert!(rules(&client.published(URI, 201)).contains(&"unknown-level"));
    for publication in client.publications() {
        let version = publication["params"]["version"].as_i64().unwrap();
        let found =
            rules(publication["params"]["diagnostics"].as_array().unwrap()).contains(&"unknown-level");
        assert_eq!(found, version % 2 == 1, "version {version}");
    }
    assert_eq!(client.finish(), 0);
}

#[test]
fn closing_takes_the_diagnostics_away() {
    let mut client = Client::start(&pushes());
    client.open(URI, "markdown", WRONG);
    assert!(!client.published(URI, 1).is_empty());
    client.close(URI);
    assert_eq!(client.cleared(URI), Vec::<Value>::new());
    assert_eq!(client.hover(URI, 4, 6), Value::Null);
    assert_eq!(client.finish(), 0);
}

#[test]
fn what_is_no_plan_stays_silent() {
    let folder = capplan_tests::repository().join("tests/plans/silent");
    let mut client = Client::start(&pushes());
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let language = match path.extension().and_then(|end| end.to_str()) {
            Some("md") => "markdown",
            Some("yaml" | "yml") => "yaml",
            _ => continue,
        };
        let (uri, text) = (format!("file://{}", path.display()), std::fs::read_to_string(&path).unwrap());
        client.open(&uri, language, &text);
        for (line, content) in text.lines().enumerate() {
            let column = content.encode_utf16().count() / 2;
            let (line, column) = (u32::try_from(line).unwrap(), u32::try_from(column).unwrap());
            assert_eq!(client.hover(&uri, line, column), Value::Null, "{uri}:{line}");
        }
        seen += 1;
    }
    assert!(seen >= 20, "{seen} documents");
    assert_eq!(client.publications(), Vec::<Value>::new());
    assert_eq!(client.finish(), 0);
}

#[test]
fn silence_while_the_standard_is_being_typed_and_after_it_is_taken_out() {
    for (language, before, line, after) in [
        ("yaml", "", "standard: T/AIITRE 20001—2021", "\ncapabilities:\n  - id: NC-01\n    level: CL9\n"),
        (
            "markdown",
            "---\n",
            "standard: T/AIITRE 20001—2021",
            "\n---\n## 能力：排产 {#NC-01}\n- 等级：CL9\n",
        ),
    ] {
        let uri = format!("file:///a/notes.{}", if language == "yaml" { "yaml" } else { "md" });
        let row = u32::try_from(before.matches('\n').count()).unwrap();
        let mut client = Client::start(&pushes());
        client.open(&uri, language, &format!("{before}{after}"));
        let mut version = 1;
        for (column, character) in line.chars().enumerate() {
            let column = u32::try_from(column).unwrap();
            if line.chars().take(column as usize + 1).collect::<String>().contains("20001") {
                break;
            }
            assert_eq!(client.hover(&uri, row, column), Value::Null);
            version += 1;
            client.change(&uri, version, &[([row, column, row, column], &character.to_string())]);
        }
        assert_eq!(client.publications(), Vec::<Value>::new(), "{language}");
        version += 1;
        client.replace(&uri, version, &format!("{before}{line}{after}"));
        assert!(rules(&client.published(&uri, version)).contains(&"unknown-level"), "{language}");
        client.change(&uri, version + 1, &[([row, 0, row, 9], "标准的")]);
        assert_eq!(client.published(&uri, version + 1), Vec::<Value>::new(), "{language}");
        client.change(&uri, version + 2, &[([row, 0, row, 3], "")]);
        assert_eq!(client.publications(), Vec::<Value>::new(), "{language}");
        assert_eq!(client.finish(), 0);
    }
}

#[test]
fn other_languages_are_ignored() {
    let mut client = Client::start(&pushes());
    client.open("file:///a/main.rs", "rust", WRONG);
    client.change("file:///a/main.rs", 2, &[([0, 0, 0, 0], "能力")]);
    assert_eq!(client.hover("file:///a/main.rs", 0, 0), Value::Null);
    assert_eq!(client.hover("file:///a/never-opened.plan.md", 0, 0), Value::Null);
    // A plan by its name, though the editor takes it for plain text.
    client.open(URI, "plaintext", WRONG);
    assert!(!client.published(URI, 1).is_empty());
    assert_eq!(client.publications(), Vec::<Value>::new());
    assert_eq!(client.finish(), 0);
}

#[test]
fn messages_speak_the_clients_language_and_settings_are_heeded() {
    let english = json!({ "capabilities": pushes(), "locale": "en-US" });
    let chinese = json!({ "capabilities": pushes(), "locale": "zh-CN" });
    let off = json!({ "capabilities": pushes(), "initializationOptions": { "rules": { "unknown-level": "hint" } } });
    let mut said = Vec::new();
    for params in [english, chinese, off] {
        let mut client = Client::start_with(params);
        client.open(URI, "markdown", WRONG);
        let found = client.published(URI, 1);
        let wrong = found.iter().find(|finding| finding["code"] == "unknown-level").unwrap();
        said.push((wrong["message"].as_str().unwrap().to_owned(), wrong["severity"].as_u64()));
        let quiet = json!({ "settings": { "capplan": { "rules": { "unknown-level": "off" } } } });
        client.notify("workspace/didChangeConfiguration", quiet);
        assert!(!rules(&client.published(URI, 1)).contains(&"unknown-level"));
        assert_eq!(client.finish(), 0);
    }
    assert!(said[0].0.is_ascii() || !said[0].0.contains("等级"), "{}", said[0].0);
    assert!(said[1].0.contains("等级"), "{}", said[1].0);
    assert_eq!((said[1].1, said[2].1), (Some(1), Some(4)));
}

#[test]
fn settings_are_fetched_from_clients_that_offer_them() {
    let mut client = Client::connect();
    client.settings = json!({ "rules": { "unknown-level": "off" } });
    let capabilities = super::client::with(pushes(), &json!({ "workspace": { "configuration": true } }));
    client.request("initialize", json!({ "processId": null, "capabilities": capabilities })).unwrap();
    client.notify("initialized", json!({}));
    client.open(URI, "markdown", WRONG);
    client.wait_for(|message| {
        let found = message["params"]["diagnostics"].as_array();
        found.is_some_and(|found| !rules(found).contains(&"unknown-level"))
    });
    assert_eq!(client.asked, ["workspace/configuration"]);
    assert_eq!(client.finish(), 0);
}
