//! Measures put into an entity: below their aspect's heading or key, in its table, or with the headings that lack.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::geometry::{below, is_blank, line, line_break};
use super::heading::Heading;
use super::list::{Lead, depth, item_end};
use super::markdown::{heading_end, under};
use super::style::speaks_english;
use super::{Change, Fixer, cell, measure_yaml, style};
use crate::model::build::Document;
use crate::model::{Entity, Measure, Section};
use crate::standard::{Aspect, Dimension, capitalized};
use crate::text::Text;

/// A measure that is still to be worded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skeleton {
    /// Where it belongs.
    pub aspect: Aspect,
    /// What it says; a placeholder mostly.
    pub text: String,
    /// What it cites, if anything.
    pub citation: Option<String>,
}

/// Lines to be put in behind a line.
pub(super) type Added = BTreeMap<usize, String>;

impl Fixer<'_> {
    /// The text of a measure that only the author can word: a placeholder that names its topic, in the entity's own
    /// language.
    #[must_use]
    pub fn unworded(&self, entity: &Entity, [zh, en]: [&str; 2]) -> String {
        let [zh_mark, en_mark] = super::PLACEHOLDER;
        if speaks_english(self, entity) { format!("{en_mark}: {en}") } else { format!("{zh_mark}：{zh}") }
    }

    /// Adds measures to an entity, each in its aspect; headings or keys that lack are added. Nothing where the entity
    /// is only a table's row.
    #[must_use]
    pub fn add_measures(&self, entity: &Entity, measures: &[Skeleton]) -> Vec<Change> {
        let Some(document) = self.document(entity.key.file).filter(|_| !entity.row) else {
            return Vec::new();
        };
        if self.measures_in_yaml(document, entity) {
            return measure_yaml::add(self, document, entity, measures);
        }
        let mut added = Added::new();
        let Some(headings) = self.headings(document) else { return Vec::new() };
        let writer = Writer { fixer: self, document, entity, headings };
        for dimension in Dimension::all() {
            let of: Vec<&Skeleton> =
                measures.iter().filter(|measure| measure.aspect.dimension() == dimension).collect();
            if !of.is_empty() {
                writer.dimension(dimension, &of, &mut added);
            }
        }
        let text = document.text();
        let change = |(after, lines): (usize, String)| {
            let (at, text) = below(text, after, &lines);
            Change { file: document.file, range: at..at, text }
        };
        added.into_iter().map(change).collect()
    }
}

pub(super) struct Writer<'a, 'f> {
    pub(super) fixer: &'a Fixer<'f>,
    pub(super) document: &'a Document,
    pub(super) entity: &'a Entity,
    pub(super) headings: Rc<[Heading]>,
}

impl<'a, 'f> Writer<'a, 'f> {
    /// For what is written of an item, for which no headings are asked.
    pub(super) fn of_items(fixer: &'a Fixer<'f>, document: &'a Document, entity: &'a Entity) -> Self {
        Self { fixer, document, entity, headings: Rc::from([]) }
    }
}

impl Writer<'_, '_> {
    pub(super) fn text(&self) -> &Text {
        self.document.text()
    }

    pub(super) fn line_of(&self, span: crate::model::Span) -> usize {
        self.text().line_of(self.document.range(span).start)
    }

    pub(super) fn own_sections(&self) -> impl Iterator<Item = &Section> {
        self.entity.sections.iter().filter(|section| section.span.file == self.document.file)
    }

    pub(super) fn heading_at(&self, at: usize) -> Option<Heading> {
        self.headings.iter().copied().find(|heading| heading.line == at)
    }

    /// The last line that says something before the next heading of this level or above.
    fn section_end(&self, heading: Heading) -> usize {
        let opens = |at: usize| {
            self.fixer.set.entities().any(|other| {
                other.key.file == self.document.file && !other.row && self.line_of(other.anchor) == at
            })
        };
        let after = self.headings.iter().filter(|other| other.line > heading.line);
        let next = after.clone().find(|other| other.level <= heading.level || opens(other.line));
        self.last_before(next.map_or(self.text().lines(), |next| next.line))
    }

    fn last_before(&self, line: usize) -> usize {
        (0..line).rev().find(|at| !is_blank(self.text(), *at)).unwrap_or(0)
    }

    fn aspect_headings(&self) -> Vec<(Aspect, Heading)> {
        self.own_sections()
            .filter_map(|section| Some((section.aspect?, self.heading_at(self.line_of(section.span))?)))
            .collect()
    }

