//! `capplan clause`: the standard's words, verbatim.

use std::io;

use capplan_analysis::rules;
use capplan_analysis::standard::{Block, Clause, Item, standard};
use serde::Serialize;

use super::{CLEAN, FAILED, Format, Locale, Screen, environment_locale, names, write_json};

/// What to quote.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// A clause's number, or a clause and an item's letter; without it, all clauses.
    #[arg(num_args = 0.., value_name = "ID")]
    id: Vec<String>,
    /// The form of the listing.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// The language of remarks about the text; the quotation is always the original.
    /// Else English where LC_ALL, LC_MESSAGES or LANG says so, else Chinese.
    #[arg(long, value_enum)]
    locale: Option<Locale>,
}

#[derive(Serialize)]
struct Quotation<'a> {
    id: &'a str,
    title: &'a str,
    paragraphs: Vec<&'a str>,
    items: Vec<QuotedItem<'a>>,
    notes: Vec<&'a str>,
    slips: Vec<QuotedSlip<'a>>,
}

#[derive(Serialize)]
struct QuotedItem<'a> {
    letter: String,
    text: &'a str,
    points: &'a [&'a str],
}

#[derive(Serialize)]
struct QuotedSlip<'a> {
    text: &'a str,
    note: &'a str,
}

/// A clause, or one of its items.
#[derive(Clone, Copy)]
struct Asked {
    clause: &'static Clause,
    letter: Option<char>,
}

pub(super) fn run(arguments: &Arguments, screen: &mut Screen<'_>) -> io::Result<u8> {
    let locale = arguments.locale.map_or_else(environment_locale, Into::into);
    let asked = arguments.id.join(" ");
    let found: Vec<Asked> = if asked.trim().is_empty() {
        standard().clauses().iter().map(|clause| Asked { clause, letter: None }).collect()
    } else if let Some(asked) = find(&asked) {
        vec![asked]
    } else {
        names::unknown(
            ["条款", "clause"],
            asked.trim(),
            standard().clauses().iter().map(|clause| clause.id),
            locale,
            screen,
        )?;
        return Ok(FAILED);
    };
    match arguments.format {
        Format::Json => {
            let quoted: Vec<Quotation<'_>> = found.iter().map(|asked| asked.quotation(locale)).collect();
            write_json(screen, &quoted)?;
        }
        Format::Text => {
            for (place, asked) in found.iter().enumerate() {
                if place > 0 {
                    writeln!(screen.out)?;
                }
                asked.print(locale, screen)?;
            }
        }
    }
    Ok(CLEAN)
}

/// Finds a clause by number, with or without an item's letter, however it is spaced and bracketed.
fn find(asked: &str) -> Option<Asked> {
    let mut asked = asked.trim().to_uppercase();
    asked.retain(|character| character.is_ascii_alphanumeric() || character == '.');
    if let Some(clause) = standard().clause(&asked) {
        return Some(Asked { clause, letter: None });
    }
    let letter = asked.pop()?.to_ascii_lowercase();
    let clause = standard().clause(asked.trim_end_matches('.'))?;
    clause.item(Some(letter)).map(|_| Asked { clause, letter: Some(letter) })
}

impl Asked {
    fn items(self) -> impl Iterator<Item = &'static Item> {
        self.clause.items().filter(move |item| self.letter.is_none() || item.letter == self.letter)
    }

    /// The remarks on what is quoted.
    fn slips(self, locale: rules::Locale) -> Vec<QuotedSlip<'static>> {
        let quotes = |text: &str| {
            self.letter.is_none()
                || self.items().any(|item| {
                    item.text.contains(text) || item.points.iter().any(|point| point.contains(text))
                })
        };
        let slips = self.clause.slips.iter().filter(|slip| quotes(slip.text));
        slips
            .map(|slip| QuotedSlip { text: slip.text, note: locale.pick(slip.note.zh, slip.note.en) })
            .collect()
    }

    fn quotation(self, locale: rules::Locale) -> Quotation<'static> {
        let whole = self.letter.is_none();
        Quotation {
            id: self.clause.id,
            title: self.clause.title,
            paragraphs: self.clause.paragraphs().filter(|_| whole).collect(),
            items: self
                .items()
                .map(|item| QuotedItem {
                    letter: item.letter.map(String::from).unwrap_or_default(),
                    text: item.text,
                    points: &item.points,
                })
                .collect(),
            notes: self.clause.notes().filter(|_| whole).collect(),
            slips: self.slips(locale),
        }
    }

    fn print(self, locale: rules::Locale, screen: &mut Screen<'_>) -> io::Result<()> {
        let Self { clause, letter } = self;
        writeln!(screen.out, "{} {}", clause.id, clause.title)?;
        if let Some(gloss) = standard().gloss(clause.id).filter(|_| locale == rules::Locale::En) {
            writeln!(screen.out, "({gloss})")?;
        }
        for block in &clause.body {
            match block {
                Block::Item(item) if letter.is_none() || item.letter == letter => print_item(item, screen)?,
                Block::Paragraph(text) if letter.is_none() => writeln!(screen.out, "{text}")?,
                Block::Note(text) if letter.is_none() => writeln!(screen.out, "注：{text}")?,
                _ => {}
            }
        }
        for slip in self.slips(locale) {
            let (open, close) = locale.pick("“ ”", "\" \"").split_once(' ').unwrap_or_default();
            writeln!(
                screen.out,
                "{} {open}{}{close}: {}",
                locale.pick("［按］", "[remark]"),
                slip.text,
                slip.note
            )?;
        }
        Ok(())
    }
}

fn print_item(item: &Item, screen: &mut Screen<'_>) -> io::Result<()> {
    if let Some(letter) = item.letter {
        writeln!(screen.out, "{letter}) {}", item.text)?;
    }
    item.points.iter().try_for_each(|point| writeln!(screen.out, "   • {point}"))
}
