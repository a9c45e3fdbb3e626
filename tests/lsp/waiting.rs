//! What takes long: a plan set that is read with progress shown, and requests that wait for news.

use serde_json::{Value, json};

use super::client::{Client, pulls, pushes, rules, with};
use super::folder::Folder;

const CAPABILITIES: &str = "standard: T/AIITRE 20001—2021\r\ncapabilities:\r\n  - {id: NC-01, name: 排产😀, viewpoint: 过程, level: CL2}\r\n";
const UNITS: &str = "## 能力单元 CU-01 排产单元\n- 承载的新型能力：NC-01\n";

/// Asks for all diagnostics as a client does that asks on and on.
fn poll(client: &mut Client, previous: &Value) -> i64 {
    let params = json!({ "previousResultIds": previous, "partialResultToken": "令牌" });
    client.ask("workspace/diagnostic", params)
}

/// What was answered: the ends of the names with their rules, and the ids to ask with next time.
fn answered(client: &mut Client, id: i64) -> (Vec<(String, Vec<String>)>, Value) {
    let answer = client.answer(id).unwrap();
    let items = answer["items"].as_array().unwrap();
    let name = |item: &Value| item["uri"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    let full = items.iter().filter(|item| item["kind"] == "full");
    let found = full.map(|item| {
        let rules = rules(item["items"].as_array().unwrap()).into_iter().map(str::to_owned).collect();
        (name(item), rules)
    });
    let ids = items.iter().filter(|item| !item["resultId"].is_null());
    let ids = ids.map(|item| json!({ "uri": item["uri"], "value": item["resultId"] })).collect();
    (found.collect(), Value::Array(ids))
}

fn is_answered(client: &mut Client, id: i64) -> bool {
    // A question behind it is answered first.
    client.request("workspace/symbol", json!({ "query": "" })).unwrap();
    client.has_answer(id)
}

#[test]
fn a_client_that_asks_on_and_on_is_answered_when_there_is_news() {
    let folder = Folder::new(
        "等待 轮询",
        &[("capplan.toml", ""), ("a.plan.yaml", CAPABILITIES), ("b.plan.md", UNITS)],
    );
    let a = folder.uri("a.plan.yaml");
    let mut client = Client::start(&pulls());
    client.open(&a, "yaml", CAPABILITIES);
    client.pulled(&a, None);
    let first = poll(&mut client, &json!([]));
    let (found, ids) = answered(&mut client, first);
    assert_eq!(found.len(), 1);
    assert!(found[0].0 == "b.plan.md" && !found[0].1.contains(&"dangling-reference".to_owned()));
    let second = poll(&mut client, &ids);
    assert!(!is_answered(&mut client, second), "there is nothing new");
    client.replace(&a, 2, &CAPABILITIES.replace("排产", "排程"));
    assert!(!is_answered(&mut client, second), "what is not open stays as it is");
    let refreshes = |client: &Client| client.asked.iter().filter(|asked| asked.contains("refresh")).count();
    let before = refreshes(&client);
    client.replace(&a, 3, &CAPABILITIES.replace("NC-01", "NC-02"));
    let (found, ids) = answered(&mut client, second);
    assert!(found[0].1.contains(&"dangling-reference".to_owned()), "{found:?}");
    assert_eq!(refreshes(&client), before, "who waits needs not be told to ask");
    // Cancelled: nobody is kept waiting, and the next request is the one that counts.
    let third = poll(&mut client, &ids);
    client.notify("$/cancelRequest", json!({ "id": third }));
    assert_eq!(client.answer(third).unwrap_err()["code"], -32800);
    let (fourth, fifth) = (poll(&mut client, &ids), poll(&mut client, &ids));
    assert_eq!(answered(&mut client, fourth).0, [], "only the latest waits");
    assert!(!is_answered(&mut client, fifth));
    // The end does not wait either.
    client.request("shutdown", Value::Null).unwrap();
    assert!(client.answer(fifth).is_ok());
    client.notify("exit", Value::Null);
    assert_eq!(client.exit_code(), 0);
}

#[test]
fn a_client_that_asks_for_all_is_told_once_that_nothing_is_left_of_what_it_closed() {
    let plan = "standard: T/AIITRE 20001—2021\r\nunits:\r\n  - {id: CU-01, name: 排产😀, level: CL9}\r\n";
    let folder = Folder::new("等待 关闭", &[]);
    let mut client = Client::start(&pulls());
    let first = poll(&mut client, &json!([]));
    let (found, ids) = answered(&mut client, first);
    assert_eq!((found, &ids), (Vec::new(), &json!([])));
    let plan = ("alone.plan.yaml", "yaml", plan);
    for ((name, language, text), asks_after_closing) in
        [(plan, false), (plan, true), (("note.md", "markdown", "# 纪要😀\n"), false)]
    {
        let (uri, is_plan) = (folder.uri(name), language == "yaml");
        let waits = poll(&mut client, &ids);
        client.open(&uri, language, text);
        assert_eq!(client.pulled(&uri, None)["items"] != json!([]), is_plan);
        assert!(!is_answered(&mut client, waits), "what is open is asked for by itself");
        // A last time the client asks for it alone, and drops the answer: by then it does not show the document any more.
        if !asks_after_closing {
            client.pulled(&uri, None);
        }
        client.close(&uri);
        if asks_after_closing {
            client.pulled(&uri, None);
        }
        if is_plan {
            let (found, left) = answered(&mut client, waits);
            assert_eq!((found, left), (vec![(name.to_owned(), Vec::new())], json!([])));
            let mut again = poll(&mut client, &json!([]));
            if asks_after_closing && is_answered(&mut client, again) {
                // It asked once more behind the answer.
                again = poll(&mut client, &json!([]));
            }
            assert!(!is_answered(&mut client, again), "it is told once");
        } else {
            assert!(!is_answered(&mut client, waits), "nothing was there to take back");
        }
    }
    assert_eq!(client.finish(), 0);
}

/// A set that takes a while to read: prose, mostly.
fn large(name: &str) -> Folder {
    let folder =
        Folder::new(name, &[("capplan.toml", ""), ("a.plan.yaml", CAPABILITIES), ("b.plan.md", UNITS)]);
    let prose = "说明 😀：**本段**是 `背景`，见（附件）[1]，与_等级_无关。\n\n".repeat(2_000);
    for number in 0..60 {
        let unit = format!("## 能力单元 CU-1{number} 单元\n- 承载的新型能力：NC-01\n\n# 附注\n\n{prose}");
        folder.write(&format!("单元/{number}.plan.md"), &unit);
    }
    folder
}

fn progress(message: &Value, kind: &str) -> bool {
    message["method"] == "$/progress" && message["params"]["value"]["kind"] == kind
}

#[test]
fn the_reading_of_a_large_set_is_shown_and_can_be_stopped() {
    let folder = large("等待 停止");
    let shows = with(pushes(), &json!({ "window": { "workDoneProgress": true } }));
    let mut client = Client::start(&shows);
    let b = folder.uri("b.plan.md");
    client.open(&b, "markdown", UNITS);
    let begun = client.wait_for(|message| progress(message, "begin"));
    assert!(client.asked.contains(&"window/workDoneProgress/create".to_owned()));
    assert_eq!(begun["params"]["value"]["title"], "读取规划集");
    assert_eq!(begun["params"]["value"]["cancellable"], true);
    let step = client.wait_for(|message| progress(message, "report"));
    assert!(step["params"]["value"]["message"].as_str().unwrap().ends_with("/62"), "{step}");
    client.notify("window/workDoneProgress/cancel", json!({ "token": begun["params"]["token"] }));
    let told = client.wait_for(|message| message["method"] == "window/showMessage");
    assert!(told["params"]["message"].as_str().unwrap().contains("/62 个文件"), "{told}");
    client.wait_for(|message| progress(message, "end"));
    // The document is served, with what was read.
    client.published(&b, 1);
    assert_ne!(client.hover(&b, 0, 4), Value::Null);
    // Opened anew, the rest is read.
    client.close(&b);
    client.open(&b, "markdown", UNITS);
    let whole =
        |message: &Value| message["params"]["uri"].as_str().is_some_and(|uri| uri.ends_with("/59.plan.md"));
    client.wait_for(whole);
    assert_eq!(client.finish(), 0);
}

#[test]
fn a_client_that_shows_no_progress_or_does_not_answer_about_it_is_served() {
    for (shows, answers) in [(json!(null), true), (json!({ "workDoneProgress": true }), false)] {
        let folder = large(&format!("等待 {answers}"));
        let mut client = Client::start(&with(pushes(), &json!({ "window": shows })));
        client.answers = answers;
        let b = folder.uri("b.plan.md");
        client.open(&b, "markdown", UNITS);
        assert!(!rules(&client.published(&b, 1)).contains(&"dangling-reference"));
        assert!(client.others().iter().all(|message| message["method"] != "$/progress"));
        assert_eq!(client.asked.iter().any(|asked| asked.contains("Progress")), !answers);
    }
}
