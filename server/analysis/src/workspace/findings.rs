//! Findings brought to their places in the text, with settings and suppressions applied.

use std::ops::Range;

use super::{Config, Document, Located, Options, Set, Unreadable, Workspace};
use crate::model::{AllowScope, FileId};
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
            return vec![unreadable];
        }
        let Some(document) = self.entries.get(path).and_then(|entry| entry.document.as_ref()) else {
            return Vec::new();
        };
        let shown = self.shown_now(path);
        let mut found: Vec<Located> =
            shown.into_iter().map(|(finding, range)| self.locate(finding, range)).collect();
        found.sort_by(|a, b| {
            (a.range.start, a.range.end, a.rule, &a.message).cmp(&(
                b.range.start,
                b.range.end,
                b.rule,
                &b.message,
            ))
        });
        found.dedup();
        one_a_line(found, document, self.locale(path))
    }

    /// The findings of a plan that no comment allows, with their bytes, in no order.
    pub(super) fn shown(&mut self, path: &str) -> Vec<(Finding, Range<usize>)> {
        self.refresh();
        let mut shown: Vec<(Finding, Range<usize>)> =
            self.shown_now(path).into_iter().map(|(finding, range)| (finding.clone(), range)).collect();
        shown.sort_by(|(a, at), (b, bt)| {
            (at.start, at.end, a.rule.name).cmp(&(bt.start, bt.end, b.rule.name))
        });
        shown
    }

    fn shown_now(&self, path: &str) -> Vec<(&Finding, Range<usize>)> {
        let Some((set, file)) = self.set_of(path) else { return Vec::new() };
        let Some(document) = self.entries.get(path).and_then(|entry| entry.document.as_ref()) else {
            return Vec::new();
        };
        let allowed = Allowed::of(document);
        let own = set.findings.values().flatten().filter(|finding| finding.span.file == file);
        let placed = own.map(|finding| (finding, document.range(finding.span)));
        placed.filter(|(finding, range)| !allowed.covers(finding, range, document, set)).collect()
    }

    pub(super) fn locate(&self, finding: &Finding, range: Range<usize>) -> Located {
        let related = finding
            .related
            .iter()
            .filter_map(|related| {
                let path = self.paths.get(&related.span.file)?;
                let document = self.entries.get(path)?.document.as_ref()?;
                Some((path.clone(), document.range(related.span), related.message.clone()))
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
    fn unreadable(&self, path: &str) -> Option<Located> {
        let entry = self.entries.get(path)?;
        let problem = entry.unreadable.as_ref()?;
        if entry.document.is_some() || !super::documents::is_plan_name(path) && !self.wants(path) {
            return None;
        }
        let locale = self.locale(path);
        let message = match (problem, locale) {
            (Unreadable::NotUtf8 { byte }, Locale::Zh) => {
                format!("文件不是 UTF-8 编码（第 {} 个字节起无法读取），请另存为 UTF-8", byte + 1)
            }
            (Unreadable::NotUtf8 { byte }, Locale::En) => {
                format!("The file is not UTF-8 (unreadable from byte {}): save it as UTF-8", byte + 1)
            }
            (Unreadable::Io(error), Locale::Zh) => format!("文件无法读取：{error}"),
            (Unreadable::Io(error), Locale::En) => format!("The file cannot be read: {error}"),
        };
        Some(Located {
            rule: rules::SYNTAX_ERROR,
            severity: Severity::Error,
            range: 0..0,
            message,
            clauses: Vec::new(),
            related: Vec::new(),
        })
    }
}

/// Folds findings of one rule on one line into one that names them all.
fn one_a_line(found: Vec<Located>, document: &Document, locale: Locale) -> Vec<Located> {
    let mut lines: Vec<(usize, Vec<Located>)> = Vec::new();
    for finding in found {
        let line = document.text().line_of(finding.range.start);
        let same = |(at, known): &&mut (usize, Vec<Located>)| *at == line && known[0].rule == finding.rule;
        match lines.iter_mut().rev().take_while(|(at, _)| *at == line).find(same) {
            Some((_, known)) => known.push(finding),
            None => lines.push((line, vec![finding])),
        }
    }
    lines.into_iter().filter_map(|(_, findings)| fold(findings, locale)).collect()
}

/// One finding out of several of a rule on a line: what all say in the end is said once.
fn fold(findings: Vec<Located>, locale: Locale) -> Option<Located> {
    let messages: Vec<String> = findings.iter().map(|finding| finding.message.clone()).collect();
    let mut rest = findings.into_iter();
    let mut first = rest.next()?;
    for finding in rest {
        first.range.end = first.range.end.max(finding.range.end);
        first.severity = first.severity.max(finding.severity);
        for clause in finding.clauses {
            if !first.clauses.contains(&clause) {
                first.clauses.push(clause);
            }
        }
        first.related.extend(finding.related);
    }
    first.message = joined(&messages, locale);
    Some(first)
}

fn joined(messages: &[String], locale: Locale) -> String {
    let separator = locale.pick("；", "; ");
    let remedy = |message: &str| message.split_once(separator).map(|(_, remedy)| remedy.to_owned());
    let shared =
        remedy(&messages[0]).filter(|shared| messages.iter().all(|m| remedy(m).as_ref() == Some(shared)));
    let mut parts: Vec<&str> = Vec::new();
    for message in messages {
        let part = match &shared {
            Some(_) => message.split_once(separator).map_or(message.as_str(), |(what, _)| what),
            None => message,
        };
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    parts.extend(shared.as_deref());
    parts.join(separator)
}

/// The suppression comments of a document, by line.
struct Allowed {
    file: Vec<String>,
    lines: Vec<(usize, Vec<String>)>,
}

impl Allowed {
    fn of(document: &Document) -> Self {
        let mut allowed = Self { file: Vec::new(), lines: Vec::new() };
        for allow in document.allows() {
            let names: Vec<String> = allow.rules.iter().map(|(name, _)| name.clone()).collect();
            match allow.scope {
                AllowScope::File => allowed.file.extend(names),
                AllowScope::Next => {
                    let range = document.range(allow.span);
                    allowed.lines.push((target_line(document, &range), names));
                }
            }
        }
        allowed
    }

    fn covers(&self, finding: &Finding, range: &Range<usize>, document: &Document, set: &Set) -> bool {
        if self.file.is_empty() && self.lines.is_empty() {
            return false;
        }
        let names = |list: &[String]| list.iter().any(|name| name == finding.rule.name);
        if names(&self.file) {
            return true;
        }
        let line = document.text().line_of(range.start);
        let file = FileId(finding.span.file.0);
        let anchor = set
            .plan_set
            .entity(finding.entity)
            .filter(|entity| entity.anchor.file == file && !entity.key.is_plan())
            .map(|entity| document.text().line_of(document.range(entity.anchor).start));
        self.lines.iter().any(|(at, list)| (*at == line || Some(*at) == anchor) && names(list))
    }
}

/// The line that an `allow` comment is about: its own when something stands before it there, else the next that says
/// something.
fn target_line(document: &Document, comment: &Range<usize>) -> usize {
    let text = document.text();
    let line = text.line_of(comment.start);
    let before = text.slice(text.line_start(line)..comment.start);
    if !before.trim().trim_matches(['-', '*', '+', '>', '#']).trim().is_empty() {
        return line;
    }
    let mut next = text.line_of(comment.end.saturating_sub(1).max(comment.start)) + 1;
    while next < text.lines() {
        let content = text.line(next);
        let content = content.trim();
        if !content.is_empty() && !content.starts_with("<!--") && !content.starts_with('#')
            || content.starts_with("# ") && content.len() > 2 && document.surface == super::Surface::Markdown
            || content.starts_with("##")
        {
            break;
        }
        next += 1;
    }
    next
}
