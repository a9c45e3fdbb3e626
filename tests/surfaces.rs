//! What an author may write: shapes of both surfaces that once were misread, each with what must come of it.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use capplan_analysis::schema::FieldKey;
use capplan_analysis::workspace::Workspace;
use capplan_tests::opened;

fn rules(workspace: &mut Workspace, path: &str) -> Vec<String> {
    let findings = workspace.findings(path);
    let text = workspace.text(path).unwrap();
    findings.iter().map(|found| format!("{} «{}»", found.rule, text.slice(found.range.clone()))).collect()
}

/// The findings of rules that speak of how a text reads, in LF and CRLF alike.
fn reading(path: &str, text: &str) -> Vec<String> {
    let speaks =
        ["syntax-error", "unquoted-notation", "unknown-key", "wrong-type", "duplicate-key", "duplicate-id"];
    let of = |text: &str| -> Vec<String> {
        let mut found = rules(&mut opened(path, text), path);
        found.retain(|found| speaks.iter().any(|rule| found.starts_with(rule)));
        found
    };
    let found = of(text);
    assert_eq!(of(&text.replace('\n', "\r\n")), found, "in CRLF");
    found
}

/// The words of a field of the entity of an id.
fn words(text: &str, id: &str, key: FieldKey) -> Vec<String> {
    let mut workspace = opened("/a.plan.yaml", text);
    let (set, ..) = workspace.plan("/a.plan.yaml").unwrap();
    let entity = set.defined(id).next().unwrap_or_else(|| panic!("{id} is not defined"));
    entity.words(key).iter().map(|word| word.text.clone()).collect()
}

const HEAD: &str = "standard: T/AIITRE 20001—2021\n";

#[test]
fn a_list_without_indentation_may_be_followed_by_any_key() {
    for text in [
        "advantages:\n- id: AD-1\n  name: 优势😀\ntitle: 规划\n",
        "units:\n- id: CU-1\n  name: 一\n- id: CU-2\n  name: 二\ntitle: 规划\nstrategy: 战略\n",
        "modules:\n- id: CM-1\n  indicators:\n  - name: 周期\n    target: 五天\n  level: CL1\n  members: []\ntitle: 规划\n",
    ] {
        assert_eq!(reading("/a.plan.yaml", &format!("{HEAD}{text}")), Vec::<String>::new(), "{text}");
        assert_eq!(reading("/a.plan.yaml", &format!("{text}{HEAD}")), Vec::<String>::new(), "{text}");
    }
    let text =
        format!("{HEAD}modules:\n- id: CM-1\n  indicators:\n  - name: 周期\n  level: CL3\ntitle: 规划\n");
    assert_eq!(words(&text, "CM-1", FieldKey::Level), ["CL3"]);
}

#[test]
fn what_is_merged_in_gives_way_to_what_is_stated() {
    let shared = "capabilities:\n  - &甲\n    id: NC-1\n    name: 甲\n    viewpoint: 过程\n    level: CL1\n";
    for second in [
        "  - <<: *甲\n    id: NC-2\n    level: CL9\n",
        "  - id: NC-2\n    level: CL9\n    <<: *甲\n",
        "  - id: NC-2\n    <<: [*甲]\n    level: CL9\n",
        "  - id: NC-2\n    level: CL9\n    <<:\n      - *甲\n",
    ] {
        let text = format!("{HEAD}{shared}{second}");
        assert_eq!(reading("/a.plan.yaml", &text), Vec::<String>::new(), "{second}");
        assert_eq!(words(&text, "NC-2", FieldKey::Viewpoint), ["过程"], "{second}");
        assert_eq!(words(&text, "NC-2", FieldKey::Level), ["CL9"], "{second}");
        let found = rules(&mut opened("/a.plan.yaml", &text), "/a.plan.yaml");
        assert!(found.contains(&"unknown-level «CL9»".to_owned()), "{found:?}");
    }
}

#[test]
fn a_measure_may_merge_another_and_state_its_own_clause() {
    let text = format!(
        "{HEAD}units:\n  - id: CU-1\n    element:\n      data:\n        - &措施\n          text: 采集\n          clause: A.3.2.1 a\n          status: done\n        - <<: *措施\n          clause: A.3.2.1 b\n"
    );
    assert_eq!(reading("/a.plan.yaml", &text), Vec::<String>::new());
    let mut workspace = opened("/a.plan.yaml", &text);
    let (set, ..) = workspace.plan("/a.plan.yaml").unwrap();
    let unit = set.defined("CU-1").next().unwrap();
    let measures: Vec<_> = unit
        .measures
        .iter()
        .map(|measure| {
            let cited: Vec<_> = measure.citations.iter().map(ToString::to_string).collect();
            (measure.text.text.clone(), cited, measure.status.is_some())
        })
        .collect();
    assert_eq!(measures[0], ("采集".into(), vec!["A.3.2.1 a".to_owned()], true));
    assert_eq!(measures[1], ("采集".into(), vec!["A.3.2.1 b".to_owned()], true));
}

