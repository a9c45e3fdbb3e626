//! Fails when a keystroke costs more the longer the plan is: `growth [--short]`, beside `edits` in one folder.
//!
//! `--short` compares 500 with 4,000 lines, else it is 2,000 with 16,000.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::process::ExitCode;

use capplan_bench::growth::{Growth, growth, table};

fn main() -> ExitCode {
    let short = std::env::args().any(|argument| argument == "--short");
    let lines = if short { [500, 4000] } else { [2000, 16_000] };
    match counted(lines) {
        Ok(rows) => {
            println!("{}", table(&rows, lines));
            let worse = rows.iter().filter(|row| row.is_too_much()).count();
            if worse > 0 {
                eprintln!("{worse} kinds of edit cost more in a longer plan than is granted");
            }
            ExitCode::from(u8::from(worse > 0))
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

fn counted(lines: [usize; 2]) -> Result<Vec<Growth>, String> {
    let own = std::env::current_exe().map_err(|error| error.to_string())?;
    let folder = own.with_file_name("callgrind");
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    growth(&own.with_file_name("edits"), &folder, lines)
}
