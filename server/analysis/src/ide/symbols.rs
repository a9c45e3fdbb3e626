//! The outline of a plan: plan, capabilities, units and modules, dimensions, aspects, nested as the text nests them.
//!
//! The chunks are gone through in order, with what is open on a stack. A symbol reaches to where the next one begins that
//! is not nested in it, or to the chunk behind which it is not open any more.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::level::DimensionProfile;
use crate::model::build::Document;
use crate::model::{ChunkFacts, Entity, Measure, NodeKey, Piece, Scope, ScopeKind, Section};
use crate::plan_set::PlanSet;
use crate::rules::Locale;
use crate::schema::{FieldKey, Kind};
use crate::standard::{Aspect, Dimension, Level};
use crate::text::{Encoding, Position};

/// What a symbol stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SymbolKind {
    /// The plan, or one of its entities.
    Entity(Kind),
    /// A dimension.
    Dimension,
    /// An aspect, or two of one heading.
    Aspect,
}

/// One line of the outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// In how many others it is nested.
    pub depth: usize,
    /// Id and name, or the standard's name; never empty.
    pub name: String,
    /// Levels and how much of the target level is covered, or how many measures there are; may be empty.
    pub detail: String,
    /// What it is.
    pub kind: SymbolKind,
    /// Start and end of all that belongs to it, inside the range of the symbol that it is nested in.
    pub range: [Position; 2],
    /// Start and end of its heading, key or first cell, inside its range.
    pub selection: [Position; 2],
}

/// The symbols of a plan whose landmarks are placed, each before those nested in it; none of an empty text.
#[must_use]
pub fn symbols(set: &PlanSet, document: &Document, encoding: Encoding, locale: Locale) -> Vec<Symbol> {
    let text = document.text();
    let root = NodeKey::plan(document.file);
    let is_empty = text.lines_from(0).all(|line| line.trim().is_empty());
    let Some(plan) = set.entity(root).filter(|_| !is_empty) else { return Vec::new() };
    let position = |byte| text.position(byte, encoding);
    let (name, place) = titled(plan, document);
    let mut outline = Outline::new(set, locale, name);
    let selection = [position(place.start), position(place.end)];
    outline.open(0, What::Entity(root), Position::default(), selection);
    for id in document.chunks().ids() {
        let (Some(facts), Some(range)) = (document.facts(id), document.chunks().range(id)) else { continue };
        let line = u32::try_from(text.line_of(range.start)).unwrap_or(u32::MAX);
        outline.read(facts, line);
        outline.close_behind(&facts.after.scopes, line, || position(range.end));
    }
    outline.close(0, position(text.len()));
    outline.lines.iter().map(|line| outline.symbol(line)).collect()
}

/// A plan's title and its place: what it states as such, else its first heading; the plan's own place where it has none.
fn titled(plan: &Entity, document: &Document) -> (String, Range<usize>) {
    if let Some(field) = plan.field(FieldKey::Title) {
        return (field.text(), document.range(field.value));
    }
    let Some(place) = document.title() else { return (String::new(), document.range(plan.anchor)) };
    let heading = document.text().slice(place.clone());
    let bare = ["<!--", "{#"].iter().filter_map(|behind| heading.find(behind)).min();
    (heading[..bare.unwrap_or(heading.len())].trim().to_owned(), place)
}

/// What a plan is called; may be empty.
pub(super) fn title(plan: &Entity, document: &Document) -> String {
    titled(plan, document).0
}

/// What opened a line of the outline.
#[derive(Clone, Debug, PartialEq, Eq)]
enum What {
    Entity(NodeKey),
    Dimension(NodeKey, Dimension),
    Aspects(NodeKey, Vec<Aspect>),
}

impl What {
    /// Whether a scope that is open is its own.
    fn is(&self, scope: &Scope) -> bool {
        match (self, &scope.kind) {
            (Self::Entity(own), ScopeKind::Entity(key, _)) => own == key,
            (Self::Dimension(_, own), ScopeKind::Dimension(dimension)) => own == dimension,
            (Self::Aspects(_, own), ScopeKind::Aspects(aspects)) => own.first() == aspects.first(),
            _ => false,
        }
    }
}

