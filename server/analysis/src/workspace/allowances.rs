//! The comments of a document that allow findings, and what is wrong with the comments themselves.

use std::borrow::Cow;
use std::cell::LazyCell;
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::found::Number;
use super::{Document, Set, Workspace};
use crate::model::{AllowScope, FileId, NodeKey, Span, Word};
use crate::rules::{Finding, Locale, Rule, Severity, rule, suppression};

/// What the comments of a document do.
#[derive(Clone, Debug, Default)]
pub(super) struct Allowances {
    /// The rules whose findings they allow in the whole file.
    everywhere: FxHashSet<&'static str>,
    /// The findings that they allow where these stand.
    beside: FxHashSet<Number>,
    /// What is wrong with them, by chunk.
    judged: FxHashMap<u32, Vec<Finding>>,
}

impl Allowances {
    /// Whether a finding of the file is allowed.
    pub(super) fn hide(&self, number: Number, finding: &Finding) -> bool {
        self.everywhere.contains(finding.rule.name) || self.beside.contains(&number)
    }

    /// What is wrong with the comments of a chunk.
    pub(super) fn judged_in(&self, chunk: u32) -> &[Finding] {
        self.judged.get(&chunk).map_or(&[], Vec::as_slice)
    }

    /// The chunks in which these show otherwise than those before them.
    pub(super) fn turned(&self, before: &Self, set: &Set, file: FileId) -> FxHashSet<u32> {
        let beside = self.beside.symmetric_difference(&before.beside);
        let findings = beside.filter_map(|(key, at)| set.found.of(*key).get(*at));
        let mut chunks: FxHashSet<u32> = findings.map(|finding| finding.span.chunk.0).collect();
        let rules: FxHashSet<&str> =
            self.everywhere.symmetric_difference(&before.everywhere).copied().collect();
        if !rules.is_empty() {
            let found = set.found.of_file(file).filter(|(_, finding)| rules.contains(finding.rule.name));
            chunks.extend(found.map(|(_, finding)| finding.span.chunk.0));
        }
        let same = |chunk: u32| {
            let (now, then) = (self.judged_in(chunk), before.judged_in(chunk));
            now.len() == then.len() && now.iter().zip(then).all(|(a, b)| a.same_as(b))
        };
        let judged = self.judged.keys().chain(before.judged.keys()).copied();
        chunks.extend(judged.filter(|chunk| !same(*chunk)));
        chunks
    }
}

