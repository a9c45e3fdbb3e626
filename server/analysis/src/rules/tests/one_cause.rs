//! One cause, one finding: what follows from a slip, a placeholder or a lost reference is no finding of its own.

use std::collections::BTreeMap;

use crate::fixture::{Fixture, check_rules};

const YAML: &str = "\
standard: T/AIITRE 20001—2021
demand: 打通订单到交付😀
advantages: [{id: YS-1, name: 交付快}]
capabilities:
  - id: NC-01
    name: 甲
    viewpoint: carrier
    target: CL2
    supports: YS-1
  - id: NC-02
    name: 乙
    viewpoint: process
    target: CL2
    parent: NC-01
    boundary: 计划部
  - id: NC-03
    name: 丙
    viewpoint: object
    target: CL2
    parent: NC-01
units:
  - id: CU-01
    name: 单元一
    carries: NC-02
    element:
      data:
        - 采集 [A.2.2.1 a]
  - id: CU-02
    name: 单元二
    carries: NC-03
modules:
  - id: CM-01
    name: 模块一
    pattern: flow
    members: [CU-01, CU-02]
";

const MARKDOWN: &str = "\
---
standard: T/AIITRE 20001—2021
demand: 打通订单到交付😀
advantages: [{id: YS-1, name: 交付快}]
---
## 能力：甲 {#NC-01}
- 主要视角：载体
- 目标等级：CL2
- 支撑优势：YS-1
## 能力：乙 {#NC-02}
- 主要视角：过程
- 目标等级：CL2
- 上级能力：NC-01
- 组织边界：计划部
## 能力：丙 {#NC-03}
- 主要视角：对象
- 目标等级：CL2
- 上级能力：NC-01
## 能力单元 CU-01 单元一
- 承载的新型能力：NC-02
### 能力要素
#### 数据
- 采集 [A.2.2.1 a]
## 能力单元 CU-02 单元二
- 承载的新型能力：NC-03
## 能力模块 CM-01 模块一
- 能力模块类型：流程型
- 组成单元：CU-01、CU-02
";

fn told(path: &str, text: &str) -> BTreeMap<&'static str, usize> {
    let mut workspace = Fixture::parse("//# profile=thorough\n//- capplan.toml\n").open();
    workspace.load(path, text);
    let mut found = BTreeMap::new();
    for finding in workspace.findings(path) {
        *found.entry(finding.rule).or_default() += 1;
    }
    found
}

/// The rules that say more of a text after an edit than before.
fn added(path: &str, text: &str, old: &str, new: &str) -> Vec<&'static str> {
    assert!(text.contains(old), "{old}");
    let before = told(path, text);
    let edited = text.replacen(old, new, 1);
    for line_end in ["\n", "\r\n"] {
        assert_eq!(told(path, &edited.replace('\n', line_end)), told(path, &edited), "{new}");
    }
    let more = told(path, &edited).into_iter();
    more.filter(|(rule, count)| before.get(rule).is_none_or(|known| known < count))
        .map(|(rule, _)| rule)
        .collect()
}

#[test]
fn a_slip_a_placeholder_or_a_lost_reference_is_told_once_in_yaml() {
    let edits = [
        ("element:", "elemnt:", "unknown-key"),
        ("data:", "dat:", "unknown-key"),
        ("carries:", "carrys:", "unknown-key"),
        ("supports:", "suports:", "unknown-key"),
        ("members:", "membrs:", "unknown-key"),
        ("viewpoint:", "viewpont:", "unknown-key"),
        ("carries: NC-02", "carries: 待填写", "placeholder"),
        ("boundary: 计划部", "boundary: TODO", "placeholder"),
        ("target: CL2", "target: 待定", "placeholder"),
        ("viewpoint: carrier", "viewpoint: TODO", "placeholder"),
        ("demand: 打通订单到交付😀", "demand: TODO", "placeholder"),
        ("supports: YS-1", "supports: TODO", "placeholder"),
        ("supports: YS-1", "supports: []", "untraced-capability"),
        ("supports: YS-1", "supports:", "untraced-capability"),
        ("supports: YS-1", "supports: \"\"", "untraced-capability"),
        ("parent: NC-01", "parent: TODO", "placeholder"),
        ("members: [CU-01, CU-02]", "members: 待填写", "placeholder"),
        ("carries: NC-02", "carries: CM-01", "wrong-reference-kind"),
        ("members: [CU-01", "members: [NC-01", "wrong-reference-kind"),
        ("parent: NC-01", "parent: CU-01", "wrong-reference-kind"),
        ("supports: YS-1", "supports: NC-02", "wrong-reference-kind"),
        ("carries: NC-02", "carries: {a: NC-02}", "wrong-type"),
        ("viewpoint: carrier", "viewpoint: {a: carrier}", "wrong-type"),
        ("supports: YS-1", "supports: {a: YS-1}", "wrong-type"),
        ("members: [CU-01, CU-02]", "members: {a: CU-01}", "wrong-type"),
        ("parent: NC-01", "parent: {a: NC-01}", "wrong-type"),
        ("carries: NC-02", "carries: @NC-02", "unquoted-notation"),
    ];
    for (old, new, rule) in edits {
        assert_eq!(added("/a.plan.yaml", YAML, old, new), [rule], "{old} → {new}");
    }
}

