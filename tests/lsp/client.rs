//! A client that speaks the protocol's bytes to a server in the same process.

use std::collections::VecDeque;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, ReadHalf, WriteHalf};
use tokio::runtime::Runtime;

/// How long anything may take on a machine that is busy.
const PATIENCE: Duration = Duration::from_secs(60);

/// A session from the client's side.
pub(crate) struct Client {
    runtime: Runtime,
    reader: ReadHalf<DuplexStream>,
    writer: Option<WriteHalf<DuplexStream>>,
    server: Option<JoinHandle<u8>>,
    bytes: Vec<u8>,
    next_id: i64,
    /// Notifications and answers that nobody asked for yet.
    inbox: VecDeque<Value>,
    /// Requests of the server, by method.
    pub(crate) asked: Vec<String>,
    /// What `workspace/configuration` is answered.
    pub(crate) settings: Value,
    /// Whether the server's requests are answered.
    pub(crate) answers: bool,
    /// The answer to `initialize`.
    pub(crate) initialized: Value,
}

/// The abilities of a client that takes published diagnostics.
pub(crate) fn pushes() -> Value {
    json!({ "textDocument": { "publishDiagnostics": { "relatedInformation": true } } })
}

/// The abilities of a client that asks for diagnostics.
pub(crate) fn pulls() -> Value {
    json!({
        "textDocument": { "diagnostic": { "relatedInformation": true } },
        "workspace": { "diagnostics": { "refreshSupport": true } },
    })
}

/// `more` laid over `base`.
pub(crate) fn with(mut base: Value, more: &Value) -> Value {
    fn lay(base: &mut Value, more: &Value) {
        match (base, more) {
            (Value::Object(base), Value::Object(more)) => {
                for (key, value) in more {
                    lay(base.entry(key.clone()).or_insert(Value::Null), value);
                }
            }
            (base, more) => *base = more.clone(),
        }
    }
    lay(&mut base, more);
    base
}

