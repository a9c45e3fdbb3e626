//! The planning notation in text: citations, levels, heading attributes, status marks.
#![allow(missing_docs, dead_code)]
use std::ops::Range;
pub struct CitationPart {
    pub clause: String,
    pub letter: Option<char>,
    pub point: Option<u8>,
    pub range: Range<usize>,
}
pub struct CitationGroup {
    pub range: Range<usize>,
    pub bracketed: bool,
    pub parts: Vec<CitationPart>,
}
pub enum Token {
    Citation(CitationGroup),
    Level {
        range: Range<usize>,
        code: Range<usize>,
        name: Option<Range<usize>>,
    },
    Attributes {
        range: Range<usize>,
        id: Option<(String, Range<usize>)>,
        pairs: Vec<(String, String, Range<usize>, Range<usize>)>,
    },
    Quoted {
        range: Range<usize>,
        inner: Range<usize>,
    },
    Status {
        range: Range<usize>,
        word: Range<usize>,
    },
    Id {
        range: Range<usize>,
    },
}
#[derive(Default)]
pub struct Notation;
impl Notation {
    pub fn new() -> Notation {
        Notation
    }
    pub fn prose(&mut self, text: &str) -> Vec<Token> {
        let mut v = Vec::new();
        if let Some(i) = text.rfind("{#")
            && let Some(j) = text[i..].find('}')
        {
            v.push(Token::Attributes {
                range: i..i + j + 1,
                id: Some((text[i + 2..i + j].to_owned(), i + 2..i + j)),
                pairs: vec![],
            });
        }
        for (o, c) in [("[", "]"), ("（", "）")] {
            for (i, _) in text.match_indices(o) {
                if let Some(j) = text[i..].find(c) {
                    let inner = &text[i + o.len()..i + j];
                    let parts = cite(inner, i + o.len());
                    if parts.is_empty() {
                        v.push(Token::Status { range: i..i + j + c.len(), word: i + o.len()..i + j });
                    } else {
                        v.push(Token::Citation(CitationGroup {
                            range: i..i + j + c.len(),
                            bracketed: true,
                            parts,
                        }));
                    }
                }
            }
        }
        v
    }
    pub fn citations(&mut self, text: &str) -> Vec<CitationGroup> {
        text.split(['、', '\n', ',', '[', ']'])
            .flat_map(|t| {
                let o = t.as_ptr() as usize - text.as_ptr() as usize;
                let p = cite(t, o);
                if p.is_empty() {
                    None
                } else {
                    Some(CitationGroup { range: o..o + t.len(), bracketed: false, parts: p })
                }
            })
            .collect()
    }
}
fn cite(t: &str, o: usize) -> Vec<CitationPart> {
    let mut last = String::new();
    let mut v = vec![];
    for part in t.split('、') {
        let mut it = part.trim().trim_start_matches("- ").split_whitespace().collect::<Vec<_>>();
        if it.is_empty() {
            continue;
        }
        let clause;
        if it[0].starts_with(|c: char| c.is_ascii_digit() || c == 'A') && it[0].contains('.') {
            clause = it.remove(0).to_owned();
            last = clause.clone();
        } else if !last.is_empty() {
            clause = last.clone();
        } else {
            return vec![];
        }
        let letter = it.first().and_then(|l| l.chars().next()).filter(char::is_ascii_lowercase);
        let point = it.last().and_then(|p| p.parse().ok());
        v.push(CitationPart { clause, letter, point, range: o..o + t.len() });
    }
    v
}
pub fn looks_interesting(_t: &str) -> bool {
    true
}
