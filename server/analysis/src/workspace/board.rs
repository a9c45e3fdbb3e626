//! What is shown of a plan's findings, chunk by chunk, with places that count from the chunk's start: an edit makes
//! only the chunks anew that it touches, and text above a chunk may grow without touching it.

use std::ops::Range;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::allowances::Allowances;
use super::{Document, Set, Workspace};
use crate::model::{FileId, Span};
use crate::rules::{Finding, Locale, Severity};
use crate::text::Position;

/// A finding as it is shown. Lines and bytes count from where its chunk begins ([`Start`]).
#[derive(Clone, Debug)]
pub struct Shown {
    /// The rule's name.
    pub rule: &'static str,
    /// How grave.
    pub severity: Severity,
    /// Its bytes.
    pub range: Range<usize>,
    /// Where it begins, in the client's encoding.
    pub start: Position,
    /// Where it ends, in the client's encoding.
    pub end: Position,
    /// The message.
    pub message: String,
    /// The clauses and items that it names.
    pub clauses: Vec<String>,
    /// The other sides.
    pub related: Vec<Side>,
}

/// The other side of a finding.
#[derive(Clone, Debug)]
pub struct Side {
    /// The file.
    pub path: String,
    /// The chunk that the lines and bytes count from.
    pub chunk: u32,
    /// Its bytes.
    pub range: Range<usize>,
    /// Where it begins, in the client's encoding.
    pub start: Position,
    /// Where it ends, in the client's encoding.
    pub end: Position,
    /// What stands there.
    pub message: Arc<str>,
}

/// Where a chunk begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Start {
    /// The byte.
    pub byte: usize,
    /// The zero-based line.
    pub line: usize,
}

impl Shown {
    /// Whether a client sees no difference.
    fn looks_like(&self, other: &Self) -> bool {
        let facts = |of: &Self| (of.rule, of.severity, of.start, of.end);
        let same_side = |(a, b): (&Side, &Side)| {
            (&a.path, a.chunk, a.start, a.end, &a.message) == (&b.path, b.chunk, b.start, b.end, &b.message)
        };
        facts(self) == facts(other)
            && self.message == other.message
            && self.clauses == other.clauses
            && self.related.len() == other.related.len()
            && self.related.iter().zip(&other.related).all(same_side)
    }
}

/// What is shown of one plan.
#[derive(Clone, Debug, Default)]
pub(super) struct Board {
    chunks: FxHashMap<u32, Vec<Shown>>,
    stale: FxHashSet<u32>,
    /// Whether all is to be made anew.
    renewed: bool,
    /// Whether lines may have moved.
    shifted: bool,
    /// Whether it took the place of another.
    turned: bool,
    /// Counts what a client could see; never the same for two states of one path.
    revision: u64,
    lines: usize,
    lines_moved: bool,
    allowances: Allowances,
    /// Whether there were comments that allow something when it was last brought up to date.
    had_allows: bool,
}

impl Board {
    /// A chunk's text, or something found in it, changed.
    pub(super) fn touch(&mut self, chunk: u32) {
        self.stale.insert(chunk);
    }

    /// Chunks came or went.
    pub(super) fn shift(&mut self) {
        self.shifted = true;
    }

    /// Everything may be shown otherwise.
    pub(super) fn renew(&mut self) {
        self.renewed = true;
    }

    /// It takes the place of another board of its document.
    pub(super) fn turn(&mut self) {
        self.turned = true;
        self.shifted = true;
    }

    /// Whether lines moved when it was last brought up to date.
    pub(super) fn lines_moved(&self) -> bool {
        self.lines_moved
    }

    /// Whether it is up to date.
    pub(super) fn is_settled(&self) -> bool {
        self.stale.is_empty() && !self.renewed && !self.shifted
    }
}

impl Workspace {
    /// Brings what is shown of a set's plans up to date; returns the files of which a client sees something else.
    pub(super) fn settle(&mut self, set: &mut Set) -> FxHashSet<FileId> {
        self.settle_some(set, usize::MAX)
    }

