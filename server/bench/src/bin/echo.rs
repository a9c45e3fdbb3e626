//! A language server that answers at once and does nothing: what the protocol, the pipes and the client cost.

use std::io::{Read, Write};

use capplan_bench::client::frame;
use serde_json::{Value, json};

fn main() -> std::io::Result<()> {
    let (mut input, mut output) = (std::io::stdin().lock(), std::io::stdout().lock());
    let (mut bytes, mut chunk) = (Vec::new(), vec![0; 1 << 16]);
    loop {
        let count = input.read(&mut chunk)?;
        if count == 0 {
            return Ok(());
        }
        bytes.extend_from_slice(&chunk[..count]);
        let mut read = 0;
        let mut answers = Vec::new();
        while let Some((start, end)) = frame(&bytes[read..]) {
            let message: Value = serde_json::from_slice(&bytes[read + start..read + end])?;
            read += end;
            if message["method"] == "exit" {
                return Ok(());
            }
            if let Some(answer) = answer(&message) {
                let body = answer.to_string();
                answers.extend(format!("Content-Length: {}\r\n\r\n{body}", body.len()).bytes());
            }
        }
        bytes.drain(..read);
        output.write_all(&answers)?;
        output.flush()?;
    }
}

fn answer(message: &Value) -> Option<Value> {
    let method = message["method"].as_str()?;
    if let Some(id) = message.get("id") {
        let result = match method {
            "initialize" => json!({ "capabilities": {
                "textDocumentSync": 2, "hoverProvider": true, "completionProvider": {}, "documentSymbolProvider": true,
            } }),
            "textDocument/diagnostic" => json!({ "kind": "full", "resultId": "1", "items": [] }),
            _ => Value::Null,
        };
        return Some(json!({ "jsonrpc": "2.0", "id": id, "result": result }));
    }
    if !matches!(method, "textDocument/didOpen" | "textDocument/didChange") {
        return None;
    }
    let document = &message["params"]["textDocument"];
    let params = json!({ "uri": document["uri"], "version": document["version"], "diagnostics": [] });
    Some(json!({ "jsonrpc": "2.0", "method": "textDocument/publishDiagnostics", "params": params }))
}
