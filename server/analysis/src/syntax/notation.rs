//! The planning notation inside text: citations, levels, heading attributes, ids, quotations
//! and status marks, read from the trees of the crate `tree-sitter-capplan`. Nothing else knows that grammar's nodes.

use std::ops::Range;

use tree_sitter::{Node, Parser, Tree};

mod brackets;
mod citation;
#[cfg(test)]
mod tests;

/// One citation: a clause, one of its lettered items, or one of that item's points. Whether it exists is the
/// standard's matter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CitationPart {
    /// The clause in canonical form: `A.3.2.1`, `8.4.1`.
    pub clause: String,
    /// The item's letter, lower case.
    pub letter: Option<char>,
    /// The ordinal of the bullet below the item.
    pub point: Option<u8>,
    /// The bytes of this one citation. All that a range (`a–c`) stands for share the bytes of the range.
    pub range: Range<usize>,
}

/// Citations that stand together: in one bracket, or as one enumeration (`A.3.2.1 a、b`).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CitationGroup {
    /// The bytes of the whole, brackets and introduction (`见`, `附录`, the standard's number) included.
    pub range: Range<usize>,
    /// Whether brackets hold these citations and nothing else.
    pub bracketed: bool,
    /// The citations, at least one.
    pub parts: Vec<CitationPart>,
}

/// A piece of notation in a text, with the bytes it stands on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Token {
    /// Citations of the standard.
    Citation(CitationGroup),
    /// A level: `CL3`, `CL2（场景级）`.
    Level {
        /// The code and the name.
        range: Range<usize>,
        /// The code: `CL3`, `cl 3`.
        code: Range<usize>,
        /// The word in brackets after it.
        name: Option<Range<usize>>,
    },
    /// From one level to another: `CL2 → CL3`.
    Transition {
        /// The level before the arrow, its name included.
        from: Range<usize>,
        /// The level after the arrow, its name included.
        to: Range<usize>,
        /// The whole.
        range: Range<usize>,
    },
    /// A heading's attributes: `{#CU-01 target=CL3}`.
    Attributes {
        /// The braces and what they hold.
        range: Range<usize>,
        /// The id, and its bytes without the `#`.
        id: Option<(String, Range<usize>)>,
        /// The pairs in order: key, value without its quotation marks, and the bytes of both.
        pairs: Vec<(String, String, Range<usize>, Range<usize>)>,
    },
    /// Text in quotation marks.
    Quoted {
        /// The marks and the text.
        range: Range<usize>,
        /// The text.
        inner: Range<usize>,
    },
    /// A bracket that holds one short word, such as a status: `（建设中）`.
    Status {
        /// The bracket.
        range: Range<usize>,
        /// The word.
        word: Range<usize>,
    },
    /// What has the form of an id: `CU-01`.
    Id {
        /// The id's bytes.
        range: Range<usize>,
    },
}

impl Token {
    /// The bytes of the whole piece.
    pub fn range(&self) -> &Range<usize> {
        match self {
            Token::Citation(group) => &group.range,
            Token::Level { range, .. }
            | Token::Transition { range, .. }
            | Token::Attributes { range, .. }
            | Token::Quoted { range, .. }
            | Token::Status { range, .. }
            | Token::Id { range } => range,
        }
    }
}

/// A bracket around more characters than this holds no status word.
const LONGEST_STATUS: usize = 24;
/// Nor does one around more Chinese characters than this.
const LONGEST_CHINESE_STATUS: usize = 8;

/// Reads the notation; keeps its parser between texts.
pub struct Notation {
    parser: Parser,
    field: String,
}

impl Default for Notation {
    fn default() -> Notation {
        Notation::new()
    }
}

impl Notation {
    /// A reader of its own; cheap enough for one a thread.
    pub fn new() -> Notation {
        let mut parser = Parser::new();
        parser
            .set_language(&tree_sitter_capplan::LANGUAGE.into())
            .expect("the grammar was generated for the version of tree-sitter that is linked");
        Notation { parser, field: String::new() }
    }

    /// The notation in running text, in order. Clause numbers count as citations where something makes them so: the
    /// letter of the annex, an introduction, a bracket of their own.
    pub fn prose(&mut self, text: &str) -> Vec<Token> {
        if !looks_interesting(text) {
            return Vec::new();
        }
        let Some(tree) = self.parse(text) else { return Vec::new() };
        let mut tokens = Vec::new();
        let mut citations = citation::Reader::prose(text);
        for node in children(tree.root_node()) {
            match node.kind() {
                "citation_group" => citations.group(node, &mut |group| tokens.push(Token::Citation(group))),
                "unfinished" => {
                    citations.unfinished(node, &mut |group| tokens.push(Token::Citation(group)));
                    children(node).for_each(|child| push_token(text, child, &mut tokens));
                }
                _ => push_token(text, node, &mut tokens),
            }
        }
        tokens.sort_by_key(|token| token.range().start);
        tokens
    }

    /// The citations in a text that is a field of citations (`clause:`, a 条款 cell): bare clause numbers count.
    pub fn citations(&mut self, text: &str) -> Vec<CitationGroup> {
        // A field is read like what an open bracket begins.
        let mut field = std::mem::take(&mut self.field);
        field.clear();
        field.extend(["[", text]);
        let mut groups = citation::chapters(text);
        if let Some(tree) = self.parse(&field) {
            let mut citations = citation::Reader::field(&field);
            for node in children(tree.root_node()) {
                match node.kind() {
                    "bare_number" if citations.is_aside(node) => {}
                    "citation_group" | "bare_number" => {
                        citations.group(node, &mut |group| groups.push(group));
                    }
                    "unfinished" => citations.unfinished(node, &mut |group| groups.push(group)),
                    _ => {}
                }
            }
        }
        self.field = field;
        groups
    }

