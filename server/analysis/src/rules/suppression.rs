//! Comments that allow findings: of rules that there are, and of findings that there are. What they silence is known
//! only where findings meet the text, so these two rules are checked there.

use std::ops::RangeInclusive;

use super::unfinished::PLACEHOLDER;
use super::{Checker, Finding, Fix, Fixer, Locale, Profile, Rule, Severity, nearest_rule};
use crate::model::{Allow, Entity, FileId, NodeKey, Span, Word, is_placeholder, mentions_placeholder};

/// An allowance without effect.
pub(crate) static UNUSED_ALLOW: Rule = Rule {
    name: "unused-allow",
    severity: Severity::Warning,
    profile: Profile::Standard,
    clauses: &[],
    usual: false,
    fix: Some(drop_name),
    page: include_str!("../../rules/unused-allow.md"),
    summary: ["allow 注释没有抑制任何问题", "An allow comment silences nothing"],
    check: elsewhere,
};

/// An allowance of a rule that there is not.
pub(crate) static UNKNOWN_RULE: Rule = Rule {
    name: "unknown-rule",
    severity: Severity::Warning,
    profile: Profile::Standard,
    clauses: &[],
    usual: false,
    fix: Some(correct_name),
    page: include_str!("../../rules/unknown-rule.md"),
    summary: ["allow 注释里写的规则不存在", "An allow comment names a rule that there is not"],
    check: elsewhere,
};

/// Whether a rule is about comments that allow findings.
pub(crate) fn is_about_comments(rule: &str) -> bool {
    [UNUSED_ALLOW.name, UNKNOWN_RULE.name].contains(&rule)
}

