//! What is shown of a plan, written as the JSON of diagnostics.
//!
//! The framework makes a tree of every message before it writes it, which takes longer than all the analysis where a
//! plan has a thousand findings. So diagnostics go through it as one text inside one stand-in, and the last stage before
//! the client ([`unpacked`], called by [`super::wire`]) puts the text in the place of the stand-in.

use std::borrow::Cow;
use std::collections::BTreeMap;

use capplan_analysis::rules::{Locale, Severity};
use capplan_analysis::text::Position;
use capplan_analysis::workspace::{Located, Shown, Start};
use memchr::memmem;
use serde::Serialize;
use tower_lsp_server::ls_types::{self as lsp, Uri};

use super::session::Session;
use super::to_proto;

/// Who says so, in every diagnostic.
const SOURCE: &str = "capplan";

/// How the message of a stand-in begins: a private character, which no message of ours has.
const MARK: &str = "\u{f8ff}capplan";

/// What stands for a quote in a stand-in: no character of JSON's own, and none that is escaped.
const FOR_QUOTE: &str = "\u{7f}";

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
    let mut json: Vec<u8> = Vec::new();
    session.workspace.each_shown(path, |start, shown| {
        json.push(if json.is_empty() { b'[' } else { b',' });
        let item = item(session, &mut pages, start, shown);
        if let Err(error) = serde_json::to_writer(&mut json, &item) {
            tracing::error!(%error, "a diagnostic cannot be written");
        }
    });
    if json.is_empty() {
        return Vec::new();
    }
    json.push(b']');
    vec![packed(&String::from_utf8_lossy(&json))]
}

/// The stand-in of diagnostics written as JSON.
fn packed(json: &str) -> lsp::Diagnostic {
    // Quotes would be escaped one by one, and unescaped again.
    let text = json.replace(FOR_QUOTE, "\\u007f").replace('"', FOR_QUOTE);
    lsp::Diagnostic { message: format!("{MARK}{text}"), ..lsp::Diagnostic::default() }
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

/// The body of a message with packed diagnostics in the place of their stand-ins.
pub(super) fn unpacked(body: &[u8]) -> Cow<'_, [u8]> {
    let mut out: Vec<u8> = Vec::new();
    let mut copied = 0;
    for mark in memmem::find_iter(body, format!("\"{MARK}").as_bytes()) {
        let Some(end) = super::wire::string_end(body, mark) else { break };
        // The stand-in is alone in its list, and has no list of its own.
        let (open, close) = (memchr::memrchr(b'[', &body[copied..mark]), memchr::memchr(b']', &body[end..]));
        let (Some(open), Some(close)) = (open, close) else { break };
        let Ok(packed) = serde_json::from_slice::<String>(&body[mark..end]) else { continue };
        out.extend_from_slice(&body[copied..copied + open]);
        out.extend(packed.bytes().skip(MARK.len()).map(|byte| if byte == 0x7f { b'"' } else { byte }));
        copied = end + close + 1;
    }
    if copied == 0 {
        return Cow::Borrowed(body);
    }
    out.extend_from_slice(&body[copied..]);
    Cow::Owned(out)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_comes_out_as_it_was_written() {
        let items = r#"[{"message":"缺“数据”\\ 与 \"引号\" 😀","range":1},{"message":"]"}]"#;
        let packed = serde_json::to_value(vec![packed(items)]).unwrap().to_string();
        let wrap = |items: &str| format!(r#"{{"a":{items},"b":{{"items":{items},"kind":"full"}},"c":[]}}"#);
        let body = wrap(&packed);
        assert_eq!(std::str::from_utf8(&unpacked(body.as_bytes())).unwrap(), wrap(items));
        let plain = r#"{"message":"capplan"}"#;
        assert_eq!(&*unpacked(plain.as_bytes()), plain.as_bytes());
    }
}
