//! Hovers of entities and advantages: levels, what of the target level is covered and what is missing, where they are
//! defined and who has to do with them.

use std::fmt::Write as _;

use super::relations::relations;
use super::{Scene, bounded, edition, level_title};
use crate::ide::quote::escape;
use crate::level::{Gap, Profile};
use crate::model::{Entity, Field, Indicator, NodeKey, Span};
use crate::rules::Locale::{self, En, Zh};
use crate::schema::{FieldKey, Kind};
use crate::standard::Level;

/// At most so many missing topics of a dimension are named.
const MOST_GAPS: usize = 12;

/// The entity of a node.
pub(super) fn entity(scene: &Scene<'_>, node: NodeKey) -> String {
    let Some(entity) = scene.set.entity(node) else { return String::new() };
    let mut out = format!("### {}\n\n", name_with_kind(entity, scene.locale));
    let levels = levels(scene, entity);
    if !levels.is_empty() {
        _ = writeln!(out, "{levels}\n");
    }
    if let Some(profile) = scene.set.profile(entity.key) {
        out.push_str(&coverage(&profile, scene.locale));
    }
    for line in relations(scene, entity) {
        _ = writeln!(out, "- {line}");
    }
    let id = entity.id.as_ref().map_or(entity.anchor, |id| id.span);
    out + &defined_at(scene, id)
}

/// What an id stands for: an entity of these kinds (of any, where none are given), else an advantage.
pub(super) fn reference(scene: &Scene<'_>, id: &str, kinds: &[Kind]) -> String {
    let fits = |entity: &&Entity| kinds.is_empty() || kinds.contains(&entity.kind);
    let found = scene.set.defined(id).find(fits);
    if let Some(found) = found {
        return entity(scene, found.key);
    }
    scene.set.advantage(id).map_or_else(String::new, |found| advantage(scene, id, found))
}

fn advantage(scene: &Scene<'_>, id: &str, found: &Indicator) -> String {
    let kind = scene.locale.pick(found.kind.name(), found.kind.key());
    let name = found.field(FieldKey::Name).map(Field::text).unwrap_or_default();
    let mut out = format!("### {kind} {} {}\n\n", escape(id), escape(&name));
    let supports = |entity: &&Entity| entity.words(FieldKey::Supports).iter().any(|word| word.text == id);
    let by: Vec<String> = scene.set.entities().filter(supports).map(name_of).collect();
    let lead = scene.locale.pick("由这些能力支撑：", "Supported by: ");
    if by.is_empty() {
        out.push_str(scene.locale.pick("- 还没有能力支撑它\n", "- No capability supports it yet\n"));
    } else {
        _ = writeln!(out, "- {lead}{}", bounded(&by, super::relations::MOST, scene.locale));
    }
    let place = found.field(FieldKey::Id).map_or(found.span, |field| field.value);
    out + &defined_at(scene, place)
}

/// Kind, id and name: `能力单元 CU-01 计划排产`.
fn name_with_kind(entity: &Entity, locale: Locale) -> String {
    let kind = locale.pick(entity.kind.name(), entity.kind.key());
    format!("{kind} {}", name_of(entity)).trim_end().to_owned()
}

/// Id and name.
pub(super) fn name_of(entity: &Entity) -> String {
    let words = [&entity.id, &entity.name].into_iter().flatten();
    words.map(|word| escape(&word.text)).collect::<Vec<_>>().join(" ")
}

/// Target and current level, and whether they are a carried capability's.
fn levels(scene: &Scene<'_>, entity: &Entity) -> String {
    let held = scene.set.levels_of(entity.key);
    let locale = scene.locale;
    let say = |lead: &str, level: Option<Level>, inherited: bool| {
        let from = if inherited {
            locale.pick("（取自所承载的能力）", " (from the carried capability)")
        } else {
            ""
        };
        level.map(|level| format!("{lead} {}{from}", level_title(level, locale)))
    };
    let target = say(locale.pick("目标等级", "Target"), held.target, held.inherited_target);
    let current = say(locale.pick("当前等级", "Current"), held.current, held.inherited_current);
    let none = held.target.is_none() && entity.kind.is_entity() && !held.unreadable;
    let none = none.then(|| locale.pick("没有目标等级", "No target level").to_owned());
    let unreadable =
        held.unreadable.then(|| locale.pick("等级写法无法识别", "A level cannot be read").to_owned());
    let parts: Vec<String> = [target, none, unreadable, current].into_iter().flatten().collect();
    parts.join(" · ")
}

