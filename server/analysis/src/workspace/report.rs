//! The report of a plan set.

use super::Workspace;
use crate::ide::{Member, Reported, report};

impl Workspace {
    /// The report of the set that a plan stands in, as Markdown; none for other documents.
    pub fn report(&mut self, path: &str) -> Option<String> {
        self.reports(&[path]).pop()
    }

    /// The reports of the sets that plans stand in, one a set, in their order; nothing of other documents.
    pub fn reports(&mut self, paths: &[&str]) -> Vec<String> {
        self.refresh();
        let mut told: Vec<&str> = Vec::new();
        let mut reports = Vec::new();
        for path in paths {
            let Some(set) = self.entries.get(*path).map(|entry| entry.set.as_str()) else { continue };
            if !told.contains(&set)
                && let Some(report) = self.written_report(path)
            {
                told.push(set);
                reports.push(report);
            }
        }
        reports
    }

    fn written_report(&self, path: &str) -> Option<String> {
        let locale = self.locale(path);
        let (set, _) = self.set_of(path)?;
        let folder = self.entries.get(path)?.set.as_str();
        let inside = self.entries.iter().filter_map(|(path, entry)| {
            let document = entry.document.as_ref()?;
            set.files.contains(&document.file).then_some((path, document))
        });
        let member = |(path, document): (&String, _)| {
            let mut found = Vec::new();
            self.each_shown(path, |start, shown| {
                found.push(Reported {
                    rule: shown.rule,
                    severity: shown.severity,
                    line: start.line + shown.start.line as usize + 1,
                    message: shown.message.clone(),
                });
            });
            (shown_in(path, folder), document, found)
        };
        let members: Vec<Member<'_>> = inside.map(member).collect();
        Some(report(&set.plan_set, &members, locale))
    }
}

/// A path as it is read: inside its set's folder, else the name of the file.
fn shown_in(path: &str, folder: &str) -> String {
    let inside = path.strip_prefix(folder).map(|rest| rest.trim_start_matches('/'));
    let name =
        inside.filter(|rest| !rest.is_empty()).unwrap_or_else(|| path.rsplit('/').next().unwrap_or(path));
    name.to_owned()
}
