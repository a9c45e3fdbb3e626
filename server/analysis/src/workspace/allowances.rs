//! The comments of a document that allow findings, and what is wrong with the comments themselves.

use std::borrow::Cow;
use std::ops::Range;

use rustc_hash::FxHashSet;

use super::found::Number;
use super::{Document, Set, Workspace};
use crate::model::{AllowScope, FileId, Span, Word};
use crate::rules::{Finding, Locale, Rule, Severity, suppression};

/// What the comments of a document do.
#[derive(Clone, Debug, Default)]
pub(super) struct Allowances {
    /// The findings that they allow.
    pub(super) hidden: FxHashSet<Number>,
    /// What is wrong with them.
    pub(super) judged: Vec<Finding>,
}

impl Workspace {
    /// What the comments of a plan do.
    pub(super) fn allowances(&self, path: &str, set: &Set, document: &Document) -> Allowances {
        let mut made = Allowances::default();
        let mut allowed = Allowed::of(document);
        if allowed.names.is_empty() && allowed.reasons.is_empty() {
            return made;
        }
        let named = |finding: &Finding| allowed.names.iter().any(|name| name.rule == finding.rule.name);
        let own: Vec<_> = set.found.of_file(document.file).filter(|(_, finding)| named(finding)).collect();
        for (number, finding) in own {
            if allowed.covers(finding, &document.range(finding.span), document, set) {
                made.hidden.insert(number);
            }
        }
        let severity = |rule| super::findings::severity(rule, &self.options, &set.config);
        for finding in allowed.judged(document, self.locale(path), &severity) {
            if !allowed.covers(&finding, &document.range(finding.span), document, set) {
                made.judged.push(finding);
            }
        }
        made
    }

    /// A plan's findings that no comment allows, and what is wrong with the comments, with their bytes, in no order.
    pub(super) fn not_allowed<'a>(
        &self,
        path: &str,
        set: &'a Set,
        wanted: impl Fn(&Finding) -> bool,
    ) -> Vec<(Cow<'a, Finding>, Range<usize>)> {
        let Some(document) = self.entries.get(path).and_then(|entry| entry.document.as_ref()) else {
            return Vec::new();
        };
        let Allowances { hidden, judged } = self.allowances(path, set, document);
        let own = set.found.of_file(document.file).filter(|(number, _)| !hidden.contains(number));
        let own = own.map(|(_, finding)| Cow::Borrowed(finding)).chain(judged.into_iter().map(Cow::Owned));
        own.filter(|finding| wanted(finding))
            .map(|finding| {
                let range = document.range(finding.span);
                (finding, range)
            })
            .collect()
    }
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
