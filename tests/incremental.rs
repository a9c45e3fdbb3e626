//! Edits one by one must lead to what a cold start makes of the same text; and cost what they change.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use capplan_analysis::rules::Profile;
use capplan_analysis::text::Edit;
use capplan_analysis::workspace::{Options, Workspace};
use capplan_tests::{dump, plan};

/// A workspace with one open document in which every rule speaks.
fn opened(path: &str, text: &str) -> Workspace {
    let mut workspace = Workspace::new(Options { profile: Some(Profile::Thorough), ..Options::default() });
    workspace.open(path, None, text);
    workspace
}

/// A small generator of numbers, so that a failure can be repeated.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % (limit.max(1) as u64)).unwrap()
    }
}

const SNIPPETS: [&str; 44] = [
    "字",
    "😀",
    "e\u{301}",
    "\n",
    "\r\n",
    "\n\n",
    "```\n",
    "~~~\n",
    "---\n",
    "===\n",
    "# ",
    "## 能力：新能力 {#NC-99}\n",
    "### 能力单元 CU-99 新单元\n",
    "#### 数据\n",
    "- ",
    "  ",
    "    ",
    "- [x] 措施 [A.3.2.1 a]\n",
    "[A.3.",
    "]",
    "（A.3.2.1 b）",
    "：",
    ":",
    "#",
    "<!-- ",
    "-->",
    "| a | b |\n|---|---|\n",
    "|",
    "- id: CU-77\n",
    "units:\n",
    "  element:\n",
    "data:\n",
    "key: |\n",
    "[",
    "{",
    "}",
    "\"",
    "'",
    "&a ",
    "*a",
    "standard: T/AIITRE 20001—2021\n",
    "\t",
    "等级：CL3\n",
    "<!-- capplan: allow level-gap — 试点 -->\n",
];

