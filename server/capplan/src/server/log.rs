//! What the server says of itself: lines in a file or on standard error; of these the client gets in its own log what a
//! user must know, which is what was worth a warning.
//!
//! Standard output is the protocol's. A thread of its own writes the lines: nobody waits for a full disk or for a client
//! that does not read standard error.

use std::fmt::{self, Write as _};
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use tower_lsp_server::ls_types::{InitializeParams, MessageType};
use tracing::field::{Field, Visit};
use tracing::level_filters::LevelFilter;
use tracing::{Event, Level, Metadata, Subscriber};
use tracing_appender::non_blocking::{NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::filter::{Targets, filter_fn};
use tracing_subscriber::fmt::writer::MakeWriterExt;
use tracing_subscriber::layer::{Context, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, Registry};

use super::outbox::Outbox;
use super::session::Capabilities;

/// The environment variable that says what is logged, where no level is asked for.
const DIRECTIVES: &str = "CAPPLAN_LOG";
/// Where our own lines come from, in directives.
const OURS: &str = "capplan";
/// What is logged unless asked otherwise, and of libraries always.
const USUAL: Level = Level::WARN;
/// So many lines wait to be written; what comes on top is lost.
const MOST_LINES: usize = 8192;
/// So many lines wait for a client that is not initialized.
const MOST_EARLY: usize = 50;

/// Where the log goes, and how much of it.
#[derive(Debug, Default)]
pub struct Log {
    /// A file that lines are appended to; none for standard error.
    pub file: Option<PathBuf>,
    /// None for what the environment variable `CAPPLAN_LOG` says, or else warnings.
    pub level: Option<Level>,
}

/// The way of warnings to the client.
#[derive(Clone, Default)]
pub(super) struct Told(Arc<Mutex<Way>>);

enum Way {
    /// The client is not initialized yet and may not be told anything.
    Waiting(Vec<(MessageType, String)>),
    Open(Outbox),
}

impl Default for Way {
    fn default() -> Self {
        Self::Waiting(Vec::new())
    }
}

/// Opens the log of this process. What is logged is written until the guard is dropped.
pub(super) fn start(log: &Log) -> io::Result<(Told, WorkerGuard)> {
    Ok(match &log.file {
        Some(file) => write_to(OpenOptions::new().create(true).append(true).open(file)?, log.level),
        None => write_to(io::stderr(), log.level),
    })
}

fn write_to(target: impl Write + Send + 'static, level: Option<Level>) -> (Told, WorkerGuard) {
    let (lines, guard) = NonBlockingBuilder::default().buffered_lines_limit(MOST_LINES).finish(target);
    let (asked, misread) = asked_for(level);
    let told = Told::default();
    // Filters of single layers would lose an event after each `tracing::enabled!`, so that each layer chooses itself.
    let most = Layer::<Registry>::max_level_hint(&asked).unwrap_or(LevelFilter::TRACE);
    let wanted = asked.clone();
    let wanted = filter_fn(move |event| is_wanted(&wanted, event) || is_warning(event));
    let written = tracing_subscriber::fmt::layer()
        .with_writer(lines.with_filter(move |event| is_wanted(&asked, event)))
        .with_ansi(false);
    let layers = tracing_subscriber::registry()
        .with(wanted.with_max_level_hint(most.max(LevelFilter::WARN)))
        .with(written)
        .with(told.clone());
    if layers.try_init().is_err() {
        tracing::warn!("the log was opened before");
    }
    if let Some(directives) = misread {
        tracing::warn!("{DIRECTIVES}={directives} says nothing: as usual, warnings are logged");
    }
    (told, guard)
}

/// What is to be logged, and the variable's value where it is no such thing.
fn asked_for(level: Option<Level>) -> (Targets, Option<String>) {
    let usual = Targets::new().with_default(USUAL);
    match (level, std::env::var(DIRECTIVES).ok().filter(|directives| !directives.is_empty())) {
        (Some(level), _) => (Targets::new().with_default(level.min(USUAL)).with_target(OURS, level), None),
        (None, None) => (usual, None),
        (None, Some(directives)) => match directives.parse() {
            Ok(asked) => (asked, None),
            Err(_) => (usual, Some(directives)),
        },
    }
}

fn is_wanted(asked: &Targets, event: &Metadata<'_>) -> bool {
    asked.would_enable(event.target(), event.level())
}

/// Whether the client is told.
fn is_warning(event: &Metadata<'_>) -> bool {
    *event.level() <= Level::WARN && event.target().starts_with(OURS)
}

/// Says who the client is, and what decides how it is served.
pub(super) fn client(params: &InitializeParams, client: &Capabilities) {
    let info = params.client_info.as_ref();
    tracing::info!(
        name = info.map_or("unnamed", |info| info.name.as_str()),
        version = info.and_then(|info| info.version.as_deref()).unwrap_or("unknown"),
        positions = ?client.encoding,
        pulls = client.pulls,
        "the client",
    );
}

impl Told {
    /// The client may be told from now on.
    pub(super) fn begin(&self, outbox: &Outbox) {
        let before = std::mem::replace(&mut *self.way(), Way::Open(outbox.clone()));
        if let Way::Waiting(lines) = before {
            lines.into_iter().for_each(|(kind, line)| outbox.log(kind, line));
        }
    }

    fn way(&self) -> std::sync::MutexGuard<'_, Way> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<S: Subscriber> Layer<S> for Told {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if !is_warning(event.metadata()) {
            return;
        }
        let kind =
            if *event.metadata().level() == Level::ERROR { MessageType::ERROR } else { MessageType::WARNING };
        let mut line = Line::default();
        event.record(&mut line);
        let line = line.message + &line.fields;
        match &mut *self.way() {
            Way::Open(outbox) => outbox.log(kind, line),
            Way::Waiting(lines) if lines.len() < MOST_EARLY => lines.push((kind, line)),
            Way::Waiting(_) => {}
        }
    }
}

