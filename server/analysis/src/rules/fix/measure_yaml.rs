//! Measures put into an entity that is written in YAML.

use std::collections::BTreeMap;

use super::geometry::{below, line, line_break};
use super::measure::Skeleton;
use super::style::speaks_english;
use super::{Change, Fixer, yaml};
use crate::model::build::Document;
use crate::model::{Entity, Measure, Origin, Section, Span};
use crate::schema::{self, FieldKey, Kind};
use crate::standard::{Aspect, Dimension};
use crate::text::Text;

/// The measures of one aspect.
type Group<'a> = (Aspect, Vec<&'a Skeleton>);

/// Adds measures to an entity, each below the key of its aspect.
pub(super) fn add(
    fixer: &Fixer<'_>,
    document: &Document,
    entity: &Entity,
    measures: &[Skeleton],
) -> Vec<Change> {
    let mut writer = Writer { fixer, document, entity, changes: BTreeMap::new() };
    for dimension in Dimension::all() {
        let groups: Vec<Group<'_>> = dimension
            .aspects()
            .map(|aspect| {
                (aspect, measures.iter().filter(|measure| measure.aspect == aspect).collect::<Vec<_>>())
            })
            .filter(|(_, measures)| !measures.is_empty())
            .collect();
        if !groups.is_empty() {
            writer.dimension(dimension, groups);
        }
    }
    let change = |((start, end), text)| Change { file: document.file, range: start..end, text };
    writer.changes.into_iter().map(change).collect()
}

struct Writer<'a, 'f> {
    fixer: &'a Fixer<'f>,
    document: &'a Document,
    entity: &'a Entity,
    changes: BTreeMap<(usize, usize), String>,
}

impl Writer<'_, '_> {
    fn text(&self) -> &Text {
        self.document.text()
    }

    fn put(&mut self, start: usize, end: usize, text: &str) {
        self.changes.entry((start, end)).or_default().push_str(text);
    }

    fn section(&self, meant: impl Fn(&Section) -> bool) -> Option<Span> {
        let own = self.entity.sections.iter().filter(|section| section.span.file == self.document.file);
        // What an alias or a merge key brought in does not stand here.
        let stands_here = |section: &&Section| {
            let source = self.fixer.source(section.span);
            let (aspects, _) = schema::resolve_aspects_in(section.dimension, &source);
            !aspects.is_empty() || schema::resolve_dimension(&source).is_some()
        };
        own.filter(|section| meant(section)).find(stands_here).map(|section| section.span)
    }

    fn dimension(&mut self, dimension: Dimension, groups: Vec<Group<'_>>) {
        let own = self.section(|section| section.dimension == dimension && section.aspect.is_none());
        let Some(own) = own else { return self.whole_dimension(dimension, &groups) };
        let mut absent = Vec::new();
        for (aspect, measures) in groups {
            match self.section(|section| section.aspect == Some(aspect)) {
                Some(key) => self.put_below(key, &measures),
                None => absent.push((aspect, measures)),
            }
        }
        if !absent.is_empty() {
            self.aspects(own, &absent);
        }
    }

    /// What stands behind a key's colon: where it begins, its text to the line's end.
    fn behind(&self, key: Span) -> Option<(usize, String)> {
        let end = self.document.range(key).end;
        let own = super::geometry::content(self.text(), self.text().line_of(end));
        let rest = self.text().slice(end..own.end).into_owned();
        let colon = rest.find(':')? + 1;
        let value = rest[colon..].trim_start();
        let at = end + rest.len() - value.len();
        let value = if value.starts_with('#') { "" } else { value };
        Some((if value.is_empty() { end + colon } else { at }, value.to_owned()))
    }

