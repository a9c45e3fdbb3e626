//! The one thread that owns documents and analysis, and its queue.
//!
//! The order of jobs is the order in which they were handed over. A job either mutates the session or reads it; the
//! type of its argument says which. A panic in a job is logged and the session goes on.

use std::sync::mpsc::{self, Receiver, Sender, TryRecvError};
use std::thread;
use std::time::Instant;

use tokio::sync::oneshot;
use tower_lsp_server::ls_types::Uri;

use super::outbox::Outbox;
use super::session::Session;
use super::view::View;
use crate::panics::caught;

/// Diagnostics are told after at most so many jobs, however fast they come.
const MOST_WAITING: usize = 64;

/// A reading job, boxed.
pub(super) type ReadJob = Box<dyn FnOnce(&mut View<'_>) + Send>;

enum Job {
    Mutate(&'static str, Box<dyn FnOnce(&mut Session) + Send>),
    Read(&'static str, ReadJob),
    /// Reads once the plan set of a document is loaded.
    ReadLoaded(&'static str, Uri, ReadJob),
    Stop,
}

/// The queue of jobs.
#[derive(Clone)]
pub(super) struct Owner {
    jobs: Sender<Job>,
}

impl Owner {
    /// Starts the thread.
    pub(super) fn start(outbox: &Outbox) -> Self {
        let (jobs, queue) = mpsc::channel();
        let owner = Self { jobs };
        let session = Session::new(owner.clone(), outbox.clone());
        let started = thread::Builder::new().name("owner".to_owned()).spawn(move || run(session, &queue));
        if let Err(error) = started {
            tracing::error!("the owner thread cannot start: {error}");
        }
        owner
    }

    /// Hands over a job that changes the session. Returns at once.
    pub(super) fn mutate(&self, name: &'static str, job: impl FnOnce(&mut Session) + Send + 'static) {
        self.send(Job::Mutate(name, Box::new(job)));
    }

    /// Hands over a job that reads the session, at once; the answer comes later, or an error when
    /// the job failed.
    pub(super) fn read<T: Send + 'static>(
        &self,
        name: &'static str,
        job: impl FnOnce(&mut View<'_>) -> T + Send + 'static,
    ) -> oneshot::Receiver<T> {
        let (job, answer) = answering(job);
        self.send(Job::Read(name, job));
        answer
    }

    /// As [`Owner::read`], but waits until the plan set of a document is loaded.
    pub(super) fn read_loaded<T: Send + 'static>(
        &self,
        name: &'static str,
        uri: &Uri,
        job: impl FnOnce(&mut View<'_>) -> T + Send + 'static,
    ) -> oneshot::Receiver<T> {
        let (job, answer) = answering(job);
        self.send(Job::ReadLoaded(name, uri.clone(), job));
        answer
    }

    /// Ends the thread after the jobs that wait.
    pub(super) fn stop(&self) {
        self.send(Job::Stop);
    }

    fn send(&self, job: Job) {
        if self.jobs.send(job).is_err() {
            tracing::debug!("a job came after the session's end");
        }
    }
}

fn answering<T: Send + 'static>(
    job: impl FnOnce(&mut View<'_>) -> T + Send + 'static,
) -> (ReadJob, oneshot::Receiver<T>) {
    let (sender, answer) = oneshot::channel();
    let job = move |view: &mut View<'_>| {
        // A cancelled request is answered by the framework; its job is not run any more.
        if !sender.is_closed() {
            let _ = sender.send(job(view));
        }
    };
    (Box::new(job), answer)
}

fn run(mut session: Session, queue: &Receiver<Job>) {
    let mut waiting = 0;
    loop {
        let job = match queue.try_recv() {
            Ok(job) => job,
            Err(TryRecvError::Disconnected) => return,
            Err(TryRecvError::Empty) => {
                if std::mem::take(&mut waiting) > 0 || session.diagnostics.rest {
                    guard("publish", &mut session, Session::publish);
                    if session.diagnostics.rest {
                        continue;
                    }
                }
                if session.workspace.has_to_judge() {
                    guard("judge", &mut session, Session::judge);
                    waiting = usize::from(!session.workspace.has_to_judge());
                    continue;
                }
                let Ok(job) = queue.recv() else { return };
                job
            }
        };
        let mutates = matches!(job, Job::Mutate(..));
        match job {
            Job::Mutate(name, job) => guard(name, &mut session, job),
            Job::Read(name, job) => guard(name, &mut session, |session| session.read(job)),
            Job::ReadLoaded(name, uri, job) => {
                guard(name, &mut session, |session| session.read_loaded(&uri, job));
            }
            Job::Stop => return,
        }
        waiting += usize::from(mutates || waiting > 0);
        if waiting >= MOST_WAITING {
            waiting = 0;
            guard("publish", &mut session, Session::publish);
        }
    }
}

/// Runs a job; after a panic the analysis is built anew from the documents' texts.
fn guard(name: &'static str, session: &mut Session, job: impl FnOnce(&mut Session)) {
    session.begin(name);
    let began = Instant::now();
    let Err(panic) = caught(|| job(session)) else {
        tracing::debug!(job = name, document = session.document(), "done in {:?}", began.elapsed());
        return session.log_redone();
    };
    tracing::error!(
        job = name,
        document = session.document(),
        "a job panicked; the session goes on: {panic}"
    );
    if let Err(panic) = caught(|| session.recover()) {
        tracing::error!("the analysis could not be rebuilt: {panic}");
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use std::time::Duration;

    use tower_lsp_server::LspService;
    use tower_lsp_server::ls_types::{DidOpenTextDocumentParams, InitializeParams};

    use super::*;
    use crate::server::Server;
    use crate::server::packed::unpacked;

    /// An owner, and the service that it belongs to.
    fn served() -> (Owner, LspService<Server>) {
        let (service, _) = LspService::new(|client| {
            Server::new(client, std::sync::Arc::default(), std::sync::Arc::default(), Default::default())
        });
        (service.inner().owner.clone(), service)
    }

    fn open(owner: &Owner) {
        let item = r#"{"textDocument":{"uri":"untitled:plan","languageId":"yaml","version":1,"text":"standard: T/AIITRE 20001—2021\ncapabilities: [{id: NC-01, level: CL9}]\n"}}"#;
        let item: DidOpenTextDocumentParams = serde_json::from_str(item).unwrap();
        owner.mutate("didOpen", move |session| session.open(item.text_document));
    }

    /// An owner with one open plan, and the service that it belongs to.
    fn owner() -> (Owner, LspService<Server>) {
        let (owner, service) = served();
        open(&owner);
        (owner, service)
    }

    fn levels(owner: &Owner) -> oneshot::Receiver<String> {
        let params = r#"{"textDocument":{"uri":"untitled:plan"}}"#;
        let params = serde_json::from_str(params).unwrap();
        owner.read("diagnostic", move |view| {
            let (answer, mut out) = (serde_json::to_vec(&view.diagnostic(&params)).unwrap(), Vec::new());
            unpacked(&answer, &view.session().carried, &mut out);
            String::from_utf8(out).unwrap()
        })
    }

    #[tokio::test]
    async fn a_panic_in_a_job_is_survived_and_the_documents_with_it() {
        let (owner, _service) = owner();
        assert!(levels(&owner).await.unwrap().contains("unknown-level"));
        owner.mutate("broken", |_| panic!("on purpose"));
        assert!(owner.read("broken", |_| -> () { panic!("on purpose") }).await.is_err());
        assert!(levels(&owner).await.unwrap().contains("unknown-level"));
    }

    #[tokio::test]
    async fn jobs_run_in_the_order_in_which_they_are_handed_over() {
        let (owner, _service) = owner();
        let (sender, seen) = mpsc::channel();
        for number in 0..1000 {
            let sender = sender.clone();
            if number % 3 == 0 {
                drop(owner.read("number", move |_| ()));
                owner.mutate("number", move |_| sender.send(number).unwrap());
            } else {
                owner.mutate("number", move |_| sender.send(number).unwrap());
            }
        }
        drop(sender);
        levels(&owner).await.unwrap();
        assert!(seen.try_iter().eq(0..1000));
    }

    #[tokio::test]
    async fn what_waits_is_told_though_jobs_keep_coming() {
        let (owner, _service) = served();
        let told = |session: &Session| session.diagnostics.has_told("untitled:plan");
        let (sender, seen) = mpsc::channel();
        owner.mutate("initialize", |session| {
            let params = InitializeParams::default();
            session.initialize(
                super::super::session::Capabilities::of(&params),
                super::super::settings::Layers::of(&params),
            );
            // The queue fills meanwhile: it is never empty until all have run.
            std::thread::sleep(Duration::from_millis(300));
        });
        open(&owner);
        for _ in 0..3 * MOST_WAITING {
            let sender = sender.clone();
            owner.mutate("look", move |session| sender.send(told(session)).unwrap());
        }
        drop(sender);
        levels(&owner).await.unwrap();
        let seen: Vec<bool> = seen.try_iter().collect();
        assert!(!seen[0] && seen[MOST_WAITING], "{seen:?}");
    }
}
