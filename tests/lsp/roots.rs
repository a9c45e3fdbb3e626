//! Several workspace folders: each with a plan set of its own, with the same ids, and a plan outside of all.

use serde_json::{Value, json};

use super::baseline::write_baseline;
use super::client::{Client, pulls, pushes, rules};
use super::folder::Folder;

const MARKDOWN: &str = "---\r\nstandard: T/AIITRE 20001—2021\r\n---\r\n## 能力单元 CU-01 排产单元 😀\r\n- 承载的新型能力：NC-01\r\n";

fn yaml(name: &str) -> String {
    format!(
        "standard: T/AIITRE 20001—2021\ncapabilities:\n  - {{id: NC-01, name: {name}, viewpoint: 过程, level: CL2}}\n"
    )
}

fn folder(name: &str) -> Folder {
    let [first, second, alone] = ["甲排产", "乙排产", "散排产"].map(yaml);
    let files = [
        ("jia/capplan.toml", ""),
        ("jia/能力.plan.yaml", first.as_str()),
        ("jia/单元.plan.md", MARKDOWN),
        ("yi/capplan.toml", ""),
        ("yi/能力.plan.yaml", &second),
        ("yi/单元.plan.md", MARKDOWN),
        ("san/能力.plan.yaml", &alone),
    ];
    Folder::new(name, &files)
}

/// A workspace folder as the protocol writes it.
fn root(folder: &Folder, name: &str) -> Value {
    json!({ "uri": folder.uri(name), "name": name })
}

/// A session in two workspace folders: in each the plan with the capability is open, and so is the one outside.
fn session(folder: &Folder, capabilities: &Value) -> Client {
    let folders = json!([root(folder, "jia"), root(folder, "yi")]);
    let mut client = Client::start_with(json!({ "capabilities": capabilities, "workspaceFolders": folders }));
    let announced = &client.initialized["capabilities"]["workspace"]["workspaceFolders"];
    assert_eq!(*announced, json!({ "supported": true, "changeNotifications": true }));
    for (name, title) in [("jia", "甲排产"), ("yi", "乙排产"), ("san", "散排产")] {
        client.open(&folder.uri(&format!("{name}/能力.plan.yaml")), "yaml", &yaml(title));
    }
    client
}

/// What is published until that is about so many documents.
fn heard(client: &mut Client, documents: usize) -> Vec<Value> {
    let mut all = Vec::new();
    let count = |all: &[Value]| {
        let mut uris: Vec<&str> = all.iter().filter_map(|told| told["params"]["uri"].as_str()).collect();
        uris.sort_unstable();
        uris.dedup();
        uris.len()
    };
    let until = std::time::Instant::now() + std::time::Duration::from_secs(30);
    while count(&all) < documents && std::time::Instant::now() < until {
        all.extend(client.publications());
    }
    assert_eq!(count(&all), documents, "{all:?}");
    all
}

/// The folders that places lie in, sorted, and how many each has.
fn folders<'a>(uris: impl Iterator<Item = &'a str>) -> Vec<(&'a str, usize)> {
    let mut all: Vec<&str> = uris.filter_map(|uri| uri.rsplit('/').nth(1)).collect();
    all.sort_unstable();
    let mut counted: Vec<(&str, usize)> = Vec::new();
    for name in all {
        match counted.last_mut().filter(|(last, _)| *last == name) {
            Some((_, count)) => *count += 1,
            None => counted.push((name, 1)),
        }
    }
    counted
}

fn uris(list: &Value) -> impl Iterator<Item = &str> {
    list.as_array().unwrap().iter().map(|item| item["uri"].as_str().unwrap())
}

/// Where the id of the capability stands in a document.
fn id(folder: &Folder, name: &str) -> Value {
    let uri = folder.uri(&format!("{name}/能力.plan.yaml"));
    json!({ "textDocument": { "uri": uri }, "position": { "line": 2, "character": 11 } })
}

fn found(client: &mut Client) -> Vec<String> {
    let symbols = client.request("workspace/symbol", json!({ "query": "排产" })).unwrap();
    let mut names: Vec<String> = symbols
        .as_array()
        .unwrap()
        .iter()
        .map(|symbol| {
            let uri = symbol["location"]["uri"].as_str().unwrap();
            format!("{} {}", uri.rsplit('/').nth(1).unwrap(), symbol["name"].as_str().unwrap())
        })
        .collect();
    names.sort();
    names
}

