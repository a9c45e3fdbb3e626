//! Examples of the rules on reading, ids, references, words and citations, one file a family. Every finding of these
//! rules must be marked; what other rules say of the fixtures is not looked at.

#![allow(clippy::unwrap_used, clippy::panic)]

mod aspects;
mod benefits;
mod carrying;
mod citations;
mod cited_fixes;
mod cited_levels;
mod combination;
mod conflicts;
mod current_level;
mod decomposition;
mod edition;
mod fix_choices;
mod fix_meaning;
mod fix_places;
mod fix_shapes;
mod fix_style;
mod forms;
mod identification;
mod identity;
mod index;
mod leaf_fields;
mod level_coherence;
mod level_gap;
mod level_terms;
mod measures;
mod modules;
mod one_cause;
mod own_words;
mod pages;
mod quotations;
mod reading;
mod references;
mod scopes;
mod settings;
mod suppression;
mod synonyms;
mod table;
mod unfinished;
mod viewpoints;
mod vocabulary;

use crate::fixture::check_rules;

/// A file's text after edits.
fn applied(path: &str, text: &str, edits: &[crate::workspace::FileEdit]) -> String {
    let mut own: Vec<_> = edits.iter().filter(|edit| edit.path == path).collect();
    own.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let mut text = text.to_owned();
    for edit in own.into_iter().rev() {
        text.replace_range(edit.range.clone(), &edit.text);
    }
    text
}

fn check(source: &str) {
    check_rules(
        &[
            "syntax-error",
            "unquoted-notation",
            "unknown-key",
            "wrong-type",
            "duplicate-key",
            "missing-id",
            "duplicate-id",
            "dangling-reference",
            "wrong-reference-kind",
            "reference-cycle",
            "conflicting-values",
            "old-edition",
            "unknown-viewpoint",
            "unknown-level",
            "level-name-mismatch",
            "unknown-value",
            "unknown-clause",
            "citation-wrong-aspect",
            "broad-citation",
        ],
        source,
    );
}
