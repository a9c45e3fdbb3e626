//! Plans of as many lines as a test wants: the units of the real plans over and over, each with ids of its own.

use std::fmt::Write as _;

use crate::plan;

/// A Markdown plan of `copies` times the units of the real one: about 340 lines each.
///
/// # Panics
/// When the plan has no such parts.
#[must_use]
#[allow(clippy::unwrap_used, reason = "a test cannot go on without its plan")]
pub fn long_markdown(copies: usize) -> String {
    let source = plan("shared/xinghai-equipment.plan.md");
    let start = source.find("### 4.2 能力：").unwrap();
    let end = source.find("## 五、能力单元的组合").unwrap();
    let mut text = source[..start].to_owned();
    for copy in 0..copies {
        let section = source[start..end]
            .replace("NC-0", &format!("NC-{copy}-0"))
            .replace("CU-0", &format!("CU-{copy}-0"));
        text.push_str(&section);
    }
    text
}

/// A YAML plan of `copies` times the units of the real one: about 310 lines each.
///
/// # Panics
/// When the plan has no such parts.
#[must_use]
#[allow(clippy::unwrap_used, reason = "a test cannot go on without its plan")]
pub fn long_yaml(copies: usize) -> String {
    let source = plan("shared/lantian-grid.plan.yaml");
    let units = source.find("\nunits:\n").unwrap();
    let modules = source.find("\nmodules:\n").unwrap();
    let mut text = source[..units].to_owned();
    let _ = writeln!(text, "\nunits:");
    for copy in 0..copies {
        text.push_str(&source[units + "\nunits:\n".len()..modules].replace("CU-", &format!("CU-{copy}-")));
        text.push('\n');
    }
    text
}
