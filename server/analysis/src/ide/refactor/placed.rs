//! A measure moved to where a new one of the aspect would stand: below a heading or key that is made for it, in a list of
//! another form, in a table that has no row of the aspect yet.

use std::ops::Range;

use super::blocks::{self, cited_elsewhere, move_to};
use super::{Refactoring, flow, rows};
use crate::model::build::{Document, Surface};
use crate::model::{Entity, Measure};
use crate::rules::fix::{Skeleton, scalar};
use crate::rules::{Change, Fixer, line_break};

/// What stands in the measure's place until it is there; no word of a plan.
const STAND_IN: &str = "zqxzq";

/// The measure at a range moved to the aspect that all its citations name, wherever that takes a new one.
pub(super) fn moved(fixer: &Fixer<'_>, document: &Document, range: &Range<usize>) -> Option<Refactoring> {
    let entry = if document.surface == Surface::Yaml { flow::at(fixer, document, range) } else { None };
    let (entity, measure) = entry.or_else(|| blocks::at(fixer, document, range))?;
    let aspect = cited_elsewhere(measure)?;
    let skeleton = Skeleton { aspect, text: STAND_IN.to_owned(), citation: None };
    let mut changes = fixer.add_measures(entity, &[skeleton]);
    let put = changes.iter_mut().find(|change| change.text.contains(STAND_IN))?;
    let (text, taken) = Source { document, entity, measure }.placed(&put.text)?;
    put.text = text;
    changes.push(taken);
    Some(move_to(fixer, aspect, changes))
}

/// A measure where it stands.
struct Source<'a> {
    document: &'a Document,
    entity: &'a Entity,
    measure: &'a Measure,
}

impl Source<'_> {
    /// A text with the stand-in of a measure in it, with the measure instead, and the change by which that goes from its
    /// own place.
    fn placed(&self, text: &str) -> Option<(String, Change)> {
        let at = text.find(STAND_IN)?;
        let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
        let end = text[at..].find('\n').map_or(text.len(), |end| at + end + 1);
        let line = text[start..end].trim_end_matches(['\n', '\r']);
        let with =
            |range: Range<usize>, new: &str| format!("{}{new}{}", &text[..range.start], &text[range.end..]);
        if line.trim_start_matches([' ', '>']).starts_with('|') {
            let (row, taken) = rows::row_like(self.document, self.measure, line)?;
            return Some((with(start..start + line.len(), &row), taken));
        }
        let yaml = self.document.surface == Surface::Yaml;
        let own = yaml.then(|| flow::taken(self.document, self.entity, self.measure)).flatten();
        let (own, taken) = match own {
            Some((entry, bytes)) => (Own::Entry(entry), self.taken(bytes)),
            None => {
                let (block, bytes) = blocks::taken(self.document, self.entity, self.measure)?;
                (Own::Lines(block), self.taken(bytes))
            }
        };
        let indent = line.len() - line.trim_start_matches(' ').len();
        let eol = line_break(self.document.text());
        let placed = match (own, blocks::lead(line)) {
            (Own::Lines(block), Some(_)) => {
                let ends = if end > start + line.len() { "" } else { eol };
                with(start..end, shifted(&block, indent).strip_suffix(ends)?)
            }
            (Own::Entry(entry), Some(_)) => {
                with(start..start + line.len(), &format!("{}- {entry}", " ".repeat(indent)))
            }
            (own, None) => {
                let entry = match own {
                    Own::Entry(entry) => entry,
                    Own::Lines(block) => one_line(&block)?,
                };
                with(around(text, at), &entry)
            }
        };
        Some((placed, taken))
    }

    fn taken(&self, range: Range<usize>) -> Change {
        Change { file: self.document.file, range, text: String::new() }
    }
}

/// How a measure is written.
enum Own {
    /// Whole lines of an item.
    Lines(String),
    /// An entry of a list in brackets.
    Entry(String),
}

/// Lines with as many blanks more or less before each as bring the first item to an indentation.
fn shifted(block: &str, indent: usize) -> String {
    let depth = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let own = block.lines().find(|line| blocks::lead(line).is_some()).map_or(0, depth);
    let shift = |line: &str| {
        let bare = line.trim_start_matches(' ');
        let depth = if bare.trim().is_empty() { 0 } else { (depth(line) + indent).saturating_sub(own) };
        format!("{}{bare}", " ".repeat(depth))
    };
    block.split_inclusive('\n').map(shift).collect()
}

/// The bytes of what stands for the stand-in in a list in brackets: with the braces around it.
fn around(text: &str, at: usize) -> Range<usize> {
    let end = at + STAND_IN.len();
    let open = text[..at].rfind(['{', '[', ',']).filter(|open| text[*open..].starts_with('{'));
    let close = text[end..].find(['}', ']', ',']).filter(|close| text[end + close..].starts_with('}'));
    match (open, close) {
        (Some(open), Some(close)) => open..end + close + 1,
        _ => at..end,
    }
}

/// An item of a block list of YAML as an entry of a list in brackets; none for what has comments or more than one line a
/// value.
fn one_line(block: &str) -> Option<String> {
    let lines: Vec<&str> = block.lines().map(str::trim_end).collect();
    let first = lines.first()?;
    let lead = blocks::lead(first)?.len();
    let inner = |line: &&str| -> Option<String> {
        let text = line.get(lead..)?;
        (line[..lead].trim().len() < 2 && !text.starts_with([' ', '#', '-']) && !text.contains(" #"))
            .then(|| text.to_owned())
    };
    let fields: Vec<String> = lines.iter().map(inner).collect::<Option<_>>()?;
    if let [only] = fields.as_slice()
        && only.starts_with(['{', '"', '\''])
    {
        return Some(only.clone());
    }
    let keyed =
        |field: &String| field.split_once(": ").map(|(key, value)| (key.to_owned(), value.trim().to_owned()));
    match fields.iter().map(keyed).collect::<Option<Vec<_>>>() {
        Some(pairs) => {
            let bare = |value: &str| !value.starts_with(['|', '>', '&', '*', '!']);
            let written = pairs.iter().map(|(key, value)| {
                let value = if value.starts_with(['"', '\'', '[', '{']) {
                    value.clone()
                } else {
                    scalar(value, true)
                };
                bare(&value).then(|| format!("{key}: {value}"))
            });
            Some(format!("{{{}}}", written.collect::<Option<Vec<_>>>()?.join(", ")))
        }
        None if fields.len() == 1 => Some(scalar(fields.first()?, true)),
        None => None,
    }
}
