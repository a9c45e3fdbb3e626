//! Formatting through the protocol: whole, in part, and while a list of measures is typed.

use serde_json::{Value, json};

use super::actions::applied;
use super::client::{Client, pushes};

const URI: &str = "file:///a/规划.plan.md";
const ROUGH: &str = "## 能力单元 CU-01 排产😀  \r\n- 目标等级：CL2\r\n#### 数据\r\n- 😀统一编码（附录 A.2.2.1b）\r\n\r\n|甲|乙|\r\n|-|-|\r\n\r\n\r\n";

fn options() -> Value {
    json!({ "tabSize": 2, "insertSpaces": true, "trimTrailingWhitespace": true, "trimFinalNewlines": true,
        "insertFinalNewline": true })
}

#[test]
fn a_plan_is_formatted_as_the_editor_says() {
    let mut client = Client::start(&pushes());
    client.open(URI, "markdown", ROUGH);
    let document = json!({ "uri": URI });
    let whole = json!({ "textDocument": document, "options": options() });
    let edits = client.request("textDocument/formatting", whole).unwrap();
    let tidy = applied(ROUGH, edits.as_array().unwrap());
    assert!(
        tidy.starts_with("## 能力单元 CU-01 排产😀\r\n") && tidy.contains("- 😀统一编码 [A.2.2.1 b]\r\n"),
        "{tidy}"
    );
    // An editor that says nothing of the ends of lines gets what the command line makes of the plan; one that does is heeded.
    let mut asked = json!({ "tabSize": 2, "insertSpaces": true });
    let bare = json!({ "textDocument": document, "options": asked });
    let edits = client.request("textDocument/formatting", bare).unwrap();
    assert_eq!(applied(ROUGH, edits.as_array().unwrap()), tidy);
    for option in ["trimTrailingWhitespace", "trimFinalNewlines", "insertFinalNewline"] {
        asked[option] = false.into();
    }
    let kept = json!({ "textDocument": document, "options": asked });
    let edits = client.request("textDocument/formatting", kept).unwrap();
    let kept = applied(ROUGH, edits.as_array().unwrap());
    assert!(kept.starts_with("## 能力单元 CU-01 排产😀  \r\n") && kept.ends_with("\r\n\r\n\r\n"), "{kept}");
    let range = json!({ "start": { "line": 3, "character": 0 }, "end": { "line": 3, "character": 4 } });
    let part = json!({ "textDocument": document, "range": range, "options": options() });
    let edits = client.request("textDocument/rangeFormatting", part).unwrap();
    assert_eq!(applied(ROUGH, edits.as_array().unwrap()), ROUGH.replace("（附录 A.2.2.1b）", " [A.2.2.1 b]"));
    client.open("file:///a/notes.md", "markdown", "|a|b|\n|-|-|\n");
    let notes = json!({ "textDocument": { "uri": "file:///a/notes.md" }, "options": options() });
    assert_eq!(client.request("textDocument/formatting", notes).unwrap(), Value::Null);
    assert_eq!(client.finish(), 0);
}

const LIST: &str =
    "## 能力单元 CU-01 排产😀\n- 目标等级：CL2\n#### 数据\n- 统一编码（A.2.2.1 b）\n\n#### 技术\n";
const LIST_IN_YAML: &str = "units:\n  - id: CU-01\n    name: 排产😀\n    target: CL2\n    element:\n      data:\n        \
                            - 统一编码（A.2.2.1 b）\n        \n      technology: [联网（A.2.2.2 a）]\n";

fn typed(client: &mut Client, uri: &str, line: u32) -> Value {
    let at = json!({ "line": line, "character": 0 });
    let params = json!({ "textDocument": { "uri": uri }, "position": at, "ch": "\n", "options": options() });
    client.request("textDocument/onTypeFormatting", params).unwrap()
}

#[test]
fn a_line_break_goes_on_with_the_next_topic_where_that_is_asked_for() {
    let mut client = Client::start(&pushes());
    client.open(URI, "markdown", LIST);
    assert_eq!(typed(&mut client, URI, 4), Value::Null, "off unless asked for");
    assert_eq!(client.finish(), 0);
    let asked = json!({ "format": { "continueMeasures": true } });
    let mut client = Client::start_with(json!({ "capabilities": pushes(), "initializationOptions": asked }));
    for (text, eol) in [(LIST.to_owned(), "\n"), (LIST.replace('\n', "\r\n"), "\r\n")] {
        client.open(URI, "markdown", &text);
        let edits = typed(&mut client, URI, 4);
        let text_now = applied(&text, edits.as_array().unwrap());
        let lines: Vec<&str> = text_now.split(eol).collect();
        assert!(lines[4].starts_with("- 待填写：") && lines[4].ends_with("（A.2.2.1 a）"), "{text_now}");
        assert_eq!((lines[5], lines.len()), ("#### 技术", 7), "{text_now}");
        assert_eq!(typed(&mut client, URI, 3), Value::Null, "in a line that says something");
        assert_eq!(typed(&mut client, URI, 2), Value::Null);
        client.close(URI);
        // The editor has begun the item already.
        for begun in ["- ", "- [ ] "] {
            let text = text.replacen(&format!("b）{eol}"), &format!("b）{eol}{begun}"), 1);
            client.open(URI, "markdown", &text);
            let edits = typed(&mut client, URI, 4);
            let text_now = applied(&text, edits.as_array().unwrap());
            assert!(
                text_now.split(eol).nth(4).unwrap().starts_with(&format!("{begun}待填写：")),
                "{text_now}"
            );
            client.close(URI);
        }
    }
    let uri = "file:///a/规划.plan.yaml";
    client.open(uri, "yaml", LIST_IN_YAML);
    let edits = typed(&mut client, uri, 7);
    let text = applied(LIST_IN_YAML, edits.as_array().unwrap());
    let line = text.lines().nth(7).unwrap();
    assert!(line.starts_with("        - 待填写：") && line.ends_with("（A.2.2.1 a）"), "{text}");
    assert_eq!(client.finish(), 0);
}
