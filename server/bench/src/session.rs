//! A scripted session with a server: what an author waits for, and what it costs.

use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::client::{Client, is_answer};
use crate::place::{Kind, Part, place};
use crate::plan::Surface;
use crate::process::{cpu_ms, peak_mb, resident_mb};

/// So many keystrokes are measured, if they do not take longer than [`PHASE`].
const KEYSTROKES: usize = 300;
const PHASE: Duration = Duration::from_secs(20);
const LEAST: usize = 10;
/// Edits back to back.
const BURST: usize = 1000;

/// A server that is measured.
#[derive(Clone, Debug)]
pub struct Subject {
    /// Its name in the tables.
    pub name: String,
    /// The command that starts it.
    pub command: Vec<String>,
    /// Whether it is asked for diagnostics; else it publishes them.
    pub pulls: bool,
    /// What it is answered to `workspace/configuration`, by section.
    pub settings: Value,
}

/// What was measured, in milliseconds and megabytes; none where a server does not offer it, or was silent.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    /// Start of the process to the answer to `initialize`.
    pub start: Option<f64>,
    /// `didOpen` to the first diagnostics.
    pub open: Option<f64>,
    /// How many findings the first diagnostics hold.
    pub findings: Option<f64>,
    /// A keystroke to the diagnostics of its version: half of them come within this time.
    pub keystroke: Option<f64>,
    /// The same: 99 of 100 come within this time.
    pub keystroke_p99: Option<f64>,
    /// Processor time of a keystroke.
    pub cpu: Option<f64>,
    /// A completion asked for right behind an edit.
    pub completion: Option<f64>,
    /// A hover asked for right behind an edit.
    pub hover: Option<f64>,
    /// Document symbols asked for right behind an edit.
    pub symbols: Option<f64>,
    /// Code actions asked for right behind an edit, as editors do by themselves wherever the cursor goes.
    pub actions: Option<f64>,
    /// 1,000 edits back to back, to the answer of a request behind them.
    pub burst: Option<f64>,
    /// Memory after the start.
    pub idle_mb: Option<f64>,
    /// Memory that the open document adds.
    pub document_mb: Option<f64>,
    /// The most memory.
    pub peak_mb: Option<f64>,
}

/// Runs the session on a plan. What fails leaves the figures behind it out, with the reason.
pub fn measure(subject: &Subject, surface: Surface, text: &str) -> (Figures, Option<String>) {
    let mut figures = Figures::default();
    let error = run(subject, surface, text, &mut figures).err();
    (figures, error)
}

/// A session under way.
pub(crate) struct Session<'a> {
    pub(crate) client: Client,
    subject: &'a Subject,
    pub(crate) uri: String,
    text: &'a str,
    /// The place that is edited, as the protocol says it.
    position: Value,
    byte: usize,
    pub(crate) version: i64,
    result: Value,
    /// How many findings were told last.
    findings: usize,
}

fn run(subject: &Subject, surface: Surface, text: &str, figures: &mut Figures) -> Result<(), String> {
    let mut starts = Vec::new();
    for _ in 0..5 {
        let mut session = Session::start(subject, surface, text)?;
        starts.push(session.initialize()?);
    }
    figures.start = percentile(&mut starts, 50);

    let mut session = Session::start(subject, surface, text)?;
    session.begin()?;
    let process = session.client.process();
    let idle = resident_mb(process);
    figures.idle_mb = Some(idle);
    figures.open = Some(session.open(surface)?);
    figures.findings = Some(session.findings as f64);
    settle();
    figures.document_mb = Some((resident_mb(process) - idle).max(0.0));

    // A warm server: what is made on first use is made.
    session.keystrokes(4)?;
    let (before, count) = (cpu_ms(process), KEYSTROKES);
    let mut times = session.keystrokes(count)?;
    figures.cpu = Some((cpu_ms(process) - before) / times.len() as f64);
    figures.keystroke = percentile(&mut times, 50);
    figures.keystroke_p99 = percentile(&mut times, 99);
    let offers = |power: &str| !matches!(session.client.powers[power], Value::Null | Value::Bool(false));
    let [completes, hovers, lists, acts] =
        ["completionProvider", "hoverProvider", "documentSymbolProvider", "codeActionProvider"].map(offers);
    if completes {
        figures.completion = session.behind_an_edit("textDocument/completion")?;
    }
    if hovers {
        figures.hover = session.behind_an_edit("textDocument/hover")?;
    }
    if lists {
        figures.symbols = session.behind_an_edit("textDocument/documentSymbol")?;
    }
    if acts {
        figures.actions = session.behind_an_edit("textDocument/codeAction")?;
    }
    figures.burst = Some(session.burst(hovers)?);
    figures.peak_mb = Some(peak_mb(process));
    Ok(())
}

