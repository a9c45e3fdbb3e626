//! What is offered at a cursor, and what it makes of the text; the same with LF and CRLF.

#![allow(clippy::unwrap_used, clippy::panic)]

mod placed;

use crate::fixture::Fixture;
use crate::workspace::{Extraction, Rewrite, Workspace};

/// What is offered at the fixture's cursor.
fn offered(fixture: &Fixture) -> (Workspace, Vec<Rewrite>) {
    let (path, byte) = fixture.cursor.clone().unwrap();
    let mut workspace = fixture.open();
    let offered = workspace.rewrites(&path, &(byte..byte));
    (workspace, offered)
}

fn titles(source: &str) -> Vec<String> {
    offered(&Fixture::parse(source)).1.into_iter().map(|made| made.title).collect()
}

/// The document with the cursor once the rewriting whose title has these words is made.
fn rewritten(source: &str, words: &str) -> String {
    let parsed = Fixture::parse(source);
    let [lf, crlf] = [parsed.clone(), parsed.with_crlf()].map(|fixture| {
        let (path, _) = fixture.cursor.clone().unwrap();
        let (workspace, offered) = offered(&fixture);
        let titles: Vec<&str> = offered.iter().map(|made| made.title.as_str()).collect();
        let made = offered.iter().find(|made| made.title.contains(words));
        let made = made.unwrap_or_else(|| panic!("{words}: {titles:?}\n{source}"));
        let mut text = workspace.text(&path).unwrap().to_text();
        let mut edits: Vec<_> = made.edits.iter().collect();
        edits.sort_by_key(|edit| std::cmp::Reverse(edit.range.start));
        edits.into_iter().for_each(|edit| text.replace_range(edit.range.clone(), &edit.text));
        text
    });
    assert_eq!(crlf, lf.replace('\n', "\r\n"), "line ends make a difference");
    lf
}

fn unit(lines: &str) -> String {
    format!("//- p.plan.md\n# 规划😀\n\n## 能力单元 CU-01 甲\n\n- 等级：CL3\n\n### 要素维\n\n{lines}\n")
}

#[test]
fn rows_are_moved_to_the_aspect_that_they_cite() {
    let table = |rows: &str| unit(&format!("| 方面 | 建设内容 | 条款 |\n|---|---|---|\n{rows}"));
    for (before, after) in [
        (
            "| 数据 | 采集😀 | A.3.2.1 a |\n|  | 设备$0上云 | A.3.2.2 a |\n| 技术 | 互联 | A.3.2.2 b |",
            "| 数据 | 采集😀 | A.3.2.1 a |\n| 技术 | 互联 | A.3.2.2 b |\n|  | 设备上云 | A.3.2.2 a |",
        ),
        // The name stays with the rows below, and with the rows that name it each.
        (
            "| 数据 | 设备$0上云 | A.3.2.2 a |\n|  | 采集 | A.3.2.1 a |\n| 技术 | 互联 | A.3.2.2 b |",
            "| 数据 | 采集 | A.3.2.1 a |\n| 技术 | 互联 | A.3.2.2 b |\n|  | 设备上云 | A.3.2.2 a |",
        ),
        (
            "| 数据 | 设备$0上云 | A.3.2.2 a |\n| 数据 | 采集 | A.3.2.1 a |\n| 技术 | 互联 | A.3.2.2 b |",
            "| 数据 | 采集 | A.3.2.1 a |\n| 技术 | 互联 | A.3.2.2 b |\n| 技术 | 设备上云 | A.3.2.2 a |",
        ),
        // Upwards, and the only row of its aspect.
        (
            "| 数据 | 采集 | A.3.2.1 a |\n| 技术 | 编$0码 | A.3.2.1 b |\n| 流程 | 画图 | A.3.2.3 a |",
            "| 数据 | 采集 | A.3.2.1 a |\n| 数据 | 编码 | A.3.2.1 b |\n| 流程 | 画图 | A.3.2.3 a |",
        ),
    ] {
        let plain =
            |rows: &str| table(&rows.replace("$0", "")).trim_start_matches("//- p.plan.md\n").to_owned();
        assert_eq!(rewritten(&table(before), "移到所引条款的方面"), plain(after), "{before}");
    }
    // Between tables of their own below headings.
    let apart = unit(
        "#### 数据\n\n| 建设内容 | 条款 |\n|---|---|\n| 采集 | A.3.2.1 a |\n| 上$0云 | A.3.2.2 a |\n\n#### 技术\n\n| 建设内容 | 条款 |\n|---|---|\n| 互联 | A.3.2.2 b |",
    );
    let moved = rewritten(&apart, "技术");
    assert!(moved.ends_with("| 互联 | A.3.2.2 b |\n| 上云 | A.3.2.2 a |\n"), "{moved}");
    // Into a table of other columns: nobody knows where its cells belong.
    let other = apart.replacen("#### 技术\n\n| 建设内容 | 条款 |", "#### 技术\n\n| 条款 | 建设内容 |", 1);
    let other = other.replace("| 互联 | A.3.2.2 b |", "| A.3.2.2 b | 互联 |");
    assert!(titles(&other).iter().all(|title| !title.contains("移到")), "{:?}", titles(&other));
    // An aspect without a row yet.
    let absent = rewritten(&table("| 数据 | 上$0云 | A.3.2.2 a |\n| 数据 | 采集 | A.3.2.1 a |"), "技术");
    assert!(
        absent.ends_with("|---|---|---|\n| 数据 | 采集 | A.3.2.1 a |\n| 技术 | 上云 | A.3.2.2 a |\n"),
        "{absent}"
    );
}

