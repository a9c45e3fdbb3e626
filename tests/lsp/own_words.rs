//! Words of an organization's own for terms: taken from the disk and the client, changed without a restart.

use serde_json::json;

use super::client::{Client, pulls, pushes, rules};
use super::folder::Folder;

const MARKDOWN: &str = "## 能力：排产😀 {#NC-01}\r\n- 视角：业务链\r\n";
const YAML: &str =
    "standard: T/AIITRE 20001—2021\ncapabilities:\n  - {id: NC-02, name: 排产😀, 视角: 业务链}\n";
const UNKNOWN: &str = "unknown-viewpoint";

#[test]
fn a_word_written_into_the_settings_file_is_known_at_once() {
    let files = [("capplan.toml", ""), ("a.plan.md", MARKDOWN), ("b.plan.yaml", YAML)];
    let folder = Folder::new("自用词", &files);
    let (a, b) = (folder.uri("a.plan.md"), folder.uri("b.plan.yaml"));
    let mut client = Client::start(&pushes());
    client.open(&a, "markdown", MARKDOWN);
    client.open(&b, "yaml", YAML);
    for uri in [&a, &b] {
        assert!(rules(&client.published(uri, 1)).contains(&UNKNOWN));
    }
    folder.write("capplan.toml", "[synonyms]\n\"过程\" = [\"业务链\"]\n");
    folder.changed(&mut client, "capplan.toml", 2);
    for uri in [&a, &b] {
        assert!(!rules(&client.published(uri, 1)).contains(&UNKNOWN));
    }
    folder.write("capplan.toml", "[synonyms]\n\"过成\" = [\"业务链\"]\n");
    folder.changed(&mut client, "capplan.toml", 2);
    assert!(rules(&client.published(&a, 1)).contains(&UNKNOWN));
    let told = client.wait_for(|message| {
        let params = &message["params"];
        params["uri"].as_str().is_some_and(|uri| uri.ends_with("capplan.toml"))
            && params["diagnostics"].as_array().is_some_and(|found| !found.is_empty())
    });
    let found = &told["params"]["diagnostics"][0];
    assert_eq!(found["range"]["start"], json!({ "line": 1, "character": 0 }));
    assert!(found["message"].as_str().unwrap().contains("synonyms.过成"), "{found}");
    assert_eq!(client.finish(), 0);
}

#[test]
fn the_client_may_say_them_and_goes_before_the_file() {
    let toml = "[synonyms]\nviewpoint.object = [\"业务链\"]\n";
    let text = format!("{MARKDOWN}- 目标等级：先进级\r\n");
    let folder = Folder::new("自用词 客户端", &[("capplan.toml", toml), ("a.plan.md", &text)]);
    let uri = folder.uri("a.plan.md");
    let mut client = Client::start(&pulls());
    client.open(&uri, "markdown", &text);
    let items = |client: &mut Client| client.pulled(&uri, None)["items"].as_array().unwrap().clone();
    let found = items(&mut client);
    assert!(!rules(&found).contains(&UNKNOWN) && rules(&found).contains(&"unknown-level"));
    let words = json!({ "synonyms": { "CL3": ["先进级"], "viewpoint.process": ["业务链"] } });
    client.notify("workspace/didChangeConfiguration", json!({ "settings": { "capplan": words } }));
    let found = items(&mut client);
    assert!(!rules(&found).contains(&"unknown-level") && !rules(&found).contains(&UNKNOWN));
    let at = json!({ "textDocument": { "uri": uri }, "position": { "line": 1, "character": 6 } });
    let hover = client.request("textDocument/hover", at).unwrap();
    let shown = hover["contents"]["value"].as_str().unwrap();
    assert!(shown.contains("### 过程（主要视角）"), "{shown}");
    client.notify("workspace/didChangeConfiguration", json!({ "settings": { "capplan": {} } }));
    assert!(rules(&items(&mut client)).contains(&"unknown-level"));
    assert_eq!(client.finish(), 0);
}