    /// Measures below an aspect's key.
    fn put_below(&mut self, key: Span, measures: &[&Skeleton]) {
        let Some((at, value)) = self.behind(key) else { return };
        let flow = self.fixer.is_flow(key);
        let items =
            || measures.iter().map(|measure| self.short(measure, true)).collect::<Vec<_>>().join(", ");
        if value.starts_with('[') {
            let Some(close) = yaml::closing(self.text(), at) else { return };
            let (place, text) = yaml::put_in(self.text(), at, close, &items());
            return self.put(place.start, place.end, &text);
        }
        if flow {
            // `{data: 一项（A.3.2.1 a）}`: the one measure becomes a list.
            let end = at + value.find([',', '}']).unwrap_or(value.len());
            let old = self.text().slice(at..end).trim().to_owned();
            let lead = if self.text().slice(at.saturating_sub(1)..at).ends_with(':') { " " } else { "" };
            let separator = if old.is_empty() { "" } else { ", " };
            let text = format!("{lead}[{old}{separator}{}]", items());
            return self.put(at, end, &text);
        }
        let eol = line_break(self.text());
        let line_of = self.text().line_of(self.document.range(key).start);
        let column = yaml::column_of(self.text(), self.document.range(key).start);
        let last = yaml::block_end(self.text(), line_of, column);
        let first_item = (line_of + 1..=last)
            .map(|at| line(self.text(), at))
            .find(|line| line.trim_start().starts_with("- "));
        let indent = first_item.as_ref().map(|item| item.len() - item.trim_start().len());
        let indent = indent.unwrap_or_else(|| self.item_column(column));
        let written: String = measures.iter().map(|measure| self.item(indent, measure)).collect();
        if !value.is_empty() && !value.starts_with(['&', '|', '>']) {
            // `data: 一项（A.3.2.1 a）`: the one measure becomes the first item.
            let blank = " ".repeat(indent);
            let value = value.trim_end();
            let text = format!("{eol}{blank}- {value}{eol}{}", written.trim_end_matches(['\r', '\n']));
            let start = self.document.range(key).end;
            let colon = self.text().slice(start..at).find(':').map_or(at, |colon| start + colon + 1);
            return self.put(colon, at + value.len(), &text);
        }
        let (place, text) = below(self.text(), last, &written);
        self.put(place, place, &text);
    }