#[test]
fn rows_are_sorted_and_the_names_of_aspects_stay() {
    let table = |rows: &str| unit(&format!("| 方面 | 建设内容 | 条款 |\n|---|---|---|\n{rows}"));
    let before = "| 数据 | 建模 | A.3.2.1 c |\n|  | 没有条款 |  |\n|  | 采$0集😀 \\| 存 | A.3.2.1 a |\n| 技术 | 互联 | A.3.2.2 b |";
    let sorted = rewritten(&table(before), "按条款顺序排列“数据”");
    let after = "| 数据 | 采集😀 \\| 存 | A.3.2.1 a |\n|  | 建模 | A.3.2.1 c |\n|  | 没有条款 |  |\n| 技术 | 互联 | A.3.2.2 b |";
    assert!(sorted.contains(after), "{sorted}");
    let bare = "方面 | 建设内容 | 条款\n---|---|---\n数据 | 建模 | A.3.2.1 c\n数据 | 采$0集 | A.3.2.1 a";
    let sorted = rewritten(&unit(bare), "按条款顺序");
    assert!(sorted.ends_with("数据 | 采集 | A.3.2.1 a\n数据 | 建模 | A.3.2.1 c\n"), "{sorted}");
    let below = "#### 数据\n\n| 建设内容 | 条款 |\n|---|---|\n| 建模 | A.3.2.1 c |\n| 采$0集 | A.3.2.1 a |";
    assert!(rewritten(&unit(below), "按条款顺序").contains("| 采集 | A.3.2.1 a |\n| 建模 | A.3.2.1 c |"));
    let sorted_already = table("| 数据 | 采$0集 | A.3.2.1 a |\n|  | 建模 | A.3.2.1 c |");
    assert!(titles(&sorted_already).iter().all(|title| !title.contains("按条款")));
    // Where the rows of an aspect stand apart, there is no order to bring them into.
    let apart =
        table("| 数据 | 建$0模 | A.3.2.1 c |\n| 技术 | 互联 | A.3.2.2 b |\n| 数据 | 采集 | A.3.2.1 a |");
    assert!(titles(&apart).iter().all(|title| !title.contains("按条款")));
}

fn flow(lines: &str) -> String {
    format!(
        "//- p.plan.yaml\nstandard: T/AIITRE 20001—2021\nunits:\n  - id: CU-01\n    name: 甲😀\n    level: CL3\n    element:\n{lines}\n"
    )
}

