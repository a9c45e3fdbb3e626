//! Completion in YAML.

use super::{accepted, check, completions, documentation, labels};

fn capability(lines: &str) -> String {
    format!(
        "//- p.plan.yaml\nstandard: T/AIITRE 20001—2021\ntitle: 规划😀\ncapabilities:\n  - id: NC-01\n    name: 排产能力\n{lines}\n    scope: [domain]\n"
    )
}

fn chinese(lines: &str) -> String {
    format!(
        "//- p.plan.yaml\nstandard: T/AIITRE 20001—2021\n标题: 规划😀\n新型能力清单:\n  - 编号: NC-01\n    名称: 排产能力\n{lines}\n    覆盖范围: [组织全局]\n"
    )
}

fn data(lines: &str) -> String {
    format!(
        "//- p.plan.yaml\nstandard: T/AIITRE 20001—2021\nunits:\n  - id: CU-01\n    name: 甲😀\n    level: CL3\n    element:\n      data:\n        - text: 统一编码\n          clause: A.3.2.1 b\n{lines}\n      technology:\n        - 互联\n"
    )
}

#[test]
fn values_of_a_key_keep_the_lines_style() {
    check(
        &[
            ("    viewpoint: $0", "process", "    viewpoint: process"),
            ("    viewpoint:$0", "process", "    viewpoint: process"),
            ("    viewpoint: [process, $0", "partner", "    viewpoint: [process, partner"),
            ("    viewpoint: [process,$0]", "partner", "    viewpoint: [process, partner]"),
            ("    viewpoint: [process, pa$0]", "", "    viewpoint: [process, partner]"),
            ("    viewpoint: [process, hzhb$0]", "", "    viewpoint: [process, partner]"),
            ("    viewpoint: \"pro$0\"", "", "    viewpoint: \"process\""),
            ("    viewpoint: 'pro$0", "", "    viewpoint: 'process"),
            ("    viewpoint:\n      - process\n      - $0", "driver", "      - driver"),
            ("    level: {current: CL2, target: $0}", "CL3 领域级", "    level: {current: CL2, target: CL3}"),
            ("    level: CL2 → $0", "CL3 领域级", "    level: CL2 → CL3"),
            ("    form: nl$0", "flow", "    form: flow"),
            (
                "    indicators:\n      - metric: 周期\n        benefit: xl$0",
                "",
                "        benefit: efficiency",
            ),
        ],
        capability,
    );
    check(
        &[
            ("    视角: [过程, $0", "合作伙伴", "    视角: [过程, 合作伙伴"),
            ("    视角: 过程、$0", "合作伙伴", "    视角: 过程、合作伙伴"),
            ("    主要视角: 过$0", "", "    主要视角: 过程"),
            ("    主要视角: [gc$0]", "", "    主要视角: [过程]"),
            ("    价值效益: [效率提升, cb$0]", "", "    价值效益: [效率提升, 成本降低]"),
        ],
        chinese,
    );
    // Chinese values below English keys stay Chinese.
    assert_eq!(
        accepted(&capability("    benefits: [效率提升, $0]"), "成本降低"),
        "    benefits: [效率提升, 成本降低]"
    );
}

#[test]
fn keys_that_are_missing_stand_in_the_documents_language() {
    check(
        &[
            ("    $0", "viewpoint", "    viewpoint: "),
            ("    vie$0", "", "    viewpoint: "),
            ("    vie$0: [process]", "", "    viewpoint: [process]"),
            ("    sj$0", "", "    viewpoint: "),
            ("    ysw$0", "", "    element:"),
            ("    level: {cur$0}", "", "    level: {current: }"),
            ("    level:\n      tar$0", "", "      target: "),
            ("    units:\n      - id: CU-1\n        car$0", "", "        carries: "),
            ("    units: [{id: CU-1, nam$0}]", "", "    units: [{id: CU-1, name: }]"),
            ("    indicators:\n      - bas$0", "", "      - baseline: "),
            ("    element:\n      tec$0", "", "      technology:"),
        ],
        capability,
    );
    for (line, expected) in [
        ("    主要$0", "    主要视角: "),
        ("    gcw$0", "    过程维:"),
        ("    guochengwei$0", "    过程维:"),
        ("    要素维:\n      lc$0", "      流程:"),
    ] {
        assert_eq!(accepted(&chinese(line), ""), expected, "{line}");
    }
    let offered = labels(&capability("    level: CL3\n    $0"));
    assert!(
        !offered.iter().any(|label| ["id", "name", "scope", "target", "level"].contains(&label.as_str()))
    );
    let offered = labels(&data("        - text: 采集\n          $0"));
    assert!(offered.contains(&"clause".to_owned()) && !offered.contains(&"text".to_owned()), "{offered:?}");
    let plan = "//- p.plan.yaml\nstandard: T/AIITRE 20001—2021\n$0\n";
    let offered = labels(plan);
    assert!(offered.contains(&"capabilities".to_owned()) && !offered.contains(&"standard".to_owned()));
    let aspects = labels(&data("").replace("      technology:\n        - 互联\n", "      $0\n"));
    assert_eq!(aspects[..3], ["technology", "workflow", "organization"], "before their skeletons");
}

