//! Every rule's page is run: its bad example fires as marked, its good one is clean, its fix mends the bad one.

use std::collections::BTreeMap;

use super::applied;
use crate::fixture::{Fixture, mismatches};
use crate::rules::page::{Example, Page, page, quotation, quoted};
use crate::rules::{ALL, Locale, Rule};

/// Rules whose page is still to be written; to be empty in the end.
const WITHOUT_PAGE: &[&str] = &[];

/// What an example is read beside unless it stands alone: a plan with its own facts, shared measures of all topics,
/// and a capability NC-00 with its unit CU-00.
const CONTEXT: &str =
    concat!("//- capplan.toml\n//- zz-context.plan.yaml\n", include_str!("context.plan.yaml"));
const CONTEXT_PATH: &str = "/zz-context.plan.yaml";

#[test]
fn every_rule_has_a_page() {
    let without: Vec<&str> = ALL.iter().filter(|rule| rule.page.is_empty()).map(|rule| rule.name).collect();
    assert_eq!(without, WITHOUT_PAGE);
}

fn pages() -> impl Iterator<Item = (&'static Rule, Page<'static>)> {
    ALL.iter().filter(|rule| !rule.page.is_empty()).map(|rule| match Page::parse(rule.page) {
        Ok(page) => (*rule, page),
        Err(error) => panic!("{}: {error}", rule.name),
    })
}

fn fixture(rule: &Rule, example: &Example<'_>, locale: Locale, profile: &str) -> Fixture {
    let locale = locale.pick("zh", "en");
    let context = if example.alone { "" } else { CONTEXT };
    assert!(example.text.contains("^^ ") || !example.text.contains("^^^"), "{}", rule.name);
    Fixture::parse(&format!("//# profile={profile} locale={locale}\n{}{context}", example.fixture()))
}

/// The examples of all pages in both languages: the bad one and the good one.
fn examples() -> impl Iterator<Item = (&'static Rule, Locale, Example<'static>, Example<'static>)> {
    pages().flat_map(|(rule, page)| {
        [Locale::Zh, Locale::En].map(|locale| {
            let part = page.part(locale);
            (rule, locale, part.bad.clone(), part.good.clone())
        })
    })
}

#[test]
fn bad_examples_fire_as_marked_and_good_ones_do_not() {
    let mut report = String::new();
    for (rule, locale, bad, good) in examples() {
        for (what, example) in [("bad", bad), ("good", good)] {
            let fixture = fixture(rule, &example, locale, rule.profile.word());
            let marks = || fixture.files.iter().flat_map(|file| &file.marks);
            let count = marks().count();
            let expected = if what == "bad" { count > 0 } else { count == 0 };
            assert!(expected, "{} {locale:?}: the {what} example has {count} marks", rule.name);
            assert!(marks().all(|mark| mark.rule == rule.name), "{}: marks of other rules", rule.name);
            for fixture in [fixture.clone(), fixture.with_crlf()] {
                let differ = mismatches(&fixture, |file, _| file.path != CONTEXT_PATH);
                if !differ.is_empty() {
                    report += &format!("== {} {locale:?}, {what} example\n{differ}", rule.name);
                    break;
                }
            }
        }
    }
    assert!(report.is_empty(), "{report}");
}

#[test]
fn a_rule_that_is_off_leaves_its_page_unanswered() {
    use crate::workspace::Options;
    let mut rules = std::collections::BTreeSet::new();
    for (rule, locale, bad, _) in examples().filter(|(_, locale, ..)| *locale == Locale::Zh) {
        let fixture = fixture(rule, &bad, locale, rule.profile.word());
        let said = |off: bool| {
            let mut workspace = fixture.open();
            let severities = off.then(|| (rule.name.to_owned(), None)).into_iter().collect();
            workspace.set_options(Options {
                locale: Some(locale),
                profile: Some(rule.profile),
                rules: severities,
                ..Options::default()
            });
            let own = fixture.files.iter().filter(|file| !file.is_config() && file.path != CONTEXT_PATH);
            let found: Vec<_> = own.flat_map(|file| workspace.findings(&file.path)).collect();
            found.iter().filter(|finding| finding.rule == rule.name).count()
        };
        assert!(said(false) > 0 && said(true) == 0, "{}", rule.name);
        rules.insert(rule.name);
    }
    assert_eq!(rules.len(), ALL.len());
}

