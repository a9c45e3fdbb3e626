//! Inputs to begin with: the kept corpus, and the plans and settings of this checkout.

use capplan_tests::checkout::files;

use crate::Target;

/// Seeds of a target with their names, the kept corpus first.
#[must_use]
pub fn seeds(target: Target) -> Vec<(String, Vec<u8>)> {
    let mut seeds = files(&format!("tests/fuzz/corpus/{}", target.name()));
    let named = |ending: &str| {
        let mut found = files("tests/plans");
        found.retain(|(path, _)| path.ends_with(ending));
        found
    };
    match target {
        Target::Markdown => seeds.extend(named(".plan.md")),
        Target::Yaml => seeds.extend(named(".plan.yaml")),
        Target::Config => seeds.extend(named("capplan.toml")),
        Target::Notation => {
            // The lines of real plans: the notation stands in single lines.
            for (path, bytes) in named("xinghai-equipment.plan.md") {
                let lines = bytes.split(|byte| *byte == b'\n').filter(|line| line.len() > 3);
                let line = |(at, line): (usize, &[u8])| (format!("{path}:{at}"), line.to_vec());
                seeds.extend(lines.enumerate().map(line));
            }
        }
        Target::Session => {}
    }
    seeds
}
