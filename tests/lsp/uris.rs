//! URIs as clients really write them.

use serde_json::{Value, json};

use super::client::{Client, pushes};

const WRONG: &str = "capabilities:\n  - {id: NC-01, level: CL9}\n  - {id: NC-01, level: CL3}\n";

#[test]
fn documents_are_answered_in_the_clients_spelling() {
    let spellings = [
        "file:///a/计划.plan.yaml",
        "file:///a/new plan [1].plan.yaml",
        "file:///a/%E8%AE%A1%E5%88%92%202.plan.yaml",
        "file:///a/100%.plan.yaml",
        "file:///c:\\规划\\a|b.plan.yaml",
        "untitled:Untitled-1",
        "untitled:未命名 1",
        "vscode-notebook-cell:/a/b.plan.yaml#字",
    ];
    for uri in spellings {
        let mut client = Client::start(&pushes());
        client.open(uri, "yaml", &format!("standard: T/AIITRE 20001—2021\n{WRONG}"));
        let found = client.published(uri, 1);
        let twice = found.iter().find(|finding| finding["code"] == "duplicate-id").unwrap();
        assert_eq!(twice["relatedInformation"][0]["location"]["uri"], uri);
        client.change(uri, 2, &[([2, 0, 4, 0], "  - {id: NC-02, level: CL3}\n")]);
        assert!(!client.published(uri, 2).iter().any(|finding| finding["code"] == "duplicate-id"), "{uri}");
        client.close(uri);
        assert_eq!(client.cleared(uri), Vec::<Value>::new());
        assert_eq!(client.finish(), 0);
    }
}

#[test]
fn escaped_json_and_two_spellings_of_one_file_are_one_document() {
    let mut client = Client::start(&pushes());
    // `file:///a/计划.plan.yaml`, as clients write it that escape everything beyond ASCII.
    let body = r#"{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{ "uri" : "file:\/\/\/a\/\u8ba1\u5212.plan.yaml","languageId":"yaml","version":1,"text":"capabilities: [{id: NC-01, level: CL9, name: '\"uri\": \"file:///x y\"'}]"}}}"#;
    client.send_bytes(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    assert!(!client.published("file:///a/计划.plan.yaml", 1).is_empty());
    client.change("file:///a/%E8%AE%A1%E5%88%92.plan.yaml", 2, &[([0, 0, 0, 0], "# 注\n")]);
    let message = client.wait_for(|message| message["params"]["version"] == 2);
    let line = |found: &Value| found["range"]["start"]["line"].as_u64();
    let found = message["params"]["diagnostics"].as_array().unwrap();
    let level = found.iter().find(|found| found["code"] == "unknown-level").unwrap();
    assert_eq!(line(level), Some(1));
    assert_eq!(client.finish(), 0);
}

#[test]
fn folders_with_odd_names_do_not_fail_initialize() {
    let folders = json!([{ "uri": "file:///数据 [1]/规划", "name": "规划" }]);
    let params =
        json!({ "rootUri": "file:///数据 [1]/规划", "workspaceFolders": folders, "capabilities": pushes() });
    let client = Client::start_with(params);
    assert_eq!(client.finish(), 0);
}

#[test]
fn what_is_no_uri_at_all_is_refused_and_the_session_goes_on() {
    let mut client = Client::start(&pushes());
    for uri in ["", "计划.md", "   "] {
        client.open(uri, "yaml", WRONG);
        let params = json!({ "textDocument": { "uri": uri }, "position": { "line": 0, "character": 0 } });
        assert_eq!(client.request("textDocument/hover", params).unwrap_err()["code"], -32602);
    }
    assert_eq!(client.finish(), 0);
}
