//! The figures that criterion left of `benches/analysis.rs`, as tables.

use std::path::Path;

use serde_json::Value;

use crate::place::{Kind, Part};
use crate::plan::Surface;

/// One table a surface: a row a benchmark, a column a size.
#[must_use]
pub fn tables(folder: &Path, sizes: &[(&str, usize)]) -> String {
    let edits = Kind::ALL.into_iter().flat_map(|kind| {
        Part::ALL.map(|part| {
            (
                format!("edit in a {}, {}", kind.name(), part.name()),
                format!("edit-{}-{}", kind.name(), part.name()),
            )
        })
    });
    let whole = ["open", "hover", "completion", "levels"].map(|name| (name.to_owned(), name.to_owned()));
    let rows: Vec<(String, String)> = whole.into_iter().chain(edits).collect();
    let mut out =
        "## The analysis alone\n\nWithout protocol and process, until all findings are known; medians.\n\n"
            .to_owned();
    for surface in Surface::ALL {
        let names: Vec<&str> = sizes.iter().map(|(name, _)| *name).collect();
        out += &format!(
            "| {} | {} |\n|---|{}\n",
            surface.name(),
            names.join(" | "),
            "---:|".repeat(names.len())
        );
        for (title, id) in &rows {
            let cells = names.iter().map(|size| {
                let file =
                    folder.join(format!("{}-{size}", surface.name())).join(id).join("new/estimates.json");
                median(&file).map_or_else(|| "—".to_owned(), |ms| format!("{ms:.3}"))
            });
            out += &format!("| {title} | {} |\n", cells.collect::<Vec<_>>().join(" | "));
        }
        out.push('\n');
    }
    out
}

/// The median in milliseconds.
fn median(estimates: &Path) -> Option<f64> {
    let estimates: Value = serde_json::from_str(&std::fs::read_to_string(estimates).ok()?).ok()?;
    Some(estimates["median"]["point_estimate"].as_f64()? / 1e6)
}
