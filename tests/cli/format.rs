//! `capplan format`: what it writes, names and leaves alone.

use std::fs;

use super::{Folder, run};

const ROUGH: &str =
    "\u{feff}## 能力单元 CU-01 排产😀  \r\n#### 数据\r\n- 统一编码（附录 A.3.2.1b）\r\n\r\n\r\n";
const TIDY: &str = "\u{feff}## 能力单元 CU-01 排产😀\r\n#### 数据\r\n- 统一编码 [A.3.2.1 b]\r\n";
const NOTES: &str = "|甲|乙|\n|-|-|\n";

#[test]
fn files_are_named_checked_and_written() {
    let folder =
        Folder::new("format", &[("规划/a.plan.md", ROUGH.as_bytes()), ("规划/notes.md", NOTES.as_bytes())]);
    let path = folder.path("规划/a.plan.md");
    let checked = run(&["format", "--check", &folder.path("规划")]);
    assert_eq!(
        (checked.code, checked.out.as_str(), checked.err.as_str()),
        (1, format!("{path}\n").as_str(), "")
    );
    assert_eq!(fs::read_to_string(&path).unwrap(), ROUGH, "with --check nothing is written");
    let written = run(&["format", &folder.path("规划"), &folder.path("规划/notes.md")]);
    assert_eq!((written.code, written.out), (0, format!("{path}\n")));
    let notes = folder.path("规划/notes.md");
    assert_eq!(written.err, format!("capplan: {notes}：不是规划文件，未整理\n"), "named, and passed over");
    let english = run(&["format", "--check", "--locale", "en", &notes]);
    assert_eq!((english.code, english.err), (0, format!("capplan: {notes}: is no plan, not formatted\n")));
    assert_eq!(fs::read_to_string(&path).unwrap(), TIDY);
    assert_eq!(fs::read_to_string(folder.path("规划/notes.md")).unwrap(), NOTES, "no plan");
    let again = run(&["format", "--check", &folder.path("规划")]);
    assert_eq!((again.code, again.out.as_str()), (0, ""));
}

#[test]
fn the_set_says_what_becomes_of_spaces() {
    let yaml = "units:\n  - id: CU-01\n    name: MES系统\n";
    let folder = Folder::new(
        "format spaces",
        &[("capplan.toml", b"[format]\nspaces = \"add\"\n"), ("a.plan.yaml", yaml.as_bytes())],
    );
    assert_eq!(run(&["format", &folder.path("a.plan.yaml")]).code, 0);
    assert_eq!(fs::read_to_string(folder.path("a.plan.yaml")).unwrap(), yaml.replace("MES系统", "MES 系统"));
}

#[test]
fn what_cannot_be_formatted_is_told() {
    let folder = Folder::new("format bad", &[("a.plan.md", b"\xff\xfe")]);
    let run_bad =
        run(&["format", "--locale", "en", &folder.path("a.plan.md"), &folder.path("absent.plan.md")]);
    assert_eq!(run_bad.code, 2);
    assert!(run_bad.err.contains("not formatted") && run_bad.err.contains("no such file"), "{}", run_bad.err);
}