/// Lets a server finish what it does beside.
pub(crate) fn settle() {
    std::thread::sleep(Duration::from_millis(500));
}

pub(crate) fn ms(begin: Instant, end: Instant) -> f64 {
    end.saturating_duration_since(begin).as_secs_f64() * 1000.0
}

pub(crate) fn percentile(times: &mut [f64], percent: usize) -> Option<f64> {
    times.sort_by(f64::total_cmp);
    times.get((times.len().checked_sub(1)?) * percent / 100).copied()
}

impl<'a> Session<'a> {
    pub(crate) fn start(subject: &'a Subject, surface: Surface, text: &'a str) -> Result<Self, String> {
        let client = Client::start(&subject.command, subject.settings.clone())?;
        let folder = std::env::temp_dir().join("capplan-bench");
        let uri = format!("file://{}/{}", folder.display(), surface.file());
        let byte = place(text, surface, Kind::Measure, Part::Middle);
        let line = text[..byte].matches('\n').count();
        let column = text[..byte].lines().last().unwrap_or_default().encode_utf16().count();
        let position = json!({ "line": line, "character": column });
        Ok(Self { client, subject, uri, text, position, byte, version: 1, result: Value::Null, findings: 0 })
    }

    /// The time from the start of the process to the answer.
    fn initialize(&mut self) -> Result<f64, String> {
        let mut document = json!({
            "synchronization": { "didSave": true },
            "completion": { "completionItem": { "documentationFormat": ["markdown"] } },
            "hover": { "contentFormat": ["markdown"] },
            "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
        });
        let mut workspace = json!({ "configuration": true, "workspaceFolders": true });
        if self.subject.pulls {
            document["diagnostic"] = json!({ "relatedDocumentSupport": false });
            workspace["diagnostics"] = json!({ "refreshSupport": true });
        } else {
            document["publishDiagnostics"] = json!({ "versionSupport": true });
        }
        let folder = self.uri.rsplit_once('/').map_or("", |(folder, _)| folder);
        let params = json!({
            "processId": std::process::id(),
            "rootUri": folder,
            "workspaceFolders": [{ "uri": folder, "name": "bench" }],
            "capabilities": { "general": { "positionEncodings": ["utf-16"] }, "textDocument": document, "workspace": workspace },
        });
        let began = self.client.began();
        let (_, arrived) = self.client.ask("initialize", &params)?;
        self.client.powers = arrived.message["result"]["capabilities"].clone();
        Ok(ms(began, arrived.at))
    }

    /// Initializes a server and waits until it has nothing to do.
    pub(crate) fn begin(&mut self) -> Result<(), String> {
        self.initialize()?;
        self.client.write(&Client::notification("initialized", &json!({})))?;
        settle();
        Ok(())
    }

    pub(crate) fn open(&mut self, surface: Surface) -> Result<f64, String> {
        let item = json!({ "uri": self.uri, "languageId": surface.name(), "version": 1, "text": self.text });
        let bytes = Client::notification("textDocument/didOpen", &json!({ "textDocument": item }));
        self.diagnosed(bytes)
    }