    /// Keys of aspects that lack, below their dimension's key.
    fn aspects(&mut self, dimension: Span, groups: &[Group<'_>]) {
        let Some((at, value)) = self.behind(dimension) else { return };
        if value.starts_with('{') {
            let Some(close) = yaml::closing(self.text(), at) else { return };
            let keys = self.flow_keys(dimension, groups);
            let (place, text) = yaml::put_in(self.text(), at, close, &keys);
            return self.put(place.start, place.end, &text);
        }
        if self.fixer.is_flow(dimension) || value.starts_with('[') {
            return;
        }
        let line_of = self.text().line_of(self.document.range(dimension).start);
        let column = yaml::column_of(self.text(), self.document.range(dimension).start);
        let last = yaml::block_end(self.text(), line_of, column);
        let child = (line_of + 1..=last)
            .map(|at| line(self.text(), at))
            .find(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'));
        if let Some(item) = child.as_ref().filter(|child| child.trim_start().starts_with("- ")) {
            // Measures directly below the dimension find their aspect by what they cite.
            let indent = item.len() - item.trim_start().len();
            let items: String = groups
                .iter()
                .flat_map(|(_, measures)| measures)
                .map(|measure| self.item(indent, measure))
                .collect();
            let (place, text) = below(self.text(), last, &items);
            return self.put(place, place, &text);
        }
        let indent = child.map(|child| child.len() - child.trim_start().len());
        let indent = indent.unwrap_or_else(|| column + yaml::step(self.text()));
        for group in groups {
            let before = self.entity.sections.iter().filter(|section| {
                section
                    .aspect
                    .is_some_and(|other| other < group.0 && other.dimension() == group.0.dimension())
                    && section.span.file == self.document.file
            });
            let before = before.max_by_key(|section| section.aspect).map(|section| section.span);
            let after = before.map_or(line_of, |key| {
                let line_of = self.text().line_of(self.document.range(key).start);
                yaml::block_end(self.text(), line_of, indent)
            });
            let block = self.block(dimension, indent, group);
            let (place, text) = below(self.text(), after, &block);
            self.put(place, place, &text);
        }
    }

    /// A dimension that lacks, with its aspects.
    fn whole_dimension(&mut self, dimension: Dimension, groups: &[Group<'_>]) {
        let eol = line_break(self.text());
        let anchor = self.entity.anchor;
        let english = self.fixer.source(anchor).is_ascii();
        let name = if english { dimension.key() } else { dimension.name() };
        if let Some(open) = self.fixer.open_bracket(anchor) {
            let Some(close) = yaml::closing(self.text(), open) else { return };
            let keys = format!("{name}: {{{}}}", self.flow_keys(anchor, groups));
            let (place, text) = yaml::put_in(self.text(), open, close, &keys);
            return self.put(place.start, place.end, &text);
        }
        let start = self.document.range(anchor).start;
        let column = yaml::column_of(self.text(), start);
        let fields =
            self.entity.fields.iter().filter(|field| field.origin == Origin::Key).map(|field| field.label);
        let sections = self.entity.sections.iter().filter(|section| section.aspect.is_none());
        // A dimension before this one, else the last field.
        let earlier = sections.filter(|section| section.dimension < dimension).map(|section| section.span);
        let beside = |span: &Span| {
            span.file == self.document.file
                && yaml::column_of(self.text(), self.document.range(*span).start) == column
        };
        let last = earlier
            .filter(beside)
            .chain(fields.filter(beside))
            .chain([anchor])
            .map(|span| self.text().line_of(self.document.range(span).start))
            .max()
            .unwrap_or_default();
        let after = yaml::block_end(self.text(), last, column);
        let indent = column + yaml::step(self.text());
        let blocks: String = groups.iter().map(|group| self.block(anchor, indent, group)).collect();
        let added = format!("{}{name}:{eol}{blocks}", " ".repeat(column));
        let (place, text) = below(self.text(), after, &added);
        self.put(place, place, &text);
    }

    /// An aspect's key with its measures as a block; `like` says the language of keys.
    fn block(&self, like: Span, indent: usize, (aspect, measures): &Group<'_>) -> String {
        let eol = line_break(self.text());
        let name = self.aspect_name(like, *aspect);
        let column = self.item_column(indent);
        let items: String = measures.iter().map(|measure| self.item(column, measure)).collect();
        format!("{}{name}:{eol}{items}", " ".repeat(indent))
    }

    fn flow_keys(&self, like: Span, groups: &[Group<'_>]) -> String {
        let key = |(aspect, measures): &Group<'_>| {
            let items: Vec<String> = measures.iter().map(|measure| self.short(measure, true)).collect();
            format!("{}: [{}]", self.aspect_name(like, *aspect), items.join(", "))
        };
        groups.iter().map(key).collect::<Vec<_>>().join(", ")
    }

    fn aspect_name(&self, like: Span, aspect: Aspect) -> &'static str {
        if self.fixer.source(like).is_ascii() { aspect.key() } else { aspect.name() }
    }

    fn item_column(&self, key: usize) -> usize {
        if yaml::deeper_lists(self.text()) { key + yaml::step(self.text()) } else { key }
    }

    /// `文字（A.3.2.1 a）`.
    fn short(&self, measure: &Skeleton, flow: bool) -> String {
        let near = self.entity.measures.iter().find_map(|near| near.citations.first());
        let half = near.map_or_else(
            || speaks_english(self.fixer, self.entity),
            |citation| {
                let at = self.document.range(citation.span).start;
                let start = self.text().line_start(self.text().line_of(at));
                let before = self.text().slice(start..at).into_owned();
                before.chars().rev().find(|c| matches!(c, '（' | '(')) == Some('(')
            },
        );
        let text = match &measure.citation {
            Some(citation) if half => format!("{} ({citation})", measure.text),
            Some(citation) => format!("{}（{citation}）", measure.text),
            None => measure.text.clone(),
        };
        yaml::scalar(&text, flow)
    }

    /// A block item: a mapping where the entity's measures are mappings, else the short form.
    fn item(&self, indent: usize, measure: &Skeleton) -> String {
        let eol = line_break(self.text());
        let blank = " ".repeat(indent);
        let label = |measure: &Measure, key| {
            let field =
                measure.fields.iter().find(|field| field.key == key && field.origin == Origin::Key)?;
            Some(self.fixer.source(field.label))
        };
        let own = || self.entity.measures.iter().rev().filter(|near| near.span.file == self.document.file);
        let near = own().find(|near| near.aspect == measure.aspect).or_else(|| own().next());
        let mapping = near.and_then(|near| label(near, FieldKey::Text));
        let Some(name) = mapping.filter(|name| schema::resolve(Kind::Measure, name).is_some()) else {
            return format!("{blank}- {}{eol}", self.short(measure, false));
        };
        let row = schema::field(Kind::Measure, FieldKey::Clause);
        let clause = near.and_then(|near| label(near, FieldKey::Clause)).unwrap_or_else(|| {
            row.map_or("", |row| if name.is_ascii() { row.name() } else { row.label() }).to_owned()
        });
        let mut texts =
            near.into_iter().flat_map(|near| &near.fields).filter(|field| field.key == FieldKey::Text);
        if texts.any(|field| self.fixer.is_flow(field.label)) {
            let citation = measure.citation.as_ref().map(|citation| format!(", {clause}: {citation}"));
            let text = yaml::scalar(&measure.text, true);
            return format!("{blank}- {{{name}: {text}{}}}{eol}", citation.unwrap_or_default());
        }
        let citation =
            measure.citation.as_ref().map(|citation| format!("{blank}  {clause}: {citation}{eol}"));
        format!(
            "{blank}- {name}: {}{eol}{}",
            yaml::scalar(&measure.text, false),
            citation.unwrap_or_default()
        )
    }
}
