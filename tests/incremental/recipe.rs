//! Random scripts: parts of real plans, and edits as authors make them, by places that shrink with the texts.

use std::collections::BTreeMap;
use std::ops::Range;

use capplan_tests::plan;
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};

use super::script::{Script, Step, lines};

/// What is typed, the simplest first: a failing case shrinks towards it.
const SNIPPETS: [&str; 62] = [
    "字",
    "a",
    " ",
    "\n",
    "😀",
    "e\u{301}",
    "\u{feff}",
    "\0",
    "\t",
    "\r",
    "\r\n",
    "\n\n",
    "  ",
    "    ",
    "：",
    ":",
    ": ",
    "#",
    "-",
    "- ",
    "|",
    "|\n",
    ">",
    "[",
    "]",
    "{",
    "}",
    "\"",
    "'",
    "`",
    "*",
    "&a ",
    "*a",
    "<<: *a\n",
    "&甲 ",
    "*甲\n",
    "```\n",
    "```yaml plan\n",
    "~~~\n",
    "---\n",
    "===\n",
    "...\n",
    "# ",
    "## 能力：新能力 {#NC-99}\n",
    "### 能力单元 CU-99 新单元\n",
    "#### 数据\n",
    "#### 过程维\n",
    "- [x] 措施 [A.3.2.1 a]\n",
    "- 新措施（A.3.2.1 b）\n",
    "[A.3.",
    "<!-- ",
    "-->\n",
    "<div>\n",
    "| a | b |\n|---|---|\n",
    "- id: CU-77\n",
    "units:\n",
    "  element:\n",
    "    data: |\n",
    "standard: T/AIITRE 20001—2021\n",
    "等级：CL3\n",
    "<!-- capplan: allow level-gap — 试点 -->\n",
    "# capplan: allow-file level-gap — 试点\n",
];

/// What swallows the text below it, at a line's start and behind a key.
const SWALLOWS: [&str; 2] = ["~~~~~\n", " |-"];

/// Texts of `capplan.toml`.
const CONFIGS: [&str; 5] = [
    "",
    "include = [\"*.md\"]\n",
    "exclude = [\"modules*\"]\nlocale = \"en\"\n",
    "[rules]\nlevel-gap = \"off\"\nuncited-measure = \"error\"\n",
    "profile = \"core\"\nstrict = true\n",
];

/// Where in a text.
#[derive(Clone, Debug)]
enum Place {
    Line(Index),
    LineEnd(Index),
    Character(Index),
}

/// One change as an author thinks of it; it may be several edits.
#[derive(Clone, Debug)]
enum Change {
    Insert(Place, String),
    /// Character by character, in one notification.
    Type(Place, String),
    Replace(Place, usize, String),
    DeleteLines(Index, usize),
    /// Lines copied from elsewhere in the text.
    Paste(Index, usize, Index),
    Move(Index, usize, Index),
    Indent(Index, usize, bool),
    /// Line breaks to CRLF or LF, one by one or as one big change.
    LineBreaks(Index, usize, bool),
    Whole(Vec<String>),
    /// Opens a fence or a block scalar, or closes the one that was opened so.
    Swallow(Index),
}

