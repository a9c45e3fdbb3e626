//! From the first byte to the exit code.

use std::future::{Future, pending};
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::Notify;
use tower_lsp_server::LspService;

use super::log::{self, Log, Told};
use super::wire::{Incoming, NOT_A_MESSAGE, Outgoing};
use super::{Server, asked, memory, parent, progress};
use crate::panics;

/// So many requests may wait for their answers before reading pauses.
const MOST_PENDING: usize = 512;
/// After the end of input, or `exit`, answers under way have so much time.
const GRACE: Duration = Duration::from_secs(2);
/// How often it is looked whether the parent process lives.
const LOOK: Duration = Duration::from_secs(2);

/// How a session ends.
#[derive(Default)]
pub(super) struct Ending {
    shut_down: AtomicBool,
    input_over: Notify,
    orphaned: Notify,
}

impl Ending {
    /// The client asked for an orderly end.
    pub(super) fn shut_down(&self) {
        self.shut_down.store(true, Ordering::Relaxed);
    }

    /// Nothing more will be read.
    pub(super) fn input_over(&self) {
        self.input_over.notify_one();
    }

    /// Ends the session when a process dies. One that cannot be seen at the start (it may live in another container) is
    /// not watched.
    pub(super) fn watch_parent(self: &Arc<Self>, process: Option<u32>) {
        let Some(process) = process.filter(|process| parent::is_alive(*process)) else { return };
        let ending = Arc::clone(self);
        tokio::spawn(async move {
            while parent::is_alive(process) {
                tokio::time::sleep(LOOK).await;
            }
            ending.orphaned.notify_one();
        });
    }

    async fn out_of_time(&self) {
        self.input_over.notified().await;
        tokio::time::sleep(GRACE).await;
    }
}

/// Serves on standard input and output; returns the exit code: 0 after `shutdown`, else 1.
///
/// # Errors
/// When the log's file cannot be opened.
pub fn run(log: &Log) -> io::Result<u8> {
    let (told, written) = log::start(log)?;
    panics::log_those_that_nobody_catches();
    tracing::info!(version = env!("CARGO_PKG_VERSION"), process = std::process::id(), "the server starts");
    memory::give_back_long_pieces();
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            tracing::error!("cannot start: {error}");
            return Ok(1);
        }
    };
    let code = runtime.block_on(serve_telling(tokio::io::stdin(), tokio::io::stdout(), told, terminated()));
    tracing::info!(code, "the server ends");
    // A read of standard input may be under way for ever.
    runtime.shutdown_background();
    drop(written);
    Ok(code)
}

/// Serves one client; returns the exit code. Must run inside a tokio runtime.
pub async fn serve(input: impl AsyncRead + Unpin, output: impl AsyncWrite + Unpin) -> u8 {
    serve_telling(input, output, Told::default(), pending()).await
}

/// The process is asked to end (SIGTERM); never where systems know no such signal.
async fn terminated() {
    #[cfg(unix)]
    if let Ok(mut signal) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        signal.recv().await;
        return;
    }
    pending::<()>().await;
}

/// As [`serve`], until something else ends it; and the client is told what is logged and a user must know.
async fn serve_telling(
    input: impl AsyncRead + Unpin,
    output: impl AsyncWrite + Unpin,
    told: Told,
    ended: impl Future<Output = ()>,
) -> u8 {
    let ending = Arc::new(Ending::default());
    let (carried, spellings) = (Arc::default(), Arc::default());
    let (service, socket) = LspService::build(|client| {
        Server::new(client, Arc::clone(&carried), Arc::clone(&ending), told.clone())
    })
    .custom_method(NOT_A_MESSAGE, Server::not_a_message)
    .custom_method(progress::CANCEL, Server::cancel_work)
    .custom_method(super::standard::REQUEST, Server::standard)
    .custom_method(asked::STATUS, Server::status)
    .custom_method(asked::REPORT, Server::report)
    .custom_method(asked::CLAUSES, Server::clauses)
    .custom_method(asked::TEMPLATES, Server::templates)
    .finish();
    let input = Incoming::new(input, Arc::clone(&carried), Arc::clone(&spellings), Arc::clone(&ending));
    let output = Outgoing::new(output, carried, spellings);
    let server = tower_lsp_server::Server::new(input, output, socket).concurrency_level(MOST_PENDING);
    tokio::select! {
        () = server.serve(service) => {}
        () = ending.out_of_time() => tracing::warn!("left with answers under way"),
        () = ending.orphaned.notified() => tracing::warn!("the parent process is gone"),
        () = ended => tracing::info!("the process was asked to end"),
    }
    u8::from(!ending.shut_down.load(Ordering::Relaxed))
}
