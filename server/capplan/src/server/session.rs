//! What the owner thread owns: the open documents, the analysis, the client's abilities and settings.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use capplan_analysis::text::{Edit, Encoding, Text};
use capplan_analysis::workspace::{Counters, Surface, Workspace};
use tower_lsp_server::ls_types::{
    DidChangeTextDocumentParams, DidSaveTextDocumentParams, GotoCapability, InitializeParams, InsertTextMode,
    ResourceOperationKind, TextDocumentItem, Uri, WorkspaceFoldersChangeEvent,
};

use super::baselines::Baselines;
use super::carried::Carried;
use super::diagnostics::Diagnostics;
use super::disk::Disk;
use super::from_proto;
use super::outbox::Outbox;
use super::owner::{Owner, ReadJob};
use super::polls::Polls;
use super::sets::Sets;
use super::settings::Layers;
use super::signature::ToldSignatures;
use super::view::View;

/// What the client can do, as far as it matters.
#[derive(Clone, Copy, Debug)]
pub(super) struct Capabilities {
    /// The unit of columns.
    pub(super) encoding: Encoding,
    /// Whether it asks for diagnostics itself, and again when told to.
    pub(super) pulls: bool,
    /// Whether it shows the other side of a finding.
    pub(super) related: bool,
    /// Whether hovers may be Markdown.
    pub(super) markdown: bool,
    /// Whether it opens a page that a diagnostic's code links to.
    pub(super) links: bool,
    /// Whether edits may name the version of the document that they are for.
    pub(super) versioned_edits: bool,
    /// Whether edits may say why, for the author to confirm.
    pub(super) annotated_edits: bool,
    /// Whether an edit may create files.
    pub(super) creates_files: bool,
    /// Whether the documentation of completions may be Markdown.
    pub(super) completion_markdown: bool,
    /// Whether it shows details of completions beside their labels.
    pub(super) label_details: bool,
    /// Whether completions may be snippets.
    pub(super) snippets: bool,
    /// Whether it asks for the documentation of a completion once that is looked at.
    pub(super) resolves_documentation: bool,
    /// Whether it leaves the lines of a completion as they are when told so.
    pub(super) inserts_as_is: bool,
    /// Whether it takes links from a word to its definition.
    pub(super) definition_links: bool,
    /// The same of declarations.
    pub(super) declaration_links: bool,
    /// Whether it shows what a link leads to.
    pub(super) link_tooltips: bool,
    /// Whether it asks what could be renamed before it asks the author for a name.
    pub(super) prepares_renames: bool,
    /// Whether it asks for the text of the standard's document itself.
    pub(super) virtual_standard: bool,
    /// How many folds it takes.
    pub(super) most_folds: usize,
    /// Whether symbols may be nested.
    pub(super) symbol_trees: bool,
    /// Whether it shows lenses.
    pub(super) lenses: bool,
}

/// A document that is open in the editor.
#[derive(Debug)]
pub(super) struct Open {
    /// As the client names it.
    pub(super) uri: Uri,
    /// The version of the text that the workspace has.
    pub(super) version: i32,
    surface: Surface,
}

