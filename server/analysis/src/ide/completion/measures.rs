//! A measure that is begun: a topic that its aspect lacks, cited, and still to be worded.

use std::ops::Range;

use super::{About, Candidate, CompletionKind, Offer, Site};
use crate::model::NodeKey;
use crate::rules::fix::Skeleton;
use crate::rules::{Fixer, Locale, open_gaps};
use crate::standard::Aspect;

/// The item of a measure that says nothing yet.
#[derive(Debug)]
pub(super) struct Begun {
    pub(super) node: NodeKey,
    /// The aspects that it may stand in.
    pub(super) aspects: Vec<Aspect>,
    /// What was typed of it.
    pub(super) range: Range<usize>,
    /// The column at which its text begins.
    pub(super) column: usize,
}

/// What the entity's target level asks for in the aspect and no measure covers, as its measures are written.
pub(super) fn offer(site: &Site<'_>, begun: &Begun) -> Option<Offer> {
    let entity = site.set.entity(begun.node)?;
    let documents = |file| (file == site.document.file).then_some(site.document);
    let fixer = Fixer::new(site.set, site.locale, &documents);
    let gaps = begun.aspects.iter().flat_map(|aspect| open_gaps(site.set, entity, *aspect));
    let made = gaps.filter_map(|gap| {
        let skeleton = Skeleton {
            aspect: gap.aspect,
            text: fixer.unworded(entity, [&gap.title, gap.english()]),
            citation: Some(gap.citation.clone()),
        };
        let insert = fixer.item_text(entity, &skeleton, begun.column)?.replace("\r\n", "\n");
        let start = insert.find(&skeleton.text)?;
        let stop = start..start + skeleton.text.len();
        Some(Candidate {
            kind: CompletionKind::Measure,
            label: match site.locale {
                Locale::Zh => format!("{}（{}）", gap.title, gap.citation),
                Locale::En => format!("{} ({})", gap.english(), gap.citation),
            },
            detail: site
                .locale
                .pick("目标等级的建设重点，尚无建设内容", "asked for, and not covered yet")
                .to_owned(),
            about: About::Citation(gap.citation.clone()),
            stops: vec![stop],
            insert,
            spellings: vec![gap.title.clone(), gap.english().to_owned(), gap.citation.replace('.', "")],
            nests: false,
        })
    });
    let candidates: Vec<Candidate> = made.collect();
    (!candidates.is_empty()).then(|| Offer::new(&begun.range, candidates))
}
