//! Reads the standard's published text and gives its clauses, items, points and notes verbatim.
//!
//! The text is a page dump: lines are broken wherever the printed line ended, every page leaves its furniture
//! behind, and figures are scattered words. What marks structure in it:
//! - a line that ends a paragraph ends in a blank; a line broken by the margin does not;
//! - a heading is a number, exactly two blanks and a title; `2020 相比` at a line's start is none;
//! - a page's first line begins with one blank that belongs to nothing.
//!
//! Nothing is mended: slips of the standard stay as they are.

use serde::Serialize;

/// The standard as data: what `server/analysis/standard/clauses.json` holds.
#[derive(Debug, Serialize)]
pub struct StandardText {
    /// Number and year of the edition, from the page header.
    pub edition: String,
    /// The document's title.
    pub title: String,
    /// The foreword's changes against the edition before.
    pub foreword: Vec<Change>,
    /// The annex's own three lines.
    pub annex: Annex,
    /// The numbered clauses, in the text's order.
    pub clauses: Vec<Clause>,
}

/// One lettered change of the foreword.
#[derive(Debug, Serialize)]
pub struct Change {
    /// Its letter.
    pub letter: String,
    /// Its wording.
    pub text: String,
}

/// The annex's unnumbered heading.
#[derive(Debug, Serialize)]
pub struct Annex {
    /// Its letter.
    pub id: String,
    /// What it says of its own standing.
    pub status: String,
    /// Its title.
    pub title: String,
}

/// A numbered clause.
#[derive(Debug, Serialize)]
pub struct Clause {
    /// Its number.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What stands under its heading, in order, up to the next heading.
    pub body: Vec<Block>,
}

/// A paragraph, item or note of a clause.
#[derive(Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Block {
    /// Running text.
    Paragraph(String),
    /// A lettered item with its bullets, or bullets that stand without a letter.
    Item(Item),
    /// A note, without its mark.
    Note(String),
}

/// A lettered item.
#[derive(Debug, Serialize)]
pub struct Item {
    /// Its letter; empty where bullets stand without one.
    pub letter: String,
    /// Its wording without the letter.
    pub text: String,
    /// Its bullets without their mark.
    pub points: Vec<String>,
}

