//! A citation given to a measure that has none, where its document writes citations.

use super::geometry::{below, line, line_break};
use super::measure::Writer;
use super::{Change, Fixer, cell};
use crate::model::{Entity, Measure, Origin};
use crate::schema::{self, FieldKey, Kind};

impl Fixer<'_> {
    /// Gives a measure a citation: in its table's column, as a key of its mapping, else in brackets behind its text.
    /// A bracket that the author began to type is finished. Nothing where the text stands elsewhere (an alias).
    #[must_use]
    pub fn cite(&self, entity: &Entity, measure: &Measure, citation: &str) -> Vec<Change> {
        let made = if self.is_yaml(measure.span) {
            self.cite_in_yaml(measure, citation)
        } else {
            self.cite_in_row(measure, citation).or_else(|| self.cite_behind(entity, measure, citation))
        };
        made.into_iter().collect()
    }

    fn cite_in_yaml(&self, measure: &Measure, citation: &str) -> Option<Change> {
        let document = self.document(measure.span.file)?;
        let given = |key: FieldKey| {
            measure.fields.iter().find(|field| field.key == key && field.origin == Origin::Key)
        };
        if let Some(clause) = given(FieldKey::Clause) {
            return match clause.words.is_empty() {
                true => self.fill(Kind::Measure, clause, &citation.into()),
                false => self.replace(clause.value, citation),
            };
        }
        let place = document.range(measure.text.span);
        let Some(field) = given(FieldKey::Text) else {
            return self.put(measure, place.end, format!("（{citation}）"));
        };
        let row = schema::field(Kind::Measure, FieldKey::Clause)?;
        let text = document.text();
        let label = text.slice(text.line_start(text.line_of(place.start))..place.start);
        let name = if label.is_ascii() { row.name() } else { row.label() };
        let value = document.range(field.value);
        if self.is_flow(field.value) {
            let quote = text.slice(value.end..text.len()).chars().next();
            let end = value.end + usize::from(matches!(quote, Some('"' | '\'')));
            return self.put(measure, end, format!(", {name}: {citation}"));
        }
        let first = text.line_of(value.start);
        let own = line(text, first);
        let column = own.len() - own.trim_start_matches([' ', '-']).len();
        let added = format!("{}{name}: {citation}{}", " ".repeat(column), line_break(text));
        let (at, added) = below(text, text.line_of(value.end), &added);
        self.put(measure, at, added)
    }

    /// The cell of the table's column of citations; in the text's own cell where there is no such column.
    fn cite_in_row(&self, measure: &Measure, citation: &str) -> Option<Change> {
        let document = self.document(measure.span.file)?;
        let text = document.text();
        let row = text.line_of(document.range(measure.span).start);
        let header = cell::header(text, row).filter(|_| line(text, row).contains('|'))?;
        let label = |cell: std::ops::Range<usize>| text.slice(cell).trim().to_owned();
        let is_clause = |cell: &std::ops::Range<usize>| {
            cell::column(Kind::Measure, &label(cell.clone())) == Some(FieldKey::Clause)
        };
        let Some(column) = cell::cells(text, header).iter().position(is_clause) else {
            return self.put(measure, document.range(measure.text.span).end, format!("（{citation}）"));
        };
        let cell = cell::cells(text, row).get(column)?.clone();
        let known = text.slice(cell.clone()).trim().to_owned();
        let written = if known.chars().any(char::is_alphanumeric) {
            format!(" {known}、{citation} ")
        } else {
            format!(" {citation} ")
        };
        Some(Change { file: document.file, range: cell, text: written })
    }

    /// Behind the measure's text, in the brackets that the document uses.
    fn cite_behind(&self, entity: &Entity, measure: &Measure, citation: &str) -> Option<Change> {
        let document = self.document(measure.span.file)?;
        let source = self.source(measure.span);
        let own = source.find("<!--").map_or(source.as_str(), |at| &source[..at]).trim_end();
        let (open, close) = Writer::of_items(self, document, entity).brackets(Some(measure));
        let begun = own.rfind(['[', '（', '(']).filter(|at| !own[*at..].contains([']', '）', ')']));
        let kept = begun.map_or(own, |at| own[..at].trim_end());
        let start = document.range(measure.span).start;
        let range = start + kept.len()..start + own.len();
        Some(Change { file: document.file, range, text: format!("{open}{citation}{close}") })
    }

    fn put(&self, measure: &Measure, at: usize, text: String) -> Option<Change> {
        Some(Change { file: self.document(measure.span.file)?.file, range: at..at, text })
    }
}
