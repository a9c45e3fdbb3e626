//! Every form of the notation, its bytes, and what is still being typed.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::{CitationGroup, Notation, Token, looks_interesting};

/// The citations of a group as text: `clause letter point @ the bytes`, bracketed groups in square brackets.
fn shown(text: &str, group: &CitationGroup) -> String {
    let mut parts = String::new();
    for part in &group.parts {
        if !parts.is_empty() {
            parts.push_str(", ");
        }
        parts.push_str(&part.clause);
        part.letter.iter().for_each(|letter| write!(parts, " {letter}").unwrap());
        part.point.iter().for_each(|point| write!(parts, " {point}").unwrap());
        write!(parts, " @{}", &text[part.range.clone()]).unwrap();
        assert!(group.range.start <= part.range.start && part.range.end <= group.range.end, "{text}");
    }
    let whole = &text[group.range.clone()];
    if group.bracketed { format!("[{parts}] {whole}") } else { format!("{parts} {whole}") }
}

fn prose(text: &str) -> Vec<String> {
    let tokens = Notation::new().prose(text);
    tokens
        .iter()
        .filter_map(|token| match token {
            Token::Citation(group) => Some(shown(text, group)),
            _ => None,
        })
        .collect()
}

fn field(text: &str) -> Vec<String> {
    Notation::new().citations(text).iter().map(|group| shown(text, group)).collect()
}

/// Everything but citations: the kind, and the bytes of the pieces.
fn others(text: &str) -> Vec<String> {
    let of = |range: &std::ops::Range<usize>| text[range.clone()].to_owned();
    let tokens = Notation::new().prose(text);
    tokens
        .iter()
        .filter_map(|token| match token {
            Token::Citation(_) => None,
            Token::Level { range, code, name } => {
                Some(format!("level {} = {} {:?}", of(range), of(code), name.as_ref().map(of)))
            }
            Token::Transition { from, to, range } => {
                Some(format!("transition {} = {} | {}", of(range), of(from), of(to)))
            }
            Token::Attributes { range, id, pairs } => {
                let id = id.as_ref().map(|(id, place)| {
                    assert_eq!(*id, of(place));
                    id.clone()
                });
                let pairs: Vec<String> = pairs
                    .iter()
                    .map(|(key, value, key_place, value_place)| {
                        assert_eq!((key, value), (&of(key_place), &of(value_place)));
                        format!("{key}={value}")
                    })
                    .collect();
                Some(format!("attributes {} = {id:?} {pairs:?}", of(range)))
            }
            Token::Quoted { range, inner } => Some(format!("quoted {} = {}", of(range), of(inner))),
            Token::Status { range, word } => Some(format!("status {} = {}", of(range), of(word))),
            Token::Id { range } => Some(format!("id {}", of(range))),
        })
        .collect()
}

#[track_caller]
fn cites(text: &str, expected: &[&str]) {
    assert_eq!(prose(text), expected, "{text}");
    // Whatever stands before and behind, and how lines end, changes no bytes of it.
    let moved = format!("🏭数据👩‍🔧\r\n　{text}\r\n完");
    assert_eq!(prose(&moved), expected, "{moved}");
}

