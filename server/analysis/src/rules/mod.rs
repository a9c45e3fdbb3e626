//! The rules: one file a rule or a close family; [`ALL`] is the table.
//!
//! A rule reads the model and reports; it never parses. Its declaration holds name, severity, profile, clauses
//! and summary; its messages stand beside its check in 中文 and English.

mod advantages;
mod check;
mod citations;
mod cited_levels;
mod combination;
mod conflicts;
mod decomposition;
mod edition;
pub mod fix;
mod identification;
mod identity;
mod indicators;
mod level_coherence;
mod level_gap;
mod level_terms;
mod level_wording;
mod matching;
mod measures;
pub mod page;
mod period;
mod quotations;
mod reading;
mod references;
mod subject;
mod synonyms;
#[cfg(test)]
mod tests;
mod viewpoints;
mod vocabulary;
mod wording;

pub use check::{Checker, Finding, Locale, Related};
pub use fix::{Change, Fix, Fixer};

use crate::model::Entity;

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// A listed point, wording.
    Hint,
    /// A hint that Problems panels should show.
    Information,
    /// The plan departs from what the standard asks, or a level does not fit.
    Warning,
    /// The plan contradicts itself or misquotes the standard.
    Error,
}

impl Severity {
    /// The word used in settings and JSON.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Hint => "hint",
            Self::Information => "information",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// Which rules speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Profile {
    /// Errors only.
    Essential,
    /// Errors, warnings and the hints worth everybody's time.
    Standard,
    /// All.
    Thorough,
}

impl Profile {
    /// The word used in settings and JSON.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Essential => "essential",
            Self::Standard => "standard",
            Self::Thorough => "thorough",
        }
    }
}

/// A rule's declaration.
#[derive(Debug)]
pub struct Rule {
    /// Its stable name, which states the offence.
    pub name: &'static str,
    /// The severity of its findings unless settings say otherwise.
    pub severity: Severity,
    /// The smallest profile that has it.
    pub profile: Profile,
    /// The clauses that it follows.
    pub clauses: &'static [&'static str],
    /// Whether an entity's `deviation` turns it off (the standard says 通常 or 一般).
    pub usual: bool,
    /// How a finding of it is mended, where the program can tell.
    pub fix: Option<fn(&Fixer<'_>, &Finding) -> Vec<Fix>>,
    /// Its page, as [`page`] reads it; empty while it is still to be written.
    pub page: &'static str,
    /// What it says, in one sentence: 中文, English.
    pub summary: [&'static str; 2],
    /// The check, called once for every plan and entity.
    pub check: fn(&mut Checker<'_>, &Entity),
}

impl Rule {
    /// Whether it has a quick fix.
    #[must_use]
    pub const fn fixable(&self) -> bool {
        self.fix.is_some()
    }
}

/// Every rule, in the catalogue's order.
pub static ALL: &[&Rule] = &[
    &reading::SYNTAX_ERROR,
    &reading::UNQUOTED_NOTATION,
    &reading::UNKNOWN_KEY,
    &reading::WRONG_TYPE,
    &reading::DUPLICATE_KEY,
    &identity::MISSING_ID,
    &identity::DUPLICATE_ID,
    &references::DANGLING_REFERENCE,
    &references::WRONG_REFERENCE_KIND,
    &references::REFERENCE_CYCLE,
    &conflicts::CONFLICTING_VALUES,
    &edition::OLD_EDITION,
    &vocabulary::UNKNOWN_VIEWPOINT,
    &vocabulary::UNKNOWN_LEVEL,
    &vocabulary::LEVEL_NAME_MISMATCH,
    &vocabulary::UNKNOWN_VALUE,
    &synonyms::UNKNOWN_BENEFIT,
    &synonyms::SYNONYM,
    &citations::UNKNOWN_CLAUSE,
    &quotations::MISQUOTATION,
    &citations::CITATION_WRONG_ASPECT,
    &cited_levels::CITATION_BELOW_TARGET,
    &cited_levels::OVER_CITATION,
    &citations::BROAD_CITATION,
    &cited_levels::UNCITED_MEASURE,
    &identification::MISSING_STRATEGY,
    &identification::MISSING_DEMAND,
    &identification::MISSING_SCENARIOS,
    &advantages::UNSUPPORTED_ADVANTAGE,
    &advantages::UNTRACED_CAPABILITY,
    &viewpoints::MISSING_VIEWPOINT,
    &identification::UNCOVERED_VIEWPOINT,
    &decomposition::UNCARRIED_CAPABILITY,
    &decomposition::CARRIERLESS_UNIT,
    &decomposition::MISSING_DIMENSION,
    &combination::PATTERN_FORM_MISMATCH,
    &level_coherence::MISSING_LEVEL,
    &level_coherence::TARGET_BELOW_CURRENT,
    &level_gap::LEVEL_GAP,
    &level_coherence::CAPABILITY_ABOVE_UNITS,
    &level_terms::LEVEL_FORM_MISMATCH,
    &level_terms::LEVEL_VIEWPOINT_MISMATCH,
    &level_terms::LEVEL_DRIVE_MISMATCH,
    &level_terms::LEVEL_ASSUMPTION_MISMATCH,
    &level_wording::LEVEL_WORDING,
    &indicators::INDICATOR_INCOMPLETE,
    &measures::MEASURE_WITHOUT_OWNER,
    &measures::MEASURE_WITHOUT_DUE,
    &measures::CROSS_DEPARTMENT_ROLE,
    &measures::REPEATED_MEASURE,
    &period::DUE_OUTSIDE_PERIOD,
    &cited_levels::OPTIONAL_POINT,
];

/// The name of the rule that speaks for what cannot be read.
pub const SYNTAX_ERROR: &str = "syntax-error";

/// Names of the catalogue whose rules are still to come: settings may name them.
pub const KNOWN: &[&str] = &[
    "near-miss-label",
    "placeholder",
    "reference-year",
    "unused-allow",
    "unknown-rule",
    "missing-boundary",
    "missing-activities",
    "missing-resources",
    "missing-benefits",
    "missing-module-benefits",
    "benefit-without-indicator",
    "split-capability-carried",
    "doubly-carried",
    "single-child-split",
    "missing-aspect",
    "empty-module",
    "missing-pattern",
    "uncombined-unit",
    "standalone-with-many",
    "combination-of-one",
    "node-many-viewpoints",
    "combination-one-viewpoint",
    "viewpoint-union-mismatch",
    "ecosystem-without-partners",
    "form-scope-mismatch",
    "form-without-module",
    "derived-capability-form",
    "level-skipped",
    "current-level-unsupported",
    "current-level-understated",
    "current-level-without-evidence",
    "module-above-members",
    "level-scope-mismatch",
    "level-grade-mismatch",
    "level-network-mismatch",
    "level-benefit-mismatch",
];

/// The rule of a name.
#[must_use]
pub fn rule(name: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.name == name)
}
