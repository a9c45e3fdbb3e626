//! Terms of the vocabularies: by their role in fields, and in running text where they mean one thing only.

use super::{at, hover};
use crate::standard::{TermSet, standard};

const UNIT: &str = "
    //- plan.plan.md
    ## 能力：排产能力😀 {#NC-01 form=flow}
    - 视角：😀、过程视角、产品能力
    ### 能力单元 CU-01 计划排产 {#CU-01 target=CL3}
    > 数字化程度：平台级

    | 驱动方式 | 数据驱动型的 |
    |---|---|
    | 网络基础 | 传感网络 |

    - 文化假设：“社会人”假设
    - 覆盖范围：关键业务场景；企业全局
    - 价值效益：提质、生产运营优化、新技术/新产品
    #### 要素维
    ##### 数据
    - 数据是要素，流程也是；采集组织的数据（进行中）[A.3.2.1 a]
";

#[test]
fn a_value_is_explained_in_every_shape_of_a_label() {
    for (cursor, place, words) in [
        ("flow}", "flow", "能力流（能力类型）"),
        ("过程视角", "过程视角", "过程（主要视角）"),
        ("产品能力", "产品能力", "规范写法为“载体”"),
        ("级\n\n    | 驱", "平台级", "平台级（数字化程度）"),
        ("驱动型的", "数据驱动型的", "> 注 4：数据驱动是指构建基于模块化"),
        ("感网络", "传感网络", "传感网（网络基础）"),
        ("人”假设", "“社会人”假设", "> 注：“社会人”假设指将员工视为"),
        ("业务场景", "关键业务场景", "覆盖主营业务范围内关键业务场景"),
        ("全局", "企业全局", "组织全局（覆盖范围）"),
        ("提质", "提质", "规范写法为“质量提高”"),
        ("运营优化", "生产运营优化", "包括：效率提升、成本降低、质量提高"),
        ("/新产品", "新技术/新产品", "价值效益类别：产品/服务创新"),
        ("行中", "进行中", "### 进行中（状态）"),
    ] {
        let (found, markdown) = hover(&at(UNIT, cursor, 0)).unwrap_or_else(|| panic!("{cursor}"));
        assert_eq!(found, place, "{cursor}");
        assert!(markdown.contains(words), "{cursor}: {markdown}");
    }
}

