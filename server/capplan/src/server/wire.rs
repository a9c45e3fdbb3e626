//! The stage between the bytes and the framework: whole messages, well-formed, with URIs that the typed layer accepts.
//!
//! Clients send URIs that are none (`file:///a/计划.md`, spaces, brackets): they are percent-encoded on the way in, and
//! spelled as the client spells them on the way out. A message that is none would end the session inside the
//! framework: a request that is answered with an error takes its place.

use std::borrow::Cow;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use dashmap::DashMap;
use serde::Deserialize;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tower_lsp_server::ls_types::Uri;

use super::carried::Carried;
use super::frames::{Frames, frame};
use super::packed::unpacked;
use super::run::Ending;

/// The method of the request that takes the place of what is no message.
pub(super) const NOT_A_MESSAGE: &str = "$/capplan/notAMessage";

/// How the client spells URIs, by the spelling that is valid.
pub(super) type Spellings = DashMap<String, String>;

/// Longer texts of documents are carried past the framework.
const LONG: usize = 1 << 16;

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    memchr::memmem::find(haystack, needle)
}

/// The client's bytes, made ready for the framework.
pub(super) struct Incoming<R> {
    inner: R,
    frames: Frames,
    ready: Vec<u8>,
    given: usize,
    chunk: Box<[u8]>,
    carried: Arc<Carried>,
    spellings: Arc<Spellings>,
    ending: Arc<Ending>,
}

impl<R> Incoming<R> {
    pub(super) fn new(
        inner: R,
        carried: Arc<Carried>,
        spellings: Arc<Spellings>,
        ending: Arc<Ending>,
    ) -> Self {
        let chunk = vec![0; 1 << 16].into_boxed_slice();
        let (frames, ready) = (Frames::default(), Vec::new());
        Self { inner, frames, ready, given: 0, chunk, carried, spellings, ending }
    }

    fn take_in(&mut self, read: usize) {
        self.frames.push(&self.chunk[..read]);
        while let Some(body) = self.frames.next() {
            let (body, last) = accept(body, &self.carried, &self.spellings, &self.ending);
            frame(&body, &mut self.ready);
            if last {
                self.ending.input_over();
            }
        }
        self.frames.tidy();
    }
}

impl<R: AsyncRead + Unpin> AsyncRead for Incoming<R> {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        loop {
            let rest = &this.ready[this.given..];
            if !rest.is_empty() {
                let count = rest.len().min(buffer.remaining());
                buffer.put_slice(&rest[..count]);
                this.given += count;
                return Poll::Ready(Ok(()));
            }
            (this.ready, this.given) = (Vec::new(), 0);
            let mut chunk = ReadBuf::new(&mut this.chunk);
            let read =
                ready!(Pin::new(&mut this.inner).poll_read(cx, &mut chunk)).map(|()| chunk.filled().len());
            match read {
                Ok(0) | Err(_) => {
                    this.ending.input_over();
                    return Poll::Ready(Ok(()));
                }
                Ok(read) => this.take_in(read),
            }
        }
    }
}

/// What every message has, and the shape that the framework insists on.
#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow)]
    jsonrpc: Cow<'a, str>,
    #[serde(borrow, default)]
    method: Option<Cow<'a, str>>,
    #[serde(default)]
    id: Option<Id>,
    #[serde(default, rename = "error")]
    _error: Option<Failure>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Id {
    Number(i64),
    Text(String),
}

#[derive(Deserialize)]
struct Failure {
    #[serde(rename = "code")]
    _code: i64,
    #[serde(rename = "message")]
    _message: String,
}

