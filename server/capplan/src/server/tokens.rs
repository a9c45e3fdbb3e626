//! Semantic tokens as the protocol writes them: five numbers a word, packed where there are many.

use capplan_analysis::workspace::{Step, Told};
use serde::Serialize;
use tower_lsp_server::ls_types::{
    SemanticToken, SemanticTokens, SemanticTokensDelta, SemanticTokensFullDeltaResult, SemanticTokensResult,
};

use super::carried::Carried;
use super::legend;
use super::packed::Packing;

/// How many numbers a word takes.
const NUMBERS: usize = 5;

#[derive(Serialize)]
struct Edit<'a> {
    start: usize,
    #[serde(rename = "deleteCount")]
    delete_count: usize,
    data: &'a [u32],
}

/// All words, under a number; told anew, whatever was told before.
pub(super) fn whole(id: u64, told: Told, carried: &Carried) -> SemanticTokensResult {
    let (Told::Whole(steps) | Told::Changed { words: steps, .. }) = told;
    SemanticTokensResult::Tokens(packed(id, &steps, carried))
}

/// What changed, under a number; everything where nobody knows what was told before.
pub(super) fn changed(id: u64, told: Told, carried: &Carried) -> SemanticTokensFullDeltaResult {
    let (at, gone, words) = match told {
        Told::Whole(steps) => return SemanticTokensFullDeltaResult::Tokens(packed(id, &steps, carried)),
        Told::Changed { at, gone, words } => (at, gone, words),
    };
    let mut packing = Packing::default();
    if gone > 0 || !words.is_empty() {
        let (start, delete_count) = (at * NUMBERS, gone * NUMBERS);
        let data: Vec<u32> = words.iter().flat_map(numbers).collect();
        packing.add(&Edit { start, delete_count, data: &data });
    }
    let result_id = Some(packing.finish_beside(carried, &id.to_string()));
    SemanticTokensFullDeltaResult::TokensDelta(SemanticTokensDelta { result_id, edits: Vec::new() })
}

/// The words of a screen.
pub(super) fn screen(steps: &[Step]) -> SemanticTokens {
    let token = |step: &Step| {
        let [delta_line, delta_start, length, token_type, token_modifiers_bitset] = numbers(step);
        SemanticToken { delta_line, delta_start, length, token_type, token_modifiers_bitset }
    };
    SemanticTokens { result_id: None, data: steps.iter().map(token).collect() }
}

fn packed(id: u64, steps: &[Step], carried: &Carried) -> SemanticTokens {
    let mut packing = Packing::default();
    packing.add_numbers(steps.iter().flat_map(numbers));
    SemanticTokens { result_id: Some(packing.finish_beside(carried, &id.to_string())), data: Vec::new() }
}

fn numbers(step: &Step) -> [u32; NUMBERS] {
    let (token_type, modifiers) = legend::numbers(step.colour);
    [step.down, step.right, step.length, token_type, modifiers]
}