#[test]
fn a_value_is_explained_in_every_style_of_yaml() {
    let source = "
        //- plan.plan.yaml
        capabilities:
          - id: NC-01
            name: 排产😀
            viewpoint: [process, \"生态合作\", 对象]
            覆盖范围: 组织全局、相关合作伙伴
            benefits:
              - 'lower cost'
              - 业态转变
            units:
              - {编号: CU-01, 数字化程度: 平台级, drive: data-driven, assumption: partner}
        能力模块:
          - 编号: CM-01
            pattern: process-type
            form: 能力点
            process:
              planning:
                - text: 编制😀
                  status: done
        ";
    for (cursor, place, words) in [
        ("process, ", "process", "过程（主要视角）"),
        ("合作\", 对", "生态合作", "合作伙伴（主要视角）"),
        ("对象]", "对象", "与价值创造的对象有关的能力"),
        ("全局", "组织全局", "CL5（生态级），依据 8.1"),
        ("合作伙伴\n", "相关合作伙伴", "相关合作伙伴（覆盖范围）"),
        ("lower", "lower cost", "成本降低（价值效益）"),
        ("业态", "业态转变", "包括：用户/生态合作伙伴连接与赋能"),
        ("平台级", "平台级", "> a）形成平台级数字化"),
        ("driven", "data-driven", "数据驱动（驱动方式）"),
        ("partner}", "partner", "合伙人（组织文化假设）"),
        ("-type", "process-type", "对应的能力类型：能力流"),
        ("能力点", "能力点", "规范写法为“能力节点”"),
        ("done", "done", "标准没有规定"),
    ] {
        let (found, markdown) = hover(&at(source, cursor, 0)).unwrap_or_else(|| panic!("{cursor}"));
        assert_eq!(found, place, "{cursor}");
        assert!(markdown.contains(words), "{cursor}: {markdown}");
    }
}

#[test]
fn in_a_value_that_says_more_the_longest_term_at_the_cursor_counts() {
    let source = "
        //- plan.plan.md
        ## 能力：排产能力 {#NC-01}
        - 覆盖范围：从关键业务场景起步，到主营业务领域（暂定）
        - 视角：以过程为主
        ## 能力单元 CU-01
        - 数字化程度：向平台级数字化迈进
        ";
    for (cursor, place) in
        [("业务场景", "关键业务场景"), ("主营", "主营业务领域"), ("过程", "过程"), ("平台", "平台级")]
    {
        let (found, _) = hover(&at(source, cursor, 0)).unwrap_or_else(|| panic!("{cursor}"));
        assert_eq!(found, place);
    }
    for nothing in ["从关", "暂定", "以过"] {
        assert_eq!(hover(&at(source, nothing, 0)), None, "{nothing}");
    }
}

#[test]
fn in_running_text_only_unambiguous_terms_are_terms() {
    let source = |text: &str| format!("//- p.plan.md\n# 规划😀\n\n{text}。\n");
    for (text, place) in [
        ("我们的过$0程维建设", "过程维"),
        ("走向数据$0驱动的管理", "数据驱动"),
        ("走向数$0据驱动型管理", "数据驱动型"),
        ("组成网络型$0能力模块", "网络型能力模块"),
        ("以支持、$0实施与运行为主", "支持、实施与运行"),
        ("从生产运$0营优化开始", "生产运营优化"),
        ("各能力$0单元的组合", "能力单元"),
        ("建设数字化治$0理", "数字化治理"),
    ] {
        let found = hover(&source(text));
        assert_eq!(found.map(|(place, _)| place).as_deref(), Some(place), "{text}");
    }
    for text in [
        "数$0据很多",
        "流$0程很长",
        "业务流$0程",
        "组$0织架构",
        "过$0程控制",
        "合$0作伙伴",
        "效率提$0升",
        "管理方$0式",
        "组织$0文化",
        "生态$0圈",
    ] {
        assert_eq!(hover(&source(text)), None, "{text}");
    }
    let yaml = "//- p.plan.yaml\nunits:\n  - id: CU-01\n    element:\n      data:\n        - 😀 以能力$0网络为目标，汇聚数据\n";
    let (place, markdown) = hover(yaml).unwrap();
    assert!(place == "能力网络" && markdown.contains("**6.3.1 通则**"), "{markdown}");
    assert_eq!(hover(&yaml.replace("$0", "").replace("汇聚数", "汇聚$0数")), None);
}

#[test]
fn a_word_in_a_measure_is_no_term_of_the_aspect() {
    for cursor in ["数据是", "流程也", "组织的"] {
        assert_eq!(hover(&at(UNIT, cursor, 0)), None, "{cursor}");
    }
}

#[test]
fn half_typed_values_are_explained_as_far_as_they_go() {
    for (source, place) in [
        ("//- p.plan.md\n## 能力：排产 {#NC-01}\n- 视角：😀、过$0程、\n", Some("过程")),
        ("//- p.plan.md\n## 能力：排产 {#NC-01}\n视角：过$0程、", Some("过程")),
        ("//- p.plan.md\n## 能力：排产 {#NC-01 form=fl$0ow", Some("排产 {#NC-01 form=flow")),
        ("//- p.plan.yaml\ncapabilities:\n  - id: NC-01\n    viewpoint: [pro$0cess, ", Some("process")),
        ("//- p.plan.yaml\ncapabilities:\n  - id: NC-01\n    viewpoint: pro$0cess", Some("process")),
        ("//- p.plan.yaml\ncapabilities:\n  - {编号: NC-01, 视角: 过$0程", Some("过程")),
        ("//- p.plan.yaml\ncapabilities:\n  - {编号: NC-01, 视$0角: ", Some("视角")),
        ("//- p.plan.yaml\ncapabilities:\n  - {编号: NC-01, 视角: [载体, 过$0程", Some("过程")),
        (
            "//- p.plan.yaml\n能力:\n  - 编号: NC-01\n    视角: [过程, 合作$0伙伴\n    等级: CL3\n",
            Some("合作伙伴"),
        ),
        ("//- p.plan.yaml\n能力:\n  - 编号: NC-01\n    视$0角: [过程, \n    等级: CL3\n", Some("视角")),
        ("//- p.plan.yaml\nunits:\n  - id: CU-01\n    drive: da$0ta-driven-ish\n", None),
        ("//- p.plan.yaml\ncapabilities:\n  - id: NC-01\n    form: \"能力$0流", Some("能力流")),
    ] {
        let found = hover(source).map(|(found, _)| found);
        assert_eq!(found.as_deref(), place, "{source}");
    }
}

#[test]
fn an_english_client_reads_english_around_chinese_quotations() {
    let source = "
        //# locale=en
        //- plan.plan.yaml
        units:
          - {id: CU-01, drive: AI$0驱动}
        ";
    let (place, markdown) = hover(source).unwrap();
    assert_eq!(place, "AI驱动");
    assert!(markdown.starts_with("### intelligence-driven (drive)\n"), "{markdown}");
    assert!(markdown.contains("\nNote of this tool (not the standard's text):\n"), "{markdown}");
    assert!(markdown.contains("Written “AI驱动” here; the standard's word is “智能驱动”"), "{markdown}");
    let note = standard().clause("7.4.4").unwrap().notes().last().unwrap();
    assert!(markdown.contains(&format!("> 注 5：{note}")), "{markdown}");
    let outside = markdown.lines().filter(|line| !line.starts_with('>') && line.starts_with("- "));
    for line in outside {
        let words = line.replace("AI驱动", "").replace("智能驱动", "").replace("生态级", "");
        assert!(words.is_ascii() || words.contains('“'), "{line}");
    }
}

#[test]
fn everyday_words_are_told_by_the_data() {
    let everyday = standard().terms().of(TermSet::Benefit).iter().filter(|term| term.everyday);
    assert!(everyday.map(|term| term.key).any(|key| key == "quality"));
}

#[test]
fn an_own_word_is_explained_as_its_term() {
    let source = "
        //- a/capplan.toml
        [synonyms]
        scope.organization = [\"集团\", \"全集团\"]
        level.CL3 = [\"先进级\"]
        [status]
        done = [\"已上线\"]
        //- a/1.plan.md
        ## 能力单元 CU-01 排产😀
        - 覆盖范围：全集团
        - 等级：先进级
        #### 数据
        - 采集（已上线）
    ";
    let (found, markdown) = hover(&at(source, "集团\n        - 等", 0)).unwrap();
    assert_eq!(found, "全集团");
    assert!(markdown.contains("组织全局（覆盖范围）") && markdown.contains("本单位自用的说法"), "{markdown}");
    let (found, markdown) = hover(&at(source, "级\n        ####", 0)).unwrap();
    assert_eq!(found, "先进级");
    assert!(markdown.contains("CL3"), "{markdown}");
    let (found, markdown) = hover(&at(source, "上线）", 0)).unwrap();
    assert_eq!(found, "已上线");
    assert!(markdown.contains("### 已完成（状态）"), "{markdown}");
}
