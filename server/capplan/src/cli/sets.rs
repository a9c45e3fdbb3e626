//! What the command line was asked to look at: files grouped into plan sets, each loaded with all its members.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use capplan_analysis::rules::Locale;
use capplan_analysis::text::{Encoding, Text};
use capplan_analysis::workspace::{self, Options, Unreadable, Workspace};

use super::environment_locale;
use crate::files::{self, CONFIG_NAME};
use crate::reading::read_each;

/// A file that was asked for.
pub(super) struct Target {
    /// Its path as it was given.
    pub(super) shown: String,
    /// Its path as the analysis names it.
    pub(super) path: String,
}

/// A plan set, or all files without one, with the files asked for.
pub(super) struct Loaded {
    /// All members, loaded.
    pub(super) workspace: Workspace,
    /// What to report on, by path as given.
    pub(super) targets: Vec<Target>,
}

/// Something that could not be done.
pub(super) enum Problem {
    /// A path that was given does not exist.
    Missing(String),
    /// A file or folder cannot be read.
    Unreadable(String, String),
    /// A `capplan.toml` is not UTF-8 from this byte on.
    Encoding(String, usize),
    /// A file could not be written.
    Unwritten(String, String),
    /// A `capplan.toml` has a mistake in this line.
    Config(String, u32, String),
    /// What else could not be done: 中文, English.
    Told([String; 2]),
}

impl Problem {
    fn of(shown: String, error: &Unreadable) -> Self {
        match error {
            Unreadable::NotUtf8 { byte } => Self::Encoding(shown, byte + 1),
            Unreadable::Io(error) => Self::Unreadable(shown, error.clone()),
        }
    }

    /// What to tell the user.
    pub(super) fn message(&self, locale: Locale) -> String {
        let zh = locale == Locale::Zh;
        match self {
            Self::Missing(path) if zh => format!("{path}：路径不存在"),
            Self::Missing(path) => format!("{path}: no such file or folder"),
            Self::Unreadable(path, error) if zh => format!("{path}：无法读取：{error}"),
            Self::Unreadable(path, error) => format!("{path}: cannot be read: {error}"),
            Self::Unwritten(path, error) if zh => format!("{path}：未写入：{error}"),
            Self::Unwritten(path, error) => format!("{path}: not written: {error}"),
            Self::Encoding(path, byte) if zh => format!("{path}：不是 UTF-8 编码（第 {byte} 个字节起）"),
            Self::Encoding(path, byte) => format!("{path}: is not UTF-8 (from byte {byte})"),
            Self::Config(path, line, message) if zh => format!("{path}:{line}：{message}"),
            Self::Config(path, line, message) => format!("{path}:{line}: {message}"),
            Self::Told([zh, en]) => locale.pick(zh, en).to_owned(),
        }
    }
}

/// The language of a run: the one asked for, else the plan set's, else the environment's.
fn locale_of(asked: Option<Locale>, config: Option<&str>) -> Locale {
    let configured = || config.and_then(|text| workspace::Config::parse(text).locale);
    asked.or_else(configured).unwrap_or_else(environment_locale)
}

/// Loads what `paths` name: files as they are, folders with all plans below them. Members of a set are loaded with it
/// though only the files asked for become targets.
pub(super) fn load(paths: &[PathBuf], options: &Options, problems: &mut Vec<Problem>) -> Vec<Loaded> {
    let mut groups: BTreeMap<Option<String>, Vec<Target>> = BTreeMap::new();
    let mut configs = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for (asked, file) in
        paths.iter().flat_map(|asked| expand(asked, problems).into_iter().map(move |file| (asked, file)))
    {
        let path = files::name_of(&file);
        if seen.insert(path.clone()) {
            let config = files::config_above(Path::new(&path));
            let config = config.filter(|config| file != *asked || !excludes(config, &path));
            let folder = config.as_ref().map(|config| config.folder.clone());
            configs.extend(config.map(|config| (config.folder.clone(), config)));
            groups
                .entry(folder)
                .or_default()
                .push(Target { shown: file.to_string_lossy().into_owned(), path });
        }
    }
    let load = |(folder, mut targets): (Option<String>, Vec<Target>)| {
        targets.sort_by(|a, b| a.shown.cmp(&b.shown));
        let config = folder.and_then(|folder| configs.remove(&folder));
        load_set(config.as_ref(), targets, options, problems)
    };
    groups.into_iter().map(load).collect()
}