/// An event as one line: what it says, and its facts behind that.
#[derive(Default)]
struct Line {
    message: String,
    fields: String,
}

impl Visit for Line {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.record_debug(field, &format_args!("{value}"));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        _ = match field.name() {
            "message" => write!(self.message, "{value:?}"),
            name => write!(self.fields, "; {name}: {value:?}"),
        };
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use std::panic;
    use std::sync::Arc;

    use serde_json::{Value, json};
    use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};
    use tower_lsp_server::LspService;
    use tower_lsp_server::jsonrpc::{Error, Result};

    use super::*;
    use crate::panics;
    use crate::server::Server;
    use crate::server::asked::Whatever;

    /// What a rule might do to us.
    const BROKEN: &str = "capplan/broken";

    impl Server {
        async fn broken(&self, _: Whatever) -> Result<Value> {
            let job = self.owner.read("broken", |_| -> Value { panic!("规则\n坏了 😀") });
            job.await.map_err(|_| Error::internal_error())
        }
    }

    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<u8>>>);

    impl Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    async fn send(stream: &mut DuplexStream, message: Value) {
        let body = message.to_string();
        stream.write_all(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes()).await.unwrap();
    }

    /// All that came, once it is enough.
    async fn received(stream: &mut DuplexStream, enough: impl Fn(&str) -> bool) -> String {
        let mut all = Vec::new();
        while !enough(&String::from_utf8_lossy(&all)) {
            assert!(stream.read_buf(&mut all).await.unwrap() > 0, "{}", String::from_utf8_lossy(&all));
        }
        String::from_utf8(all).unwrap()
    }

    #[tokio::test]
    async fn a_panic_is_answered_logged_once_and_told_once_and_the_session_goes_on() {
        let lines = Lines::default();
        let (told, written) = write_to(lines.clone(), Some(Level::INFO));
        let (service, socket) =
            LspService::build(|client| Server::new(client, Arc::default(), Arc::default(), told.clone()))
                .custom_method(BROKEN, Server::broken)
                .finish();
        let (mut ours, theirs) = tokio::io::duplex(1 << 16);
        let (input, output) = tokio::io::split(theirs);
        tokio::spawn(tower_lsp_server::Server::new(input, output, socket).serve(service));

        tracing::warn!(file = "规划.toml", "too early");
        tracing::info!("not for the client");
        let params = json!({ "processId": null, "capabilities": {}, "clientInfo": { "name": "试" } });
        send(&mut ours, json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params })).await;
        let answer = received(&mut ours, |said| said.contains("\"id\":1")).await;
        assert!(!answer.contains("too early"), "nothing may be said before: {answer}");
        send(&mut ours, json!({ "jsonrpc": "2.0", "method": "initialized", "params": {} })).await;
        let early = received(&mut ours, |said| said.contains("too early; file: 规划.toml")).await;
        assert!(early.contains("window/logMessage") && early.contains("\"type\":2"), "{early}");

        let usual = panic::take_hook();
        panics::log_those_that_nobody_catches();
        send(&mut ours, json!({ "jsonrpc": "2.0", "id": 2, "method": BROKEN, "params": {} })).await;
        send(&mut ours, json!({ "jsonrpc": "2.0", "id": 3, "method": BROKEN, "params": {} })).await;
        let mut said = received(&mut ours, |said| said.matches("坏了").count() >= 2).await;
        panic::set_hook(usual);
        let params = json!({ "jsonrpc": "2.0", "id": 4, "method": "capplan/clauses", "params": {} });
        send(&mut ours, params).await;
        said += &received(&mut ours, |said| said.contains("\"id\":4")).await;
        assert_eq!(said.matches("\"code\":-32603").count(), 2, "{said}");
        // Other tests panic on purpose, too, and their lines come this way.
        let of_rule: Vec<&str> = said.split("Content-Length").filter(|said| said.contains("坏了")).collect();
        assert_eq!(of_rule.len(), 2, "one a panic: {said}");
        let told = |said: &&str| {
            said.contains("\"type\":1") && said.contains("the session goes on: 规则 坏了 😀, at server/")
        };
        assert!(of_rule.iter().all(told), "{said}");
        assert!(!said.contains("not for the client"));

        drop(written);
        let lines = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
        assert_eq!(lines.matches("坏了").count(), 2, "one a panic: {lines}");
        let panic = lines.lines().find(|line| line.contains("坏了")).unwrap();
        assert!(panic.contains(" ERROR ") && panic.contains("job=\"broken\""), "{panic}");
        assert!(lines.contains("name=\"试\""), "{lines}");
    }
}
