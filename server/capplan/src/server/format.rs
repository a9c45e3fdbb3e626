//! Formatting requests: what the editor asks of ends of lines, and edits as the protocol writes them.

use capplan_analysis::text::{Edit, Encoding, Text};
use capplan_analysis::workspace::{FormatStyle, Spaces};
use tower_lsp_server::ls_types::{FormattingOptions, TextEdit};

use super::to_proto;

/// What the editor asks for, with what `capplan.toml` says of spaces. Of what it says nothing of, most editors only know how to
/// ask: then a plan is left as `capplan format` leaves it, which is what CI compares it with.
pub(super) fn style(options: &FormattingOptions, spaces: Spaces) -> FormatStyle {
    let tidy = FormatStyle::tidy(spaces);
    FormatStyle {
        trim_trailing: options.trim_trailing_whitespace.unwrap_or(tidy.trim_trailing),
        final_newline: options.insert_final_newline.unwrap_or(tidy.final_newline),
        trim_final: options.trim_final_newlines.unwrap_or(tidy.trim_final),
        ..tidy
    }
}

/// Edits of a text.
pub(super) fn edits(text: &Text, edits: Vec<Edit>, encoding: Encoding) -> Vec<TextEdit> {
    let edit =
        |edit: Edit| TextEdit { range: to_proto::range(text, &edit.range, encoding), new_text: edit.text };
    edits.into_iter().map(edit).collect()
}
