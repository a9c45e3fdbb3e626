//! A unit taken out of its document, to stand in a file of its own: what it carried by standing there, it states then, and
//! a module that it stood in names it among its members.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use super::heads;

use crate::ide::attempt::Attempt;
use crate::ide::convert::facts;
use crate::model::build::{Document, Readers, Surface};
use crate::model::{Entity, Exactly, NodeKey};
use crate::rules::fix::Value;
use crate::rules::{Change, Fixer, line_break};
use crate::schema::{self, FieldKey, Kind, Slot, Type};
use crate::syntax::markdown::Block;
use crate::text::Edit;

/// A unit that may be taken out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Extracted {
    /// Its id.
    pub(crate) id: String,
    /// The text of its own file.
    pub(crate) text: String,
    /// What becomes of the document: the unit goes; a module names it.
    pub(crate) changes: Vec<Change>,
}

/// The unit that a range's line is about, taken out; nothing where the plan would say
/// something else afterwards.
pub(crate) fn extracted(
    fixer: &Fixer<'_>,
    document: &Document,
    readers: &mut Readers,
    range: &Range<usize>,
) -> Option<Extracted> {
    let text = document.text();
    let line = text.line_of(range.start);
    let mut units = fixer.set.entities().filter(|entity| entity.kind == Kind::Unit);
    let unit = units.find(|entity| heads(document, entity, line))?;
    // The node of this document alone: a row elsewhere says its part there.
    let own = document.node(unit.key)?;
    let id = own.id.as_ref()?.text.clone();
    let above = own.parent.and_then(|parent| document.node(parent));
    let joined = match above.map(|above| above.kind) {
        None | Some(Kind::Capability) => Vec::new(),
        Some(Kind::Module) => joining(fixer, above?, &id)?,
        _ => return None,
    };
    let stated = stating(fixer, unit)?;
    let lines = match document.surface {
        Surface::Markdown => section(document, own)?,
        Surface::Yaml => item(document, own)?,
    };
    let taken = text.line_start(lines.start)..text.line_start(lines.end);
    if stated.iter().any(|change| change.range.start < taken.start || change.range.end > taken.end) {
        return None;
    }
    let own_text = with(&text.slice(taken.clone()), taken.start, &stated);
    let eol = line_break(text);
    let made = match document.surface {
        Surface::Markdown => raised(document, own, &lines, &own_text),
        Surface::Yaml => alone(document, &lines, &own_text, eol)?,
    };
    let made = format!("{}{eol}", made.trim_matches(['\n', '\r']));
    let removed = Change { file: document.file, range: gap(document, &lines), text: String::new() };
    let mut changes: Vec<Change> = joined.into_iter().chain([removed]).collect();
    changes.sort_by_key(|change| change.range.start);
    let module = above.filter(|above| above.kind == Kind::Module).map(AsRef::as_ref);
    let same = stays(document, readers, own, module, &changes) && says(document, readers, own, &made);
    same.then_some(Extracted { id, text: made, changes })
}

/// The change by which a unit states what it carries by standing in a capability; none where that cannot be said.
fn stating(fixer: &Fixer<'_>, unit: &Entity) -> Option<Vec<Change>> {
    let carried: Option<Vec<String>> = fixer
        .set
        .carried(unit.key)
        .iter()
        .map(|capability| capability.id.as_ref().map(|id| id.text.clone()))
        .collect();
    let carried = carried?;
    let words = unit.words(FieldKey::Carries);
    if carried.iter().all(|id| words.iter().any(|word| word.text == *id)) {
        return Some(Vec::new());
    }
    let value = if carried.len() == 1 { Value::One(carried.concat()) } else { Value::Many(carried) };
    let changes = fixer.add_field(unit, FieldKey::Carries, &value);
    (!changes.is_empty() && words.is_empty()).then_some(changes)
}

/// The changes by which a module names a member that stood in it; none where it cannot.
fn joining(fixer: &Fixer<'_>, module: &Entity, id: &str) -> Option<Vec<Change>> {
    if module.words(FieldKey::Members).iter().any(|word| word.text == id) {
        return Some(Vec::new());
    }
    let changes = fixer.append(module, FieldKey::Members, id);
    (!changes.is_empty()).then_some(changes)
}

/// A text that begins at a byte of the document, with changes of the document made.
fn with(text: &str, start: usize, changes: &[Change]) -> String {
    let mut made = text.to_owned();
    let mut changes: Vec<&Change> = changes.iter().collect();
    changes.sort_by_key(|change| std::cmp::Reverse(change.range.start));
    for change in changes {
        made.replace_range(change.range.start - start..change.range.end - start, &change.text);
    }
    made
}

/// The headings of a document from an entity's on: the line of each, and its level.
fn headings(document: &Document, own: &Entity) -> Vec<(usize, u8)> {
    let (text, chunks) = (document.text(), document.chunks());
    let from = chunks.position(own.anchor.chunk.0).unwrap_or_default();
    let anchor = document.range(own.anchor).start;
    let mut found: Vec<(usize, u8)> = Vec::new();
    for id in chunks.ids_from(from) {
        let start = chunks.range(id).map_or(0, |range| range.start);
        for block in document.blocks(id) {
            if let Block::Heading { level, text: title } = block
                && start + title.end >= anchor
            {
                found.push((text.line_of(start + title.start), *level));
            }
        }
        // Behind the first that does not belong to it nothing is asked for.
        let first = found.first().map(|(_, level)| *level);
        if found.iter().skip(1).any(|(_, level)| first.is_some_and(|first| *level <= first)) {
            break;
        }
    }
    found
}

