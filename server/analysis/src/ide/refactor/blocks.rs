//! Measures as blocks of whole lines, moved as they are.

use std::ops::Range;

use super::{RefactorKind, Refactoring};
use crate::model::build::Document;
use crate::model::{Citation, Entity, Measure};
use crate::rules::{Change, Fixer, Locale};
use crate::standard::Aspect;

/// The measure in whose lines a range begins, and its entity.
pub(super) fn at<'a>(
    fixer: &Fixer<'a>,
    document: &Document,
    range: &Range<usize>,
) -> Option<(&'a Entity, &'a Measure)> {
    let text = document.text();
    let line = text.line_of(range.start);
    let bytes = text.line_start(line)..text.line_start(line + 1).max(range.start + 1);
    let here = |measure: &Measure| {
        let place = document.range(measure.span);
        let last = place.end.saturating_sub(1).max(place.start);
        measure.span.file == document.file && place.start < bytes.end && bytes.start <= last
    };
    let own = fixer.set.all().filter(|entity| entity.key.file == document.file);
    own.flat_map(|entity| entity.measures.iter().map(move |measure| (entity, measure)))
        .find(|(_, measure)| here(measure))
}

/// The aspect of the measure in whose lines a range begins, or whose heading or key stands there, and its entity.
pub(super) fn aspect_at<'a>(
    fixer: &Fixer<'a>,
    document: &Document,
    range: &Range<usize>,
) -> Option<(&'a Entity, Aspect)> {
    if let Some((entity, measure)) = at(fixer, document, range) {
        return Some((entity, measure.aspect));
    }
    let text = document.text();
    let line = text.line_of(range.start);
    let own = fixer.set.all().filter(|entity| entity.key.file == document.file);
    let mut sections = own.flat_map(|entity| entity.sections.iter().map(move |section| (entity, section)));
    sections.find_map(|(entity, section)| {
        let here =
            section.span.file == document.file && text.line_of(document.range(section.span).start) == line;
        section.aspect.filter(|_| here).map(|aspect| (entity, aspect))
    })
}

/// The lines of a measure.
pub(super) fn lines(document: &Document, measure: &Measure) -> Range<usize> {
    let (text, range) = (document.text(), document.range(measure.span));
    text.line_of(range.start)..text.line_of(range.end.saturating_sub(1).max(range.start)) + 1
}

/// The indentation and mark with which a list's item begins; none for what is no item of a list in lines of its own.
pub(super) fn lead(line: &str) -> Option<&str> {
    let bare = line.trim_start_matches([' ', '\t']);
    let rest = bare.trim_start_matches(|c: char| c.is_ascii_digit());
    let marks = if rest.len() == bare.len() { ["- ", "* ", "+ "] } else { [". ", ") ", ". "] };
    let mark = marks.iter().find(|mark| rest.starts_with(**mark))?;
    Some(&line[..line.len() - rest.len() + mark.len()])
}

/// The lines of the items of an aspect, each with the comments above and what is nested below, where they follow one
/// another; in the order of the text.
fn items<'a>(
    document: &Document,
    entity: &'a Entity,
    aspect: Aspect,
) -> Option<Vec<(Range<usize>, &'a Measure)>> {
    let text = document.text();
    let own = entity.measures.iter().filter(|measure| {
        measure.aspect == aspect && measure.others.is_empty() && measure.span.file == document.file
    });
    let mut found: Vec<(Range<usize>, &Measure)> =
        own.map(|measure| (lines(document, measure), measure)).collect();
    found.sort_by_key(|(lines, _)| lines.start);
    let first = found.first()?.0.start;
    let first_line = text.line(first).into_owned();
    let indent = lead(&first_line)?.len();
    // What is nested belongs to the item above.
    found.retain(|(lines, _)| lead(&text.line(lines.start)).is_none_or(|lead| lead.len() <= indent));
    for at in 0..found.len() {
        let (start, end) = (found[at].0.start, found[at].0.end);
        let own = text.line(start).into_owned();
        if lead(&own)?.len() != indent {
            return None;
        }
        // What is deeper than the mark belongs to the item.
        let mut last = end;
        let deeper = |line: &str| {
            let bare = line.trim_start();
            !bare.trim().is_empty()
                && line.len() - bare.len() >= indent.min(own.len())
                && lead(line).is_none_or(|lead| lead.len() > indent)
        };
        while last < text.lines() && deeper(&text.line(last)) {
            last += 1;
        }
        // Comments of the same depth stand above what they are about.
        let mut begin = start;
        let above = if at == 0 { 0 } else { found[at - 1].0.end };
        while begin > above && is_comment(&text.line(begin - 1)) {
            begin -= 1;
        }
        if at > 0 && begin < found[at - 1].0.end {
            return None;
        }
        found[at].0 = begin..last;
    }
    Some(found)
}

fn is_comment(line: &str) -> bool {
    let bare = line.trim();
    bare.starts_with('#') && !bare.starts_with("##") && line.starts_with(' ')
        || bare.starts_with("<!--") && bare.ends_with("-->")
}

/// The text of whole lines, the last with its line break.
fn block(document: &Document, lines: &Range<usize>) -> String {
    let text = document.text();
    let block = text.slice(text.line_start(lines.start)..text.line_start(lines.end)).into_owned();
    if block.ends_with('\n') { block } else { block + crate::rules::line_break(text) }
}

