//! From our types to the protocol's.

use std::ops::Range as Bytes;

use capplan_analysis::rules::Severity;
use capplan_analysis::text::{Encoding, Text};
use tower_lsp_server::ls_types::*;

use super::session::Capabilities;

/// Where a value, label, heading, cell or citation begins; letters are left to the client.
const TRIGGERS: [&str; 16] =
    [" ", "[", "【", "（", "(", ":", "：", "、", "，", ",", "；", "#", "|", ".", "→", "{"];

/// What the server offers to this client.
pub(super) fn initialize_result(client: &Capabilities) -> InitializeResult {
    let sync = TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(TextDocumentSyncKind::INCREMENTAL),
        save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions { include_text: Some(true) })),
        ..TextDocumentSyncOptions::default()
    };
    let pull = DiagnosticServerCapabilities::Options(DiagnosticOptions {
        inter_file_dependencies: true,
        workspace_diagnostics: true,
        ..DiagnosticOptions::default()
    });
    let folders = WorkspaceFoldersServerCapabilities {
        supported: Some(true),
        change_notifications: Some(OneOf::Left(true)),
    };
    let actions = CodeActionOptions {
        code_action_kinds: Some(vec![
            CodeActionKind::QUICKFIX,
            super::actions::fix_all_kind(),
            super::rewriting::move_kind(),
            CodeActionKind::REFACTOR_REWRITE,
            CodeActionKind::REFACTOR_EXTRACT,
        ]),
        ..CodeActionOptions::default()
    };
    InitializeResult {
        capabilities: ServerCapabilities {
            position_encoding: Some(encoding(client.encoding)),
            text_document_sync: Some(TextDocumentSyncCapability::Options(sync)),
            hover_provider: Some(HoverProviderCapability::Simple(true)),
            document_symbol_provider: Some(OneOf::Left(true)),
            code_action_provider: Some(CodeActionProviderCapability::Options(actions)),
            completion_provider: Some(CompletionOptions {
                resolve_provider: Some(client.resolves_documentation),
                trigger_characters: Some(TRIGGERS.iter().map(|&trigger| trigger.to_owned()).collect()),
                ..CompletionOptions::default()
            }),
            definition_provider: Some(OneOf::Left(true)),
            declaration_provider: Some(DeclarationCapability::Simple(true)),
            references_provider: Some(OneOf::Left(true)),
            document_highlight_provider: Some(OneOf::Left(true)),
            rename_provider: Some(rename(client)),
            workspace_symbol_provider: Some(OneOf::Left(true)),
            document_link_provider: Some(DocumentLinkOptions {
                resolve_provider: Some(false),
                work_done_progress_options: WorkDoneProgressOptions::default(),
            }),
            code_lens_provider: Some(CodeLensOptions { resolve_provider: Some(false) }),
            inlay_hint_provider: Some(OneOf::Left(true)),
            execute_command_provider: Some(ExecuteCommandOptions {
                commands: vec![super::signature::GAPS.to_owned()],
                ..ExecuteCommandOptions::default()
            }),
            document_formatting_provider: Some(OneOf::Left(true)),
            document_range_formatting_provider: Some(OneOf::Left(true)),
            document_on_type_formatting_provider: Some(DocumentOnTypeFormattingOptions {
                first_trigger_character: "\n".to_owned(),
                more_trigger_character: None,
            }),
            folding_range_provider: Some(FoldingRangeProviderCapability::Simple(true)),
            selection_range_provider: Some(SelectionRangeProviderCapability::Simple(true)),
            semantic_tokens_provider: Some(
                SemanticTokensOptions {
                    legend: super::legend::legend(),
                    range: Some(true),
                    full: Some(SemanticTokensFullOptions::Delta { delta: Some(true) }),
                    ..SemanticTokensOptions::default()
                }
                .into(),
            ),
            diagnostic_provider: client.pulls.then_some(pull),
            workspace: Some(WorkspaceServerCapabilities {
                workspace_folders: Some(folders),
                file_operations: None,
            }),
            ..ServerCapabilities::default()
        },
        server_info: Some(ServerInfo {
            name: env!("CARGO_PKG_NAME").to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        }),
        ..InitializeResult::default()
    }
}

/// Clients that cannot ask beforehand may not be told that they could.
fn rename(client: &Capabilities) -> OneOf<bool, RenameOptions> {
    let options = RenameOptions {
        prepare_provider: Some(true),
        work_done_progress_options: WorkDoneProgressOptions::default(),
    };
    if client.prepares_renames { OneOf::Right(options) } else { OneOf::Left(true) }
}

fn encoding(encoding: Encoding) -> PositionEncodingKind {
    match encoding {
        Encoding::Utf8 => PositionEncodingKind::UTF8,
        Encoding::Utf16 => PositionEncodingKind::UTF16,
        Encoding::Utf32 => PositionEncodingKind::UTF32,
    }
}

/// A range of bytes.
pub(super) fn range(text: &Text, bytes: &Bytes<usize>, encoding: Encoding) -> Range {
    let end = |byte| {
        let position = text.position(byte, encoding);
        Position { line: position.line, character: position.column }
    };
    Range { start: end(bytes.start), end: end(bytes.end) }
}

/// A severity.
pub(super) fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::ERROR,
        Severity::Warning => DiagnosticSeverity::WARNING,
        Severity::Information => DiagnosticSeverity::INFORMATION,
        Severity::Hint => DiagnosticSeverity::HINT,
    }
}

/// The URI of a document by its name in the analysis.
pub(super) fn uri(path: &str) -> Option<Uri> {
    if path.starts_with('/') || path.chars().nth(1) == Some(':') {
        Uri::from_file_path(path)
    } else {
        path.parse().ok()
    }
}

/// A hover; plain text for a client that cannot show Markdown.
pub(super) fn hover(text: String, range: Range, markdown: bool) -> Hover {
    Hover { contents: HoverContents::Markup(markup(text, markdown)), range: Some(range) }
}

/// A text; without its marks for a client that cannot show Markdown.
pub(super) fn markup(text: String, markdown: bool) -> MarkupContent {
    let (kind, value) =
        if markdown { (MarkupKind::Markdown, text) } else { (MarkupKind::PlainText, plain(&text)) };
    MarkupContent { kind, value }
}

/// Markdown without its marks; those of quotations stay, for the standard's words are to be told from ours.
fn plain(markdown: &str) -> String {
    let line = |line: &str| {
        let line = line.trim_start_matches(['#', ' ']).replace("**", "");
        let mut plain = String::with_capacity(line.len());
        let mut characters = line.chars().peekable();
        while let Some(character) = characters.next() {
            let escapes = character == '\\' && characters.peek().is_some_and(char::is_ascii_punctuation);
            match characters.next_if(|_| escapes) {
                Some(escaped) => plain.push(escaped),
                None if character == '`' => {}
                None => plain.push(character),
            }
        }
        plain
    };
    markdown.lines().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_has_no_marks_and_keeps_escaped_characters() {
        assert_eq!(plain("### 数据 `A.3.2.1`\n\n> **a)** 1\\*2 `x` 😀\n"), "数据 A.3.2.1\n\n> a) 1*2 x 😀");
    }
}