/// The lines of a unit in Markdown: from the comments above its heading to the next heading that is not below it.
fn section(document: &Document, own: &Entity) -> Option<Range<usize>> {
    let text = document.text();
    let headings = headings(document, own);
    let (first, level) = *headings.first()?;
    let end = headings.iter().skip(1).find(|(_, other)| *other <= level).map(|(line, _)| *line);
    let end = end.unwrap_or(text.lines());
    let is_comment = |line: usize| {
        let bare = text.line(line).trim().to_owned();
        bare.starts_with("<!--") && bare.ends_with("-->")
    };
    let comments = |from: usize| (0..from).rev().take_while(|line| is_comment(*line)).count();
    // Those above the next heading are about what it opens.
    let end = if end < text.lines() { end - comments(end) } else { end };
    Some(first - comments(first)..end.max(first + 1))
}

/// The text of a unit in Markdown with headings as high as they go; underlined ones keep all as it is.
fn raised(document: &Document, own: &Entity, lines: &Range<usize>, text: &str) -> String {
    let mut headings = headings(document, own);
    headings.retain(|(line, _)| lines.contains(line));
    let marked =
        |(line, _): &(usize, u8)| document.text().line(*line).trim_start_matches([' ', '>']).starts_with('#');
    let shift = headings.first().map_or(0, |(_, level)| usize::from(*level) - 1);
    if shift == 0 || !headings.iter().all(marked) {
        return text.to_owned();
    }
    // What was put in stands below the first heading: lines are counted by the marks that they begin with.
    let wanted: Vec<String> =
        headings.iter().map(|(line, _)| document.text().line(*line).into_owned()).collect();
    let mut next = wanted.iter().peekable();
    let raise = |line: &str| {
        if next.peek().is_some_and(|heading| heading.trim_end() == line.trim_end()) {
            next.next();
            line.replacen(&"#".repeat(shift + 1), "#", 1)
        } else {
            line.to_owned()
        }
    };
    text.split_inclusive('\n').map(raise).collect()
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// The lines of a unit in YAML, an item of a list in block style: from the comments above its dash to the next line that
/// is no deeper than the dash.
fn item(document: &Document, own: &Entity) -> Option<Range<usize>> {
    let text = document.text();
    let anchor = document.range(own.anchor).start;
    let first = text.line_of(anchor);
    let lead = text.slice(text.line_start(first)..anchor).into_owned();
    let dash = indent(&lead);
    if lead[dash..].trim_end() != "-" || lead.matches('-').count() != 1 {
        return None;
    }
    let is_bare = |line: usize| {
        let bare = text.line(line).trim().to_owned();
        bare.is_empty() || bare.starts_with('#')
    };
    let deeper = |line: &usize| is_bare(*line) || indent(&text.line(*line)) > dash;
    let mut end = (first + 1..text.lines()).take_while(deeper).last().map_or(first + 1, |line| line + 1);
    // Comments and blank lines at its end stand above what follows.
    while end > first + 1 && is_bare(end - 1) {
        end -= 1;
    }
    let above = |line: &usize| {
        let whole = text.line(*line);
        whole.trim_start().starts_with('#') && indent(&whole) == dash
    };
    let comments = (0..first).rev().take_while(above).count();
    Some(first - comments..end)
}

/// The text of an item as the only one of a list of its own.
fn alone(document: &Document, lines: &Range<usize>, text: &str, eol: &str) -> Option<String> {
    let (line, key) = list_above(document, lines)?;
    let dash = lines.clone().map(|line| document.text().line(line).into_owned());
    let dash = dash.filter(|line| line.trim_start().starts_with('-')).map(|line| indent(&line)).next()?;
    // The name that the list has goes on, where a plan's list has it too.
    let of_plan = match schema::resolve(Kind::Plan, key.trim_matches(['"', '\''])) {
        Some(Slot::Field(field)) => field.ty == Type::Entities(Kind::Unit),
        _ => false,
    };
    let key = if of_plan { key } else { schema::field(Kind::Plan, FieldKey::Units)?.name().to_owned() };
    debug_assert!(line < lines.start);
    let shifted: String = text
        .split_inclusive('\n')
        .map(|line| {
            let bare = line.trim_start_matches(' ');
            let depth = (indent(line) + 2).saturating_sub(dash);
            if bare.trim().is_empty() { bare.to_owned() } else { format!("{}{bare}", " ".repeat(depth)) }
        })
        .collect();
    Some(format!("{key}:{eol}{shifted}"))
}

/// The line of the key whose list some lines are an item of, and the key as it is written.
fn list_above(document: &Document, lines: &Range<usize>) -> Option<(usize, String)> {
    let text = document.text();
    let first = lines.clone().find(|line| text.line(*line).trim_start().starts_with('-'))?;
    let dash = indent(&text.line(first));
    (0..lines.start).rev().find_map(|line| {
        let whole = text.line(line).into_owned();
        let bare = whole.split(" #").next().unwrap_or_default().trim();
        let column = whole.len() - whole.trim_start_matches([' ', '-']).len();
        let is_key = column < dash || column == dash && !whole.trim_start().starts_with('-');
        if bare.is_empty() || bare.starts_with('#') || !is_key {
            return None;
        }
        Some(bare.trim_start_matches(['-', ' ']).strip_suffix(':').map(|key| (line, key.to_owned())))
    })?
}

/// The bytes that go with some lines: where nothing is left of a list, its key goes too; of the blank lines around them
/// one stays.
fn gap(document: &Document, lines: &Range<usize>) -> Range<usize> {
    let text = document.text();
    let blank = |line: usize| line >= text.lines() || text.line(line).trim().is_empty();
    let (mut start, mut end) = (lines.start, lines.end);
    if document.surface == Surface::Yaml
        && let Some((key, _)) = list_above(document, lines)
    {
        let first = lines.clone().find(|line| text.line(*line).trim_start().starts_with('-'));
        let dash = first.map_or(0, |line| indent(&text.line(line)));
        let is_item = |line: usize| {
            let whole = text.line(line);
            indent(&whole) == dash && whole.trim_start().starts_with("- ")
        };
        let below =
            (end..text.lines()).find(|line| !blank(*line) && !text.line(*line).trim().starts_with('#'));
        let alone = (key + 1..start).all(|line| !is_item(line)) && !below.is_some_and(is_item);
        let own_line = !text.line(key).trim_start().starts_with('-');
        if alone && own_line && (key + 1..start).all(blank) {
            start = key;
        }
    }
    if start > 0 && blank(start - 1) {
        while end < text.lines() && blank(end) {
            end += 1;
        }
    }
    text.line_start(start)..text.line_start(end)
}

/// Whether the document says the same after changes, but for a unit that is gone and that its module names.
fn stays(
    document: &Document,
    readers: &mut Readers,
    unit: &Entity,
    module: Option<&Entity>,
    changes: &[Change],
) -> bool {
    let members = schema::field(Kind::Module, FieldKey::Members).map_or("", schema::Field::name);
    let is_module = |node: &Entity| {
        let ids = module.and_then(|module| module.id.as_ref()).zip(node.id.as_ref());
        ids.is_some_and(|(module, own)| module.text == own.text)
    };
    let listed = |of: &Document, without: Option<NodeKey>| {
        let nodes = of.nodes().filter(|node| Some(node.key) != without);
        let told = |node: &Arc<Entity>| {
            let mut told = told(of, node);
            if is_module(node) {
                told.retain(|fact| !fact.starts_with(&format!("{members} = ")));
            }
            told
        };
        let mut listed: Vec<Vec<String>> = nodes.map(told).collect();
        listed.sort_unstable();
        listed
    };
    let named = |of: &Document| -> BTreeSet<String> {
        let modules = of.nodes().filter(|node| is_module(node));
        modules.flat_map(|node| node.words(FieldKey::Members)).map(|word| word.text.clone()).collect()
    };
    let mut wanted = named(document);
    wanted.extend(unit.id.iter().filter(|_| module.is_some()).map(|id| id.text.clone()));
    let mut attempt = Attempt::new(document, readers, Exactly::Yes);
    let edit = |change: &Change| Edit { range: change.range.clone(), text: change.text.clone() };
    attempt.make(&changes.iter().map(edit).collect::<Vec<_>>());
    named(attempt.copy()) == wanted && listed(document, Some(unit.key)) == listed(attempt.copy(), None)
}

fn told(document: &Document, node: &Entity) -> Vec<String> {
    let (name, mut told) = facts(node, |parent| document.node(parent).map(AsRef::as_ref));
    told.push(name);
    told.push(format!("{} problems", node.problems.len()));
    told
}

/// Whether a text of its own says of a unit what the document says, but for what it carries and stands in, and nothing
/// else.
fn says(document: &Document, readers: &mut Readers, unit: &Entity, text: &str) -> bool {
    let own = document.with_text(text, readers);
    let carries = schema::field(Kind::Unit, FieldKey::Carries).map_or("", schema::Field::name);
    let but = |of: &Document, node: &Entity| {
        let mut facts = told(of, node);
        facts.retain(|fact| !fact.starts_with("in ") && !fact.starts_with(&format!("{carries} = ")));
        facts
    };
    let nodes: Vec<&Entity> = own.nodes().map(AsRef::as_ref).collect();
    let plan = nodes.iter().find(|node| node.key.is_plan());
    let silent = plan.is_none_or(|plan| {
        plan.fields.is_empty()
            && plan.measures.is_empty()
            && plan.problems.is_empty()
            && plan.sections.is_empty()
    });
    let mut units = nodes.iter().filter(|node| !node.key.is_plan());
    let same = units.next().is_some_and(|made| but(&own, made) == but(document, unit));
    silent && same && units.next().is_none()
}
