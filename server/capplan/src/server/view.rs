//! What a reading job is given: the session without any way to change documents.

use tower_lsp_server::ls_types::*;

use super::session::Session;
use super::{actions, completions, diagnostics, format, from_proto, outline, shape, to_proto, tokens};

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
    pub(super) fn completion(&mut self, params: &CompletionParams) -> Option<CompletionResponse> {
        let at = &params.text_document_position;
        let typed = params.context.as_ref().and_then(|context| context.trigger_character.as_deref());
        let path = from_proto::path(&at.text_document.uri);
        let Session { workspace, client, documents, .. } = &mut *self.session;
        documents.get(&path)?;
        let byte = workspace.text(&path)?.byte(from_proto::position(at.position), client.encoding);
        let found = workspace.completions(&path, byte);
        completions::list(found, typed, workspace.text(&path)?, client)
    }

    /// A candidate with its documentation.
    pub(super) fn documented(&mut self, item: CompletionItem) -> CompletionItem {
        completions::documented(item, &self.session.client)
    }

    /// The outline of a plan.
    pub(super) fn symbols(&mut self, params: &DocumentSymbolParams) -> Option<DocumentSymbolResponse> {
        let path = from_proto::path(&params.text_document.uri);
        let Session { workspace, client, documents, carried, .. } = &mut *self.session;
        let open = documents.get(&path)?;
        let symbols = workspace.symbols(&path);
        if client.symbol_trees {
            outline::tree(&symbols, carried)
        } else {
            outline::list(&symbols, &open.uri, carried)
        }
    }

    /// The words of a plan that mean something.
    pub(super) fn tokens(&mut self, params: &SemanticTokensParams) -> Option<SemanticTokensResult> {
        let path = self.open(&params.text_document.uri)?;
        let (id, told) = self.session.workspace.colours(&path, None)?;
        Some(tokens::whole(id, told, &self.session.carried))
    }

    /// What changed about them since the client was told.
    pub(super) fn changed_tokens(
        &mut self,
        params: &SemanticTokensDeltaParams,
    ) -> Option<SemanticTokensFullDeltaResult> {
        let path = self.open(&params.text_document.uri)?;
        let known = params.previous_result_id.parse().ok();
        let (id, told) = self.session.workspace.colours(&path, known)?;
        Some(tokens::changed(id, told, &self.session.carried))
    }

    /// The words of some lines.
    pub(super) fn tokens_in(&mut self, params: &SemanticTokensRangeParams) -> Option<SemanticTokens> {
        let (path, range) = (self.open(&params.text_document.uri)?, params.range);
        let lines = range.start.line..range.end.line.saturating_add(1);
        Some(tokens::screen(&self.session.workspace.colours_in(&path, lines)?))
    }

    /// The edits that format a plan.
    pub(super) fn format(&mut self, params: &DocumentFormattingParams) -> Option<Vec<TextEdit>> {
        let path = self.open(&params.text_document.uri)?;
        let Session { workspace, client, .. } = &mut *self.session;
        let style = format::style(&params.options, workspace.spaces(&path));
        let edits = workspace.format(&path, style, None)?;
        Some(format::edits(workspace.text(&path)?, edits, client.encoding))
    }

    /// The edits that format some lines of a plan.
    pub(super) fn format_range(&mut self, params: &DocumentRangeFormattingParams) -> Option<Vec<TextEdit>> {
        let path = self.open(&params.text_document.uri)?;
        let Session { workspace, client, .. } = &mut *self.session;
        let style = format::style(&params.options, workspace.spaces(&path));
        let text = workspace.text(&path)?;
        let byte = |position| text.byte(from_proto::position(position), client.encoding);
        let (start, end) = (byte(params.range.start), byte(params.range.end));
        let edits = workspace.format(&path, style, Some(&(start..end.max(start))))?;
        Some(format::edits(workspace.text(&path)?, edits, client.encoding))
    }

    /// What goes on behind a line break with a list of measures, where the settings ask for it.
    pub(super) fn go_on(&mut self, params: &DocumentOnTypeFormattingParams) -> Option<Vec<TextEdit>> {
        let at = &params.text_document_position;
        let path = self.open(&at.text_document.uri)?;
        let Session { workspace, client, settings, .. } = &mut *self.session;
        if params.ch != "\n" || !settings.continues_measures() {
            return None;
        }
        let byte = workspace.text(&path)?.byte(from_proto::position(at.position), client.encoding);
        let edit = workspace.next_measure(&path, byte)?;
        Some(format::edits(workspace.text(&path)?, vec![edit], client.encoding))
    }

    /// What may be folded.
    pub(super) fn folds(&mut self, params: &FoldingRangeParams) -> Option<Vec<FoldingRange>> {
        let path = self.open(&params.text_document.uri)?;
        let most = self.session.client.most_folds;
        Some(shape::folds(&self.session.workspace.folds(&path, most)?, &self.session.carried))
    }

    /// How selections grow from some positions.
    pub(super) fn selections(&mut self, params: &SelectionRangeParams) -> Option<Vec<SelectionRange>> {
        let path = self.open(&params.text_document.uri)?;
        let Session { workspace, client, .. } = &mut *self.session;
        let text = workspace.text(&path)?;
        let byte = |position: &Position| text.byte(from_proto::position(*position), client.encoding);
        let bytes: Vec<usize> = params.positions.iter().map(byte).collect();
        let chains = workspace.selections(&path, &bytes)?;
        let text = workspace.text(&path)?;
        Some(chains.iter().map(|chain| shape::selection(text, chain, client.encoding)).collect())
    }

    /// Whatever else is asked of the session.
    pub(super) fn session(&mut self) -> &mut Session {
        self.session
    }

    /// A document's path, if it is open.
    fn open(&self, uri: &Uri) -> Option<String> {
        let path = from_proto::path(uri);
        self.session.documents.contains_key(&path).then_some(path)
    }

    /// The diagnostics of a document, or that they are as they were.
    pub(super) fn diagnostic(&mut self, params: &DocumentDiagnosticParams) -> DocumentDiagnosticReportResult {
        let path = from_proto::path(&params.text_document.uri);
        diagnostics::answer(self.session, &path, params.previous_result_id.as_deref())
    }
}