    fn has_dimension_headings(&self) -> bool {
        self.own_sections().any(|section| section.aspect.is_none())
    }

    fn dimension(&self, dimension: Dimension, measures: &[&Skeleton], added: &mut Added) {
        let section =
            self.own_sections().find(|section| section.dimension == dimension && section.aspect.is_none());
        let heading = section.and_then(|section| self.heading_at(self.line_of(section.span)));
        let mut absent: Vec<(Aspect, Vec<&Skeleton>)> = Vec::new();
        for aspect in dimension.aspects() {
            let of: Vec<&Skeleton> =
                measures.iter().copied().filter(|measure| measure.aspect == aspect).collect();
            if of.is_empty() {
                continue;
            }
            match self.own_sections().find(|section| section.aspect == Some(aspect)) {
                Some(section) => self.put_below(aspect, self.line_of(section.span), &of, added),
                None => absent.push((aspect, of)),
            }
        }
        if absent.is_empty() {
            return;
        }
        let table = self.own_sections().filter(|section| section.dimension == dimension);
        let table =
            table.map(|section| self.line_of(section.span)).filter(|at| self.heading_at(*at).is_none()).max();
        match (table, heading) {
            (Some(row), _) => self.rows(row, &absent, added),
            (None, Some(_)) => self.aspects(heading, dimension, &absent, added),
            // Where aspects stand right below the entity, so do those that lack.
            (None, None) if !self.has_dimension_headings() && !self.aspect_headings().is_empty() => {
                self.aspects(None, dimension, &absent, added);
            }
            (None, None) if section.is_none() => self.whole_dimension(dimension, &absent, added),
            _ => {}
        }
    }

    /// Measures below an aspect's heading, or rows behind its row.
    fn put_below(&self, aspect: Aspect, at: usize, measures: &[&Skeleton], added: &mut Added) {
        let Some(heading) = self.heading_at(at) else {
            return self.rows(at, &[(aspect, measures.to_vec())], added);
        };
        let end =
            self.headings.iter().find(|other| other.line > at).map_or(self.text().lines(), |next| next.line);
        let inside = self.entity.measures.iter().filter(|measure| {
            measure.span.file == self.document.file && (at..end).contains(&self.line_of(measure.span))
        });
        let inside: Vec<&Measure> = inside.collect();
        let Some(last) = self.last_item(&inside) else {
            let lines = self.items(&[], measures);
            let after = heading_end(self.text(), heading.line);
            let (_, text) = under(self.text(), after, &lines, true);
            // `under` may step over the blank line below the heading.
            let blank = is_blank(self.text(), after + 1) && !self.text().line(after + 1).is_empty();
            let eol = line_break(self.text());
            let text = text.strip_prefix(eol).filter(|_| self.text().lines() == after + 1).unwrap_or(&text);
            added.entry(if blank { after + 1 } else { after }).or_default().push_str(&ended(text, eol));
            return;
        };
        let own = self.line_of(last.span);
        if line(self.text(), own).contains('|') && cell::header(self.text(), own).is_some() {
            return self.rows(own, &[(aspect, measures.to_vec())], added);
        }
        let eol = line_break(self.text());
        let gap = if self.is_loose(&inside) { eol } else { "" };
        let lines = format!("{gap}{}{eol}", self.items(&inside, measures));
        added.entry(self.item_end(last, end)).or_default().push_str(&lines);
    }

