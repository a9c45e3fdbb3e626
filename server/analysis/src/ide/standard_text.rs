//! The standard as one document to read: every clause quoted word for word in the standard's order, with slips and, for
//! English readers, our names for the clauses beside the quotations; and which line says what.

use std::fmt::Write as _;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::cited::Cited;
use super::quote::{Located, escape, located};
use crate::rules::Locale;
use crate::standard::{Clause, standard};

/// The document.
#[derive(Debug)]
pub struct StandardText {
    /// Markdown.
    pub text: String,
    /// Lines and what begins in them, in order.
    places: Vec<(u32, Cited)>,
    lines: FxHashMap<Cited, u32>,
}

impl StandardText {
    /// The document for readers of a language; made on first use.
    #[must_use]
    pub fn of(locale: Locale) -> &'static Self {
        static TEXTS: [OnceLock<StandardText>; 2] = [OnceLock::new(), OnceLock::new()];
        TEXTS[usize::from(locale == Locale::En)].get_or_init(|| Self::made(locale))
    }

    /// A name for its file: the number of the edition in letters, digits and dashes.
    #[must_use]
    pub fn file_name() -> String {
        let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
        format!("{}.md", standard().edition().chars().map(plain).collect::<String>())
    }

    /// The line, counted from 0, at which something begins: where the standard has no such point or item, what it is in.
    #[must_use]
    pub fn line_of(&self, cited: &Cited) -> Option<u32> {
        let wider = |letter| self.lines.get(&Cited { clause: cited.clause.clone(), letter, point: None });
        let own = self.lines.get(cited).or_else(|| wider(cited.letter));
        own.or_else(|| wider(None)).copied()
    }

    /// What a line, counted from 0, belongs to; nothing before the first clause.
    #[must_use]
    pub fn at(&self, line: u32) -> Option<&Cited> {
        let behind = self.places.partition_point(|(start, _)| *start <= line);
        behind.checked_sub(1).map(|at| &self.places[at].1)
    }

    fn made(locale: Locale) -> Self {
        let mut made = Self { text: String::new(), places: Vec::new(), lines: FxHashMap::default() };
        let (edition, title) = (escape(standard().edition()), escape(standard().title()));
        let lead = locale.pick(
            "以引用块排出的是标准原文；引用块之外的说明出自本工具，不是标准原文。",
            "What stands in block quotations is the standard's own wording; what stands outside them is this tool's.",
        );
        _ = writeln!(made.text, "# {edition} {title}\n\n{lead}");
        let annex = standard().annex();
        let mut in_annex = false;
        for clause in standard().clauses() {
            let below = clause.id.strip_prefix(annex.id).is_some_and(|rest| rest.starts_with('.'));
            if below && !std::mem::replace(&mut in_annex, true) {
                made.heading(annex.id, annex.title);
                _ = writeln!(made.text, "\n> {}", escape(annex.status));
                made.gloss(annex.id, locale);
            }
            made.clause(clause, locale);
        }
        made
    }

    fn heading(&mut self, id: &str, title: &str) {
        let depth = (id.split('.').count() + 1).min(6);
        self.text.push('\n');
        self.place(Cited { clause: id.to_owned(), letter: None, point: None }, 0);
        _ = writeln!(self.text, "{} {} {}", "#".repeat(depth), escape(id), escape(title));
    }

    fn clause(&mut self, clause: &'static Clause, locale: Locale) {
        self.heading(clause.id, clause.title);
        let Located { markdown, places, slips } = located(clause, locale);
        if !markdown.is_empty() {
            self.text.push('\n');
            for (line, letter, point) in places {
                self.place(Cited { clause: clause.id.to_owned(), letter, point }, line);
            }
            self.text.push_str(&markdown);
        }
        self.text.push_str(&slips);
        self.gloss(clause.id, locale);
    }

    fn gloss(&mut self, id: &str, locale: Locale) {
        if let Some(ours) = standard().gloss(id).filter(|_| locale == Locale::En) {
            _ = writeln!(self.text, "\nGloss (not the standard's text): {}", escape(ours));
        }
    }

    /// Notes that something begins so many lines below the end of the text.
    fn place(&mut self, cited: Cited, below: usize) {
        let line = self.text.matches('\n').count() + below;
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        self.lines.insert(cited.clone(), line);
        self.places.push((line, cited));
    }
}
