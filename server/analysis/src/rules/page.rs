//! Rule pages: one Markdown file a rule in `server/analysis/rules/`, read into its parts and shown in one language.
//!
//! A page has a part in 中文 and one in English, each under a heading of the first level, with the same five sections
//! in the same order: what, why, an example that fires, the example corrected, how to allow it. An example is a fence
//! (`markdown` or `yaml`) with marks under its text, as in [`crate::fixture`]; several files are parted by `//- NAME`.
//! A fence is read beside a set's shared facts so that it can be short; the word `alone` behind the language leaves
//! them out. The standard is quoted by `{{clause 6.2 b}}` on a line of its own: its wording stands in the data only.

use std::fmt::Write as _;

use super::{Locale, Rule};
use crate::standard::{Block, Clause, Item, standard};

/// The headings of the parts.
const PARTS: [&str; 2] = ["中文", "English"];
/// The headings of the sections, by language.
const SECTIONS: [[&str; 5]; 2] =
    [["说明", "依据", "示例", "改正", "保留"], ["What", "Why", "Example", "Corrected", "Allow"]];

/// A page, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<'a> {
    /// The parts: 中文, English.
    pub parts: [Part<'a>; 2],
}

/// A page in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part<'a> {
    /// What the rule says.
    pub what: &'a str,
    /// Why, with references to the standard still unexpanded.
    pub why: &'a str,
    /// What fires.
    pub bad: Example<'a>,
    /// The same corrected.
    pub good: Example<'a>,
    /// How to keep what the rule complains of.
    pub allow: &'a str,
}

/// An example and the words around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example<'a> {
    /// What stands before the fence.
    pub before: &'a str,
    /// `markdown` or `yaml`.
    pub language: &'a str,
    /// Whether it is a plan set of its own, without the shared facts.
    pub alone: bool,
    /// The text with its marks.
    pub text: &'a str,
    /// What stands behind the fence.
    pub after: &'a str,
}

impl<'a> Page<'a> {
    /// Reads a page.
    ///
    /// # Errors
    ///
    /// What is not as every page is.
    pub fn parse(source: &'a str) -> Result<Self, String> {
        let [zh, en] = PARTS.map(|title| format!("# {title}\n"));
        let rest = source.strip_prefix(zh.as_str()).ok_or_else(|| format!("does not begin with {zh:?}"))?;
        let at = rest.find(&format!("\n{en}")).ok_or_else(|| format!("has no {en:?}"))?;
        let parts = [&rest[..at], &rest[at + 1 + en.len()..]];
        let [zh, en] = [0, 1].map(|index| Part::parse(parts[index], SECTIONS[index]));
        Ok(Self { parts: [zh?, en?] })
    }

    /// The part of a language.
    #[must_use]
    pub fn part(&self, locale: Locale) -> &Part<'a> {
        match locale {
            Locale::Zh => &self.parts[0],
            Locale::En => &self.parts[1],
        }
    }
}

impl<'a> Part<'a> {
    fn parse(source: &'a str, names: [&str; 5]) -> Result<Self, String> {
        let mut found = [""; 5];
        let mut rest = source;
        let mut lead = true;
        for (index, name) in names.iter().enumerate() {
            let heading = format!("## {name}\n");
            let at = rest.find(&heading).ok_or_else(|| format!("no section {name:?} in its place"))?;
            if lead && !rest[..at].trim().is_empty() {
                return Err("text above the first section".to_owned());
            }
            lead = false;
            rest = &rest[at + heading.len()..];
            let end = names
                .get(index + 1)
                .and_then(|next| rest.find(&format!("\n## {next}\n")))
                .unwrap_or(rest.len());
            found[index] = rest[..end].trim();
            if found[index].is_empty() {
                return Err(format!("section {name:?} is empty"));
            }
        }
        let [what, why, bad, good, allow] = found;
        Ok(Self { what, why, bad: Example::parse(bad)?, good: Example::parse(good)?, allow })
    }
}

impl<'a> Example<'a> {
    fn parse(source: &'a str) -> Result<Self, String> {
        let start = source.find("```").ok_or("an example without a fence")?;
        let ticks = source[start..].chars().take_while(|c| *c == '`').count();
        let rest = &source[start + ticks..];
        let line = rest.find('\n').ok_or("a fence without an end")?;
        let mut info = rest[..line].split_whitespace();
        let language = info.next().filter(|word| matches!(*word, "markdown" | "yaml"));
        let language = language.ok_or("a fence that is neither markdown nor yaml")?;
        let alone = match info.next() {
            None => false,
            Some("alone") => true,
            Some(word) => return Err(format!("a fence with {word:?}")),
        };
        let body = &rest[line + 1..];
        let closing = format!("\n{}", "`".repeat(ticks));
        let end = body.find(&closing).ok_or("a fence without an end")?;
        let after = body[end + closing.len()..].trim();
        Ok(Self { before: source[..start].trim(), language, alone, text: &body[..=end], after })
    }

