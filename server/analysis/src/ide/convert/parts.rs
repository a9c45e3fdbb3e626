//! A plan taken apart, for a writer to put together again: what each thing says, in the order of the text.

use std::ops::Range;

use super::leftover::{self, Notes};
use crate::model::build::{Document, Surface};
use crate::model::{Entity, Field, Measure, NodeKey, Origin, Status};
use crate::plan_set::PlanSet;
use crate::rules::Locale;
use crate::schema::{self, FieldKey, Kind};
use crate::standard::{Aspect, Dimension, normalize};

/// A plan taken apart.
pub(super) struct Parts<'a> {
    pub(super) document: &'a Document,
    pub(super) plan: Part,
    /// What is said beside the model, by the place that it stands before.
    pub(super) notes: Notes,
    /// The language of what is written by ourselves.
    pub(super) locale: Locale,
    /// What is not said again: its place, and what it is.
    pub(super) lost: Vec<(usize, String)>,
}

/// A plan or an entity.
pub(super) struct Part {
    /// Its first byte in the text.
    pub(super) at: usize,
    pub(super) kind: Kind,
    pub(super) title: String,
    pub(super) fields: Vec<Given>,
    pub(super) records: Vec<Record>,
    pub(super) groups: Vec<Group>,
    pub(super) children: Vec<Part>,
}

/// A field and its value.
pub(super) struct Given {
    pub(super) at: usize,
    pub(super) key: FieldKey,
    pub(super) words: Vec<String>,
}

/// An indicator or advantage.
pub(super) struct Record {
    pub(super) at: usize,
    pub(super) kind: Kind,
    pub(super) fields: Vec<(FieldKey, String)>,
}

/// A dimension that is opened, or aspects in it with their measures.
pub(super) struct Group {
    pub(super) at: usize,
    pub(super) dimension: Dimension,
    /// One, or several that measures stand in together; none for the dimension itself.
    pub(super) aspects: Vec<Aspect>,
    pub(super) measures: Vec<Item>,
}

/// A measure.
pub(super) struct Item {
    pub(super) at: usize,
    pub(super) text: String,
    pub(super) citations: Vec<String>,
    pub(super) status: Option<Status>,
    pub(super) fields: Vec<(FieldKey, String)>,
}

impl<'a> Parts<'a> {
    pub(super) fn of(set: &PlanSet, document: &'a Document) -> Self {
        let own: Vec<&Entity> = set.all().filter(|entity| entity.key.file == document.file).collect();
        let mut lost = Vec::new();
        let plan = own.iter().find(|entity| entity.key.is_plan());
        let mut maker = Maker { document, entities: &own, lost: &mut lost };
        let mut root = plan.map_or_else(Part::empty, |plan| maker.part(plan));
        root.at = 0;
        root.children = maker.children(None);
        let mut places = Vec::new();
        root.places(&mut places);
        places.sort_unstable();
        let notes = leftover::notes(document, &places);
        Self { document, plan: root, notes, locale: language(document), lost }
    }

    /// What a block of YAML in Markdown says of an entity; `entity` has only what stands in the block. None where it has
    /// no place of its own elsewhere.
    pub(super) fn of_block(
        document: &'a Document,
        entity: &Entity,
        block: &Range<usize>,
    ) -> Option<(Self, Part)> {
        let mut lost = Vec::new();
        let part = Maker { document, entities: &[], lost: &mut lost }.part(entity);
        let mut places = Vec::new();
        part.places(&mut places);
        places.retain(|place| block.contains(place));
        places.sort_unstable();
        let notes = leftover::notes_of_block(document, block, &places);
        let whole = Self { document, plan: Part::empty(), notes, locale: language(document), lost };
        whole.lost.is_empty().then_some((whole, part))
    }

    /// The name of a field in the surface that is written.
    pub(super) fn label(&self, kind: Kind, key: FieldKey, to: Surface) -> &'static str {
        schema::field(kind, key).map_or("", |row| match (to, self.locale) {
            (Surface::Markdown, Locale::Zh) => row.label(),
            _ => row.name(),
        })
    }
}