#[test]
fn sets_in_two_folders_and_a_plan_outside_know_nothing_of_each_other() {
    let folder = folder("多根");
    let mut client = session(&folder, &pushes());
    let first = heard(&mut client, 5);
    assert!(first.iter().all(|message| {
        let rules = rules(message["params"]["diagnostics"].as_array().unwrap());
        !rules.contains(&"duplicate-id") && !rules.contains(&"dangling-reference")
    }));
    for (name, all) in [("jia", vec![("jia", 2)]), ("yi", vec![("yi", 2)]), ("san", vec![("san", 1)])] {
        let mut at = id(&folder, name);
        at["context"] = json!({ "includeDeclaration": true });
        let places = client.request("textDocument/references", at.clone()).unwrap();
        assert_eq!(folders(uris(&places)), all);
        at["newName"] = "NC-09".into();
        let edit = client.request("textDocument/rename", at).unwrap();
        let edited = edit["changes"].as_object().unwrap();
        let each = edited
            .iter()
            .flat_map(|(uri, edits)| std::iter::repeat_n(uri.as_str(), edits.as_array().unwrap().len()));
        assert_eq!(folders(each), all);
    }
    let symbols = found(&mut client);
    assert_eq!(symbols.iter().filter(|name| name.contains("NC-01")).count(), 3, "{symbols:?}");

    // What breaks in one breaks there alone, in what is open and what is not.
    let a = folder.uri("jia/能力.plan.yaml");
    client.replace(&a, 2, &yaml("甲排产").replace("NC-01", "NC-02"));
    let told = heard(&mut client, 2);
    let told_of = told.iter().map(|message| message["params"]["uri"].as_str().unwrap());
    assert_eq!(folders(told_of), [("jia", 2)]);
    let unit = told.iter().find(|told| told["params"]["uri"] != a.as_str());
    assert!(
        rules(unit.unwrap()["params"]["diagnostics"].as_array().unwrap()).contains(&"dangling-reference")
    );
    assert_eq!(client.finish(), 0);
}

#[test]
fn all_diagnostics_are_answered_for_all_folders() {
    let folder = folder("多根 全部");
    let mut client = session(&folder, &pulls());
    for name in ["jia", "yi", "san"] {
        client.pulled(&folder.uri(&format!("{name}/能力.plan.yaml")), None);
    }
    let answer = client.request("workspace/diagnostic", json!({ "previousResultIds": [] })).unwrap();
    // What is open is asked for one by one.
    assert_eq!(folders(uris(&answer["items"])), [("jia", 1), ("yi", 1)]);
    assert_eq!(client.finish(), 0);
}

#[test]
fn a_workspace_folder_that_is_a_plan_set_is_read_before_anything_of_it_is_open() {
    let folder = folder("多根 未开");
    let roots = ["jia", "yi", "san", "没有"].map(|name| root(&folder, name));
    let start = |capabilities: &Value| {
        Client::start_with(json!({ "capabilities": capabilities, "workspaceFolders": roots }))
    };
    // Asked at once, before it can be read: the answer waits for it.
    let mut client = start(&pulls());
    let answer = client.request("workspace/diagnostic", json!({ "previousResultIds": [] })).unwrap();
    assert_eq!(folders(uris(&answer["items"])), [("jia", 2), ("yi", 2)]);
    let symbols = found(&mut client);
    assert!(symbols.iter().any(|name| name.starts_with("jia NC-01")), "{symbols:?}");
    assert!(symbols.iter().all(|name| !name.starts_with("san")), "no set, not open: {symbols:?}");
    // It stays when what was opened of it is closed, and goes with its capplan.toml.
    let uri = folder.uri("jia/能力.plan.yaml");
    client.open(&uri, "yaml", &yaml("甲排产"));
    client.pulled(&uri, None);
    client.close(&uri);
    assert!(found(&mut client).iter().any(|name| name.starts_with("jia NC-01")));
    std::fs::remove_file(folder.0.join("jia/capplan.toml")).unwrap();
    folder.changed(&mut client, "jia/capplan.toml", 3);
    let until = std::time::Instant::now() + std::time::Duration::from_secs(30);
    while found(&mut client).iter().any(|name| name.starts_with("jia")) {
        assert!(std::time::Instant::now() < until, "the set is still there");
    }
    folder.write("jia/capplan.toml", "");
    folder.changed(&mut client, "jia/capplan.toml", 1);
    while !found(&mut client).iter().any(|name| name.starts_with("jia NC-01")) {
        assert!(std::time::Instant::now() < until, "the set does not come back");
    }
    assert_eq!(client.finish(), 0);
    // A client that is told of findings is told of them.
    let mut client = start(&pushes());
    let told = heard(&mut client, 4);
    assert_eq!(
        folders(told.iter().map(|told| told["params"]["uri"].as_str().unwrap())),
        [("jia", 2), ("yi", 2)]
    );
    let event = json!({ "added": [], "removed": [root(&folder, "jia")] });
    client.notify("workspace/didChangeWorkspaceFolders", json!({ "event": event }));
    let told = heard(&mut client, 2);
    assert!(told.iter().all(|told| told["params"]["diagnostics"] == json!([])), "taken back: {told:?}");
    assert_eq!(client.finish(), 0);
}

