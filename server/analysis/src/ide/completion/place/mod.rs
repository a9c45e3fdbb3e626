//! What is expected at a cursor: where a stand-in comes out when the plan is read with it.

mod attribute;
mod cells;
mod citing;
mod line;
mod named;
mod value;

use std::ops::Range;

use super::measures::Begun;
use super::typical::Name;
use super::{Site, yaml_line};
use crate::model::build::{Readers, Surface};
use crate::model::{NodeKey, Piece, Probe, ProblemKind, Scope, ScopeKind, is_aspect_column, numbering};
use crate::schema::{self, FieldKey, Kind};
use crate::standard::Aspect;
use crate::syntax::markdown::Block;
pub(super) use attribute::Attribute;
pub(super) use cells::{AspectCell, HeaderCell};
use cells::{aspect_cell, clause_cell};
use line::{Line, cell_lead, line_lead};
use named::capability_name;
use value::value_place;

/// No id, label or word of a plan; letters only, so that it goes on with any word before or behind it.
const STAND_IN: &str = "zqxzq";

/// So many bytes above a chunk are looked at for the keys beside which a line stands.
const ABOVE: usize = 8192;

/// What is expected at a cursor.
#[derive(Debug)]
pub(super) enum Place {
    /// A value of a field.
    Value(Value),
    /// A citation.
    Citation(Citing),
    /// A YAML key.
    Key(Key),
    /// A label of a field in Markdown.
    Label(Label),
    /// A heading of a dimension, aspect or field.
    Heading(Heading),
    /// The cell that names the aspect of a row.
    AspectCell(AspectCell),
    /// A cell of a table's header.
    HeaderCell(HeaderCell),
    /// A field in the braces of a heading.
    Attribute(Attribute),
    /// The name of a capability in its heading.
    Name(Name),
    /// A measure of which nothing stands there yet.
    Measure(Begun),
}

/// A value of a field.
#[derive(Debug)]
pub(super) struct Value {
    /// Whose field it is.
    pub(super) node: NodeKey,
    /// What it is.
    pub(super) kind: Kind,
    pub(super) field: &'static schema::Field,
    /// The other parts of the value, in order, and how many of them stand before the cursor.
    pub(super) others: Vec<String>,
    pub(super) before: usize,
    /// The part at the cursor.
    pub(super) range: Range<usize>,
    /// Whether a blank is missing before it.
    pub(super) blank: bool,
    /// Whether it stands in YAML.
    pub(super) yaml: bool,
}

/// A citation in a measure.
#[derive(Debug)]
pub(super) struct Citing {
    pub(super) node: NodeKey,
    /// The aspects that the measure may stand in.
    pub(super) aspects: Vec<Aspect>,
    /// The measure's text.
    pub(super) text: String,
    /// What it cites already.
    pub(super) cited: Vec<String>,
    /// The clause of the citation before the cursor: a letter alone is an item of it.
    pub(super) clause: Option<String>,
    pub(super) range: Range<usize>,
    pub(super) blank: bool,
    /// What must stand behind the citation.
    pub(super) closer: &'static str,
    /// Whether the brackets are round: a status may stand in them, too.
    pub(super) round: bool,
}

/// A YAML key.
#[derive(Debug)]
pub(super) struct Key {
    pub(super) node: NodeKey,
    pub(super) kind: Kind,
    /// What the key stands directly in.
    pub(super) scope: Option<ScopeKind>,
    /// The keys that stand beside it.
    pub(super) present: Vec<FieldKey>,
    pub(super) range: Range<usize>,
    /// Whether its value stands behind it.
    pub(super) valued: bool,
    /// Whether it stands in a capability, however deep.
    pub(super) carried: bool,
    /// Whether it stands in a flow collection.
    pub(super) in_flow: bool,
}

/// A label in Markdown.
#[derive(Debug)]
pub(super) struct Label {
    pub(super) node: NodeKey,
    pub(super) kind: Kind,
    pub(super) range: Range<usize>,
    /// The fields that stand there.
    pub(super) present: Vec<FieldKey>,
    /// The marks of emphasis that were opened before it.
    pub(super) emphasis: &'static str,
    /// Whether neither marks nor a colon are missing behind it: in a cell, or where the colon stands.
    pub(super) bare: bool,
}

