//! Terms found in text by longest match: those of one set in a value, the unambiguous ones of all sets in prose.

use std::ops::Range;
use std::sync::OnceLock;

use super::Token;
use crate::plan_set::PlanSet;
use crate::schema::Kind;
use crate::standard::{Aspect, Dimension, Term, TermSet, standard};

/// Shorter names are everyday words.
const SHORTEST: usize = 3;
/// How far around the byte a term may reach, in characters.
const REACH: usize = 24;

/// Whether an id is defined by an entity of these kinds, or an advantage; no kinds mean any.
pub(super) fn is_defined(set: &PlanSet, id: &str, kinds: &[Kind]) -> bool {
    let fits = |kind: Kind| kinds.is_empty() || kinds.contains(&kind);
    set.defined(id).any(|entity| fits(entity.kind)) || fits(Kind::Advantage) && set.advantage(id).is_some()
}

/// A spelling, and what it means in running text.
type Spelling = (&'static str, Token);

/// The spellings that mean one thing wherever they stand: names of terms that belong to one set only and are no
/// everyday words, longer spellings that hold such a name, classes of benefits, kinds of entities.
fn spellings() -> &'static [Spelling] {
    static SPELLINGS: OnceLock<Vec<Spelling>> = OnceLock::new();
    SPELLINGS.get_or_init(|| {
        let terms = standard().terms();
        let sets = TermSet::ALL.into_iter().filter(|set| !matches!(set, TermSet::Level | TermSet::Status));
        let plain = sets.flat_map(|set| terms.of(set)).filter(|term| !term.everyday && is_long(term.name));
        let spelt = plain.flat_map(|term| {
            let longer = term.accepted.iter().copied().filter(|spelling| spelling.contains(term.name));
            std::iter::once(term.name).chain(longer).map(move |spelling| (spelling, term))
        });
        let of_terms = spelt
            .filter(|(spelling, _)| {
                TermSet::ALL.iter().filter(|set| terms.lookup(**set, spelling).term().is_some()).count() == 1
            })
            .map(|(spelling, term)| (spelling, token(term)));
        let of_classes = terms.benefit_classes().iter().map(|class| (class.name, Token::Class(class)));
        let kinds = [Kind::Capability, Kind::Unit, Kind::Module];
        of_terms.chain(of_classes).chain(kinds.map(|kind| (kind.name(), Token::Kind(kind)))).collect()
    })
}

fn is_long(name: &str) -> bool {
    name.chars().count() >= SHORTEST
}

/// What a term is: dimensions and aspects have more to show than their own clause.
fn token(term: &'static Term) -> Token {
    let aspect = Aspect::from_term(term).map(|aspect| (aspect.dimension(), Some(aspect)));
    let dimension = || {
        Dimension::from_key(term.key).filter(|_| term.set == TermSet::Dimension).map(|found| (found, None))
    };
    aspect.or_else(dimension).map_or(Token::Term(term), |section| Token::Sections(None, vec![section]))
}

/// The longest unambiguous spelling at a byte of a text.
pub(super) fn longest(text: &str, byte: usize) -> Option<(Token, Range<usize>)> {
    let (token, range) = among(spellings().iter().map(|(spelling, token)| (*spelling, token)), text, byte)?;
    // The ending that a set allows belongs to the word (`数据驱动型`), its particle does not.
    let range = match token {
        Token::Term(term) => with_ending(term, text, range),
        _ => range,
    };
    Some((token.clone(), range))
}

fn with_ending(term: &Term, text: &str, range: Range<usize>) -> Range<usize> {
    let Some(next) = text[range.end..].chars().next().filter(|c| *c != '的') else { return range };
    let longer = range.start..range.end + next.len_utf8();
    let same = standard().terms().lookup(term.set, &text[longer.clone()]).term();
    if same.is_some_and(|same| same.key == term.key) && next.is_alphanumeric() { longer } else { range }
}

/// The longest spelling of a set's terms at a byte of a text.
pub(super) fn longest_of(set: TermSet, text: &str, byte: usize) -> Option<(&'static Term, Range<usize>)> {
    let spelt = standard().terms().of(set).iter().flat_map(|term| {
        let others = term.accepted.iter().chain(&term.corrected).copied();
        [term.name, term.key, term.english].into_iter().chain(others).map(move |spelling| (spelling, term))
    });
    among(spelt, text, byte)
}

/// Whether a Latin word is no part of a longer one; Chinese has no such ends.
fn is_whole(text: &str, range: &Range<usize>) -> bool {
    let joins = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let latin = text[range.clone()].is_ascii();
    !latin || !text[..range.start].ends_with(joins) && !text[range.end..].starts_with(joins)
}

/// The longest of some spellings that stands at a byte of a text.
fn among<T>(
    spellings: impl Iterator<Item = (&'static str, T)>,
    text: &str,
    byte: usize,
) -> Option<(T, Range<usize>)> {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    let start = text[..byte].char_indices().rev().nth(REACH).map_or(0, |(at, _)| at);
    let end = text[byte..].char_indices().nth(REACH).map_or(text.len(), |(at, _)| byte + at);
    let window = &text[start..end];
    let found = spellings.filter_map(|(spelling, meaning)| {
        let mut places =
            window.match_indices(spelling).map(|(at, _)| start + at..start + at + spelling.len());
        places.find(|range| range.contains(&byte) && is_whole(text, range)).map(|range| (meaning, range))
    });
    found.max_by_key(|(_, range)| range.len())
}
