//! Tables of what is typed for what, the order of goodness, a naive reference, and a bound on the work.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::cell::Cell;
use std::collections::BTreeSet;

use ::pinyin::{Pinyin, ToPinyinMulti};

use super::{Rank, Typed};

thread_local! {
    static STEPS: Cell<usize> = const { Cell::new(0) };
}

/// Called for every place from which one character is read.
pub(super) fn count_step() {
    STEPS.set(STEPS.get() + 1);
}

fn rank(typed: &str, candidate: &str) -> Option<Rank> {
    Typed::new(typed).matches(candidate)
}

#[test]
fn what_is_typed_finds_what_is_meant() {
    let table = [
        ("", "过程维", Rank::Anything),
        (" \u{3000}", "", Rank::Anything),
        ("过程维", "过程维", Rank::Equal),
        ("CL 2", "cl2", Rank::Equal),
        ("ｃｌ２", "CL2", Rank::Equal),
        ("a.3.2.1b", "A.3.2.1 b", Rank::Equal),
        ("过", "过程维", Rank::Prefix),
        ("支持、", "支持、实施与运行", Rank::Prefix),
        ("CL", "CL3 领域级", Rank::Prefix),
        ("cl3领", "CL3 领域级", Rank::Prefix),
        ("cond", "support conditions", Rank::LaterWord),
        ("3", "CL3", Rank::LaterWord),
        ("20001", "T/AIITRE 20001—2021", Rank::LaterWord),
        ("benefit", "valueBenefit", Rank::LaterWord),
        ("sc", "support conditions", Rank::Initials),
        ("supcon", "support_conditions", Rank::Initials),
        ("nc01", "NC-01-A", Rank::Initials),
        ("a321b", "A.3.2.1 b", Rank::Initials),
        ("作伙", "合作伙伴", Rank::Inside),
        ("领域", "CL3 领域级", Rank::Inside),
        ("gcw", "过程维", Rank::Spelt),
        ("guochengwei", "过程维", Rank::Spelt),
        ("guocw", "过程维", Rank::Spelt),
        ("gchengw", "过程维", Rank::Spelt),
        ("gcwei", "过程维", Rank::Spelt),
        ("GCWe", "过程维", Rank::Spelt),
        ("过cw", "过程维", Rank::Spelt),
        ("g程维", "过程维", Rank::Spelt),
        ("guo程w", "过程维", Rank::Spelt),
        ("zz", "组织", Rank::Spelt),
        ("zzh", "组织", Rank::Spelt),
        ("zuzhi", "组织", Rank::Spelt),
        ("g", "过程维", Rank::SpeltPrefix),
        ("guoch", "过程维", Rank::SpeltPrefix),
        ("guoc", "过程维", Rank::SpeltPrefix),
        ("zcssyyx", "支持、实施与运行", Rank::Spelt),
        ("zhchshshyyx", "支持、实施与运行", Rank::Spelt),
        ("支持实施", "支持、实施与运行", Rank::SpeltPrefix),
        ("zcs", "支持、实施与运行", Rank::SpeltPrefix),
        ("qy", "（企业）级", Rank::SpeltPrefix),
        ("qyj", "（企业）级", Rank::Spelt),
        ("qiye", "（企业）", Rank::Spelt),
        ("yinhang", "银行", Rank::Spelt),
        ("yunxing", "运行", Rank::Spelt),
        ("zhongyao", "重要", Rank::Spelt),
        ("chongfu", "重复", Rank::Spelt),
        ("yinyue", "音乐", Rank::Spelt),
        ("kuaile", "快乐", Rank::Spelt),
        ("shuju", "数据", Rank::Spelt),
        ("tiaozheng", "调整", Rank::Spelt),
        ("diaodu", "调度", Rank::Spelt),
        ("zengzhang", "增长", Rank::Spelt),
        ("changqi", "长期", Rank::Spelt),
        ("celve", "策略", Rank::Spelt),
        ("celue", "策略", Rank::Spelt),
        ("lüse", "绿色", Rank::Spelt),
        ("lvse", "绿色", Rank::Spelt),
        ("xl", "效率", Rank::Spelt),
        ("xiaolv", "效率", Rank::Spelt),
        ("cl3ly", "CL3 领域级", Rank::SpeltPrefix),
        ("cl3lyj", "CL3 领域级", Rank::Spelt),
        ("hb", "合作伙伴", Rank::SpeltInside),
        ("huob", "合作伙伴", Rank::SpeltInside),
        ("lyj", "CL3 领域级", Rank::SpeltInside),
        ("ssy", "支持、实施与运行", Rank::SpeltInside),
        ("guo程", "😀过程", Rank::Spelt),
        ("hang", "航😀", Rank::Spelt),
    ];
    for (typed, candidate, expected) in table {
        assert_eq!(rank(typed, candidate), Some(expected), "{typed} for {candidate}");
    }
}

