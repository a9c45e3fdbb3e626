//! Measures moved to where no measure of their aspect stands yet, or in another form.

use super::{flow, rewritten, titles, unit};

#[test]
fn a_heading_is_made_for_the_first_measure_of_an_aspect() {
    let moved = rewritten(
        &unit(
            "#### 数据\n\n- [x] 采集 [A.3.2.1 a]\n- [x] 上$0云😀 [A.3.2.2 a]\n  - 细节\n- 编码 [A.3.2.1 b]",
        ),
        "移到所引条款的方面“技术”",
    );
    assert!(
        moved.ends_with(
            "#### 数据\n\n- [x] 采集 [A.3.2.1 a]\n- 编码 [A.3.2.1 b]\n\n#### 技术\n\n- [x] 上云😀 [A.3.2.2 a]\n  - 细节\n"
        ),
        "{moved}"
    );
    // Below a heading that has nothing yet, in another dimension.
    let empty = rewritten(&unit("#### 数据\n\n- 计$0划 [A.3.1.1 a]\n\n### 过程维\n\n#### 策划"), "策划");
    assert!(empty.ends_with("#### 数据\n\n\n### 过程维\n\n#### 策划\n- 计划 [A.3.1.1 a]\n"), "{empty}");
    // The last line of the text.
    let last = unit("#### 技术\n\n- 互联 [A.3.2.2 b]\n\n#### 数据\n\n- 上$0云 [A.3.2.2 a]");
    let last = rewritten(last.trim_end(), "技术");
    assert!(last.contains("- 互联 [A.3.2.2 b]\n- 上云 [A.3.2.2 a]\n\n#### 数据"), "{last}");
}

#[test]
fn a_key_is_made_and_lists_of_one_form_take_measures_of_another() {
    for (before, after) in [
        // A key that lacks.
        (
            "      data:\n        - 采集（A.3.2.1 a）\n        - text: 上$0云😀\n          clause: A.3.2.2 a\n          status: done",
            "      data:\n        - 采集（A.3.2.1 a）\n      technology:\n        - text: 上云😀\n          clause: A.3.2.2 a\n          status: done",
        ),
        // As deep as the others stand there.
        (
            "      data:\n      - 采集（A.3.2.1 a）\n      - text: 上$0云😀\n        clause: A.3.2.2 a\n      technology:\n          - 互联（A.3.2.2 b）",
            "      data:\n      - 采集（A.3.2.1 a）\n      technology:\n          - 互联（A.3.2.2 b）\n          - text: 上云😀\n            clause: A.3.2.2 a",
        ),
        // From lines into brackets.
        (
            "      data:\n        - 采集（A.3.2.1 a）\n        - 上$0云, 扩容（A.3.2.2 a）\n      technology: [互联（A.3.2.2 b）]",
            "      data:\n        - 采集（A.3.2.1 a）\n      technology: [互联（A.3.2.2 b）, \"上云, 扩容（A.3.2.2 a）\"]",
        ),
        (
            "      data:\n        - 采集（A.3.2.1 a）\n        - text: 上$0云, 扩容\n          clause: [A.3.2.2 a]\n      technology: [{text: 互联, clause: A.3.2.2 b}]",
            "      data:\n        - 采集（A.3.2.1 a）\n      technology: [{text: 互联, clause: A.3.2.2 b}, {text: \"上云, 扩容\", clause: [A.3.2.2 a]}]",
        ),
        // From brackets into lines.
        (
            "      data: [采集（A.3.2.1 a）, {text: 上$0云, clause: A.3.2.2 a}]\n      technology:\n        - 互联（A.3.2.2 b）",
            "      data: [采集（A.3.2.1 a）]\n      technology:\n        - 互联（A.3.2.2 b）\n        - {text: 上云, clause: A.3.2.2 a}",
        ),
        (
            "      data: [采集（A.3.2.1 a）, \"上$0云（A.3.2.2 a）\"]\n      technology:\n        - text: 互联\n          clause: A.3.2.2 b",
            "      data: [采集（A.3.2.1 a）]\n      technology:\n        - text: 互联\n          clause: A.3.2.2 b\n        - \"上云（A.3.2.2 a）\"",
        ),
    ] {
        let moved = rewritten(&flow(before), "移到所引条款的方面“技术”");
        assert!(moved.ends_with(&format!("{after}\n")), "{moved}");
    }
}

#[test]
fn what_cannot_be_written_in_the_other_form_is_not_moved() {
    for lines in [
        // A comment, a block scalar, an anchor that stands elsewhere too.
        "      data:\n        - text: 上$0云 # 注\n          clause: A.3.2.2 a\n      technology: [互联（A.3.2.2 b）]",
        "      data:\n        - text: |\n            上$0云\n          clause: A.3.2.2 a\n      technology: [互联（A.3.2.2 b）]",
        "      data:\n        - text: &云 上$0云\n          clause: A.3.2.2 a\n      technology: [{text: *云, clause: A.3.2.2 b}]",
    ] {
        let titles = titles(&flow(lines));
        assert!(titles.iter().all(|title| !title.contains("移到")), "{lines}: {titles:?}");
    }
}

#[test]
fn a_list_is_sorted_from_its_heading_or_key_too() {
    let listed = unit("#### 数$0据\n\n- 建模 [A.3.2.1 c]\n- 采集😀 [A.3.2.1 a]");
    assert!(rewritten(&listed, "按条款").ends_with("- 采集😀 [A.3.2.1 a]\n- 建模 [A.3.2.1 c]\n"));
    let keyed = flow("      da$0ta:\n        - 建模（A.3.2.1 c）\n        - 采集（A.3.2.1 a）");
    assert!(
        rewritten(&keyed, "按条款").ends_with("        - 采集（A.3.2.1 a）\n        - 建模（A.3.2.1 c）\n")
    );
    let bracketed = flow("      da$0ta: [建模（A.3.2.1 c）, 采集（A.3.2.1 a）]");
    assert!(rewritten(&bracketed, "按条款").ends_with("data: [采集（A.3.2.1 a）, 建模（A.3.2.1 c）]\n"));
}

#[test]
fn a_unit_is_raised_from_the_lines_of_its_name_and_its_level_too() {
    let unit =
        "//- p.plan.yaml\nunits:\n  - id: CU-01\n    name: 甲😀\n    level: CL4\n    boundary: 计划部\n";
    for line in ["id: CU-01", "name: 甲😀", "level: CL4"] {
        let at = unit.replace(line, &format!("{line}$0"));
        assert!(rewritten(&at, "把 CU-01 提到 CL5").contains("    level: CL5\n"), "{line}");
    }
    assert_eq!(titles(&unit.replace("计划部", "计划$0部")), [""; 0]);
}
