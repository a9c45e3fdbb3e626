//! The clauses' counts and order, the level grid and what citations resolve to.

use super::super::*;
use super::level;

fn items() -> impl Iterator<Item = &'static Item> {
    standard().clauses().iter().flat_map(Clause::items)
}

#[test]
fn counts_are_those_of_the_standard() {
    let standard = standard();
    assert_eq!(standard.edition(), "T/AIITRE 20001—2021");
    assert_eq!(standard.clauses().len(), 135);
    assert_eq!(items().filter(|item| item.letter.is_some()).count(), 215);
    let unlettered: Vec<&Item> = items().filter(|item| item.letter.is_none()).collect();
    assert_eq!(unlettered.len(), 4);
    assert!(unlettered.iter().all(|item| item.text.is_empty() && item.points.len() == 1));
    assert_eq!(items().map(|item| item.points.len()).sum::<usize>(), 186);
    assert_eq!(standard.clauses().iter().map(|clause| clause.notes().count()).sum::<usize>(), 9);
    let letters: String = standard.foreword().iter().map(|change| change.letter).collect();
    assert_eq!(letters, "abcdef");
    assert!(standard.foreword_change('c').unwrap().contains("单元级"));
    assert_eq!(standard.foreword_change('g'), None);
}

#[test]
fn the_order_of_a_clause_is_kept() {
    let kinds = |id: &str| -> String {
        let kind = |block: &Block| match block {
            Block::Paragraph(_) => 'p',
            Block::Item(_) => 'i',
            Block::Note(_) => 'n',
        };
        standard().clause(id).unwrap().body.iter().map(kind).collect()
    };
    assert_eq!(kinds("8.4.4"), "piinp");
    assert_eq!(kinds("8.5.4"), "piipn");
    assert_eq!(kinds("8.2.2"), "ppp");
    assert_eq!(kinds("7.4.4"), "piinnnnn");
    assert_eq!(kinds("A.3.1.4"), "pi");
    assert_eq!(kinds("A.3.2"), "");
}

#[test]
fn the_grid_has_its_32_topics_at_each_level() {
    assert_eq!(Aspect::all().count(), 12);
    assert_eq!(Topic::all().count(), 32);
    let per_dimension = |dimension: Dimension| Topic::all().filter(|t| t.dimension() == dimension).count();
    assert_eq!(Dimension::ALL.map(per_dimension), [10, 11, 11]);
    for topic in Topic::all() {
        assert!(standard().cell(level(1), topic).is_none());
        for level in Level::all().skip(1) {
            let cell = standard().cell(level, topic).unwrap();
            assert!(!cell.points.is_empty() && cell.firm >= 1 && !topic.title(level).is_empty());
            assert!(!topic.title(level).contains("包括"), "{}", topic.title(level));
            let citation = standard().citation(level, topic, None);
            assert_eq!(cell.clause, citation.split(' ').next().unwrap());
        }
        assert!(!topic.english().is_empty());
    }
}

#[test]
fn optional_and_joined_points() {
    let mut optional = Vec::new();
    let mut joined = Vec::new();
    for level in Level::all() {
        for topic in Topic::all() {
            for point in standard().cell(level, topic).into_iter().flat_map(|cell| &cell.points) {
                let citation = standard().citation(level, topic, Some(point.ordinal));
                if point.optional {
                    optional.push(citation.clone());
                }
                if point.last != point.ordinal {
                    joined.push(citation);
                }
            }
        }
    }
    assert_eq!(optional, ["A.4.2.3 a 3", "A.4.2.3 b 3", "A.4.3.1 e 3"]);
    assert_eq!(joined, ["A.3.1.1 d 1"]);
    let Target::Topic { topic, point, .. } = standard().resolve("A.3.1.1", Some('d'), Some(2)) else {
        panic!()
    };
    assert_eq!(point, Some(1));
    let cell = standard().cell(level(3), topic).unwrap();
    assert_eq!((cell.points.len(), cell.firm), (1, 1));
    assert!(cell.points[0].text.contains("四要素及其互动；创新和持续优化"));
}

#[test]
fn the_grid_agrees_with_the_terms() {
    for aspect in Aspect::all() {
        let general = standard().clause(aspect.clause()).unwrap();
        assert_eq!(general.title, aspect.name());
        assert_eq!(Aspect::from_key(aspect.key()), Some(aspect));
        assert_eq!(
            standard().resolve(aspect.clause(), None, None).aspects(),
            [aspect],
            "{}",
            aspect.clause()
        );
        for level in Level::all().skip(1) {
            let id = standard().aspect_clause(level, aspect).unwrap();
            assert_eq!(standard().clause(id).unwrap().title, aspect.name());
            let number = aspect.dimension().index() + 1;
            assert_eq!(id, format!("A.{}.{number}.{}", level.number(), aspect.number()));
        }
        let first = standard().aspect_clause(level(1), aspect).unwrap();
        assert_eq!(first, format!("A.1.{}", aspect.dimension().index() + 1));
    }
    for dimension in Dimension::all() {
        assert!(standard().clause(dimension.clause()).unwrap().title.starts_with(dimension.name()));
        assert_eq!(dimension.aspects().count(), 4);
    }
    for level in Level::all() {
        assert!(standard().clause("8.1").unwrap().body.iter().any(|block| matches!(
            block,
            Block::Paragraph(text) if text.contains(&format!("{}（{}", level.code(), &level.name()[..6]))
        )));
    }
}