fn random_edit(text: &str, numbers: &mut Numbers) -> Edit {
    let boundary = |mut at: usize| {
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = boundary(numbers.below(text.len() + 1));
    let length = match numbers.below(10) {
        0..=4 => 0,
        5..=7 => numbers.below(12),
        8 => numbers.below(200),
        _ => numbers.below(1500),
    };
    let end = boundary((start + length).min(text.len()));
    let text = match numbers.below(8) {
        0 => String::new(),
        1 => text[boundary(numbers.below(text.len() + 1))..].chars().take(numbers.below(400)).collect(),
        _ => SNIPPETS[numbers.below(SNIPPETS.len())].to_owned(),
    };
    Edit { range: start..end.max(start), text }
}

fn same_as_cold(path: &str, source: &str, seeds: std::ops::Range<u64>, edits: usize) {
    for seed in seeds {
        let mut numbers = Numbers(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        let mut text = source.to_owned();
        let mut live = opened(path, &text);
        let mut history = Vec::new();
        for _ in 0..edits {
            for _ in 0..=numbers.below(3) {
                let edit = random_edit(&text, &mut numbers);
                text.replace_range(edit.range.clone(), &edit.text);
                live.edit(path, &edit);
                history.push(edit);
            }
            let warm = dump(&mut live, path);
            let cold = dump(&mut opened(path, &text), path);
            if warm != cold {
                let only = |a: &str, b: &str| {
                    a.lines().filter(|line| !b.contains(line)).take(4).map(str::to_owned).collect::<Vec<_>>()
                };
                let first = warm.lines().zip(cold.lines()).find(|(a, b)| a != b);
                panic!(
                    "{path} seed {seed} after {} edits (last {:?})\nonly warm: {:#?}\nonly cold: {:#?}\nfirst {first:#?}\ntext:\n{text}",
                    history.len(),
                    history.last(),
                    only(&warm, &cold),
                    only(&cold, &warm),
                );
            }
        }
    }
}

#[test]
fn edits_in_markdown_lead_where_a_cold_start_leads() {
    same_as_cold("/a.plan.md", &plan("shared/xinghai-equipment.plan.md"), 0..3, 20);
    same_as_cold("/b.plan.md", &plan("shared/minimal.plan.md"), 100..115, 30);
    same_as_cold("/c.plan.md", &plan("shared/group/modules.plan.md"), 200..212, 30);
}

#[test]
fn edits_in_yaml_lead_where_a_cold_start_leads() {
    same_as_cold("/a.plan.yaml", &plan("shared/lantian-grid.plan.yaml"), 0..3, 20);
    same_as_cold("/b.plan.yaml", &plan("shared/minimal.plan.yaml"), 100..115, 30);
    same_as_cold("/c.plan.yaml", &plan("shared/group/capabilities.plan.yaml"), 200..212, 30);
}

#[test]
fn edits_in_crlf_lead_where_a_cold_start_leads() {
    same_as_cold("/a.plan.md", &plan("shared/minimal.plan.md").replace('\n', "\r\n"), 300..308, 30);
    same_as_cold("/a.plan.yaml", &plan("shared/minimal.plan.yaml").replace('\n', "\r\n"), 300..308, 30);
}

#[test]
fn what_a_rule_reads_of_another_entity_is_checked_again() {
    let plan = "## 能力：排产能力 {#NC-01}
- 视角：过程
- 价值效益：效率提升

## 能力单元 CU-01 计划排产
- 承载：NC-01
- 组织边界：计划部
- 等级：CL1 → CL2

| 指标 | 价值效益 | 目标值 |
|---|---|---|
| 准交率 | 效率提升 | 90% |

## 能力模块 CM-01 组合
- 组合范式：流程型
- 组成：CU-01
- 视角：过程
- 等级：CL2
";
    // An indicator's benefit, a field that becomes a placeholder, one that is misspelt, a member, a level, evidence.
    let edits = [
        ("| 准交率 | 效率提升", "| 准交率 | 成本降低"),
        ("组织边界：计划部", "组织边界：待填写"),
        ("- 组织边界：计划部", "- 组织边届：计划部"),
        ("组成：CU-01", "组成：CU-09"),
        ("- 等级：CL1 → CL2", "- 等级：CL1 → CL9"),
        ("- 组织边界：计划部", "- 评测依据：内审报告"),
        ("- 视角：过程\n- 价值", "- 视角：对象\n- 价值"),
    ];
    for (old, new) in edits {
        let at = plan.find(old).unwrap();
        let mut live = opened("/a.plan.md", plan);
        let before = dump(&mut live, "/a.plan.md");
        live.edit("/a.plan.md", &Edit { range: at..at + old.len(), text: new.to_owned() });
        let changed = plan.replacen(old, new, 1);
        let warm = dump(&mut live, "/a.plan.md");
        assert_ne!(warm, before, "{new}");
        assert_eq!(warm, dump(&mut opened("/a.plan.md", &changed), "/a.plan.md"), "{new}");
        live.edit("/a.plan.md", &Edit { range: at..at + new.len(), text: old.to_owned() });
        assert_eq!(dump(&mut live, "/a.plan.md"), before, "{new} taken back");
    }
}

#[test]
fn every_file_whose_findings_change_is_named_and_few_others() {
    let files = ["capabilities.plan.yaml", "modules.plan.md", "units.plan.md"];
    let paths = files.map(|file| format!("/集团/{file}"));
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
    let mut set = Workspace::new(Options { profile: Some(Profile::Thorough), ..Options::default() });
    set.set_config("/集团", Some(""));
    let mut texts = files.map(|file| plan(&format!("shared/group/{file}")));
    for (path, text) in paths.iter().zip(&texts) {
        set.open(path, None, text);
    }
    let (mut named, mut changed) = (0, 0);
    for _ in 0..120 {
        let before = paths.each_ref().map(|path| set.findings(path));
        let which = numbers.below(files.len());
        let edit = random_edit(&texts[which], &mut numbers);
        texts[which].replace_range(edit.range.clone(), &edit.text);
        set.edit(&paths[which], &edit);
        let affected = set.refresh();
        for (at, path) in paths.iter().enumerate() {
            let differs = set.findings(path) != before[at];
            assert!(!differs || affected.contains(path), "{path} after {edit:?}");
            named += usize::from(at != which && affected.contains(path));
            changed += usize::from(at != which && differs);
        }
    }
    assert!(changed > 0 && named <= changed + 120 / 2, "{named} named, {changed} changed");
}
