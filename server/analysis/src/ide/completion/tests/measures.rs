//! Measures that are begun: the topics that their aspect lacks.

use super::{accepted, completions, documentation, labels};
use crate::ide::CompletionKind;

/// A unit that aims at CL3 and has one measure for its data, with `line` below it.
fn markdown(line: &str) -> String {
    format!(
        "//- p.plan.md\n# 规划😀\n## 能力单元 CU-01 甲\n- 等级：CL3\n### 要素维\n#### 数据\n- [x] 统一😀编码 [A.3.2.1 b]\n{line}\n#### 技术\n"
    )
}

fn yaml(lines: &str) -> String {
    format!(
        "//- p.plan.yaml\nunits:\n  - id: CU-01\n    name: 甲😀\n    level: CL3\n    element:\n      data:\n{lines}\n"
    )
}

#[test]
fn an_item_that_says_nothing_may_become_a_measure_for_what_its_aspect_lacks() {
    let (_, items) = completions(&markdown("- $0"));
    let found: Vec<_> = items.iter().map(|item| (item.label.as_str(), item.kind)).collect();
    let topics =
        ["数据采集（A.3.2.1 a）", "数据应用（A.3.2.1 c）"].map(|topic| (topic, CompletionKind::Measure));
    assert_eq!(found, topics);
    assert_eq!(items[0].insert, "待填写：数据采集 [A.3.2.1 a]");
    assert_eq!((items[0].stops.len(), &items[0].insert[items[0].stops[0].clone()]), (1, "待填写：数据采集"));
    assert!(documentation(&items[0]).contains("> "));
    assert_eq!(accepted(&markdown("- [ ] $0"), ""), "- [ ] 待填写：数据采集 [A.3.2.1 a]");
    assert_eq!(accepted(&markdown("2. sjyy$0"), ""), "2. 待填写：数据应用 [A.3.2.1 c]");
    // The only item of its aspect, in brackets as the others have them.
    let round = markdown("").replace(" [A.3.2.1 b]", "（A.3.2.1 b）") + "- $0\n";
    assert_eq!(
        accepted(&round, "IT 软硬件部署与应用（A.3.2.2 b）"),
        "- 待填写：IT 软硬件部署与应用（A.3.2.2 b）"
    );
}

#[test]
fn an_item_of_yaml_becomes_a_measure_as_its_neighbours_are_written() {
    let short = yaml("        - 统一😀编码（A.3.2.1 b）\n        - $0");
    assert_eq!(accepted(&short, "数据采集（A.3.2.1 a）"), "        - 待填写：数据采集（A.3.2.1 a）");
    let keyed = yaml("        - text: 统一😀编码\n          clause: A.3.2.1 b\n        - $0");
    let (_, items) = completions(&keyed);
    let made =
        items.iter().find(|item| item.label == "数据采集（A.3.2.1 a）").map(|item| item.insert.clone());
    assert_eq!(made.as_deref(), Some("text: 待填写：数据采集\n          clause: A.3.2.1 a"));
    assert!(labels(&keyed).contains(&"text".to_owned()), "keys are offered too");
    let labelled = "//- p.plan.yaml\n能力单元:\n  - 编号: CU-01\n    等级: CL3\n    要素维:\n      数据:\n        - $0\n";
    assert_eq!(accepted(labelled, "数据采集（A.3.2.1 a）"), "        - 待填写：数据采集（A.3.2.1 a）");
}

#[test]
fn nothing_is_offered_where_a_measure_says_something_or_none_is_asked_for() {
    for line in ["- 采集$0", "- 采 $0", "- $0采集", "采$0", "正文 a$0", "- [$0", "1.$0"] {
        let (_, items) = completions(&markdown(line));
        assert!(items.iter().all(|item| item.kind != CompletionKind::Measure), "{line}: {items:?}");
    }
    // Of what waits to be worded no second one; without a target level none; in prose none.
    let waiting = markdown("- 待填写：数据采集 [A.3.2.1 a]\n- $0");
    assert_eq!(labels(&waiting), ["数据应用（A.3.2.1 c）"]);
    assert!(labels(&markdown("- $0").replace("- 等级：CL3\n", "")).is_empty());
    assert!(labels("//- p.plan.md\n# 规划\n## 背景\n- $0\n").iter().all(|label| !label.contains("A.3")));
}