/// How often each rule speaks of any file.
fn counts(fixture: &Fixture) -> BTreeMap<&'static str, usize> {
    let mut workspace = fixture.open();
    let mut counts = BTreeMap::new();
    for file in fixture.files.iter().filter(|file| !file.is_config()) {
        for finding in workspace.findings(&file.path) {
            *counts.entry(finding.rule).or_default() += 1;
        }
    }
    counts
}

#[test]
fn a_fix_mends_the_bad_example_and_breaks_nothing() {
    let mut report = String::new();
    for (rule, locale, bad, _) in examples().filter(|(rule, ..)| rule.fixable()) {
        let profile = rule.profile.max(crate::rules::Profile::Standard);
        let fixture = fixture(rule, &bad, locale, profile.word());
        for fixture in [fixture.clone(), fixture.with_crlf()] {
            let before = counts(&fixture);
            let mut workspace = fixture.open();
            let offers: Vec<_> = fixture
                .files
                .iter()
                .filter(|file| !file.is_config())
                .flat_map(|file| workspace.fixes(&file.path, &(0..file.text.len())))
                .filter(|offer| offer.finding.rule == rule.name)
                .collect();
            if offers.is_empty() {
                report += &format!("== {} {locale:?}: no fix is offered\n", rule.name);
            }
            // Of several ways to mend something the author chooses: each must mend it, one at least without new findings.
            let (mut clean, mut worst) = (offers.is_empty(), String::new());
            for offer in offers {
                let mut fixed = fixture.clone();
                for file in &mut fixed.files {
                    let filled = applied(&file.path, &file.text, &offer.edits);
                    // What only the author knows is filled in before the plan is judged again.
                    file.text = filled.replace("待填写：", "").replace("TODO: ", "");
                    file.text = file.text.replace("待填写", "计划部").replace("TODO", "Planning");
                }
                let after = counts(&fixed);
                let worse = after.iter().find(|(name, count)| *count > before.get(*name).unwrap_or(&0));
                let gone = after.get(rule.name) < before.get(rule.name);
                let shown = fixed.files.iter().filter(|file| file.path != CONTEXT_PATH);
                let texts: Vec<&str> = shown.map(|file| file.text.as_str()).collect();
                let told = format!(
                    "== {} {locale:?}, fix {:?}: worse {worse:?}, gone {gone}\n{}\n",
                    rule.name,
                    offer.title,
                    texts.join("\n--\n")
                );
                clean |= gone && worse.is_none();
                if gone { worst += &told } else { report += &told }
            }
            if !clean {
                report += &worst;
            }
        }
    }
    assert!(report.is_empty(), "{report}");
}

#[test]
fn quotations_are_references_that_the_standard_has() {
    for (rule, page) in pages() {
        for part in &page.parts {
            for citation in quoted(part.why) {
                assert!(quotation(citation, Locale::Zh).is_some(), "{}: {citation}", rule.name);
            }
            assert!(
                rule.clauses.is_empty() || quoted(part.why).next().is_some(),
                "{} quotes nothing",
                rule.name
            );
        }
    }
}

#[test]
fn pages_hold_no_sentence_of_the_standard() {
    use crate::standard::standard;
    let sentences: Vec<&str> = standard()
        .clauses()
        .iter()
        .flat_map(|clause| clause.strings().skip(1))
        .flat_map(|text| text.split(['。', '；', '，']))
        .filter(|part| part.chars().count() >= 14)
        .collect();
    for (rule, _) in pages() {
        for sentence in &sentences {
            assert!(!rule.page.contains(sentence), "{} quotes {sentence}", rule.name);
        }
    }
}

#[test]
fn a_page_is_shown_without_marks_and_with_the_clause() {
    for (rule, _) in pages() {
        for locale in [Locale::Zh, Locale::En] {
            let shown = page(rule, locale);
            assert!(shown.starts_with(&format!("# {}\n", rule.name)));
            assert!(!shown.contains("{{clause") && !shown.contains("^^ "), "{shown}");
            assert!(shown.contains("```"), "{}", rule.name);
        }
    }
}
