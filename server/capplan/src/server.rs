//! The language server: what it can do, on one screen.
//!
//! One thread, the owner, has the documents and the analysis ([`owner`]). A handler hands its job over before its
//! first await, so that jobs run in the order in which the client sent them, and then waits for the answer. Nothing
//! here computes, and no handler waits for the client.

mod actions;
mod asked;
mod baselines;
mod carried;
mod completions;
mod diagnostics;
mod disk;
mod format;
mod frames;
mod from_proto;
pub(crate) mod legend;
mod log;
mod memory;
mod navigation;
mod outbox;
mod outline;
mod owner;
mod packed;
mod parent;
mod polls;
mod progress;
mod render;
mod rewriting;
mod roots;
mod run;
mod session;
mod sets;
mod settings;
mod shape;
mod signature;
mod standard;
mod to_proto;
mod tokens;
mod view;
mod wire;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::Value;
use tower_lsp_server::jsonrpc::{Error, Result};
use tower_lsp_server::ls_types::*;
use tower_lsp_server::{Client, LanguageServer};

use carried::Carried;
pub use log::Log;
use log::Told;
use outbox::Outbox;
use owner::Owner;
pub use run::{run, serve};
use session::{Capabilities, Session};
#[cfg(test)]
pub(crate) use settings::SECTION;
use view::View;

/// The handlers' side of a session.
struct Server {
    owner: Owner,
    outbox: Outbox,
    ending: Arc<run::Ending>,
    told: Told,
    pulls: AtomicBool,
}

impl Server {
    fn new(client: Client, carried: Arc<Carried>, ending: Arc<run::Ending>, told: Told) -> Self {
        let outbox = Outbox::new(client, carried);
        Self { owner: Owner::start(&outbox), outbox, ending, told, pulls: AtomicBool::new(false) }
    }

    /// The text of the standard's virtual document.
    async fn standard(&self, asked: standard::Asked) -> Result<standard::Answer> {
        standard::answer(&asked)
    }

    /// The user stops work that is under way.
    async fn cancel_work(&self, cancel: progress::Cancel) {
        self.outbox.cancel(&cancel);
    }

    /// Whether a document is a plan and why, and how it stands.
    async fn status(&self, asked: asked::About) -> Result<Value> {
        let uri = asked.uri.clone();
        let status =
            self.owner.read_loaded("status", &uri, move |view| asked::status(view.session(), &asked));
        status.await.map_err(|_| Error::internal_error())
    }

    /// The report of a plan set.
    async fn report(&self, asked: asked::About) -> Result<Value> {
        let uri = asked.uri.clone();
        let report =
            self.owner.read_loaded("report", &uri, move |view| asked::report(view.session(), &asked));
        report.await.unwrap_or_else(|_| Err(Error::internal_error()))
    }

    /// The standard's clauses, to choose from.
    async fn clauses(&self, _: asked::Whatever) -> Result<Value> {
        let list = self.owner.read("clauses", |view| asked::clauses(view.session()));
        list.await.map_err(|_| Error::internal_error())
    }

    /// Plans to begin with.
    async fn templates(&self, _: asked::Whatever) -> Result<Value> {
        let list = self.owner.read("templates", |view| asked::templates(view.session()));
        list.await.map_err(|_| Error::internal_error())
    }

    /// Answers a message that was no message; [`wire`] puts this request in its place.
    async fn not_a_message(&self) -> Result<()> {
        Err(Error::parse_error())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.owner.stop();
    }
}

