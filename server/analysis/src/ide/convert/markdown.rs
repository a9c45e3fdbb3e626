//! A plan as Markdown.

use std::fmt::Write as _;

use super::parts::{Given, Group, Item, Part, Parts, Record, one_line};
use crate::model::build::Surface;
use crate::model::{Status, is_whole_value};
use crate::rules::{Locale, scalar};
use crate::schema::{self, FieldKey, Kind, Type};
use crate::standard::{TermSet, capitalized, standard};

/// The deepest heading.
const DEEPEST: usize = 6;
/// Fields of the plan that stand in the front matter.
const FRONT: [FieldKey; 4] = [FieldKey::Standard, FieldKey::Title, FieldKey::Organization, FieldKey::Period];

/// Writes a plan; with what it does not say again.
pub(super) fn write(mut parts: Parts<'_>) -> (String, Vec<(usize, String)>) {
    let mut top = std::mem::replace(&mut parts.plan, Part::empty());
    let mut hoisted = Vec::new();
    hoist(&mut top, 1, &mut hoisted);
    for part in &hoisted {
        parts.lost.push((part.at, super::misplaced(&part.title, parts.locale)));
    }
    top.children.extend(hoisted);
    let mut writer = Writer { parts, out: String::new() };
    writer.plan(&top);
    let rest = writer.parts.notes.rest();
    writer.comments(&rest);
    (writer.out, writer.parts.lost)
}

/// What stands below the heading of an entity, which has a level: its fields, records, dimensions.
pub(super) fn body(parts: Parts<'_>, part: &Part, level: usize) -> String {
    let mut writer = Writer { parts, out: String::new() };
    writer.below(part, level);
    let rest = writer.parts.notes.rest();
    writer.comments(&rest);
    writer.out
}

/// Takes out what stands too deep for headings of its own.
fn hoist(part: &mut Part, level: usize, hoisted: &mut Vec<Part>) {
    let mut kept = Vec::new();
    for mut child in std::mem::take(&mut part.children) {
        // Below it there must be room for its aspects.
        let depth = level + 1 + usize::from(!child.groups.is_empty());
        if depth > DEEPEST {
            hoist(&mut child, 1, hoisted);
            hoisted.push(child);
        } else {
            hoist(&mut child, level + 1, hoisted);
            kept.push(child);
        }
    }
    part.children = kept;
}

struct Writer<'a> {
    parts: Parts<'a>,
    out: String,
}

