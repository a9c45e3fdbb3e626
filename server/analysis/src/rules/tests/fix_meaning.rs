//! Fixes where they might hurt: comments that allow a finding in a table, a nested list or a fence; citations that share
//! a number; measures that are begun already; values over two lines.

use super::applied;
use crate::fixture::Fixture;
use crate::rules::Locale;
use crate::workspace::{Offer, Options, Workspace};

fn opened(path: &str, text: &str) -> Workspace {
    let mut workspace = Workspace::new(Options { locale: Some(Locale::Zh), ..Options::default() });
    workspace.open(path, None, text);
    workspace
}

/// The text after a rule's first finding has been allowed where it stands, for both line ends: the finding is gone, no
/// other has come, and the comment has its effect.
fn allowed(path: &str, text: &str, rule: &str) -> String {
    let results = ["\n", "\r\n"].map(|eol| {
        let text = text.replace('\n', eol);
        let mut workspace = opened(path, &text);
        let before = workspace.findings(path);
        let found = before.iter().find(|finding| finding.rule == rule).unwrap();
        let edit = workspace.allow(found, path).unwrap();
        let after = applied(path, &text, &[edit]).replace("待填写：请写明理由", "统一用语");
        let rules: Vec<_> = opened(path, &after).findings(path).iter().map(|found| found.rule).collect();
        let mut wanted: Vec<_> = before.iter().map(|found| found.rule).collect();
        wanted.remove(wanted.iter().position(|own| *own == rule).unwrap());
        assert_eq!(rules, wanted, "{after}");
        after.replace("\r\n", "\n")
    });
    assert_eq!(results[0], results[1]);
    results[0].clone()
}

#[test]
fn a_row_takes_the_comment_in_its_last_cell_and_reads_as_before() {
    let text = "---\nstandard: T/AIITRE 20001—2021\n---\n## 新型能力清单\n| 编号 | 名称 | 视角 | 目标等级 |\n|---|---|---|---|\n| NC-01 | 排产😀 | 过程 | CL9 |\n";
    let after = allowed("/a.plan.md", text, "unknown-level");
    assert!(after.contains("| CL9 <!-- capplan: allow unknown-level — 统一用语 --> |\n"), "{after}");
    let rows = "---\nstandard: T/AIITRE 20001—2021\n---\n## 能力单元 CU-01 排产\n- 等级：CL3\n#### 要素维\n| 要素 | 建设内容 | 条款 | 状态 |\n|---|---|---|---|\n| 数据 | 自动采集运行数据 | A.9.2.1 a | 计划 |\n";
    let after = allowed("/a.plan.md", rows, "unknown-clause");
    assert!(after.contains("| 计划 <!-- capplan: allow unknown-clause"), "{after}");
}

#[test]
fn a_nested_item_takes_the_comment_behind_it() {
    let text = "---\nstandard: T/AIITRE 20001—2021\n---\n## 能力：排产😀 {#NC-01}\n- 目标等级：CL2\n- 视角：\n  - 过成\n  - 载体\n";
    let after = allowed("/a.plan.md", text, "unknown-viewpoint");
    assert!(after.contains("  - 过成 <!-- capplan: allow unknown-viewpoint — 统一用语 -->\n  - 载体\n"));
}

#[test]
fn what_lacks_in_a_file_is_allowed_for_the_file() {
    let text = "## 能力：排产 {#NC-01}\n- 目标等级：CL2\n- 视角：过程\n";
    let rule = "missing-strategy";
    let after = allowed("/a.plan.md", text, rule);
    assert!(
        after.starts_with("<!-- capplan: allow-file missing-strategy — 统一用语 -->\n## 能力"),
        "{after}"
    );
}

#[test]
fn a_comment_does_not_end_a_fence_that_is_still_open() {
    let text = "---\nstandard: T/AIITRE 20001—2021\n---\n## 能力：排产 {#NC-01}\n```yaml plan\n目标等级: CL9\n视角: 过程\n";
    let after = allowed("/a.plan.md", text, "unknown-level");
    assert!(
        after.contains("```yaml plan\n# capplan: allow unknown-level — 统一用语\n目标等级: CL9\n"),
        "{after}"
    );
}

