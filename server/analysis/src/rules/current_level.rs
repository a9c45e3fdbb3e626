//! The level held today: how far the target lies above it, and whether what is done bears it out (clause 8.1; what is
//! covered is counted, nobody is assessed).

use super::bad_citations::is_badly_cited;
use super::measures::counts;
use super::subject::{is_nameless, level_name};
use super::wording::{label, named};
use super::{Checker, Finding, Fix, Fixer, Locale, Profile, Rule, Severity};
use crate::model::{Entity, Measure, Span, Status};
use crate::plan_set::PlanSet;
use crate::schema::{FieldKey, Kind};
use crate::standard::Level;

/// A target more than one level above the current one.
pub(super) static LEVEL_SKIPPED: Rule = Rule {
    name: "level-skipped",
    severity: Severity::Hint,
    profile: Profile::Thorough,
    clauses: &["8.1"],
    usual: false,
    fix: None,
    page: include_str!("../../rules/level-skipped.md"),
    summary: [
        "目标等级比当前等级高出一级以上",
        "The target level is more than one level above the current one",
    ],
    check: level_skipped,
};

/// A current level above what the done measures cover.
pub(super) static CURRENT_LEVEL_UNSUPPORTED: Rule = Rule {
    name: "current-level-unsupported",
    severity: Severity::Hint,
    profile: Profile::Thorough,
    clauses: &["8.1"],
    usual: false,
    fix: Some(set_current),
    page: include_str!("../../rules/current-level-unsupported.md"),
    summary: [
        "当前等级高于已完成建设内容所覆盖的等级，也没有写依据",
        "The current level is above what the done measures cover, and no evidence is given",
    ],
    check: current_level_unsupported,
};

/// A current level below what the done measures cover.
pub(super) static CURRENT_LEVEL_UNDERSTATED: Rule = Rule {
    name: "current-level-understated",
    severity: Severity::Hint,
    profile: Profile::Thorough,
    clauses: &["8.1"],
    usual: false,
    fix: Some(set_current),
    page: include_str!("../../rules/current-level-understated.md"),
    summary: [
        "已完成建设内容所覆盖的等级高于所写的当前等级",
        "The done measures cover a higher level than the current one that is stated",
    ],
    check: current_level_understated,
};

/// A current level with nothing behind it.
pub(super) static CURRENT_LEVEL_WITHOUT_EVIDENCE: Rule = Rule {
    name: "current-level-without-evidence",
    severity: Severity::Hint,
    profile: Profile::Thorough,
    clauses: &["8.1"],
    usual: false,
    fix: None,
    page: include_str!("../../rules/current-level-without-evidence.md"),
    summary: [
        "写了当前等级，却没有已完成的建设内容，也没有写依据",
        "A current level is stated with neither a done measure nor evidence",
    ],
    check: current_level_without_evidence,
};

fn level_skipped(check: &mut Checker<'_>, entity: &Entity) {
    let level = &entity.level;
    let (Some(current), Some(target), false) = (&level.current, &level.target, level.unreadable) else {
        return;
    };
    if target.level.number() <= current.level.number() + 1 || is_nameless(check.set, entity) {
        return;
    }
    let locale = check.locale;
    let clause = check.rule.clauses[0];
    let (first, key, second) = if check.order(target.span) > check.order(current.span) {
        (current, FieldKey::Current, target)
    } else {
        (target, FieldKey::Target, current)
    };
    let steps = |locale| {
        let (low, high) = (current.level.number(), target.level.number());
        let between = Level::all().filter(|level| level.number() > low && level.number() < high);
        let names: Vec<String> = between.map(|level| level_name(level, locale)).collect();
        (level_name(current.level, locale), level_name(target.level, locale), names)
    };
    check
        .report(
            second.span,
            || {
                let ((current, target, between), name) = (steps(Locale::Zh), named(entity, Locale::Zh));
                format!("{name}从 {current}直接到 {target}，越过了 {}；能力建设循序渐进（{clause}），请分阶段写，或核对两个等级", between.join("、"))
            },
            || {
                let ((current, target, between), name) = (steps(Locale::En), named(entity, Locale::En));
                format!("The {name} goes from {current} straight to {target}, past {}: capabilities are built step by step ({clause}); plan stages, or check both levels", between.join(", "))
            },
        )
        .related(first.span, label(entity.kind, key, locale));
}

/// What is known of the level that a unit or module claims to hold.
struct Claim {
    current: Level,
    /// The highest level that the done measures cover.
    covered: Option<Level>,
    /// How many measures are done, shared ones counted.
    done: usize,
    /// Whether the unit, or a capability that it carries, says what the level rests on.
    evidence: bool,
    /// The value; the unit's heading where the level is a carried capability's.
    place: Span,
}

impl Claim {
    /// The claim of a unit, or of a module with dimensions of its own; none while a level cannot be read.
    fn of(set: &PlanSet, entity: &Entity) -> Option<Self> {
        if !matches!(entity.kind, Kind::Unit | Kind::Module) || is_nameless(set, entity) {
            return None;
        }
        let levels = set.levels_of(entity.key);
        let current = levels.current.filter(|_| !levels.unreadable)?;
        let profile = set.profile(entity.key)?;
        let done = done_measures(set, entity).count();
        let rests = |entity: &Entity| entity.field(FieldKey::Evidence).is_some();
        let evidence = rests(entity) || set.carried(entity.key).into_iter().any(rests);
        let place = entity.level.current.as_ref().map_or(entity.anchor, |level| level.span);
        Some(Self { current, covered: profile.covered_done, done, evidence, place })
    }
}

