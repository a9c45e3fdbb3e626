//! `capplan diff`: whose levels, references and findings are others than they were, between files, folders or revisions.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use capplan_analysis::rules;
use capplan_analysis::schema::{self, FieldKey, Kind};
use capplan_analysis::standard::{Dimension, Level};
use capplan_analysis::workspace::{Options, Standing};
use serde::Serialize;
use serde_json::{Value, json};

use super::check::report;
use super::revision::Revision;
use super::sets::{self, Problem};
use super::{CLEAN, FAILED, FINDINGS, Format, Locale, Screen, environment_locale, write_json};

/// What to compare.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// A plan or folder, or a git revision.
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// Another plan or folder, or another revision; behind a revision also what of it to compare.
    /// Left out, the files as they are now.
    #[arg(value_name = "NEW")]
    new: Option<PathBuf>,
    /// Plans or folders of the revisions; else the current folder.
    #[arg(value_name = "PATH", last = true)]
    paths: Vec<PathBuf>,
    /// The form of the comparison.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// The language of the comparison;
    /// else English where LC_ALL, LC_MESSAGES or LANG says so, else Chinese.
    #[arg(long, value_enum)]
    locale: Option<Locale>,
}

/// What is compared with what.
enum Asked<'a> {
    Paths(&'a PathBuf, &'a PathBuf),
    /// Without a new one, the files as they are now.
    Revisions {
        old: &'a Path,
        new: Option<&'a Path>,
        paths: &'a [PathBuf],
    },
}

impl<'a> Asked<'a> {
    /// As git reads its arguments: what is there is a path, what is not is a revision.
    fn of(arguments: &'a Arguments) -> Result<Self, Problem> {
        static HERE: LazyLock<[PathBuf; 1]> = LazyLock::new(|| [PathBuf::from(".")]);
        let (old, paths) = (&arguments.old, arguments.paths.as_slice());
        let new = arguments.new.as_ref();
        match new {
            Some(new) if paths.is_empty() && old.exists() => Ok(Self::Paths(old, new)),
            None if paths.is_empty() && old.exists() => Err(Problem::Told([
                "要和什么比较？请再给出一个文件或文件夹，或者一个 git 版本".to_owned(),
                "compare with what? give another file or folder, or a git revision".to_owned(),
            ])),
            Some(path) if paths.is_empty() && path.exists() => {
                Ok(Self::Revisions { old, new: None, paths: std::slice::from_ref(path) })
            }
            _ => {
                let paths = if paths.is_empty() { HERE.as_slice() } else { paths };
                Ok(Self::Revisions { old, new: new.map(PathBuf::as_path), paths })
            }
        }
    }
}

/// One side of the comparison.
#[derive(Default)]
struct Side {
    entities: BTreeMap<(Kind, String), Standing>,
    /// Rule and message, with where each was found first and how often.
    findings: BTreeMap<(&'static str, String), (String, usize)>,
}

/// A finding that only one side has.
#[derive(Serialize)]
struct Told {
    path: String,
    rule: &'static str,
    message: String,
    count: usize,
}

/// One entity that is not as it was.
struct Change<'a> {
    old: Option<&'a Standing>,
    new: Option<&'a Standing>,
}

pub(super) fn run(arguments: &Arguments, screen: &mut Screen<'_>) -> io::Result<u8> {
    let options = Options { locale: arguments.locale.map(Into::into), ..Options::default() };
    let locale = options.locale.unwrap_or_else(environment_locale);
    let mut problems = Vec::new();
    let asked = Asked::of(arguments).map_err(|problem| problems.push(problem));
    let [old, new] = match &asked {
        Ok(Asked::Paths(old, new)) => {
            [old, new].map(|path| Some(Side::of(std::slice::from_ref(*path), &options, &mut problems)))
        }
        Ok(Asked::Revisions { old, new, paths }) => {
            let old = Side::at(old, paths, &options, &mut problems);
            let new = match new {
                Some(new) => Side::at(new, paths, &options, &mut problems),
                None => Some(Side::of(paths, &options, &mut problems)),
            };
            [old, new]
        }
        Err(()) => [None, None],
    };
    report(&problems, locale, screen)?;
    let (Some(old), Some(new), true) = (&old, &new, problems.is_empty()) else { return Ok(FAILED) };
    let changes = changes(old, new);
    let (came, gone) = (only(new, old), only(old, new));
    match arguments.format {
        Format::Json => {
            let entities: Vec<Value> = changes.iter().map(Change::json).collect();
            write_json(screen, &json!({ "entities": entities, "findings": { "new": came, "gone": gone } }))?;
        }
        Format::Text => {
            changes.iter().try_for_each(|change| change.print(locale, screen))?;
            for (sign, found) in [('+', &came), ('-', &gone)] {
                for told in found {
                    let times = if told.count > 1 { format!(" ×{}", told.count) } else { String::new() };
                    writeln!(screen.out, "{sign} {} {}: {}{times}", told.path, told.rule, told.message)?;
                }
            }
        }
    }
    Ok(if changes.is_empty() && came.is_empty() && gone.is_empty() { CLEAN } else { FINDINGS })
}