#[test]
fn comments_about_comments_are_not_offered() {
    let text = "<!-- capplan: allow no-such-rule, unknown-level — 统一用语 -->\n## 能力：排产 {#NC-01}\n- 目标等级：CL2\n";
    let mut workspace = opened("/a.plan.md", text);
    let found = workspace.findings("/a.plan.md");
    for rule in ["unused-allow", "unknown-rule"] {
        let own = found.iter().find(|finding| finding.rule == rule).unwrap();
        assert_eq!(workspace.allow(own, "/a.plan.md"), None);
    }
}

fn offers(path: &str, text: &str, rule: &str) -> Vec<Offer> {
    let source = format!("//# profile=thorough\n//- {path}\n{text}");
    let mut workspace = Fixture::parse(&source).open();
    let path = format!("/{path}");
    workspace.fixes(&path, &(0..text.len())).into_iter().filter(|offer| offer.finding.rule == rule).collect()
}

/// What becomes of a measure below an aspect by the fix whose title has this part.
fn recited(aspect: &str, measure: &str, rule: &str, title: &str) -> String {
    let text = format!("## 能力单元 CU-01 排产\n- 等级：CL3\n{aspect}\n- {measure}\n");
    let offers = offers("a.plan.md", &text, rule);
    let titles: Vec<_> = offers.iter().map(|offer| &offer.title).collect();
    let Some(offer) = offers.iter().find(|offer| offer.title.contains(title)) else { panic!("{titles:?}") };
    applied("/a.plan.md", &text, &offer.edits).lines().last().unwrap().to_owned()
}

const DATA: &str = "#### 要素维\n##### 数据";

#[test]
fn a_letter_behind_another_number_gets_its_own() {
    let wrong = |measure: &str, title: &str| recited(DATA, measure, "citation-wrong-aspect", title);
    assert_eq!(wrong("乙（A.2.2.3 a、b）", "改引 A.2.2.1 a"), "- 乙（A.2.2.1 a、A.2.2.3 b）");
    assert_eq!(wrong("乙 [A.2.2.3 a、b、c]", "改引 A.2.2.1 b"), "- 乙 [A.2.2.1 b、A.2.2.3 b、c]");
    let unknown = |measure: &str, title: &str| recited(DATA, measure, "unknown-clause", title);
    assert_eq!(unknown("乙😀（A.2.2.9 a、b）", "改引 A.2.2.1 a"), "- 乙😀（A.2.2.1 a、A.2.2.9 b）");
    assert_eq!(unknown("乙（A.2.3 a、b）", "改引 A.2.3"), "- 乙（A.2.3、A.2.3 b）");
}

#[test]
fn a_clause_that_is_not_there_keeps_its_item_and_its_aspect() {
    let first = |aspect: &str, measure: &str| {
        let text = format!("## 能力单元 CU-01 排产\n- 等级：CL3\n{aspect}\n- {measure}\n");
        offers("a.plan.md", &text, "unknown-clause")[0].title.clone()
    };
    assert!(first(DATA, "采集（A.2.2.11 a）").starts_with("改引 A.2.2.1 a "));
    assert!(first("#### 要素维\n##### 技术", "采集（A.2.2.11 a）").starts_with("改引 A.2.2.2 a "));
    assert!(first("#### 管理维\n##### 数字化治理", "制度 [A.3.3.2 d]").starts_with("改引 A.3.3.1 d"));
}