#[test]
fn a_citation_in_every_accepted_form() {
    cites("A.3.2.1 b", &["A.3.2.1 b @A.3.2.1 b A.3.2.1 b"]);
    cites("采集 [A.3.2.1 b 2]", &["[A.3.2.1 b 2 @A.3.2.1 b 2] [A.3.2.1 b 2]"]);
    cites("A.3.2.1 b)", &["A.3.2.1 b @A.3.2.1 b) A.3.2.1 b)"]);
    cites("采集A.3.2.1b，", &["A.3.2.1 b @A.3.2.1b A.3.2.1b"]);
    cites("附录 A.3.2.1 b）", &["A.3.2.1 b @A.3.2.1 b） 附录 A.3.2.1 b）"]);
    cites("见 7.3.2", &["7.3.2 @7.3.2 见 7.3.2"]);
    cites("条款：8.4.1 a", &["8.4.1 a @8.4.1 a 条款：8.4.1 a"]);
    cites("T/AIITRE 20001—2021 A.3.2.1 b", &["A.3.2.1 b @A.3.2.1 b T/AIITRE 20001—2021 A.3.2.1 b"]);
    cites("《T/AIITRE 20001-2021》附录 A.1.3", &["A.1.3 @A.1.3 《T/AIITRE 20001-2021》附录 A.1.3"]);
    cites("[8.4.1 a]", &["[8.4.1 a @8.4.1 a] [8.4.1 a]"]);
    cites("（依据 A.3.2.1 B）", &["[A.3.2.1 b @A.3.2.1 B] （依据 A.3.2.1 B）"]);
    cites("Ａ．３．２．１ ｂ", &["A.3.2.1 b @Ａ．３．２．１ ｂ Ａ．３．２．１ ｂ"]);
    cites(
        "[A\u{200b}.3.1.1\u{a0}a\u{3000}1]",
        &["[A.3.1.1 a 1 @A\u{200b}.3.1.1\u{a0}a\u{3000}1] [A\u{200b}.3.1.1\u{a0}a\u{3000}1]"],
    );
    cites("\u{feff}[A.3.1.4]", &["[A.3.1.4 @A.3.1.4] [A.3.1.4]"]);
    cites("See clause 8.4.1.", &["8.4.1 @8.4.1 See clause 8.4.1"]);
}

#[test]
fn every_bracket_holds_citations() {
    for (open, close) in [
        ("[", "]"),
        ("［", "］"),
        ("【", "】"),
        ("〔", "〕"),
        ("(", ")"),
        ("（", "）"),
        ("（", ")"),
        (r"\[", r"\]"),
    ] {
        let bracket = format!("{open}A.3.2.1 b{close}");
        cites(&format!("编码{bracket}。"), &[&format!("[A.3.2.1 b @A.3.2.1 b] {bracket}")]);
    }
    cites("[A.3.2.1 b](x.md)", &["[A.3.2.1 b @A.3.2.1 b] [A.3.2.1 b]"]);
    cites("（附录 A.3.2.1 b））", &["[A.3.2.1 b @A.3.2.1 b] （附录 A.3.2.1 b））"]);
}

#[test]
fn lists_and_ranges_spell_out() {
    cites("（A.3.2.1 a、b）", &["[A.3.2.1 a @A.3.2.1 a, A.3.2.1 b @b] （A.3.2.1 a、b）"]);
    cites(
        "[A.3.2.1 a、A.3.2.1 b 1]",
        &["[A.3.2.1 a @A.3.2.1 a, A.3.2.1 b 1 @A.3.2.1 b 1] [A.3.2.1 a、A.3.2.1 b 1]"],
    );
    cites(
        "[A.3.2.1 b 1、2；c]",
        &["[A.3.2.1 b 1 @A.3.2.1 b 1, A.3.2.1 b 2 @2, A.3.2.1 c @c] [A.3.2.1 b 1、2；c]"],
    );
    cites("[附录 A.3.2.1 b)、c)]", &["[A.3.2.1 b @A.3.2.1 b), A.3.2.1 c @c)] [附录 A.3.2.1 b)、c)]"]);
    cites("A.3.2.1 a、b 与平台", &["A.3.2.1 a @A.3.2.1 a, A.3.2.1 b @b A.3.2.1 a、b"]);
    let range = "A.3.2.1 a @A.3.2.1 aXc, A.3.2.1 b @A.3.2.1 aXc, A.3.2.1 c @A.3.2.1 aXc";
    for dash in ["–", "-", "—", "~", "～", "至", " 到 "] {
        let range = range.replace('X', dash);
        cites(&format!("A.3.2.1 a{dash}c"), &[&format!("{range} A.3.2.1 a{dash}c")]);
        cites(&format!("[A.3.2.1 a{dash}c]"), &[&format!("[{range}] [A.3.2.1 a{dash}c]")]);
    }
    cites(
        "[A.3.2.1 a–A.3.2.1 b]",
        &["[A.3.2.1 a @A.3.2.1 a–A.3.2.1 b, A.3.2.1 b @A.3.2.1 a–A.3.2.1 b] [A.3.2.1 a–A.3.2.1 b]"],
    );
    cites("[A.3.2.1 c–a]", &["[A.3.2.1 c @A.3.2.1 c, A.3.2.1 a @a] [A.3.2.1 c–a]"]);
    cites(
        "[A.3.2.1 b 1–3]",
        &[
            "[A.3.2.1 b 1 @A.3.2.1 b 1–3, A.3.2.1 b 2 @A.3.2.1 b 1–3, A.3.2.1 b 3 @A.3.2.1 b 1–3] [A.3.2.1 b 1–3]",
        ],
    );
}

