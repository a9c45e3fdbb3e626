//! Rewriting through the protocol: measures moved and sorted, units raised, plans converted into a new file.

use serde_json::{Value, json};

use super::actions::{actions, applied, titled};
use super::client::{Client, pushes, with};
use super::folder::Folder;

const URI: &str = "file:///a/规划.plan.md";
const PLAN: &str = "## 能力单元 CU-01 排产😀\n- 目标等级：CL1\n#### 数据\n- [x] 联网（进行中） [A.2.2.2 a]\n- 采集 [A.2.2.1 c]\n\
                    - 编码 [A.2.2.1 a]\n  - 细目\n#### 技术\n- 建平台 [A.2.2.2 b]\n";

/// The text after the action of a title.
fn after(text: &str, offered: &[Value], title: &str) -> String {
    let edits = titled(offered, title)["edit"]["changes"].as_object().unwrap().values().next().unwrap();
    applied(text, edits.as_array().unwrap())
}

#[test]
fn measures_are_moved_and_sorted_and_a_unit_is_raised() {
    let mut client = Client::start(&pushes());
    for text in [PLAN.to_owned(), PLAN.replace('\n', "\r\n")] {
        let eol = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let lines = |lines: &[&str]| lines.iter().map(|line| format!("{line}{eol}")).collect::<String>();
        client.open(URI, "markdown", &text);
        let refactor = json!({ "only": ["refactor"] });
        let offered = actions(&mut client, URI, 3, refactor.clone());
        assert_eq!(titled(&offered, "移到")["kind"], "refactor.move");
        let moved = after(&text, &offered, "移到所引条款的方面“技术”");
        assert!(
            moved.ends_with(&lines(&[
                "#### 技术",
                "- 建平台 [A.2.2.2 b]",
                "- [x] 联网（进行中） [A.2.2.2 a]"
            ])),
            "{moved}"
        );
        let sorted = after(&text, &offered, "按条款顺序排列“数据”");
        let wanted = [
            "#### 数据",
            "- 编码 [A.2.2.1 a]",
            "  - 细目",
            "- 采集 [A.2.2.1 c]",
            "- [x] 联网（进行中） [A.2.2.2 a]",
        ];
        assert!(sorted.contains(&lines(&wanted)), "{sorted}");
        let unasked = json!({ "only": ["refactor"], "triggerKind": 2 });
        assert_eq!(actions(&mut client, URI, 3, unasked), Vec::<Value>::new(), "the cursor only moved");
        let offered = actions(&mut client, URI, 0, refactor);
        let raised = after(&text, &offered, "把 CU-01 提到 CL2");
        assert!(
            raised.contains("目标等级：CL2") && raised.contains("待填写：") && raised.contains("#### 技术"),
            "{raised}"
        );
        assert_eq!(raised.matches(eol).count(), raised.lines().count(), "{raised}");
        assert!(
            actions(&mut client, URI, 0, json!({ "only": ["quickfix"] }))
                .iter()
                .all(|offer| offer["kind"] == "quickfix")
        );
        client.close(URI);
    }
    assert_eq!(client.finish(), 0);
}

const YAML: &str = "units:\n  - id: CU-01\n    name: 排产😀\n    target: CL1\n    element:\n      data:\n        - 联网（A.2.2.2 a）\n        \
                    # 先做\n        - text: 采集\n          clause: A.2.2.1 c\n        - 编码（A.2.2.1 a）\n      technology:\n        \
                    - 建平台（A.2.2.2 b）\n";

#[test]
fn the_same_in_yaml() {
    let uri = "file:///a/规划.plan.yaml";
    let mut client = Client::start(&pushes());
    client.open(uri, "yaml", YAML);
    let offered = actions(&mut client, uri, 6, json!({ "only": ["refactor"] }));
    let moved = after(YAML, &offered, "移到");
    assert!(
        moved.ends_with("      technology:\n        - 建平台（A.2.2.2 b）\n        - 联网（A.2.2.2 a）\n"),
        "{moved}"
    );
    let sorted = after(YAML, &offered, "按条款顺序");
    assert!(
        sorted.contains(
            "      data:\n        - 编码（A.2.2.1 a）\n        # 先做\n        - text: 采集\n          clause: A.2.2.1 c\n        - 联网"
        ),
        "{sorted}"
    );
    let offered = actions(&mut client, uri, 1, json!({ "only": ["refactor.rewrite"] }));
    let raised = after(YAML, &offered, "CL2");
    assert!(raised.contains("target: CL2") && raised.contains("待填写："), "{raised}");
    assert_eq!(client.finish(), 0);
}

