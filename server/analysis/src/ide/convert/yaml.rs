//! A plan as YAML.

use std::fmt::Write as _;

use super::parts::{Given, Group, Item, Part, Parts, Record, one_line};
use crate::model::build::Surface;
use crate::model::{Status, is_whole_value};
use crate::rules::scalar;
use crate::schema::{self, FieldKey, Kind, Type};
use crate::standard::{OwnWords, TermSet, standard};

/// A list that is longer than this has a line for each of its items.
const LONGEST: usize = 80;

/// Writes a plan; with what it does not say again.
pub(super) fn write(mut parts: Parts<'_>) -> (String, Vec<(usize, String)>) {
    let mut top = std::mem::replace(&mut parts.plan, Part::empty());
    let mut hoisted = Vec::new();
    hoist(&mut top, &mut hoisted);
    for part in &hoisted {
        parts.lost.push((part.at, super::misplaced(&part.title, parts.locale)));
    }
    top.children.extend(hoisted);
    let mut writer = Writer { parts, out: String::new() };
    writer.notes(0, 0);
    writer.part(&top, 0);
    for note in writer.parts.notes.rest() {
        writer.comment(&note, 0);
    }
    (writer.out, writer.parts.lost)
}

/// Takes out what cannot be nested where it stands.
fn hoist(part: &mut Part, hoisted: &mut Vec<Part>) {
    let kind = part.kind;
    let mut kept = Vec::new();
    for mut child in std::mem::take(&mut part.children) {
        hoist(&mut child, hoisted);
        if kind == Kind::Plan || list_of(kind, child.kind).is_some() {
            kept.push(child);
        } else {
            hoisted.push(child);
        }
    }
    part.children = kept;
}

/// The field of a kind that lists entities of another.
fn list_of(kind: Kind, listed: Kind) -> Option<FieldKey> {
    schema::fields(kind).find(|field| field.ty == Type::Entities(listed)).map(|field| field.key)
}

struct Writer<'a> {
    parts: Parts<'a>,
    out: String,
}

