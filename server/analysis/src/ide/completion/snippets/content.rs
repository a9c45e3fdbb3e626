//! What skeletons say, whatever the surface: fields, ids, and the measures that a level asks for.

use super::super::clauses::listed;
use super::super::{Site, style};
use crate::model::build::Surface;
use crate::rules::Locale;
use crate::rules::fix::{PLACEHOLDER, free_id};
use crate::rules::level_terms::culture_item;
use crate::schema::{self, Field, FieldKey, Kind};
use crate::standard::{Aspect, Level};

/// In which languages a skeleton is written.
#[derive(Clone, Copy)]
pub(super) struct Voice {
    /// That of labels and keys.
    pub(super) names: Locale,
    /// That of texts.
    pub(super) words: Locale,
}

impl Voice {
    /// As the document around is written; an empty one in the reader's language, with English keys.
    pub(super) fn of(site: &Site<'_>, yaml: bool) -> Self {
        let text = site.document.text();
        let head = text.slice(0..text.floor(4096));
        let is_chinese = head.chars().any(|c| ('\u{3400}'..='\u{9fff}').contains(&c));
        let is_begun = head.chars().filter(|c| c.is_alphabetic()).count() > 24;
        let names = match (is_begun || is_chinese, yaml) {
            (false, false) => site.locale,
            _ => style::of_names(site, yaml),
        };
        let yaml_words = if is_chinese { Locale::Zh } else { site.locale };
        let in_yaml = yaml || site.document.surface == Surface::Yaml;
        let words = if in_yaml && names == Locale::En { yaml_words } else { names };
        Self { names, words }
    }

    /// What stands where only the author knows what to write.
    pub(super) fn blank(self) -> &'static str {
        self.words.pick(PLACEHOLDER[0], PLACEHOLDER[1])
    }

    /// The label or key of a field.
    pub(super) fn field(self, row: &Field) -> &'static str {
        self.names.pick(row.label(), row.name())
    }

    /// What a plan is called until its author says so.
    pub(super) fn title(self) -> &'static str {
        self.words.pick("新型能力建设规划", "Plan of new capabilities")
    }
}

/// A measure that is still to be worded.
pub(super) struct Measure {
    title: String,
    english: String,
    pub(super) citation: String,
}

impl Measure {
    /// Its text: a placeholder that names its topic.
    pub(super) fn text(&self, voice: Voice) -> String {
        match voice.words {
            Locale::Zh => format!("{}：{}", PLACEHOLDER[0], self.title),
            Locale::En => format!("{}: {}", PLACEHOLDER[1], self.english),
        }
    }
}

/// One measure for each topic that the annex lists for a level, aspect by aspect; where it lists none for an aspect, one
/// for what the level's own chapter says of it.
pub(super) fn measures(level: Level) -> Vec<(Aspect, Vec<Measure>)> {
    let of = |aspect: Aspect| {
        let mut list: Vec<Measure> = listed(level, aspect)
            .into_iter()
            .map(|listed| Measure {
                title: listed.title,
                english: listed.english.to_owned(),
                citation: listed.citation,
            })
            .collect();
        if list.is_empty() {
            list.push(Measure {
                title: aspect.name().to_owned(),
                english: aspect.english().to_owned(),
                citation: culture_item(level),
            });
        }
        (aspect, list)
    };
    Aspect::all().map(of).collect()
}

/// A new entity.
pub(super) struct Outline {
    pub(super) kind: Kind,
    pub(super) id: String,
    /// Its fields, what stands in them, and whether that is still to be filled in.
    pub(super) fields: Vec<(&'static Field, String, bool)>,
    /// The level whose measures it has.
    pub(super) level: Option<Level>,
}

impl Outline {
    /// What a new entity states; `nested` in a capability it need not say whom it carries.
    pub(super) fn of(site: &Site<'_>, voice: Voice, kind: Kind, level: Option<Level>, nested: bool) -> Self {
        let blank = || voice.blank().to_owned();
        let stated: Vec<(FieldKey, String, bool)> = match kind {
            Kind::Capability => {
                let target = level.map_or_else(blank, |level| style::level(site, level));
                let lead =
                    [(FieldKey::Viewpoint, blank(), true), (FieldKey::Target, target, level.is_none())];
                let rest =
                    [FieldKey::Benefits, FieldKey::Boundary, FieldKey::Activities, FieldKey::Resources];
                lead.into_iter().chain(rest.map(|key| (key, blank(), true))).collect()
            }
            Kind::Unit => {
                let carried = (!nested).then(|| (FieldKey::Carries, waiting_capability(site, voice), true));
                let level = level.map(|level| (FieldKey::Level, style::level(site, level), false));
                carried.into_iter().chain(level).collect()
            }
            Kind::Module => {
                let keys = [
                    FieldKey::Pattern,
                    FieldKey::Members,
                    FieldKey::Viewpoint,
                    FieldKey::Target,
                    FieldKey::Benefits,
                ];
                keys.into_iter().map(|key| (key, blank(), true)).collect()
            }
            _ => Vec::new(),
        };
        let fields = stated
            .into_iter()
            .filter_map(|(key, value, open)| Some((schema::field(kind, key)?, value, open)))
            .collect();
        Self { kind, id: free_id(site.set, kind, 0), fields, level }
    }
}

/// The first capability that nothing carries yet.
fn waiting_capability(site: &Site<'_>, voice: Voice) -> String {
    let mut capabilities = site.set.entities().filter(|entity| entity.kind == Kind::Capability);
    let waiting = capabilities
        .find(|entity| site.set.is_leaf(entity.key) && site.set.carriers(entity.key).is_empty())
        .and_then(|entity| entity.id.as_ref());
    waiting.map_or_else(|| voice.blank().to_owned(), |id| id.text.clone())
}

/// The fields of a plan that stand before its entities.
pub(super) fn plan_chapters() -> impl Iterator<Item = &'static Field> {
    [FieldKey::Strategy, FieldKey::Scenarios, FieldKey::Demand]
        .into_iter()
        .filter_map(|key| schema::field(Kind::Plan, key))
}

/// The fields of a plan that name it.
pub(super) fn plan_heads() -> impl Iterator<Item = &'static Field> {
    [FieldKey::Organization, FieldKey::Period].into_iter().filter_map(|key| schema::field(Kind::Plan, key))
}
