//! Code actions: quick fixes of findings, all of a kind in the file, what may be mended unasked, and an allowance.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range as Bytes;

use capplan_analysis::rules::Locale;
use capplan_analysis::workspace::{FileEdit, Located, Offer};
use tower_lsp_server::ls_types::*;

use super::session::Session;
use super::{from_proto, to_proto};

/// The kind under which editors mend on saving.
pub(super) fn fix_all_kind() -> CodeActionKind {
    CodeActionKind::new("source.fixAll.capplan")
}

/// What may be done about the findings in a range.
pub(super) fn answer(session: &mut Session, path: &str, params: &CodeActionParams) -> CodeActionResponse {
    let Some(text) = session.workspace.text(path).filter(|_| session.documents.contains_key(path)) else {
        return Vec::new();
    };
    let byte = |position| text.byte(from_proto::position(position), session.client.encoding);
    let (start, end) = (byte(params.range.start), byte(params.range.end));
    let range = start..end.max(start);
    let mut actions = Vec::new();
    if wants(params, &CodeActionKind::QUICKFIX) {
        quick_fixes(session, path, &range, params, &mut actions);
    }
    if wants(params, &fix_all_kind()) {
        actions.extend(fix_all(session, path));
    }
    actions.into_iter().map(CodeActionOrCommand::CodeAction).collect()
}

