//! Value benefits: every last capability and module aims at some, indicators measure them, and they fit the level
//! (clauses 6.2 b and d, 7.2.2, 7.2.4, 8.x.1 c).

use super::level_terms::conflict;
use super::relatives::{bearers, has_lost, is_last_capability, is_lost_somewhere, is_meant, unresolved};
use super::subject::{is_bare, is_misread, is_nameless, level_name, states, target};
use super::synonyms::{UNKNOWN_BENEFIT, is_benefit};
use super::wording::{folded, is_written, label, listed, named};
use super::{Checker, Finding, Fix, Fixer, Locale, Profile, Rule, Severity};
use crate::model::{Entity, Word};
use crate::plan_set::PlanSet;
use crate::schema::{FieldKey, Kind};
use crate::standard::{Level, Target, Term, TermSet, standard};

/// A leaf capability without benefits and without indicators.
pub(super) static MISSING_BENEFITS: Rule = Rule {
    name: "missing-benefits",
    severity: Severity::Warning,
    profile: Profile::Standard,
    clauses: &["6.2 b", "7.2.2"],
    usual: false,
    fix: Some(choose_benefit),
    page: include_str!("../../rules/missing-benefits.md"),
    summary: [
        "不再分解的新型能力没有写价值效益，也没有量化目标",
        "A capability that is not split further has neither benefits nor indicators",
    ],
    check: missing_benefits,
};

/// A module without benefits and without indicators, its own or those of what it carries.
pub(super) static MISSING_MODULE_BENEFITS: Rule = Rule {
    name: "missing-module-benefits",
    severity: Severity::Warning,
    profile: Profile::Standard,
    clauses: &["6.2 d"],
    usual: false,
    fix: Some(choose_benefit),
    page: include_str!("../../rules/missing-module-benefits.md"),
    summary: [
        "能力模块没有写价值效益或量化目标，所承载的能力也没有写",
        "A module has neither benefits nor indicators, and no capability that it carries has them",
    ],
    check: missing_module_benefits,
};

/// Benefits that no indicator measures.
pub(super) static BENEFIT_WITHOUT_INDICATOR: Rule = Rule {
    name: "benefit-without-indicator",
    severity: Severity::Hint,
    profile: Profile::Thorough,
    clauses: &["7.2.2", "7.2.4 b"],
    usual: false,
    fix: None,
    page: include_str!("../../rules/benefit-without-indicator.md"),
    summary: [
        "预期的价值效益没有指标来衡量",
        "No indicator of a capability or module, or of its units, measures one of its benefits",
    ],
    check: benefit_without_indicator,
};

/// Benefits of operations only, at a level that asks for more.
pub(super) static LEVEL_BENEFIT_MISMATCH: Rule = Rule {
    name: "level-benefit-mismatch",
    severity: Severity::Information,
    profile: Profile::Standard,
    clauses: &["8.4.1 c", "8.5.1 c", "8.6.1 c"],
    usual: false,
    fix: None,
    page: include_str!("../../rules/level-benefit-mismatch.md"),
    summary: [
        "目标等级要求更高，价值效益却只有生产运营优化（CL3、CL4 为提示）",
        "The benefits are those of operations only, where the target level asks for more (a hint at CL3 and CL4)",
    ],
    check: level_benefit_mismatch,
};

/// Whether an entity states what it is good for.
fn has_benefits(entity: &Entity) -> bool {
    states(entity, FieldKey::Benefits)
        || is_misread(entity, FieldKey::Benefits)
        || is_misread(entity, FieldKey::Indicators)
        || indicators(entity).next().is_some()
}

/// The benefits that each indicator of an entity measures; nothing where it does not say.
fn indicators(entity: &Entity) -> impl Iterator<Item = &[Word]> {
    entity
        .records
        .iter()
        .filter(|record| record.kind == Kind::Indicator)
        .map(|record| record.field(FieldKey::Benefit).map_or(&[][..], |field| &field.words))
}

fn missing_benefits(check: &mut Checker<'_>, entity: &Entity) {
    let set = check.set;
    if has_benefits(entity)
        || !set.is_leaf(entity.key)
        || is_nameless(set, entity)
        || is_bare(set, entity)
        || !is_last_capability(set, entity)
    {
        return;
    }
    report_missing(check, entity);
}

