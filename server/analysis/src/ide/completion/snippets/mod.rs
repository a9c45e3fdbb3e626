//! Skeletons: a new capability, unit or module, front matter, a whole plan. A unit's has a measure for every topic that
//! the annex lists for a level, cited, and still to be worded: what is not filled in counts for nothing.

mod content;
mod draft;
mod markdown;
mod sections;
mod yaml;

use content::{Outline, Voice, measures};
use draft::Draft;

pub(super) use sections::{missing_headings, missing_keys};

use super::place::{Heading, Key};
use super::{About, Candidate, CompletionKind, Offer, Site};
use crate::model::build::Surface;
use crate::model::{NodeKey, ScopeKind};
use crate::rules::Locale;
use crate::schema::{self, Kind, Slot, Type};
use crate::standard::Level;

/// How the measures of a unit are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Aspects as headings with lists below them, or as keys with measures of one field a line.
    Long,
    /// A table for each dimension, or a line for each measure.
    Short,
}

/// What a document may begin with: a plan where there is nothing yet, front matter where there is none.
pub(super) fn beginnings(site: &Site<'_>) -> Vec<Offer> {
    let text = site.document.text();
    let line = text.line_of(site.byte);
    let start = text.line_start(line);
    let own = text.line(line).trim_end_matches(['\n', '\r']).to_owned();
    let typed = text.slice(start..site.byte).trim_start().to_owned();
    // Nothing stands above but blank lines, nothing behind the cursor in its line.
    if typed.chars().count() > 24
        || start > 4096
        || !text.slice(0..start).trim().is_empty()
        || start + own.trim_end().len() > site.byte
    {
        return Vec::new();
    }
    let range = site.byte - typed.len()..site.byte;
    let markdown = site.document.surface == Surface::Markdown;
    let rest = text.slice(site.byte..text.floor(site.byte + 4096).max(site.byte)).trim().is_empty();
    let mut candidates = Vec::new();
    if rest {
        candidates.extend(plans(site));
    }
    if markdown && line == 0 && site.document.yaml_at(site.byte).is_none() && is_fence_begun(&typed) {
        let voice = Voice::of(site, false);
        let [zh, en] = ["文首字段", "Front matter"];
        let label = format!("--- {}", site.locale.pick(zh, en));
        candidates.push(candidate(site, label, markdown::front_matter(voice), None, &["---", zh, en]));
    }
    if candidates.is_empty() { Vec::new() } else { vec![Offer::new(&range, candidates)] }
}

/// A whole plan, for each level that its capability may aim at.
pub(super) fn plans(site: &Site<'_>) -> Vec<Candidate> {
    let markdown = site.document.surface == Surface::Markdown;
    let voice = Voice::of(site, !markdown);
    let write = if markdown { markdown::plan } else { yaml::plan };
    let [zh, en] = ["规划框架", "Plan skeleton"];
    let plan = |level: Level| {
        let label = format!("{}{}", site.locale.pick(zh, en), bracketed(site.locale, &[level.code()]));
        let spellings = [zh, en, "plan", Kind::Plan.name()];
        candidate(site, label, write(site, voice, level), count(Some(level)), &spellings)
    };
    by_level(site, None).into_iter().map(plan).collect()
}

/// Whether a line may go on to be the first one of front matter, or asks for it by name.
fn is_fence_begun(typed: &str) -> bool {
    typed.is_empty() || "---".starts_with(typed) || !typed.starts_with(['-', '#'])
}

