//! Formatting requests: what the editor asks of ends of lines, and edits as the protocol writes them.

use capplan_analysis::text::{Edit, Encoding, Text};
use capplan_analysis::workspace::{FormatStyle, Spaces};
use tower_lsp_server::ls_types::{FormattingOptions, TextEdit};

use super::to_proto;

/// What the editor asks for, with what `capplan.toml` says of spaces.
pub(super) fn style(options: &FormattingOptions, spaces: Spaces) -> FormatStyle {
    FormatStyle {
        spaces,
        trim_trailing: options.trim_trailing_whitespace.unwrap_or_default(),
        final_newline: options.insert_final_newline.unwrap_or_default(),
        trim_final: options.trim_final_newlines.unwrap_or_default(),
    }
}

/// Edits of a text.
pub(super) fn edits(text: &Text, edits: Vec<Edit>, encoding: Encoding) -> Vec<TextEdit> {
    let edit =
        |edit: Edit| TextEdit { range: to_proto::range(text, &edit.range, encoding), new_text: edit.text };
    edits.into_iter().map(edit).collect()
}
