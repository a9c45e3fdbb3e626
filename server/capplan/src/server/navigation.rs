//! Navigation as the protocol writes it: places in plans, lines of the standard's document, edits that rename.

use capplan_analysis::rules::Locale;
use capplan_analysis::schema::Kind;
use capplan_analysis::text::{Position as Place, Text};
use capplan_analysis::workspace::{Cited, Goal, Location as Found, Refusal};
use serde::Serialize;
use tower_lsp_server::jsonrpc::{Error, Result};
use tower_lsp_server::ls_types::*;

use super::packed::Packing;
use super::session::Session;
use super::{actions, from_proto, standard, to_proto};

/// `RequestFailed` (LSP 3.17, "Base Types"): understood, but it cannot be done.
pub(super) const REQUEST_FAILED: i64 = -32803;

/// The path of an open document and the byte of a position in it.
fn place(session: &Session, at: &TextDocumentPositionParams) -> Option<(String, usize)> {
    let path = from_proto::path(&at.text_document.uri);
    session.documents.get(&path)?;
    let byte =
        session.workspace.text(&path)?.byte(from_proto::position(at.position), session.client.encoding);
    Some((path, byte))
}

/// As the client names a document.
fn named(session: &Session, path: &str) -> Option<Uri> {
    session.documents.get(path).map(|open| open.uri.clone()).or_else(|| to_proto::uri(path))
}

fn location(session: &Session, found: &Found) -> Option<Location> {
    let text: &Text = session.workspace.text(&found.path)?;
    let range = to_proto::range(text, &found.range, session.client.encoding);
    Some(Location { uri: named(session, &found.path)?, range })
}

/// Where the word at a position is defined, or declared.
pub(super) fn definition(
    session: &mut Session,
    at: &TextDocumentPositionParams,
    declared: bool,
) -> Option<GotoDefinitionResponse> {
    let (path, byte) = place(session, at)?;
    let Session { workspace, client, .. } = session;
    let links = if declared { client.declaration_links } else { client.definition_links };
    let found = if declared { workspace.declaration(&path, byte) } else { workspace.definition(&path, byte) };
    let (goal, origin) = found?;
    let targets = targets(session, &goal);
    if !links {
        return Some(targets.into_iter().map(|(target, _)| target).collect::<Vec<_>>().into());
    }
    let origin = to_proto::range(session.workspace.text(&path)?, &origin, session.client.encoding);
    let link = |(target, whole)| linked(origin, target, whole);
    Some(targets.into_iter().map(link).collect::<Vec<_>>().into())
}

/// The places that a goal means, each with what it stands in.
fn targets(session: &Session, goal: &Goal) -> Vec<(Location, Range)> {
    match goal {
        Goal::Plans(places) => {
            let target = |found: &Found| {
                let text = session.workspace.text(&found.path)?;
                let whole = to_proto::range(text, &found.whole, session.client.encoding);
                Some((location(session, found)?, whole))
            };
            places.iter().filter_map(target).collect()
        }
        Goal::Standard(cited) => {
            let found = standard::location(session, cited);
            found.into_iter().map(|found| (found.clone(), found.range)).collect()
        }
    }
}

fn linked(origin: Range, target: Location, whole: Range) -> LocationLink {
    LocationLink {
        origin_selection_range: Some(origin),
        target_uri: target.uri,
        target_range: whole,
        target_selection_range: target.range,
    }
}

/// Where the same is meant, all over the plan set; of a line of the standard, where it is cited.
pub(super) fn references(session: &mut Session, params: &ReferenceParams) -> Option<Vec<Location>> {
    let at = &params.text_document_position;
    let with_definitions = params.context.include_declaration;
    let (found, cited) = if let Some(cited) = standard::at(&at.text_document.uri, at.position.line) {
        (session.workspace.cited(&cited), Some(cited))
    } else {
        let (path, byte) = place(session, at)?;
        session.workspace.references(&path, byte)?
    };
    let wanted = found.iter().filter(|found| with_definitions || !found.defines);
    let mut locations: Vec<Location> = wanted.filter_map(|found| location(session, found)).collect();
    if with_definitions {
        locations.extend(cited.and_then(|cited| standard::location(session, &cited)));
    }
    Some(locations)
}

