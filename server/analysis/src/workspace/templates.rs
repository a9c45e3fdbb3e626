//! Plans to begin with, for a client that makes a new document.

use std::ops::Range;
use std::sync::Arc;

use super::{Document, Surface, Workspace};
use crate::ide::{Site, plan_skeletons};
use crate::model::FileId;
use crate::plan_set::PlanSet;

/// The skeleton of a whole plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// What a list shows.
    pub label: String,
    /// A few words behind the label.
    pub detail: String,
    /// Markdown or YAML.
    pub surface: Surface,
    /// The text.
    pub text: String,
    /// The bytes of the text that the author is to fill in, in order.
    pub stops: Vec<Range<usize>>,
}

impl Workspace {
    /// The skeletons that completion offers in an empty document, of both surfaces.
    #[must_use]
    pub fn templates(&self) -> Vec<Template> {
        [Surface::Markdown, Surface::Yaml]
            .into_iter()
            .flat_map(|surface| self.templates_of(surface))
            .collect()
    }

    fn templates_of(&self, surface: Surface) -> Vec<Template> {
        let document = Document::new(FileId(0), surface, "", Arc::default());
        let set = PlanSet::default();
        let site = Site { set: &set, document: &document, byte: 0, locale: self.locale("") };
        let template = |item: crate::ide::CompletionItem| Template {
            label: item.label,
            detail: item.detail,
            surface,
            text: item.insert,
            stops: item.stops,
        };
        plan_skeletons(&site).into_iter().map(template).collect()
    }
}
