//! Definitions, references, highlights, renaming and search, over sets of files in both surfaces.

use super::at;
use crate::fixture::Fixture;
use crate::rules::Locale;
use crate::standard::standard;
use crate::text::{Encoding, Position};
use crate::workspace::{Cited, Goal, Location, Options, Refusal, StandardText, Workspace};

const SET: &str = "
    //- 集/capplan.toml
    include = [\"*.md\", \"*.yaml\"]
    //- 集/能力.yaml
    standard: T/AIITRE 20001—2021
    advantages: [{id: SA-1, name: 交付😀}]
    capabilities:
      - id: NC-01
        name: 排产
        supports: [SA-1]
        level: {current: CL2, target: CL3}
      - 编号: \"NC-02\"
        名称: 运维
        上级能力: NC-01
        demand: 承接 NC-01 的要求
    //- 集/单元.md
    # 能力单元清单
    | 编号 | 名称 | 承载 |
    |---|---|---|
    | CU-01 | 计划😀 | NC-01 |
    ## 能力单元 CU-01 计划😀
    - 承载：NC-01、NC-09
    ##### 数据
    - 为 NC-01 与CU-01采集，不是 CU-010 [A.3.2.1 b 2]
    - 统一（A.3.2.1 b、c）
    ##### 技术
    - 建模 [A.3.2.2 a]，同 [A.3.9 z]
    ```text
    NC-01
    ```
    <!-- NC-01 -->
    ## 能力模块：组合 {#CM-01}
    - 组成：CU-01
    - 支撑：SA-1
";

fn shown(workspace: &Workspace, places: &[Location]) -> Vec<String> {
    let show = |place: &Location| {
        let text = workspace.text(&place.path).unwrap();
        let line = text.line_of(place.range.start);
        let file = place.path.rsplit('/').next().unwrap();
        let mark = if place.defines { "!" } else { "" };
        format!("{mark}{file}:{} {}", line + 1, text.slice(place.range.clone()))
    };
    places.iter().map(show).collect()
}

/// What `look` finds at the cursor; the same with LF and CRLF.
fn both<T: PartialEq + std::fmt::Debug>(source: &str, look: impl Fn(&mut Workspace, &str, usize) -> T) -> T {
    let fixture = Fixture::parse(source);
    let of = |fixture: &Fixture| {
        let (path, byte) = fixture.cursor.clone().unwrap();
        look(&mut fixture.open(), &path, byte)
    };
    let found = of(&fixture);
    assert_eq!(found, of(&fixture.with_crlf()), "line ends change it");
    found
}

fn definition(source: &str) -> Option<Vec<String>> {
    both(source, |workspace, path, byte| {
        Some(match workspace.definition(path, byte)?.0 {
            Goal::Plans(places) => shown(workspace, &places),
            Goal::Standard(cited) => vec![cited.to_string()],
        })
    })
}

#[test]
fn an_id_leads_to_where_it_is_defined_in_whatever_file() {
    for (text, nth, expected) in [
        ("NC-01、", 0, "!能力.yaml:4 NC-01"),
        ("C-01的要求", 0, "!能力.yaml:4 NC-01"),
        ("NC-01 与", 0, "!能力.yaml:4 NC-01"),
        ("NC-01 |", 0, "!能力.yaml:4 NC-01"),
        ("SA-1]", 0, "!能力.yaml:2 SA-1"),
        ("CU-01采集", 0, "!单元.md:5 CU-01"),
        ("CU-01\n    - 支撑", 0, "!单元.md:5 CU-01"),
        ("计划😀", 0, "!单元.md:5 CU-01"),
        ("NC-02\"", 0, "!能力.yaml:8 NC-02"),
    ] {
        let source = SET.replace("NC-01 的", "NC-01的");
        assert_eq!(definition(&at(&source, text, nth)), Some(vec![expected.to_owned()]), "{text}");
    }
    assert_eq!(definition(&at(SET, "NC-09", 0)), None, "defined nowhere");
    assert_eq!(definition(&at(SET, "NC-01\n    ```", 0)), None, "in a fence");
    assert_eq!(
        definition(&SET.replace("- 承载：NC-01、", "- 承载：NC-01$0、")).unwrap(),
        ["!能力.yaml:4 NC-01"],
        "behind it"
    );
}

#[test]
fn the_row_of_a_list_declares_what_a_heading_defines() {
    let declared = |text: &str| {
        both(&at(SET, text, 0), |workspace, path, byte| match workspace.declaration(path, byte) {
            Some((Goal::Plans(places), _)) => shown(workspace, &places),
            other => panic!("{other:?}"),
        })
    };
    assert_eq!(declared("CU-01采集"), ["!单元.md:4 CU-01"]);
    assert_eq!(declared("NC-01、"), ["!能力.yaml:4 NC-01"]);
}

#[test]
fn references_are_all_places_that_mean_the_same() {
    let references = |text: &str| {
        both(&at(SET, text, 0), |workspace, path, byte| {
            let (places, cited) = workspace.references(path, byte).unwrap();
            (shown(workspace, &places), cited.map(|cited| cited.to_string()))
        })
    };
    let expected = [
        "单元.md:4 NC-01",
        "单元.md:6 NC-01",
        "单元.md:8 NC-01",
        "!能力.yaml:4 NC-01",
        "能力.yaml:10 NC-01",
        "能力.yaml:11 NC-01",
    ];
    for cursor in ["NC-01、", "NC-01\n        name"] {
        let (found, cited) = references(cursor);
        assert_eq!((found.iter().map(String::as_str).collect::<Vec<_>>(), cited), (expected.to_vec(), None));
    }
    let (found, _) = references("CU-01采集");
    assert_eq!(found, ["!单元.md:4 CU-01", "!单元.md:5 CU-01", "单元.md:8 CU-01", "单元.md:17 CU-01"]);
    // A clause holds its items, an item its points.
    assert_eq!(
        references("A.3.2.1 b 2"),
        (vec!["单元.md:8 A.3.2.1 b 2".to_owned()], Some("A.3.2.1 b 2".to_owned()))
    );
    let (found, cited) = references("A.3.2.1 b、");
    assert_eq!(found, ["单元.md:8 A.3.2.1 b 2", "单元.md:9 A.3.2.1 b"]);
    assert_eq!(cited.unwrap(), "A.3.2.1 b");
    let mut workspace = Fixture::parse(SET).open();
    let all = workspace.cited(&Cited::parse("A.3.2").unwrap());
    assert_eq!(shown(&workspace, &all).len(), 4);
    assert!(workspace.cited(&Cited::parse("A.3.2.2 b").unwrap()).is_empty());
}

#[test]
fn citations_lead_into_the_standard_and_so_do_words_that_it_defines() {
    assert_eq!(definition(&at(SET, "A.3.2.1 b 2", 0)).unwrap(), ["A.3.2.1 b 2"]);
    assert_eq!(definition(&at(SET, "c）", 0)).unwrap(), ["A.3.2.1 c"]);
    assert_eq!(definition(&at(SET, "A.3.9 z", 0)), None);
    for word in ["CL3", "数据\n", "承载：", "level:"] {
        let found = definition(&at(SET, word, 0)).unwrap_or_else(|| panic!("{word}"));
        assert!(Cited::parse(&found[0]).unwrap().exists(), "{word}: {found:?}");
    }
}

#[test]
fn highlights_stay_in_the_document() {
    let highlights = |text: &str, source: &str| {
        both(&at(source, text, 0), |workspace, path, byte| {
            let spots = workspace.highlights(path, byte);
            let text = workspace.text(path).unwrap();
            let show = |at: usize| text.line_of(at) + 1;
            spots.iter().map(|spot| (show(spot.range.start), spot.defines)).collect::<Vec<_>>()
        })
    };
    assert_eq!(highlights("NC-01、", SET), [(4, false), (6, false), (8, false)]);
    assert_eq!(highlights("CU-01 计划😀", SET), [(4, true), (5, true), (8, false), (17, false)]);
    assert_eq!(highlights("SA-1]", SET), [(2, true), (6, false)]);
    let twice = SET.replace("统一（A.3.2.1 b、c）", "统一（A.3.2.1 b 2、c）");
    assert_eq!(highlights("A.3.2.1 b 2]", &twice), [(8, false), (9, false)]);
    assert!(highlights("集，", SET).is_empty());
}

/// All files after a renaming.
fn renamed(source: &str, new: &str) -> Result<Vec<(String, String)>, Refusal> {
    both(source, |workspace, path, byte| {
        let mut edits = workspace.rename(path, byte, new).unwrap()?;
        let paths: Vec<String> = ["/集/能力.yaml", "/集/单元.md"].map(str::to_owned).to_vec();
        edits.sort_by_key(|edit| std::cmp::Reverse(edit.range.start));
        let texts = paths.into_iter().map(|path| {
            let mut text = workspace.text(&path).unwrap().to_text();
            for edit in edits.iter().filter(|edit| edit.path == path) {
                text.replace_range(edit.range.clone(), &edit.text);
            }
            (path, text.replace("\r\n", "\n"))
        });
        Ok(texts.collect())
    })
}

#[test]
fn an_id_is_renamed_wherever_it_stands_and_nothing_else() {
    let before = Fixture::parse(SET);
    let text = |name: &str| before.files.iter().find(|file| file.path.ends_with(name)).unwrap().text.clone();
    let [yaml, markdown] = [text("能力.yaml"), text("单元.md")];
    let found = renamed(&at(SET, "NC-01、", 0), " N2.x-7 ").unwrap();
    assert_eq!(found[0].1, yaml.replace("NC-01", "N2.x-7"));
    let (read, skipped) = markdown.split_once("```").unwrap();
    assert_eq!(found[1].1, format!("{}```{skipped}", read.replace("NC-01", "N2.x-7")));
    let found = renamed(&at(SET, "NC-02\"", 0), "运-2").unwrap_err();
    assert_eq!(found, Refusal::Invalid("运-2".to_owned()));
    assert_eq!(renamed(&at(SET, "NC-02\"", 0), "NC-22").unwrap()[0].1, yaml.replace("NC-02", "NC-22"));
    assert_eq!(renamed(&at(SET, "SA-1]", 0), "SA-2").unwrap()[1].1, markdown.replace("SA-1", "SA-2"));
    let found = renamed(&at(SET, "CU-01采集", 0), "CU-1").unwrap();
    assert_eq!(found[1].1, markdown.replace("CU-01", "CU-1").replace("CU-10", "CU-010"));
    assert_eq!(found[0].1, yaml);
}

#[test]
fn a_text_full_of_one_id_has_them_all() {
    let line = format!("- 为{}采集\n", "NC-01、".repeat(5000));
    let text = format!("## 能力：排产 {{#NC-01}}\n##### 数据\n{line}");
    let mut workspace = Workspace::new(crate::workspace::Options::default());
    workspace.open("/a.plan.md", None, &format!("## 能力单元 CU-01 计划\n{text}"));
    let at = text.len();
    let found = workspace.highlights("/a.plan.md", at);
    assert_eq!(found.len(), 5001);
}

#[test]
fn what_is_no_id_or_taken_is_refused_in_the_authors_language() {
    for new in ["", "CU", "7-1", "CL3", "CU-", "CU 1", "CU-1\n", "编号1"] {
        let found = renamed(&at(SET, "NC-01、", 0), new);
        let expected = new.trim();
        match found {
            Err(Refusal::Invalid(told)) => assert_eq!(told, expected),
            other => assert_eq!(new, "CU-1\n", "{other:?}"),
        }
    }
    assert_eq!(
        renamed(&at(SET, "NC-01、", 0), "CU-01"),
        Err(Refusal::Taken("CU-01".to_owned(), "计划😀".to_owned()))
    );
    assert_eq!(
        renamed(&at(SET, "NC-01、", 0), "SA-1"),
        Err(Refusal::Taken("SA-1".to_owned(), "优势".to_owned()))
    );
    assert_eq!(renamed(&at(SET, "集，", 0), "CU-2"), Err(Refusal::NoId));
    assert_eq!(renamed(&at(SET, "A.3.2.1", 0), "CU-2"), Err(Refusal::NoId));
    assert_eq!(renamed(&at(SET, "计划😀", 0), "CU-2"), Err(Refusal::NoId), "a name is no id");
    let message = Refusal::Taken("CU-01".to_owned(), "计划".to_owned());
    assert!(
        message.message(Locale::Zh).contains("已用于“计划”")
            && message.message(Locale::En).contains("take another")
    );
}

#[test]
fn files_that_are_no_set_are_searched_alone_and_other_documents_not_at_all() {
    let source = "
        //- a.plan.yaml
        units: [{id: CU-01, carries: NC-01}, {id: 'CU-02'}]
        modules: [{id: CM-01, members: [CU-$001, \"CU-02\"]}]
        //- b.plan.yaml
        units: [{id: CU-01}]
        //- notes.md
        ## 能力单元 CU-01 计划
        ";
    let found = both(source, |workspace, path, byte| {
        let (places, _) = workspace.references(path, byte).unwrap();
        shown(workspace, &places)
    });
    assert_eq!(found, ["!a.plan.yaml:1 CU-01", "a.plan.yaml:2 CU-01"]);
    let mut workspace = Fixture::parse(source).open();
    assert_eq!(workspace.definition("/notes.md", 22), None);
    assert!(
        workspace.rename("/notes.md", 22, "CU-09").is_none()
            && workspace.links("/notes.md", Encoding::Utf8).is_none()
    );
}

#[test]
fn symbols_of_all_sets_are_found_by_id_name_and_pinyin() {
    let mut workspace = Fixture::parse(&format!(
        "{SET}    //- b.plan.yaml\n    title: 别处\n    units: [{{id: CU-77, name: 计划外}}]\n"
    ))
    .open();
    let mut search = |typed: &str| -> Vec<String> {
        let found = workspace.search(typed);
        found.iter().map(|(fits, place)| format!("{} ({}) {}", fits.name, fits.inside, place.path)).collect()
    };
    assert_eq!(search("计划"), ["CU-77 计划外 (别处) /b.plan.yaml", "CU-01 计划😀 () /集/单元.md"]);
    assert_eq!(search("jh").len(), 2);
    assert_eq!(search("cu77"), ["CU-77 计划外 (别处) /b.plan.yaml"]);
    assert_eq!(search("jiaofu"), ["SA-1 交付😀 () /集/能力.yaml"]);
    assert_eq!(search("").len(), 6);
    assert!(search("没有").is_empty());
}

#[test]
fn every_citation_that_leads_somewhere_is_a_link() {
    let mut workspace = Fixture::parse(SET).open();
    for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
        let links = workspace.links("/集/单元.md", encoding).unwrap();
        let text = workspace.text("/集/单元.md").unwrap();
        let shown = |(start, end, number): &(Position, Position, usize)| {
            let written = text.slice(text.byte(*start, encoding)..text.byte(*end, encoding)).into_owned();
            format!("{written} → {}", links.cited[*number])
        };
        assert_eq!(
            links.places.iter().map(shown).collect::<Vec<_>>(),
            ["A.3.2.1 b 2 → A.3.2.1 b 2", "A.3.2.1 b → A.3.2.1 b", "c → A.3.2.1 c", "A.3.2.2 a → A.3.2.2 a"]
        );
    }
}

#[test]
fn what_an_alias_stands_for_is_a_link_at_the_alias() {
    let source = "standard: T/AIITRE 20001—2021\r\n共用: &共用\r\n  - 采集😀（A.3.2.1 a）\r\nunits:\r\n  - id: CU-01\r\n    element:\r\n      data: *共用\r\n  - id: CU-02\r\n    element:\r\n      data: *共用\r\n";
    let mut workspace = Workspace::new(Options::default());
    workspace.open("/a.plan.yaml", None, source);
    let links = workspace.links("/a.plan.yaml", Encoding::Utf16).unwrap();
    let places: Vec<(u32, u32)> =
        links.places.iter().map(|(start, _, _)| (start.line, start.column)).collect();
    assert_eq!(places, [(6, 12), (9, 12)]);
}

#[test]
fn the_standards_document_says_every_clause_word_for_word_at_its_line() {
    for locale in [Locale::Zh, Locale::En] {
        let made = StandardText::of(locale);
        let lines: Vec<&str> = made.text.lines().collect();
        let line = |cited: &Cited| lines[made.line_of(cited).unwrap_or_else(|| panic!("{cited}")) as usize];
        let plain = |text: &str| text.replace('\\', "");
        for clause in standard().clauses() {
            let whole = Cited { clause: clause.id.to_owned(), letter: None, point: None };
            assert!(
                plain(line(&whole)).ends_with(&format!("# {} {}", clause.id, clause.title)),
                "{}",
                line(&whole)
            );
            assert_eq!(made.at(made.line_of(&whole).unwrap()), Some(&whole));
            for item in clause.items() {
                let cited = Cited { letter: item.letter, ..whole.clone() };
                if let Some(letter) = item.letter {
                    assert_eq!(plain(line(&cited)), format!("> {letter}）{}", item.text));
                }
                for (ordinal, point) in (1..).zip(&item.points) {
                    let cited = Cited { point: Some(ordinal), ..cited.clone() };
                    assert_eq!(plain(line(&cited)), format!("> - {point}"));
                }
            }
            for text in clause.strings().skip(1) {
                let quoted = |line: &&str| line.starts_with("> ") && plain(line).contains(text);
                assert!(lines.iter().any(quoted), "{} lacks {text}", clause.id);
            }
            for slip in &clause.slips {
                assert!(plain(&made.text).contains(&format!("“{}”", slip.text)), "{}", slip.text);
            }
        }
        assert!(line(&Cited::parse("A").unwrap()).contains(standard().annex().title));
        assert_eq!(made.at(0), None);
        assert_eq!(
            made.line_of(&Cited::parse("A.3.2.1 b 77").unwrap()),
            made.line_of(&Cited::parse("A.3.2.1 b").unwrap())
        );
        let apart = lines.iter().filter(|line| !line.starts_with(['>', '#']));
        let ours = |line: &str| ["原文如此", "Sic", "Gloss"].iter().any(|lead| line.starts_with(lead));
        let strange: Vec<_> = apart.skip(1).filter(|line| !line.is_empty() && !ours(line)).collect();
        assert_eq!(strange.len(), 1, "only our lead stands outside quotations: {strange:?}");
    }
    assert_eq!(StandardText::file_name(), "T-AIITRE-20001-2021.md");
}