#[test]
fn folders_come_and_go_with_their_sets_and_the_others_stay() {
    let folder = folder("多根 增减");
    let mut client = session(&folder, &pushes());
    heard(&mut client, 5);
    let change = |client: &mut Client, added: &[&str], removed: &[&str]| {
        let [added, removed] =
            [added, removed].map(|names| names.iter().map(|name| root(&folder, name)).collect::<Vec<_>>());
        let event = json!({ "added": added, "removed": removed });
        client.notify("workspace/didChangeWorkspaceFolders", json!({ "event": event }));
    };
    // Clients close what lies in a folder that goes.
    change(&mut client, &[], &["jia"]);
    client.close(&folder.uri("jia/能力.plan.yaml"));
    let told = heard(&mut client, 2);
    assert_eq!(folders(told.iter().map(|told| told["params"]["uri"].as_str().unwrap())), [("jia", 2)]);
    assert!(told.iter().all(|told| told["params"]["diagnostics"] == json!([])), "taken back: {told:?}");
    let symbols = found(&mut client);
    assert!(!symbols.iter().any(|name| name.starts_with("jia")), "{symbols:?}");
    assert!(symbols.iter().any(|name| name.starts_with("yi")), "{symbols:?}");
    change(&mut client, &["jia"], &["yi"]);
    client.open(&folder.uri("jia/能力.plan.yaml"), "yaml", &yaml("甲排产"));
    client.published(&folder.uri("jia/能力.plan.yaml"), 1);
    // What is open in no folder any more is a plan nevertheless.
    let symbols = found(&mut client);
    assert!(["jia", "yi", "san"].iter().all(|name| symbols.iter().any(|found| found.starts_with(name))));
    client.notify(
        "workspace/didChangeWorkspaceFolders",
        json!({ "event": { "added": [], "removed": [
        { "uri": "vscode-remote://主机/计划", "name": "远" }, root(&folder, "没有") ] } }),
    );
    assert_eq!(client.finish(), 0);
}

#[test]
fn a_baseline_of_the_clients_settings_lies_in_what_is_the_first_folder_by_now() {
    let folder = folder("多根 基线");
    write_baseline(&folder, "yi/已知.json");
    let [first, second] = ["jia", "yi"].map(|name| root(&folder, name));
    let mut client = Client::start_with(json!({
        "capabilities": pushes(),
        "workspaceFolders": [first, second],
        "initializationOptions": { "baseline": "已知.json" },
    }));
    let uri = folder.uri("yi/能力.plan.yaml");
    client.open(&uri, "yaml", &yaml("乙排产"));
    assert_ne!(client.published(&uri, 1), Vec::<Value>::new(), "there is none in the first");
    client.notify(
        "workspace/didChangeWorkspaceFolders",
        json!({ "event": { "added": [], "removed": [first] } }),
    );
    assert_eq!(client.published(&uri, 1), Vec::<Value>::new());
    assert_eq!(client.finish(), 0);
}
