//! What is shown inside the text: behind a citation the title of what it cites, and behind a unit's heading its level's
//! signature where the editor shows no lenses.

use std::ops::Range;

use super::cited::Cited;
use super::navigation::citations_in;
use crate::model::Citation;
use crate::model::build::Document;
use crate::rules::Locale;
use crate::standard::{Aspect, Target, standard};

/// A hint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The byte behind which it stands.
    pub byte: usize,
    /// Its words.
    pub label: String,
    /// What the words are, for who points at them.
    pub tooltip: String,
}

/// The titles of what is cited in a range of a document, in order.
#[must_use]
pub fn titles(document: &Document, range: &Range<usize>, locale: Locale) -> Vec<Hint> {
    let cited = citations_in(document, range);
    let hint = |(place, citation): (Range<usize>, &Citation)| {
        let label = title(citation, locale)?;
        let tooltip = format!("{} {}", standard().edition(), Cited::of(citation));
        Some(Hint { byte: place.end, label, tooltip })
    };
    cited.into_iter().filter_map(hint).collect()
}

/// A short title in the reader's language; none where nothing is said by it.
fn title(citation: &Citation, locale: Locale) -> Option<String> {
    let aspect = |aspect: Aspect| locale.pick(aspect.name(), aspect.english()).to_owned();
    match citation.target {
        Target::Topic { level, topic, .. } => {
            Some(locale.pick(topic.title(level), topic.english()).to_owned())
        }
        Target::Aspect { aspect: whole, .. } => Some(aspect(whole)),
        Target::Cl1Item { index } => {
            let item = standard().cl1_items().get(index)?;
            Some(match locale {
                Locale::Zh => item.title(),
                Locale::En => item.english.to_owned(),
            })
        }
        Target::Annex { clause, .. } | Target::General { clause, .. } => {
            let clause = standard().clause(clause)?;
            (locale == Locale::Zh && !clause.title.is_empty()).then(|| clause.title.to_owned())
        }
        _ => None,
    }
}
