//! Completion: what may stand at a cursor, in the document's own language and style.
//!
//! A stand-in is put at the cursor and the plan is read with it ([`place`]); where it comes out says what is expected
//! there. Candidates are filtered here, by 中文, keys, pinyin and initials, because clients match by prefixes of letters.

mod about;
mod allowing;
mod clauses;
mod columns;
mod measures;
mod names;
mod place;
mod snippets;
mod style;
#[cfg(test)]
mod tests;
mod typical;
mod values;
mod yaml_line;

use std::ops::Range;

use crate::model::build::{Document, Readers};
use crate::plan_set::PlanSet;
use crate::rules::Locale;
use crate::standard::{Term, normalize};
use crate::text::Typed;
pub use about::About;
use place::Place;

/// More than this nobody scrolls through; typing narrows it down.
const MOST: usize = 200;

/// What a candidate is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompletionKind {
    /// A field's label or key.
    Field,
    /// A dimension or aspect.
    Section,
    /// A value of a vocabulary.
    Value,
    /// The id of an entity.
    Reference,
    /// A clause of the standard.
    Clause,
    /// A text with places to be filled in.
    Snippet,
    /// A name that is typical of what is named.
    Name,
    /// A measure that is still to be worded, for a topic that lacks one.
    Measure,
}

/// One candidate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompletionItem {
    /// What the list shows.
    pub label: String,
    /// What it is.
    pub kind: CompletionKind,
    /// A few words behind the label.
    pub detail: String,
    /// What its documentation is about.
    pub about: About,
    /// What takes the place of `range`, its lines indented as they are to stand.
    pub insert: String,
    /// The bytes of `insert` that the author is to fill in, in order; each holds what stands there meanwhile.
    pub stops: Vec<Range<usize>>,
    /// The bytes of the document that are replaced: of the cursor's line, the cursor among them.
    pub range: Range<usize>,
    /// What was typed of it, from the range's start to the cursor: clients must not filter again.
    pub typed: String,
}

/// The candidates at a cursor, best first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completions {
    /// The candidates.
    pub items: Vec<CompletionItem>,
    /// The language of their explanations.
    pub locale: Locale,
}

/// Where a completion is asked for.
pub(crate) struct Site<'a> {
    pub(crate) set: &'a PlanSet,
    pub(crate) document: &'a Document,
    /// The cursor.
    pub(crate) byte: usize,
    /// The language of explanations.
    pub(crate) locale: Locale,
}

/// A candidate before it is compared with what was typed.
#[derive(Clone, Debug)]
struct Candidate {
    kind: CompletionKind,
    label: String,
    detail: String,
    about: About,
    insert: String,
    /// What may be typed for it, its label aside.
    spellings: Vec<String>,
    /// Whether what it names is nested below it.
    nests: bool,
    /// What of `insert` is to be filled in.
    stops: Vec<Range<usize>>,
}

/// Candidates that replace the same bytes.
struct Offer {
    range: Range<usize>,
    /// What was typed of them, where it is not all that stands in `range` before the cursor.
    typed: Option<String>,
    candidates: Vec<Candidate>,
}

impl Offer {
    fn new(range: &Range<usize>, candidates: Vec<Candidate>) -> Self {
        Self { range: range.clone(), typed: None, candidates }
    }
}

/// The candidates at a cursor; none where nothing of a plan's notation is expected.
pub(crate) fn completions(site: &Site<'_>, readers: &mut Readers) -> Completions {
    let mut items = Vec::new();
    if let Some(offer) = allowing::offer(site, readers) {
        take(site, offer, &mut items);
    }
    for offer in snippets::beginnings(site) {
        take(site, offer, &mut items);
    }
    for place in place::places(site, readers) {
        let more = match &place {
            Place::Heading(heading) => {
                [snippets::missing_headings(site, heading), snippets::below_heading(site, heading)]
            }
            Place::Key(key) => [snippets::list_item(site, key), snippets::missing_keys(site, key)],
            _ => [None, None],
        };
        let offer = match place {
            Place::Value(value) => values::offer(site, &value),
            Place::Citation(measure) => clauses::offer(site, &measure),
            Place::Key(key) => names::keys(site, &key),
            Place::Label(label) => names::labels(site, &label),
            Place::Heading(heading) => names::headings(site, &heading),
            Place::AspectCell(cell) => names::aspect_cell(site, &cell),
            Place::HeaderCell(cell) => Some(columns::offer(site, &cell)),
            Place::Attribute(attribute) => names::attributes(site, &attribute),
            Place::Name(name) => Some(typical::offer(site, &name)),
            Place::Measure(begun) => measures::offer(site, &begun),
        };
        for offer in offer.into_iter().chain(more.into_iter().flatten()) {
            take(site, offer, &mut items);
        }
    }
    items.truncate(MOST);
    Completions { items, locale: site.locale }
}

/// Skeletons of whole plans, for an empty document.
pub(crate) fn plan_skeletons(site: &Site<'_>) -> Vec<CompletionItem> {
    let mut items = Vec::new();
    take(site, Offer::new(&(0..0), snippets::plans(site)), &mut items);
    items
}

/// What a term's label leaves unsaid: its name in the reader's language, its clause.
fn detail(term: &Term, written: Locale, locale: Locale) -> String {
    let name = if written == locale { "" } else { locale.pick(term.name, term.english) };
    [name, term.clause].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// Keeps the candidates that what was typed may mean, the best first, else in the order in which they are offered.
fn take(site: &Site<'_>, offer: Offer, items: &mut Vec<CompletionItem>) {
    let Offer { range, typed, candidates } = offer;
    let before = site.document.text().slice(range.start..site.byte.max(range.start)).into_owned();
    let stands = site.document.text().slice(range.clone());
    if candidates
        .iter()
        .any(|candidate| !stands.trim().is_empty() && candidate.insert.trim() == stands.trim())
    {
        // It is written in full: a list would only take the next key.
        return;
    }
    let wanted = Typed::new(&normalize(typed.as_deref().unwrap_or(&before)));
    let mut found: Vec<_> = candidates
        .into_iter()
        .filter_map(|candidate| {
            let spellings = candidate.spellings.iter().map(String::as_str);
            let rank = wanted.best(std::iter::once(candidate.label.as_str()).chain(spellings))?;
            Some((rank, candidate))
        })
        .collect();
    found.sort_by_key(|(rank, _)| *rank);
    for (_, candidate) in found {
        let Candidate { kind, label, detail, about, insert, stops, .. } = candidate;
        items.push(CompletionItem {
            label,
            kind,
            detail,
            about,
            insert,
            stops,
            range: range.clone(),
            typed: before.clone(),
        });
    }
}