impl Part {
    /// A plan that says nothing.
    pub(super) fn empty() -> Self {
        Self {
            at: 0,
            kind: Kind::Plan,
            title: String::new(),
            fields: Vec::new(),
            records: Vec::new(),
            groups: Vec::new(),
            children: Vec::new(),
        }
    }

    /// Where it and what it has stand.
    fn places(&self, places: &mut Vec<usize>) {
        places.push(self.at);
        places.extend(self.fields.iter().map(|field| field.at));
        places.extend(self.records.iter().map(|record| record.at));
        for group in &self.groups {
            places.push(group.at);
            places.extend(group.measures.iter().map(|measure| measure.at));
        }
        self.children.iter().for_each(|child| child.places(places));
    }

    /// The value of a field that has one.
    pub(super) fn word(&self, key: FieldKey) -> Option<&str> {
        self.fields.iter().find(|field| field.key == key)?.words.first().map(String::as_str)
    }
}

/// The language of what is written by ourselves into a document.
fn language(document: &Document) -> Locale {
    let chinese = document.text().to_text().chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    if chinese { Locale::Zh } else { Locale::En }
}

/// A text without its line breaks; Latin words stay apart.
pub(super) fn one_line(text: &str) -> String {
    let mut joined = String::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if joined.ends_with(|c: char| c.is_ascii()) && line.starts_with(|c: char| c.is_ascii()) {
            joined.push(' ');
        }
        joined.push_str(line);
    }
    joined
}

/// The aspects of headings that open several, where nothing else opens them.
fn headings_of_several(entity: &Entity) -> Vec<Vec<Aspect>> {
    let mut found: Vec<Vec<Aspect>> = Vec::new();
    for same in entity.sections.chunk_by(|one, other| one.span == other.span) {
        let aspects: Vec<Aspect> = same.iter().filter_map(|section| section.aspect).collect();
        let alone = |aspect: &Aspect| {
            entity.sections.iter().filter(|section| section.aspect == Some(*aspect)).count() == 1
        };
        if aspects.len() > 1 && aspects.iter().all(alone) {
            found.push(aspects);
        }
    }
    found
}

struct Maker<'a, 'b> {
    document: &'a Document,
    entities: &'b [&'b Entity],
    lost: &'b mut Vec<(usize, String)>,
}

impl Maker<'_, '_> {
    fn at(&self, span: crate::model::Span) -> usize {
        self.document.range(span).start
    }

    fn children(&mut self, parent: Option<NodeKey>) -> Vec<Part> {
        let is_child = |entity: &&&Entity| !entity.key.is_plan() && entity.parent == parent;
        let own: Vec<&Entity> = self.entities.iter().filter(is_child).copied().collect();
        own.into_iter()
            .map(|entity| {
                let mut part = self.part(entity);
                part.children = self.children(Some(entity.key));
                part
            })
            .collect()
    }

    fn part(&mut self, entity: &Entity) -> Part {
        let mut fields: Vec<Given> = Vec::new();
        for field in &entity.fields {
            if fields.iter().any(|known| known.key == field.key) {
                continue;
            }
            let all =
                || entity.fields.iter().filter(|other| other.key == field.key && !other.words.is_empty());
            let chosen =
                all().find(|other| other.origin != Origin::Row).or_else(|| all().next()).unwrap_or(field);
            let words = |field: &Field| field.words.iter().map(|word| word.text.clone()).collect::<Vec<_>>();
            let folded = |field: &Field| {
                words(field).iter().map(|word| normalize(word).into_owned()).collect::<Vec<_>>()
            };
            if let Some(other) = all().find(|other| folded(other) != folded(chosen)) {
                self.lost.push((self.at(other.value), format!("{}：{}", entity.title(), other.text())));
            }
            // What stands in a row was said with the row: nothing can stand before it alone.
            let place = if chosen.origin == Origin::Row { entity.anchor } else { chosen.label };
            fields.push(Given { at: self.at(place), key: field.key, words: words(chosen) });
        }
        let rank = |key: FieldKey| schema::FIELDS.iter().position(|row| row.key == key);
        fields.sort_by_key(|field| rank(field.key));
        let record = |record: &crate::model::Indicator| Record {
            at: record.fields.first().map_or(self.at(record.span), |field| self.at(field.label)),
            kind: record.kind,
            fields: record.fields.iter().map(|field| (field.key, field.text())).collect(),
        };
        Part {
            at: self.at(entity.anchor),
            kind: entity.kind,
            title: entity.title().to_owned(),
            fields,
            records: entity.records.iter().map(record).collect(),
            groups: self.groups(entity),
            children: Vec::new(),
        }
    }

