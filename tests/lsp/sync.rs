//! Documents stay what the client has: order of edits, all changes of a notification, encodings, line ends, bad places.

use serde_json::json;

use super::client::{Client, pulls, pushes, rules, with};

const URI: &str = "file:///计划/a.plan.yaml";

/// A little generator (SplitMix64): the same edits in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % (end as u64)).unwrap()
    }
}

fn utf16(text: &str) -> u32 {
    u32::try_from(text.encode_utf16().count()).unwrap()
}

/// Random edits in a plan: insertions and deletions at places counted in UTF-16, several changes a notification.
fn edit_at_random(client: &mut Client, text: &mut String, edits: usize) {
    let pieces =
        ["能", "😀", "CL9", "\n", "\r\n", "  ", "- ", "id: NC-01", "：", "level: CL3", "（A.3.2.1 z）"];
    let mut random = Random(20001);
    for version in 0..edits {
        let mut changes = Vec::new();
        for _ in 0..=random.below(2) {
            let characters: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let first = random.below(characters.len());
            let last = (first + random.below(4)).min(characters.len() - 1);
            let (start, end) = (characters[first], characters[last]);
            let split = |at: usize| text[..at].ends_with('\r') && text[at..].starts_with('\n');
            if split(start) || split(end) {
                continue;
            }
            let place = |at: usize| {
                let before = text[..at].replace("\r\n", "\n");
                let line = u32::try_from(before.matches('\n').count()).unwrap();
                [line, utf16(before.rsplit('\n').next().unwrap())]
            };
            let piece = pieces[random.below(pieces.len())];
            let ([a, b], [c, d]) = (place(start), place(end));
            changes.push(([a, b, c, d], piece));
            text.replace_range(start..end, piece);
        }
        client.change(URI, i32::try_from(version).unwrap() + 2, &changes);
    }
}

fn same_as_a_fresh_open(plan: &str, uri: &str, language: &str) {
    let mut client = Client::start(&pulls());
    let mut text = plan.to_owned();
    client.open(URI, language, plan);
    edit_at_random(&mut client, &mut text, 500);
    let live = client.pulled(URI, None);
    client.open(uri, language, &text);
    let fresh = client.pulled(uri, None);
    assert!(!fresh["items"].as_array().unwrap().is_empty(), "the edits make no finding: nothing is compared");
    // The other sides of findings are named by each document's own URI.
    assert_eq!(live["items"].to_string().replace(URI, uri), fresh["items"].to_string());
    assert_eq!(client.finish(), 0);
}

#[test]
fn five_hundred_edits_without_waiting_end_where_a_fresh_open_begins() {
    let plan = capplan_tests::plan("shared/minimal.plan.yaml");
    same_as_a_fresh_open(&plan, "file:///计划/b.plan.yaml", "yaml");
    same_as_a_fresh_open(&plan.replace('\n', "\r\n"), "file:///计划/b.plan.yaml", "yaml");
}

#[test]
fn markdown_is_edited_in_order_as_well() {
    let plan = capplan_tests::plan("shared/minimal.plan.md");
    same_as_a_fresh_open(&plan, "file:///计划/b.plan.md", "markdown");
}

/// One wrong level behind an emoji and Chinese text; the range of its finding in a client's columns.
fn columns(offered: &serde_json::Value) -> (String, Vec<u64>) {
    let capabilities = with(pushes(), &json!({ "general": { "positionEncodings": offered } }));
    let mut client = Client::start(&capabilities);
    let text = "standard: T/AIITRE 20001—2021\r\ncapabilities:\r\n  - {id: NC-01, name: 排产😀能力, viewpoint: process, level: CL9}\r\n";
    client.open(URI, "yaml", text);
    let found = client.published(URI, 1);
    let wrong = found.iter().find(|finding| finding["code"] == "unknown-level").unwrap();
    let range = &wrong["range"];
    let columns = ["start", "end"].iter().flat_map(|end| {
        ["line", "character"].iter().map(|what| range[end][what].as_u64().unwrap()).collect::<Vec<_>>()
    });
    let columns = columns.collect();
    let encoding = client.initialized["capabilities"]["positionEncoding"].as_str().unwrap().to_owned();
    assert_eq!(client.finish(), 0);
    (encoding, columns)
}

