//! Folding and selection ranges through the protocol.

use serde_json::{Value, json};

use super::client::{Client, pushes, with};

const MARKDOWN: &str = "---\r\nstandard: T/AIITRE 20001—2021\r\n---\r\n# 规划😀\r\n<!-- 一\r\n二 -->\r\n## 能力单元 CU-01 😀计划\r\n##### 数据\r\n- 😀采集主数据 [A.3.2.1 a]\r\n\r\n## 说明\r\n";
const YAML: &str =
    "standard: T/AIITRE 20001—2021\nunits:\n  - id: CU-01\n    viewpoint: [过程]\nmodules: []\n";

fn folds(client: &mut Client, uri: &str) -> Value {
    client.request("textDocument/foldingRange", json!({ "textDocument": { "uri": uri } })).unwrap()
}

#[test]
fn lines_fold_and_no_more_than_the_client_takes() {
    for limit in [Value::Null, json!(2)] {
        let folding = json!({ "lineFoldingOnly": true, "rangeLimit": limit });
        let mut client =
            Client::start(&with(pushes(), &json!({ "textDocument": { "foldingRange": folding } })));
        assert_eq!(client.initialized["capabilities"]["foldingRangeProvider"], true);
        client.open("file:///a/规划.plan.md", "markdown", MARKDOWN);
        let all = json!([
            { "startLine": 0, "endLine": 2, "kind": "region" },
            { "startLine": 3, "endLine": 10 },
            { "startLine": 4, "endLine": 5, "kind": "comment" },
            { "startLine": 6, "endLine": 8 },
            { "startLine": 7, "endLine": 8 },
        ]);
        let found = folds(&mut client, "file:///a/规划.plan.md");
        if limit.is_null() {
            assert_eq!(found, all);
        } else {
            assert_eq!(found, json!([all[0], all[1]]));
        }
        // Right behind an edit.
        client.change("file:///a/规划.plan.md", 2, &[([0, 0, 3, 0], "")]);
        assert_eq!(folds(&mut client, "file:///a/规划.plan.md")[0]["startLine"], 0);
        client.open("file:///a/b.plan.yaml", "yaml", YAML);
        let lines = json!([{ "startLine": 1, "endLine": 3 }, { "startLine": 2, "endLine": 3 }]);
        assert_eq!(folds(&mut client, "file:///a/b.plan.yaml"), lines);
        client.open("file:///a/c.plan.yaml", "yaml", "");
        assert_eq!(folds(&mut client, "file:///a/c.plan.yaml"), json!([]));
        client.open("file:///a/notes.md", "markdown", "# 能力\n## 能力单元 CU-01\n文\n");
        assert_eq!(folds(&mut client, "file:///a/notes.md"), Value::Null, "another's business");
    }
}

#[test]
fn a_selection_grows_in_every_encoding() {
    for (encoding, emoji, han) in [("utf-8", 4, 3), ("utf-16", 2, 1), ("utf-32", 1, 1)] {
        let mut client =
            Client::start(&with(pushes(), &json!({ "general": { "positionEncodings": [encoding] } })));
        assert_eq!(client.initialized["capabilities"]["selectionRangeProvider"], true);
        let uri = "file:///a/规划.plan.md";
        client.open(uri, "markdown", MARKDOWN);
        let at = json!([{ "line": 8, "character": 2 + emoji + 3 * han }, { "line": 99, "character": 0 }]);
        let params = json!({ "textDocument": { "uri": uri }, "positions": at });
        let found = client.request("textDocument/selectionRange", params).unwrap();
        assert_eq!(found.as_array().unwrap().len(), 2);
        let mut chain = Vec::new();
        let mut step = &found[0];
        while !step.is_null() {
            let ends = ["start", "end"]
                .map(|end| ["line", "character"].map(|part| step["range"][end][part].as_u64().unwrap()));
            chain.push((ends[0], ends[1]));
            step = &step["parent"];
        }
        let (first, text) = (2 + emoji, 2 + emoji + 5 * han);
        let expected = [
            ([8, first], [8, text]),
            ([8, 2], [8, text]),
            ([8, 2], [8, text + 12]),
            ([8, 0], [8, text + 12]),
            ([7, 0], [10, 0]),
            ([6, 0], [10, 0]),
            ([0, 0], [11, 0]),
        ];
        assert_eq!(chain, expected, "{encoding}");
        assert_eq!(found[1]["range"]["end"]["line"], 11, "a place past the end is moved to it");
        client.open("file:///a/notes.md", "markdown", "# 能力\n");
        let params = json!({ "textDocument": { "uri": "file:///a/notes.md" }, "positions": at });
        assert_eq!(client.request("textDocument/selectionRange", params).unwrap(), Value::Null);
    }
}
