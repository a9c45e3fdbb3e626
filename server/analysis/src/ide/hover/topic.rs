//! A topic of the annex, level by level: its points at every level that has them, each quoted under its clause.

use super::{Locale, edition, level_title};
use crate::ide::quote::{Excerpt, Part, escape, quotation};
use crate::model::NodeKey;
use crate::plan_set::PlanSet;
use crate::standard::{Level, Topic, standard};

/// A topic's points at each level; where the item at `level` was quoted above as a whole, it is only named.
pub(super) fn levels(topic: Topic, level: Level, quoted_above: bool, locale: Locale) -> String {
    compared(topic, Some(level), quoted_above, locale)
}

/// The topic with whose title a measure begins; the level that its unit aims at is marked.
pub(super) fn of_measure(set: &PlanSet, node: NodeKey, topic: Topic, locale: Locale) -> String {
    compared(topic, set.levels_of(node).target, false, locale)
}

fn compared(topic: Topic, marked: Option<Level>, quoted_above: bool, locale: Locale) -> String {
    let shown: Vec<Level> = Level::all().filter(|level| standard().cell(*level, topic).is_some()).collect();
    let (Some(first), Some(last)) = (shown.first(), shown.last()) else { return String::new() };
    let at = marked.unwrap_or(*first).max(*first);
    let aspect = topic.aspect();
    let name = match locale {
        Locale::Zh if aspect.name() == topic.title(at) => aspect.name().to_owned(),
        Locale::Zh => format!("{} · {}", aspect.name(), topic.title(at)),
        Locale::En => topic.english().to_owned(),
    };
    let heading = match locale {
        Locale::Zh => format!("{} 至 {} 对照：{}", first.code(), last.code(), escape(&name)),
        Locale::En => format!("{} to {} side by side: {}", first.code(), last.code(), escape(&name)),
    };
    let mut out = format!("### {heading}\n\n{}\n", edition());
    for level in shown {
        let Some(cell) = standard().cell(level, topic) else { continue };
        let citation = escape(&standard().citation(level, topic, None));
        let mark = if marked == Some(level) { "▸ " } else { "" };
        out.push_str(&format!("\n**{mark}{} · {citation}**", level_title(level, locale)));
        if quoted_above && marked == Some(level) {
            out.push_str(locale.pick("：见上\n", ": see above\n"));
            continue;
        }
        let item = Excerpt { letter: cell.letter, points: Vec::new(), gloss: "" };
        if let Some(quoted) = quotation(cell.clause, &Part::Items(vec![item]), locale) {
            out.push_str(&format!("\n\n{quoted}"));
        }
    }
    out
}
