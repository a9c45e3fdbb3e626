//! Advantages written as a list or in one line; in a table they are read as any records.

use std::ops::Range;

use super::super::Origin;
use super::super::lower::Lowering;
use super::super::words::{split_value, trim};
use super::Markdown;
use super::heading::{first_id, last_bracket_id, separators};
use crate::schema::{self, FieldKey, Kind, Type};

impl Markdown<'_, '_> {
    /// One advantage: its name, with its id before it or in brackets behind it.
    pub(super) fn advantage(&mut self, range: &Range<usize>) {
        let text = self.low.text;
        let range = trim(text, range.clone());
        let raw = &text[range.clone()];
        let (id, name) = if let Some((bracket, inner)) = last_bracket_id(raw) {
            (Some(range.start + inner.start..range.start + inner.end), range.start..range.start + bracket)
        } else if let Some(length) = first_id(raw) {
            (Some(range.start..range.start + length), range.start + length..range.end)
        } else {
            (None, range.clone())
        };
        let name = separators(text, trim(text, name));
        let field = |low: &mut Lowering<'_>, key: FieldKey, place: Option<Range<usize>>| {
            let place = place.filter(|place| !place.is_empty())?;
            Some(low.text_field(schema::field(Kind::Advantage, key)?, &place, &place, Origin::Label))
        };
        let fields =
            [field(&mut self.low, FieldKey::Id, id), field(&mut self.low, FieldKey::Name, Some(name))];
        let fields: Vec<_> = fields.into_iter().flatten().collect();
        if !fields.is_empty() {
            let key = self.low.fresh();
            self.low.push_record(key, Kind::Advantage, fields, &range);
        }
    }

    /// Advantages behind their label: in the line, or in the list below it.
    pub(super) fn advantages(&mut self, value: Range<usize>, children: &[Range<usize>]) {
        let parts = split_value(self.low.text, value, Type::Texts, self.low.own);
        for part in parts.iter().chain(children) {
            self.advantage(part);
        }
    }
}
