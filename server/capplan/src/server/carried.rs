//! Long texts on their way past the framework, which copies every message several times and makes a tree of each it sends.
//!
//! In the message stands a handle instead of the text. [`super::wire`] cuts texts out of what comes in and puts them into
//! what goes out; in between they lie here.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// How a handle begins: a private character, which no text of ours has.
pub(super) const MARK: &str = "\u{f8ff}capplan";

/// A list that so many later ones have followed is fetched by nobody any more: its request was cancelled at the last moment.
/// More than requests may be pending ([`super::run`]).
const MOST_LISTS: u64 = 1024;

#[derive(Default)]
struct Lying {
    lists: BTreeMap<u64, String>,
    documents: BTreeMap<u64, String>,
    next: u64,
}

/// The texts that are on their way.
#[derive(Default)]
pub(super) struct Carried(Mutex<Lying>);

impl Carried {
    /// Lays a document's text down; gives its handle. It lies until it is fetched, for what the client sends must not be lost.
    pub(super) fn lay_document(&self, text: String) -> String {
        self.lay(|lying, number| {
            lying.documents.insert(number, text);
        })
    }

    /// Lays a list down; gives its handle.
    pub(super) fn lay_list(&self, text: String) -> String {
        self.lay(|lying, number| {
            lying.lists.insert(number, text);
            lying.lists = lying.lists.split_off(&number.saturating_sub(MOST_LISTS - 1));
        })
    }

    fn lay(&self, put: impl FnOnce(&mut Lying, u64)) -> String {
        let mut lying = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let number = lying.next;
        lying.next += 1;
        put(&mut lying, number);
        format!("{MARK}{number}")
    }

    /// Takes the text of a handle away; none for what is no handle, or no longer one.
    pub(super) fn take(&self, handle: &str) -> Option<String> {
        let number = handle.strip_prefix(MARK)?.parse().ok()?;
        let mut lying = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lying.documents.remove(&number).or_else(|| lying.lists.remove(&number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_fetched_once_by_its_handle() {
        let carried = Carried::default();
        let (first, second) = (carried.lay_document("计划 😀".to_owned()), carried.lay_list(String::new()));
        assert_eq!(carried.take(&second).as_deref(), Some(""));
        assert_eq!(carried.take(&first).as_deref(), Some("计划 😀"));
        assert_eq!(carried.take(&first), None);
        assert_eq!(carried.take("计划"), None);
        assert_eq!(carried.take(MARK), None);
    }

    #[test]
    fn a_list_that_nobody_fetches_is_dropped_in_the_end_and_a_document_never() {
        let carried = Carried::default();
        let document = carried.lay_document("规划".to_owned());
        let lists: Vec<String> =
            (0..=MOST_LISTS).map(|number| carried.lay_list(number.to_string())).collect();
        assert_eq!(carried.take(&lists[0]), None);
        let last = lists.len() - 1;
        assert_eq!(carried.take(&lists[1]).as_deref(), Some("1"));
        assert_eq!(carried.take(&lists[last]), Some(last.to_string()));
        assert_eq!(carried.take(&document).as_deref(), Some("规划"));
    }
}
