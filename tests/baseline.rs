//! `capplan check` with a baseline: what is known is not reported, what is new is, what is stale is told.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};

/// What a run wrote and how it ended.
struct Run {
    code: u8,
    out: String,
    err: String,
}

fn run(arguments: &[&str]) -> Run {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut screen = capplan::cli::Screen { out: &mut out, err: &mut err, styled: false };
    let arguments = ["capplan", "check", "--locale", "zh"].iter().chain(arguments).map(Into::into);
    let code = capplan::cli::run(arguments, &mut screen);
    Run { code, out: String::from_utf8(out).unwrap(), err: String::from_utf8(err).unwrap() }
}

/// A folder of its own below the build's folder, gone afterwards.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, files: &[(&str, &str)]) -> Self {
        let name = format!("baseline {name} {}", std::process::id());
        let folder = Self(PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name));
        let _ = fs::remove_dir_all(&folder.0);
        files.iter().for_each(|(path, text)| folder.write(path, text));
        folder
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn path(&self, below: &str) -> String {
        self.0.join(below).to_string_lossy().into_owned()
    }

    /// Runs with the folder and one file as value of a flag; the rest as it is.
    fn run(&self, flag: &str, file: &str, more: &[&str]) -> Run {
        run(&[&[flag, &self.path(file), &self.path("")], more].concat())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

const YAML: &str = "capabilities:\n  - {id: NC-01, name: 排产😀能力, viewpoint: 财务, level: CL9}\n";
const MARKDOWN: &str = "## 能力：研发能力 {#NC-02}\n- 视角：生产\n- 等级：CL9\n";

fn two() -> [(&'static str, &'static str); 2] {
    [("a.plan.yaml", YAML), ("乙/b.plan.md", MARKDOWN)]
}

#[test]
fn what_is_known_is_not_reported_and_what_is_new_is() {
    let folder = Folder::new("新旧", &two());
    let before: Value = serde_json::from_str(&run(&["--format", "json", &folder.path("")]).out).unwrap();
    let count = before["findings"].as_array().unwrap().len();
    let written = folder.run("--write-baseline", "基线/b.json", &[]);
    assert_eq!(written.code, 2, "a folder that does not exist: {}", written.err);
    fs::create_dir(folder.0.join("基线")).unwrap();
    let written = folder.run("--write-baseline", "基线/b.json", &[]);
    assert_eq!((written.code, written.err.as_str()), (0, ""));
    assert!(written.out.contains(&format!("{count} 条")), "{}", written.out);
    let text = fs::read_to_string(folder.0.join("基线/b.json")).unwrap();
    assert!(
        text.contains("\n{\"path\":\"../a.plan.yaml\"") && text.contains("\n{\"path\":\"../乙/b.plan.md\"")
    );
    assert!(!text.contains('\\') && !text.contains(&folder.path("")));
    // All is known, whatever happened to lines, indentation and line ends.
    folder.write(
        "a.plan.yaml",
        &format!("\u{feff}# 注释\r\n{}", YAML.replace("  -", "      -").replace('\n', "\r\n")),
    );
    folder.write(
        "乙/b.plan.md",
        &format!("# 第一章 规划\n\n正文😀。\n\n{}", MARKDOWN.replace("## ", "## 1.2 ")),
    );
    for least in ["error", "hint"] {
        let known = folder.run("--baseline", "基线/b.json", &["--fail-on", least]);
        assert_eq!((known.code, known.err.as_str()), (0, ""));
        assert!(known.out.contains(&format!("{count} 条")), "{}", known.out);
    }
    let report = folder.run("--baseline", "基线/b.json", &["--format", "json"]).out;
    let report: Value = serde_json::from_str(&report).unwrap();
    assert_eq!((&report["findings"], &report["summary"]["errors"]), (&json!([]), &json!(0)));
    assert_eq!(report.as_object().unwrap().len(), 2);
    folder.write("a.plan.yaml", &YAML.replace("CL9", "CL8"));
    let fresh = folder.run("--baseline", "基线/b.json", &["--format", "json"]);
    let report: Value = serde_json::from_str(&fresh.out).unwrap();
    assert_eq!(fresh.code, 1);
    let rules: Vec<&Value> =
        report["findings"].as_array().unwrap().iter().map(|found| &found["rule"]).collect();
    assert_eq!(rules, ["unknown-level"]);
    assert_eq!(report["summary"]["errors"], 1);
    // The old level's entry is told to be stale, on standard error, also beside JSON.
    assert!(fresh.err.contains("1 条已不再出现") && fresh.err.contains("NC-01 cl9"), "{}", fresh.err);
    assert_eq!(run(&["--fail-on", "error", &folder.path("a.plan.yaml")]).code, 1);
}

#[test]
fn only_what_was_looked_at_can_be_stale() {
    let folder = Folder::new("陈旧", &two());
    assert_eq!(folder.run("--write-baseline", "b.json", &["--profile", "thorough"]).code, 0);
    let baseline = folder.path("b.json");
    let one = run(&["--baseline", &baseline, "--profile", "thorough", &folder.path("乙")]);
    assert_eq!((one.code, one.err.as_str()), (0, ""));
    let essential = run(&["--baseline", &baseline, "--profile", "essential", &folder.path("")]);
    assert_eq!((essential.code, essential.err.as_str()), (0, ""), "rules that are off");
    fs::remove_file(folder.0.join("a.plan.yaml")).unwrap();
    let gone = run(&["--baseline", &baseline, &folder.path("乙")]);
    assert!(gone.err.contains("a.plan.yaml") && !gone.err.contains("b.plan.md"), "{}", gone.err);
    // Written anew, nothing is stale.
    assert_eq!(folder.run("--write-baseline", "b.json", &[]).code, 0);
    assert_eq!(folder.run("--baseline", "b.json", &[]).err, "");
}

#[test]
fn a_baseline_that_is_missing_or_broken_is_told_with_its_place() {
    let folder = Folder::new("坏", &two());
    let missing = folder.run("--baseline", "没有.json", &[]);
    assert_eq!(missing.code, 2);
    assert!(missing.err.contains("没有.json") && missing.err.contains("--write-baseline"), "{}", missing.err);
    assert!(missing.out.contains("CL9"), "the rest is still printed");
    for (text, place) in [
        ("{\n\"version\": 1,\n<<<<<<< 我的\n\"findings\": []\n}\n", "第 3 行"),
        ("{\"version\": 9, \"findings\": []}", "9"),
        ("{\"version\": 1, \"findings\": [{\"rule\": 1}]}", "第 1 行"),
        ("", "第 1 行"),
    ] {
        folder.write("b.json", text);
        let broken = folder.run("--baseline", "b.json", &[]);
        assert_eq!(broken.code, 2);
        let told = broken.err.contains(&folder.path("b.json")) && broken.err.contains(place);
        assert!(told && broken.err.contains("--write-baseline"), "{}", broken.err);
        // What is broken may be written anew.
        assert_eq!(folder.run("--write-baseline", "b.json", &[]).code, 0);
        assert_eq!(folder.run("--baseline", "b.json", &[]).code, 0);
    }
    assert_eq!(run(&["--baseline", "a", "--write-baseline", "b", &folder.path("")]).code, 2);
}

#[test]
fn nothing_is_written_over_a_plan_or_from_half_of_the_plans() {
    let folder = Folder::new("覆盖", &two());
    for target in ["a.plan.yaml", "capplan.toml"] {
        let refused = folder.run("--write-baseline", target, &[]);
        assert_eq!(refused.code, 2, "{target}");
        assert!(refused.err.contains(target), "{}", refused.err);
    }
    folder.write("notes.txt", "笔记");
    assert_eq!(folder.run("--write-baseline", "notes.txt", &[]).code, 2);
    assert_eq!(fs::read_to_string(folder.0.join("notes.txt")).unwrap(), "笔记");
    assert_eq!(fs::read_to_string(folder.0.join("a.plan.yaml")).unwrap(), YAML);
    assert!(!folder.0.join("capplan.toml").exists());
    let half = folder.run("--write-baseline", "b.json", &["没有.plan.md"]);
    assert_eq!(half.code, 2);
    assert!(half.err.contains("未写入") && !folder.0.join("b.json").exists(), "{}", half.err);
}

#[test]
fn capplan_toml_names_the_baseline_of_its_set() {
    let folder = Folder::new("设置", &two());
    folder.write("capplan.toml", "baseline = \"基线.json\"\n");
    let missing = run(&[&folder.path("")]);
    assert_eq!(missing.code, 2);
    assert!(missing.err.contains("基线.json"), "{}", missing.err);
    assert_eq!(folder.run("--write-baseline", "基线.json", &[]).code, 0);
    for path in ["", "a.plan.yaml", "乙"] {
        let known = run(&[&folder.path(path)]);
        assert_eq!((known.code, known.err.as_str()), (0, ""), "{path}");
    }
    assert_eq!(run(&["--no-baseline", &folder.path("")]).code, 1);
    // An entity keeps its entries when it moves to another file of its set.
    fs::rename(folder.0.join("乙/b.plan.md"), folder.0.join("c.plan.md")).unwrap();
    let moved = run(&[&folder.path("")]);
    assert!(!moved.out.contains("unknown-level"), "{}", moved.out);
    folder.write("capplan.toml", "\nbaseline = 3\n");
    let wrong = run(&[&folder.path("")]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("capplan.toml:2") && wrong.err.contains("baseline"), "{}", wrong.err);
}

#[test]
fn a_file_that_is_not_utf_8_may_be_known() {
    let folder = Folder::new("编码", &two());
    fs::write(folder.0.join("c.plan.md"), b"\xb9\xe6\xbb\xae\n").unwrap();
    assert_eq!(folder.run("--write-baseline", "b.json", &[]).code, 0);
    let known = folder.run("--baseline", "b.json", &[]);
    assert_eq!((known.code, known.err.as_str()), (0, ""));
}
