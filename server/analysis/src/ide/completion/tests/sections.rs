//! Skeletons of what an entity lacks, and of items whose first dash is missing.

use super::snippets::{UNFINISHED, accepted, opened, rules, skeletons};
use super::{accepted as line_of, ask, labels};
use crate::fixture::Fixture;
use crate::level::DimensionProfile;
use crate::schema::Kind;

/// A unit that aims at CL3, with lines of its own, in Markdown.
fn markdown(lines: &str) -> String {
    format!(
        "//- p.plan.md\n# 规划😀\n\n## 能力：排产 {{#NC-01}}\n- 视角：过程\n- 等级：CL3\n\n### 能力单元 CU-01 甲\n\n{lines}\n\n### 能力单元 CU-02 乙\n"
    )
}

/// The same in YAML.
fn yaml(lines: &str) -> String {
    format!(
        "//- p.plan.yaml\nstandard: T/AIITRE 20001—2021\n标题: 规划😀\ncapabilities:\n  - id: NC-01\n    name: 排产\n    level: CL3\n    units:\n      - id: CU-01\n{lines}\n      - id: CU-02\n        name: 乙\n"
    )
}

/// What CU-01 covers of a dimension once a skeleton of this label is accepted and worded, and what it covers before.
fn covered(source: &str, label: &str, dimension: &str) -> Vec<[DimensionProfile; 2]> {
    let parsed = Fixture::parse(source);
    let made = [parsed.clone(), parsed.with_crlf()].map(|fixture| {
        let found = skeletons(&fixture);
        let item = found.iter().find(|item| item.label == label);
        let item = item.unwrap_or_else(|| {
            panic!("{source}{label}: {:?}", ask(&fixture).iter().map(|item| &item.label).collect::<Vec<_>>())
        });
        let file = accepted(&fixture, item, None);
        let said = rules(&file, item);
        let new: Vec<_> = said.iter().filter(|rule| !UNFINISHED.contains(rule)).collect();
        assert!(said.contains(&"placeholder") && new.is_empty(), "{said:?}\n{}", file.text);
        [None, Some("本厂自己的做法")].map(|words| {
            let file = accepted(&fixture, item, words);
            let levels = opened(&file).levels(&file.path);
            let unit = levels.iter().find(|unit| unit.kind == Kind::Unit && unit.id == "CU-01").unwrap();
            let figures = unit.profile.as_deref().unwrap().dimensions.iter();
            figures.clone().find(|figures| figures.dimension.key() == dimension).unwrap().clone()
        })
    });
    made.to_vec()
}

#[test]
fn a_missing_dimension_comes_with_what_the_level_asks_for() {
    for (source, label) in [
        (markdown("#### ysw$0"), "#### 要素维（CL3，列表）"),
        (markdown("#### 要素$0"), "#### 要素维（CL3，表格）"),
        (markdown("#### （二）yaosu$0"), "#### 要素维（CL3，列表）"),
        (markdown("#### 过程维\n\n- 说明\n\n#### ele$0"), "#### 要素维（CL3，列表）"),
        (yaml("        name: 甲\n        $0"), "要素维（CL3，逐项列出）"),
        (yaml("        ele$0"), "要素维（CL3，每项一行）"),
        (yaml("        过程维:\n          策划: [甲]\n        ysw$0"), "要素维（CL3，逐项列出）"),
    ] {
        for [before, after] in covered(&source, label, "element") {
            assert_eq!((before.topics_reached, before.topics_asked > 0), (0, true), "{source}");
            assert_eq!(after.topics_reached, after.topics_asked, "{source}");
        }
    }
}

#[test]
fn a_missing_aspect_comes_with_its_topics() {
    for (source, label) in [
        (markdown("#### 要素维\n\n##### 数据\n- 采集 [A.3.2.1 a]\n\n##### js$0"), "##### 技术（CL3）"),
        (markdown("#### 要素维\n\n##### 2、技$0"), "##### 技术（CL3）"),
        (markdown("#### 数据\n- 采集 [A.3.2.1 a]\n\n#### jishu$0"), "#### 技术（CL3）"),
        (yaml("        element:\n          data: [采集]\n          $0"), "技术（CL3，逐项列出）"),
        (yaml("        要素维:\n          js$0"), "技术（CL3，每项一行）"),
    ] {
        for [before, after] in covered(&source, label, "element") {
            assert!(after.topics_reached > before.topics_reached, "{source}");
            assert!(after.topics_reached < after.topics_asked, "one aspect of four");
        }
    }
    let source = markdown("#### 要素维\n\n##### 2、jish$0");
    let item = &skeletons(&Fixture::parse(&source))[0];
    assert!(item.insert.starts_with("##### 2、技术\n\n- 待填写："), "{}", item.insert);
}

