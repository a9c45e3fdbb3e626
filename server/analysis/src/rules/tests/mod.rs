//! Examples of the rules that need no level, one file a family; every finding of these rules must be marked.

mod vocabulary;

use crate::fixture::check_rules;

/// Compares the findings of all rules on reading, ids, references, words and citations with the marks.
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
