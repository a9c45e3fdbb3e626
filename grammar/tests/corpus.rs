//! The corpus under `test/corpus/`, in the form of tree-sitter's own test command, and what holds for every text.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::Path;

use tree_sitter::{Language, Parser, Query, Tree};

fn parse(text: &str) -> Tree {
    let mut parser = Parser::new();
    parser.set_language(&tree_sitter_capplan::LANGUAGE.into()).unwrap();
    parser.parse(text, None).unwrap()
}

struct Case {
    name: String,
    input: String,
    expected: String,
}

/// Cases are `===` / name / `===` / input / `---` / tree.
fn cases(corpus: &str) -> Vec<Case> {
    let mut cases = Vec::new();
    let mut lines = corpus.lines().peekable();
    while let Some(line) = lines.next() {
        if line.trim().is_empty() {
            continue;
        }
        assert!(line.starts_with("==="), "a case begins with `===`: {line}");
        let name = lines.next().unwrap().to_owned();
        assert!(lines.next().unwrap().starts_with("==="), "{name}: the name ends with `===`");
        let mut input = Vec::new();
        loop {
            match lines.next() {
                Some(line) if line.starts_with("---") => break,
                Some(line) => input.push(line),
                None => panic!("{name}: no `---`"),
            }
        }
        let mut expected = Vec::new();
        while let Some(line) = lines.next_if(|line| !line.starts_with("===")) {
            expected.push(line);
        }
        cases.push(Case { name, input: input.join("\n"), expected: expected.join("\n") });
    }
    cases
}

/// An S-expression with one space between its words and none inside its brackets.
fn squeezed(tree: &str) -> String {
    tree.split_whitespace().collect::<Vec<_>>().join(" ").replace(" )", ")").replace("( ", "(")
}

#[test]
fn the_corpus_parses_as_it_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("test/corpus");
    let mut wrong = String::new();
    for file in ["notation.txt", "issues.txt"] {
        let corpus = fs::read_to_string(folder.join(file)).unwrap();
        let cases = cases(&corpus);
        assert!(cases.len() > 5, "{file} has lost its cases");
        for Case { name, input, expected } in cases {
            let actual = parse(input.trim_matches('\n')).root_node().to_sexp();
            if squeezed(&actual) != squeezed(&expected) {
                wrong +=
                    &format!("{file}: {name}\n  expected {}\n  actual   {actual}\n", squeezed(&expected));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Characters and pieces that begin, end, or go on with some notation.
const PIECES: [&str; 52] = [
    "[",
    "]",
    "（",
    "）",
    "(",
    ")",
    "【",
    "】",
    "〔",
    "\\",
    "{",
    "}",
    "{#",
    "#",
    "=",
    "“",
    "”",
    "「",
    "」",
    "\"",
    "A.3",
    "A.3.2.1",
    "A",
    ".",
    "8.4.1",
    "1.9",
    "2",
    "b",
    "B",
    " ",
    "\n",
    "\u{3000}",
    "、",
    "–",
    "-",
    "至",
    "→",
    "->",
    "CL",
    "CL2",
    "CL3x",
    "见",
    "附录",
    "条",
    "依据",
    "T/AIITRE 20001",
    "GB/T 23001—2017",
    "CU-01",
    "数据",
    "word",
    "🏭",
    "\0",
];

#[test]
fn no_text_is_an_error() {
    // Numbers of a linear congruence: the same texts every time.
    let mut state: u64 = 20001;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize
    };
    for _ in 0..20_000 {
        let text: String = (0..next() % 12 + 1).map(|_| PIECES[next() % PIECES.len()]).collect();
        let tree = parse(&text);
        assert!(!tree.root_node().has_error(), "{text:?}: {}", tree.root_node().to_sexp());
        assert!(tree.root_node().end_byte() == text.len(), "{text:?}: ends early");
    }
}

#[test]
fn the_queries_fit_their_grammars() {
    let own: Language = tree_sitter_capplan::LANGUAGE.into();
    for (language, query) in [
        (own.clone(), tree_sitter_capplan::HIGHLIGHTS_QUERY),
        (own, tree_sitter_capplan::INJECTIONS_QUERY),
        (tree_sitter_md::LANGUAGE.into(), tree_sitter_capplan::HOST_MARKDOWN_QUERY),
        (tree_sitter_yaml::LANGUAGE.into(), tree_sitter_capplan::HOST_YAML_QUERY),
    ] {
        Query::new(&language, query).unwrap_or_else(|error| panic!("{error}\n{query}"));
    }
}
