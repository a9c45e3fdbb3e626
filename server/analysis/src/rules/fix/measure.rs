//! Measures put into an entity: below their aspect's heading or key, in its table, or with the headings that lack.

use std::collections::BTreeMap;

use super::geometry::{below, is_blank, line, line_break};
use super::heading::{Heading, headings};
use super::markdown::{heading_end, under};
use super::style::{lead_of, marker, speaks_english};
use super::{Change, Fixer, cell, measure_yaml, style};
use crate::model::build::{Document, Surface};
use crate::model::{Entity, Measure, Section};
use crate::schema::{FieldKey, Kind};
use crate::standard::{Aspect, Dimension};
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
    /// The text of a measure that only the author can word: a placeholder that names its topic.
    #[must_use]
    pub fn unworded(&self, entity: &Entity, topic: &str) -> String {
        let [zh, en] = super::PLACEHOLDER;
        if speaks_english(self, entity) { format!("{en}: {topic}") } else { format!("{zh}：{topic}") }
    }

    /// Adds measures to an entity, each in its aspect; headings or keys that lack are added. Nothing where the entity
    /// is only a table's row.
    #[must_use]
    pub fn add_measures(&self, entity: &Entity, measures: &[Skeleton]) -> Vec<Change> {
        let Some(document) = self.document(entity.key.file).filter(|_| !entity.row) else {
            return Vec::new();
        };
        let in_yaml = document.surface == Surface::Yaml
            || entity.sections.iter().any(|section| self.is_yaml(section.span));
        if in_yaml {
            return measure_yaml::add(self, document, entity, measures);
        }
        let mut added = Added::new();
        let Some(headings) = headings(document.text()) else { return Vec::new() };
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
    pub(super) headings: Vec<Heading>,
}

impl Writer<'_, '_> {
    fn text(&self) -> &Text {
        self.document.text()
    }

    fn line_of(&self, span: crate::model::Span) -> usize {
        self.text().line_of(self.document.range(span).start)
    }

    fn own_sections(&self) -> impl Iterator<Item = &Section> {
        self.entity.sections.iter().filter(|section| section.span.file == self.document.file)
    }

