//! Long lists past the framework.
//!
//! The framework makes a tree of every message before it writes it, which takes longer than all the analysis where a
//! plan has a thousand findings or symbols. So a list is carried past it as one text ([`super::carried`]), and one stand-in with
//! the text's handle takes its place until the last stage before the client ([`unpacked`], called by [`super::wire`]).
//! Where the items are numbers, the list stays empty, and the handle stands in the string beside it (`[],"resultId":"…"`, or the
//! other way round: the order of keys is the framework's).

use std::fmt::Write as _;

use memchr::memmem;
use serde::Serialize;

use super::carried::{Carried, MARK};

/// What stands between a handle and what its string is to become.
const BESIDE: char = ' ';

/// A list that is being packed.
pub(super) struct Packing {
    text: String,
    /// How many items wait for more children.
    open: usize,
}

impl Default for Packing {
    fn default() -> Self {
        Self { text: "[".to_owned(), open: 0 }
    }
}

impl Packing {
    /// Adds an item.
    pub(super) fn add(&mut self, item: &impl Serialize) {
        if let Ok(text) = serde_json::to_string(item) {
            self.add_text(&text);
        }
    }

    /// Adds an item that is written already.
    pub(super) fn add_text(&mut self, item: &str) {
        if !self.text.ends_with('[') {
            self.text.push(',');
        }
        self.text.push_str(item);
    }

    /// Adds numbers.
    pub(super) fn add_numbers(&mut self, numbers: impl Iterator<Item = u32>) {
        for number in numbers {
            let comma = if self.text.ends_with('[') { "" } else { "," };
            _ = write!(self.text, "{comma}{number}");
        }
    }

    /// Adds an object to the children of the latest that is less deep.
    pub(super) fn add_child(&mut self, depth: usize, object: &impl Serialize) {
        self.close(depth);
        self.add(object);
        self.text.pop();
        self.text.push_str(",\"children\":[");
        self.open += 1;
    }

    fn close(&mut self, depth: usize) {
        while self.open > depth {
            self.text.push_str("]}");
            self.open -= 1;
        }
    }

    /// The string of a stand-in, which is to be alone in its list; none for an empty list.
    pub(super) fn finish(mut self, carried: &Carried) -> Option<String> {
        self.close(0);
        self.text.push(']');
        (self.text.len() > 2).then(|| carried.lay_list(self.text))
    }

    /// The string of a stand-in beside an empty list, whose items these are to be; the string is to become `beside`.
    pub(super) fn finish_beside(mut self, carried: &Carried, beside: &str) -> String {
        self.close(0);
        self.text.push(']');
        format!("{}{BESIDE}{beside}", carried.lay_list(self.text))
    }
}