#[test]
fn words_around_a_citation_stay_words() {
    cites("（数据采集，A.3.2.1 b）", &["A.3.2.1 b @A.3.2.1 b A.3.2.1 b"]);
    cites("（见附件 A.3.2.1 b）", &["A.3.2.1 b @A.3.2.1 b A.3.2.1 b"]);
    cites(
        "[A.3.2.1 a 数据、A.3.2.2 b]",
        &["A.3.2.1 a @A.3.2.1 a A.3.2.1 a", "A.3.2.2 b @A.3.2.2 b A.3.2.2 b"],
    );
    cites("（A.3.2.1 a，见附件（3））", &["A.3.2.1 a @A.3.2.1 a A.3.2.1 a"]);
    cites("满足 A.3.2.1 3 项", &["A.3.2.1 @A.3.2.1 A.3.2.1"]);
    cites("满足 A.3.2.1 b 20 台", &["A.3.2.1 b @A.3.2.1 b A.3.2.1 b"]);
    cites("A.3.2.1 b、A 类、ERP", &["A.3.2.1 b @A.3.2.1 b A.3.2.1 b"]);
    cites("A.3.2.1 but", &["A.3.2.1 @A.3.2.1 A.3.2.1"]);
}

#[test]
fn numbers_are_no_citations_in_prose() {
    for text in [
        "8.4.1",
        "1.9 亿元",
        "在制品 1.9 亿元（1.4 亿元）",
        "（1.9%）",
        "(2.5 A)",
        "（3.5 h）",
        "（1.2～1.4）",
        "（2.0）",
        "V8.4.1",
        "2023.11.05",
        "8.4.1.2",
        "表 A.1 与图 A.2",
        "见 4.2 节",
        "（见附件）",
        "[TODO]",
        "[1]",
        "（5）",
        "GB/T 23001—2017 8.4.1",
        "见 GB/T 23001—2017 的 8.4.1",
        "按 ISO 9001 8.4.1 a 运行",
        "（GB/T 23001 附录 A.3.2.1）",
        "DATA.3.2.1",
        "A.3.2.1bc",
        "（8.4 万元，见附件）",
    ] {
        cites(text, &[]);
    }
    cites("（8.4）", &["[8.4 @8.4] （8.4）"]);
    cites("（8.4.1、8.4.2）", &["[8.4.1 @8.4.1, 8.4.2 @8.4.2] （8.4.1、8.4.2）"]);
}

