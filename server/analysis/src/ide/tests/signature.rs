//! Signatures of units and modules, the gaps behind them, and hints behind citations, in both surfaces.

use crate::fixture::Fixture;
use crate::rules::Locale;
use crate::text::Edit;
use crate::workspace::{Options, Workspace};

const MARKDOWN: &str = "//- /规划.plan.md
# 规划😀

## 能力单元 CU-01 计划😀
- 等级：CL1 → CL2
#### 数据
- 采集主数据 [A.2.2.1 a]
## 能力单元 CU-02
## 能力模块 CM-01 组合
- 等级：CL2
";
const YAML: &str = "//- /规划.plan.yaml
standard: T/AIITRE 20001—2021
units:
  - id: CU-01
    name: 计划😀
    level: {current: CL1, target: CL2}
    element:
      data:
        - 采集主数据 [A.2.2.1 a]
  - id: CU-02
    name: 空
";

/// Each fixture with its path, with LF and with CRLF.
fn each(mut test: impl FnMut(&str, Fixture)) {
    for source in [MARKDOWN, YAML] {
        let fixture = Fixture::parse(source);
        let path = fixture.files[0].path.clone();
        test(&path, Fixture::parse(source).with_crlf());
        test(&path, fixture);
    }
}

fn titles(workspace: &mut Workspace, path: &str) -> Vec<String> {
    workspace.signatures(path).unwrap().into_iter().map(|found| found.title).collect()
}

/// Puts `new` in the place of the first `old`.
fn change(workspace: &mut Workspace, path: &str, old: &str, new: &str) {
    let at = workspace.text(path).unwrap().to_text().find(old).unwrap();
    workspace.edit(path, &Edit { range: at..at + old.len(), text: new.to_owned() });
}

#[test]
fn a_unit_says_what_it_covers_dimension_by_dimension() {
    each(|path, fixture| {
        let mut workspace = fixture.open();
        let found = workspace.signatures(path).unwrap();
        assert_eq!(found.len(), 2, "a module without dimensions has no profile");
        assert!(found[0].title.starts_with("CL2 · 过程维 0/"), "{}", found[0].title);
        assert!(found[0].title.contains(" · 要素维 1/") && found[0].title.ends_with(" · 覆盖至 无"));
        assert_eq!((found[0].id.as_str(), found[0].has_gaps), ("CU-01", true));
        assert_eq!((found[1].title.as_str(), found[1].has_gaps), ("没有目标等级 · 覆盖至 无", false));
        let gaps = workspace.gaps(path, "CU-01").unwrap();
        assert!(
            gaps.iter().all(|gap| gap.citation != "A.2.2.1 a")
                && gaps.iter().any(|gap| gap.citation == "A.2.2.1 b")
        );
        assert_eq!(workspace.gaps(path, "CU-02"), Some(Vec::new()), "nothing is asked without a target");
        assert_eq!(workspace.gaps(path, "CU-09"), None);
        workspace.set_options(Options { locale: Some(Locale::En), ..Options::default() });
        let title = titles(&mut workspace, path).remove(0);
        assert!(
            title.starts_with("CL2 · ") && title.ends_with(" · covers none") && title.contains(" missing"),
            "{title}"
        );
    });
}

#[test]
fn what_an_edit_takes_away_is_told_until_the_plan_is_saved() {
    each(|path, fixture| {
        let mut workspace = fixture.open();
        let saved = titles(&mut workspace, path).remove(0);
        let element = saved.split(" · ").find(|part| part.starts_with("要素维")).unwrap().to_owned();
        let asked = element.split('/').next_back().unwrap().to_owned();
        change(&mut workspace, path, " [A.2.2.1 a]", "");
        let told = titles(&mut workspace, path).remove(0);
        assert!(told.contains(&format!("要素维 1/{asked} ↓ 0/{asked}")), "{told}");
        assert!(!told.contains("管理维 0/0 ") && told.matches(['↓', '↑']).count() == 1, "{told}");
        // Half typed, then whole again: as it was saved.
        change(&mut workspace, path, "采集主数据", "采集主数据 [A.2.2.1 a");
        titles(&mut workspace, path);
        change(&mut workspace, path, "[A.2.2.1 a", "[A.2.2.1 a]");
        assert_eq!(titles(&mut workspace, path)[0], saved);
        change(&mut workspace, path, "[A.2.2.1 a]", "[A.2.2.1 a, b]");
        assert!(titles(&mut workspace, path)[0].contains(&format!("要素维 1/{asked} ↑ 2/{asked}")));
        assert!(workspace.saved(path) && workspace.is_save_due(path));
        workspace.keep_saved(path, true);
        change(&mut workspace, path, "[A.2.2.1 a, b]", "[A.2.2.1 a]");
        assert!(titles(&mut workspace, path)[0].contains(&format!("要素维 2/{asked} ↓ 1/{asked}")));
    });
}

#[test]
fn another_target_is_told_without_comparing_what_it_asks_for() {
    each(|path, fixture| {
        let mut workspace = fixture.open();
        titles(&mut workspace, path);
        change(&mut workspace, path, "CL2", "CL3");
        let told = titles(&mut workspace, path).remove(0);
        assert!(told.starts_with("CL2 ↑ CL3 · ") && told.matches(['↓', '↑']).count() == 1, "{told}");
    });
}

#[test]
fn an_edit_before_the_first_question_is_told_where_one_is_expected() {
    each(|path, fixture| {
        let mut workspace = fixture.open();
        workspace.expect_signatures(path);
        assert!(workspace.is_save_due(path));
        workspace.keep_saved(path, true);
        change(&mut workspace, path, " [A.2.2.1 a]", "");
        assert!(titles(&mut workspace, path)[0].contains(" ↓ 0/"));
        // Before its set is there nothing can be compared.
        let mut workspace = fixture.open();
        workspace.expect_signatures(path);
        workspace.keep_saved(path, false);
        change(&mut workspace, path, " [A.2.2.1 a]", "");
        assert!(!workspace.is_save_due(path) && !titles(&mut workspace, path)[0].contains('↓'));
    });
}

#[test]
fn a_document_that_nobody_asked_about_notes_nothing() {
    each(|path, fixture| {
        let mut workspace = fixture.open();
        assert!(!workspace.saved(path) && !workspace.is_save_due(path));
        assert_eq!(workspace.signatures("/nothing.md"), None);
    });
}

#[test]
fn hints_say_what_is_cited_in_the_lines_asked_for() {
    each(|path, fixture| {
        let mut workspace = fixture.open();
        let text = workspace.text(path).unwrap().to_text();
        let at = text.find("A.2.2.1 a").unwrap() + "A.2.2.1 a".len();
        let hints = workspace.hints(path, &(0..text.len()), true, false).unwrap();
        assert_eq!(hints.iter().map(|hint| hint.byte).collect::<Vec<_>>(), [at]);
        assert!(!hints[0].label.is_empty() && hints[0].tooltip.ends_with(" A.2.2.1 a"), "{hints:?}");
        assert_eq!(workspace.hints(path, &(0..10), true, false), Some(Vec::new()));
        let signed = workspace.hints(path, &(0..text.len()), false, true).unwrap();
        assert_eq!(signed.len(), 2);
        assert!(signed[0].label.starts_with("CL2 · "));
        let behind = &text[signed[0].byte..];
        assert!(behind.starts_with(['\r', '\n']), "the end of the line: {behind:?}");
        change(&mut workspace, path, "A.2.2.1 a", "A.2.2.1 z");
        assert_eq!(workspace.hints(path, &(0..text.len()), true, false), Some(Vec::new()), "no such item");
    });
}
