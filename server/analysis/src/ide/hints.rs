//! What is shown inside the text: behind a citation the title of what it cites, and behind a unit's heading its level's
//! signature where the editor shows no lenses.

use std::ops::Range;

use super::cited::{Cited, title};
use super::navigation::citations_in;
use crate::model::Citation;
use crate::model::build::Document;
use crate::rules::Locale;
use crate::standard::standard;

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
        let label = title(citation.target, locale)?;
        let tooltip = format!("{} {}", standard().edition(), Cited::of(citation));
        Some(Hint { byte: place.end, label, tooltip })
    };
    cited.into_iter().filter_map(hint).collect()
}
