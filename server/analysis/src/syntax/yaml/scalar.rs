//! Scalars: where a value begins, which characters it may not begin with, what its text means.

/// The byte at which the value begins in `- key: value`, 0 where there is no key.
pub(super) fn value_offset(body: &str) -> usize {
    let mut at = 0;
    while let Some(rest) = body[at..].strip_prefix("- ").or_else(|| body[at..].strip_prefix("-\t")) {
        at = body.len() - rest.trim_start().len();
    }
    let inner = &body[at..];
    let quoted = inner.starts_with(['"', '\'']);
    if inner.starts_with(['[', '{', '#', '|', '>', '@', '`'])
        || quoted && !inner.contains("\":") && !inner.contains("':")
    {
        return at;
    }
    let colon = inner.match_indices(':').map(|(at, _)| at).find(|&colon| {
        let after = &inner[colon + 1..];
        after.is_empty() || after.starts_with([' ', '\t'])
    });
    colon.map_or(at, |colon| {
        let after = &inner[colon + 1..];
        at + colon + 1 + (after.len() - after.trim_start().len())
    })
}

/// Whether a line is `%YAML …` or another directive.
pub(super) fn is_directive(line: &str) -> bool {
    line.strip_prefix('%').is_some_and(|name| name.starts_with(|c: char| c.is_ascii_uppercase()))
}

/// The reserved character with which a plain scalar begins, and the scalar's length, where an author meant text.
pub(super) fn reserved(value: &str) -> Option<(char, usize)> {
    let first = value.chars().next()?;
    let rest = &value[first.len_utf8()..];
    let meant_as_text = match first {
        '@' | '`' | '%' => true,
        '[' | '{' => {
            let close = if first == '[' { ']' } else { '}' };
            let end = matching(value, first, close)?;
            let after = value[end..].trim_start();
            !after.is_empty() && !after.starts_with(['#', ',', ']', '}', ':'])
        }
        '*' => {
            let name =
                rest.find(|c: char| c.is_whitespace() || ",[]{}*：，。".contains(c)).unwrap_or(rest.len());
            let after = rest[name..].trim_start();
            name == 0 || !after.is_empty() && !after.starts_with(['#', ',', ']', '}', ':'])
        }
        '&' => rest.is_empty() || rest.starts_with([' ', '\t']),
        '!' => rest.starts_with(|c: char| !c.is_ascii()),
        _ => false,
    };
    meant_as_text.then(|| {
        let comment = value.find(" #").unwrap_or(value.len());
        (first, value[..comment].trim_end().len())
    })
}

/// The byte past the bracket that closes the first one on this line.
fn matching(value: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 0usize;
    let mut quote = None;
    for (at, c) in value.char_indices() {
        match (quote, c) {
            (Some(mark), c) if c == mark => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, c) if c == open => depth += 1,
            (None, c) if c == close => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + c.len_utf8());
                }
            }
            _ => {}
        }
    }
    None
}

/// Folds the lines of a plain or quoted scalar: a line break becomes a space between Latin words, nothing in Chinese.
pub(super) fn fold_lines(text: &str) -> String {
    if !text.contains('\n') {
        return text.to_owned();
    }
    let mut folded = String::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let latin = folded.ends_with(|c: char| c.is_ascii()) && line.starts_with(|c: char| c.is_ascii());
        if !folded.is_empty() && latin {
            folded.push(' ');
        }
        folded.push_str(line);
    }
    folded
}

pub(super) fn block_text(raw: &str) -> String {
    let mut lines = raw.lines();
    let header = lines.next().unwrap_or_default();
    let lines: Vec<&str> = lines.map(str::trim).collect();
    if header.starts_with('>') { fold_lines(&lines.join("\n")) } else { lines.join("\n").trim().to_owned() }
}

pub(super) fn unescape(text: &str) -> String {
    if !text.contains('\\') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('r') => out.push('\r'),
            Some('0') => out.push('\0'),
            Some(mark @ ('x' | 'u' | 'U')) => {
                let length = match mark {
                    'x' => 2,
                    'u' => 4,
                    _ => 8,
                };
                let digits: String = chars.by_ref().take(length).collect();
                let code = u32::from_str_radix(&digits, 16).ok();
                out.push(code.and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            Some(other) => out.push(other),
            None => {}
        }
    }
    out
}

pub(super) fn floor(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
