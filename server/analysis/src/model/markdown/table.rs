//! Tables: measures below a dimension or aspect, lists of entities, indicators, two-column fields.

use std::ops::Range;

use super::{Markdown, Place};
use crate::model::Status;
use crate::model::pieces::{Piece, Scope, ScopeKind};
use crate::model::words::trim;
use crate::model::{Field, Origin};
use crate::schema::{self, FieldKey, Kind, Slot, Type};
use crate::standard::Aspect;

/// Headers of the column that names the aspect.
const ASPECT_COLUMNS: [&str; 5] = [ASPECT_COLUMN[0], "要素", "维度", ASPECT_COLUMN[1], "element"];
/// How we call the column that names the aspect: 中文, English.
pub(crate) const ASPECT_COLUMN: [&str; 2] = ["方面", "aspect"];

/// Whether a header's cell names the column of aspects.
pub(crate) fn is_aspect_column(label: &str) -> bool {
    ASPECT_COLUMNS.iter().any(|name| name.eq_ignore_ascii_case(label))
}

type Cell = Range<usize>;

/// A cell without the comments at its end: they are about the row.
fn before_comments(text: &str, cell: &Cell) -> Cell {
    let mut own = cell.clone();
    while let raw = text[own.clone()].trim_end()
        && raw.ends_with("-->")
        && let Some(at) = raw.rfind("<!--")
    {
        own.end = own.start + raw[..at].trim_end().len();
    }
    own
}

/// A column of a table of measures.
#[derive(Clone, Copy)]
enum Column {
    Aspect,
    Field(&'static schema::Field),
    Other,
}

impl Markdown<'_, '_> {
    pub(super) fn table(&mut self, header: &[Cell], rows: &[Vec<Cell>]) {
        let bare = |row: &[Cell]| row.iter().map(|cell| before_comments(self.low.text, cell)).collect();
        let (own, below): (Vec<Cell>, Vec<Vec<Cell>>) =
            (bare(header), rows.iter().map(|row| bare(row)).collect());
        for cell in header.iter().chain(rows.iter().flatten()) {
            self.inline_comments(cell);
        }
        let (header, rows) = (own.as_slice(), below.as_slice());
        match self.place() {
            Place::Aspects(aspects) => {
                if self.measures(header, rows, &aspects) {
                    return;
                }
            }
            Place::Dimension => {
                if self.measures(header, rows, &[]) {
                    return;
                }
            }
            Place::Field(_) => {
                if let Some(ScopeKind::Records(_, kind)) =
                    self.low.scopes.last().map(|scope| scope.kind.clone())
                {
                    self.records(kind, header, rows);
                    return;
                }
            }
            Place::List(kind) => {
                if self.entities(Some(kind), header, rows) {
                    return;
                }
            }
            Place::Entity | Place::Prose => {}
        }
        if self.entities(None, header, rows) || self.indicators(header, rows) {
            return;
        }
        if matches!(self.place(), Place::Entity) && header.len() == 2 {
            self.fields(header, rows);
        } else {
            header.iter().chain(rows.iter().flatten()).for_each(|cell| self.low.prose(cell));
        }
    }

    fn cell(&self, cell: &Cell) -> &str {
        &self.low.text[cell.clone()]
    }

    /// Two columns, label and value.
    fn fields(&mut self, header: &[Cell], rows: &[Vec<Cell>]) {
        let header = [header.to_vec()];
        for row in header.iter().chain(rows) {
            let [label, value] = row.as_slice() else { continue };
            let label = trim(self.low.text, label.clone());
            let (node, kind) = self.low.entity();
            if let Some(Slot::Field(field)) = schema::resolve(kind, &self.low.text[label.clone()])
                && !matches!(field.ty, Type::Records(_) | Type::Entities(_))
            {
                let field =
                    self.low.text_field(field, &label, &trim(self.low.text, value.clone()), Origin::Label);
                self.low.push(node, Piece::Field { field: Box::new(field), append: false });
            } else {
                self.near_label(kind, &label);
                self.low.prose(value);
            }
        }
    }

