//! The report of a plan set: levels and coverage of its units and modules, what is missing, and what was found, as
//! Markdown to be read or handed on. Of the standard it has numbers and titles only.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::quote::escape;
use super::symbols::title;
use crate::level::{DimensionProfile, Gap, Profile};
use crate::model::build::Document;
use crate::model::{Entity, FileId};
use crate::plan_set::PlanSet;
use crate::rules::{self, Locale, Rule, Severity};
use crate::schema::Kind;
use crate::standard::{Dimension, Level, standard};

/// A finding to be reported.
#[derive(Clone, Debug)]
pub(crate) struct Reported {
    /// The rule's name.
    pub(crate) rule: &'static str,
    /// How grave.
    pub(crate) severity: Severity,
    /// Its line, counted from 1.
    pub(crate) line: usize,
    /// Its message.
    pub(crate) message: String,
}

/// A member of the set: its path as it is shown, what it says, and what was found in it.
pub(crate) type Member<'a> = (String, &'a Document, Vec<Reported>);

/// The report of a set whose members are given by path.
pub(crate) fn report(set: &PlanSet, members: &[Member<'_>], locale: Locale) -> String {
    let mut out = String::new();
    head(&mut out, set, members, locale);
    let holders: Vec<&Entity> =
        set.entities().filter(|entity| matches!(entity.kind, Kind::Unit | Kind::Module)).collect();
    levels(&mut out, set, &holders, members, locale);
    gaps(&mut out, set, &holders, locale);
    findings(&mut out, members, locale);
    out
}

fn head(out: &mut String, set: &PlanSet, members: &[Member<'_>], locale: Locale) {
    let named = |(path, document, _): &Member<'_>| {
        let plan = set.unmerged(crate::model::NodeKey::plan(document.file));
        let title = plan.map(|plan| title(plan, document)).unwrap_or_default();
        (escape(path), escape(&title))
    };
    let names: Vec<(String, String)> = members.iter().map(named).collect();
    let (edition, title) = (escape(standard().edition()), escape(standard().title()));
    _ = match locale {
        Locale::Zh => writeln!(
            out,
            "# 规划覆盖情况报告\n\n依据 {edition}《{title}》，说明规划对各等级建设重点的覆盖情况，不是对组织的评定。\n"
        ),
        Locale::En => writeln!(
            out,
            "# Coverage of the plan\n\nHow far the plan covers what {edition} ({title}) lists for each level. \
             It is no assessment of an organization.\n"
        ),
    };
    for (path, title) in names {
        let colon = if title.is_empty() { "" } else { locale.pick("：", ": ") };
        _ = writeln!(out, "- {path}{colon}{title}");
    }
}

fn levels(out: &mut String, set: &PlanSet, holders: &[&Entity], members: &[Member<'_>], locale: Locale) {
    _ = writeln!(out, "\n## {}\n", locale.pick("等级与覆盖", "Levels and coverage"));
    if holders.is_empty() {
        _ = writeln!(out, "{}", locale.pick("没有能力单元。", "There are no units."));
        return;
    }
    let mut columns: Vec<&str> = match locale {
        Locale::Zh => {
            vec!["编号", "名称", "类别", "当前等级", "目标等级", "规划覆盖至", "已建成部分覆盖至"]
        }
        Locale::En => vec!["id", "name", "kind", "current", "target", "planned coverage", "done coverage"],
    };
    columns.extend(Dimension::all().map(|dimension| locale.pick(dimension.name(), dimension.english())));
    let several = members.len() > 1;
    columns.extend(several.then(|| locale.pick("文件", "file")));
    _ = writeln!(out, "| {} |\n|{}", columns.join(" | "), "---|".repeat(columns.len()));
    for entity in holders {
        let held = set.levels_of(entity.key);
        let profile = set.profile(entity.key);
        let covered = |of: fn(&Profile) -> Option<Level>| code(profile.as_deref().and_then(of)).to_owned();
        let word = |word: &Option<crate::model::Word>| {
            word.as_ref().map(|word| escape(&word.text)).unwrap_or_default()
        };
        let mut cells = vec![
            word(&entity.id),
            word(&entity.name),
            locale.pick(entity.kind.name(), entity.kind.key()).to_owned(),
            code(held.current).to_owned(),
            code(held.target).to_owned(),
            covered(|profile| profile.covered),
            covered(|profile| profile.covered_done),
        ];
        let topics = profile.as_ref().and_then(|profile| profile.topics());
        cells.extend(Dimension::all().map(|dimension| {
            topics.map_or_else(
                || NONE.to_owned(),
                |topics| {
                    let (reached, asked) = topics[dimension.index()];
                    format!("{reached}/{asked}")
                },
            )
        }));
        cells.extend(several.then(|| escape(path_of(members, entity.key.file))));
        _ = writeln!(out, "| {} |", cells.join(" | "));
    }
}

/// What stands where there is no level and nothing is counted.
const NONE: &str = "—";

fn code(level: Option<Level>) -> &'static str {
    level.map_or(NONE, Level::code)
}

fn path_of<'a>(members: &'a [Member<'_>], file: FileId) -> &'a str {
    members.iter().find(|(_, document, _)| document.file == file).map_or("", |(path, ..)| path)
}

fn gaps(out: &mut String, set: &PlanSet, holders: &[&Entity], locale: Locale) {
    let heading = locale.pick("尚未覆盖的建设重点", "Construction focuses not covered yet");
    _ = writeln!(out, "\n## {heading}\n");
    let mut body = String::new();
    for entity in holders {
        let Some(profile) = set.profile(entity.key).filter(|profile| profile.target.is_some()) else {
            continue;
        };
        let open = profile.sum(|found| found.missing.len() + found.unrefined.len());
        if open == 0 {
            continue;
        }
        let words = [&entity.id, &entity.name].into_iter().flatten().map(|word| escape(&word.text));
        let name = words.collect::<Vec<_>>().join(" ");
        let level = code(profile.target);
        _ = match locale {
            Locale::Zh => writeln!(body, "### {name}（{level}，{open} 项）\n"),
            Locale::En => writeln!(body, "### {name} ({level}, {open})\n"),
        };
        profile.dimensions.iter().for_each(|found| dimension(&mut body, found, locale));
        body.push('\n');
    }
    if body.is_empty() {
        let none = locale.pick(
            "目标等级的建设重点都有建设内容覆盖，或没有目标等级。",
            "Every focus of the target levels is covered, or there is no target level.",
        );
        _ = writeln!(out, "{none}");
        return;
    }
    let edition = escape(standard().edition());
    _ = match locale {
        Locale::Zh => writeln!(out, "名称和条款号引自 {edition}。\n"),
        Locale::En => writeln!(out, "Chinese titles and clauses are quoted from {edition}.\n"),
    };
    _ = writeln!(out, "{}", body.trim_end());
}

fn dimension(out: &mut String, found: &DimensionProfile, locale: Locale) {
    if found.missing.is_empty() && found.unrefined.is_empty() {
        return;
    }
    let name = locale.pick(found.dimension.name(), found.dimension.english());
    _ = writeln!(out, "- **{name}** {}/{}", found.topics_reached, found.topics_asked);
    found.missing.iter().for_each(|gap| topic(out, gap, "", locale));
    let broad = locale.pick("（只笼统引用）", " (cited only as a whole)");
    found.unrefined.iter().for_each(|gap| topic(out, gap, broad, locale));
}

fn topic(out: &mut String, gap: &Gap, remark: &str, locale: Locale) {
    let (title, citation) = (escape(&gap.title), escape(&gap.citation));
    _ = match locale {
        Locale::Zh => writeln!(out, "  - {citation} {title}{remark}"),
        Locale::En => writeln!(out, "  - {citation} {} {title}{remark}", escape(gap.english())),
    };
}

/// A finding and the path of its file.
type Place<'a> = (&'a str, &'a Reported);

fn findings(out: &mut String, members: &[Member<'_>], locale: Locale) {
    _ = writeln!(out, "\n## {}\n", locale.pick("检查结果", "Findings"));
    // By rule, the graver first, then as the catalogue has them.
    let mut by_rule: BTreeMap<(Reverse<Severity>, usize), Vec<Place<'_>>> = BTreeMap::new();
    for (path, _, found) in members {
        for reported in found {
            let place = rules::ALL.iter().position(|rule| rule.name == reported.rule).unwrap_or(usize::MAX);
            let key = (Reverse(reported.severity), place);
            by_rule.entry(key).or_default().push((path, reported));
        }
    }
    if by_rule.is_empty() {
        _ = writeln!(out, "{}", locale.pick("没有发现问题。", "Nothing was found."));
        return;
    }
    let mut parts = Vec::new();
    for ((severity, _), list) in &by_rule {
        let Some((_, first)) = list.first() else { continue };
        let word = severity.0.name(locale);
        let summary =
            rules::rule(first.rule).map_or("", |rule: &Rule| locale.pick(rule.summary[0], rule.summary[1]));
        let mut part = format!("### {} · {word} · {}\n\n{summary}\n\n", first.rule, list.len());
        for (path, reported) in list {
            let place = if members.len() > 1 { format!("{} ", escape(path)) } else { String::new() };
            let (line, message) = (reported.line, escape(&reported.message));
            _ = match locale {
                Locale::Zh => writeln!(part, "- {place}第 {line} 行：{message}"),
                Locale::En => writeln!(part, "- {place}line {line}: {message}"),
            };
        }
        parts.push(part);
    }
    out.push_str(&parts.join("\n"));
}