/// Whether a set keeps a file out; given by name it is looked at nevertheless, as a set of its own.
fn excludes(config: &files::Config, path: &str) -> bool {
    let relative = Path::new(path).strip_prefix(&config.folder).unwrap_or(Path::new(path));
    let parsed = workspace::Config::parse(config.text.as_deref().unwrap_or_default());
    parsed.excludes(&relative.to_string_lossy())
}

/// The files that a path names.
fn expand(path: &Path, problems: &mut Vec<Problem>) -> Vec<PathBuf> {
    let shown = || path.to_string_lossy().into_owned();
    match std::fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => {
            let inside = Path::new(&files::name_of(path)).join(CONFIG_NAME);
            let walk = files::plans_below(path, files::config_above(&inside).as_ref());
            let told =
                |(path, error): (PathBuf, String)| Problem::Unreadable(path.to_string_lossy().into(), error);
            problems.extend(walk.unreadable.into_iter().map(told));
            walk.files
        }
        Ok(_) => vec![path.to_owned()],
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            problems.push(Problem::Missing(shown()));
            Vec::new()
        }
        Err(error) => {
            problems.push(Problem::Unreadable(shown(), error.to_string()));
            Vec::new()
        }
    }
}

fn load_set(
    config: Option<&files::Config>,
    targets: Vec<Target>,
    options: &Options,
    problems: &mut Vec<Problem>,
) -> Loaded {
    let text = config.and_then(|config| config.text.as_deref().ok());
    let folder = config.map_or("", |config| config.folder.as_str());
    let locale = locale_of(options.locale, text);
    let mut workspace = Workspace::new(Options { locale: Some(locale), ..options.clone() });
    let mut files: Vec<PathBuf> = targets.iter().map(|target| PathBuf::from(&target.path)).collect();
    if let Some(config) = config {
        let shown = shown_config(&config.folder, &targets);
        workspace.set_config(&config.folder, Some(text.unwrap_or_default()));
        problems.extend(config.text.as_ref().err().map(|error| Problem::of(shown.clone(), error)));
        let lines = text.map(Text::new).unwrap_or_default();
        for error in workspace.config_errors(&config.folder) {
            let line = lines.position(error.range.start, Encoding::Utf32).line + 1;
            problems.push(Problem::Config(shown.clone(), line, locale.pick(&error.zh, &error.en).to_owned()));
        }
        files.extend(files::members(config));
    }
    files.sort_unstable();
    files.dedup();
    let read = read_each(&files, &workspace.reading(folder));
    for target in &targets {
        if let Some(Err(error @ Unreadable::Io(_))) = read.get(&target.path) {
            problems.push(Problem::of(target.shown.clone(), error));
        }
    }
    for (path, read) in read {
        match read {
            Ok(read) => workspace.load_read(&path, read),
            Err(problem) => workspace.load_unreadable(&path, problem),
        }
    }
    Loaded { workspace, targets }
}

/// The path of a set's `capplan.toml` in the words of whoever gave the paths.
fn shown_config(folder: &str, targets: &[Target]) -> String {
    let above = targets.first().and_then(|target| {
        let depth = Path::new(&target.path).strip_prefix(folder).ok()?.components().count();
        Path::new(&target.shown)
            .ancestors()
            .nth(depth)
            .filter(|above| !above.as_os_str().is_empty() || depth == 1)
    });
    above.unwrap_or(Path::new(folder)).join(CONFIG_NAME).to_string_lossy().into_owned()
}
