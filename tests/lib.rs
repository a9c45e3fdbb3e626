//! Helpers shared by the whole-program tests.

pub mod checkout;
pub mod long;
pub mod rust_source;
pub mod standard_text;

use std::fmt::Write as _;
use std::path::PathBuf;

use capplan_analysis::model::{Entity, Field, Indicator, Measure, Span};
use capplan_analysis::workspace::{Document, Options, Workspace};

/// The repository's folder.
#[must_use]
pub fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).parent().map(PathBuf::from).unwrap_or_default()
}

/// The text of a file below `tests/plans`.
///
/// # Panics
/// When there is no such file.
#[must_use]
#[allow(clippy::panic, reason = "a test cannot go on without its plan")]
pub fn plan(name: &str) -> String {
    let path = repository().join("tests/plans").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A workspace with one open document.
#[must_use]
pub fn opened(path: &str, text: &str) -> Workspace {
    let mut workspace = Workspace::new(Options::default());
    workspace.open(path, None, text);
    workspace
}

/// Everything that is known of a plan, with absolute places, as text: two states that print the same are the same.
#[must_use]
pub fn dump(workspace: &mut Workspace, path: &str) -> String {
    let mut out = String::new();
    let findings = workspace.findings(path);
    let levels = workspace.levels(path);
    if let Some((set, document, _)) = workspace.plan(path) {
        for entity in set.all().filter(|entity| entity.key.file == document.file) {
            let _ = writeln!(out, "{}", entity_text(entity, Some(document)));
        }
        for allow in document.allows() {
            let _ = writeln!(out, "allow {:?} {:?}", allow.scope, document.range(allow.span));
        }
    } else {
        out.push_str("no plan\n");
    }
    for finding in findings {
        let _ = writeln!(out, "{finding:?}");
    }
    for level in levels {
        let _ = writeln!(
            out,
            "{} {:?} {:?} {:?} {:?}",
            level.id, level.kind, level.target, level.current, level.profile
        );
    }
    out
}

/// One entity as text; without a document its places are left out.
#[must_use]
pub fn entity_text(entity: &Entity, document: Option<&Document>) -> String {
    let mut out = String::new();
    let at = |span: Span| match document {
        Some(document) if span.file == document.file => format!(" @{:?}", document.range(span)),
        _ => String::new(),
    };
    let _ = write!(out, "{:?} {}{}", entity.kind, entity.title(), at(entity.anchor));
    for field in &entity.fields {
        let _ = write!(out, "\n  {}", field_text(field, &at));
    }
    let mut sections: Vec<String> = entity
        .sections
        .iter()
        .map(|section| format!("{:?} {:?}{}", section.dimension, section.aspect, at(section.span)))
        .collect();
    if document.is_none() {
        sections.sort();
        sections.dedup();
        sections.retain(|section| !section.contains("None"));
    }
    for section in sections {
        let _ = write!(out, "\n  section {section}");
    }
    for measure in &entity.measures {
        let _ = write!(out, "\n  {}", measure_text(measure, document.is_some(), &at));
    }
    for record in &entity.records {
        let _ = write!(out, "\n  {}", record_text(record, &at));
    }
    for problem in &entity.problems {
        let _ = write!(out, "\n  problem {:?}{}", std::mem::discriminant(&problem.kind), at(problem.span));
    }
    out
}

fn field_text(field: &Field, at: &dyn Fn(Span) -> String) -> String {
    let words: Vec<String> =
        field.words.iter().map(|word| format!("{}{}", word.text, at(word.span))).collect();
    format!("{:?}{} = {words:?}{}", field.key, at(field.label), at(field.value))
}

fn measure_text(measure: &Measure, fields: bool, at: &dyn Fn(Span) -> String) -> String {
    let citations: Vec<String> =
        measure.citations.iter().map(|citation| format!("{citation}{}", at(citation.span))).collect();
    let mut out = format!(
        "measure {:?} {}{} {citations:?} {:?} waives {:?} placeholder {}{}",
        measure.aspect,
        measure.text.text,
        at(measure.text.span),
        measure.status,
        measure.waiver.as_ref().map(|waiver| waiver.reason.as_ref().map(|reason| reason.text.clone())),
        measure.placeholder,
        at(measure.span),
    );
    if fields {
        for field in &measure.fields {
            let _ = write!(out, "\n    {}", field_text(field, at));
        }
    }
    out
}

fn record_text(record: &Indicator, at: &dyn Fn(Span) -> String) -> String {
    let fields: Vec<String> = record.fields.iter().map(|field| field_text(field, at)).collect();
    format!("{:?}{} {fields:?}", record.kind, at(record.span))
}
