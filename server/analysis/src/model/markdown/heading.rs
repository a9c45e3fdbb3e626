//! Headings: numbering, attributes, ids; what a heading opens.

use std::ops::Range;

use super::Markdown;
use crate::model::Origin;
use crate::model::aside::Reading;
use crate::model::pieces::{Piece, ScopeKind};
use crate::model::words::trim;
use crate::schema::{self, FieldKey, Kind, Slot, Type};
use crate::standard::{Aspect, Dimension, read_level};
use crate::syntax::notation::Token;

/// Fields whose label as a heading is a chapter's name, never the field.
const NO_HEADING: [FieldKey; 9] = [
    FieldKey::Standard,
    FieldKey::Title,
    FieldKey::Organization,
    FieldKey::Id,
    FieldKey::Name,
    FieldKey::Level,
    FieldKey::Current,
    FieldKey::Target,
    FieldKey::Partners,
];

/// A near word of fewer characters says nothing by itself of the dimension that it belongs to.
const LEAST_NEAR: usize = 4;

impl Markdown<'_, '_> {
    pub(super) fn heading(&mut self, level: u8, range: Range<usize>) {
        let mut beside = None;
        while let Some(scope) = self.low.scopes.pop_if(|scope| scope.depth >= usize::from(level)) {
            // What stands beside an aspect's heading stands in its dimension.
            if let ScopeKind::Aspects(aspects) = &scope.kind
                && scope.depth == usize::from(level)
            {
                beside = aspects.last().map(|aspect| aspect.dimension());
            }
        }
        let text = self.low.text;
        self.inline_comments(&range);
        let raw = &text[range.clone()];
        let bare_end = raw.find("<!--").map_or(range.end, |at| range.start + at);
        let attributes = self.attributes(range.start..bare_end);
        let title_end = attributes.as_ref().map_or(bare_end, |found| found.range.start);
        let numbered = range.start + numbering(&text[range.start..title_end]);
        let title = trim(text, numbered..title_end);
        let first = !std::mem::replace(&mut self.titled, true);
        let opens = schema::heading_kind(&text[title.start..bare_end.max(title.end)]);
        let may_be_title = first && level == 1;
        if let Some(found) =
            opens.filter(|found| !may_be_title || !is_english_title(raw, &text[title.clone()], found.rest))
        {
            let rest = rest_range(&title, found.rest, bare_end, text);
            self.entity_heading(level, &range, found.kind, rest, attributes, raw.len());
            return;
        }
        let kind = self.opened_by(title.clone(), &range, beside, may_be_title);
        self.low.aside(&title, Reading::Text);
        self.low.prose(&title);
        self.push_scope(level, kind);
    }

    /// What a heading that is no entity's opens; `beside` is the dimension of the aspect whose heading it stands beside.
    fn opened_by(
        &mut self,
        place: Range<usize>,
        range: &Range<usize>,
        beside: Option<Dimension>,
        first: bool,
    ) -> ScopeKind {
        let title = &self.low.text[place.clone()];
        let (node, kind) = self.low.entity();
        let span = self.low.span(range);
        if let Some((dimension, length)) = dimension_of(title) {
            let name = self.low.word(place.start..place.start + length);
            self.low.open_dimension(dimension, span, name);
            return ScopeKind::Dimension(dimension);
        }
        let inside = matches!(kind, Kind::Unit | Kind::Module)
            || self.low.scopes.iter().any(|scope| matches!(scope.kind, ScopeKind::Dimension(_)));
        if inside {
            let (aspects, near) = self.aspects_of(title, beside);
            if !aspects.is_empty() {
                let near = near.map(|_| self.low.word(place));
                self.low.open_aspects(&aspects, span, near.as_ref());
                return ScopeKind::Aspects(aspects);
            }
        }
        if let Some(listed) = schema::list_of(title) {
            if let Some(Slot::Field(field)) = schema::resolve(Kind::Plan, title) {
                self.low.label(Kind::Plan, field.key, &place);
            }
            return ScopeKind::Entities(listed);
        }
        if let Some(Slot::Field(field)) = schema::resolve(kind, title)
            && !NO_HEADING.contains(&field.key)
        {
            let opened = match field.ty {
                Type::Records(record) => Some(ScopeKind::Records(field.key, record)),
                Type::Entities(_) | Type::Level | Type::Levels | Type::Edition | Type::Id => None,
                _ => Some(ScopeKind::Field(field.key)),
            };
            if let Some(opened) = opened {
                self.low.label(kind, field.key, &place);
                let span = self.low.span(&place);
                self.low.push(node, Piece::Opens(field.key, span));
                return opened;
            }
        }
        if first { ScopeKind::Title } else { ScopeKind::Prose }
    }

