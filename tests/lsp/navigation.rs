//! Navigation through the protocol: over the files of a set, open or not, into the standard's document and back.

use std::fs;

use serde_json::{Value, json};

use super::client::{Client, pushes, with};
use super::folder::Folder;

const CAPABILITIES: &str = "standard: T/AIITRE 20001—2021\ncapabilities:\n  - {name: 😀排产, id: NC-01, level: CL3}\n  - {id: 'NC-02', parent: NC-01}\n";
const UNITS: &str = "## 能力单元 CU-01 😀排产单元\r\n- 承载的新型能力：NC-01\r\n##### 数据\r\n- 😀为 NC-01 采集 [A.3.2.1 b 2]\r\n- 统一（A.3.2.1 a、b）\r\n";
const FILES: [(&str, &str); 3] = [("capplan.toml", ""), ("a.plan.yaml", CAPABILITIES), ("b.plan.md", UNITS)];

/// A session in which only the units are open.
fn opened(folder: &Folder, capabilities: &Value, options: Value) -> (Client, String) {
    let mut client = Client::start_with(json!({
        "capabilities": with(pushes(), capabilities), "initializationOptions": options,
    }));
    let uri = folder.uri("b.plan.md");
    client.open(&uri, "markdown", UNITS);
    (client, uri)
}

fn at(uri: &str, line: u32, character: u32) -> Value {
    json!({ "textDocument": { "uri": uri }, "position": { "line": line, "character": character } })
}

fn range(line: u32, from: u32, to: u32) -> Value {
    json!({ "start": { "line": line, "character": from }, "end": { "line": line, "character": to } })
}

/// File name and range of each location.
fn places(locations: &Value) -> Vec<(String, Value)> {
    let name = |uri: &Value| uri.as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    locations.as_array().unwrap().iter().map(|found| (name(&found["uri"]), found["range"].clone())).collect()
}

#[test]
fn an_id_leads_to_a_file_that_is_not_open_in_every_encoding() {
    for (encoding, emoji, han) in [("utf-8", 4, 3), ("utf-16", 2, 1), ("utf-32", 1, 1)] {
        let folder = Folder::new(&format!("navigate {encoding}"), &FILES);
        let general = json!({ "general": { "positionEncodings": [encoding] } });
        let (mut client, uri) = opened(&folder, &general, Value::Null);
        for power in
            ["definitionProvider", "declarationProvider", "referencesProvider", "documentHighlightProvider"]
        {
            assert_eq!(client.initialized["capabilities"][power], true, "{power}");
        }
        let cursor = at(&uri, 1, 2 + 8 * han + 1);
        let id = "  - {name: , id: ".len() as u32 + emoji + 2 * han;
        let defined = ("a.plan.yaml".to_owned(), range(2, id, id + 5));
        for method in ["textDocument/definition", "textDocument/declaration"] {
            let found = client.request(method, cursor.clone()).unwrap();
            assert_eq!(places(&found), std::slice::from_ref(&defined), "{encoding} {method}");
        }
        let links = json!({ "textDocument": { "definition": { "linkSupport": true } } });
        let (mut linked, uri) = opened(&folder, &with(general, &links), Value::Null);
        let found = linked.request("textDocument/definition", at(&uri, 1, 2 + 8 * han + 1)).unwrap();
        let tooltips = json!({ "textDocument": { "documentLink": { "tooltipSupport": true } } });
        let (mut shown, uri) = opened(&folder, &tooltips, Value::Null);
        let document = json!({ "textDocument": { "uri": uri } });
        let shown = shown.request("textDocument/documentLink", document).unwrap();
        assert_eq!(shown[0]["tooltip"], "A.3.2.1 b 2 数据集成与共享");
        assert_eq!(found[0]["originSelectionRange"], range(1, 2 + 8 * han, 2 + 8 * han + 5));
        assert_eq!(found[0]["targetSelectionRange"], defined.1);
        assert!(found[0]["targetUri"].as_str().unwrap().ends_with("/a.plan.yaml"));
        let here = "- 为 ".len() as u32 - 3 + emoji + han;
        let uses =
            [("b.plan.md", range(1, 2 + 8 * han, 2 + 8 * han + 5)), ("b.plan.md", range(3, here, here + 5))];
        for (declared, length) in [(false, 3), (true, 4)] {
            let mut params = cursor.clone();
            params["context"] = json!({ "includeDeclaration": declared });
            let found = places(&client.request("textDocument/references", params).unwrap());
            assert_eq!(found.len(), length, "{found:?}");
            assert_eq!(found.contains(&defined), declared);
            for (name, range) in &uses {
                assert!(found.contains(&((*name).to_owned(), range.clone())), "{encoding} {range} {found:?}");
            }
        }
        let found = client.request("textDocument/documentHighlight", cursor).unwrap();
        let expected: Vec<Value> =
            uses.iter().map(|(_, range)| json!({ "range": range, "kind": 2 })).collect();
        assert_eq!(found, json!(expected));
        assert_eq!(client.request("textDocument/documentHighlight", at(&uri, 0, 0)).unwrap(), Value::Null);
    }
}

