//! Fixes of the rules in `rules/cited_levels.rs`, `level_wording.rs`, `quotations.rs` and `synonyms.rs`: each keeps the
//! document's own style, and mends its finding.

use super::applied;
use crate::fixture::Fixture;
use crate::standard::standard;

/// The text of the one file after the fix that comes first for a rule's first finding, with LF and with CRLF; the finding
/// is gone then.
fn fixed(rule: &str, path: &str, text: &str) -> String {
    let [lf, crlf] = ["\n", "\r\n"].map(|eol| {
        let source = format!("//# profile=thorough\n//- {path}\n{text}");
        let fixture = Fixture::parse(&source);
        let fixture = if eol == "\n" { fixture } else { fixture.with_crlf() };
        let mut workspace = fixture.open();
        let file = &fixture.files[0];
        let count = |workspace: &mut crate::workspace::Workspace| {
            workspace.findings(&file.path).iter().filter(|finding| finding.rule == rule).count()
        };
        let before = count(&mut workspace);
        let offers = workspace.fixes(&file.path, &(0..file.text.len()));
        let offer = offers.iter().find(|offer| offer.finding.rule == rule).unwrap();
        assert!(offer.preferred, "{}", offer.title);
        let mended = applied(&file.path, &file.text, &offer.edits);
        let mut fixture = fixture.clone();
        fixture.files[0].text.clone_from(&mended);
        let after = count(&mut fixture.open());
        assert!(after < before, "{rule}: {mended}");
        assert!(eol == "\n" || !mended.replace("\r\n", "").contains('\n'), "{mended:?}");
        mended.replace("\r\n", "\n")
    });
    assert_eq!(lf, crlf);
    lf
}

/// The line that a fix changed or added.
fn changed(rule: &str, path: &str, text: &str) -> String {
    let after = fixed(rule, path, text);
    let known: Vec<&str> = text.lines().collect();
    let lines: Vec<&str> = after.lines().filter(|line| !known.contains(line)).collect();
    assert_eq!(lines.len(), 1, "{after}");
    lines[0].to_owned()
}

const UNIT: &str = "## 能力单元 CU-01 排产\n**等级**：CL3\n#### 要素维\n##### 数据\n";

#[test]
fn a_list_item_gets_its_citation_in_the_documents_brackets() {
    let cite = |rest: &str| changed("uncited-measure", "a.plan.md", &format!("{UNIT}{rest}\n"));
    assert_eq!(cite("- [x] 自动采集产线运行数据😀"), "- [x] 自动采集产线运行数据😀 [A.3.2.1 a]");
    assert_eq!(
        cite("* 统一编码（A.3.2.1 b）\n* 自动采集产线运行数据（建设中）"),
        "* 自动采集产线运行数据（建设中）（A.3.2.1 a）"
    );
    assert_eq!(
        cite("- 自动采集产线运行数据 <!-- 待议 -->"),
        "- 自动采集产线运行数据 [A.3.2.1 a] <!-- 待议 -->"
    );
    // What the author began to type is finished.
    assert_eq!(cite("- 自动采集产线运行数据 [A.3."), "- 自动采集产线运行数据 [A.3.2.1 a]");
    assert_eq!(cite("（1）自动采集产线运行数据"), "（1）自动采集产线运行数据 [A.3.2.1 a]");
}

#[test]
fn a_row_gets_its_citation_in_its_column_or_behind_its_text() {
    let table = |head: &str, row: &str| {
        let rule = "|---".repeat(head.matches('|').count() - 1);
        let text = format!("## 能力单元 CU-01 排产\n**等级**：CL3\n#### 要素维\n\n{head}\n{rule}|\n{row}\n");
        changed("uncited-measure", "a.plan.md", &text)
    };
    assert_eq!(
        table("| 要素 | 建设内容 | 条款 | 状态 |", "| 数据 | 自动采集运行数据 |  | 计划 |"),
        "| 数据 | 自动采集运行数据 | A.3.2.1 a | 计划 |"
    );
    assert_eq!(
        table("| 要素 | 建设内容 | 条款 |", "| 数据 | 自动采集运行数据 | 见附件 |"),
        "| 数据 | 自动采集运行数据 | 见附件、A.3.2.1 a |"
    );
    assert_eq!(
        table("| 要素 | 建设内容 | 状态 |", "| 数据 | 自动采集运行数据 | 计划 |"),
        "| 数据 | 自动采集运行数据（A.3.2.1 a） | 计划 |"
    );
}

#[test]
fn a_yaml_measure_gets_its_citation_as_a_key_or_in_its_short_form() {
    let cite = |rest: &str| {
        let text = format!("units:\n  - id: CU-01\n    target: CL3\n    element:\n      data:\n{rest}\n");
        changed("uncited-measure", "a.plan.yaml", &text)
    };
    assert_eq!(cite("        - 自动采集运行数据"), "        - 自动采集运行数据（A.3.2.1 a）");
    assert_eq!(cite("        - \"自动采集运行数据\""), "        - \"自动采集运行数据（A.3.2.1 a）\"");
    assert_eq!(
        cite("        - 自动采集运行数据（已完成）"),
        "        - 自动采集运行数据（A.3.2.1 a）（已完成）"
    );
    assert_eq!(
        cite("        - text: 自动采集运行数据\n          status: done"),
        "          clause: A.3.2.1 a"
    );
    assert_eq!(
        cite("        - 状态: 已完成\n          建设内容: 自动采集运行数据"),
        "          条款: A.3.2.1 a"
    );
    assert_eq!(
        cite("        - text: >\n            自动采集\n            运行数据\n          owner: 设备部"),
        "          clause: A.3.2.1 a"
    );
    assert_eq!(
        cite("        - {text: \"自动采集运行数据\", status: done}"),
        "        - {text: \"自动采集运行数据\", clause: A.3.2.1 a, status: done}"
    );
    assert_eq!(
        cite("        - {text: 自动采集运行数据}"),
        "        - {text: 自动采集运行数据, clause: A.3.2.1 a}"
    );
    assert_eq!(
        cite("        - text: 自动采集运行数据\n          clause: 待填写"),
        "          clause: A.3.2.1 a"
    );
}

