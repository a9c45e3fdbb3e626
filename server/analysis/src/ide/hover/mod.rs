//! Hovers: what the standard says of what stands at the cursor, quoted, and what the plan says of it.

mod clause;
mod entity;
mod field;
mod level;
mod relations;
mod term;
mod topic;

use std::ops::Range;

use super::quote::escape;
use super::token::{Token, token_at};
use crate::model::Span;
use crate::model::build::Document;
use crate::plan_set::PlanSet;
use crate::rules::Locale;
use crate::standard::{Level, standard};
pub(super) use level::{clauses as level_clauses, general_clause_of};

/// What a hover shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// The bytes that it is about.
    pub range: Range<usize>,
    /// Markdown.
    pub markdown: String,
}

/// Where the entities of a set stand.
pub trait Files {
    /// The path of the file that a span stands in and the line, counted from 0, that it begins in.
    fn locate(&self, span: Span) -> Option<(&str, usize)>;
}

/// What a hover is made from.
struct Scene<'a> {
    set: &'a PlanSet,
    document: &'a Document,
    files: &'a dyn Files,
    locale: Locale,
}

/// The hover at a byte of a plan; none where nothing of the standard or of the plan set stands.
#[must_use]
pub fn hover(
    set: &PlanSet,
    document: &Document,
    files: &dyn Files,
    locale: Locale,
    byte: usize,
) -> Option<Hover> {
    let (token, range) = token_at(set, document, byte)?;
    let scene = Scene { set, document, files, locale };
    let written = document.text().slice(range.clone());
    let parts = match token {
        Token::Citations(cited) => clause::cited(&cited, locale),
        Token::Level(level) => vec![level::clauses(level, locale)],
        Token::Sections(node, sections) => {
            let shown = sections.into_iter().map(|section| clause::section(set, node, section, locale));
            shown.collect()
        }
        Token::Term(found) => vec![term::term(found, &written, document.own_words(), locale)],
        Token::Class(class) => vec![term::class(class, locale)],
        Token::Field(kind, key) => vec![field::field(kind, key, locale)],
        Token::Kind(kind) => vec![field::kind(kind, locale)],
        Token::Topic(node, found) => vec![topic::of_measure(set, node, found, locale)],
        Token::Entity(node) => vec![entity::entity(&scene, node)],
        Token::Reference(id, kinds) => vec![entity::reference(&scene, &id, kinds)],
    };
    let markdown = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n---\n\n");
    (!markdown.is_empty()).then_some(Hover { range, markdown })
}

/// Code and name of a level.
fn level_title(level: Level, locale: Locale) -> String {
    match locale {
        Locale::Zh => format!("{}（{}）", level.code(), level.name()),
        Locale::En => format!("{} ({})", level.code(), level.english()),
    }
}

/// Quotations under a title of ours; nothing when there are none.
fn titled(title: &str, quotations: impl IntoIterator<Item = Option<String>>) -> String {
    let quotations: Vec<String> = quotations.into_iter().flatten().collect();
    if quotations.is_empty() { String::new() } else { format!("### {title}\n\n{}", quotations.join("\n")) }
}

/// A title, quotations, and below them, told apart, what we say ourselves.
fn with_notes(title: &str, quoted: &str, notes: &[String], locale: Locale) -> String {
    let mut out = format!("### {title}\n\n");
    if !quoted.is_empty() {
        let lead = locale.pick("本工具说明（非标准原文）：", "Note of this tool (not the standard's text):");
        out.push_str(&format!("{quoted}\n{lead}\n\n"));
    }
    for note in notes {
        out.push_str(&format!("- {note}\n"));
    }
    out
}

/// Number, item and point of a citation as the data writes it: `8.4.3 a`.
fn parsed(citation: &str) -> (&str, Option<char>) {
    let mut parts = citation.split(' ');
    let clause = parts.next().unwrap_or_default();
    (clause, parts.next().and_then(|letter| letter.chars().next()))
}

/// Names in one line; those past the bound are only counted.
fn bounded(names: &[String], most: usize, locale: Locale) -> String {
    let shown = names.iter().take(most).cloned().collect::<Vec<_>>().join(locale.pick("、", ", "));
    match (names.len() > most, locale) {
        (false, _) => shown,
        (true, Locale::Zh) => format!("{shown} 等 {} 项", names.len()),
        (true, Locale::En) => format!("{shown} and {} more", names.len() - most),
    }
}

/// The edition's number as a word of ours may name it.
fn edition() -> String {
    escape(standard().edition())
}