#[test]
fn entries_of_lists_in_brackets_are_sorted_and_moved() {
    for (before, after) in [
        (
            "      data: [建模（A.3.2.1 c）, 采$0集😀（A.3.2.1 a）]",
            "      data: [采集😀（A.3.2.1 a）, 建模（A.3.2.1 c）]",
        ),
        (
            "      data: [{text: 建模, clause: A.3.2.1 c}, \"采$0集（A.3.2.1 a）\", 没有条款]",
            "      data: [\"采集（A.3.2.1 a）\", {text: 建模, clause: A.3.2.1 c}, 没有条款]",
        ),
        (
            "      data: [\n        建$0模（A.3.2.1 c）,\n        采集（A.3.2.1 a）,\n      ]",
            "      data: [\n        采集（A.3.2.1 a）,\n        建模（A.3.2.1 c）,\n      ]",
        ),
    ] {
        let sorted = rewritten(&flow(before), "按条款顺序排列“数据”");
        assert!(sorted.ends_with(&format!("{after}\n")), "{sorted}");
    }
    for (before, after) in [
        (
            "      data: [采集（A.3.2.1 a）, 上$0云（A.3.2.2 a）]\n      technology: [互联（A.3.2.2 b）]",
            "      data: [采集（A.3.2.1 a）]\n      technology: [互联（A.3.2.2 b）, 上云（A.3.2.2 a）]",
        ),
        (
            "      data: [上$0云（A.3.2.2 a）, 采集（A.3.2.1 a）]\n      technology: [{text: 互联, clause: A.3.2.2 b}]",
            "      data: [采集（A.3.2.1 a）]\n      technology: [{text: 互联, clause: A.3.2.2 b}, 上云（A.3.2.2 a）]",
        ),
        (
            "      data: [{text: 上$0云, clause: A.3.2.2 a}]\n      technology: [互联（A.3.2.2 b）]",
            "      data: []\n      technology: [互联（A.3.2.2 b）, {text: 上云, clause: A.3.2.2 a}]",
        ),
    ] {
        let moved = rewritten(&flow(before), "移到所引条款的方面“技术”");
        assert!(moved.ends_with(&format!("{after}\n")), "{moved}");
    }
    let half = flow("      data: [建模（A.3.2.1 c）, 采$0集（A.3.2.1 a）");
    assert!(titles(&half).iter().all(|title| !title.contains("按条款")), "half-typed");
}

#[test]
fn a_unit_without_a_target_of_its_own_is_raised_either_way() {
    let plan = |more: &str| {
        format!(
            "//- p.plan.md\n# 规划😀\n\n## 能力：排产 {{#NC-01}}\n- 等级：CL1 → CL2\n\n### 能力单元 CU-0$01 甲\n- 组织边界：计划部\n\n#### 数据\n- 编码 [A.2.2.1 a]\n{more}"
        )
    };
    let alone = rewritten(&plan(""), "把 CU-01 提到 CL3（领域级）（单元自己写目标等级）");
    assert!(alone.contains("- 等级：CL1 → CL2\n") && alone.contains("- 目标等级：CL3\n"), "{alone}");
    assert!(alone.contains("待填写：") && alone.contains("A.3.2.1 a"), "{alone}");
    let both = rewritten(&plan(""), "（连同它承载的 NC-01）");
    assert!(both.contains("- 等级：CL1 → CL3\n") && !both.contains("目标等级"), "{both}");
    // Others carry it too: raising it would raise them.
    let shared = plan("\n### 能力单元 CU-02 乙\n- 组织边界：计划部\n");
    assert!(titles(&shared).iter().any(|title| title.contains("单元自己写")));
    assert!(titles(&shared).iter().all(|title| !title.contains("连同")), "{:?}", titles(&shared));
    let yaml = "//- p.plan.yaml\nstandard: T/AIITRE 20001—2021\ncapabilities:\n  - id: NC-01\n    name: 排产😀\n    level: CL2\n    units:\n      - id: CU-0$01\n        name: 甲\n        element:\n          data: [编码（A.2.2.1 a）]\n";
    let alone = rewritten(yaml, "单元自己写目标等级");
    assert!(alone.contains("    level: CL2\n") && alone.contains("        target: CL3\n"), "{alone}");
    let both = rewritten(yaml, "连同它承载的 NC-01");
    assert!(both.contains("    level: CL3\n") && !both.contains("target:"), "{both}");
    let english = titles(&yaml.replacen("//-", "//# locale=en\n//-", 1));
    assert!(english.iter().any(|title| title.contains("with a target of its own")), "{english:?}");
    assert!(english.iter().any(|title| title.contains("with NC-01, which it carries")), "{english:?}");
    let highest = yaml.replace("level: CL2", "level: CL5");
    assert!(titles(&highest).iter().all(|title| !title.contains("提到")));
}

