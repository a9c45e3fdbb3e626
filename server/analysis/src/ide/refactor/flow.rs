//! Measures that are entries of a list in brackets, moved and sorted.

use std::ops::Range;

use super::Refactoring;
use super::blocks::{aspect_at, cited_elsewhere, move_to, place, sort_of};
use crate::model::build::{Document, Surface};
use crate::model::{Entity, Measure};
use crate::rules::{Change, Fixer};
use crate::standard::Aspect;

/// More bytes than this no entry has.
const LONGEST: usize = 4096;

/// The measure in which a range begins, which stands in a list in brackets with the others of its aspect.
pub(super) fn at<'a>(
    fixer: &Fixer<'a>,
    document: &Document,
    range: &Range<usize>,
) -> Option<(&'a Entity, &'a Measure)> {
    let chunk = document.chunks().at(range.start)?;
    let own = fixer.set.all().filter(|entity| entity.key.file == document.file);
    let measures = own.flat_map(|entity| entity.measures.iter().map(move |measure| (entity, measure)));
    let here = |measure: &Measure| measure.span.file == document.file && measure.span.chunk.0 == chunk;
    measures.filter(|(_, measure)| here(measure)).find(|(_, measure)| {
        let place = whole(document, measure);
        place.start <= range.start && range.start <= place.end
    })
}

/// The bytes of an entry, and its measure.
type Entry<'e> = (Range<usize>, &'e Measure);

/// The entries of an aspect, in order, where all of them stand in one list in brackets: the bytes of each, and those of
/// the brackets.
fn entries<'e>(
    document: &Document,
    entity: &'e Entity,
    aspect: Aspect,
) -> Option<(Vec<Entry<'e>>, Range<usize>)> {
    let text = document.text();
    let own = entity.measures.iter().filter(|measure| {
        measure.aspect == aspect && measure.others.is_empty() && measure.span.file == document.file
    });
    let mut found: Vec<Entry<'_>> = own.map(|measure| (whole(document, measure), measure)).collect();
    found.sort_by_key(|(range, _)| range.start);
    let (first, last) = (found.first()?.0.clone(), found.last()?.0.clone());
    let from = text.floor(first.start.saturating_sub(256));
    let before = text.slice(from..first.start).into_owned();
    let open = from + before.trim_end().strip_suffix('[')?.len();
    let behind = text.slice(last.end..text.floor(last.end + 256).max(last.end)).into_owned();
    let bare = behind.trim_start().trim_start_matches(',').trim_start();
    let close = last.end + behind.len() - bare.len();
    let apart = |pair: &[Entry<'_>]| {
        let between = text.slice(pair[0].0.end..pair[1].0.start).into_owned();
        between.trim() == ","
    };
    (bare.starts_with(']') && found.windows(2).all(apart)).then_some((found, open..close + 1))
}

/// The bytes of an entry, with the quotation marks or braces around it.
fn whole(document: &Document, measure: &Measure) -> Range<usize> {
    let text = document.text();
    let range = document.range(measure.span);
    let from = text.line_start(text.line_of(range.start));
    let before = text.slice(from..range.start).into_owned();
    let rest = text.slice(range.start..text.floor(range.start + LONGEST).max(range.start)).into_owned();
    let open = if rest.starts_with('{') {
        Some(range.start)
    } else {
        before.trim_end().strip_suffix('{').map(|outer| from + outer.len())
    };
    if let Some(open) = open {
        let rest = text.slice(open..text.floor(open + LONGEST).max(open)).into_owned();
        return closing(&rest).map_or(range, |close| open..open + close + 1);
    }
    let behind = text.slice(range.end..text.floor(range.end + 1).max(range.end)).into_owned();
    let quoted = ["\"", "'"].iter().any(|mark| before.ends_with(mark) && behind == *mark);
    if quoted { range.start - 1..range.end + 1 } else { range }
}

/// Where the brace closes with which a text begins.
fn closing(text: &str) -> Option<usize> {
    let (mut depth, mut quote) = (0usize, None);
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(mark), _) if mark == c => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '{' | '[') => depth += 1,
            (None, '}' | ']') => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

fn change(document: &Document, range: Range<usize>, text: String) -> Change {
    Change { file: document.file, range, text }
}

/// The entries of the aspect at a range in the order of the clauses that they cite.
pub(super) fn sorted(fixer: &Fixer<'_>, document: &Document, range: &Range<usize>) -> Option<Refactoring> {
    if document.surface != Surface::Yaml {
        return None;
    }
    let found = at(fixer, document, range).map(|(entity, measure)| (entity, measure.aspect));
    let (entity, aspect) = found.or_else(|| aspect_at(fixer, document, range))?;
    let (entries, _) = entries(document, entity, aspect)?;
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_by_key(|at| place(entries[*at].1));
    let text = document.text();
    let mut changes = Vec::new();
    for ((range, _), from) in entries.iter().zip(&order) {
        let (was, is) = (text.slice(range.clone()), text.slice(entries[*from].0.clone()));
        if was != is {
            changes.push(change(document, range.clone(), is.into_owned()));
        }
    }
    (!changes.is_empty()).then(|| sort_of(fixer, aspect, changes))
}

/// The text of a measure's entry, and the bytes that go with it.
pub(super) fn taken(
    document: &Document,
    entity: &Entity,
    measure: &Measure,
) -> Option<(String, Range<usize>)> {
    let (from, brackets) = entries(document, entity, measure.aspect)?;
    let own = from.iter().position(|(_, other)| other.key == measure.key)?;
    let taken = match (own.checked_sub(1).and_then(|before| from.get(before)), from.get(own + 1)) {
        (_, Some((next, _))) => from[own].0.start..next.start,
        (Some((before, _)), None) => before.end..from[own].0.end,
        // An empty list stays.
        (None, None) => brackets.start + 1..brackets.end - 1,
    };
    Some((document.text().slice(from[own].0.clone()).into_owned(), taken))
}

/// The entry in which a range begins moved behind the last one of the aspect that it cites.
pub(super) fn moved(fixer: &Fixer<'_>, document: &Document, range: &Range<usize>) -> Option<Refactoring> {
    if document.surface != Surface::Yaml {
        return None;
    }
    let (entity, measure) = at(fixer, document, range)?;
    let aspect = cited_elsewhere(measure)?;
    let (entry, taken) = taken(document, entity, measure)?;
    let (there, _) = entries(document, entity, aspect)?;
    let end = there.last()?.0.end;
    let changes =
        vec![change(document, taken, String::new()), change(document, end..end, format!(", {entry}"))];
    Some(move_to(fixer, aspect, changes))
}
