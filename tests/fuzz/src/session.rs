//! A client's messages, in any order and with any content: each request has one answer, the session goes on.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Once;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use arbitrary::{Arbitrary, Unstructured};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt, ReadHalf, SimplexStream};

/// An input is cut after so many messages.
const MOST_STEPS: usize = 60;
/// What nothing may take, on a machine that is busy.
const PATIENCE: Duration = Duration::from_secs(30);

const FOLDER: &str = "file:///nowhere/capplan-fuzz";

/// Documents; odd URIs are what clients really send.
const NAMES: &[&str] = &["a.plan.md", "b.plan.yaml", "计划 [x].plan.md", "notes.md", "capplan.toml", ""];
const TEXTS: &[&str] = &[
    "",
    "standard: T/AIITRE 20001—2021\r\nunits:\r\n  - id: CU-01\r\n    target: CL3\r\n    carries: NC-09\r\n",
    "---\nstandard: T/AIITRE 20001—2021\n---\n## 能力单元：😀排产 {#CU-01}\n- 等级：CL2 → CL3\n#### 数据\n- 采数 [A.3.2.1 b]\n",
    "- 新\u{300}增一条 [A.4.2.1 a]\n",
    "```\n",
    "\n## 能力：管控能力 {#NC-01}\n",
    "\u{feff}",
    "  - {id: [",
    "\r",
];
const METHODS: &[&str] = &[
    "textDocument/hover",
    "textDocument/completion",
    "textDocument/diagnostic",
    "textDocument/codeAction",
    "workspace/diagnostic",
    "textDocument/documentSymbol",
    "textDocument/semanticTokens/full",
    "textDocument/semanticTokens/full/delta",
    "textDocument/semanticTokens/range",
    "textDocument/selectionRange",
    "textDocument/foldingRange",
    "textDocument/definition",
    "textDocument/declaration",
    "textDocument/references",
    "textDocument/documentHighlight",
    "textDocument/documentLink",
    "textDocument/prepareRename",
    "textDocument/rename",
    "workspace/symbol",
    "capplan/standard",
    "textDocument/formatting",
    "workspace/executeCommand",
    "initialize",
    "completionItem/resolve",
    "not/a/method",
    "$/notAMethod",
];
const NOTIFICATIONS: &[&str] = &[
    "initialized",
    "textDocument/didSave",
    "textDocument/didClose",
    "workspace/didChangeWatchedFiles",
    "workspace/didChangeWorkspaceFolders",
    "$/setTrace",
    "not/a/notification",
];

/// A line or a column: most are small, some absurd.
#[derive(Clone, Copy, Debug, Arbitrary)]
struct Number(u8);

impl Number {
    fn value(self) -> Value {
        match self.0 {
            250 => json!(u32::MAX),
            251 => json!(i32::MAX),
            252 => json!(-1),
            253 => json!(1.5),
            254 => json!("3"),
            255 => json!(u64::MAX),
            small => json!(small % 40),
        }
    }
}

#[derive(Clone, Copy, Debug, Arbitrary)]
struct Place {
    line: Number,
    character: Number,
}

impl Place {
    fn value(self) -> Value {
        json!({ "line": self.line.value(), "character": self.character.value() })
    }
}

#[derive(Debug, Arbitrary)]
struct Change {
    range: Option<(Place, Place)>,
    text: u8,
}

#[derive(Debug, Arbitrary)]
enum Step {
    Open { document: u8, text: u8, version: i32, yaml: bool },
    Change { document: u8, version: i32, changes: Vec<Change> },
    Ask { method: u8, document: u8, place: Place, text: Option<u8> },
    Tell { method: u8, document: u8 },
    Cancel { back: u8 },
    Configure { profile: u8 },
    Answer { id: u8, error: bool },
    Twice { method: u8 },
    Odd { what: u8 },
}

fn uri(document: u8) -> String {
    format!("{FOLDER}/{}", NAMES[usize::from(document) % NAMES.len()])
}

fn text(number: u8) -> &'static str {
    TEXTS[usize::from(number) % TEXTS.len()]
}

fn method(names: &'static [&'static str], number: u8) -> &'static str {
    names[usize::from(number) % names.len()]
}

/// What was sent, and which answers are still to come.
#[derive(Default)]
struct Script {
    bytes: Vec<u8>,
    last_id: i64,
    open: BTreeMap<i64, &'static str>,
}

