//! Whether a document is a plan and why, or why not; and in one line how the plan stands.

use super::documents::{PLAN_ENDINGS, Recognition};
use super::{Surface, Workspace};
use crate::ide::{Holder, summary};
use crate::model::NodeKey;
use crate::rules::{Locale, Severity};
use crate::schema::{self, FieldKey, Kind};
use crate::standard::standard;

/// What an author is told of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// Whether it is a plan.
    pub is_plan: bool,
    /// Why it is one, or what it would take.
    pub reason: String,
    /// What its units cover, in one line; empty for what is no plan.
    pub summary: String,
    /// How many findings are shown: errors, warnings, information, hints.
    pub findings: [usize; 4],
}

impl Workspace {
    /// How a document stands.
    pub fn status(&mut self, path: &str) -> Status {
        self.refresh();
        let locale = self.locale(path);
        let is_plan = self.set_of(path).is_some();
        let reason = self.reason(path, locale);
        let holders: Option<Vec<Holder>> = self.holders(path);
        let summary = holders.map(|holders| summary(&holders, locale)).unwrap_or_default();
        let mut findings = [0; 4];
        self.each_shown(path, |_, shown| {
            findings[match shown.severity {
                Severity::Error => 0,
                Severity::Warning => 1,
                Severity::Information => 2,
                Severity::Hint => 3,
            }] += 1;
        });
        Status { is_plan, reason, summary, findings }
    }

    fn reason(&self, path: &str, locale: Locale) -> String {
        let edition = standard().edition();
        let key = schema::field(Kind::Plan, FieldKey::Standard).map_or("", schema::Field::name);
        let place = match self.surface(path) {
            Some(Surface::Markdown) => locale.pick("文首字段", "the front matter"),
            Some(Surface::Yaml) => locale.pick("顶层字段", "the top of the document"),
            None => return locale.pick("不是 Markdown 或 YAML 文档", "Neither Markdown nor YAML").to_owned(),
        };
        match (self.recognition(path), locale) {
            (Recognition::Declared, Locale::Zh) => format!("是规划：{place} {key} 注明了 {edition}"),
            (Recognition::Declared, Locale::En) => format!("A plan: {place} names {edition} in `{key}`"),
            (Recognition::Included(config), Locale::Zh) => format!("是规划：列入 {config}"),
            (Recognition::Included(config), Locale::En) => format!("A plan: {config} includes it"),
            (Recognition::Named(ending), Locale::Zh) => format!("是规划：文件名为 *{ending}"),
            (Recognition::Named(ending), Locale::En) => format!("A plan: it is called *{ending}"),
            (Recognition::Excluded(config), Locale::Zh) => {
                format!("不是规划：{config} 将其排除，{place}也没有注明 {key}: {edition}")
            }
            (Recognition::Excluded(config), Locale::En) => {
                format!("No plan: {config} excludes it, and {place} does not say `{key}: {edition}`")
            }
            (Recognition::OtherStandard(other), Locale::Zh) => {
                format!("不是规划：{place} {key} 注明的是 {other}，不是 {edition}")
            }
            (Recognition::OtherStandard(other), Locale::En) => {
                format!("No plan: {place} says `{key}: {other}`, which is not {edition}")
            }
            (Recognition::Unsaid, Locale::Zh) => {
                let endings = PLAN_ENDINGS.map(|ending| format!("*{ending}")).join("、");
                format!(
                    "不是规划：{place}没有注明 {key}: {edition}，文件名不是 {endings}，也没有列入 capplan.toml"
                )
            }
            (Recognition::Unsaid, Locale::En) => {
                let endings = PLAN_ENDINGS.map(|ending| format!("*{ending}")).join(", ");
                format!(
                    "No plan: {place} does not say `{key}: {edition}`, it is not called {endings}, and no capplan.toml includes it"
                )
            }
        }
    }

    fn surface(&self, path: &str) -> Option<Surface> {
        Some(self.entries.get(path)?.document.as_ref()?.surface)
    }

    /// What makes a document a plan, or keeps it from being one.
    fn recognition(&self, path: &str) -> Recognition {
        let document = self.entries.get(path).and_then(|entry| entry.document.as_ref());
        if document.is_some_and(super::Document::declares_standard) {
            return Recognition::Declared;
        }
        let by_name = self.recognition_by_name(path);
        let plan = document.and_then(|document| document.node(NodeKey::plan(document.file)));
        let said = plan.and_then(|plan| plan.field(FieldKey::Standard)).map(crate::model::Field::text);
        match (by_name, said) {
            (Recognition::Unsaid, Some(other)) if !other.is_empty() => Recognition::OtherStandard(other),
            (by_name, _) => by_name,
        }
    }
}
