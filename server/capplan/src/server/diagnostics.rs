//! Findings as diagnostics: pushed to clients that cannot be told to ask again, answered to the others.
//!
//! What is told belongs to the text that the analysis has at that moment, and says so by its version. Whether something
//! is new is known by the number of what is shown ([`capplan_analysis::workspace::Workspace::revision`]), so that nothing
//! is made or compared for a client that has it.

use std::collections::{BTreeMap, BTreeSet};

use tower_lsp_server::ls_types::{
    Diagnostic, DocumentDiagnosticReport, DocumentDiagnosticReportResult, FullDocumentDiagnosticReport,
    PreviousResultId, PublishDiagnosticsParams, RelatedFullDocumentDiagnosticReport,
    RelatedUnchangedDocumentDiagnosticReport, UnchangedDocumentDiagnosticReport, Uri,
    WorkspaceDocumentDiagnosticReport, WorkspaceFullDocumentDiagnosticReport,
    WorkspaceUnchangedDocumentDiagnosticReport,
};

use super::outbox::Outbox;
use super::render::items;
use super::session::Session;
use super::{from_proto, to_proto};

/// So many documents that are not open are told of at a time.
const MOST_CLOSED: usize = 64;
/// The id of what is told of a document that is no plan, or of which nothing is left to tell.
const NO_PLAN: &str = "-";

/// What the client was told, and what may have changed since.
#[derive(Default)]
pub(super) struct Diagnostics {
    /// Documents edited since the last publication.
    touched: BTreeSet<String>,
    /// Documents of which something else may be shown since.
    suspected: BTreeSet<String>,
    /// The id of what was last told of each document.
    told: BTreeMap<String, String>,
    /// Whether there is more to tell than was told last.
    pub(super) rest: bool,
    /// How often the analysis was built anew: its numbers begin again then.
    epoch: u32,
}

impl Diagnostics {
    /// The text of a document changed.
    pub(super) fn touch(&mut self, path: &str) {
        self.touched.insert(path.to_owned());
    }

    /// The findings of documents may have changed.
    pub(super) fn suspect<'a>(&mut self, paths: impl Iterator<Item = &'a String>) {
        self.suspected.extend(paths.cloned());
    }

    /// A document is gone from the editor. A client that asks for all is told with the next answer that nothing is left:
    /// it keeps what it has of a closed document until then.
    pub(super) fn clear(&mut self, path: &str, uri: &Uri, outbox: &Outbox, asks_for_all: bool) {
        self.touched.remove(path);
        if self.told.remove(path).is_none_or(|id| id == NO_PLAN) {
            return;
        }
        if !outbox.pulls() {
            outbox.publish(PublishDiagnosticsParams::new(uri.clone(), Vec::new(), None));
        } else if asks_for_all {
            self.tell(path, NO_PLAN.to_owned());
        }
    }

    /// The analysis is built anew.
    pub(super) fn begin_anew(&mut self) {
        self.epoch += 1;
        self.rest = false;
    }

    /// Whether anything was said about a document.
    #[cfg(test)]
    pub(super) fn has_told(&self, path: &str) -> bool {
        self.told.contains_key(path)
    }

    fn knows(&self, path: &str, id: &str) -> bool {
        self.told.get(path).is_some_and(|told| told == id)
    }

    fn tell(&mut self, path: &str, id: String) {
        self.told.insert(path.to_owned(), id);
    }
}

impl Session {
    /// The id of what there is to tell of a document; none when it is no plan. The same as long as that stays the same.
    fn state(&mut self, path: &str) -> Option<String> {
        let revision = match self.workspace.revision(path) {
            Some(revision) => revision.to_string(),
            None => self.workspace.findings(path).first()?.message.clone(),
        };
        Some(format!("{}.{revision}", self.diagnostics.epoch))
    }

    /// Tells the client all that changed.
    pub(super) fn publish_all(&mut self) {
        self.publish();
        while self.diagnostics.rest {
            self.publish();
        }
    }

    /// Tells the client what changed: the findings themselves where they are pushed, else that it should ask again. Of many
    /// documents that are not open only some, so that an edit need not wait.
    pub(super) fn publish(&mut self) {
        self.analyse();
        let touched = std::mem::take(&mut self.diagnostics.touched);
        let mut suspected = std::mem::take(&mut self.diagnostics.suspected);
        suspected.extend(touched.iter().cloned());
        let loading: BTreeSet<String> = suspected.extract_if(.., |path| self.is_loading(path)).collect();
        self.diagnostics.suspected.extend(loading);
        let (mut refresh, mut open_changed, mut signs_anew) = (false, false, false);
        // Open documents first: somebody looks at them.
        let (open, mut closed): (Vec<String>, Vec<String>) =
            suspected.into_iter().partition(|path| self.documents.contains_key(path));
        let rest = closed.split_off(closed.len().min(MOST_CLOSED));
        self.diagnostics.rest = !rest.is_empty();
        self.diagnostics.suspected.extend(rest);
        for path in open.into_iter().chain(closed) {
            let edited = touched.contains(&path);
            let Some(open) = self.documents.get(&path) else {
                refresh |= self.tell_of_closed(&path) && self.client.pulls;
                continue;
            };
            self.outbox.status_changed(&open.uri);
            signs_anew |= self.signs_anew(&path);
            if self.client.pulls {
                open_changed |= !edited && self.is_outdated(&path);
                refresh |= open_changed;
            } else {
                self.push(&path, edited);
            }
        }
        if signs_anew {
            self.refresh_signatures();
        }
        // A request that waits for what is not open is answered instead.
        if self.answer_poll() {
            refresh &= open_changed;
        }
        if refresh {
            self.outbox.refresh();
        }
    }