fn missing_module_benefits(check: &mut Checker<'_>, entity: &Entity) {
    let set = check.set;
    if entity.kind != Kind::Module
        || has_benefits(entity)
        || is_nameless(set, entity)
        || is_bare(set, entity)
        || set.carried(entity.key).into_iter().any(has_benefits)
        // What dangles may have them.
        || unresolved(set, entity, FieldKey::Carries, &[Kind::Capability]).next().is_some()
    {
        return;
    }
    report_missing(check, entity);
}

fn report_missing(check: &mut Checker<'_>, entity: &Entity) {
    let clause = check.rule.clauses[0];
    let words = |locale| {
        let [benefits, indicators] =
            [FieldKey::Benefits, FieldKey::Indicators].map(|key| label(entity.kind, key, locale));
        (named(entity, locale), benefits, indicators)
    };
    check.report(
        entity.anchor,
        || {
            let (name, benefits, indicators) = words(Locale::Zh);
            format!("{name}没有写{benefits}，也没有{indicators}（{clause}）；请写明预期的{benefits}")
        },
        || {
            let (name, benefits, indicators) = words(Locale::En);
            format!("The {name} has neither {benefits} nor {indicators} ({clause}): state the benefits that are expected")
        },
    );
}

/// One fix a benefit; those that indicators below the entity name already go first.
fn choose_benefit(fixer: &Fixer<'_>, finding: &Finding) -> Vec<Fix> {
    let Some(entity) = fixer.entity(finding) else { return Vec::new() };
    let measured: Vec<Meaning> =
        bearers(fixer.set, entity).into_iter().flat_map(indicators).flatten().map(Meaning::of).collect();
    let is_measured = |term: &Term| measured.iter().any(|found| found.benefit.as_deref() == Some(term.key));
    let mut terms: Vec<&Term> = standard().terms().of(TermSet::Benefit).iter().collect();
    terms.sort_by_key(|term| !is_measured(term));
    let field = label(entity.kind, FieldKey::Benefits, fixer.locale);
    let fix = |term: &Term| {
        let written = fixer.term(entity, term);
        let changes = fixer.add_field(entity, FieldKey::Benefits, &written.as_str().into());
        let title = match fixer.locale {
            Locale::Zh => format!("写上{field}：{}", term.name),
            Locale::En => format!("Add {field}: {}", term.key),
        };
        let fix = Fix::new(title, changes)?;
        Some(if is_measured(term) { fix.preferred() } else { fix })
    };
    terms.into_iter().filter_map(fix).collect()
}

/// What a benefit is compared by: its term, else its words; its class, where it is a term or names a class.
#[derive(PartialEq)]
struct Meaning {
    benefit: Option<String>,
    class: Option<&'static str>,
}

impl Meaning {
    fn of(word: &Word) -> Self {
        let terms = standard().terms();
        if let Some(term) = word.term(TermSet::Benefit) {
            return Self { benefit: Some(term.key.to_owned()), class: term.class };
        }
        match terms.benefit_class(&word.text) {
            Some(class) => Self { benefit: None, class: Some(class.key) },
            None => Self { benefit: Some(folded(&word.text)), class: None },
        }
    }

    /// Whether measuring the other measures this one: the same benefit, or one of the same class where either names
    /// the class only.
    fn is_measured_by(&self, other: &Self) -> bool {
        match (&self.benefit, &other.benefit) {
            (Some(own), Some(other)) => own == other,
            _ => self.class.is_some() && self.class == other.class,
        }
    }
}

/// Whether what else bears an entity's benefits cannot be known, as another rule reports: a reference is lost, or a module
/// has no members yet and no indicator of its own.
fn awaits_bearers(set: &PlanSet, entity: &Entity) -> bool {
    const MEMBERS: [Kind; 2] = [Kind::Unit, Kind::Module];
    let loses = |entity: &Entity, key, kinds: &'static [Kind]| {
        has_lost(set, entity, key) || unresolved(set, entity, key, kinds).next().is_some()
    };
    let loses_members = |module: &Entity| loses(module, FieldKey::Members, &MEMBERS);
    let bearers = bearers(set, entity);
    match entity.kind {
        Kind::Module => {
            let is_empty = bearers.is_empty() && indicators(entity).next().is_none();
            let mut all = std::iter::once(entity).chain(bearers);
            is_empty
                || all.any(|one| loses_members(one) || loses(one, FieldKey::Carries, &[Kind::Capability]))
        }
        _ => {
            is_meant(set, entity, FieldKey::Carries)
                || is_lost_somewhere(set, FieldKey::Carries)
                || bearers.into_iter().any(loses_members)
        }
    }
}

