//! Words of an organization's own in `capplan.toml`, as the command line takes them.

use super::{Folder, check, places, run};

const PLAN: &str = "## 能力：排产😀 {#NC-01}\r\n- 视角：业务链\r\n- 等级：CL2\r\n";

#[test]
fn own_words_are_taken_and_mistakes_in_them_told_with_line_and_key() {
    let good = "[synonyms]\nviewpoint.process = [\"业务链\"]\n";
    let folder = Folder::new("自用", &[("capplan.toml", good.as_bytes()), ("a.plan.md", PLAN.as_bytes())]);
    let (_, report) = check(&[&folder.path("a.plan.md")], &[]);
    assert_eq!(places(&report, "unknown-viewpoint", ""), Vec::<String>::new());
    let bad =
        "[synonyms]\nviewpoint.process = [\"业务链\"]\nviewpoint.object = [\"业务链\"]\n[status]\ndone = 1\n";
    let folder = Folder::new("自用 坏", &[("capplan.toml", bad.as_bytes()), ("a.plan.md", PLAN.as_bytes())]);
    let toml = folder.path("capplan.toml");
    for (locale, colon, words) in [("zh", "：", "已经表示"), ("en", ": ", "means")] {
        let told = run(&["check", "--locale", locale, &folder.path("a.plan.md")]);
        assert_eq!(told.code, 2);
        let line = |number, key: &str| {
            let start = format!("{toml}:{number}{colon}{key}");
            told.err.lines().any(|line| line.contains(&start))
        };
        assert!(line(3, "synonyms.viewpoint.object") && line(5, "status.done"), "{}", told.err);
        assert!(told.err.contains(words), "{}", told.err);
        assert!(!told.out.contains("unknown-viewpoint"), "{}", told.out);
    }
}
