//! Skeletons: what they insert reads without a fault, and a unit's reaches all that its level asks for.

use super::{ask, labels};
use crate::fixture::{File, Fixture};
use crate::ide::{CompletionItem, CompletionKind};
use crate::schema::Kind;
use crate::standard::Level;
use crate::workspace::{Options, Workspace};

/// What may be said of a skeleton that nobody has filled in yet.
pub(super) const UNFINISHED: [&str; 4] = ["placeholder", "level-gap", "uncombined-unit", "missing-dimension"];

/// The skeletons at the fixture's cursor.
pub(super) fn skeletons(fixture: &Fixture) -> Vec<CompletionItem> {
    let mut items = ask(fixture);
    items.retain(|item| item.kind == CompletionKind::Snippet);
    items
}

/// The cursor's document once a skeleton is accepted, and, with `words`, filled in.
pub(super) fn accepted(fixture: &Fixture, item: &CompletionItem, words: Option<&str>) -> File {
    let (path, _) = fixture.cursor.clone().unwrap();
    let mut file = fixture.files.iter().find(|file| file.path == path).unwrap().clone();
    let mut insert = item.insert.clone();
    for (at, stop) in item.stops.iter().enumerate().rev() {
        assert!(insert.is_char_boundary(stop.start) && insert.is_char_boundary(stop.end), "{item:?}");
        if let Some(words) = words.filter(|_| insert[stop.clone()].contains(['：', ':'])) {
            insert.replace_range(stop.clone(), &format!("{words}{at}"));
        }
    }
    let eol = if file.text.contains("\r\n") { "\r\n" } else { "\n" };
    file.text.replace_range(item.range.clone(), &insert.replace('\n', eol));
    file
}

pub(super) fn opened(file: &File) -> Workspace {
    let mut workspace = Workspace::new(Options::default());
    workspace.open(&file.path, None, &file.text);
    workspace
}

/// The rules that speak of what a skeleton put in.
pub(super) fn rules(file: &File, item: &CompletionItem) -> Vec<&'static str> {
    let eols = if file.text.contains("\r\n") { item.insert.matches('\n').count() } else { 0 };
    let put_in = item.range.start..item.range.start + item.insert.len() + eols;
    let found = opened(file).findings(&file.path).into_iter();
    let mut rules: Vec<_> =
        found.filter(|finding| put_in.contains(&finding.range.start)).map(|finding| finding.rule).collect();
    rules.sort_unstable();
    rules.dedup();
    rules
}

const UNITS: [&str; 8] = [
    "//- p.plan.md\n# 规划😀\n\n## 能力：排产 {#NC-01}\n- 视角：过程\n- 目标等级：CL3\n\n### 能力单元$0\n\n## 能力：质量 {#NC-02}\n",
    "//- p.plan.md\n# 规划\n\n## 能力：排产 {#NC-01}\n- **视角：**过程\n\n### 能力单元：甲（CU-07）\n\n- **等级：**CL2\n\nnldy$0",
    "//- p.plan.md\n# 规划\n\n## 新型能力清单\n\n| 编号 | 名称 |\n|---|---|\n| NC-01 | 排产😀 |\n\n## 能力单元$0",
    "//- p.plan.md\n# Plan of the factory, in English\n\n## Capability NC-01 Scheduling\n- viewpoint: process\n\n### unit$0\n",
    "//- p.plan.yaml\nstandard: T/AIITRE 20001—2021\ncapabilities:\n  - id: NC-01\n    name: 排产😀\n    units:\n      - $0\n",
    "//- p.plan.yaml\nstandard: T/AIITRE 20001—2021\n能力:\n- 编号: NC-01\n  名称: 排产\n能力单元:\n- 编号: CU-01\n  名称: 甲\n- nld$0\n",
    "//- p.plan.yaml\nstandard: T/AIITRE 20001—2021\ntitle: A plan in English, of a factory\ncapabilities: [{id: NC-01, name: Scheduling}]\nunits:\n  - uni$0",
    "//- p.plan.md\n---\nstandard: T/AIITRE 20001—2021\nunits:\n  - $0\n---\n# 规划😀\n",
];

#[test]
fn a_units_skeleton_reaches_every_topic_of_its_level_once_it_is_worded() {
    for source in UNITS {
        for fixture in [Fixture::parse(source), Fixture::parse(source).with_crlf()] {
            let found: Vec<_> =
                skeletons(&fixture).into_iter().filter(|item| item.label.contains("CL")).collect();
            assert_eq!(found.len(), 10, "{source}: {found:?}");
            for item in found {
                let file = accepted(&fixture, &item, None);
                let said = rules(&file, &item);
                assert!(said.contains(&"placeholder"), "{said:?}");
                let new: Vec<_> = said.iter().filter(|rule| !UNFINISHED.contains(rule)).collect();
                assert!(new.is_empty(), "{new:?} {}\n{}", item.label, file.text);
                let level = Level::all().find(|level| item.label.contains(level.code())).unwrap();
                let worded = accepted(&fixture, &item, Some("本厂自己的做法"));
                let levels = opened(&worded).levels(&worded.path);
                let unit = levels
                    .iter()
                    .filter(|unit| unit.kind == Kind::Unit)
                    .find(|unit| {
                        unit.profile.as_deref().is_some_and(|profile| profile.covered == Some(level))
                    })
                    .unwrap_or_else(|| panic!("{}\n{}\n{levels:?}", item.label, worded.text));
                for dimension in &unit.profile.as_deref().unwrap().dimensions {
                    assert!(dimension.missing.is_empty() && dimension.topics_asked > 0, "{dimension:?}");
                    assert_eq!(dimension.topics_reached, dimension.topics_asked);
                }
                let unworded = opened(&file).levels(&file.path);
                let counted = unworded.iter().filter_map(|unit| unit.profile.as_deref());
                assert!(
                    counted
                        .flat_map(|profile| &profile.dimensions)
                        .all(|figures| figures.topics_reached == 0)
                );
            }
        }
    }
}

