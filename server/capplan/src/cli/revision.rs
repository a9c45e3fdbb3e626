//! Plans as they were in a git revision: what a comparison needs of it, written to a folder of its own.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::sets::Problem;
use crate::files::CONFIG_NAME;

/// Files of a revision; gone from the disk with this value.
pub(super) struct Revision {
    name: String,
    folder: tempfile::TempDir,
    /// The folder in which git is asked.
    within: PathBuf,
    /// What was asked for, where it lies now.
    pub(super) paths: Vec<PathBuf>,
}

impl Revision {
    /// Writes what a revision has of some files and folders, with the plan sets that they belong to.
    pub(super) fn of(name: &str, paths: &[PathBuf]) -> Result<Self, Problem> {
        let folder =
            tempfile::tempdir().map_err(|error| Problem::Unwritten(name.to_owned(), error.to_string()))?;
        let mut revision = Self { name: name.to_owned(), folder, within: PathBuf::new(), paths: Vec::new() };
        for path in paths {
            let inside = revision.inside(path)?;
            revision.check()?;
            let listed = revision.git(&["ls-tree", "-r", "-z", "--name-only", "--full-tree", name])?;
            let listed = String::from_utf8_lossy(&listed).into_owned();
            let files: Vec<&str> = listed.split('\0').filter(|file| !file.is_empty()).collect();
            if !files.iter().any(|file| Path::new(file).starts_with(&inside)) {
                return Err(Problem::Missing(format!("{name}:{}", path.display())));
            }
            let set = inside
                .ancestors()
                .find(|above| files.iter().any(|file| Path::new(file) == above.join(CONFIG_NAME)));
            let wanted = set.unwrap_or(&inside);
            for file in files.iter().filter(|file| is_read(file) && Path::new(file).starts_with(wanted)) {
                revision.write(file)?;
            }
            revision.paths.push(revision.folder.path().join(inside));
        }
        Ok(revision)
    }

    /// Where a file or folder lies in its repository, which is the one asked from then on. git says so itself: it follows
    /// links that the path does not show.
    fn inside(&mut self, path: &Path) -> Result<PathBuf, Problem> {
        let told = |error: std::io::Error| Problem::Unreadable(path.display().to_string(), error.to_string());
        let path = std::path::absolute(path).map_err(told)?;
        let above = path.ancestors().find(|above| above.is_dir()).unwrap_or(&path);
        self.within = above.to_path_buf();
        let prefix = self.git(&["rev-parse", "--show-prefix"]).map_err(|_| self.unknown())?;
        let prefix = PathBuf::from(String::from_utf8_lossy(&prefix).trim_end_matches('\n'));
        Ok(prefix.join(path.strip_prefix(above).unwrap_or(Path::new(""))))
    }

    /// Whether git knows the revision.
    fn check(&self) -> Result<(), Problem> {
        let commit = format!("{}^{{commit}}", self.name);
        let known = self.git(&["rev-parse", "--verify", "--quiet", "--end-of-options", &commit]);
        known.map(drop).map_err(|_| self.unknown())
    }

    fn unknown(&self) -> Problem {
        let name = &self.name;
        Problem::Told([
            format!("{name}：没有这个文件或文件夹，git 也没有这个版本"),
            format!("{name}: there is no such file or folder, and git knows no such revision"),
        ])
    }

    /// A path below the folder in the words of whoever asked: `HEAD~1:plans/a.plan.md`.
    pub(super) fn named(&self, path: &str) -> String {
        let folder = self.folder.path().to_string_lossy();
        let inside = path.strip_prefix(folder.as_ref()).unwrap_or(path);
        format!("{}:{}", self.name, inside.trim_start_matches(['/', '\\']))
    }

    fn write(&self, file: &str) -> Result<(), Problem> {
        let content = self.git(&["show", &format!("{}:{file}", self.name)])?;
        let path = self.folder.path().join(file);
        let above = path.parent().map_or(Ok(()), std::fs::create_dir_all);
        let written = above.and_then(|()| std::fs::write(&path, content));
        written.map_err(|error| Problem::Unwritten(file.to_owned(), error.to_string()))
    }

    fn git(&self, arguments: &[&str]) -> Result<Vec<u8>, Problem> {
        let told = |why: String| Problem::Unreadable(self.name.clone(), why);
        let run = Command::new("git")
            .arg("-C")
            .arg(&self.within)
            .args(arguments)
            .output()
            .map_err(|error| told(format!("git: {error}")))?;
        if run.status.success() {
            Ok(run.stdout)
        } else {
            Err(told(String::from_utf8_lossy(&run.stderr).trim().to_owned()))
        }
    }
}

/// Whether a comparison may read a file.
fn is_read(file: &str) -> bool {
    let ending = [".md", ".markdown", ".yaml", ".yml"].iter().any(|ending| file.ends_with(ending));
    ending || Path::new(file).file_name().is_some_and(|name| name == CONFIG_NAME)
}