/// A heading, or the empty line on which one may begin.
#[derive(Debug)]
pub(super) struct Heading {
    /// What is open there, outermost first.
    pub(super) scopes: Vec<Scope>,
    /// From the number signs, if any.
    pub(super) range: Range<usize>,
    /// How many number signs were typed.
    pub(super) depth: usize,
    /// The number behind them, with what separates it.
    pub(super) number: String,
    /// What was typed of the title.
    pub(super) title: String,
}

/// What is expected at the cursor: one thing, or in YAML a key or a value.
pub(super) fn places(site: &Site<'_>, readers: &mut Readers) -> Vec<Place> {
    let at = Line::at(site);
    let text = site.document.text();
    // What is still open is closed behind the stand-in.
    let (yaml, end) = match site.document.surface {
        Surface::Yaml => (at.chunk_start, String::new()),
        Surface::Markdown => {
            match (site.document.yaml_at(site.byte), site.document.open_plan_block(site.byte)) {
                (Some(range), _) => (range.start, String::new()),
                (None, Some((start, closer))) => (start, format!("\n{closer}")),
                (None, None) => return markdown(site, readers, &at),
            }
        }
    };
    let before = text.slice(yaml..site.byte);
    let rest = text.slice(site.byte..text.floor(site.byte + 4096).max(site.byte));
    let Some(inserted) = yaml_line::inserted(&before, &rest, STAND_IN) else { return Vec::new() };
    let mut probe = |text: String| site.document.probe(readers, site.byte, &(text + &end));
    let in_flow = yaml_line::in_flow(&before);
    // A chunk may begin with the cursor's line: what it goes on with stands above.
    let first = if site.document.surface == Surface::Yaml { 0 } else { yaml };
    let above = text.line_start(text.line_of(yaml.saturating_sub(ABOVE))).max(first);
    let may_begin = in_flow || yaml_line::may_begin(&text.slice(above..site.byte));
    let key = inserted.key.filter(|_| may_begin).and_then(&mut probe);
    let key = key.and_then(|probe| key_place(site, &probe, &at));
    let key = key.map(|key| Key { in_flow, ..key });
    let value = probe(inserted.value);
    let begun = value.as_ref().and_then(|probe| begun_measure(site, probe, &at));
    let value = value.and_then(|probe| value_place(site, &probe, &at, inserted.blank));
    key.map(Place::Key).into_iter().chain(value).chain(begun.map(Place::Measure)).collect()
}

fn markdown(site: &Site<'_>, readers: &mut Readers, at: &Line) -> Vec<Place> {
    let hashes = at.before.trim_start_matches([' ', '>']).trim_end();
    // Number signs alone are no heading yet; attributes must be closed.
    let bare = (1..=6).contains(&hashes.len()) && hashes.chars().all(|c| c == '#');
    let attribute =
        hashes.starts_with('#') && hashes.rfind('{') > hashes.rfind('}') && !at.behind.contains('}');
    let inserted = match (bare, attribute) {
        (true, _) => format!(" {STAND_IN}"),
        (_, true) => format!("{STAND_IN}}}"),
        _ => STAND_IN.to_owned(),
    };
    if let Some(attribute) = attribute::attribute_place(site, readers, at) {
        return vec![Place::Attribute(attribute)];
    }
    let Some(probe) = site.document.probe(readers, site.byte, &inserted) else { return Vec::new() };
    if let Some(header) = cells::begun_header(site, readers, at, &probe) {
        return vec![Place::HeaderCell(header)];
    }
    match &probe.block {
        Some(Block::Heading { .. }) if !at.before.contains('{') => {
            let name = capability_name(site, &probe, at).map(Place::Name);
            name.or_else(|| heading_place(&probe, at)).into_iter().collect()
        }
        Some(Block::Table { header, rows }) => {
            let column = rows.iter().find_map(|row| row.iter().position(|cell| probe.holds(cell)));
            let name = column.and_then(|column| Some(probe.text(header.get(column)?).trim()));
            if name.is_some_and(is_aspect_column) {
                return vec![Place::AspectCell(aspect_cell(&probe, at))];
            }
            if let Some(header) = cells::header_cell(&probe, at, header) {
                return vec![Place::HeaderCell(header)];
            }
            let value = value_place(site, &probe, at, false);
            let clause = || clause_cell(site, &probe, at, name?);
            let label = || {
                if header.len() == 2 && column != Some(1) {
                    label_place(site, &probe, at, true)
                } else {
                    None
                }
            };
            value.or_else(clause).or_else(label).into_iter().collect()
        }
        Some(_) => match value_place(site, &probe, at, at.colon()) {
            Some(value) => vec![value],
            None => {
                let measure = begun_measure(site, &probe, at).map(Place::Measure);
                let label = || label_place(site, &probe, at, false);
                measure.or_else(label).into_iter().chain(heading_place(&probe, at)).collect()
            }
        },
        None => Vec::new(),
    }
}