/// The bytes that go with whole lines.
fn bytes(document: &Document, lines: &Range<usize>) -> Range<usize> {
    let text = document.text();
    let mut taken = text.line_start(lines.start)..text.line_start(lines.end);
    if taken.end == text.len() && !text.slice(taken.clone()).ends_with('\n') && lines.start > 0 {
        let above = text.line(lines.start - 1).into_owned();
        taken.start -= above.len() - above.trim_end_matches(['\n', '\r']).len();
    }
    taken
}

/// The lines of a measure's item, each with its line break, and the bytes that go with them.
pub(super) fn taken(
    document: &Document,
    entity: &Entity,
    measure: &Measure,
) -> Option<(String, Range<usize>)> {
    let items = items(document, entity, measure.aspect)?;
    let (own, _) = items.iter().find(|(_, other)| other.key == measure.key)?;
    Some((block(document, own), bytes(document, own)))
}

/// The measure at a range moved to the end of the aspect that all its citations name.
pub(super) fn moved(fixer: &Fixer<'_>, document: &Document, range: &Range<usize>) -> Option<Refactoring> {
    let (entity, measure) = at(fixer, document, range)?;
    let aspect = cited_elsewhere(measure)?;
    let from = items(document, entity, measure.aspect)?;
    let own = from.iter().find(|(_, other)| other.key == measure.key)?.0.clone();
    let there = items(document, entity, aspect)?;
    let (last, like) = there.last()?;
    let text = document.text();
    let marks = [lines(document, measure).start, lines(document, like).start]
        .map(|line| text.line(line).into_owned());
    let [old, new] = [lead(&marks[0])?, lead(&marks[1])?];
    // Only what stands as deep keeps its shape when it is moved.
    if old.len() != new.len() {
        return None;
    }
    let eol = crate::rules::line_break(text);
    let end = text.line_start(last.end);
    let at_end = end == text.len() && !text.slice(end.saturating_sub(1)..end).ends_with('\n');
    let put = format!("{}{}", if at_end { eol } else { "" }, block(document, &own));
    let changes = vec![
        Change { file: document.file, range: bytes(document, &own), text: String::new() },
        Change { file: document.file, range: end..end, text: put },
    ];
    Some(move_to(fixer, aspect, changes))
}

/// A measure moved to an aspect.
pub(super) fn move_to(fixer: &Fixer<'_>, aspect: Aspect, changes: Vec<Change>) -> Refactoring {
    let title = match fixer.locale {
        Locale::Zh => format!("移到所引条款的方面“{}”", aspect.name()),
        Locale::En => format!("Move to the aspect that it cites ({})", aspect.english()),
    };
    Refactoring { kind: RefactorKind::Move, title, changes }
}

/// The aspect that all citations of a measure name, which is not that in which it stands.
pub(super) fn cited_elsewhere(measure: &Measure) -> Option<Aspect> {
    let first = measure.citations.first()?;
    let [aspect] = first.target.aspects()[..] else { return None };
    let all = measure.citations.iter().all(|citation| citation.target.aspects() == [aspect]);
    (all && !measure.stands_in(aspect)).then_some(aspect)
}

/// The measures of the aspect at a range in the order of the clauses that they cite first; those that cite nothing last.
pub(super) fn sorted(fixer: &Fixer<'_>, document: &Document, range: &Range<usize>) -> Option<Refactoring> {
    let (entity, aspect) = aspect_at(fixer, document, range)?;
    let items = items(document, entity, aspect)?;
    let mut order: Vec<usize> = (0..items.len()).collect();
    order.sort_by_key(|at| place(items[*at].1));
    if order.iter().enumerate().all(|(at, from)| at == *from) {
        return None;
    }
    let text = document.text();
    let mut changes = Vec::new();
    for ((lines, _), from) in items.iter().zip(&order) {
        let range = text.line_start(lines.start)..text.line_start(lines.end);
        let mut new = block(document, &items[*from].0);
        if !text.slice(range.clone()).ends_with('\n') {
            new.truncate(new.trim_end_matches(['\n', '\r']).len());
        }
        if text.slice(range.clone()) != new {
            changes.push(Change { file: document.file, range, text: new });
        }
    }
    Some(sort_of(fixer, aspect, changes))
}

/// The measures of an aspect sorted.
pub(super) fn sort_of(fixer: &Fixer<'_>, aspect: Aspect, changes: Vec<Change>) -> Refactoring {
    let title = match fixer.locale {
        Locale::Zh => format!("按条款顺序排列“{}”的建设内容", aspect.name()),
        Locale::En => format!("Sort the measures of {} by clause", aspect.english()),
    };
    Refactoring { kind: RefactorKind::Rewrite, title, changes }
}

/// Where measures are sorted by what they cite first; those that cite nothing go last.
pub(super) fn place(measure: &Measure) -> impl Ord + use<> {
    measure.citations.first().map_or((1, Vec::new(), None, None), place_of)
}

/// Where a citation stands in the standard.
fn place_of(citation: &Citation) -> (u8, Vec<u32>, Option<char>, Option<u8>) {
    let numbers = citation.clause.split('.').map(|part| part.parse().unwrap_or(u32::MAX)).collect();
    (0, numbers, citation.letter, citation.point)
}
