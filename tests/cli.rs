//! The command line: exit codes, the fixed JSON, files, folders and plan sets.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::PathBuf;

use capplan_analysis::standard::standard;
use serde_json::{Value, json};

#[path = "cli/convert.rs"]
mod convert;
#[path = "cli/diff.rs"]
mod diff;
#[path = "cli/fix.rs"]
mod fix;
#[path = "cli/format.rs"]
mod format;
#[path = "cli/own_words.rs"]
mod own_words;
#[path = "cli/report.rs"]
mod report;
#[path = "cli/settings.rs"]
mod settings;

/// What a run wrote and how it ended.
struct Run {
    code: u8,
    out: String,
    err: String,
}

fn run(arguments: &[&str]) -> Run {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut screen = capplan::cli::Screen { out: &mut out, err: &mut err, styled: false };
    let arguments = ["capplan"].iter().chain(arguments).map(Into::into);
    let code = capplan::cli::run(arguments, &mut screen);
    Run { code, out: String::from_utf8(out).unwrap(), err: String::from_utf8(err).unwrap() }
}

fn json_of(arguments: &[&str]) -> (u8, Value) {
    let run = run(arguments);
    (run.code, serde_json::from_str(&run.out).unwrap_or_else(|error| panic!("{error}: {}", run.out)))
}

