//! A whole plan written in the other surface, losing nothing of the model: what has no place in it goes as comments.
//!
//! What was written is read again and compared; whatever differs is told by line.

mod compare;
mod leftover;
mod markdown;
mod parts;
mod yaml;

use std::ops::Range;

use crate::model::Entity;
use crate::model::build::{Document, Surface};
use crate::plan_set::PlanSet;
use crate::rules::Locale;

pub(crate) use compare::differences;
pub(super) use compare::facts;
use parts::Parts;
pub(super) use yaml::field_lines;

/// A plan in another surface.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Converted {
    /// Its text.
    pub text: String,
    /// What it says otherwise than the plan that it was made of: the line there (from 1), and what it is.
    pub lost: Vec<(usize, String)>,
}

/// A plan written in a surface; the set holds this document alone, so that rows and headings of one thing are one.
#[must_use]
pub(crate) fn written(set: &PlanSet, document: &Document, to: Surface) -> Converted {
    let parts = Parts::of(set, document);
    let (text, lost) = match to {
        Surface::Yaml => yaml::write(parts),
        Surface::Markdown => markdown::write(parts),
    };
    let eol = crate::rules::line_break(document.text());
    let text = if eol == "\n" { text } else { text.replace('\n', eol) };
    let line = |at: usize| document.text().line_of(at) + 1;
    Converted { text, lost: lost.into_iter().map(|(at, what)| (line(at), what)).collect() }
}

/// What stands in a block of YAML below a heading of a level, as Markdown; `entity` has only what the block says of it.
pub(super) fn block_as_markdown(
    document: &Document,
    entity: &Entity,
    block: &Range<usize>,
    level: usize,
) -> Option<String> {
    let (parts, part) = Parts::of_block(document, entity, block)?;
    Some(markdown::body(parts, &part, level))
}

/// What cannot be nested there.
fn misplaced(title: &str, locale: Locale) -> String {
    match locale {
        Locale::Zh => format!("{title}：目标格式中不能放在这一层，已移至规划层"),
        Locale::En => format!("{title}: cannot stand so deep in the other surface, moved to the plan"),
    }
}
