//! Words of an organization's own for terms: in `capplan.toml` they count as the terms do, in every rule.

use crate::fixture::check_rules;
use crate::workspace::{Options, Workspace, own_words};

#[test]
fn own_words_are_known_and_count_as_their_terms_in_markdown() {
    check_rules(
        &JUDGED,
        "
        //# profile=thorough
        //- a/capplan.toml
        [synonyms]
        \"组织全局\" = [\"全公司\", \"集团全局\"]
        viewpoint.process = [\"业务链\"]
        form.node = [\"能力点\", \"点/面\"]
        level.CL4 = [\"先进级\"]
        \"质量提高\" = [\"品质跃升\"]
        //- a/1.plan.md
        # 规划
        - 视角：过程
        ## 能力：排产能力😀 {#NC-01}
        - 视角：业务链、供应链
                        ^^^^^^ unknown-viewpoint
        - 等级：CL2 → CL4（先进级）
        - 覆盖范围：集团全局
                    ^^^^^^^^ level-scope-mismatch: 组织全局
        - 能力形态：点/面
        - 价值效益：品质跃升、心情愉快
                              ^^^^^^^^ unknown-benefit
        ",
    );
}

const JUDGED: [&str; 11] = [
    "level-name-mismatch",
    "unknown-benefit",
    "unknown-viewpoint",
    "unknown-value",
    "unknown-level",
    "synonym",
    "conflicting-values",
    "level-scope-mismatch",
    "level-viewpoint-mismatch",
    "current-level-unsupported",
    "current-level-without-evidence",
];

#[test]
fn every_rule_takes_an_own_word_for_its_term_in_yaml() {
    let plan = |config: &str, marks: [&str; 4]| {
        format!(
            "
//# profile=thorough
//- a/capplan.toml
{config}
//- a/1.plan.yaml
standard: T/AIITRE 20001—2021
capabilities:
  - id: NC-01
    name: 排产能力😀
    viewpoint: [业务链, 对象]
{}    scope: 场景通
{}    level: CL3
{}    units:
      - id: CU-01
        name: 排产
        level: CL3
        element:
          data:
            - text: 采集数据
              status: 已上线
{}",
            marks[0], marks[1], marks[3], marks[2]
        )
    };
    let unknown = [
        "                ^^^^^^ unknown-viewpoint\n",
        "           ^^^^^^ unknown-value\n",
        "                      ^^^^^^ unknown-value\n",
        "",
    ];
    check_rules(&JUDGED, &plan("profile = \"thorough\"", unknown));
    let words = "[synonyms]\nviewpoint.process = [\"业务链\"]\nscope.scenario = [\"场景通\"]\n[status]\ndone = [\"已上线\"]";
    check_rules(&JUDGED, &plan(words, ["", "", "", "           ^^^ level-scope-mismatch\n"]));
}

#[test]
fn an_own_status_marks_a_measure_in_every_shape() {
    let done = |toml: &str, path: &str, text: &str| {
        let mut workspace = Workspace::new(Options::default());
        workspace.set_config("/a", Some(toml));
        workspace.open(path, None, text);
        let (set, ..) =
            workspace.plan(path).map(|(set, document, _)| (set, document)).into_iter().next().unwrap();
        let unit = set.definition("CU-01", &[crate::schema::Kind::Unit]).unwrap();
        unit.measures.iter().map(|m| (m.text.text.clone(), m.status.is_some())).collect::<Vec<_>>()
    };
    let markdown = "## 能力单元 CU-01 排产\r\n#### 数据\r\n- 采集😀（已上线）[A.3.2.1 a]\r\n- 集成【已上线】\r\n\r\n| 方面 | 建设内容 | 状态 |\r\n|---|---|---|\r\n| 数据 | 应用 | 已上线 |\r\n";
    let yaml = "standard: T/AIITRE 20001—2021\nunits:\n  - id: CU-01\n    name: 排产\n    element:\n      data:\n        - 采集😀（A.3.2.1 a）（已上线）\n        - 集成（已上线）\n        - {text: 应用, status: 已上线}\n";
    let words = "[status]\ndone = [\"已上线\"]\n";
    for (path, text) in [("/a/1.plan.md", markdown), ("/a/1.plan.yaml", yaml)] {
        let expected = [("采集😀", true), ("集成", true), ("应用", true)].map(|(t, s)| (t.to_owned(), s));
        assert_eq!(done(words, path, text), expected, "{path}");
        assert!(done("", path, text).iter().all(|(_, status)| !status), "{path}");
    }
}

#[test]
fn a_changed_setting_is_felt_at_once_and_leads_where_a_cold_start_leads() {
    let words = |word: &str| format!("[synonyms]\nscope.organization = [\"{word}\"]\n");
    let plan = "## 能力：排产能力 {#NC-01}\n- 视角：过程\n- 覆盖范围：集团全局\n";
    let findings = |workspace: &mut Workspace| {
        let found = workspace.findings("/a/1.plan.md");
        found.into_iter().map(|finding| (finding.rule, finding.range, finding.message)).collect::<Vec<_>>()
    };
    let cold = |toml: Option<&str>| {
        let mut workspace = Workspace::new(Options::default());
        workspace.set_config("/a", toml);
        workspace.open("/a/1.plan.md", None, plan);
        findings(&mut workspace)
    };
    let mut live = Workspace::new(Options::default());
    live.open("/a/1.plan.md", None, plan);
    for toml in [Some(words("集团全局")), Some(words("全集团")), None, Some(words("集团全局"))] {
        live.set_config("/a", toml.as_deref());
        let known = toml.as_ref().is_some_and(|toml| toml.contains("集团全局"));
        let found = findings(&mut live);
        assert_eq!(found.iter().any(|(rule, ..)| *rule == "unknown-value"), !known, "{toml:?}");
        assert_eq!(found, cold(toml.as_deref()), "{toml:?}");
    }
}

#[test]
fn the_client_goes_before_the_file_word_by_word() {
    let client = serde_json::json!({ "synonyms": { "scope.partners": ["联盟"] } });
    let plan = "## 能力：排产能力 {#NC-01}\n- 视角：业务链、对象\n- 等级：CL4\n- 覆盖范围：联盟\n### 能力单元 CU-01 甲\n### 能力单元 CU-02 乙\n";
    let rules = |workspace: &mut Workspace| {
        let found = workspace.findings("/a/1.plan.md").into_iter().map(|finding| finding.rule);
        let judged = ["level-scope-mismatch", "unknown-value", "unknown-viewpoint"];
        found.filter(|rule| judged.contains(rule)).collect::<Vec<_>>()
    };
    let mut workspace = Workspace::new(Options::default());
    let file = "[synonyms]\nscope.scenario = [\"联盟\"]\nviewpoint.process = [\"业务链\"]\n";
    workspace.set_config("/a", Some(file));
    workspace.open("/a/1.plan.md", None, plan);
    assert_eq!(rules(&mut workspace), ["level-scope-mismatch"]);
    workspace.set_options(Options { words: own_words(&client).0, ..Options::default() });
    assert_eq!(rules(&mut workspace), Vec::<&str>::new());
    workspace.set_options(Options::default());
    assert_eq!(rules(&mut workspace), ["level-scope-mismatch"]);
}

#[test]
fn a_folder_within_a_folder_has_its_own_words() {
    check_rules(
        &JUDGED,
        "
        //# profile=thorough
        //- a/capplan.toml
        [synonyms]
        viewpoint.process = [\"业务链\"]
        //- a/1.plan.md
        ## 能力：排产能力 {#NC-01}
        - 视角：业务链
        //- a/b/capplan.toml
        //- a/b/2.plan.md
        ## 能力：排产能力 {#NC-01}
        - 视角：业务链
                ^^^^^^ unknown-viewpoint
        ",
    );
}