/// A folder of its own below the build's folder, gone afterwards.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, files: &[(&str, &[u8])]) -> Self {
        let folder = Self(
            PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("cli {name} {}", std::process::id())),
        );
        let _ = fs::remove_dir_all(&folder.0);
        fs::create_dir_all(&folder.0).unwrap();
        for (path, bytes) in files {
            let path = folder.0.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        folder
    }

    fn path(&self, below: &str) -> String {
        self.0.join(below).to_string_lossy().into_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn check(paths: &[&str], more: &[&str]) -> (u8, Value) {
    json_of(&[&["check", "--format", "json", "--locale", "zh"], more, paths].concat())
}

/// The findings of one rule, as `path:line:column-endLine:endColumn` behind `from`.
fn places(report: &Value, rule: &str, from: &str) -> Vec<String> {
    let findings = report["findings"].as_array().unwrap().iter().filter(|finding| finding["rule"] == rule);
    findings
        .map(|found| {
            let path = found["path"].as_str().unwrap().strip_prefix(from).unwrap();
            let [line, column, end_line, end_column] =
                ["line", "column", "endLine", "endColumn"].map(|key| &found[key]);
            format!("{path}:{line}:{column}-{end_line}:{end_column}")
        })
        .collect()
}

const WRONG: &str = "capabilities:\n  - {id: NC-01, name: 排产😀能力, viewpoint: 过程, level: CL9}\n";
const NO_PLAN: &str = "# 能力单元与模块\n\n本项目的 level 是 CL9，见 A.3.2.9。\n";

#[test]
fn a_finding_has_the_fixed_shape() {
    for (name, text) in [
        ("a.plan.yaml", WRONG.to_owned()),
        ("bom.plan.yaml", format!("\u{feff}{WRONG}")),
        ("crlf.plan.yaml", WRONG.replace('\n', "\r\n")),
    ] {
        let folder = Folder::new("形状", &[(name, text.as_bytes())]);
        let path = folder.path(name);
        let (code, report) = check(&[&path], &[]);
        assert_eq!(code, 1);
        let found = report["findings"]
            .as_array()
            .unwrap()
            .iter()
            .find(|found| found["rule"] == "unknown-level")
            .unwrap();
        let mut keys: Vec<&String> = found.as_object().unwrap().keys().collect();
        keys.sort();
        let expected =
            ["clauses", "column", "endColumn", "endLine", "line", "message", "path", "rule", "severity"];
        assert_eq!(keys, expected);
        assert_eq!(
            (found["path"].as_str(), found["severity"].as_str()),
            (Some(path.as_str()), Some("error"))
        );
        assert!(found["message"].as_str().unwrap().contains("CL9"));
        assert!(found["clauses"].as_array().unwrap().iter().all(Value::is_string));
        // Columns count Unicode scalar values from 1: the emoji is one.
        let column = WRONG.lines().nth(1).unwrap().split("CL9").next().unwrap().chars().count() + 1;
        assert_eq!(places(&report, "unknown-level", &path), [format!(":2:{column}-2:{}", column + 3)]);
        let summary = report["summary"].as_object().unwrap();
        assert_eq!(
            (&summary["files"], &summary["plans"], &summary["errors"]),
            (&json!(1), &json!(1), &json!(1))
        );
        assert_eq!(summary.len(), 6);
    }
}

#[test]
fn exit_codes_follow_the_severity_asked_for() {
    let folder = Folder::new("退出", &[("a.plan.yaml", WRONG.as_bytes()), ("b.md", NO_PLAN.as_bytes())]);
    let (plan, silent) = (folder.path("a.plan.yaml"), folder.path("b.md"));
    assert_eq!(run(&["check", &plan]).code, 1);
    assert_eq!(run(&["check", &plan, "--fail-on", "error"]).code, 1);
    let folder = Folder::new(
        "警告",
        &[("a.plan.yaml", WRONG.replace("CL9", "CL3").replace("过程", "财务").as_bytes())],
    );
    let warned = folder.path("a.plan.yaml");
    assert_eq!(run(&["check", &warned]).code, 1);
    assert_eq!(run(&["check", &warned, "--fail-on", "error"]).code, 0);
    assert_eq!(check(&[&warned], &["--profile", "essential"]).0, 0);
    let missing = run(&["check", &plan, "没有.plan.md"]);
    assert_eq!(missing.code, 2);
    assert!(missing.out.contains("CL9") && missing.err.contains("没有.plan.md"), "{}", missing.err);
    assert_eq!(run(&["check", "--format", "xml"]).code, 2);
    assert_eq!(run(&["--help"]).code, 0);
    let (code, report) = check(&[&silent], &[]);
    assert_eq!((code, &report["findings"], &report["summary"]["plans"]), (0, &json!([]), &json!(0)));
    assert_eq!(report["summary"]["files"], 1);
}

#[test]
fn a_folder_is_walked_for_plans_only_and_read_in_order() {
    let folder = Folder::new(
        "文件夹",
        &[
            ("乙/b.plan.yaml", WRONG.as_bytes()),
            ("a.plan.yml", WRONG.as_bytes()),
            ("c.plan.md", "## 能力：排产 {#NC-01}\n- 等级：CL9\n".as_bytes()),
            ("readme.md", NO_PLAN.as_bytes()),
            ("other.yaml", WRONG.as_bytes()),
            ("乙/notes.txt", b"\xff"),
        ],
    );
    let (code, report) = check(&[&folder.path("")], &[]);
    assert_eq!((code, &report["summary"]["files"], &report["summary"]["plans"]), (1, &json!(3), &json!(3)));
    let found = places(&report, "unknown-level", &folder.path(""));
    let paths: Vec<&str> = found.iter().map(|place| place.split(':').next().unwrap()).collect();
    assert_eq!(paths, ["a.plan.yml", "c.plan.md", "乙/b.plan.yaml"]);
    // A file given by name is looked at, whatever its name: this one says nothing of the standard.
    let (code, report) = check(&[&folder.path("other.yaml")], &[]);
    assert_eq!((code, &report["summary"]["files"], &report["summary"]["plans"]), (0, &json!(1), &json!(0)));
    // Given twice, it is looked at once.
    let (_, report) = check(&[&folder.path("a.plan.yml"), &folder.path("")], &[]);
    assert_eq!(report["summary"]["files"], 3);
}

#[test]
fn a_plan_that_is_not_utf_8_is_an_error_and_the_rest_is_checked() {
    let folder = Folder::new(
        "编码",
        &[("a.plan.yaml", b"title: \xb9\xe6\xbb\xae\n"), ("b.plan.yaml", WRONG.as_bytes())],
    );
    let (code, report) = check(&[&folder.path("")], &[]);
    assert_eq!((code, &report["summary"]["plans"]), (1, &json!(2)));
    assert_eq!(places(&report, "syntax-error", &folder.path("")), ["a.plan.yaml:1:1-1:1"]);
    assert_eq!(places(&report, "unknown-level", &folder.path("")).len(), 1);
    assert!(report["findings"][0]["message"].as_str().unwrap().contains("UTF-8"));
    assert!(run(&["check", &folder.path("")]).out.contains("UTF-8"));
}

#[test]
#[cfg(unix)]
fn a_file_that_cannot_be_read_is_told_and_the_rest_is_checked() {
    let folder = Folder::new("悬空", &[("b.plan.yaml", WRONG.as_bytes())]);
    std::os::unix::fs::symlink(folder.0.join("没有"), folder.0.join("a.plan.yaml")).unwrap();
    let run = run(&["check", &folder.path("a.plan.yaml"), &folder.path("b.plan.yaml")]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("a.plan.yaml") && run.out.contains("CL9"));
}

const CAPABILITIES: &str = "capabilities:\n  - {id: NC-01, name: 排产, viewpoint: 过程, level: CL2}\n";
const UNITS: &str = "units:\n  - {id: CU-01, name: 排产单元, carries: [NC-01]}\n";

#[test]
fn members_of_a_set_are_known_though_only_one_file_is_asked_for() {
    let folder = Folder::new(
        "集",
        &[
            ("甲/capplan.toml", b""),
            ("甲/a.plan.yaml", CAPABILITIES.as_bytes()),
            ("甲/b.plan.yaml", UNITS.as_bytes()),
            ("乙/capplan.toml", b"locale = \"en\"\n[rules]\ndangling-reference = \"hint\"\n"),
            ("乙/b.plan.yaml", UNITS.as_bytes()),
            ("丙/b.plan.yaml", UNITS.as_bytes()),
        ],
    );
    let (_, report) = check(&[&folder.path("甲/b.plan.yaml")], &[]);
    assert_eq!(places(&report, "dangling-reference", ""), Vec::<String>::new());
    assert_eq!(report["summary"]["files"], 1);
    // Several sets in one run are separate sets, each with its own settings.
    let (_, report) = json_of(&["check", "--format", "json", &folder.path("")]);
    assert_eq!(report["summary"]["files"], 4);
    let found: Vec<&Value> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|found| found["rule"] == "dangling-reference")
        .collect();
    let severities: Vec<&str> = found.iter().map(|found| found["severity"].as_str().unwrap()).collect();
    assert_eq!(places(&report, "dangling-reference", &folder.path("")).len(), 2);
    assert_eq!(severities, ["error", "hint"]);
    assert!(found[1]["message"].as_str().unwrap().is_ascii(), "{}", found[1]["message"]);
}

