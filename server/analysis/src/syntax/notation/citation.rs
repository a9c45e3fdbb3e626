//! Citations from the nodes of the notation's tree: what a clause number counts for where it stands, and what lists and
//! ranges of letters spell out to.

use std::ops::Range;

use tree_sitter::Node;

use super::brackets::{Brackets, is_open};
use super::{CitationGroup, CitationPart, children, continues, half_width};

/// An annex clause in running prose has at least so many numbers; `表 A.1` is a caption.
const PROSE_DEPTH: usize = 2;
/// With so many numbers it is whole, and a full stop behind it ends a sentence.
const WHOLE_DEPTH: usize = 3;

/// A letter beyond this one, after a number of two parts, is a unit: `3.5 h`.
const LAST_LETTER: char = 'f';

/// What web pages leave inside long words.
const ZERO_WIDTH_SPACE: char = '\u{200b}';

/// Reads the citation nodes of one text.
pub(super) struct Reader<'a> {
    text: &'a str,
    /// The bytes of `text` before the text that was asked for.
    shift: usize,
    /// Counted when first asked for.
    brackets: Option<Brackets>,
}

/// Who takes the groups.
type Sink<'a> = &'a mut dyn FnMut(CitationGroup);

/// Where citations stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In brackets of their own, or in a field.
    Bracket,
    /// In running text.
    Prose,
}