#[test]
fn capabilities_and_modules_stand_beside_those_of_their_kind() {
    for (source, label, begins) in [
        (
            "//- p.plan.md\n# 规划😀\n\n## 能力：排产 {#NC-01}\n- 等级：CL3\n\n### 能力单元 CU-01 甲\n- 编制：某人\n\n新型能力$0\n",
            "## 新型能力",
            "## 能力：待填写 {#NC-02}\n\n- 主要视角：待填写\n- 目标等级：待填写\n",
        ),
        (
            "//- p.plan.md\n# 规划\n\n## 能力单元 CU-01 甲\n\n## 能力单元 CU-02 乙\n\n## 三、mokuai$0\n",
            "## 能力模块",
            "## 三、能力模块 CM-01 待填写\n\n- 能力模块类型：待填写\n- 组成单元：待填写\n",
        ),
        (
            "//- p.plan.yaml\nstandard: T/AIITRE 20001—2021\ncapabilities:\n  - id: NC-01\n    name: 排产😀\n  - $0\n",
            "新型能力",
            "id: NC-02\n    name: 待填写\n    viewpoint: 待填写\n    target: 待填写\n",
        ),
        (
            "//- p.plan.yaml\nstandard: T/AIITRE 20001—2021\n标题: 规划😀\n能力模块:\n  - $0",
            "能力模块",
            "编号: CM-01\n    名称: 待填写\n    能力模块类型: 待填写\n",
        ),
    ] {
        for fixture in [Fixture::parse(source), Fixture::parse(source).with_crlf()] {
            let found = skeletons(&fixture);
            let item = found.iter().find(|item| item.label == label);
            let item = item.unwrap_or_else(|| panic!("{source}: {found:?}"));
            assert!(item.insert.starts_with(begins), "{}", item.insert);
            let file = accepted(&fixture, item, None);
            let said = rules(&file, item);
            assert!(said.contains(&"placeholder"), "{said:?}\n{}", file.text);
            let usual = ["placeholder", "empty-module", "missing-level", "uncarried-capability"];
            assert!(said.iter().all(|rule| usual.contains(rule)), "{said:?}\n{}", file.text);
        }
    }
}

#[test]
fn an_empty_plan_gets_a_whole_one() {
    for source in [
        "//- p.plan.md\n$0",
        "//- p.plan.md\n\n  \n规划$0\n\n",
        "//- p.plan.yaml\n$0\n",
        "//- p.plan.yaml\nplan$0",
        "//# locale=en\n//- p.plan.md\n$0",
        "//# locale=en\n//- p.plan.yml\nskel$0",
    ] {
        for fixture in [Fixture::parse(source), Fixture::parse(source).with_crlf()] {
            let mut found = skeletons(&fixture);
            found.retain(|item| item.label.contains("CL"));
            assert_eq!(found.len(), 5, "{source}: {found:?}");
            for item in &found {
                let file = accepted(&fixture, item, None);
                let said = rules(&file, item);
                let new: Vec<_> = said.iter().filter(|rule| !UNFINISHED.contains(rule)).collect();
                assert!(new.is_empty(), "{new:?}\n{}", file.text);
                let level = Level::all().find(|level| item.label.contains(level.code()));
                let levels = opened(&accepted(&fixture, item, Some("本厂自己的做法"))).levels(&file.path);
                assert_eq!(levels.len(), 1);
                let profile = levels[0].profile.as_deref().unwrap();
                assert_eq!((profile.covered, profile.target), (level, level), "{}", file.text);
            }
        }
    }
    let english = "//# locale=en\n//- p.plan.md\n$0";
    let item = &skeletons(&Fixture::parse(english))[0];
    assert!(!item.insert.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{}", item.insert);
    // Elsewhere, and in documents that are no plans, nothing is begun.
    for source in ["//- notes.md\n$0", "//- a.yaml\nplan$0", "//- p.plan.md\n# 规划\n\n规划$0\n"] {
        assert!(skeletons(&Fixture::parse(source)).is_empty(), "{source}");
    }
}

#[test]
fn front_matter_is_offered_where_there_is_none() {
    let front = "---\nstandard: T/AIITRE 20001—2021\norganization: 待填写\nperiod: 待填写\n---";
    for source in [
        "//- p.plan.md\n--$0\n# 规划😀\n",
        "//- p.plan.md\n$0\n# 规划\n",
        "//- p.plan.md\nwenshou$0\n# 规划\n",
    ] {
        let fixture = Fixture::parse(source);
        let item = skeletons(&fixture).into_iter().find(|item| item.label.starts_with("---"));
        let item = item.unwrap_or_else(|| panic!("{source}"));
        assert_eq!(item.insert, front);
        let stops: Vec<&str> = item.stops.iter().map(|stop| &item.insert[stop.clone()]).collect();
        assert_eq!(stops, ["待填写", "待填写"]);
        // What the plan says of itself is still to come.
        let said = rules(&accepted(&fixture, &item, None), &item);
        assert_eq!(said, ["missing-strategy", "placeholder"]);
    }
    for source in
        ["//- p.plan.md\n---\nstandard: T/AIITRE 20001—2021\n---\n$0\n", "//- p.plan.md\n# 规划\n---$0\n"]
    {
        assert!(!labels(source).iter().any(|label| label.starts_with("---")), "{source}");
    }
}
