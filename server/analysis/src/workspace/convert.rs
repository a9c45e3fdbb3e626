//! A plan written in the other surface, on its own, and read again.

use super::{Options, Surface, Workspace};
use crate::ide::{Converted, differences, written};
use crate::text::Text;

impl Workspace {
    /// A plan in another surface, and what it would say otherwise there; none for a document that is no plan, or is
    /// written in that surface.
    pub fn convert(&mut self, path: &str, to: Surface) -> Option<Converted> {
        let (_, document, _) = self.plan(path)?;
        if document.surface == to {
            return None;
        }
        let (text, from, words) = (document.text().to_text(), document.surface, document.own_words().clone());
        let options = Options { words, locale: Some(self.locale(path)), ..Options::default() };
        let (mut alone, name) = only(&options, from, &text);
        let (set, document, _) = alone.plan(name)?;
        let mut made = written(set, document, to);
        let (mut again, other) = only(&options, to, &made.text);
        let (other_set, other_document, _) = again.plan(other)?;
        let lines = Text::new(&text);
        for (at, what) in differences((set, document), (other_set, other_document)) {
            made.lost.push((lines.line_of(at) + 1, what));
        }
        made.lost.sort();
        made.lost.dedup();
        Some(made)
    }
}

/// A workspace with one plan, and the plan's name.
fn only(options: &Options, surface: Surface, text: &str) -> (Workspace, &'static str) {
    let name = match surface {
        Surface::Markdown => "/a.plan.md",
        Surface::Yaml => "/a.plan.yaml",
    };
    let mut workspace = Workspace::new(options.clone());
    workspace.load(name, text);
    (workspace, name)
}
