//! The standard quoted in Markdown: number, title and edition, then the wording as a block quotation, then, apart from
//! it, what we say ourselves (slips of the wording, our English gloss).

use std::fmt::Write as _;

use crate::rules::Locale;
use crate::standard::{Block, Clause, Item, Slip, standard};

/// Which part of a clause is quoted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// All of it; where it only heads other clauses, those.
    Whole,
    /// The paragraphs that contain one of these words.
    Paragraphs(Vec<&'static str>),
    /// The item of this letter and the notes that contain one of these words; without a letter whatever contains one,
    /// all where nothing does.
    Speaking(Option<char>, Vec<&'static str>),
    /// These items.
    Items(Vec<Excerpt>),
}

/// An item of a clause, whole or some of its points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Excerpt {
    /// The item's letter.
    pub(super) letter: Option<char>,
    /// The ordinals of the points; all when none are given.
    pub(super) points: Vec<u8>,
    /// Our English name for it.
    pub(super) gloss: &'static str,
}

/// Quotes a clause; `None` when the standard has no such clause or item.
pub(super) fn quote(id: &str, part: &Part, locale: Locale) -> Option<String> {
    if id == standard().annex().id {
        return Some(annex(locale));
    }
    let clause = standard().clause(id)?;
    let (quoted, names) = Quoted::of(clause, part)?;
    let mut out = heading(clause, locale);
    out.push_str(&quoted.markdown);
    quoted.slips(clause, locale, &mut out);
    gloss(standard().gloss(id), &names, locale, &mut out);
    Some(out)
}

/// The quotation alone with notes on its slips, for a place that names clause and edition itself.
pub(super) fn quotation(id: &str, part: &Part, locale: Locale) -> Option<String> {
    let clause = standard().clause(id)?;
    let (quoted, _) = Quoted::of(clause, part)?;
    let mut out = quoted.markdown.clone();
    quoted.slips(clause, locale, &mut out);
    Some(out)
}

/// A clause's own wording with the places of its parts in it.
pub(super) struct Located {
    /// The quotation; empty where the clause only heads others.
    pub(super) markdown: String,
    /// The line of the quotation, counted from 0, in which an item or point begins: letter and ordinal.
    pub(super) places: Vec<(usize, Option<char>, Option<u8>)>,
    /// Notes on its slips, apart from it.
    pub(super) slips: String,
}

/// Quotes a clause without those below it.
pub(super) fn located(clause: &'static Clause, locale: Locale) -> Located {
    let mut quoted = Quoted::default();
    quoted.body(clause);
    let mut slips = String::new();
    quoted.shown.push(clause.title);
    quoted.slips(clause, locale, &mut slips);
    Located { markdown: quoted.markdown, places: quoted.places, slips }
}

/// The annex as a whole: its standing, its title, and what its chapters are called.
fn annex(locale: Locale) -> String {
    let annex = standard().annex();
    let mut quoted = Quoted::default();
    quoted.paragraph("", annex.status);
    quoted.titles(annex.id);
    let mut out =
        format!("**{} {}**\n\n{}\n\n", escape(annex.id), escape(annex.title), escape(standard().edition()));
    out.push_str(&quoted.markdown);
    gloss(standard().gloss(annex.id), &[], locale, &mut out);
    out
}

/// Number, title and edition, with number and title of the clause above.
fn heading(clause: &Clause, locale: Locale) -> String {
    let edition = escape(standard().edition());
    // English readers get our name for the clause before the standard's own title.
    let named = |clause: &Clause| {
        let ours = standard().gloss(clause.id).filter(|_| locale == Locale::En);
        let ours = ours.map(|ours| format!("{} · ", escape(ours))).unwrap_or_default();
        format!("{} {ours}{}", escape(clause.id), escape(clause.title))
    };
    let mut out = format!("**{}**\n\n{edition}", named(clause));
    let above = clause.id.rsplit_once('.').and_then(|(above, _)| standard().clause(above));
    if let Some(above) = above {
        let mark = locale.pick("，", ", ");
        _ = write!(out, "{mark}{}", named(above));
    }
    out.push_str("\n\n");
    out
}

/// Our gloss, told apart from the quotation.
fn gloss(title: Option<&str>, items: &[&str], locale: Locale, out: &mut String) {
    let parts: Vec<&str> = title.into_iter().chain(items.iter().copied()).collect();
    if !parts.is_empty() {
        let lead = locale.pick("英文释义（非标准原文）：", "Gloss (not the standard's text): ");
        _ = writeln!(out, "\n{lead}{}", escape(&parts.join(" — ")));
    }
}

/// A block quotation in the making, and the strings that it shows.
#[derive(Default)]
struct Quoted {
    markdown: String,
    shown: Vec<&'static str>,
    /// The lines in which items and points begin.
    places: Vec<(usize, Option<char>, Option<u8>)>,
}

impl Quoted {
    /// A part of a clause, and our names for its items.
    fn of(clause: &'static Clause, part: &Part) -> Option<(Self, Vec<&'static str>)> {
        let mut quoted = Self::default();
        let mut names = Vec::new();
        match part {
            Part::Whole => quoted.whole(clause),
            Part::Paragraphs(words) => {
                let spoken = |text: &&str| words.iter().any(|word| text.contains(word));
                clause.paragraphs().filter(spoken).for_each(|text| quoted.paragraph("", text));
            }
            Part::Speaking(letter, words) => quoted.speaking(clause, *letter, words),
            Part::Items(excerpts) => {
                for excerpt in excerpts {
                    quoted.item(clause.item(excerpt.letter)?, &excerpt.points);
                    names.extend(Some(excerpt.gloss).filter(|gloss| !gloss.is_empty()));
                }
            }
        }
        Some((quoted, names))
    }

