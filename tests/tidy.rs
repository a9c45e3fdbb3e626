#![allow(clippy::unwrap_used, clippy::panic)]
//! The house in order: what `server/ARCHITECTURE.md` states about files, rooms and hand-typed names, as tests.
//!
//! Each check is a function from a path and a text to complaints, tried on a wrong example beside its use.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use capplan_analysis::standard::{Aspect, Dimension, Level, Topic, standard};
use capplan_tests::checkout::{BUILT, files, sources, texts};
use capplan_tests::repository;
use capplan_tests::rust_source::RustSource;

/// What may stand at the top, beside dot-files and what builds leave.
const TOP: &[&str] = &[
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "NOTICE",
    "README.md",
    "README.zh-CN.md",
    "deny.toml",
    "editors",
    "grammar",
    "rustfmt.toml",
    "server",
    "tests",
];

/// The rooms of `capplan-analysis`: a file may name its own storey and those before it.
const STOREYS: &[&[&str]] = &[
    &["text"],
    &["syntax"],
    &["standard"],
    &["schema"],
    &["model"],
    // A set keeps the profiles of its entities, which are made from the set.
    &["plan_set", "level"],
    &["rules"],
    &["ide"],
    &["workspace"],
    &["fixture"],
];

/// What the analysis must not name: protocol, runtime, file system, network, environment, clock.
const OUTSIDE_CRATES: &[&str] =
    &["lsp_types", "ls_types", "tower_lsp", "tower_lsp_server", "tokio", "ignore", "dashmap"];
const OUTSIDE_MODULES: &[&str] = &["fs", "io", "net", "env", "process", "time", "thread"];

const LONGEST_FILE: usize = 400;

/// The one file that may be longer: the schema table, which reads best as one.
const TABLE: &str = "server/analysis/src/schema/table.rs";

