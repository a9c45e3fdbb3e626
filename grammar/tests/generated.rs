//! What is generated and committed under `src/` is what `grammar.js` says. With `UPDATE_GENERATED=1` in the environment
//! these tests rewrite the files instead.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};

use rquickjs::{CatchResultExt, Context, Runtime};
use tree_sitter_generate::{OptLevel, generate_parser_in_directory};

const ABI_VERSION: usize = 15;
const GENERATED: [&str; 5] =
    ["parser.c", "node-types.json", "tree_sitter/parser.h", "tree_sitter/alloc.h", "tree_sitter/array.h"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Holds a committed file against what it should be, or rewrites it when asked to.
fn hold(path: &Path, expected: &str) {
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, expected).unwrap();
        return;
    }
    let committed = fs::read_to_string(path).unwrap_or_default().replace("\r\n", "\n");
    assert!(
        committed == expected,
        "{} is stale: run `UPDATE_GENERATED=1 cargo test -p tree-sitter-capplan --test generated`",
        path.display()
    );
}

/// `grammar.js` evaluated: the text of `src/grammar.json`.
fn grammar_json() -> String {
    let dsl = include_str!("dsl.js");
    let module = fs::read_to_string(root().join("grammar.js")).unwrap();
    let script = module.replacen("export default grammar(", "const result = grammar(", 1);
    assert_ne!(script, module, "grammar.js exports a grammar");
    let runtime = Runtime::new().unwrap();
    let json: String = Context::full(&runtime).unwrap().with(|context| {
        let script = format!("{dsl}\n{script}\nJSON.stringify(result, null, 2)");
        context.eval(script).catch(&context).unwrap_or_else(|error| panic!("grammar.js: {error}"))
    });
    json
}

#[test]
fn the_generated_files_are_current() {
    let json = grammar_json();
    hold(&root().join("src/grammar.json"), &json);

    // The generator takes the version of the grammar from the tree-sitter.json above its input.
    let room = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("generated");
    fs::create_dir_all(room.join("src")).unwrap();
    fs::copy(root().join("tree-sitter.json"), room.join("tree-sitter.json")).unwrap();
    let input = room.join("src/grammar.json");
    fs::write(&input, &json).unwrap();
    let mut remarks = Vec::new();
    generate_parser_in_directory(
        &room,
        None::<PathBuf>,
        Some(&input),
        ABI_VERSION,
        None,
        None,
        true,
        OptLevel::default(),
        &mut remarks,
    )
    .unwrap_or_else(|error| panic!("{error}"));
    assert!(remarks.is_empty(), "{remarks:?}");
    for name in GENERATED {
        hold(&root().join("src").join(name), &fs::read_to_string(room.join("src").join(name)).unwrap());
    }
}

#[test]
fn the_parser_stays_small() {
    let json: serde_json::Value = serde_json::from_str(&grammar_json()).unwrap();
    assert_eq!(json["externals"], serde_json::json!([]), "no external scanner");
    assert_eq!(json["conflicts"], serde_json::json!([]), "the parser never forks");
    let size = fs::metadata(root().join("src/parser.c")).unwrap().len();
    assert!(size < 250_000, "parser.c has grown to {size} bytes");
}
