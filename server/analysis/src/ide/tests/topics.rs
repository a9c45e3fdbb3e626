//! Topics, level by level.

use super::{at, hover};
use crate::standard::{Level, Topic, standard};

#[test]
fn every_topics_citation_shows_its_points_at_every_level() {
    for topic in Topic::all() {
        let level = Level::new(2 + u8::try_from(topic.index() % 4).unwrap()).unwrap();
        let citation = standard().citation(level, topic, None);
        let (dimension, aspect) = (topic.dimension().key(), topic.aspect().key());
        let source = format!(
            "//- p.plan.yaml\nunits:\n  - id: CU-01\n    {dimension}:\n      {aspect}:\n        - 😀（$0{citation}）\n"
        );
        let (place, markdown) = hover(&source).unwrap();
        assert_eq!(place, citation);
        let mut after = 0;
        for at in Level::all().skip(1) {
            let cell = standard().cell(at, topic).unwrap();
            let heading =
                format!("{}（{}） · {}", at.code(), at.name(), standard().citation(at, topic, None));
            let start =
                after + markdown[after..].find(&heading).unwrap_or_else(|| panic!("{heading}: {markdown}"));
            after = start + heading.len();
            let item = standard().clause(cell.clause).unwrap().item(cell.letter).unwrap();
            for point in &item.points {
                assert!(markdown.contains(&format!("> - {point}")), "{point}");
            }
        }
        assert!(markdown.contains(&format!("**▸ {}", level.code())), "{markdown}");
    }
}

#[test]
fn a_cited_point_stands_alone_above_and_among_its_fellows_below() {
    let source = "//- p.plan.md\n## 能力单元 CU-01\n### 要素维\n#### 数据\n- 编码 [$0A.3.2.1 b 2]\n";
    let (_, markdown) = hover(source).unwrap();
    let (own, compared) = markdown.split_once("\n---\n").unwrap();
    let points = &standard().clause("A.3.2.1").unwrap().item(Some('b')).unwrap().points;
    assert!(own.contains(points[1]) && !own.contains(points[0]));
    assert!(points.iter().all(|point| compared.contains(point)), "{compared}");
    assert!(compared.starts_with("\n### CL2 至 CL5 对照：数据 · 数据集成与共享\n"), "{compared}");
    let english = format!("//# locale=en\n{source}");
    let (_, english) = hover(&english).unwrap();
    assert!(english.contains("### CL2 to CL5 side by side: Data integration and sharing\n"), "{english}");
    assert!(points.iter().all(|point| english.contains(point)), "{english}");
}

#[test]
fn a_range_shows_every_topic_that_it_stands_for() {
    let source = "//- p.plan.md\n## 能力单元 CU-01\n### 要素维\n#### 技术\n- 衔接（$0A.3.2.2 a–c）\n";
    let (place, markdown) = hover(source).unwrap();
    assert_eq!((place.as_str(), markdown.matches(" 对照：").count()), ("A.3.2.2 a–c", 3));
}

#[test]
fn a_measure_that_begins_with_a_topics_title_names_the_topic() {
    let source = "
        //- plan.plan.md
        ## 能力单元 CU-01
        - 等级：CL3
        ### 要素维
        #### 数据
        - 数据应用：建立质量模型😀
        - 数据应用系统上线
        - 推进数据应用
        #### 技术
        - 数据应用：放错了地方
        ";
    let (place, markdown) = hover(&at(source, "据应用：建", 0)).unwrap();
    assert_eq!(place, "数据应用");
    assert!(markdown.starts_with("### CL2 至 CL5 对照：数据 · 数据应用\n"), "{markdown}");
    assert!(markdown.contains("**▸ CL3（领域级） · A.3.2.1 c**\n\n> c）"), "{markdown}");
    for nothing in ["据应用系统", "据应用\n", "据应用：放"] {
        assert_eq!(hover(&at(source, nothing, 0)), None, "{nothing}");
    }
    let yaml =
        "//- p.plan.yaml\nunits:\n  - id: CU-01\n    element:\n      data:\n        - text: \"数据$0采集\"\n";
    assert_eq!(hover(yaml).map(|(place, _)| place).as_deref(), Some("数据采集"));
}

#[test]
fn an_item_of_the_first_level_has_nothing_beside_it() {
    let source = "//- p.plan.md\n## 能力单元 CU-01\n### 要素维\n#### 数据\n- 采集（$0A.1.2 a）\n";
    let (_, markdown) = hover(source).unwrap();
    assert!(!markdown.contains("对照"), "{markdown}");
}
