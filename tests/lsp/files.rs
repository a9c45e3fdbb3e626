//! Plan sets on the disk: loaded with their members, followed as files change.

use std::fs;

use serde_json::{Value, json};

use super::client::{Client, pulls, pushes, rules, with};
use super::folder::Folder;

const CAPABILITIES: &str = "standard: T/AIITRE 20001—2021\ncapabilities:\n  - {id: NC-01, name: 排产, viewpoint: 过程, level: CL2}\n";
const UNITS: &str = "units:\n  - {id: CU-01, name: 排产单元, carries: [NC-01]}\n";

#[test]
fn references_resolve_to_files_that_are_not_open() {
    let folder = Folder::new(
        "规划 集",
        &[("capplan.toml", ""), ("能力.plan.yaml", CAPABILITIES), ("单元/u.plan.yaml", UNITS)],
    );
    let mut client = Client::start(&pushes());
    let uri = folder.uri("单元/u.plan.yaml");
    client.open(&uri, "yaml", UNITS);
    // The first that is published is complete: no half a set, no reference that dangles for a moment.
    assert!(!rules(&client.published(&uri, 1)).contains(&"dangling-reference"));
    client.replace(&uri, 2, &UNITS.replace("NC-01", "NC-09"));
    assert!(rules(&client.published(&uri, 2)).contains(&"dangling-reference"));
    assert_eq!(client.finish(), 0);
}