impl<'a> Reader<'a> {
    /// For running text.
    pub(super) fn prose(text: &'a str) -> Reader<'a> {
        Reader { text, shift: 0, brackets: None }
    }

    /// For a field of citations, written behind an opening bracket of one byte.
    pub(super) fn field(text: &'a str) -> Reader<'a> {
        Reader { text, shift: 1, brackets: None }
    }

    /// The citations of a bracket, or of an enumeration without one.
    pub(super) fn group(&mut self, node: Node<'_>, sink: Sink<'_>) {
        let whole = node.byte_range();
        let open = self.text[whole.clone()].chars().find(|letter| *letter != '\\');
        if !open.is_some_and(is_open) {
            self.enumeration(node, sink);
        } else if self.is_field(&whole) || children(node).any(|child| self.is_remark(child)) {
            self.runs(node, sink);
        } else {
            let mut list = List::default();
            children(node).for_each(|child| self.take(child, Place::Bracket, &mut list));
            let numbers = list.parts.len();
            if self.shift == 0 && !list.introduced {
                list.parts.retain(|part| self.is_clause(part, numbers == 1));
            }
            if !list.parts.is_empty() {
                let range = self.doubled(whole);
                sink(self.moved(CitationGroup { range, bracketed: true, parts: list.parts }));
            }
        }
    }

    /// The citations after a bracket that the grammar sees no end of: it may have one beyond other brackets. Without
    /// one it is still being typed, and cites nothing yet.
    pub(super) fn unfinished(&mut self, node: Node<'_>, sink: Sink<'_>) {
        let open = node.start_byte() + usize::from(self.text[node.start_byte()..].starts_with('\\'));
        if self.is_field(&node.byte_range()) || self.brackets().opens.binary_search(&open).is_ok() {
            self.runs(node, sink);
        }
    }

    /// A bracket with words between its citations: the citations, one group for each that stand together.
    fn runs(&mut self, node: Node<'_>, sink: Sink<'_>) {
        let numbers = self.is_field(&node.byte_range());
        let mut list = List::default();
        for child in children(node) {
            if self.is_remark(child) {
                self.finish(None, std::mem::take(&mut list), numbers, sink);
            } else {
                self.take(child, Place::Bracket, &mut list);
            }
        }
        self.finish(None, list, numbers, sink);
    }

    /// Citations outside brackets: with what introduces them, or an annex clause alone.
    fn enumeration(&mut self, node: Node<'_>, sink: Sink<'_>) {
        let place = if self.shift > 0 { Place::Bracket } else { Place::Prose };
        let mut list = List::default();
        children(node).for_each(|child| self.take(child, place, &mut list));
        let Some(part) = list.parts.first().filter(|_| place == Place::Prose) else {
            return self.finish(Some(node.start_byte()), list, true, sink);
        };
        let behind = &self.text[part.range.end..];
        let counts = if is_annex(part) {
            let asked = if behind.starts_with(is_dot) { WHOLE_DEPTH } else { PROSE_DEPTH };
            list.introduced || depth(part) >= asked
        } else {
            !behind.trim_start().starts_with('节') // a section of the document itself
        };
        if counts {
            self.finish(Some(node.start_byte()), list, false, sink);
        }
    }

    /// Hands over the citations of a list that no bracket holds, or a bracket with other words. Without `numbers` a mere
    /// number must be introduced to count: `（1.9 亿元）`.
    fn finish(&self, start: Option<usize>, mut list: List, numbers: bool, sink: Sink<'_>) {
        if !numbers && !list.introduced {
            list.parts.retain(is_annex);
        }
        let (Some(first), Some(last)) = (list.parts.first(), list.parts.last()) else { return };
        let range = start.unwrap_or(first.range.start)..last.range.end;
        sink(self.moved(CitationGroup { range, bracketed: false, parts: list.parts }));
    }

    /// Whether a part of a bracket in prose, which nothing introduces, is a clause and no quantity: `（2.5 A）`,
    /// `（1.2～1.4）`, `（3.5 h）`.
    fn is_clause(&self, part: &CitationPart, alone: bool) -> bool {
        let written = self.text[part.range.clone()].trim_end_matches([')', '）']);
        let unit = written.ends_with(|letter: char| half_width(letter).is_ascii_uppercase())
            || part.letter.is_some_and(|letter| letter > LAST_LETTER && depth(part) == 1);
        is_annex(part) || !unit && (alone || part.letter.is_some() || depth(part) > 1)
    }

    /// Adds what a node below a group says to the list.
    fn take(&mut self, node: Node<'_>, place: Place, list: &mut List) {
        match node.kind() {
            "lead" | "standard" => list.introduced = true,
            "separator" => list.ranging = false,
            "range" => list.ranging = true,
            "citation" => {
                list.open = false;
                if let Some(part) = self.citation(node, place) {
                    list.add(part);
                }
            }
            "continuation" => {
                let here = list.open.then(|| self.citation(node, place)).flatten();
                // In running text `、A 类` goes on with other words.
                let here = here.filter(|_| {
                    place == Place::Bracket
                        || self.text[node.start_byte()..]
                            .starts_with(|letter| half_width(letter).is_ascii_lowercase())
                });
                list.open = false;
                if let Some(part) = here {
                    list.go_on(part);
                }
            }
            _ => {}
        }
    }

    /// A citation, or its continuation (which has no clause), without what belongs to the words behind it.
    fn citation(&mut self, node: Node<'_>, place: Place) -> Option<CitationPart> {
        let text = self.text;
        let mut pieces: Vec<Node<'_>> = children(node).collect();
        let worded = |piece: &Node<'_>| {
            place == Place::Prose
                && piece.kind() == "point"
                && text[piece.byte_range()].chars().nth(1).is_some()
        };
        while let Some(last) = pieces.pop_if(|last| continues(text, last.end_byte()) || worded(last)) {
            while pieces.pop_if(|piece| piece.end_byte() == last.start_byte()).is_some() {}
        }
        if place == Place::Prose && pieces.len() == 2 {
            pieces.pop_if(|last| last.kind() == "point"); // `A.3.2.1 3 项`
        }
        let last = pieces.last()?;
        let mut part = CitationPart {
            clause: String::new(),
            letter: None,
            point: None,
            range: node.start_byte()..match last.kind() {
                "letter" => self.mark(last.end_byte(), node.end_byte()),
                _ => last.end_byte(),
            },
        };
        for piece in pieces {
            let written = text[piece.byte_range()].chars().filter(|letter| *letter != ZERO_WIDTH_SPACE);
            let written: String = written.map(half_width).collect();
            match piece.kind() {
                "clause" => part.clause = written.to_ascii_uppercase(),
                "letter" => part.letter = written.chars().next().map(|letter| letter.to_ascii_lowercase()),
                _ => part.point = written.parse().ok(),
            }
        }
        let half_typed = place == Place::Bracket
            && part.letter.is_none()
            && part.point.is_none()
            && text[part.range.end..].starts_with(is_dot);
        (!half_typed).then_some(part)
    }

    /// Where a letter ends: behind a `)` that belongs to it and to no bracket.
    fn mark(&mut self, end: usize, most: usize) -> usize {
        let blank = self.text[end..].len() - self.text[end..].trim_start().len();
        match self.text[end + blank..].chars().next() {
            Some(mark) if end + blank < most && self.is_stray(end + blank, mark) => {
                end + blank + mark.len_utf8()
            }
            _ => end,
        }
    }

    /// A round bracket with the second `)` of `（附录 A.3.2.1 b））`, of which one was the letter's.
    fn doubled(&mut self, range: Range<usize>) -> Range<usize> {
        match self.text[range.end..].chars().next() {
            Some(mark) if self.text[..range.end].ends_with([')', '）']) && self.is_stray(range.end, mark) => {
                range.start..range.end + mark.len_utf8()
            }
            _ => range,
        }
    }

    /// Whether a round bracket ends here that never began.
    fn is_stray(&mut self, at: usize, mark: char) -> bool {
        matches!(mark, ')' | '）') && self.brackets().closes.binary_search(&at).is_err()
    }

    fn brackets(&mut self) -> &Brackets {
        let text = self.text;
        self.brackets.get_or_insert_with(|| Brackets::of(text))
    }

    /// Whether brackets with other words hold this node.
    pub(super) fn is_aside(&mut self, node: Node<'_>) -> bool {
        let at = node.start_byte();
        let held = &self.brackets().held;
        let next = held.partition_point(|held| held.end < at);
        held.get(next).is_some_and(|held| held.contains(&at))
    }

    /// Whether this bracket is only the beginning of a field.
    fn is_field(&self, range: &Range<usize>) -> bool {
        self.shift > 0 && range.start == 0
    }

    /// Whether a node in a bracket is more than punctuation between citations.
    fn is_remark(&self, node: Node<'_>) -> bool {
        match node.kind() {
            "citation" | "continuation" | "separator" | "range" | "lead" | "standard" => false,
            "text" => {
                !self.text[node.byte_range()].trim_matches(['.', '。', '：', ':', '*', '_', '`']).is_empty()
            }
            _ => true,
        }
    }

    fn moved(&self, mut group: CitationGroup) -> CitationGroup {
        for range in group.parts.iter_mut().map(|part| &mut part.range).chain([&mut group.range]) {
            *range = range.start - self.shift..range.end - self.shift;
        }
        group
    }
}

/// Citations one after another, spelt out.
#[derive(Default)]
struct List {
    parts: Vec<CitationPart>,
    /// Whether a letter or point may go on from the last part.
    open: bool,
    /// Whether the last part is the lower end of a range.
    ranging: bool,
    /// Whether something says that these are clauses.
    introduced: bool,
}

impl List {
    /// A letter or a point of the last part's clause.
    fn go_on(&mut self, mut part: CitationPart) {
        if let Some(last) = self.parts.last() {
            part.clause.clone_from(&last.clause);
            part.letter = part.letter.or(last.letter);
            self.add(part);
        }
    }

