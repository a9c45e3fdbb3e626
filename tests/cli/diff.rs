//! `capplan diff`: files, folders, plan sets and git revisions.

use std::process::Command;

use serde_json::json;

use super::{Folder, json_of, run};

const OLD: &str = "# 规划😀\n\n## 能力：排产 {#NC-01}\n- 视角：过程\n\n## 能力单元 CU-01 计划\n- 承载：NC-01\n- 等级：CL1 → CL2\n#### 数据\n- 采集 [A.2.2.1 a]\n\n## 能力单元 CU-02 旧的\n- 承载：NC-01\n";

fn new() -> String {
    OLD.replace("CL1 → CL2", "CL1 → CL3")
        .replace("承载：NC-01\n- 等级", "承载：NC-02\n- 等级")
        .replace("CU-02 旧的", "CU-03 新的")
}

#[test]
fn what_is_another_is_told_entity_by_entity_and_findings_after_them() {
    for new in [new(), new().replace('\n', "\r\n")] {
        let files = [("old.plan.md", OLD.as_bytes()), ("new.plan.md", new.as_bytes())];
        let folder = Folder::new("diff", &files);
        let (old, new) = (folder.path("old.plan.md"), folder.path("new.plan.md"));
        let told = run(&["diff", &old, &new, "--locale", "zh"]);
        assert_eq!((told.code, told.err.as_str()), (1, ""));
        assert!(told.out.contains("能力单元 CU-01 计划\n  目标 CL2 → CL3\n"), "{}", told.out);
        assert!(
            told.out.contains("  承载 +NC-02 -NC-01\n") || told.out.contains(" +NC-02 -NC-01\n"),
            "{}",
            told.out
        );
        assert!(
            told.out.contains("删除 能力单元 CU-02 旧的\n")
                && told.out.contains("新增 能力单元 CU-03 新的\n")
        );
        assert!(told.out.contains("+ ") && told.out.contains("dangling-reference"), "{}", told.out);
        assert!(!told.out.contains("NC-01 排产\n"), "what stayed is not told");
        let (code, found) = json_of(&["diff", &old, &new, "--format", "json", "--locale", "en"]);
        assert_eq!(code, 1);
        let unit =
            &found["entities"].as_array().unwrap().iter().find(|entity| entity["id"] == "CU-01").unwrap();
        assert_eq!((&unit["change"], &unit["levels"]["target"]), (&json!("changed"), &json!(["CL2", "CL3"])));
        assert_eq!(unit["references"]["carries"], json!({ "added": ["NC-02"], "removed": ["NC-01"] }));
        assert_eq!(unit["topics"]["element"][0]["reached"], 1);
        assert!(
            found["findings"]["new"]
                .as_array()
                .unwrap()
                .iter()
                .any(|found| found["rule"] == "dangling-reference")
        );
    }
}

#[test]
fn what_is_the_same_says_nothing() {
    let other = OLD.replace('\n', "\r\n");
    let folder = Folder::new("diff same", &[("a.plan.md", OLD.as_bytes()), ("b.plan.md", other.as_bytes())]);
    let (a, b) = (folder.path("a.plan.md"), folder.path("b.plan.md"));
    let told = run(&["diff", &a, &b]);
    assert_eq!((told.code, told.out.as_str(), told.err.as_str()), (0, "", ""));
}

#[test]
fn what_cannot_be_compared_says_why() {
    let folder = Folder::new("diff wrong", &[("a.plan.md", OLD.as_bytes())]);
    let a = folder.path("a.plan.md");
    let a = a.as_str();
    for (arguments, why) in [
        (&[a][..], "要和什么比较"),
        (&[a, "/nothing/here.md"], "/nothing/here.md：路径不存在"),
        (&["nothing.md", a], "nothing.md：没有这个文件或文件夹，git 也没有这个版本"),
        (&["no-such-revision", "--", a], "no-such-revision：没有这个文件或文件夹"),
    ] {
        let told = run(&[&["diff", "--locale", "zh"][..], arguments].concat());
        assert_eq!((told.code, told.out.as_str()), (2, ""), "{arguments:?}");
        assert!(told.err.contains(why), "{arguments:?}: {}", told.err);
    }
}

#[test]
fn a_revision_is_compared_with_another_and_with_what_is_there_now() {
    let folder = Folder::new("diff revisions", &[("规划集/capplan.toml", b"")]);
    let (set, plan) = (folder.path("规划集"), folder.path("规划集/单元.plan.md"));
    let git = |arguments: &[&str]| {
        let settings = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"];
        let done =
            Command::new("git").current_dir(&folder.0).args(settings).args(arguments).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    };
    git(&["init", "-q"]);
    for text in [OLD.to_owned(), new()] {
        std::fs::write(&plan, text).unwrap();
        git(&["add", "-A"]);
        git(&["commit", "-q", "-m", "a"]);
    }
    std::fs::write(&plan, OLD).unwrap();
    let told = run(&["diff", "HEAD~1", "HEAD", "--locale", "zh", "--", &plan]);
    assert_eq!((told.code, told.err.as_str()), (1, ""));
    assert!(told.out.contains("  目标 CL2 → CL3\n"), "{}", told.out);
    assert!(told.out.contains("+ HEAD:规划集/单元.plan.md dangling-reference"), "{}", told.out);
    let told = run(&["diff", "HEAD", "--locale", "zh", "--", &set]);
    assert!(told.code == 1 && told.out.contains("  目标 CL3 → CL2\n"), "{}{}", told.out, told.err);
    assert_eq!(run(&["diff", "HEAD~1", "--", &set]).code, 0);
    let told = run(&["diff", "HEAD", &plan, "--locale", "zh"]);
    assert!(told.code == 1 && told.out.contains("  目标 CL3 → CL2\n"), "{}{}", told.out, told.err);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&folder.0, folder.path("link")).unwrap();
        let linked = folder.path("link/规划集/单元.plan.md");
        let told = run(&["diff", "HEAD~1", "HEAD", "--locale", "zh", "--", &linked]);
        assert!(told.code == 1 && told.out.contains("  目标 CL2 → CL3\n"), "{}{}", told.out, told.err);
    }
}
