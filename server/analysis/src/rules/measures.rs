//! Measures as work to be done: who does it by when, and what each says of its own (clauses 7.2 to 7.4).

use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;

use super::subject::{is_nameless, states};
use super::wording::{cited, excerpt, label, named};
use super::{Checker, Locale, Profile, Rule, Severity};
use crate::model::{Entity, Measure, Span, Status};
use crate::schema::{FieldKey, Kind};
use crate::standard::{Dimension, normalize, standard};

/// A measure without an owner, where others have one.
pub(super) static MEASURE_WITHOUT_OWNER: Rule = Rule {
    name: "measure-without-owner",
    severity: Severity::Hint,
    profile: Profile::Thorough,
    clauses: &["A.3.1.1 b"],
    usual: false,
    fix: None,
    page: include_str!("../../rules/measure-without-owner.md"),
    summary: [
        "建设内容没有责任部门（规划里别的建设内容写了责任部门时才提示）",
        "A measure has no owner, while other measures of the plan have one",
    ],
    check: measure_without_owner,
};

/// A measure without a due date, where others have one.
pub(super) static MEASURE_WITHOUT_DUE: Rule = Rule {
    name: "measure-without-due",
    severity: Severity::Hint,
    profile: Profile::Thorough,
    clauses: &["A.3.1.1 b"],
    usual: false,
    fix: None,
    page: include_str!("../../rules/measure-without-due.md"),
    summary: [
        "建设内容没有完成时间（规划里别的建设内容写了完成时间时才提示）",
        "A measure has no due date, while other measures of the plan have one",
    ],
    check: measure_without_due,
};

/// A measure about nodes between departments that names no post.
pub(super) static CROSS_DEPARTMENT_ROLE: Rule = Rule {
    name: "cross-department-role",
    severity: Severity::Information,
    profile: Profile::Standard,
    clauses: &["A.3.2.3 a 1"],
    usual: false,
    fix: None,
    page: include_str!("../../rules/cross-department-role.md"),
    summary: [
        "建设内容讲到跨部门流程节点，却没有落到岗位或角色",
        "A measure speaks of workflow nodes between departments but names no post or role",
    ],
    check: cross_department_role,
};

/// One text for several topics.
pub(super) static REPEATED_MEASURE: Rule = Rule {
    name: "repeated-measure",
    severity: Severity::Information,
    profile: Profile::Standard,
    clauses: &[],
    usual: false,
    fix: None,
    page: include_str!("../../rules/repeated-measure.md"),
    summary: [
        "同一能力单元里，同一句话充当几个不同建设重点的建设内容",
        "In one unit, the same text stands for different topics",
    ],
    check: repeated_measure,
};

/// Whether a measure says something that is to be done.
pub(super) fn counts(measure: &Measure) -> bool {
    measure.waiver.is_none() && !measure.placeholder
}

/// Where a finding about a measure stands: its text, else the whole of it.
pub(super) fn place(measure: &Measure) -> Span {
    let text = measure.text.span;
    if text.start < text.end { text } else { measure.span }
}

/// Whether a measure states a field.
fn gives(measure: &Measure, key: FieldKey) -> bool {
    measure.fields.iter().any(|field| field.key == key && !field.words.is_empty() && !field.placeholder)
}

fn measure_without_owner(check: &mut Checker<'_>, entity: &Entity) {
    measure_without(check, entity, FieldKey::Owner);
}

fn measure_without_due(check: &mut Checker<'_>, entity: &Entity) {
    measure_without(check, entity, FieldKey::Due);
}

/// In a dimension where some measures have the field, each that lacks it gets a finding. Where none has, the entity gets
/// one for all of them, unless it states the field itself.
fn measure_without(check: &mut Checker<'_>, entity: &Entity, key: FieldKey) {
    let set = check.set;
    if entity.measures.is_empty() || !set.measures_give(key) || states(entity, key) {
        return;
    }
    let clauses = check.rule.clauses;
    let mut bare: Vec<(Dimension, usize)> = Vec::new();
    for dimension in Dimension::all() {
        let inside = || {
            entity
                .measures
                .iter()
                .filter(|measure| counts(measure) && measure.aspect.dimension() == dimension)
        };
        if !inside().any(|measure| gives(measure, key)) {
            // What is done needs no date any more.
            let open = |measure: &&Measure| key != FieldKey::Due || measure.status != Some(Status::Done);
            let count = inside().filter(open).count();
            bare.extend((count > 0).then_some((dimension, count)));
            continue;
        }
        for measure in inside().filter(|measure| !gives(measure, key)) {
            let text = |locale| excerpt(&measure.text.text, locale);
            let name = |locale| label(Kind::Measure, key, locale);
            check.report(
                place(measure),
                || {
                    format!(
                        "{}{}没有写{}{}；请补上",
                        Kind::Measure.name(),
                        text(Locale::Zh),
                        name(Locale::Zh),
                        cited(clauses, Locale::Zh)
                    )
                },
                || {
                    format!(
                        "The {} {} has no {}{}: add it",
                        Kind::Measure.key(),
                        text(Locale::En),
                        name(Locale::En),
                        cited(clauses, Locale::En)
                    )
                },
            );
        }
    }
    let all: usize = bare.iter().map(|(_, count)| count).sum();
    if all == 0 {
        return;
    }
    let list = |locale: Locale| {
        let part = |(dimension, count): &(Dimension, usize)| match locale {
            Locale::Zh => format!("{} {count} 项", dimension.name()),
            Locale::En => format!("{} {count}", dimension.english()),
        };
        bare.iter().map(part).collect::<Vec<_>>().join(locale.pick("、", ", "))
    };
    check.report(
        entity.anchor,
        || {
            let (name, field) = (named(entity, Locale::Zh), label(Kind::Measure, key, Locale::Zh));
            format!(
                "{name}有 {all} 项{}没有写{field}（{}）{}；请逐项或统一写明",
                Kind::Measure.name(),
                list(Locale::Zh),
                cited(clauses, Locale::Zh)
            )
        },
        || {
            let (name, field) = (named(entity, Locale::En), label(Kind::Measure, key, Locale::En));
            let (measures, have) = if all == 1 { ("measure", "has") } else { ("measures", "have") };
            let (list, basis) = (list(Locale::En), cited(clauses, Locale::En));
            format!("{all} {measures} of the {name} {have} no {field} ({list}){basis}: state it for each or for all")
        },
    );
}

