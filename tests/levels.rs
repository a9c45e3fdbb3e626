//! How a level is judged, case by case (levels.md and the settled cases), in both surfaces.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use capplan_analysis::standard::{Level, Topic, standard};
use capplan_analysis::workspace::{Options, UnitLevels, Workspace};

fn units(files: &[(&str, &str)], config: &str) -> Vec<UnitLevels> {
    let mut workspace = Workspace::new(Options::default());
    workspace.set_config("/集", Some(config));
    for (name, text) in files {
        workspace.load(&format!("/集/{name}"), text);
    }
    files.iter().flat_map(|(name, _)| workspace.levels(&format!("/集/{name}"))).collect()
}

fn unit(text: &str) -> UnitLevels {
    units(&[("a.plan.yaml", text)], "").remove(0)
}

/// One measure a topic at a level, as YAML of a unit, leaving some topics out.
fn every_topic(level: u8, without: &[&str]) -> String {
    let level = Level::new(level).unwrap();
    let mut text = String::new();
    let mut last = None;
    for topic in Topic::all() {
        let aspect = topic.aspect();
        if last.is_none_or(|last: capplan_analysis::standard::Aspect| last.dimension() != aspect.dimension())
        {
            text.push_str(&format!("    {}:\n", aspect.dimension().key()));
        }
        if last != Some(aspect) {
            text.push_str(&format!("      {}:\n", aspect.key()));
        }
        last = Some(aspect);
        let citation = standard().citation(level, topic, None);
        if !without.contains(&citation.as_str()) {
            text.push_str(&format!("        - {{text: 措施😀, clause: {citation}, status: done}}\n"));
        }
    }
    text
}

fn codes(unit: &UnitLevels) -> (Option<&'static str>, Option<&'static str>) {
    let profile = unit.profile.as_ref().unwrap();
    (profile.covered.map(Level::code), profile.covered_done.map(Level::code))
}

fn missing(unit: &UnitLevels) -> Vec<String> {
    let profile = unit.profile.as_ref().unwrap();
    profile.dimensions.iter().flat_map(|d| &d.missing).map(|gap| gap.citation.clone()).collect()
}

const HEAD: &str = "standard: T/AIITRE 20001—2021\nunits:\n  - id: CU-01\n    level: CL3\n";

#[test]
fn a_citation_at_a_higher_level_covers_the_lower_ones() {
    for level in 2..=5 {
        let found = unit(&format!("{HEAD}{}", every_topic(level, &[])));
        let code = Level::new(level).map(Level::code);
        assert_eq!(codes(&found), (code, code));
        assert_eq!(missing(&found).is_empty(), level >= 3);
    }
}

#[test]
fn an_optional_point_does_not_reach_its_topic() {
    let text = format!("{HEAD}{}", every_topic(4, &["A.4.3.1 e"])).replace("CL3", "CL4");
    let optional =
        text.replace("      mechanism:", "        - 适宜时的一点（A.4.3.1 e 3）\n      mechanism:");
    assert_eq!(missing(&unit(&optional)), ["A.4.3.1 e"]);
    let firm = text.replace("      mechanism:", "        - 应有的一点（A.4.3.1 e 2）\n      mechanism:");
    assert!(missing(&unit(&firm)).is_empty());
}

#[test]
fn a_whole_aspect_cited_leaves_its_topics_unrefined_only_at_the_target_or_above() {
    let without = every_topic(3, &["A.3.2.1 a", "A.3.2.1 b", "A.3.2.1 c"]);
    let broad = |clause: &str| {
        unit(
            &format!("{HEAD}{without}")
                .replace("      data:\n", &format!("      data:\n        - 数据工作（{clause}）\n")),
        )
    };
    let found = broad("A.3.2.1");
    assert!(missing(&found).is_empty());
    let unrefined: Vec<_> = found.profile.as_ref().unwrap().dimensions[1]
        .unrefined
        .iter()
        .map(|gap| gap.citation.clone())
        .collect();
    assert_eq!(unrefined, ["A.3.2.1 a", "A.3.2.1 b", "A.3.2.1 c"]);
    assert_eq!(missing(&broad("A.2.2.1")), ["A.3.2.1 a", "A.3.2.1 b", "A.3.2.1 c"]);
    // The broad citation reaches the first level's item, which is as coarse as the aspect.
    assert_eq!(codes(&broad("A.2.2.1")).0, Some("CL1"));
}

#[test]
fn a_waiver_takes_its_topic_or_its_aspect_out_but_only_with_a_reason() {
    let without = every_topic(3, &["A.3.2.3 a", "A.3.2.3 b"]);
    let with = |measure: &str| {
        unit(
            &format!("{HEAD}{without}")
                .replace("      workflow:\n", &format!("      workflow:\n        - {measure}\n")),
        )
    };
    assert_eq!(missing(&with("不适用：流程外包（A.3.2.3 a）")), ["A.3.2.3 b"]);
    assert_eq!(missing(&with("不适用: 流程外包（A.2.2.3 a）")), ["A.3.2.3 b"], "a waiver may cite any level");
    assert!(missing(&with("不适用：流程外包")).is_empty());
    assert_eq!(missing(&with("不适用")), ["A.3.2.3 a", "A.3.2.3 b"]);
    assert_eq!(missing(&with("不适用：待填写（A.3.2.3 a）")), ["A.3.2.3 a", "A.3.2.3 b"]);
    assert_eq!(codes(&with("不适用：流程外包")), (Some("CL3"), Some("CL3")));
}