/// The entity around the stand-in, the plan if none.
fn entity(probe: &Probe, site: &Site<'_>) -> (NodeKey, Kind) {
    let inner = probe.scopes.iter().rev().find_map(|scope| match scope.kind {
        ScopeKind::Entity(key, kind) => Some((key, kind)),
        _ => None,
    });
    inner.unwrap_or((NodeKey::plan(site.document.file), Kind::Plan))
}

/// What a piece is about.
fn kind_of(site: &Site<'_>, probe: &Probe, node: NodeKey) -> Kind {
    let opened = probe.pieces.iter().find_map(|(key, piece)| match piece {
        Piece::Open { kind, .. } if *key == node => Some(*kind),
        _ => None,
    });
    let open = probe.scopes.iter().find_map(|scope| match scope.kind {
        ScopeKind::Entity(key, kind) if key == node => Some(kind),
        _ => None,
    });
    opened.or(open).or_else(|| Some(site.set.entity(node)?.kind)).unwrap_or(Kind::Plan)
}

fn key_place(site: &Site<'_>, probe: &Probe, at: &Line) -> Option<Key> {
    let (node, kind, span) = probe.pieces.iter().find_map(|(node, piece)| match piece {
        Piece::Problem(problem) if probe.is_in(problem.span) => match problem.kind {
            ProblemKind::UnknownKey { kind, .. } => Some((*node, kind, problem.span)),
            _ => None,
        },
        _ => None,
    })?;
    let range = probe.range(span);
    let start = span.start as usize;
    let mut present: Vec<FieldKey> = Vec::new();
    if kind.is_entity() || kind == Kind::Plan {
        present = fields_of(site, probe, node);
    } else {
        // A new item's keys are those below its dash.
        let dash =
            at.before.trim_start().starts_with("- ").then(|| start.saturating_sub(key_lead(&at.before)));
        let inner = probe.pieces.iter().filter_map(|(_, piece)| match piece {
            Piece::Measure(measure) => Some((measure.span, &measure.fields)),
            Piece::Record(record) => Some((record.span, &record.fields)),
            _ => None,
        });
        let around = inner.filter(|(span, _)| {
            let begin = span.start as usize;
            begin <= start && dash.is_none_or(|dash| begin >= dash)
        });
        let last = around.max_by_key(|(span, _)| span.start);
        present.extend(last.into_iter().flat_map(|(_, fields)| fields).map(|field| field.key));
    }
    Some(Key {
        node,
        kind,
        scope: probe.scopes.last().map(|scope| scope.kind.clone()),
        present,
        range: range.start.min(site.byte)..range.end.max(site.byte),
        valued: at.behind.contains(':'),
        carried: probe.scopes.iter().any(|scope| match scope.kind {
            ScopeKind::Entity(key, Kind::Capability) => key != node,
            _ => false,
        }),
        in_flow: false,
    })
}

