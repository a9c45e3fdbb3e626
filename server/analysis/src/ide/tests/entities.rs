//! Entities: at their headings, ids and names, and where they are referred to.

use super::{at, hover};

const SET: &str = "
    //- capplan.toml
    //- a/能力.plan.md
    # 规划
    ## 可持续竞争合作优势
    | 编号 | 名称 |
    |---|---|
    | YS-1 | 交付快😀 |
    ## 新型能力清单
    | 编号 | 名称 | 等级 | 支撑优势 |
    |---|---|---|---|
    | NC-01 | 排产能力 | CL2 → CL3 | YS-1 |
    | NC-02 | 采购能力 | CL4 | |
    ## 能力：排产能力 {#NC-01 target=CL3}
    ### 能力：分级排产（NC-01-1）
    - 目标等级：CL3
    ## 说明
    见 CU-01 与 CU-77。
    //- a/单元.plan.yaml
    units:
      - id: CU-01
        name: 计划排产😀
        carries: [NC-01-1, 'NC-01']
        element:
          data:
            - 采集（A.3.2.1 a）（已完成）
            - 应用（A.3.2.1）
          technology:
            - 不适用：外购 [A.3.2.2 a]
      - id: CU-02
        等级: CL1
    modules:
      - 编号: CM-01
        组成: CU-01、CU-02
        承载: NC-01
    capabilities:
      - id: NC-09
        parent: NC-01
";

#[test]
fn a_unit_shows_levels_what_is_covered_and_missing_and_who_has_to_do_with_it() {
    for (cursor, place) in [
        ("CU-01\n        name", "CU-01"),
        ("计划排产", "计划排产😀"),
        ("CU-01、", "CU-01"),
        ("CU-01 与", "CU-01"),
    ] {
        let (found, markdown) = hover(&at(SET, cursor, 0)).unwrap_or_else(|| panic!("{cursor}"));
        assert_eq!(found, place, "{cursor}");
        for words in [
            "### 能力单元 CU-01 计划排产😀\n",
            "目标等级 CL3（领域级）（取自所承载的能力） · 当前等级 CL2（场景级）（取自所承载的能力）\n",
            "**CL3 建设重点 1/31 项，1/45 点，缺 28 项，2 项只笼统引用**",
            "规划覆盖至：无 · 已建成部分覆盖至：无",
            "| 过程维 | 0/10 | 0/13 | 10 |",
            "| 要素维 | 1/10 | 1/17 | 7 |",
            "- **要素维** 缺：",
            "IT软硬件部署与应用（A.3.2.2 b）",
            "- **要素维** 只笼统引用：数据集成与共享（A.3.2.1 b）、数据应用（A.3.2.1 c）",
            "- **要素维** 不适用：",
            "- 承载能力：NC-01-1 分级排产、NC-01 排产能力\n",
            "- 所属模块：CM-01\n",
        ] {
            let squeezed = markdown.replace("IT 软硬件", "IT软硬件");
            assert!(squeezed.contains(words), "{words}: {markdown}");
        }
        let elsewhere = cursor.ends_with('与');
        let defined =
            if elsewhere { "定义于 单元.plan.yaml 第 2 行" } else { "定义于本文件第 2 行" };
        assert!(markdown.contains(defined), "{markdown}");
    }
}

#[test]
fn a_capability_shows_what_it_is_split_into_and_who_carries_it() {
    for (cursor, nth, place) in [
        ("NC-01 | 排产", 0, "NC-01"),
        ("排产能力 |", 0, "排产能力"),
        ("能力：排产能力", 0, "能力：排产能力 {#NC-01 target=CL3}"),
        ("排产能力 {", 0, "排产能力"),
        ("NC-01 target", 0, "NC-01"),
        ("NC-01']", 0, "NC-01"),
        ("NC-01\n    capab", 0, "NC-01"),
        ("NC-01\n", 1, "NC-01"),
    ] {
        let (found, markdown) = hover(&at(SET, cursor, nth)).unwrap_or_else(|| panic!("{cursor}"));
        assert_eq!(found, place, "{cursor}");
        for words in [
            "### 新型能力 NC-01 排产能力\n",
            "目标等级 CL3（领域级） · 当前等级 CL2（场景级）\n",
            "- 分解为：NC-09、NC-01-1 分级排产\n",
            "- 由其承载：CU-01 计划排产😀（CL3 1/31 项）、CM-01\n",
            "- 支撑优势：YS-1 交付快😀\n",
        ] {
            assert!(markdown.contains(words), "{words}: {markdown}");
        }
    }
    let english = SET.replacen("//- capplan.toml", "//# locale=en\n    //- capplan.toml", 1);
    let english = at(&english, "CU-01\n        name", 0);
    let (_, english) = hover(&english).unwrap();
    for words in [
        "### unit CU-01",
        "(from the carried capability)",
        "Data integration and sharing 数据集成与共享 (A.3.2.1 b)",
    ] {
        assert!(english.contains(words), "{words}: {english}");
    }
    let (_, alone) = hover(&at(SET, "NC-02", 0)).unwrap();
    assert!(
        alone.contains("目标等级 CL4（平台级）\n") && alone.contains("- 还没有能力单元承载它"),
        "{alone}"
    );
    let (_, child) = hover(&at(SET, "NC-01-1）", 0)).unwrap();
    assert!(child.contains("- 上级能力：NC-01 排产能力\n"), "{child}");
}

