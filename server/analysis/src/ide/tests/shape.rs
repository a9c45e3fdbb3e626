//! What folds, and how a selection grows, in both surfaces.

use crate::fixture::Fixture;
use crate::text::Encoding;
use crate::workspace::{Fold, FoldKind};

/// Each fold of a fixture as its first and its last line; the same with LF and CRLF.
fn folds(source: &str, most: usize) -> Vec<String> {
    let fixture = Fixture::parse(source);
    let shown = |fixture: &Fixture| {
        let file = &fixture.files[0];
        let lines: Vec<&str> = file.text.lines().collect();
        let found = fixture.open().folds(&file.path, most).unwrap();
        let line = |at: u32| lines[at as usize].trim();
        let show = |fold: &Fold| {
            let mark = match fold.kind {
                FoldKind::Part => "",
                FoldKind::Fields => "*",
                FoldKind::Comment => "#",
            };
            format!("{mark}{} … {}", line(fold.start), line(fold.end))
        };
        found.iter().map(show).collect::<Vec<_>>()
    };
    let found = shown(&fixture);
    assert_eq!(found, shown(&fixture.with_crlf()));
    found
}

const MARKDOWN: &str = "
    //- plan.plan.md
    ---
    standard: T/AIITRE 20001—2021
    advantages:
      - id: SA-1
        name: 交付😀
    ---
    # 规划
    <!-- 说明
    两行 -->
    ## 能力：排产 {#NC-01}

    ### 能力单元 CU-01 计划
    ```yaml plan
    target: CL3
    boundary:
      - 生产部
    ```
    #### 要素维
    ##### 数据
    - 采集 [A.3.2.1 a]

    ##### 技术

    ## 说明
    末尾
";

#[test]
fn headings_front_matter_fences_and_comments_fold_in_markdown() {
    let expected = [
        "*--- … ---",
        "advantages: … name: 交付😀",
        "- id: SA-1 … name: 交付😀",
        "# 规划 … 末尾",
        "#<!-- 说明 … 两行 -->",
        "## 能力：排产 {#NC-01} … ##### 技术",
        "### 能力单元 CU-01 计划 … ##### 技术",
        "*```yaml plan … ```",
        "boundary: … - 生产部",
        "#### 要素维 … ##### 技术",
        "##### 数据 … - 采集 [A.3.2.1 a]",
        "## 说明 … 末尾",
    ];
    assert_eq!(folds(MARKDOWN, 99), expected);
    let outer = folds(MARKDOWN, 4);
    assert_eq!(outer, ["*--- … ---", "advantages: … name: 交付😀", "# 规划 … 末尾", "#<!-- 说明 … 两行 -->"]);
    assert!(folds(MARKDOWN, 0).is_empty());
}

const YAML: &str = "
    //- plan.plan.yaml
    standard: T/AIITRE 20001—2021
    # 第一行
    # 第二行😀
    capabilities:
    - id: NC-01
      demand: |
        第一段
        # 不是注释
          更深

        第二段
      units:
        - id: CU-01
          element:
            data:
              - text: >-
                  折行
                status: done

              - 采集（A.3.2.1 a）
    # 只有一行
    modules:
      - {id: CM-01,
         members: [CU-01]}
    # 尾一
    # 尾二
";

#[test]
fn what_is_indented_folds_in_yaml() {
    let expected = [
        "## 第一行 … # 第二行😀",
        "capabilities: … - 采集（A.3.2.1 a）",
        "- id: NC-01 … - 采集（A.3.2.1 a）",
        "demand: | … 第二段",
        "units: … - 采集（A.3.2.1 a）",
        "- id: CU-01 … - 采集（A.3.2.1 a）",
        "element: … - 采集（A.3.2.1 a）",
        "data: … - 采集（A.3.2.1 a）",
        "- text: >- … status: done",
        "modules: … members: [CU-01]}",
        "- {id: CM-01, … members: [CU-01]}",
        "## 尾一 … # 尾二",
    ];
    assert_eq!(folds(YAML, 99), expected);
}

#[test]
fn half_typed_plans_fold_as_far_as_they_go() {
    let source = "\n    //- plan.plan.md\n    ---\n    standard: T/AIITRE 20001—2021\n    title: 规划\n    ## 能力：\n    ```yaml plan\n    target: CL\n    note: 二\n";
    let found = folds(source, 99);
    assert!(found.iter().all(|fold| !fold.is_empty()), "{found:?}");
    let source = "\n    //- plan.plan.yaml\n    units:\n      - id: CU-01\n        element:\n          data: [采集,\n    \t制表\n        x: \"未完\n";
    assert_eq!(folds(source, 99)[0], "units: … x: \"未完");
}

