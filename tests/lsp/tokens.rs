//! Semantic tokens through the protocol: whole, of a screen and what changed, in the columns agreed on, right behind an
//! edit, and nothing elsewhere.

use serde_json::{Value, json};

use super::client::{Client, pushes, with};

const MARKDOWN: &str = "---\r\nstandard: T/AIITRE 20001—2021\r\n---\r\n## 能力单元 CU-01 计划😀\r\n- 等级：CL2 → CL3\r\n##### 数据\r\n- 😀采集 [A.3.2.1 a]（已完成）\r\n";
const YAML: &str = "standard: T/AIITRE 20001—2021\nunits:\n  - {name: 😀排产, id: CU-01, element: {data: [\"采集（A.9.9.9 a）\"]}}\n";

fn start(encoding: &str) -> Client {
    Client::start(&with(pushes(), &json!({ "general": { "positionEncodings": [encoding] } })))
}

fn document(uri: &str) -> Value {
    json!({ "textDocument": { "uri": uri } })
}

fn full(client: &mut Client, uri: &str) -> Value {
    client.request("textDocument/semanticTokens/full", document(uri)).unwrap()
}

fn numbers(data: &Value) -> Vec<usize> {
    data.as_array().unwrap().iter().map(|number| usize::try_from(number.as_u64().unwrap()).unwrap()).collect()
}

/// Each word as the client would show it: line, words, type and modifiers by the legend.
fn read(client: &Client, text: &str, encoding: &str, data: &Value) -> Vec<String> {
    let legend = &client.initialized["capabilities"]["semanticTokensProvider"]["legend"];
    let width = |c: char| match encoding {
        "utf-8" => c.len_utf8(),
        "utf-16" => c.len_utf16(),
        _ => 1,
    };
    let lines: Vec<&str> = text.lines().collect();
    let (mut line, mut column) = (0, 0);
    let mut shown = Vec::new();
    for word in numbers(data).chunks(5) {
        let [down, right, length, ty, bits] = *word else { panic!("not five numbers") };
        column = if down == 0 { column + right } else { right };
        line += down;
        let mut at = 0;
        let inside = |c: &char| {
            at += width(*c);
            (column..column + length).contains(&(at - width(*c)))
        };
        let words: String = lines[line].chars().filter(inside).collect();
        let modifiers = (0..32)
            .filter(|bit| bits >> bit & 1 == 1)
            .map(|bit| format!(".{}", legend["tokenModifiers"][bit].as_str().unwrap()));
        let modifiers: String = modifiers.collect();
        shown.push(format!("{line} {words} {}{modifiers}", legend["tokenTypes"][ty].as_str().unwrap()));
    }
    shown
}

#[test]
fn words_are_told_in_every_encoding() {
    for encoding in ["utf-8", "utf-16", "utf-32"] {
        let mut client = start(encoding);
        let provider = &client.initialized["capabilities"]["semanticTokensProvider"];
        assert_eq!((&provider["full"], &provider["range"]), (&json!({ "delta": true }), &json!(true)));
        let uri = "file:///a/规划.md";
        client.open(uri, "markdown", MARKDOWN);
        let found = full(&mut client, uri);
        let expected = [
            "1 standard property",
            "3 能力单元 keyword",
            "3 CU-01 struct.declaration",
            "3 计划😀 struct.definition",
            "4 等级 property",
            "4 CL2 number",
            "4 CL3 number",
            "5 数据 type",
            "6 A.3.2.1 a macro",
            "6 已完成 event.readonly",
        ];
        assert_eq!(read(&client, MARKDOWN, encoding, &found["data"]), expected, "{encoding}");
        let range = json!({ "start": { "line": 4, "character": 9 }, "end": { "line": 5, "character": 0 } });
        let screen = json!({ "textDocument": { "uri": uri }, "range": range });
        let screen = client.request("textDocument/semanticTokens/range", screen).unwrap();
        assert_eq!(read(&client, MARKDOWN, encoding, &screen["data"]), expected[4..8]);
        client.open("file:///a/b.plan.yaml", "yaml", YAML);
        let found = full(&mut client, "file:///a/b.plan.yaml");
        let shown = read(&client, YAML, encoding, &found["data"]);
        assert_eq!(shown[2..4], ["2 name property", "2 😀排产 struct.definition"]);
        assert_eq!(shown.last().unwrap(), "2 A.9.9.9 a macro.deprecated");
    }
}

