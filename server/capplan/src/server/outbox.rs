//! What goes to the client on the server's own account. Nobody who puts something in here waits for it.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use serde_json::json;
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio::time::timeout;
use tower_lsp_server::Client;
use tower_lsp_server::ls_types::notification::{
    DidChangeConfiguration, DidChangeWatchedFiles, Notification, PublishDiagnostics,
};
use tower_lsp_server::ls_types::{
    ConfigurationItem, InitializeParams, MessageType, PublishDiagnosticsParams, Registration, Uri,
};

use super::asked::{About, StatusChanged};
use super::carried::Carried;
use super::owner::Owner;
use super::progress::{self, Work, Works};
use super::session::Capabilities;
use super::settings::{self, SECTION};
use crate::files::CONFIG_NAME;

/// A client that does not answer for so long is not waited for any longer.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);
/// So many lines of the log wait for a client that reads nothing.
const MOST_LOGGED: usize = 100;
/// What is watched: every file that some `include` could name.
const WATCHED: [&str; 1] = ["**/*.{md,markdown,yaml,yml}"];

enum Message {
    Publish(PublishDiagnosticsParams),
    Say(MessageType, String),
    Log(MessageType, String),
    Refresh(Asked),
    Status(About),
    Watch(Registration),
    Show(progress::Shown),
}

/// What a client can be told to ask for again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    Diagnostics,
    Tokens,
    Lenses,
    Hints,
}

/// What the client takes from the server.
#[derive(Default)]
struct Takes {
    pulls: bool,
    configuration: bool,
    watched_files: bool,
    configuration_changes: bool,
    token_refreshes: bool,
    lens_refreshes: bool,
    hint_refreshes: bool,
    progress: bool,
    status_changes: bool,
}

/// The way to the client.
#[derive(Clone)]
pub(super) struct Outbox {
    client: Client,
    messages: UnboundedSender<Message>,
    takes: Arc<OnceLock<Takes>>,
    carried: Arc<Carried>,
    works: Arc<Works>,
    logged: Arc<AtomicUsize>,
}

impl Outbox {
    /// Starts the task that sends, in the order in which things were put in.
    pub(super) fn new(client: Client, carried: Arc<Carried>) -> Self {
        let (messages, queue) = mpsc::unbounded_channel();
        let works = Arc::<Works>::default();
        let this = Self { client, messages, takes: Arc::default(), carried, works, logged: Arc::default() };
        // The task ends when all outboxes are gone, so that it may not have one itself.
        tokio::spawn(send_all(
            this.client.clone(),
            Arc::clone(&this.carried),
            Arc::clone(&this.works),
            Arc::clone(&this.logged),
            queue,
        ));
        this
    }

    /// Notes what the client says of itself.
    pub(super) fn initialize(&self, params: &InitializeParams) {
        let workspace = params.capabilities.workspace.as_ref();
        let watched = workspace.and_then(|client| client.did_change_watched_files.as_ref());
        let changes = workspace.and_then(|client| client.did_change_configuration.as_ref());
        let tokens = workspace.and_then(|client| client.semantic_tokens.as_ref());
        let lenses = workspace.and_then(|client| client.code_lens.as_ref());
        let hints = workspace.and_then(|client| client.inlay_hint.as_ref());
        let window = params.capabilities.window.as_ref();
        let takes = Takes {
            progress: window.and_then(|client| client.work_done_progress).unwrap_or_default(),
            status_changes: settings::initial_switch(params, "statusChanges"),
            lens_refreshes: lenses.and_then(|client| client.refresh_support).unwrap_or_default(),
            hint_refreshes: hints.and_then(|client| client.refresh_support).unwrap_or_default(),
            token_refreshes: tokens.and_then(|client| client.refresh_support).unwrap_or_default(),
            pulls: Capabilities::of(params).pulls,
            configuration: workspace.and_then(|client| client.configuration).unwrap_or_default(),
            watched_files: watched.and_then(|client| client.dynamic_registration).unwrap_or_default(),
            configuration_changes: changes.and_then(|client| client.dynamic_registration).unwrap_or_default(),
        };
        if self.takes.set(takes).is_err() {
            tracing::warn!("initialized twice");
        }
    }

    /// Whether the client asks for diagnostics itself.
    pub(super) fn pulls(&self) -> bool {
        self.takes.get().is_some_and(|takes| takes.pulls)
    }

    /// The texts that are on their way.
    pub(super) fn carried(&self) -> Arc<Carried> {
        Arc::clone(&self.carried)
    }

    /// Publishes diagnostics; what is superseded before it could be sent is left out.
    pub(super) fn publish(&self, diagnostics: PublishDiagnosticsParams) {
        self.put(Message::Publish(diagnostics));
    }