/// Entities as headings, each at the depth at which it belongs, those of the depth that was typed before the others.
pub(super) fn below_heading(site: &Site<'_>, heading: &Heading) -> Option<Offer> {
    if heading.depth == 1 && heading.scopes.is_empty() {
        return None;
    }
    // On an empty line of a text nobody waits for a skeleton.
    if heading.depth == 0 && heading.title.is_empty() {
        return None;
    }
    let voice = Voice::of(site, false);
    let mut found: Vec<(usize, Candidate)> = Vec::new();
    for kind in Kind::ENTITIES {
        let depth = markdown::depth(heading, kind);
        if depth > 6 {
            continue;
        }
        let around = enclosing(heading);
        let nested = heading
            .scopes
            .iter()
            .any(|scope| scope.depth < depth && matches!(scope.kind, ScopeKind::Entity(_, Kind::Capability)));
        let made = |level: Option<Level>, form: Form| {
            let outline = Outline::of(site, voice, kind, level, nested);
            let draft = markdown::entity(site, voice, &outline, form, (depth, &heading.number));
            let forms = named(form, site.locale, ["列表", "表格"], ["lists", "tables"]);
            let said: Vec<&str> = level.map(|level| vec![level.code(), forms]).unwrap_or_default();
            let name = kind_name(kind, site.locale);
            let label = format!("{} {name}{}", "#".repeat(depth), bracketed(site.locale, &said));
            let level_code = level.map_or("", Level::code);
            let word = format!("{} {level_code}", kind.name());
            candidate(site, label, draft, count(level), &[kind.name(), kind.key(), word.trim(), level_code])
        };
        if kind != Kind::Unit {
            found.push((depth, made(None, Form::Long)));
            continue;
        }
        for form in [Form::Long, Form::Short] {
            let deepest = if form == Form::Long { depth + 2 } else { depth + 1 };
            let levels = by_level(site, around).into_iter().filter(|_| deepest <= 6);
            found.extend(levels.map(|level| (depth, made(Some(level), form))));
        }
    }
    if heading.depth > 0 {
        found.sort_by_key(|(depth, _)| depth.abs_diff(heading.depth));
    }
    let candidates: Vec<Candidate> = found.into_iter().map(|(_, candidate)| candidate).collect();
    let typed = Some(heading.title.clone());
    (!candidates.is_empty()).then(|| Offer { range: heading.range.clone(), typed, candidates })
}

/// The entity that a heading stands in.
fn enclosing(heading: &Heading) -> Option<NodeKey> {
    heading.scopes.iter().rev().find_map(|scope| match scope.kind {
        ScopeKind::Entity(key, _) => Some(key),
        _ => None,
    })
}

/// An entity as a new item of its list in YAML, behind a dash or where the first dash is still missing. In flow
/// collections there are no skeletons: what has many lines in it is no help to somebody who writes in one.
pub(super) fn list_item(site: &Site<'_>, key: &Key) -> Option<Offer> {
    let text = site.document.text();
    let start = text.line_start(text.line_of(key.range.start));
    let lead = text.slice(start..key.range.start).into_owned();
    if key.valued || !lead.chars().all(|c| matches!(c, ' ' | '-')) {
        return None;
    }
    let dashed = lead.contains('-');
    let listed = if dashed { None } else { list_above(site, start, lead.len()) };
    let (kind, carried) = match listed {
        // At the list's own column the key belongs to whom the list belongs to.
        Some((kind, column)) => (kind, key.carried || column == lead.len() && key.kind == Kind::Capability),
        None if dashed && key.kind.is_entity() && key.present.is_empty() => (key.kind, key.carried),
        None => return None,
    };
    let voice = Voice::of(site, true);
    let dash = if dashed { "" } else { "- " };
    let pad = " ".repeat(lead.len() + dash.len());
    let made = |level: Option<Level>, form: Form| {
        let outline = Outline::of(site, voice, kind, level, carried);
        let forms = named(form, site.locale, ["逐项列出", "每项一行"], ["in full", "a line each"]);
        let said: Vec<&str> = level.map(|level| vec![level.code(), forms]).unwrap_or_default();
        let label = format!("{}{}", kind_name(kind, site.locale), bracketed(site.locale, &said));
        let level_code = level.map_or("", Level::code);
        let draft = yaml::item(voice, &outline, form, dash, &pad);
        candidate(site, label, draft, count(level), &[kind.name(), kind.key(), level_code])
    };
    let candidates = if kind == Kind::Unit {
        let forms = [Form::Long, Form::Short].into_iter();
        forms
            .flat_map(|form| by_level(site, None).into_iter().map(move |level| (level, form)))
            .map(|(level, form)| made(Some(level), form))
            .collect()
    } else {
        vec![made(None, Form::Long)]
    };
    Some(Offer::new(&key.range, candidates))
}

