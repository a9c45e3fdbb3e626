//! Normalising, and looking up terms.

use std::borrow::Cow;

use super::super::*;

fn key(set: TermSet, text: &str) -> String {
    match standard().terms().lookup(set, text) {
        Match::Exact(term) => term.key.to_owned(),
        Match::Corrected(term) => format!("~{}", term.key),
        Match::Other => "other".to_owned(),
        Match::None => "none".to_owned(),
    }
}

#[test]
fn one_form_for_what_is_equal() {
    for (text, normal) in [
        ("", ""),
        ("能力單元", "能力单元"),
        ("場景級", "场景级"),
        ("關鍵驅動要素", "关键驱动要素"),
        ("IT 软硬件", "it软硬件"),
        ("（企业）：“社会人”", "(企业):\"社会人\""),
        ("「社會人」", "\"社会人\""),
        ("【条款】", "(条款)"),
        ("T/AIITRE 20001—2021", "t/aiitre 20001-2021"),
        ("Ａ．３．２．１　ｂ", "a.3.2.1 b"),
        ("a  \t b", "a b"),
        ("  数据 、 技术  ", "数据、技术"),
        ("数据，技术；流程", "数据,技术;流程"),
        ("目标\u{200b}等级\u{fe0f}", "目标等级"),
        ("🙂 已完成", "🙂已完成"),
        ("⼯具级", "工具级"),
        ("a ", "a"),
        (" a", "a"),
        ("x 数", "x数"),
    ] {
        assert_eq!(normalize(text), normal, "{text}");
        assert_eq!(normalize(normal), normal, "again: {normal}");
    }
}

#[test]
fn a_normal_text_is_not_copied() {
    for text in ["过程维", "支持、实施与运行", "process", "a b", "新技术/新产品"] {
        assert!(matches!(normalize(text), Cow::Borrowed(_)), "{text}");
    }
}

#[test]
fn every_variant_finds_its_term() {
    let terms = standard().terms();
    for set in TermSet::ALL {
        for term in terms.of(set) {
            assert_eq!(term.set, set);
            for text in [term.key, term.name, term.english].iter().chain(&term.accepted) {
                assert_eq!(key(set, text), term.key, "{set:?} {text}");
                assert_eq!(key(set, &text.to_uppercase()), term.key, "{set:?} {text}");
                assert_eq!(key(set, &text.replace(['-', ' '], "_")), term.key, "{set:?} {text}");
            }
            for text in &term.corrected {
                let found = terms.lookup(set, text).term().unwrap();
                let elsewhere = set == TermSet::Aspect && found.accepted.contains(text);
                assert!(found.key == term.key || elsewhere, "{set:?} {text}");
            }
            assert_eq!(terms.term(set, term.key).unwrap().name, term.name);
        }
    }
}

#[test]
fn variants_mean_one_term() {
    for set in TermSet::ALL.into_iter().filter(|set| *set != TermSet::Aspect) {
        let mut seen = std::collections::HashMap::new();
        for term in standard().terms().of(set) {
            let own = [term.key, term.name, term.english];
            for text in own.iter().chain(&term.accepted).chain(&term.corrected) {
                let before = seen.insert(super::super::normalize::fold(text), term.key);
                assert!(before.is_none_or(|before| before == term.key), "{set:?} {text}");
            }
        }
    }
}

