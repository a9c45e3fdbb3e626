//! Examples of the rule in `rules/quotations.rs`. The standard's wording is taken from its data.

use crate::fixture::check_rules;
use crate::standard::standard;

fn wording(clause: &str, letter: char, point: usize) -> &'static str {
    standard().clause(clause).unwrap().item(Some(letter)).unwrap().points[point - 1]
}

fn check(source: &str) {
    check_rules(&["misquotation"], source);
}

/// A plan with one measure of the data aspect, and the marks under it.
fn measure(text: &str, marks: &str) -> String {
    format!(
        "//# profile=thorough\n//- a.plan.md\n## 能力单元 CU-01 排产\n#### 要素维\n##### 数据\n- {text}\n{marks}\n"
    )
}

/// Carets under the quotation in a line of a list.
fn marks(before: &str, quoted: &str, message: &str) -> String {
    let width =
        |text: &str| -> usize { text.chars().map(|c| if u32::from(c) >= 0x2E80 { 2 } else { 1 }).sum() };
    format!("{}{} misquotation{message}", " ".repeat(2 + width(before)), "^".repeat(width(quoted)))
}

#[test]
fn the_cited_wording_may_be_quoted_whole_in_part_and_with_words_left_out() {
    let whole = wording("A.3.2.1", 'b', 1);
    let bare = whole.trim_end_matches(['；', '。']);
    let start: String = bare.chars().take(14).collect();
    let end: String = bare.chars().skip(bare.chars().count() - 14).collect();
    for quoted in
        [whole, bare, &start, &format!("{start}……{end}"), &bare.replace('，', ", ").replace('（', "(")]
    {
        check(&measure(&format!("按“{quoted}”编码 [A.3.2.1 b 1]"), ""));
        check(&measure(&format!("按「{quoted}」编码（A.3.2.1 b）"), ""));
        check(&measure(&format!("按“{quoted}”编码，见 [A.3.2.1]"), ""));
    }
}

#[test]
fn a_changed_wording_is_told_where_it_stands() {
    let whole = wording("A.3.2.1", 'b', 1).trim_end_matches(['；', '。']);
    let changed = whole.replacen("数据", "信息", 1);
    assert_ne!(whole, changed);
    let message = " [warning]: 引号里的文字与 A.3.2.1 b 的原文不一致；请照录原文，或去掉引号改为转述";
    let text = format!("按“{changed}”编码 [A.3.2.1 b 1]");
    check(&measure(&text, &marks("按“", &changed, message)));
    // Without a citation beside it, in few characters, or unlike any clause, it is nobody's quotation.
    check(&measure(&format!("按“{changed}”编码"), ""));
    check(&measure("提出“信息信息信息”三步走 [A.3.2.1 b 1]", ""));
    check(&measure("喊响“一张订单从头走到尾，谁家掉链子谁家负责到底”的口号 [A.3.2.1 b 1]", ""));
    let yaml = format!(
        "//# locale=en\n//- a.plan.yaml\nunits:\n  - id: CU-01\n    element:\n      data:\n        - text: 按“{changed}”编码😀\n{}\n          clause: A.3.2.1 b 1\n",
        format!("               {}", marks("按“", &changed, ": The quotation departs from the wording of A.3.2.1 b: quote it verbatim, or drop the quotation marks").trim_start_matches(' '))
            .replacen("               ", &" ".repeat(16 + 3), 1)
    );
    check(&yaml);
}

#[test]
fn the_wording_of_another_clause_is_told_with_its_number() {
    let other = wording("A.3.2.1", 'b', 1).trim_end_matches(['；', '。']);
    let text = format!("按“{other}”编码 [A.3.2.1 a]");
    check(&measure(
        &text,
        &marks("按“", other, ": 引号里是 A.3.2.1 b 的原文，所引的却是 A.3.2.1 a；请改正条款号"),
    ));
    let text = format!("按“{other}”编码 [A.3.2.1 a、A.3.2.1 b]");
    check(&measure(&text, ""));
    check(&measure(&format!("按“{other}”编码 [A.3.2.9 z]"), ""));
}

#[test]
fn a_mended_slip_is_a_hint_and_a_kept_one_nothing() {
    // A.3.2.2 a writes 实施 for 设施.
    let item = standard().clause("A.3.2.2").unwrap().item(Some('a')).unwrap();
    let slipped = item.points.iter().find(|point| point.contains("关键设备实施之间")).unwrap();
    let slipped = slipped.trim_end_matches(['；', '。']);
    let mended = slipped.replace("设备实施", "设备设施");
    let plan = |quoted: &str, marks: &str| {
        format!(
            "//# profile=thorough\n//- a.plan.md\n## 能力单元 CU-01 排产\n#### 要素维\n##### 技术\n- 按“{quoted}”改造 [A.3.2.2 a]\n{marks}\n"
        )
    };
    check(&plan(slipped, ""));
    check(&plan(&mended, &marks("按“", &mended, " [hint]: 引文改正了 A.3.2.2 a 原文中已知的笔误")));
    // More than the slip is changed.
    let more = mended.replacen("设备", "装备", 1);
    check(&plan(&more, &marks("按“", &more, " [warning]: 不一致")));
}

#[test]
fn quotations_in_other_fields_are_judged_by_the_citations_in_them() {
    let whole = wording("A.3.2.1", 'b', 1).trim_end_matches(['；', '。']);
    let changed = whole.replacen("数据", "信息", 1);
    let plan = |text: &str, marks: &str| {
        format!("//- a.plan.md\n## 能力单元 CU-01 排产\n**评测依据**：{text}\n{marks}\n")
    };
    check(&plan(&format!("A.3.2.1 b“{whole}”"), ""));
    check(&plan(&format!("“{changed}”"), ""));
    let before = "**评测依据**：A.3.2.1 b“";
    let found = marks(before, &changed, ": A.3.2.1 b 的原文不一致");
    check(&plan(&format!("A.3.2.1 b“{changed}”"), &found[2..]));
}
