//! Examples of the rules on reading, ids, references, words and citations, one file a family. Every finding of these
//! rules must be marked; what other rules say of the fixtures is not looked at.

mod citations;
mod combination;
mod conflicts;
mod decomposition;
mod edition;
mod identity;
mod level_coherence;
mod level_gap;
mod level_terms;
mod reading;
mod references;
mod settings;
mod table;
mod viewpoints;
mod vocabulary;

use crate::fixture::check_rules;

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