/// A line of the outline before it is worded.
#[derive(Debug)]
struct Line {
    what: What,
    depth: usize,
    range: [Position; 2],
    selection: [Position; 2],
    /// Whether it is only a row of a table, and reaches no further.
    row: bool,
    /// How many measures stand in it and in nothing that is nested in it.
    measures: usize,
}

struct Outline<'a> {
    set: &'a PlanSet,
    locale: Locale,
    /// The plan's title; may be empty.
    title: String,
    lines: Vec<Line>,
    /// The lines that are open, the outermost first.
    stack: Vec<usize>,
    /// The latest line of each dimension and aspect.
    sections: FxHashMap<(NodeKey, Dimension, Option<Aspect>), usize>,
    /// Whether something stands in the chunk that is being read.
    touched: bool,
}

impl<'a> Outline<'a> {
    fn new(set: &'a PlanSet, locale: Locale, title: String) -> Self {
        let (lines, stack, sections) = (Vec::new(), Vec::new(), FxHashMap::default());
        Self { set, locale, title, lines, stack, sections, touched: false }
    }

    /// Reads a chunk that begins in a line.
    fn read(&mut self, facts: &ChunkFacts, line: u32) {
        let mut landmarks = facts.landmarks().iter();
        self.touched = false;
        for (node, piece) in &facts.pieces {
            if let Piece::Measure(measure) = piece {
                self.count(*node, measure);
            }
            let Some(found) = piece.opens().and_then(|_| landmarks.next()) else { continue };
            let selection = [found.start, found.end].map(|at| Position { line: at.line + line, ..at });
            match piece {
                Piece::Open { parent, row, .. } => self.entity(*node, *parent, *row, selection),
                Piece::Section(section) => self.section(*node, section, selection),
                _ => {}
            }
        }
    }

    /// A row that says something of an entity defined elsewhere is no symbol.
    fn entity(&mut self, key: NodeKey, parent: NodeKey, row: bool, selection: [Position; 2]) {
        if self.set.unmerged(key).is_some() {
            self.begin(self.inside(parent), What::Entity(key), selection);
            if let Some(line) = self.lines.last_mut() {
                line.row = row;
            }
        }
    }

    fn section(&mut self, node: NodeKey, section: &Section, selection: [Position; 2]) {
        let key = (node, section.dimension, section.aspect);
        let inside = self.inside(node);
        let Some(aspect) = section.aspect else {
            self.sections.insert(key, self.lines.len());
            return self.begin(inside, What::Dimension(node, section.dimension), selection);
        };
        let top = self.stack.last().copied().unwrap_or(0);
        if let Line { what: What::Aspects(owner, aspects), selection: known, .. } = &mut self.lines[top]
            && *owner == node
        {
            if *known == selection {
                aspects.push(aspect);
                self.sections.insert(key, top);
                return;
            }
            // A near word opens its aspect again in each row.
            if section.near.is_some() && aspects.contains(&aspect) {
                return;
            }
        }
        let dimension = What::Dimension(node, section.dimension);
        let around = self.stack.get(inside).is_some_and(|at| self.lines[*at].what == dimension);
        self.sections.insert(key, self.lines.len());
        self.begin(inside + usize::from(around), What::Aspects(node, vec![aspect]), selection);
    }

    fn count(&mut self, node: NodeKey, measure: &Measure) {
        let dimension = measure.aspect.dimension();
        let of = |aspect| self.sections.get(&(node, dimension, aspect));
        if let Some(at) = of(Some(measure.aspect)).or_else(|| of(None)) {
            self.lines[*at].measures += 1;
        }
        self.touched = true;
    }

    /// How many lines are open up to an entity; only the plan where it is not open.
    fn inside(&self, node: NodeKey) -> usize {
        let is_node = |at: &usize| self.lines[*at].what == What::Entity(node);
        self.stack.iter().rposition(is_node).map_or(1, |at| at + 1)
    }

    /// Closes all but some lines and opens one, from the beginning of its line of text if that is its own.
    fn begin(&mut self, kept: usize, what: What, selection: [Position; 2]) {
        let line = selection[0].line;
        let own = self.lines.last().is_none_or(|last| last.selection[1].line < line || self.lines.len() == 1);
        let start = if own { Position { line, column: 0 } } else { selection[0] };
        self.close(kept, start);
        self.open(kept, what, start, selection);
        self.touched = true;
    }