    /// The aspects that a title names, and what it should be where it names one by a near word. Elsewhere than directly
    /// in a dimension, or beside an aspect, a near word (规划, 执行) is a word like any other.
    fn aspects_of(&self, title: &str, beside: Option<Dimension>) -> (Vec<Aspect>, Option<String>) {
        let Some(dimension) = self.low.dimension().or(beside) else {
            return (schema::resolve_aspects(title), None);
        };
        let found = schema::resolve_aspects_in(dimension, title);
        // Where no dimensions are opened, the next one may begin here; short words are too common for that.
        if found.0.is_empty() && self.low.dimension().is_none() && title.chars().count() >= LEAST_NEAR {
            let others = Dimension::all().map(|other| schema::resolve_aspects_in(other, title));
            return others.into_iter().find(|(aspects, _)| !aspects.is_empty()).unwrap_or(found);
        }
        found
    }

    fn entity_heading(
        &mut self,
        level: u8,
        anchor: &Range<usize>,
        kind: Kind,
        rest: Range<usize>,
        attributes: Option<Attributes>,
        length: usize,
    ) {
        let text = self.low.text;
        let key = self.low.open(kind, &(anchor.start..anchor.start + length), false);
        self.push_scope(level, ScopeKind::Entity(key, kind));
        let mut name = rest.clone();
        let mut id = attributes.as_ref().and_then(|found| found.id.clone());
        // The id of the attributes may stand before the name as well.
        let begins_with = |id: &Range<usize>| {
            first_id(&text[rest.clone()])
                .filter(|first| text[id.clone()] == text[rest.start..rest.start + first])
        };
        if let Some(first) = id.as_ref().and_then(begins_with) {
            name = rest.start + first..rest.end;
        }
        if id.is_none()
            && let Some(first) = first_id(&text[rest.clone()])
        {
            id = Some(rest.start..rest.start + first);
            name = rest.start + first..rest.end;
        }
        if id.is_none()
            && let Some((bracket, inner)) = last_bracket_id(&text[rest.clone()])
        {
            id = Some(rest.start + inner.start..rest.start + inner.end);
            name = rest.start..rest.start + bracket;
        }
        if id.is_none() {
            id = comment_id(text, anchor.clone());
        }
        if let Some(id) = id {
            self.push_text(kind, FieldKey::Id, id, Origin::Heading);
        }
        let name = separators(text, trim(text, name));
        if !name.is_empty() {
            self.push_text(kind, FieldKey::Name, name, Origin::Heading);
        }
        for (attribute, value) in attributes.map(|found| found.pairs).unwrap_or_default() {
            if let Some(Slot::Field(field)) = schema::resolve(kind, &text[attribute.clone()]) {
                let field = self.low.text_field(field, &attribute, &value, Origin::Heading);
                self.low.push(key, Piece::Field { field: Box::new(field), append: false });
            }
        }
    }

    fn attributes(&mut self, range: Range<usize>) -> Option<Attributes> {
        let raw = &self.low.text[range.clone()];
        let open = raw.rfind("{#")?;
        let start = range.start + open;
        let shift = |part: &Range<usize>| start + part.start..start + part.end;
        self.low.notation.prose(&raw[open..]).into_iter().find_map(|token| match token {
            Token::Attributes { range, id, pairs } => Some(Attributes {
                range: shift(&range),
                id: id.map(|(_, place)| shift(&place)),
                pairs: pairs.iter().map(|(_, _, key, value)| (shift(key), shift(value))).collect(),
            }),
            _ => None,
        })
    }
}

/// Whether the first heading of a document, whole and without its numbering, is a title in English that begins with the
/// word of a kind: behind the word stands a blank, as between any two words, and nowhere an id. In Chinese nobody puts a
/// blank into a title.
fn is_english_title(raw: &str, title: &str, rest: &str) -> bool {
    let word = title.trim_end().strip_suffix(rest.trim_end()).unwrap_or_default();
    let has_id = raw.contains("{#")
        || first_id(rest).is_some()
        || last_bracket_id(title).is_some()
        || raw.find("<!--").is_some_and(|at| comment_id(raw, at..raw.len()).is_some());
    word.is_ascii() && !word.contains(':') && !has_id
}

/// `{#CU-01 target=CL3}`.
struct Attributes {
    range: Range<usize>,
    id: Option<Range<usize>>,
    pairs: Vec<(Range<usize>, Range<usize>)>,
}

/// Where `rest`, a part of the title's text, stands.
fn rest_range(title: &Range<usize>, rest: &str, end: usize, text: &str) -> Range<usize> {
    let whole = &text[title.start..end.max(title.end)];
    let start = title.start + (whole.len() - rest.len());
    start.min(title.end)..title.end
}

/// The dimension that a heading names, with or without the words that say it is about construction, and the length of
/// the name.
fn dimension_of(title: &str) -> Option<(Dimension, usize)> {
    let bare = ["建设重点", "建设内容", "建设方案", "的建设", "建设"]
        .iter()
        .find_map(|suffix| title.strip_suffix(suffix))
        .unwrap_or(title);
    if bare.chars().count() < 3 {
        return None;
    }
    let named = schema::resolve_dimension(bare).or_else(|| {
        let lower = bare.to_ascii_lowercase();
        lower.strip_suffix(" dimension").and_then(Dimension::from_key)
    });
    Some((named?, bare.len()))
}

