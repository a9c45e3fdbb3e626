//! The disk: reading plans, finding `capplan.toml`, walking a plan set's folder.
//!
//! The analysis never touches the file system; the command line and the server both come here.

use std::fs;
use std::path::{Component, Path, PathBuf};

use capplan_analysis::rules::Locale;
use capplan_analysis::workspace::{Baseline, BaselineError, Options, Surface, Unreadable, Workspace};
use dashmap::DashMap;
use ignore::{WalkBuilder, WalkState};

/// The name of the file that makes a folder a plan set.
pub(crate) const CONFIG_NAME: &str = "capplan.toml";

/// A folder's `capplan.toml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Config {
    /// The folder, as the analysis names it.
    pub(crate) folder: String,
    /// Its text, or why it cannot be read.
    pub(crate) text: Result<String, Unreadable>,
}

/// A file and its text, or why it cannot be read.
pub(crate) type Loaded = (String, Result<String, Unreadable>);

/// A path as the analysis names it: absolute, `/` between names, without `.` and `..`.
pub(crate) fn name_of(path: &Path) -> String {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut clean = PathBuf::new();
    for component in absolute.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                clean.pop();
            }
            other => clean.push(other),
        }
    }
    let name = clean.to_string_lossy();
    if cfg!(windows) { name.replace('\\', "/") } else { name.into_owned() }
}

/// Reads a text; a byte-order mark is left out.
pub(crate) fn read(path: &Path) -> Result<String, Unreadable> {
    let refuse = |error: std::io::Error| Unreadable::Io(error.to_string());
    // A pipe or device would never end.
    if !fs::metadata(path).map_err(refuse)?.is_file() {
        return Err(refuse(std::io::ErrorKind::InvalidInput.into()));
    }
    let bytes = fs::read(path).map_err(refuse)?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)),
        Err(error) => Err(Unreadable::NotUtf8 { byte: error.utf8_error().valid_up_to() }),
    }
}

/// Why there is no baseline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NoBaseline {
    /// There is no such file.
    Missing,
    /// It cannot be read.
    Unreadable(Unreadable),
    /// It is none.
    Broken(BaselineError),
}

impl NoBaseline {
    /// What to tell the user, behind the file's path.
    pub(crate) fn message(&self, locale: Locale) -> String {
        let zh = locale == Locale::Zh;
        match self {
            Self::Missing if zh => "基线文件不存在；可用 capplan check --write-baseline 生成".to_owned(),
            Self::Missing => {
                "there is no such baseline: write one with capplan check --write-baseline".to_owned()
            }
            Self::Unreadable(Unreadable::NotUtf8 { byte }) if zh => {
                format!("基线不是 UTF-8 编码（第 {} 个字节起）；可用 --write-baseline 重新生成", byte + 1)
            }
            Self::Unreadable(Unreadable::NotUtf8 { byte }) => {
                format!("is not UTF-8 (from byte {}): write it anew with --write-baseline", byte + 1)
            }
            Self::Unreadable(Unreadable::Io(error)) if zh => format!("基线无法读取：{error}"),
            Self::Unreadable(Unreadable::Io(error)) => format!("the baseline cannot be read: {error}"),
            Self::Broken(error) => error.message(locale),
        }
    }
}

/// Reads a baseline.
pub(crate) fn baseline(path: &Path) -> Result<Baseline, NoBaseline> {
    if !path.exists() {
        return Err(NoBaseline::Missing);
    }
    let text = read(path).map_err(NoBaseline::Unreadable)?;
    let name = name_of(path);
    let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
    Baseline::parse(&text, folder).map_err(NoBaseline::Broken)
}

/// A path as seen from the current folder, where it lies below.
pub(crate) fn from_here(path: &str) -> String {
    let here = name_of(Path::new("."));
    let below = path.strip_prefix(&here).and_then(|rest| rest.strip_prefix('/'));
    below.unwrap_or(path).to_owned()
}