    fn parse(&mut self, text: &str) -> Option<Tree> {
        self.parser.reset();
        self.parser.parse(text, None)
    }
}

/// Whether [`Notation::prose`] can find anything in the text: a look at its bytes, without a parse. All notation has a
/// digit, a bracket, a brace or quotation marks.
pub fn looks_interesting(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.iter().enumerate().any(|(at, byte)| match byte {
        b'0'..=b'9' | b'(' | b'[' | b'{' | b'"' => true,
        0xE2 => bytes[at..].starts_with("“".as_bytes()),
        0xE3 => ["「", "『", "【", "〔"].iter().any(|open| bytes[at..].starts_with(open.as_bytes())),
        0xEF => matches!(bytes.get(at + 1..at + 3), Some([0xBC, 0x88 | 0x90..=0x99 | 0xBB])),
        _ => false,
    })
}

/// The named nodes below a node.
fn children(node: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    let mut cursor = node.walk();
    let mut more = cursor.goto_first_child();
    std::iter::from_fn(move || {
        while more {
            let child = cursor.node();
            more = cursor.goto_next_sibling();
            if child.is_named() {
                return Some(child);
            }
        }
        None
    })
}

fn push_token(text: &str, node: Node<'_>, tokens: &mut Vec<Token>) {
    let range = node.byte_range();
    match node.kind() {
        "level" => tokens.extend(level(text, node)),
        "transition" => {
            let [Some(from), Some(to)] = ["from", "to"].map(|name| node.child_by_field_name(name)) else {
                return;
            };
            if level(text, from).is_some() && level(text, to).is_some() {
                tokens.push(Token::Transition { from: from.byte_range(), to: to.byte_range(), range });
            }
        }
        "attributes" => tokens.extend(attributes(text, range)),
        "quoted" => tokens.push(Token::Quoted { inner: inside(text, &range), range }),
        "status" => {
            let word = inside(text, &range);
            let letters = text[word.clone()].chars().count();
            let most = if text[word.clone()].is_ascii() { LONGEST_STATUS } else { LONGEST_CHINESE_STATUS };
            if letters <= most {
                tokens.push(Token::Status { range, word });
            }
        }
        "id" => tokens.push(Token::Id { range }),
        _ => {}
    }
}

/// A level, unless its digit is the beginning of something longer.
fn level(text: &str, node: Node<'_>) -> Option<Token> {
    let mut parts = children(node);
    let code = parts.next()?.byte_range();
    if continues(text, code.end) {
        return None;
    }
    let name = parts.next().map(|name| inside(text, &name.byte_range()));
    Some(Token::Level { range: node.byte_range(), code, name })
}

/// Whether a Latin letter or a digit stands at this place, so that what ends here is part of a longer word.
fn continues(text: &str, at: usize) -> bool {
    text[at..].chars().next().is_some_and(|next| half_width(next).is_ascii_alphanumeric())
}

/// What stands between the first and the last character of a range, without surrounding spaces.
fn inside(text: &str, range: &Range<usize>) -> Range<usize> {
    let mut characters = text[range.clone()].chars();
    let open = characters.next().map_or(0, char::len_utf8);
    let close = characters.next_back().map_or(0, char::len_utf8);
    let (start, end) = (range.start + open, range.end - close);
    let trimmed = text[start..end].trim_start_matches(is_blank);
    let start = end - trimmed.len();
    start..start + trimmed.trim_end_matches(is_blank).len()
}

/// The id and the pairs in braces; nothing when neither is there.
fn attributes(text: &str, range: Range<usize>) -> Option<Token> {
    let mut id = None;
    let mut pairs = Vec::new();
    let mut at = inside(text, &range).start;
    let end = inside(text, &range).end;
    while at < end {
        let rest = &text[at..end];
        let blank = rest.len() - rest.trim_start_matches(is_blank).len();
        at += blank;
        let item = &rest[blank..];
        let sign = item.find(|letter: char| is_blank(letter) || matches!(letter, '=' | '＝'));
        let Some((sign, equals)) = sign.and_then(|sign| Some((sign, item[sign..].chars().next()?))) else {
            id = id.or_else(|| attribute_id(item, at));
            break;
        };
        if is_blank(equals) {
            id = id.or_else(|| attribute_id(&item[..sign], at));
            at += sign;
            continue;
        }
        let value_at = sign + equals.len_utf8();
        let value = &item[value_at..];
        let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''));
        let (skipped, length) = match quote {
            Some(quote) => (1, value[1..].find(quote).unwrap_or(value.len() - 1)),
            None => (0, value.find(is_blank).unwrap_or(value.len())),
        };
        let start = at + value_at + skipped;
        let (key, value) = (at..at + sign, start..start + length);
        pairs.push((text[key.clone()].to_owned(), text[value.clone()].to_owned(), key, value));
        at = start + length + skipped;
    }
    (id.is_some() || !pairs.is_empty()).then_some(Token::Attributes { range, id, pairs })
}

fn attribute_id(item: &str, at: usize) -> Option<(String, Range<usize>)> {
    let id = item.strip_prefix('#')?;
    Some((id.to_owned(), at + 1..at + item.len()))
}

/// A space, also one that cannot be seen, as texts from Word and from web pages have them.
fn is_blank(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '\u{200b}' | '\u{2060}' | '\u{feff}')
}

/// The ASCII character that a full-width one stands for; others are themselves.
fn half_width(letter: char) -> char {
    match letter {
        '！'..='～' => char::from_u32(letter as u32 - ('！' as u32 - '!' as u32)).unwrap_or(letter),
        _ => letter,
    }
}
