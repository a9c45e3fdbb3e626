//! Names of capabilities: those that are typical of the capability's viewpoint go first, below a typical one its parts.

use std::ops::Range;

use super::{About, Candidate, CompletionKind, Offer, Site};
use crate::model::NodeKey;
use crate::rules::Locale;
use crate::schema::{FieldKey, Kind};
use crate::standard::{TYPICAL, TYPICAL_SOURCE, TermSet, TypicalCapability, standard};

/// A capability's name.
#[derive(Debug)]
pub(super) struct Name {
    /// The capability, and the one above it.
    pub(super) node: NodeKey,
    pub(super) parent: Option<NodeKey>,
    pub(super) range: Range<usize>,
    /// Whether a blank is missing before or behind it.
    pub(super) blanks: [bool; 2],
}

/// The typical names that no other capability has.
pub(super) fn offer(site: &Site<'_>, name: &Name) -> Offer {
    let own = site.set.entity(name.node);
    let viewpoints: Vec<&str> = own
        .into_iter()
        .flat_map(|entity| entity.words(FieldKey::Viewpoint))
        .filter_map(|word| word.term(TermSet::Viewpoint))
        .map(|term| term.key)
        .collect();
    let parent = name.parent.or_else(|| own.and_then(|entity| entity.parent));
    let above = parent.and_then(|key| site.set.entity(key)).and_then(|entity| entity.name.as_ref());
    let taken: Vec<&str> = site
        .set
        .entities()
        .filter(|entity| entity.kind == Kind::Capability && entity.key != name.node)
        .filter_map(|entity| entity.name.as_ref().map(|name| name.text.as_str()))
        .collect();
    let mut found: Vec<((bool, bool, bool), Candidate)> = Vec::new();
    for typical in TYPICAL {
        let within = above.is_some_and(|above| above.text.trim() == typical.name);
        let fits = viewpoints.contains(&typical.viewpoint);
        let names =
            std::iter::once((typical.name, false)).chain(typical.parts.iter().map(|&part| (part, true)));
        for (word, part) in names.filter(|(word, _)| !taken.contains(word)) {
            let rank = (!(within && part), !fits, part);
            found.push((rank, candidate(typical, word, part, name.blanks, site.locale)));
        }
    }
    found.sort_by_key(|(rank, _)| *rank);
    Offer::new(&name.range, found.into_iter().map(|(_, candidate)| candidate).collect())
}

fn candidate(
    typical: &TypicalCapability,
    name: &str,
    part: bool,
    [before, behind]: [bool; 2],
    locale: Locale,
) -> Candidate {
    let viewpoint = standard().terms().term(TermSet::Viewpoint, typical.viewpoint);
    let viewpoint = viewpoint.map_or("", |term| locale.pick(term.name, term.key));
    let what = match (locale, part) {
        (Locale::Zh, false) => format!("典型能力（{viewpoint}）"),
        (Locale::Zh, true) => format!("{}的子能力", typical.name),
        (Locale::En, false) => format!("typical capability ({viewpoint})"),
        (Locale::En, true) => format!("part of {}", typical.name),
    };
    let blank = |missing: bool| if missing { " " } else { "" };
    Candidate {
        kind: CompletionKind::Name,
        label: name.to_owned(),
        detail: format!("{TYPICAL_SOURCE} · {what}"),
        about: About::Nothing,
        insert: format!("{}{name}{}", blank(before), blank(behind)),
        spellings: Vec::new(),
        nests: false,
        stops: Vec::new(),
    }
}