    /// Takes note of what is found in a member of a set that is not open, and publishes it where diagnostics are pushed;
    /// returns whether that is new.
    fn tell_of_closed(&mut self, path: &str) -> bool {
        let state = if self.is_member(path) { self.state(path) } else { None };
        if self.diagnostics.told.get(path) == state.as_ref() {
            return false;
        }
        let items = if state.is_some() { items(self, path) } else { Vec::new() };
        if items.is_empty() && self.diagnostics.told.get(path).is_none_or(|id| id == NO_PLAN) {
            return false;
        }
        match state.filter(|_| !items.is_empty()) {
            Some(state) => self.diagnostics.tell(path, state),
            None if self.polls.has_answered() => self.diagnostics.tell(path, NO_PLAN.to_owned()),
            None => drop(self.diagnostics.told.remove(path)),
        }
        if let Some(uri) = to_proto::uri(path).filter(|_| !self.client.pulls) {
            self.outbox.publish(PublishDiagnosticsParams::new(uri, items, None));
        }
        true
    }

    /// Whether the client was answered something else before.
    fn is_outdated(&mut self, path: &str) -> bool {
        self.diagnostics.told.contains_key(path) && {
            let state = self.state(path);
            !self.diagnostics.knows(path, state.as_deref().unwrap_or(NO_PLAN))
        }
    }

    /// Publishes the diagnostics of a plan that was edited or judged anew; once empty ones for what is no plan any more.
    fn push(&mut self, path: &str, edited: bool) {
        let Some(open) = self.documents.get(path) else { return };
        let (uri, version) = (open.uri.clone(), open.version);
        let items = match self.state(path) {
            Some(state) if !edited && self.diagnostics.knows(path, &state) => return,
            Some(state) => {
                self.diagnostics.tell(path, state);
                items(self, path)
            }
            None if self.diagnostics.told.remove(path).is_some() => Vec::new(),
            None => return,
        };
        self.outbox.publish(PublishDiagnosticsParams::new(uri, items, Some(version)));
    }
}

/// Answers a client that asks; `previous` is the id of the answer that it has.
pub(super) fn answer(
    session: &mut Session,
    path: &str,
    previous: Option<&str>,
) -> DocumentDiagnosticReportResult {
    let known = session.documents.contains_key(path) || session.is_member(path);
    let state = if known { session.state(path) } else { None };
    // What the client asked for after its edit is answered; if more comes, it has to be told to ask again.
    session.diagnostics.touched.remove(path);
    let id = state.clone().unwrap_or_else(|| NO_PLAN.to_owned());
    session.diagnostics.tell(path, id.clone());
    let report = if previous == Some(id.as_str()) {
        DocumentDiagnosticReport::Unchanged(RelatedUnchangedDocumentDiagnosticReport {
            related_documents: None,
            unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id: id },
        })
    } else {
        let items = if state.is_some() { items(session, path) } else { Vec::new() };
        DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport {
            related_documents: None,
            full_document_diagnostic_report: FullDocumentDiagnosticReport { result_id: Some(id), items },
        })
    };
    DocumentDiagnosticReportResult::Report(report)
}

/// Answers a client that asks for all: the members of plan sets that are not open; of open documents it asks one by one.
/// What it still has of others is taken back.
pub(super) fn answer_all(
    session: &mut Session,
    previous: Vec<PreviousResultId>,
) -> Vec<WorkspaceDocumentDiagnosticReport> {
    let mut previous: BTreeMap<String, (Uri, String)> =
        previous.into_iter().map(|had| (from_proto::path(&had.uri), (had.uri, had.value))).collect();
    let (mut reports, mut gone) = (Vec::new(), Vec::new());
    for (path, id) in session.diagnostics.told.clone() {
        let had = previous.remove(&path);
        if session.documents.contains_key(&path) {
            continue;
        }
        let Some(uri) = had.as_ref().map(|(uri, _)| uri.clone()).or_else(|| to_proto::uri(&path)) else {
            continue;
        };
        if id == NO_PLAN {
            // Once the client knows, there is nothing more to say of it.
            session.diagnostics.told.remove(&path);
            gone.push(uri);
            continue;
        }
        reports.push(if had.is_some_and(|(_, had)| had == id) {
            WorkspaceDocumentDiagnosticReport::Unchanged(WorkspaceUnchangedDocumentDiagnosticReport {
                uri,
                version: None,
                unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id: id },
            })
        } else {
            full(uri, Some(id), items(session, &path))
        });
    }
    let others = previous.into_iter().filter(|(path, _)| !session.documents.contains_key(path));
    gone.extend(others.map(|(_, (uri, _))| uri));
    reports.extend(gone.into_iter().map(|uri| full(uri, None, Vec::new())));
    reports
}

/// Whether [`answer_all`] would tell a client something that it does not have.
pub(super) fn has_news(session: &Session, previous: &[PreviousResultId]) -> bool {
    let is_open = |path: &String| session.documents.contains_key(path);
    let had: BTreeMap<String, &str> =
        previous.iter().map(|had| (from_proto::path(&had.uri), had.value.as_str())).collect();
    let told = &session.diagnostics.told;
    let others = told.iter().any(|(path, id)| !is_open(path) && had.get(path) != Some(&id.as_str()));
    others || had.keys().any(|path| !is_open(path) && !told.contains_key(path))
}

fn full(uri: Uri, result_id: Option<String>, items: Vec<Diagnostic>) -> WorkspaceDocumentDiagnosticReport {
    WorkspaceDocumentDiagnosticReport::Full(WorkspaceFullDocumentDiagnosticReport {
        uri,
        version: None,
        full_document_diagnostic_report: FullDocumentDiagnosticReport { result_id, items },
    })
}
