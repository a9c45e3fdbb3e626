//! Findings at their places in the text, under the settings.

use std::ops::Range;

use super::{Config, Located, Options, Unreadable, Workspace};
use crate::rules::{self, Finding, Locale, Profile, Rule, Severity};

/// The severity of a rule's findings under the settings; none when it is off. The client goes before the file, rule by
/// rule; a severity switches on a rule that the profile leaves out.
pub(super) fn severity(rule: &Rule, options: &Options, config: &Config) -> Option<Severity> {
    if let Some(set) = options.rules.get(rule.name).or_else(|| config.rules.get(rule.name)) {
        return *set;
    }
    let profile = options.profile.or(config.profile).unwrap_or(Profile::Standard);
    (rule.profile <= profile).then_some(rule.severity)
}

/// Whether a finding is shown: what is a hint only in one of its rule's cases waits for the thorough profile, or for a
/// severity set on purpose.
pub(super) fn shows(finding: &Finding, options: &Options, config: &Config) -> bool {
    let rule = finding.rule;
    finding.severity > Severity::Hint
        || rule.severity == Severity::Hint
        || options.rules.contains_key(rule.name)
        || config.rules.contains_key(rule.name)
        || options.profile.or(config.profile) == Some(Profile::Thorough)
}

impl Workspace {
    /// The findings of a plan, sorted by place; none for a document that is no plan.
    pub fn findings(&mut self, path: &str) -> Vec<Located> {
        self.refresh();
        if let Some(unreadable) = self.unreadable(path) {
            return if self.knows_unreadable(path) { Vec::new() } else { vec![unreadable] };
        }
        let mut found = Vec::new();
        self.each_shown(path, |start, shown| {
            let related = shown.related.iter().filter_map(|side| {
                let start = self.start_of(&side.path, side.chunk)?;
                let range = start.byte + side.range.start..start.byte + side.range.end;
                Some((side.path.clone(), range, side.message.to_string()))
            });
            found.push(Located {
                rule: shown.rule,
                severity: shown.severity,
                range: start.byte + shown.range.start..start.byte + shown.range.end,
                message: shown.message.clone(),
                clauses: shown.clauses.clone(),
                related: related.collect(),
            });
        });
        found
    }

    /// The findings of a plan that no comment allows and no baseline knows, with their bytes, in order.
    pub(super) fn unfolded(&mut self, path: &str) -> Vec<(Finding, Range<usize>)> {
        self.refresh();
        let Some((set, _)) = self.set_of(path) else { return Vec::new() };
        let open = self.not_allowed(path, set, |finding| !set.known.has(finding));
        let mut shown: Vec<(Finding, Range<usize>)> =
            open.into_iter().map(|(finding, range)| (finding.into_owned(), range)).collect();
        shown.sort_by(|(a, at), (b, bt)| {
            (at.start, at.end, a.rule.name).cmp(&(bt.start, bt.end, b.rule.name))
        });
        shown
    }

    /// A finding with its place in the text.
    pub(super) fn locate(&self, finding: &Finding, range: Range<usize>) -> Located {
        let related = finding
            .related
            .iter()
            .filter_map(|related| {
                let path = self.paths.get(&related.span.file)?;
                let document = self.entries.get(path)?.document.as_ref()?;
                Some((path.clone(), document.range(related.span), related.message.to_string()))
            })
            .collect();
        Located {
            rule: finding.rule.name,
            severity: finding.severity,
            range,
            message: finding.message.clone(),
            clauses: finding.clauses.clone(),
            related,
        }
    }

    /// The finding of a plan that could not be read at all.
    pub(super) fn unreadable(&self, path: &str) -> Option<Located> {
        let entry = self.entries.get(path)?;
        let problem = entry.unreadable.as_ref()?;
        if entry.document.is_some() || !super::documents::is_plan_name(path) && !self.wants(path) {
            return None;
        }
        Some(Located {
            rule: rules::SYNTAX_ERROR,
            severity: Severity::Error,
            range: 0..0,
            message: problem.message(self.locale(path)),
            clauses: Vec::new(),
            related: Vec::new(),
        })
    }
}

impl Unreadable {
    /// What to tell the author.
    #[must_use]
    pub fn message(&self, locale: Locale) -> String {
        match (self, locale) {
            (Self::NotUtf8 { byte }, Locale::Zh) => {
                format!("文件不是 UTF-8 编码（第 {} 个字节起无法读取），请另存为 UTF-8", byte + 1)
            }
            (Self::NotUtf8 { byte }, Locale::En) => {
                format!("The file is not UTF-8 (unreadable from byte {}): save it as UTF-8", byte + 1)
            }
            (Self::Io(error), Locale::Zh) => format!("文件无法读取：{error}"),
            (Self::Io(error), Locale::En) => format!("The file cannot be read: {error}"),
        }
    }
}
