//! The hover of a level: the general clause on levels where it speaks of this one, and the level's characteristics.

use super::{Locale, level_title, titled};
use crate::ide::quote::{Part, quote};
use crate::standard::{Clause, Dimension, Level, Target, TermSet, standard};

/// The clauses that define a level.
pub(in crate::ide) fn clauses(level: Level, locale: Locale) -> String {
    let term = standard().terms().of(TermSet::Level).iter().find(|term| term.key == level.code());
    let words = vec![level.code(), level.name()];
    let general = term.and_then(|term| quote(term.clause, &Part::Paragraphs(words), locale));
    let own = general_clause_of(level).and_then(|clause| quote(clause.id, &Part::Whole, locale));
    titled(&level_title(level, locale), [general, own])
}

/// The clause of the main text that says what characterizes a level.
pub(in crate::ide) fn general_clause_of(level: Level) -> Option<&'static Clause> {
    general_clause(|at, dimension| at == Some(level) && dimension.is_none())
}

/// The first clause of the main text that has a wording of its own and speaks of this level and dimension, but of no
/// single aspect.
pub(super) fn general_clause(
    fits: impl Fn(Option<Level>, Option<Dimension>) -> bool,
) -> Option<&'static Clause> {
    standard().clauses().iter().find(|clause| match standard().resolve(clause.id, None, None) {
        Target::General { level, dimension, aspect: None, .. } => {
            !clause.body.is_empty() && fits(level, dimension)
        }
        _ => false,
    })
}
