//! What an independent parser accepts as YAML is read without a fault, with the same scalars, however it is cut.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::fmt::Write as _;

use capplan_analysis::syntax::chunk::yaml::YamlScanner;
use capplan_analysis::syntax::chunk::{Chunks, Scanner};
use capplan_analysis::syntax::yaml::{Value, YamlReader};
use capplan_analysis::text::Text;
use saphyr_parser::{Event, Parser};

/// The scalars of a text as the independent parser reads them, without white space; none when it is no YAML.
fn scalars_of_peer(text: &str) -> Option<Vec<String>> {
    let mut scalars = Vec::new();
    for event in Parser::new_from_str(text) {
        if let (Event::Scalar(value, ..), _) = event.ok()? {
            scalars.push(squeezed(&value));
        }
    }
    scalars.retain(|scalar| !matches!(scalar.as_str(), "" | "~" | "null"));
    Some(scalars)
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn scalars_of_ours(text: &str, scanner: &YamlScanner) -> (Vec<String>, Vec<String>) {
    let rope = Text::new(text);
    let mut chunks = Chunks::new(&rope);
    chunks.sync(&rope, scanner as &dyn Scanner);
    let mut reader = YamlReader::default();
    let (mut scalars, mut faults) = (Vec::new(), Vec::new());
    for id in chunks.ids() {
        let range = chunks.range(id).unwrap();
        let part = rope.slice(range);
        let reading = reader.read(&part);
        for event in reading.events {
            scalars.extend(event.key.map(|key| squeezed(&key.text)));
            if let Value::Scalar(value) = event.value {
                scalars.push(squeezed(&value.text));
            }
        }
        faults.extend(
            reading.faults.iter().map(|(fault, range)| format!("{fault:?} {:?}", &part[range.clone()])),
        );
    }
    scalars.retain(|scalar| !matches!(scalar.as_str(), "" | "~" | "null"));
    (scalars, faults)
}

fn agree(text: &str) {
    let Some(peer) = scalars_of_peer(text) else { panic!("the peer refuses:\n{text}") };
    let never: fn(&str) -> bool = |_| false;
    let always: fn(&str) -> bool = |_| true;
    let some: fn(&str) -> bool = |key| key.len() % 2 == 0;
    for (is_structural, is_leading) in [(never, never), (always, always), (some, never), (never, some)] {
        let (ours, faults) = scalars_of_ours(text, &YamlScanner { is_structural, is_leading });
        assert_eq!(faults, Vec::<String>::new(), "in\n{text}");
        assert_eq!(ours, peer, "in\n{text}");
    }
}

#[test]
fn what_the_peer_reads_we_read() {
    for text in [
        "a: 1\nb: [x, y, {z: 一}]\nc: {d: e, f: [g]}\n",
        "\"引号 键\": 值\n'单引号': \"双: 引号 # 不是注释\"\n",
        "块: |\n  第一行\n\n  第三行: 不是键\n  - 不是项\n折: >-\n  折叠\n  行\n后: 1\n",
        "块: |2\n   缩进\n  两格\n后: x\n",
        "锚: &公共 {甲: 1}\n用: *公共\n并:\n  <<: *公共\n  乙: 2\n",
        "列: &列表\n- 一\n- 二\n再: *列表\n",
        "a:\n- b: 1\n  c:\n  - d: 2\n  e: 3\nf: 4\n",
        "# 注释\n---\na: 1\n...\n---\nb: 2\n",
        "%YAML 1.2\n---\na: 1\n",
        "标签: !!str 123\n自: !local 值\n",
        "空:\n波浪: ~\n无: null\n后: 1\n",
        "- a: 1\n  b: 2\n-\n  c: 3\n- - 嵌套\n  - 列表\n",
        "units:\n- id: CU-01\n  name: 零缩进\n- id: CU-02\n  name: 次\n",
        "长: 这是一个\n  折行的\n  普通标量\n后: 1\n",
        "引: \"跨行\n  的引号\"\n后: 1\n",
        "流: [\n  一,\n  二, # 注释\n  三\n  ]\n后: 1\n",
        "映: {\n  甲: 1,\n  乙: [2, 3]\n  }\n后: 1\n",
        "? 复杂键\n: 值\n后: 1\n",
        "网址: http://example.com:80/a#b\n时间: 12:30:00\n比: 1:2\n",
        "转: \"\\u4e2d\\n\\t\\\"x\\\"\"\n单: 'it''s'\n",
        "emoji: 😀 表情\n组合: e\u{301}\n",
        "a:   前后有空格   \nb: x # 注释\nc: 'x' # 注释\n",
        "a: -1\nb: - 不是项\n".replace("b: - 不是项\n", "").as_str(),
        "a: [一, , 二]\n".replace(", ,", ",").as_str(),
        "deep:\n  a:\n    b:\n      c:\n        - d:\n            e: 值\n",
        "a: |\n\n\n  空行在前\n\nb: >+\n  保留\n\nc: 1\n",
        "clause: [A.4.2.2 d 1, A.4.2.2 d 2]\ntext: 文字（A.3.2.1 a）（已完成）\n",
    ] {
        agree(text);
        agree(&text.replace('\n', "\r\n"));
    }
}

/// A small generator of numbers, so that a failure can be repeated.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % (limit as u64)).unwrap()
    }
}