#[test]
fn a_module_shows_its_members_and_an_advantage_its_supporters() {
    let (_, module) = hover(&at(SET, "CM-01", 0)).unwrap();
    assert!(module.contains("没有目标等级"), "{module}");
    assert!(module.contains("- 组成单元：CU-01 计划排产😀（CL3 1/31 项）、CU-02（CL1 "), "{module}");
    for (cursor, place) in [("YS-1 | 交", "YS-1"), ("交付快", "交付快😀"), ("YS-1 |\n    | NC-02", "YS-1")]
    {
        let (found, markdown) = hover(&at(SET, cursor, 0)).unwrap_or_else(|| panic!("{cursor}"));
        assert_eq!(found, place);
        assert!(markdown.starts_with("### 优势 YS-1 交付快😀\n"), "{markdown}");
        assert!(markdown.contains("- 由这些能力支撑：NC-01 排产能力\n"), "{markdown}");
    }
}

#[test]
fn what_is_not_defined_has_nothing_to_show() {
    assert_eq!(hover(&at(SET, "CU-77", 0)), None);
    let source = "//- p.plan.yaml\nunits:\n  - id: CU-01\n    carries: [NC-7$07, ";
    assert_eq!(hover(source), None);
}

#[test]
fn levels_and_keys_of_a_headings_attributes_are_read_there() {
    let source = "//- p.plan.md\n## 能力单元 😀排产 {#CU-01 target=CL3 current=CL2}\n";
    for (cursor, place, words) in [
        ("CL3", "CL3", "### CL3（领域级）\n"),
        ("L2", "CL2", "### CL2（场景级）\n"),
        ("target", "target", "### 目标等级 · `target`\n"),
        ("U-01", "CU-01", "### 能力单元 CU-01 😀排产\n"),
        ("{#", "能力单元 😀排产 {#CU-01 target=CL3 current=CL2}", "### 能力单元 CU-01 😀排产\n"),
        ("力单元", "能力单元 😀排产 {#CU-01 target=CL3 current=CL2}", "### 能力单元 CU-01 😀排产\n"),
    ] {
        let (found, markdown) = hover(&at(source, cursor, 0)).unwrap_or_else(|| panic!("{cursor}"));
        assert_eq!(found, place, "{cursor}");
        assert!(markdown.starts_with(words), "{cursor}: {markdown}");
    }
    let half = "//- p.plan.md\n## 能力单元 CU-0$01 排产 {#CU-";
    assert!(hover(half).is_some());
}

#[test]
fn long_lists_are_counted_and_markup_in_names_is_none() {
    let mut source = String::from("//- p.plan.md\n# 规划\n## 能力：排*产*_x_ [链接](a) {#N$0C-01}\n");
    for number in 0..20 {
        source += &format!("## 能力单元 CU-{number:02} 单元\n- 承载：NC-01\n");
    }
    let (_, markdown) = hover(&source).unwrap();
    assert!(markdown.contains("CU-07 单元 等 20 项\n") && !markdown.contains("CU-08"), "{markdown}");
    assert!(markdown.starts_with("### 新型能力 NC-01 排\\*产\\*\\_x\\_ \\[链接\\](a)\n"), "{markdown}");
    let (_, english) = hover(&format!("//# locale=en\n{source}")).unwrap();
    assert!(english.contains("CU-07 单元 and 12 more\n"), "{english}");
    assert!(
        english.contains("No target level") && english.contains("Defined in line 2 of this file"),
        "{english}"
    );
}

#[test]
fn cycles_end() {
    let source = "
        //- p.plan.yaml
        capabilities:
          - {id: NC-1, parent: NC-2}
          - {id: NC-2, parent: NC-$01}
        ";
    let (_, markdown) = hover(source).unwrap();
    assert!(markdown.contains("上级能力：NC-2") && markdown.contains("分解为：NC-2"), "{markdown}");
}
