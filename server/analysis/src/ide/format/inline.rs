//! What changes within a line: citations, the colons behind labels, spaces.

use std::ops::Range;

use super::{Spaces, citations, spaces};
use crate::model::build::{Document, Surface};
use crate::model::{Entity, Field, Origin};
use crate::syntax::notation::Notation;
use crate::text::Edit;

/// The edits within lines, in any order. What stands outside of some bytes may be left out.
pub(super) fn edits(document: &Document, wanted: Spaces, bytes: &Range<usize>) -> Vec<Edit> {
    let mut notation = Notation::new();
    let mut edits: Vec<Edit> = Vec::new();
    let mut nodes: Vec<&Entity> = document.nodes().map(AsRef::as_ref).collect();
    nodes.sort_by_key(|entity| document.range(entity.anchor).start);
    for entity in &nodes {
        citations::edits(document, entity, bytes, &mut notation, &mut edits);
    }
    if document.surface == Surface::Markdown {
        colons(document, &nodes, &mut edits);
    }
    if wanted != Spaces::Keep {
        spaces::edits(document, wanted, bytes, &mut notation, &mut edits);
    }
    edits
}

/// The colon behind a label.
struct Colon {
    at: usize,
    /// The blanks directly before it.
    blanks: usize,
    wide: bool,
    english: bool,
}

/// Gives the labels of each language the colon that most of them have, without blanks before it; where as many have the
/// one as the other, Chinese labels the wide one.
fn colons(document: &Document, nodes: &[&Entity], edits: &mut Vec<Edit>) {
    let fields = nodes.iter().flat_map(|entity| &entity.fields);
    let labelled = fields.filter(|field| field.origin == Origin::Label);
    let found: Vec<Colon> = labelled.filter_map(|field| colon(document, field)).collect();
    for english in [false, true] {
        let of = || found.iter().filter(|colon| colon.english == english);
        let wide = of().filter(|colon| colon.wide).count();
        let all = of().count();
        let wanted = if english { wide * 2 > all } else { wide * 2 >= all };
        edits.extend(of().filter_map(|colon| recoloned(document, colon, wanted)));
    }
}

fn colon(document: &Document, field: &Field) -> Option<Colon> {
    let text = document.text();
    let label = document.range(field.label);
    // Between a label and its colon stand marks of emphasis at most.
    let behind = text.slice(label.end..text.floor(label.end + 32));
    let behind = behind.split(['\n', '\r']).next().unwrap_or_default();
    let at = behind.find(['：', ':'])?;
    let between = behind[..at].trim_matches(['*', '_', '`', ' ']);
    (between.is_empty() && !label.is_empty()).then(|| Colon {
        at: label.end + at,
        blanks: at - behind[..at].trim_end_matches(' ').len(),
        wide: behind[at..].starts_with('：'),
        english: text.slice(label).is_ascii(),
    })
}

fn recoloned(document: &Document, colon: &Colon, wide: bool) -> Option<Edit> {
    let text = document.text();
    let start = colon.at - colon.blanks;
    let end = colon.at + if colon.wide { '：'.len_utf8() } else { 1 };
    let behind = text.slice(end..text.line_start(text.line_of(end) + 1)).into_owned();
    let value = behind.trim_start_matches(' ');
    let blanks = behind.len() - value.len();
    // Emphasis that ends behind a colon needs the blank that follows it.
    let bare = value.trim_end().is_empty() || value.starts_with(['*', '_']);
    let (range, new) = match wide {
        true => (start..end + if bare { 0 } else { blanks }, "："),
        false if blanks == 0 && !bare => (start..end, ": "),
        false => (start..end, ":"),
    };
    (text.slice(range.clone()) != new).then(|| Edit { range, text: new.to_owned() })
}
