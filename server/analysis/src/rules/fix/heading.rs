//! The headings of a Markdown text, by line: what stands inside fences is none.

use crate::text::Text;

/// A heading: its line and level.
#[derive(Clone, Copy)]
pub(super) struct Heading {
    /// Its line.
    pub(super) line: usize,
    /// 1–6.
    pub(super) level: usize,
}

/// The headings of a text outside fences; none at all where a fence has no end, for what is put in may be swallowed.
pub(super) fn headings(text: &Text) -> Option<Vec<Heading>> {
    let mut found = Vec::new();
    let mut fence: Option<String> = None;
    let mut before = String::new();
    for (at, source) in text.lines_from(0).enumerate() {
        let bare = source.trim().to_owned();
        let marks: String = bare.chars().take_while(|c| matches!(c, '`' | '~')).collect();
        match &fence {
            Some(open) if bare.starts_with(open.as_str()) && bare.trim_matches(['`', '~']).is_empty() => {
                fence = None;
            }
            Some(_) => {}
            None if marks.len() >= 3 => fence = Some(marks),
            None => {
                let level = bare.len() - bare.trim_start_matches('#').len();
                let indent = source.len() - source.trim_start_matches(' ').len();
                if (1..=6).contains(&level) && indent < 4 && bare[level..].starts_with([' ', '\t']) {
                    found.push(Heading { line: at, level });
                } else if at > 0 && !before.is_empty() && !before.starts_with(['|', '#', '-', '>']) {
                    let level = if bare.chars().all(|c| c == '=') { 1 } else { 2 };
                    let under = !bare.is_empty() && (level == 1 || bare.chars().all(|c| c == '-'));
                    if under {
                        found.push(Heading { line: at - 1, level });
                    }
                }
            }
        }
        before = bare;
    }
    fence.is_none().then_some(found)
}