fn complain(complaints: &[String]) {
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

fn check_all(files: &[(String, String)], check: impl Fn(&str, &str) -> Vec<String>) {
    complain(&files.iter().flat_map(|(path, text)| check(path, text)).collect::<Vec<_>>());
}

#[test]
fn only_the_usual_files_stand_at_the_top() {
    let names =
        fs::read_dir(repository()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let names: Vec<String> =
        names.filter(|name| !name.starts_with('.') && !BUILT.contains(&name.as_str())).collect();
    let strangers = names
        .iter()
        .filter(|name| !TOP.contains(&name.as_str()))
        .map(|name| format!("{name}: not for the top"));
    let absent = TOP
        .iter()
        .filter(|name| !names.iter().any(|found| found == *name))
        .map(|name| format!("{name}: absent"));
    complain(&strangers.chain(absent).collect::<Vec<_>>());
}

fn too_long(path: &str, text: &str) -> Vec<String> {
    let lines = text.lines().count();
    if lines > LONGEST_FILE && path != TABLE { vec![format!("{path}: {lines} lines")] } else { Vec::new() }
}

#[test]
fn files_are_short() {
    assert_eq!(too_long("a.rs", &"\n".repeat(LONGEST_FILE + 1)).len(), 1);
    assert!(too_long("a.rs", &"\n".repeat(LONGEST_FILE)).is_empty());
    for folder in ["server", "tests", "editors", "grammar"] {
        let mut files = texts(folder, &["rs", "lua", "ts", "js", "sh"]);
        files.retain(|(path, _)| !path.starts_with("grammar/src/"));
        check_all(&files, too_long);
    }
}

fn without_header(path: &str, text: &str) -> Vec<String> {
    let first = text.lines().find(|line| !line.is_empty() && !line.starts_with("#!["));
    if first.is_some_and(|line| line.starts_with("//!")) {
        Vec::new()
    } else {
        vec![format!("{path}: no //! header")]
    }
}

#[test]
fn every_source_says_what_lives_there() {
    assert_eq!(without_header("a.rs", "use std::fmt;\n//! Late.").len(), 1);
    for folder in ["server", "tests/bin", "grammar"] {
        check_all(&sources(folder), without_header);
    }
    let mut tests = texts("tests", &["rs"]);
    tests.retain(|(path, _)| path.matches('/').count() == 1);
    check_all(&tests, without_header);
}

/// The paths that code names after a prefix such as `crate::`, groups in braces opened: first segments only.
fn named_after(code: &str, prefix: &str) -> Vec<(usize, String)> {
    let mut names = Vec::new();
    for (start, _) in code.match_indices(prefix) {
        let word_before = code[..start]
            .ends_with(|before: char| before.is_alphanumeric() || before == '_' || before == ':');
        let after = start + prefix.len();
        if word_before {
            continue;
        }
        let mut depth = 0;
        let mut fresh = true;
        for (at, character) in code[after..].char_indices() {
            match character {
                '{' => (depth, fresh) = (depth + 1, depth == 0),
                '}' => depth -= 1,
                ',' => fresh = depth == 1,
                _ if fresh && (character.is_alphabetic() || character == '_') => {
                    let rest = &code[after + at..];
                    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
                    names.push((after + at, rest[..end].to_owned()));
                    fresh = false;
                }
                _ => {}
            }
            if depth == 0 && !fresh {
                break;
            }
        }
    }
    names
}

fn reaches_outside(path: &str, text: &str) -> Vec<String> {
    let source = RustSource::new(text);
    let code = source.code();
    let modules =
        named_after(&code, "std::").into_iter().filter(|(_, name)| OUTSIDE_MODULES.contains(&name.as_str()));
    let words =
        code.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| OUTSIDE_CRATES.contains(word));
    modules
        .map(|(at, name)| format!("{path}:{}: std::{name}", source.line(at)))
        .chain(words.map(|word| format!("{path}: {word}")))
        .collect()
}

#[test]
fn the_analysis_is_pure() {
    let wrong =
        "use std::{fmt, fs::File};\nuse tokio::task;\nfn f() { let now = std::time::Instant::now(); }";
    assert_eq!(reaches_outside("a.rs", wrong).len(), 3);
    let right =
        "//! No tokio, no std::fs.\nuse std::{fmt, sync::Arc};\n#[cfg(test)]\nmod tests { use std::fs; }";
    assert!(reaches_outside("a.rs", right).is_empty());
    check_all(&sources("server/analysis/src"), reaches_outside);
    let manifest: toml::Table =
        fs::read_to_string(repository().join("server/analysis/Cargo.toml")).unwrap().parse().unwrap();
    for name in manifest["dependencies"].as_table().unwrap().keys() {
        assert!(
            !OUTSIDE_CRATES.contains(&name.replace('-', "_").as_str()),
            "capplan-analysis depends on {name}"
        );
    }
}

fn storey(room: &str) -> Option<usize> {
    STOREYS.iter().position(|rooms| rooms.contains(&room))
}

/// Rooms above its own that a file of `server/analysis/src` names.
fn looks_upstairs(path: &str, text: &str) -> Vec<String> {
    let inside = path.strip_prefix("server/analysis/src/").unwrap();
    let Some((room, rest)) = inside.split_once('/') else { return Vec::new() };
    let Some(own) = storey(room) else {
        return vec![format!("{path}: an unknown room; name it in tests/tidy.rs")];
    };
    let source = RustSource::new(text);
    let code = source.code();
    let depth = rest.split('/').count() - usize::from(rest.ends_with("mod.rs")) + 1;
    let outermost = "super::".repeat(depth);
    named_after(&code, "crate::")
        .into_iter()
        .chain(named_after(&code, &outermost))
        .filter(|(_, name)| storey(name).is_some_and(|named| named > own))
        .map(|(at, name)| format!("{path}:{}: {room} names {name}", source.line(at)))
        .collect()
}

#[test]
fn rooms_name_only_rooms_below_them() {
    let wrong = "use crate::{text::Text, rules::{Rule, model}};\nuse super::super::workspace::Workspace;";
    assert_eq!(looks_upstairs("server/analysis/src/model/build.rs", wrong).len(), 2);
    assert!(
        looks_upstairs("server/analysis/src/model/build.rs", "use crate::{text::Text, schema::Kind};")
            .is_empty()
    );
    assert!(looks_upstairs("server/analysis/src/model/build.rs", "use super::rules::Rule;").is_empty());
    assert_eq!(looks_upstairs("server/analysis/src/cellar/mod.rs", "").len(), 1);
    check_all(&sources("server/analysis/src"), looks_upstairs);
}

/// Where a rule looks a word of a plan up in the standard's terms alone, past the words of the organization's own.
fn forgets_own_words(path: &str, text: &str) -> Vec<String> {
    let source = RustSource::new(text);
    let lines = source.code();
    let forgets = |line: &&str| {
        let level = line.contains("read_level(") && !line.trim_start().starts_with("use ");
        level || line.contains("terms().lookup(") && line.contains(".text")
    };
    lines
        .lines()
        .filter(forgets)
        .map(|line| format!("{path}: {}: use the word's own `term`", line.trim()))
        .collect()
}

#[test]
fn rules_heed_the_words_of_an_organization() {
    assert_eq!(forgets_own_words("a.rs", "f(standard().terms().lookup(set, &word.text));").len(), 1);
    assert_eq!(forgets_own_words("a.rs", "let level = read_level(&text).level;").len(), 1);
    assert!(forgets_own_words("a.rs", "use a::read_level;\nlet term = word.term(set);").is_empty());
    check_all(&sources("server/analysis/src/rules"), forgets_own_words);
}

/// Where a clause of the annex (`A.3.2.1`) or of the dimensions' and levels' chapters (`8.4.1`) is spelt out.
fn clause_id(text: &str) -> Option<&str> {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    (0..bytes.len()).find_map(|at| {
        let apart = at == 0 || !(bytes[at - 1].is_ascii_alphanumeric() || bytes[at - 1] == b'.');
        let lead = bytes[at] == b'A' || matches!(bytes[at], b'7' | b'8');
        let shape = bytes.get(at + 1) == Some(&b'.')
            && digit(at + 2)
            && bytes.get(at + 3) == Some(&b'.')
            && digit(at + 4);
        (apart && lead && shape).then(|| &text[at..at + 5])
    })
}

/// Whether a string stands in the `clauses: &[…]` of a declaration.
fn in_clauses_of_declaration(code: &str, at: usize) -> bool {
    code[..at].rfind("clauses:").is_some_and(|start| {
        let between = &code[start + "clauses:".len()..at];
        between.trim_start().starts_with("&[") && !between.contains(']')
    })
}

/// Names that are whole strings of their own (short everyday words), and names that must not even occur in one.
fn names_of_the_standard() -> (Vec<String>, Vec<String>) {
    let aspects = Aspect::all().map(|aspect| aspect.name().to_owned()).collect();
    let topics =
        Topic::all().flat_map(|topic| Level::all().filter_map(move |level| standard().cell(level, topic)));
    let topics = topics.map(|cell| cell.title.to_owned()).filter(|title| title.chars().count() >= 4);
    let dimensions = Dimension::all().map(|dimension| dimension.name().to_owned());
    let mut parts: Vec<String> =
        Level::all().map(|level| level.name().to_owned()).chain(dimensions).chain(topics).collect();
    parts.sort();
    parts.dedup();
    (aspects, parts)
}

fn typed_by_hand(path: &str, text: &str) -> Vec<String> {
    let source = RustSource::new(text);
    let code = source.code();
    let declares = path.contains("/src/rules/") || path.contains("/src/schema/");
    let table = path.contains("/src/schema/");
    let (wholes, parts) = names_of_the_standard();
    let mut complaints = Vec::new();
    for (at, string) in source.strings() {
        let name = wholes
            .iter()
            .find(|whole| !table && *whole == string)
            .or(parts.iter().find(|part| string.contains(*part)));
        let clause = clause_id(string).filter(|_| !(declares && in_clauses_of_declaration(&code, at)));
        for typed in name.map(String::as_str).into_iter().chain(clause) {
            complaints.push(format!("{path}:{}: {typed} is typed by hand", source.line(at)));
        }
    }
    complaints
}

#[test]
fn names_and_clauses_of_the_standard_come_from_its_data() {
    let path = "server/analysis/src/rules/level_gap.rs";
    let wrong = [
        r#"f("A.3.2.1 b");"#,
        r#"f("见 8.4.1 a");"#,
        r##"f(r#"平台级能力"#);"##,
        r#"f("数据");"#,
        r#"f("过程维");"#,
    ];
    for line in wrong {
        assert_eq!(typed_by_hand(path, line).len(), 1, "{line}");
    }
    let right = "// A.3.2.1 平台级\nf(\"1.8.4.1 数据表\");\nRule { clauses: &[\"8.1\", \"A.3.2.1\"] }\n#[cfg(test)]\nmod tests { f(\"CL3 领域级\"); }";
    assert!(typed_by_hand(path, right).is_empty());
    assert_eq!(
        typed_by_hand("server/capplan/src/main.rs", right).len(),
        1,
        "only a declaration may name a clause"
    );
    check_all(&sources("server"), typed_by_hand);
}

#[test]
fn manifests_share_lints_and_versions_that_are_pinned_used_and_explained() {
    let manifest: toml::Table = fs::read_to_string(repository().join("Cargo.toml")).unwrap().parse().unwrap();
    let workspace = manifest["workspace"].as_table().unwrap();
    let map = fs::read_to_string(repository().join("server/ARCHITECTURE.md")).unwrap();
    let reasons = map.lines().filter_map(|line| line.strip_prefix("| ")?.split(" | ").next());
    let explained: Vec<&str> = reasons.flat_map(|crates| crates.split([',', ' '])).collect();
    let (mut complaints, mut unused) = (Vec::new(), BTreeSet::new());
    for (name, dependency) in workspace["dependencies"].as_table().unwrap() {
        let version = dependency.as_str().or_else(|| dependency.get("version").and_then(toml::Value::as_str));
        if !version.is_some_and(|version| version.starts_with('=')) {
            complaints.push(format!("Cargo.toml: {name} is not pinned"));
        }
        if dependency.get("path").is_none() && !explained.contains(&name.as_str()) {
            complaints.push(format!("Cargo.toml: server/ARCHITECTURE.md does not say why {name} was chosen"));
        }
        unused.insert(name.clone());
    }
    for member in workspace["members"].as_array().unwrap() {
        let path = format!("{}/Cargo.toml", member.as_str().unwrap());
        let member: toml::Table = fs::read_to_string(repository().join(&path)).unwrap().parse().unwrap();
        let shared =
            member.get("lints").and_then(|lints| lints.get("workspace")).and_then(toml::Value::as_bool);
        if shared != Some(true) {
            complaints.push(format!("{path}: [lints] workspace = true is absent"));
        }
        let platforms = member.get("target").and_then(toml::Value::as_table).into_iter().flatten();
        let platforms = platforms.filter_map(|(_, platform)| platform.as_table()).flatten();
        for (key, list) in member.iter().chain(platforms).filter(|(key, _)| key.ends_with("dependencies")) {
            for (name, dependency) in list.as_table().unwrap() {
                unused.remove(name);
                if dependency.get("workspace").is_none() {
                    complaints.push(format!("{path}: {name} of [{key}] is not the workspace's"));
                }
            }
        }
    }
    complaints.extend(unused.iter().map(|name| format!("Cargo.toml: nobody uses {name}")));
    complain(&complaints);
}

/// The folders of this machine that a file must not name: the checkout, the one around it, the home.
fn machine_paths() -> Vec<String> {
    let shared =
        ["/", "/home", "/opt", "/root", "/srv", "/tmp", "/usr", "/usr/src", "/var", "/var/tmp", "/workspace"];
    let root = repository();
    let around = root
        .parent()
        .map(Path::to_owned)
        .filter(|around| !shared.contains(&around.to_string_lossy().as_ref()));
    let home = std::env::var_os("HOME").map(PathBuf::from).filter(|home| home.components().count() > 1);
    let folders = [Some(root), around, home];
    folders.into_iter().flatten().map(|folder| format!("{}/", folder.display())).collect()
}

#[test]
fn no_file_names_a_folder_of_this_machine() {
    let paths = machine_paths();
    let mut complaints = Vec::new();
    for (file, bytes) in files(".") {
        let Ok(text) = String::from_utf8(bytes) else { continue };
        for path in paths.iter().filter(|path| text.contains(*path)) {
            complaints.push(format!("{file}: {path}"));
        }
    }
    complain(&complaints);
}
