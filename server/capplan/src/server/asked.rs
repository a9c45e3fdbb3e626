//! Requests beyond the protocol's own, for clients that ask more: how a document stands, the report of its plan, the
//! standard's clauses to choose from, plans to begin with.

use capplan_analysis::rules::Locale;
use capplan_analysis::standard::standard;
use capplan_analysis::workspace::{Cited, Surface, Template};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tower_lsp_server::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp_server::ls_types::Uri;
use tower_lsp_server::ls_types::notification::Notification;

use super::navigation::{self, REQUEST_FAILED};
use super::session::Session;
use super::{completions, from_proto, standard as page};

/// Whether a document is a plan and why, and how it stands.
pub(super) const STATUS: &str = "capplan/status";
/// The report of a plan set as Markdown.
pub(super) const REPORT: &str = "capplan/report";
/// The standard's clauses, with their places in its document.
pub(super) const CLAUSES: &str = "capplan/clauses";
/// Plans to begin with.
pub(super) const TEMPLATES: &str = "capplan/templates";

/// Tells a client that asked for it that the status of an open document may be another.
pub(super) enum StatusChanged {}

impl Notification for StatusChanged {
    type Params = About;
    const METHOD: &'static str = "capplan/statusChanged";
}

/// A document that is asked about.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(super) struct About {
    pub(super) uri: Uri,
}

/// Nothing in particular is asked; whatever stands in the parameters.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Whatever {}

/// Understood, but it cannot be done; the reason is for the user.
pub(super) fn failed(reason: String) -> Error {
    Error { code: ErrorCode::ServerError(REQUEST_FAILED), message: reason.into(), data: None }
}

/// How a document stands.
pub(super) fn status(session: &mut Session, asked: &About) -> Value {
    let status = session.workspace.status(&from_proto::path(&asked.uri));
    let [errors, warnings, information, hints] = status.findings;
    json!({
        "plan": status.is_plan,
        "reason": status.reason,
        "summary": status.summary,
        "findings": { "errors": errors, "warnings": warnings, "information": information, "hints": hints },
    })
}

/// The report of the set that a plan stands in; for what is no plan, why it is none.
pub(super) fn report(session: &mut Session, asked: &About) -> Result<Value> {
    let path = from_proto::path(&asked.uri);
    match session.workspace.report(&path) {
        Some(text) => Ok(json!({ "text": text })),
        None => Err(failed(session.workspace.status(&path).reason)),
    }
}

/// The standard's clauses in its order; for English readers our names for them stand beside the titles.
pub(super) fn clauses(session: &Session) -> Value {
    let locale = navigation::locale(session);
    let clause = |clause: &capplan_analysis::standard::Clause| {
        let cited = Cited { clause: clause.id.to_owned(), letter: None, point: None };
        let ours = standard().gloss(clause.id).filter(|_| locale == Locale::En);
        json!({ "id": clause.id, "title": clause.title, "gloss": ours, "location": page::location(session, &cited) })
    };
    standard().clauses().iter().map(clause).collect()
}

/// Plans to begin with: as a text, and as a snippet in the protocol's syntax.
pub(super) fn templates(session: &Session) -> Value {
    let template = |template: &Template| {
        let language = match template.surface {
            Surface::Markdown => "markdown",
            Surface::Yaml => "yaml",
        };
        json!({
            "label": template.label,
            "detail": template.detail,
            "language": language,
            "text": template.text,
            "snippet": completions::snippet(&template.text, &template.stops),
        })
    };
    session.workspace.templates().iter().map(template).collect()
}