/// The measures of an entity that are done, shared ones included, with the entity whose they are.
fn done_measures<'a>(
    set: &'a PlanSet,
    entity: &'a Entity,
) -> impl Iterator<Item = (&'a Entity, &'a Measure)> {
    let all = set
        .sources(entity.key)
        .into_iter()
        .flat_map(|source| source.measures.iter().map(move |measure| (source, measure)));
    all.filter(|(_, measure)| measure.status == Some(Status::Done) && counts(measure))
}

/// `只覆盖到 CL2（场景级）`, or that no level is covered.
fn covered_words(covered: Option<Level>, locale: Locale) -> String {
    match (covered, locale) {
        (Some(level), Locale::Zh) => format!("覆盖至 {}", level_name(level, locale)),
        (Some(level), Locale::En) => format!("cover {}", level_name(level, locale)),
        (None, Locale::Zh) => "尚未覆盖完任何一级".to_owned(),
        (None, Locale::En) => "cover no level completely".to_owned(),
    }
}

fn current_level_unsupported(check: &mut Checker<'_>, entity: &Entity) {
    let Some(Claim { current, covered, done, evidence, place }) = Claim::of(check.set, entity) else {
        return;
    };
    // What a bad citation was meant for may be what is not covered.
    let misled =
        || done_measures(check.set, entity).any(|(source, measure)| is_badly_cited(check, source, measure));
    if covered >= Some(current) || done == 0 || evidence || misled() {
        return;
    }
    let clause = check.rule.clauses[0];
    let words = |locale| {
        let [field, evidence] =
            [FieldKey::Current, FieldKey::Evidence].map(|key| label(entity.kind, key, locale));
        (named(entity, locale), field, level_name(current, locale), covered_words(covered, locale), evidence)
    };
    check.report(
        place,
        || {
            let (name, field, current, covered, evidence) = words(Locale::Zh);
            format!("{name}的{field}为 {current}，已完成的 {done} 项建设内容{covered}（{clause}）；请写明“{evidence}”，或改{field}")
        },
        || {
            let (name, field, current, covered, evidence) = words(Locale::En);
            format!("The {field} level of the {name} is {current}, but its done measures ({done}) {covered} ({clause}): state \"{evidence}\", or change the level")
        },
    );
}

fn current_level_understated(check: &mut Checker<'_>, entity: &Entity) {
    let Some(Claim { current, covered, done, place, .. }) = Claim::of(check.set, entity) else { return };
    let Some(covered) = covered.filter(|covered| *covered > current) else { return };
    let clause = check.rule.clauses[0];
    let words = |locale| {
        let field = label(entity.kind, FieldKey::Current, locale);
        (named(entity, locale), field, level_name(current, locale), covered_words(Some(covered), locale))
    };
    check.report(
        place,
        || {
            let (name, field, current, covered) = words(Locale::Zh);
            format!("{name}的{field}为 {current}，已完成的 {done} 项建设内容却{covered}（{clause}）；请核对{field}或各项状态")
        },
        || {
            let (name, field, current, covered) = words(Locale::En);
            format!("The {field} level of the {name} is {current}, but its done measures ({done}) {covered} ({clause}): check the level, or what is done")
        },
    );
}

fn current_level_without_evidence(check: &mut Checker<'_>, entity: &Entity) {
    let Some(Claim { current, done, evidence, place, .. }) = Claim::of(check.set, entity) else { return };
    if done > 0 || evidence {
        return;
    }
    let clause = check.rule.clauses[0];
    let words = |locale| {
        let [field, evidence] =
            [FieldKey::Current, FieldKey::Evidence].map(|key| label(entity.kind, key, locale));
        (named(entity, locale), field, level_name(current, locale), evidence)
    };
    check.report(
        place,
        || {
            let (name, field, current, evidence) = words(Locale::Zh);
            format!("{name}的{field}为 {current}，却没有已完成的建设内容，也没有{evidence}（{clause}）；请写明“{evidence}”，或标出已完成的建设内容")
        },
        || {
            let (name, field, current, evidence) = words(Locale::En);
            format!("The {field} level of the {name} is {current}, but no measure is done and no evidence is given ({clause}): state \"{evidence}\", or mark what is done")
        },
    );
}

/// Sets the current level to what the done measures cover; nothing where they cover no level, or more than is aimed at.
fn set_current(fixer: &Fixer<'_>, finding: &Finding) -> Vec<Fix> {
    let Some(entity) = fixer.entity(finding) else { return Vec::new() };
    let Some(covered) = Claim::of(fixer.set, entity).and_then(|claim| claim.covered) else {
        return Vec::new();
    };
    if fixer.set.levels_of(entity.key).target.is_some_and(|target| covered > target) {
        return Vec::new();
    }
    let changes: Vec<_> = match &entity.level.current {
        Some(stated) => fixer.replace_level(stated.span, stated.level, covered).into_iter().collect(),
        None => fixer.add_field(entity, FieldKey::Current, &covered.code().into()),
    };
    let field = label(entity.kind, FieldKey::Current, fixer.locale);
    let title = match fixer.locale {
        Locale::Zh => format!("把{field}改为 {}", level_name(covered, fixer.locale)),
        Locale::En => format!("Set the {field} level to {}", level_name(covered, fixer.locale)),
    };
    Fix::new(title, changes).into_iter().collect()
}
