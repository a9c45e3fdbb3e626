//! Compiles the generated parser.

use std::path::Path;

fn main() {
    let source = Path::new("src");
    let parser = source.join("parser.c");
    println!("cargo:rerun-if-changed={}", parser.display());
    cc::Build::new()
        .std("c11")
        .include(source)
        .flag_if_supported("-Wno-unused")
        .flag_if_supported("-utf-8")
        .file(parser)
        .compile("tree-sitter-capplan");
}