impl Writer<'_> {
    fn name(&self, kind: Kind, key: FieldKey) -> &'static str {
        self.parts.label(kind, key, Surface::Yaml)
    }

    fn line(&mut self, indent: usize, text: &str) {
        let _ = writeln!(self.out, "{}{text}", " ".repeat(indent));
    }

    fn comment(&mut self, text: &str, indent: usize) {
        for line in text.lines() {
            self.line(indent, format!("# {line}").trim_end());
        }
    }

    fn notes(&mut self, at: usize, indent: usize) {
        for note in self.parts.notes.before(at) {
            self.comment(&note, indent);
        }
    }

    /// The keys of a plan or entity.
    fn part(&mut self, part: &Part, indent: usize) {
        for field in &part.fields {
            self.field(part.kind, field, indent);
        }
        for kind in [Kind::Advantage, Kind::Indicator] {
            let of: Vec<&Record> = part.records.iter().filter(|record| record.kind == kind).collect();
            let list = schema::fields(part.kind).find(|field| field.ty == Type::Records(kind));
            if let (Some(list), false) = (list, of.is_empty()) {
                self.line(indent, &format!("{}:", list.name()));
                of.iter().for_each(|record| self.record(record, indent + 2));
            }
        }
        self.groups(&part.groups, indent);
        for kind in Kind::ENTITIES {
            let of: Vec<&Part> = part.children.iter().filter(|child| child.kind == kind).collect();
            let Some(list) = list_of(part.kind, kind).filter(|_| !of.is_empty()) else { continue };
            if part.kind == Kind::Plan && !self.out.is_empty() {
                self.out.push('\n');
            }
            self.line(indent, &format!("{}:", self.name(part.kind, list)));
            for child in of {
                self.item(child, indent + 2);
            }
        }
    }

    /// An entity as an item: its first key stands behind the dash.
    fn item(&mut self, part: &Part, indent: usize) {
        self.notes(part.at, indent);
        if let Some(first) = part.fields.first() {
            self.notes(first.at, indent);
        }
        let start = self.out.len();
        self.part(part, indent + 2);
        self.dash(start, indent);
    }

    /// Puts a dash before the keys written from byte `start` on, behind comments before them.
    fn dash(&mut self, start: usize, indent: usize) {
        let blank = " ".repeat(indent + 2);
        let mut at = start;
        for line in self.out[start..].split_inclusive('\n') {
            if !line.trim_start().starts_with('#') && line.starts_with(&blank) {
                break;
            }
            at += line.len();
        }
        if at < self.out.len() {
            self.out.replace_range(at + indent..at + indent + 1, "-");
        } else {
            self.line(indent, "- {}");
        }
    }

    fn field(&mut self, kind: Kind, field: &Given, indent: usize) {
        self.notes(field.at, indent);
        let Some(row) = schema::field(kind, field.key) else { return };
        let document = self.parts.document;
        // In Markdown a line break stands between paragraphs.
        let apart = document.surface == Surface::Markdown;
        self.out += &field_lines((row.name(), row.ty), &field.words, document.own_words(), apart, indent);
    }

    fn value(&mut self, name: &str, text: &str, indent: usize) {
        self.out += &value_lines(name, text, self.parts.document.surface == Surface::Markdown, indent);
    }

    fn record(&mut self, record: &Record, indent: usize) {
        self.notes(record.at, indent);
        let start = self.out.len();
        for (key, text) in &record.fields {
            self.value(self.name(record.kind, *key), &one_line(text), indent + 2);
        }
        self.dash(start, indent);
    }

    fn groups(&mut self, groups: &[Group], indent: usize) {
        for of_dimension in groups.chunk_by(|one, other| one.dimension == other.dimension) {
            let Some(first) = of_dimension.first() else { continue };
            self.notes(first.at, indent);
            self.line(indent, &format!("{}:", first.dimension.key()));
            for group in of_dimension.iter().filter(|group| !group.aspects.is_empty()) {
                self.notes(group.at, indent + 2);
                let names: Vec<&str> = match group.aspects.as_slice() {
                    [only] => vec![only.key()],
                    several => several.iter().map(|aspect| aspect.name()).collect(),
                };
                self.line(indent + 2, &format!("{}:", names.join("、")));
                group.measures.iter().for_each(|measure| self.measure(measure, indent + 4));
            }
        }
    }

    fn measure(&mut self, measure: &Item, indent: usize) {
        self.notes(measure.at, indent);
        let text = one_line(&measure.text);
        let start = self.out.len();
        if !text.is_empty() {
            self.value(self.name(Kind::Measure, FieldKey::Text), &text, indent + 2);
        }
        if !measure.citations.is_empty() {
            self.value(self.name(Kind::Measure, FieldKey::Clause), &measure.citations.join("、"), indent + 2);
        }
        if let Some(status) = measure.status {
            let term = standard().terms().of(TermSet::Status).iter().find(|term| Status::of(term) == status);
            let key = term.map_or("planned", |term| term.key);
            self.value(self.name(Kind::Measure, FieldKey::Status), key, indent + 2);
        }
        for (key, text) in &measure.fields {
            self.value(self.name(Kind::Measure, *key), &one_line(text), indent + 2);
        }
        self.dash(start, indent);
    }
}

/// A key with a field's value, in as many lines as that takes; between paragraphs a blank line stands where they are `apart`.
pub(in crate::ide) fn field_lines(
    (name, ty): (&str, Type),
    words: &[String],
    own: &OwnWords,
    apart: bool,
    indent: usize,
) -> String {
    match ty {
        Type::Levels => value_lines(name, &words.join(" → "), apart, indent),
        ty if ty.is_list() && !matches!(ty, Type::Citations) => match words {
            [only] if is_whole_value(only, ty, own) => value_lines(name, only, apart, indent),
            [] => value_lines(name, "", apart, indent),
            several => list_lines(name, several, indent),
        },
        _ => value_lines(name, &words.join("、"), apart, indent),
    }
}

fn list_lines(name: &str, words: &[String], indent: usize) -> String {
    let pad = " ".repeat(indent);
    let flow: Vec<String> = words.iter().map(|word| scalar(&one_line(word), true)).collect();
    let flow = format!("{name}: [{}]", flow.join(", "));
    if flow.chars().count() <= LONGEST {
        return format!("{pad}{flow}\n");
    }
    let items = words.iter().map(|word| format!("{pad}  - {}\n", scalar(&one_line(word), false)));
    format!("{pad}{name}:\n{}", items.collect::<String>())
}

fn value_lines(name: &str, text: &str, apart: bool, indent: usize) -> String {
    let pad = " ".repeat(indent);
    if text.is_empty() {
        return format!("{pad}{name}:\n");
    }
    if !text.contains('\n') {
        return format!("{pad}{name}: {}\n", scalar(text, false));
    }
    let mut lines = format!("{pad}{name}: |\n");
    for (number, line) in text.lines().map(str::trim).enumerate() {
        if apart && number > 0 {
            lines.push('\n');
        }
        let inner = if line.is_empty() { String::new() } else { format!("{pad}  {line}") };
        lines += &format!("{inner}\n");
    }
    lines
}
