//! Measures and writes `server/BENCHMARKS.md`: `cargo run --release -p capplan-bench --bin benchmarks`.
//!
//! `sessions`, `set`, `growth`, `analysis` as arguments measure only that, `short` takes only the plans of 1,000 lines; then the
//! tables are printed and no file is written. Peers are measured where they are installed: `yaml-language-server` and
//! `rumdl` on the path, or the commands in `CAPPLAN_BENCH_YAML_LS`, `CAPPLAN_BENCH_RUMDL` and
//! `CAPPLAN_BENCH_VSCODE_MARKDOWN` (whose server asks its client to parse: the command must answer that itself).
//! `CAPPLAN_BENCH_SERVER` is a binary to measure instead of a fresh build.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use capplan_analysis::workspace::{Options, Workspace};
use capplan_bench::growth::{growth, table};
use capplan_bench::plan::{Surface, plan, plan_with_findings};
use capplan_bench::session::{Figures, Subject, measure, write_file};
use capplan_bench::{analysis, machine, set};
use serde_json::{Value, json};

const SIZES: [(&str, usize); 3] = [("1k", 1000), ("10k", 10_000), ("50k", 50_000)];
/// A plan of the last size has so many findings more to carry: its clients are told of all of them after each edit.
const FINDINGS: usize = 1000;
/// The files of a plan set.
const FILES: usize = 2000;
const GROWTH: [usize; 2] = [2000, 16_000];

fn main() -> ExitCode {
    let chosen: Vec<String> = std::env::args().skip(1).collect();
    match written(&chosen) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn written(chosen: &[String]) -> Result<(), String> {
    let has = |name: &str| chosen.iter().any(|word| word == name);
    let wants = |name: &str| has(name) || chosen.iter().all(|word| word == "short");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let root = root.canonicalize().map_err(|error| error.to_string())?;
    let sizes = if has("short") { &SIZES[..1] } else { &SIZES[..] };
    let mut out = format!(
        "# Benchmarks\n\nMade by `cargo run --release -p capplan-bench --bin benchmarks`, {}, on: {}. {}.\n\n\
         Times are milliseconds on a machine that may have other work: compare columns of one run, never runs. Plans are made by\n\
         `server/bench/src/plan.rs`. `echo` is a server that answers at once and does nothing, so what the pipes and the client cost.\n\n",
        machine::today(),
        machine::description(),
        machine::said("rustc", &["--version"]),
    );
    if wants("sessions") {
        build(&root, &["build", "-q", "--release", "-p", "capplan-bench", "--bin", "echo"])?;
        let server = server(&root)?;
        for surface in Surface::ALL {
            out += &sessions(&server, surface, sizes);
        }
    }
    if wants("set") {
        let command = vec![server(&root)?, "server".to_owned()];
        let subject = Subject { name: "capplan".to_owned(), command, pulls: false, settings: Value::Null };
        let files = if has("short") { FILES / 20 } else { FILES };
        for surface in Surface::ALL {
            out += &set::table(&subject, surface, files)?;
        }
    }
    if wants("analysis") {
        build(&root, &["bench", "-q", "-p", "capplan-bench", "--bench", "analysis"])?;
        out += &analysis::tables(&target(&root).join("criterion"), sizes);
    }
    if wants("growth") {
        build(&root, &["build", "-q", "--profile", "growth", "-p", "capplan-bench", "--bin", "edits"])?;
        let folder = target(&root).join("growth");
        let output = folder.join("callgrind");
        std::fs::create_dir_all(&output).map_err(|error| error.to_string())?;
        out += "## Growth of a keystroke\n\nInstructions from the edit to the findings, counted by callgrind.\n\n";
        out += &table(&growth(&folder.join("edits"), &output, GROWTH)?, GROWTH);
    }
    if chosen.is_empty() {
        let file = root.join("server/BENCHMARKS.md");
        std::fs::write(&file, out).map_err(|error| format!("{}: {error}", file.display()))?;
        println!("{}", file.display());
    } else {
        println!("{out}");
    }
    Ok(())
}

fn target(root: &Path) -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from)
}

fn build(root: &Path, arguments: &[&str]) -> Result<(), String> {
    let status = Command::new("cargo").args(arguments).current_dir(root).status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("cargo {}: {status}", arguments.join(" "))),
        Err(error) => Err(format!("cargo: {error}")),
    }
}

fn server(root: &Path) -> Result<String, String> {
    if let Ok(server) = std::env::var("CAPPLAN_BENCH_SERVER") {
        return Ok(server);
    }
    build(root, &["build", "-q", "--release", "-p", "capplan"])?;
    Ok(target(root).join("release/capplan").display().to_string())
}

