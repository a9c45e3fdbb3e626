//! What could not be read: broken text, unquoted notation, keys and values that are out of place.

use super::wording::{a_kind, kinds};
use super::{Checker, Finding, Fix, Fixer, Locale, Profile, Rule, Severity};
use crate::model::{Entity, Origin, Problem, ProblemKind, Span};
use crate::schema::{self, FieldKey, Kind, Slot};
use crate::standard::{Aspect, Dimension, Match, TermSet, standard};

/// Text that cannot be read.
pub(super) static SYNTAX_ERROR: Rule = Rule {
    name: "syntax-error",
    severity: Severity::Error,
    profile: Profile::Essential,
    clauses: &[],
    usual: false,
    fix: None,
    page: include_str!("../../rules/syntax-error.md"),
    summary: [
        "文件里有无法读取的内容：YAML 写错，或者代码块、文件头没有结束",
        "Something cannot be read: broken YAML, a code fence or front matter without an end",
    ],
    check: syntax_error,
};

/// A plain YAML scalar that begins with a reserved character.
pub(super) static UNQUOTED_NOTATION: Rule = Rule {
    name: "unquoted-notation",
    severity: Severity::Error,
    profile: Profile::Essential,
    clauses: &[],
    usual: false,
    fix: Some(quote),
    page: include_str!("../../rules/unquoted-notation.md"),
    summary: [
        "YAML 的值以保留字符开头而没有加引号",
        "A YAML value begins with a reserved character and is not quoted",
    ],
    check: unquoted_notation,
};

/// A YAML key that is no field of the entity.
pub(super) static UNKNOWN_KEY: Rule = Rule {
    name: "unknown-key",
    severity: Severity::Warning,
    profile: Profile::Standard,
    clauses: &[],
    usual: false,
    fix: Some(rename_key),
    page: include_str!("../../rules/unknown-key.md"),
    summary: ["YAML 的键不是所在条目的字段", "A YAML key is no field of the entity that it stands in"],
    check: unknown_key,
};

/// A value of the wrong kind.
pub(super) static WRONG_TYPE: Rule = Rule {
    name: "wrong-type",
    severity: Severity::Error,
    profile: Profile::Essential,
    clauses: &[],
    usual: false,
    fix: None,
    page: include_str!("../../rules/wrong-type.md"),
    summary: [
        "值的类型不对，例如该写文字处写了列表",
        "A value is of the wrong kind, such as a list where a text is expected",
    ],
    check: wrong_type,
};

/// A key or field that is given twice.
pub(super) static DUPLICATE_KEY: Rule = Rule {
    name: "duplicate-key",
    severity: Severity::Error,
    profile: Profile::Essential,
    clauses: &[],
    usual: false,
    fix: None,
    page: include_str!("../../rules/duplicate-key.md"),
    summary: ["同一条目里一个字段写了两次", "A field is given twice in one entity"],
    check: duplicate_key,
};

/// One finding a line: the first says what is wrong, and unquoted notation is its own finding.
fn syntax_error(check: &mut Checker<'_>, entity: &Entity) {
    let unquoted = |problem: &&Problem| matches!(problem.kind, ProblemKind::UnquotedNotation(_));
    let mut told: Vec<Span> = entity.problems.iter().filter(unquoted).map(|problem| problem.span).collect();
    for problem in &entity.problems {
        if let ProblemKind::Syntax { zh, en } = &problem.kind
            && !told.iter().any(|span| check.same_line(*span, problem.span))
        {
            told.push(problem.span);
            check.report(problem.span, || zh.clone(), || en.clone());
        }
    }
}

fn unquoted_notation(check: &mut Checker<'_>, entity: &Entity) {
    for problem in &entity.problems {
        if let ProblemKind::UnquotedNotation(first) = problem.kind {
            check.report(
                problem.span,
                || format!("YAML 的值不能直接以“{first}”开头，请用引号把整个值括起来"),
                || {
                    format!(
                        "A YAML value cannot begin with `{first}`: put the whole value in quotation marks"
                    )
                },
            );
        }
    }
}

fn unknown_key(check: &mut Checker<'_>, entity: &Entity) {
    for problem in &entity.problems {
        // A key over several lines is broken text, which is told as such.
        if let ProblemKind::UnknownKey { kind, key } = &problem.kind
            && !key.contains('\n')
        {
            let remedy = Remedy::of(*kind, key);
            check.report(
                problem.span,
                || format!("“{key}”不是{}的字段{}", kind.name(), remedy.text(Locale::Zh)),
                || format!("\"{key}\" is no field of {}{}", a_kind(*kind), remedy.text(Locale::En)),
            );
        }
    }
}

