//! A text with places that the author is to fill in.

use std::ops::Range;

use crate::rules::fix::scalar;

/// A text under way, with the places that are to be filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Draft {
    pub(super) text: String,
    /// Bytes of the text, in order.
    pub(super) stops: Vec<Range<usize>>,
}

impl Draft {
    /// Goes on with a text.
    pub(super) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Goes on with what the author is to replace, or to confirm.
    pub(super) fn stop(&mut self, text: &str) {
        let start = self.text.len();
        self.text.push_str(text);
        self.stops.push(start..self.text.len());
    }

    /// The same as a YAML scalar: its quotation marks stay.
    pub(super) fn stop_scalar(&mut self, text: &str, flow: bool) {
        let written = scalar(text, flow);
        match written.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
            Some(inner) if written != text => {
                self.push("\"");
                self.stop(inner);
                self.push("\"");
            }
            _ => self.stop(&written),
        }
    }
}
