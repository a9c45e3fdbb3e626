//! Long lists past the framework.
//!
//! The framework makes a tree of every message before it writes it, which takes longer than all the analysis where a
//! plan has a thousand findings or symbols. So a list goes through it as one text inside one stand-in, and the last stage
//! before the client ([`unpacked`], called by [`super::wire`]) puts the text in the place of the stand-in. Where the items
//! are numbers, the list stays empty, and its text is carried by the string beside it (`[],"resultId":"…"`, or the other way
//! round: the order of keys is the framework's).

use std::borrow::Cow;
use std::fmt::Write as _;

use memchr::memmem;
use serde::Serialize;

/// How the text of a stand-in begins: a private character, which no text of ours has.
const MARK: &str = "\u{f8ff}capplan";

/// What stands for a quotation mark in the text of a stand-in.
const VEIL: u8 = b'\x7f';

/// A list that is being packed.
pub(super) struct Packing {
    text: String,
    /// How many items wait for more children.
    open: usize,
}

impl Default for Packing {
    fn default() -> Self {
        Self { text: format!("{MARK}["), open: 0 }
    }
}

impl Packing {
    /// Adds an item.
    pub(super) fn add(&mut self, item: &impl Serialize) {
        if !self.text.ends_with('[') {
            self.text.push(',');
        }
        if let Ok(text) = serde_json::to_string(item) {
            self.text.push_str(&text);
        }
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

    /// The text for a string of a stand-in, which is to be alone in its list; none for an empty list.
    pub(super) fn finish(mut self) -> Option<String> {
        self.close(0);
        self.text.push(']');
        (self.text.len() > MARK.len() + 2).then(|| veiled(self.text))
    }
}

impl Packing {
    /// The text for a string right behind an empty list, whose items these are to be; the string is to become `behind`.
    pub(super) fn finish_before(mut self, behind: &str) -> String {
        self.close(0);
        self.text.push(']');
        self.text.insert_str(MARK.len(), behind);
        veiled(self.text)
    }
}

/// Exchanges quotation marks for a character that JSON does not escape, or back: the text has a quotation mark every few
/// bytes, and is written as a string and read as one on its way.
fn veiled(text: String) -> String {
    let mut bytes = text.into_bytes();
    for byte in &mut bytes {
        *byte = match *byte {
            b'"' => VEIL,
            VEIL => b'"',
            other => other,
        };
    }
    String::from_utf8(bytes).unwrap_or_default()
}

/// The body of a message with packed lists in the place of their stand-ins.
pub(super) fn unpacked(body: &[u8]) -> Cow<'_, [u8]> {
    let mut out: Vec<u8> = Vec::new();
    let mut copied = 0;
    for mark in memmem::find_iter(body, format!("\"{MARK}").as_bytes()) {
        let Some(end) = super::wire::string_end(body, mark) else { break };
        if let Ok(packed) = serde_json::from_slice::<String>(&body[mark..end])
            && !packed[MARK.len()..].starts_with('[')
        {
            let packed = veiled(packed);
            let (behind, list) = packed[MARK.len()..].split_at(packed[MARK.len()..].find('[').unwrap_or(0));
            let empty = if body[end..].starts_with(b",") {
                memmem::find(&body[end..], b"[]").map(|at| end + at)
            } else {
                memmem::rfind(&body[copied..mark], b"[]").map(|at| copied + at)
            };
            let Some(empty) = empty else { continue };
            let mut parts = [(mark..end, format!("\"{behind}\"")), (empty..empty + 2, list.to_owned())];
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
        let Ok(packed) = serde_json::from_slice::<String>(&body[mark..end]) else { continue };
        out.extend_from_slice(&body[copied..copied + open]);
        out.extend_from_slice(&veiled(packed).as_bytes()[MARK.len()..]);
        copied = end + close + 1;
    }
    if copied == 0 {
        return Cow::Borrowed(body);
    }
    out.extend_from_slice(&body[copied..]);
    Cow::Owned(out)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::json;
    use tower_lsp_server::ls_types::Diagnostic;

    use super::*;

    #[test]
    fn what_is_packed_comes_out_as_it_was_written() {
        let items = r#"[{"message":"缺“数据”\\ 与 \"引号\" 😀","range":1},{"message":"]"}]"#;
        let mut packing = Packing::default();
        let list: Vec<serde_json::Value> = serde_json::from_str(items).unwrap();
        list.iter().for_each(|item| packing.add(item));
        let stand_in = Diagnostic { message: packing.finish().unwrap(), ..Diagnostic::default() };
        let packed = serde_json::to_value(vec![stand_in]).unwrap().to_string();
        let wrap = |items: &str| format!(r#"{{"a":{items},"b":{{"items":{items},"kind":"full"}},"c":[]}}"#);
        let body = wrap(&packed);
        assert_eq!(std::str::from_utf8(&unpacked(body.as_bytes())).unwrap(), wrap(items));
        let plain = r#"{"message":"capplan"}"#;
        assert_eq!(&*unpacked(plain.as_bytes()), plain.as_bytes());
    }

    #[test]
    fn numbers_come_out_in_the_list_before_their_stand_in() {
        let mut packing = Packing::default();
        packing.add_numbers([0, 17, 4].into_iter());
        let tokens = json!({ "resultId": packing.finish_before("12"), "data": [] });
        let mut packing = Packing::default();
        packing.add(&json!({ "start": 5, "data": [1, 2] }));
        let edits = json!({ "resultId": packing.finish_before("13"), "edits": [] });
        let nothing = json!({ "resultId": Packing::default().finish_before("14"), "data": [] });
        let (data, id) = (json!([]), &tokens["resultId"]);
        let both = [
            format!(r#"{{"data":{data},"resultId":{id}}}"#),
            format!(r#"{{"resultId":{id},"data":{data}}}"#),
        ];
        for body in both {
            let made: serde_json::Value = serde_json::from_slice(&unpacked(body.as_bytes())).unwrap();
            assert_eq!(
                made,
                json!({ "resultId": "12", "data": [0, 17, 4] }),
                "the order of keys is not ours"
            );
        }
        let body = json!({ "a": [], "b": tokens, "c": edits, "d": nothing, "e": [] }).to_string();
        let made: serde_json::Value = serde_json::from_slice(&unpacked(body.as_bytes())).unwrap();
        let tokens = json!({ "resultId": "12", "data": [0, 17, 4] });
        let edits = json!({ "resultId": "13", "edits": [{ "start": 5, "data": [1, 2] }] });
        let nothing = json!({ "resultId": "14", "data": [] });
        assert_eq!(made, json!({ "a": [], "b": tokens, "c": edits, "d": nothing, "e": [] }));
    }

    #[test]
    fn children_stand_in_what_they_are_added_below() {
        let mut packing = Packing::default();
        assert_eq!(Packing::default().finish(), None);
        for (depth, name) in [(0, "规划["), (1, "NC-01"), (2, "CU-01"), (2, "CU-02"), (1, "CM-01"), (0, "另")]
        {
            packing.add_child(depth, &json!({ "name": name }));
        }
        let text = packing.finish().unwrap();
        let leaf = |name| json!({ "name": name, "children": [] });
        let units = json!({ "name": "NC-01", "children": [leaf("CU-01"), leaf("CU-02")] });
        let plan = json!({ "name": "规划[", "children": [units, leaf("CM-01")] });
        let made: serde_json::Value = serde_json::from_str(&veiled(text)[MARK.len()..]).unwrap();
        assert_eq!(made, json!([plan, leaf("另")]));
    }
}