const WORDS: [&str; 12] =
    ["数据", "统一编码", "x", "a b", "CL3", "A.3.2.1 b", "中 文", "😀", "key", "过程维", "10%", "见（附件）"];

fn scalar(numbers: &mut Numbers, inline: bool) -> String {
    let word = WORDS[numbers.below(WORDS.len())];
    match numbers.below(if inline { 3 } else { 4 }) {
        0 => format!("\"{word}: # {word}\""),
        1 => format!("'{word}, ''{word}'''"),
        _ => word.to_owned(),
    }
}

fn flow(numbers: &mut Numbers, depth: usize) -> String {
    match numbers.below(if depth > 2 { 1 } else { 3 }) {
        1 => {
            let items: Vec<String> = (0..numbers.below(4)).map(|_| flow(numbers, depth + 1)).collect();
            format!("[{}]", items.join(", "))
        }
        2 => {
            let pairs: Vec<String> =
                (0..numbers.below(4)).map(|at| format!("键{at}: {}", flow(numbers, depth + 1))).collect();
            format!("{{{}}}", pairs.join(", "))
        }
        _ => scalar(numbers, true),
    }
}

fn block(numbers: &mut Numbers, out: &mut String, indent: usize, depth: usize) {
    let pad = " ".repeat(indent);
    let sequence = numbers.below(2) == 0;
    for at in 0..=numbers.below(4) {
        if numbers.below(8) == 0 {
            let _ = writeln!(out, "{pad}# 注释: 不算");
        }
        let lead = if sequence { format!("{pad}-") } else { format!("{pad}键{depth}{at}:") };
        match numbers.below(if depth > 3 { 3 } else { 5 }) {
            0 => {
                let _ = writeln!(out, "{lead} {}", flow(numbers, 0));
            }
            1 => {
                let mark = ["|", ">", "|-", ">+"][numbers.below(4)];
                let _ = writeln!(out, "{lead} {mark}\n{pad}    首行\n{pad}    次行: 文\n");
            }
            2 => {
                let _ = writeln!(out, "{lead} {}", scalar(numbers, false));
            }
            _ => {
                let _ = writeln!(out, "{lead}");
                let deeper = if sequence { indent + 1 + numbers.below(4) } else { indent + numbers.below(4) };
                block(numbers, out, deeper, depth + 1);
            }
        }
    }
}

#[test]
fn random_yaml_is_read_as_the_peer_reads_it() {
    let mut read = 0;
    for seed in 1..1500u64 {
        let mut numbers = Numbers(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        let mut text = String::new();
        block(&mut numbers, &mut text, 0, 0);
        if scalars_of_peer(&text).is_some() {
            read += 1;
            agree(&text);
        }
    }
    assert!(read > 1200, "the generator makes YAML: {read}");
}
