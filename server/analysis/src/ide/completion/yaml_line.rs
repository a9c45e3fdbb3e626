//! YAML up to a cursor: which brackets and quotation marks are open there, and what a stand-in needs around it so that
//! the half-typed line reads as the author means it.

/// What is open at the end of a piece of YAML.
#[derive(Debug, Default, PartialEq, Eq)]
struct Open {
    /// Flow brackets, outermost first.
    brackets: Vec<char>,
    /// The quotation mark around the text.
    quote: Option<char>,
    /// In a comment, or in a block scalar.
    prose: bool,
    /// Directly behind the colon of a key.
    colon: bool,
    /// Behind a key of its line (or of its flow mapping).
    value: bool,
}

/// The stand-in as it must be put into a line of YAML.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Inserted {
    /// Where a value or an item's text is being typed.
    pub(super) value: String,
    /// Where a key may be being typed.
    pub(super) key: Option<String>,
    /// Whether a blank is missing behind the key's colon.
    pub(super) blank: bool,
}

/// What to put at the end of `before`, with `rest` behind it; nothing in comments and block scalars.
pub(super) fn inserted(before: &str, rest: &str, stand_in: &str) -> Option<Inserted> {
    let open = open_at(before);
    if open.prose {
        return None;
    }
    let line = rest.split(['\r', '\n']).next().unwrap_or_default();
    let quote = open.quote.filter(|quote| !line.contains(*quote));
    let closers = closers(&open.brackets, line, rest, before);
    let blank = open.colon && !line.starts_with([' ', '\t']);
    let lead = if open.colon { " " } else { "" };
    let value = format!("{lead}{stand_in}{}{closers}", quote.map(String::from).unwrap_or_default());
    let keyable = !open.value && open.quote.is_none() && open.brackets.last() != Some(&'[');
    let named = line.contains(": ") || line.trim_end().ends_with(':');
    let key = keyable.then(|| format!("{stand_in}{}{closers}", if named { "" } else { ": x" }));
    Some(Inserted { value, key, blank })
}

/// Whether a number sign at the end of this text begins a comment: not in block scalars and quotation marks.
pub(super) fn may_comment(above: &str) -> bool {
    // A blank line may stand in a block scalar or below it; with a letter it tells.
    let open = open_at(&format!("{above}x"));
    !open.prose && open.quote.is_none()
}

/// Whether the end of this text stands in a flow collection.
pub(super) fn in_flow(above: &str) -> bool {
    !open_at(above).brackets.is_empty()
}

/// Whether a key may begin on the last line: beside the keys of a mapping, in an item beside items that are mappings, or
/// nested below a key or dash that has no value.
pub(super) fn may_begin(before: &str) -> bool {
    let (above, line) = before.rsplit_once('\n').unwrap_or(("", before));
    let column = indent(line);
    let item = line[column..].starts_with('-');
    let mut nested = false;
    for line in above.lines().rev() {
        let bare = line.split(" #").next().unwrap_or_default().trim();
        if bare.is_empty() || bare.starts_with('#') {
            continue;
        }
        let key = line.len() - line.trim_start_matches([' ', '-']).len();
        let value = bare.split_once(": ").map(|(_, value)| value.trim_start());
        let nests = bare.ends_with([':', '-']) || value.is_some_and(|value| value.starts_with(['&', '!']));
        if item && indent(line) == column && bare.starts_with('-') {
            // Beside items that are texts, an item is a text, too.
            return value.is_some() || nests || bare.contains('{');
        }
        if key == column {
            return !item || nests;
        }
        if key < column {
            return nests && !nested;
        }
        nested = true;
    }
    column == 0
}

/// The brackets that must be closed behind the stand-in: those that the rest of the line, or of the lines nested below,
/// does not close.
fn closers(brackets: &[char], line: &str, rest: &str, before: &str) -> String {
    let close = |open: &char| if *open == '[' { ']' } else { '}' };
    let own_indent = indent(before.rsplit('\n').next().unwrap_or_default());
    let below = rest.lines().skip(1).find(|line| !line.trim().is_empty()).unwrap_or_default();
    let goes_on = below.trim_start().starts_with([']', '}', ',']) || indent(below) > own_indent;
    let mut here = line.chars().filter(|c| matches!(c, ']' | '}'));
    brackets
        .iter()
        .rev()
        .map(close)
        .skip_while(|closer| here.next() == Some(*closer))
        .filter(|_| !goes_on)
        .collect()
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// What is open at the end of a text.
fn open_at(text: &str) -> Open {
    let mut open = Open::default();
    // The indentation of the key or item whose block scalar the lines below are.
    let mut scalar: Option<usize> = None;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end_matches(['\n', '\r']);
        if open.brackets.is_empty() && open.quote.is_none() {
            let blank = bare.trim().is_empty();
            if let Some(column) = scalar
                && (blank && line.ends_with('\n') || indent(bare) > column)
            {
                open.prose = !blank;
                continue;
            }
            scalar = None;
            open.value = false;
        }
        open.colon = false;
        open.prose = false;
        scalar = read_line(bare, &mut open).then_some(indent(bare)).or(scalar);
    }
    if text.ends_with('\n') {
        open.colon = false;
        open.prose = false;
        open.value &= !open.brackets.is_empty();
    }
    open
}