#[test]
fn citations_follow_clause_and_brackets() {
    check(
        &[
            ("        - text: 自动采集\n          clause: $0", "A.3.2.1 a", "          clause: A.3.2.1 a"),
            ("        - text: 自动采集\n          clause:$0", "A.3.2.1 a", "          clause: A.3.2.1 a"),
            (
                "        - text: 自动采集\n          clause: A.3.$0",
                "A.3.2.1 a",
                "          clause: A.3.2.1 a",
            ),
            (
                "        - text: 自动采集\n          clause: [A.3.2.1 b, $0]",
                "A.3.2.1 a",
                "          clause: [A.3.2.1 b, A.3.2.1 a]",
            ),
            (
                "        - text: 自动采集\n          clause: [A.3.2.1 b, A.3$0",
                "A.3.2.1 a",
                "          clause: [A.3.2.1 b, A.3.2.1 a",
            ),
            (
                "        - text: 自动采集\n          clause: \"A.3.2.1 b、$0\"",
                "A.3.2.1 a",
                "          clause: \"A.3.2.1 b、A.3.2.1 a\"",
            ),
            ("        - text: 自动采集\n          条款: sjcj$0", "A.3.2.1 a", "          条款: A.3.2.1 a"),
            ("        - 自动采集😀（$0", "A.3.2.1 a", "        - 自动采集😀（A.3.2.1 a）"),
            ("        - 自动采集（A.3.2$0）", "A.3.2.1 a", "        - 自动采集（A.3.2.1 a）"),
            ("        - \"自动采集[$0\"", "A.3.2.1 a", "        - \"自动采集[A.3.2.1 a]\""),
            (
                "        - {text: 自动采集, clause: $0}",
                "A.3.2.1 a",
                "        - {text: 自动采集, clause: A.3.2.1 a}",
            ),
            (
                "        - text: 采集\n          clause:\n            - $0",
                "A.3.2.1 a",
                "            - A.3.2.1 a",
            ),
        ],
        data,
    );
    let (_, items) = completions(&data("        - text: 自动采集产线数据\n          clause: $0"));
    assert_eq!(items[0].label, "A.3.2.1 a");
    assert!(documentation(&items[0]).contains("> "), "{}", documentation(&items[0]));
}

#[test]
fn references_are_ids_with_the_entitys_name() {
    let source = |line: &str| {
        format!(
            "//- p.plan.yaml\nstandard: T/AIITRE 20001—2021\ncapabilities:\n  - {{id: NC-01, name: 排产能力}}\n  - {{id: NC-02, name: 质量能力}}\nunits:\n  - id: CU-01\n{line}\n"
        )
    };
    let (_, items) = completions(&source("    carries: $0"));
    let shown: Vec<_> = items.iter().map(|item| (item.label.as_str(), item.detail.as_str())).collect();
    assert_eq!(shown, [("NC-01", "排产能力"), ("NC-02", "质量能力")]);
    assert_eq!(accepted(&source("    carries: [NC-01, zhi$0]"), ""), "    carries: [NC-01, NC-02]");
    assert_eq!(accepted(&source("    carries: NC$0"), "NC-02"), "    carries: NC-02");
    assert_eq!(labels(&source("    carries: [NC-01, $0")), ["NC-02"]);
}

#[test]
fn comments_block_texts_and_other_documents_are_silent() {
    for source in [
        capability("    # viewpoint: $0"),
        capability("    boundary: |\n      说明 $0"),
        capability("    owner: $0"),
        capability("    foo:\n      bar: $0"),
        "//- notes.yaml\nviewpoint: $0\n".to_owned(),
    ] {
        assert_eq!(labels(&source), Vec::<String>::new(), "{source}");
    }
}

#[test]
fn keys_come_in_the_order_in_which_they_are_written() {
    let first = |source: &str| labels(source).into_iter().take(2).collect::<Vec<_>>();
    assert_eq!(
        first("//- p.plan.yaml\nstandard: T/AIITRE 20001—2021\ncapabilities:\n  - $0\n"),
        ["id", "name"]
    );
    assert_eq!(first(&data("        - $0"))[0], "text");
    assert!(["clause", "status"].contains(&first(&data("        - text: 采集\n          $0"))[0].as_str()));
    assert_eq!(
        first("//- p.plan.yaml\ncapabilities:\n  - id: NC-01\n    indicators:\n      - $0\n")[0],
        "name"
    );
}

#[test]
fn indentation_alone_asks_for_nothing_where_no_key_can_stand() {
    for lines in [" $0", "     $0", "    $0", "  $0"] {
        let found = labels(&capability(lines).replace("    scope: [domain]\n", ""));
        assert_eq!(!found.is_empty(), lines == "    $0", "{lines:?}: {found:?}");
    }
    let short = data("        - $0").replace(
        "        - text: 统一编码\n          clause: A.3.2.1 b\n",
        "        - 统一编码（A.3.2.1 b）\n",
    );
    assert!(labels(&short).iter().all(|label| label.contains("（A.3")), "beside texts an item is a text");
    assert_eq!(labels(&data("        - [$0")), Vec::<String>::new(), "a flow list is no measure");
}

#[test]
fn a_level_is_documented_by_the_clauses_that_define_it() {
    for source in [
        capability("    level: CL$0"),
        "//- p.plan.md\n## 能力：排产😀 {#NC-01}\n- 目标等级：CL$0\n".to_owned(),
    ] {
        let (_, items) = completions(&source);
        let level = items.iter().find(|item| item.label == "CL3 领域级").unwrap();
        assert_eq!(level.detail, "8.4.1");
        let said = documentation(level);
        assert!(said.contains("8.1") && said.contains("**8.4.1") && said.contains("\n> "), "{said}");
    }
}