/// Whether the client asks for a kind: for it, for one that it belongs to, or for whatever there is.
fn wants(params: &CodeActionParams, kind: &CodeActionKind) -> bool {
    params.context.only.as_ref().is_none_or(|only| {
        only.iter().any(|asked| {
            let rest = kind.as_str().strip_prefix(asked.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.') || asked.as_str().is_empty())
        })
    })
}

fn quick_fixes(
    session: &mut Session,
    path: &str,
    range: &Bytes<usize>,
    params: &CodeActionParams,
    actions: &mut Vec<CodeAction>,
) {
    let locale = session.workspace.locale(path);
    let offers = session.workspace.fixes(path, range);
    let mut rules: Vec<&'static str> = Vec::new();
    for offer in &offers {
        if !rules.contains(&offer.finding.rule) {
            rules.push(offer.finding.rule);
        }
        let diagnostics = diagnostics(session, path, &offer.finding, params);
        let made =
            action(session, offer.title.clone(), std::slice::from_ref(offer), CodeActionKind::QUICKFIX);
        let preferred = offer.preferred.then_some(true);
        actions.extend(made.map(|made| CodeAction { diagnostics, is_preferred: preferred, ..made }));
    }
    for rule in rules {
        let all = session.workspace.fix_all(path, Some(rule));
        if all.len() > 1 {
            let title = match locale {
                Locale::Zh => format!("修复本文件中全部 {} 处 {rule}", all.len()),
                Locale::En => format!("Fix all {} {rule} in this file", all.len()),
            };
            actions.extend(action(session, title, &all, CodeActionKind::QUICKFIX));
        }
    }
    for finding in found_in(session, path, range) {
        let Some(edit) = session.workspace.allow(&finding, path) else { continue };
        let title = match locale {
            Locale::Zh => format!("在此允许 {}（须写原因）", finding.rule),
            Locale::En => format!("Allow {} here, with a reason", finding.rule),
        };
        let diagnostics = diagnostics(session, path, &finding, params);
        let edit = workspace_edit(session, &[(edit, None)]);
        let kind = Some(CodeActionKind::QUICKFIX);
        actions.push(CodeAction { title, kind, diagnostics, edit, ..CodeAction::default() });
    }
}

/// The findings in the lines of a range, one a rule and line.
fn found_in(session: &mut Session, path: &str, range: &Bytes<usize>) -> Vec<Located> {
    let findings = session.workspace.findings(path);
    let Some(text) = session.workspace.text(path) else { return Vec::new() };
    let lines = text.line_of(range.start)..=text.line_of(range.end);
    findings.into_iter().filter(|finding| lines.contains(&text.line_of(finding.range.start))).collect()
}

fn fix_all(session: &mut Session, path: &str) -> Option<CodeAction> {
    let all = session.workspace.fix_all(path, None);
    let title = match session.workspace.locale(path) {
        Locale::Zh => format!("修复全部不改变含义的问题（{} 处）", all.len()),
        Locale::En => format!("Fix all that cannot change what the plan means ({})", all.len()),
    };
    if all.is_empty() { None } else { action(session, title, &all, fix_all_kind()) }
}

/// The diagnostics of the client that a finding is part of: the same rule in the same line.
fn diagnostics(
    session: &Session,
    path: &str,
    finding: &Located,
    params: &CodeActionParams,
) -> Option<Vec<Diagnostic>> {
    let place = to_proto::range(session.workspace.text(path)?, &finding.range, session.client.encoding);
    let same = |diagnostic: &&Diagnostic| {
        diagnostic.code == Some(NumberOrString::String(finding.rule.to_owned()))
            && diagnostic.range.start.line == place.start.line
    };
    let found: Vec<Diagnostic> = params.context.diagnostics.iter().filter(same).cloned().collect();
    (!found.is_empty()).then_some(found)
}

fn action(session: &Session, title: String, offers: &[Offer], kind: CodeActionKind) -> Option<CodeAction> {
    let annotated = |offer: &Offer| {
        let why = offer.annotation.as_ref().map(|why| (offer.title.clone(), why.clone()));
        offer.edits.iter().map(|edit| (edit.clone(), why.clone())).collect::<Vec<_>>()
    };
    let edits: Vec<_> = offers.iter().flat_map(annotated).collect();
    let edit = workspace_edit(session, &edits);
    edit.is_some().then(|| CodeAction { title, kind: Some(kind), edit, ..CodeAction::default() })
}

/// Edits with why they are made, as the client takes them: with the documents' versions where it can.
fn workspace_edit(
    session: &Session,
    edits: &[(FileEdit, Option<(String, String)>)],
) -> Option<WorkspaceEdit> {
    let mut annotations = HashMap::new();
    let mut files: BTreeMap<&str, Vec<OneOf<TextEdit, AnnotatedTextEdit>>> = BTreeMap::new();
    for (edit, why) in edits {
        let text = session.workspace.text(&edit.path)?;
        let range = to_proto::range(text, &edit.range, session.client.encoding);
        let text_edit = TextEdit { range, new_text: edit.text.clone() };
        let made = match why
            .as_ref()
            .filter(|_| session.client.annotated_edits && session.client.versioned_edits)
        {
            Some((label, description)) => {
                let id = format!("capplan-{}", annotations.len());
                let (label, description) = (label.clone(), Some(description.clone()));
                annotations
                    .insert(id.clone(), ChangeAnnotation { label, needs_confirmation: None, description });
                OneOf::Right(AnnotatedTextEdit { text_edit, annotation_id: id })
            }
            None => OneOf::Left(text_edit),
        };
        files.entry(&edit.path).or_default().push(made);
    }
    let uri = |path: &str| match session.documents.get(path) {
        Some(open) => Some((open.uri.clone(), Some(open.version))),
        None => Some((to_proto::uri(path)?, None)),
    };
    if !session.client.versioned_edits {
        let plain = |edit| match edit {
            OneOf::Left(edit) => edit,
            OneOf::Right(AnnotatedTextEdit { text_edit, .. }) => text_edit,
        };
        let file =
            |(path, edits): (&str, Vec<_>)| Some((uri(path)?.0, edits.into_iter().map(plain).collect()));
        let changes: Option<HashMap<Uri, Vec<TextEdit>>> = files.into_iter().map(file).collect();
        return Some(WorkspaceEdit { changes: Some(changes?), ..WorkspaceEdit::default() });
    }
    let file = |(path, edits): (&str, Vec<_>)| {
        let (uri, version) = uri(path)?;
        let text_document = OptionalVersionedTextDocumentIdentifier { uri, version };
        Some(TextDocumentEdit { text_document, edits })
    };
    let edits: Option<Vec<TextDocumentEdit>> = files.into_iter().map(file).collect();
    Some(WorkspaceEdit {
        changes: None,
        document_changes: Some(DocumentChanges::Edits(edits?)),
        change_annotations: (!annotations.is_empty()).then_some(annotations),
    })
}
