//! Reading levels.

use super::super::*;
use super::level;

#[test]
fn a_level_in_any_spelling() {
    for text in [
        "CL3",
        "cl3",
        "cl 3",
        "CL 3",
        "CL-3",
        "ＣＬ３",
        "领域级",
        "領域級",
        "领域级能力",
        "CL3 领域级",
        "CL3（领域级）",
        "CL3(领域级)",
        "CL3-领域级",
        "CL3—领域级",
        "CL3：领域级",
        "CL3（领域级）能力",
        "领域级（CL3）",
        "3级",
        " CL3 ",
        "CL3/领域级",
        "domain",
        "CL3 (domain level)",
        "Domain-Level",
    ] {
        let reading = read_level(text);
        assert_eq!(reading.level, Some(level(3)), "{text}");
        assert!(!reading.corrected && reading.rest.is_none() && reading.old_name.is_none(), "{text}");
        assert!(standard().terms().lookup(TermSet::Level, text).is_exact(), "{text}");
    }
}

#[test]
fn a_level_that_is_gently_corrected() {
    for text in ["L3", "l3", "三级", "第三级", "3", "level 3"] {
        let reading = read_level(text);
        assert_eq!((reading.level, reading.corrected), (Some(level(3)), true), "{text}");
        assert!(matches!(standard().terms().lookup(TermSet::Level, text), Match::Corrected(_)), "{text}");
    }
}

#[test]
fn code_and_name_are_both_read() {
    let reading = read_level("CL2（领域级）");
    assert_eq!((reading.level, reading.code, reading.name), (Some(level(2)), Some(level(2)), Some(level(3))));
    assert!(reading.contradicts_itself());
    assert!(matches!(standard().terms().lookup(TermSet::Level, "CL2（领域级）"), Match::None));
    assert!(!read_level("CL2（场景级）").contradicts_itself());
}

#[test]
fn names_of_the_edition_before() {
    for (number, name) in [(1, "初始级"), (2, "单元级"), (3, "流程级"), (4, "网络级")] {
        for text in [name.to_owned(), format!("CL{number}（{name}）"), format!("CL{number} {name}")] {
            let reading = read_level(&text);
            assert_eq!(reading.level, Some(level(number)), "{text}");
            assert_eq!(reading.old_name, Some((level(number), name)), "{text}");
            assert!(matches!(standard().terms().lookup(TermSet::Level, &text), Match::Corrected(_)));
        }
    }
    let reading = read_level("CL3（网络级）");
    assert_eq!((reading.level, reading.old_name), (Some(level(3)), Some((level(4), "网络级"))));
    assert_eq!(read_level("單元級").old_name, Some((level(2), "单元级")));
}

#[test]
fn what_is_no_level() {
    for text in [
        "",
        " ",
        "CL",
        "CL6",
        "CL0",
        "CL12",
        "CL1.5",
        "CL33",
        "ACL3",
        "部门级",
        "领域",
        "级",
        "🙂",
        "CL2-CL3",
        "CL2 → CL3",
        "6级",
    ] {
        assert_eq!(read_level(text), LevelReading::default(), "{text}");
        assert!(matches!(standard().terms().lookup(TermSet::Level, text), Match::None), "{text}");
    }
}

#[test]
fn a_code_counts_beside_words_that_cannot_be_read() {
    for (text, rest) in [("🚀 CL3", "🚀"), ("CL3（重点级）", "重点级"), ("目标 CL3", "目标")]
    {
        let reading = read_level(text);
        assert_eq!((reading.level, reading.rest.as_deref()), (Some(level(3)), Some(rest)));
        assert!(matches!(standard().terms().lookup(TermSet::Level, text), Match::None), "{text}");
    }
}

#[test]
fn numbers_and_names() {
    assert_eq!(Level::new(0), None);
    assert_eq!(Level::new(6), None);
    assert_eq!(Level::all().map(|level| level.to_string()).collect::<String>(), "CL1CL2CL3CL4CL5");
    assert_eq!(Level::all().map(Level::name).collect::<String>(), "规范级场景级领域级平台级生态级");
    assert!(Level::FIRST < Level::LAST);
}
