//! What clients should not send and do: documents opened twice or not at all, places that no text has, files of other
//! schemes and systems, questions that nobody wants answered any more.

use capplan_tests::long::long_yaml;
use serde_json::{Value, json};

use super::client::{Client, pulls, pushes, rules, with};

const URI: &str = "file:///a/规划.plan.yaml";
const TEXT: &str = "capabilities:\n  - {id: NC-01, name: 排产😀, level: CL9}\nunits: [{id: CU-01, carries: NC-01, element: {data: [采集（A.3.2.1 a）]}}]\n";

/// Every question about a document, with the parameters that all of them take together.
const QUESTIONS: [&str; 19] = [
    "textDocument/hover",
    "textDocument/completion",
    "textDocument/codeAction",
    "textDocument/documentSymbol",
    "textDocument/semanticTokens/full",
    "textDocument/semanticTokens/full/delta",
    "textDocument/semanticTokens/range",
    "textDocument/foldingRange",
    "textDocument/selectionRange",
    "textDocument/definition",
    "textDocument/declaration",
    "textDocument/references",
    "textDocument/documentHighlight",
    "textDocument/documentLink",
    "textDocument/prepareRename",
    "textDocument/rename",
    "textDocument/diagnostic",
    "workspace/symbol",
    "workspace/diagnostic",
];

fn question(uri: &str, at: [u64; 2], to: [u64; 2]) -> Value {
    let [start, end] = [at, to].map(|[line, character]| json!({ "line": line, "character": character }));
    json!({
        "textDocument": { "uri": uri }, "position": start, "positions": [start, end],
        "range": { "start": start, "end": end },
        "context": { "diagnostics": [], "includeDeclaration": true, "triggerKind": 1 },
        "previousResultId": "1", "previousResultIds": [], "newName": "NC-77", "query": "",
    })
}

/// Whether an answer says that there is nothing.
fn is_empty(answer: &Value) -> bool {
    let list = |value: &Value| value.as_array().is_some_and(Vec::is_empty);
    // A report on a document may say that there is nothing.
    let reports =
        |value: &Value| value.as_array().is_some_and(|all| all.iter().all(|one| list(&one["items"])));
    answer.is_null() || list(answer) || reports(&answer["items"])
}

#[test]
fn a_document_that_is_opened_twice_has_the_second_text() {
    let mut client = Client::start(&pushes());
    client.open(URI, "yaml", TEXT);
    assert!(rules(&client.published(URI, 1)).contains(&"unknown-level"));
    let item = json!({ "uri": URI, "languageId": "yaml", "version": 7, "text": TEXT.replace("CL9", "CL3") });
    client.notify("textDocument/didOpen", json!({ "textDocument": item }));
    assert!(!rules(&client.published(URI, 7)).contains(&"unknown-level"));
    client.change(URI, 8, &[([1, 0, 1, 0], "  # 注\n")]);
    assert_eq!(client.hover(URI, 2, 10)["range"]["start"]["line"], 2);
    client.close(URI);
    assert!(client.cleared(URI).is_empty());
    assert_eq!(client.hover(URI, 2, 10), Value::Null);
}

#[test]
fn what_is_not_open_cannot_be_changed_and_has_no_answers() {
    let mut client = Client::start(&pulls());
    let all_empty = |client: &mut Client, when: &str| {
        for method in QUESTIONS {
            let answer = client.request(method, question(URI, [1, 10], [1, 12]));
            let answer = answer.unwrap_or_else(|error| panic!("{when} {method}: {error}"));
            assert!(is_empty(&answer), "{when} {method}: {answer}");
        }
    };
    client.change(URI, 2, &[([0, 0, 0, 0], TEXT)]);
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": URI }, "text": TEXT }));
    client.close(URI);
    all_empty(&mut client, "before it was opened");
    client.open(URI, "yaml", TEXT);
    for method in QUESTIONS {
        let answer = client.request(method, question(URI, [1, 10], [1, 12])).unwrap();
        let may_be_empty = matches!(method, "workspace/diagnostic" | "textDocument/completion");
        assert!(!is_empty(&answer) || may_be_empty, "{method}");
    }
    client.close(URI);
    client.change(URI, 3, &[([0, 0, 0, 0], TEXT)]);
    all_empty(&mut client, "after it was closed");
    client.open(URI, "yaml", "");
    client.change(URI, 2, &[([0, 0, 0, 0], TEXT)]);
    assert_ne!(client.hover(URI, 1, 11), Value::Null);
}

