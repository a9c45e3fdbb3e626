//! Slips made in real plans: at a line, a field, a value or a citation of each kind, in whatever way the plan writes it.

use std::collections::BTreeSet;
use std::ops::Range;

use capplan_analysis::model::{Field, Origin, Span};
use capplan_analysis::schema::{self, Type};
use capplan_analysis::workspace::{Document, Options, Workspace};

use crate::trial::Files;

/// The plan set with one slip, and what it is.
type Slipped = (String, Files);

/// A kind of slip, the bytes of a file, and what comes in their place.
struct Slip {
    what: String,
    file: usize,
    range: Range<usize>,
    text: String,
}

/// How many lines lie between those that are taken out.
const STEP: usize = 23;

/// Slips of every kind at the first place of its kind, and lines taken out.
pub(crate) fn slips(files: &Files) -> impl Iterator<Item = Slipped> + '_ {
    let mut made: Vec<Slip> = Vec::new();
    for (file, (path, text)) in files.iter().enumerate() {
        made.extend(in_model(files, file, path));
        let mut start = 0;
        for (at, line) in text.split_inclusive('\n').enumerate() {
            if at % STEP == STEP / 2 && !line.trim().is_empty() {
                let what = format!("{path} without line {}", at + 1);
                made.push(Slip { what, file, range: start..start + line.len(), text: String::new() });
            }
            start += line.len();
        }
    }
    made.into_iter().map(|slip| {
        let mut files = files.clone();
        files[slip.file].1.replace_range(slip.range, &slip.text);
        (slip.what, files)
    })
}

fn in_model(files: &Files, file: usize, path: &str) -> Vec<Slip> {
    let mut workspace = Workspace::new(Options::default());
    if files.len() > 1 {
        workspace.set_config("/", Some(""));
    }
    for (path, text) in files {
        workspace.open(path, None, text);
    }
    let mut made: Vec<Slip> = Vec::new();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let Some((set, document, _)) = workspace.plan(path) else { return made };
    let here = |span: Span| span.file == document.file;
    let mut slip = |kind: String, span: Range<usize>, text: String| {
        if seen.insert(kind.clone()) {
            made.push(Slip { what: format!("{path} at {span:?}: {kind}"), file, range: span, text });
        }
    };
    for entity in set.all() {
        let kind = format!("{:?} row {}", entity.kind, entity.row);
        if let Some(id) = entity.id.as_ref().filter(|id| here(id.span)) {
            slip(format!("{kind} without id"), document.range(id.span), String::new());
        }
        for field in entity.fields.iter().filter(|field| here(field.label) && here(field.value)) {
            for (what, range, text) in in_field(entity.kind, field, document) {
                slip(format!("{kind} {:?} {:?} {what}", field.key, field.origin), range, text);
            }
        }
        for measure in entity.measures.iter().filter(|measure| here(measure.span)) {
            let Some(citation) = measure.citations.first() else { continue };
            let (place, clause) = (document.range(citation.span), &citation.clause);
            if document.text().slice(place.clone()).chars().count() > 12 {
                continue;
            }
            let kind = format!("measure of {kind} in {:?}", measure.aspect.dimension());
            slip(format!("{kind} cites no such item"), place.clone(), format!("{clause} z"));
            slip(format!("{kind} cites no such clause"), place.clone(), "A.9.2.1".to_owned());
            slip(format!("{kind} cites its whole aspect"), place.clone(), clause.clone());
            slip(format!("{kind} cites nothing"), place, String::new());
        }
    }
    made
}

/// The slips that a field's type allows.
fn in_field(
    kind: schema::Kind,
    field: &Field,
    document: &Document,
) -> Vec<(&'static str, Range<usize>, String)> {
    let mut made = Vec::new();
    let (label, value) = (document.range(field.label), document.range(field.value));
    let source = document.text().slice(label.clone()).into_owned();
    let labelled = matches!(field.origin, Origin::Label | Origin::Key) && label.end <= value.start;
    if labelled && source.chars().count() > 2 {
        let mut chars: Vec<char> = source.chars().collect();
        chars.swap(1, 2);
        made.push(("with a slip in its label", label.clone(), chars.into_iter().collect()));
    }
    if labelled && label.end < value.start {
        made.push(("is empty", value.clone(), String::new()));
        made.push(("is to be filled in", value.clone(), "待填写".to_owned()));
    }
    let Some(word) = field.words.first().filter(|word| {
        document.text().slice(document.range(word.span)) == word.text && word.span.file == document.file
    }) else {
        return made;
    };
    let place = document.range(word.span);
    match schema::field(kind, field.key).map(|row| row.ty) {
        Some(Type::Level | Type::Levels) => {
            for (what, level) in [
                ("is no level", "CL9"),
                ("is at odds with itself", "CL3（场景级）"),
                ("has a former name", "CL3（流程级）"),
                ("sinks", "CL3 → CL2"),
            ] {
                // Attributes in a heading hold no blanks.
                if field.origin != Origin::Heading || !level.contains(' ') {
                    made.push((what, place.clone(), level.to_owned()));
                }
            }
        }
        Some(Type::Term(_) | Type::Terms(_)) => {
            made.push(("is no term", place.clone(), "生产方".to_owned()));
            made.push(("is nearly a term", place.clone(), format!("{}x", word.text)));
        }
        Some(Type::Reference(_) | Type::References(_)) => {
            made.push(("refers to nothing", place.clone(), format!("{}9", word.text)));
        }
        _ => {}
    }
    made
}