#[test]
fn fields_become_embedded_yaml_and_fields_again() {
    let capability = |lines: &str| {
        format!("//- p.plan.md\n# 规划😀\n\n## 能力：排$0产 {{#NC-01}}\n{lines}\n### 能力单元 CU-01 甲\n")
    };
    for (fields, yaml) in [
        (
            "\n- 视角：过程、合作伙伴\n- 等级：CL2 → CL3\n- 责任部门：计划部: 甲😀\n",
            "\n```yaml plan\n视角: [过程, 合作伙伴]\n等级: CL2 → CL3\n责任部门: \"计划部: 甲😀\"\n```\n",
        ),
        (
            "\n**主要视角**：过程\n\n说明文字。\n\n> **目标等级**：CL3\n\n再说明。\n",
            "\n```yaml plan\n主要视角: 过程\n目标等级: CL3\n```\n\n说明文字。\n\n再说明。\n",
        ),
        (
            "\n- 价值活动：\n  - 接单、排产\n  - 发货\n- 编制：某人\n",
            "\n```yaml plan\n价值活动: [接单、排产, 发货]\n```\n\n- 编制：某人\n",
        ),
        (
            "\n| 字段 | 值 |\n|---|---|\n| 视角 | 过程 |\n| 目标等级 | CL3 |\n",
            "\n```yaml plan\n视角: 过程\n目标等级: CL3\n```\n",
        ),
    ] {
        let made = rewritten(&capability(fields), "把 NC-01 的字段改写为内嵌 YAML");
        assert!(made.contains(&format!("{{#NC-01}}\n{yaml}\n### 能力单元")), "{made}");
    }
    let block = "\n```yaml plan\n视角: [过程, 合作伙伴]  # 两个😀\n# capplan: allow level-gap — 先写记录\nlevel: {current: CL1, target: CL2}\nindicators:\n  - {name: 周期, baseline: 9 天, target: 6 天}\n过程维:\n  策划:\n    - text: 拆解目标\n      clause: A.2.1.1 a\n```\n";
    let made = rewritten(&capability(block), "把 NC-01 的内嵌 YAML 改写为字段");
    for said in [
        "<!-- 两个😀 -->",
        "- 主要视角：过程、合作伙伴\n",
        "- 当前等级：CL1\n- 目标等级：CL2\n",
        "| 指标 | 现状值 | 目标值 |\n|---|---|---|\n| 周期 | 9 天 | 6 天 |\n",
        "### 过程维\n\n#### 策划\n\n- 拆解目标 [A.2.1.1 a]\n\n### 能力单元",
    ] {
        assert!(made.contains(said), "{said}\n{made}");
    }
    // With the cursor inside, too; not where prose would come to stand below the headings.
    let inside = capability(block).replace("排$0产", "排产").replace("拆解目标", "拆解$0目标");
    assert!(rewritten(&inside, "改写为字段").contains("#### 策划"));
    let prose = capability(&format!("{block}\n随后的话（A.2.1.1 b）。\n"));
    assert!(titles(&prose).iter().all(|title| !title.contains("改写为字段")), "{:?}", titles(&prose));
    // A row, a plan's front matter, other documents, a fence that is open.
    for silent in [
        "//- p.plan.md\n## 新型能力清单\n\n| 编号 | 名称 | 视角 |\n|---|---|---|\n| NC-0$01 | 甲 | 过程 |\n"
            .to_owned(),
        "//- p.plan.md\n---\nstandard: T/AIITRE 20001—2021\nperi$0od: 2026\n---\n# 规划\n".to_owned(),
        "//- notes.md\n## 能力：排$0产 {#NC-01}\n- 视角：过程\n".to_owned(),
        capability("\n```yaml plan\n视角: [过程\n"),
    ] {
        assert!(titles(&silent).iter().all(|title| !title.contains("YAML")), "{silent}{:?}", titles(&silent));
    }
}