    /// Begins work that may take long: the user sees how far it is and can stop it, where the client shows such.
    pub(super) fn begin(&self, title: &str) -> Work {
        let (work, shown) = self.works.begin(title);
        if self.takes.get().is_some_and(|takes| takes.progress) {
            self.put(Message::Show(shown));
        }
        work
    }

    /// The user stops work that is under way.
    pub(super) fn cancel(&self, cancel: &progress::Cancel) {
        self.works.cancel(cancel);
    }

    /// Shows a message to the user.
    pub(super) fn warn(&self, message: String) {
        self.put(Message::Say(MessageType::WARNING, message));
    }

    /// Tells the user what was asked for.
    pub(super) fn inform(&self, message: String) {
        self.put(Message::Say(MessageType::INFO, message));
    }

    /// Puts a line into the client's log. Whatever a client has not taken yet is bounded.
    pub(super) fn log(&self, kind: MessageType, mut line: String) {
        let waiting = self.logged.fetch_add(1, Ordering::Relaxed) + 1;
        if waiting > MOST_LOGGED {
            self.logged.fetch_sub(1, Ordering::Relaxed);
            return;
        }
        if waiting == MOST_LOGGED {
            line.push_str(" (what follows stands in the server's own log)");
        }
        self.put(Message::Log(kind, line));
    }

    /// Makes the client ask for lenses again, if it can be told to.
    pub(super) fn refresh_lenses(&self) {
        if self.takes.get().is_some_and(|takes| takes.lens_refreshes) {
            self.put(Message::Refresh(Asked::Lenses));
        }
    }

    /// Makes the client ask for hints again, if it can be told to.
    pub(super) fn refresh_hints(&self) {
        if self.takes.get().is_some_and(|takes| takes.hint_refreshes) {
            self.put(Message::Refresh(Asked::Hints));
        }
    }

    /// Makes the client ask for diagnostics again.
    pub(super) fn refresh(&self) {
        self.put(Message::Refresh(Asked::Diagnostics));
    }

    /// Makes the client ask for tokens again, if it can be told to.
    pub(super) fn recolour(&self) {
        if self.takes.get().is_some_and(|takes| takes.token_refreshes) {
            self.put(Message::Refresh(Asked::Tokens));
        }
    }

    /// Says that the status of a document may be another, to a client that asked for that.
    pub(super) fn status_changed(&self, uri: &Uri) {
        if self.takes.get().is_some_and(|takes| takes.status_changes) {
            self.put(Message::Status(About { uri: uri.clone() }));
        }
    }

    fn put(&self, message: Message) {
        if self.messages.send(message).is_err() {
            tracing::debug!("the client is gone");
        }
    }

    /// Asks the client to tell of changes on the disk and in its settings.
    pub(super) fn register(&self) {
        let Some(takes) = self.takes.get() else { return };
        let mut wanted = Vec::new();
        if takes.watched_files {
            let config = format!("**/{CONFIG_NAME}");
            let globs = WATCHED.into_iter().chain([config.as_str()]);
            let watchers: Vec<_> = globs.map(|glob| json!({ "globPattern": glob })).collect();
            wanted.push((DidChangeWatchedFiles::METHOD, json!({ "watchers": watchers })));
        }
        if takes.configuration_changes {
            wanted.push((DidChangeConfiguration::METHOD, json!({ "section": SECTION })));
        }
        let registrations: Vec<Registration> = wanted
            .into_iter()
            .map(|(method, options)| Registration {
                id: format!("{SECTION}:{method}"),
                method: method.to_owned(),
                register_options: Some(options),
            })
            .collect();
        if !registrations.is_empty() {
            register(&self.client, registrations);
        }
    }

    /// Asks the client to tell of changes of one file, wherever it lies.
    pub(super) fn watch(&self, path: &str) {
        if !self.takes.get().is_some_and(|takes| takes.watched_files) {
            return;
        }
        // Globs have no escape; one character more or less that fits costs nothing.
        let name = path.rsplit('/').next().unwrap_or(path).replace(['*', '[', ']', '{', '}', '\\'], "?");
        let registration = Registration {
            id: format!("{SECTION}:{path}"),
            method: DidChangeWatchedFiles::METHOD.to_owned(),
            register_options: Some(json!({ "watchers": [{ "globPattern": format!("**/{name}") }] })),
        };
        self.put(Message::Watch(registration));
    }