#[test]
fn placeholders_cover_nothing() {
    let text = format!("{HEAD}{}", every_topic(3, &[])).replacen("措施😀", "待填写", 1);
    assert_eq!(missing(&unit(&text)), ["A.3.1.1 a"]);
    assert_eq!(codes(&unit(&text)).0, Some("CL1"), "the other topics of the aspect reach its item");
}

#[test]
fn only_a_citation_of_the_aspect_that_the_measure_stands_in_counts() {
    let text = format!("{HEAD}{}", every_topic(3, &["A.3.2.1 a"]))
        .replace("      technology:\n", "      technology:\n        - 采集（A.3.2.1 a）\n");
    assert_eq!(missing(&unit(&text)), ["A.3.2.1 a"]);
}

#[test]
fn measures_of_plan_capability_and_module_are_shared() {
    let own = every_topic(3, &["A.3.3.4 a", "A.3.3.4 b", "A.3.3.1 d"]);
    let plan = "management:\n  culture: [全公司文化（A.3.3.4 a）]\n";
    let capabilities = "capabilities:\n  - id: NC-01\n    management:\n      culture: [能力文化（A.3.3.4 b）]\n    capabilities:\n      - {id: NC-02, level: CL3}\n";
    let modules = "modules:\n  - id: CM-01\n    members: [CU-01]\n    management:\n      governance: [模块资金（A.3.3.1 d）]\n";
    let units_text = format!("units:\n  - id: CU-01\n    carries: NC-02\n{own}");
    let standard = "standard: T/AIITRE 20001—2021\n";
    // All in one file, and each in a file of the set.
    let one = units(&[("a.plan.yaml", &format!("{standard}{plan}{capabilities}{units_text}{modules}"))], "");
    let files = [
        ("a.plan.yaml", format!("{standard}{plan}")),
        ("b.plan.yaml", format!("{standard}{capabilities}")),
        ("c.plan.yaml", format!("{standard}{units_text}")),
        ("d.plan.yaml", format!("{standard}{modules}")),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    for found in [one, units(&files, "")] {
        let unit = found.iter().find(|unit| unit.id == "CU-01").unwrap();
        assert_eq!((missing(unit), codes(unit).0), (Vec::new(), Some("CL3")));
        assert_eq!(
            unit.target.map(Level::code),
            Some("CL3"),
            "inherited from the capability that it carries"
        );
    }
}

#[test]
fn a_unit_inherits_levels_field_by_field_from_the_highest_that_it_carries() {
    let text = "standard: T/AIITRE 20001—2021\ncapabilities:\n  - {id: NC-01, level: CL1 → CL3}\n  - {id: NC-02, level: CL2 → CL4}\n\
                units:\n  - {id: CU-01, carries: [NC-01, NC-02], target: CL5}\n  - {id: CU-02, carries: [NC-01], level: CL9}\n";
    let found = units(&[("a.plan.yaml", text)], "");
    let levels = |unit: &UnitLevels| (unit.current.map(Level::code), unit.target.map(Level::code));
    assert_eq!(levels(&found[0]), (Some("CL2"), Some("CL5")));
    assert_eq!(levels(&found[1]), (None, None), "a level that cannot be read inherits nothing");
}

#[test]
fn with_point_granularity_every_firm_point_counts() {
    let text = format!("{HEAD}{}", every_topic(3, &[]));
    let strict = "[level]\ngranularity = \"point\"\n";
    let found = units(&[("a.plan.yaml", &text)], strict).remove(0);
    let several: usize = Topic::all()
        .filter(|topic| standard().cell(Level::new(3).unwrap(), *topic).unwrap().firm > 1)
        .count();
    assert_eq!(missing(&found).len(), several);
    assert!(missing(&units(&[("a.plan.yaml", &text)], "").remove(0)).is_empty());
}

#[test]
fn a_row_and_a_heading_are_one_entity_and_the_value_that_stands_first_counts() {
    let text = "---\nstandard: T/AIITRE 20001—2021\n---\n# 规划\n\n## 能力单元清单\n\n| 编号 | 名称 | 目标等级 |\n|---|---|---|\n\
                | CU-01 | 甲 | CL2 |\n\n## 能力单元 CU-01 甲\n\n等级：CL1 → CL4\n";
    let found = units(&[("a.plan.md", text)], "");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].target.map(Level::code), Some("CL2"));
    assert_eq!(found[0].current.map(Level::code), Some("CL1"));
}