/// The message as the framework gets it, and whether it is the last.
fn accept<'a>(
    body: &'a [u8],
    carried: &Carried,
    spellings: &Spellings,
    ending: &Ending,
) -> (Cow<'a, [u8]>, bool) {
    let envelope =
        serde_json::from_slice::<Envelope<'_>>(body).ok().filter(|message| message.jsonrpc == "2.0");
    let Some(Envelope { method, id, .. }) = envelope else {
        tracing::warn!("something that is no message came in");
        let instead = format!(r#"{{"jsonrpc":"2.0","id":null,"method":"{NOT_A_MESSAGE}"}}"#);
        return (Cow::Owned(instead.into_bytes()), false);
    };
    match (method.as_deref(), id) {
        // Some clients send empty parameters, which the framework takes for wrong ones.
        (Some("shutdown"), Some(id)) => {
            // Noted here: an `exit` right behind it would cancel the handler before it runs.
            ending.shut_down();
            (Cow::Owned(bare_request(id, "shutdown")), false)
        }
        // The framework leaves these without an answer; the protocol wants an error (LSP 3.17, "$ Notifications and
        // Requests").
        (Some(method), Some(id)) if method.starts_with("$/") => {
            (Cow::Owned(bare_request(id, method.trim_start_matches('$'))), false)
        }
        (Some("textDocument/didOpen" | "textDocument/didChange" | "textDocument/didSave"), None)
            if body.len() > LONG =>
        {
            let lightened = lightened(body, carried);
            (Cow::Owned(valid_uris(&lightened, spellings).into_owned()), false)
        }
        (method @ Some(_), _) => (valid_uris(body, spellings), method == Some("exit")),
        (None, Some(_)) => (Cow::Borrowed(body), false),
        // An answer to nothing: a notification that nobody listens to takes its place.
        (None, None) => (Cow::Borrowed(br#"{"jsonrpc":"2.0","method":"$/nothing"}"#), false),
    }
}

/// A request without parameters.
fn bare_request(id: Id, method: &str) -> Vec<u8> {
    let id = match id {
        Id::Number(number) => serde_json::Value::from(number),
        Id::Text(text) => text.into(),
    };
    serde_json::json!({ "jsonrpc": "2.0", "id": id, "method": method }).to_string().into_bytes()
}

/// A message about a document with handles in the place of long texts.
fn lightened(body: &[u8], carried: &Carried) -> Vec<u8> {
    let mut out: Vec<u8> = Vec::new();
    let (mut copied, mut at) = (0, 0);
    // Inside a string every quote is escaped: these quotes are a key's if a colon follows.
    while let Some(found) = find(&body[at..], b"\"text\"") {
        at += found + 6;
        let Some((start, end)) = value_after(body, at) else { continue };
        at = end;
        if end - start <= LONG {
            continue;
        }
        let Ok(text) = serde_json::from_slice::<String>(&body[start..end]) else { continue };
        out.extend_from_slice(&body[copied..start]);
        out.extend_from_slice(serde_json::Value::from(carried.lay_document(text)).to_string().as_bytes());
        copied = end;
    }
    out.extend_from_slice(&body[copied..]);
    out
}

/// Percent-encodes what is illegal in the message's URIs: the strings under `uri`, `rootUri` and other keys so ending.
fn valid_uris<'a>(body: &'a [u8], spellings: &Spellings) -> Cow<'a, [u8]> {
    let mut out: Vec<u8> = Vec::new();
    let mut copied = 0;
    let mut at = 0;
    // Inside a string every quote is escaped: a quote after `ri` that a colon follows ends a key.
    while let Some(found) = find(&body[at..], b"ri\"") {
        at += found + 3;
        let Some((start, end)) =
            value_after(body, at).filter(|_| matches!(body.get(at - 4), Some(b'u' | b'U')))
        else {
            continue;
        };
        at = end;
        let Ok(spelled) = serde_json::from_slice::<String>(&body[start..end]) else { continue };
        let valid = percent_encoded(&spelled);
        if valid != spelled && valid.parse::<Uri>().is_ok() {
            out.extend_from_slice(&body[copied..start]);
            out.extend_from_slice(serde_json::Value::from(valid.as_str()).to_string().as_bytes());
            copied = end;
            spellings.insert(valid, spelled);
        } else {
            spellings.remove(&spelled);
        }
    }
    if copied == 0 {
        return Cow::Borrowed(body);
    }
    out.extend_from_slice(&body[copied..]);
    Cow::Owned(out)
}

/// Where the string that follows a key begins and ends, with its quotes.
fn value_after(body: &[u8], key_end: usize) -> Option<(usize, usize)> {
    let skip = |mut at: usize| {
        while body.get(at).is_some_and(u8::is_ascii_whitespace) {
            at += 1;
        }
        at
    };
    let colon = skip(key_end);
    let start = skip(colon + 1);
    (body.get(colon) == Some(&b':') && body.get(start) == Some(&b'"')).then_some(())?;
    Some((start, string_end(body, start)?))
}

/// The byte after the string that begins at `start`.
pub(super) fn string_end(body: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    loop {
        match body.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

/// A URI with everything percent-encoded that RFC 3986 does not allow.
fn percent_encoded(uri: &str) -> String {
    let bytes = uri.as_bytes();
    let hex = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_hexdigit);
    let mut out = String::with_capacity(uri.len());
    for (at, &byte) in bytes.iter().enumerate() {
        let legal = match byte {
            b'%' => hex(at + 1) && hex(at + 2),
            b'[' | b']' => false,
            _ => byte.is_ascii_alphanumeric() || b"-._~:/?#@!$&'()*+,;=".contains(&byte),
        };
        if legal {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// The framework's bytes on their way to the client.
pub(super) struct Outgoing<W> {
    inner: W,
    frames: Frames,
    ready: Vec<u8>,
    written: usize,
    carried: Arc<Carried>,
    spellings: Arc<Spellings>,
}

impl<W: AsyncWrite + Unpin> Outgoing<W> {
    pub(super) fn new(inner: W, carried: Arc<Carried>, spellings: Arc<Spellings>) -> Self {
        Self { inner, frames: Frames::default(), ready: Vec::new(), written: 0, carried, spellings }
    }

    fn poll_drain(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while self.written < self.ready.len() {
            let rest = &self.ready[self.written..];
            let count = ready!(Pin::new(&mut self.inner).poll_write(cx, rest))?;
            if count == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            self.written += count;
        }
        (self.ready, self.written) = (Vec::new(), 0);
        Poll::Ready(Ok(()))
    }
}

impl<W: AsyncWrite + Unpin> AsyncWrite for Outgoing<W> {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        ready!(this.poll_drain(cx))?;
        this.frames.push(bytes);
        while let Some(body) = this.frames.next() {
            let mut whole = Vec::new();
            unpacked(body, &this.carried, &mut whole);
            frame(&spelled(&whole, &this.spellings), &mut this.ready);
        }
        this.frames.tidy();
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        ready!(this.poll_drain(cx))?;
        Pin::new(&mut this.inner).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        ready!(this.poll_drain(cx))?;
        Pin::new(&mut this.inner).poll_shutdown(cx)
    }
}

/// A message with the client's spelling of its URIs.
fn spelled<'a>(body: &'a [u8], spellings: &Spellings) -> Cow<'a, [u8]> {
    if spellings.is_empty() {
        return Cow::Borrowed(body);
    }
    let mut out: Vec<u8> = Vec::new();
    let (mut copied, mut at) = (0, 0);
    while let Some(start) = body[at..].iter().position(|byte| *byte == b'"').map(|found| at + found) {
        let Some(end) = string_end(body, start) else { break };
        at = end;
        let spelling =
            std::str::from_utf8(&body[start + 1..end - 1]).ok().and_then(|text| spellings.get(text));
        if let Some(spelling) = spelling {
            out.extend_from_slice(&body[copied..start]);
            out.extend_from_slice(serde_json::Value::from(spelling.as_str()).to_string().as_bytes());
            copied = end;
        }
    }
    if copied == 0 {
        return Cow::Borrowed(body);
    }
    out.extend_from_slice(&body[copied..]);
    Cow::Owned(out)
}
