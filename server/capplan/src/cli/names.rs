//! Names that do not exist, and what is near to them.

use std::io;

use capplan_analysis::rules::Locale;

use super::Screen;

/// At most this many are offered.
const OFFERED: usize = 5;

/// The names of `all` that are nearest to `asked`, nearest first; none that has little to do with it.
fn near<'a>(asked: &str, all: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let asked = asked.to_lowercase();
    let mut scored: Vec<(usize, usize, &str)> = all
        .enumerate()
        .map(|(place, name)| (strsim::damerau_levenshtein(&asked, &name.to_lowercase()), place, name))
        .filter(|(distance, _, name)| *distance * 2 <= name.len().max(asked.len()))
        .collect();
    scored.sort_unstable();
    scored.into_iter().take(OFFERED).map(|(_, _, name)| name).collect()
}

/// Says that there is no `what` (中文, English) of this name and offers those of `all` that are near.
pub(super) fn unknown<'a>(
    what: [&str; 2],
    asked: &str,
    all: impl Iterator<Item = &'a str>,
    locale: Locale,
    screen: &mut Screen<'_>,
) -> io::Result<()> {
    let near = near(asked, all);
    match locale {
        Locale::Zh => write!(screen.err, "没有{}“{asked}”", what[0])?,
        Locale::En => write!(screen.err, "there is no {} \"{asked}\"", what[1])?,
    }
    if !near.is_empty() {
        let list = near.join(locale.pick("、", ", "));
        write!(screen.err, "{}{list}", locale.pick("；相近的有：", "; near ones: "))?;
    }
    writeln!(screen.err)
}
