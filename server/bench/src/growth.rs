//! How the instructions of a keystroke grow with the plan, counted by callgrind: noise does not reach them.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::place::{Kind, Part};
use crate::plan::Surface;

/// So many keystrokes the program `edits` makes of each kind at each part.
pub const EDITS: usize = 4;

/// The instructions of one keystroke in a small and in a large plan.
#[derive(Clone, Debug)]
pub struct Growth {
    /// The plans' surface.
    pub surface: Surface,
    /// What is edited.
    pub kind: Kind,
    /// Where.
    pub part: Part,
    /// Instructions in the small plan, and in the large one.
    pub instructions: [u64; 2],
}

impl Growth {
    /// By what factor they grow.
    #[must_use]
    pub fn ratio(&self) -> f64 {
        self.instructions[1] as f64 / self.instructions[0].max(1) as f64
    }

    /// The factor that is granted: words of a measure or field concern one chunk and one entity, a heading or an id the
    /// part of the tree around it.
    #[must_use]
    pub const fn limit(kind: Kind) -> f64 {
        match kind {
            Kind::Measure | Kind::Field => 1.3,
            Kind::Heading | Kind::Id => 2.0,
        }
    }

    /// Whether it grows more than is granted.
    #[must_use]
    pub fn is_too_much(&self) -> bool {
        self.ratio() > Self::limit(self.kind)
    }
}

/// Counts in plans of two lengths. `program` is `edits`, built with its names; `folder` takes callgrind's output.
///
/// # Errors
/// When valgrind cannot be run, or its output is not as expected.
pub fn growth(program: &Path, folder: &Path, lines: [usize; 2]) -> Result<Vec<Growth>, String> {
    let mut rows = Vec::new();
    for surface in Surface::ALL {
        let [small, large] = lines.map(|lines| count(program, folder, surface, lines));
        let (small, large) = (small?, large?);
        let places = Kind::ALL.into_iter().flat_map(|kind| Part::ALL.map(|part| (kind, part)));
        for ((kind, part), instructions) in places.zip(small.into_iter().zip(large)) {
            rows.push(Growth { surface, kind, part, instructions: [instructions.0, instructions.1] });
        }
    }
    Ok(rows)
}

/// The instructions of one keystroke, for each kind and part in order.
fn count(program: &Path, folder: &Path, surface: Surface, lines: usize) -> Result<Vec<u64>, String> {
    let out = folder.join(format!("{}-{lines}", surface.name()));
    let status = Command::new("valgrind")
        .args(["--tool=callgrind", "--toggle-collect=*counted_edits*", "--dump-before=*counted_part_ends*"])
        .arg(format!("--callgrind-out-file={}", out.display()))
        .arg(program)
        .args([surface.name(), &lines.to_string()])
        .stderr(Stdio::null())
        .status()
        .map_err(|error| format!("valgrind: {error}"))?;
    if !status.success() {
        return Err(format!("{} under valgrind: {status}", program.display()));
    }
    let parts = 1..=Kind::ALL.len() * Part::ALL.len();
    parts.map(|part| instructions(&out.with_extension(part.to_string()))).collect()
}

/// The instructions of one keystroke in a part of callgrind's output.
fn instructions(part: &Path) -> Result<u64, String> {
    let text = std::fs::read_to_string(part).map_err(|error| format!("{}: {error}", part.display()))?;
    let total = text.lines().find_map(|line| line.strip_prefix("totals: ")?.trim().parse::<u64>().ok());
    let total =
        total.filter(|total| *total > 0).ok_or_else(|| format!("{}: nothing was counted", part.display()))?;
    Ok(total / EDITS as u64)
}

/// The table of what was counted.
#[must_use]
pub fn table(rows: &[Growth], lines: [usize; 2]) -> String {
    let mut out = format!(
        "| surface | edit in | at | instructions, {} lines | {} lines | ratio | granted |\n|---|---|---|---:|---:|---:|---:|\n",
        lines[0], lines[1]
    );
    for row in rows {
        let mark = if row.is_too_much() { " **too much**" } else { "" };
        out += &format!(
            "| {} | {} | {} | {} | {} | {:.2}{mark} | {} |\n",
            row.surface.name(),
            row.kind.name(),
            row.part.name(),
            row.instructions[0],
            row.instructions[1],
            row.ratio(),
            Growth::limit(row.kind)
        );
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_grows_with_the_plan_is_told() {
        let row = |kind, large| Growth {
            surface: Surface::Yaml,
            kind,
            part: Part::End,
            instructions: [1000, large],
        };
        assert!(!row(Kind::Measure, 1300).is_too_much() && row(Kind::Measure, 1301).is_too_much());
        assert!(!row(Kind::Id, 2000).is_too_much() && row(Kind::Id, 2001).is_too_much());
        assert!(table(&[row(Kind::Field, 8000)], [500, 4000]).contains("| 8.00 **too much** |"));
    }
}