#[test]
fn an_id_is_renamed_in_all_files_with_their_versions_and_line_ends() {
    let folder = Folder::new("rename 改名", &FILES);
    let able = json!({
        "workspace": { "workspaceEdit": { "documentChanges": true } },
        "textDocument": { "rename": { "prepareSupport": true } },
    });
    let (mut client, uri) = opened(&folder, &able, Value::Null);
    assert_eq!(client.initialized["capabilities"]["renameProvider"], json!({ "prepareProvider": true }));
    let cursor = at(&uri, 1, 12);
    let prepared = client.request("textDocument/prepareRename", cursor.clone()).unwrap();
    assert_eq!(prepared, json!({ "range": range(1, 10, 15), "placeholder": "NC-01" }));
    let refused = client.request("textDocument/prepareRename", at(&uri, 1, 3)).unwrap_err();
    assert_eq!(
        (&refused["code"], refused["message"].as_str().unwrap().contains("没有可以改名的编号")),
        (&json!(-32803), true)
    );
    client.change(&uri, 2, &[([0, 0, 0, 0], "\r\n")]);
    let mut params = at(&uri, 2, 12);
    params["newName"] = json!("NC-10");
    let edit = client.request("textDocument/rename", params.clone()).unwrap();
    let changes = edit["documentChanges"].as_array().unwrap();
    let of = |name: &str| {
        changes.iter().find(|file| file["textDocument"]["uri"].as_str().unwrap().ends_with(name)).unwrap()
    };
    assert_eq!((changes.len(), &of("b.plan.md")["textDocument"]["version"]), (2, &json!(2)));
    assert_eq!(of("a.plan.yaml")["textDocument"]["version"], Value::Null);
    let ranges = |file: &Value| -> Vec<Value> {
        file["edits"].as_array().unwrap().iter().map(|edit| edit["range"].clone()).collect()
    };
    assert_eq!(ranges(of("b.plan.md")), [range(2, 10, 15), range(4, 6, 11)]);
    assert_eq!(ranges(of("a.plan.yaml")), [range(2, 21, 26), range(3, 26, 31)]);
    for (name, words) in [("NC", "不能作编号"), ("CU-01", "已用于“😀排产单元”"), ("NC-02", "已用于")]
    {
        params["newName"] = json!(name);
        let refused = client.request("textDocument/rename", params.clone()).unwrap_err();
        assert!(refused["message"].as_str().unwrap().contains(words), "{refused}");
    }
    // A client that knows no versions, in English.
    let (mut client, uri) = opened(&folder, &json!({}), json!({ "locale": "en" }));
    assert_eq!(client.initialized["capabilities"]["renameProvider"], true);
    let mut params = at(&uri, 1, 15);
    params["newName"] = json!("NC-10");
    let edit = client.request("textDocument/rename", params.clone()).unwrap();
    assert_eq!(edit["changes"].as_object().unwrap().len(), 2);
    params["newName"] = json!("7");
    let refused = client.request("textDocument/rename", params).unwrap_err();
    assert!(refused["message"].as_str().unwrap().contains("is no id"), "{refused}");
    client.open("file:///a/notes.md", "markdown", UNITS);
    assert_eq!(
        client.request("textDocument/prepareRename", at("file:///a/notes.md", 1, 12)).unwrap(),
        Value::Null
    );
}

