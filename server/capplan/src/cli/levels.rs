//! `capplan levels`: how far units and modules cover the levels that they aim at.

use std::io;
use std::path::PathBuf;

use capplan_analysis::level::{DimensionProfile, Gap, Profile};
use capplan_analysis::rules;
use capplan_analysis::standard::Level;
use capplan_analysis::workspace::{Options, UnitLevels};
use serde::{Serialize, Serializer};

use super::check::report;
use super::{CLEAN, FAILED, Format, Locale, Screen, environment_locale, sets, write_json};

/// Whose levels to show.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// A plan, or a folder with all plans below it.
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// The form of the listing.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// The language of the listing;
    /// else English where LC_ALL, LC_MESSAGES or LANG says so, else Chinese.
    #[arg(long, value_enum)]
    locale: Option<Locale>,
}

#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    kind: &'a str,
    target: Option<&'a str>,
    current: Option<&'a str>,
    covered: Option<&'a str>,
    covered_done: Option<&'a str>,
    dimensions: Dimensions<'a>,
}

/// The three dimensions in the standard's order; empty for a module that has none.
struct Dimensions<'a>(Vec<(&'static str, Figures<'a>)>);

impl Serialize for Dimensions<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, figures)| (key, figures)))
    }
}

/// What one dimension covers at the target level; all empty without a target.
#[derive(Serialize, Default)]
struct Figures<'a> {
    topics_reached: Option<usize>,
    topics_asked: Option<usize>,
    points_reached: Option<usize>,
    points_asked: Option<usize>,
    missing: Option<Vec<&'a str>>,
    unrefined: Option<Vec<&'a str>>,
}

pub(super) fn run(arguments: &Arguments, screen: &mut Screen<'_>) -> io::Result<u8> {
    let mut problems = Vec::new();
    let options = Options { locale: arguments.locale.map(Into::into), ..Options::default() };
    let mut files = Vec::new();
    for mut loaded in sets::load(&arguments.paths, &options, &mut problems) {
        for target in loaded.targets {
            files.push((target.shown, loaded.workspace.levels(&target.path)));
        }
    }
    files.sort_by(|a, b| a.0.cmp(&b.0));
    let locale = options.locale.unwrap_or_else(environment_locale);
    match arguments.format {
        Format::Json => {
            let units = files.iter().flat_map(|(_, units)| units);
            write_json(screen, &units.map(row).collect::<Vec<_>>())?;
        }
        Format::Text => {
            for (shown, units) in files.iter().filter(|(_, units)| !units.is_empty()) {
                writeln!(screen.out, "{shown}")?;
                units.iter().try_for_each(|unit| print(unit, locale, screen))?;
            }
        }
    }
    screen.out.flush()?;
    report(&problems, locale, screen)?;
    Ok(if problems.is_empty() { CLEAN } else { FAILED })
}

fn row(unit: &UnitLevels) -> Row<'_> {
    let profile = unit.profile.as_deref();
    let dimensions = profile.map_or(&[][..], |profile| &profile.dimensions).iter().map(|dimension| {
        let figures = unit.target.map_or_else(Figures::default, |_| figures(dimension));
        (dimension.dimension.key(), figures)
    });
    let code = |level: Option<Level>| level.map(Level::code);
    Row {
        id: &unit.id,
        kind: unit.kind.key(),
        target: code(unit.target),
        current: code(unit.current),
        covered: code(profile.and_then(|profile| profile.covered)),
        covered_done: code(profile.and_then(|profile| profile.covered_done)),
        dimensions: Dimensions(dimensions.collect()),
    }
}

fn figures<'a>(dimension: &'a DimensionProfile) -> Figures<'a> {
    let citations = |gaps: &'a [Gap]| Some(gaps.iter().map(|gap| gap.citation.as_str()).collect());
    Figures {
        topics_reached: Some(dimension.topics_reached),
        topics_asked: Some(dimension.topics_asked),
        points_reached: Some(dimension.points_reached),
        points_asked: Some(dimension.points_asked),
        missing: citations(&dimension.missing),
        unrefined: citations(&dimension.unrefined),
    }
}

fn print(unit: &UnitLevels, locale: rules::Locale, screen: &mut Screen<'_>) -> io::Result<()> {
    let none = "—";
    let code = |level: Option<Level>| level.map_or(none, Level::code);
    let kind = locale.pick(unit.kind.name(), unit.kind.key());
    write!(screen.out, "  {} {kind}", unit.id)?;
    let (current, target) = (locale.pick("现状", "current"), locale.pick("目标", "target"));
    write!(screen.out, "  {current} {} {target} {}", code(unit.current), code(unit.target))?;
    let Some(profile) = unit.profile.as_deref() else { return writeln!(screen.out) };
    let covered = locale.pick("规划覆盖至", "planned coverage up to");
    let done = locale.pick("已建成部分覆盖至", "done part up to");
    writeln!(screen.out, "  {covered} {}  {done} {}", code(profile.covered), code(profile.covered_done))?;
    if unit.target.is_none() { Ok(()) } else { print_dimensions(profile, locale, screen) }
}

fn print_dimensions(profile: &Profile, locale: rules::Locale, screen: &mut Screen<'_>) -> io::Result<()> {
    for dimension in &profile.dimensions {
        let name = locale.pick(dimension.dimension.name(), dimension.dimension.english());
        let (topics, points) = (locale.pick("项", "topics"), locale.pick("点", "points"));
        write!(
            screen.out,
            "    {name} {}/{} {topics} {}/{} {points}",
            dimension.topics_reached,
            dimension.topics_asked,
            dimension.points_reached,
            dimension.points_asked
        )?;
        for (gaps, what) in [
            (&dimension.missing, locale.pick("缺", "missing")),
            (&dimension.unrefined, locale.pick("仅笼统引用", "cited only as a whole")),
        ] {
            let list: Vec<String> =
                gaps.iter().map(|gap| format!("{} {}", gap.citation, gap.title)).collect();
            if !list.is_empty() {
                write!(screen.out, "  {what} {}", list.join(locale.pick("、", ", ")))?;
            }
        }
        writeln!(screen.out)?;
    }
    Ok(())
}
