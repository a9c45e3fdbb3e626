//! Long texts on their way past the framework, which copies every message several times and makes a tree of each it sends.
//!
//! In the message stands a handle instead of the text. [`super::wire`] cuts texts out of what comes in and puts them into
//! what goes out; in between they lie here.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// How a handle begins: a private character, which no text of ours has.
pub(super) const MARK: &str = "\u{f8ff}capplan";

/// Texts that nobody fetches (their request was cancelled at the last moment) are dropped beyond so many bytes.
const MOST: usize = 32 << 20;

#[derive(Default)]
struct Lying {
    texts: BTreeMap<u64, String>,
    bytes: usize,
    next: u64,
}

/// The texts that are on their way.
#[derive(Default)]
pub(super) struct Carried(Mutex<Lying>);

impl Carried {
    /// Lays a text down; gives its handle.
    pub(super) fn lay(&self, text: String) -> String {
        let mut lying = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let number = lying.next;
        lying.next += 1;
        lying.bytes += text.len();
        lying.texts.insert(number, text);
        while lying.bytes > MOST && lying.texts.len() > 1 {
            let Some((_, dropped)) = lying.texts.pop_first() else { break };
            lying.bytes -= dropped.len();
        }
        format!("{MARK}{number}")
    }

    /// Takes the text of a handle away; none for what is no handle, or no longer one.
    pub(super) fn take(&self, handle: &str) -> Option<String> {
        let number = handle.strip_prefix(MARK)?.parse().ok()?;
        let mut lying = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let text = lying.texts.remove(&number)?;
        lying.bytes -= text.len();
        Some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_fetched_once_by_its_handle() {
        let carried = Carried::default();
        let (first, second) = (carried.lay("计划 😀".to_owned()), carried.lay(String::new()));
        assert_eq!(carried.take(&second).as_deref(), Some(""));
        assert_eq!(carried.take(&first).as_deref(), Some("计划 😀"));
        assert_eq!(carried.take(&first), None);
        assert_eq!(carried.take("计划"), None);
        assert_eq!(carried.take(MARK), None);
    }

    #[test]
    fn what_nobody_fetches_is_dropped_in_the_end() {
        let carried = Carried::default();
        let handles: Vec<String> = (0..5).map(|_| carried.lay("字".repeat(MOST / 9))).collect();
        let left: Vec<bool> = handles.iter().map(|handle| carried.take(handle).is_some()).collect();
        assert_eq!(left, [false, false, true, true, true]);
        assert!(carried.take(&carried.lay("字".repeat(MOST))).is_some());
    }
}