/// The servers that take plans of a surface, and a word for those that are not installed.
fn subjects(server: &str, surface: Surface) -> (Vec<Subject>, Vec<String>) {
    let echo = std::env::current_exe().map(|own| own.with_file_name("echo").display().to_string());
    let subject = |name: &str, command: Vec<String>, pulls: bool, settings: Value| Subject {
        name: name.to_owned(),
        command,
        pulls,
        settings,
    };
    let own = || vec![server.to_owned(), "server".to_owned()];
    let mut subjects = vec![
        subject("echo", vec![echo.unwrap_or_default()], false, Value::Null),
        subject("capplan, pushed", own(), false, Value::Null),
        subject("capplan, pulled", own(), true, Value::Null),
    ];
    let peers: &[(&str, &str, &[&str], bool)] = match surface {
        Surface::Yaml => &[("CAPPLAN_BENCH_YAML_LS", "yaml-language-server", &["--stdio"], false)],
        Surface::Markdown => &[
            ("CAPPLAN_BENCH_RUMDL", "rumdl", &["server"], true),
            ("CAPPLAN_BENCH_VSCODE_MARKDOWN", "vscode-markdown-languageserver", &[], true),
        ],
    };
    let mut absent = Vec::new();
    for (variable, name, arguments, pulls) in peers {
        let named =
            std::env::var(variable).ok().map(|command| command.split(' ').map(str::to_owned).collect());
        let found = || {
            let by_name = machine::on_path(name) && !arguments.is_empty();
            by_name.then(|| [*name].iter().chain(*arguments).map(|word| (*word).to_owned()).collect())
        };
        match named.or_else(found) {
            Some(command) => subjects.push(subject(name, command, *pulls, peer_settings(server))),
            None => absent.push(format!("{name} is not installed.")),
        }
    }
    (subjects, absent)
}

/// yaml-language-server gets the schema that `capplan schema` prints, as an editor without capplan would.
fn peer_settings(server: &str) -> Value {
    let schema = std::env::temp_dir().join("capplan-bench").join("plan.schema.json");
    if let Ok(output) = Command::new(server).arg("schema").output() {
        let folder = schema.parent().map(std::fs::create_dir_all);
        if !matches!(folder, Some(Ok(()))) || std::fs::write(&schema, output.stdout).is_err() {
            eprintln!("{}: not written", schema.display());
        }
    }
    json!({ "yaml": {
        "validate": true, "hover": true, "completion": true, "schemaStore": { "enable": false },
        "schemas": { format!("file://{}", schema.display()): "*.yaml" },
    } })
}

fn sessions(server: &str, surface: Surface, sizes: &[(&str, usize)]) -> String {
    let (subjects, absent) = subjects(server, surface);
    let mut out = format!("## A session with a plan in {}\n\n", surface.name());
    for word in absent {
        let _ = writeln!(out, "{word}\n");
    }
    for (size, lines) in sizes {
        out += &one(&subjects, surface, &plan(surface, *lines), &format!("{size} lines"));
    }
    if let Some((size, lines)) = sizes.last() {
        let own: Vec<Subject> = subjects.into_iter().take(3).collect();
        let text = with_findings(surface, *lines);
        out += &one(&own, surface, &text, &format!("{size} lines with about {FINDINGS} findings"));
    }
    out
}

/// A plan with [`FINDINGS`], if its length allows that.
fn with_findings(surface: Surface, lines: usize) -> String {
    let mut faults = 0;
    loop {
        let text = plan_with_findings(surface, lines, faults);
        let mut workspace = Workspace::new(Options::default());
        workspace.open(surface.file(), None, &text);
        let found = workspace.findings(surface.file()).len();
        // A fault more may be a capability less, at the end.
        if found >= FINDINGS || faults > FINDINGS {
            return text;
        }
        faults += FINDINGS - found;
    }
}

fn one(subjects: &[Subject], surface: Surface, text: &str, title: &str) -> String {
    if let Err(error) = write_file(surface, text) {
        return format!("{title}: {error}\n\n");
    }
    let megabytes = text.len() as f64 / 1e6;
    let mut columns = Vec::new();
    let mut notes = String::new();
    for subject in subjects {
        eprintln!("{} {title}: {}", surface.name(), subject.name);
        let (figures, error) = measure(subject, surface, text);
        if let Some(error) = error {
            let _ = writeln!(notes, "{}: {error}\n", subject.name);
        }
        columns.push(figures);
    }
    let names: Vec<&str> = subjects.iter().map(|subject| subject.name.as_str()).collect();
    let mut out = format!(
        "### {title}, {megabytes:.2} MB\n\n| | {} |\n|---|{}\n",
        names.join(" | "),
        "---:|".repeat(names.len())
    );
    for (name, figure) in ROWS {
        let cells: Vec<String> = columns.iter().map(|column| shown(figure(column))).collect();
        let _ = writeln!(out, "| {name} | {} |", cells.join(" | "));
    }
    let _ = write!(out, "\n{notes}");
    out
}

type Row = (&'static str, fn(&Figures) -> Option<f64>);

const ROWS: &[Row] = &[
    ("start → `initialize` answered", |of| of.start),
    ("open → first diagnostics", |of| of.open),
    ("findings", |of| of.findings),
    ("keystroke → diagnostics, p50", |of| of.keystroke),
    ("keystroke → diagnostics, p99", |of| of.keystroke_p99),
    ("processor time of a keystroke", |of| of.cpu),
    ("completion right behind an edit", |of| of.completion),
    ("hover right behind an edit", |of| of.hover),
    ("document symbols right behind an edit", |of| of.symbols),
    ("code actions right behind an edit", |of| of.actions),
    ("1,000 edits back to back → next answer", |of| of.burst),
    ("MB idle", |of| of.idle_mb),
    ("MB more with the document", |of| of.document_mb),
    ("MB at most", |of| of.peak_mb),
];

fn shown(figure: Option<f64>) -> String {
    match figure {
        None => "—".to_owned(),
        Some(figure) if figure.fract() == 0.0 => format!("{figure:.0}"),
        Some(figure) if figure < 10.0 => format!("{figure:.2}"),
        Some(figure) if figure < 100.0 => format!("{figure:.1}"),
        Some(figure) => format!("{figure:.0}"),
    }
}