    /// Asks the client for its settings; they come to the owner as a job.
    pub(super) fn fetch_settings(&self, owner: Owner) {
        if !self.takes.get().is_some_and(|takes| takes.configuration) {
            return;
        }
        let client = self.client.clone();
        let item = ConfigurationItem { scope_uri: None, section: Some(SECTION.to_owned()) };
        tokio::spawn(async move {
            match client.configuration(vec![item]).await {
                Ok(values) => {
                    let settings = values.into_iter().next().unwrap_or_default();
                    owner.mutate("configuration", move |session| session.configure(&settings));
                }
                Err(error) => tracing::warn!("the client tells no settings: {error}"),
            }
        });
    }
}

/// Registers without waiting for the client's consent.
fn register(client: &Client, registrations: Vec<Registration>) {
    let client = client.clone();
    tokio::spawn(async move {
        if let Err(error) = client.register_capability(registrations).await {
            tracing::warn!("the client registers nothing: {error}");
        }
    });
}

/// Sends what is put in. Of several publications for one document that wait, only the last is sent.
async fn send_all(
    client: Client,
    carried: Arc<Carried>,
    works: Arc<Works>,
    logged: Arc<AtomicUsize>,
    mut queue: UnboundedReceiver<Message>,
) {
    let refreshers = [Asked::Diagnostics, Asked::Tokens, Asked::Lenses, Asked::Hints].map(Refresher::new);
    let mut batch = Vec::new();
    while queue.recv_many(&mut batch, usize::MAX).await > 0 {
        let mut kept: Vec<Message> = Vec::with_capacity(batch.len());
        for message in batch.drain(..).rev() {
            let superseded = match &message {
                Message::Publish(new) => {
                    kept.iter().any(|old| matches!(old, Message::Publish(old) if old.uri == new.uri))
                }
                Message::Refresh(new) => {
                    kept.iter().any(|old| matches!(old, Message::Refresh(old) if old == new))
                }
                Message::Status(new) => {
                    kept.iter().any(|old| matches!(old, Message::Status(old) if old == new))
                }
                Message::Say(..) | Message::Log(..) | Message::Watch(_) | Message::Show(_) => false,
            };
            match message {
                Message::Publish(old) if superseded => {
                    old.diagnostics.iter().for_each(|stand_in| drop(carried.take(&stand_in.message)));
                }
                _ if superseded => {}
                message => kept.push(message),
            }
        }
        for message in kept.into_iter().rev() {
            match message {
                Message::Publish(params) => client.send_notification::<PublishDiagnostics>(params).await,
                Message::Status(about) => client.send_notification::<StatusChanged>(about).await,
                Message::Say(kind, text) => client.show_message(kind, text).await,
                Message::Log(kind, line) => {
                    client.log_message(kind, line).await;
                    logged.fetch_sub(1, Ordering::Relaxed);
                }
                Message::Refresh(what) => {
                    refreshers.iter().filter(|of| of.what == what).for_each(|of| of.ask(&client));
                }
                Message::Show(work) => {
                    let (works, client) = (Arc::clone(&works), client.clone());
                    tokio::spawn(async move { works.show(work, &client).await });
                }
                Message::Watch(registration) => register(&client, vec![registration]),
            }
        }
    }
}

/// At most one refresh is under way; one more is remembered.
#[derive(Clone)]
struct Refresher {
    what: Asked,
    running: Arc<AtomicBool>,
    again: Arc<AtomicBool>,
}

impl Refresher {
    fn new(what: Asked) -> Self {
        Self { what, running: Arc::default(), again: Arc::default() }
    }

    fn ask(&self, client: &Client) {
        self.again.store(true, Ordering::SeqCst);
        if self.running.swap(true, Ordering::SeqCst) {
            return;
        }
        let (this, client) = (self.clone(), client.clone());
        tokio::spawn(async move {
            loop {
                while this.again.swap(false, Ordering::SeqCst) {
                    let answer = async {
                        match this.what {
                            Asked::Diagnostics => client.workspace_diagnostic_refresh().await,
                            Asked::Tokens => client.semantic_tokens_refresh().await,
                            Asked::Lenses => client.code_lens_refresh().await,
                            Asked::Hints => client.inlay_hint_refresh().await,
                        }
                    };
                    match timeout(PATIENCE, answer).await {
                        Ok(Ok(())) => {}
                        Ok(Err(error)) => tracing::warn!("the client refreshes no {:?}: {error}", this.what),
                        Err(_) => tracing::warn!("the client does not answer a refresh"),
                    }
                }
                this.running.store(false, Ordering::SeqCst);
                // Asked for again between the two lines above, and nobody else began since.
                if !this.again.load(Ordering::SeqCst) || this.running.swap(true, Ordering::SeqCst) {
                    return;
                }
            }
        });
    }
}