#[test]
fn the_first_level_has_eleven_items() {
    let items = standard().cl1_items();
    let citations: Vec<String> = items.iter().map(Cl1Item::citation).collect();
    assert_eq!(
        citations.join(" "),
        "A.1.1 a A.1.1 b A.1.1 c A.1.1 d A.1.2 a A.1.2 b A.1.2 c A.1.3 a A.1.3 b A.1.3 c A.1.3 d"
    );
    let titles: Vec<String> = items.iter().map(Cl1Item::title).collect();
    assert_eq!(titles[6], "流程、组织");
    assert_eq!(titles[7], "数字化治理制度");
    assert_eq!(items[6].topics.len(), 4);
    assert_eq!(items[7].topics.len(), 1);
    let speaking: std::collections::BTreeSet<Aspect> = items.iter().flat_map(|i| i.aspects.clone()).collect();
    let silent: Vec<&str> = Aspect::all().filter(|a| !speaking.contains(a)).map(Aspect::key).collect();
    assert_eq!(silent, ["culture"]);
    for (index, item) in items.iter().enumerate() {
        let target = standard().resolve(item.clause, Some(item.letter), None);
        assert_eq!(target, Target::Cl1Item { index });
        assert!(!item.english.is_empty() && !item.text.is_empty());
    }
}

#[test]
fn citations_resolve() {
    let resolve = |clause: &str, letter, point| standard().resolve(clause, letter, point);
    let data = Aspect::from_key("data").unwrap();
    let topic = Topic::of_letter(data, Some('b')).unwrap();
    let cited = Target::Topic { level: level(3), topic, point: Some(2) };
    assert_eq!(resolve("A.3.2.1", Some('b'), Some(2)), cited);
    assert_eq!(resolve("A.3.2.1", Some('B'), Some(2)), cited);
    assert_eq!(standard().citation(level(3), topic, Some(2)), "A.3.2.1 b 2");
    assert_eq!(standard().citation(level(1), topic, None), "A.1.2 a");
    assert_eq!(resolve("A.3.2.1", None, None), Target::Aspect { level: level(3), aspect: data });
    let improvement = Aspect::from_key("improvement").unwrap();
    let only = Topic::of_letter(improvement, None).unwrap();
    assert_eq!(resolve("A.3.1.4", None, None), Target::Topic { level: level(3), topic: only, point: None });
    assert_eq!(
        resolve("A.3.1.4", None, Some(1)),
        Target::Topic { level: level(3), topic: only, point: Some(1) }
    );
    assert_eq!(standard().citation(level(3), only, Some(1)), "A.3.1.4 1");
    assert_eq!(only.title(level(3)), improvement.name());
    assert_eq!(resolve("A", None, None), Target::Annex { clause: "A", level: None, dimension: None });
    assert_eq!(
        resolve("A.3", None, None),
        Target::Annex { clause: "A.3", level: Some(level(3)), dimension: None }
    );
    let dimension = Some(Dimension::Element);
    assert_eq!(
        resolve("A.3.2", None, None),
        Target::Annex { clause: "A.3.2", level: Some(level(3)), dimension }
    );
    assert_eq!(
        resolve("A.1.2", None, None),
        Target::Annex { clause: "A.1.2", level: Some(level(1)), dimension }
    );
    let general = |clause, level, aspect| Target::General { clause, dimension, aspect, level };
    assert_eq!(resolve("8.4.3", Some('a'), None), general("8.4.3", Some(level(3)), None));
    assert_eq!(resolve("7.3.2", None, None), general("7.3.2", None, Some(data)));
    assert_eq!(resolve("7.3.2", Some('c'), None), general("7.3.2", None, Some(data)));
    let plain = Target::General { clause: "5", dimension: None, aspect: None, level: None };
    assert_eq!(resolve("5", None, None), plain);
}

#[test]
fn what_the_standard_does_not_have_is_unknown() {
    for (clause, letter, point) in [
        ("A.1.1.1", None, None),
        ("A.2.1.4", Some('a'), None),
        ("A.2.1.4", None, Some(2)),
        ("8.7", None, None),
        ("9", None, None),
        ("0", None, None),
        ("", None, None),
        ("B", None, None),
        ("A", Some('a'), None),
        ("A.6", None, None),
        ("A.3.2", Some('a'), None),
        ("A.3.2.1", Some('d'), None),
        ("A.3.2.1", Some('b'), Some(4)),
        ("A.3.2.1", Some('b'), Some(0)),
        ("A.3.2.1", None, Some(1)),
        ("A.1.1", Some('e'), None),
        ("A.1.1", Some('a'), Some(1)),
        ("8.4.1", Some('d'), None),
        ("8.2.2", Some('a'), None),
        ("8.4.1", Some('a'), Some(1)),
        ("附录", None, None),
    ] {
        assert_eq!(
            standard().resolve(clause, letter, point),
            Target::Unknown,
            "{clause} {letter:?} {point:?}"
        );
    }
}
