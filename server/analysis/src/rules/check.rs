//! What a rule is given and what it reports.

use std::sync::Arc;

use crate::model::{Entity, NodeKey, Span};
use crate::plan_set::{Places, PlanSet};
use crate::schema::FieldKey;

use super::{Rule, Severity};

/// The language of messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Locale {
    /// 中文.
    #[default]
    Zh,
    /// English.
    En,
}

impl Locale {
    /// The locale that a language tag (`zh-CN`, `en`) names; Chinese when it names another.
    #[must_use]
    pub fn of(tag: &str) -> Self {
        if tag.to_ascii_lowercase().starts_with("en") { Self::En } else { Self::Zh }
    }

    /// Whether a language tag names one of them.
    #[must_use]
    pub fn speaks(tag: &str) -> bool {
        let language = tag.split(['-', '_']).next().unwrap_or_default();
        ["zh", "en"].iter().any(|known| language.eq_ignore_ascii_case(known))
    }

    /// One of two texts: 中文, English.
    #[must_use]
    pub fn pick<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }
}

/// The other side of a finding.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Related {
    /// Where.
    pub span: Span,
    /// What stands there.
    pub message: Arc<str>,
}

/// What a rule found.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// How grave, after settings.
    pub severity: Severity,
    /// The entity that it is about.
    pub entity: NodeKey,
    /// The most exact place.
    pub span: Span,
    /// The message in the session's language.
    pub message: String,
    /// The clauses and items that it names.
    pub clauses: Vec<String>,
    /// The other side.
    pub related: Vec<Related>,
}

/// A check under way: the plan set to read and the findings so far.
pub struct Checker<'a> {
    /// Everything that the entity may depend on.
    pub set: &'a PlanSet,
    /// The language of messages.
    pub locale: Locale,
    pub(crate) places: &'a dyn Places,
    pub(crate) entity: &'a Entity,
    pub(crate) rule: &'static Rule,
    pub(crate) severity: Severity,
    pub(crate) severities: &'a dyn Fn(&'static Rule) -> Option<Severity>,
    pub(crate) findings: &'a mut Vec<Finding>,
}

impl<'a> Checker<'a> {
    /// Lets every rule that is on check an entity; `severities` says which are, and how grave their findings.
    pub fn run(
        set: &'a PlanSet,
        places: &'a dyn Places,
        entity: &'a Entity,
        locale: Locale,
        severities: &'a dyn Fn(&'static Rule) -> Option<Severity>,
        findings: &'a mut Vec<Finding>,
    ) {
        let explained = entity.field(FieldKey::Deviation).is_some();
        for rule in super::ALL {
            if rule.usual && explained {
                continue;
            }
            if let Some(severity) = severities(rule) {
                let mut checker =
                    Checker { set, locale, places, entity, rule, severity, severities, findings };
                let known = checker.findings.len();
                (rule.check)(&mut checker, entity);
                findings[known..].iter_mut().for_each(|finding| finding.name_clause(locale));
            }
        }
    }

    /// Whether another rule is on for the entity, so that it speaks for a cause that both see.
    #[must_use]
    pub fn is_on(&self, rule: &'static Rule) -> bool {
        let explained = || self.entity.field(FieldKey::Deviation).is_some();
        (self.severities)(rule).is_some() && !(rule.usual && explained())
    }

    /// The order of places: by file, then by place in it.
    #[must_use]
    pub fn order(&self, span: Span) -> (usize, usize, u32) {
        self.set.note_order();
        self.places.rank(span)
    }

    /// Whether two places begin in one line.
    #[must_use]
    pub fn same_line(&self, one: Span, other: Span) -> bool {
        self.places.line(one) == self.places.line(other)
    }

    /// Reports at `span`; `zh` and `en` are the whole message. Returns the finding to add clauses or related places.
    pub fn report(
        &mut self,
        span: Span,
        zh: impl FnOnce() -> String,
        en: impl FnOnce() -> String,
    ) -> &mut Finding {
        let message = match self.locale {
            Locale::Zh => zh(),
            Locale::En => en(),
        };
        let clauses = self.rule.clauses.iter().map(|&clause| clause.to_owned()).collect();
        self.findings.push(Finding {
            rule: self.rule,
            severity: self.severity,
            entity: self.entity.key,
            span,
            message,
            clauses,
            related: Vec::new(),
        });
        let last = self.findings.len() - 1;
        &mut self.findings[last]
    }
}

/// Whether a message names a clause. The number of a chapter alone may be any number: it counts in brackets, in a list,
/// and behind a word that says that it is one.
fn names(message: &str, clause: &str) -> bool {
    message.match_indices(clause).any(|(at, _)| {
        let (before, after) = (&message[..at], &message[at + clause.len()..]);
        let goes_on = |c: char| c.is_ascii_alphanumeric() || c == '-';
        let deeper =
            after.strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        let inside = before.ends_with(|c: char| goes_on(c) || c == '.');
        let apart = !(inside || deeper || after.starts_with(goes_on));
        let marked = || {
            let before = before.trim_end();
            before.ends_with(['（', '(', '、', ',', '第', '见']) || before.ends_with("clause")
        };
        apart && (clause.contains('.') || marked())
    })
}

impl Finding {
    /// Whether two findings say the same of the same place.
    #[must_use]
    pub fn same_as(&self, other: &Self) -> bool {
        let facts = |of: &Self| (of.rule.name, of.severity, of.entity, of.span);
        facts(self) == facts(other)
            && self.message == other.message
            && self.clauses == other.clauses
            && self.related == other.related
    }

    /// Sets the clauses that this finding names, in place of the rule's.
    pub fn citing<I: IntoIterator<Item = S>, S: Into<String>>(&mut self, clauses: I) -> &mut Self {
        self.clauses = clauses.into_iter().map(Into::into).collect();
        self
    }

    /// Lets the message name the clauses that it rests on where it names none of them.
    fn name_clause(&mut self, locale: Locale) {
        if !self.clauses.is_empty() && !self.clauses.iter().any(|clause| names(&self.message, clause)) {
            let clauses = self.clauses.join(locale.pick("、", ", "));
            self.message += &match locale {
                Locale::Zh => format!("（见 {clauses}）"),
                Locale::En => format!(" (see {clauses})"),
            };
        }
    }

    /// Adds the other side.
    pub fn related(&mut self, span: Span, message: impl Into<Arc<str>>) -> &mut Self {
        self.related.push(Related { span, message: message.into() });
        self
    }

    /// Lowers the severity of a finding that is a hint in one of its cases, unless settings raised the rule.
    pub fn at_most(&mut self, severity: Severity) -> &mut Self {
        self.severity = self.severity.min(severity);
        self
    }
}
