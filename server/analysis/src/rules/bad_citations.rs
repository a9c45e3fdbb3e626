//! What follows from a citation that leads nowhere or elsewhere: the topic that it was meant for is not reached. That is
//! told at the citation, and is no gap of its own.

use super::Checker;
use super::citations::{CITATION_WRONG_ASPECT, UNKNOWN_CLAUSE, is_misplaced, nearest};
use super::measures::counts;
use crate::level::Gap;
use crate::model::{Citation, Entity, Measure};
use crate::standard::{Aspect, Level, Target, Topic, standard};

/// A topic that a bad citation may have been meant for.
struct Meant {
    aspect: Aspect,
    letter: Option<char>,
    /// Whether it is this topic that is cited, in a place where it does not count.
    exactly: bool,
}

/// Whether a measure's citation is bad, and told as such.
fn is_bad(check: &Checker<'_>, entity: &Entity, measure: &Measure, citation: &Citation) -> bool {
    if !citation.target.exists() {
        return check.is_on(&UNKNOWN_CLAUSE);
    }
    check.is_on(&CITATION_WRONG_ASPECT) && is_misplaced(check, entity, measure, &citation.target)
}

/// Whether a measure has a bad citation, which is told as such.
pub(super) fn is_badly_cited(check: &Checker<'_>, entity: &Entity, measure: &Measure) -> bool {
    measure.citations.iter().any(|citation| is_bad(check, entity, measure, citation))
}

/// The level that a citation speaks of, even if what it cites at that level does not exist.
fn level_of(citation: &Citation) -> Option<Level> {
    let near = || nearest(&citation.clause).map(|clause| standard().resolve(clause.id, None, None));
    citation.target.level().or_else(|| near()?.level())
}

/// What the bad citations of an entity's measures, and of those that it shares, may have been meant for at a level.
fn meant(check: &Checker<'_>, entity: &Entity, level: Level) -> Vec<Meant> {
    let mut found = Vec::new();
    for source in check.set.sources(entity.key) {
        for measure in source.measures.iter().filter(|measure| counts(measure)) {
            for citation in &measure.citations {
                if !is_bad(check, source, measure, citation)
                    || level_of(citation).is_some_and(|at| at < level)
                {
                    continue;
                }
                let aspects = std::iter::once(&measure.aspect).chain(&measure.others);
                let letter = citation.letter;
                found.extend(aspects.map(|&aspect| Meant { aspect, letter, exactly: false }));
                let cited = cited(&citation.target).into_iter();
                found.extend(cited.map(|(aspect, letter)| Meant { aspect, letter, exactly: true }));
            }
        }
    }
    found
}

/// The topics that a citation names, at the first level the aspects.
fn cited(target: &Target) -> Vec<(Aspect, Option<char>)> {
    let of = |topic: Topic| (topic.aspect(), topic.letter());
    match *target {
        Target::Topic { topic, .. } => vec![of(topic)],
        Target::Aspect { aspect, .. } => Topic::of_aspect(aspect).map(of).collect(),
        _ => target.aspects().into_iter().map(|aspect| (aspect, None)).collect(),
    }
}

/// The gaps of a level that do not follow from bad citations. A bad citation explains the topic of its letter in the
/// aspect where it stands, else any one there: nobody knows which.
pub(super) fn unexplained<'a>(
    check: &Checker<'_>,
    entity: &Entity,
    level: Level,
    gaps: impl Iterator<Item = &'a Gap>,
) -> Vec<&'a Gap> {
    let mut left: Vec<&Gap> = gaps.collect();
    if left.is_empty() {
        return left;
    }
    let (exactly, mut loosely): (Vec<Meant>, Vec<Meant>) =
        meant(check, entity, level).into_iter().partition(|meant| meant.exactly);
    let concerns = |gap: &Gap, aspect| gap.target().aspects().contains(&aspect);
    // The items of the first level have letters of their own.
    let is = |gap: &Gap, meant: &Meant| match gap.target() {
        Target::Topic { topic, .. } => (topic.aspect(), topic.letter()) == (meant.aspect, meant.letter),
        _ => meant.exactly && concerns(gap, meant.aspect),
    };
    left.retain(|gap| !exactly.iter().any(|meant| is(gap, meant)));
    left.retain(|gap| match loosely.iter().position(|meant| is(gap, meant)) {
        Some(at) => {
            loosely.remove(at);
            false
        }
        None => true,
    });
    for aspect in Aspect::all() {
        let open = left.iter().filter(|gap| concerns(gap, aspect)).count();
        let unknown = loosely.iter().filter(|meant| meant.aspect == aspect).count();
        if open <= unknown {
            left.retain(|gap| !concerns(gap, aspect));
        }
    }
    left
}