impl Script {
    fn body(&mut self, body: &[u8]) {
        self.bytes.extend(framed(body));
    }

    fn notify(&mut self, method: &str, params: &Value) {
        self.body(json!({ "jsonrpc": "2.0", "method": method, "params": params }).to_string().as_bytes());
    }

    fn ask(&mut self, method: &'static str, params: &Value) {
        self.last_id += 1;
        self.open.insert(self.last_id, method);
        let message = json!({ "jsonrpc": "2.0", "id": self.last_id, "method": method, "params": params });
        self.body(message.to_string().as_bytes());
    }

    fn step(&mut self, step: Step) {
        match step {
            Step::Open { document, text: number, version, yaml } => {
                let language = if yaml { "yaml" } else { "markdown" };
                let item = json!({ "uri": uri(document), "languageId": language, "version": version, "text": text(number) });
                self.notify("textDocument/didOpen", &json!({ "textDocument": item }));
            }
            Step::Change { document, version, changes } => {
                let changes: Vec<Value> = changes
                    .iter()
                    .take(8)
                    .map(|change| match change.range {
                        Some((start, end)) => json!({ "range": { "start": start.value(), "end": end.value() }, "text": text(change.text) }),
                        None => json!({ "text": text(change.text) }),
                    })
                    .collect();
                let document = json!({ "uri": uri(document), "version": version });
                self.notify(
                    "textDocument/didChange",
                    &json!({ "textDocument": document, "contentChanges": changes }),
                );
            }
            Step::Ask { method: number, document, place, text } => {
                let mut params =
                    json!({ "textDocument": { "uri": uri(document) }, "position": place.value() });
                params["range"] = json!({ "start": place.value(), "end": place.value() });
                params["positions"] = json!([place.value()]);
                params["context"] =
                    json!({ "diagnostics": [], "includeDeclaration": true, "triggerKind": 1 });
                params["query"] = json!("cu");
                params["uri"] = json!("capplan-standard:/x");
                params["previousResultIds"] = json!([{ "uri": uri(document), "value": "7" }]);
                params["previousResultId"] = text.map_or(Value::Null, |text| json!(text.to_string()));
                params["newName"] = json!(if text.is_some() { "CU-7" } else { "CU-新" });
                self.ask(method(METHODS, number), &params);
            }
            Step::Tell { method: number, document } => {
                let params = json!({ "textDocument": { "uri": uri(document) }, "value": "off",
                    "changes": [{ "uri": uri(document), "type": 1 + document % 4 }], "event": { "added": [], "removed": [] } });
                self.notify(method(NOTIFICATIONS, number), &params);
            }
            Step::Cancel { back } => {
                let id = self.last_id - i64::from(back);
                self.notify("$/cancelRequest", &json!({ "id": id }));
            }
            Step::Configure { profile } => {
                let profile = ["essential", "standard", "thorough", "", "零"][usize::from(profile) % 5];
                let settings = json!({ "capplan": { "profile": profile, "rules": { "level-gap": profile }, "synonyms": 3 } });
                self.notify("workspace/didChangeConfiguration", &json!({ "settings": settings }));
            }
            Step::Answer { id, error } => {
                let mut message = json!({ "jsonrpc": "2.0", "id": id });
                let content = if error { json!({ "code": -1, "message": "no" }) } else { json!([{}]) };
                message[if error { "error" } else { "result" }] = content;
                self.body(message.to_string().as_bytes());
            }
            Step::Twice { method: number } => {
                // The same id again while the first may be under way: any answer will do.
                let id = self.last_id;
                let params = json!({ "textDocument": { "uri": uri(number) }, "position": { "line": 0, "character": 0 } });
                let message = json!({ "jsonrpc": "2.0", "id": id, "method": method(METHODS, number), "params": params });
                self.body(message.to_string().as_bytes());
            }
            Step::Odd { what } => match what % 8 {
                0 => self.body(b"{"),
                1 => self.body("[]".as_bytes()),
                2 => self.body(br#"{"jsonrpc":"2.0","method":"textDocument/didOpen","params":[1]}"#),
                3 => self.body(br#"{"jsonrpc":"2.0","method":"textDocument/didChange"}"#),
                4 => self.body(&[0xff, 0xfe, b'"']),
                5 => self.body(br#"{"method":7}"#),
                6 => {
                    self.body(
                        br#"{"jsonrpc":"2.0","id":"text","method":"textDocument/hover","params":null}"#,
                    );
                }
                _ => self.body(b"null"),
            },
        }
    }
}

/// Panics that the server caught.
static PANICS: AtomicUsize = AtomicUsize::new(0);
static HOOK: Once = Once::new();

fn count_panics() {
    HOOK.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            PANICS.fetch_add(1, Ordering::SeqCst);
            before(panic);
        }));
    });
}

