//! Every term of every vocabulary in both surfaces, and every byte of the shared plans.

use super::{escape, hover};
use crate::schema::{FIELDS, Field, Kind, Type};
use crate::standard::{Term, TermSet, standard};
use crate::workspace::{Options, Workspace};

/// The texts of a term's defining clause: of its item and notes where it names an item.
fn defining(term: &Term) -> Vec<&'static str> {
    let mut parts = term.clause.split(' ');
    let clause = standard().clause(parts.next().unwrap()).unwrap();
    match parts.next() {
        Some(letter) => vec![clause.item(letter.chars().next()).unwrap().text],
        None => clause.strings().skip(1).collect(),
    }
}

/// The fields of entities whose values are terms of a set, each with a kind that has it.
fn fields(set: TermSet) -> Vec<(&'static Field, Kind)> {
    let of = |field: &&Field| matches!(field.ty, Type::Term(of) | Type::Terms(of) if of == set);
    let fields: Vec<&Field> = FIELDS.iter().filter(of).collect();
    assert!(!fields.is_empty(), "{set:?}");
    let kinds = |field: &'static Field| field.kinds.iter().map(move |kind| (field, *kind));
    fields.into_iter().flat_map(kinds).filter(|(_, kind)| kind.is_entity()).collect()
}

/// A plan with the value in a field of an entity, in one surface.
fn plan(field: &Field, kind: Kind, value: &str, markdown: bool, chinese: bool) -> String {
    let name = if chinese { field.label() } else { field.name() };
    let (word, list) = match kind {
        Kind::Capability => ("能力", "capabilities"),
        Kind::Unit => ("能力单元", "units"),
        Kind::Module => ("能力模块", "modules"),
        _ => panic!("{kind:?}"),
    };
    let first = value.chars().next().unwrap().len_utf8();
    let value = format!("{}$0{}", &value[..first], &value[first..]);
    if markdown {
        format!("//- p.plan.md\n## {word}：😀 {{#X-01}}\n- {name}：{value}\n")
    } else {
        format!("//- p.plan.yaml\n{list}:\n  - id: X-01\n    name: 😀\n    {name}: \"{value}\"\n")
    }
}

/// Whether a text stands in a quotation, behind its mark.
fn quotes(shown: &str, text: &str) -> bool {
    let text = escape(text);
    shown.lines().any(|line| {
        let quoted = line.strip_prefix("> ").and_then(|line| line.strip_suffix(&text));
        quoted.is_some_and(|mark| mark.chars().count() <= 4)
    })
}

#[test]
fn every_term_is_explained_by_its_defining_clause_however_and_wherever_it_is_written() {
    let others = [TermSet::Level, TermSet::Dimension, TermSet::Aspect, TermSet::Status];
    let terms = TermSet::ALL.into_iter().filter(|set| !others.contains(set));
    let terms = terms.flat_map(|set| standard().terms().of(set));
    let spelt = terms.flat_map(|term| {
        let variants = term.accepted.iter().chain(&term.corrected).copied();
        [term.name, term.key, term.english].into_iter().chain(variants).map(move |spelling| (term, spelling))
    });
    let mut asked = 0;
    for (term, spelling) in spelt {
        // In a list these are two values.
        let mut fields = fields(term.set);
        fields.retain(|(field, _)| !field.ty.is_list() || !spelling.contains(['、', '，']));
        for (markdown, chinese) in [(true, true), (true, false), (false, true), (false, false)] {
            let Some((field, kind)) = fields.get(asked % fields.len().max(1)) else { continue };
            let source = plan(field, *kind, spelling, markdown, chinese);
            asked += 1;
            let (place, shown) = hover(&source).unwrap_or_else(|| panic!("{source}"));
            assert_eq!(place, spelling, "{source}");
            assert!(defining(term).iter().any(|text| quotes(&shown, text)), "{source}: {shown}");
            let title = shown.lines().next().unwrap();
            assert!(title.contains(&escape(term.name)), "{source}: {title}");
        }
    }
    assert!(asked > 500, "{asked}");
}

