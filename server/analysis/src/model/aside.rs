//! Notation in what is read beside measures' own citations: citations in fields and headings, levels by the names that
//! they had in the 2020 edition, and in prose the year of the standard that is referred to.

use std::ops::Range;

use super::lower::Lowering;
use super::pieces::Piece;
use super::{Citation, Problem, ProblemKind};
use crate::schema::{self, FieldKey, Kind, Type};
use crate::standard::{misdated_references, standard};
use crate::syntax::notation::Token;

/// How a text is read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// Running text.
    Text,
    /// A measured value: numbers are just numbers, only the annex can be cited.
    Value,
}

/// How what a field of this key says is read; none where notation means nothing.
pub(super) fn reading(key: FieldKey) -> Option<Reading> {
    let kinds = [Kind::Plan, Kind::Capability, Kind::Unit, Kind::Module, Kind::Measure, Kind::Indicator];
    let ty = kinds.into_iter().find_map(|kind| schema::field(kind, key)).map(|field| field.ty);
    match (key, ty?) {
        // A measure's own text is read as a measure.
        (FieldKey::Text, _) => None,
        (FieldKey::Baseline | FieldKey::Goal, _) => Some(Reading::Value),
        (_, Type::Text | Type::Texts | Type::TextOrTexts) => Some(Reading::Text),
        _ => None,
    }
}

impl Lowering<'_> {
    /// Takes note of the citations and the former names of levels in the text of a field or heading.
    pub(super) fn aside(&mut self, range: &Range<usize>, reading: Reading) {
        let text = self.text;
        let raw = text.get(range.clone()).unwrap_or_default();
        if has_clause_number(raw) {
            let (node, _) = self.entity();
            let start = range.start;
            for token in self.notation.prose(raw) {
                let Token::Citation(group) = token else { continue };
                let cited = self.citations(&group, |part| start + part.start..start + part.end);
                let counts = |citation: &Citation| {
                    reading == Reading::Text || citation.clause.starts_with(standard().annex().id)
                };
                for citation in cited.into_iter().filter(counts) {
                    self.push(node, Piece::Citation(Box::new(citation)));
                }
            }
        }
        self.former_levels(range, raw, true);
    }

    /// Takes note of the former names of levels in `raw`, which stands at `range`, `verbatim` or not.
    pub(super) fn former_levels(&mut self, range: &Range<usize>, raw: &str, verbatim: bool) {
        let (node, _) = self.entity();
        for (name, level, old) in standard().terms().former_names(raw) {
            let place =
                if verbatim { range.start + name.start..range.start + name.end } else { range.clone() };
            let problem = Problem { kind: ProblemKind::FormerLevel(level, old), span: self.span(&place) };
            self.push(node, Piece::Problem(Box::new(problem)));
        }
    }

    /// Takes note of misdated references in prose: what a rule would read of a field or a measure, but these are none.
    pub(super) fn prose(&mut self, range: &Range<usize>) {
        let raw = self.text.get(range.clone()).unwrap_or_default();
        for (place, year) in misdated_references(raw) {
            let place = range.start + place.start..range.start + place.end;
            self.problem(ProblemKind::Misdated(year), &place);
        }
    }
}

/// Whether a text may hold the number of a clause: a point before a digit, of any width.
fn has_clause_number(text: &str) -> bool {
    let mut after_point = false;
    text.chars().any(|c| {
        let is_digit = c.is_ascii_digit() || ('０'..='９').contains(&c);
        let found = after_point && is_digit;
        after_point = matches!(c, '.' | '．') || after_point && c.is_whitespace();
        found
    })
}
