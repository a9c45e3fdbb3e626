//! Aliases: what an anchor marks, read again at the alias's place, within bounds.

use std::ops::Range;

use super::Machine;
use crate::model::ProblemKind;
use crate::syntax::yaml::{Event, Scalar, Value};

/// How many events aliases may stand for in one chunk.
const MAX_EXPANSION: usize = 10_000;

impl Machine<'_, '_> {
    /// Reads what an alias stands for at the alias's place.
    pub(super) fn alias(&mut self, mut event: Event, name: &str, place: &Range<usize>) {
        self.low.facts.aliases = true;
        let Some(events) = (self.anchors)(name) else {
            let kind = ProblemKind::Syntax {
                zh: format!("没有名为“{name}”的锚点，请检查 *{name}；若本是文字，请加引号"),
                en: format!(
                    "There is no anchor named \"{name}\": check *{name}, or quote it if text is meant"
                ),
            };
            let range = self.range(place);
            self.low.problem(kind, &range);
            event.value =
                Value::Broken(Scalar { text: name.to_owned(), range: place.clone(), verbatim: false });
            return self.dispatch(&event);
        };
        let told = self.expanded > MAX_EXPANSION;
        self.expanded += events.len();
        if self.expanded > MAX_EXPANSION {
            if told {
                return;
            }
            let kind = ProblemKind::Syntax {
                zh: format!("别名展开过多（超过 {MAX_EXPANSION} 项），其余不再展开"),
                en: format!(
                    "Aliases stand for too much (over {MAX_EXPANSION} items); the rest is not expanded"
                ),
            };
            let range = self.range(place);
            return self.low.problem(kind, &range);
        }
        let Some((first, nested)) = events.split_first() else { return };
        let merge = event.key.as_ref().is_some_and(|key| key.text == "<<");
        if !merge {
            event.value = match &first.value {
                Value::Scalar(scalar) => {
                    Value::Scalar(Scalar { range: place.clone(), verbatim: false, ..scalar.clone() })
                }
                Value::Sequence(_) => Value::Sequence(place.clone()),
                Value::Mapping(_) => Value::Mapping(place.clone()),
                _ => Value::Nothing,
            };
            self.dispatch(&event);
        }
        let shift = event.column + usize::from(!merge);
        let outer = self.merging;
        self.merging |= merge;
        let least = nested.iter().map(|inner| inner.column).min().unwrap_or(0);
        for inner in nested {
            let mut inner = inner.clone();
            inner.column = inner.column - least + shift;
            inner.flow = true;
            if matches!(&inner.value, Value::Alias(nested, _) if nested == name) {
                inner.value = Value::Nothing;
            }
            self.event(&inner, Some(place));
        }
        if merge {
            while self.stack.last().is_some_and(|frame| frame.column >= shift) {
                self.pop();
            }
            self.merging = outer;
        }
    }

    /// Reads an alias of `<<: [*a, *b]`; says whether the event was one.
    pub(super) fn merge_listed(&mut self, event: &Event) -> bool {
        let Some(column) = self.merge_list else { return false };
        if event.key.is_some() || event.column <= column && event.flow {
            self.merge_list = None;
            return false;
        }
        if let Value::Alias(name, range) = &event.value {
            let key = Scalar { text: "<<".to_owned(), range: range.clone(), verbatim: false };
            let merge = Event { column, key: Some(key), value: Value::Nothing, ..event.clone() };
            let list = self.merge_list.take();
            self.alias(merge, name, range);
            self.merge_list = list;
        }
        true
    }
}

/// Gives a scalar that stands for an alias the alias's place.
pub(super) fn relocate(event: &mut Event, place: &Range<usize>) {
    let scalar = |scalar: &mut Scalar| {
        scalar.range = place.clone();
        scalar.verbatim = false;
    };
    if let Some(key) = &mut event.key {
        scalar(key);
    }
    match &mut event.value {
        Value::Scalar(value) | Value::Broken(value) => scalar(value),
        Value::Sequence(range) | Value::Mapping(range) | Value::Alias(_, range) => *range = place.clone(),
        Value::Nothing => {}
    }
}
