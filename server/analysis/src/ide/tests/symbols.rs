//! Outlines, in both surfaces: how symbols nest, what they say, and where they stand.

use crate::fixture::Fixture;
use crate::text::{Encoding, Position, Text};
use crate::workspace::{Options, Symbol, Workspace};

/// The outline of a fixture's first plan: a line for each symbol with its detail, the first line of the text that it
/// reaches to and, in brackets, what is selected. The same with LF and CRLF, in every encoding.
fn outline(source: &str) -> Vec<String> {
    let fixture = Fixture::parse(source);
    let told = told(&fixture, Encoding::Utf16);
    for encoding in [Encoding::Utf8, Encoding::Utf32] {
        assert_eq!(self::told(&fixture, encoding), told, "{encoding:?}");
    }
    assert_eq!(self::told(&fixture.with_crlf(), Encoding::Utf16), told, "line ends change the outline");
    told
}

fn told(fixture: &Fixture, encoding: Encoding) -> Vec<String> {
    let mut workspace = fixture.open();
    workspace.set_encoding(encoding);
    let plan = fixture.files.iter().find(|file| !file.is_config()).unwrap();
    let symbols = workspace.symbols(&plan.path);
    let text = workspace.text(&plan.path).unwrap();
    assert_well_formed(&symbols, text, encoding);
    let line = |symbol: &Symbol| {
        let [start, end] = symbol.range;
        let selected = [symbol.selection[0], symbol.selection[1]].map(|at| text.byte(at, encoding));
        let selected = text.slice(selected[0]..selected[1]).into_owned();
        let (indent, detail) = ("  ".repeat(symbol.depth), &symbol.detail);
        let from = if start.column == 0 { "" } else { "…" };
        let to = if end.column == 0 { "" } else { "…" };
        format!("{indent}{} | {detail} | {from}{}–{to}{} [{selected}]", symbol.name, start.line, end.line)
    };
    symbols.iter().map(line).collect()
}

/// What the protocol asks for: selections inside ranges, ranges inside those around, in order, inside the text.
fn assert_well_formed(symbols: &[Symbol], text: &Text, encoding: Encoding) {
    let mut around: Vec<&Symbol> = Vec::new();
    for symbol in symbols {
        assert!(symbol.depth <= around.len(), "{symbol:?}");
        around.truncate(symbol.depth);
        let [start, end] = symbol.range;
        assert!(start <= symbol.selection[0] && symbol.selection[1] <= end, "{symbol:?}");
        assert!(symbol.selection[0] <= symbol.selection[1] && !symbol.name.trim().is_empty(), "{symbol:?}");
        if let Some(parent) = around.last() {
            assert!(parent.range[0] <= start && end <= parent.range[1], "{symbol:?} in {parent:?}");
        }
        for at in symbol.range.iter().chain(&symbol.selection) {
            assert_eq!(text.position(text.byte(*at, encoding), encoding), *at, "{symbol:?}");
        }
        around.push(symbol);
    }
}

#[test]
fn headings_nest_with_levels_coverage_and_counts() {
    let told = outline(
        "
        //- plan.plan.md
        ---
        standard: T/AIITRE 20001—2021
        ---

        # 😀某厂新型能力规划
        ## 能力：排产能力😀 {#NC-01}
        - 视角：过程
        - 等级：CL2 → CL3
        ### 能力单元 CU-01 计划排产
        - 等级：CL2 → CL3

        #### 要素维
        ##### 数据
        - [x] 统一主数据编码 [A.3.2.1 b 2]
        - 自动采集（A.3.2.1 a）
        ##### 技术
        #### 管理维
        ## 说明
        本规划另见附件。
        ## 能力模块 CM-01 协同
        ",
    );
    assert_eq!(
        told,
        [
            "😀某厂新型能力规划 |  | 0–20 [😀某厂新型能力规划]",
            "  NC-01 排产能力😀 | CL2 → CL3 | 5–17 [能力：排产能力😀 {#NC-01}]",
            "    CU-01 计划排产 | CL2 → CL3 · 2/32 | 8–17 [能力单元 CU-01 计划排产]",
            "      要素维 | 2/11 | 11–16 [要素维]",
            "        数据 | 2 项措施 | 12–15 [数据]",
            "        技术 | 0 项措施 | 15–16 [技术]",
            "      管理维 | 0/11 | 16–17 [管理维]",
            "  CM-01 协同 |  | 19–20 [能力模块 CM-01 协同]",
        ],
    );
}

