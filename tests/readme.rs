//! What the READMEs show is what the program prints, and what the benchmarks measured.
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

/// A server's p50 of a keystroke in `server/BENCHMARKS.md`, three sizes of YAML and three of Markdown; empty where it was not
/// measured.
fn keystrokes(benchmarks: &str, server: &str) -> Vec<String> {
    let cells = |line: &str| line.split('|').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
    let mut found = Vec::new();
    for surface in ["yaml", "markdown"] {
        let sessions = benchmarks.split(&format!("## A session with a plan in {surface}\n")).nth(1).unwrap();
        let sessions = sessions.split("\n## ").next().unwrap();
        let sizes: Vec<&str> =
            sessions.split("\n### ").skip(1).filter(|of| !of.contains("lines with")).collect();
        assert_eq!(sizes.len(), 3, "{surface}");
        for size in sizes {
            let lines: Vec<Vec<String>> =
                size.lines().filter(|line| line.starts_with('|')).map(cells).collect();
            let row = lines.iter().find(|cells| cells[1] == "keystroke → diagnostics, p50").unwrap();
            let column = lines[0].iter().position(|name| name == server);
            found.push(column.map_or_else(String::new, |column| row[column].clone()));
        }
    }
    found
}

#[test]
fn the_keystrokes_of_the_pages_are_those_of_the_benchmarks() {
    let benchmarks = std::fs::read_to_string(repository().join("server/BENCHMARKS.md")).unwrap();
    for name in ["README.md", "README.zh-CN.md"] {
        let path = repository().join(name);
        let page = std::fs::read_to_string(&path).unwrap();
        let (above, rest) = page.split_once("<!-- keystrokes -->\n").unwrap();
        let (table, below) = rest.split_once("<!-- end of keystrokes -->").unwrap();
        let mut lines: Vec<String> = table.lines().take(2).map(str::to_owned).collect();
        for row in table.lines().skip(2) {
            // The first cell names the server, as the benchmarks do, and what else is to be said of it.
            let first = row.split('|').nth(1).unwrap().trim();
            let server = first.split(['(', '（']).next().unwrap().trim();
            let column = if server == "capplan" { "capplan, pulled" } else { server };
            let figures = keystrokes(&benchmarks, column);
            assert!(figures.iter().any(|figure| !figure.is_empty()), "{name}: {server} was not measured");
            let cell = |of: &String| if of.is_empty() { " ".to_owned() } else { format!(" {of} ") };
            lines.push(format!("| {first} |{}|", figures.iter().map(cell).collect::<Vec<_>>().join("|")));
        }
        let made =
            format!("{above}<!-- keystrokes -->\n{}\n<!-- end of keystrokes -->{below}", lines.join("\n"));
        if std::env::var_os("UPDATE_GENERATED").is_some() {
            std::fs::write(&path, &made).unwrap();
        }
        let hint = "is stale: UPDATE_GENERATED=1 cargo test -p capplan-tests --test readme";
        assert!(std::fs::read_to_string(&path).unwrap() == made, "{name} {hint}");
    }
}
