//! Fixes brought to their places: of one finding, of all findings of a rule in a file, of all that may be mended unasked.

use std::ops::Range;

use super::{Located, Workspace};
use crate::model::FileId;
use crate::model::build::{Document, Surface};
use crate::rules::{Change, Finding, Fix, Fixer, Locale, suppression};

/// One replacement in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileEdit {
    /// The file.
    pub path: String,
    /// The bytes replaced.
    pub range: Range<usize>,
    /// The new text.
    pub text: String,
}

/// A fix and the finding that it mends.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The finding.
    pub finding: Located,
    /// What the fix does.
    pub title: String,
    /// Its replacements.
    pub edits: Vec<FileEdit>,
    /// Whether it cannot change what the plan means.
    pub safe: bool,
    /// Whether it is most probably what the author wants.
    pub preferred: bool,
    /// Why, or what the standard says.
    pub annotation: Option<String>,
}

impl Workspace {
    /// The fixes of the findings in the lines of a range of a plan, in order.
    pub fn fixes(&mut self, path: &str, range: &Range<usize>) -> Vec<Offer> {
        let lines = self.text(path).map(|text| (text.line_of(range.start), text.line_of(range.end)));
        let Some((first, last)) = lines else { return Vec::new() };
        self.offers(path, |document, finding| {
            let own = document.text().line_of(document.range(finding.span).start);
            (first..=last).contains(&own)
        })
    }

    /// All that may be mended in a plan without asking; with a rule's name, what is preferred for each finding of it,
    /// nothing where one of them leaves the author a choice. No edit overlaps another.
    pub fn fix_all(&mut self, path: &str, rule: Option<&str>) -> Vec<Offer> {
        let offers = match rule {
            Some(rule) => self.offers(path, |_, finding| finding.rule.name == rule),
            None => self.offers(path, |_, finding| finding.rule.fix.is_some()),
        };
        let mut taken: Vec<FileEdit> = Vec::new();
        let mut told: Vec<Range<usize>> = Vec::new();
        let mut kept = Vec::new();
        for offer in offers {
            let wanted = if rule.is_some() { !told.contains(&offer.finding.range) } else { offer.safe };
            if rule.is_some() && wanted && !offer.preferred {
                return Vec::new();
            }
            let clashes =
                offer.edits.iter().any(|edit| taken.iter().any(|other| overlap(edit, other, rule.is_some())));
            if wanted && !clashes {
                told.push(offer.finding.range.clone());
                taken.extend(offer.edits.iter().cloned());
                kept.push(offer);
            }
        }
        // What is put in at one place belongs to the inner heading or key first, which stands below the outer one.
        if rule.is_some() {
            kept.reverse();
        }
        kept
    }

    /// The edit that allows a finding where it stands, its reason still to be given; none for what is wrong with such
    /// comments themselves.
    pub fn allow(&mut self, finding: &Located, path: &str) -> Option<FileEdit> {
        if suppression::is_about_comments(finding.rule) {
            return None;
        }
        let locale = self.locale(path);
        self.refresh();
        let document = self.entries.get(path)?.document.as_ref()?;
        let (set, _) = self.set_of(path)?;
        let of_plan = set
            .found
            .of_file(document.file)
            .any(|(_, other)| other.rule.name == finding.rule && other.entity.is_plan());
        let (at, text) = allow_comment(document, &finding.range, (finding.rule, of_plan), locale)?;
        Some(FileEdit { path: path.to_owned(), range: at..at, text })
    }

