//! Reads Rust source just well enough for layout tests: what is code, what a string, what a comment, what a test.

use std::ops::Range;

/// What a stretch of source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Anything that is neither of the others.
    Code,
    /// A comment, documentation included.
    Comment,
    /// The inside of a string literal.
    Text,
}

/// A source file cut into its parts.
#[derive(Debug)]
pub struct RustSource<'a> {
    source: &'a str,
    parts: Vec<(Part, Range<usize>)>,
    tests: Vec<Range<usize>>,
}

impl<'a> RustSource<'a> {
    /// Cuts a source into its parts.
    #[must_use]
    pub fn new(source: &'a str) -> Self {
        let mut cut = Self { source, parts: cut(source), tests: Vec::new() };
        cut.tests = cut.find_tests();
        cut
    }

    /// The string literals outside tests: where each one's inside starts, and the inside as it is written.
    pub fn strings(&self) -> impl Iterator<Item = (usize, &'a str)> {
        self.parts
            .iter()
            .filter(|(part, range)| *part == Part::Text && !self.is_test(range.start))
            .map(|(_, range)| (range.start, &self.source[range.clone()]))
    }

    /// The source of the same length in which only code outside tests is left; all else is blank.
    #[must_use]
    pub fn code(&self) -> String {
        let mut code = self.all_code();
        for test in &self.tests {
            let blank = blank(&code[test.clone()]);
            code.replace_range(test.clone(), &blank);
        }
        code
    }

    /// The number of the line, from 1, on which a byte stands.
    #[must_use]
    pub fn line(&self, byte: usize) -> usize {
        self.source.as_bytes()[..byte].iter().filter(|byte| **byte == b'\n').count() + 1
    }

    fn is_test(&self, byte: usize) -> bool {
        self.tests.iter().any(|test| test.contains(&byte))
    }

    fn all_code(&self) -> String {
        self.parts
            .iter()
            .map(|(part, range)| {
                let text = &self.source[range.clone()];
                if *part == Part::Code { text.to_owned() } else { blank(text) }
            })
            .collect()
    }

    /// The items under `#[cfg(test)]`, each up to its closing brace or semicolon.
    fn find_tests(&self) -> Vec<Range<usize>> {
        let code = self.all_code();
        code.match_indices("#[cfg(test)]")
            .map(|(start, mark)| start..end_of_item(&code, start + mark.len()))
            .collect()
    }
}

/// The end of the item that starts at or after `from`: its semicolon, or the brace that closes its first one.
fn end_of_item(code: &str, from: usize) -> usize {
    let mut depth = 0_usize;
    for (at, byte) in code.bytes().enumerate().skip(from) {
        match byte {
            b'{' | b'(' | b'[' => depth += 1,
            b'}' | b')' | b']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 && byte == b'}' {
                    return at + 1;
                }
            }
            b';' if depth == 0 => return at + 1,
            _ => {}
        }
    }
    code.len()
}

/// As many bytes of blanks, line ends kept.
fn blank(text: &str) -> String {
    text.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect()
}

fn cut(source: &str) -> Vec<(Part, Range<usize>)> {
    let bytes = source.as_bytes();
    let mut parts = Vec::new();
    let (mut at, mut code) = (0, 0);
    while at < bytes.len() {
        let (part, inside, next) = if source[at..].starts_with("//") {
            let end = source[at..].find('\n').map_or(source.len(), |length| at + length);
            (Part::Comment, at..end, end)
        } else if source[at..].starts_with("/*") {
            let end = end_of_block_comment(bytes, at);
            (Part::Comment, at..end, end)
        } else if let Some(marks) = raw_string(bytes, at) {
            let open = at + marks + 2;
            let close = format!("\"{}", "#".repeat(marks));
            let end = source[open..].find(&close).map_or(source.len(), |length| open + length);
            (Part::Text, open..end, (end + close.len()).min(source.len()))
        } else if bytes[at] == b'"' {
            let end = end_of_string(bytes, at + 1);
            (Part::Text, at + 1..end, (end + 1).min(source.len()))
        } else {
            at = if bytes[at] == b'\'' { end_of_quote(source, at) } else { next_char(source, at) };
            continue;
        };
        parts.push((Part::Code, code..inside.start));
        parts.push((part, inside.clone()));
        code = inside.end;
        at = next;
    }
    parts.push((Part::Code, code..source.len()));
    parts
}

fn next_char(source: &str, at: usize) -> usize {
    at + source[at..].chars().next().map_or(1, char::len_utf8)
}

/// How many `#` a raw string that starts here has; none if none starts here.
fn raw_string(bytes: &[u8], at: usize) -> Option<usize> {
    let word =
        at > 0 && (bytes[at - 1].is_ascii_alphanumeric() || bytes[at - 1] == b'_') && bytes[at - 1] != b'b';
    if bytes[at] != b'r' || word {
        return None;
    }
    let marks = bytes[at + 1..].iter().take_while(|byte| **byte == b'#').count();
    (bytes.get(at + 1 + marks) == Some(&b'"')).then_some(marks)
}

fn end_of_string(bytes: &[u8], mut at: usize) -> usize {
    while at < bytes.len() && bytes[at] != b'"' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    at.min(bytes.len())
}

fn end_of_block_comment(bytes: &[u8], start: usize) -> usize {
    let (mut at, mut depth) = (start, 0_usize);
    while at + 1 < bytes.len() {
        match &bytes[at..at + 2] {
            b"/*" => (depth, at) = (depth + 1, at + 2),
            b"*/" => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    bytes.len()
}

/// Past a character literal, or past the mark of a lifetime.
fn end_of_quote(source: &str, start: usize) -> usize {
    let rest = &source[start + 1..];
    if rest.starts_with('\\') {
        return rest[2.min(rest.len())..].find('\'').map_or(source.len(), |length| start + 3 + length + 1);
    }
    let Some(first) = rest.chars().next() else { return source.len() };
    let after = start + 1 + first.len_utf8();
    if source[after..].starts_with('\'') { after + 1 } else { start + 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strings(source: &str) -> Vec<&str> {
        RustSource::new(source).strings().map(|(_, text)| text).collect()
    }

    #[test]
    fn strings_are_told_from_quotes_and_comments() {
        let source = "let a: &'a str = \"一\\\"二\"; let q = '\"'; let e = '\\''; // \"no\"\n/* \"no /* \"no\" */ */ f(b\"三\", r#\"四\"五\"#, '字');";
        assert_eq!(strings(source), ["一\\\"二", "三", "四\"五"]);
    }

    #[test]
    fn tests_are_left_out() {
        let source =
            "f(\"a\");\n#[cfg(test)]\nmod tests { fn f() { g(\"b}\"); } }\n#[cfg(test)]\nuse x;\nf(\"c\");";
        assert_eq!(strings(source), ["a", "c"]);
        let code = RustSource::new(source).code();
        assert_eq!(code.len(), source.len());
        assert!(!code.contains("mod tests") && !code.contains("use x") && code.contains("f("));
        assert_eq!(RustSource::new(source).line(source.find("\"c").unwrap_or_default()), 6);
    }

    #[test]
    fn unfinished_source_ends_where_it_ends() {
        for source in ["\"", "/*", "r#\"", "'\\", "'", "#[cfg(test)] mod t {", "\"\\"] {
            assert_eq!(RustSource::new(source).code().len(), source.len(), "{source}");
        }
    }
}