impl Workspace {
    /// What the comments of a plan do. Costs what they are about, not what the document holds.
    pub(super) fn allowances(&self, path: &str, set: &Set, document: &Document) -> Allowances {
        let mut made = Allowances::default();
        let mut allowed = Allowed::of(document);
        if allowed.names.is_empty() {
            return made;
        }
        allowed.take(document, set, &mut made);
        let severity = |rule| super::findings::severity(rule, &self.options, &set.config);
        for finding in allowed.judged(document, self.locale(path), &severity) {
            let line = document.text().line_of(document.range(finding.span).start);
            if !allowed.covers(finding.rule.name, line) {
                made.judged.entry(finding.span.chunk.0).or_default().push(finding);
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
        let mut allowances = self.allowances(path, set, document);
        let judged = std::mem::take(&mut allowances.judged).into_values().flatten();
        let own = set.found.of_file(document.file);
        let own = own.filter(|(number, finding)| !allowances.hide(*number, finding));
        let own = own.map(|(_, finding)| Cow::Borrowed(finding)).chain(judged.map(Cow::Owned));
        own.filter(|finding| wanted(finding))
            .map(|finding| {
                let range = document.range(finding.span);
                (finding, range)
            })
            .collect()
    }
}

/// The suppression comments of a document.
struct Allowed {
    /// Name by name, in order.
    names: Vec<Name>,
    /// Why, comment by comment.
    reasons: Vec<Word>,
    /// What is allowed, by rule.
    reach: FxHashMap<String, Reach>,
}

/// One name of a comment.
struct Name {
    rule: String,
    span: Span,
    /// Its place among all names; comments are one apart.
    at: usize,
    /// The line that it is about; none for the whole file.
    line: Option<usize>,
}

/// Where the findings of a rule are allowed, and whether there are any.
#[derive(Default)]
struct Reach {
    file: Option<bool>,
    lines: FxHashMap<usize, bool>,
}

impl Allowed {
    fn of(document: &Document) -> Self {
        let mut allowed = Self { names: Vec::new(), reasons: Vec::new(), reach: FxHashMap::default() };
        let mut targets = Targets { document, known: [None; 2] };
        for allow in document.allows() {
            let first = allowed.names.last().map_or(0, |last| last.at + 2);
            for (at, (rule, span)) in allow.rules.iter().enumerate() {
                let reach = allowed.reach.entry(rule.clone()).or_default();
                let line = match allow.scope {
                    AllowScope::File => None,
                    AllowScope::Next => {
                        let comments = suppression::is_about_comments(rule);
                        Some(targets.line(&document.range(allow.span), comments))
                    }
                };
                match line {
                    None => reach.file = Some(false),
                    Some(line) => _ = reach.lines.insert(line, false),
                }
                allowed.names.push(Name { rule: rule.clone(), span: *span, at: first + at, line });
            }
            allowed.reasons.extend(allow.reason.clone());
        }
        allowed
    }

    /// Takes note of what is allowed, and of what allows something.
    fn take(&mut self, document: &Document, set: &Set, made: &mut Allowances) {
        let text = document.text();
        let mut chunks: FxHashSet<u32> = FxHashSet::default();
        for (name, reach) in &mut self.reach {
            if let (Some(used), Some(rule)) = (&mut reach.file, rule(name)) {
                *used = set.found.has(document.file, rule.name);
                made.everywhere.insert(rule.name);
            }
            for line in reach.lines.keys().filter(|line| **line < text.lines()) {
                let start = text.line_start(*line);
                // What ends a chunk may point behind its last line.
                let places = [start.saturating_sub(1), start];
                chunks.extend(places.into_iter().filter_map(|byte| document.chunks().at(byte)));
            }
        }
        for chunk in chunks {
            for (number, finding) in set.found.of_chunk(document.file, chunk) {
                self.meet(finding, text.line_of(document.range(finding.span).start), number, made);
            }
            // What is found anywhere of an entity that begins here.
            let pieces = document.facts(chunk).map_or(&[][..], |facts| &facts.pieces);
            let nodes: FxHashSet<NodeKey> = pieces.iter().map(|(node, _)| *node).collect();
            for entity in nodes.into_iter().filter_map(|node| set.plan_set.entity(node)) {
                if entity.key.is_plan() || entity.anchor.file != document.file {
                    continue;
                }
                let line = text.line_of(document.range(entity.anchor).start);
                let own = set.found.of(entity.key).iter().enumerate();
                for (at, finding) in own.filter(|(_, finding)| finding.span.file == document.file) {
                    self.meet(finding, line, (entity.key, at), made);
                }
            }
        }
    }

    /// Allows a finding that a comment about this line names.
    fn meet(&mut self, finding: &Finding, line: usize, number: Number, made: &mut Allowances) {
        if let Some(used) = self.reach.get_mut(finding.rule.name).and_then(|reach| reach.lines.get_mut(&line))
        {
            *used = true;
            made.beside.insert(number);
        }
    }

    /// Whether findings of a rule are allowed in a line.
    fn covers(&self, rule: &str, line: usize) -> bool {
        self.reach.get(rule).is_some_and(|reach| reach.file.is_some() || reach.lines.contains_key(&line))
    }

    /// Whether a name silences anything.
    fn uses(&self, name: &Name) -> bool {
        self.reach.get(&name.rule).is_some_and(|reach| match name.line {
            None => reach.file == Some(true),
            Some(line) => reach.lines.get(&line) == Some(&true),
        })
    }

    /// What is wrong with the comments themselves.
    fn judged(
        &self,
        document: &Document,
        locale: Locale,
        severity: &dyn Fn(&'static Rule) -> Option<Severity>,
    ) -> Vec<Finding> {
        let unread = LazyCell::new(|| Unread::of(document));
        // What is said of a name is the same wherever it stands.
        let mut known: FxHashMap<(&str, bool), Option<Finding>> = FxHashMap::default();
        let mut found = Vec::new();
        for name in &self.names {
            let used = self.uses(name) || unread.hides(name);
            let judged = known.entry((&name.rule, used)).or_insert_with(|| {
                suppression::judge(document.file, (&name.rule, name.span), locale, severity, used)
            });
            if let Some(judged) = judged {
                found.push((name.at, name.rule.as_str(), Finding { span: name.span, ..judged.clone() }));
            }
        }
        let names = suppression::joined(found, locale);
        let unfinished = |reason: &Word| suppression::judge_reason(document.file, reason, locale, severity);
        names.into_iter().chain(self.reasons.iter().filter_map(unfinished)).collect()
    }
}

/// The lines of a document that could not be read as they were meant, and its entities' first lines: an allowance near
/// such a line may silence what is not seen now.
struct Unread {
    /// In order.
    lines: Vec<usize>,
    /// In order.
    anchors: Vec<usize>,
    /// The entities that such lines stand in, by how many begin above them.
    entities: FxHashSet<usize>,
}

/// How many lines lie at most between a comment and a line that could not be read for them to be near.
const NEAR: usize = 2;

impl Unread {
    fn of(document: &Document) -> Self {
        let line = |span: Span| document.text().line_of(document.range(span).start);
        let nodes = || document.nodes().filter(|node| node.anchor.file == document.file);
        let problems = nodes().flat_map(|node| &node.problems);
        let mut lines: Vec<usize> = problems.map(|problem| line(problem.span)).collect();
        let mut anchors: Vec<usize> =
            if lines.is_empty() { Vec::new() } else { nodes().map(|node| line(node.anchor)).collect() };
        lines.sort_unstable();
        anchors.sort_unstable();
        anchors.dedup();
        let mut unread = Self { lines, anchors, entities: FxHashSet::default() };
        unread.entities = unread.lines.iter().map(|line| unread.entity(*line)).collect();
        unread
    }

    fn entity(&self, line: usize) -> usize {
        self.anchors.partition_point(|anchor| *anchor <= line)
    }

    /// Whether what a name is about may be hidden: in the same entity, or right beside it.
    fn hides(&self, name: &Name) -> bool {
        let Some(at) = name.line else { return !self.lines.is_empty() };
        let near = self.lines.partition_point(|line| line + NEAR < at);
        self.entities.contains(&self.entity(at))
            || self.lines.get(near).is_some_and(|line| line.abs_diff(at) <= NEAR)
    }
}

/// The lines that comments are about, comment by comment.
struct Targets<'a> {
    document: &'a Document,
    /// From where it was looked for a line that says something, and the line found: where comments do not count, and
    /// where they do.
    known: [Option<(usize, usize)>; 2],
}

impl Targets<'_> {
    /// The line that an `allow` comment is about: its own when something stands before it there, else the next that
    /// says something, be it a comment where the rule is about `comments`.
    fn line(&mut self, comment: &Range<usize>, comments: bool) -> usize {
        let text = self.document.text();
        let line = text.line_of(comment.start);
        let before = text.slice(text.line_start(line)..comment.start);
        if !before.trim().trim_matches(['-', '*', '+', '>', '#']).trim().is_empty() {
            return line;
        }
        let first = text.line_of(comment.end.saturating_sub(1).max(comment.start)) + 1;
        let known = &mut self.known[usize::from(comments)];
        if let Some((from, found)) = known
            && (*from..=*found).contains(&first)
        {
            return *found;
        }
        let says = |line: &usize| says_something(self.document, &text.line(*line), comments);
        let found = (first..text.lines()).find(says).unwrap_or(text.lines());
        *known = Some((first, found));
        found
    }
}

/// Whether a line says something that a comment above it may be about.
fn says_something(document: &Document, line: &str, comments: bool) -> bool {
    let line = line.trim();
    !line.is_empty() && (comments || !line.starts_with("<!--") && !line.starts_with('#'))
        || line.starts_with("# ") && line.len() > 2 && document.surface == super::Surface::Markdown
        || line.starts_with("##")
}
