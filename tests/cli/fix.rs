//! `capplan check --fix`: what it writes, what it says, and what it leaves alone.

use std::fs;

use super::{Folder, check, run};

const BROKEN: &str = "\u{feff}standard: T/AIITRE 20001—2021\r\nstrategy: @准时😀\r\ndemand: 打通\r\n";

#[test]
fn what_cannot_change_the_meaning_is_mended_and_told() {
    let folder = Folder::new("fix", &[("a.plan.yaml", BROKEN.as_bytes())]);
    let path = folder.path("a.plan.yaml");
    let before = run(&["check", "--locale", "zh", &path]);
    assert!(before.out.contains("unquoted-notation"));
    assert_eq!(fs::read_to_string(&path).unwrap(), BROKEN, "without --fix nothing is written");
    let mended = run(&["check", "--fix", "--locale", "zh", &path]);
    assert!(mended.out.contains(":2: [unquoted-notation]"), "{}", mended.out);
    let text = fs::read_to_string(&path).unwrap();
    assert_eq!(text, BROKEN.replace("@准时😀", "\"@准时😀\""));
    let again = run(&["check", "--fix", "--locale", "zh", &path]);
    assert!(!again.out.contains("unquoted-notation"), "{}", again.out);
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
}

#[test]
fn json_stays_json_and_allowances_stay() {
    let plan = "<!-- capplan: allow unknown-level — 待定 -->\n## 能力：排产😀 {#NC-01}\n- 等级：CL2\n";
    let folder = Folder::new("fix json", &[("a.plan.md", plan.as_bytes())]);
    let path = folder.path("a.plan.md");
    let (_, report) = check(&[&path], &["--fix"]);
    assert!(report["findings"].as_array().unwrap().iter().any(|found| found["rule"] == "unused-allow"));
    assert_eq!(fs::read_to_string(&path).unwrap(), plan);
}

#[test]
fn what_only_the_author_can_decide_is_left_alone() {
    let plan = "## 能力：排产 {#NC-01}\n- 等级：CL2（领域级）\n- 视角：生产\n";
    let folder = Folder::new("fix not", &[("a.plan.md", plan.as_bytes())]);
    let path = folder.path("a.plan.md");
    run(&["check", "--fix", &path]);
    assert_eq!(fs::read_to_string(&path).unwrap(), plan);
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_written_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new("fix read-only", &[("a.plan.yaml", BROKEN.as_bytes())]);
    let path = folder.path("a.plan.yaml");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
    if fs::write(&path, BROKEN).is_ok() {
        return; // the superuser writes whatever it likes
    }
    let mended = run(&["check", "--fix", "--locale", "en", &path]);
    assert_eq!(mended.code, 2);
    assert!(mended.err.contains("not written"), "{}", mended.err);
}