#[test]
fn a_citation_opens_the_standard_at_its_clause_and_the_clause_leads_back() {
    for is_virtual in [true, false] {
        let folder = Folder::new(&format!("standard {is_virtual}"), &FILES);
        let (mut client, uri) = opened(&folder, &json!({}), json!({ "virtualStandard": is_virtual }));
        let found = client.request("textDocument/definition", at(&uri, 3, 16)).unwrap();
        let page = found[0]["uri"].as_str().unwrap().to_owned();
        let line = u32::try_from(found[0]["range"]["start"]["line"].as_u64().unwrap()).unwrap();
        let text = if is_virtual {
            assert_eq!(page, "capplan-standard:/zh/T-AIITRE-20001-2021.md");
            let english = json!({ "uri": page.replace("/zh/", "/en/") });
            let english = client.request("capplan/standard", english).unwrap();
            assert!(english["text"].as_str().unwrap().contains("Gloss (not the standard's text): Data"));
            let answer = client.request("capplan/standard", json!({ "uri": page })).unwrap();
            let other =
                client.request("capplan/standard", json!({ "uri": "file:///etc/passwd" })).unwrap_err();
            assert_eq!(other["code"], -32602);
            answer["text"].as_str().unwrap().to_owned()
        } else {
            let path = page.strip_prefix("file://").unwrap();
            assert!(fs::metadata(path).unwrap().permissions().readonly());
            fs::read_to_string(path).unwrap()
        };
        let lines: Vec<&str> = text.lines().collect();
        let point =
            capplan_analysis::standard::standard().clause("A.3.2.1").unwrap().item(Some('b')).unwrap().points
                [1];
        assert_eq!(lines[line as usize].replace('\\', ""), format!("> - {point}"));
        // The document itself is no plan, and knows who cites it.
        client.open(&page, "markdown", &text);
        assert_eq!(client.hover(&page, line, 4), Value::Null);
        let item = (0..line).rev().find(|at| lines[*at as usize].starts_with("> b）")).unwrap();
        for (declared, expected) in [(false, 2), (true, 3)] {
            let mut params = at(&page, item, 6);
            params["context"] = json!({ "includeDeclaration": declared });
            let found = places(&client.request("textDocument/references", params).unwrap());
            assert_eq!(found.len(), expected, "{found:?}");
            assert_eq!(found[0], ("b.plan.md".to_owned(), range(3, 16, 27)));
        }
        let links =
            client.request("textDocument/documentLink", json!({ "textDocument": { "uri": uri } })).unwrap();
        let targets: Vec<&str> =
            links.as_array().unwrap().iter().map(|link| link["target"].as_str().unwrap()).collect();
        assert_eq!(links[0]["range"], range(3, 16, 27));
        assert_eq!(targets.len(), 3);
        assert_eq!(targets[0], format!("{page}#L{}", line + 1));
        assert_eq!(links[0].get("tooltip"), None);
        assert_eq!(targets[2], format!("{page}#L{}", item + 1));
    }
}

#[test]
fn symbols_of_the_workspace_are_found_by_id_name_and_pinyin() {
    let folder = Folder::new("symbols 查找", &FILES);
    let (mut client, uri) = opened(&folder, &json!({}), Value::Null);
    assert_eq!(client.initialized["capabilities"]["workspaceSymbolProvider"], true);
    client.request("textDocument/documentSymbol", json!({ "textDocument": { "uri": uri } })).unwrap();
    let mut search = |query: &str| client.request("workspace/symbol", json!({ "query": query })).unwrap();
    let found = search("paichan");
    let names: Vec<&str> =
        found.as_array().unwrap().iter().map(|symbol| symbol["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["NC-01 😀排产", "CU-01 😀排产单元"]);
    assert_eq!(found[0]["location"]["range"]["start"]["line"], 2);
    assert_eq!(found[1]["kind"], 19);
    assert_eq!(search("nc02").as_array().unwrap().len(), 1);
    assert_eq!(search("").as_array().unwrap().len(), 3);
    assert_eq!(search("无此"), json!([]));
}