/// Where the same is meant in the document.
pub(super) fn highlights(
    session: &mut Session,
    at: &TextDocumentPositionParams,
) -> Option<Vec<DocumentHighlight>> {
    let (path, byte) = place(session, at)?;
    let spots = session.workspace.highlights(&path, byte);
    let text = session.workspace.text(&path)?;
    let highlight = |spot: &capplan_analysis::workspace::Spot| DocumentHighlight {
        range: to_proto::range(text, &spot.range, session.client.encoding),
        kind: Some(if spot.defines { DocumentHighlightKind::WRITE } else { DocumentHighlightKind::READ }),
    };
    // Without any the client may look for the word by itself.
    Some(spots.iter().map(highlight).collect()).filter(|list: &Vec<_>| !list.is_empty())
}

fn refused(session: &Session, path: &str, refusal: &Refusal) -> Error {
    super::asked::failed(refusal.message(session.workspace.locale(path)))
}

/// The id at a position, which could be renamed.
pub(super) fn prepare_rename(
    session: &mut Session,
    at: &TextDocumentPositionParams,
) -> Result<Option<PrepareRenameResponse>> {
    let Some((path, byte)) = place(session, at) else { return Ok(None) };
    let Some(found) = session.workspace.renaming(&path, byte) else { return Ok(None) };
    let (placeholder, range) = found.map_err(|refusal| refused(session, &path, &refusal))?;
    let Some(text) = session.workspace.text(&path) else { return Ok(None) };
    let range = to_proto::range(text, &range, session.client.encoding);
    Ok(Some(PrepareRenameResponse::RangeWithPlaceholder { range, placeholder }))
}

/// The edits that give the id at a position another name.
pub(super) fn rename(session: &mut Session, params: &RenameParams) -> Result<Option<WorkspaceEdit>> {
    let Some((path, byte)) = place(session, &params.text_document_position) else { return Ok(None) };
    let Some(found) = session.workspace.rename(&path, byte, &params.new_name) else { return Ok(None) };
    let edits = found.map_err(|refusal| refused(session, &path, &refusal))?;
    let edits: Vec<_> = edits.into_iter().map(|edit| (edit, None)).collect();
    Ok(actions::workspace_edit(session, &edits))
}

/// Entities of all plans that fit what was typed.
pub(super) fn search(session: &mut Session, typed: &str) -> Vec<WorkspaceSymbol> {
    let found = session.workspace.search(typed);
    let symbol = |(fits, place): &(capplan_analysis::workspace::Match, Found)| {
        Some(WorkspaceSymbol {
            name: fits.name.clone(),
            kind: match fits.kind {
                Kind::Advantage => SymbolKind::PROPERTY,
                kind => super::outline::kind(capplan_analysis::workspace::SymbolKind::Entity(kind)),
            },
            tags: None,
            container_name: Some(fits.inside.clone()).filter(|inside| !inside.is_empty()),
            location: OneOf::Left(location(session, place)?),
            data: None,
        })
    };
    found.iter().filter_map(symbol).collect()
}

/// Where a link leads.
#[derive(Serialize)]
struct Leads<'a> {
    target: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    tooltip: Option<String>,
}

/// Citations as links into the standard, packed. Thousands lead to the same few places: each of these is written once.
pub(super) fn links(session: &mut Session, params: &DocumentLinkParams) -> Option<Vec<DocumentLink>> {
    let path = from_proto::path(&params.text_document.uri);
    session.documents.get(&path)?;
    let links = session.workspace.links(&path, session.client.encoding)?;
    let page = standard::uri(session)?;
    let locale = session.workspace.locale(&path);
    let leads = |cited: &Cited| {
        let line = standard::line(session, cited)?;
        let tooltip = session.client.link_tooltips.then(|| match cited.title(locale) {
            Some(title) => format!("{cited} {title}"),
            None => cited.to_string(),
        });
        let leads = Leads { target: &format!("{}#L{}", page.as_str(), line + 1), tooltip };
        let text = serde_json::to_string(&leads).ok()?;
        Some(text.trim_start_matches('{').to_owned())
    };
    let leads: Vec<Option<String>> = links.cited.iter().map(leads).collect();
    let mut packing = Packing::default();
    for (start, end, number) in &links.places {
        let Some(leads) = leads.get(*number).and_then(Option::as_ref) else { continue };
        let end_of = |at: &Place| format!(r#"{{"line":{},"character":{}}}"#, at.line, at.column);
        packing.add_text(&format!(
            r#"{{"range":{{"start":{},"end":{}}},{leads}"#,
            end_of(start),
            end_of(end)
        ));
    }
    let stand_in =
        |text| DocumentLink { range: Range::default(), target: None, tooltip: Some(text), data: None };
    Some(packing.finish(&session.carried).map(stand_in).into_iter().collect())
}

/// The language of what belongs to no plan.
pub(super) fn locale(session: &Session) -> Locale {
    session.workspace.locale("")
}
