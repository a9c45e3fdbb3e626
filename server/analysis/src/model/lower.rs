//! What both surfaces share when facts are taken from text: values, measures, citations, comments.

use std::hash::BuildHasher;
use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxBuildHasher;

use super::aside;
use super::pieces::{Allow, AllowScope, ChunkFacts, Piece, Scope, ScopeKind};
use super::words::{clean, comments, is_placeholder, only_marks_behind, outer, split_value, waiver, without};
use super::{
    ChunkId, Citation, Field, FileId, Indicator, Measure, NodeKey, Origin, Problem, ProblemKind, Section,
    Span, Status, Waiver, Word,
};
use crate::schema::{self, FieldKey, Kind};
use crate::standard::{Aspect, Dimension, Match, OwnWords, TermSet, normalize, standard};
use crate::syntax::notation::{CitationGroup, Notation, Token, looks_interesting};

/// A chunk being lowered.
pub(super) struct Lowering<'a> {
    pub(super) file: FileId,
    pub(super) chunk: ChunkId,
    pub(super) text: &'a str,
    pub(super) notation: &'a mut Notation,
    pub(super) own: &'a OwnWords,
    pub(super) facts: ChunkFacts,
    pub(super) scopes: Vec<Scope>,
    numbers: u32,
}

impl<'a> Lowering<'a> {
    pub(super) fn new(
        file: FileId,
        chunk: ChunkId,
        text: &'a str,
        notation: &'a mut Notation,
        own: &'a OwnWords,
        facts: ChunkFacts,
    ) -> Self {
        let scopes = facts.before.scopes.clone();
        Self { file, chunk, text, notation, own, facts, scopes, numbers: 0 }
    }

    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        let narrow = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Span { file: self.file, chunk: self.chunk, start: narrow(range.start), end: narrow(range.end) }
    }

    pub(super) fn word(&self, range: Range<usize>) -> Word {
        let text = clean(self.text.get(range.clone()).unwrap_or_default());
        Word::new(text, self.span(&range))
    }

    pub(super) fn fresh(&mut self) -> NodeKey {
        self.numbers += 1;
        NodeKey { file: self.file, chunk: self.chunk, number: self.numbers }
    }

    /// The nearest entity around, the plan if none.
    pub(super) fn entity(&self) -> (NodeKey, Kind) {
        self.scopes
            .iter()
            .rev()
            .find_map(|scope| match scope.kind {
                ScopeKind::Entity(key, kind) => Some((key, kind)),
                _ => None,
            })
            .unwrap_or((NodeKey::plan(self.file), Kind::Plan))
    }

    /// Notes what is open if a text that is read now holds the byte that a probe asks for; the innermost text counts.
    pub(super) fn look(&mut self, range: &Range<usize>) {
        if let Some(probed) = &mut self.facts.probed
            && range.start <= probed.at
            && probed.at < range.end
        {
            probed.scopes = Some(self.scopes.clone());
        }
    }

    pub(super) fn push(&mut self, node: NodeKey, piece: Piece) {
        self.facts.pieces.push((node, piece));
    }

    /// Takes note of the aspects that a heading, key or cell opens at `span`; `near` is its name where the standard has
    /// another one.
    pub(super) fn open_aspects(&mut self, aspects: &[Aspect], span: Span, near: Option<&Word>) {
        let (node, _) = self.entity();
        for &aspect in aspects {
            let (dimension, near) = (aspect.dimension(), near.cloned().map(Box::new));
            self.push(node, Piece::Section(Section { dimension, aspect: Some(aspect), span, near }));
        }
    }

    /// Takes note of the dimension that a heading or key of this name opens at `span`.
    pub(super) fn open_dimension(&mut self, dimension: Dimension, span: Span, name: Word) {
        let (node, _) = self.entity();
        let near = Some(name).filter(|name| matches!(name.lookup(TermSet::Dimension), Match::Corrected(_)));
        self.push(node, Piece::Section(Section { dimension, aspect: None, span, near: near.map(Box::new) }));
    }

    /// The dimension that is open, if nothing is open inside it.
    pub(super) fn dimension(&self) -> Option<Dimension> {
        match self.scopes.last()?.kind {
            ScopeKind::Dimension(dimension) => Some(dimension),
            _ => None,
        }
    }

    /// Takes note of a heading, key or column header that names a field.
    pub(super) fn label(&mut self, kind: Kind, key: FieldKey, range: &Range<usize>) {
        let span = self.span(range);
        self.facts.labels.push((kind, key, span));
    }

    pub(super) fn problem(&mut self, kind: ProblemKind, range: &Range<usize>) {
        let (node, _) = self.entity();
        let span = self.span(range);
        self.push(node, Piece::Problem(Box::new(Problem { kind, span })));
    }

    pub(super) fn open(&mut self, kind: Kind, anchor: &Range<usize>, row: bool) -> NodeKey {
        let (parent, _) = self.entity();
        let key = self.fresh();
        let anchor = self.span(anchor);
        self.push(key, Piece::Open { kind, parent, anchor, row });
        key
    }

    /// A field whose value is the text of `value`, split as its type says.
    pub(super) fn text_field(
        &mut self,
        field: &schema::Field,
        label: &Range<usize>,
        value: &Range<usize>,
        origin: Origin,
    ) -> Field {
        let parts = split_value(self.text, value.clone(), field.ty, self.own);
        let words: Vec<Word> =
            parts.into_iter().map(|part| self.word(part)).filter(|w| !w.text.is_empty()).collect();
        self.field(field.key, label, value, words, origin)
    }

    pub(super) fn field(
        &mut self,
        key: FieldKey,
        label: &Range<usize>,
        value: &Range<usize>,
        mut words: Vec<Word>,
        origin: Origin,
    ) -> Field {
        if !self.own.is_empty()
            && let Some(set) = schema::terms_of(key)
        {
            words.iter_mut().for_each(|word| word.own = self.own.meant(set, &word.text));
        }
        if let Some(reading) = aside::reading(key) {
            let places = words.iter().map(|word| word.span.start as usize..word.span.end as usize);
            places.for_each(|place| self.aside(&place, reading));
        }
        let placeholder = !words.is_empty() && words.iter().all(|word| is_placeholder(&word.text));
        let value = if value.is_empty() { label } else { value };
        Field { key, label: self.span(label), value: self.span(value), words, origin, placeholder }
    }

    /// The measure that the text of `range` says: text, citations, status, waiver.
    pub(super) fn measure(&mut self, range: &Range<usize>, raw: &str, verbatim: bool) -> Draft {
        let key = self.fresh();
        let start = range.start;
        let tokens = if looks_interesting(raw) { self.notation.prose(raw) } else { Vec::new() };
        let place =
            |part: &Range<usize>| if verbatim { start + part.start..start + part.end } else { range.clone() };
        self.former_levels(range, raw, verbatim);
        let mut cut: Vec<Range<usize>> = comments(raw);
        let mut draft = Draft::new(key, self.span(range));
        for token in &tokens {
            if let Token::Citation(group) = token {
                draft.citations.extend(self.citations(group, place));
                cut.push(group.range.clone());
            }
        }
        for token in &tokens {
            if let Token::Status { range: mark, word } = token
                && let Some(status) = self.own.lookup(TermSet::Status, &raw[word.clone()]).term()
                && only_marks_behind(raw, mark.end, &cut)
            {
                draft.status = Some(Status::of(status));
                cut.push(mark.clone());
            }
        }
        cut.sort_by_key(|part| part.start);
        let body = outer(raw, &cut);
        let text = without(raw, body.clone(), &cut);
        draft.waiver = waiver(raw, &body, &cut).map(|reason| Waiver {
            reason: reason
                .map(|reason| Word::new(without(raw, reason.clone(), &cut), self.span(&place(&reason)))),
        });
        draft.placeholder = is_placeholder(&text);
        draft.text = Word::new(text, self.span(&place(&body)));
        draft
    }

    pub(super) fn citations(
        &self,
        group: &CitationGroup,
        place: impl Fn(&Range<usize>) -> Range<usize>,
    ) -> Vec<Citation> {
        group
            .parts
            .iter()
            .map(|part| Citation {
                target: standard().resolve(&part.clause, part.letter, part.point),
                clause: part.clause.clone(),
                letter: part.letter,
                point: part.point,
                span: self.span(&place(&part.range)),
            })
            .collect()
    }

    /// The citations of a `clause` field or 条款 cell, where bare numbers count.
    pub(super) fn clause_citations(
        &mut self,
        raw: &str,
        range: &Range<usize>,
        verbatim: bool,
    ) -> Vec<Citation> {
        let groups = self.notation.citations(raw);
        let start = range.start;
        let place =
            |part: &Range<usize>| if verbatim { start + part.start..start + part.end } else { range.clone() };
        groups.iter().flat_map(|group| self.citations(group, place)).collect()
    }

    /// Adds a measure to the entity around it; it stands in `aspects`, or where its citation says.
    pub(super) fn push_measure(&mut self, draft: Draft, aspects: &[Aspect]) {
        let cited = draft.citations.iter().flat_map(|citation| match citation.target.aspects() {
            // An item of several aspects (CL1) stands for them all: it has one place among those around, else its first.
            several if several.len() > 1 => several
                .iter()
                .find(|aspect| aspects.contains(aspect))
                .or(several.first())
                .copied()
                .into_iter()
                .collect(),
            one => one,
        });
        let mut found: Vec<Aspect> = match aspects {
            [] => cited.collect(),
            [only] => vec![*only],
            several => {
                cited.filter(|aspect| several.contains(aspect)).chain(several.first().copied()).collect()
            }
        };
        if aspects.len() > 1 && found.len() > 1 {
            found.pop();
        }
        let (node, _) = self.entity();
        let Some(&aspect) = found.first() else {
            // It stands nowhere and is no measure; that what it cites does not exist may be why.
            let lost = draft.citations.into_iter().filter(|citation| !citation.target.exists());
            lost.for_each(|citation| self.push(node, Piece::Citation(Box::new(citation))));
            return;
        };
        found.retain(|other| other.dimension() == aspect.dimension());
        let mut others: Vec<Aspect> = Vec::new();
        for other in found {
            if other != aspect && !others.contains(&other) {
                others.push(other);
            }
        }
        self.push(node, Piece::Measure(Arc::new(draft.finish(aspect, others))));
    }

    pub(super) fn push_record(&mut self, key: NodeKey, kind: Kind, fields: Vec<Field>, span: &Range<usize>) {
        let (node, _) = self.entity();
        let span = self.span(span);
        self.push(node, Piece::Record(Box::new(Indicator { key, kind, fields, span })));
    }

    /// Takes note of `capplan: allow …` in the comment at `range`.
    pub(super) fn comment(&mut self, range: &Range<usize>) {
        let raw = self.text.get(range.clone()).unwrap_or_default();
        let Some((at, marker)) = ALLOW_MARKERS.iter().find_map(|mark| Some((raw.find(mark)?, mark))) else {
            return;
        };
        let rest = &raw[at + marker.len()..];
        let lead = rest.len() - rest.trim_start().len();
        let rest = rest.trim_start();
        let (scope, word) = if rest.starts_with("allow-file") {
            (AllowScope::File, "allow-file".len())
        } else if rest.starts_with("allow") {
            (AllowScope::Next, "allow".len())
        } else {
            return;
        };
        let names = &rest[word..];
        let end = ["—", "–", " - ", "--", "\n", "：", ":"].iter().filter_map(|mark| names.find(mark)).min();
        let (names, reason) = names.split_at(end.unwrap_or(names.len()));
        let base = range.start + at + marker.len() + lead + word;
        let reason = self.reason(reason, base + names.len());
        let mut rules = Vec::new();
        let mut offset = 0;
        for name in names.split([',', '，', '、']) {
            let bare = name.trim();
            if !bare.is_empty() {
                let start = base + offset + (name.len() - name.trim_start().len());
                rules.push((bare.to_owned(), self.span(&(start..start + bare.len()))));
            }
            offset += name.len() + names[offset + name.len()..].chars().next().map_or(0, char::len_utf8);
        }
        let span = self.span(range);
        self.facts.allows.push(Allow { rules, reason, scope, span });
    }

    /// The reason in what stands behind the names of a comment, from byte `at` on.
    fn reason(&self, behind: &str, at: usize) -> Option<Word> {
        let behind = behind.split("-->").next().unwrap_or_default().trim_end();
        let bare =
            behind.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '—' | '–' | '：'));
        let start = at + behind.len() - bare.len();
        (!bare.is_empty()).then(|| self.word(start..start + bare.len()))
    }
}

