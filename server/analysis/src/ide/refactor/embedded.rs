//! The fields of an entity written as a block of YAML below its heading, and such a block as Markdown again.

use std::ops::Range;

use super::{RefactorKind, Refactoring};
use crate::ide::convert::{block_as_markdown, field_lines};
use crate::model::build::{Document, Surface};
use crate::model::{Entity, Field, Origin, Span};
use crate::rules::{Change, Fixer, Locale, line_break};
use crate::schema;
use crate::syntax::markdown::Block;

/// The lines of something.
type Lines = Range<usize>;

/// The entity whose heading, labelled fields or block of YAML stand in the line of a range, its fields in YAML.
pub(super) fn embedded(fixer: &Fixer<'_>, document: &Document, range: &Range<usize>) -> Option<Refactoring> {
    let line = document.text().line_of(range.start);
    let found = own(fixer, document, range).find_map(|entity| {
        let fields = labelled(document, entity);
        let meant =
            heading_line(document, entity) == line || fields.iter().any(|(_, lines)| lines.contains(&line));
        (meant && !fields.is_empty()).then_some((entity, fields))
    });
    let (entity, fields) = found?;
    let text = document.text();
    let eol = line_break(text);
    let yaml: String = fields
        .iter()
        .map(|(field, _)| {
            let row = schema::field(entity.kind, field.key)?;
            let words: Vec<String> = field.words.iter().map(|word| word.text.clone()).collect();
            // By the author's own name for it.
            let label = text.slice(document.range(field.label));
            Some(field_lines((label.trim(), row.ty), &words, document.own_words(), true, 0))
        })
        .collect::<Option<_>>()?;
    let mut taken: Vec<Lines> = Vec::new();
    for (_, lines) in &fields {
        match taken.last_mut() {
            Some(last) if last.end >= lines.start => last.end = last.end.max(lines.end),
            _ => taken.push(lines.clone()),
        }
    }
    let mut changes = Vec::new();
    for (at, lines) in taken.into_iter().enumerate() {
        let blank = |line: usize| line >= text.lines() || text.line(line).trim().is_empty();
        if at > 0 {
            // Of the blank lines around it one stays.
            let end = if blank(lines.start - 1) && blank(lines.end) { lines.end + 1 } else { lines.end };
            changes.push(change(document, &(lines.start..end), String::new()));
            continue;
        }
        let above = if blank(lines.start - 1) { "" } else { "\n" };
        let below = if blank(lines.end) { "" } else { "\n" };
        let block = format!("{above}```yaml plan\n{yaml}```\n{below}").replace('\n', eol);
        changes.push(change(document, &lines, block));
    }
    let title = match fixer.locale {
        Locale::Zh => format!("把 {} 的字段改写为内嵌 YAML", entity.title()),
        Locale::En => format!("Write the fields of {} as embedded YAML", entity.title()),
    };
    Some(Refactoring { kind: RefactorKind::Rewrite, title, changes })
}

/// The block of YAML in whose lines a range begins, or that of the entity whose heading stands there, in Markdown.
pub(super) fn unfolded(fixer: &Fixer<'_>, document: &Document, range: &Range<usize>) -> Option<Refactoring> {
    let text = document.text();
    let line = text.line_of(range.start);
    let (entity, block, fence) = own(fixer, document, range).find_map(|entity| {
        let on_heading = heading_line(document, entity) == line;
        let blocks = blocks_of(document, entity).into_iter();
        let mut blocks = blocks.map(|block| (fence(document, &block), block));
        let (fence, block) = blocks.find(|(fence, _)| on_heading || fence.contains(&line))?;
        Some((entity, block, fence))
    })?;
    let inside = |at: usize| block.contains(&at);
    // What it lists are entities of their own.
    let nested = fixer.set.all().any(|other| {
        other.key.file == document.file
            && inside(document.range(other.anchor).start)
            && other.key != entity.key
    });
    let level = heading_level(document, entity)?;
    if nested {
        return None;
    }
    let mut of_block = entity.clone();
    of_block.fields.retain(|field| field.origin == Origin::Key && inside(document.range(field.label).start));
    of_block.records.retain(|record| inside(document.range(record.span).start));
    of_block.sections.retain(|section| inside(document.range(section.span).start));
    of_block.measures.retain(|measure| inside(document.range(measure.span).start));
    // Below its headings nothing else of the entity may stand.
    let heads = !of_block.sections.is_empty() || !of_block.measures.is_empty();
    let next = (fence.end..text.lines()).find(|line| !text.line(*line).trim().is_empty());
    if heads && next.is_some_and(|line| !text.line(line).starts_with('#')) {
        return None;
    }
    let body = block_as_markdown(document, &of_block, &block, level)?;
    let eol = line_break(text);
    let gap = if heads && next.is_some_and(|line| line == fence.end) { "\n" } else { "" };
    let written = format!("{}\n{gap}", body.trim_matches('\n')).replace('\n', eol);
    let title = match fixer.locale {
        Locale::Zh => format!("把 {} 的内嵌 YAML 改写为字段", entity.title()),
        Locale::En => format!("Write the embedded YAML of {} as fields", entity.title()),
    };
    let changes = vec![change(document, &fence, written)];
    Some(Refactoring { kind: RefactorKind::Rewrite, title, changes })
}

