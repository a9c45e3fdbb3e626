//! Folding ranges and selection ranges as the protocol writes them.

use std::ops::Range as Bytes;

use capplan_analysis::text::{Encoding, Text};
use capplan_analysis::workspace::{Fold, FoldKind};
use serde::Serialize;
use tower_lsp_server::ls_types::{FoldingRange, FoldingRangeKind, SelectionRange};

use super::carried::Carried;
use super::packed::Packing;
use super::to_proto;

/// Whole lines: what a client that knows no others takes, and what all others do without columns.
#[derive(Serialize)]
struct Lines {
    #[serde(rename = "startLine")]
    start: u32,
    #[serde(rename = "endLine")]
    end: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<FoldingRangeKind>,
}

/// Folds, packed.
pub(super) fn folds(folds: &[Fold], carried: &Carried) -> Vec<FoldingRange> {
    let mut packing = Packing::default();
    for fold in folds {
        let kind = match fold.kind {
            FoldKind::Part => None,
            FoldKind::Fields => Some(FoldingRangeKind::Region),
            FoldKind::Comment => Some(FoldingRangeKind::Comment),
        };
        packing.add(&Lines { start: fold.start, end: fold.end, kind });
    }
    let stand_in = |text| FoldingRange { collapsed_text: Some(text), ..FoldingRange::default() };
    packing.finish(carried).map(stand_in).into_iter().collect()
}

/// Ranges, the narrowest first, as a range with those around it.
pub(super) fn selection(text: &Text, chain: &[Bytes<usize>], encoding: Encoding) -> SelectionRange {
    let mut around: Option<Box<SelectionRange>> = None;
    for range in chain.iter().skip(1).rev() {
        let range = to_proto::range(text, range, encoding);
        around = Some(Box::new(SelectionRange { range, parent: around }));
    }
    let narrowest = chain.first().cloned().unwrap_or(0..0);
    SelectionRange { range: to_proto::range(text, &narrowest, encoding), parent: around }
}
