//! From the protocol's types to ours.

use capplan_analysis::text::{self, Edit, Encoding, Text};
use capplan_analysis::workspace::Surface;
use tower_lsp_server::ls_types::{
    ClientCapabilities, MarkupKind, Position, PositionEncodingKind, TextDocumentContentChangeEvent, Uri,
};

use crate::files;

/// The position encoding: UTF-8 where the client offers it, else UTF-16, UTF-32 only where it offers nothing else.
pub(super) fn encoding(client: &ClientCapabilities) -> Encoding {
    let offered =
        client.general.as_ref().and_then(|general| general.position_encodings.as_deref()).unwrap_or_default();
    if offered.contains(&PositionEncodingKind::UTF8) {
        Encoding::Utf8
    } else if offered == [PositionEncodingKind::UTF32] {
        Encoding::Utf32
    } else {
        Encoding::Utf16
    }
}

/// Whether Markdown is among the formats.
pub(super) fn has_markdown(formats: &[MarkupKind]) -> bool {
    formats.contains(&MarkupKind::Markdown)
}

/// A document's name in the analysis: the path of a file, else the URI itself.
pub(super) fn path(uri: &Uri) -> String {
    match uri.to_file_path() {
        Some(path) if is_file(uri) => files::name_of(&path),
        _ => uri.as_str().to_owned(),
    }
}

/// Whether a URI names a file.
pub(super) fn is_file(uri: &Uri) -> bool {
    uri.scheme().as_str().eq_ignore_ascii_case("file")
}

/// The surface of a document by its language, else by its name; none for other languages.
pub(super) fn surface(language: &str, path: &str) -> Option<Surface> {
    // Neovim's dotted file types (`yaml.ansible`) begin with the language.
    match language.split('.').next().unwrap_or_default() {
        "markdown" => Some(Surface::Markdown),
        "yaml" => Some(Surface::Yaml),
        _ => Surface::of_path(path),
    }
}

/// A position.
pub(super) fn position(position: Position) -> text::Position {
    text::Position { line: position.line, column: position.character }
}

/// A content change as bytes of `text`. A range that the text does not have is clamped and logged.
pub(super) fn edit(text: &Text, change: TextDocumentContentChangeEvent, encoding: Encoding) -> Edit {
    let Some(range) = change.range else {
        return Edit { range: 0..text.len(), text: change.text };
    };
    let ends = [range.start, range.end].map(|end| {
        let byte = text.byte(position(end), encoding);
        if text.position(byte, encoding) != position(end) {
            tracing::warn!(
                line = end.line,
                character = end.character,
                "a position outside the text was clamped"
            );
        }
        byte
    });
    if ends[0] > ends[1] {
        tracing::warn!(?range, "a range that ends before it begins was turned round");
    }
    Edit { range: ends[0].min(ends[1])..ends[0].max(ends[1]), text: change.text }
}
