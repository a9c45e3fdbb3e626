//! Measures put into an entity that is written in YAML.

use std::collections::BTreeMap;

use super::geometry::{below, is_blank, line, line_break};
use super::measure::Skeleton;
use super::{Change, Fixer, yaml};
use crate::model::build::Document;
use crate::model::{Entity, Origin, Section, Span};
use crate::schema;
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
    let mut writer = Writer::of(fixer, document, entity);
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

pub(super) struct Writer<'a, 'f> {
    pub(super) fixer: &'a Fixer<'f>,
    pub(super) document: &'a Document,
    pub(super) entity: &'a Entity,
    changes: BTreeMap<(usize, usize), String>,
}

impl<'a, 'f> Writer<'a, 'f> {
    pub(super) fn of(fixer: &'a Fixer<'f>, document: &'a Document, entity: &'a Entity) -> Self {
        Self { fixer, document, entity, changes: BTreeMap::new() }
    }
}

impl Writer<'_, '_> {
    pub(super) fn text(&self) -> &Text {
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
        let Some(own) = own else {
            // A key of its own would take the place of what a merge key brings in.
            let merged = self.entity.sections.iter().any(|section| section.dimension == dimension);
            if !merged {
                self.whole_dimension(dimension, &groups);
            }
            return;
        };
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

    /// What stands behind a key's colon, without anchor and tag where a collection follows them.
    fn behind(&self, key: Span) -> Option<Behind> {
        let end = self.document.range(key).end;
        let own = super::geometry::content(self.text(), self.text().line_of(end));
        let rest = self.text().slice(end..own.end).into_owned();
        let colon = rest.find(':')? + 1;
        let mut value = rest[colon..].trim_start();
        while value.starts_with(['&', '!'])
            && let Some((_, inner)) = value.split_once(' ')
            && inner.trim_start().starts_with(['&', '!', '[', '{'])
        {
            value = inner.trim_start();
        }
        let at = end + rest.len() - value.len();
        let bare = if value.starts_with('#') { "" } else { value.split(" #").next().unwrap_or_default() };
        let property = bare.starts_with(['&', '!']) && !bare.trim_end().contains(' ');
        let kind = match bare.chars().next() {
            None => Holds::Block,
            Some(_) if property => Holds::Block,
            Some('[') => Holds::List,
            Some('{') => Holds::Mapping,
            Some('*') => Holds::Alias,
            Some(_) if yaml::is_empty(bare) => Holds::Null(at + bare.trim_end().len()),
            Some(_) => Holds::Text,
        };
        Some(Behind { colon: end + colon, at, holds: kind })
    }

    /// The lines of the block below a key, and the first of them that says something.
    fn block_of(&self, key: Span) -> (std::ops::RangeInclusive<usize>, Option<String>) {
        let line_of = self.text().line_of(self.document.range(key).start);
        let column = yaml::column_of(self.text(), self.document.range(key).start);
        let last = yaml::block_end(self.text(), line_of, column);
        let says = |line: &String| !line.trim().is_empty() && !line.trim_start().starts_with('#');
        let first = (line_of + 1..=last).map(|at| line(self.text(), at)).find(says);
        (line_of + 1..=last, first)
    }

    /// Measures below a key: as further items of its list, which is made of what else stands there. Nothing where
    /// that is an alias.
    fn put_below(&mut self, key: Span, measures: &[&Skeleton]) {
        let Some(behind) = self.behind(key) else { return };
        let inline =
            |writer: &Self| measures.iter().map(|measure| writer.inline(measure)).collect::<Vec<_>>();
        if let Holds::Alias = behind.holds {
            return;
        }
        if let Holds::List = behind.holds {
            let Some(close) = yaml::closing(self.text(), behind.at) else { return };
            let (place, text) = yaml::put_in(self.text(), behind.at, close, &inline(self));
            return self.put(place.start, place.end, &text);
        }
        if let Some(open) = self.fixer.open_bracket(key) {
            // `{data: 一项（A.3.2.1 a）}`: the one measure becomes a list.
            let Some(end) = yaml::value_end(self.text(), open, behind.at) else { return };
            let old = self.text().slice(behind.at..end).trim().to_owned();
            let lead = if behind.at == behind.colon { " " } else { "" };
            let old = (!old.is_empty() && !yaml::is_empty(&old)).then_some(old);
            let parts: Vec<String> = old.into_iter().chain(inline(self)).collect();
            return self.put(behind.at, end.max(behind.at), &format!("{lead}[{}]", parts.join(", ")));
        }
        let (lines, first) = self.block_of(key);
        let width = |line: &String| line.len() - line.trim_start().len();
        let listed = first.as_ref().filter(|first| first.trim_start().starts_with('-'));
        let beside = self.item_column(yaml::column_of(self.text(), self.document.range(key).start));
        let indent = match (&behind.holds, listed, &first) {
            (Holds::Null(end), ..) => {
                self.put(behind.colon, *end, "");
                beside
            }
            (Holds::Block, Some(item), _) => width(item),
            (Holds::Block, None, None) => beside,
            (_, _, first) => {
                let own = first.as_ref().map_or(beside + 2, width);
                let indent = own.max(beside + 2) - 2;
                self.make_list(&behind, lines.clone(), indent, own);
                indent
            }
        };
        let written: String = measures.iter().map(|measure| self.item(indent, measure)).collect();
        let text_end = self.text().line_of(behind.at);
        // A text that becomes an item ends in its key's line where nothing stands below.
        let (place, text) = below(self.text(), (*lines.end()).max(text_end), &written);
        self.put(place, place, &text);
    }

    /// What a key has as one text or as the keys of one measure becomes the first item of a list: the lines below it,
    /// of which the first is indented by `own`, move behind a dash at `indent`.
    fn make_list(
        &mut self,
        behind: &Behind,
        lines: std::ops::RangeInclusive<usize>,
        indent: usize,
        own: usize,
    ) {
        let eol = line_break(self.text());
        let dash = format!("{}- ", " ".repeat(indent));
        let mut dashed = !matches!(behind.holds, Holds::Block);
        if dashed {
            self.put(behind.colon, behind.at, &format!("{eol}{dash}"));
        }
        for at in lines.filter(|at| !is_blank(self.document.text(), *at)) {
            let start = self.text().line_start(at);
            let comment = line(self.text(), at).trim_start().starts_with('#');
            if !dashed && !comment {
                self.put(start, start + own, &dash);
                dashed = true;
            } else if indent + 2 > own {
                self.put(start, start, &" ".repeat(indent + 2 - own));
            }
        }
    }

    /// Keys of aspects that lack, below their dimension's key.
    fn aspects(&mut self, dimension: Span, groups: &[Group<'_>]) {
        let Some(behind) = self.behind(dimension) else { return };
        if let Holds::Mapping = behind.holds {
            let Some(close) = yaml::closing(self.text(), behind.at) else { return };
            let keys = self.flow_keys(dimension, groups);
            let (place, text) = yaml::put_in(self.text(), behind.at, close, &keys);
            return self.put(place.start, place.end, &text);
        }
        let (lines, child) = self.block_of(dimension);
        let listed = child.as_ref().is_some_and(|child| child.trim_start().starts_with('-'));
        if listed || matches!(behind.holds, Holds::List | Holds::Text) {
            // Measures directly below the dimension find their aspect by what they cite.
            let all: Vec<&Skeleton> =
                groups.iter().flat_map(|(_, measures)| measures.iter().copied()).collect();
            return self.put_below(dimension, &all);
        }
        match behind.holds {
            Holds::Alias => return,
            Holds::Null(_) | Holds::Block if self.fixer.is_flow(dimension) => {
                let Some(open) = self.fixer.open_bracket(dimension) else { return };
                let Some(end) = yaml::value_end(self.text(), open, behind.at) else { return };
                let lead = if behind.at == behind.colon { " " } else { "" };
                let keys = self.flow_keys(dimension, groups).join(", ");
                return self.put(behind.at, end.max(behind.at), &format!("{lead}{{{keys}}}"));
            }
            Holds::Null(end) => self.put(behind.colon, end, ""),
            _ => {}
        }
        let column = yaml::column_of(self.text(), self.document.range(dimension).start);
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
            let after = before.map_or(lines.start() - 1, |key| {
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
            let keys = format!("{name}: {{{}}}", self.flow_keys(anchor, groups).join(", "));
            let (place, text) = yaml::put_in(self.text(), open, close, &[keys]);
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

    fn flow_keys(&self, like: Span, groups: &[Group<'_>]) -> Vec<String> {
        let key = |(aspect, measures): &Group<'_>| {
            let items: Vec<String> = measures.iter().map(|measure| self.inline(measure)).collect();
            format!("{}: [{}]", self.aspect_name(like, *aspect), items.join(", "))
        };
        groups.iter().map(key).collect()
    }

    fn aspect_name(&self, like: Span, aspect: Aspect) -> &'static str {
        if self.fixer.source(like).is_ascii() { aspect.key() } else { aspect.name() }
    }

    fn item_column(&self, key: usize) -> usize {
        if yaml::deeper_lists(self.text()) { key + yaml::step(self.text()) } else { key }
    }
}

/// What stands behind a key.
struct Behind {
    /// Behind the colon.
    colon: usize,
    /// Where the value begins; the end of the line where it has none.
    at: usize,
    holds: Holds,
}

enum Holds {
    /// Nothing in the key's line.
    Block,
    List,
    Mapping,
    Alias,
    /// A sign that there is no value, up to its end.
    Null(usize),
    Text,
}
