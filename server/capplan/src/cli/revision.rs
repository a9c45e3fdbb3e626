//! Plans as they were in a git revision: what a comparison needs of it, written to a folder of its own.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::sets::Problem;
use crate::files::CONFIG_NAME;

/// Files of a revision; gone from the disk with this value.
pub(super) struct Revision {
    name: String,
    folder: tempfile::TempDir,
    /// A folder of the repository.
    within: PathBuf,
    /// What was asked for, where it lies now.
    pub(super) paths: Vec<PathBuf>,
}

impl Revision {
    /// Writes what a revision has of some files and folders, with the plan sets that they belong to.
    pub(super) fn of(name: &str, paths: &[PathBuf]) -> Result<Self, Problem> {
        let folder =
            tempfile::tempdir().map_err(|error| Problem::Unwritten(name.to_owned(), error.to_string()))?;
        let first = paths.first().and_then(|path| std::path::absolute(path).ok()).unwrap_or_default();
        let within = first.ancestors().find(|above| above.is_dir()).unwrap_or(Path::new(".")).to_path_buf();
        let mut revision = Self { name: name.to_owned(), folder, within, paths: Vec::new() };
        let root = revision.git(&["rev-parse", "--show-toplevel"])?;
        let root = PathBuf::from(String::from_utf8_lossy(&root).trim());
        let listed = revision.git(&["ls-tree", "-r", "-z", "--name-only", "--full-tree", name])?;
        let listed = String::from_utf8_lossy(&listed).into_owned();
        let files: Vec<&str> = listed.split('\0').filter(|file| !file.is_empty()).collect();
        for path in paths {
            let inside = std::path::absolute(path).ok();
            let inside =
                inside.as_deref().and_then(|path| path.strip_prefix(&root).ok()).map(Path::to_path_buf);
            let within =
                |file: &&&str| inside.as_ref().is_some_and(|inside| Path::new(file).starts_with(inside));
            if !files.iter().any(|file| within(&file)) {
                return Err(Problem::Missing(format!("{name}:{}", path.display())));
            }
            let inside = inside.unwrap_or_default();
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