impl LanguageServer for Server {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        let client = Capabilities::of(&params);
        let settings = settings::Layers::of(&params);
        let answer = to_proto::initialize_result(&client);
        log::client(&params, &client);
        self.pulls.store(client.pulls, Ordering::Relaxed);
        self.outbox.initialize(&params);
        self.ending.watch_parent(params.process_id);
        self.owner.mutate("initialize", move |session| session.initialize(client, settings));
        Ok(answer)
    }

    async fn initialized(&self, _: InitializedParams) {
        self.told.begin(&self.outbox);
        self.outbox.register();
        self.owner.mutate("initialized", |session| {
            session.watch_baselines();
            session.look_at_roots();
        });
        self.outbox.fetch_settings(self.owner.clone());
        tokio::task::spawn_blocking(capplan_analysis::standard::likeness::prepare);
    }

    async fn shutdown(&self) -> Result<()> {
        self.owner.mutate("shutdown", Session::end_poll);
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        self.owner.mutate("didOpen", move |session| session.open(params.text_document));
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        self.owner.mutate("didChange", move |session| session.change(params));
    }

    async fn did_save(&self, params: DidSaveTextDocumentParams) {
        self.owner.mutate("didSave", move |session| session.save(params));
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        self.owner.mutate("didClose", move |session| session.close(&params.text_document.uri));
    }

    async fn did_change_configuration(&self, params: DidChangeConfigurationParams) {
        self.owner.mutate("didChangeConfiguration", move |session| session.configure(&params.settings));
        self.outbox.fetch_settings(self.owner.clone());
    }

    async fn did_change_watched_files(&self, params: DidChangeWatchedFilesParams) {
        self.owner.mutate("didChangeWatchedFiles", move |session| session.files_changed(&params.changes));
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        let change = params.event;
        self.owner.mutate("didChangeWorkspaceFolders", move |session| session.change_folders(&change));
    }

    async fn diagnostic(&self, params: DocumentDiagnosticParams) -> Result<DocumentDiagnosticReportResult> {
        if !self.pulls.load(Ordering::Relaxed) {
            return Err(Error::method_not_found());
        }
        let uri = params.text_document.uri.clone();
        let report = self.owner.read_loaded("diagnostic", &uri, move |view| view.diagnostic(&params));
        report.await.map_err(|_| Error::internal_error())
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        let uri = params.text_document.uri.clone();
        let actions = self.owner.read_loaded("codeAction", &uri, move |view| view.code_actions(&params));
        Ok(actions.await.ok())
    }

    async fn workspace_diagnostic(
        &self,
        params: WorkspaceDiagnosticParams,
    ) -> Result<WorkspaceDiagnosticReportResult> {
        if !self.pulls.load(Ordering::Relaxed) {
            return Err(Error::method_not_found());
        }
        let (answer, report) = tokio::sync::oneshot::channel();
        let may_wait = params.partial_result_params.partial_result_token.is_some();
        let poll = polls::Poll { previous: params.previous_result_ids, may_wait, answer };
        self.owner.mutate("workspaceDiagnostic", move |session| session.poll(poll));
        report.await.map_err(|_| Error::internal_error())
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        let at = params.text_document_position_params;
        Ok(self.owner.read("hover", move |view| view.hover(&at)).await.ok().flatten())
    }

    async fn document_symbol(&self, params: DocumentSymbolParams) -> Result<Option<DocumentSymbolResponse>> {
        let uri = params.text_document.uri.clone();
        let symbols = self.owner.read_loaded("documentSymbol", &uri, move |view| view.symbols(&params));
        Ok(symbols.await.ok().flatten())
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        let uri = params.text_document_position.text_document.uri.clone();
        Ok(self
            .owner
            .read_loaded("completion", &uri, move |view| view.completion(&params))
            .await
            .ok()
            .flatten())
    }

    async fn completion_resolve(&self, item: CompletionItem) -> Result<CompletionItem> {
        let asked = item.clone();
        let found = self.owner.read("completionResolve", move |view| view.documented(asked)).await;
        Ok(found.unwrap_or(item))
    }

    async fn semantic_tokens_full(
        &self,
        params: SemanticTokensParams,
    ) -> Result<Option<SemanticTokensResult>> {
        let uri = params.text_document.uri.clone();
        let tokens = self.owner.read_loaded("semanticTokens", &uri, move |view| view.tokens(&params));
        Ok(tokens.await.ok().flatten())
    }

    async fn semantic_tokens_full_delta(
        &self,
        params: SemanticTokensDeltaParams,
    ) -> Result<Option<SemanticTokensFullDeltaResult>> {
        let uri = params.text_document.uri.clone();
        let tokens = self.owner.read_loaded("tokensDelta", &uri, move |view| view.changed_tokens(&params));
        Ok(tokens.await.ok().flatten())
    }

    async fn semantic_tokens_range(
        &self,
        params: SemanticTokensRangeParams,
    ) -> Result<Option<SemanticTokensRangeResult>> {
        let uri = params.text_document.uri.clone();
        let tokens = self.owner.read_loaded("tokensRange", &uri, move |view| view.tokens_in(&params));
        Ok(tokens.await.ok().flatten().map(Into::into))
    }

    async fn formatting(&self, params: DocumentFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        let uri = params.text_document.uri.clone();
        let edits = self.owner.read_loaded("formatting", &uri, move |view| view.format(&params));
        Ok(edits.await.ok().flatten())
    }

    async fn range_formatting(&self, params: DocumentRangeFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        let uri = params.text_document.uri.clone();
        let edits = self.owner.read_loaded("rangeFormatting", &uri, move |view| view.format_range(&params));
        Ok(edits.await.ok().flatten())
    }

    async fn on_type_formatting(
        &self,
        params: DocumentOnTypeFormattingParams,
    ) -> Result<Option<Vec<TextEdit>>> {
        let uri = params.text_document_position.text_document.uri.clone();
        let edits = self.owner.read_loaded("onTypeFormatting", &uri, move |view| view.go_on(&params));
        Ok(edits.await.ok().flatten())
    }

    async fn folding_range(&self, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
        let uri = params.text_document.uri.clone();
        let folds = self.owner.read_loaded("foldingRange", &uri, move |view| view.folds(&params));
        Ok(folds.await.ok().flatten())
    }

    async fn selection_range(&self, params: SelectionRangeParams) -> Result<Option<Vec<SelectionRange>>> {
        let uri = params.text_document.uri.clone();
        let grown = self.owner.read_loaded("selectionRange", &uri, move |view| view.selections(&params));
        Ok(grown.await.ok().flatten())
    }

    async fn goto_definition(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        let at = params.text_document_position_params;
        let uri = at.text_document.uri.clone();
        let find = move |view: &mut View<'_>| navigation::definition(view.session(), &at, false);
        Ok(self.owner.read_loaded("definition", &uri, find).await.ok().flatten())
    }

    async fn goto_declaration(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        let at = params.text_document_position_params;
        let uri = at.text_document.uri.clone();
        let find = move |view: &mut View<'_>| navigation::definition(view.session(), &at, true);
        Ok(self.owner.read_loaded("declaration", &uri, find).await.ok().flatten())
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        let uri = params.text_document_position.text_document.uri.clone();
        let find = move |view: &mut View<'_>| navigation::references(view.session(), &params);
        Ok(self.owner.read_loaded("references", &uri, find).await.ok().flatten())
    }

    async fn document_highlight(
        &self,
        params: DocumentHighlightParams,
    ) -> Result<Option<Vec<DocumentHighlight>>> {
        let at = params.text_document_position_params;
        let uri = at.text_document.uri.clone();
        let find = move |view: &mut View<'_>| navigation::highlights(view.session(), &at);
        Ok(self.owner.read_loaded("documentHighlight", &uri, find).await.ok().flatten())
    }

    async fn prepare_rename(&self, at: TextDocumentPositionParams) -> Result<Option<PrepareRenameResponse>> {
        let uri = at.text_document.uri.clone();
        let find = move |view: &mut View<'_>| navigation::prepare_rename(view.session(), &at);
        self.owner.read_loaded("prepareRename", &uri, find).await.unwrap_or(Ok(None))
    }

    async fn rename(&self, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
        let uri = params.text_document_position.text_document.uri.clone();
        let edit = move |view: &mut View<'_>| navigation::rename(view.session(), &params);
        self.owner.read_loaded("rename", &uri, edit).await.unwrap_or_else(|_| Err(Error::internal_error()))
    }

    async fn symbol(&self, params: WorkspaceSymbolParams) -> Result<Option<WorkspaceSymbolResponse>> {
        let find = move |view: &mut View<'_>| navigation::search(view.session(), &params.query);
        Ok(self.owner.read("workspaceSymbol", find).await.ok().map(WorkspaceSymbolResponse::Nested))
    }

    async fn document_link(&self, params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
        let uri = params.text_document.uri.clone();
        let find = move |view: &mut View<'_>| navigation::links(view.session(), &params);
        Ok(self.owner.read_loaded("documentLink", &uri, find).await.ok().flatten())
    }

    async fn code_lens(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        let uri = params.text_document.uri.clone();
        let find = move |view: &mut View<'_>| signature::lenses(view.session(), &params.text_document.uri);
        Ok(self.owner.read_loaded("codeLens", &uri, find).await.ok().flatten())
    }

    async fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        let uri = params.text_document.uri.clone();
        let find = move |view: &mut View<'_>| signature::hints(view.session(), &params);
        Ok(self.owner.read_loaded("inlayHint", &uri, find).await.ok().flatten())
    }

    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<LSPAny>> {
        let run = move |view: &mut View<'_>| signature::execute(view.session(), &params);
        let done = self.owner.read("executeCommand", run).await.map_err(|_| Error::internal_error())?;
        done.map(Some)
    }
}