/// Words that say that a node lies between departments.
const BETWEEN_DEPARTMENTS: [&str; 5] =
    ["跨部门", "部门间", "部门之间", "cross-department", "across departments"];
/// Words for posts and roles in general.
const POSTS: [&str; 10] = ["岗", "角色", "经理", "主管", "主任", "负责人", "总监", "post", "role", "manager"];
/// Last characters of posts' names, and words with them that are none.
const ENDINGS: [(char, &[&str]); 3] = [
    ('员', &["全员", "人员", "成员", "动员", "员工"]),
    (
        '长',
        &[
            "增长", "延长", "时长", "成长", "加长", "超长", "较长", "过长", "最长", "周长", "长期", "长度",
            "长效",
        ],
    ),
    ('师', &["师傅"]),
];

fn cross_department_role(check: &mut Checker<'_>, entity: &Entity) {
    let Some(asked) = check.rule.clauses.first().and_then(|citation| standard().resolve_citation(citation))
    else {
        return;
    };
    for measure in entity.measures.iter().filter(|measure| counts(measure)) {
        let Some(citation) = measure.citations.iter().find(|citation| citation.target == asked) else {
            continue;
        };
        let text = normalize(&measure.text.text);
        if !BETWEEN_DEPARTMENTS.iter().any(|word| text.contains(word)) || names_a_post(&text) {
            continue;
        }
        check
            .report(
                place(measure),
                || format!("{citation} 要求跨部门的流程节点落到岗位或角色，{}没有写到；请写明由哪个岗位或角色负责", excerpt(&measure.text.text, Locale::Zh)),
                || format!("{citation} asks that workflow nodes between departments name a post or role, and {} names none: say which post answers for them", excerpt(&measure.text.text, Locale::En)),
            )
            .citing([citation.to_string()]);
    }
}

/// Whether a normalised text names a post or role.
fn names_a_post(text: &str) -> bool {
    POSTS.iter().any(|word| text.contains(word))
        || ENDINGS.iter().any(|(ending, others)| {
            let mut rest = text.to_owned();
            for other in *others {
                rest = rest.replace(other, " ");
            }
            // A post's name has a character before its last one.
            rest.char_indices().any(|(at, c)| {
                c == *ending && rest[..at].chars().next_back().is_some_and(char::is_alphanumeric)
            })
        })
}

/// A topic as a citation names it, for comparing.
type Cited<'a> = Vec<(&'a str, Option<char>)>;

fn topics(measure: &Measure) -> Cited<'_> {
    let mut topics: Cited<'_> =
        measure.citations.iter().map(|citation| (citation.clause.as_str(), citation.letter)).collect();
    topics.sort_unstable();
    topics.dedup();
    topics
}

fn repeated_measure(check: &mut Checker<'_>, entity: &Entity) {
    if entity.kind != Kind::Unit || is_nameless(check.set, entity) {
        return;
    }
    let locale = check.locale;
    let mut known: FxHashMap<u64, (&Measure, Vec<Cited<'_>>)> = FxHashMap::default();
    for measure in entity.measures.iter().filter(|measure| counts(measure) && !measure.citations.is_empty()) {
        let Some(wording) = measure.wording else { continue };
        let (first, told) = match known.entry(wording) {
            Entry::Vacant(place) => {
                place.insert((measure, Vec::new()));
                continue;
            }
            Entry::Occupied(known) => known.into_mut(),
        };
        if told.is_empty() {
            told.push(topics(first));
        }
        let own = topics(measure);
        if told.contains(&own) {
            continue;
        }
        let first = *first;
        told.push(own);
        let list = |measure: &Measure| {
            measure.citations.iter().map(ToString::to_string).collect::<Vec<_>>().join("、")
        };
        let (here, there) = (list(measure), list(first));
        check
            .report(
                place(measure),
                || format!("{}的这句话已用于 {there}，这里又用于 {here}；请分别写明各建设重点做什么", named(entity, Locale::Zh)),
                || format!("The {} already uses this text for {there}, and here for {here}: say what is done for each topic", named(entity, Locale::En)),
            )
            .citing(measure.citations.iter().map(ToString::to_string))
            .related(
                place(first),
                match locale {
                    Locale::Zh => format!("先用于 {there}"),
                    Locale::En => format!("first used for {there}"),
                },
            );
    }
}