/// What an unknown key may have been meant to be.
enum Remedy {
    /// A field of the entity, by this label.
    Field(FieldKey, &'static str),
    /// A dimension, by this name.
    Dimension(Dimension, &'static str),
    /// An aspect that stands outside its dimension; by this name where the key is not quite it.
    Aspect(Aspect, Option<&'static str>),
    /// A field of other kinds.
    Elsewhere(Vec<Kind>),
    /// Nothing that is known.
    None,
}

impl Remedy {
    fn of(kind: Kind, key: &str) -> Self {
        if let Some((field, label)) = schema::nearest_label(kind, key) {
            return Self::Field(field.key, label);
        }
        if kind.has_dimensions() {
            if let Some(&aspect) = schema::resolve_aspects(key).first() {
                return Self::Aspect(aspect, None);
            }
            if let Match::Corrected(term) = standard().terms().lookup(TermSet::Aspect, key)
                && let Some(aspect) = Aspect::from_term(term)
            {
                return Self::Aspect(aspect, Some(term.name));
            }
            if let Some((term, name)) = nearest_term(TermSet::Dimension, key)
                && let Some(dimension) = Dimension::from_key(term)
            {
                return Self::Dimension(dimension, name);
            }
            if let Some((term, name)) = nearest_term(TermSet::Aspect, key)
                && let Some(aspect) = Aspect::from_key(term)
            {
                return Self::Aspect(aspect, Some(name));
            }
        }
        let owner = |kind: Kind| matches!(schema::resolve(kind, key), Some(Slot::Field(_)));
        let all = [Kind::Plan, Kind::Capability, Kind::Unit, Kind::Module, Kind::Measure, Kind::Indicator];
        let owners: Vec<Kind> = all.into_iter().filter(|&other| owner(other)).collect();
        if owners.is_empty() { Self::None } else { Self::Elsewhere(owners) }
    }

    /// How the message goes on after saying that the key is no field here.
    fn text(&self, locale: Locale) -> String {
        match (self, locale) {
            (Self::Field(_, near) | Self::Dimension(_, near), Locale::Zh) => format!("，是否应为“{near}”？"),
            (Self::Field(_, near) | Self::Dimension(_, near), Locale::En) => {
                format!("; did you mean \"{near}\"?")
            }
            (Self::Aspect(aspect, near), Locale::Zh) => {
                let (name, key) = (aspect.dimension().name(), aspect.dimension().key());
                match near {
                    Some(near) => format!("，是否应为“{name}”（{key}）之下的“{near}”？"),
                    None => format!("，应写在“{name}”（{key}）之下"),
                }
            }
            (Self::Aspect(aspect, near), Locale::En) => {
                let key = aspect.dimension().key();
                match near {
                    Some(near) => format!("; did you mean \"{near}\" below \"{key}\"?"),
                    None => format!(": it belongs below \"{key}\""),
                }
            }
            (Self::Elsewhere(owners), Locale::Zh) => {
                format!("，而是{}的字段；请移过去或删除", kinds(owners, locale))
            }
            (Self::Elsewhere(owners), Locale::En) => {
                format!(" but of {}: move or delete it", kinds(owners, locale))
            }
            (Self::None, Locale::Zh) => "，其内容没有读取；请改名或删除".to_owned(),
            (Self::None, Locale::En) => ", so what it says was not read: rename or delete it".to_owned(),
        }
    }
}

/// The term of a set whose key or name is one slip away from a word (two in longer Latin words): its key, the name.
fn nearest_term(set: TermSet, word: &str) -> Option<(&'static str, &'static str)> {
    let word = word.trim().to_lowercase();
    let length = word.chars().count();
    if length < 3 {
        return None;
    }
    let names =
        standard().terms().of(set).iter().flat_map(|term| [(term.key, term.key), (term.key, term.name)]);
    names.into_iter().find(|(_, name)| {
        let allowed = if name.is_ascii() && name.len() > 4 { 2 } else { 1 };
        name.chars().count() >= 3
            && length.abs_diff(name.chars().count()) <= allowed
            && strsim::osa_distance(&word, name) <= allowed
    })
}

/// The unknown keys of an entity itself, with what each may have been meant to be.
fn remedies(entity: &Entity) -> impl Iterator<Item = Remedy> + '_ {
    entity.problems.iter().filter_map(|problem| match &problem.kind {
        ProblemKind::UnknownKey { kind, key } if *kind == entity.kind => Some(Remedy::of(*kind, key)),
        ProblemKind::NearLabel { kind, label } if *kind == entity.kind => {
            schema::slip_of_label(*kind, label).map(|(field, near)| Remedy::Field(field.key, near))
        }
        _ => None,
    })
}

/// Whether an unknown key of the entity is probably this field, so that the field's absence is no finding of its own.
pub(super) fn suggests_field(entity: &Entity, field: FieldKey) -> bool {
    remedies(entity).any(|remedy| matches!(remedy, Remedy::Field(key, _) if key == field))
}

/// Whether an unknown key of the entity is probably this dimension or an aspect of it.
pub(super) fn suggests_dimension(entity: &Entity, dimension: Dimension) -> bool {
    remedies(entity).any(|remedy| match remedy {
        Remedy::Dimension(meant, _) => meant == dimension,
        Remedy::Aspect(meant, _) => meant.dimension() == dimension,
        _ => false,
    })
}

/// Whether an unknown key of the entity is probably this aspect.
pub(super) fn suggests_aspect(entity: &Entity, aspect: Aspect) -> bool {
    remedies(entity).any(|remedy| matches!(remedy, Remedy::Aspect(meant, _) if meant == aspect))
}

fn wrong_type(check: &mut Checker<'_>, entity: &Entity) {
    let mut told = false;
    for problem in &entity.problems {
        if let ProblemKind::WrongType { key, expected, found } = &problem.kind {
            // An entity that is no mapping is one mistake, however many items it holds instead.
            let whole = key == entity.kind.name();
            if whole && std::mem::replace(&mut told, true) {
                continue;
            }
            check.report(
                problem.span,
                || format!("“{key}”应为{}，这里写的是{}", expected[0], found[0]),
                || format!("{} should be {}, not {}", in_english(key), expected[1], found[1]),
            );
        }
    }
}

/// A key in an English message; a kind by its English name.
fn in_english(key: &str) -> String {
    let kinds = [Kind::Plan, Kind::Capability, Kind::Unit, Kind::Module, Kind::Measure];
    match kinds.into_iter().find(|kind| kind.name() == key) {
        Some(kind) => format!("The {}", kind.key()),
        None => format!("\"{key}\""),
    }
}

fn duplicate_key(check: &mut Checker<'_>, entity: &Entity) {
    let locale = check.locale;
    for Problem { kind, span } in &entity.problems {
        if let ProblemKind::DuplicateKey { key, first } = kind {
            let kinds = [entity.kind, Kind::Measure, Kind::Indicator];
            let row = kinds.into_iter().find_map(|kind| match schema::resolve(kind, key) {
                Some(Slot::Field(row)) => Some(row),
                _ => None,
            });
            let key = row.map_or(key.as_str(), |row| locale.pick(key, row.name()));
            check
                .report(
                    *span,
                    || format!("“{key}”在同一条目里写了两次，只读取第一次；请合并到一处"),
                    || format!("\"{key}\" is given twice here and only the first is read: merge the two"),
                )
                .related(*first, locale.pick("第一次写在这里", "first given here"));
        }
    }
}

/// Quotes the whole value: there is no other way to read it.
fn quote(fixer: &Fixer<'_>, finding: &Finding) -> Vec<Fix> {
    if fixer.goes_on(finding.span) {
        return Vec::new();
    }
    let quoted = super::fix::quoted(&fixer.source(finding.span));
    let title = fixer.locale.pick("给整个值加上引号", "Put the whole value in quotation marks");
    let fix = Fix::new(title, fixer.replace(finding.span, quoted).into_iter().collect());
    fix.map(|fix| fix.safe().preferred()).into_iter().collect()
}

/// Renames the key to the field, dimension or aspect of this place that is nearest.
fn rename_key(fixer: &Fixer<'_>, finding: &Finding) -> Vec<Fix> {
    let Some(entity) = fixer.entity(finding) else { return Vec::new() };
    let problem = entity.problems.iter().find(|problem| problem.span == finding.span);
    let Some(ProblemKind::UnknownKey { kind, key }) = problem.map(|problem| &problem.kind) else {
        return Vec::new();
    };
    let inside = finding.span;
    let below = entity.dimension_at(inside);
    let near = match Remedy::of(*kind, key) {
        Remedy::Field(field, near) if !gives(entity, *kind, inside, field) => near,
        Remedy::Dimension(dimension, near) if entity.dimension_section(dimension).is_none() => near,
        Remedy::Aspect(aspect, Some(near))
            if below == Some(aspect.dimension()) && entity.aspect_section(aspect).is_none() =>
        {
            near
        }
        _ => return Vec::new(),
    };
    let title = match fixer.locale {
        Locale::Zh => format!("改为“{near}”"),
        Locale::En => format!("Change to \"{near}\""),
    };
    let source = fixer.source(finding.span);
    let change = fixer.replace(finding.span, source.replace(key.as_str(), near));
    Fix::new(title, change.into_iter().collect()).map(Fix::preferred).into_iter().collect()
}

/// Whether the entity, or the measure or record of it in which a place stands, gives a field already: a key renamed to
/// it would be a second one.
pub(super) fn gives(entity: &Entity, kind: Kind, place: Span, key: FieldKey) -> bool {
    let holds = |whole: Span| {
        (whole.file, whole.chunk) == (place.file, place.chunk)
            && whole.start <= place.end
            && place.start <= whole.end
    };
    let measures = entity.measures.iter().filter(|measure| kind == Kind::Measure && holds(measure.span));
    let records = entity.records.iter().filter(|record| record.kind == kind && holds(record.span));
    let inner = measures.flat_map(|measure| &measure.fields).chain(records.flat_map(|record| &record.fields));
    let own = entity.fields.iter().filter(|_| kind == entity.kind);
    own.chain(inner).any(|field| field.key == key && field.origin != Origin::Merged)
}