    /// The dimensions and aspects of an entity, each dimension's together, as they come.
    fn groups(&self, entity: &Entity) -> Vec<Group> {
        let mut groups: Vec<Group> = Vec::new();
        let mut open = |dimension, aspects: Vec<Aspect>, at| -> usize {
            let known =
                groups.iter().position(|group| group.dimension == dimension && group.aspects == aspects);
            known.unwrap_or_else(|| {
                groups.push(Group { at, dimension, aspects, measures: Vec::new() });
                groups.len() - 1
            })
        };
        let shared = headings_of_several(entity);
        let mut placed = Vec::new();
        for measure in &entity.measures {
            let mut aspects = vec![measure.aspect];
            aspects.extend(measure.others.iter().filter(|other| **other != measure.aspect));
            let heading = shared.iter().find(|heading| aspects.iter().all(|aspect| heading.contains(aspect)));
            let aspects = heading.cloned().unwrap_or(aspects);
            let at = self.at(measure.span);
            placed.push((open(measure.aspect.dimension(), aspects, at), self.item(measure)));
        }
        for section in &entity.sections {
            let own: Vec<Aspect> = section.aspect.into_iter().collect();
            let heading = shared
                .iter()
                .find(|heading| !own.is_empty() && own.iter().all(|aspect| heading.contains(aspect)));
            open(section.dimension, heading.cloned().unwrap_or(own), self.at(section.span));
        }
        for (group, item) in placed {
            if let Some(group) = groups.get_mut(group) {
                group.measures.push(item);
            }
        }
        // What is written is asked for by where it first stands; an aspect's heading stands before its measures.
        for group in &mut groups {
            let of_section = entity.sections.iter().filter(|section| {
                section.dimension == group.dimension
                    && section.aspect.is_none_or(|aspect| group.aspects.contains(&aspect))
                    && section.aspect.is_none() == group.aspects.is_empty()
            });
            let first = of_section.map(|section| self.at(section.span)).min();
            group.at = first.map_or(group.at, |first| first.min(group.at));
        }
        let first_of = |dimension: Dimension| {
            groups.iter().filter(|group| group.dimension == dimension).map(|group| group.at).min()
        };
        let firsts: Vec<(Dimension, Option<usize>)> =
            Dimension::all().map(|dimension| (dimension, first_of(dimension))).collect();
        let first = |dimension: Dimension| {
            firsts.iter().find(|(known, _)| *known == dimension).and_then(|found| found.1)
        };
        groups.sort_by_key(|group| {
            (first(group.dimension), group.dimension.index(), !group.aspects.is_empty(), group.at)
        });
        groups
    }

    fn item(&self, measure: &Measure) -> Item {
        let extra = |field: &&Field| {
            !matches!(field.key, FieldKey::Text | FieldKey::Clause | FieldKey::Status)
                && !field.words.is_empty()
        };
        Item {
            at: self.at(measure.span),
            text: measure.text.text.clone(),
            citations: measure.citations.iter().map(ToString::to_string).collect(),
            status: measure.status,
            fields: measure.fields.iter().filter(extra).map(|field| (field.key, field.text())).collect(),
        }
    }
}
