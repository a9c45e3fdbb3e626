//! A change in one file of a plan set is felt in the others, open or not, and only in those that depend on it.

use std::fs;

use serde_json::{Value, json};

use super::client::{Client, pulls, pushes, rules};
use super::folder::Folder;

const CAPABILITIES: &str = "standard: T/AIITRE 20001—2021\ncapabilities:\n  - {id: NC-01, name: 排产😀, viewpoint: 过程, level: CL2}\n";
const UNITS: &str = "## 能力单元 CU-01 排产单元\n- 承载的新型能力：NC-01\n";
const ALONE: &str = "## 能力：研发能力 {#NC-05}\n- 视角：生产\n### 能力单元 CU-05 研发单元\n";

const FILES: [(&str, &str); 4] =
    [("capplan.toml", ""), ("a.plan.yaml", CAPABILITIES), ("b.plan.md", UNITS), ("c.plan.md", ALONE)];

/// The rules that were published last for a file whose name ends so; none when nothing was.
fn last<'a>(publications: &'a [Value], name: &str) -> Option<Vec<&'a str>> {
    let of = publications.iter().rev().map(|message| &message["params"]);
    let found = of.into_iter().find(|params| params["uri"].as_str().is_some_and(|uri| uri.ends_with(name)));
    found.map(|params| rules(params["diagnostics"].as_array().unwrap()))
}

fn dangles(publications: &[Value], name: &str) -> Option<bool> {
    last(publications, name).map(|rules| rules.contains(&"dangling-reference"))
}

fn refreshes(client: &Client) -> usize {
    client.asked.iter().filter(|asked| *asked == "workspace/diagnostic/refresh").count()
}

/// A file's name, the kind of its report, and its rules.
type Answered = (String, String, Vec<String>);

/// The answer to a question for all: rules by the ends of the names, and the ids to ask with next time.
fn all(client: &mut Client, previous: &[Value]) -> (Vec<Answered>, Vec<Value>) {
    let answer = client.request("workspace/diagnostic", json!({ "previousResultIds": previous })).unwrap();
    let mut found = Vec::new();
    let mut ids = Vec::new();
    for item in answer["items"].as_array().unwrap() {
        let uri = item["uri"].as_str().unwrap();
        let items = item["items"].as_array().cloned().unwrap_or_default();
        let rules = rules(&items).into_iter().map(str::to_owned).collect();
        let name = uri.rsplit('/').next().unwrap().to_owned();
        found.push((name, item["kind"].as_str().unwrap().to_owned(), rules));
        if !item["resultId"].is_null() {
            ids.push(json!({ "uri": uri, "value": item["resultId"] }));
        }
    }
    (found, ids)
}

#[test]
fn an_edit_is_felt_in_files_that_are_not_open_and_only_in_those_that_depend_on_it() {
    let folder = Folder::new("across 编辑", &FILES);
    let a = folder.uri("a.plan.yaml");
    let mut client = Client::start(&pushes());
    client.open(&a, "yaml", CAPABILITIES);
    let first = client.publications();
    assert_eq!(dangles(&first, "b.plan.md"), Some(false));
    assert!(last(&first, "c.plan.md").unwrap().contains(&"unknown-viewpoint"));
    client.replace(&a, 2, &CAPABILITIES.replace("NC-01", "NC-02"));
    let second = client.publications();
    assert_eq!((dangles(&second, "b.plan.md"), dangles(&second, "c.plan.md")), (Some(true), None));
    // A keystroke that says nothing new to others is told of the edited file alone.
    client.replace(&a, 3, &CAPABILITIES.replace("NC-01", "NC-02").replace("过程", "对象"));
    client.replace(&a, 4, &format!("# 注释\n\n{}", CAPABILITIES.replace("NC-01", "NC-02")));
    let third = client.publications();
    assert!(third.iter().all(|message| message["params"]["uri"] == a.as_str()), "{third:?}");
    // Closed without saving: the disk's text counts again. With the last open member all is taken away.
    client.open(&folder.uri("c.plan.md"), "markdown", ALONE);
    client.publications();
    client.close(&a);
    assert_eq!(dangles(&client.publications(), "b.plan.md"), Some(false));
    client.close(&folder.uri("c.plan.md"));
    let end = client.publications();
    for name in ["a.plan.yaml", "b.plan.md", "c.plan.md"] {
        assert_eq!(last(&end, name), Some(Vec::new()), "{name}");
    }
    assert_eq!(client.finish(), 0);
}