/// The unit at the cursor taken out, and what is left; the same with LF and CRLF.
fn extracted(source: &str) -> Option<(Extraction, String)> {
    let parsed = Fixture::parse(source);
    let [lf, crlf] = [parsed.clone(), parsed.with_crlf()].map(|fixture| {
        let (path, byte) = fixture.cursor.clone().unwrap();
        let mut workspace = fixture.open();
        let made = workspace.extraction(&path, &(byte..byte))?;
        let mut rest = workspace.text(&path).unwrap().to_text();
        for edit in made.edits.iter().rev() {
            rest.replace_range(edit.range.clone(), &edit.text);
        }
        // What the set says of levels and references is the same afterwards.
        let levels = |workspace: &mut Workspace, paths: &[&str]| -> Vec<String> {
            let of = |path: &&str| workspace.levels(path).into_iter();
            let all = paths.iter().flat_map(of).map(|level| {
                format!("{} {:?} {:?} {:?}", level.id, level.target, level.current, level.profile)
            });
            let mut all: Vec<String> = all.collect();
            all.sort();
            all
        };
        let dangling = |workspace: &mut Workspace, paths: &[&str]| -> Vec<String> {
            let found = paths.iter().flat_map(|path| workspace.findings(path));
            let mut found: Vec<String> =
                found.map(|finding| format!("{} {}", finding.rule, finding.message)).collect();
            found.sort();
            found
        };
        let before = (levels(&mut workspace, &[&path]), dangling(&mut workspace, &[&path]));
        workspace.open(&path, None, &rest);
        workspace.load(&made.file, &made.text);
        let paths = [path.as_str(), made.file.as_str()];
        let after = (levels(&mut workspace, &paths), dangling(&mut workspace, &paths));
        assert_eq!(after, before, "{}\n---\n{rest}", made.text);
        Some((made, rest))
    });
    let plain = |made: &Option<(Extraction, String)>| {
        made.as_ref().map(|(made, rest)| (made.text.replace("\r\n", "\n"), rest.replace("\r\n", "\n")))
    };
    assert_eq!(plain(&lf), plain(&crlf));
    let whole = crlf
        .as_ref()
        .is_none_or(|(made, _)| made.text.matches('\n').count() == made.text.matches("\r\n").count());
    assert!(whole, "{crlf:?}");
    lf
}

#[test]
fn a_unit_is_moved_into_a_file_of_its_own() {
    let set = "//- 集/capplan.toml\n";
    let markdown = format!(
        "{set}//- 集/a.plan.md\n# 规划😀\n\n## 能力：排产 {{#NC-01}}\n- 视角：过程\n- 等级：CL1 → CL2\n\n<!-- capplan: allow level-gap — 首期 -->\n### 能力单元 CU-0$01 甲\n\n- 组织边界：计划部\n\n#### 要素维\n\n##### 数据\n\n- 编码 [A.2.2.1 a]\n\n```text\n### 不是标题\n```\n\n### 能力单元 CU-02 乙\n\n## 能力模块 CM-01 丙\n- 组成：CU-01、CU-02\n"
    );
    let (made, rest) = extracted(&markdown).unwrap();
    assert_eq!(
        (made.title.as_str(), made.file.as_str()),
        ("把 CU-01 移到单独的文件 CU-01.plan.md", "/集/CU-01.plan.md")
    );
    let own = "<!-- capplan: allow level-gap — 首期 -->\n# 能力单元 CU-01 甲\n\n- 组织边界：计划部\n- 承载的新型能力：NC-01\n\n## 要素维\n\n### 数据\n\n- 编码 [A.2.2.1 a]\n\n```text\n### 不是标题\n```\n";
    assert_eq!(made.text, own);
    assert!(rest.contains("- 等级：CL1 → CL2\n\n### 能力单元 CU-02 乙\n"), "{rest}");
    // As the pattern of the set wants it; the last one; one that says what it carries; one that carries nothing.
    let own_pattern = markdown.replace(
        "//- 集/capplan.toml\n",
        "//- 集/capplan.toml\ninclude = [\"*.md\"]\nexclude = [\"*.plan.md\"]\n",
    );
    let own_pattern = own_pattern.replace("//- 集/a.plan.md", "//- 集/规划.md");
    assert_eq!(extracted(&own_pattern).unwrap().0.file, "/集/CU-01.md");
    let free = format!(
        "{set}//- 集/a.plan.md\n# 规划\n\n## 能力单元 CU-0$01 甲\n- 承载：NC-01\n\n### 数据\n- 采集😀\n\n## 能力：乙 {{#NC-01}}\n"
    );
    let (made, rest) = extracted(&free).unwrap();
    assert_eq!(made.text, "# 能力单元 CU-01 甲\n- 承载：NC-01\n\n## 数据\n- 采集😀\n");
    assert_eq!(rest, "# 规划\n\n## 能力：乙 {#NC-01}\n");
    let yaml = format!(
        "{set}//- 集/a.plan.yaml\nstandard: T/AIITRE 20001—2021\ncapabilities:\n  - id: NC-01\n    name: 排产😀\n    level: CL2\n    能力单元:\n      # 先做\n      - id: CU-0$01\n        name: 甲\n        boundary: |\n          一行\n\n          二行\n        element:\n          data: [编码（A.2.2.1 a）]\n      - id: CU-02\n        name: 乙\n"
    );
    let (made, rest) = extracted(&yaml).unwrap();
    assert_eq!(made.file, "/集/CU-01.plan.yaml");
    let own = "能力单元:\n  # 先做\n  - id: CU-01\n    name: 甲\n    boundary: |\n      一行\n\n      二行\n    carries: NC-01\n    element:\n      data: [编码（A.2.2.1 a）]\n";
    assert_eq!(made.text, own);
    assert!(rest.contains("    能力单元:\n      - id: CU-02\n"), "{rest}");
    // The only item takes the list's key with it.
    let only = yaml.replace("      - id: CU-02\n        name: 乙\n", "");
    let (_, rest) = extracted(&only).unwrap();
    assert!(rest.ends_with("    level: CL2\n"), "{rest}");
}