    /// A table of measures: its header must name the text.
    fn measures(&mut self, header: &[Cell], rows: &[Vec<Cell>], around: &[Aspect]) -> bool {
        let columns: Vec<Column> = header.iter().map(|cell| self.column(cell)).collect();
        let names_text =
            columns.iter().any(|column| matches!(column, Column::Field(f) if f.key == FieldKey::Text));
        if !names_text {
            return false;
        }
        for (column, cell) in columns.iter().zip(header) {
            if let Column::Field(field) = column {
                self.low.label(Kind::Measure, field.key, cell);
            }
        }
        let mut current: Vec<Aspect> = around.to_vec();
        let mut opened: Vec<Aspect> = Vec::new();
        for row in rows {
            let mut near = None;
            for (column, cell) in columns.iter().zip(row) {
                if matches!(column, Column::Aspect) && !cell.is_empty() {
                    let name = trim(self.low.text, cell.clone());
                    let (aspects, better) = self.aspects_of_cell(&name, around);
                    current = aspects;
                    near = better.map(|_| self.low.word(name));
                }
            }
            // A near word opens its aspect again, so that it is told of in each row.
            let opens = |aspect: &Aspect| near.is_some() || around.is_empty() && !opened.contains(aspect);
            let opening: Vec<Aspect> = current.iter().copied().filter(opens).collect();
            let span = self.low.span(&row.first().map_or(0..0, Clone::clone));
            self.low.open_aspects(&opening, span, near.as_ref());
            opened.extend(opening);
            self.measure_row(&columns, row, &current);
        }
        true
    }

    /// The aspects that a cell names in the dimension around, and what it should say where it names one by a near word.
    fn aspects_of_cell(&self, name: &Cell, around: &[Aspect]) -> (Vec<Aspect>, Option<String>) {
        let dimension = self.low.dimension().or_else(|| Some(around.first()?.dimension()));
        match dimension {
            Some(dimension) => schema::resolve_aspects_in(dimension, self.cell(name)),
            None => (schema::resolve_aspects(self.cell(name)), None),
        }
    }

    fn measure_row(&mut self, columns: &[Column], row: &[Cell], aspects: &[Aspect]) {
        let text = self.low.text;
        let range = row.first().map_or(0, |cell| cell.start)..row.last().map_or(0, |cell| cell.end);
        let content = columns.iter().zip(row).find_map(|(column, cell)| match column {
            Column::Field(field) if field.key == FieldKey::Text && !cell.is_empty() => Some(cell.clone()),
            _ => None,
        });
        let content = content.unwrap_or(range.start..range.start);
        let mut draft = self.low.measure(&content, &text[content.clone()], true);
        draft.until(self.low.span(&range));
        for (column, cell) in columns.iter().zip(row) {
            let Column::Field(field) = column else { continue };
            if cell.is_empty() || field.key == FieldKey::Text {
                continue;
            }
            if field.key == FieldKey::Clause {
                let citations = self.low.clause_citations(&text[cell.clone()], cell, true);
                draft.citations.extend(citations);
            }
            let made = self.low.text_field(field, cell, cell, Origin::Row);
            if field.key == FieldKey::Status {
                draft.status = made.words.first().and_then(Status::named).or(draft.status);
            }
            draft.fields.push(made);
        }
        if !draft.is_empty() {
            self.low.push_measure(draft, aspects);
        }
    }

    fn column(&self, cell: &Cell) -> Column {
        let label = self.cell(&trim(self.low.text, cell.clone()));
        if is_aspect_column(label) {
            return Column::Aspect;
        }
        match schema::resolve(Kind::Measure, label) {
            Some(Slot::Field(field)) => Column::Field(field),
            _ => Column::Other,
        }
    }

    /// The fields of `kind` that a header's cells name.
    fn header_fields(&self, kind: Kind, header: &[Cell]) -> Vec<Option<&'static schema::Field>> {
        header
            .iter()
            .map(|cell| match schema::resolve(kind, self.cell(&trim(self.low.text, cell.clone()))) {
                Some(Slot::Field(field)) => Some(field),
                _ => None,
            })
            .collect()
    }