#[test]
fn a_plan_is_converted_into_a_new_file_where_the_client_can_make_one() {
    // Neovim says that it creates files, and nothing of the edits that do.
    let able = json!({ "workspace": { "workspaceEdit": { "resourceOperations": ["create", "rename"] } } });
    let mut client = Client::start(&with(pushes(), &able));
    client.open(URI, "markdown", PLAN);
    let offered = actions(&mut client, URI, 0, json!({ "only": ["refactor.rewrite"] }));
    let changes = titled(&offered, "转换为 YAML（新文件 规划.plan.yaml）")["edit"]["documentChanges"].clone();
    let uri = changes[0]["uri"].as_str().unwrap();
    assert!(changes[0]["kind"] == "create" && uri.ends_with(".plan.yaml"), "{changes}");
    assert_eq!(changes[1]["textDocument"]["uri"], uri);
    assert!(changes[1]["edits"][0]["newText"].as_str().unwrap().contains("- id: CU-01\n"), "{changes}");
    let elsewhere = actions(&mut client, URI, 4, json!({}));
    assert!(elsewhere.iter().all(|offer| !offer["title"].as_str().unwrap().contains("转换")));
    assert_eq!(client.finish(), 0);
    let mut client = Client::start(&pushes());
    client.open(URI, "markdown", PLAN);
    let offered = actions(&mut client, URI, 0, json!({ "only": ["refactor.rewrite"] }));
    assert!(offered.iter().all(|offer| !offer["title"].as_str().unwrap().contains("转换")));
    assert_eq!(client.finish(), 0);
}

#[test]
fn fields_are_written_as_embedded_yaml_and_back() {
    let mut client = Client::start(&pushes());
    let plan = "## 能力：排产😀 {#NC-01}\r\n\r\n- 视角：过程、对象\r\n- 等级：CL2 → CL3\r\n";
    client.open(URI, "markdown", plan);
    let offered = actions(&mut client, URI, 2, json!({ "only": ["refactor.rewrite"] }));
    let there = after(plan, &offered, "把 NC-01 的字段改写为内嵌 YAML");
    assert_eq!(
        there,
        "## 能力：排产😀 {#NC-01}\r\n\r\n```yaml plan\r\n视角: [过程, 对象]\r\n等级: CL2 → CL3\r\n```\r\n"
    );
    client.replace(URI, 2, &there);
    let offered = actions(&mut client, URI, 0, json!({ "only": ["refactor.rewrite"] }));
    let back = after(&there, &offered, "把 NC-01 的内嵌 YAML 改写为字段");
    assert_eq!(back, plan.replace("视角", "主要视角"));
    assert_eq!(client.finish(), 0);
}

#[test]
fn a_unit_is_moved_into_a_file_of_its_set_where_the_client_can_make_one() {
    let plan = "# 规划\n\n## 能力：排产😀 {#NC-01}\n- 等级：CL2\n\n### 能力单元 CU-01 甲\n\n#### 数据\n- 编码 [A.2.2.1 a]\n\n### 能力单元 CU-02 乙\n";
    let folder =
        Folder::new("单独 文件", &[("capplan.toml", ""), ("a.plan.md", plan), ("CU-02.plan.md", "# 乙\n")]);
    let uri = folder.uri("a.plan.md");
    let able = json!({ "workspace": { "workspaceEdit": { "documentChanges": true, "resourceOperations": ["create"] } } });
    let extract = json!({ "only": ["refactor.extract"] });
    let mut client = Client::start(&with(pushes(), &able));
    client.open(&uri, "markdown", plan);
    client.published(&uri, 1);
    let offered = actions(&mut client, &uri, 5, extract.clone());
    let action = titled(&offered, "把 CU-01 移到单独的文件 CU-01.plan.md");
    assert_eq!(action["kind"], "refactor.extract");
    let changes = &action["edit"]["documentChanges"];
    let made = changes[0]["uri"].as_str().unwrap();
    assert!(changes[0]["kind"] == "create" && made.ends_with("/CU-01.plan.md"), "{changes}");
    assert_eq!(changes[1]["textDocument"], json!({ "uri": made, "version": null }));
    assert_eq!(
        changes[1]["edits"][0]["newText"],
        "# 能力单元 CU-01 甲\n\n- 承载的新型能力：NC-01\n\n## 数据\n- 编码 [A.2.2.1 a]\n"
    );
    assert_eq!(changes[2]["textDocument"], json!({ "uri": uri, "version": 1 }));
    let rest = applied(plan, changes[2]["edits"].as_array().unwrap());
    assert_eq!(rest, "# 规划\n\n## 能力：排产😀 {#NC-01}\n- 等级：CL2\n\n### 能力单元 CU-02 乙\n");
    assert_eq!(actions(&mut client, &uri, 10, extract.clone()), Vec::<Value>::new(), "that file is there");
    assert_eq!(
        actions(&mut client, &uri, 5, json!({ "only": ["refactor.extract"], "triggerKind": 2 })),
        Vec::<Value>::new()
    );
    assert_eq!(client.finish(), 0);
    let mut client = Client::start(&pushes());
    client.open(&uri, "markdown", plan);
    client.published(&uri, 1);
    assert_eq!(actions(&mut client, &uri, 5, extract), Vec::<Value>::new(), "it cannot make files");
    assert_eq!(client.finish(), 0);
}
