//! Ranking of what may be cited, and the words of ours that it uses.

use std::collections::BTreeSet;

use super::super::likeness::rank;
use super::super::*;

fn aspect(key: &str) -> Aspect {
    Aspect::from_key(key).unwrap()
}

fn topics(level: u8, aspect: Aspect) -> Vec<Target> {
    let level = Level::new(level).unwrap();
    aspect.topics().map(|topic| Target::Topic { level, topic, point: None }).collect()
}

/// The letter of the topic ranked first; `None` when nothing is alike.
fn first(text: &str, level: u8, key: &str) -> Option<char> {
    let candidates = topics(level, aspect(key));
    let ranked = rank(text, &candidates);
    assert_eq!(ranked.len(), candidates.len());
    assert!(ranked.is_sorted_by(|left, right| left.1 >= right.1));
    let (best, score) = ranked[0];
    if score.is_nothing() { None } else { candidates[best].topic()?.letter() }
}

#[test]
fn the_standard_is_most_like_itself() {
    let mut wrong = Vec::new();
    for topic in Topic::all() {
        for level in Level::all() {
            let Some(cell) = standard().cell(level, topic) else { continue };
            let candidates = topics(level.number(), topic.aspect());
            for text in std::iter::once(cell.title).chain(cell.points.iter().map(|point| point.text.as_str()))
            {
                let (best, _) = rank(text, &candidates)[0];
                if candidates[best].topic() != Some(topic) {
                    wrong.push(format!("{level} {}: {text}", standard().citation(level, topic, None)));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_words_of_plans_lead_to_their_topics() {
    let table = [
        ("染缸温度每 10 秒自动上传一次", 2, "data", 'a'),
        ("染缸溫度每 10 秒自動採集一次", 2, "data", 'a'),
        ("物料编码与色号全公司一套", 3, "data", 'b'),
        ("坯布用量预测模型 😀", 4, "data", 'c'),
        ("ＭＥＳ 与 ERP 上线", 3, "technology", 'b'),
        ("厂区 5G 专网\r\n覆盖", 3, "technology", 'c'),
        ("迁到私有云", 2, "technology", 'd'),
        ("副总经理分管", 2, "governance", 'b'),
        ("列入年度预算", 3, "governance", 'd'),
        ("automatic data collection from sensors", 3, "data", 'a'),
        ("new network in the dye house", 3, "technology", 'c'),
    ];
    for (text, level, key, letter) in table {
        assert_eq!(first(text, level, key), Some(letter), "{text}");
    }
}

#[test]
fn nothing_in_common_keeps_the_order() {
    for text in ["", " \r\n", "😀", "zzz", "——"] {
        let candidates = topics(3, aspect("planning"));
        let ranked = rank(text, &candidates);
        assert!(ranked.iter().all(|(_, score)| score.is_nothing()), "{text}");
        assert!(ranked.iter().map(|(at, _)| *at).eq(0..candidates.len()), "{text}");
    }
    assert!(rank("采集", &[]).is_empty());
}

#[test]
fn every_kind_of_target_has_its_place() {
    let level = Level::new(3).unwrap();
    let data = aspect("data");
    let [collection, sharing]: [Topic; 2] = data.topics().take(2).collect::<Vec<_>>().try_into().unwrap();
    let whole = |topic| Target::Topic { level, topic, point: None };
    let point = |ordinal| Target::Topic { level, topic: sharing, point: Some(ordinal) };
    let items = standard().cl1_items().len();
    let item = standard().cl1_items().iter().position(|item| item.aspects.contains(&data)).unwrap();
    let candidates = [
        Target::Unknown,
        Target::Annex { clause: standard().annex().id, level: None, dimension: None },
        Target::Cl1Item { index: items },
        Target::Aspect { level, aspect: data },
        whole(collection),
        point(2),
        point(1),
        whole(sharing),
    ];
    let ranked: Vec<usize> =
        rank("物料、产品、人员主数据的标准化", &candidates).iter().map(|(at, _)| *at).collect();
    assert_eq!(ranked[..3], [7, 6, 5], "the topic, then its points, the one meant first");
    assert_eq!(ranked[ranked.len() - 3..], [0, 1, 2], "what belongs to no aspect comes last");
    let first_level: Vec<Target> = (0..items).map(|index| Target::Cl1Item { index }).collect();
    assert_eq!(rank("班组每班采集产量数据", &first_level)[0].0, item);
}

#[test]
fn long_texts_are_cut_between_characters() {
    for lead in ["", "a", "😀"] {
        let text = format!("{lead}{}采集", "染缸温度".repeat(5_000));
        assert!(rank(&text, &topics(3, aspect("data"))).iter().all(|(_, score)| score.is_nothing()));
    }
}

#[test]
fn every_topic_that_has_a_neighbour_has_words_of_its_own() {
    let written: serde_json::Value =
        serde_json::from_str(include_str!("../../../standard/wordings.json")).unwrap();
    let mut count = 0;
    for aspect in Aspect::all().filter(|aspect| aspect.topics().len() > 1) {
        for topic in aspect.topics() {
            let letter = topic.letter().unwrap().to_string();
            let words: Vec<&str> = written[aspect.key()][&letter].as_str().unwrap().split(' ').collect();
            let once: BTreeSet<&str> = words.iter().copied().collect();
            assert!(words.len() >= 15 && once.len() == words.len(), "{} {letter}: {words:?}", aspect.key());
            for word in words {
                assert_eq!(normalize(word), word);
                let ascii = word.chars().filter(char::is_ascii).count();
                assert!(word.chars().all(char::is_alphanumeric), "{word}");
                assert!(ascii == 0 || ascii == word.len(), "{word} mixes scripts and is never found");
            }
            count += 1;
        }
    }
    let all: usize =
        written.as_object().unwrap().values().map(|aspect| aspect.as_object().unwrap().len()).sum();
    assert_eq!(count, all, "words for a topic that there is not");
}