#[derive(Clone, Debug)]
enum Act {
    Change(Vec<Change>),
    /// Changes while a fence or a block scalar is open.
    Hidden(Index, Vec<Change>),
    /// Takes back the last notification of the file.
    Undo,
    Config(Option<&'static str>),
    Reopen,
}

/// A script whose places are not yet bytes.
#[derive(Clone, Debug)]
pub(crate) struct Recipe {
    files: Vec<(&'static str, Vec<String>, bool)>,
    set: bool,
    acts: Vec<(Index, Act)>,
}

fn place() -> impl Strategy<Value = Place> {
    prop_oneof![
        any::<Index>().prop_map(Place::Line),
        any::<Index>().prop_map(Place::LineEnd),
        any::<Index>().prop_map(Place::Character),
    ]
}

fn snippet() -> impl Strategy<Value = String> {
    let one = || select(&SNIPPETS[..]).prop_map(str::to_owned);
    prop_oneof![5 => one(), 1 => (one(), one()).prop_map(|(a, b)| a + &b)]
}

fn change(parts: Vec<String>) -> impl Strategy<Value = Change> {
    let line = any::<Index>;
    prop_oneof![
        6 => (place(), snippet()).prop_map(|(place, text)| Change::Insert(place, text)),
        1 => (place(), snippet()).prop_map(|(place, text)| Change::Type(place, text)),
        3 => (place(), 1usize..12, Just(String::new()))
            .prop_map(|(place, length, text)| Change::Replace(place, length, text)),
        2 => (place(), 0usize..12, snippet()).prop_map(|(place, length, text)| Change::Replace(place, length, text)),
        1 => (place(), 20usize..1_500, snippet())
            .prop_map(|(place, length, text)| Change::Replace(place, length, text)),
        2 => (line(), 1usize..12).prop_map(|(line, count)| Change::DeleteLines(line, count)),
        2 => (line(), 1usize..40, line()).prop_map(|(from, count, to)| Change::Paste(from, count, to)),
        1 => (line(), 1usize..20, line()).prop_map(|(from, count, to)| Change::Move(from, count, to)),
        2 => (line(), 1usize..8, any::<bool>()).prop_map(|(line, count, more)| Change::Indent(line, count, more)),
        1 => (line(), 1usize..30, any::<bool>()).prop_map(|(line, count, crlf)| Change::LineBreaks(line, count, crlf)),
        1 => subsequence(parts.clone(), 0..=parts.len().min(6)).prop_map(Change::Whole),
        2 => (place(), select(parts)).prop_map(|(place, text)| Change::Insert(place, text)),
    ]
}

fn act(parts: Vec<String>, set: bool) -> impl Strategy<Value = Act> {
    let config = if set { 1 } else { 0 };
    prop_oneof![
        20 => prop::collection::vec(change(parts.clone()), 1..4).prop_map(Act::Change),
        3 => (any::<Index>(), prop::collection::vec(change(parts), 0..3))
            .prop_map(|(line, changes)| Act::Hidden(line, changes)),
        3 => Just(Act::Undo),
        1 => Just(Act::Reopen),
        config => prop::option::weighted(0.8, select(&CONFIGS[..])).prop_map(Act::Config),
    ]
}

/// A plan cut before headings, keys, items and behind blank lines.
fn parts(text: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut open = false;
    for line in text.split_inclusive('\n') {
        let indent = line.len() - line.trim_start().len();
        let begins = line.starts_with('#') || indent <= 6 && line.contains(':') && !line.starts_with('|');
        match parts.last_mut() {
            Some(part) if open && !begins => part.push_str(line),
            _ => parts.push(line.to_owned()),
        }
        open = !line.trim().is_empty();
    }
    parts
}

/// Some parts of a plan: neighbours mostly, with gaps; or all of them where `most` allows it.
fn text(source: &str, most: usize) -> impl Strategy<Value = (Vec<String>, bool)> + use<> {
    let all = parts(source);
    let (most, length) = (most.min(all.len()), all.len());
    let window = (any::<Index>(), 0..=most).prop_flat_map(move |(at, count)| {
        let start = if count == length { 0 } else { at.index(length - count + 1) };
        subsequence(all[start..start + count].to_vec(), count * 3 / 4..=count)
    });
    (window, prop::bool::weighted(0.2))
}

/// Scripts over parts of these plans, `most` of each, with up to `acts` notifications.
pub(crate) fn recipe(
    names: &[(&'static str, &str)],
    set: bool,
    most: usize,
    acts: usize,
) -> BoxedStrategy<Recipe> {
    let sources: Vec<(&'static str, String)> =
        names.iter().map(|(name, source)| (*name, plan(source))).collect();
    let all: Vec<String> = sources.iter().flat_map(|(_, source)| parts(source)).collect();
    let mut files = Just(Vec::new()).boxed();
    for (name, source) in sources {
        files = (files, text(&source, most))
            .prop_map(move |(mut files, (text, crlf))| {
                files.push((name, text, crlf));
                files
            })
            .boxed();
    }
    let acts = prop::collection::vec((any::<Index>(), act(all, set)), 1..=acts);
    (files, acts).prop_map(move |(files, acts)| Recipe { files, set, acts }).boxed()
}

impl Recipe {
    /// The script with its bytes.
    pub(crate) fn script(&self) -> Script {
        let mut texts: BTreeMap<String, String> = BTreeMap::new();
        for (name, text, crlf) in &self.files {
            let text = text.concat();
            texts.insert((*name).to_owned(), if *crlf { text.replace('\n', "\r\n") } else { text });
        }
        let config = self.set.then(String::new);
        let files = texts.iter().map(|(name, text)| (name.clone(), lines(text))).collect();
        let mut script = Script { config, files, ..Script::default() };
        let mut undo: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (file, act) in &self.acts {
            let name = self.files[file.index(self.files.len())].0.to_owned();
            let text = texts.get_mut(&name).unwrap();
            let mut changed = |text: &mut String, changes: &[Change]| {
                undo.entry(name.clone()).or_default().push(text.clone());
                let mut edits = Vec::new();
                for change in changes {
                    for (range, new) in change.edits(text) {
                        text.replace_range(range.clone(), &new);
                        edits.push((range.start, range.end, new));
                    }
                }
                Step::Edit(name.clone(), edits)
            };
            match act {
                Act::Config(config) => script.steps.push(Step::Config(config.map(str::to_owned))),
                Act::Reopen => script.steps.push(Step::Reopen(name)),
                Act::Undo => script.steps.push(match undo.entry(name.clone()).or_default().pop() {
                    Some(before) => {
                        let edits = vec![back(text, &before)];
                        *text = before;
                        Step::Edit(name, edits)
                    }
                    None => Step::Reopen(name),
                }),
                Act::Change(changes) => script.steps.push(changed(text, changes)),
                Act::Hidden(line, changes) => {
                    let swallow = [Change::Swallow(*line)];
                    for changes in [&swallow, &changes[..], &swallow] {
                        script.steps.push(changed(text, changes));
                    }
                }
            }
        }
        script
    }
}

/// The change that leads back to a text: what is alike at both ends stays.
fn back(text: &str, before: &str) -> (usize, usize, String) {
    let start = text
        .char_indices()
        .zip(before.chars())
        .find(|((_, now), was)| now != was)
        .map_or(text.len().min(before.len()), |((at, _), _)| at);
    let alike =
        text[start..].chars().rev().zip(before[start..].chars().rev()).take_while(|(now, was)| now == was);
    let end: usize = alike.map(|(now, _)| now.len_utf8()).sum();
    (start, text.len() - end, before[start..before.len() - end].to_owned())
}

impl Place {
    fn of(&self, text: &str) -> usize {
        match self {
            Self::Line(line) => line_start(text, line),
            Self::LineEnd(line) => {
                let start = line_start(text, line);
                start + text[start..].split('\n').next().unwrap_or_default().trim_end_matches('\r').len()
            }
            Self::Character(at) => characters(text, at.index(text.len() + 1), 0).start,
        }
    }
}

/// Where a line begins; the end of the text is one.
fn line_start(text: &str, line: &Index) -> usize {
    let starts: Vec<usize> =
        std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
    starts[line.index(starts.len())]
}

/// So many characters from a byte on.
fn characters(text: &str, at: usize, count: usize) -> Range<usize> {
    let start = (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let length: usize = text[start..].chars().take(count).map(char::len_utf8).sum();
    start..start + length
}

/// So many lines from a byte on.
fn some_lines(text: &str, start: usize, count: usize) -> Range<usize> {
    let length: usize = text[start..].split_inclusive('\n').take(count).map(str::len).sum();
    start..start + length
}

impl Change {
    /// The edits, one after the other: each range is bytes of the text that those before it left.
    fn edits(&self, text: &str) -> Vec<(Range<usize>, String)> {
        match self {
            Self::Insert(place, new) => {
                let at = place.of(text);
                vec![(at..at, new.clone())]
            }
            Self::Type(place, new) => {
                let at = place.of(text);
                new.char_indices().map(|(byte, c)| (at + byte..at + byte, c.to_string())).collect()
            }
            Self::Replace(place, length, new) => {
                vec![(characters(text, place.of(text), *length), new.clone())]
            }
            Self::Swallow(line) => {
                let open = SWALLOWS.iter().find_map(|mark| Some((text.find(mark)?, mark.len())));
                if let Some((at, length)) = open {
                    return vec![(at..at + length, String::new())];
                }
                let start = line_start(text, line);
                let key = if text.contains("\n#") { None } else { text[start..].find(":\n") };
                match key {
                    Some(at) => vec![(start + at + 1..start + at + 1, SWALLOWS[1].to_owned())],
                    None => vec![(start..start, SWALLOWS[0].to_owned())],
                }
            }
            Self::DeleteLines(line, count) => {
                vec![(some_lines(text, line_start(text, line), *count), String::new())]
            }
            Self::Paste(from, count, to) => {
                let at = line_start(text, to);
                vec![(at..at, text[some_lines(text, line_start(text, from), *count)].to_owned())]
            }
            Self::Move(from, count, to) => {
                let range = some_lines(text, line_start(text, from), *count);
                let left = text[..range.start].to_owned() + &text[range.end..];
                let at = line_start(&left, to);
                vec![(range.clone(), String::new()), (at..at, text[range].to_owned())]
            }
            Self::Indent(line, count, more) => {
                let range = some_lines(text, line_start(text, line), *count);
                let mut at = range.start;
                let mut edits = Vec::new();
                for line in text[range].split_inclusive('\n') {
                    let length =
                        if *more { 0 } else { 2.min(line.len() - line.trim_start_matches(' ').len()) };
                    let new = if *more { "  " } else { "" };
                    edits.push((at..at + length, new.to_owned()));
                    at += line.len() + new.len() - length;
                }
                edits
            }
            Self::LineBreaks(line, count, crlf) => {
                let range = some_lines(text, line_start(text, line), *count);
                let plain = text[range.clone()].replace("\r\n", "\n");
                vec![(range, if *crlf { plain.replace('\n', "\r\n") } else { plain })]
            }
            Self::Whole(parts) => vec![(0..text.len(), parts.concat())],
        }
    }
}