#[test]
fn files_created_changed_renamed_and_deleted_on_the_disk_are_felt_in_open_and_closed_ones() {
    for open in ["b.plan.md", "c.plan.md"] {
        let folder = Folder::new(&format!("across 磁盘 {open}"), &FILES);
        let text = FILES.iter().find(|(name, _)| *name == open).unwrap().1;
        let mut client = Client::start(&pushes());
        client.open(&folder.uri(open), "markdown", text);
        let felt = |client: &mut Client| {
            let told = client.publications();
            let own = if open == "c.plan.md" { None } else { last(&told, "c.plan.md") };
            assert_eq!(own, None, "c depends on nothing");
            (dangles(&told, "b.plan.md"), last(&told, "a.plan.yaml").map(|rules| rules.is_empty()))
        };
        assert_eq!(dangles(&client.publications(), "b.plan.md"), Some(false));
        folder.write("a.plan.yaml", &CAPABILITIES.replace("NC-01", "NC-02"));
        folder.changed(&mut client, "a.plan.yaml", 2);
        assert_eq!(felt(&mut client).0, Some(true));
        folder.write("d.plan.yaml", CAPABILITIES);
        folder.changed(&mut client, "d.plan.yaml", 1);
        assert_eq!(felt(&mut client).0, Some(false));
        fs::rename(folder.0.join("d.plan.yaml"), folder.0.join("子 集.txt")).unwrap();
        folder.changed(&mut client, "d.plan.yaml", 3);
        folder.changed(&mut client, "子 集.txt", 1);
        assert_eq!(felt(&mut client).0, Some(true));
        fs::rename(folder.0.join("子 集.txt"), folder.0.join("e.plan.yaml")).unwrap();
        folder.changed(&mut client, "e.plan.yaml", 1);
        assert_eq!(felt(&mut client).0, Some(false));
        fs::remove_file(folder.0.join("a.plan.yaml")).unwrap();
        folder.changed(&mut client, "a.plan.yaml", 3);
        assert_eq!(felt(&mut client), (None, Some(true)), "b does not depend on what was left in a");
        folder.write("capplan.toml", "[rules]\nunknown-viewpoint = \"off\"\n");
        folder.changed(&mut client, "capplan.toml", 2);
        let told = client.publications();
        assert!(!last(&told, "c.plan.md").unwrap().contains(&"unknown-viewpoint"));
        fs::remove_file(folder.0.join("capplan.toml")).unwrap();
        folder.changed(&mut client, "capplan.toml", 3);
        let told = client.publications();
        let closed = if open == "b.plan.md" { "c.plan.md" } else { "b.plan.md" };
        assert_eq!(last(&told, closed), Some(Vec::new()), "no set any more");
        assert_eq!(dangles(&told, open), Some(open == "b.plan.md"));
        assert_eq!(client.finish(), 0);
    }
}

#[test]
fn a_client_that_pulls_is_refreshed_for_open_and_closed_files_and_only_when_their_findings_change() {
    let folder = Folder::new("across 拉取", &FILES);
    let a = folder.uri("a.plan.yaml");
    let mut client = Client::start(&pulls());
    assert_eq!(client.initialized["capabilities"]["diagnosticProvider"]["workspaceDiagnostics"], true);
    client.open(&a, "yaml", CAPABILITIES);
    client.pulled(&a, None);
    client.publications();
    let (found, ids) = all(&mut client, &[]);
    let names: Vec<&str> = found.iter().map(|(name, ..)| name.as_str()).collect();
    assert_eq!(names, ["b.plan.md", "c.plan.md"], "the open one is asked for by itself");
    assert!(
        found
            .iter()
            .all(|(_, kind, rules)| kind == "full" && !rules.contains(&"dangling-reference".to_owned()))
    );
    let before = refreshes(&client);
    // What is edited is asked for anyway, and nobody else is concerned.
    client.replace(&a, 2, &CAPABILITIES.replace("排产", "排产计划"));
    client.publications();
    assert_eq!(refreshes(&client), before);
    let (found, ids) = all(&mut client, &ids);
    assert!(found.iter().all(|(_, kind, _)| kind == "unchanged"), "{found:?}");
    client.replace(&a, 3, &CAPABILITIES.replace("NC-01", "NC-02"));
    client.publications();
    assert_eq!(refreshes(&client), before + 1);
    let (found, ids) = all(&mut client, &ids);
    assert!(found[0].1 == "full" && found[0].2.contains(&"dangling-reference".to_owned()), "{found:?}");
    assert_eq!(found[1].1, "unchanged");
    // A file of the disk, while the others are not open.
    fs::remove_file(folder.0.join("b.plan.md")).unwrap();
    folder.changed(&mut client, "b.plan.md", 3);
    client.publications();
    assert!(refreshes(&client) > before + 1);
    let (found, _) = all(&mut client, &ids);
    assert_eq!(found[1], ("b.plan.md".to_owned(), "full".to_owned(), Vec::new()), "taken back");
    assert_eq!(client.publications(), Vec::<Value>::new());
    assert_eq!(client.finish(), 0);
}