/// The state of a session.
pub(super) struct Session {
    pub(super) workspace: Workspace,
    pub(super) client: Capabilities,
    pub(super) settings: Layers,
    pub(super) documents: BTreeMap<String, Open>,
    pub(super) diagnostics: Diagnostics,
    pub(super) polls: Polls,
    pub(super) signed: ToldSignatures,
    pub(super) sets: Sets,
    pub(super) baselines: Baselines,
    pub(super) disk: Disk,
    pub(super) outbox: Outbox,
    pub(super) carried: Arc<Carried>,
    /// The job under way and the document that it is about, for the log.
    under_way: (&'static str, String),
    /// The documents with other text since that was last logged, for the log.
    edited: BTreeSet<String>,
    /// How much had been redone when that was last logged.
    logged: Counters,
}

impl Capabilities {
    /// Reads what the client says of itself.
    pub(super) fn of(params: &InitializeParams) -> Self {
        let document = params.capabilities.text_document.as_ref();
        let edits = params.capabilities.workspace.as_ref().and_then(|client| client.workspace_edit.as_ref());
        let diagnostics =
            params.capabilities.workspace.as_ref().and_then(|client| client.diagnostics.as_ref());
        let refreshes = diagnostics.and_then(|client| client.refresh_support).unwrap_or_default();
        let pulls = document.is_some_and(|client| client.diagnostic.is_some()) && refreshes;
        let published = document.and_then(|client| client.publish_diagnostics.as_ref());
        let pulled = document.and_then(|client| client.diagnostic.as_ref());
        let related = published.and_then(|client| client.related_information).unwrap_or_default()
            || pulled.and_then(|client| client.related_information).unwrap_or_default();
        let formats = document
            .and_then(|client| client.hover.as_ref())
            .and_then(|client| client.content_format.as_ref());
        let item = document
            .and_then(|client| client.completion.as_ref())
            .and_then(|client| client.completion_item.as_ref());
        let links =
            |goto: Option<GotoCapability>| goto.and_then(|goto| goto.link_support).unwrap_or_default();
        let renames = document.and_then(|client| client.rename.as_ref());
        let folds =
            document.and_then(|client| client.folding_range.as_ref()).and_then(|client| client.range_limit);
        let symbols = document.and_then(|client| client.document_symbol.as_ref());
        let documents = item.and_then(|item| item.documentation_format.as_ref());
        Self {
            encoding: from_proto::encoding(&params.capabilities),
            pulls,
            related,
            markdown: formats.is_none_or(|formats| from_proto::has_markdown(formats)),
            links: published.and_then(|client| client.code_description_support).unwrap_or_default(),
            versioned_edits: edits.and_then(|edits| edits.document_changes).unwrap_or_default(),
            // Who can create files takes the edits that do: Neovim says the one and not the other.
            creates_files: edits.is_some_and(|edits| {
                let operations = edits.resource_operations.as_deref().unwrap_or_default();
                operations.contains(&ResourceOperationKind::Create)
            }),
            annotated_edits: edits.is_some_and(|edits| edits.change_annotation_support.is_some()),
            completion_markdown: documents.is_some_and(|formats| from_proto::has_markdown(formats)),
            label_details: item.and_then(|item| item.label_details_support).unwrap_or_default(),
            snippets: item.and_then(|item| item.snippet_support).unwrap_or_default(),
            resolves_documentation: item
                .and_then(|item| item.resolve_support.as_ref())
                .is_some_and(|resolved| resolved.properties.iter().any(|name| name == "documentation")),
            inserts_as_is: item
                .and_then(|item| item.insert_text_mode_support.as_ref())
                .is_some_and(|modes| modes.value_set.contains(&InsertTextMode::AS_IS)),
            definition_links: links(document.and_then(|client| client.definition)),
            declaration_links: links(document.and_then(|client| client.declaration)),
            link_tooltips: document
                .and_then(|client| client.document_link.as_ref())
                .and_then(|client| client.tooltip_support)
                .unwrap_or_default(),
            prepares_renames: renames.and_then(|client| client.prepare_support).unwrap_or_default(),
            virtual_standard: super::settings::initial_switch(params, "virtualStandard"),
            most_folds: folds.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(usize::MAX),
            lenses: document.is_some_and(|client| client.code_lens.is_some()),
            symbol_trees: symbols
                .and_then(|client| client.hierarchical_document_symbol_support)
                .unwrap_or_default(),
        }
    }
}

impl Session {
    pub(super) fn new(owner: Owner, outbox: Outbox) -> Self {
        Self {
            carried: outbox.carried(),
            workspace: Workspace::new(Layers::default().options()),
            client: Capabilities::of(&InitializeParams::default()),
            settings: Layers::default(),
            documents: BTreeMap::new(),
            diagnostics: Diagnostics::default(),
            polls: Polls::default(),
            signed: ToldSignatures::default(),
            sets: Sets::default(),
            baselines: Baselines::default(),
            disk: Disk::start(owner),
            outbox,
            under_way: ("", String::new()),
            edited: BTreeSet::new(),
            logged: Counters::default(),
        }
    }

    pub(super) fn initialize(&mut self, client: Capabilities, settings: Layers) {
        self.workspace.set_encoding(client.encoding);
        self.client = client;
        self.settings = settings;
        self.workspace.set_options(self.settings.options());
        self.look_for_baselines();
    }

    /// New settings by notification; null means that the client wants to be asked.
    pub(super) fn configure(&mut self, settings: &serde_json::Value) {
        if self.settings.set(settings) {
            self.set_options();
        }
    }

    /// Other workspace folders: their own plan sets come and go with them, and settings look at them.
    pub(super) fn change_folders(&mut self, change: &WorkspaceFoldersChangeEvent) {
        let before = self.settings.options();
        self.settings.set_folders(&change.removed, &change.added);
        self.follow_roots();
        if self.settings.options() != before {
            self.set_options();
        }
    }

    fn set_options(&mut self) {
        self.workspace.set_options(self.settings.options());
        self.look_for_baselines();
        self.suspect_all();
        // Other settings may say them in another language, or not at all.
        self.outbox.refresh_lenses();
        self.outbox.refresh_hints();
    }

    /// A document opens; one that is neither Markdown nor YAML is ignored.
    pub(super) fn open(&mut self, item: TextDocumentItem) {
        let path = from_proto::path(&item.uri);
        let Some(surface) = from_proto::surface(&item.language_id, &path) else { return };
        self.change_of(&path);
        let text = self.carried.take(&item.text).unwrap_or(item.text);
        self.workspace.open(&path, Some(surface), &text);
        drop(text);
        self.documents.insert(path.clone(), Open { uri: item.uri, version: item.version, surface });
        self.diagnostics.touch(&path);
        if self.client.lenses && self.settings.lenses() {
            self.workspace.expect_signatures(&path);
        }
        self.look_for_set(&path);
    }

