//! Findings as diagnostics: pushed to clients that cannot be told to ask again, answered to the others.
//!
//! What is told belongs to the text that the analysis has at that moment, and says so by its version.

use std::collections::{BTreeMap, BTreeSet};

use capplan_analysis::workspace::Located;
use tower_lsp_server::ls_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DocumentDiagnosticReport,
    DocumentDiagnosticReportResult, FullDocumentDiagnosticReport, Location, NumberOrString, PreviousResultId,
    PublishDiagnosticsParams, RelatedFullDocumentDiagnosticReport, RelatedUnchangedDocumentDiagnosticReport,
    UnchangedDocumentDiagnosticReport, Uri, WorkspaceDocumentDiagnosticReport,
    WorkspaceFullDocumentDiagnosticReport, WorkspaceUnchangedDocumentDiagnosticReport,
};

use super::outbox::Outbox;
use super::session::Session;
use super::{from_proto, to_proto};

/// Who says so, in every diagnostic.
const SOURCE: &str = "capplan";

/// What the client was told, and what may have changed since.
#[derive(Default)]
pub(super) struct Diagnostics {
    /// Documents edited since the last publication.
    touched: BTreeSet<String>,
    /// Documents whose findings may have changed since.
    suspected: BTreeSet<String>,
    told: BTreeMap<String, Told>,
    last_id: u64,
}

struct Told {
    id: u64,
    items: Vec<Diagnostic>,
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

    /// A document is gone from the editor.
    pub(super) fn clear(&mut self, path: &str, uri: &Uri, outbox: &Outbox) {
        self.touched.remove(path);
        if self.told.remove(path).is_some() && !outbox.pulls() {
            outbox.publish(PublishDiagnosticsParams::new(uri.clone(), Vec::new(), None));
        }
    }

    /// Whether anything was said about a document.
    #[cfg(test)]
    pub(super) fn has_told(&self, path: &str) -> bool {
        self.told.contains_key(path)
    }

    fn knows(&self, path: &str, items: &[Diagnostic]) -> bool {
        self.told.get(path).is_some_and(|told| told.items == items)
    }

    /// Notes what is told; the id stays as long as that stays the same.
    fn tell(&mut self, path: &str, items: Vec<Diagnostic>) -> &Told {
        if !self.knows(path, &items) {
            self.last_id += 1;
            self.told.insert(path.to_owned(), Told { id: self.last_id, items });
        }
        &self.told[path]
    }
}

impl Session {
    /// Tells the client what changed: the findings themselves where they are pushed, else that it should ask again.
    pub(super) fn publish(&mut self) {
        self.analyse();
        let touched = std::mem::take(&mut self.diagnostics.touched);
        let mut suspected = std::mem::take(&mut self.diagnostics.suspected);
        suspected.extend(touched.iter().cloned());
        let mut refresh = false;
        // Open documents first: somebody looks at them.
        let (open, closed): (Vec<String>, Vec<String>) =
            suspected.into_iter().partition(|path| self.documents.contains_key(path));
        for path in open.into_iter().chain(closed) {
            let edited = touched.contains(&path);
            if self.is_loading(&path) {
                self.diagnostics.suspected.insert(path);
            } else if !self.documents.contains_key(&path) {
                refresh |= self.tell_of_closed(&path) && self.client.pulls;
            } else if self.client.pulls {
                refresh |= !edited && self.is_outdated(&path);
            } else {
                self.push(&path, edited);
            }
        }
        if refresh {
            self.outbox.refresh();
        }
    }

    /// Takes note of what is found in a member of a set that is not open, and publishes it where diagnostics are pushed;
    /// returns whether that is new.
    fn tell_of_closed(&mut self, path: &str) -> bool {
        let items = if self.is_member(path) { items(self, path) } else { Vec::new() };
        let told = self.diagnostics.told.get(path);
        if told.map_or(items.is_empty(), |told| told.items == items) {
            return false;
        }
        if let Some(uri) = to_proto::uri(path).filter(|_| !self.client.pulls) {
            self.outbox.publish(PublishDiagnosticsParams::new(uri, items.clone(), None));
        }
        if items.is_empty() {
            self.diagnostics.told.remove(path);
        } else {
            self.diagnostics.tell(path, items);
        }
        true
    }

    /// Whether the client was answered something else before.
    fn is_outdated(&mut self, path: &str) -> bool {
        self.diagnostics.told.contains_key(path) && {
            let items = items(self, path);
            !self.diagnostics.knows(path, &items)
        }
    }