#[test]
fn spellings_of_the_vocabulary() {
    use TermSet::*;
    for (set, text, expected) in [
        (Viewpoint, "与价值创造的过程有关的能力", "process"),
        (Viewpoint, "生产与运营管控能力", "process"),
        (Viewpoint, "過程視角", "process"),
        (Viewpoint, "关键驱动要素", "driver"),
        (Viewpoint, "驱动要素", "driver"),
        (Viewpoint, "生产管控能力", "~process"),
        (Viewpoint, "治理", "none"),
        (Form, "能力流", "flow"),
        (Form, "能力鏈", "~flow"),
        (Form, "Capability Network", "network"),
        (Pattern, "流程型能力模块", "flow"),
        (Pattern, "流程型的", "flow"),
        (Pattern, "独立能力单元", "standalone"),
        (Pattern, "流程级", "none"),
        (Scope, "组织（企业）全局", "organization"),
        (Scope, "企业全局", "organization"),
        (Scope, "全公司", "~organization"),
        (Drive, "技术使能型", "technology"),
        (Drive, "技术使能型的", "technology"),
        (Drive, "技术使能的", "technology"),
        (Drive, "AI 驱动", "~intelligence"),
        (Drive, "技术驱动型", "~technology"),
        (Drive, "型", "none"),
        (Drive, "市场驱动", "none"),
        (Grade, "组织（企业）级数字化", "organization"),
        (Grade, "组织级", "organization"),
        (Grade, "企业级数字化", "organization"),
        (Grade, "平台级", "platform"),
        (Grade, "部门级", "other"),
        (Grade, "集团级数字化", "other"),
        (Network, "industrial_internet", "industrial-internet"),
        (Network, "Ubiquitous IoT", "ubiquitous-iot"),
        (Network, "物联网", "other"),
        (Network, "工业互联网", "other"),
        (Network, "以太网", "none"),
        (Assumption, "“经济人”假设", "economic"),
        (Assumption, "「社會人」", "social"),
        (Assumption, "复杂人", "other"),
        (Assumption, "复杂人假设", "other"),
        (Benefit, "新技术／新产品", "new-products"),
        (Benefit, "质量提升", "quality"),
        (Benefit, "降本", "~cost"),
        (Benefit, "开心", "none"),
        (Status, "已完成", "done"),
        (Status, "建設中", "doing"),
        (Status, "拟建", "planned"),
        (Status, "DONE", "done"),
        (Status, "✅ 已完成", "none"),
        (Status, "见附件", "none"),
        (Dimension, "过程维度", "process"),
        (Dimension, "过程维建设重点", "process"),
        (Dimension, "Process dimension", "process"),
        (Dimension, "流程维", "~process"),
        (Dimension, "过程", "none"),
        (Aspect, "支持，实施与运行", "implementation"),
        (Aspect, "支持、實施與運行", "implementation"),
        (Aspect, "业务流程", "workflow"),
        (Aspect, "数据治理", "~governance"),
        (Aspect, "企业文化", "~culture"),
        (Aspect, "", "none"),
        (Aspect, "建设重点", "none"),
    ] {
        assert_eq!(key(set, text), expected, "{set:?} {text}");
    }
}

#[test]
fn a_word_may_mean_another_aspect_in_another_dimension() {
    let terms = standard().terms();
    let element = terms.lookup_aspect(crate::standard::Dimension::Element, "组织结构");
    assert!(element.is_exact() && element.term().unwrap().key == "organization");
    let management = terms.lookup_aspect(crate::standard::Dimension::Management, "组织结构");
    assert!(!management.is_exact() && management.term().unwrap().key == "mechanism");
    assert!(terms.lookup_aspect(crate::standard::Dimension::Process, "组织结构").term().is_none());
}

#[test]
fn headings_of_one_or_two_aspects() {
    let keys = |text: &str| -> Vec<&str> {
        standard().read_aspects(text).into_iter().map(super::super::Aspect::key).collect()
    };
    assert_eq!(keys("支持、实施与运行"), ["implementation"]);
    assert_eq!(keys("评测与改进"), ["evaluation", "improvement"]);
    assert_eq!(keys("评测和改进"), ["evaluation", "improvement"]);
    assert_eq!(keys("数据、技术"), ["data", "technology"]);
    assert_eq!(keys("数据 / 技术"), ["data", "technology"]);
    assert_eq!(keys("策划、支持、实施与运行"), ["planning", "implementation"]);
    assert_eq!(keys("Evaluation and improvement"), ["evaluation", "improvement"]);
    assert_eq!(keys("support, implementation and operation"), ["implementation"]);
    assert_eq!(keys("数据与人"), [""; 0]);
    assert_eq!(keys("组织与人才"), [""; 0]);
    assert_eq!(keys("计划"), [""; 0]);
    assert_eq!(keys("、"), [""; 0]);
    assert_eq!(keys("🙂"), [""; 0]);
}