impl Side {
    /// Files as they are.
    fn of(paths: &[PathBuf], options: &Options, problems: &mut Vec<Problem>) -> Self {
        let mut side = Self::default();
        for mut loaded in sets::load(paths, options, problems) {
            for target in loaded.targets {
                let standings = loaded.workspace.standings(&target.path);
                side.entities
                    .extend(standings.into_iter().map(|found| ((found.kind, found.id.clone()), found)));
                for found in loaded.workspace.findings(&target.path) {
                    let entry = side.findings.entry((found.rule, found.message));
                    entry.or_insert_with(|| (target.shown.clone(), 0)).1 += 1;
                }
            }
        }
        side
    }

    /// Files as they were in a revision.
    fn at(name: &Path, paths: &[PathBuf], options: &Options, problems: &mut Vec<Problem>) -> Option<Self> {
        let revision =
            Revision::of(&name.to_string_lossy(), paths).map_err(|problem| problems.push(problem)).ok()?;
        let mut side = Self::of(&revision.paths, options, problems);
        for (shown, _) in side.findings.values_mut() {
            *shown = revision.named(shown);
        }
        Some(side)
    }
}

/// The entities that are not on both sides as they are on the other, in the order of kinds and ids.
fn changes<'a>(old: &'a Side, new: &'a Side) -> Vec<Change<'a>> {
    let mut both: BTreeMap<&(Kind, String), Change<'_>> = BTreeMap::new();
    for (key, standing) in &old.entities {
        both.insert(key, Change { old: Some(standing), new: None });
    }
    for (key, standing) in &new.entities {
        both.entry(key).or_insert(Change { old: None, new: None }).new = Some(standing);
    }
    both.into_values().filter(|change| change.old != change.new).collect()
}

/// The findings that one side has and the other has not, or has fewer of.
fn only(here: &Side, there: &Side) -> Vec<Told> {
    let more = here.findings.iter().filter_map(|(key, (path, count))| {
        let known = there.findings.get(key).map_or(0, |(_, count)| *count);
        let count = count.checked_sub(known).filter(|count| *count > 0)?;
        Some(Told { path: path.clone(), rule: key.0, message: key.1.clone(), count })
    });
    more.collect()
}

const LEVELS: [(&str, &str, &str); 4] = [
    ("current", "现状", "current level"),
    ("target", "目标", "target level"),
    ("covered", "规划覆盖至", "plan covers"),
    ("covered_done", "已建成部分覆盖至", "done part covers"),
];

fn code(level: Option<Level>) -> Option<&'static str> {
    level.map(Level::code)
}

fn ids_of(side: Option<&Standing>, key: FieldKey) -> BTreeSet<&str> {
    let ids = side.and_then(|standing| standing.references.get(&key));
    ids.into_iter().flatten().map(String::as_str).collect()
}