#[test]
fn a_unit_that_stood_in_a_module_is_named_among_its_members() {
    let set = "//- 集/capplan.toml\n//- 集/a.plan.md\n# 规划😀\n\n## 能力：排产 {#NC-01}\n- 等级：CL2\n\n## 能力模块 CM-01 甲\n";
    let below = "\n### 能力单元 CU-0$01 乙\n- 承载：NC-01\n\n#### 数据\n- 编码 [A.2.2.1 a]\n";
    for (members, after) in [
        ("- 能力形态：能力流\n- 组成：CU-02\n", "- 能力形态：能力流\n- 组成：CU-02、CU-01\n"),
        ("- 能力形态：能力流\n- 组成：CU-01\n", "- 能力形态：能力流\n- 组成：CU-01\n"),
        ("- 能力形态：能力流\n", "- 能力形态：能力流\n- 组成单元：CU-01\n"),
    ] {
        let (made, rest) = extracted(&format!("{set}{members}{below}")).unwrap();
        assert!(made.text.starts_with("# 能力单元 CU-01 乙\n- 承载：NC-01\n"), "{}", made.text);
        assert!(rest.ends_with(&format!("## 能力模块 CM-01 甲\n{after}\n")), "{rest}");
    }
}

#[test]
fn no_unit_is_moved_where_the_plan_would_say_something_else() {
    let set = "//- 集/capplan.toml\n";
    let units = "units:\n  - id: CU-0$01\n    carries: NC-01\n";
    for (why, source) in [
        ("no set", "//- a.plan.md\n## 能力单元 CU-0$01 甲\n- 等级：CL2\n".to_owned()),
        ("no id", format!("{set}//- 集/a.plan.md\n## 能力单元：甲$0\n- 等级：CL2\n")),
        ("a capability", format!("{set}//- 集/a.plan.md\n## 能力：甲$0 {{#NC-01}}\n- 等级：CL2\n")),
        ("carried without an id", format!("{set}//- 集/a.plan.md\n## 能力：甲\n### 能力单元 CU-0$01 乙\n- 等级：CL2\n")),
        ("excluded", "//- 集/capplan.toml\ninclude = [\"a.plan.md\"]\n//- 集/a.plan.md\n## 能力单元 CU-0$01 甲\n- 等级：CL2\n".to_owned()),
        ("there already", format!("{set}//- 集/CU-01.plan.yaml\ntitle: 甲\n//- 集/CU-01.yaml\ntitle: 甲\n//- 集/a.plan.yaml\n{units}").replace("//- 集/capplan.toml\n", "//- 集/capplan.toml\ninclude = [\"*.yaml\"]\n")),
        ("an alias", format!("{set}//- 集/a.plan.yaml\nboundaries: &甲 计划部\n{units}    boundary: *甲\n")),
        ("an anchor", format!("{set}//- 集/a.plan.yaml\n{units}    boundary: &甲 计划部\n  - id: CU-02\n    boundary: *甲\n")),
        ("in brackets", format!("{set}//- 集/a.plan.yaml\nunits: [{{id: CU-0$01, carries: NC-01}}]\n")),
    ] {
        assert_eq!(extracted(&source).map(|(made, _)| made.text), None, "{why}");
    }
}
