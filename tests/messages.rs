//! The table of all messages in both languages, for review: made from the rules' pages and the fixtures of their tests.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::panic::catch_unwind;

use capplan_analysis::fixture::Fixture;
use capplan_analysis::rules::page::{Example, Page};
use capplan_analysis::rules::{ALL, Locale};
use capplan_tests::repository;
use capplan_tests::rust_source::RustSource;

/// So many messages of a rule are shown, each of another shape.
const MOST: usize = 8;

/// A message in 中文 and English.
type Pair = [String; 2];

/// The messages of a fixture in a language, by place and rule.
fn messages(fixture: &str, locale: Locale) -> BTreeMap<(String, usize, &'static str), String> {
    let lines: Vec<&str> = fixture.lines().filter(|line| !line.trim_start().starts_with("//#")).collect();
    let first = lines.iter().find(|line| !line.trim().is_empty()).map_or("", |line| line);
    let indentation = " ".repeat(first.len() - first.trim_start().len());
    let settings = format!("{indentation}//# profile=thorough locale={}", locale.pick("zh", "en"));
    let source = format!("{settings}\n{}\n", lines.join("\n"));
    let fixture = Fixture::parse(&source);
    let mut workspace = fixture.open();
    let mut said = BTreeMap::new();
    for file in fixture.files.iter().filter(|file| !file.is_config()) {
        for found in workspace.findings(&file.path) {
            let line = file.text[..found.range.start].matches('\n').count();
            said.insert((file.path.clone(), line, found.rule), found.message);
        }
    }
    said
}

fn pairs(fixture: &str, concerns: impl Fn(&str, &str) -> bool, all: &mut BTreeMap<&'static str, Vec<Pair>>) {
    let [zh, mut en] = [Locale::Zh, Locale::En].map(|locale| messages(fixture, locale));
    for ((path, line, rule), zh) in zh {
        if let Some(en) = en.remove(&(path.clone(), line, rule))
            && concerns(rule, &path)
        {
            all.entry(rule).or_default().push([zh, en]);
        }
    }
}

fn of_example(example: &Example<'_>, context: &str) -> String {
    let context = if example.alone { "" } else { context };
    format!("{}{context}", example.fixture())
}

/// The fixtures in a source file of tests.
fn fixtures(source: &str) -> Vec<String> {
    let unescaped = |text: &str| {
        let mut out = String::new();
        let mut rest = text.chars().peekable();
        while let Some(c) = rest.next() {
            match (c, rest.peek()) {
                ('\\', Some('n')) => out.push('\n'),
                ('\\', Some('\n')) => {
                    while rest.next_if(|c| c.is_whitespace()).is_some() {}
                    continue;
                }
                ('\\', Some(other @ ('"' | '\\' | '\''))) => out.push(*other),
                _ => {
                    out.push(c);
                    continue;
                }
            }
            rest.next();
        }
        out
    };
    let source = RustSource::new(source);
    let strings = source.strings().map(|(_, text)| unescaped(text));
    // What has doubled braces is a pattern of a fixture, not one.
    strings.filter(|text| text.trim_start().starts_with("//") && !text.contains("{{")).collect()
}

/// A message without the names, numbers and quotations that a plan gives it.
fn shape(message: &str) -> String {
    let mut shape = String::new();
    let mut depth = 0;
    for c in message.chars() {
        match c {
            '“' | '（' | '(' => depth += 1,
            '”' | '）' | ')' => depth -= 1,
            c if depth <= 0 && !c.is_ascii_alphanumeric() && !"-. 、".contains(c) => shape.push(c),
            _ => {}
        }
    }
    shape
}

fn table() -> String {
    let rules = repository().join("server/analysis/src/rules/tests");
    let context = fs::read_to_string(rules.join("context.plan.yaml")).unwrap();
    let context = format!("//- capplan.toml\n//- zz-context.plan.yaml\n{context}");
    let mut all: BTreeMap<&'static str, Vec<Pair>> = BTreeMap::new();
    for rule in ALL {
        if let Ok(page) = Page::parse(rule.page) {
            for locale in [Locale::Zh, Locale::En] {
                let source = of_example(&page.part(locale).bad, &context);
                pairs(&source, |name, path| name == rule.name && !path.starts_with("/zz-"), &mut all);
            }
        }
    }
    let mut files: Vec<_> = fs::read_dir(&rules).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for file in files.iter().filter(|file| file.extension().is_some_and(|end| end == "rs")) {
        for fixture in fixtures(&fs::read_to_string(file).unwrap()) {
            // Some strings only look like fixtures; reading one that is none panics.
            if catch_unwind(|| Fixture::parse(&fixture)).is_ok() {
                pairs(&fixture, |_, _| true, &mut all);
            }
        }
    }
    let mut out = String::from(
        "# Messages · 消息\n\nWhat each rule says in both languages, over the examples of its page and the fixtures of its tests; \
         generated, for review; a test keeps it current.\n",
    );
    let cell = |text: &str| text.replace('|', "\\|").replace('<', "\\<").replace('\n', " ");
    for rule in ALL {
        let Some(pairs) = all.get(rule.name) else { continue };
        _ = write!(out, "\n## {}\n\n| 中文 | English |\n|---|---|\n", rule.name);
        let mut shapes = Vec::new();
        for [zh, en] in pairs {
            let shape = shape(zh);
            if shapes.len() < MOST && !shapes.contains(&shape) {
                shapes.push(shape);
                _ = writeln!(out, "| {} | {} |", cell(zh), cell(en));
            }
        }
    }
    out
}

#[test]
fn the_table_of_messages_is_current() {
    let table = table();
    let shown = table.lines().filter(|line| line.starts_with("## ")).count();
    let with_page = ALL.iter().filter(|rule| !rule.page.is_empty()).count();
    assert!(shown >= with_page, "{shown} rules of {with_page} say something");
    let path = repository().join("server/analysis/rules/MESSAGES.md");
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        fs::write(&path, &table).unwrap();
    }
    let written = fs::read_to_string(path).unwrap_or_default().replace("\r\n", "\n");
    assert!(
        written == table,
        "server/analysis/rules/MESSAGES.md is stale: UPDATE_GENERATED=1 cargo test -p capplan-tests --test messages"
    );
}