    fn offers(&mut self, path: &str, meant: impl Fn(&Document, &Finding) -> bool) -> Vec<Offer> {
        let locale = self.locale(path);
        let shown = self.unfolded(path);
        let Some((set, _)) = self.set_of(path) else { return Vec::new() };
        let documents = |file: FileId| {
            let path = self.paths.get(&file)?;
            self.entries.get(path)?.document.as_ref()
        };
        let fixer = Fixer::new(&set.plan_set, locale, &documents);
        let mut offers = Vec::new();
        for (finding, range) in shown {
            let Some(fix) = finding.rule.fix else { continue };
            if !documents(finding.span.file).is_some_and(|document| meant(document, &finding)) {
                continue;
            }
            let located = self.locate(&finding, range);
            // Without a word of its own, the only way to mend something is the preferred one.
            let mut fixes = fix(&fixer, &finding);
            if let [only] = fixes.as_mut_slice() {
                only.preferred = true;
            }
            fixes.sort_by_key(|fix| !fix.preferred);
            offers.extend(fixes.into_iter().filter_map(|fix| self.offer(located.clone(), fix)));
        }
        offers
    }

    fn offer(&self, finding: Located, fix: Fix) -> Option<Offer> {
        let Fix { title, changes, safe, preferred, annotation } = fix;
        let edit = |change: Change| {
            let path = self.paths.get(&change.file)?.clone();
            Some(FileEdit { path, range: change.range, text: change.text })
        };
        let edits: Option<Vec<FileEdit>> = changes.into_iter().map(edit).collect();
        let mut edits = edits?;
        // What stands there already is not written again.
        edits.retain(|edit| {
            self.text(&edit.path).is_none_or(|text| text.slice(edit.range.clone()) != edit.text)
        });
        (!edits.is_empty()).then_some(Offer { finding, title, edits, safe, preferred, annotation })
    }
}

/// A comment that allows a rule for the line of a place: a line above it, in a table's row the row's last cell, behind
/// what is nested. What lacks in the whole file is allowed for the file, since it is shown in whatever line is the first.
fn allow_comment(
    document: &Document,
    place: &Range<usize>,
    (rule, of_plan): (&str, bool),
    locale: Locale,
) -> Option<(usize, String)> {
    let text = document.text();
    let number = text.line_of(place.start);
    let line = text.line(number).into_owned();
    let reason = locale.pick("待填写：请写明理由", "TODO: give a reason");
    let in_yaml = document.surface == Surface::Yaml
        || document.block_at(place.start).is_some_and(|block| block.is_yaml);
    // Front matter would be none below a comment.
    if !in_yaml && number == 0 && line.trim_start_matches('\u{feff}').starts_with("---") {
        return None;
    }
    let whole = of_plan && !in_yaml && number == 0;
    let scope = if whole { "allow-file" } else { "allow" };
    let words = format!("capplan: {scope} {rule} — {reason}");
    let comment = if in_yaml { format!("# {words}") } else { format!("<!-- {words} -->") };
    let content = line.trim_end();
    let bare = content.trim_start();
    if !in_yaml && bare.starts_with(['|', '>']) {
        let end = content.trim_end_matches('|').trim_end().len();
        return Some((text.line_start(number) + end, format!(" {comment}")));
    }
    let nested = bare.len() < content.len() && bare.starts_with(['-', '*', '+']);
    if !in_yaml && nested {
        return Some((text.line_start(number) + content.len(), format!(" {comment}")));
    }
    let indent = &content[..content.len() - bare.len()];
    let eol = if line.ends_with("\r\n") { "\r\n" } else { "\n" };
    let mut at = text.line_start(number);
    if at == 0 && line.starts_with('\u{feff}') {
        at = '\u{feff}'.len_utf8();
    }
    Some((at, format!("{}{comment}{eol}", indent.trim_start_matches('\u{feff}'))))
}

/// Whether two edits touch the same bytes, or are put in at the same place; whole lines may follow each other there.
fn overlap(one: &FileEdit, other: &FileEdit, merged: bool) -> bool {
    let (a, b) = (&one.range, &other.range);
    let lines = |edit: &FileEdit| edit.range.is_empty() && edit.text.ends_with('\n');
    if merged && a == b && lines(one) && lines(other) && one.text != other.text {
        return false;
    }
    one.path == other.path
        && (a.start < b.end && b.start < a.end || a.start == b.start || a.is_empty() && b.contains(&a.start))
}