#[test]
fn places_that_no_text_has_are_answered() {
    let mut client = Client::start(&pulls());
    client.open(URI, "yaml", TEXT);
    let far = u64::from(u32::MAX);
    for (at, to) in [([far, far], [far, far]), ([1, far], [0, 0]), ([far, 0], [1, 3]), ([1, 19], [1, 19])] {
        for method in QUESTIONS {
            // No id stands there, and that is said; nothing else is an error.
            if let Err(error) = client.request(method, question(URI, at, to)) {
                assert!(method.ends_with("ename") && error["code"] == -32803, "{method} {at:?}: {error}");
            }
        }
    }
    assert_eq!(client.finish(), 0);
}

#[test]
fn documents_of_other_schemes_and_systems_are_themselves_all_over() {
    for uri in [
        "vscode-remote://ssh-remote%2Bhost/home/a/计划.plan.yaml",
        "vscode-vfs://github/o/r/a%20b.plan.yaml",
        "untitled:未命名.plan.yaml",
        "git:/a/b.plan.yaml?ref",
        "file:///c%3A/%E8%A7%84%E5%88%92/a.plan.yaml",
        "file:///C:/规划/a.plan.yaml",
        "file://server/share/规划/a.plan.yaml",
    ] {
        let versions = json!({ "workspace": { "workspaceEdit": { "documentChanges": true } } });
        let mut client = Client::start(&with(pushes(), &versions));
        client.open(uri, "yaml", &format!("standard: T/AIITRE 20001—2021\n{TEXT}"));
        assert!(rules(&client.published(uri, 1)).contains(&"unknown-level"), "{uri}");
        let ask = question(uri, [3, 30], [3, 30]);
        let found = client.request("textDocument/definition", ask.clone()).unwrap();
        assert_eq!(found[0]["uri"], uri);
        let found = client.request("textDocument/references", ask.clone()).unwrap();
        assert_eq!(found.as_array().unwrap().iter().filter(|found| found["uri"] == uri).count(), 2, "{uri}");
        let edit = client.request("textDocument/rename", ask).unwrap();
        let document = json!({ "uri": uri, "version": 1 });
        assert_eq!(edit["documentChanges"][0]["textDocument"], document);
        let symbols = client.request("workspace/symbol", json!({ "query": "paichan" })).unwrap();
        assert_eq!(symbols[0]["location"]["uri"], uri);
        assert_eq!(client.finish(), 0);
    }
}

#[test]
fn what_nobody_waits_for_any_more_is_not_computed_and_edits_go_on() {
    let mut client = Client::start(&pushes());
    // Reading it takes longer than all that is sent behind it.
    let text = long_yaml(33);
    client.open(URI, "yaml", &text);
    let slow: Vec<i64> = (0..12)
        .map(|_| client.ask("textDocument/semanticTokens/full", question(URI, [1, 0], [1, 0])))
        .collect();
    client.change(URI, 2, &[([0, 0, 0, 0], "# 注\n")]);
    let wanted = client.ask("textDocument/semanticTokens/range", question(URI, [0, 0], [30, 0]));
    for id in &slow {
        client.notify("$/cancelRequest", json!({ "id": id }));
    }
    for id in slow {
        assert_eq!(client.answer(id).unwrap_err()["code"], -32800);
    }
    let data = client.answer(wanted).unwrap()["data"].clone();
    let first = text.lines().position(|line| !line.starts_with('#')).unwrap();
    assert_eq!(data[0], first + 1, "of the text behind the edit");
    assert_eq!(client.finish(), 0);
}