#[test]
fn an_excluded_file_is_looked_at_only_when_given_by_name() {
    let files: [(&str, &[u8]); 3] = [
        ("capplan.toml", "exclude = [\"草稿/**\"]\n".as_bytes()),
        ("a.plan.yaml", CAPABILITIES.as_bytes()),
        ("草稿/b.plan.yaml", UNITS.as_bytes()),
    ];
    let folder = Folder::new("排除", &files);
    let (_, report) = check(&[&folder.path("")], &[]);
    assert_eq!((&report["summary"]["files"], &report["summary"]["plans"]), (&json!(1), &json!(1)));
    let (_, report) = check(&[&folder.path("草稿/b.plan.yaml")], &[]);
    assert_eq!((&report["summary"]["files"], &report["summary"]["plans"]), (&json!(1), &json!(1)));
    assert_eq!(places(&report, "dangling-reference", "").len(), 1);
}

#[test]
fn people_see_the_place_in_the_text_and_a_summary_in_their_language() {
    let folder = Folder::new("人", &[("a.plan.yaml", WRONG.as_bytes())]);
    let path = folder.path("a.plan.yaml");
    let chinese = run(&["check", "--locale", "zh", &path]);
    let line = WRONG.lines().nth(1).unwrap();
    let column = line.split("CL9").next().unwrap().chars().count() + 1;
    assert!(
        chinese.out.contains(line) && chinese.out.contains(&format!("{path}:2:{column}")),
        "{}",
        chinese.out
    );
    assert!(
        chinese.out.contains("[unknown-level]") && chinese.out.lines().last().unwrap().contains("错误 1")
    );
    // The marks stand below the value on the screen, where Chinese characters and the emoji are two columns wide.
    let marks = chinese.out.lines().find(|line| line.contains("━━━") || line.contains("^^^")).unwrap();
    let source = chinese.out.lines().find(|shown| shown.contains(line)).unwrap();
    let width = |text: &str| text.chars().map(|c| if u32::from(c) > 0x2e80 { 2 } else { 1 }).sum::<usize>();
    assert_eq!(width(marks.split(['━', '^']).next().unwrap()), width(source.split("CL9").next().unwrap()));
    let english = run(&["check", "--locale", "en", &path]);
    assert!(english.out.lines().last().unwrap().contains("1 error"));
}