    fn label_columns(&mut self, kind: Kind, fields: &[Option<&'static schema::Field>], header: &[Cell]) {
        for (field, cell) in fields.iter().zip(header) {
            if let Some(field) = field {
                self.low.label(kind, field.key, &trim(self.low.text, cell.clone()));
            }
        }
    }

    /// A table that lists entities: below a list's heading, or one whose header says so.
    fn entities(&mut self, listed: Option<Kind>, header: &[Cell], rows: &[Vec<Cell>]) -> bool {
        let named = |fields: &[Option<&'static schema::Field>], keys: &[FieldKey]| {
            fields.iter().flatten().any(|field| keys.contains(&field.key))
        };
        let basic = self.header_fields(Kind::Unit, header);
        if !named(&basic, &[FieldKey::Id]) || !named(&basic, &[FieldKey::Name]) {
            return false;
        }
        let kind = listed.or_else(|| {
            let module = self.header_fields(Kind::Module, header);
            let capability = self.header_fields(Kind::Capability, header);
            if named(&module, &[FieldKey::Members, FieldKey::Pattern]) {
                Some(Kind::Module)
            } else if named(&module, &[FieldKey::Carries]) {
                Some(Kind::Unit)
            } else {
                named(&capability, &[FieldKey::Viewpoint, FieldKey::Target, FieldKey::Level])
                    .then_some(Kind::Capability)
            }
        });
        let Some(kind) = kind else { return false };
        let fields = self.header_fields(kind, header);
        self.label_columns(kind, &fields, header);
        for row in rows {
            let anchor = row.iter().find(|cell| !cell.is_empty()).cloned();
            let Some(anchor) = anchor else { continue };
            let key = self.low.open(kind, &anchor, true);
            self.low.scopes.push(Scope {
                depth: usize::MAX,
                by_key: false,
                kind: ScopeKind::Entity(key, kind),
            });
            for (field, cell) in fields.iter().zip(row) {
                let Some(field) = field else { continue };
                let cell = trim(self.low.text, cell.clone());
                if !cell.is_empty() && !matches!(field.ty, Type::Records(_) | Type::Entities(_)) {
                    let field = self.low.text_field(field, &cell, &cell, Origin::Row);
                    self.low.push(key, Piece::Field { field: Box::new(field), append: false });
                }
            }
            self.low.scopes.pop();
        }
        true
    }

    fn indicators(&mut self, header: &[Cell], rows: &[Vec<Cell>]) -> bool {
        let (_, kind) = self.low.entity();
        let fields = self.header_fields(Kind::Indicator, header);
        let has = |keys: &[FieldKey]| fields.iter().flatten().any(|field| keys.contains(&field.key));
        let others = [FieldKey::Benefit, FieldKey::Baseline, FieldKey::Goal, FieldKey::Due, FieldKey::Owner];
        if kind == Kind::Plan || !has(&[FieldKey::Metric]) || !has(&others) {
            return false;
        }
        self.records(Kind::Indicator, header, rows);
        true
    }

    fn records(&mut self, kind: Kind, header: &[Cell], rows: &[Vec<Cell>]) {
        let columns = self.header_fields(kind, header);
        self.label_columns(kind, &columns, header);
        for row in rows {
            let mut fields: Vec<Field> = Vec::new();
            for (field, cell) in columns.iter().zip(row) {
                let cell = trim(self.low.text, cell.clone());
                if let Some(field) = field
                    && !cell.is_empty()
                {
                    fields.push(self.low.text_field(field, &cell, &cell, Origin::Row));
                }
            }
            if !fields.is_empty() {
                let range = row.first().map_or(0, |cell| cell.start)..row.last().map_or(0, |cell| cell.end);
                let key = self.low.fresh();
                self.low.push_record(key, kind, fields, &range);
            }
        }
    }
}
