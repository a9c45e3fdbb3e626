//! The outline of a plan as document symbols: a tree, or a list where the client shows no trees.

use capplan_analysis::schema::Kind;
use capplan_analysis::text::Position;
use capplan_analysis::workspace::{Symbol, SymbolKind};
use serde::Serialize;
use tower_lsp_server::ls_types::{self as lsp, DocumentSymbol, DocumentSymbolResponse, Uri};

use super::carried::Carried;
use super::packed::Packing;

#[derive(Serialize)]
struct Node<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    detail: &'a str,
    kind: lsp::SymbolKind,
    range: lsp::Range,
    #[serde(rename = "selectionRange")]
    selection: lsp::Range,
}

#[derive(Serialize)]
struct Entry<'a> {
    name: &'a str,
    kind: lsp::SymbolKind,
    location: Location<'a>,
    #[serde(rename = "containerName", skip_serializing_if = "Option::is_none")]
    container: Option<&'a str>,
}

#[derive(Serialize)]
struct Location<'a> {
    uri: &'a Uri,
    range: lsp::Range,
}

/// Symbols as a tree, packed; none where there are none.
pub(super) fn tree(symbols: &[Symbol], carried: &Carried) -> Option<DocumentSymbolResponse> {
    let mut packing = Packing::default();
    for symbol in symbols {
        let (range, selection) = (range(symbol.range), range(symbol.selection));
        let (name, detail, kind) = (&symbol.name, &symbol.detail, kind(symbol.kind));
        packing.add_child(symbol.depth, &Node { name, detail, kind, range, selection });
    }
    stand_in(packing.finish(carried)?)
}

/// Symbols as a list, each with the name of what it is nested in.
pub(super) fn list(symbols: &[Symbol], uri: &Uri, carried: &Carried) -> Option<DocumentSymbolResponse> {
    let mut packing = Packing::default();
    let mut around: Vec<&str> = Vec::new();
    for symbol in symbols {
        around.truncate(symbol.depth);
        let location = Location { uri, range: range(symbol.range) };
        let (name, container) = (symbol.name.as_str(), around.last().copied());
        packing.add(&Entry { name, kind: kind(symbol.kind), location, container });
        around.push(name);
    }
    stand_in(packing.finish(carried)?)
}

/// What is packed takes the place of this list, whatever its own items are.
#[allow(deprecated, reason = "the protocol's type has a field that is")]
fn stand_in(name: String) -> Option<DocumentSymbolResponse> {
    let (range, kind) = (lsp::Range::default(), lsp::SymbolKind::FILE);
    let (detail, tags, deprecated, children) = (None, None, None, None);
    let selection_range = range;
    let symbol = DocumentSymbol { name, detail, kind, tags, deprecated, range, selection_range, children };
    Some(DocumentSymbolResponse::Nested(vec![symbol]))
}

fn range([start, end]: [Position; 2]) -> lsp::Range {
    let position = |at: Position| lsp::Position { line: at.line, character: at.column };
    lsp::Range { start: position(start), end: position(end) }
}

/// Kinds that clients tell apart by their icons.
pub(super) fn kind(kind: SymbolKind) -> lsp::SymbolKind {
    match kind {
        SymbolKind::Entity(Kind::Capability) => lsp::SymbolKind::CLASS,
        SymbolKind::Entity(Kind::Unit) => lsp::SymbolKind::OBJECT,
        SymbolKind::Entity(Kind::Module) => lsp::SymbolKind::MODULE,
        SymbolKind::Entity(_) => lsp::SymbolKind::FILE,
        SymbolKind::Dimension => lsp::SymbolKind::NAMESPACE,
        SymbolKind::Aspect => lsp::SymbolKind::PROPERTY,
    }
}