#[test]
fn keys_nest_as_headings_do() {
    let told = outline(
        "
        //- plan.plan.yaml
        standard: T/AIITRE 20001—2021
        标题: 😀某厂新型能力规划
        新型能力:
          - 编号: NC-01
            名称: 排产能力😀
            等级: CL2 → CL3
            能力单元:
              - 编号: CU-01
                名称: 计划排产
                等级: CL2 → CL3
                要素维:
                  数据:
                    - 统一主数据编码（A.3.2.1 b 2）（已完成）
                    - 自动采集（A.3.2.1 a）
                  技术:
                管理维:
        能力模块:
          - 编号: CM-01
        说明: 本规划另见附件。
        ",
    );
    assert_eq!(
        told,
        [
            "😀某厂新型能力规划 |  | 0–19 [😀某厂新型能力规划]",
            "  NC-01 排产能力😀 | CL2 → CL3 | 3–16 [编号]",
            "    CU-01 计划排产 | CL2 → CL3 · 2/32 | 7–16 [编号]",
            "      要素维 | 2/11 | 10–15 [要素维]",
            "        数据 | 2 项措施 | 11–14 [数据]",
            "        技术 | 0 项措施 | 14–15 [技术]",
            "      管理维 | 0/11 | 15–16 [管理维]",
            "  CM-01 |  | 17–18 [编号]",
        ],
    );
}

#[test]
fn rows_that_define_entities_are_symbols_and_others_are_not() {
    let told = outline(
        "
        //- plan.plan.md
        ## 新型能力
        | 编号 | 名称 | 视角 | 等级 |
        |---|---|---|---|
        | NC-01 | 排产😀 | 过程 | CL3 |
        | NC-02 | 交付 | 过程 | CL2 |

        表后的文字。

        ## 能力单元 CU-01 计划排产
        - 承载：NC-01
        ### 管理维
        | 方面 | 建设内容 | 条款 |
        |---|---|---|
        | 组织机制 | 设专人 | A.2.3.2 a 2 |
        | 组织文化 | 激励 | A.3.3.4 a |
        | 组织机制 | 再设专人 | A.2.3.2 a 1 |

        ## 能力 NC-02 交付能力
        ",
    );
    assert_eq!(
        told,
        [
            "规划 |  | 0–18 []",
            "  NC-01 排产😀 | CL3 | 3–4 [NC-01]",
            "  CU-01 计划排产 | CL3 · 1/32 | 8–17 [能力单元 CU-01 计划排产]",
            "    管理维 | 1/11 | 10–17 [管理维]",
            "      组织机制 | 2 项措施 | 13–14 [组织机制]",
            "      组织文化 | 1 项措施 | 14–17 [组织文化]",
            "  NC-02 交付 | CL2 | 17–18 [能力 NC-02 交付能力]",
        ],
    );
}

#[test]
fn entities_of_one_line_have_their_own_places() {
    let told = outline(
        "
        //- plan.plan.yaml
        standard: T/AIITRE 20001—2021
        capabilities: [{id: NC-01, name: 😀排产, level: CL3}, {id: NC-02, units: [{id: CU-01}]}]
        modules: []
        ",
    );
    assert_eq!(
        told,
        [
            "规划 |  | 0–3 [standard: T/AIITRE 20001—2021]",
            "  NC-01 😀排产 | CL3 | 1–…1 [id]",
            "  NC-02 |  | …1–2 [id]",
            "    CU-01 |  | …1–2 [id]",
        ],
    );
}

