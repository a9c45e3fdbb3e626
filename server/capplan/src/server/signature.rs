//! Lenses, hints and the command that lists gaps, as the protocol writes them.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use capplan_analysis::rules::Locale;
use capplan_analysis::workspace::{Cited, Signature};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tower_lsp_server::jsonrpc::{Error, Result};
use tower_lsp_server::ls_types::{
    CodeLens, Command, ExecuteCommandParams, InlayHint, InlayHintLabel, InlayHintParams, Position, Uri,
};

use super::asked::failed;
use super::packed::Packing;
use super::session::Session;
use super::{from_proto, standard, to_proto};

/// The command of a lens: lists the topics that a unit or module misses. Its argument: `uri`, and `id` or `position`.
pub(super) const GAPS: &str = "capplan.gaps";

/// What the client was last told of the signatures of open documents, as a number that is another for other titles.
#[derive(Default)]
pub(super) struct ToldSignatures(BTreeMap<String, u64>);

impl ToldSignatures {
    /// The client asks anew by itself: the document was edited, or is gone.
    pub(super) fn forget(&mut self, path: &str) {
        self.0.remove(path);
    }

    fn tell(&mut self, path: &str, signatures: &[Signature]) {
        self.0.insert(path.to_owned(), fingerprint(signatures));
    }
}

fn fingerprint(signatures: &[Signature]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for signature in signatures {
        (&signature.title, signature.has_gaps).hash(&mut hasher);
    }
    hasher.finish()
}

impl Session {
    /// Whether signatures that the client was told say something else by now; asked twice, it says so once.
    pub(super) fn signs_anew(&mut self, path: &str) -> bool {
        let Some(told) = self.signed.0.get(path).copied() else { return false };
        let now = fingerprint(&self.workspace.signatures(path).unwrap_or_default());
        self.signed.0.insert(path.to_owned(), now);
        told != now
    }

    /// Has the client ask for signatures again.
    pub(super) fn refresh_signatures(&self) {
        if self.client.lenses {
            self.outbox.refresh_lenses();
        } else {
            self.outbox.refresh_hints();
        }
    }
}

/// A lens above a unit or module.
#[derive(Serialize)]
struct Lens {
    range: tower_lsp_server::ls_types::Range,
    command: Command,
}

/// A hint inside the text.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Shown {
    position: tower_lsp_server::ls_types::Position,
    label: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    tooltip: String,
    padding_left: bool,
}

/// The lenses of a document, packed.
pub(super) fn lenses(session: &mut Session, uri: &Uri) -> Option<Vec<CodeLens>> {
    let path = from_proto::path(uri);
    let Session { workspace, client, documents, settings, carried, signed, .. } = session;
    documents.get(&path).filter(|_| settings.lenses())?;
    let signatures = workspace.signatures(&path)?;
    signed.tell(&path, &signatures);
    let text = workspace.text(&path)?;
    let mut packing = Packing::default();
    for signature in signatures {
        let line = signature.range.start..signature.range.start;
        let arguments = signature.has_gaps.then(|| vec![json!({ "uri": uri, "id": signature.id })]);
        let command = if signature.has_gaps { GAPS.to_owned() } else { String::new() };
        let command = Command { title: signature.title, command, arguments };
        packing.add(&Lens { range: to_proto::range(text, &line, client.encoding), command });
    }
    let stand_in = |text| CodeLens {
        range: tower_lsp_server::ls_types::Range::default(),
        command: Some(Command { title: text, ..Command::default() }),
        data: None,
    };
    Some(packing.finish(carried).map(stand_in).into_iter().collect())
}