#[test]
fn behind_an_edit_only_what_changed_is_told() {
    let mut client = start("utf-16");
    let uri = "untitled:规划.plan.md";
    let mut text = MARKDOWN.to_owned();
    client.open(uri, "markdown", &text);
    let first = full(&mut client, uri);
    let mut known = numbers(&first["data"]);
    let mut id = first["resultId"].clone();
    // A line above, a level in another level's place, a citation gone with its line, nothing at all.
    let edits =
        [([3, 0, 3, 0], "\r\n", 1), ([5, 5, 5, 8], "CL1", 0), ([7, 0, 8, 0], "", 2), ([0, 0, 0, 0], "", 0)];
    for (version, (at, new, most)) in (2..).zip(edits) {
        client.change(uri, version, &[(at, new)]);
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let byte = |line: u32, column: u32| {
            let start: usize = lines[..line as usize].iter().map(|line| line.len()).sum();
            let line = lines.get(line as usize).unwrap_or(&"");
            start + line.chars().take(column as usize).map(char::len_utf8).sum::<usize>()
        };
        let range = byte(at[0], at[1])..byte(at[2], at[3]);
        text.replace_range(range, new);
        let delta = json!({ "textDocument": { "uri": uri }, "previousResultId": id });
        let delta = client.request("textDocument/semanticTokens/full/delta", delta).unwrap();
        for edit in delta["edits"].as_array().unwrap() {
            let [start, gone] =
                ["start", "deleteCount"].map(|name| usize::try_from(edit[name].as_u64().unwrap()).unwrap());
            let data = numbers(&edit["data"]);
            assert!(data.len() <= 5 * most && gone <= 10, "{delta}");
            known.splice(start..start + gone, data);
        }
        assert_ne!(delta["resultId"], id);
        id = delta["resultId"].clone();
        let mut other = start("utf-16");
        other.open(uri, "markdown", &text);
        assert_eq!(known, numbers(&full(&mut other, uri)["data"]), "{text}");
    }
    let stale = json!({ "textDocument": { "uri": uri }, "previousResultId": first["resultId"] });
    let stale = client.request("textDocument/semanticTokens/full/delta", stale).unwrap();
    assert_eq!(
        (numbers(&stale["data"]), stale.get("edits")),
        (known, None),
        "an old number is answered in full"
    );
}

#[test]
fn other_documents_have_no_tokens() {
    let mut client = start("utf-16");
    client.open("file:///a/notes.md", "markdown", &MARKDOWN.replace("standard", "topic"));
    assert_eq!(full(&mut client, "file:///a/notes.md"), Value::Null);
    assert_eq!(full(&mut client, "file:///a/unknown.md"), Value::Null);
    client.open("file:///a/empty.plan.md", "markdown", "");
    let empty = full(&mut client, "file:///a/empty.plan.md");
    assert_eq!(empty["data"], json!([]));
}

#[test]
fn other_settings_let_the_client_ask_again_if_it_can_be_told_to() {
    for able in [true, false] {
        let refresh = json!({ "workspace": { "semanticTokens": { "refreshSupport": able } } });
        let mut client = Client::start(&with(pushes(), &refresh));
        let uri = "file:///a/b.plan.yaml";
        let text = YAML.replace("id: CU-01", "scope: 集团全局, id: CU-01");
        client.open(uri, "yaml", &text);
        let words = |client: &mut Client| {
            let found = full(client, uri);
            read(client, &text, "utf-16", &found["data"])
        };
        let value = "2 集团全局 enumMember".to_owned();
        assert!(!words(&mut client).contains(&value));
        let settings = json!({ "capplan": { "synonyms": { "组织全局": ["集团全局"] } } });
        client.notify("workspace/didChangeConfiguration", json!({ "settings": settings }));
        assert!(words(&mut client).contains(&value));
        client.publications();
        let asked = client.asked.iter().filter(|asked| *asked == "workspace/semanticTokens/refresh").count();
        assert_eq!(asked > 0, able);
    }
}
