//! The standard's clauses as quoted data: paragraphs, items, points and notes in the text's order.

use serde::Deserialize;

/// A numbered clause.
#[derive(Debug)]
pub struct Clause {
    /// Its number.
    pub id: &'static str,
    /// Its title, verbatim.
    pub title: &'static str,
    /// What stands under its heading up to the next one, verbatim, in order.
    pub body: Vec<Block>,
    /// Where its wording slips, in our words.
    pub slips: Vec<Slip>,
}

/// A paragraph, item or note, in the order of the text.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Block {
    /// Running text.
    Paragraph(&'static str),
    /// A lettered item, or bullets without a letter.
    Item(Item),
    /// A note without its mark.
    Note(&'static str),
}

/// A lettered item of a clause; bullets that stand without one make an item without letter and text.
#[derive(Debug)]
pub struct Item {
    /// Its letter.
    pub letter: Option<char>,
    /// Its wording without the letter's mark.
    pub text: &'static str,
    /// Its bullets without their mark.
    pub points: Vec<&'static str>,
}

/// A place where the standard's wording slips. The quotation stays as it is; this stands beside it.
#[derive(Debug)]
pub struct Slip {
    /// The slipped wording, verbatim.
    pub text: &'static str,
    /// What is odd about it.
    pub note: Note,
    /// Whether one sentence was cut into bullets that make one point.
    pub(super) joins_points: bool,
    /// The item it is in, where only one is meant.
    pub(super) item: Option<char>,
}

/// A remark of ours in both languages.
#[derive(Debug, Deserialize, Clone, Copy)]
pub struct Note {
    /// 中文.
    pub zh: &'static str,
    /// English.
    pub en: &'static str,
}

/// A change against the 2020 edition, from the foreword.
#[derive(Debug)]
pub struct ForewordChange {
    /// Its letter.
    pub letter: char,
    /// Its wording, verbatim.
    pub text: &'static str,
    /// Where its wording slips.
    pub slips: Vec<Slip>,
}

/// The annex's unnumbered heading.
#[derive(Debug, Deserialize)]
pub struct Annex {
    /// Its letter.
    pub id: &'static str,
    /// What it says of its own standing.
    pub status: &'static str,
    /// Its title.
    pub title: &'static str,
}

impl Item {
    /// Its text and points, verbatim, one behind the other.
    #[must_use]
    pub fn wording(&self) -> String {
        format!("{}{}", self.text, self.points.concat())
    }
}

impl Clause {
    /// Its paragraphs.
    pub fn paragraphs(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.body.iter().filter_map(|block| match block {
            Block::Paragraph(text) => Some(*text),
            _ => None,
        })
    }

    /// Its items.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.body.iter().filter_map(|block| match block {
            Block::Item(item) => Some(item),
            _ => None,
        })
    }

    /// Its notes.
    pub fn notes(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.body.iter().filter_map(|block| match block {
            Block::Note(text) => Some(*text),
            _ => None,
        })
    }

    /// The item of this letter; without one, the bullets that stand without a letter.
    pub fn item(&self, letter: Option<char>) -> Option<&Item> {
        self.items().find(|item| item.letter == letter)
    }

    /// Every quoted string: the title, then the body in order.
    pub fn strings(&self) -> impl Iterator<Item = &'static str> + '_ {
        let body = self.body.iter().flat_map(|block| match block {
            Block::Paragraph(text) | Block::Note(text) => std::slice::from_ref(text).iter().chain(&[]),
            Block::Item(item) => std::slice::from_ref(&item.text).iter().chain(&item.points),
        });
        std::iter::once(self.title).chain(body.copied().filter(|text| !text.is_empty()))
    }
}

/// `clauses.json` as it is written.
#[derive(Deserialize)]
pub(super) struct Text {
    pub(super) edition: &'static str,
    pub(super) title: &'static str,
    foreword: Vec<RawChange>,
    pub(super) annex: Annex,
    clauses: Vec<RawClause>,
}

#[derive(Deserialize)]
struct RawChange {
    letter: char,
    text: &'static str,
}

#[derive(Deserialize)]
struct RawClause {
    id: &'static str,
    title: &'static str,
    body: Vec<Block>,
}

/// `slips.json` as it is written.
#[derive(Deserialize)]
pub(super) struct RawSlip {
    clause: Option<&'static str>,
    foreword: Option<char>,
    item: Option<char>,
    text: &'static str,
    note: Note,
    #[serde(default)]
    joins_points: bool,
}

impl Text {
    /// The clauses and the foreword's changes, each with its slips.
    pub(super) fn with_slips(&mut self, slips: &[RawSlip]) -> (Vec<Clause>, Vec<ForewordChange>) {
        let take = |found: &dyn Fn(&RawSlip) -> bool| -> Vec<Slip> {
            slips
                .iter()
                .filter(|slip| found(slip))
                .map(|slip| Slip {
                    text: slip.text,
                    note: slip.note,
                    joins_points: slip.joins_points,
                    item: slip.item,
                })
                .collect()
        };
        let clauses = std::mem::take(&mut self.clauses)
            .into_iter()
            .map(|clause| Clause {
                id: clause.id,
                title: clause.title,
                body: clause.body,
                slips: take(&|slip| slip.clause == Some(clause.id)),
            })
            .collect();
        let changes = self
            .foreword
            .iter()
            .map(|change| ForewordChange {
                letter: change.letter,
                text: change.text,
                slips: take(&|slip| slip.foreword == Some(change.letter)),
            })
            .collect();
        (clauses, changes)
    }
}

impl<'de: 'static> Deserialize<'de> for Item {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Raw {
            letter: &'static str,
            text: &'static str,
            points: Vec<&'static str>,
        }
        let raw = Raw::deserialize(deserializer)?;
        Ok(Item { letter: raw.letter.chars().next(), text: raw.text, points: raw.points })
    }
}
