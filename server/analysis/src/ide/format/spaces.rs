//! Spaces between Chinese and Latin letters, where the settings ask for them or for none.

use std::ops::Range;

use super::Spaces;
use crate::model::Entity;
use crate::model::build::{Document, Surface};
use crate::schema::{self, Kind, Type};
use crate::syntax::markdown::Block;
use crate::syntax::notation::{Notation, Token};
use crate::text::Edit;

/// The edits that add or take out spaces in what a plan says in some bytes; in Markdown in its prose too.
pub(super) fn edits(
    document: &Document,
    wanted: Spaces,
    bytes: &Range<usize>,
    notation: &mut Notation,
    edits: &mut Vec<Edit>,
) {
    let mut texts: Vec<Range<usize>> = match document.surface {
        Surface::Yaml => document.nodes().flat_map(|entity| values(document, entity)).collect(),
        Surface::Markdown => document.chunks().touching(bytes).flat_map(|id| blocks(document, id)).collect(),
    };
    texts.retain(|range| range.start < bytes.end && bytes.start < range.end);
    texts.sort_by_key(|range| (range.start, range.end));
    texts.dedup();
    for range in texts {
        let source = document.text().slice(range.clone());
        gaps(&source, &protected(&source, notation), range.start, wanted, edits);
    }
}

/// The texts of a chunk of Markdown that are read; plan fields in YAML are left as they are.
fn blocks(document: &Document, id: u32) -> Vec<Range<usize>> {
    let start = document.chunks().range(id).map_or(0, |range| range.start);
    let is_text = |block: &&Block| {
        !matches!(block, Block::Plan { .. } | Block::Comment { .. } | Block::Unclosed { .. })
    };
    let blocks = document.blocks(id).iter().filter(is_text);
    blocks.flat_map(Block::texts).map(|text| start + text.start..start + text.end).collect()
}

/// The texts of a node in YAML: measures, names, and values that are free text.
fn values(document: &Document, entity: &Entity) -> Vec<Range<usize>> {
    let free = |kind: Kind, key| {
        let row = schema::field(kind, key);
        row.is_some_and(|row| matches!(row.ty, Type::Text | Type::Texts | Type::TextOrTexts))
    };
    let own = entity.fields.iter().filter(|field| free(entity.kind, field.key));
    let of_measures = entity.measures.iter().flat_map(|measure| {
        let fields = measure.fields.iter().filter(|field| free(Kind::Measure, field.key));
        fields.flat_map(|field| &field.words).map(|word| word.span).chain([measure.text.span])
    });
    let of_records = entity.records.iter().flat_map(|record| {
        record.fields.iter().filter(|field| free(record.kind, field.key)).flat_map(|field| &field.words)
    });
    let words = own.flat_map(|field| &field.words).chain(of_records).map(|word| word.span);
    let spans = words.chain(of_measures).filter(|span| span.file == document.file);
    spans.map(|span| document.range(span)).collect()
}

/// What is to stay as it is: quotations, code, comments, tags, links' targets, citations, attributes, ids, levels.
fn protected(source: &str, notation: &mut Notation) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for token in notation.prose(source) {
        if !matches!(token, Token::Status { .. }) {
            let range = token.range();
            // Around an id or a level there may be a space, within it there is none to change.
            found.push(range.clone());
        }
    }
    for (open, close) in
        [("`", "`"), ("<", ">"), ("](", ")"), ("“", "”"), ("「", "」"), ("『", "』"), ("《", "》")]
    {
        let mut at = 0;
        while let Some(start) = source[at..].find(open).map(|start| at + start) {
            let inner = start + open.len();
            let Some(end) = source[inner..].find(close).map(|end| inner + end + close.len()) else { break };
            found.push(start..end);
            at = end;
        }
    }
    for (start, _) in source.match_indices("://") {
        let from = source[..start]
            .rfind(|c: char| !c.is_ascii_alphanumeric())
            .map_or(0, |at| at + source[at..].chars().next().map_or(1, char::len_utf8));
        let to = source[start..].find(|c: char| c.is_whitespace() || !c.is_ascii());
        found.push(from..to.map_or(source.len(), |to| start + to));
    }
    found
}

fn gaps(source: &str, protected: &[Range<usize>], start: usize, wanted: Spaces, edits: &mut Vec<Edit>) {
    // A gap is inside where it stands between the ends of what is protected.
    let inside = |gap: &Range<usize>| {
        protected.iter().any(|part| part.start < gap.end && gap.start < part.end)
            || protected.iter().any(|part| gap.is_empty() && part.start < gap.start && gap.start < part.end)
    };
    let mut last: Option<(usize, char)> = None;
    let mut push = |gap: Range<usize>| {
        let text = if wanted == Spaces::Add { " " } else { "" };
        let written = &source[gap.clone()];
        if written != text && !written.contains(['\n', '\r', '\t']) && !inside(&gap) {
            edits.push(Edit { range: start + gap.start..start + gap.end, text: text.to_owned() });
        }
    };
    for (at, c) in source.char_indices() {
        if c.is_whitespace() {
            continue;
        }
        if let Some((end, before)) = last
            && (is_chinese(before) && c.is_ascii_alphanumeric()
                || before.is_ascii_alphanumeric() && is_chinese(c))
        {
            push(end..at);
        }
        last = Some((at + c.len_utf8(), c));
    }
}

fn is_chinese(c: char) -> bool {
    matches!(u32::from(c), 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFD)
}
