//! Baselines in a session: from `capplan.toml` or the client's settings, followed as the file changes.

use std::fs;

use serde_json::{Value, json};

use super::client::{Client, pulls, pushes, rules, with};
use super::folder::Folder;

const YAML: &str = "capabilities:\n  - {id: NC-01, name: 排产😀, viewpoint: 财务, level: CL9}\n";
const MARKDOWN: &str = "## 能力：研发 {#NC-02}\n- 视角：财务\n- 等级：CL9\n";

/// Writes the baseline of a folder by the command line.
pub(crate) fn write_baseline(folder: &Folder, file: &str) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut screen = capplan::cli::Screen { out: &mut out, err: &mut err, styled: false };
    let [file, all] = [file, ""].map(|path| folder.0.join(path).into_os_string());
    let words = ["capplan", "check", "--write-baseline"].map(Into::into).into_iter().chain([file, all]);
    assert_eq!(capplan::cli::run(words, &mut screen), 0, "{}", String::from_utf8_lossy(&err));
}

fn watching() -> Value {
    json!({ "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } } })
}

#[test]
fn what_the_baseline_of_a_set_knows_is_not_published_and_what_is_new_is() {
    for (name, text) in [("a.plan.yaml", YAML), ("a.plan.md", MARKDOWN)] {
        let folder =
            Folder::new("基线 集", &[("capplan.toml", "baseline = \"已知/b.json\"\n"), (name, text)]);
        fs::create_dir(folder.0.join("已知")).unwrap();
        write_baseline(&folder, "已知/b.json");
        let uri = folder.uri(name);
        let mut client = Client::start(&with(pushes(), &watching()));
        client.open(&uri, "", text);
        // The first that is published knows the baseline: nothing flashes up.
        assert_eq!(client.published(&uri, 1), Vec::<Value>::new());
        client.replace(&uri, 2, &format!("\n\n{}", text.replace('\n', "\r\n")));
        assert_eq!(client.published(&uri, 2), Vec::<Value>::new());
        client.replace(&uri, 3, &text.replace("CL9", "CL8"));
        assert_eq!(rules(&client.published(&uri, 3)), ["unknown-level"]);
        // Written anew while the editor has the plan open.
        folder.write(name, &text.replace("CL9", "CL8"));
        write_baseline(&folder, "已知/b.json");
        folder.changed(&mut client, "已知/b.json", 2);
        assert_eq!(client.published(&uri, 3), Vec::<Value>::new());
        fs::remove_file(folder.0.join("已知/b.json")).unwrap();
        folder.changed(&mut client, "已知/b.json", 3);
        assert!(rules(&client.published(&uri, 3)).contains(&"unknown-viewpoint"));
        let told = client.wait_for(|message| message["method"] == "window/showMessage");
        assert!(told["params"]["message"].as_str().unwrap().contains("--write-baseline"), "{told}");
        let watched = client.asked.iter().filter(|asked| *asked == "client/registerCapability").count();
        assert_eq!(watched, 2, "all plans, and the baseline");
        assert_eq!(client.finish(), 0);
    }
}

#[test]
fn the_clients_settings_name_a_baseline_and_go_before_the_file() {
    let folder = Folder::new("基线 设置", &[("a.plan.yaml", YAML)]);
    write_baseline(&folder, "b.json");
    let uri = folder.uri("a.plan.yaml");
    let root = json!({
        "rootUri": folder.uri(""),
        "capabilities": pushes(),
        "initializationOptions": { "baseline": "b.json" },
    });
    let mut client = Client::start_with(root);
    client.open(&uri, "yaml", YAML);
    assert_eq!(client.published(&uri, 1), Vec::<Value>::new());
    client.notify(
        "workspace/didChangeConfiguration",
        json!({ "settings": { "capplan": { "baseline": false } } }),
    );
    assert!(rules(&client.published(&uri, 1)).contains(&"unknown-level"));
    folder.write("capplan.toml", "baseline = \"b.json\"\n");
    folder.changed(&mut client, "capplan.toml", 1);
    client.notify("workspace/didChangeConfiguration", json!({ "settings": { "capplan": {} } }));
    assert_eq!(client.published(&uri, 1), Vec::<Value>::new());
    assert_eq!(client.finish(), 0);
}

#[test]
fn a_client_that_pulls_waits_for_the_baseline_and_is_told_when_it_changes() {
    let folder =
        Folder::new("基线 拉取", &[("capplan.toml", "baseline = \"b.json\"\n"), ("a.plan.yaml", YAML)]);
    write_baseline(&folder, "b.json");
    let uri = folder.uri("a.plan.yaml");
    let mut client = Client::start(&pulls());
    client.open(&uri, "yaml", YAML);
    assert_eq!(client.pulled(&uri, None)["items"], json!([]));
    folder.write("b.json", "{\"version\": 1, \"findings\": []}");
    folder.changed(&mut client, "b.json", 2);
    client.publications();
    assert!(client.asked.iter().any(|asked| asked == "workspace/diagnostic/refresh"));
    let items = client.pulled(&uri, None)["items"].clone();
    assert!(rules(items.as_array().unwrap()).contains(&"unknown-level"));
    // A broken one is told, and then all is shown; the same mistake is told once.
    folder.write("b.json", "{\"version\": 1,\n<<<<<<<");
    folder.changed(&mut client, "b.json", 2);
    folder.changed(&mut client, "b.json", 2);
    let told = client.wait_for(|message| message["method"] == "window/showMessage");
    let message = told["params"]["message"].as_str().unwrap();
    assert!(message.contains("b.json") && message.contains("第 2 行"), "{message}");
    assert_eq!(client.pulled(&uri, None)["items"], items);
    assert_eq!(client.publications(), Vec::<Value>::new());
    assert_eq!(client.others(), Vec::<Value>::new());
    assert_eq!(client.finish(), 0);
}
