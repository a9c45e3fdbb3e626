//! Dates as plans write them, and whether a due date lies in the plan's period.

use super::wording::{cited, excerpt, label, named};
use super::{Checker, Locale, Profile, Rule, Severity};
use crate::model::{Entity, Field, Status, Word};
use crate::plan_set::PlanSet;
use crate::schema::{FieldKey, Kind};
use crate::standard::normalize;

/// A due date outside the plan's period.
pub(super) static DUE_OUTSIDE_PERIOD: Rule = Rule {
    name: "due-outside-period",
    severity: Severity::Information,
    profile: Profile::Standard,
    clauses: &["A.3.1.1 b"],
    usual: false,
    fix: None,
    page: include_str!("../../rules/due-outside-period.md"),
    summary: ["完成时间不在规划期之内", "A due date lies outside the plan's period"],
    check: due_outside_period,
};

/// A day as year, month and day: compares in time.
type Day = (u16, u8, u8);

/// A span of time with its first and last day; the day 31 stands for a month's last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Time {
    first: Day,
    last: Day,
}

impl Time {
    fn months(year: u16, first: u8, last: u8) -> Self {
        Self { first: (year, first, 1), last: (year, last, 31) }
    }

    fn to(self, other: Self) -> Self {
        Self { first: self.first.min(other.first), last: self.last.max(other.last) }
    }

    /// Whether nothing of it lies in another span.
    fn is_outside(self, other: Self) -> bool {
        self.last < other.first || self.first > other.last
    }
}

/// A number, or the text between numbers.
enum Piece<'a> {
    Number(u16, usize),
    Between(&'a str),
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let digit = first.is_ascii_digit();
        let end = rest.find(|c: char| c.is_ascii_digit() != digit).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        // A number of more digits than a year has is none of a date's.
        found.push(match piece.parse() {
            Ok(number) if digit => Piece::Number(number, piece.len()),
            _ => Piece::Between(piece),
        });
        rest = after;
    }
    found
}

/// The time that a text names: a year, a quarter or half of it, a month or a day, or from one to another. None where it
/// names none (`持续`, `每季度`).
pub(super) fn read_time(text: &str) -> Option<Time> {
    let text = normalize(text);
    let pieces = pieces(&text);
    let mut times: Vec<Time> = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        match pieces[at] {
            Piece::Number(year @ 1900..=2199, 4) => {
                let (time, next) = read_from(year, &pieces, at + 1);
                times.push(time);
                at = next;
            }
            // 2024 年 1—6 月, 2024-01 至 06: the year goes on.
            Piece::Number(month @ 1..=12, 1 | 2) if !times.is_empty() && joins(&pieces, at) => {
                let year = times.last().map_or(0, |time| time.last.0);
                times.push(Time::months(year, small(month), small(month)));
                at += 1;
            }
            _ => at += 1,
        }
    }
    times.into_iter().reduce(Time::to)
}

