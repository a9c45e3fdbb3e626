//! The standard as a document that an editor opens: a virtual one where the client says that it can, by asking for
//! `capplan/standard`; else a file in the user's cache.

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

/// The URI of the standard's document.
pub(super) fn uri(session: &Session) -> Option<Uri> {
    if session.client.virtual_standard {
        return format!("{SCHEME}:/{}", StandardText::file_name()).parse().ok();
    }
    Uri::from_file_path(pages::standard(locale(session))?)
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
pub(super) fn at(session: &Session, asked: &Uri, line: u32) -> Option<Cited> {
    let is_virtual = asked.scheme().as_str().eq_ignore_ascii_case(SCHEME);
    let path = from_proto::path(asked);
    let is_file = || {
        let file = path.ends_with(&StandardText::file_name()).then(|| pages::standard(locale(session)));
        file.flatten().is_some_and(|file| files::name_of(&file) == path)
    };
    (is_virtual || is_file()).then(|| StandardText::of(locale(session)).at(line).cloned()).flatten()
}

/// The text of the virtual document.
pub(super) fn answer(session: &Session, asked: &Asked) -> Result<Answer> {
    let known = asked.uri.scheme().as_str().eq_ignore_ascii_case(SCHEME);
    let text = StandardText::of(locale(session)).text.as_str();
    if known { Ok(Answer { text }) } else { Err(Error::invalid_params("no document of this server")) }
}
