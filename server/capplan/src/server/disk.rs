//! The thread that reads the disk for the owner: what it finds comes back as jobs.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;

use capplan_analysis::workspace::{Reading, Unreadable};

use super::owner::Owner;
use super::progress::Work;
use crate::files::{self, Config, NoBaseline};
use crate::panics::caught;
use crate::reading::read_all;

enum Task {
    /// Which `capplan.toml` holds for a document?
    Find(String),
    /// Has a workspace folder a `capplan.toml`?
    Root(String),
    /// Read the members of a plan set.
    Scan(Config, Reading, Work),
    /// Read one file.
    Read(String),
    /// Read a baseline.
    Baseline(String),
}

/// The queue of things to read.
pub(super) struct Disk {
    tasks: Sender<Task>,
}

impl Disk {
    /// Starts the thread; it ends when the session does.
    pub(super) fn start(owner: Owner) -> Self {
        let (tasks, queue) = mpsc::channel();
        let started = thread::Builder::new().name("disk".to_owned()).spawn(move || run(&owner, &queue));
        if let Err(error) = started {
            tracing::error!("the disk thread cannot start: {error}");
        }
        Self { tasks }
    }

    /// Asks which `capplan.toml` holds for a document; answered by `Session::found`.
    pub(super) fn find(&self, path: &str) {
        self.send(Task::Find(path.to_owned()));
    }

    /// Asks for the `capplan.toml` of a workspace folder; answered by `Session::root`.
    pub(super) fn root(&self, folder: &str) {
        self.send(Task::Root(folder.to_owned()));
    }

    /// Asks for the members of a plan set; answered by `Session::members` and then `Session::scanned`.
    pub(super) fn scan(&self, config: Config, reading: Reading, work: Work) {
        self.send(Task::Scan(config, reading, work));
    }

    /// Asks for one file; answered by `Session::file`.
    pub(super) fn read(&self, path: &str) {
        self.send(Task::Read(path.to_owned()));
    }

    /// Asks for a baseline; answered by `Session::baseline`.
    pub(super) fn baseline(&self, path: &str) {
        self.send(Task::Baseline(path.to_owned()));
    }

    fn send(&self, task: Task) {
        if self.tasks.send(task).is_err() {
            tracing::error!("the disk thread is gone");
        }
    }
}

fn run(owner: &Owner, queue: &Receiver<Task>) {
    for task in queue {
        match task {
            Task::Find(path) => {
                let config = guarded(|| files::config_above(Path::new(&path))).flatten();
                owner.mutate("find", move |session| session.found(&path, config));
            }
            Task::Root(folder) => {
                let config = guarded(|| files::config_in(Path::new(&folder))).flatten();
                owner.mutate("root", move |session| session.root(&folder, config));
            }
            Task::Scan(config, reading, work) => scan(owner, config, &reading, work),
            Task::Baseline(path) => {
                let failed = || Err(NoBaseline::Unreadable(Unreadable::Io("panic".to_owned())));
                let read = guarded(|| files::baseline(Path::new(&path))).unwrap_or_else(failed);
                owner.mutate("baseline", move |session| session.baseline(&path, read));
            }
            Task::Read(path) => {
                let folder =
                    guarded(|| files::config_above(Path::new(&path))).flatten().map(|config| config.folder);
                let text = files::read(Path::new(&path));
                owner.mutate("read", move |session| session.file(&path, folder.as_deref(), text));
            }
        }
    }
}

/// Reads the members of a plan set until the user stops it.
fn scan(owner: &Owner, config: Config, reading: &Reading, work: Work) {
    let paths = guarded(|| files::members(&config)).unwrap_or_default();
    let (work, all) = (Arc::new(work), paths.len());
    let done = Arc::new(AtomicUsize::new(0));
    let names: Vec<String> = paths.iter().map(|path| files::name_of(path)).collect();
    read_all(&paths, reading, &|| work.is_stopped(), &|members| {
        let (folder, work, done) = (config.folder.clone(), Arc::clone(&work), Arc::clone(&done));
        owner.mutate("scan", move |session| {
            if !work.is_stopped() {
                let done = done.fetch_add(members.len(), Ordering::Relaxed) + members.len();
                session.members(&folder, members);
                work.step(done, all);
            }
        });
    });
    owner.mutate("scan", move |session| session.scanned(&config.folder, names, work.is_stopped()));
}

/// A failure in here must not leave the owner waiting for an answer.
fn guarded<T>(job: impl FnOnce() -> T) -> Option<T> {
    caught(job)
        .inspect_err(|panic| tracing::error!("reading the disk panicked; the session goes on: {panic}"))
        .ok()
}