/// The `capplan.toml` of the nearest folder above `path` that has one.
pub(crate) fn config_above(path: &Path) -> Option<Config> {
    path.ancestors().skip(1).find_map(config_in)
}

/// The `capplan.toml` of a folder.
pub(crate) fn config_in(folder: &Path) -> Option<Config> {
    let file = folder.join(CONFIG_NAME);
    file.is_file().then(|| Config { folder: name_of(folder), text: read(&file) })
}

/// What a walk found.
#[derive(Default)]
pub(crate) struct Walk {
    /// Files.
    pub(crate) files: Vec<PathBuf>,
    /// What could not be looked into, and why.
    pub(crate) unreadable: Vec<(PathBuf, String)>,
}

/// The plans below a folder, sorted: what [`Workspace::wants`] under every `capplan.toml` above and below it.
/// `above` is the configuration that holds for the folder itself.
pub(crate) fn plans_below(folder: &Path, above: Option<&Config>) -> Walk {
    let Walk { files, unreadable } = candidates(folder);
    Walk { files: plans_among(files, above), unreadable }
}

/// The members of the plan set of `config`, sorted; folders inside with a set of their own left out.
pub(crate) fn members(config: &Config) -> Vec<PathBuf> {
    let folder = Path::new(&config.folder);
    let Walk { files, unreadable } = candidates(folder);
    for (path, error) in unreadable {
        tracing::warn!(path = %path.display(), error, "a part of a plan set cannot be read");
    }
    let configs = files.iter().filter(|path| is_config(path)).filter_map(|path| path.parent());
    let inner: Vec<PathBuf> = configs.filter(|inner| *inner != folder).map(Path::to_owned).collect();
    let mut members = plans_among(files, Some(config));
    members.retain(|path| !inner.iter().any(|inner| path.starts_with(inner)));
    members
}

/// A file and its text.
pub(crate) fn load(path: &Path) -> Loaded {
    (name_of(path), read(path))
}

fn plans_among(found: Vec<PathBuf>, above: Option<&Config>) -> Vec<PathBuf> {
    let mut probe = Workspace::new(Options::default());
    for config in above.into_iter().cloned().chain(nested(&found)) {
        probe.set_config(&config.folder, Some(config.text.as_deref().unwrap_or_default()));
    }
    let mut plans: Vec<PathBuf> =
        found.into_iter().filter(|path| !is_config(path) && probe.wants(&name_of(path))).collect();
    plans.sort();
    plans
}

/// Every Markdown and YAML file and every `capplan.toml` below a folder, found in parallel, in no order. Hidden files
/// and what `.gitignore` names are left out.
fn candidates(folder: &Path) -> Walk {
    let (found, failed) = (DashMap::new(), DashMap::new());
    WalkBuilder::new(folder).build_parallel().run(|| {
        Box::new(|entry| {
            match entry {
                Ok(entry) => {
                    let path = entry.path();
                    let text = is_config(path) || Surface::of_path(&path.to_string_lossy()).is_some();
                    if text && (path.is_file() || entry.path_is_symlink()) {
                        found.insert(entry.into_path(), ());
                    }
                }
                Err(error) => {
                    let why = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
                    failed.insert(path_of(&error).unwrap_or(folder).to_owned(), why);
                }
            }
            WalkState::Continue
        })
    });
    let mut unreadable: Vec<(PathBuf, String)> = failed.into_iter().collect();
    unreadable.sort();
    Walk { files: found.into_iter().map(|(path, ())| path).collect(), unreadable }
}

/// The path that a walk's error is about.
fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
        _ => None,
    }
}

fn nested(found: &[PathBuf]) -> Vec<Config> {
    let configs = found.iter().filter(|path| is_config(path));
    configs.filter_map(|path| Some(Config { folder: name_of(path.parent()?), text: read(path) })).collect()
}

fn is_config(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == CONFIG_NAME)
}
