//! Findings for people: excerpts of the plan with the place marked, and one line that sums up.

use std::io;
use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};
use capplan_analysis::rules::{Locale, Severity};
use capplan_analysis::text::Text;
use capplan_analysis::workspace::{Located, Workspace};

use super::Screen;
use super::check::Summary;

/// A finding longer than this many lines is marked at its beginning only.
const LONGEST: usize = 3;
/// At most this many other sides of a finding are shown.
const RELATED: usize = 3;

/// A few lines of a plan, with the part of them that is meant.
struct Excerpt {
    first: usize,
    source: String,
    marked: Range<usize>,
}

impl Excerpt {
    fn of(text: &Text, range: &Range<usize>) -> Self {
        let first = text.line_of(range.start);
        let last = text.line_of(range.end.max(range.start));
        let last = if last - first >= LONGEST { first } else { last };
        let start = text.line_start(first);
        let source = text.slice(start..text.line_start(last + 1)).trim_end_matches(['\r', '\n']).to_owned();
        let marked = range.start - start..(range.end - start).min(source.len()).max(range.start - start);
        Self { first: first + 1, source, marked }
    }

    /// The excerpt as the renderer takes it. Long lines are cut by the renderer, tabs and control characters are
    /// replaced there too.
    fn snippet(
        &self,
        path: &str,
        kind: AnnotationKind,
        label: Option<&str>,
    ) -> Snippet<'static, Annotation<'static>> {
        let annotation = kind.span(self.marked.clone()).label(label.map(str::to_owned));
        Snippet::source(self.source.clone())
            .line_start(self.first)
            .path(path.to_owned())
            .annotation(annotation)
    }
}

/// Writes the findings of one file; `file` is its path as it was given and as the analysis names it, `names` gives
/// other files' paths as they were given.
pub(super) fn write_findings(
    screen: &mut Screen<'_>,
    workspace: &Workspace,
    file: (&str, &str),
    findings: &[Located],
    names: &dyn Fn(&str) -> String,
) -> io::Result<()> {
    let renderer = if screen.styled { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Unicode);
    let locale = workspace.locale(file.1);
    for finding in findings {
        let group = group(workspace, file, finding, names, locale);
        writeln!(screen.out, "{}\n", renderer.render(&[group]))?;
    }
    Ok(())
}

fn group(
    workspace: &Workspace,
    (shown, path): (&str, &str),
    finding: &Located,
    names: &dyn Fn(&str) -> String,
    locale: Locale,
) -> Group<'static> {
    let title = level(finding.severity, locale).primary_title(finding.message.clone()).id(finding.rule);
    let empty = Text::default();
    let text = workspace.text(path).unwrap_or(&empty);
    let excerpt = Excerpt::of(text, &finding.range);
    let mut group = Group::with_title(title).element(excerpt.snippet(shown, AnnotationKind::Primary, None));
    let note = |name: &'static str, text: String| Level::NOTE.with_name(name).message(text);
    for (other, range, message) in finding.related.iter().take(RELATED) {
        if other == path && *range == finding.range {
            group = group.element(note(locale.pick("注", "note"), message.clone()));
        } else if let Some(text) = workspace.text(other) {
            let excerpt = Excerpt::of(text, range);
            group = group.element(excerpt.snippet(&names(other), AnnotationKind::Context, Some(message)));
        }
    }
    if let Some(more) = finding.related.len().checked_sub(RELATED).filter(|more| *more > 0) {
        let text =
            if locale == Locale::Zh { format!("另有 {more} 处") } else { format!("and {more} more") };
        group = group.element(note(locale.pick("注", "note"), text));
    }
    if finding.clauses.is_empty() {
        return group;
    }
    group.element(note(locale.pick("条款", "clause"), finding.clauses.join(locale.pick("、", ", "))))
}

fn level(severity: Severity, locale: Locale) -> Level<'static> {
    let name = severity.name(locale);
    match severity {
        Severity::Error => Level::ERROR.with_name(name),
        Severity::Warning => Level::WARNING.with_name(name),
        Severity::Information => Level::INFO.with_name(name),
        Severity::Hint => Level::HELP.with_name(name),
    }
}

/// One line that sums up a run.
pub(super) fn summary_line(summary: &Summary, locale: Locale) -> String {
    let Summary { files, plans, errors, warnings, information, hints } = *summary;
    let total = errors + warnings + information + hints;
    match (locale, total) {
        (Locale::Zh, 0) => format!("已检查 {files} 个文件（其中规划 {plans} 份），未发现问题。"),
        (Locale::Zh, _) => format!(
            "已检查 {files} 个文件（其中规划 {plans} 份）：错误 {errors}，警告 {warnings}，信息 {information}，提示 {hints}。"
        ),
        (Locale::En, 0) => {
            format!("Checked {} ({}): nothing found.", count(files, "file"), count(plans, "plan"))
        }
        (Locale::En, _) => format!(
            "Checked {} ({}): {}, {}, {information} information, {}.",
            count(files, "file"),
            count(plans, "plan"),
            count(errors, "error"),
            count(warnings, "warning"),
            count(hints, "hint")
        ),
    }
}

fn count(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}
