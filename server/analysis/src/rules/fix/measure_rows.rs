//! Measures as rows of a table of measures.

use super::cell;
use super::geometry::{line, line_break};
use super::measure::{Added, Skeleton, Writer};
use crate::schema::{FieldKey, Kind};
use crate::standard::Aspect;

impl Writer<'_, '_> {
    /// Rows of the table in which row `at` stands: behind the last row of their aspect or of those before it.
    pub(super) fn rows(&self, at: usize, groups: &[(Aspect, Vec<&Skeleton>)], added: &mut Added) {
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

    pub(super) fn row(&self, header: usize, measure: &Skeleton) -> String {
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
        let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
        // Bars around the row as the header has them.
        let source = line(text, header);
        let (bare, end) = (source.trim_start(), source.trim_end().ends_with('|'));
        let indent = &source[..source.len() - bare.len()];
        let start = if bare.starts_with('|') { "| " } else { "" };
        let end = if end { " |" } else { "" };
        format!("{indent}{start}{}{end}{}", cells.join(" | "), line_break(text))
    }

    /// The header of a table in which the document writes the measures of a whole dimension, if it does.
    pub(super) fn sample_table(&self) -> Option<usize> {
        let all = self.fixer.set.all().filter(|entity| entity.key.file == self.document.file);
        let sections = self.entity.sections.iter().chain(all.flat_map(|entity| &entity.sections));
        let row = sections
            .filter(|section| section.aspect.is_some() && section.span.file == self.document.file)
            .map(|section| self.line_of(section.span))
            .next()?;
        if self.heading_at(row).is_some() { None } else { cell::header(self.text(), row) }
    }
}