#[test]
fn a_slip_a_placeholder_or_a_lost_reference_is_told_once_in_markdown() {
    let edits = [
        ("主要视角", "主要视觉", "near-miss-label"),
        ("承载的新型能力", "承载的新形能力", "near-miss-label"),
        ("组成单元", "组成单位", "near-miss-label"),
        ("承载的新型能力：NC-02", "承载的新型能力：待填写", "placeholder"),
        ("组织边界：计划部", "组织边界：待填写", "placeholder"),
        ("目标等级：CL2", "目标等级：待定", "placeholder"),
        ("主要视角：载体", "主要视角：待填写", "placeholder"),
        ("支撑优势：YS-1", "支撑优势：TODO", "placeholder"),
        ("demand: 打通订单到交付😀", "demand: TODO", "placeholder"),
        ("支撑优势：YS-1", "支撑优势：", "untraced-capability"),
        ("支撑优势：YS-1", "支撑优势：—", "untraced-capability"),
        ("上级能力：NC-01", "上级能力：TODO", "placeholder"),
        ("组成单元：CU-01、CU-02", "组成单元：待填写", "placeholder"),
        ("承载的新型能力：NC-02", "承载的新型能力：CM-01", "wrong-reference-kind"),
        ("组成单元：CU-01", "组成单元：NC-01", "wrong-reference-kind"),
        ("上级能力：NC-01", "上级能力：CU-01", "wrong-reference-kind"),
        ("支撑优势：YS-1", "支撑优势：NC-02", "wrong-reference-kind"),
    ];
    for (old, new, rule) in edits {
        assert_eq!(added("/a.plan.md", MARKDOWN, old, new), [rule], "{old} → {new}");
    }
}

#[test]
fn an_entity_without_an_id_is_told_so_and_nothing_that_follows_from_it() {
    let rules = ["missing-id", "uncarried-capability", "uncombined-unit", "missing-viewpoint"];
    check_rules(
        &rules,
        "
        //# profile=thorough
        //- plan.plan.md
        ## 能力：
           ^^^^^^ missing-id
        - 组织边界：计划部
        ## 能力：催交😀
           ^^^^^^^^^^^^ missing-id
        - 视角：过程
        ## 能力单元
        ## 能力单元 CU-01 排产
        ## 能力单元：催交
           ^^^^^^^^^^^^^^ missing-id
        - 责任部门：计划部
        ## 能力模块 CM-01 组合
        - 组成单元：CU-01
        ",
    );
    check_rules(
        &rules,
        "
        //# profile=thorough
        //- plan.plan.yaml
        capabilities:
          - boundary: 计划部
            ^^^^^^^^ missing-id
          - name: 催交
            ^^^^ missing-id
            viewpoint: process
        units:
          - {id: CU-01, name: 排产}
          - {name: 催交, owner: 计划部}
             ^^^^ missing-id
        modules:
          - {id: CM-01, members: CU-01}
        ",
    );
}

#[test]
fn the_id_of_the_attributes_is_no_part_of_the_name() {
    let mut workspace = Fixture::parse(
        "//# profile=thorough\n//- a.plan.md\n## 能力单元 CU-1 乙 {#CU-1 target=CL3}\n## 能力单元 CU-2 丙 {#CU-9}\n",
    )
    .open();
    let names: Vec<String> = workspace
        .plan("/a.plan.md")
        .unwrap()
        .0
        .entities()
        .map(|entity| entity.name.as_ref().unwrap().text.clone())
        .collect();
    assert_eq!(names, ["乙", "CU-2 丙"]);
}
