//! Brings what an author typed to the one form that terms are matched in.

use std::borrow::Cow;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

/// Normalises text for matching: NFKC; Latin in lower case; brackets, colons, quotes and dashes of any width and
/// shape made one; Traditional characters that occur in our terms made Simplified; blanks kept only between two
/// ASCII characters, one for each run; invisible characters dropped. Borrowed when nothing changes.
pub fn normalize(text: &str) -> Cow<'_, str> {
    if is_normal(text) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    // What stands alone need not be looked up in the tables of Unicode, and that is nearly all.
    if text.chars().all(|c| alone(c).is_some()) {
        unified(text.chars().filter_map(alone), &mut out);
    } else {
        unified(text.nfkc(), &mut out);
    }
    Cow::Owned(out)
}

fn unified(chars: impl Iterator<Item = char>, out: &mut String) {
    let mut blank = false;
    for c in chars.filter(|c| !is_invisible(*c)) {
        if c.is_whitespace() {
            blank = true;
            continue;
        }
        let c = unify(c);
        if blank && c.is_ascii() && out.ends_with(|last: char| last.is_ascii()) {
            out.push(' ');
        }
        blank = false;
        if c.is_ascii() {
            out.push(c.to_ascii_lowercase());
        } else {
            out.extend(c.to_lowercase());
        }
    }
}

/// A character under NFKC, whatever stands beside it: ASCII, the Chinese characters and punctuation of everyday, and full
/// width forms of ASCII. None where only Unicode's tables know.
fn alone(c: char) -> Option<char> {
    match c {
        '\0'..='~' | '\u{4e00}'..='\u{9fff}' | '、'..='】' | '“' | '”' | '‘' | '’' | '—' | '–' => {
            Some(c)
        }
        '\u{3000}' => Some(' '),
        '！'..='～' => char::from_u32(u32::from(c) - 0xfee0),
        _ => None,
    }
}

/// The one character that a character is matched as, wherever it stands; none for a blank, and for what is not one.
pub(crate) fn matched_as(c: char) -> Option<char> {
    alone(c).filter(|c| !c.is_whitespace()).map(|c| unify(c).to_ascii_lowercase())
}

/// The key that terms are looked up by: normalised, without blanks, dashes, underscores and quotes, and without
/// the optional `（企业）`.
pub(super) fn fold(text: &str) -> String {
    let mut folded = normalize(text).into_owned();
    folded.retain(|c| !matches!(c, ' ' | '-' | '_' | '"' | '\''));
    if folded.contains(OPTIONAL) { folded.replace(OPTIONAL, "") } else { folded }
}

const OPTIONAL: &str = "(企业)";

fn is_normal(text: &str) -> bool {
    let mut after_ascii = false;
    let mut after_blank = false;
    for c in text.chars() {
        let normal = match c {
            ' ' => after_ascii && !after_blank,
            '!'..='~' => !c.is_ascii_uppercase(),
            '、' | '。' => !after_blank,
            '\u{4e00}'..='\u{9fff}' => !after_blank && !may_be_traditional(c),
            _ => false,
        };
        if !normal {
            return false;
        }
        (after_ascii, after_blank) = (c.is_ascii(), c == ' ');
    }
    !after_blank
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' | '\u{fe00}'..='\u{fe0f}')
}

fn unify(c: char) -> char {
    match c {
        '【' | '〔' | '〖' => '(',
        '】' | '〕' | '〗' => ')',
        '“' | '”' | '„' | '‟' | '「' | '」' | '『' | '』' | '〝' | '〞' => '"',
        '‘' | '’' | '‚' | '‛' => '\'',
        '‐'..='―' | '−' | '─' | '━' | '﹘' | 'ー' => '-',
        '\u{4e00}'..='\u{9fff}' if !may_be_traditional(c) => c,
        _ => traditional().get(&c).copied().unwrap_or(c),
    }
}

/// Whether a Chinese character has a Simplified form in the table: a bit for each, because most have none.
fn may_be_traditional(c: char) -> bool {
    static BITS: OnceLock<Vec<u64>> = OnceLock::new();
    let place = |c: char| (u32::from(c) as usize / 64, u32::from(c) % 64);
    let bits = BITS.get_or_init(|| {
        let mut bits = vec![0; 0x1_0000 / 64];
        for c in traditional().keys() {
            let (word, bit) = place(*c);
            if let Some(word) = bits.get_mut(word) {
                *word |= 1 << bit;
            }
        }
        bits
    });
    let (word, bit) = place(c);
    bits.get(word).is_none_or(|word| word >> bit & 1 == 1)
}

/// Traditional characters of our terms and labels, with their Simplified form.
fn traditional() -> &'static FxHashMap<char, char> {
    static TABLE: OnceLock<FxHashMap<char, char>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let rows: Vec<&str> = serde_json::from_str(include_str!("../../standard/traditional.json"))
            .expect("the table is part of the program and tested");
        rows.iter()
            .flat_map(|row| row.split(' '))
            .filter_map(|pair| {
                let mut chars = pair.chars();
                chars.next().zip(chars.next())
            })
            .collect()
    })
}
