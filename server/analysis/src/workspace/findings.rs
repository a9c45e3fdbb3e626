//! Findings brought to their places in the text, with settings and suppressions applied.

use std::borrow::Cow;
use std::ops::Range;

use super::{Config, Document, Located, Options, Set, Unreadable, Workspace};
use crate::model::{AllowScope, FileId, Span, Word};
use crate::rules::{self, Finding, Locale, Profile, Rule, Severity, suppression};

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
        let Some(document) = self.entries.get(path).and_then(|entry| entry.document.as_ref()) else {
            return Vec::new();
        };
        let shown = self.shown_now(path);
        let mut found: Vec<Located> =
            shown.into_iter().map(|(finding, range)| self.locate(&finding, range)).collect();
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

    /// The findings of a plan that no comment allows and no baseline knows, with their bytes, in order.
    pub(super) fn shown(&mut self, path: &str) -> Vec<(Finding, Range<usize>)> {
        self.refresh();
        let mut shown: Vec<(Finding, Range<usize>)> =
            self.shown_now(path).into_iter().map(|(finding, range)| (finding.into_owned(), range)).collect();
        shown.sort_by(|(a, at), (b, bt)| {
            (at.start, at.end, a.rule.name).cmp(&(bt.start, bt.end, b.rule.name))
        });
        shown
    }

    fn shown_now(&self, path: &str) -> Vec<(Cow<'_, Finding>, Range<usize>)> {
        let Some((set, file)) = self.set_of(path) else { return Vec::new() };
        let own = set.findings.values().flatten().filter(|finding| finding.span.file == file);
        let mut shown = self.not_allowed(path, set, own);
        if !set.known.is_empty() {
            shown.retain(|(finding, _)| !set.known.has(finding));
        }
        shown
    }

    /// Those of a plan's findings that no comment allows, and what is wrong with the comments, with their bytes, in no
    /// order.
    pub(super) fn not_allowed<'a>(
        &self,
        path: &str,
        set: &Set,
        own: impl Iterator<Item = &'a Finding>,
    ) -> Vec<(Cow<'a, Finding>, Range<usize>)> {
        let Some(document) = self.entries.get(path).and_then(|entry| entry.document.as_ref()) else {
            return Vec::new();
        };
        let mut allowed = Allowed::of(document);
        let placed = own.map(|finding| (Cow::Borrowed(finding), document.range(finding.span)));
        let mut shown: Vec<_> =
            placed.filter(|(finding, range)| !allowed.covers(finding, range, document, set)).collect();
        let severity = |rule| severity(rule, &self.options, &set.config);
        for finding in allowed.judged(document, self.locale(path), &severity) {
            let range = document.range(finding.span);
            if !allowed.covers(&finding, &range, document, set) {
                shown.push((Cow::Owned(finding), range));
            }
        }
        shown
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
    pub(super) fn unreadable(&self, path: &str) -> Option<Located> {
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

/// The suppression comments of a document, name by name.
struct Allowed {
    names: Vec<Name>,
    /// Why, comment by comment.
    reasons: Vec<Word>,
}

/// The lines of a document that could not be read as they were meant, and its entities' first lines: an allowance near
/// such a line may silence what is not seen now.
struct Unread {
    lines: Vec<usize>,
    anchors: Vec<usize>,
}

/// How many lines lie at most between a comment and a line that could not be read for them to be near.
const NEAR: usize = 2;

impl Unread {
    fn of(document: &Document) -> Self {
        let line = |span: Span| document.text().line_of(document.range(span).start);
        let nodes = || document.nodes().filter(|node| node.anchor.file == document.file);
        let problems = nodes().flat_map(|node| &node.problems);
        let lines: Vec<usize> = problems.map(|problem| line(problem.span)).collect();
        let anchors =
            if lines.is_empty() { Vec::new() } else { nodes().map(|node| line(node.anchor)).collect() };
        Self { lines, anchors }
    }

    /// Whether what a name is about may be hidden: in the same entity, or right beside it.
    fn hides(&self, name: &Name) -> bool {
        let Some(at) = name.line else { return !self.lines.is_empty() };
        let entity = |line: usize| self.anchors.iter().filter(|anchor| **anchor <= line).max();
        self.lines.iter().any(|line| entity(*line) == entity(at) || line.abs_diff(at) <= NEAR)
    }
}

/// One name of a comment.
struct Name {
    rule: String,
    span: Span,
    /// Its place among all names; comments are one apart.
    at: usize,
    /// The line that it is about; none for the whole file.
    line: Option<usize>,
    /// Whether it silenced anything.
    used: bool,
}

impl Allowed {
    fn of(document: &Document) -> Self {
        let mut names = Vec::new();
        for allow in document.allows() {
            let first = names.last().map_or(0, |last: &Name| last.at + 2);
            let of = |(at, (rule, span)): (usize, &(String, Span))| {
                let comments = suppression::is_about_comments(rule);
                let line = match allow.scope {
                    AllowScope::File => None,
                    AllowScope::Next => Some(target_line(document, &document.range(allow.span), comments)),
                };
                Name { rule: rule.clone(), span: *span, at: first + at, line, used: false }
            };
            names.extend(allow.rules.iter().enumerate().map(of));
        }
        let reasons = document.allows().filter_map(|allow| allow.reason.clone()).collect();
        Self { names, reasons }
    }

    /// Whether a finding is allowed; the names that say so are used.
    fn covers(&mut self, finding: &Finding, range: &Range<usize>, document: &Document, set: &Set) -> bool {
        if !self.names.iter().any(|name| name.rule == finding.rule.name) {
            return false;
        }
        let line = document.text().line_of(range.start);
        let file = FileId(finding.span.file.0);
        let anchor = set
            .plan_set
            .entity(finding.entity)
            .filter(|entity| entity.anchor.file == file && !entity.key.is_plan())
            .map(|entity| document.text().line_of(document.range(entity.anchor).start));
        let mut covered = false;
        for name in self.names.iter_mut().filter(|name| name.rule == finding.rule.name) {
            if name.line.is_none_or(|at| at == line || Some(at) == anchor) {
                name.used = true;
                covered = true;
            }
        }
        covered
    }

    /// What is wrong with the comments themselves.
    fn judged(
        &self,
        document: &Document,
        locale: Locale,
        severity: &dyn Fn(&'static Rule) -> Option<Severity>,
    ) -> Vec<Finding> {
        if self.names.is_empty() {
            return Vec::new();
        }
        let unread = Unread::of(document);
        let names = self.names.iter().filter_map(|name| {
            let used = name.used || unread.hides(name);
            let found = suppression::judge(document.file, (&name.rule, name.span), locale, severity, used)?;
            Some((name.at, name.rule.as_str(), found))
        });
        let names = suppression::joined(names.collect(), locale);
        let unfinished = |reason: &Word| suppression::judge_reason(document.file, reason, locale, severity);
        names.into_iter().chain(self.reasons.iter().filter_map(unfinished)).collect()
    }
}

/// The line that an `allow` comment is about: its own when something stands before it there, else the next that says
/// something, be it a comment where the rule is about `comments`.
fn target_line(document: &Document, comment: &Range<usize>, comments: bool) -> usize {
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
        if comments && !content.is_empty()
            || !content.is_empty() && !content.starts_with("<!--") && !content.starts_with('#')
            || content.starts_with("# ") && content.len() > 2 && document.surface == super::Surface::Markdown
            || content.starts_with("##")
        {
            break;
        }
        next += 1;
    }
    next
}
