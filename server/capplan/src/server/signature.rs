//! Lenses, hints and the command that lists gaps, as the protocol writes them.

use capplan_analysis::rules::Locale;
use serde::Serialize;
use serde_json::{Value, json};
use tower_lsp_server::ls_types::{
    CodeLens, Command, ExecuteCommandParams, InlayHint, InlayHintLabel, InlayHintParams, Uri,
};

use super::packed::Packing;
use super::session::Session;
use super::{from_proto, to_proto};

/// The command of a lens: lists the topics that a unit or module misses. Its argument: `uri` and `id`.
pub(super) const GAPS: &str = "capplan.gaps";

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
    let Session { workspace, client, documents, settings, carried, .. } = session;
    documents.get(&path).filter(|_| settings.lenses())?;
    let signatures = workspace.signatures(&path)?;
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
    let Session { workspace, client, documents, settings, carried, .. } = session;
    documents.get(&path).filter(|_| settings.hints())?;
    let text = workspace.text(&path)?;
    let byte = |position| text.byte(from_proto::position(position), client.encoding);
    let range = byte(params.range.start)..byte(params.range.end);
    let hints = workspace.hints(&path, &range, true, !client.lenses && settings.lenses())?;
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

/// Runs a command: the gaps as data, and as a message where the client does not show them itself. None for a command
/// that is not known, or arguments that it cannot take.
pub(super) fn execute(session: &mut Session, params: &ExecuteCommandParams) -> Option<Value> {
    if params.command != GAPS {
        return None;
    }
    let asked = params.arguments.first()?;
    let uri: Uri = asked["uri"].as_str()?.parse().ok()?;
    let (path, id) = (from_proto::path(&uri), asked["id"].as_str()?);
    let gaps = session.workspace.gaps(&path, id)?;
    let locale = session.workspace.locale(&path);
    if !session.settings.shows_gaps() {
        let named: Vec<String> = gaps.iter().map(|gap| format!("{} {}", gap.citation, gap.title)).collect();
        let list = named.join(locale.pick("；", "; "));
        session.outbox.inform(match (locale, gaps.is_empty()) {
            (_, true) => format!("{id}{}", locale.pick("：没有缺口", ": no gaps")),
            (Locale::Zh, false) => format!("{id} 还缺 {} 项：{list}", gaps.len()),
            (Locale::En, false) => format!("{id} misses {} topics: {list}", gaps.len()),
        });
    }
    let gap = |gap: &capplan_analysis::level::Gap| {
        let aspect = locale.pick(gap.aspect.name(), gap.aspect.english());
        json!({ "citation": gap.citation, "title": gap.title, "aspect": aspect })
    };
    Some(json!({ "id": id, "gaps": gaps.iter().map(gap).collect::<Vec<_>>() }))
}