    fn open(&mut self, depth: usize, what: What, start: Position, selection: [Position; 2]) {
        let range = [start, selection[1]];
        self.stack.push(self.lines.len());
        self.lines.push(Line { what, depth, range, selection, row: false, measures: 0 });
    }

    /// Closes what is not open any more behind a chunk: where the chunk begins, unless it stands in it.
    fn close_behind(&mut self, scopes: &[Scope], line: u32, end: impl FnOnce() -> Position) {
        let mut scopes = scopes.iter();
        let goes_on = |at: &&usize| scopes.any(|scope| self.lines[**at].what.is(scope));
        let kept = 1 + self.stack[1..].iter().take_while(goes_on).count();
        if kept < self.stack.len() {
            self.close(kept, if self.touched { end() } else { Position { line, column: 0 } });
        }
    }

    /// Closes all but some lines at a place.
    fn close(&mut self, kept: usize, end: Position) {
        // What stands for an alias begins where the alias does, and reaches to its end.
        let mut least = Position::default();
        for at in self.stack.drain(kept..).rev() {
            let line = &mut self.lines[at];
            let next = Position { line: line.range[1].line + 1, column: 0 };
            let end = if line.row { next.min(end) } else { end };
            least = end.max(least).max(line.range[1]);
            line.range[1] = least;
        }
        if let Some(around) = self.stack.last() {
            let reached = &mut self.lines[*around].range[1];
            *reached = least.max(*reached);
        }
    }

    fn symbol(&self, line: &Line) -> Symbol {
        let (kind, name, detail) = match &line.what {
            What::Entity(key) => self.entity_words(*key),
            What::Dimension(node, dimension) => {
                let name = self.locale.pick(dimension.name(), dimension.english()).to_owned();
                (SymbolKind::Dimension, name, self.coverage(*node, |found| found.dimension == *dimension))
            }
            What::Aspects(_, aspects) => {
                let names = aspects.iter().map(|aspect| self.locale.pick(aspect.name(), aspect.english()));
                let name = names.collect::<Vec<_>>().join(self.locale.pick("、", ", "));
                (SymbolKind::Aspect, name, measures(line.measures, self.locale))
            }
        };
        Symbol { depth: line.depth, name, detail, kind, range: line.range, selection: line.selection }
    }

    /// Kind, name and detail of an entity.
    fn entity_words(&self, key: NodeKey) -> (SymbolKind, String, String) {
        let Some(entity) = self.set.unmerged(key) else {
            return (SymbolKind::Entity(Kind::Plan), String::new(), String::new());
        };
        let title = Some(&self.title).filter(|_| key.is_plan());
        let words = [&entity.id, &entity.name].into_iter().flatten().map(|word| &word.text).chain(title);
        let name = words.map(|text| text.replace(['\n', '\r'], " ")).collect::<Vec<_>>().join(" ");
        let kind = entity.kind;
        let none = name.trim().is_empty();
        let name = if none { self.locale.pick(kind.name(), kind.key()).to_owned() } else { name };
        let held = self.set.levels_of(key);
        let parts = [levels(held.current, held.target), self.coverage(key, |_| true)];
        let detail = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
        (SymbolKind::Entity(kind), name, detail)
    }

    /// Topics reached of those that the target level asks for: `28/32`.
    fn coverage(&self, key: NodeKey, counts: impl Fn(&DimensionProfile) -> bool) -> String {
        let Some(profile) = self.set.profile(key).filter(|profile| profile.target.is_some()) else {
            return String::new();
        };
        let counted = profile.dimensions.iter().filter(|dimension| counts(dimension));
        let (reached, asked) = counted.fold((0, 0), |(reached, asked), dimension| {
            (reached + dimension.topics_reached, asked + dimension.topics_asked)
        });
        format!("{reached}/{asked}")
    }
}

/// `CL2 → CL3`.
fn levels(current: Option<Level>, target: Option<Level>) -> String {
    match (current, target) {
        (Some(current), Some(target)) => format!("{} → {}", current.code(), target.code()),
        (Some(current), None) => format!("{} →", current.code()),
        (None, Some(target)) => target.code().to_owned(),
        (None, None) => String::new(),
    }
}

fn measures(count: usize, locale: Locale) -> String {
    match (locale, count) {
        (Locale::Zh, _) => format!("{count} 项措施"),
        (Locale::En, 1) => "1 measure".to_owned(),
        (Locale::En, _) => format!("{count} measures"),
    }
}
