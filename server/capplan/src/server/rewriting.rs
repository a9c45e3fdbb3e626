//! Code actions that rewrite on purpose: measures moved and sorted, units raised, fields written as YAML and back, a plan
//! converted into a new file, a unit moved into one.

use std::ops::Range as Bytes;
use std::path::Path;

use capplan_analysis::rules::Locale;
use capplan_analysis::workspace::{RefactorKind, Rewrite, Surface};
use tower_lsp_server::ls_types::*;

use super::actions::{wants, workspace_edit};
use super::session::Session;
use super::to_proto;

/// The kind under which editors offer to put something elsewhere.
pub(super) fn move_kind() -> CodeActionKind {
    CodeActionKind::new("refactor.move")
}

/// What may be rewritten at a range.
pub(super) fn offered(
    session: &mut Session,
    path: &str,
    range: &Bytes<usize>,
    params: &CodeActionParams,
) -> Vec<CodeAction> {
    let kinds = [move_kind(), CodeActionKind::REFACTOR_REWRITE, CodeActionKind::REFACTOR_EXTRACT];
    let asked = kinds.map(|kind| wants(params, &kind));
    // Each is tried on a copy of the plan: too much for what an editor asks at every step of the cursor.
    let unasked = params.context.trigger_kind == Some(CodeActionTriggerKind::AUTOMATIC);
    if asked == [false; 3] || unasked {
        return Vec::new();
    }
    let rewrites = session.workspace.rewrites(path, range);
    let mut actions: Vec<CodeAction> = rewrites
        .into_iter()
        .map(|rewrite| action(session, rewrite))
        .filter(|action| action.kind.as_ref().is_some_and(|kind| wants(params, kind)))
        .collect();
    if asked[1] {
        actions.extend(conversion(session, path, params));
    }
    if asked[2] {
        actions.extend(extraction(session, path, range));
    }
    actions
}

/// A unit moved into a file of its own, where the client can make one.
fn extraction(session: &mut Session, path: &str, range: &Bytes<usize>) -> Option<CodeAction> {
    if !session.client.creates_files || !is_file(path) {
        return None;
    }
    let made = session.workspace.extraction(path, range)?;
    if session.documents.contains_key(&made.file) || Path::new(&made.file).exists() {
        return None;
    }
    let mut edit = new_file(to_proto::uri(&made.file)?, made.text);
    let edits: Vec<_> = made.edits.into_iter().map(|edit| (edit, None)).collect();
    let removed = workspace_edit(session, &edits)?.document_changes?;
    if let (Some(DocumentChanges::Operations(operations)), DocumentChanges::Edits(removed)) =
        (&mut edit.document_changes, removed)
    {
        operations.extend(removed.into_iter().map(DocumentChangeOperation::Edit));
    } else {
        return None;
    }
    let kind = Some(CodeActionKind::REFACTOR_EXTRACT);
    Some(CodeAction { title: made.title, kind, edit: Some(edit), ..CodeAction::default() })
}

/// Whether a path is one of the file system, not of something that an editor made up.
fn is_file(path: &str) -> bool {
    path.starts_with('/') || path.chars().nth(1) == Some(':')
}

fn action(session: &Session, rewrite: Rewrite) -> CodeAction {
    let kind = match rewrite.kind {
        RefactorKind::Move => move_kind(),
        RefactorKind::Rewrite => CodeActionKind::REFACTOR_REWRITE,
    };
    let edits: Vec<_> = rewrite.edits.into_iter().map(|edit| (edit, None)).collect();
    let edit = workspace_edit(session, &edits);
    CodeAction { title: rewrite.title, kind: Some(kind), edit, ..CodeAction::default() }
}

/// The whole plan in the other surface, as a new file beside it. Offered in the first line, or where rewriting alone is
/// asked for: it reads the whole plan anew. Nothing that is not the same afterwards is offered.
fn conversion(session: &mut Session, path: &str, params: &CodeActionParams) -> Option<CodeAction> {
    let asked = params.context.only.as_ref().is_some_and(|only| !only.is_empty());
    if !session.client.creates_files || !asked && params.range.start.line > 0 {
        return None;
    }
    let (to, name) = match Surface::of_path(path)? {
        Surface::Markdown => (Surface::Yaml, "YAML"),
        Surface::Yaml => (Surface::Markdown, "Markdown"),
    };
    let (stem, _) = path.rsplit_once('.')?;
    let file = format!("{stem}.{}", if to == Surface::Yaml { "yaml" } else { "md" });
    if !is_file(path) || session.documents.contains_key(&file) || Path::new(&file).exists() {
        return None;
    }
    let made = session.workspace.convert(path, to).filter(|made| made.lost.is_empty())?;
    let shown = file.rsplit('/').next().unwrap_or_default().to_owned();
    let title = match session.workspace.locale(path) {
        Locale::Zh => format!("转换为 {name}（新文件 {shown}）"),
        Locale::En => format!("Convert to {name} (new file {shown})"),
    };
    let edit = Some(new_file(to_proto::uri(&file)?, made.text));
    Some(CodeAction { title, kind: Some(CodeActionKind::REFACTOR_REWRITE), edit, ..CodeAction::default() })
}

/// A file made with a text; none that is there already.
fn new_file(uri: Uri, new_text: String) -> WorkspaceEdit {
    let options = CreateFileOptions { overwrite: Some(false), ignore_if_exists: Some(false) };
    let create = CreateFile { uri: uri.clone(), options: Some(options), annotation_id: None };
    let edit = TextDocumentEdit {
        text_document: OptionalVersionedTextDocumentIdentifier { uri, version: None },
        edits: vec![OneOf::Left(TextEdit { range: Range::default(), new_text })],
    };
    let operations =
        vec![DocumentChangeOperation::Op(ResourceOp::Create(create)), DocumentChangeOperation::Edit(edit)];
    WorkspaceEdit {
        document_changes: Some(DocumentChanges::Operations(operations)),
        ..WorkspaceEdit::default()
    }
}
