//! Writes a target's seeds into a folder, where libFuzzer finds them: `seeds TARGET FOLDER`.
#![allow(clippy::print_stderr)]

use std::path::Path;
use std::process::ExitCode;

use capplan_fuzz::{Target, seeds::seeds};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [name, folder] = arguments.as_slice() else {
        eprintln!("seeds TARGET FOLDER");
        return ExitCode::from(2);
    };
    let Some(target) = Target::ALL.into_iter().find(|target| target.name() == name) else {
        eprintln!("no target is named {name}");
        return ExitCode::from(2);
    };
    for (path, bytes) in seeds(target) {
        let file = Path::new(folder).join(path.replace(['/', ':'], "-"));
        if let Err(error) = std::fs::write(&file, bytes) {
            eprintln!("{}: {error}", file.display());
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}