    fn heading_at(&self, at: usize) -> Option<Heading> {
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
            (None, Some(heading)) => self.aspects(heading, dimension, &absent, added),
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
        let Some(last) = inside.max_by_key(|measure| self.line_of(measure.span)) else {
            let lines = self.items(None, measures);
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
        if line(self.text(), own).trim_start().starts_with('|') {
            return self.rows(own, &[(aspect, measures.to_vec())], added);
        }
        let eol = line_break(self.text());
        let indent = |text: &str| text.len() - text.trim_start().len();
        let depth = indent(&line(self.text(), own));
        let mut after = self
            .text()
            .line_of(
                self.document
                    .range(last.span)
                    .end
                    .saturating_sub(1)
                    .max(self.document.range(last.span).start),
            )
            .max(own);
        while after + 1 < end
            && !is_blank(self.text(), after + 1)
            && indent(&line(self.text(), after + 1)) > depth
        {
            after += 1;
        }
        let gap = if marker(&line(self.text(), own)).is_some() { "" } else { eol };
        let lines = format!("{gap}{}{eol}", self.items(Some(last), measures));
        added.entry(after).or_default().push_str(&lines);
    }

    /// List items as a measure nearby is written, without a final line break.
    fn items(&self, like: Option<&Measure>, measures: &[&Skeleton]) -> String {
        let text = self.text();
        let file = self.document.file;
        let is_item = |measure: &&Measure| marker(&line(text, self.line_of(measure.span))).is_some();
        let own = like.into_iter().chain(&self.entity.measures);
        let all = self.fixer.set.all().flat_map(|entity| &entity.measures);
        let sample = own.chain(all).filter(|measure| measure.span.file == file).find(is_item);
        let source = sample.map(|measure| line(text, self.line_of(measure.span))).unwrap_or_default();
        let mut lead = lead_of(&source);
        // Below another heading a list begins at the margin.
        if like.is_none() {
            lead = lead.trim_start().to_owned();
        }
        let numbered: String = lead.trim_start().chars().take_while(char::is_ascii_digit).collect();
        let mut number: u32 = if like.is_some() { numbered.parse().unwrap_or(0) } else { 0 };
        let (open, close) = self.brackets(like);
        let write = |measure: &&Skeleton| {
            number += 1;
            let lead = if numbered.is_empty() {
                lead.clone()
            } else {
                lead.replacen(&numbered, &number.to_string(), 1)
            };
            match &measure.citation {
                Some(citation) => format!("{lead}{}{open}{citation}{close}", measure.text),
                None => format!("{lead}{}", measure.text),
            }
        };
        measures.iter().map(write).collect::<Vec<_>>().join(line_break(text))
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

    /// Rows of the table in which row `at` stands: behind the last row of their aspect or of those before it.
    fn rows(&self, at: usize, groups: &[(Aspect, Vec<&Skeleton>)], added: &mut Added) {
        let Some(header) = cell::header(self.text(), at) else { return };
        let in_table = |line_of: usize| cell::header(self.text(), line_of) == Some(header);
        for (aspect, measures) in groups {
            let known = self.entity.measures.iter().filter(|measure| {
                measure.span.file == self.document.file
                    && measure.aspect <= *aspect
                    && in_table(self.line_of(measure.span))
            });
            let after = known.map(|measure| self.line_of(measure.span)).max().unwrap_or(header + 1);
            let rows: String = measures.iter().map(|measure| self.row(header, measure)).collect();
            added.entry(after).or_default().push_str(&rows);
        }
    }

    fn row(&self, header: usize, measure: &Skeleton) -> String {
        let text = self.text();
        let labels: Vec<String> =
            cell::cells(text, header).into_iter().map(|cell| text.slice(cell).trim().to_owned()).collect();
        let clause = labels.iter().any(|label| cell::column(Kind::Measure, label) == Some(FieldKey::Clause));
        let cells: Vec<String> = labels
            .iter()
            .map(|label| match cell::column(Kind::Measure, label) {
                Some(FieldKey::Text) => match &measure.citation {
                    Some(citation) if !clause => format!("{}（{citation}）", measure.text),
                    _ => measure.text.clone(),
                },
                Some(FieldKey::Clause) => measure.citation.clone().unwrap_or_default(),
                Some(_) => String::new(),
                None if crate::model::is_aspect_column(label) => self.aspect_name(measure.aspect),
                None => String::new(),
            })
            .collect();
        let row = cells.iter().map(|cell| format!("| {} ", cell.replace('|', "\\|"))).collect::<String>();
        format!("{row}|{}", line_break(text))
    }

    fn english_headings(&self) -> bool {
        let known = self.own_sections().map(|section| self.fixer.source(section.span)).next();
        known.map_or_else(|| style::is_english(self.fixer, self.entity), |known| known.is_ascii())
    }

    fn aspect_name(&self, aspect: Aspect) -> String {
        if self.english_headings() { aspect.english() } else { aspect.name() }.to_owned()
    }

    /// Headings of aspects that lack, below their dimension's heading.
    fn aspects(
        &self,
        dimension: Heading,
        of: Dimension,
        groups: &[(Aspect, Vec<&Skeleton>)],
        added: &mut Added,
    ) {
        let eol = line_break(self.text());
        let known: Vec<(Aspect, Heading)> = self
            .own_sections()
            .filter_map(|section| Some((section.aspect?, self.heading_at(self.line_of(section.span))?)))
            .collect();
        let level = known.iter().map(|(_, heading)| heading.level).next().unwrap_or(dimension.level + 1);
        for (aspect, measures) in groups {
            if level > 6 {
                // No deeper heading: a cited item directly below the dimension's heading finds its aspect itself.
                let after = heading_end(self.text(), dimension.line);
                added.entry(after).or_default().push_str(&format!("{}{eol}", self.items(None, measures)));
                continue;
            }
            let before = known.iter().filter(|(other, _)| other.dimension() == of && other < aspect);
            let after = match before.max_by_key(|(other, _)| *other) {
                Some((_, heading)) => self.section_end(*heading),
                None => {
                    let next = self.headings.iter().find(|other| other.line > dimension.line);
                    self.last_before(next.map_or(self.text().lines(), |next| next.line))
                }
            };
            let gap = self.gap(dimension.line);
            let name = self.aspect_name(*aspect);
            let below = self.gap_below(dimension.line);
            let lines =
                format!("{gap}{} {name}{eol}{below}{}{eol}", "#".repeat(level), self.items(None, measures));
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
        let name = if self.english_headings() { dimension.english() } else { dimension.name() };
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
                    lines.push_str(&format!("{}{eol}", self.items(None, measures)));
                }
            }
        }
        added.entry(after).or_default().push_str(&lines);
    }

    /// The header of a table in which the document writes the measures of a whole dimension, if it does.
    fn sample_table(&self) -> Option<usize> {
        let all = self.fixer.set.all().filter(|entity| entity.key.file == self.document.file);
        let sections = self.entity.sections.iter().chain(all.flat_map(|entity| &entity.sections));
        let row = sections
            .filter(|section| section.aspect.is_some() && section.span.file == self.document.file)
            .map(|section| self.line_of(section.span))
            .next()?;
        if self.heading_at(row).is_some() { None } else { cell::header(self.text(), row) }
    }

    /// A blank line where the document has one before a heading.
    fn gap(&self, heading: usize) -> &'static str {
        let blank = heading > 0 && is_blank(self.text(), heading - 1);
        if blank { line_break(self.text()) } else { "" }
    }

    /// A blank line where the document has one below a heading.
    fn gap_below(&self, heading: usize) -> &'static str {
        let after = heading_end(self.text(), heading);
        let blank = after + 1 < self.text().lines() && is_blank(self.text(), after + 1);
        if blank { line_break(self.text()) } else { "" }
    }
}

fn ended(lines: &str, eol: &str) -> String {
    if lines.ends_with(eol) { lines.to_owned() } else { format!("{lines}{eol}") }
}