#[test]
fn what_is_meant_otherwise_is_not_found() {
    let table = [
        ("gw", "过程维"),
        ("gcx", "过程维"),
        ("guochengweix", "过程维"),
        ("过维", "过程维"),
        ("维程", "过程维"),
        ("guchw", "过程维"),
        ("uocheng", "过程维"),
        ("c", "过程维"),
        ("p", "CL3 平台级"),
        ("l3", "CL3"),
        ("ond", "support conditions"),
        ("cs", "support conditions"),
        ("过程维度", "过程维"),
        ("😀", "过程"),
        ("过", ""),
    ];
    for (typed, candidate) in table {
        assert_eq!(rank(typed, candidate), None, "{typed} for {candidate}");
    }
}

#[test]
fn the_better_fit_comes_first() {
    let ladder = ["cw", "cwx", "b cw", "coming wave", "财务", "财务部", "过程维"];
    let ranks: Vec<Option<Rank>> = ladder.iter().map(|candidate| rank("cw", candidate)).collect();
    assert!(ranks.is_sorted_by(|left, right| left.is_some() && left < right), "{ranks:?}");
    let ladder = ["程维", "程维度", "过程维"];
    let ranks: Vec<Option<Rank>> = ladder.iter().map(|candidate| rank("程维", candidate)).collect();
    assert!(ranks.is_sorted_by(|left, right| left.is_some() && left < right), "{ranks:?}");
    assert!(rank("作h", "合作伙伴") > rank("作伙", "合作伙伴"));
}

#[test]
fn the_best_spelling_counts() {
    let spellings = ["过程维", "process", "Process dimension"];
    assert_eq!(Typed::new("gcw").best(spellings), Some(Rank::Spelt));
    assert_eq!(Typed::new("dim").best(spellings), Some(Rank::LaterWord));
    assert_eq!(Typed::new("process").best(spellings), Some(Rank::Equal));
    assert_eq!(Typed::new("xyz").best(spellings), None);
    assert_eq!(Typed::new("").best(spellings), Some(Rank::Anything));
    assert_eq!(Typed::new("").best([]), None);
    assert!(Typed::new("  ").is_empty() && !Typed::new("g").is_empty());
}

#[test]
fn too_long_is_cut_without_harm() {
    let long = "过程维".repeat(60);
    assert_eq!(rank("过程", &long), Some(Rank::Prefix));
    assert_eq!(rank(&long, &long), None, "more was typed than is looked at");
    let kept: String = long.chars().take(Typed::LONGEST_CANDIDATE).collect();
    assert_eq!(rank(&kept, &kept), Some(Rank::Equal));
    assert_eq!(rank(&kept, &long), Some(Rank::Prefix), "not equal: the candidate goes on");
    assert_eq!(rank(&"gcw".repeat(20), &long), Some(Rank::SpeltPrefix));
    assert_eq!(rank(&"gcw".repeat(30), &long), None, "no pinyin beyond its bound");
    assert_eq!(rank(&"x".repeat(100_000), &long), None);
}