fn benefit_without_indicator(check: &mut Checker<'_>, entity: &Entity) {
    let set = check.set;
    if entity.kind != Kind::Module && !is_last_capability(set, entity)
        || is_nameless(set, entity)
        || set.in_cycle(entity.key)
    {
        return;
    }
    let mut measured = Vec::new();
    let mut measuring: Vec<&Entity> = std::iter::once(entity).chain(bearers(set, entity)).collect();
    if entity.kind == Kind::Module {
        // What a module and its members carry is theirs to reach.
        let carried: Vec<&Entity> = measuring.iter().flat_map(|bearer| set.carried(bearer.key)).collect();
        measuring.extend(carried);
    }
    for bearer in measuring {
        if is_misread(bearer, FieldKey::Indicators) {
            return;
        }
        for words in indicators(bearer) {
            // An indicator that does not say may measure anything.
            if words.is_empty() {
                return;
            }
            measured.extend(words.iter().map(Meaning::of));
        }
    }
    // What is no benefit has to be named before it can be measured: `unknown-benefit` says so.
    let judged = !check.is_on(&UNKNOWN_BENEFIT);
    let open: Vec<&Word> = entity
        .words(FieldKey::Benefits)
        .iter()
        .filter(|word| is_written(word) && (judged || is_benefit(word)))
        .filter(|word| !measured.iter().any(|other| Meaning::of(word).is_measured_by(other)))
        .collect();
    let Some(first) = open.first() else { return };
    if awaits_bearers(set, entity) {
        return;
    }
    let names: Vec<&str> = open.iter().map(|word| word.text.as_str()).collect();
    let clauses = check.rule.clauses;
    check.report(
        first.span,
        || {
            let name = named(entity, Locale::Zh);
            let field = label(entity.kind, FieldKey::Indicators, Locale::Zh);
            format!(
                "{name}的{}没有指标来衡量（{}）；请在“{field}”里补充指标",
                names.join("、"),
                clauses.join("、")
            )
        },
        || {
            let name = named(entity, Locale::En);
            let field = label(entity.kind, FieldKey::Indicators, Locale::En);
            let names = names.join(", ");
            format!(
                "No indicator measures {names} of the {name} ({}): add one to \"{field}\"",
                clauses.join(", ")
            )
        },
    );
}

fn level_benefit_mismatch(check: &mut Checker<'_>, entity: &Entity) {
    let set = check.set;
    if !matches!(entity.kind, Kind::Capability | Kind::Module) || is_nameless(set, entity) {
        return;
    }
    let Some(level) = target(set, entity) else { return };
    let Some(clause) = goals_of(level) else { return };
    let Some(field) = entity.field(FieldKey::Benefits) else { return };
    let Some(operations) = standard().terms().benefit_classes().first() else { return };
    let own = field.words.iter().filter(|word| is_written(word));
    let mut all = own.chain(indicators(entity).flatten()).peekable();
    if all.peek().is_none() || all.any(|word| Meaning::of(word).class != Some(operations.key)) {
        return;
    }
    let finding = conflict(set, entity, level, FieldKey::Benefits, field.value).report(
        check,
        entity,
        || {
            let (name, level) = (named(entity, Locale::Zh), level_name(level, Locale::Zh));
            let (label, class) = (label(entity.kind, FieldKey::Benefits, Locale::Zh), operations.name);
            format!("{name}的目标等级为 {level}，{label}却只有{class}类（{}）；该等级还有别的目标（{clause}），请补充{label}或改目标等级", field.text())
        },
        || {
            let (name, level) = (named(entity, Locale::En), level_name(level, Locale::En));
            let names: Vec<&str> = field.words.iter().map(|word| word.text.as_str()).collect();
            let (names, class) = (listed(&names, Locale::En), operations.english);
            format!("The {name} aims at {level}, but its benefits are those of {class} only ({names}): that level has other goals too ({clause}); add benefits or change the target level")
        },
    );
    finding.citing([clause]);
    if level < Level::LAST {
        finding.at_most(Severity::Hint);
    }
}

/// The item on the goals of a level that asks for more than better operations; none at the levels below.
fn goals_of(level: Level) -> Option<&'static str> {
    LEVEL_BENEFIT_MISMATCH.clauses.iter().copied().find(|citation| {
        let clause = citation.split(' ').next().unwrap_or_default();
        matches!(standard().resolve(clause, None, None), Target::General { level: Some(at), .. } if at == level)
    })
}
