//! What the READMEs show is what the program prints.
#![allow(clippy::unwrap_used, clippy::panic)]

use capplan_tests::repository;

/// Runs a command line of a recording, started at the top of the checkout, and gives its output.
fn output(command: &str) -> String {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut screen = capplan::cli::Screen { out: &mut out, err: &mut err, styled: false };
    let words = command.split('"').enumerate().flat_map(|(part, text)| {
        let quoted = part % 2 == 1;
        if quoted { vec![text.to_owned()] } else { text.split_whitespace().map(str::to_owned).collect() }
    });
    capplan::cli::run(words.map(Into::into), &mut screen);
    assert!(err.is_empty(), "{command}: {}", String::from_utf8_lossy(&err));
    String::from_utf8(out).unwrap()
}

/// The recordings of a page: each command with the lines below it.
fn recordings(page: &str) -> Vec<(&str, Vec<&str>)> {
    let block = page.split("```console\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let mut found: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in block.lines().filter(|line| !line.is_empty()) {
        match line.strip_prefix("$ ") {
            Some(command) => found.push((command, Vec::new())),
            None => found.last_mut().unwrap().1.push(line),
        }
    }
    found
}

/// Whether the lines stand in the output one after another; `…` stands for any number of lines.
fn shows(output: &str, recorded: &[&str]) -> Result<(), String> {
    let mut lines = output.lines().filter(|line| !line.is_empty());
    let mut leap = false;
    for recorded in recorded {
        if *recorded == "…" {
            leap = true;
        } else if (leap && lines.any(|line| line == *recorded)) || (!leap && lines.next() == Some(recorded)) {
            leap = false;
        } else {
            return Err(format!("not in the output: {recorded}"));
        }
    }
    if leap || lines.next().is_none() { Ok(()) } else { Err("the output goes on".to_owned()) }
}

#[test]
fn recordings_are_what_the_program_prints() {
    assert!(shows("a\nb\nc", &["a", "…", "c"]).is_ok());
    for wrong in [["a", "c", "…"], ["…", "c", "b"], ["…", "a", "b"]] {
        assert!(shows("a\nb\nc", &wrong).is_err(), "{wrong:?}");
    }
    std::env::set_current_dir(repository()).unwrap();
    for name in ["README.md", "README.zh-CN.md"] {
        let page = std::fs::read_to_string(name).unwrap();
        let recordings = recordings(&page);
        assert!(recordings.len() >= 2, "{name} shows nothing");
        for (command, recorded) in recordings {
            if let Err(complaint) = shows(&output(command), &recorded) {
                panic!("{name}: $ {command}: {complaint}");
            }
        }
    }
}