#[test]
fn clauses_are_quoted_whole_or_by_item() {
    let (code, all) = json_of(&["clause", "--format", "json"]);
    assert_eq!((code, all.as_array().unwrap().len()), (0, standard().clauses().len()));
    for (shown, clause) in all.as_array().unwrap().iter().zip(standard().clauses()) {
        assert_eq!((shown["id"].as_str(), shown["title"].as_str()), (Some(clause.id), Some(clause.title)));
        assert_eq!(shown["paragraphs"], json!(clause.paragraphs().collect::<Vec<_>>()));
        assert_eq!(shown["notes"], json!(clause.notes().collect::<Vec<_>>()));
        let points: Vec<_> = clause.items().map(|item| json!(item.points)).collect();
        let shown: Vec<_> =
            shown["items"].as_array().unwrap().iter().map(|item| item["points"].clone()).collect();
        assert_eq!(shown, points);
    }
    let (_, one) = json_of(&["clause", "A.2.1.4", "--format", "json"]);
    assert_eq!((one.as_array().unwrap().len(), &one[0]["items"][0]["letter"]), (1, &json!("")));
    let clause = standard().clause("A.3.2.1").unwrap();
    let item = clause.item(Some('b')).unwrap();
    for id in ["A.3.2.1 b", "a.3.2.1b", "A.3.2.1 b)", "A.3.2.1 B）"] {
        let shown = run(&["clause", id]);
        assert_eq!(shown.code, 0, "{id}");
        assert!(shown.out.contains(item.text) && !shown.out.contains(clause.item(Some('a')).unwrap().text));
    }
    assert!(run(&["clause", "A.3.2.1", "b"]).out.contains(item.text));
    let unknown = run(&["clause", "A.3.2.9", "--locale", "zh"]);
    assert_eq!((unknown.code, unknown.out.as_str()), (2, ""));
    assert!(unknown.err.contains("A.3.2.1") && unknown.err.contains("A.3.2.4"), "{}", unknown.err);
    for id in ["A.3.2.1 z", "9", "字", "A.3.2.1 😀b"] {
        assert!(run(&["clause", id]).code == 2 || id.contains('😀'), "{id}");
    }
}