/// Whether what stands before a number says that a span goes on to it.
fn joins(pieces: &[Piece<'_>], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| pieces.get(before));
    matches!(before, Some(Piece::Between(text)) if ["-", "~", "至", "到", "月-", "月至", "月到"].contains(&text.trim()))
}

/// The rest of a date whose year was read: month and day, quarter, half; and where reading goes on.
fn read_from(year: u16, pieces: &[Piece<'_>], at: usize) -> (Time, usize) {
    let whole = Time::months(year, 1, 12);
    let Some(Piece::Between(mark)) = pieces.get(at) else { return (whole, at) };
    let mark = mark.trim().trim_start_matches('年').trim();
    if mark.starts_with("上半") {
        return (Time::months(year, 1, 6), at + 1);
    }
    if mark.starts_with("下半") || mark == "h" && number(pieces, at + 1) == Some(2) {
        return (Time::months(year, 7, 12), at + 1);
    }
    if let Some(quarter) = quarter(mark, pieces, at) {
        return (Time::months(year, quarter * 3 - 2, quarter * 3), at + 1);
    }
    if mark.contains(['底', '末']) {
        return (Time::months(year, 12, 12), at + 1);
    }
    let after_mark = matches!(mark, "" | "-" | "." | "/");
    let month = number(pieces, at + 1).filter(|month| after_mark && (1..=12).contains(month));
    // `2024-2026` is a span of years, `2024-06` a month, `2024-6-30` a day.
    let Some(month) = month.map(small) else { return (whole, at + 1) };
    let day = match pieces.get(at + 2) {
        Some(Piece::Between(mark)) if matches!(mark.trim(), "-" | "." | "/" | "月") => {
            number(pieces, at + 3).filter(|day| (1..=31).contains(day)).map(small)
        }
        _ => None,
    };
    // A year's month, then a mark and a small number: a day, unless it is the month that a span goes on to.
    let goes_on = matches!(pieces.get(at + 4), Some(Piece::Between(text)) if text.trim().starts_with('月'));
    match day.filter(|_| !goes_on) {
        Some(day) => {
            let day = (year, month, day);
            (Time { first: day, last: day }, at + 4)
        }
        None => (Time::months(year, month, month), at + 2),
    }
}

fn number(pieces: &[Piece<'_>], at: usize) -> Option<u16> {
    match pieces.get(at) {
        Some(Piece::Number(number, 1 | 2)) => Some(*number),
        _ => None,
    }
}

fn small(number: u16) -> u8 {
    u8::try_from(number).unwrap_or(u8::MAX)
}

/// The quarter that a mark and what follows it name: `q2`, `第二季度`, `二季度`, `2季度`.
fn quarter(mark: &str, pieces: &[Piece<'_>], at: usize) -> Option<u8> {
    const NUMBERS: [char; 4] = ['一', '二', '三', '四'];
    if mark.contains("季") {
        let place = mark.chars().find_map(|c| NUMBERS.iter().position(|number| *number == c))?;
        return u8::try_from(place + 1).ok();
    }
    let follows =
        matches!(pieces.get(at + 2), Some(Piece::Between(text)) if text.trim_start().starts_with('季'));
    let named = mark.ends_with('q') || follows && matches!(mark, "" | "第" | "-" | "q");
    number(pieces, at + 1).filter(|quarter| named && (1..=4).contains(quarter)).map(small)
}

/// The period that holds for an entity: its own file's plan's, else the first of the set.
fn period<'a>(set: &'a PlanSet, entity: &Entity) -> Option<(&'a Field, Time)> {
    let mut fields = set.plan_fields(entity.key.file, FieldKey::Period);
    fields.find_map(|field| Some((field, read_time(&field.text())?)))
}

/// A due date: its field, the indicator or measure that it is of, and whether that is done.
struct Due<'a> {
    field: &'a Field,
    of: Option<(Kind, &'a Word)>,
    done: bool,
}

fn due_outside_period(check: &mut Checker<'_>, entity: &Entity) {
    let set = check.set;
    let due = |field: &&Field| field.key == FieldKey::Due && !field.placeholder;
    let own = entity.fields.iter().filter(due).map(|field| Due { field, of: None, done: false });
    let records = entity.records.iter().flat_map(|record| {
        let name = record.field(FieldKey::Metric).and_then(|field| field.words.first());
        let of = name.map(|name| (record.kind, name));
        record.fields.iter().filter(due).map(move |field| Due { field, of, done: false })
    });
    let measures = entity.measures.iter().flat_map(|measure| {
        let (of, done) = (Some((Kind::Measure, &measure.text)), measure.status == Some(Status::Done));
        measure.fields.iter().filter(due).map(move |field| Due { field, of, done })
    });
    let dues: Vec<Due<'_>> = own.chain(records).chain(measures).collect();
    if dues.is_empty() {
        return;
    }
    let Some((period, span)) = period(set, entity) else { return };
    for Due { field, of, done } in dues {
        let text = field.text();
        let Some(time) = read_time(&text).filter(|time| time.is_outside(span)) else { continue };
        // What was done before the period began is what the plan builds on.
        if done && time.last < span.first {
            continue;
        }
        let (locale, clauses) = (check.locale, check.rule.clauses);
        let name = |locale| label(Kind::Plan, FieldKey::Period, locale);
        check
            .report(
                field.value,
                || {
                    let (due, basis) = (label(Kind::Measure, FieldKey::Due, Locale::Zh), cited(clauses, Locale::Zh));
                    let (whose, period) = (named(entity, Locale::Zh), period.text());
                    let of = of.map_or_else(String::new, |(kind, name)| {
                        format!("{}{}的", kind.name(), excerpt(&name.text, Locale::Zh))
                    });
                    format!("{whose}的{of}{due} {text} 不在{} {period} 之内{basis}；请改正其一", name(Locale::Zh))
                },
                || {
                    let (due, basis) = (label(Kind::Measure, FieldKey::Due, Locale::En), cited(clauses, Locale::En));
                    let (whose, period) = (named(entity, Locale::En), period.text());
                    let of = of.map_or_else(String::new, |(kind, name)| {
                        format!("{} {} of the ", kind.key(), excerpt(&name.text, Locale::En))
                    });
                    format!("The {due} date {text} of the {of}{whose} lies outside the plan's {} {period}{basis}: correct one", name(Locale::En))
                },
            )
            .related(period.value, name(locale));
    }
}