#[test]
fn columns_are_counted_in_the_encoding_agreed_on() {
    let line = "  - {id: NC-01, name: 排产😀能力, viewpoint: process, level: ";
    let (utf8, utf16, utf32) = (line.len() as u64, u64::from(utf16(line)), line.chars().count() as u64);
    let at = |column: u64| vec![2, column, 2, column + 3];
    assert_eq!(columns(&json!(["utf-16", "utf-8"])), ("utf-8".to_owned(), at(utf8)));
    assert_eq!(columns(&json!(["utf-32", "utf-16"])), ("utf-16".to_owned(), at(utf16)));
    assert_eq!(columns(&json!(["utf-32"])), ("utf-32".to_owned(), at(utf32)));
    assert_eq!(columns(&json!([])), ("utf-16".to_owned(), at(utf16)));
    assert_eq!(columns(&json!(null)), ("utf-16".to_owned(), at(utf16)));
}

#[test]
fn edits_are_read_in_the_encoding_agreed_on() {
    for (encoding, column) in [("utf-8", 29), ("utf-16", 19), ("utf-32", 18)] {
        let capabilities = with(pushes(), &json!({ "general": { "positionEncodings": [encoding] } }));
        let mut client = Client::start(&capabilities);
        client.open(URI, "yaml", "capabilities:\n  - name: 排产😀能力 CL\n    id: NC-01\n    level: CL3\n");
        assert!(rules(&client.published(URI, 1)).iter().all(|rule| *rule != "unknown-level"));
        // The name's last two characters go into the level: were the column wrong, another character would go.
        client.change(URI, 2, &[([1, column, 1, column], "😀"), ([3, 11, 3, 14], "CL9")]);
        let found = client.published(URI, 2);
        assert!(rules(&found).contains(&"unknown-level"), "{encoding}");
        client.replace(URI, 3, "capabilities:\n  - name: 排产😀能力 😀CL\n    id: NC-01\n    level: CL9\n");
        assert_eq!(found, client.published(URI, 3), "{encoding}");
        assert_eq!(client.finish(), 0);
    }
}

#[test]
fn places_outside_the_text_are_clamped() {
    let mut client = Client::start(&pushes());
    client.open(URI, "yaml", "capabilities:\n  - id: NC-01\n    level: CL3\n");
    client.published(URI, 1);
    client.change(URI, 2, &[([2, 11, 2, 4_000_000_000], "CL9"), ([90, 7, 4_000_000_000, 0], "# 末\n")]);
    let found = client.published(URI, 2);
    assert!(rules(&found).contains(&"unknown-level"));
    // A range that ends before it begins.
    client.change(URI, 3, &[([2, 14, 2, 11], "CL3")]);
    assert!(!rules(&client.published(URI, 3)).contains(&"unknown-level"));
    client.hover(URI, 4_000_000_000, 4_000_000_000);
    assert_eq!(client.finish(), 0);
}

#[test]
fn a_saved_text_replaces_one_that_went_astray() {
    let mut client = Client::start(&pushes());
    client.open(URI, "yaml", "capabilities:\n  - id: NC-01\n    level: CL3\n");
    client.published(URI, 1);
    let saved = "capabilities:\n  - id: NC-01\n    level: CL9\n";
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": URI }, "text": saved }));
    assert!(rules(&client.published(URI, 1)).contains(&"unknown-level"));
    assert_eq!(client.initialized["capabilities"]["textDocumentSync"]["save"]["includeText"], true);
    assert_eq!(client.finish(), 0);
}

#[test]
fn long_texts_are_read_as_short_ones_are() {
    let wrong = "capabilities:\r\n  - {id: NC-01, name: \"排产😀\\\"text\\\":能力\", level: CL9}\r\n";
    let long =
        format!("standard: T/AIITRE 20001—2021\r\n{}{wrong}", "# 注释 \"text\": \"😀\"\r\n".repeat(6_000));
    assert!(long.len() > 1 << 17);
    let mut client = Client::start(&pushes());
    client.open(URI, "yaml", &long);
    let found = client.published(URI, 1);
    let level = found.iter().find(|finding| finding["code"] == "unknown-level").unwrap();
    assert_eq!(level["range"]["start"]["line"], 6_002);
    let column = wrong.lines().last().unwrap().split("CL9").next().unwrap().encode_utf16().count();
    assert_eq!(level["range"]["start"]["character"], column, "no character was lost on the way");
    // Short texts in between go their own way; what looks like a handle is a text like others.
    client.replace(URI, 2, "\u{f8ff}capplan0");
    assert!(!rules(&client.published(URI, 2)).contains(&"unknown-level"));
    client.change(
        URI,
        3,
        &[([0, 0, 0, 9], &long), ([1, 0, 1, 0], &long.replace(wrong, "")), ([0, 0, 1, 0], "")],
    );
    assert_eq!(client.published(URI, 3).len(), found.len());
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": URI }, "text": long }));
    assert_eq!(client.published(URI, 3), found);
    assert_eq!(client.finish(), 0);
}
