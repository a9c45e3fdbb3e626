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
    let mut blank = false;
    for c in text.nfkc().filter(|c| !is_invisible(*c)) {
        if c.is_whitespace() {
            blank = true;
            continue;
        }
        let c = unify(c);
        if blank && c.is_ascii() && out.ends_with(|last: char| last.is_ascii()) {
            out.push(' ');
        }
        blank = false;
        out.extend(c.to_lowercase());
    }
    Cow::Owned(out)
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
            '\u{4e00}'..='\u{9fff}' => !after_blank && !traditional().contains_key(&c),
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
        _ => traditional().get(&c).copied().unwrap_or(c),
    }
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
