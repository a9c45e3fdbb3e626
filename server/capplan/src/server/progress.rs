//! Work that may take long, shown by the client with a way to stop it (LSP 3.17, "Work Done Progress").

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use dashmap::DashMap;
use serde::Deserialize;
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio::time::{sleep, timeout};
use tower_lsp_server::Client;
use tower_lsp_server::ls_types::ProgressToken;

use super::outbox::PATIENCE;

/// The notification by which the user stops what is under way.
pub(super) const CANCEL: &str = "window/workDoneProgress/cancel";
/// What is done sooner is not shown.
const SOON: Duration = Duration::from_millis(400);

/// What [`CANCEL`] says.
#[derive(Deserialize)]
pub(super) struct Cancel {
    token: ProgressToken,
}

/// All work that is shown, by its token.
#[derive(Default)]
pub(super) struct Works {
    next: AtomicU64,
    stopped: DashMap<String, Arc<AtomicBool>>,
}

/// One piece of work, as its doer sees it. It is over when this is dropped.
#[derive(Debug)]
pub(super) struct Work {
    steps: UnboundedSender<(usize, usize)>,
    stopped: Arc<AtomicBool>,
}

/// One piece of work, as it is shown.
pub(super) struct Shown {
    token: String,
    title: String,
    steps: UnboundedReceiver<(usize, usize)>,
    stopped: Arc<AtomicBool>,
}

impl Work {
    /// So many of so many steps are done.
    pub(super) fn step(&self, done: usize, all: usize) {
        // A client that shows no progress has nobody listening.
        _ = self.steps.send((done, all));
    }

    /// Whether the user stopped it.
    pub(super) fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }
}

impl Works {
    /// Begins a piece of work, which may be shown.
    pub(super) fn begin(&self, title: &str) -> (Work, Shown) {
        let token = format!("capplan:{}", self.next.fetch_add(1, Ordering::Relaxed));
        let stopped = Arc::new(AtomicBool::new(false));
        let (sender, steps) = mpsc::unbounded_channel();
        let shown = Shown { token, title: title.to_owned(), steps, stopped: Arc::clone(&stopped) };
        (Work { steps: sender, stopped }, shown)
    }

    /// The user stops a piece of work.
    pub(super) fn cancel(&self, cancel: &Cancel) {
        if let ProgressToken::String(token) = &cancel.token
            && let Some(stopped) = self.stopped.get(token)
        {
            stopped.store(true, Ordering::Relaxed);
        }
    }

    /// Shows a piece of work until it is over. A client that does not answer is shown nothing.
    pub(super) async fn show(&self, work: Shown, client: &Client) {
        let Shown { token, title, mut steps, stopped } = work;
        sleep(SOON).await;
        if steps.is_closed() {
            return;
        }
        let shown = ProgressToken::String(token.clone());
        match timeout(PATIENCE, client.create_work_done_progress(shown.clone())).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => return tracing::info!("the client shows no progress: {error}"),
            Err(_) => return tracing::warn!("the client does not answer about progress"),
        }
        self.stopped.insert(token.clone(), stopped);
        let progress = client.progress(shown, title).with_percentage(0).with_cancel_button().begin().await;
        let mut batch = Vec::new();
        while steps.recv_many(&mut batch, usize::MAX).await > 0 {
            let Some((done, all)) = batch.drain(..).next_back() else { continue };
            let percentage = u32::try_from(done * 100 / all.max(1)).unwrap_or(100).min(100);
            progress.report_with_message(format!("{done}/{all}"), percentage, Some(true)).await;
        }
        self.stopped.remove(&token);
        progress.finish().await;
    }
}