    /// Writes a change, and for a server that is asked the question behind it; the time until the diagnostics of this
    /// version are known.
    fn diagnosed(&mut self, mut bytes: Vec<u8>) -> Result<f64, String> {
        if self.subject.pulls {
            let mut params = json!({ "textDocument": { "uri": self.uri } });
            if !self.result.is_null() {
                params["previousResultId"] = self.result.clone();
            }
            let (id, question) = self.client.request("textDocument/diagnostic", &params);
            bytes.extend(question);
            let (begin, arrived) = self.client.exchange(&bytes, |message| is_answer(message, id))?;
            self.result = arrived.message["result"]["resultId"].clone();
            self.findings = arrived.message["result"]["items"].as_array().map_or(0, Vec::len);
            return Ok(ms(begin, arrived.at));
        }
        let (uri, version) = (self.uri.clone(), self.version);
        let (begin, arrived) = self.client.exchange(&bytes, |message| {
            let params = &message["params"];
            message["method"] == "textDocument/publishDiagnostics"
                && params["uri"] == uri
                && params["version"].as_i64().is_none_or(|of| of >= version)
        })?;
        self.findings = arrived.message["params"]["diagnostics"].as_array().map_or(0, Vec::len);
        Ok(ms(begin, arrived.at))
    }

    /// The bytes of the next keystroke: a character in, or out again. A server that wants whole texts gets them.
    pub(crate) fn change(&mut self) -> Vec<u8> {
        self.version += 1;
        let typed = "新";
        let inserts = self.version % 2 == 0;
        let sync = &self.client.powers["textDocumentSync"];
        let whole = sync.as_i64().or_else(|| sync["change"].as_i64()) == Some(1);
        let change = if whole {
            let mut text = self.text.to_owned();
            if inserts {
                text.insert_str(self.byte, typed);
            }
            json!({ "text": text })
        } else {
            let mut end = self.position.clone();
            if !inserts {
                end["character"] = json!(end["character"].as_u64().unwrap_or_default() + 1);
            }
            json!({ "range": { "start": self.position, "end": end }, "text": if inserts { typed } else { "" } })
        };
        let document = json!({ "uri": self.uri, "version": self.version });
        let params = json!({ "textDocument": document, "contentChanges": [change] });
        Client::notification("textDocument/didChange", &params)
    }

    pub(crate) fn keystrokes(&mut self, count: usize) -> Result<Vec<f64>, String> {
        let mut times = Vec::new();
        let begin = Instant::now();
        while times.len() < count && (times.len() < LEAST || begin.elapsed() < PHASE) {
            let bytes = self.change();
            times.push(self.diagnosed(bytes)?);
        }
        Ok(times)
    }

    /// The time from writing an edit to the answer to a question right behind it.
    fn behind_an_edit(&mut self, method: &str) -> Result<Option<f64>, String> {
        let mut times = Vec::new();
        let begin = Instant::now();
        while times.len() < 40 && (times.len() < 4 || begin.elapsed() < PHASE) {
            let mut bytes = self.change();
            let here = json!({ "start": self.position, "end": self.position });
            let params = json!({
                "textDocument": { "uri": self.uri },
                "position": self.position,
                "range": here,
                "context": { "diagnostics": [], "triggerKind": 2 },
            });
            let (id, question) = self.client.request(method, &params);
            bytes.extend(question);
            let (begin, arrived) = self.client.exchange(&bytes, |message| is_answer(message, id))?;
            times.push(ms(begin, arrived.at));
        }
        Ok(percentile(&mut times, 50))
    }

    fn burst(&mut self, hovers: bool) -> Result<f64, String> {
        let mut bytes = Vec::new();
        for _ in 0..BURST {
            bytes.extend(self.change());
        }
        let params = json!({ "textDocument": { "uri": self.uri }, "position": self.position });
        let method = if hovers { "textDocument/hover" } else { "textDocument/completion" };
        let (id, question) = self.client.request(method, &params);
        bytes.extend(question);
        let (begin, arrived) = self.client.exchange(&bytes, |message| is_answer(message, id))?;
        Ok(ms(begin, arrived.at))
    }
}

/// The plan's file, for servers that look at the disk.
///
/// # Errors
/// When it cannot be written.
pub fn write_file(surface: Surface, text: &str) -> std::io::Result<()> {
    let folder = std::env::temp_dir().join("capplan-bench");
    std::fs::create_dir_all(&folder)?;
    std::fs::write(Path::new(&folder).join(surface.file()), text)
}