#[test]
fn a_large_set_is_told_once_it_is_judged_and_edits_meanwhile_are_in_it() {
    let name = |number: usize| format!("部门{}/能力 {number}.plan.yaml", number % 3);
    let text = |number: usize| {
        CAPABILITIES.replace("NC-01", &format!("NC-{number}")).replace('\n', "\r\n")
            + &UNITS.replace("CU-01", &format!("CU-{number}")).replace("NC-01", &format!("NC-{}", number + 1))
    };
    let members: Vec<(String, String)> = (0..60).map(|number| (name(number), text(number))).collect();
    let mut files: Vec<(&str, &str)> = vec![("capplan.toml", "")];
    files.extend(members.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    let folder = Folder::new("大集😀", &files);
    let mut client = Client::start(&pushes());
    let uri = folder.uri(&name(7));
    client.open(&uri, "yaml", &text(7));
    client.replace(&uri, 2, &text(7).replace("NC-8", "NC-800"));
    let first = client.wait_for(|message| {
        message["method"] == "textDocument/publishDiagnostics" && message["params"]["uri"] == uri
    });
    assert_eq!(first["params"]["version"], 2, "{first}");
    let dangling = |items: &Value| {
        rules(items.as_array().unwrap()).iter().filter(|rule| **rule == "dangling-reference").count()
    };
    assert_eq!(dangling(&first["params"]["diagnostics"]), 1, "{first}");
    // All members are told of; only the last one's reference leads nowhere.
    let mut told = 1;
    let mut dangles = Vec::new();
    while told < members.len() {
        let message = client.wait_for(|message| message["method"] == "textDocument/publishDiagnostics");
        told += 1;
        if dangling(&message["params"]["diagnostics"]) > 0 {
            dangles.push(message["params"]["uri"].as_str().unwrap().to_owned());
        }
    }
    assert_eq!(dangles.len(), 1, "{dangles:?}");
    assert!(dangles[0].contains("59"), "{dangles:?}");
    assert_eq!(client.finish(), 0);
}

#[test]
fn an_edit_is_felt_in_the_other_open_documents_of_the_set() {
    let folder =
        Folder::new("两份", &[("capplan.toml", ""), ("a.plan.yaml", CAPABILITIES), ("b.plan.yaml", UNITS)]);
    let (a, b) = (folder.uri("a.plan.yaml"), folder.uri("b.plan.yaml"));
    let mut client = Client::start(&pushes());
    client.open(&a, "yaml", CAPABILITIES);
    client.open(&b, "yaml", UNITS);
    client.published(&a, 1);
    assert!(!rules(&client.published(&b, 1)).contains(&"dangling-reference"));
    client.replace(&a, 2, &CAPABILITIES.replace("NC-01", "NC-02"));
    client.published(&a, 2);
    assert!(rules(&client.published(&b, 1)).contains(&"dangling-reference"));
    // Closed without saving: the disk's text counts again.
    client.close(&a);
    assert!(!rules(&client.cleared(&a)).contains(&"duplicate-id"));
    assert!(!rules(&client.published(&b, 1)).contains(&"dangling-reference"));
    assert_eq!(client.finish(), 0);
}

#[test]
fn a_client_that_pulls_is_told_to_ask_again_for_other_documents() {
    let folder =
        Folder::new("拉取", &[("capplan.toml", ""), ("a.plan.yaml", CAPABILITIES), ("b.plan.yaml", UNITS)]);
    let (a, b) = (folder.uri("a.plan.yaml"), folder.uri("b.plan.yaml"));
    let mut client = Client::start(&pulls());
    client.open(&a, "yaml", CAPABILITIES);
    client.open(&b, "yaml", UNITS);
    let before = client.pulled(&b, None);
    assert!(!rules(before["items"].as_array().unwrap()).contains(&"dangling-reference"));
    client.publications();
    assert!(!client.asked.iter().any(|method| method == "workspace/diagnostic/refresh"));
    client.replace(&a, 2, &CAPABILITIES.replace("NC-01", "NC-02"));
    client.publications();
    assert!(client.asked.iter().any(|method| method == "workspace/diagnostic/refresh"));
    let after = client.pulled(&b, before["resultId"].as_str());
    assert!(rules(after["items"].as_array().unwrap()).contains(&"dangling-reference"));
    assert_eq!(client.finish(), 0);
}

#[test]
fn files_and_settings_that_change_on_the_disk_are_followed() {
    let folder = Folder::new("变化", &[("b.plan.yaml", UNITS)]);
    let b = folder.uri("b.plan.yaml");
    let dynamic = json!({ "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } } });
    let mut client = Client::start(&with(pushes(), &dynamic));
    client.open(&b, "yaml", UNITS);
    assert!(rules(&client.published(&b, 1)).contains(&"dangling-reference"));
    assert!(client.asked.iter().any(|method| method == "client/registerCapability"));
    // A capplan.toml and another file make it a set.
    folder.write("a.plan.yaml", CAPABILITIES);
    folder.write("capplan.toml", "");
    folder.changed(&mut client, "capplan.toml", 1);
    assert!(!rules(&client.published(&b, 1)).contains(&"dangling-reference"));
    folder.write("a.plan.yaml", &CAPABILITIES.replace("NC-01", "NC-02"));
    folder.changed(&mut client, "a.plan.yaml", 2);
    assert!(rules(&client.published(&b, 1)).contains(&"dangling-reference"));
    folder.write("capplan.toml", "[rules]\ndangling-reference = \"off\"\n");
    folder.changed(&mut client, "capplan.toml", 2);
    assert!(!rules(&client.published(&b, 1)).contains(&"dangling-reference"));
    fs::remove_file(folder.0.join("capplan.toml")).unwrap();
    folder.changed(&mut client, "capplan.toml", 3);
    assert!(rules(&client.published(&b, 1)).contains(&"dangling-reference"));
    assert_eq!(client.finish(), 0);
}

#[test]
fn a_deleted_member_is_gone_and_a_deleted_folder_with_all_below_it() {
    let files = [("capplan.toml", ""), ("x/a.plan.yaml", CAPABILITIES), ("b.plan.yaml", UNITS)];
    let folder = Folder::new("删除", &files);
    let b = folder.uri("b.plan.yaml");
    let mut client = Client::start(&pushes());
    client.open(&b, "yaml", UNITS);
    assert!(!rules(&client.published(&b, 1)).contains(&"dangling-reference"));
    fs::remove_dir_all(folder.0.join("x")).unwrap();
    folder.changed(&mut client, "x", 3);
    assert!(rules(&client.published(&b, 1)).contains(&"dangling-reference"));
    assert_eq!(client.finish(), 0);
}

#[test]
fn a_set_inside_a_set_is_none_of_the_outer_ones() {
    let files = [
        ("capplan.toml", ""),
        ("b.plan.yaml", UNITS),
        ("内/capplan.toml", ""),
        ("内/a.plan.yaml", CAPABILITIES),
    ];
    let folder = Folder::new("内外", &files);
    let b = folder.uri("b.plan.yaml");
    let mut client = Client::start(&pushes());
    client.open(&b, "yaml", UNITS);
    assert!(rules(&client.published(&b, 1)).contains(&"dangling-reference"));
    folder.changed(&mut client, "内/a.plan.yaml", 2);
    assert_eq!(client.publications(), Vec::<Value>::new());
    assert_eq!(client.finish(), 0);
}

#[test]
fn mistakes_in_the_settings_file_are_shown_there() {
    let folder = Folder::new("设置", &[("capplan.toml", "profile = \"all\"\n"), ("b.plan.yaml", UNITS)]);
    let mut client = Client::start(&pushes());
    client.open(&folder.uri("b.plan.yaml"), "yaml", UNITS);
    let message = client.wait_for(|message| {
        message["params"]["uri"].as_str().is_some_and(|uri| uri.ends_with("capplan.toml"))
    });
    assert_eq!(message["params"]["diagnostics"][0]["range"]["start"], json!({ "line": 0, "character": 10 }));
    assert_eq!(client.finish(), 0);
}

#[test]
fn a_settings_file_that_cannot_be_read_is_told_though_it_counts_as_empty() {
    let folder = Folder::new("设置 编码", &[("a.plan.yaml", CAPABILITIES), ("b.plan.yaml", UNITS)]);
    fs::write(folder.0.join("capplan.toml"), b"locale = \"zh\" # \xb9\xe6\n").unwrap();
    let uri = folder.uri("b.plan.yaml");
    let mut client = Client::start_with(json!({ "capabilities": pushes(), "locale": "en" }));
    client.open(&uri, "yaml", UNITS);
    let of_config =
        |message: &Value| message["params"]["uri"].as_str().is_some_and(|uri| uri.ends_with("capplan.toml"));
    let told = client.wait_for(of_config)["params"]["diagnostics"].clone();
    assert!(
        told[0]["message"].as_str().unwrap().contains("is not UTF-8 (unreadable from byte 17)"),
        "{told:?}"
    );
    assert!(!rules(&client.published(&uri, 1)).contains(&"dangling-reference"));
    folder.write("capplan.toml", "");
    folder.changed(&mut client, "capplan.toml", 2);
    assert_eq!(client.wait_for(of_config)["params"]["diagnostics"], json!([]));
    assert_eq!(client.finish(), 0);
    fs::write(folder.0.join("capplan.toml"), b"\xff").unwrap();
    let mut client = Client::start(&pulls());
    client.open(&uri, "yaml", UNITS);
    let told = client.wait_for(|message| message["method"] == "window/showMessage");
    assert!(told["params"]["message"].as_str().unwrap().contains("UTF-8"), "{told}");
    assert_eq!(client.finish(), 0);
}

#[test]
fn a_member_that_is_not_utf_8_does_not_stop_the_others() {
    let folder =
        Folder::new("编码", &[("capplan.toml", ""), ("a.plan.yaml", CAPABILITIES), ("b.plan.yaml", UNITS)]);
    fs::write(folder.0.join("c.plan.yaml"), b"title: \xb9\xe6\xbb\xae\n").unwrap();
    let mut client = Client::start(&pushes());
    let b = folder.uri("b.plan.yaml");
    client.open(&b, "yaml", UNITS);
    assert!(!rules(&client.published(&b, 1)).contains(&"dangling-reference"));
    assert_eq!(client.finish(), 0);
}

#[test]
fn a_plan_sets_own_language_goes_before_the_editors_and_behind_the_clients_setting() {
    let folder = Folder::new("语言", &[("capplan.toml", "locale = \"zh\"\n"), ("a.plan.yaml", CAPABILITIES)]);
    let uri = folder.uri("a.plan.yaml");
    let text = format!("{CAPABILITIES}\nperiod: [2024\n");
    for (settings, chinese) in [(json!({}), true), (json!({ "locale": "en" }), false)] {
        let params = json!({ "capabilities": pushes(), "locale": "en", "initializationOptions": settings });
        let mut client = Client::start_with(params);
        client.open(&uri, "yaml", &text);
        let found = client.published(&uri, 1);
        assert_eq!(found[0]["message"].as_str().unwrap().is_ascii(), !chinese, "{found:?}");
        assert_eq!(client.finish(), 0);
    }
}
