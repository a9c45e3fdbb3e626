//! Completions in the protocol's words.
//!
//! A list is always incomplete: candidates are compared here with what was typed, in pinyin too, and their order hangs on
//! it, so that it must be asked for again with every character. No characters commit a candidate: input methods end a
//! composition with the very marks that could stand behind a value (`、，；：`) and pick with blanks and digits, so that a
//! candidate would be taken that nobody chose; `.`, `-` and `/` stand inside ids, citations and names.

use capplan_analysis::rules::Locale;
use capplan_analysis::text::Text;
use capplan_analysis::workspace::{self, About, CompletionKind};
use serde_json::json;
use tower_lsp_server::ls_types::*;

use super::session::Capabilities;
use super::to_proto::{markup, range};

/// Candidates in their order, asked for by the author or by a character that was `typed`. The blank behind a list's mark asks
/// for no measure: a list would take the line break that ends one's own.
pub(super) fn list(
    mut found: workspace::Completions,
    typed: Option<&str>,
    text: &Text,
    client: &Capabilities,
) -> Option<CompletionResponse> {
    let locale = found.locale;
    if typed == Some(" ") {
        found.items.retain(|item| item.kind != CompletionKind::Measure);
    }
    let item = |(place, item): (usize, workspace::CompletionItem)| {
        let (insert_text_format, new_text) = inserted(&item, text, client);
        let several = new_text.contains('\n');
        let later = client.resolves_documentation;
        let documentation = if later { None } else { documentation(&item.about, locale, client) };
        let about = (later && item.about != About::Nothing)
            .then(|| json!({ "about": item.about.to_string(), "locale": locale.pick("zh", "en") }));
        CompletionItem {
            label_details: client
                .label_details
                .then(|| CompletionItemLabelDetails { detail: None, description: Some(item.detail.clone()) }),
            label: item.label,
            kind: Some(kind(item.kind)),
            detail: Some(item.detail).filter(|detail| !detail.is_empty()),
            documentation,
            sort_text: Some(format!("{place:04}")),
            filter_text: Some(item.typed),
            text_edit: Some(CompletionTextEdit::Edit(TextEdit {
                range: range(text, &item.range, client.encoding),
                new_text,
            })),
            insert_text_format,
            insert_text_mode: (several && client.inserts_as_is).then_some(InsertTextMode::AS_IS),
            data: about,
            ..CompletionItem::default()
        }
    };
    let items: Vec<CompletionItem> = found.items.into_iter().enumerate().map(item).collect();
    (!items.is_empty()).then_some(CompletionResponse::List(CompletionList { is_incomplete: true, items }))
}

fn kind(kind: CompletionKind) -> CompletionItemKind {
    match kind {
        CompletionKind::Field => CompletionItemKind::FIELD,
        CompletionKind::Section => CompletionItemKind::MODULE,
        CompletionKind::Value => CompletionItemKind::ENUM_MEMBER,
        CompletionKind::Reference => CompletionItemKind::REFERENCE,
        CompletionKind::Clause => CompletionItemKind::CONSTANT,
        CompletionKind::Snippet | CompletionKind::Measure => CompletionItemKind::SNIPPET,
        CompletionKind::Name => CompletionItemKind::VALUE,
    }
}

/// A candidate with its documentation, for the client that left it for later.
pub(super) fn documented(mut item: CompletionItem, client: &Capabilities) -> CompletionItem {
    let said = |name: &str| item.data.as_ref().and_then(|data| data.get(name)).and_then(|said| said.as_str());
    let locale = if said("locale") == Some("en") { Locale::En } else { Locale::Zh };
    let about = said("about").and_then(About::read);
    if let Some(found) = about.and_then(|about| documentation(&about, locale, client)) {
        item.documentation = Some(found);
    }
    item
}

fn documentation(about: &About, locale: Locale, client: &Capabilities) -> Option<Documentation> {
    let markdown = about.markdown(locale).filter(|markdown| !markdown.is_empty())?;
    // A text without marks is a string: clients that say nothing of formats know no other.
    Some(if client.completion_markdown {
        Documentation::MarkupContent(markup(markdown, true))
    } else {
        Documentation::String(markup(markdown, false).value)
    })
}

/// What is inserted. Neovim cuts plain text at its first space; a snippet, of which nothing is to be filled in, stays whole.
fn inserted(
    item: &workspace::CompletionItem,
    text: &Text,
    client: &Capabilities,
) -> (Option<InsertTextFormat>, String) {
    let plain = &item.insert;
    if !client.snippets {
        let line_break = if text.line(0).ends_with("\r\n") { "\r\n" } else { "\n" };
        return (None, plain.replace('\n', line_break));
    }
    if item.stops.is_empty() && !plain.trim_end().contains(char::is_whitespace) {
        return (None, plain.clone());
    }
    let mut snippet = snippet(plain, &item.stops);
    if !client.inserts_as_is {
        // Such clients put the line's own indentation before the others.
        let line = text.line(text.line_of(item.range.start)).into_owned();
        let own = &line[..line.len() - line.trim_start_matches([' ', '\t']).len()];
        snippet = snippet.replace(&format!("\n{own}"), "\n");
    }
    (Some(InsertTextFormat::SNIPPET), snippet)
}

/// A text with the places that are to be filled in, in the protocol's snippet syntax.
pub(super) fn snippet(plain: &str, stops: &[std::ops::Range<usize>]) -> String {
    let mut snippet = String::with_capacity(plain.len() + 8 * stops.len());
    let mut done = 0;
    for (number, stop) in stops.iter().enumerate() {
        escape(&plain[done..stop.start], &mut snippet);
        snippet.push_str(&format!("${{{}:", number + 1));
        escape(&plain[stop.clone()], &mut snippet);
        snippet.push('}');
        done = stop.end;
    }
    escape(&plain[done..], &mut snippet);
    snippet
}

fn escape(text: &str, snippet: &mut String) {
    for character in text.chars() {
        if matches!(character, '\\' | '$' | '}') {
            snippet.push('\\');
        }
        snippet.push(character);
    }
}