    /// Publishes the diagnostics of a plan that was edited or judged anew; once empty ones for what is no plan any more.
    fn push(&mut self, path: &str, edited: bool) {
        let Some(open) = self.documents.get(path) else { return };
        let (uri, version) = (open.uri.clone(), open.version);
        let items = if self.workspace.is_plan(path) {
            let items = items(self, path);
            if !edited && self.diagnostics.knows(path, &items) {
                return;
            }
            self.diagnostics.tell(path, items).items.clone()
        } else if self.diagnostics.told.remove(path).is_some() {
            Vec::new()
        } else {
            return;
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
    let items = if known { items(session, path) } else { Vec::new() };
    // What the client asked for after its edit is answered; if more comes, it has to be told to ask again.
    session.diagnostics.touched.remove(path);
    let told = session.diagnostics.tell(path, items);
    let id = told.id.to_string();
    let report = if previous == Some(id.as_str()) {
        DocumentDiagnosticReport::Unchanged(RelatedUnchangedDocumentDiagnosticReport {
            related_documents: None,
            unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id: id },
        })
    } else {
        let items = told.items.clone();
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
    session: &Session,
    previous: Vec<PreviousResultId>,
) -> Vec<WorkspaceDocumentDiagnosticReport> {
    let mut previous: BTreeMap<String, (Uri, String)> =
        previous.into_iter().map(|had| (from_proto::path(&had.uri), (had.uri, had.value))).collect();
    let mut reports = Vec::new();
    for (path, told) in &session.diagnostics.told {
        let had = previous.remove(path);
        if session.documents.contains_key(path) {
            continue;
        }
        let Some(uri) = had.as_ref().map(|(uri, _)| uri.clone()).or_else(|| to_proto::uri(path)) else {
            continue;
        };
        let id = told.id.to_string();
        reports.push(if had.is_some_and(|(_, had)| had == id) {
            WorkspaceDocumentDiagnosticReport::Unchanged(WorkspaceUnchangedDocumentDiagnosticReport {
                uri,
                version: None,
                unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id: id },
            })
        } else {
            full(uri, Some(id), told.items.clone())
        });
    }
    let gone = previous.into_iter().filter(|(path, _)| !session.documents.contains_key(path));
    reports.extend(gone.map(|(_, (uri, _))| full(uri, None, Vec::new())));
    reports
}

fn full(uri: Uri, result_id: Option<String>, items: Vec<Diagnostic>) -> WorkspaceDocumentDiagnosticReport {
    WorkspaceDocumentDiagnosticReport::Full(WorkspaceFullDocumentDiagnosticReport {
        uri,
        version: None,
        full_document_diagnostic_report: FullDocumentDiagnosticReport { result_id, items },
    })
}

/// The diagnostics of a document, in order; none for one that is no plan.
fn items(session: &mut Session, path: &str) -> Vec<Diagnostic> {
    let findings = session.workspace.findings(path);
    findings.into_iter().filter_map(|finding| diagnostic(session, path, finding)).collect()
}

fn diagnostic(session: &Session, path: &str, finding: Located) -> Option<Diagnostic> {
    let range = to_proto::range(session.workspace.text(path)?, &finding.range, session.client.encoding);
    let related = finding.related.into_iter().filter_map(|(path, range, message)| {
        let range = to_proto::range(session.workspace.text(&path)?, &range, session.client.encoding);
        let open = session.documents.get(&path).map(|open| open.uri.clone());
        let location = Location { uri: open.or_else(|| to_proto::uri(&path))?, range };
        Some(DiagnosticRelatedInformation { location, message })
    });
    let locale = session.workspace.locale(path);
    let page = if session.client.links { crate::pages::file(finding.rule, locale) } else { None };
    let link = page.and_then(Uri::from_file_path);
    let related: Vec<_> = if session.client.related { related.collect() } else { Vec::new() };
    Some(Diagnostic {
        range,
        severity: Some(to_proto::severity(finding.severity)),
        code: Some(NumberOrString::String(finding.rule.to_owned())),
        code_description: link.map(|href| CodeDescription { href }),
        source: Some(SOURCE.to_owned()),
        message: finding.message,
        related_information: (!related.is_empty()).then_some(related),
        ..Diagnostic::default()
    })
}

/// Diagnostics of a `capplan.toml`, which has no rules but its reader's.
pub(super) fn of_config(
    messages: impl Iterator<Item = (tower_lsp_server::ls_types::Range, String)>,
) -> Vec<Diagnostic> {
    let diagnostic = |(range, message)| Diagnostic {
        range,
        severity: Some(to_proto::severity(capplan_analysis::rules::Severity::Error)),
        source: Some(SOURCE.to_owned()),
        message,
        ..Diagnostic::default()
    };
    messages.map(diagnostic).collect()
}