/// The kind of the list whose key stands above a line, with nothing in it yet, and the key's column; where an item may
/// begin at `column`.
fn list_above(site: &Site<'_>, line: usize, column: usize) -> Option<(Kind, usize)> {
    let text = site.document.text();
    let above = text.slice(text.floor(line.saturating_sub(4096))..line);
    let of_plan = |line: &&str| {
        let bare = line.trim_start();
        !bare.is_empty() && !bare.starts_with('#')
    };
    let last = above.lines().rev().find(of_plan)?;
    let key = last.trim_start_matches([' ', '-']);
    let own = last.len() - key.len();
    let name = key.split(" #").next().unwrap_or_default().trim_end().strip_suffix(':')?;
    let name = name.trim_matches(['"', '\'']);
    let kinds = [Kind::Plan].into_iter().chain(Kind::ENTITIES);
    let listed = kinds.into_iter().find_map(|kind| match schema::resolve(kind, name)? {
        Slot::Field(field) => match field.ty {
            Type::Entities(listed) => Some(listed),
            _ => None,
        },
        Slot::Dimension(_) => None,
    })?;
    (own <= column).then_some((listed, own))
}

/// The levels, that at which the plan aims around here first.
fn by_level(site: &Site<'_>, around: Option<NodeKey>) -> Vec<Level> {
    let own = around.and_then(|key| site.set.levels_of(key).target);
    let of = |kind: Kind| {
        let entities = site.set.entities().filter(move |entity| entity.kind == kind);
        entities.filter_map(|entity| site.set.levels_of(entity.key).target).max()
    };
    let wanted =
        own.or_else(|| of(Kind::Unit)).or_else(|| of(Kind::Capability)).or_else(|| Level::all().nth(1));
    let mut levels: Vec<Level> = Level::all().collect();
    levels.sort_by_key(|level| Some(*level) != wanted);
    levels
}

fn kind_name(kind: Kind, locale: Locale) -> String {
    match locale {
        Locale::Zh => kind.name().to_owned(),
        Locale::En => crate::standard::capitalized(kind.key()),
    }
}

/// `（CL3，列表）`; nothing for nothing.
fn bracketed(locale: Locale, parts: &[&str]) -> String {
    match (locale, parts) {
        (_, []) => String::new(),
        (Locale::Zh, parts) => format!("（{}）", parts.join("，")),
        (Locale::En, parts) => format!(" ({})", parts.join(", ")),
    }
}

/// What a form is called: the long one, the short one.
fn named(form: Form, locale: Locale, zh: [&'static str; 2], en: [&'static str; 2]) -> &'static str {
    let at = usize::from(form == Form::Short);
    locale.pick(zh[at], en[at])
}

/// How many measures a level asks for.
fn count(level: Option<Level>) -> Option<usize> {
    level.map(|level| measures(level).iter().map(|(_, list)| list.len()).sum())
}

fn candidate(
    site: &Site<'_>,
    label: String,
    draft: Draft,
    count: Option<usize>,
    spellings: &[&str],
) -> Candidate {
    let detail = match (site.locale, count) {
        (Locale::Zh, Some(count)) => format!("框架：{count} 项建设内容，各引条款，待填写"),
        (Locale::Zh, None) => "框架，待填写".to_owned(),
        (Locale::En, Some(count)) => {
            format!("Skeleton: {count} measures that cite their clauses, to be worded")
        }
        (Locale::En, None) => "Skeleton, to be filled in".to_owned(),
    };
    let Draft { text, stops } = draft;
    Candidate {
        kind: CompletionKind::Snippet,
        label,
        detail,
        about: About::Nothing,
        insert: text,
        spellings: spellings.iter().filter(|word| !word.is_empty()).map(|&word| word.to_owned()).collect(),
        nests: false,
        stops,
    }
}