    /// The last measure of those that stand least deep.
    fn last_item<'m>(&self, measures: &[&'m Measure]) -> Option<&'m Measure> {
        let depth = |measure: &Measure| depth(&line(self.text(), self.line_of(measure.span)));
        let least = measures.iter().map(|measure| depth(measure)).min()?;
        let outer = measures.iter().copied().filter(|measure| depth(measure) == least);
        outer.max_by_key(|measure| self.line_of(measure.span))
    }

    fn item_end(&self, measure: &Measure, end: usize) -> usize {
        let (range, own) = (self.document.range(measure.span), self.line_of(measure.span));
        let last = self.text().line_of(range.end.saturating_sub(1).max(range.start));
        item_end(self.text(), own, last.max(own), end)
    }

    /// Whether blank lines stand between measures: as between the last two, else as between those of other aspects;
    /// paragraphs have them.
    fn is_loose(&self, measures: &[&Measure]) -> bool {
        let text = self.text();
        let line_of = |measure: &&Measure| self.line_of(measure.span);
        let apart = |pair: &[&Measure]| {
            let [one, other] = pair else { return None };
            let (one_line, other_line) = (line_of(one), line_of(other));
            let items = one.aspect == other.aspect && one_line < other_line;
            let list = [one_line, other_line].iter().all(|at| Lead::of(&line(text, *at)).is_some());
            (items && list).then(|| is_blank(text, other_line - 1))
        };
        let own: Vec<&Measure> =
            self.entity.measures.iter().filter(|measure| measure.span.file == self.document.file).collect();
        let known = measures.windows(2).rev().find_map(apart).or_else(|| own.windows(2).find_map(apart));
        let listed = measures.last().is_none_or(|last| Lead::of(&line(text, line_of(last))).is_some());
        known.filter(|_| listed).unwrap_or(!listed)
    }

    /// List items behind measures of the same list, else as a measure nearby is written, without a final line break.
    fn items(&self, behind: &[&Measure], measures: &[&Skeleton]) -> String {
        let text = self.text();
        let lead_of = |measure: &Measure| Lead::of(&line(text, self.line_of(measure.span)));
        let last = self.last_item(behind);
        let before = last.and_then(|last| {
            let at = behind.iter().position(|measure| measure.key == last.key)?;
            lead_of(behind.get(at.checked_sub(1)?)?)
        });
        let own = last.and_then(lead_of);
        let counts = own.as_ref().zip(before.as_ref()).is_none_or(|(own, before)| own.counts_on(before));
        let next = |lead: Lead| if counts { lead.next() } else { lead };
        let file = self.document.file;
        let all = self.entity.measures.iter().chain(self.fixer.set.all().flat_map(|entity| &entity.measures));
        let loose = self.is_loose(behind) && (last.is_none() || own.is_some());
        let mut lead = own.map(next).unwrap_or_else(|| {
            let sample = all.filter(|measure| measure.span.file == file).find_map(lead_of);
            sample.unwrap_or_else(Lead::plain).first()
        });
        let (open, close) = self.brackets(last);
        let write = |measure: &&Skeleton| {
            let line = match &measure.citation {
                Some(citation) => format!("{lead}{}{open}{citation}{close}", measure.text),
                None => format!("{lead}{}", measure.text),
            };
            lead = next(lead.clone());
            line
        };
        let eol = line_break(text);
        let between = if loose { eol.repeat(2) } else { eol.to_owned() };
        measures.iter().map(write).collect::<Vec<_>>().join(&between)
    }

    /// The brackets that stand around citations, by a measure that has one.
    pub(super) fn brackets(&self, like: Option<&Measure>) -> (&'static str, &'static str) {
        let all = self.fixer.set.all().flat_map(|entity| &entity.measures);
        let near = like.into_iter().chain(&self.entity.measures).chain(all);
        let cited = near.filter(|measure| measure.span.file == self.document.file);
        for citation in cited.filter_map(|measure| measure.citations.first()) {
            let at = self.document.range(citation.span).start;
            let before = self.text().slice(self.text().line_start(self.text().line_of(at))..at).into_owned();
            match before.chars().rev().find(|c| matches!(c, '（' | '(' | '[' | '|')) {
                Some('（') => return ("（", "）"),
                Some('(') => return (" (", ")"),
                Some('[') => return (" [", "]"),
                _ => {}
            }
        }
        (" [", "]")
    }

    /// A name in the language of the entity's headings, in English with a capital unless they have none.
    fn heading(&self, [zh, en]: [&str; 2]) -> String {
        let known = self.own_sections().map(|section| self.fixer.source(section.span)).next();
        let english = known
            .as_ref()
            .map_or_else(|| style::is_english(self.fixer, self.entity), |known| known.is_ascii());
        let capital = known.is_none_or(|known| !known.starts_with(|c: char| c.is_ascii_lowercase()));
        match (english, capital) {
            (true, true) => capitalized(en),
            (true, false) => en.to_owned(),
            (false, _) => zh.to_owned(),
        }
    }

    /// An aspect's name as the entity has it already, else in the language of its headings.
    pub(super) fn aspect_name(&self, aspect: Aspect) -> String {
        let own = self.own_sections().filter(|section| section.aspect == Some(aspect));
        let mut names = own.map(|section| self.fixer.source(section.span));
        names
            .find(|name| crate::schema::resolve_aspects(name) == [aspect])
            .unwrap_or_else(|| self.heading([aspect.name(), aspect.english()]))
    }

    /// Headings of aspects that lack, below their dimension's heading, else beside the other aspects of the entity.
    fn aspects(
        &self,
        dimension: Option<Heading>,
        of: Dimension,
        groups: &[(Aspect, Vec<&Skeleton>)],
        added: &mut Added,
    ) {
        let eol = line_break(self.text());
        let known = self.aspect_headings();
        let first = known.iter().map(|(_, heading)| *heading).min_by_key(|heading| heading.line);
        let Some(like) = dimension.or(first) else { return };
        let level = first.map_or(like.level + 1, |heading| heading.level);
        if level > 6 {
            // No deeper heading: a cited item directly below the dimension's heading finds its aspect itself.
            let all: Vec<&Skeleton> =
                groups.iter().flat_map(|(_, measures)| measures.iter().copied()).collect();
            return self.put_below(groups[0].0, like.line, &all, added);
        }
        for (aspect, measures) in groups {
            let before = known
                .iter()
                .filter(|(other, _)| other < aspect && (dimension.is_none() || other.dimension() == of));
            let after = match before.max_by_key(|(other, _)| *other) {
                Some((_, heading)) => self.section_end(*heading),
                None => {
                    let next = self.headings.iter().find(|other| match dimension {
                        Some(dimension) => other.line > dimension.line,
                        None => other.line == like.line,
                    });
                    self.last_before(next.map_or(self.text().lines(), |next| next.line))
                }
            };
            let (gap, below) = (self.gap(like.line), self.gap_below(like.line));
            let (marks, name) = ("#".repeat(level), self.aspect_name(*aspect));
            let lines = format!("{gap}{marks} {name}{eol}{below}{}{eol}", self.items(&[], measures));
            added.entry(after).or_default().push_str(&lines);
        }
    }

    /// A dimension that lacks, with its aspects.
    fn whole_dimension(&self, dimension: Dimension, groups: &[(Aspect, Vec<&Skeleton>)], added: &mut Added) {
        let eol = line_break(self.text());
        let Some(own) = self.heading_at(self.line_of(self.entity.anchor)) else { return };
        let known: Vec<(Dimension, Heading)> = self
            .own_sections()
            .filter(|section| section.aspect.is_none())
            .filter_map(|section| Some((section.dimension, self.heading_at(self.line_of(section.span))?)))
            .collect();
        let level = known.first().map_or(own.level + 1, |(_, heading)| heading.level);
        // There is no deeper heading, and one beside the entity would end it.
        if level > 6 {
            return;
        }
        let before = known.iter().filter(|(other, _)| *other < dimension).max_by_key(|(other, _)| *other);
        let after = before.map_or_else(|| self.section_end(own), |(_, heading)| self.section_end(*heading));
        let like = known.first().map_or(own.line, |(_, heading)| heading.line);
        let (gap, below) = (self.gap(like), self.gap_below(like));
        let name = self.heading([dimension.name(), dimension.english()]);
        let mut lines = format!("{gap}{} {name}{eol}", "#".repeat(level));
        match self.sample_table() {
            Some(header) => {
                lines.push_str(below);
                for at in [header, header + 1] {
                    lines.push_str(&format!("{}{eol}", line(self.text(), at)));
                }
                let rows =
                    groups.iter().flat_map(|(_, measures)| measures).map(|measure| self.row(header, measure));
                lines.extend(rows);
            }
            None => {
                for (aspect, measures) in groups {
                    if level < 6 {
                        let name = self.aspect_name(*aspect);
                        lines.push_str(&format!("{gap}{} {name}{eol}{below}", "#".repeat(level + 1)));
                    }
                    lines.push_str(&format!("{}{eol}", self.items(&[], measures)));
                }
            }
        }
        added.entry(after).or_default().push_str(&lines);
    }

    /// A blank line where the document has one before a heading.
    fn gap(&self, heading: usize) -> &'static str {
        let blank = heading > 0 && is_blank(self.text(), heading - 1);
        if blank { line_break(self.text()) } else { "" }
    }

    /// A blank line where the document has one below a heading.
    fn gap_below(&self, heading: usize) -> &'static str {
        let after = heading_end(self.text(), heading);
        let blank = is_blank(self.text(), after + 1) && !self.text().line(after + 1).is_empty();
        if blank { line_break(self.text()) } else { "" }
    }
}

fn ended(lines: &str, eol: &str) -> String {
    if lines.ends_with(eol) { lines.to_owned() } else { format!("{lines}{eol}") }
}
