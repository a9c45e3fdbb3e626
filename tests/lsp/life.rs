//! A session's beginning and end, and that nothing wedges it in between.

use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::client::{Client, pulls, pushes, with};

const URI: &str = "file:///a/规划.plan.yaml";

#[test]
fn exit_after_shutdown_is_success_and_without_it_is_none() {
    assert_eq!(Client::start(&pushes()).finish(), 0);
    let mut client = Client::start(&pushes());
    client.notify("exit", Value::Null);
    assert_eq!(client.exit_code(), 1);
}

#[test]
fn exit_before_initialize_ends_the_session_at_once() {
    let mut client = Client::connect();
    let began = Instant::now();
    client.notify("exit", Value::Null);
    assert_eq!(client.exit_code(), 1);
    assert!(began.elapsed() < Duration::from_secs(2), "no answer is under way that could be waited for");
}

#[test]
fn the_end_of_input_ends_the_session() {
    let mut client = Client::start(&pushes());
    client.open(URI, "yaml", "capabilities: [");
    client.end_input();
    assert_eq!(client.exit_code(), 1);
    let mut client = Client::connect();
    client.end_input();
    assert_eq!(client.exit_code(), 1);
    let mut client = Client::start(&pushes());
    client.request("shutdown", json!({})).unwrap();
    client.end_input();
    assert_eq!(client.exit_code(), 0);
}

#[test]
fn a_client_that_reads_nothing_cannot_keep_the_server_alive() {
    let mut client = Client::start(&pushes());
    client.answers = false;
    // More answers than the pipe holds.
    for version in 0..3000 {
        client.open(
            &format!("file:///a/{version}.plan.yaml"),
            "yaml",
            "capabilities: [{id: NC-01, level: CL9}]",
        );
    }
    client.notify("exit", Value::Null);
    assert_eq!(client.exit_code(), 1);
}

#[test]
#[cfg(target_os = "linux")]
fn the_session_ends_with_the_parent_process() {
    let mut parent = Command::new("sleep").arg("600").spawn().unwrap();
    let client = Client::start_with(json!({ "processId": parent.id(), "capabilities": pushes() }));
    parent.kill().unwrap();
    assert_eq!(client.exit_code(), 1);
    parent.wait().unwrap();
}

#[test]
fn unknown_requests_are_refused_and_unknown_notifications_ignored() {
    let mut client = Client::start(&pushes());
    client.notify("capplan/nothing", json!({ "a": 1 }));
    client.notify("$/setTrace", json!({ "value": "off" }));
    assert_eq!(client.request("capplan/nothing", json!([])).unwrap_err()["code"], -32601);
    assert_eq!(client.request("$/nothing", json!([])).unwrap_err()["code"], -32601);
    assert_eq!(client.request("textDocument/hover", json!({ "no": 1 })).unwrap_err()["code"], -32602);
    client.notify("textDocument/didChange", json!({ "no": 1 }));
    assert_eq!(client.finish(), 0);
}

#[test]
fn requests_before_initialize_and_after_shutdown_are_refused() {
    let mut client = Client::connect();
    let params = json!({ "textDocument": { "uri": URI }, "position": { "line": 0, "character": 0 } });
    assert_eq!(client.request("textDocument/hover", params.clone()).unwrap_err()["code"], -32002);
    client.request("initialize", json!({ "processId": null, "capabilities": {} })).unwrap();
    client.notify("initialized", json!({}));
    client.request("shutdown", Value::Null).unwrap();
    assert_eq!(client.request("textDocument/hover", params).unwrap_err()["code"], -32600);
    client.notify("exit", Value::Null);
    assert_eq!(client.exit_code(), 0);
}

#[test]
fn what_is_no_message_is_answered_and_the_session_goes_on() {
    let mut client = Client::start(&pushes());
    let bad: [&[u8]; 7] = [
        b"{\"jsonrpc\":\"2.0\",",
        b"[]",
        b"{}",
        b"\xff\xfe\xfd",
        b"{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"x\"}",
        b"{\"jsonrpc\":\"2.0\",\"id\":77,\"error\":5}",
        b"{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"x\"}",
    ];
    for body in bad {
        client.send_bytes(format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes());
        client.send_bytes(body);
        let answer = client.wait_for(|message| message.get("error").is_some());
        assert_eq!(answer["id"], Value::Null);
    }
    client.send_bytes(b"X: 1\r\nY: 2\r\nZ: 3\r\n\r\n");
    // An answer to nothing, headers that the framework would not take, a message cut in pieces.
    client.send(&json!({ "jsonrpc": "2.0", "id": 4711, "result": null }));
    client.send(&json!({ "jsonrpc": "2.0", "id": null, "error": { "code": 1, "message": "什么" } }));
    let body = json!({ "jsonrpc": "2.0", "id": "字", "method": "capplan/nothing" }).to_string();
    let header =
        format!("Content-Type: application/vscode-jsonrpc\r\ncontent-length: {}\r\nA: b\r\n\r\n", body.len());
    for byte in header.into_bytes().into_iter().chain(body.into_bytes()) {
        client.send_bytes(&[byte]);
    }
    client.wait_for(|message| message["id"] == "字");
    assert_eq!(client.finish(), 0);
}

#[test]
fn many_waiting_requests_do_not_wedge_the_session() {
    let capabilities = with(
        pulls(),
        &json!({ "workspace": {
        "configuration": true,
        "didChangeWatchedFiles": { "dynamicRegistration": true },
        "didChangeConfiguration": { "dynamicRegistration": true },
    } }),
    );
    let mut client = Client::connect();
    // The server's own requests are never answered.
    client.answers = false;
    client.request("initialize", json!({ "processId": null, "capabilities": capabilities })).unwrap();
    client.notify("initialized", json!({}));
    client.open(URI, "yaml", "capabilities: [{id: NC-01, level: CL9}]");
    let mut waiting = Vec::new();
    for version in 2..302 {
        client.change(URI, version, &[([0, 0, 0, 0], "#\n")]);
        let position = json!({ "line": 0, "character": 0 });
        let params = json!({ "textDocument": { "uri": URI }, "position": position });
        waiting.push(client.ask("textDocument/hover", params));
        waiting.push(client.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": URI } })));
        client.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
        let id = *waiting.last().unwrap();
        client.notify("$/cancelRequest", json!({ "id": id }));
    }
    for id in waiting {
        // Answered or cancelled.
        let _ = client.answer(id);
    }
    let found = client.pulled(URI, None);
    let line = found["items"].as_array().unwrap().iter().map(|item| item["range"]["start"]["line"].as_u64());
    assert!(line.flatten().any(|line| line == 300));
    assert_eq!(client.finish(), 0);
}