#[test]
fn other_documents_have_no_shape() {
    let mut workspace =
        Fixture::parse("\n    //- notes.md\n    # 能力\n    ## 能力单元 CU-01 计划\n    文\n").open();
    assert_eq!(workspace.folds("/notes.md", 99), None);
    assert_eq!(workspace.selections("/notes.md", &[3]), None);
}

/// What is selected step by step at the cursor, long texts cut; the same with LF and CRLF, in every encoding.
fn grown(source: &str) -> Vec<String> {
    let fixture = Fixture::parse(source);
    let mut found: Option<Vec<String>> = None;
    for fixture in [fixture.clone(), fixture.with_crlf()] {
        let (path, byte) = fixture.cursor.clone().unwrap();
        for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
            let mut workspace = fixture.open();
            workspace.set_encoding(encoding);
            let chain = workspace.selections(&path, &[byte]).unwrap().remove(0);
            let text = workspace.text(&path).unwrap();
            assert!(chain.iter().all(|range| range.start <= byte && byte <= range.end), "{chain:?}");
            assert!(chain.is_sorted_by(|a, b| b.start <= a.start && a.end <= b.end && a != b), "{chain:?}");
            assert_eq!(chain.last().unwrap().len(), text.len());
            let show = |range: &std::ops::Range<usize>| {
                let text = text.slice(range.clone()).replace("\r\n", "\n");
                let text = text.trim_end();
                match text.split_once('\n') {
                    Some((first, rest)) => format!("{first} … {}", rest.rsplit('\n').next().unwrap().trim()),
                    None => text.to_owned(),
                }
            };
            let shown: Vec<String> = chain.iter().map(show).collect();
            let known = found.get_or_insert_with(|| shown.clone());
            assert_eq!(*known, shown, "{encoding:?}");
        }
    }
    found.unwrap()
}

/// The source with the cursor before `text`.
fn at(source: &str, text: &str) -> String {
    source.replacen(text, &format!("$0{text}"), 1)
}

#[test]
fn a_selection_in_markdown_grows_from_the_word_to_the_plan() {
    let source = "
        //- plan.plan.md
        # 规划😀
        ## 能力：排产 {#NC-01}
        - 主要视角：过程、合作伙伴
        ### 能力单元 CU-01 计划
        #### 要素维
        ##### 数据
        - [x] 按数据驱动统一主数据😀 [A.3.2.1 b 2]（已完成）
        ##### 技术
        ## 说明
        ";
    let measure = "按数据驱动统一主数据😀 [A.3.2.1 b 2]（已完成）";
    let tail = [
        format!("- [x] {measure}"),
        format!("##### 数据 … - [x] {measure}"),
        "#### 要素维 … ##### 技术".to_owned(),
        "### 能力单元 CU-01 计划 … ##### 技术".to_owned(),
        "## 能力：排产 {#NC-01} … ##### 技术".to_owned(),
        "# 规划😀 … ## 说明".to_owned(),
    ];
    let with =
        |head: &[&str]| head.iter().map(|text| (*text).to_owned()).chain(tail.clone()).collect::<Vec<_>>();
    assert_eq!(
        grown(&at(source, "驱动")),
        with(&["数据驱动", "按数据驱动统一主数据", "按数据驱动统一主数据😀", measure])
    );
    assert_eq!(grown(&at(source, ".3.2.1 b 2"))[..3], ["A.3.2.1", "A.3.2.1 b 2", measure]);
    let field = grown(&at(source, "作伙伴"));
    assert_eq!(
        field[..4],
        ["合作伙伴", "过程、合作伙伴", "主要视角：过程、合作伙伴", "- 主要视角：过程、合作伙伴"]
    );
    assert_eq!(grown(&at(source, "😀\n        ## 能力"))[..2], ["规划", "规划😀"], "behind the last letter");
}

#[test]
fn a_selection_in_yaml_grows_from_the_word_to_the_plan() {
    let source = "
        //- plan.plan.yaml
        standard: T/AIITRE 20001—2021
        units:
          - id: CU-01
            viewpoint: [过程, 合作伙伴]
            element:
              data:
                - text: 统一主数据😀（A.3.2.1 b）
                  owner: 信息部
                - 采集
              technology: []
        modules: []
        ";
    let found = grown(&at(source, "息部"));
    let tail = [
        "- text: 统一主数据😀（A.3.2.1 b） … owner: 信息部",
        "data: … - 采集",
        "element: … technology: []",
        "- id: CU-01 … technology: []",
    ];
    assert_eq!(found[..2], ["信息部", "owner: 信息部"]);
    let places: Vec<Option<usize>> =
        tail.iter().map(|step| found.iter().position(|shown| shown.trim_start() == *step)).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{found:#?}");
    assert_eq!(
        grown(&at(source, "作伙伴"))[..3],
        ["合作伙伴", "[过程, 合作伙伴]", "viewpoint: [过程, 合作伙伴]"]
    );
}