/// The length of a heading's numbering: `一、` `（一）` `第二章` `3.1.2` `3.1、` `1.`, glued to the title or not.
pub(crate) fn numbering(title: &str) -> usize {
    const NUMERALS: &str = "一二三四五六七八九十百零〇两0123456789";
    let rest = title.trim_start();
    let skip = title.len() - rest.len();
    let numeral =
        |text: &str| text.chars().take_while(|c| NUMERALS.contains(*c)).map(char::len_utf8).sum::<usize>();
    let past = |rest: &str| {
        title.len() - rest.trim_start_matches([' ', '\t', '\u{3000}', '、', '.', '．', ':', '：']).len()
    };
    if let Some(inner) = rest.strip_prefix('第') {
        let length = numeral(inner);
        if length > 0
            && let Some(after) = inner[length..].strip_prefix(['章', '节', '篇', '部', '条'])
        {
            return past(after);
        }
    }
    if let Some(inner) = rest.strip_prefix(['（', '(']) {
        let length = numeral(inner);
        if length > 0
            && let Some(after) = inner[length..].strip_prefix(['）', ')'])
        {
            return past(after);
        }
    }
    let digits: usize =
        rest.chars().take_while(|c| c.is_ascii_digit() || *c == '.').map(char::len_utf8).sum();
    if digits > 0 && rest.starts_with(|c: char| c.is_ascii_digit()) {
        let after = &rest[digits..];
        let dotted = rest[..digits].contains('.');
        let separated = after.starts_with([' ', '\t', '\u{3000}', '、', '）', ')', '．']);
        if dotted || separated {
            return past(after.trim_start_matches(['）', ')']));
        }
        return skip;
    }
    let length = numeral(rest);
    if length > 0
        && let Some(after) = rest[length..].strip_prefix(['、', '．', '.', '）', ')'])
    {
        return past(after);
    }
    skip
}

/// Whether a text has the form of an id.
pub(crate) fn is_id(text: &str) -> bool {
    id_length(text) == text.len()
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.contains(|c: char| c.is_ascii_digit())
        && text.ends_with(|c: char| c.is_ascii_alphanumeric())
        && read_level(text).code.is_none()
}

fn id_length(text: &str) -> usize {
    let length: usize =
        text.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')).count();
    text[..length].trim_end_matches(['-', '_', '.']).len()
}

/// The length of the id with which a text begins.
pub(super) fn first_id(text: &str) -> Option<usize> {
    let length = id_length(text);
    is_id(&text[..length]).then_some(length)
}

/// Where the brackets at a text's end that hold an id begin, and the id.
pub(super) fn last_bracket_id(text: &str) -> Option<(usize, Range<usize>)> {
    let bare = text.trim_end();
    let close = bare.strip_suffix(['）', ')'])?;
    let open = close.rfind(['（', '('])?;
    let width = close[open..].chars().next().map_or(1, char::len_utf8);
    let inner = close[open + width..].trim();
    let start = open + width + (close[open + width..].len() - close[open + width..].trim_start().len());
    (first_id(inner) == Some(inner.len()) && !inner.is_empty()).then_some((open, start..start + inner.len()))
}

/// The id that `<!-- id: CU-01 -->` gives.
pub(super) fn comment_id(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let raw = &text[range.clone()];
    let comment = raw.find("<!--")?;
    let body = &raw[comment + 4..];
    let inner = body.trim_start();
    let after = inner.strip_prefix("id").or_else(|| inner.strip_prefix("编号"))?.trim_start();
    let value = after.strip_prefix([':', '：'])?.trim_start();
    let length = first_id(value)?;
    let start = range.start + raw.len() - value.len();
    Some(start..start + length)
}

/// Drops separators at both ends of a name.
pub(super) fn separators(text: &str, range: Range<usize>) -> Range<usize> {
    let marks = |c: char| c.is_whitespace() || matches!(c, '：' | ':' | '-' | '—' | '–' | '、' | '·');
    let raw = &text[range.clone()];
    let start = range.start + raw.len() - raw.trim_start_matches(marks).len();
    let end = range.start + raw.trim_end_matches(marks).len();
    start.min(end.max(range.start))..end.max(start.min(end.max(range.start)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbering_is_stripped_also_where_it_is_glued() {
        for title in [
            "一、总体需求",
            "（一）总体需求",
            "第二章 总体需求",
            "3.1.2 总体需求",
            "3.1、总体需求",
            "1.1总体需求",
            "2. 总体需求",
            "(3) 总体需求",
        ] {
            assert_eq!(&title[numbering(title)..], "总体需求", "{title}");
        }
        for title in ["5G网络", "2024年规划", "一体化运营", "3D 打印"] {
            assert_eq!(numbering(title), 0, "{title}");
        }
    }

    #[test]
    fn an_id_stands_first_or_in_brackets_at_the_end() {
        assert_eq!(first_id("CU-01 计划排产"), Some(5));
        assert_eq!(first_id("CL3 平台"), None);
        assert_eq!(
            last_bracket_id("计划排产（CU-01）").map(|(_, id)| &"计划排产（CU-01）"[id]),
            Some("CU-01")
        );
        assert_eq!(last_bracket_id("计划排产（一期）"), None);
    }
}
