//! What holds for every declaration.

use std::collections::BTreeSet;

use crate::rules::{ALL, Profile, SYNTAX_ERROR, Severity, rule};
use crate::standard::{Target, standard};

#[test]
fn names_are_unique_and_of_one_shape() {
    let names: Vec<&str> = ALL.iter().map(|rule| rule.name).collect();
    let distinct: BTreeSet<&str> = names.iter().copied().collect();
    assert_eq!(names.len(), distinct.len());
    for name in names {
        assert!(name.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{name}");
    }
    assert!(rule(SYNTAX_ERROR).is_some());
}

#[test]
fn the_profile_follows_from_the_severity() {
    for rule in ALL {
        let profile = match rule.severity {
            Severity::Error => Profile::Essential,
            Severity::Warning | Severity::Information => Profile::Standard,
            Severity::Hint => Profile::Thorough,
        };
        assert_eq!(rule.profile, profile, "{}", rule.name);
    }
}

#[test]
fn declared_clauses_exist() {
    for rule in ALL {
        for citation in rule.clauses {
            let mut parts = citation.split(' ');
            let (clause, letter) =
                (parts.next().unwrap_or_default(), parts.next().and_then(|part| part.chars().next()));
            let known = match (clause, letter) {
                ("foreword", Some(letter)) => standard().foreword_change(letter).is_some(),
                _ => standard().resolve(clause, letter, None) != Target::Unknown,
            };
            assert!(known, "{}: {citation}", rule.name);
        }
    }
}

#[test]
fn summaries_are_in_both_languages() {
    for rule in ALL {
        let [zh, en] = rule.summary;
        assert!(!zh.is_ascii(), "{}: {zh}", rule.name);
        assert!(en.len() > 10 && en.is_ascii(), "{}: {en}", rule.name);
    }
}
