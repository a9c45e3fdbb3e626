//! Which words of a plan are coloured, and that a change is told as just what changed.

use crate::fixture::Fixture;
use crate::model::Colour;
use crate::text::{Edit, Encoding};
use crate::workspace::{Step, Told, Workspace};

const ENCODINGS: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];

/// The words that steps lead to, each cut out of the text: `能力单元:EntityKind`.
fn read(text: &str, steps: &[Step], encoding: Encoding) -> Vec<String> {
    let lines: Vec<&str> =
        text.split('\n').flat_map(|line| line.strip_suffix('\r').unwrap_or(line).split('\r')).collect();
    let (mut line, mut column) = (0, 0);
    let mut end = 0;
    let mut words = Vec::new();
    for step in steps {
        if step.down > 0 {
            (column, end) = (0, 0);
        }
        line += step.down as usize;
        column += step.right;
        assert!(column >= end, "{step:?} overlaps the word before");
        end = column + step.length;
        let width = |c: char| match encoding {
            Encoding::Utf8 => c.len_utf8(),
            Encoding::Utf16 => c.len_utf16(),
            Encoding::Utf32 => 1,
        };
        let mut at = 0;
        let inside = |c: &char| {
            let here = at;
            at += width(*c);
            (column as usize..end as usize).contains(&here)
        };
        let word: String = lines[line].chars().filter(inside).collect();
        assert!(end as usize <= at, "{step:?} crosses the end of {:?}", lines[line]);
        words.push(format!("{word}:{:?}", step.colour));
    }
    words
}

fn whole(workspace: &mut Workspace, path: &str) -> Vec<Step> {
    match workspace.colours(path, None) {
        Some((_, Told::Whole(steps))) => steps,
        other => panic!("{other:?}"),
    }
}

/// The coloured words of a fixture's only file: the same in all encodings, with LF and with CRLF.
fn coloured(source: &str) -> Vec<String> {
    let fixture = Fixture::parse(source);
    let mut found: Option<Vec<String>> = None;
    for fixture in [fixture.clone(), fixture.with_crlf()] {
        let file = &fixture.files[0];
        for encoding in ENCODINGS {
            let mut workspace = fixture.open();
            workspace.set_encoding(encoding);
            let words = read(&file.text, &whole(&mut workspace, &file.path), encoding);
            let known = found.get_or_insert_with(|| words.clone());
            assert_eq!(*known, words, "{encoding:?}");
        }
    }
    found.unwrap()
}

const MARKDOWN: &str = "
    //- plan.plan.md
    ---
    standard: T/AIITRE 20001—2021
    advantages:
      - {id: SA-1, name: 交付😀}
    ---
    # 规划
    ## 一、能力：排产😀能力 {#NC-01 target=CL3}
    - 视角：过程、合作伙伴、别的
    - 支撑优势：SA-1
    - 组织边界：待填写
    ### 能力单元 CU-01 计划排产（A.3.9 x）
    - 承载：NC-01
    - 等级：CL2 → 领域级
    #### 1.1 要素维 <!-- capplan: allow level-gap — 明年 -->
    ##### 数据
    - [x] 统一主数据😀（建设中） [A.3.2.1 b 2]
    - 不适用：无外网（A.3.2.1 c）
    #### 管理维
    | 方面 | 建设内容 | 条款 | 状态 |
    |---|---|---|---|
    | 组织机制 | 设专人 | A.2.3.2 a 2 | 已完成 |
    | 组织机制 | TODO | A.9.9 | 未启动 |
    ## 能力单元清单
    | 编号 | 名称 | 承载 |
    |---|---|---|
    | CU-02 | 焊接 | NC-01 |
    ## 说明
    能力单元与过程维都只是说说，见 A.3.2.1 b。
    ```text
    [A.3.2.1 b] CL3
    ```
";