fn elsewhere(_: &mut Checker<'_>, _: &Entity) {}

/// What is wrong with one name of a comment: that no rule is called so, or that it silences nothing. `used` says
/// whether it does, and is asked only for rules that are on.
#[must_use]
pub(crate) fn judge(
    file: FileId,
    (name, span): (&str, Span),
    locale: Locale,
    severity: &dyn Fn(&'static Rule) -> Option<Severity>,
    used: bool,
) -> Option<Finding> {
    let finding = |rule: &'static Rule, message: String| {
        Some(Finding {
            rule,
            severity: severity(rule)?,
            entity: NodeKey::plan(file),
            span,
            message,
            clauses: Vec::new(),
            related: Vec::new(),
        })
    };
    if super::rule(name).is_none() {
        let near = nearest_rule(name);
        let message = match (locale, near) {
            (Locale::Zh, Some(near)) => format!("没有名为“{name}”的规则，是否应为 {near}？"),
            (Locale::Zh, None) => format!("没有名为“{name}”的规则；请改正或删去"),
            (Locale::En, Some(near)) => format!("There is no rule \"{name}\"; did you mean {near}?"),
            (Locale::En, None) => format!("There is no rule \"{name}\": correct or delete it"),
        };
        return finding(&UNKNOWN_RULE, message);
    }
    if used || is_about_comments(name) || super::rule(name).is_none_or(|rule| severity(rule).is_none()) {
        return None;
    }
    finding(&UNUSED_ALLOW, unused(&[name], locale))
}

/// What is said of names that silence nothing.
fn unused(names: &[&str], locale: Locale) -> String {
    let name = names.join(locale.pick("、", ", "));
    match locale {
        Locale::Zh => format!("这里没有 {name} 可以抑制；请删去这条 allow，或移到它所说的那一行之上"),
        Locale::En => {
            format!("There is no {name} here to allow: delete it, or move it above the line that it is about")
        }
    }
}

/// Makes one finding of those of names that stand beside each other in a comment, so that they go together.
pub(crate) fn joined(found: Vec<(usize, &str, Finding)>, locale: Locale) -> Vec<Finding> {
    let mut runs: Vec<(usize, Vec<&str>, Finding)> = Vec::new();
    for (at, name, finding) in found {
        match runs.last_mut() {
            Some((last, names, run))
                if *last + 1 == at
                    && run.rule.name == UNUSED_ALLOW.name
                    && finding.rule.name == run.rule.name =>
            {
                *last = at;
                names.push(name);
                run.span.end = finding.span.end;
                run.message = unused(names, locale);
            }
            _ => runs.push((at, vec![name], finding)),
        }
    }
    runs.into_iter().map(|(.., finding)| finding).collect()
}

/// What is wrong with a comment's reason: that it is still to be given.
#[must_use]
pub(crate) fn judge_reason(
    file: FileId,
    reason: &Word,
    locale: Locale,
    severity: &dyn Fn(&'static Rule) -> Option<Severity>,
) -> Option<Finding> {
    if !is_placeholder(&reason.text) && !mentions_placeholder(&reason.text) {
        return None;
    }
    let message = match locale {
        Locale::Zh => "allow 还没有写原因；请写明为什么保留，或删去这条 allow",
        Locale::En => {
            "The allowance has no reason yet: say why the finding is to stay, or delete the comment"
        }
    };
    Some(Finding {
        rule: &PLACEHOLDER,
        severity: severity(&PLACEHOLDER)?,
        entity: NodeKey::plan(file),
        span: reason.span,
        message: message.to_owned(),
        clauses: Vec::new(),
        related: Vec::new(),
    })
}

/// The comment in which names stand, and which of its names they are.
fn comment<'a>(fixer: &Fixer<'a>, span: Span) -> Option<(&'a Allow, RangeInclusive<usize>)> {
    fixer.document(span.file)?.allows().find_map(|allow| {
        let place = |meant: &dyn Fn(&Span) -> bool| {
            allow.rules.iter().position(|(_, own)| own.chunk == span.chunk && meant(own))
        };
        Some((allow, place(&|own| own.start == span.start)?..=place(&|own| own.end == span.end)?))
    })
}

/// Takes names out of their comment; a comment that names nothing else goes, with its line where it has one of its own.
fn drop_name(fixer: &Fixer<'_>, finding: &Finding) -> Vec<Fix> {
    let Some((allow, names)) = comment(fixer, finding.span) else { return Vec::new() };
    let Some(document) = fixer.document(finding.span.file) else { return Vec::new() };
    let text = document.text();
    // With the comma behind them, for the last ones with the comma before.
    let change = match (allow.rules.get(names.end() + 1), names.start().checked_sub(1)) {
        (Some((_, next)), _) => fixer.replace(Span { end: next.start, ..finding.span }, ""),
        (None, Some(before)) => fixer.replace(Span { start: allow.rules[before].1.end, ..finding.span }, ""),
        (None, None) => {
            let range = document.range(allow.span);
            let line = text.line(text.line_of(range.start)).into_owned();
            if line.trim() == text.slice(range).trim() {
                fixer.delete_lines(allow.span)
            } else {
                fixer.replace(allow.span, "")
            }
        }
    };
    let gone: Vec<&str> = allow.rules[names].iter().map(|(name, _)| name.as_str()).collect();
    let gone = gone.join(fixer.locale.pick("、", ", "));
    let title = match fixer.locale {
        Locale::Zh => format!("删去无用的 allow {gone}"),
        Locale::En => format!("Delete the allowance of {gone}, which has no effect"),
    };
    Fix::new(title, change.into_iter().collect()).map(Fix::preferred).into_iter().collect()
}

fn correct_name(fixer: &Fixer<'_>, finding: &Finding) -> Vec<Fix> {
    let name = fixer.source(finding.span);
    let Some(near) = nearest_rule(&name) else { return drop_name(fixer, finding) };
    let title = match fixer.locale {
        Locale::Zh => format!("改为 {near}"),
        Locale::En => format!("Change to {near}"),
    };
    let change = fixer.replace(finding.span, near);
    Fix::new(title, change.into_iter().collect()).map(Fix::preferred).into_iter().collect()
}