#[test]
fn a_value_that_should_be_quoted_is_told_of_once() {
    let text = format!("{HEAD}capabilities:\n  - id: NC-1\n    viewpoint: @过程\n    name: @甲\n");
    let found = rules(&mut opened("/a.plan.yaml", &text), "/a.plan.yaml");
    let about: Vec<_> =
        found.iter().filter(|found| found.contains("过程") || found.contains("@甲")).collect();
    assert_eq!(about, ["unquoted-notation «@过程»", "unquoted-notation «@甲»"]);
    assert_eq!(words(&text, "NC-1", FieldKey::Name), ["@甲"], "a text is still read");
}

#[test]
fn a_list_where_aspects_are_expected_is_told_of() {
    let text = format!("{HEAD}units:\n  - id: CU-1\n    element: [采集, 联网（A.3.2.2 c）]\n");
    assert_eq!(reading("/a.plan.yaml", &text), ["wrong-type «采集»"]);
}

#[test]
fn a_measure_below_a_dimension_stands_in_every_aspect_that_it_cites() {
    let missing = |text: &str| -> Vec<String> {
        let levels = opened("/a.plan.md", text).levels("/a.plan.md").remove(0);
        let profile = levels.profile.unwrap();
        profile.dimensions.iter().flat_map(|d| &d.missing).map(|gap| gap.citation.clone()).collect()
    };
    let unit = "---\nstandard: T/AIITRE 20001—2021\n---\n# 能力单元 CU-1 甲 {#CU-1 target=CL1}\n";
    let plan = format!(
        "{unit}## 过程维\n- 四项 [A.1.1 a、b、c、d]\n## 要素维\n- 步骤与分工 [A.1.2 c]\n### Data and Technology\n- 记录与设备 [A.1.2 a、b]\n"
    );
    assert_eq!(missing(&plan), ["A.1.3 a", "A.1.3 b", "A.1.3 c", "A.1.3 d"]);
    let table = format!(
        "{unit}## 要素维\n\n| 要素 | 建设内容 | 条款 |\n|---|---|---|\n| 数据、技术 | 记录 | A.1.2 a、A.1.2 b |\n| 组织 | 分工 | A.1.2 c |\n"
    );
    assert_eq!(missing(&table).iter().filter(|gap| gap.starts_with("A.1.2")).count(), 0);
}

#[test]
fn a_long_list_of_texts_keeps_its_key() {
    for (item, count) in [("  - 场景😀\n", 200), ("- 场景\n", 65), ("  - 场景\n    （续行）\n", 40)]
    {
        let text = format!("{HEAD}scenarios:\n{}title: 规划\n", item.repeat(count));
        assert_eq!(reading("/a.plan.yaml", &text), Vec::<String>::new());
        let mut workspace = opened("/a.plan.yaml", &text);
        let (set, ..) = workspace.plan("/a.plan.yaml").unwrap();
        let plan = set.plans().next().unwrap();
        assert_eq!(plan.words(FieldKey::Scenarios).len(), count);
        assert_eq!(plan.words(FieldKey::Title).len(), 1);
    }
}

#[test]
fn a_front_matter_without_an_end_is_told_of_once() {
    let text = "---\nstandard: T/AIITRE 20001—2021\nperiod: 2024\n--\n\n# 规划\n\n## 能力单元 CU-1 甲\n";
    assert_eq!(reading("/a.plan.md", text), ["syntax-error «---»"]);
    assert_eq!(reading("/a.plan.md", "---\nstandard: T/AIITRE 20001—2021"), ["syntax-error «---»"]);
}

#[test]
fn a_line_that_nests_too_deeply_costs_only_itself() {
    let deep = "> ".repeat(300);
    let text =
        format!("---\nstandard: T/AIITRE 20001—2021\n---\n# 能力单元 CU-1 甲\n{deep}引\n\n- 等级：CL9\n");
    assert!(
        rules(&mut opened("/a.plan.md", &text), "/a.plan.md").contains(&"unknown-level «CL9»".to_owned())
    );
    let fence = format!("---\nstandard: T/AIITRE 20001—2021\n---\n```yaml plan\n{}\n", "- ".repeat(300));
    let found = reading("/a.plan.md", &fence);
    assert!(found.iter().any(|found| found.contains("yaml plan")), "{found:?}");
}

#[test]
fn a_key_that_is_being_typed_does_not_open_the_front_matter() {
    let half = "---\nstandard: T/AIITRE 20001—2021\norg\ntitle: 规划😀\n---\n\n# 规划\n\n## 能力单元 CU-1 甲\n- 等级：CL9\n";
    for text in [half.to_owned(), half.replace('\n', "\r\n")] {
        let found = rules(&mut opened("/a.plan.md", &text), "/a.plan.md");
        let syntax: Vec<_> = found.iter().filter(|found| found.starts_with("syntax-error")).collect();
        assert_eq!(syntax, ["syntax-error «org»"], "{found:?}");
        assert!(found.contains(&"unknown-level «CL9»".to_owned()), "{found:?}");
    }
}