#[test]
fn a_field_of_citations_needs_no_introduction() {
    assert_eq!(field("8.4.1 a"), ["8.4.1 a @8.4.1 a 8.4.1 a"]);
    assert_eq!(field("A.3.1.4 1"), ["A.3.1.4 1 @A.3.1.4 1 A.3.1.4 1"]);
    assert_eq!(field("A.1.3 a、A.1.3 b"), ["A.1.3 a @A.1.3 a, A.1.3 b @A.1.3 b A.1.3 a、A.1.3 b"]);
    assert_eq!(field(" [A.3.2.1 a] "), ["[A.3.2.1 a @A.3.2.1 a] [A.3.2.1 a]"]);
    assert_eq!(field("🏭 附录 A.3.2.1 b）"), ["A.3.2.1 b @A.3.2.1 b） 附录 A.3.2.1 b）"]);
    assert_eq!(
        field("A.3.2.1 b（已完成）、8.4.1 a"),
        ["A.3.2.1 b @A.3.2.1 b A.3.2.1 b", "8.4.1 a @8.4.1 a 8.4.1 a"]
    );
    assert_eq!(field("A.3.2.1 b（投资 1.9 亿元）").len(), 1);
    assert_eq!(field("5、6.2 a"), ["5 @5 5", "6.2 a @6.2 a 6.2 a"]);
    assert_eq!(field("GB/T 23001—2017 8.4.1"), [""; 0]);
    assert_eq!(field("2023 年内审报告（XH-NS-2023-07）"), [""; 0]);
    for half in ["", "A", "A.", "A.3.", "[A.3.2.1 ", "8.", "[", "a.3."] {
        assert_eq!(field(half), [""; 0], "{half}");
    }
}

#[test]
fn what_is_half_typed_is_text() {
    for text in [
        "[",
        "[A",
        "[A.",
        "[A.3",
        "[A.3.",
        "[A.3.2.1 ",
        "[A.3.2.1 b",
        "（A.3.2.1 a、",
        "[A.3.]",
        "[附录 ",
        "见 ",
        "见 7.",
        "A.3.",
        "[A.3.2.1 b（见附件）",
    ] {
        cites(text, &[]);
    }
    cites("[A.3.2.1 （见附件）[A.3.2.2 a]", &["[A.3.2.2 a @A.3.2.2 a] [A.3.2.2 a]"]);
    assert_eq!(others("[A.3.2.1 b CL3 （已完成）"), ["level CL3 （已完成） = CL3 Some(\"已完成\")"]);
}

#[test]
fn levels_and_transitions() {
    assert_eq!(others("达到 CL3"), ["level CL3 = CL3 None"]);
    assert_eq!(others("cl 3、ＣＬ３"), ["level cl 3 = cl 3 None", "level ＣＬ３ = ＣＬ３ None"]);
    assert_eq!(others("CL2（ 场景级 ）"), ["level CL2（ 场景级 ） = CL2 Some(\"场景级\")"]);
    for arrow in [" → ", "->", "=>", " 至 ", "到", "-->", "⇒"] {
        let text = format!("CL2{arrow}CL3");
        assert_eq!(others(&text), [format!("transition {text} = CL2 | CL3")]);
    }
    let named = "CL2（场景级）→CL3（领域级）";
    assert_eq!(others(named), [format!("transition {named} = CL2（场景级） | CL3（领域级）")]);
    assert_eq!(others("CL2 到 2025 年达 CL3"), ["level CL2 = CL2 None", "level CL3 = CL3 None"]);
    assert_eq!(others("CL2 → CL"), ["level CL2 = CL2 None"]);
    assert_eq!(others("CL 30、CLI、XCL3x"), ["id XCL3x"]);
    assert_eq!(others("CL2（A.3.2.1 a）"), ["level CL2 = CL2 None"]);
}

#[test]
fn attributes_ids_quotations_and_status_marks() {
    assert_eq!(
        others("排产 {#CU-01 target=CL3}"),
        ["attributes {#CU-01 target=CL3} = Some(\"CU-01\") [\"target=CL3\"]"]
    );
    assert_eq!(
        others("{ 目标=\"CL2 → CL3\" .wide 名称='' #能力-1 }"),
        [
            "attributes { 目标=\"CL2 → CL3\" .wide 名称='' #能力-1 } = Some(\"能力-1\") [\"目标=CL2 → CL3\", \"名称=\"]"
        ]
    );
    assert_eq!(
        others("{#CU-01　target=CL3}"),
        ["attributes {#CU-01　target=CL3} = Some(\"CU-01\") [\"target=CL3\"]"]
    );
    assert_eq!(others("{#CU-01"), ["id CU-01"]);
    assert_eq!(others("{变量} {} {.wide}"), [""; 0]);
    assert_eq!(
        others("CU-01、NC-01-A NC-001-U01；cap-gov-001 A3 ERP"),
        ["id CU-01", "id NC-01-A", "id NC-001-U01", "id cap-gov-001", "id A3"]
    );
    assert_eq!(
        others("从“卖「单」机”到\"x\"『甲』「乙」“未完"),
        ["quoted “卖「单」机” = 卖「单」机", "quoted \"x\" = x", "quoted 『甲』 = 甲", "quoted 「乙」 = 乙"]
    );
    assert_eq!(others("编码（ 建设中 ）[A.3.2.1 b]"), ["status （ 建设中 ） = 建设中"]);
    assert_eq!(others("done (in progress)"), ["status (in progress) = in progress"]);
    assert_eq!(others("（一个很长的括号里的话不是状态）（建设 中）"), [""; 0]);
}