#[test]
fn three_clauses_are_offered_with_their_wording_and_one_where_there_is_one() {
    let offers = |text: &str| {
        let fixture = Fixture::parse(&format!("//- a.plan.md\n{text}"));
        let mut workspace = fixture.open();
        let path = fixture.files[0].path.clone();
        let offers = workspace.fixes(&path, &(0..fixture.files[0].text.len()));
        offers.into_iter().filter(|offer| offer.finding.rule == "uncited-measure").collect::<Vec<_>>()
    };
    let three = offers(&format!("{UNIT}- 每日用产能模型调整计划\n"));
    let titles: Vec<&str> = three.iter().map(|offer| offer.title.as_str()).collect();
    assert_eq!(titles.len(), 3, "{titles:?}");
    assert!(titles[0].starts_with("引用 A.3.2.1 c「数据应用"), "{titles:?}");
    assert_eq!(three.iter().filter(|offer| offer.preferred).count(), 1);
    let point = standard().clause("A.3.2.1").unwrap().item(Some('c')).unwrap().points[0];
    assert!(three[0].annotation.as_ref().is_some_and(|text| text.contains(point)), "{three:?}");
    let unit = UNIT.replace("要素维", "过程维").replace("数据", "改进");
    assert_eq!(offers(&format!("{unit}- 复盘\n")).len(), 1);
    // The first level has items; a shared measure goes by the highest target.
    let first = UNIT.replace("CL3", "CL1");
    assert!(offers(&format!("{first}- 逐单登记\n"))[0].title.starts_with("引用 A.1.2 a"));
    let shared = format!("## 要素维\n### 数据\n- 采集\n{UNIT}");
    assert!(offers(&shared)[0].title.contains("A.3.2.1"));
    assert!(offers("## 要素维\n### 数据\n- 采集\n").is_empty());
}

#[test]
fn near_words_and_words_of_another_level_are_replaced_where_they_stand() {
    let md = |text: &str| changed("synonym", "a.plan.md", text);
    assert_eq!(
        md("## 能力：排产 {#NC-01}\n> **视角**：过程、客户服务能力😀、客户服务\n"),
        "> **视角**：过程、客户服务能力😀、对象"
    );
    assert_eq!(md("## 能力：排产 {#NC-01}\n- 等级：CL2 → L3\n"), "- 等级：CL2 → CL3");
    let yaml = |text: &str| changed("synonym", "a.plan.yaml", text);
    assert_eq!(yaml("units:\n  - {id: CU-01, drive: \"AI驱动\"}\n"), "  - {id: CU-01, drive: \"智能驱动\"}");
    assert_eq!(
        yaml("units:\n  - {id: CU-01, drive: technology-driven}\n"),
        "  - {id: CU-01, drive: technology}"
    );
    let unit = UNIT.replace("要素维", "过程维").replace("数据", "策划");
    let word = |measure: &str| changed("level-wording", "a.plan.md", &format!("{unit}{measure}\n"));
    assert_eq!(word("- 策划智能驱动型的机制😀 [A.3.1.1 c]"), "- 策划知识驱动型的机制😀 [A.3.1.1 c]");
    assert_eq!(word("- 先 [A.3.1.1 c] 再策划智能驱动型机制"), "- 先 [A.3.1.1 c] 再策划知识驱动型机制");
    let culture = UNIT.replace("要素维", "管理维").replace("数据", "组织文化");
    let text = format!("{culture}- 按“经济人”假设奖惩 [A.3.3.4 a]\n");
    assert_eq!(changed("level-wording", "a.plan.md", &text), "- 按“社会人”假设奖惩 [A.3.3.4 a]");
}

#[test]
fn a_misquotation_becomes_the_clauses_own_wording_or_its_number() {
    let point = standard().clause("A.3.2.1").unwrap().item(Some('b')).unwrap().points[0];
    let wording = point.trim_end_matches(['；', '。']);
    let changed_wording = wording.replacen("数据", "信息", 1);
    let quote = |text: &str| changed("misquotation", "a.plan.md", &format!("{UNIT}{text}\n"));
    assert_eq!(
        quote(&format!("- 按“{changed_wording}”编码😀 [A.3.2.1 b 1]")),
        format!("- 按“{wording}”编码😀 [A.3.2.1 b 1]")
    );
    assert_eq!(
        quote(&format!("- 见 [A.3.2.1 b 1]「{changed_wording}」编码")),
        format!("- 见 [A.3.2.1 b 1]「{wording}」编码")
    );
    assert_eq!(
        quote(&format!("- 按“{wording}”编码 [A.3.2.1 a]")),
        format!("- 按“{wording}”编码 [A.3.2.1 b]")
    );
    let text = format!(
        "units:\n  - id: CU-01\n    element:\n      data:\n        - text: '按“{changed_wording}”'\n          clause: A.3.2.1 b\n"
    );
    let after = changed("misquotation", "a.plan.yaml", &text);
    assert_eq!(after, format!("        - text: '按“{wording}”'"));
}
