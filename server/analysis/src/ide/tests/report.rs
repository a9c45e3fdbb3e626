//! The status of a document and the report of a plan set, in both surfaces; which unit is around a cursor.

use crate::fixture::Fixture;
use crate::rules::Locale;
use crate::workspace::{Options, Workspace};

const MARKDOWN: &str = "//- /集/capplan.toml
//- /集/甲|.plan.md
# 规划😀 *甲*

## 能力单元 CU-01 计划|😀
- 等级：CL1 → CL2
#### 数据
- 采集主数据 [A.2.2.1 a]
- 采集 [A.9.9 z]

## 能力模块 CM-01 组合
- 等级：CL2
- 组成：CU-01、CU-02
//- /集/乙.plan.yaml
standard: T/AIITRE 20001—2021
units:
  - id: CU-02
    name: 空
    level: CL3
";
const YAML: &str = "//- /规划.plan.yaml
standard: T/AIITRE 20001—2021
title: 规划😀
units:
  - id: CU-01
    name: 计划|😀
    level: {current: CL1, target: CL2}
    element:
      data:
        - 采集主数据 [A.2.2.1 a]
        - 采集 [A.9.9 z]
";

/// Each fixture with the path of its first plan, with LF and with CRLF.
fn each(source: &str, mut test: impl FnMut(&str, Workspace)) {
    for fixture in [Fixture::parse(source), Fixture::parse(source).with_crlf()] {
        let mut plans = fixture.files.iter().filter(|file| file.path.contains(".plan."));
        let path = plans.next().unwrap().path.clone();
        test(&path, fixture.open());
    }
}

#[test]
fn a_report_tells_levels_gaps_and_findings_of_the_whole_set() {
    each(MARKDOWN, |path, mut workspace| {
        let report = workspace.report(path).unwrap();
        assert_eq!(Some(&report), workspace.report("/集/乙.plan.yaml").as_ref(), "one report a set");
        assert_eq!(workspace.reports(&[path, "/集/乙.plan.yaml"]).len(), 1);
        for line in [
            "- 甲\\|.plan.md：规划😀 \\*甲\\*",
            "- 乙.plan.yaml",
            "| CU-01 | 计划\\|😀 | 能力单元 | CL1 | CL2 | — | — | 0/10 | 1/11 | 0/11 | 甲\\|.plan.md |",
            "| CM-01 | 组合 | 能力模块 | — | CL2 | — | — | — | — | — | 甲\\|.plan.md |",
            "- **要素维** 1/11",
            "### unknown-clause · 错误 · 1",
        ] {
            assert!(report.lines().any(|found| found == line), "{line}\n{report}");
        }
        assert!(report.contains("\n- 甲\\|.plan.md 第 7 行：") && !report.contains('\r'), "{report}");
        let gaps = workspace.gaps(path, "CU-01").unwrap();
        assert!(gaps.iter().all(|gap| report.contains(&format!("  - {} {}", gap.citation, gap.title))));
    });
    each(YAML, |path, mut workspace| {
        workspace.set_options(Options { locale: Some(Locale::En), ..Options::default() });
        let report = workspace.report(path).unwrap();
        for line in [
            "# Coverage of the plan",
            "- 规划.plan.yaml: 规划😀",
            "| CU-01 | 计划\\|😀 | unit | CL1 | CL2 | — | — | 0/10 | 1/11 | 0/11 |",
            "### unknown-clause · error · 1",
        ] {
            assert!(report.lines().any(|found| found == line), "{line}\n{report}");
        }
        assert!(report.contains("\n- line 10: "), "{report}");
    });
}

#[test]
fn a_report_without_units_and_findings_says_so() {
    each("//- /空.plan.md\n说明😀\n", |path, mut workspace| {
        let report = workspace.report(path).unwrap();
        assert!(report.contains("没有能力单元。"), "{report}");
        assert_eq!(workspace.status(path).summary, "没有能力单元");
    });
    each("//- /n.plan.md\n//- /纪要.md\n# 纪要\n", |_, mut workspace| {
        assert_eq!(workspace.report("/纪要.md"), None);
        assert_eq!(workspace.report("/none.md"), None);
    });
}

#[test]
fn the_summary_adds_up_the_units_that_have_a_target() {
    let summary = |text: &str| {
        let mut workspace = Fixture::parse(&format!("//- /a.plan.md\n{text}")).open();
        workspace.status("/a.plan.md").summary
    };
    let unit = "## 能力单元 CU-01 甲\n- 等级：CL2\n";
    assert_eq!(summary(unit), "CL2 · 0/32 · 缺 32 项");
    let other = "## 能力单元 CU-02 乙\n- 等级：CL3\n#### 数据\n- 采集 [A.3.2.1 a]\n";
    assert!(summary(&format!("{unit}{other}")).starts_with("CL2–CL3 · 1/"));
    assert_eq!(summary("## 能力单元 CU-01 甲\n"), "没有目标等级");
}

#[test]
fn the_unit_around_a_cursor_is_known_by_its_text() {
    let text = MARKDOWN.replace("## 能力模块", "## 附注\n说明😀\n## 能力模块");
    for (source, places) in [
        (
            text.as_str(),
            &[
                ("能力单元 CU-01", "CU-01"),
                ("主数据", "CU-01"),
                ("## 附注", ""),
                ("说明", ""),
                ("组成", "CM-01"),
                ("规划", ""),
            ][..],
        ),
        (YAML, &[("CU-01", "CU-01"), ("主数据", "CU-01"), ("standard", ""), ("units:", "")]),
        (
            "//- /表.plan.md\n## 能力单元清单\n\n| 编号 | 名称 | 目标等级 |\n|---|---|---|\n| CU-01 | 甲😀 | CL2 |\n| CU-02 | 乙 | CL2 |\n\n尾😀\n",
            &[("甲", "CU-01"), ("乙", "CU-02"), ("尾", "")],
        ),
    ] {
        each(source, |path, mut workspace| {
            let text = workspace.text(path).unwrap().to_text();
            for (words, id) in places {
                let at = text.find(words).unwrap();
                let found = workspace.holder_at(path, at).unwrap_or_default();
                assert_eq!(found, *id, "at {words} of {path}");
            }
            assert!(workspace.holder_at(path, text.len() + 9).is_none() || !text.contains('尾'));
        });
    }
}