impl Client {
    /// A session that is not initialized.
    pub(crate) fn connect() -> Self {
        let (ours, theirs) = tokio::io::duplex(1 << 20);
        let server = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            let (input, output) = tokio::io::split(theirs);
            let code = runtime.block_on(capplan::server::serve(input, output));
            runtime.shutdown_background();
            code
        });
        let (reader, writer) = tokio::io::split(ours);
        Self {
            runtime: tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap(),
            reader,
            writer: Some(writer),
            server: Some(server),
            bytes: Vec::new(),
            next_id: 1,
            inbox: VecDeque::new(),
            asked: Vec::new(),
            settings: Value::Null,
            answers: true,
            initialized: Value::Null,
        }
    }

    /// A session with a client of these abilities.
    pub(crate) fn start(capabilities: &Value) -> Self {
        Self::start_with(json!({ "capabilities": capabilities }))
    }

    /// A session with these parameters of `initialize`.
    pub(crate) fn start_with(params: Value) -> Self {
        let mut client = Self::connect();
        let base = json!({ "processId": null, "rootUri": null, "capabilities": {} });
        client.initialized = client.request("initialize", with(base, &params)).unwrap();
        client.notify("initialized", json!({}));
        client
    }

    /// Sends bytes as they are.
    pub(crate) fn send_bytes(&mut self, bytes: &[u8]) {
        let writer = self.writer.as_mut().unwrap();
        // A server that is gone does not read.
        let _ = self.runtime.block_on(writer.write_all(bytes));
    }

    /// Sends a message.
    pub(crate) fn send(&mut self, message: &Value) {
        let body = message.to_string();
        self.send_bytes(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }

    /// Sends a notification.
    pub(crate) fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Sends a request and returns its id.
    pub(crate) fn ask(&mut self, method: &str, params: Value) -> i64 {
        let id = self.next_id;
        self.next_id += 1;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        id
    }

    /// Waits for the answer to a request.
    pub(crate) fn answer(&mut self, id: i64) -> Result<Value, Value> {
        let message = self.wait_for(|message| message.get("id") == Some(&json!(id)));
        match message.get("error") {
            Some(error) => Err(error.clone()),
            None => Ok(message["result"].clone()),
        }
    }

    /// Whether the answer to a request has come, and still waits to be fetched.
    pub(crate) fn has_answer(&self, id: i64) -> bool {
        self.inbox.iter().any(|message| message.get("id") == Some(&json!(id)))
    }

    /// Sends a request and waits for its answer.
    pub(crate) fn request(&mut self, method: &str, params: Value) -> Result<Value, Value> {
        let id = self.ask(method, params);
        self.answer(id)
    }

    /// The first message, come or to come, that is meant.
    pub(crate) fn wait_for(&mut self, meant: impl Fn(&Value) -> bool) -> Value {
        let until = Instant::now() + PATIENCE;
        loop {
            if let Some(at) = self.inbox.iter().position(&meant) {
                return self.inbox.remove(at).unwrap();
            }
            assert!(
                self.receive(until.saturating_duration_since(Instant::now())),
                "nothing came; inbox {:?}",
                self.inbox
            );
        }
    }

    /// Reads what comes within `time`; false when nothing does.
    fn receive(&mut self, time: Duration) -> bool {
        let mut chunk = vec![0; 1 << 16];
        let reader = &mut self.reader;
        let read = self.runtime.block_on(async { tokio::time::timeout(time, reader.read(&mut chunk)).await });
        let Ok(Ok(count)) = read else { return false };
        self.bytes.extend_from_slice(&chunk[..count]);
        while let Some(message) = self.cut() {
            let method = message["method"].as_str().map(str::to_owned);
            if let (Some(method), Some(id)) = (method, message.get("id").filter(|id| !id.is_null())) {
                let result =
                    if method == "workspace/configuration" { json!([self.settings]) } else { Value::Null };
                self.asked.push(method);
                if self.answers {
                    self.send(&json!({ "jsonrpc": "2.0", "id": id, "result": result }));
                }
            } else {
                self.inbox.push_back(message);
            }
        }
        count > 0
    }

    fn cut(&mut self) -> Option<Value> {
        let end = self.bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
        let header = std::str::from_utf8(&self.bytes[..end]).unwrap();
        let length: usize = header.strip_prefix("Content-Length: ").unwrap().parse().unwrap();
        let body = self.bytes.get(end + 4..end + 4 + length)?;
        let message = serde_json::from_slice(body).unwrap();
        self.bytes.drain(..end + 4 + length);
        Some(message)
    }

    /// Opens a document as version 1.
    pub(crate) fn open(&mut self, uri: &str, language: &str, text: &str) {
        let item = json!({ "uri": uri, "languageId": language, "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": item }));
    }

    /// Changes a document; a change is `[line, character, line, character]` and a text.
    pub(crate) fn change(&mut self, uri: &str, version: i32, changes: &[([u32; 4], &str)]) {
        let changes: Vec<Value> = changes
            .iter()
            .map(|(at, text)| {
                let [start, end] = [0, 2].map(|i| json!({ "line": at[i], "character": at[i + 1] }));
                json!({ "range": { "start": start, "end": end }, "text": text })
            })
            .collect();
        let document = json!({ "uri": uri, "version": version });
        self.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    /// Replaces a document's text.
    pub(crate) fn replace(&mut self, uri: &str, version: i32, text: &str) {
        let document = json!({ "uri": uri, "version": version });
        let changes = json!([{ "text": text }]);
        self.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    /// Closes a document.
    pub(crate) fn close(&mut self, uri: &str) {
        self.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    }

    /// Waits for the diagnostics published for a version of a document.
    pub(crate) fn published(&mut self, uri: &str, version: i32) -> Vec<Value> {
        let message = self.wait_for(|message| {
            let params = &message["params"];
            is_publication(message) && params["uri"] == uri && params["version"] == version
        });
        message["params"]["diagnostics"].as_array().unwrap().clone()
    }

    /// Waits for diagnostics that are published without a version: a document was closed, or is no text document.
    pub(crate) fn cleared(&mut self, uri: &str) -> Vec<Value> {
        let of = |message: &Value| is_publication(message) && message["params"]["uri"] == uri;
        let message = self.wait_for(|message| of(message) && message["params"].get("version").is_none());
        message["params"]["diagnostics"].as_array().unwrap().clone()
    }

    /// Asks for a document's diagnostics.
    pub(crate) fn pulled(&mut self, uri: &str, previous: Option<&str>) -> Value {
        let mut params = json!({ "textDocument": { "uri": uri } });
        if let Some(previous) = previous {
            params["previousResultId"] = previous.into();
        }
        self.request("textDocument/diagnostic", params).unwrap()
    }

    /// Asks for the hover at a place.
    pub(crate) fn hover(&mut self, uri: &str, line: u32, character: u32) -> Value {
        let position = json!({ "line": line, "character": character });
        self.request("textDocument/hover", json!({ "textDocument": { "uri": uri }, "position": position }))
            .unwrap()
    }

    /// Everything published so far, once the server has had time to say all that it has to.
    pub(crate) fn publications(&mut self) -> Vec<Value> {
        while self.receive(Duration::from_millis(300)) {}
        let (published, rest) = std::mem::take(&mut self.inbox).into_iter().partition(is_publication);
        self.inbox = rest;
        let published: VecDeque<Value> = published;
        published.into()
    }

    /// What else came that nobody asked for.
    pub(crate) fn others(&mut self) -> Vec<Value> {
        std::mem::take(&mut self.inbox).into()
    }

    /// Ends the session in order and returns the exit code.
    pub(crate) fn finish(mut self) -> u8 {
        self.request("shutdown", Value::Null).unwrap();
        self.send(&json!({ "jsonrpc": "2.0", "method": "exit" }));
        self.exit_code()
    }

    /// Ends the input.
    pub(crate) fn end_input(&mut self) {
        if let Some(mut writer) = self.writer.take() {
            let _ = self.runtime.block_on(writer.shutdown());
        }
    }

    /// Waits for the server's end.
    pub(crate) fn exit_code(mut self) -> u8 {
        let server = self.server.take().unwrap();
        let until = Instant::now() + PATIENCE;
        while !server.is_finished() {
            assert!(Instant::now() < until, "the server does not end");
            self.receive(Duration::from_millis(20));
        }
        server.join().unwrap()
    }
}

fn is_publication(message: &Value) -> bool {
    message["method"] == "textDocument/publishDiagnostics"
}

/// The rules of diagnostics, in order.
pub(crate) fn rules(diagnostics: &[Value]) -> Vec<&str> {
    diagnostics.iter().map(|diagnostic| diagnostic["code"].as_str().unwrap_or_default()).collect()
}