    /// The example as a fixture's files: in one file by its language where it names none.
    #[must_use]
    pub fn fixture(&self) -> String {
        let named = self.text.starts_with("//- ");
        let ending = if self.language == "yaml" { "yaml" } else { "md" };
        if named { self.text.to_owned() } else { format!("//- plan.plan.{ending}\n{}", self.text) }
    }

    /// The example as authors see it: without marks.
    fn shown(&self) -> String {
        let is_mark = |line: &&str| {
            let bare = line.trim_start();
            bare.starts_with('^') && bare.trim_start_matches('^').starts_with(' ')
        };
        let lines: Vec<&str> = self.text.lines().filter(|line| !is_mark(line)).collect();
        let text = lines.join("\n");
        let fence = if text.contains("```") { "````" } else { "```" };
        let parts = [self.before, &format!("{fence}{}\n{text}\n{fence}", self.language), self.after];
        parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join("\n\n")
    }
}

/// A rule's page in one language, in Markdown; without a page of its own, what its declaration says.
#[must_use]
pub fn page(rule: &Rule, locale: Locale) -> String {
    let mut out = format!(
        "# {}\n\n{}\n\n{}\n",
        rule.name,
        locale.pick(rule.summary[0], rule.summary[1]),
        facts(rule, locale)
    );
    let Ok(page) = Page::parse(rule.page) else { return out };
    let part = page.part(locale);
    let [_, why, example, corrected, allow] = SECTIONS[usize::from(locale == Locale::En)];
    let sections = [
        ("", part.what.to_owned()),
        (why, expanded(part.why, locale)),
        (example, part.bad.shown()),
        (corrected, part.good.shown()),
        (allow, part.allow.to_owned()),
    ];
    for (title, text) in sections {
        if !title.is_empty() {
            _ = write!(out, "\n## {title}\n");
        }
        _ = write!(out, "\n{text}\n");
    }
    out
}

/// Severity, profile, clauses, and whether there is a quick fix.
fn facts(rule: &Rule, locale: Locale) -> String {
    let (severity, profile) = (rule.severity.word(), rule.profile.word());
    let clauses = rule.clauses.join(locale.pick("、", ", "));
    let mut parts = match locale {
        Locale::Zh => vec![format!("级别：{severity}"), format!("档位：{profile}")],
        Locale::En => vec![format!("Severity: {severity}"), format!("profile: {profile}")],
    };
    if !clauses.is_empty() {
        parts.push(format!("{}{clauses}", locale.pick("条款：", "clauses: ")));
    }
    if rule.fixable() {
        parts.push(locale.pick("可快速修复", "has a quick fix").to_owned());
    }
    parts.join(" · ")
}

/// The citations that a text quotes by `{{clause …}}`.
pub fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(directive)
}

fn directive(line: &str) -> Option<&str> {
    line.trim().strip_prefix("{{clause ")?.strip_suffix("}}").map(str::trim)
}

fn expanded(text: &str, locale: Locale) -> String {
    let line = |line: &str| match directive(line) {
        Some(citation) => quotation(citation, locale).unwrap_or_default(),
        None => line.to_owned(),
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// A clause or item of the standard as a block quotation, headed by number, title and edition; none for what the
/// standard does not have.
#[must_use]
pub fn quotation(citation: &str, locale: Locale) -> Option<String> {
    let (id, letter) = match citation.split_once(' ') {
        Some((id, letter)) => (id, letter.chars().next()),
        None => (citation, None),
    };
    let (heading, lines) = if id == "foreword" {
        let text = standard().foreword_change(letter?)?;
        (locale.pick("前言", "Foreword").to_owned(), vec![format!("{}）{text}", letter?)])
    } else {
        let clause = standard().clause(id)?;
        let lines = match letter {
            Some(_) => item(clause.item(letter)?),
            None => body(clause),
        };
        (format!("{} {}", clause.id, clause.title), lines)
    };
    let head = format!("**{}《{}》 {heading}**", standard().edition(), standard().title());
    let lines: Vec<String> = lines.iter().map(|line| format!("> {}", escaped(line))).collect();
    Some(format!("{head}\n\n{}", lines.join("\n>\n")))
}

fn body(clause: &'static Clause) -> Vec<String> {
    let lines = |block: &Block| match block {
        Block::Paragraph(text) => vec![(*text).to_owned()],
        Block::Item(found) => item(found),
        Block::Note(text) => vec![format!("注：{text}")],
    };
    clause.body.iter().flat_map(lines).collect()
}

fn item(item: &Item) -> Vec<String> {
    let lead = item.letter.map(|letter| format!("{letter}）{}", item.text));
    lead.into_iter().chain(item.points.iter().map(|point| format!("⚫ {point}"))).collect()
}

/// A text in which nothing is Markdown's.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '~' | '|' | '#') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