    /// As [`Workspace::settle`], but of so many plans at most.
    pub(super) fn settle_some(&mut self, set: &mut Set, most: usize) -> FxHashSet<FileId> {
        let mut seen = FxHashSet::default();
        let waiting = set.boards.iter().filter(|(_, board)| !board.is_settled()).map(|(file, _)| *file);
        let waiting: Vec<FileId> = waiting.take(most).collect();
        for file in waiting {
            let Some(mut board) = set.boards.remove(&file) else { continue };
            let (settled, looks_other) = self.settled(&mut board, set, file);
            self.counters.chunks_shown += settled;
            if looks_other {
                self.last_revision += 1;
                board.revision = self.last_revision;
                seen.insert(file);
            }
            set.boards.insert(file, board);
        }
        seen
    }

    /// Makes the stale chunks of a board anew: how many, and whether a client sees a difference.
    fn settled(&self, board: &mut Board, set: &Set, file: FileId) -> (usize, bool) {
        let Some((path, document)) = self.document_of(file) else { return (0, false) };
        let mut stale = std::mem::take(&mut board.stale);
        let mut looks_other = board.revision == 0 || std::mem::take(&mut board.renewed);
        if looks_other {
            stale.extend(board.chunks.keys());
            stale.extend(set.found.chunks_of(file));
        }
        looks_other |= std::mem::take(&mut board.turned);
        let lines = document.text().lines();
        board.lines_moved = std::mem::take(&mut board.shifted) || lines != board.lines;
        board.lines = lines;
        looks_other |= board.lines_moved && !board.chunks.is_empty();
        if document.has_allows() || board.had_allows {
            let old = std::mem::replace(&mut board.allowances, self.allowances(path, set, document));
            stale.extend(board.allowances.turned(&old, set, file));
            board.had_allows = document.has_allows();
        }
        let count = stale.len();
        for chunk in stale {
            let new = self.shown_in(chunk, board, set, document);
            let old = board.chunks.get(&chunk).map_or(&[][..], Vec::as_slice);
            looks_other |= old.len() != new.len() || !old.iter().zip(&new).all(|(a, b)| a.looks_like(b));
            if new.is_empty() {
                board.chunks.remove(&chunk);
            } else {
                board.chunks.insert(chunk, new);
            }
        }
        (count, looks_other)
    }

    /// What is shown in a chunk, in order; findings of one rule on one line are one.
    fn shown_in(&self, chunk: u32, board: &Board, set: &Set, document: &Document) -> Vec<Shown> {
        let own = set.found.of_chunk(document.file, chunk);
        let own = own.filter(|(number, finding)| !board.allowances.hide(*number, finding));
        let judged = board.allowances.judged_in(chunk);
        let mut shown: Vec<Shown> = own
            .map(|(_, finding)| finding)
            .chain(judged)
            .filter(|finding| !set.known.has(finding))
            .filter_map(|finding| self.shown(finding))
            .collect();
        shown.sort_by(|a, b| {
            (a.range.start, a.range.end, a.rule, &a.message).cmp(&(
                b.range.start,
                b.range.end,
                b.rule,
                &b.message,
            ))
        });
        let twice = |a: &mut Shown, b: &mut Shown| a.range == b.range && a.looks_like(b);
        shown.dedup_by(twice);
        one_a_line(shown, set.locale(&self.options))
    }

    fn shown(&self, finding: &Finding) -> Option<Shown> {
        let (_, _, range, [start, end]) = self.place(finding.span)?;
        let side = |related: &crate::rules::Related| {
            let (path, chunk, range, [start, end]) = self.place(related.span)?;
            Some(Side {
                path: path.to_owned(),
                chunk,
                range,
                start,
                end,
                message: Arc::clone(&related.message),
            })
        };
        Some(Shown {
            rule: finding.rule.name,
            severity: finding.severity,
            range,
            start,
            end,
            message: finding.message.clone(),
            clauses: finding.clauses.clone(),
            related: finding.related.iter().filter_map(side).collect(),
        })
    }

    /// A place's file, chunk, bytes and positions, counted from where the chunk begins.
    fn place(&self, span: Span) -> Option<(&str, u32, Range<usize>, [Position; 2])> {
        let (path, document) = self.document_of(span.file)?;
        let range = document.range(span);
        let start = start_in(document, span.chunk.0);
        let position = |byte: usize| {
            let position = document.text().position(byte, self.encoding);
            Position { line: position.line - u32::try_from(start.line).unwrap_or(0), ..position }
        };
        let positions = [position(range.start), position(range.end)];
        Some((path, span.chunk.0, range.start - start.byte..range.end - start.byte, positions))
    }

    fn document_of(&self, file: FileId) -> Option<(&str, &Document)> {
        let path = self.paths.get(&file)?;
        Some((path, self.entries.get(path)?.document.as_ref()?))
    }