const RICH: &str = "### 能力单元 CU-01 {#CU-01 target=\"CL2 → CL3\"} 🏭 CL2（场景级）→CL3 “见 A.1.1” \
    （建设中）[附录 A.3.2.1 a)、b 1–2；8.4.1 c] T/AIITRE 20001—2021 A.3.2.1 b，（数据（A.3.1.4 1））\\[A.2.2.3\\] 见 7.3.2 \u{0}Ａ．１";

#[test]
fn every_prefix_and_every_suffix_is_read() {
    let mut notation = Notation::new();
    for (at, _) in RICH.char_indices() {
        for text in [&RICH[..at], &RICH[at..]] {
            for token in notation.prose(text) {
                assert!(!text[token.range().clone()].is_empty());
            }
            for group in notation.citations(text) {
                assert!(!text[group.range].is_empty());
            }
        }
    }
    assert!(prose(RICH).iter().any(|citation| citation.contains("Ａ．１") || citation.contains("7.3.2")));
}

#[test]
fn what_looks_dull_is_empty() {
    let mut notation = Notation::new();
    for text in [
        RICH,
        "纯文字，没有记号。",
        "“引”",
        "『引』",
        "【done】",
        "〔A〕",
        "［x］",
        "Ａ．３．２．１",
        "CL３",
        "见附录",
    ] {
        for (at, letter) in text.char_indices() {
            for piece in [&text[at..], &text[at..at + letter.len_utf8()]] {
                assert!(looks_interesting(piece) || notation.prose(piece).is_empty(), "{piece}");
            }
        }
    }
    assert!(!looks_interesting("把订单、采购和分厂打通，见附件——设备开动率提升"));
}

#[test]
fn the_steps_are_linear() {
    let mut notation = Notation::new();
    assert!(notation.prose(&"[".repeat(100_000)).is_empty());
    assert!(notation.prose(&"“「\"".repeat(100_000)).len() < 100_000);
    for piece in [
        "[",
        "（",
        "“",
        "\"",
        "{",
        "{#",
        "[A.3.2.1 ",
        "（A.3.2.1 a）",
        "A.3.2.1 b)",
        "「『",
        "CL2→",
        "见",
        "（数据",
        "a-",
        "a",
        "ab-",
        "ab.",
        "=",
        "-",
        "《",
        "{a=",
        "(a ",
        "条款 ",
        "1.",
        "AIITRE ",
        "\\[",
        "A.1",
    ] {
        let steps = [1_000, 8_000].map(|count| {
            let text = piece.repeat(count);
            let steps = Arc::new(AtomicUsize::new(0));
            let counted = Arc::clone(&steps);
            // The parser tells of every character that it takes and of every choice.
            let logger = move |_, _: &str| _ = counted.fetch_add(1, Ordering::Relaxed);
            notation.parser.set_logger(Some(Box::new(logger)));
            notation.prose(&text);
            notation.citations(&text);
            notation.parser.set_logger(None);
            steps.load(Ordering::Relaxed)
        });
        assert!(steps[0] > 0 && steps[1] < 10 * steps[0], "{piece}: {steps:?}");
    }
}