pub(crate) fn script(input: &[u8]) {
    count_panics();
    let before = PANICS.load(Ordering::SeqCst);
    let mut choices = Unstructured::new(input);
    let mut script = Script::default();
    let pulls: bool = choices.arbitrary().unwrap_or_default();
    // A session may begin with anything; few do not begin as they should.
    if !choices.ratio(1_u8, 200).unwrap_or_default() {
        let encoding = choices.choose(&["utf-8", "utf-16", "utf-32", "utf-7"]).copied().unwrap_or("utf-16");
        let diagnostics = json!({ "relatedInformation": true });
        let mut capabilities = json!({ "general": { "positionEncodings": [encoding] } });
        if pulls {
            capabilities["textDocument"] = json!({ "diagnostic": diagnostics });
            capabilities["workspace"] = json!({ "diagnostics": { "refreshSupport": true } });
        } else {
            capabilities["textDocument"] = json!({ "publishDiagnostics": diagnostics });
        }
        script
            .ask("initialize", &json!({ "processId": null, "rootUri": null, "capabilities": capabilities }));
        script.notify("initialized", &json!({}));
    }
    for _ in 0..MOST_STEPS {
        match choices.arbitrary::<Step>() {
            Ok(step) if !choices.is_empty() => script.step(step),
            _ => break,
        }
    }
    script.ask("shutdown", &Value::Null);
    converse(&script);
    assert_eq!(PANICS.load(Ordering::SeqCst), before, "the server caught a panic");
}

/// Sends a script to a server of its own, until each request has its answer and the server is gone.
fn converse(script: &Script) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (their_input, mut our_output) = tokio::io::simplex(1 << 16);
    let (mut our_input, their_output) = tokio::io::simplex(1 << 16);
    let waiting = RefCell::new(script.open.clone());
    let session = async {
        let client = async {
            // Both at once: the server may write before it has read all.
            let (written, ()) =
                tokio::join!(our_output.write_all(&script.bytes), read_answers(&mut our_input, &waiting));
            written.unwrap();
            let exit = framed(br#"{"jsonrpc":"2.0","method":"exit"}"#);
            // A server that is gone does not read.
            let _ = our_output.write_all(&exit).await;
        };
        tokio::join!(client, capplan::server::serve(their_input, their_output))
    };
    let ended = runtime.block_on(async { tokio::time::timeout(PATIENCE, session).await });
    runtime.shutdown_background();
    assert!(waiting.borrow().is_empty(), "without an answer: {:?}", waiting.borrow());
    assert!(ended.is_ok(), "the session does not end");
}

/// Reads until no request waits for its answer.
async fn read_answers(input: &mut ReadHalf<SimplexStream>, waiting: &RefCell<BTreeMap<i64, &'static str>>) {
    let (mut bytes, mut chunk) = (Vec::new(), vec![0; 1 << 16]);
    while !waiting.borrow().is_empty() {
        let count = input.read(&mut chunk).await.unwrap();
        if count == 0 {
            return;
        }
        bytes.extend_from_slice(&chunk[..count]);
        while let Some(message) = cut(&mut bytes) {
            if message.get("method").is_none()
                && let Some(id) = message["id"].as_i64()
            {
                waiting.borrow_mut().remove(&id);
            }
        }
    }
}

/// A message's bytes.
fn framed(body: &[u8]) -> Vec<u8> {
    [format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes(), body].concat()
}

fn cut(bytes: &mut Vec<u8>) -> Option<Value> {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
    let header = std::str::from_utf8(&bytes[..end]).unwrap();
    let length: usize = header.strip_prefix("Content-Length: ").unwrap().parse().unwrap();
    let message = serde_json::from_slice(bytes.get(end + 4..end + 4 + length)?).unwrap();
    bytes.drain(..end + 4 + length);
    Some(message)
}