/// The fields of an entity, those of the half-typed chunk among them.
fn fields_of(site: &Site<'_>, probe: &Probe, node: NodeKey) -> Vec<FieldKey> {
    let own = probe.pieces.iter().filter(|(key, _)| *key == node);
    let own = own.filter_map(|(_, piece)| match piece {
        Piece::Field { field, .. } => Some(field.key),
        _ => None,
    });
    own.chain(site.set.entity(node).into_iter().flat_map(|entity| &entity.fields).map(|field| field.key))
        .collect()
}

/// The bytes of a line's dashes and of what was typed of its key.
fn key_lead(before: &str) -> usize {
    before.trim_start().len()
}

fn label_place(site: &Site<'_>, probe: &Probe, at: &Line, cell: bool) -> Option<Place> {
    let (node, kind) = match probe.scopes.last().map(|scope| &scope.kind) {
        Some(ScopeKind::Entity(node, kind)) => (*node, *kind),
        Some(ScopeKind::Title) | None => (NodeKey::plan(probe.file), Kind::Plan),
        _ => return None,
    };
    let lead = if cell { cell_lead(&at.before) } else { line_lead(&at.before) };
    let typed = &at.before[lead..];
    if typed.contains([':', '：']) || typed.chars().count() > 24 {
        return None;
    }
    let behind = at.behind.trim();
    if !cell && !behind.is_empty() && !behind.starts_with(['*', '_', ':', '：']) {
        return None;
    }
    let emphasis =
        ["**", "__", "*", "_"].into_iter().find(|mark| at.before[..lead].ends_with(mark)).unwrap_or("");
    // Marks that the editor closed by itself are written anew, with the colon.
    let closed = if emphasis.is_empty() {
        0
    } else {
        at.behind.len() - at.behind.trim_start_matches(['*', '_']).len()
    };
    let colon = at.behind[closed..].trim_start().starts_with([':', '：']) || behind.contains([':', '：']);
    Some(Place::Label(Label {
        node,
        present: fields_of(site, probe, node),
        kind,
        range: at.start + lead..at.start + at.before.len() + if colon { 0 } else { closed },
        emphasis: if colon && closed > 0 { "" } else { emphasis },
        bare: cell || colon,
    }))
}

/// A list item below an aspect's heading, of which nothing but letters that stand for something stands there.
fn begun_measure(site: &Site<'_>, probe: &Probe, at: &Line) -> Option<Begun> {
    let Some(ScopeKind::Aspects(aspects)) = probe.scopes.last().map(|scope| &scope.kind) else { return None };
    let lead = line_lead(&at.before);
    let (marks, typed) = at.before.split_at(lead);
    let is_item = marks.contains(['-', '*', '+', '.', ')']) && marks.ends_with(' ');
    let begun = typed.chars().all(|c| c.is_ascii_alphabetic()) && at.behind.trim().is_empty();
    let is_measure = probe.pieces.iter().any(|(_, piece)| match piece {
        Piece::Measure(measure) => probe.is_in(measure.text.span),
        _ => false,
    });
    (is_item && begun && is_measure).then(|| Begun {
        node: entity(probe, site).0,
        aspects: aspects.clone(),
        range: at.start + lead..site.byte,
        column: lead,
    })
}

fn heading_place(probe: &Probe, at: &Line) -> Option<Place> {
    let rest = at.before.trim_start();
    let depth = rest.chars().take_while(|c| *c == '#').count();
    if at.before.len() - rest.len() > 3 || depth > 6 || !at.behind.trim().is_empty() {
        return None;
    }
    let title = rest[depth..].trim_start();
    let number = if depth > 0 { numbering(title) } else { 0 };
    let (number, title) = title.split_at(number);
    if title.chars().count() > 24 || depth == 0 && title.starts_with(['-', '*', '+', '>', '|']) {
        return None;
    }
    let end = at.start + at.before.len();
    Some(Place::Heading(Heading {
        scopes: probe.scopes.clone(),
        range: end - rest.len()..end,
        depth,
        number: number.to_owned(),
        title: title.to_owned(),
    }))
}