#[test]
fn rules_are_listed_and_described() {
    let (code, all) = json_of(&["rule", "--format", "json"]);
    assert_eq!(code, 0);
    let rules = capplan_analysis::rules::ALL;
    assert_eq!(all.as_array().unwrap().len(), rules.len());
    for (shown, rule) in all.as_array().unwrap().iter().zip(rules) {
        assert_eq!(shown["name"], rule.name);
        assert!(["error", "warning", "information", "hint"].contains(&shown["severity"].as_str().unwrap()));
        assert!(["essential", "standard", "thorough"].contains(&shown["profile"].as_str().unwrap()));
        assert!(!shown["summary"]["zh"].as_str().unwrap().is_empty());
        assert!(!shown["summary"]["en"].as_str().unwrap().is_empty());
        assert!(shown["clauses"].is_array() && shown["fixable"].is_boolean());
        assert!(run(&["rule", rule.name]).out.contains(rule.name));
    }
    let unknown = run(&["rule", "unknown-levle"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("unknown-level"), "{}", unknown.err);
}

#[test]
fn levels_are_as_expected_for_files_and_folders() {
    let shared = capplan_tests::repository().join("tests/plans/shared");
    let expected: Value = serde_json::from_str(&capplan_tests::plan("shared/expected-levels.json")).unwrap();
    let mut in_group = Vec::new();
    for (file, units) in expected.as_object().unwrap() {
        let (code, shown) = json_of(&["levels", "--format", "json", &shared.join(file).to_string_lossy()]);
        assert_eq!(code, 0);
        assert_eq!(shown.as_array().unwrap().len(), units.as_array().unwrap().len(), "{file}");
        for (shown, unit) in shown.as_array().unwrap().iter().zip(units.as_array().unwrap()) {
            assert_contains(shown, unit, file);
            in_group.extend(file.starts_with("group/").then(|| shown.clone()));
        }
    }
    let (_, group) = json_of(&["levels", "--format", "json", &shared.join("group").to_string_lossy()]);
    assert_eq!(group, Value::Array(in_group));
    assert_eq!(run(&["levels", "没有"]).code, 2);
    assert!(
        run(&["levels", &shared.join("xinghai-equipment.plan.md").to_string_lossy()]).out.contains("CU-02")
    );
}

/// Whether `shown` has all that `expected` has.
fn assert_contains(shown: &Value, expected: &Value, place: &str) {
    match (shown, expected) {
        (Value::Object(shown), Value::Object(expected)) => {
            for (key, value) in expected {
                assert_contains(&shown[key], value, &format!("{place} {key}"));
            }
            assert!(!expected.is_empty() || shown.is_empty(), "{place}");
        }
        _ => assert_eq!(shown, expected, "{place}"),
    }
}

#[test]
fn a_unit_without_target_has_no_figures() {
    let text = "units:\n  - id: CU-01\n    name: 排产\n    process: {planning: [编制计划（A.2.1.1 a）]}\n";
    let folder = Folder::new("无目标", &[("a.plan.yaml", text.as_bytes())]);
    let (_, shown) = json_of(&["levels", "--format", "json", &folder.path("a.plan.yaml")]);
    assert_eq!((&shown[0]["target"], &shown[0]["kind"]), (&Value::Null, &json!("unit")));
    for dimension in ["process", "element", "management"] {
        for figure in shown[0]["dimensions"][dimension].as_object().unwrap().values() {
            assert_eq!(figure, &Value::Null);
        }
    }
}

#[test]
fn the_schema_knows_every_field_in_both_languages() {
    let (code, schema) = json_of(&["schema"]);
    assert_eq!(code, 0);
    for field in capplan_analysis::schema::FIELDS {
        for kind in field.kinds {
            let properties = &schema["definitions"][kind.key()]["properties"];
            for name in field.names.iter().chain(field.labels) {
                assert!(properties.get(name).is_some(), "{kind:?} {name}");
            }
        }
    }
    let text = schema.to_string();
    for at in text.match_indices("\"$ref\":\"#/definitions/").map(|(at, found)| at + found.len()) {
        let name = text[at..].split('"').next().unwrap();
        assert!(schema["definitions"].get(name).is_some(), "{name}");
    }
}