impl Writer<'_> {
    fn pick(&self, [zh, en]: [&'static str; 2]) -> &'static str {
        self.parts.locale.pick(zh, en)
    }

    fn name(&self, kind: Kind, key: FieldKey) -> &'static str {
        self.parts.label(kind, key, Surface::Markdown)
    }

    fn line(&mut self, text: &str) {
        let _ = writeln!(self.out, "{text}");
    }

    /// A blank line, if something stands above.
    fn gap(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    fn heading(&mut self, level: usize, title: &str) {
        self.gap();
        self.line(&format!("{} {title}", "#".repeat(level)));
        self.gap();
    }

    fn notes(&mut self, at: usize) {
        let notes = self.parts.notes.before(at);
        self.comments(&notes);
    }

    fn comments(&mut self, notes: &[String]) {
        for note in notes {
            self.line(&comment(note));
        }
    }

    fn plan(&mut self, plan: &Part) {
        let front: Vec<&Given> = plan.fields.iter().filter(|field| FRONT.contains(&field.key)).collect();
        if !front.is_empty() {
            self.line("---");
            for field in &front {
                let name = schema::field(Kind::Plan, field.key).map_or("", |row| row.name());
                for note in self.parts.notes.before(field.at) {
                    note.lines().for_each(|line| self.line(&format!("# {line}")));
                }
                self.line(format!("{name}: {}", scalar(&field.words.join("、"), false)).trim_end());
            }
            self.line("---");
        }
        let above = self.parts.notes.before(0);
        if !above.is_empty() {
            self.gap();
        }
        self.comments(&above);
        let title = plan.word(FieldKey::Title).map(str::to_owned);
        if let Some(title) = title {
            self.heading(1, &title);
        }
        for field in plan.fields.iter().filter(|field| !FRONT.contains(&field.key)) {
            self.notes(field.at);
            let Some(row) = schema::field(Kind::Plan, field.key) else { continue };
            let label = match self.parts.locale {
                Locale::Zh => row.label().to_owned(),
                Locale::En => row.name().to_owned(),
            };
            self.heading(2, &label);
            match row.ty {
                ty if ty.is_list() => {
                    field.words.iter().for_each(|word| self.line(&format!("- {}", one_line(word))));
                }
                _ => self
                    .line(&field.words.iter().map(|word| paragraphs(word)).collect::<Vec<_>>().join("\n\n")),
            }
        }
        if !plan.records.is_empty() {
            let label = self.name(Kind::Plan, FieldKey::Advantages);
            self.heading(2, label);
            self.records(&plan.records.iter().collect::<Vec<_>>());
        }
        self.groups(&plan.groups, 2);
        for child in &plan.children {
            self.entity(child, 2);
        }
    }

    fn entity(&mut self, part: &Part, level: usize) {
        self.gap();
        self.notes(part.at);
        let stated = |key| part.fields.iter().find(|field| field.key == key);
        let named: Vec<usize> = [FieldKey::Id, FieldKey::Name]
            .iter()
            .filter_map(|key| stated(*key))
            .map(|field| field.at)
            .collect();
        named.into_iter().for_each(|at| self.notes(at));
        let word = match (part.kind, self.parts.locale) {
            (Kind::Capability, Locale::Zh) => "能力：",
            (Kind::Unit, Locale::Zh) => "能力单元：",
            (_, Locale::Zh) => "能力模块：",
            (Kind::Capability, Locale::En) => "Capability: ",
            (Kind::Unit, Locale::En) => "Unit: ",
            (_, Locale::En) => "Module: ",
        };
        let name = part.word(FieldKey::Name).map(one_line).unwrap_or_default();
        let id = part.word(FieldKey::Id).map(|id| format!(" {{#{id}}}")).unwrap_or_default();
        self.heading(level, format!("{word}{name}{id}").trim_end());
        self.below(part, level);
        for child in &part.children {
            self.entity(child, level + 1);
        }
    }

    fn below(&mut self, part: &Part, level: usize) {
        for field in part.fields.iter().filter(|field| !matches!(field.key, FieldKey::Id | FieldKey::Name)) {
            self.field(part.kind, field);
        }
        if !part.records.is_empty() {
            self.gap();
            self.records(&part.records.iter().collect::<Vec<_>>());
        }
        self.groups(&part.groups, level + 1);
    }

    fn field(&mut self, kind: Kind, field: &Given) {
        self.notes(field.at);
        let Some(row) = schema::field(kind, field.key) else { return };
        let label = self.name(kind, field.key);
        let colon = self.pick(["：", ": "]);
        let own = self.parts.document.own_words();
        let words: Vec<String> =
            field.words.iter().map(|word| self.named(row.ty.terms(), one_line(word))).collect();
        let value = match row.ty {
            Type::Levels => words.join(" → "),
            ty if ty.is_list() && !words.iter().all(|word| is_whole_value(word, ty, own)) => {
                self.line(format!("- {label}{colon}").trim_end());
                return words.iter().for_each(|word| self.line(&format!("  - {word}")));
            }
            _ => words.join("、"),
        };
        self.line(format!("- {label}{colon}{value}").trim_end());
    }

    /// A word; in Chinese, a term that is given by its key gets its name.
    fn named(&self, terms: Option<TermSet>, word: String) -> String {
        let term =
            terms.filter(|set| *set != TermSet::Level).and_then(|set| standard().terms().term(set, &word));
        match (term, self.parts.locale) {
            (Some(term), Locale::Zh) => term.name.to_owned(),
            _ => word,
        }
    }

    fn records(&mut self, records: &[&Record]) {
        let Some(first) = records.first() else { return };
        let mut keys = columns(records.iter().map(|record| &record.fields));
        if first.kind == Kind::Indicator {
            // By these a table is known as one of indicators.
            if !keys.contains(&FieldKey::Metric) {
                keys.insert(0, FieldKey::Metric);
            }
            if keys.len() == 1 {
                keys.push(FieldKey::Goal);
            }
        }
        let header: Vec<String> = keys.iter().map(|key| self.name(first.kind, *key).to_owned()).collect();
        self.row(&header, &[]);
        self.rule(header.len());
        for record in records {
            let of = |key: &FieldKey| record.fields.iter().find(|(known, _)| known == key);
            let cells: Vec<String> =
                keys.iter().map(|key| of(key).map(|(_, text)| cell(text)).unwrap_or_default()).collect();
            let notes = self.parts.notes.before(record.at);
            self.row(&cells, &notes);
        }
    }

    /// A row of a table; notes stand in its last cell.
    fn row(&mut self, cells: &[String], notes: &[String]) {
        let notes: String =
            notes.iter().map(|note| format!(" {}", comment(note).replace('|', "\\|"))).collect();
        self.line(&format!("| {}{notes} |", cells.join(" | ")));
    }

    fn rule(&mut self, columns: usize) {
        self.line(&format!("|{}", "---|".repeat(columns)));
    }

    fn groups(&mut self, groups: &[Group], level: usize) {
        for of_dimension in groups.chunk_by(|one, other| one.dimension == other.dimension) {
            let Some(first) = of_dimension.first() else { continue };
            // Without room for both, the aspects stand without their dimension's heading.
            let has_aspects = of_dimension.iter().any(|group| !group.aspects.is_empty());
            let both = level < DEEPEST || !has_aspects;
            if both {
                self.gap();
                self.notes(first.at);
                let name = match self.parts.locale {
                    Locale::Zh => first.dimension.name().to_owned(),
                    Locale::En => format!("{} dimension", capitalized(first.dimension.english())),
                };
                self.heading(level, &name);
            }
            for group in of_dimension.iter().filter(|group| !group.aspects.is_empty()) {
                self.gap();
                self.notes(group.at);
                let names: Vec<String> = group
                    .aspects
                    .iter()
                    .map(|aspect| match self.parts.locale {
                        Locale::Zh => aspect.name().to_owned(),
                        Locale::En => capitalized(aspect.english()),
                    })
                    .collect();
                self.heading(if both { level + 1 } else { level }, &names.join("、"));
                self.measures(&group.measures);
            }
        }
    }

    /// Measures as a list, or as a table where one says more than a list's item can.
    fn measures(&mut self, measures: &[Item]) {
        if measures.iter().all(|measure| measure.fields.is_empty()) {
            for measure in measures {
                self.notes(measure.at);
                let mark = match measure.status {
                    Some(Status::Done) => "[x] ",
                    Some(Status::Planned) => "[ ] ",
                    _ => "",
                };
                let doing = match measure.status {
                    Some(Status::Doing) => self.pick(["（进行中）", " (doing)"]),
                    _ => "",
                };
                let cited = match measure.citations.as_slice() {
                    [] => String::new(),
                    citations => format!(" [{}]", citations.join("、")),
                };
                let text = one_line(&measure.text);
                self.line(format!("- {mark}{text}{doing}{cited}").trim_end());
            }
            return;
        }
        let extra = columns(measures.iter().map(|measure| &measure.fields));
        let keys = [FieldKey::Text, FieldKey::Clause, FieldKey::Status];
        let header: Vec<String> =
            keys.iter().chain(&extra).map(|key| self.name(Kind::Measure, *key).to_owned()).collect();
        self.row(&header, &[]);
        self.rule(header.len());
        for measure in measures {
            let status = measure.status.and_then(|status| {
                let mut terms = standard().terms().of(TermSet::Status).iter();
                let term = terms.find(|term| Status::of(term) == status)?;
                Some(self.parts.locale.pick(term.name, term.key).to_owned())
            });
            let mut cells =
                vec![cell(&measure.text), measure.citations.join("、"), status.unwrap_or_default()];
            let of = |key: &FieldKey| measure.fields.iter().find(|(known, _)| known == key);
            cells.extend(extra.iter().map(|key| of(key).map(|(_, text)| cell(text)).unwrap_or_default()));
            let notes = self.parts.notes.before(measure.at);
            self.row(&cells, &notes);
        }
    }
}

/// A note as a comment of one line or more.
fn comment(note: &str) -> String {
    format!("<!-- {} -->", note.replace("-->", "-- >").replace("<!--", "<! --"))
}

fn cell(text: &str) -> String {
    one_line(text).replace('|', "\\|")
}

/// Lines as they are, blank ones between paragraphs.
fn paragraphs(text: &str) -> String {
    text.lines().map(str::trim).collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// The fields that some lists of fields have, as they come.
fn columns<'a>(lists: impl Iterator<Item = &'a Vec<(FieldKey, String)>>) -> Vec<FieldKey> {
    let mut keys = Vec::new();
    for (key, _) in lists.flatten() {
        if !keys.contains(key) {
            keys.push(*key);
        }
    }
    keys
}
