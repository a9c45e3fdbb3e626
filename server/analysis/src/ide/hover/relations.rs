//! Who has to do with an entity: one line for each relation of the plan set.

use super::entity::name_of;
use super::{Scene, bounded};
use crate::ide::quote::escape;
use crate::model::{Entity, Field};
use crate::rules::Locale;
use crate::schema::{FieldKey, Kind};

/// At most so many entities are named in a line.
pub(super) const MOST: usize = 8;

/// What an entity has to do with others of its set, and they with it.
pub(super) fn relations(scene: &Scene<'_>, entity: &Entity) -> Vec<String> {
    let (set, locale, key) = (scene.set, scene.locale, entity.key);
    let mut lines = Vec::new();
    let mut add = |zh: &str, en: &str, others: Vec<&Entity>| {
        if !others.is_empty() {
            // Beyond the bound nobody reads how far they are.
            let covered = |(place, other): (usize, &Entity)| {
                name_of(other) + &if place < MOST { coverage(scene, other) } else { String::new() }
            };
            let names: Vec<String> = others.into_iter().enumerate().map(covered).collect();
            lines.push(format!("{}{}", locale.pick(zh, en), bounded(&names, MOST, locale)));
        }
    };
    match entity.kind {
        Kind::Capability => {
            add("上级能力：", "Split from: ", set.parent_capability(key).into_iter().collect());
            add("分解为：", "Split into: ", set.children(key));
            add("由其承载：", "Carried by: ", set.carriers(key));
        }
        Kind::Unit | Kind::Module => {
            add("承载能力：", "Carries: ", set.carried(key));
            add("组成单元：", "Members: ", set.members(key));
            add("所属模块：", "Member of: ", set.modules_of(key));
        }
        _ => {}
    }
    let supported: Vec<String> = entity
        .words(FieldKey::Supports)
        .iter()
        .filter_map(|word| {
            let name = set.advantage(&word.text)?.field(FieldKey::Name).map(Field::text);
            Some(escape(&format!("{} {}", word.text, name.unwrap_or_default())))
        })
        .collect();
    if !supported.is_empty() {
        let lead = locale.pick("支撑优势：", "Supports: ");
        lines.push(format!("{lead}{}", bounded(&supported, MOST, locale)));
    }
    if entity.kind == Kind::Capability && set.is_leaf(key) && set.carriers(key).is_empty() {
        lines.push(locale.pick("还没有能力单元承载它", "No unit carries it yet").to_owned());
    }
    lines
}

/// How far a unit's plan covers the level that it aims at: `（CL3 28/32 项）`.
fn coverage(scene: &Scene<'_>, entity: &Entity) -> String {
    let profile = scene.set.profile(entity.key);
    let Some((level, profile)) = profile.and_then(|profile| Some((profile.target?, profile))) else {
        return String::new();
    };
    let (reached, asked) =
        (profile.sum(|found| found.topics_reached), profile.sum(|found| found.topics_asked));
    match scene.locale {
        Locale::Zh => format!("（{} {reached}/{asked} 项）", level.code()),
        Locale::En => format!(" ({} {reached}/{asked} topics)", level.code()),
    }
}
