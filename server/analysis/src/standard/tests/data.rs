//! What stands beside the quoted text: slips, gloss, and the citations of the terms.

use super::super::*;

/// Clause, letter and point of a citation in its canonical form.
fn resolve(citation: &str) -> Target {
    let mut parts = citation.split(' ');
    let clause = parts.next().unwrap();
    let letter = parts.next().map(|letter| letter.chars().next().unwrap());
    standard().resolve(clause, letter, parts.next().map(|point| point.parse().unwrap()))
}

/// All words of what a citation points at.
fn words(citation: &str) -> String {
    let mut parts = citation.split(' ');
    let clause = standard().clause(parts.next().unwrap()).unwrap();
    match parts.next() {
        Some(letter) => {
            let item = clause.item(letter.chars().next()).unwrap();
            item.text.to_owned() + &item.points.concat()
        }
        None => clause.strings().collect(),
    }
}

fn all_terms() -> impl Iterator<Item = &'static Term> {
    TermSet::ALL.into_iter().flat_map(|set| standard().terms().of(set))
}

#[test]
fn every_slip_stands_in_its_clause() {
    let mut count = 0;
    for clause in standard().clauses() {
        for slip in &clause.slips {
            count += 1;
            let found = match slip.item {
                Some(letter) => {
                    let item = clause.item(Some(letter)).unwrap();
                    item.text.contains(slip.text) || item.points.iter().any(|point| point.contains(slip.text))
                }
                None => clause.strings().any(|text| text.contains(slip.text)),
            };
            assert!(found, "{} {}", clause.id, slip.text);
            assert!(!slip.note.zh.is_empty() && slip.note.en.is_ascii() | slip.note.en.contains('“'));
        }
    }
    for change in standard().foreword() {
        count += change.slips.len();
        assert!(change.slips.iter().all(|slip| change.text.contains(slip.text)), "{}", change.letter);
    }
    let written: Vec<serde_json::Value> =
        serde_json::from_str(include_str!("../../../standard/slips.json")).unwrap();
    assert_eq!(count, written.len(), "a slip names no clause");
    assert!(count > 40);
}

#[test]
fn every_title_has_a_gloss() {
    for clause in standard().clauses() {
        let gloss = standard().gloss(clause.id).unwrap_or_default();
        assert!(!gloss.is_empty() && !gloss.contains('{'), "{} {}", clause.id, clause.title);
    }
    assert_eq!(
        standard().gloss("A.3.2"),
        Some("Construction focuses of CL3 capabilities (domain level): element dimension")
    );
    assert_eq!(standard().gloss("8.3"), Some("Construction focuses of CL2 capabilities (scenario level)"));
    assert_eq!(standard().gloss("7.2"), Some("Construction focuses: process dimension"));
    assert_eq!(standard().gloss("A.4.1.1"), Some("Planning"));
    assert!(standard().gloss("A").is_some());
    assert_eq!(standard().gloss("A.6"), None);
}

#[test]
fn every_topic_of_the_gloss_exists() {
    let gloss: serde_json::Value =
        serde_json::from_str(include_str!("../../../standard/gloss.json")).unwrap();
    let mut count = 0;
    for (aspect, topics) in gloss["topics"].as_object().unwrap() {
        let aspect = Aspect::from_key(aspect).unwrap();
        for letter in topics.as_object().unwrap().keys() {
            assert!(Topic::of_letter(aspect, letter.chars().next()).is_some());
            count += 1;
        }
    }
    assert_eq!(count, Topic::all().count());
    for title in gloss["titles"].as_object().unwrap().keys() {
        let known = standard().clauses().iter().any(|clause| clause.title == title);
        assert!(known || title == standard().annex().title, "{title}");
    }
}

#[test]
fn terms_cite_clauses_that_exist() {
    for term in all_terms() {
        assert!(!term.name.is_empty() && !term.english.is_empty(), "{}", term.key);
        let cited = term.levels.iter().map(|at| at.citation).chain([term.clause]);
        for citation in cited.filter(|citation| !citation.is_empty()) {
            assert!(resolve(citation).exists(), "{} {citation}", term.key);
        }
        for at in &term.levels {
            let target = resolve(at.citation);
            assert!(target.level().is_none_or(|level| level == at.level), "{} {}", term.key, at.citation);
        }
    }
}

#[test]
fn the_clause_that_puts_a_term_at_a_level_says_its_name() {
    for term in all_terms().filter(|term| term.set != TermSet::Pattern) {
        let names: Vec<&str> = [term.name].into_iter().chain(term.accepted.iter().copied()).collect();
        for at in &term.levels {
            let said = words(at.citation);
            assert!(
                names.iter().any(|name| said.contains(name)),
                "{} {} {}",
                term.key,
                at.citation,
                term.name
            );
        }
    }
    for pattern in standard().terms().of(TermSet::Pattern) {
        let form = standard().terms().term(TermSet::Form, pattern.form.unwrap()).unwrap();
        assert_eq!(form.level(), pattern.level());
        let said = words(pattern.clause);
        assert!(said.contains(pattern.name) && said.contains(form.name));
    }
}

#[test]
fn each_level_has_its_drive_grade_network_and_assumption() {
    let keys = |set: TermSet| -> Vec<&str> {
        let at = |level: Level| move |term: &&Term| term.level() == Some(level);
        Level::all()
            .map(|level| standard().terms().of(set).iter().find(at(level)).map_or("", |term| term.key))
            .collect()
    };
    assert_eq!(keys(TermSet::Drive), ["function", "technology", "knowledge", "data", "intelligence"]);
    assert_eq!(keys(TermSet::Grade), ["standardized", "tool", "organization", "platform", "ecosystem"]);
    assert_eq!(keys(TermSet::Network), ["", "", "sensor", "industrial-internet", "ubiquitous-iot"]);
    assert_eq!(keys(TermSet::Assumption), ["", "economic", "social", "knowledge", "partner"]);
    assert_eq!(keys(TermSet::Form), ["", "node", "flow", "network", "ecosystem"]);
    let drive = standard().terms().term(TermSet::Drive, "knowledge").unwrap();
    assert_eq!(drive.citation_at(Level::new(3).unwrap()), Some("8.4.2 a"));
    assert_eq!(drive.citation_at(Level::new(4).unwrap()), None);
}

#[test]
fn former_level_names_stand_in_their_foreword_change() {
    for term in standard().terms().of(TermSet::Level) {
        let Some(former) = term.former else { continue };
        let change = standard().foreword_change(former.foreword).unwrap();
        assert!(change.contains(&format!("{}（{}）", term.key, former.name)));
        assert!(change.contains(&format!("{}（{}）", term.key, term.name)));
    }
}

#[test]
fn benefits_have_three_classes_of_three() {
    let terms = standard().terms();
    for class in terms.benefit_classes() {
        let members = terms.of(TermSet::Benefit).iter().filter(|term| term.class == Some(class.key));
        assert_eq!(members.count(), 3, "{}", class.key);
        assert_eq!(terms.benefit_class(class.name).unwrap().key, class.key);
    }
    assert_eq!(terms.of(TermSet::Benefit).len(), 9);
    assert_eq!(terms.benefit_class("产品／服务创新").unwrap().key, "innovation");
    assert!(terms.benefit_class("效率提升").is_none());
}