/// What the plan covers of the levels, and of the target level by dimension.
fn coverage(profile: &Profile, locale: Locale) -> String {
    let mut out = String::new();
    if let Some(level) = profile.target {
        let (reached, asked) =
            (profile.sum(|found| found.topics_reached), profile.sum(|found| found.topics_asked));
        let missing = profile.sum(|found| found.missing.len());
        let unrefined = profile.sum(|found| found.unrefined.len());
        let points = (profile.sum(|found| found.points_reached), profile.sum(|found| found.points_asked));
        _ = match locale {
            Zh => {
                write!(out, "**{} 建设重点 {reached}/{asked} 项，{}/{} 点", level.code(), points.0, points.1)
            }
            En => write!(
                out,
                "**{} focuses: {reached}/{asked} topics, {}/{} points",
                level.code(),
                points.0,
                points.1
            ),
        };
        if missing > 0 {
            _ = match locale {
                Zh => write!(out, "，缺 {missing} 项"),
                En => write!(out, ", {missing} missing"),
            };
        }
        if unrefined > 0 {
            _ = match locale {
                Zh => write!(out, "，{unrefined} 项只笼统引用"),
                En => write!(out, ", {unrefined} cited only as a whole"),
            };
        }
        out.push_str("**\n\n");
    }
    let none = || locale.pick("无", "none").to_owned();
    let title = |level: Option<Level>| level.map_or_else(none, |level| level_title(level, locale));
    let (covered, done) = (title(profile.covered), title(profile.covered_done));
    _ = match locale {
        Zh => writeln!(out, "规划覆盖至：{covered} · 已建成部分覆盖至：{done}\n"),
        En => writeln!(out, "The plan covers: {covered} · its done part: {done}\n"),
    };
    if profile.target.is_some() {
        out.push_str(&table(profile, locale));
        out.push_str(&gaps(profile, locale));
    }
    out
}

fn table(profile: &Profile, locale: Locale) -> String {
    let head = match locale {
        Zh => "| 维度 | 建设重点（项） | 要点（点） | 缺 |\n",
        En => "| dimension | topics | points | missing |\n",
    };
    let mut out = format!("{head}|---|---|---|---|\n");
    for found in &profile.dimensions {
        let name = locale.pick(found.dimension.name(), found.dimension.english());
        let (topics, asked) = (found.topics_reached, found.topics_asked);
        let (points, all) = (found.points_reached, found.points_asked);
        let missing = found.missing.len();
        _ = writeln!(out, "| {name} | {topics}/{asked} | {points}/{all} | {missing} |");
    }
    out.push('\n');
    out
}

/// The topics that are missing, cited too broadly or waived, by dimension.
fn gaps(profile: &Profile, locale: Locale) -> String {
    let mut out = String::new();
    for found in &profile.dimensions {
        let name = locale.pick(found.dimension.name(), found.dimension.english());
        for (what, gaps) in [
            (locale.pick("缺", "missing"), &found.missing),
            (locale.pick("只笼统引用", "cited only as a whole"), &found.unrefined),
            (locale.pick("不适用", "waived"), &found.waived),
        ] {
            if !gaps.is_empty() {
                let named: Vec<String> = gaps.iter().map(|gap| topic(gap, locale)).collect();
                let colon = locale.pick("：", ": ");
                _ = writeln!(out, "- **{name}** {what}{colon}{}", bounded(&named, MOST_GAPS, locale));
            }
        }
    }
    if !out.is_empty() {
        // The titles are the standard's: say so once.
        _ = match locale {
            Zh => writeln!(out, "\n以上名称和条款号引自 {}。\n", edition()),
            En => writeln!(out, "\nChinese titles and clauses are quoted from {}.\n", edition()),
        };
    }
    out
}

/// A topic or an item of the first level: its title as the standard words it, for English readers behind our name.
fn topic(gap: &Gap, locale: Locale) -> String {
    let (title, citation) = (escape(&gap.title), escape(&gap.citation));
    match locale {
        Zh => format!("{title}（{citation}）"),
        En => format!("{} {title} ({citation})", escape(gap.english())),
    }
}

/// `定义于第 12 行`; with the file's name where it is another.
fn defined_at(scene: &Scene<'_>, span: Span) -> String {
    let Some((path, line)) = scene.files.locate(span) else { return String::new() };
    let line = line + 1;
    let other = span.file != scene.document.file;
    let name = escape(path.rsplit(['/', '\\']).next().unwrap_or(path));
    match (other, scene.locale) {
        (false, Zh) => format!("\n定义于本文件第 {line} 行\n"),
        (true, Zh) => format!("\n定义于 {name} 第 {line} 行\n"),
        (false, En) => format!("\nDefined in line {line} of this file\n"),
        (true, En) => format!("\nDefined in {name}, line {line}\n"),
    }
}