#[test]
fn every_level_dimension_and_aspect_is_explained_by_key_and_name_in_both_surfaces() {
    for term in standard().terms().of(TermSet::Level) {
        let former = term.former.map(|former| former.name);
        for spelling in [term.key, term.name].into_iter().chain(term.accepted.iter().copied()).chain(former) {
            for source in [
                format!("//- p.plan.md\n## 能力：😀 {{#NC-01}}\n- 等级：$0{spelling}\n"),
                format!(
                    "//- p.plan.yaml\ncapabilities:\n  - name: 😀\n    level: {{target: $0{spelling}}}\n"
                ),
            ] {
                let (place, shown) = hover(&source).unwrap_or_else(|| panic!("{source}"));
                assert_eq!(place, spelling);
                assert!(
                    shown.starts_with(&format!("### {}（{}）", term.key, term.name)),
                    "{source}: {shown}"
                );
                assert!(defining(term).iter().any(|text| quotes(&shown, text)), "{shown}");
            }
        }
    }
    for dimension in standard().terms().of(TermSet::Dimension) {
        for source in [
            format!("//- p.plan.md\n## 能力单元 CU-01\n### $0{}\n", dimension.name),
            format!("//- p.plan.yaml\nunits:\n  - id: CU-01\n    $0{}:\n", dimension.key),
        ] {
            let (_, shown) = hover(&source).unwrap_or_else(|| panic!("{source}"));
            let general = standard().clause(&format!("{}.1", dimension.clause)).unwrap();
            assert!(general.strings().skip(1).all(|text| quotes(&shown, text)), "{shown}");
        }
    }
    for aspect in standard().terms().of(TermSet::Aspect) {
        for spelling in [aspect.name, aspect.key] {
            let dimension = crate::standard::Aspect::from_term(aspect).unwrap().dimension();
            for source in [
                format!("//- p.plan.md\n## 能力单元 CU-01\n### {}\n#### $0{spelling}\n", dimension.name()),
                format!(
                    "//- p.plan.yaml\nunits:\n  - id: CU-01\n    {}:\n      $0{spelling}: []\n",
                    dimension.key()
                ),
            ] {
                let (place, shown) = hover(&source).unwrap_or_else(|| panic!("{source}"));
                assert_eq!(place, spelling);
                assert!(defining(aspect).iter().all(|text| quotes(&shown, text)), "{shown}");
            }
        }
    }
}

#[test]
fn every_byte_of_the_shared_plans_can_be_asked_for() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/plans");
    let mut files = Vec::new();
    for part in ["shared", "shared/group", "broken"] {
        for entry in std::fs::read_dir(folder.join(part)).unwrap() {
            let path = entry.unwrap().path();
            let plan = path.to_str().unwrap().contains(".plan.");
            if let (true, Ok(text)) = (plan, std::fs::read_to_string(&path)) {
                files.push((format!("/{part}/{}", path.file_name().unwrap().to_str().unwrap()), text));
            }
        }
    }
    assert!(files.len() > 40);
    let mut workspace = Workspace::new(Options::default());
    for (path, text) in &files {
        workspace.open(path, None, text);
    }
    let before = workspace.counters();
    let mut found = 0;
    for (path, text) in &files {
        let most = if path.starts_with("/broken") { 40 } else { usize::MAX };
        let inside = |byte: &usize| text.is_char_boundary(*byte) || byte.is_multiple_of(32);
        for byte in (0..=text.len()).filter(inside).take(most) {
            let Some(hover) = workspace.hover(path, byte) else { continue };
            found += 1;
            assert!(hover.range.contains(&byte), "{path} {byte}: {hover:?}");
            assert!(
                text.get(hover.range.clone()).is_some_and(|text| !text.trim().is_empty()),
                "{path} {byte}"
            );
            assert!(
                hover.markdown.starts_with("### ") || hover.markdown.starts_with("**"),
                "{}",
                hover.markdown
            );
        }
    }
    assert!(found > 5000, "{found}");
    assert!(before.chunks_parsed <= workspace.counters().chunks_parsed);
    let settled = workspace.counters();
    workspace.hover(&files[0].0, 3);
    assert_eq!(settled, workspace.counters(), "a hover works out nothing anew");
}