/// Writes the body of a message with packed lists in the place of their stand-ins.
pub(super) fn unpacked(body: &[u8], carried: &Carried, out: &mut Vec<u8>) {
    let mut copied = 0;
    for mark in memmem::find_iter(body, format!("\"{MARK}").as_bytes()) {
        let Some(end) = super::wire::string_end(body, mark) else { break };
        let Ok(string) = std::str::from_utf8(&body[mark + 1..end - 1]) else { continue };
        let (handle, beside) =
            string.split_once(BESIDE).map_or((string, None), |(handle, beside)| (handle, Some(beside)));
        let Some(list) = carried.take(handle) else { continue };
        if let Some(beside) = beside {
            let empty = if body[end..].starts_with(b",") {
                memmem::find(&body[end..], b"[]").map(|at| end + at)
            } else {
                memmem::rfind(&body[copied..mark], b"[]").map(|at| copied + at)
            };
            let Some(empty) = empty else { continue };
            let mut parts = [(mark + 1..end - 1, beside), (empty..empty + 2, &list)];
            parts.sort_by_key(|(place, _)| place.start);
            for (place, text) in parts {
                out.extend_from_slice(&body[copied..place.start]);
                out.extend_from_slice(text.as_bytes());
                copied = place.end;
            }
            continue;
        }
        // The stand-in is alone in its list, and has no list of its own.
        let (open, close) = (memchr::memrchr(b'[', &body[copied..mark]), memchr::memchr(b']', &body[end..]));
        let (Some(open), Some(close)) = (open, close) else { break };
        out.extend_from_slice(&body[copied..copied + open]);
        out.extend_from_slice(list.as_bytes());
        copied = end + close + 1;
    }
    out.extend_from_slice(&body[copied..]);
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::{Value, json};
    use tower_lsp_server::ls_types::Diagnostic;

    use super::*;

    fn sent(body: &str, carried: &Carried) -> String {
        let mut out = Vec::new();
        unpacked(body.as_bytes(), carried, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn what_is_packed_comes_out_as_it_was_written() {
        let carried = Carried::default();
        let items = r#"[{"message":"缺“数据”\\ 与 \"引号\" 😀","range":1},{"message":"]"}]"#;
        let list: Vec<Value> = serde_json::from_str(items).unwrap();
        let packed = || {
            let mut packing = Packing::default();
            list.iter().for_each(|item| packing.add(item));
            let message = packing.finish(&carried).unwrap();
            serde_json::to_value(vec![Diagnostic { message, ..Diagnostic::default() }]).unwrap().to_string()
        };
        let wrap = |[first, second]: [&str; 2]| {
            format!(r#"{{"a":{first},"b":{{"items":{second},"kind":"full"}},"c":[]}}"#)
        };
        let body = wrap([&packed(), &packed()]);
        assert_eq!(sent(&body, &carried), wrap([items, items]));
    }

    #[test]
    fn what_is_not_packed_stays_as_it_is() {
        let carried = Carried::default();
        for text in ["capplan".to_owned(), format!("{MARK}7"), format!("{MARK}计划 😀"), MARK.to_owned()]
        {
            let body = json!({ "items": [{ "message": text }] }).to_string();
            assert_eq!(sent(&body, &carried), body);
        }
    }

    #[test]
    fn numbers_come_out_in_the_list_beside_their_stand_in() {
        let carried = Carried::default();
        let numbers = |id: &str, numbers: &[u32]| {
            let mut packing = Packing::default();
            packing.add_numbers(numbers.iter().copied());
            packing.finish_beside(&carried, id)
        };
        let made = |body: String| serde_json::from_str::<Value>(&sent(&body, &carried)).unwrap();
        let (data, tokens) = (json!([]), json!({ "resultId": "12", "data": [0, 17, 4] }));
        for order in [r#"{"data":DATA,"resultId":ID}"#, r#"{"resultId":ID,"data":DATA}"#] {
            let id = json!(numbers("12", &[0, 17, 4])).to_string();
            let body = order.replace("DATA", &data.to_string()).replace("ID", &id);
            assert_eq!(made(body), tokens, "the order of keys is not ours");
        }
        let mut packing = Packing::default();
        packing.add(&json!({ "start": 5, "data": [1, 2] }));
        let edits = json!({ "resultId": packing.finish_beside(&carried, "13"), "edits": [] });
        let nothing = json!({ "resultId": numbers("14", &[]), "data": [] });
        let whole = json!({ "resultId": numbers("12", &[0, 17, 4]), "data": [] });
        let body = json!({ "a": [], "b": whole, "c": edits, "d": nothing, "e": [] }).to_string();
        let edits = json!({ "resultId": "13", "edits": [{ "start": 5, "data": [1, 2] }] });
        let nothing = json!({ "resultId": "14", "data": [] });
        assert_eq!(made(body), json!({ "a": [], "b": tokens, "c": edits, "d": nothing, "e": [] }));
    }

    #[test]
    fn children_stand_in_what_they_are_added_below() {
        let carried = Carried::default();
        let mut packing = Packing::default();
        assert_eq!(Packing::default().finish(&carried), None);
        for (depth, name) in [(0, "规划["), (1, "NC-01"), (2, "CU-01"), (2, "CU-02"), (1, "CM-01"), (0, "另")]
        {
            packing.add_child(depth, &json!({ "name": name }));
        }
        let text = carried.take(&packing.finish(&carried).unwrap()).unwrap();
        let leaf = |name| json!({ "name": name, "children": [] });
        let units = json!({ "name": "NC-01", "children": [leaf("CU-01"), leaf("CU-02")] });
        let plan = json!({ "name": "规划[", "children": [units, leaf("CM-01")] });
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), json!([plan, leaf("另")]));
    }
}
