//! What is shown of a plan, written as the JSON of diagnostics and packed.

use std::collections::BTreeMap;

use capplan_analysis::rules::{Locale, Severity};
use capplan_analysis::text::Position;
use capplan_analysis::workspace::{Located, Shown, Start};
use serde::Serialize;
use tower_lsp_server::ls_types::{self as lsp, Uri};

use super::packed::Packing;
use super::session::Session;
use super::to_proto;

/// Who says so, in every diagnostic.
const SOURCE: &str = "capplan";

#[derive(Serialize)]
struct Item<'a> {
    range: lsp::Range,
    severity: lsp::DiagnosticSeverity,
    code: &'a str,
    #[serde(rename = "codeDescription", skip_serializing_if = "Option::is_none")]
    link: Option<Link<'a>>,
    source: &'static str,
    message: &'a str,
    #[serde(rename = "relatedInformation", skip_serializing_if = "Vec::is_empty")]
    related: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Link<'a> {
    href: &'a str,
}

#[derive(Serialize)]
struct Related<'a> {
    location: Location,
    message: &'a str,
}

#[derive(Serialize)]
struct Location {
    uri: Uri,
    range: lsp::Range,
}

/// The diagnostics of a document, in order, packed into a stand-in; none for one that is no plan.
pub(super) fn items(session: &mut Session, path: &str) -> Vec<lsp::Diagnostic> {
    let mut pages = Pages { locale: session.workspace.locale(path), known: BTreeMap::new() };
    if session.workspace.revision(path).is_none() {
        return session.workspace.findings(path).iter().map(unreadable).collect();
    }
    let mut packing = Packing::default();
    session.workspace.each_shown(path, |start, shown| packing.add(&item(session, &mut pages, start, shown)));
    let stand_in = |message| lsp::Diagnostic { message, ..lsp::Diagnostic::default() };
    packing.finish(&session.carried).map(stand_in).into_iter().collect()
}

fn item<'a>(session: &Session, pages: &'a mut Pages, start: Start, shown: &'a Shown) -> Item<'a> {
    let side = |side: &'a capplan_analysis::workspace::Side| {
        let start = session.workspace.start_of(&side.path, side.chunk)?;
        let open = session.documents.get(&side.path).map(|open| open.uri.clone());
        let location = Location {
            uri: open.or_else(|| to_proto::uri(&side.path))?,
            range: range(start, side.start, side.end),
        };
        Some(Related { location, message: &side.message })
    };
    let related =
        if session.client.related { shown.related.iter().filter_map(side).collect() } else { Vec::new() };
    Item {
        range: range(start, shown.start, shown.end),
        severity: to_proto::severity(shown.severity),
        code: shown.rule,
        link: session.client.links.then(|| pages.link(shown.rule)).flatten(),
        source: SOURCE,
        message: &shown.message,
        related,
    }
}

fn range(from: Start, start: Position, end: Position) -> lsp::Range {
    let base = u32::try_from(from.line).unwrap_or(u32::MAX);
    let position = |at: Position| lsp::Position { line: base.saturating_add(at.line), character: at.column };
    lsp::Range { start: position(start), end: position(end) }
}

/// Links to the pages of rules, each looked up once.
struct Pages {
    locale: Locale,
    known: BTreeMap<&'static str, Option<String>>,
}

impl Pages {
    fn link(&mut self, rule: &'static str) -> Option<Link<'_>> {
        let locale = self.locale;
        let known = self.known.entry(rule).or_insert_with(|| {
            let file = crate::pages::file(rule, locale)?;
            Some(Uri::from_file_path(file)?.to_string())
        });
        known.as_deref().map(|href| Link { href })
    }
}

/// The diagnostic of a file that cannot be read, at its first place.
fn unreadable(finding: &Located) -> lsp::Diagnostic {
    lsp::Diagnostic {
        severity: Some(to_proto::severity(finding.severity)),
        code: Some(lsp::NumberOrString::String(finding.rule.to_owned())),
        source: Some(SOURCE.to_owned()),
        message: finding.message.clone(),
        ..lsp::Diagnostic::default()
    }
}

/// Diagnostics of a `capplan.toml`, which has no rules but its reader's.
pub(super) fn of_config(messages: impl Iterator<Item = (lsp::Range, String)>) -> Vec<lsp::Diagnostic> {
    let diagnostic = |(range, message)| lsp::Diagnostic {
        range,
        severity: Some(to_proto::severity(Severity::Error)),
        source: Some(SOURCE.to_owned()),
        message,
        ..lsp::Diagnostic::default()
    };
    messages.map(diagnostic).collect()
}