#[test]
fn what_is_there_or_hangs_on_no_level_has_no_skeleton() {
    let has = |source: &str, word: &str| {
        let found = skeletons(&Fixture::parse(source));
        found.iter().any(|item| item.label.contains(word))
    };
    assert!(!has(&markdown("#### 要素维\n\n##### 数据\n- 采集\n\n##### $0"), "数据"));
    assert!(!has(&markdown("#### 要素维\n\n#### $0"), "要素维"));
    assert!(!has(&yaml("        element: {data: [甲]}\n        $0"), "要素维"));
    // What the plan shares with all units has no level; a capability's has the capability's.
    assert!(!has("//- p.plan.md\n# 规划\n\n## ysw$0\n", "要素维"));
    assert!(has("//- p.plan.md\n# 规划\n\n## 能力：甲 {#NC-01}\n- 等级：CL2\n\n### ysw$0\n", "要素维（CL2"));
    // In a flow collection, and where a value stands already.
    for line in ["        element: {$0}", "        element: {da$0: [甲]}", "        ele$0: {}"] {
        assert!(!has(&yaml(line), "CL3"), "{line}");
    }
}

#[test]
fn a_dimension_that_has_aspects_only_may_get_its_heading() {
    let source = |line: &str| markdown(&format!("#### 数据\n- 采集 [A.3.2.1 a]\n\n{line}"));
    assert_eq!(line_of(&source("#### ysw$0"), ""), "#### 要素维");
    assert_eq!(line_of(&source("#### yaosu$0"), "#### 要素维"), "#### 要素维");
    assert!(!labels(&source("#### 要素维\n\n#### $0")).contains(&"#### 要素维".to_owned()));
    let latin = "//- p.plan.md\n# Plan\n\n## Unit CU-01 Scheduling\n- scope: domain\n\n### Planning\n- Decompose goals [A.3.1.1 a]\n\n### pro$0\n";
    assert!(labels(latin).contains(&"### Process dimension".to_owned()), "{:?}", labels(latin));
}

#[test]
fn items_begin_without_their_dash() {
    for (lines, label, begins) in [
        ("units:\n  $0", "能力单元（CL3，逐项列出）", "- id: CU-01\n    name: 待填写\n    carries: NC-01\n"),
        ("units:\n  nldy$0", "能力单元（CL3，每项一行）", "- id: CU-01\n    name: 待填写\n"),
        ("units:\n$0", "能力单元（CL3，逐项列出）", "- id: CU-01\n  name: 待填写\n  carries: NC-01\n"),
        ("units: # 单元😀\n    $0", "能力单元（CL3，逐项列出）", "- id: CU-01\n      name: 待填写\n"),
        ("能力模块:\n  $0", "能力模块", "- id: CM-01\n    name: 待填写\n"),
        ("modules:\n  mk$0", "能力模块", "- id: CM-01\n    name: 待填写\n"),
    ] {
        let source = format!(
            "//- p.plan.yaml\nstandard: T/AIITRE 20001—2021\ntitle: 规划😀\ncapabilities:\n  - id: NC-01\n    name: 排产\n    level: CL3\n{lines}\n"
        );
        for fixture in [Fixture::parse(&source), Fixture::parse(&source).with_crlf()] {
            let found = skeletons(&fixture);
            let item = found.iter().find(|item| item.label == label);
            let item = item.unwrap_or_else(|| panic!("{lines}: {found:?}"));
            assert!(item.insert.starts_with(begins), "{lines}: {}", item.insert);
            let file = accepted(&fixture, item, None);
            let said = rules(&file, item);
            let usual = ["placeholder", "empty-module", "missing-level", "level-gap", "uncombined-unit"];
            assert!(said.iter().all(|rule| usual.contains(rule)), "{said:?}\n{}", file.text);
            assert_eq!(opened(&file).levels(&file.path).len(), 1);
        }
    }
    // In a capability it carries it already.
    let nested = "//- p.plan.yaml\nstandard: T/AIITRE 20001—2021\ncapabilities:\n  - id: NC-01\n    level: CL2\n    units:\n      $0\n";
    let item = &skeletons(&Fixture::parse(nested))[0];
    assert!(
        item.insert.starts_with("- id: CU-01\n        name: 待填写\n        level: CL2\n"),
        "{}",
        item.insert
    );
    for silent in [
        "//- p.plan.yaml\nstandard: T/AIITRE 20001—2021\nunits: [$0]\n",
        "//- p.plan.yaml\nstandard: T/AIITRE 20001—2021\nunits: [{$0}]\n",
        "//- p.plan.yaml\nstandard: T/AIITRE 20001—2021\nunits:\n  - id: CU-01\n    $0\n",
        "//- p.plan.yaml\nstandard: T/AIITRE 20001—2021\nscenarios:\n  $0\n",
    ] {
        let found = skeletons(&Fixture::parse(silent));
        assert!(!found.iter().any(|item| item.insert.contains("id:")), "{silent}: {found:?}");
    }
}