/// Everything that may be typed for a row of characters: the whole ways to type each but the last, then the last
/// one, whole or begun.
fn spellings(characters: &[char]) -> BTreeSet<String> {
    let mut done: BTreeSet<String> = BTreeSet::from([String::new()]);
    let mut all = BTreeSet::new();
    for character in characters {
        let mut whole: BTreeSet<String> = BTreeSet::from([character.to_string()]);
        let mut begun = BTreeSet::new();
        let mut readings: Vec<&str> = Vec::new();
        for reading in character.to_pinyin_multi().into_iter().flatten().map(Pinyin::plain) {
            if !readings.contains(&reading) && readings.len() < 3 {
                readings.push(reading);
            }
        }
        for reading in readings {
            for written in [reading.to_owned(), reading.replace('ü', "v"), reading.replace('ü', "u")] {
                let initials =
                    if ["zh", "ch", "sh"].iter().any(|two| written.starts_with(two)) { 2 } else { 1 };
                whole.extend((1..=initials).map(|end| written.chars().take(end).collect::<String>()));
                begun.extend(written.char_indices().skip(1).map(|(end, _)| written[..end].to_owned()));
                whole.insert(written);
            }
        }
        if !character.is_alphanumeric() {
            whole.insert(String::new());
        }
        all.extend(done.iter().flat_map(|before| begun.iter().map(move |last| format!("{before}{last}"))));
        done =
            done.iter().flat_map(|before| whole.iter().map(move |last| format!("{before}{last}"))).collect();
        all.extend(done.iter().cloned());
    }
    all.remove("");
    all
}

/// A small generator of numbers, the same at every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }

    fn row(&mut self, alphabet: &[char], longest: usize) -> Vec<char> {
        let len = 1 + self.below(longest);
        (0..len).map(|_| alphabet[self.below(alphabet.len())]).collect()
    }
}

#[test]
fn random_spellings_are_read_as_the_naive_reference_reads_them() {
    let characters: Vec<char> = "过程维组织行重乐数调长率女西安先、，3c".chars().collect();
    let keys: Vec<char> = "gcwzhsxianlvuüeo过程、3".chars().collect();
    let mut dice = Dice(20_001);
    let (mut yes, mut no) = (0, 0);
    for _ in 0..600 {
        let candidate = dice.row(&characters, 4);
        let text: String = candidate.iter().collect();
        let front = spellings(&candidate);
        let starts = (1..candidate.len()).filter(|at| {
            let word = |c: char| if c.is_ascii_digit() { 2 } else { u8::from(c.is_ascii_alphabetic()) };
            let (before, c) = (candidate[at - 1], candidate[*at]);
            c.is_alphanumeric() && (!c.is_ascii() || word(before) != word(c))
        });
        let later: BTreeSet<String> = starts.flat_map(|at| spellings(&candidate[at..])).collect();
        let mut tries: Vec<String> = (0..20).map(|_| dice.row(&keys, 5).iter().collect()).collect();
        for set in [&front, &later].into_iter().filter(|set| !set.is_empty()) {
            for _ in 0..10 {
                let valid = set.iter().nth(dice.below(set.len())).unwrap();
                let mut broken: Vec<char> = valid.chars().collect();
                let at = dice.below(broken.len());
                broken[at] = keys[dice.below(keys.len())];
                tries.push(valid.clone());
                tries.push(broken.into_iter().collect());
            }
        }
        for typed in tries {
            let found = rank(&typed, &text);
            let expected = front.contains(&typed)
                || typed.chars().count() >= 2 && later.contains(&typed)
                || matches!(found, Some(Rank::LaterWord | Rank::Initials | Rank::Inside));
            assert_eq!(found.is_some(), expected, "{typed} for {text}: {found:?}");
            let spelt_front = matches!(found, Some(Rank::Spelt | Rank::SpeltPrefix));
            if matches!(found, Some(Rank::Spelt | Rank::SpeltPrefix | Rank::SpeltInside)) {
                assert_eq!(spelt_front, front.contains(&typed), "{typed} for {text}: {found:?}");
            }
            if expected { yes += 1 } else { no += 1 }
        }
    }
    assert!(yes > 3000 && no > 3000, "{yes} {no}");
}

#[test]
fn the_work_is_bounded_by_the_two_lengths() {
    // Every character reads as every typed letter or two: as many ways as there can be.
    let candidate = "西".repeat(500);
    for (typed, found) in [("xi".repeat(32), true), (format!("{}q", "xi".repeat(31)), false)] {
        STEPS.set(0);
        assert_eq!(rank(&typed, &candidate).is_some(), found);
        let bound = 2 * Typed::LONGEST_CANDIDATE * Typed::LONGEST_SPELLING;
        assert!(STEPS.get() > 500 && STEPS.get() <= bound, "{} steps", STEPS.get());
    }
    STEPS.set(0);
    assert_eq!(rank("gq", "过程维"), None);
    assert!(STEPS.get() <= 6, "{} steps", STEPS.get());
}
