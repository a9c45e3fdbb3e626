//! Code actions: quick fixes of findings, all of a kind in the file, what may be mended unasked, and an allowance.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range as Bytes;

use capplan_analysis::rules::Locale;
use capplan_analysis::workspace::{FileEdit, Located, Offer};
use tower_lsp_server::ls_types::*;

use super::session::Session;
use super::{from_proto, rewriting, to_proto};

/// So many findings of a rule are mended together where nobody asked for it yet: each costs a fraction of a millisecond.
const MOST_UNASKED: usize = 64;

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
        actions.extend(quick_fixes(session, path, &range, params));
    }
    if wants(params, &fix_all_kind()) && !is_unasked(params) {
        actions.extend(fix_all(session, path));
    }
    actions.extend(rewriting::offered(session, path, &range, params));
    actions.into_iter().map(CodeActionOrCommand::CodeAction).collect()
}

/// Whether an editor asks by itself, at every step of the cursor, for whatever there is: what looks at the whole plan is too
/// much for that.
fn is_unasked(params: &CodeActionParams) -> bool {
    let chosen = params.context.only.as_ref().is_some_and(|only| !only.is_empty());
    params.context.trigger_kind == Some(CodeActionTriggerKind::AUTOMATIC) && !chosen
}

/// Whether the client asks for a kind: for it, for one that it belongs to, or for whatever there is.
pub(super) fn wants(params: &CodeActionParams, kind: &CodeActionKind) -> bool {
    params.context.only.as_ref().is_none_or(|only| {
        only.iter().any(|asked| {
            let rest = kind.as_str().strip_prefix(asked.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.') || asked.as_str().is_empty())
        })
    })
}

/// The fixes of the findings in a range, then all of a kind in the file, then allowances.
fn quick_fixes(
    session: &mut Session,
    path: &str,
    range: &Bytes<usize>,
    params: &CodeActionParams,
) -> Vec<CodeAction> {
    let offers = session.workspace.fixes(path, range);
    let mut rules: Vec<&'static str> = Vec::new();
    for offer in &offers {
        if !rules.contains(&offer.finding.rule) {
            rules.push(offer.finding.rule);
        }
    }
    let mut actions: Vec<CodeAction> =
        offers.iter().filter_map(|offer| fix(session, path, offer, params)).collect();
    let all = session.workspace.findings(path);
    let many = |rule: &str| all.iter().filter(|finding| finding.rule == rule).count() > MOST_UNASKED;
    rules.retain(|rule| !is_unasked(params) || !many(rule));
    actions.extend(rules.into_iter().filter_map(|rule| fix_rule(session, path, rule)));
    let found = found_in(session, path, range, all);
    actions.extend(found.iter().filter_map(|finding| allowance(session, path, finding, params)));
    actions
}

/// One way to mend one finding.
fn fix(session: &Session, path: &str, offer: &Offer, params: &CodeActionParams) -> Option<CodeAction> {
    let made = action(session, offer.title.clone(), std::slice::from_ref(offer), CodeActionKind::QUICKFIX)?;
    let diagnostics = diagnostics(session, path, &offer.finding, params);
    Some(CodeAction { diagnostics, is_preferred: offer.preferred.then_some(true), ..made })
}

/// All findings of a rule in the file mended at once, where there are several.
fn fix_rule(session: &mut Session, path: &str, rule: &'static str) -> Option<CodeAction> {
    let all = session.workspace.fix_all(path, Some(rule));
    let title = match session.workspace.locale(path) {
        Locale::Zh => format!("修复本文件中全部 {} 处 {rule}", all.len()),
        Locale::En => format!("Fix all {} {rule} in this file", all.len()),
    };
    if all.len() > 1 { action(session, title, &all, CodeActionKind::QUICKFIX) } else { None }
}

/// A comment that allows a finding where it stands.
fn allowance(
    session: &mut Session,
    path: &str,
    finding: &Located,
    params: &CodeActionParams,
) -> Option<CodeAction> {
    let edit = session.workspace.allow(finding, path)?;
    let title = match session.workspace.locale(path) {
        Locale::Zh => format!("在此允许 {}（须写原因）", finding.rule),
        Locale::En => format!("Allow {} here, with a reason", finding.rule),
    };
    let diagnostics = diagnostics(session, path, finding, params);
    let edit = workspace_edit(session, &[(edit, None)]);
    let kind = Some(CodeActionKind::QUICKFIX);
    Some(CodeAction { title, kind, diagnostics, edit, ..CodeAction::default() })
}

/// The findings in the lines of a range, one a rule and line.
fn found_in(session: &Session, path: &str, range: &Bytes<usize>, findings: Vec<Located>) -> Vec<Located> {
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
    let with_reason = |offer: &Offer| {
        let why = offer.annotation.as_ref().map(|why| (offer.title.clone(), why.clone()));
        offer.edits.iter().map(|edit| (edit.clone(), why.clone())).collect::<Vec<_>>()
    };
    let edits: Vec<_> = offers.iter().flat_map(with_reason).collect();
    let edit = workspace_edit(session, &edits);
    edit.is_some().then(|| CodeAction { title, kind: Some(kind), edit, ..CodeAction::default() })
}

/// Why an edit is made: a label and a description.
type Why = Option<(String, String)>;
/// The edits of one file.
type Edits = Vec<OneOf<TextEdit, AnnotatedTextEdit>>;

/// Edits with why they are made, as the client takes them: with the documents' versions where it can.
pub(super) fn workspace_edit(session: &Session, edits: &[(FileEdit, Why)]) -> Option<WorkspaceEdit> {
    let mut annotations = HashMap::new();
    let mut files: BTreeMap<&str, Edits> = BTreeMap::new();
    for (edit, why) in edits {
        let text = session.workspace.text(&edit.path)?;
        let range = to_proto::range(text, &edit.range, session.client.encoding);
        let made = TextEdit { range, new_text: edit.text.clone() };
        let able = session.client.annotated_edits && session.client.versioned_edits;
        let made = annotated(made, why.as_ref().filter(|_| able), &mut annotations);
        files.entry(&edit.path).or_default().push(made);
    }
    if session.client.versioned_edits {
        versioned(session, files, annotations)
    } else {
        unversioned(session, files)
    }
}

/// An edit with its annotation, which is noted under an id of its own.
fn annotated(
    text_edit: TextEdit,
    why: Option<&(String, String)>,
    annotations: &mut HashMap<String, ChangeAnnotation>,
) -> OneOf<TextEdit, AnnotatedTextEdit> {
    let Some((label, description)) = why else { return OneOf::Left(text_edit) };
    let id = format!("capplan-{}", annotations.len());
    let (label, description) = (label.clone(), Some(description.clone()));
    annotations.insert(id.clone(), ChangeAnnotation { label, needs_confirmation: None, description });
    OneOf::Right(AnnotatedTextEdit { text_edit, annotation_id: id })
}

/// As the client names a file, with the version of its text where it is open.
fn named(session: &Session, path: &str) -> Option<(Uri, Option<i32>)> {
    match session.documents.get(path) {
        Some(open) => Some((open.uri.clone(), Some(open.version))),
        None => Some((to_proto::uri(path)?, None)),
    }
}

/// For clients that know no versions.
fn unversioned(session: &Session, files: BTreeMap<&str, Edits>) -> Option<WorkspaceEdit> {
    let plain = |edit| match edit {
        OneOf::Left(edit) => edit,
        OneOf::Right(AnnotatedTextEdit { text_edit, .. }) => text_edit,
    };
    let file = |(path, edits): (&str, Edits)| {
        Some((named(session, path)?.0, edits.into_iter().map(plain).collect()))
    };
    let changes: Option<HashMap<Uri, Vec<TextEdit>>> = files.into_iter().map(file).collect();
    Some(WorkspaceEdit { changes: Some(changes?), ..WorkspaceEdit::default() })
}

fn versioned(
    session: &Session,
    files: BTreeMap<&str, Edits>,
    annotations: HashMap<String, ChangeAnnotation>,
) -> Option<WorkspaceEdit> {
    let file = |(path, edits): (&str, Edits)| {
        let (uri, version) = named(session, path)?;
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