#[test]
fn english_plans_have_english_outlines() {
    let told = outline(
        "
        //# locale=en
        //- plan.plan.yaml
        standard: T/AIITRE 20001—2021
        units:
          - level: {current: CL2}
            element:
              data:
                - collect (A.3.2.1 a)
        ",
    );
    assert_eq!(
        told,
        [
            "plan |  | 0–6 [standard: T/AIITRE 20001—2021]",
            "  unit | CL2 → | 2–6 [level]",
            "    element dimension |  | 3–6 [element]",
            "      data | 1 measure | 4–6 [data]",
        ],
    );
}

#[test]
fn what_stands_for_an_alias_stands_at_the_alias() {
    let told = outline(
        "
        //- plan.plan.yaml
        standard: T/AIITRE 20001—2021
        x-单元: &单元
          - {id: CU-01, element: {data: [采集]}}
        capabilities:
          - id: NC-01
            units: *单元
          - id: NC-02
        ",
    );
    assert_eq!(
        told,
        [
            "规划 |  | 0–7 [standard: T/AIITRE 20001—2021]",
            "  NC-01 |  | 4–6 [id]",
            "    CU-01 |  | 5–6 [*单元]",
            "      要素维 |  | …5–6 [*单元]",
            "        数据 | 1 项措施 | …5–6 [*单元]",
            "  NC-02 |  | 6–7 [id]",
        ],
    );
}

#[test]
fn fields_in_a_fence_open_symbols_that_end_with_it() {
    let told = outline(
        "
        //- plan.plan.md
        ## 能力：排产能力 {#NC-01}
        ```yaml plan
        units:
          - id: CU-01
            process:
              planning:
                - 编制计划
        ```
        ### 过程维
        #### 策划
        ",
    );
    assert_eq!(
        told,
        [
            "规划 |  | 0–10 []",
            "  NC-01 排产能力 |  | 0–10 [能力：排产能力 {#NC-01}]",
            "    CU-01 |  | 3–8 [id]",
            "      过程维 |  | 4–8 [process]",
            "        策划 | 1 项措施 | 5–8 [planning]",
            "    过程维 |  | 8–10 [过程维]",
            "      策划 | 0 项措施 | 9–10 [策划]",
        ],
    );
}

#[test]
fn empty_texts_and_other_documents_have_no_outline() {
    for (path, text) in
        [("/空.plan.md", ""), ("/空.plan.yaml", "\r\n \n"), ("/readme.md", "# 能力：排产 {#NC-01}\n")]
    {
        let mut workspace = Workspace::new(Options::default());
        workspace.open(path, None, text);
        assert_eq!(workspace.symbols(path), [], "{path}");
    }
    assert_eq!(Workspace::new(Options::default()).symbols("/没有.plan.md"), []);
}

#[test]
fn half_typed_documents_have_well_formed_outlines() {
    let sources = [
        super::MARKDOWN,
        "
        //- plan.plan.yaml
        standard: T/AIITRE 20001—2021
        能力单元: &全部
          - {编号: CU-01, 要素维: {数据: [采集😀]}}
          - 名称: 排产
            过程维:
              策划: [编制（A.3.1.1 a）]
        能力模块: *全部
    ",
    ];
    for source in sources {
        let fixture = Fixture::parse(source);
        let file = &fixture.files[0];
        for end in (0..=file.text.len()).filter(|end| file.text.is_char_boundary(*end)) {
            let mut workspace = Workspace::new(Options::default());
            workspace.set_encoding(Encoding::Utf16);
            workspace.open(&file.path, None, &file.text[..end]);
            let symbols = workspace.symbols(&file.path);
            assert_well_formed(&symbols, workspace.text(&file.path).unwrap(), Encoding::Utf16);
            assert_eq!(symbols.first().map(|plan| plan.range[0]), (end > 0).then(Position::default));
        }
    }
}
