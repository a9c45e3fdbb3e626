//! The standard as a document that an editor opens: a virtual one where the client says that it can, by asking for
//! `capplan/standard`; else a file in the user's cache.

use capplan_analysis::rules::Locale;
use capplan_analysis::workspace::{Cited, StandardText};
use serde::{Deserialize, Serialize};
use tower_lsp_server::jsonrpc::{Error, Result};
use tower_lsp_server::ls_types::{Location, Position, Range, Uri};

use super::from_proto;
use super::navigation::locale;
use super::session::Session;
use crate::{files, pages};

/// The request for the text of a virtual document.
pub(super) const REQUEST: &str = "capplan/standard";
/// The scheme of its URI.
const SCHEME: &str = "capplan-standard";

/// What is asked for.
#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    uri: Uri,
}

/// What is answered.
#[derive(Debug, Serialize)]
pub(super) struct Answer {
    text: &'static str,
}

/// The URI of the standard's document; its language is part of it, for the lines of two languages differ.
pub(super) fn uri(session: &Session) -> Option<Uri> {
    let locale = locale(session);
    if session.client.virtual_standard {
        virtual_uri(locale)
    } else {
        Uri::from_file_path(pages::standard(locale)?)
    }
}

fn virtual_uri(locale: Locale) -> Option<Uri> {
    format!("{SCHEME}:/{}/{}", locale.pick("zh", "en"), StandardText::file_name()).parse().ok()
}

/// The document of a URI, if it is one of the standard.
fn document(asked: &Uri) -> Option<&'static StandardText> {
    let path = from_proto::path(asked);
    if !path.ends_with(&StandardText::file_name()) {
        return None;
    }
    let is_file = |locale| pages::standard(locale).is_some_and(|file| files::name_of(&file) == path);
    let is = |locale: &Locale| virtual_uri(*locale).is_some_and(|uri| uri == *asked) || is_file(*locale);
    [Locale::Zh, Locale::En].iter().find(|locale| is(locale)).map(|locale| StandardText::of(*locale))
}

/// The line of the document at which something begins.
pub(super) fn line(session: &Session, cited: &Cited) -> Option<u32> {
    StandardText::of(locale(session)).line_of(cited)
}

/// The place of something in the document.
pub(super) fn location(session: &Session, cited: &Cited) -> Option<Location> {
    let at = Position { line: line(session, cited)?, character: 0 };
    Some(Location { uri: uri(session)?, range: Range { start: at, end: at } })
}

/// What a line of the document belongs to; none of other documents.
pub(super) fn at(asked: &Uri, line: u32) -> Option<Cited> {
    document(asked)?.at(line).cloned()
}

/// The text of the virtual document.
pub(super) fn answer(asked: &Asked) -> Result<Answer> {
    let text = document(&asked.uri).map(|document| document.text.as_str());
    text.map(|text| Answer { text }).ok_or_else(|| Error::invalid_params("no document of this server"))
}