/// With what a suppression comment begins; the colon may be full-width.
pub(crate) const ALLOW_MARKERS: [&str; 2] = ["capplan:", "capplan："];

/// A measure that is still being read.
#[derive(Debug)]
pub(super) struct Draft {
    key: NodeKey,
    span: Span,
    pub(super) text: Word,
    pub(super) citations: Vec<Citation>,
    pub(super) status: Option<Status>,
    pub(super) waiver: Option<Waiver>,
    pub(super) placeholder: bool,
    pub(super) fields: Vec<Field>,
}

impl Draft {
    pub(super) fn new(key: NodeKey, span: Span) -> Self {
        Self {
            key,
            span,
            text: Word::new(String::new(), Span { end: span.start, ..span }),
            citations: Vec::new(),
            status: None,
            waiver: None,
            placeholder: false,
            fields: Vec::new(),
        }
    }

    pub(super) fn until(&mut self, end: Span) {
        if end.chunk == self.span.chunk {
            self.span.end = self.span.end.max(end.end);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.text.is_empty()
            && self.citations.is_empty()
            && self.waiver.is_none()
            && self.fields.is_empty()
    }

    fn finish(mut self, aspect: Aspect, others: Vec<Aspect>) -> Measure {
        self.citations.shrink_to_fit();
        self.fields.shrink_to_fit();
        Measure {
            key: self.key,
            aspect,
            others,
            wording: wording(&self.text.text),
            text: self.text,
            citations: self.citations,
            status: self.status,
            waiver: self.waiver.map(Box::new),
            placeholder: self.placeholder,
            fields: self.fields,
            span: self.span,
        }
    }
}

/// The hash of a text's letters and digits, whatever their width; none for a text without any.
fn wording(text: &str) -> Option<u64> {
    let text: String = normalize(text).chars().filter(|c| c.is_alphanumeric()).collect();
    (!text.is_empty()).then(|| FxBuildHasher.hash_one(text))
}
