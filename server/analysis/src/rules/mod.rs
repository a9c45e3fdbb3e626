//! The rules: one file a rule or a close family; [`ALL`] is the table.
//!
//! A rule reads the model and reports; it never parses. Its declaration holds name, severity, profile, clauses
//! and summary; its messages stand beside its check in 中文 and English.

mod advantages;
mod aspects;
mod bad_citations;
mod benefits;
mod carrying;
mod check;
mod citations;
mod cited_levels;
mod combination;
mod conflicts;
mod current_level;
mod decomposition;
mod edition;
pub mod fix;
mod forms;
mod identification;
mod identity;
mod indicators;
mod leaf_fields;
mod level_coherence;
mod level_gap;
pub(crate) mod level_terms;
mod level_wording;
mod matching;
mod measures;
mod modules;
pub mod page;
mod period;
mod quotations;
mod reading;
mod recite;
mod references;
mod relatives;
mod scopes;
mod subject;
pub(crate) mod suppression;
mod synonyms;
#[cfg(test)]
mod tests;
mod unfinished;
mod viewpoints;
mod vocabulary;
mod wording;
mod wrong_form;

pub use check::{Checker, Finding, Locale, Related};
pub use fix::{Change, Fix, Fixer};
pub(crate) use fix::{line_break, scalar};
pub(crate) use level_gap::{measures_of_level, next_measure, open_gaps};
pub(crate) use wording::nearest;

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

    /// The word that a reader sees.
    #[must_use]
    pub const fn name(self, locale: Locale) -> &'static str {
        match (locale, self) {
            (Locale::Zh, Self::Hint) => "提示",
            (Locale::Zh, Self::Information) => "信息",
            (Locale::Zh, Self::Warning) => "警告",
            (Locale::Zh, Self::Error) => "错误",
            (Locale::En, severity) => severity.word(),
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
    &unfinished::NEAR_MISS_LABEL,
    &reading::WRONG_TYPE,
    &reading::DUPLICATE_KEY,
    &identity::MISSING_ID,
    &identity::DUPLICATE_ID,
    &references::DANGLING_REFERENCE,
    &references::WRONG_REFERENCE_KIND,
    &references::REFERENCE_CYCLE,
    &conflicts::CONFLICTING_VALUES,
    &unfinished::PLACEHOLDER,
    &edition::OLD_EDITION,
    &unfinished::REFERENCE_YEAR,
    &suppression::UNUSED_ALLOW,
    &suppression::UNKNOWN_RULE,
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
    &leaf_fields::MISSING_BOUNDARY,
    &leaf_fields::MISSING_ACTIVITIES,
    &leaf_fields::MISSING_RESOURCES,
    &benefits::MISSING_BENEFITS,
    &benefits::MISSING_MODULE_BENEFITS,
    &benefits::BENEFIT_WITHOUT_INDICATOR,
    &decomposition::UNCARRIED_CAPABILITY,
    &carrying::SPLIT_CAPABILITY_CARRIED,
    &decomposition::CARRIERLESS_UNIT,
    &carrying::DOUBLY_CARRIED,
    &carrying::SINGLE_CHILD_SPLIT,
    &decomposition::MISSING_DIMENSION,
    &aspects::MISSING_ASPECT,
    &modules::EMPTY_MODULE,
    &modules::MISSING_PATTERN,
    &modules::UNCOMBINED_UNIT,
    &combination::PATTERN_FORM_MISMATCH,
    &modules::STANDALONE_WITH_MANY,
    &modules::COMBINATION_OF_ONE,
    &forms::NODE_MANY_VIEWPOINTS,
    &forms::COMBINATION_ONE_VIEWPOINT,
    &forms::VIEWPOINT_UNION_MISMATCH,
    &modules::ECOSYSTEM_WITHOUT_PARTNERS,
    &scopes::FORM_SCOPE_MISMATCH,
    &forms::FORM_WITHOUT_MODULE,
    &forms::DERIVED_CAPABILITY_FORM,
    &level_coherence::MISSING_LEVEL,
    &level_coherence::TARGET_BELOW_CURRENT,
    &current_level::LEVEL_SKIPPED,
    &level_gap::LEVEL_GAP,
    &current_level::CURRENT_LEVEL_UNSUPPORTED,
    &current_level::CURRENT_LEVEL_UNDERSTATED,
    &current_level::CURRENT_LEVEL_WITHOUT_EVIDENCE,
    &level_coherence::CAPABILITY_ABOVE_UNITS,
    &modules::MODULE_ABOVE_MEMBERS,
    &level_terms::LEVEL_FORM_MISMATCH,
    &level_terms::LEVEL_VIEWPOINT_MISMATCH,
    &scopes::LEVEL_SCOPE_MISMATCH,
    &level_terms::LEVEL_DRIVE_MISMATCH,
    &level_terms::LEVEL_GRADE_MISMATCH,
    &level_terms::LEVEL_NETWORK_MISMATCH,
    &level_terms::LEVEL_ASSUMPTION_MISMATCH,
    &benefits::LEVEL_BENEFIT_MISMATCH,
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

/// The rule of a name.
#[must_use]
pub fn rule(name: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.name == name)
}

/// The rule's name that was probably meant.
#[must_use]
pub fn nearest_rule(name: &str) -> Option<&'static str> {
    wording::nearest(name, ALL.iter().map(|rule| rule.name))
}
