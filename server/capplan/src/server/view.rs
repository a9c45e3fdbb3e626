//! What a reading job is given: the session without any way to change documents.

use tower_lsp_server::ls_types::{
    CodeActionParams, CodeActionResponse, CompletionResponse, DocumentDiagnosticParams,
    DocumentDiagnosticReportResult, DocumentSymbolParams, DocumentSymbolResponse, Hover,
    TextDocumentPositionParams, WorkspaceDiagnosticParams, WorkspaceDiagnosticReport,
    WorkspaceDiagnosticReportResult,
};

use super::session::Session;
use super::{actions, diagnostics, from_proto, outline, to_proto};

/// A session that can only be read.
pub(super) struct View<'a> {
    session: &'a mut Session,
}

impl<'a> View<'a> {
    /// Of the analysed session.
    pub(super) fn of(session: &'a mut Session) -> Self {
        Self { session }
    }

    /// The hover at a position, with its range.
    pub(super) fn hover(&mut self, at: &TextDocumentPositionParams) -> Option<Hover> {
        let path = from_proto::path(&at.text_document.uri);
        let Session { workspace, client, documents, .. } = &mut *self.session;
        documents.get(&path)?;
        let byte = workspace.text(&path)?.byte(from_proto::position(at.position), client.encoding);
        let hover = workspace.hover(&path, byte)?;
        let range = to_proto::range(workspace.text(&path)?, &hover.range, client.encoding);
        Some(to_proto::hover(hover.markdown, range, client.markdown))
    }

    /// The ways to mend what stands in a range.
    pub(super) fn code_actions(&mut self, params: &CodeActionParams) -> CodeActionResponse {
        let path = from_proto::path(&params.text_document.uri);
        actions::answer(self.session, &path, params)
    }

    /// What may stand at a position.
    pub(super) fn completion(&mut self, at: &TextDocumentPositionParams) -> Option<CompletionResponse> {
        let path = from_proto::path(&at.text_document.uri);
        let Session { workspace, client, documents, .. } = &mut *self.session;
        documents.get(&path)?;
        let byte = workspace.text(&path)?.byte(from_proto::position(at.position), client.encoding);
        let found = workspace.completions(&path, byte);
        to_proto::completions(found, workspace.text(&path)?, client)
    }

    /// The outline of a plan.
    pub(super) fn symbols(&mut self, params: &DocumentSymbolParams) -> Option<DocumentSymbolResponse> {
        let path = from_proto::path(&params.text_document.uri);
        let Session { workspace, client, documents, .. } = &mut *self.session;
        let open = documents.get(&path)?;
        let symbols = workspace.symbols(&path);
        if client.symbol_trees { outline::tree(&symbols) } else { outline::list(&symbols, &open.uri) }
    }

    /// The diagnostics of all that is not open, or that they are as they were.
    pub(super) fn workspace_diagnostic(
        &mut self,
        params: WorkspaceDiagnosticParams,
    ) -> WorkspaceDiagnosticReportResult {
        let items = diagnostics::answer_all(self.session, params.previous_result_ids);
        WorkspaceDiagnosticReportResult::Report(WorkspaceDiagnosticReport { items })
    }

    /// The diagnostics of a document, or that they are as they were.
    pub(super) fn diagnostic(&mut self, params: &DocumentDiagnosticParams) -> DocumentDiagnosticReportResult {
        let path = from_proto::path(&params.text_document.uri);
        diagnostics::answer(self.session, &path, params.previous_result_id.as_deref())
    }
}