    /// All changes of one notification, in order.
    pub(super) fn change(&mut self, params: DidChangeTextDocumentParams) {
        let path = from_proto::path(&params.text_document.uri);
        self.change_of(&path);
        if self.workspace.is_save_due(&path) {
            self.analyse();
            let known = !self.is_loading(&path);
            self.workspace.keep_saved(&path, known);
        }
        let Some(open) = self.documents.get_mut(&path) else { return };
        open.version = params.text_document.version;
        for mut change in params.content_changes {
            if let Some(text) = self.carried.take(&change.text) {
                change.text = text;
            }
            let Some(text) = self.workspace.text(&path) else { return };
            let edit = from_proto::edit(text, change, self.client.encoding);
            self.workspace.edit(&path, &edit);
        }
        self.diagnostics.touch(&path);
        self.signed.forget(&path);
    }

    /// A saved text that is not the one known here replaces it: client and server had parted.
    pub(super) fn save(&mut self, params: DidSaveTextDocumentParams) {
        let path = from_proto::path(&params.text_document.uri);
        self.change_of(&path);
        let saved = params.text.map(|saved| self.carried.take(&saved).unwrap_or(saved));
        let Some(text) = self.workspace.text(&path).filter(|_| self.documents.contains_key(&path)) else {
            return;
        };
        if let Some(saved) = saved.filter(|saved| text.to_text() != *saved) {
            tracing::warn!(document = path, "the saved text differs from the edited one and replaces it");
            let edit = Edit { range: 0..text.len(), text: saved };
            self.workspace.edit(&path, &edit);
            self.diagnostics.touch(&path);
        }
        if self.workspace.saved(&path) {
            self.refresh_signatures();
        }
    }

    pub(super) fn close(&mut self, uri: &Uri) {
        let path = from_proto::path(uri);
        self.change_of(&path);
        let Some(open) = self.documents.remove(&path) else { return };
        self.signed.forget(&path);
        self.workspace.close(&path);
        if self.is_member(&path) {
            // What the disk says of it is told, or that its set is gone with it.
            self.diagnostics.suspect(std::iter::once(&path));
        } else {
            self.diagnostics.clear(&path, &open.uri, &self.outbox, self.polls.has_answered());
        }
        self.forget_set_of(&path);
    }

    /// Runs a reading job on what is current.
    pub(super) fn read(&mut self, job: ReadJob) {
        self.analyse();
        job(&mut View::of(self));
    }

    /// Runs a reading job now, or as soon as the document's plan set is loaded.
    pub(super) fn read_loaded(&mut self, uri: &Uri, job: ReadJob) {
        let path = from_proto::path(uri);
        if self.is_loading(&path) {
            self.sets.park(path, job);
        } else {
            self.work_on(&path);
            self.read(job);
        }
    }

    /// Analyses what changed and remembers whose findings that may concern.
    pub(super) fn analyse(&mut self) {
        let affected = self.workspace.refresh();
        self.diagnostics.suspect(affected.iter());
    }

    /// Notes which job begins.
    pub(super) fn begin(&mut self, name: &'static str) {
        self.under_way = (name, String::new());
    }

    fn work_on(&mut self, path: &str) {
        path.clone_into(&mut self.under_way.1);
    }

    fn change_of(&mut self, path: &str) {
        self.work_on(path);
        if tracing::enabled!(tracing::Level::TRACE) {
            self.edited.insert(path.to_owned());
        }
    }

    /// The document that the job under way is about.
    pub(super) fn document(&self) -> &str {
        &self.under_way.1
    }

    /// Says in the log how much the job under way made the analysis redo, layer by layer, and for which documents.
    pub(super) fn log_redone(&mut self) {
        if !tracing::enabled!(tracing::Level::TRACE) {
            return;
        }
        let now = self.workspace.counters();
        let redone = now.since(std::mem::replace(&mut self.logged, now));
        if redone == Counters::default() {
            return;
        }
        // Edits are analysed by the job that needs it, which may be about another document, or about none.
        let edited: Vec<String> = std::mem::take(&mut self.edited).into_iter().collect();
        let document = if edited.is_empty() { self.under_way.1.clone() } else { edited.join(", ") };
        tracing::trace!(job = self.under_way.0, document, "redone: {redone:?}");
    }

    /// Builds the analysis anew from the open documents' texts; plan sets are read from the disk again.
    pub(super) fn recover(&mut self) {
        let mut workspace = Workspace::new(self.settings.options());
        workspace.set_encoding(self.client.encoding);
        self.diagnostics.begin_anew();
        for (path, open) in &self.documents {
            let text = self.workspace.text(path).map(Text::to_text).unwrap_or_default();
            workspace.open(path, Some(open.surface), &text);
        }
        self.workspace = workspace;
        self.logged = Counters::default();
        let paths: BTreeSet<String> = self.documents.keys().cloned().collect();
        self.sets.forget_all();
        self.baselines.forget_all();
        self.look_for_baselines();
        self.look_at_roots();
        for path in &paths {
            self.diagnostics.touch(path);
            self.look_for_set(path);
        }
    }
}