#[test]
fn markdown_is_coloured_by_what_is_read() {
    let expected = "\
        standard:Field advantages:Field id:Field SA-1:Id(Advantage) name:Field 交付😀:Name(Advantage) \
        能力:EntityKind 排产😀能力:Name(Capability) NC-01:Id(Capability) target:Field CL3:Level \
        视角:Field 过程:Value 合作伙伴:Value 支撑优势:Field SA-1:Reference(Some(Advantage)) \
        组织边界:Field 待填写:Placeholder \
        能力单元:EntityKind CU-01:Id(Unit) 计划排产（:Name(Unit) A.3.9_x:UnknownCitation ）:Name(Unit) \
        承载:Field NC-01:Reference(Some(Capability)) 等级:Field CL2:Level 领域级:Level \
        要素维:Dimension level-gap:Rule 数据:Aspect 建设中:Doing A.3.2.1_b_2:Citation 不适用:Waiver A.3.2.1_c:Citation \
        管理维:Dimension 建设内容:Field 条款:Field 状态:Field 组织机制:Aspect A.2.3.2_a_2:Citation 已完成:Done \
        组织机制:Aspect TODO:Placeholder A.9.9:UnknownCitation 未启动:Planned \
        能力单元清单:EntityKind 编号:Field 名称:Field 承载:Field CU-02:Id(Unit) 焊接:Name(Unit) \
        NC-01:Reference(Some(Capability))";
    let found: Vec<String> = coloured(MARKDOWN).iter().map(|word| word.replace(' ', "_")).collect();
    assert_eq!(found, expected.split_whitespace().collect::<Vec<_>>());
}