/// What a joined line group is, by its beginning.
enum Kind<'a> {
    Heading(&'a str, &'a str),
    Item(char, &'a str),
    Point(&'a str),
    Note(&'a str),
    Caption,
    AnnexHeading(&'a str),
    Text(&'a str),
}

/// Reads the whole text; the error says which line group could not be placed.
pub fn read(text: &str) -> Result<StandardText, String> {
    let groups = join_lines(text);
    let groups: Vec<&str> = groups.iter().map(String::as_str).collect();
    let first_heading = groups
        .iter()
        .position(|group| matches!(kind(group), Kind::Heading("1", _)))
        .ok_or("no heading of clause 1")?;
    let (front, body) = groups.split_at(first_heading);
    let title = front.last().ok_or("no title before clause 1")?.trim().to_owned();
    let edition = edition(&groups).ok_or("no page header with the edition")?;
    let (annex, clauses) = read_clauses(body, &edition)?;
    Ok(StandardText { edition, title, foreword: read_foreword(front), annex, clauses })
}

/// Joins lines that the margin broke. A group ends with the line that ends in a blank, and before any line that
/// begins with a mark of its own. On a page's last line the closing blank may be lost; a full stop closes there.
fn join_lines(text: &str) -> Vec<String> {
    let mut groups: Vec<String> = Vec::new();
    let mut open = false;
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let content = line.trim();
        let new_page = line.starts_with(' ');
        match groups.last_mut() {
            Some(group)
                if open && matches!(kind(content), Kind::Text(_)) && !(new_page && group.ends_with('。')) =>
            {
                group.push_str(content);
            }
            _ => groups.push(content.to_owned()),
        }
        open = !line.ends_with(' ');
    }
    groups
}

fn kind(group: &str) -> Kind<'_> {
    if let Some((number, title)) = heading(group) {
        return Kind::Heading(number, title);
    }
    if let Some(point) = group.strip_prefix('⚫') {
        return Kind::Point(point.trim_start());
    }
    if let Some(rest) = group.strip_prefix('注') {
        let rest = rest.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
        if let Some(note) = rest.strip_prefix('：') {
            return Kind::Note(note.trim_start());
        }
    }
    if let Some(rest) = group.strip_prefix('图')
        && rest.trim_start().starts_with(|c: char| c.is_ascii_digit())
        && rest.contains("  ")
    {
        return Kind::Caption;
    }
    if let Some(id) = group.strip_prefix("附 录 ") {
        return Kind::AnnexHeading(id);
    }
    let mut chars = group.chars();
    if let (Some(letter), Some(')' | '）'), Some(' ')) = (chars.next(), chars.next(), chars.next())
        && letter.is_ascii_lowercase()
    {
        return Kind::Item(letter, chars.as_str().trim_start());
    }
    Kind::Text(group)
}

/// A heading is a clause number, exactly two blanks and a title.
fn heading(group: &str) -> Option<(&str, &str)> {
    let (number, title) = group.split_once("  ")?;
    let mut parts = number.split('.');
    let first = parts.next()?;
    let annexed = first.len() == 1 && first.starts_with(|c: char| c.is_ascii_uppercase());
    let numeric =
        |part: &str| !part.is_empty() && part.len() <= 2 && part.bytes().all(|b| b.is_ascii_digit());
    let rest: Vec<&str> = parts.collect();
    let plausible = if annexed { !rest.is_empty() } else { numeric(first) };
    (plausible && rest.iter().all(|part| numeric(part)) && !title.starts_with(' ')).then_some((number, title))
}

/// The edition stands alone in a page header, right before a page number.
fn edition(groups: &[&str]) -> Option<String> {
    groups.windows(2).find(|pair| is_page_number(pair[1])).map(|pair| pair[0].to_owned())
}

fn is_page_number(group: &str) -> bool {
    !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit())
}

/// The lettered changes are the only lettered items before clause 1.
fn read_foreword(front: &[&str]) -> Vec<Change> {
    front
        .iter()
        .filter_map(|group| match kind(group) {
            Kind::Item(letter, text) => Some(Change { letter: letter.to_string(), text: text.to_owned() }),
            _ => None,
        })
        .collect()
}

fn read_clauses(body: &[&str], edition: &str) -> Result<(Annex, Vec<Clause>), String> {
    let mut clauses: Vec<Clause> = Vec::new();
    let mut annex: Option<Annex> = None;
    let mut groups =
        body.iter().copied().filter(|group| *group != edition && !is_page_number(group)).peekable();
    while let Some(group) = groups.next() {
        match kind(group) {
            Kind::Heading(number, title) => {
                let last = clauses.last().map(|clause| clause.id.as_str());
                if !follows(last, annex.as_ref().map(|annex| annex.id.as_str()), number) {
                    return Err(format!("clause {number} does not follow {last:?}"));
                }
                clauses.push(Clause { id: number.to_owned(), title: title.to_owned(), body: Vec::new() });
            }
            Kind::AnnexHeading(id) => {
                let mut next = || groups.next().map(str::to_owned).ok_or("annex without a title");
                let status = next()?.trim_matches(['（', '）']).to_owned();
                annex = Some(Annex { id: id.to_owned(), status, title: next()? });
            }
            other => {
                let clause = clauses.last_mut().ok_or("text before the first clause")?;
                add(&mut clause.body, &other)
                    .map_err(|why| format!("clause {}: {why}: {group}", clause.id))?;
            }
        }
    }
    Ok((annex.ok_or("no annex")?, clauses))
}

/// A clause follows the one before as its first child or as the next of it or of one of its ancestors.
fn follows(last: Option<&str>, annex: Option<&str>, number: &str) -> bool {
    let Some(last) = last else { return number == "1" };
    if number == format!("{last}.1") || annex.is_some_and(|annex| number == format!("{annex}.1")) {
        return true;
    }
    let mut prefix = last;
    loop {
        let (parent, ordinal) =
            prefix.rsplit_once('.').map_or(("", prefix), |(parent, ordinal)| (parent, ordinal));
        let next = ordinal.parse::<u8>().map(|n| n + 1).unwrap_or(0);
        let sibling = if parent.is_empty() { next.to_string() } else { format!("{parent}.{next}") };
        if sibling == number {
            return true;
        }
        if parent.is_empty() {
            return false;
        }
        prefix = parent;
    }
}

fn add(body: &mut Vec<Block>, kind: &Kind<'_>) -> Result<(), &'static str> {
    match *kind {
        Kind::Item(letter, text) => {
            body.push(Block::Item(Item {
                letter: letter.to_string(),
                text: text.to_owned(),
                points: Vec::new(),
            }));
        }
        Kind::Point(text) => match body.last_mut() {
            Some(Block::Item(item)) => item.points.push(text.to_owned()),
            _ => body.push(Block::Item(Item {
                letter: String::new(),
                text: String::new(),
                points: vec![text.to_owned()],
            })),
        },
        Kind::Note(text) => body.push(Block::Note(text.to_owned())),
        Kind::Text(text) => body.push(Block::Paragraph(text.to_owned())),
        Kind::Caption => drop_figure(body),
        Kind::Heading(..) | Kind::AnnexHeading(_) => return Err("a heading is no part of a body"),
    }
    Ok(())
}

/// Words drawn in a figure stand before its caption, after the last sentence that ends in a full stop or colon.
fn drop_figure(body: &mut Vec<Block>) {
    while let Some(Block::Paragraph(text)) = body.last() {
        if text.ends_with(['。', '：', '；']) {
            break;
        }
        body.pop();
    }
}

/// The data file's text: indented JSON with a final newline.
pub fn to_json(standard: &StandardText) -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(standard).map(|json| json + "\n")
}