/// Reads one line; says whether a block scalar begins at its end.
fn read_line(line: &str, open: &mut Open) -> bool {
    let mut token = true;
    let mut previous = ' ';
    let mut characters = line.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let next = characters.peek().map(|(_, c)| *c);
        let blank_behind = next.is_none_or(char::is_whitespace);
        if let Some(quote) = open.quote {
            match c {
                '\\' if quote == '"' => drop(characters.next()),
                _ if c != quote => {}
                '\'' if next == Some('\'') => drop(characters.next()),
                _ => open.quote = None,
            }
            previous = c;
            continue;
        }
        open.colon = false;
        let flow = !open.brackets.is_empty();
        match c {
            '#' if previous.is_whitespace() => {
                open.prose = true;
                return false;
            }
            '"' | '\'' if token => open.quote = Some(c),
            '[' | '{' if token || flow => {
                open.brackets.push(c);
                open.value = false;
            }
            ']' | '}' if flow => drop(open.brackets.pop()),
            ',' if flow => open.value = false,
            '|' | '>' if token && !flow && is_block_mark(&line[at..]) => return true,
            ':' if !token && (blank_behind || flow && matches!(next, Some(',' | '}' | ']'))) => {
                open.colon = next.is_none();
                open.value = true;
            }
            _ => {}
        }
        let dash = matches!(c, '-' | '?') && token && blank_behind && !flow;
        let opens = matches!(c, '[' | '{' | ',') && flow || matches!(c, '[' | '{') && token;
        token = c.is_whitespace() && (token || previous == ':') || dash || opens;
        previous = c;
    }
    false
}

fn is_block_mark(rest: &str) -> bool {
    let mark = rest.split(" #").next().unwrap_or_default().trim_end();
    mark.chars().skip(1).all(|c| matches!(c, '+' | '-') || c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(before: &str, rest: &str) -> Option<(String, Option<String>)> {
        inserted(before, rest, "X").map(|made| (made.value, made.key))
    }

    #[test]
    fn what_is_open_is_closed_behind_the_stand_in() {
        let some = |value: &str, key: Option<&str>| Some((value.to_owned(), key.map(str::to_owned)));
        for (before, rest, expected) in [
            ("视角: [过程, ", "\n", some("X]", None)),
            ("视角: [过程, ", "]\n", some("X", None)),
            ("units: [{id: CU-1, ", "\r\n", some("X}]", Some("X: x}]"))),
            ("units: [{id: CU-1, na", ": 甲}]\n", some("X", Some("X"))),
            ("name: \"甲", "\n", some("X\"", None)),
            ("name: '甲''", "'\n", some("X", None)),
            ("level:", "\n", some(" X", None)),
            ("level: ", "\n", some("X", None)),
            ("- ", "\n", some("X", Some("X: x"))),
            ("  vie", "wpoint: [过程]\n", some("X", Some("X"))),
            ("- 采集[A.3.", "\n- 乙\n", some("X", Some("X: x"))),
            ("list: [a,\n  b, ", "\n  ]\n", some("X", None)),
            ("- id: 1\n  na", "", some("X", Some("X: x"))),
            ("text: |\n  说明\n", "", some("X", Some("X: x"))),
            ("level: {", "", some("X}", Some("X: x}"))),
            ("level: {current: ", "", some("X}", None)),
        ] {
            assert_eq!(shown(before, rest), expected, "{before:?} {rest:?}");
        }
        for before in [
            "units:\n  - id: 1\n    name: 甲\n    ",
            "units:\n  ",
            "units:\n- ",
            "units:\n  - id: 1\n  - ",
            "a: 1\n",
            "",
            "  level: {",
            "units:\r\n  - id: 1\r\n    level:\r\n      ",
            "units: # 单元😀\n  ",
        ] {
            assert!(may_begin(before) || in_flow(before), "{before:?}");
        }
        for before in [
            "units:\n  - id: 1\n    name: 甲\n ",
            "a: 1\n  ",
            "data:\n  - 采集\n  - ",
            "units:\n  - id: 1\n   ",
            " ",
        ] {
            assert!(!may_begin(before) && !in_flow(before), "{before:?}");
        }
        for before in ["# 说", "name: 甲 # ", "text: |\n  说明", "text: >-\n  说明\n\n  又"] {
            assert_eq!(shown(before, "\n"), None, "{before:?}");
        }
    }
}