const YAML: &str = "
    //- plan.plan.yaml
    standard: T/AIITRE 20001—2021
    能力单元:
      - \"编号\": 'CU-01'
        name: 计划😀排产
        viewpoint: [process, '合作伙伴', x]
        level: {current: CL2, target: \"CL3\"}
        carries: [NC-01, NC-09]
        benefits: [效率提升]
        element:
          data:
            - &共享 自动采集（A.3.2.1 a）（已完成）
            - text: \"统一\\u4e3b数据（A.3.2.1 b）\"
              status: doing
              owner: 待定
            - text: >-
                折行的措施，
                见条款 [A.3.2.1 c]
            - 不适用: 无外网（A.3.2.1 d）
        管理维:
          组织机制: 设专人 [A.3.3.2 a]
    # capplan: allow missing-demand — 另文
    modules:
      - {id: CM-01, members: [CU-01]}
";

#[test]
fn yaml_is_coloured_alike() {
    let expected = "\
        standard:Field 能力单元:EntityKind 编号:Field CU-01:Id(Unit) name:Field 计划😀排产:Name(Unit) \
        viewpoint:Field process:Value 合作伙伴:Value level:Field current:Field CL2:Level target:Field CL3:Level \
        carries:Field NC-01:Reference(Some(Capability)) NC-09:Reference(Some(Capability)) \
        benefits:Field 效率提升:Value element:Dimension data:Aspect A.3.2.1_a:Citation 已完成:Done \
        text:Field A.3.2.1_b:Citation status:Field doing:Doing owner:Field 待定:Placeholder \
        text:Field A.3.2.1_c:Citation 不适用:Waiver A.3.2.1_d:UnknownCitation \
        管理维:Dimension 组织机制:Aspect A.3.3.2_a:Citation missing-demand:Rule \
        modules:EntityKind id:Field CM-01:Id(Module) members:Field CU-01:Reference(None)";
    let found: Vec<String> = coloured(YAML).iter().map(|word| word.replace(' ', "_")).collect();
    assert_eq!(found, expected.split_whitespace().collect::<Vec<_>>());
}

#[test]
fn what_an_alias_brings_has_no_colour_of_its_own() {
    let source = "
        //- plan.plan.yaml
        standard: T/AIITRE 20001—2021
        units:
          - id: CU-01
            element: &要素
              data: [自动采集（A.3.2.1 a）]
          - id: CU-02
            element: *要素
          - <<: *要素
            id: CU-03
    ";
    let found = coloured(source);
    assert_eq!(found.iter().filter(|word| word.ends_with(":Citation")).count(), 1, "{found:?}");
    assert!(found.iter().all(|word| !word.contains('*')), "{found:?}");
    assert_eq!(found.last().unwrap(), "CU-03:Id(Unit)");
}

#[test]
fn half_typed_plans_are_coloured_as_far_as_they_are_read() {
    let found = coloured(
        "\n    //- plan.plan.md\n    ## 能力：\n    ### 能力单元 CU-01\n    - 等级：CL\n    - 视角：过\n    #### 数据\n    - [A.3.\n    - 待填写 [A.3.2.1\n",
    );
    assert_eq!(found[..3], ["能力:EntityKind", "能力单元:EntityKind", "CU-01:Id(Unit)"], "{found:?}");
    assert!(found.contains(&"视角:Field".to_owned()), "{found:?}");
    let found = coloured(
        "\n    //- plan.plan.yaml\n    units:\n      - id: CU-01\n        viewpoint: [proc\n        level: {current: CL2, targ\n        boundary:\n",
    );
    assert_eq!(found[..3], ["units:EntityKind", "id:Field", "CU-01:Id(Unit)"], "{found:?}");
}

#[test]
fn other_documents_have_no_colours_and_lines_only_their_own() {
    let mut workspace =
        Fixture::parse("\n    //- notes.md\n    ## 能力单元 CU-01 计划\n    ##### 数据\n").open();
    assert_eq!(workspace.colours("/notes.md", None), None);
    assert_eq!(workspace.colours_in("/notes.md", 0..9), None);
    for source in [MARKDOWN, YAML] {
        let fixture = Fixture::parse(source);
        let (path, text) = (&fixture.files[0].path, &fixture.files[0].text);
        let mut workspace = fixture.open();
        let all = whole(&mut workspace, path);
        let lines = u32::try_from(text.lines().count()).unwrap();
        for from in 0..=lines + 1 {
            for to in from..=lines + 2 {
                let found = workspace.colours_in(path, from..to).unwrap();
                let mut line = 0;
                let inside = all.iter().filter(|step| {
                    line += step.down;
                    (from..to).contains(&line)
                });
                assert_eq!(found.len(), inside.count(), "{from}..{to}");
                assert!(found.first().is_none_or(|step| (from..to).contains(&step.down)), "{from}..{to}");
            }
        }
    }
}

/// What a client has after a change was told.
fn applied(mut known: Vec<Step>, told: Told) -> (Vec<Step>, usize) {
    match told {
        Told::Whole(steps) => (steps, usize::MAX),
        Told::Changed { at, gone, words } => {
            let said = words.len() + gone;
            known.splice(at..at + gone, words);
            (known, said)
        }
    }
}

#[test]
fn a_change_is_told_as_what_changed_and_comes_to_the_same() {
    let edits: [(&str, &str, &str, usize); 6] = [
        // A word typed that has no colour; a line above all; a citation; a fence that swallows; it is gone again.
        ("统一主数据", "统一主", "统一各主", 2),
        ("# 规划", "# ", "\n\n# ", 2),
        ("A.3.2.1 c", "A.3.2.1 c", "A.3.2.1 z", 2),
        ("- 承载", "- ", "```\n- ", 99),
        ("```\n- 承载", "```\n", "", 99),
        ("CU-02", "CU-02", "CU-002", 2),
    ];
    let fixture = Fixture::parse(MARKDOWN);
    let (path, mut text) = (fixture.files[0].path.clone(), fixture.files[0].text.clone());
    let mut workspace = fixture.open();
    let (mut id, told) = workspace.colours(&path, None).unwrap();
    let (mut known, _) = applied(Vec::new(), told);
    for (place, old, new, most) in edits {
        let start = text.find(place).unwrap();
        workspace.edit(&path, &Edit { range: start..start + old.len(), text: new.to_owned() });
        text.replace_range(start..start + old.len(), new);
        let before = workspace.counters().chunks_coloured;
        let (next, told) = workspace.colours(&path, Some(id)).unwrap();
        assert!(workspace.counters().chunks_coloured - before <= if most < 9 { 2 } else { 9 }, "{place}");
        let (now, said) = applied(known, told);
        assert!(said <= 2 * most, "{place}: {said}");
        let mut cold = crate::workspace::Workspace::new(crate::workspace::Options::default());
        cold.open(&path, None, &text);
        assert_eq!(now, whole(&mut cold, &path), "{place}");
        (known, id) = (now, next);
    }
    let (next, told) = workspace.colours(&path, Some(id)).unwrap();
    assert_eq!(told, Told::Changed { at: known.len(), gone: 0, words: Vec::new() });
    assert!(matches!(workspace.colours(&path, Some(id)), Some((_, Told::Whole(_)))), "an old number");
    assert_ne!(next, id);
}

#[test]
fn every_colour_is_one_of_those_that_are_listed() {
    let found = [coloured(MARKDOWN), coloured(YAML)].concat();
    for colour in Colour::all() {
        let name = format!(":{colour:?}");
        let rare = matches!(colour, Colour::Id(_) | Colour::Name(_) | Colour::Reference(_));
        assert!(rare || found.iter().any(|word| word.ends_with(&name)), "no example of {colour:?}");
    }
}