    fn whole(&mut self, clause: &'static Clause) {
        self.body(clause);
        if !clause.body.is_empty() {
            return;
        }
        if parts_of(clause.id).any(|part| part.body.is_empty()) {
            return self.titles(clause.id);
        }
        for part in parts_of(clause.id) {
            self.line(&format!("**{} {}**", escape(part.id), escape(part.title)));
            self.body(part);
        }
    }

    /// What [`Part::Speaking`] says.
    fn speaking(&mut self, clause: &'static Clause, letter: Option<char>, words: &[&str]) {
        let says = |text: &str| words.iter().any(|word| text.contains(word));
        self.blocks(clause, |block| match block {
            Block::Note(text) => says(text),
            Block::Item(item) if letter.is_some() => item.letter == letter,
            Block::Item(item) => says(item.text) || item.points.iter().any(|point| says(point)),
            Block::Paragraph(text) => letter.is_none() && says(text),
        });
        if self.shown.is_empty() {
            self.whole(clause);
        }
    }

    /// The titles of the clauses one step below.
    fn titles(&mut self, id: &str) {
        for part in parts_of(id) {
            self.line(&format!("{} {}", escape(part.id), escape(part.title)));
        }
    }

    fn body(&mut self, clause: &'static Clause) {
        self.blocks(clause, |_| true);
    }

    /// Some of a clause's blocks, in its order.
    fn blocks(&mut self, clause: &'static Clause, wanted: impl Fn(&Block) -> bool) {
        let numbered = clause.notes().count() > 1;
        let mut note = 0;
        for block in &clause.body {
            note += usize::from(matches!(block, Block::Note(_)));
            if !wanted(block) {
                continue;
            }
            match block {
                Block::Paragraph(text) => self.paragraph("", text),
                Block::Item(item) => self.item(item, &[]),
                Block::Note(text) => {
                    let mark = if numbered { format!("注 {note}：") } else { "注：".to_owned() };
                    self.paragraph(&mark, text);
                }
            }
        }
    }

    fn item(&mut self, item: &Item, points: &[u8]) {
        if let Some(letter) = item.letter {
            self.paragraph(&format!("{letter}）"), item.text);
            self.places.push((self.last_line(), Some(letter), None));
        }
        let wanted = |ordinal: &u8| points.is_empty() || points.contains(ordinal);
        for (place, (ordinal, text)) in
            (1..).zip(&item.points).filter(|(ordinal, _)| wanted(ordinal)).enumerate()
        {
            if place == 0 {
                self.line(&format!("- {}", escape(text)));
            } else {
                _ = writeln!(self.markdown, "> - {}", escape(text));
            }
            self.places.push((self.last_line(), item.letter, Some(ordinal)));
            self.shown.push(text);
        }
    }

    fn last_line(&self) -> usize {
        self.markdown.matches('\n').count().saturating_sub(1)
    }

    fn paragraph(&mut self, mark: &str, text: &'static str) {
        self.line(&format!("{mark}{}", escape(text)));
        self.shown.push(text);
    }

    /// A paragraph of the quotation, already Markdown.
    fn line(&mut self, markdown: &str) {
        if !self.markdown.is_empty() {
            self.markdown.push_str(">\n");
        }
        _ = writeln!(self.markdown, "> {markdown}");
    }

    /// Notes on slips in what is shown.
    fn slips(&self, clause: &'static Clause, locale: Locale, out: &mut String) {
        let below = parts_of(clause.id).filter(|_| clause.body.is_empty());
        let shows = |slip: &&Slip| self.shown.iter().any(|text| text.contains(slip.text));
        for slip in std::iter::once(clause).chain(below).flat_map(|clause| &clause.slips).filter(shows) {
            let (text, note) = (escape(slip.text), escape(locale.pick(slip.note.zh, slip.note.en)));
            _ = match locale {
                Locale::Zh => writeln!(out, "\n原文如此：“{text}”。{note}"),
                Locale::En => writeln!(out, "\nSic: “{text}”. {note}"),
            };
        }
    }
}

/// The clauses one step below another.
fn parts_of(id: &str) -> impl Iterator<Item = &'static Clause> {
    let below = move |clause: &&Clause| clause.id.rsplit_once('.').is_some_and(|(above, _)| above == id);
    standard().clauses().iter().filter(below)
}

/// A text in Markdown in which nothing is markup.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let markup = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '~' | '|' | '&' | '$' => true,
            '#' | '+' | '-' | '=' => at == 0,
            // `1. ` and `1) ` would begin a list.
            '.' | ')' => {
                let digits = at > 0 && text[..at].bytes().all(|byte| byte.is_ascii_digit());
                digits && text[at + 1..].starts_with(char::is_whitespace)
            }
            _ => false,
        };
        if markup {
            out.push('\\');
        }
        out.push(if matches!(c, '\n' | '\r') { ' ' } else { c });
    }
    out
}