impl Change<'_> {
    fn levels(&self) -> impl Iterator<Item = (usize, [Option<Level>; 2])> + '_ {
        let of = |side: Option<&Standing>, at: usize| side.and_then(|standing| standing.levels[at]);
        (0..LEVELS.len())
            .map(move |at| (at, [of(self.old, at), of(self.new, at)]))
            .filter(|(_, [old, new])| old != new)
    }

    fn topics(&self) -> impl Iterator<Item = (Dimension, [Option<(usize, usize)>; 2])> + '_ {
        let of = |side: Option<&Standing>, at: usize| Some(side?.topics?[at]);
        let both = move |dimension: Dimension| {
            (dimension, [of(self.old, dimension.index()), of(self.new, dimension.index())])
        };
        Dimension::all().map(both).filter(|(_, [old, new])| old != new)
    }

    /// Field, ids that came, ids that went.
    fn references(&self) -> Vec<(FieldKey, Vec<&str>, Vec<&str>)> {
        let sides = [self.old, self.new].into_iter().flatten();
        let keys: BTreeSet<FieldKey> = sides.flat_map(|side| side.references.keys().copied()).collect();
        let changed = keys.into_iter().map(|key| {
            let (old, new) = (ids_of(self.old, key), ids_of(self.new, key));
            (key, new.difference(&old).copied().collect(), old.difference(&new).copied().collect())
        });
        changed
            .filter(|(_, came, gone): &(_, Vec<&str>, Vec<&str>)| !came.is_empty() || !gone.is_empty())
            .collect()
    }

    /// The side that names it: the new one where there is one.
    fn standing(&self) -> Option<&Standing> {
        self.new.or(self.old)
    }

    fn print(&self, locale: rules::Locale, screen: &mut Screen<'_>) -> io::Result<()> {
        let Some(standing) = self.standing() else { return Ok(()) };
        let what = match (self.old, self.new) {
            (None, _) => locale.pick("新增 ", "added: "),
            (_, None) => locale.pick("删除 ", "removed: "),
            _ => "",
        };
        let kind = locale.pick(standing.kind.name(), standing.kind.key());
        writeln!(screen.out, "{}", format!("{what}{kind} {} {}", standing.id, standing.name).trim_end())?;
        if let (Some(old), Some(new)) = (self.old, self.new)
            && old.name != new.name
        {
            writeln!(screen.out, "  {} {} → {}", locale.pick("名称", "name"), old.name, new.name)?;
        }
        let none = locale.pick("无", "none");
        for (at, [old, new]) in self.levels() {
            let (_, zh, en) = LEVELS[at];
            let [old, new] = [old, new].map(|level| code(level).unwrap_or(none));
            writeln!(screen.out, "  {} {old} → {new}", locale.pick(zh, en))?;
        }
        for (dimension, both) in self.topics() {
            let name = locale.pick(dimension.name(), dimension.english());
            let [old, new] = both.map(|found| {
                found.map_or_else(|| none.to_owned(), |(reached, asked)| format!("{reached}/{asked}"))
            });
            writeln!(screen.out, "  {name} {old} → {new}")?;
        }
        for (key, came, gone) in self.references() {
            let label = schema::field(standing.kind, key).map_or("", |field| match locale {
                rules::Locale::Zh => field.label(),
                rules::Locale::En => field.name(),
            });
            let signed = came.iter().map(|id| format!("+{id}")).chain(gone.iter().map(|id| format!("-{id}")));
            writeln!(screen.out, "  {label} {}", signed.collect::<Vec<_>>().join(" "))?;
        }
        Ok(())
    }

    fn json(&self) -> Value {
        let Some(standing) = self.standing() else { return Value::Null };
        let change = match (self.old, self.new) {
            (None, _) => "added",
            (_, None) => "removed",
            _ => "changed",
        };
        let levels = self.levels().map(|(at, both)| (LEVELS[at].0.to_owned(), json!(both.map(code))));
        let topics = self.topics().map(|(dimension, both)| {
            let figures =
                both.map(|found| found.map(|(reached, asked)| json!({ "reached": reached, "asked": asked })));
            (dimension.key().to_owned(), json!(figures))
        });
        let references = self.references().into_iter().filter_map(|(key, came, gone)| {
            let name = schema::field(standing.kind, key)?.name();
            Some((name.to_owned(), json!({ "added": came, "removed": gone })))
        });
        json!({
            "kind": standing.kind.key(),
            "id": standing.id,
            "change": change,
            "levels": levels.collect::<serde_json::Map<_, _>>(),
            "topics": topics.collect::<serde_json::Map<_, _>>(),
            "references": references.collect::<serde_json::Map<_, _>>(),
        })
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        arguments: Arguments,
    }

    /// What a command line asks for, in one line.
    fn asked(line: &str) -> String {
        let Ok(line) = Line::try_parse_from(line.split(' ')) else { return "no command".to_owned() };
        match Asked::of(&line.arguments) {
            Ok(Asked::Paths(old, new)) => format!("{} with {}", old.display(), new.display()),
            Ok(Asked::Revisions { old, new, paths }) => {
                let new = new.map_or("now", |new| new.to_str().unwrap_or_default());
                format!("{} with {new} in {paths:?}", old.display())
            }
            Err(_) => "nothing".to_owned(),
        }
    }

    #[test]
    fn what_is_there_is_a_path_and_what_is_not_is_a_revision() {
        // The package's own folder is where its tests run.
        for (line, meant) in [
            ("diff src Cargo.toml", "src with Cargo.toml"),
            ("diff src 没有", "src with 没有"),
            ("diff src", "nothing"),
            ("diff HEAD", "HEAD with now in [\".\"]"),
            ("diff HEAD~1 HEAD", "HEAD~1 with HEAD in [\".\"]"),
            ("diff HEAD src", "HEAD with now in [\"src\"]"),
            ("diff HEAD -- src", "HEAD with now in [\"src\"]"),
            ("diff HEAD~1 HEAD -- src Cargo.toml", "HEAD~1 with HEAD in [\"src\", \"Cargo.toml\"]"),
        ] {
            assert_eq!(asked(line), meant, "{line}");
        }
    }
}