#[test]
fn the_likeliest_item_comes_first_and_what_is_wrong_beside_the_right_goes() {
    let wrong = |measure: &str| {
        let text = format!("## 能力单元 CU-01 排产\n- 等级：CL3\n{DATA}\n- {measure}\n");
        (offers("a.plan.md", &text, "citation-wrong-aspect"), text)
    };
    let (found, _) = wrong("统一主数据编码（A.3.2.3 a）");
    assert!(found[0].title.starts_with("改引 A.3.2.1 b"), "{}", found[0].title);
    for (measure, expected) in [
        ("采集（A.3.2.1 a、A.3.2.3 a）", "采集（A.3.2.1 a）"),
        ("采集（A.3.2.3 a；A.3.2.1 a）", "采集（A.3.2.1 a）"),
        ("采集（A.3.2.3 a、b、A.3.2.1 a）", "采集（A.3.2.3 b、A.3.2.1 a）"),
    ] {
        let (found, text) = wrong(measure);
        assert!(found[0].title.starts_with("删去 A.3.2.3 a") && found[0].preferred, "{}", found[0].title);
        let after = applied("/a.plan.md", &text, &found[0].edits);
        assert!(after.ends_with(&format!("- {expected}\n")), "{after}");
    }
    let (found, _) = wrong("采集（A.3.2.1 a）（A.3.2.3 a）");
    assert!(found.iter().all(|offer| !offer.title.contains("删去") && !offer.title.contains("A.3.2.1 a ")));
}

#[test]
fn what_is_begun_is_not_begun_again() {
    let text = "## 能力单元 CU-01 排产\n- 目标等级：CL2\n#### 要素维\n##### 数据\n- 采集（A.2.2.1 a）\n##### 技术\n- 全部（A.2.2.2 a–d）\n##### 流程\n- 全部（A.2.2.3 a、b）\n##### 组织\n- 全部（A.2.2.4 a、b）\n";
    let first = offers("a.plan.md", text, "level-gap");
    assert!(first[0].title.contains("数据的 2 项"), "{}", first[0].title);
    let after = applied("/a.plan.md", text, &first[0].edits);
    assert!(after.contains("待填写"));
    assert!(offers("a.plan.md", &after, "level-gap").is_empty());
    let empty = "## 能力：排产 {#NC-01}\n- 目标等级：CL2\n- 价值活动：待填写\n";
    assert!(offers("a.plan.md", empty, "missing-activities").is_empty());
}

#[test]
fn all_gaps_are_filled_though_their_measures_come_to_one_place() {
    let text = "---\nstandard: T/AIITRE 20001—2021\n---\n## 能力单元 CU-01 排产\n- 目标等级：CL2\n#### 要素维\n##### 数据\n- 全部（A.2.2.1 a–c）\n##### 技术\n- 全部（A.2.2.2 a–d）\n##### 流程\n- 流程（A.2.2.3 a）\n\n## 能力单元 CU-02 派工\n";
    for eol in ["\n", "\r\n"] {
        let text = text.replace('\n', eol);
        let mut workspace = opened("/a.plan.md", &text);
        let gaps = workspace.findings("/a.plan.md").iter().filter(|found| found.rule == "level-gap").count();
        let all = workspace.fix_all("/a.plan.md", Some("level-gap"));
        assert_eq!((all.len(), gaps), (2, 2));
        let edits: Vec<_> = all.into_iter().flat_map(|offer| offer.edits).collect();
        let after = applied("/a.plan.md", &text, &edits);
        assert!(opened("/a.plan.md", &after).fix_all("/a.plan.md", Some("level-gap")).is_empty(), "{after}");
        let at = |part: &str| after.find(part).unwrap();
        assert!(at("（A.2.2.3 b）") < at("##### 组织") && at("##### 组织") < at("（A.2.2.4 a）"), "{after}");
    }
}

#[test]
fn a_measure_in_braces_has_its_like_in_braces() {
    let text = "standard: T/AIITRE 20001—2021\nunits:\n  - id: CU-01\n    target: CL2\n    element:\n      data:\n        - {text: 采集😀, clause: A.2.2.1 a}\n";
    let found = offers("a.plan.yaml", text, "level-gap");
    let offer = found.iter().find(|offer| offer.title.contains("数据")).unwrap();
    let after = applied("/a.plan.yaml", text, &offer.edits);
    assert!(
        after.contains("        - {text: 待填写：") || after.contains("        - {text: \"待填写："),
        "{after}"
    );
    assert!(after.contains(", clause: A.2.2.1 b}\n"), "{after}");
}

