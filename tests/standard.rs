#![allow(clippy::unwrap_used, clippy::panic)]
//! The quoted standard is verbatim: held against its published text where `CAPPLAN_STANDARD_TEXT` names it, by a
//! checksum otherwise. The extractor itself is tested on a small document of our own.

use capplan_analysis::standard::standard;
use capplan_tests::standard_text::{Block, StandardText, read, to_json};

const CLAUSES: &str = include_str!("../server/analysis/standard/clauses.json");

/// FNV-1a of `clauses.json`. It changes only with what the extractor writes.
const CHECKSUM: u64 = 0xaf8f_7163_80a0_5d0d;

fn published() -> Option<String> {
    let path = std::env::var_os("CAPPLAN_STANDARD_TEXT")?;
    Some(std::fs::read_to_string(path).expect("CAPPLAN_STANDARD_TEXT names the standard's text"))
}

#[test]
fn the_data_file_is_what_the_extractor_wrote() {
    let checksum = CLAUSES.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    assert_eq!(
        checksum, CHECKSUM,
        "clauses.json was edited by hand, or the checksum is stale: {checksum:#x}"
    );
    if let Some(text) = published() {
        assert_eq!(to_json(&read(&text).unwrap()).unwrap(), CLAUSES);
    }
}

/// Every quoted string occurs in the text as it stands there, blanks inside lines included, in the text's order;
/// and between two strings the text has nothing but marks, numbers, page furniture and the words of figures, which are no sentences.
#[test]
fn every_string_is_verbatim_and_none_is_left_out() {
    let Some(text) = published() else { return };
    let flat: String = text.lines().map(str::trim).collect();
    let mut at = flat.find("1  范围").unwrap();
    for clause in standard().clauses() {
        for quoted in clause.strings() {
            let found = flat[at..].find(quoted).unwrap_or_else(|| panic!("{}: {quoted}", clause.id)) + at;
            let gap = &flat[at..found];
            let furniture = gap.contains('图') || gap.contains(standard().annex().title);
            let words = gap.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c) && c != '注');
            let sentence = gap.contains(['。', '；']);
            assert!(!sentence && (furniture || !words), "before {} {quoted}: {gap}", clause.id);
            at = found + quoted.len();
        }
    }
    assert_eq!(&flat[at..], "");
    let mut at = 0;
    for change in standard().foreword() {
        at += flat[at..].find(&format!("{}) {}", change.letter, change.text)).unwrap();
    }
}

/// A document of our own with every trap of the published text.
const SAMPLE: &str = " \
前    言 \n\
\n\
本文件代替旧版，与旧版 ABC—\n\
\n\
2020 相比有变化： \n\
\n\
a) 改了一处（见\n\
\n\
图 1、图 2）； \n\
\n\
b) 又改了一处。 \n\
III \n\
\n\
引言的话没有空格就翻页了。\n \
样例 标题 \n\
\n\
1  范围 \n\
\n\
第一句话在行末被\n\
\n\
拆开，并且单元/\n\
\n\
模块也被拆开，IT 系统如图 1 所示。 \n\
\n\
第二段。 \n \
画里：字\n\
\n\
• 碎片 碎片 \n\
\n\
图 1  一张画 \n\
\n\
a） 全角字母的项，跨\n \
页继续； \n\
\n\
b) 半角字母的项： \n\
\n\
⚫  第一点； \n\
\n\
ABC 1—2021 \n\
\n\
5 \n\
\n\
⚫  第二点。 \n\
\n\
注 1：注的话。 \n\
\n\
见别处。 \n \
2  第二章 \n\
\n\
2.1  通则 \n\
\n\
⚫  没有字母的点。 \n\
\n\
注：只有一个注。 \n \
附 录 A \n\
\n\
（规范性） \n\
\n\
附录的标题 \n\
\n\
A.1  附录一 \n\
\n\
A.1.1  附录一一 \n\
\n\
末句。 \n";

fn blocks(standard: &StandardText, clause: usize) -> Vec<String> {
    let show = |block: &Block| match block {
        Block::Paragraph(text) => format!("P {text}"),
        Block::Note(text) => format!("N {text}"),
        Block::Item(item) => format!("I {} {} {:?}", item.letter, item.text, item.points),
    };
    standard.clauses[clause].body.iter().map(show).collect()
}

#[test]
fn the_extractor_knows_the_traps() {
    for sample in [SAMPLE.to_owned(), SAMPLE.replace('\n', "\r\n")] {
        let standard = read(&sample).unwrap();
        assert_eq!(standard.title, "样例 标题");
        assert_eq!(standard.edition, "ABC 1—2021");
        let changes: Vec<String> =
            standard.foreword.iter().map(|change| format!("{} {}", change.letter, change.text)).collect();
        assert_eq!(changes, ["a 改了一处（见图 1、图 2）；", "b 又改了一处。"]);
        let ids: Vec<&str> = standard.clauses.iter().map(|clause| clause.id.as_str()).collect();
        assert_eq!(ids, ["1", "2", "2.1", "A.1", "A.1.1"]);
        assert_eq!((standard.annex.id.as_str(), standard.annex.title.as_str()), ("A", "附录的标题"));
        assert_eq!(
            blocks(&standard, 0),
            [
                "P 第一句话在行末被拆开，并且单元/模块也被拆开，IT 系统如图 1 所示。",
                "P 第二段。",
                "I a 全角字母的项，跨页继续； []",
                "I b 半角字母的项： [\"第一点；\", \"第二点。\"]",
                "N 注的话。",
                "P 见别处。",
            ]
        );
        assert_eq!(blocks(&standard, 1), [""; 0]);
        assert_eq!(blocks(&standard, 2), ["I   [\"没有字母的点。\"]", "N 只有一个注。"]);
        assert_eq!(blocks(&standard, 4), ["P 末句。"]);
    }
}

#[test]
fn the_extractor_says_where_the_numbering_breaks() {
    let error = read(&SAMPLE.replace("2.1  通则", "2.3  通则")).unwrap_err();
    assert!(error.contains("2.3"), "{error}");
    assert!(read("").is_err());
    assert!(read(&SAMPLE.replace(" 附 录 A", " 附件")).is_err());
}