    fn add(&mut self, part: CitationPart) {
        match self.parts.last_mut() {
            Some(first) if self.ranging && first.clause == part.clause => {
                let between = between(first, &part);
                if !between.is_empty() {
                    first.range.end = part.range.end;
                }
                let range = first.range.start..part.range.end;
                let clause = part.clause.clone();
                let spelt = between.into_iter().map(|(letter, point)| CitationPart {
                    clause: clause.clone(),
                    letter,
                    point,
                    range: range.clone(),
                });
                let spelt: Vec<CitationPart> = spelt.collect();
                if spelt.is_empty() {
                    self.parts.push(part);
                } else {
                    self.parts.extend(spelt);
                }
            }
            _ => self.parts.push(part),
        }
        (self.open, self.ranging) = (true, false);
    }
}

/// What a range stands for beyond its lower end: letters of one clause, or points of one letter.
fn between(low: &CitationPart, high: &CitationPart) -> Vec<(Option<char>, Option<u8>)> {
    match (low.letter, low.point, high.letter, high.point) {
        (Some(first), None, Some(last), None) => {
            (first..=last).skip(1).map(|letter| (Some(letter), None)).collect()
        }
        (letter, Some(first), other, Some(last)) if letter == other => {
            (first..=last).skip(1).map(|point| (letter, Some(point))).collect()
        }
        _ => Vec::new(),
    }
}

/// The chapters of the standard that a field begins with: `5`, `5、7`. A single digit cites nothing elsewhere.
pub(super) fn chapters(text: &str) -> Vec<CitationGroup> {
    let mut groups = Vec::new();
    let mut at = 0;
    for piece in text.split_inclusive(['、', '，', ',', '；', ';']) {
        let bare = piece.trim_end_matches(['、', '，', ',', '；', ';']);
        let start = at + bare.len() - bare.trim_start().len();
        let mut letters = bare.trim().chars();
        let (Some(digit @ '1'..='9'), None) = (letters.next().map(half_width), letters.next()) else { break };
        let range = start..start + bare.trim().len();
        let part =
            CitationPart { clause: digit.to_string(), letter: None, point: None, range: range.clone() };
        groups.push(CitationGroup { range, bracketed: false, parts: vec![part] });
        at += piece.len();
    }
    groups
}

fn is_annex(part: &CitationPart) -> bool {
    part.clause.starts_with('A')
}

/// The numbers behind a clause's first letter or number.
fn depth(part: &CitationPart) -> usize {
    part.clause.matches('.').count()
}

fn is_dot(letter: char) -> bool {
    matches!(letter, '.' | '．')
}