/// The entities that headings of a document open, of which something stands where a range begins.
fn own<'a>(
    fixer: &Fixer<'a>,
    document: &Document,
    range: &Range<usize>,
) -> impl Iterator<Item = &'a Entity> + use<'a> {
    let file = document.file;
    let chunk = document.chunks().at(range.start).filter(|_| document.surface == Surface::Markdown);
    fixer.set.all().filter(move |entity| {
        let here = |span: Span| span.file == file && Some(span.chunk.0) == chunk;
        let own = entity.key.file == file && entity.kind.is_entity() && !entity.row;
        own && (here(entity.anchor)
            || entity.fields.iter().any(|field| here(field.label))
            || entity.sections.iter().any(|section| here(section.span))
            || entity.records.iter().any(|record| here(record.span)))
    })
}

fn heading_line(document: &Document, entity: &Entity) -> usize {
    document.text().line_of(document.range(entity.anchor).start)
}

/// The level of an entity's heading.
fn heading_level(document: &Document, entity: &Entity) -> Option<usize> {
    let anchor = document.range(entity.anchor).start;
    let start = document.chunks().range(entity.anchor.chunk.0)?.start;
    document.blocks(entity.anchor.chunk.0).iter().find_map(|block| match block {
        Block::Heading { level, text } if (text.start..=text.end).contains(&(anchor - start)) => {
            Some(usize::from(*level))
        }
        _ => None,
    })
}

/// The blocks of YAML that say something of an entity: the bytes between their fences.
fn blocks_of(document: &Document, entity: &Entity) -> Vec<Range<usize>> {
    let fields = entity.fields.iter().filter(|field| field.origin == Origin::Key).map(|field| field.label);
    let others = entity.sections.iter().map(|section| section.span);
    let records = entity.records.iter().map(|record| record.span);
    let mut found: Vec<Range<usize>> = Vec::new();
    for span in fields.chain(others).chain(records).filter(|span| span.file == document.file) {
        let at = document.range(span).start;
        if let Some(block) = document.block_at(at).filter(|block| block.is_yaml && block.range.start > 0)
            && !found.contains(&block.range)
        {
            found.push(block.range);
        }
    }
    // Front matter is the plan's.
    found.retain(|block| {
        let opens = document.text().line_of(block.start).checked_sub(1);
        opens.is_some_and(|line| document.text().line(line).trim_start().starts_with(['`', '~']))
    });
    found
}

/// The lines of a block with those of its fences.
fn fence(document: &Document, block: &Range<usize>) -> Lines {
    let text = document.text();
    text.line_of(block.start).saturating_sub(1)..text.line_of(block.end) + 1
}

fn change(document: &Document, lines: &Lines, text: String) -> Change {
    let (start, end) = (document.text().line_start(lines.start), document.text().line_start(lines.end));
    Change { file: document.file, range: start..end, text }
}

/// The fields of an entity that are labelled in lines of their own, with these lines, in order; those of a table only
/// with the whole table.
fn labelled<'e>(document: &Document, entity: &'e Entity) -> Vec<(&'e Field, Lines)> {
    let text = document.text();
    let labels = || {
        let own = entity.fields.iter().filter(|field| field.origin == Origin::Label);
        own.filter(|field| field.label.file == document.file)
    };
    let mut found: Vec<(&Field, Lines)> = Vec::new();
    for field in labels() {
        let (label, value) = (document.range(field.label), document.range(field.value));
        let lines = text.line_of(label.start)..text.line_of(value.end.max(label.end)) + 1;
        let first = text.line(lines.start).into_owned();
        let lines = if first.trim_start_matches([' ', '>']).starts_with('|') {
            let holds =
                |line: usize| labels().any(|field| text.line_of(document.range(field.label).start) == line);
            match table(document, field).filter(|table| (table.start + 2..table.end).all(holds)) {
                Some(table) => table,
                None => continue,
            }
        } else if is_alone(document, &lines, label.start, value.end.max(label.end)) {
            lines
        } else {
            continue;
        };
        found.push((field, lines));
    }
    found.sort_by_key(|(_, lines)| lines.start);
    found
}

/// Whether some lines say nothing but what stands between two bytes: around it there are marks only.
fn is_alone(document: &Document, lines: &Lines, start: usize, end: usize) -> bool {
    let text = document.text();
    let (from, to) = (text.line_start(lines.start), text.line_start(lines.end));
    let marks = |c: char| c.is_whitespace() || matches!(c, '-' | '*' | '+' | '_' | '>' | '`');
    let before = text.slice(from..start);
    let numbered = before.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = numbered.strip_prefix(['.', ')']).unwrap_or(&before);
    numbered.chars().all(marks)
        && text.slice(end..to).chars().all(marks)
        && !text.slice(from..to).contains("<!--")
}

/// The lines of the table that a field stands in.
fn table(document: &Document, field: &Field) -> Option<Lines> {
    let text = document.text();
    let range = document.chunks().range(field.label.chunk.0)?;
    document.blocks(field.label.chunk.0).iter().find_map(|block| {
        let Block::Table { header, rows } = block else { return None };
        let first = text.line_of(range.start + header.first()?.start);
        let last = rows.iter().rev().find_map(|row| row.first());
        let last = last.map_or(first + 1, |cell| text.line_of(range.start + cell.start));
        let own = text.line_of(document.range(field.label).start);
        (first..last + 1).contains(&own).then_some(first..last + 1)
    })
}