#[test]
fn a_level_keeps_its_name_when_it_is_changed() {
    let text = "## 能力：甲 {#NC-01}\n- 当前等级：CL4（平台级）\n- 目标等级：CL2（场景级）\n";
    let found = offers("a.plan.md", text, "target-below-current");
    let after = applied("/a.plan.md", text, &found[0].edits);
    let line = |label: &str| after.lines().find(|line| line.contains(label)).unwrap().replace(label, "");
    assert_eq!(line("当前等级"), line("目标等级"), "{after}");
    assert!(after.matches('（').count() == 2, "{after}");
}

#[test]
fn a_scalar_over_two_lines_is_not_quoted() {
    let quote = |value: &str| {
        let text =
            format!("standard: T/AIITRE 20001—2021\ntitle: {value}\nunits:\n  - id: CU-01\n    name: 排产\n");
        offers("a.plan.yaml", &text, "unquoted-notation").len()
    };
    assert_eq!(quote("@甲"), 1);
    assert_eq!(quote("@甲\n  续行😀"), 0);
}

#[test]
fn a_dimension_finds_no_place_below_the_deepest_heading() {
    let text = "## 能力：甲 {#NC-01}\n- 目标等级：CL2\n###### 能力单元 CU-01 排产\n| 方面 | 建设内容 | 条款 |\n|---|---|---|\n| 策划 | 全部 | A.2.1.1 a |\n";
    let found = offers("a.plan.md", text, "missing-dimension");
    assert!(found.iter().flat_map(|offer| &offer.edits).all(|edit| !edit.text.contains('#')), "{found:?}");
}

#[test]
fn a_near_name_of_an_aspect_is_replaced_where_it_stands_and_stands_alone() {
    let text = "## 能力单元 CU-01 排产\n### 流程维建设重点\n#### 1. 评价与处置 <!-- 😀 -->\n- 复盘\n";
    for eol in ["\n", "\r\n"] {
        let text = text.replace('\n', eol);
        let thorough = Some(crate::rules::Profile::Thorough);
        let mut workspace = Workspace::new(Options { profile: thorough, ..Options::default() });
        workspace.open("/a.plan.md", None, &text);
        let all = workspace.fix_all("/a.plan.md", Some("synonym"));
        let edits: Vec<_> = all.into_iter().flat_map(|offer| offer.edits).collect();
        let after = applied("/a.plan.md", &text, &edits);
        let expected = text.replace("流程维", "过程维").replace("评价与处置", "评测与改进");
        assert_eq!(after, expected);
    }
    let yaml = |keys: &str| format!("units:\n  - id: CU-01\n    management:\n{keys}");
    let alone = yaml("      \"企业文化\": [讲堂😀]\n");
    let found = offers("a.plan.yaml", &alone, "synonym");
    assert_eq!(applied("/a.plan.yaml", &alone, &found[0].edits), alone.replace("企业文化", "组织文化"));
    // Two keys of one name cannot be.
    assert!(
        offers("a.plan.yaml", &yaml("      企业文化: [讲堂]\n      组织文化: []\n"), "synonym").is_empty()
    );
}

#[test]
fn a_level_in_running_text_and_a_citation_in_a_field_are_mended_where_they_stand() {
    let text = "## 能力：单元级（CL2）排产 {#NC-01}\n- 评测依据：见 A.3.2.1 z，自评\n";
    let name = offers("a.plan.md", text, "old-edition");
    assert_eq!(applied("/a.plan.md", text, &name[0].edits), text.replace("单元级", "场景级"));
    let citation = offers("a.plan.md", text, "unknown-clause");
    assert_eq!(applied("/a.plan.md", text, &citation[0].edits), text.replace("A.3.2.1 z", "A.3.2.1 a"));
}