    /// Where a chunk of a document begins; the document's start for one that is no more.
    #[must_use]
    pub fn start_of(&self, path: &str, chunk: u32) -> Option<Start> {
        Some(start_in(self.entries.get(path)?.document.as_ref()?, chunk))
    }

    /// Says what is shown of a plan, in order, with the starts of the chunks. Of the state of the last
    /// [`Workspace::refresh`].
    pub fn each_shown(&self, path: &str, mut say: impl FnMut(Start, &Shown)) {
        let Some((set, file)) = self.set_of(path) else { return };
        let Some((board, (_, document))) = set.boards.get(&file).zip(self.document_of(file)) else { return };
        let mut chunks: Vec<(Option<usize>, u32, &Vec<Shown>)> =
            board.chunks.iter().map(|(id, shown)| (document.chunks().position(*id), *id, shown)).collect();
        chunks.sort_unstable_by_key(|(position, id, _)| (*position, *id));
        for (_, id, shown) in chunks {
            let start = start_in(document, id);
            shown.iter().for_each(|shown| say(start, shown));
        }
    }

    /// A number that is another whenever a client sees something else in a plan; none for what is no plan. Of the state
    /// of the last [`Workspace::refresh`].
    #[must_use]
    pub fn revision(&self, path: &str) -> Option<u64> {
        let (set, file) = self.set_of(path)?;
        Some(set.boards.get(&file).map_or(0, |board| board.revision))
    }
}

fn start_in(document: &Document, chunk: u32) -> Start {
    let byte = document.chunks().range(chunk).map_or(0, |range| range.start);
    Start { byte, line: document.text().line_of(byte) }
}

/// Folds findings of one rule on one line into one that names them all.
fn one_a_line(found: Vec<Shown>, locale: Locale) -> Vec<Shown> {
    let mut lines: Vec<Vec<Shown>> = Vec::new();
    for shown in found {
        let line = shown.start.line;
        let same = |known: &&mut Vec<Shown>| known[0].rule == shown.rule;
        match lines.iter_mut().rev().take_while(|known| known[0].start.line == line).find(same) {
            Some(known) => known.push(shown),
            None => lines.push(vec![shown]),
        }
    }
    lines.into_iter().filter_map(|shown| fold(shown, locale)).collect()
}

/// One finding out of several of a rule on a line: what all say in the end is said once.
fn fold(shown: Vec<Shown>, locale: Locale) -> Option<Shown> {
    let messages: Vec<String> = shown.iter().map(|shown| shown.message.clone()).collect();
    let mut rest = shown.into_iter();
    let mut first = rest.next()?;
    if messages.len() == 1 {
        return Some(first);
    }
    for shown in rest {
        if shown.range.end > first.range.end {
            (first.range.end, first.end) = (shown.range.end, shown.end);
        }
        first.severity = first.severity.max(shown.severity);
        for clause in shown.clauses {
            if !first.clauses.contains(&clause) {
                first.clauses.push(clause);
            }
        }
        first.related.extend(shown.related);
    }
    first.message = joined(&messages, locale);
    Some(first)
}

/// Messages in one: what they end alike in, the remedy, is said once. A question ends by its own mark.
fn joined(messages: &[String], locale: Locale) -> String {
    let separator = locale.pick("；", "; ");
    let split: Vec<Vec<&str>> = messages.iter().map(|message| message.split(separator).collect()).collect();
    let (first, others) = split.split_first().map_or((&[][..], &[][..]), |(first, others)| (first, others));
    let from_end = |parts: &[&str], at: usize| parts.len().checked_sub(at + 1).map(|at| parts[at].to_owned());
    let least = split.iter().map(Vec::len).min().unwrap_or_default().saturating_sub(1);
    let alike = |at: &usize| others.iter().all(|parts| from_end(parts, *at) == from_end(first, *at));
    let shared = (0..least).take_while(alike).count();
    let mut parts: Vec<String> = Vec::new();
    for message in &split {
        let part = message[..message.len() - shared].join(separator);
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    parts.extend(first[first.len() - shared..].iter().map(|&part| part.to_owned()));
    let mut whole = String::new();
    for part in parts {
        whole.push_str(match whole.chars().last() {
            None | Some('？') => "",
            Some('?') => " ",
            Some(_) => separator,
        });
        whole.push_str(&part);
    }
    whole
}
