//! The rules' pages and the standard's document as files in the user's cache, so that an editor can open them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use capplan_analysis::rules::{self, Locale, Rule, page};
use capplan_analysis::workspace::StandardText;

/// Where each page was written in this run; none where it could not be.
static WRITTEN: Mutex<BTreeMap<(&'static str, bool), Option<PathBuf>>> = Mutex::new(BTreeMap::new());

/// The file of a rule's page in a language, written from the program's own page on first use.
pub(crate) fn file(name: &str, locale: Locale) -> Option<PathBuf> {
    let rule = rules::rule(name)?;
    let mut written = WRITTEN.lock().ok()?;
    let english = locale == Locale::En;
    written.entry((rule.name, english)).or_insert_with(|| write(&cache()?, rule, locale)).clone()
}

/// The file of the standard's document in a language; whoever changed it gets the standard's wording back.
pub(crate) fn standard(locale: Locale) -> Option<PathBuf> {
    let folder = cache()?
        .join("capplan")
        .join(concat!("standard-", env!("CARGO_PKG_VERSION")))
        .join(locale.pick("zh", "en"));
    write_standard(&folder, locale)
}

fn write_standard(folder: &Path, locale: Locale) -> Option<PathBuf> {
    let path = folder.join(StandardText::file_name());
    let text = &StandardText::of(locale).text;
    if fs::read_to_string(&path).is_ok_and(|known| known == *text) {
        return Some(path);
    }
    // Editors show that a file cannot be written; another takes its place as a whole.
    let fresh = folder.join(format!(".{}", std::process::id()));
    let done = fs::create_dir_all(folder).and_then(|()| {
        fs::write(&fresh, text)?;
        let mut permissions = fs::metadata(&fresh)?.permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&fresh, permissions)?;
        fs::rename(&fresh, &path)
    });
    match done {
        Ok(()) => Some(path),
        Err(error) => {
            tracing::warn!(path = %path.display(), %error, "the standard's document cannot be written");
            None
        }
    }
}

/// Writes a page below a cache folder; a page that stands there already is left alone.
fn write(cache: &Path, rule: &Rule, locale: Locale) -> Option<PathBuf> {
    let folder = cache
        .join("capplan")
        .join(concat!("rules-", env!("CARGO_PKG_VERSION")))
        .join(locale.pick("zh", "en"));
    let path = folder.join(format!("{}.md", rule.name));
    let text = page::page(rule, locale);
    if fs::read_to_string(&path).is_ok_and(|known| known == text) {
        return Some(path);
    }
    let done = fs::create_dir_all(&folder).and_then(|()| fs::write(&path, text));
    match done {
        Ok(()) => Some(path),
        Err(error) => {
            tracing::warn!(path = %path.display(), %error, "a rule's page cannot be written; there is no link to it");
            None
        }
    }
}

/// The user's cache folder, by the custom of the platform.
fn cache() -> Option<PathBuf> {
    let folder = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let home = || folder("HOME");
    if let Some(own) = folder("XDG_CACHE_HOME") {
        return Some(own);
    }
    if cfg!(windows) {
        folder("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        home().map(|home| home.join("Library/Caches"))
    } else {
        home().map(|home| home.join(".cache"))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_standards_document_is_written_once_read_only_and_mended() {
        let folder = std::env::temp_dir().join(format!("capplan-standard-{}", std::process::id()));
        let path = write_standard(&folder, Locale::Zh).unwrap();
        let text = &StandardText::of(Locale::Zh).text;
        assert_eq!(fs::read_to_string(&path).unwrap(), *text);
        assert!(fs::metadata(&path).unwrap().permissions().readonly());
        let written = fs::metadata(&path).unwrap().modified().unwrap();
        assert_eq!(write_standard(&folder, Locale::Zh), Some(path.clone()));
        assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), written);
        fs::remove_file(&path).unwrap();
        fs::write(&path, "changed").unwrap();
        write_standard(&folder, Locale::Zh).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), *text);
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "nothing else is left behind");
        assert_eq!(write_standard(&path, Locale::Zh), None);
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_page_is_written_once_and_where_it_cannot_be_there_is_none() {
        let folder = std::env::temp_dir().join(format!("capplan-pages-{}", std::process::id()));
        let rule = rules::rule("level-gap").unwrap();
        let path = write(&folder, rule, Locale::Zh).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), page::page(rule, Locale::Zh));
        fs::write(&path, "stale").unwrap();
        assert_eq!(write(&folder, rule, Locale::Zh), Some(path.clone()));
        assert!(fs::read_to_string(&path).unwrap().starts_with("# level-gap\n"));
        assert_eq!(write(&path, rule, Locale::En), None);
        fs::remove_dir_all(&folder).unwrap();
    }
}