/// The hints of a part of a document, packed.
pub(super) fn hints(session: &mut Session, params: &InlayHintParams) -> Option<Vec<InlayHint>> {
    let path = from_proto::path(&params.text_document.uri);
    let Session { workspace, client, documents, settings, carried, signed, .. } = session;
    documents.get(&path).filter(|_| settings.hints())?;
    let with_signatures = !client.lenses && settings.lenses();
    if with_signatures {
        signed.tell(&path, &workspace.signatures(&path)?);
    }
    let text = workspace.text(&path)?;
    let byte = |position| text.byte(from_proto::position(position), client.encoding);
    let range = byte(params.range.start)..byte(params.range.end);
    let hints = workspace.hints(&path, &range, true, with_signatures)?;
    let text = workspace.text(&path)?;
    let mut packing = Packing::default();
    for hint in hints {
        let position = to_proto::range(text, &(hint.byte..hint.byte), client.encoding).start;
        packing.add(&Shown { position, label: hint.label, tooltip: hint.tooltip, padding_left: true });
    }
    let stand_in = |text| InlayHint {
        label: InlayHintLabel::String(text),
        position: tower_lsp_server::ls_types::Position::default(),
        kind: None,
        text_edits: None,
        tooltip: None,
        padding_left: None,
        padding_right: None,
        data: None,
    };
    Some(packing.finish(carried).map(stand_in).into_iter().collect())
}

/// Runs a command: the gaps of a unit or module, by its id or of that around a position, as data; and as a message where
/// the client does not show them itself.
pub(super) fn execute(session: &mut Session, params: &ExecuteCommandParams) -> Result<Value> {
    let wrong = || Error::invalid_params("no such command, plan, unit or module");
    let asked = params.arguments.first().filter(|_| params.command == GAPS).ok_or_else(wrong)?;
    let uri: Uri = asked["uri"].as_str().and_then(|uri| uri.parse().ok()).ok_or_else(wrong)?;
    let path = from_proto::path(&uri);
    let id = match (asked["id"].as_str(), Position::deserialize(&asked["position"])) {
        (Some(id), _) => id.to_owned(),
        (None, Ok(position)) => {
            let text = session.workspace.text(&path).ok_or_else(wrong)?;
            let byte = text.byte(from_proto::position(position), session.client.encoding);
            session.workspace.holder_at(&path, byte).ok_or_else(|| failed(no_holder(session, &path)))?
        }
        _ => return Err(wrong()),
    };
    let gaps = session.workspace.gaps(&path, &id).ok_or_else(wrong)?;
    let locale = session.workspace.locale(&path);
    let title = match (locale, gaps.is_empty()) {
        (_, true) => format!("{id}{}", locale.pick("：没有缺口", ": no gaps")),
        (Locale::Zh, false) => format!("{id} 还缺 {} 项", gaps.len()),
        (Locale::En, false) => format!("{id} misses {} topics", gaps.len()),
    };
    if !session.settings.shows_gaps() {
        let named: Vec<String> = gaps.iter().map(|gap| format!("{} {}", gap.citation, gap.title)).collect();
        let colon = if gaps.is_empty() { "" } else { locale.pick("：", ": ") };
        session.outbox.inform(format!("{title}{colon}{}", named.join(locale.pick("；", "; "))));
    }
    let gap = |gap: &capplan_analysis::level::Gap| {
        let aspect = locale.pick(gap.aspect.name(), gap.aspect.english());
        let cited = Cited::parse(&gap.citation);
        let location = cited.and_then(|cited| standard::location(session, &cited));
        json!({ "citation": gap.citation, "title": gap.title, "aspect": aspect, "location": location })
    };
    Ok(json!({ "id": id, "title": title, "gaps": gaps.iter().map(gap).collect::<Vec<_>>() }))
}

/// Why no unit is around the cursor.
fn no_holder(session: &mut Session, path: &str) -> String {
    let locale = session.workspace.locale(path);
    let status = session.workspace.status(path);
    if !status.is_plan {
        return status.reason;
    }
    let outside = locale.pick(
        "光标不在能力单元或能力模块之内，请先把光标移到其中",
        "The cursor is in no unit or module: move it into one first",
    );
    outside.to_owned()
}
