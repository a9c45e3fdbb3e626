#![allow(clippy::unwrap_used)]
//! The files of this checkout, for tests that read them.

use std::fs;

use crate::repository;

/// Folders that builds leave, whatever stands above them.
pub const BUILT: &[&str] = &["dist", "node_modules", "target"];

/// The files below a folder with their paths from the top, `/` separated, in order.
///
/// # Panics
/// When there is none, or one cannot be read.
#[must_use]
pub fn files(below: &str) -> Vec<(String, Vec<u8>)> {
    let root = repository();
    let (mut found, mut folders) = (Vec::new(), vec![root.join(below)]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if BUILT.contains(&name.as_str()) || name == ".git" {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else {
                let shown = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
                found.push((shown.trim_start_matches("./").to_owned(), fs::read(&path).unwrap()));
            }
        }
    }
    found.sort();
    assert!(!found.is_empty(), "nothing stands in {below}");
    found
}

/// The files below a folder that have one of these extensions.
///
/// # Panics
/// When one is not UTF-8.
#[must_use]
pub fn texts(below: &str, extensions: &[&str]) -> Vec<(String, String)> {
    files(below)
        .into_iter()
        .filter(|(path, _)| {
            path.rsplit_once('.').is_some_and(|(_, extension)| extensions.contains(&extension))
        })
        .map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap()))
        .collect()
}

/// The Rust sources below a folder that are no tests.
#[must_use]
pub fn sources(below: &str) -> Vec<(String, String)> {
    let mut sources = texts(below, &["rs"]);
    sources.retain(|(path, _)| !path.split('/').any(|part| matches!(part, "tests" | "tests.rs" | "fixture")));
    sources
}
