//! The hover of a rule's name in a comment that allows it: the rule's page.

use super::Hover;
use crate::model::build::Document;
use crate::rules::page::page;
use crate::rules::{Locale, rule};

/// The page of the rule whose name stands at a byte of an `allow` comment.
#[must_use]
pub fn rule_hover(document: &Document, locale: Locale, byte: usize) -> Option<Hover> {
    let names = document.allows().flat_map(|allow| &allow.rules);
    let (name, range) = names
        .map(|(name, span)| (name, document.range(*span)))
        .find(|(_, range)| range.start <= byte && byte <= range.end)?;
    Some(Hover { range, markdown: page(rule(name)?, locale) })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use crate::fixture::Fixture;

    fn shown(source: &str) -> Option<(String, String)> {
        let fixture = Fixture::parse(source);
        let (path, byte) = fixture.cursor.clone().unwrap();
        let hover = fixture.open().hover(&path, byte)?;
        Some((fixture.files[0].text[hover.range].to_owned(), hover.markdown))
    }

    #[test]
    fn a_rule_in_an_allow_comment_shows_its_page_in_both_surfaces() {
        let markdown = "//- plan.plan.md\n<!-- capplan: allow unknown-level、missing-$0viewpoint — 😀 -->\n## 能力：甲 {#NC-01}\n";
        let (name, page) = shown(markdown).unwrap();
        assert_eq!(name, "missing-viewpoint");
        assert!(page.starts_with("# missing-viewpoint\n") && page.contains("## 示例"));
        let yaml = "//# locale=en\n//- plan.plan.yaml\nstandard: T/AIITRE 20001—2021\n# capplan: allow-file $0level-gap — 草稿\n";
        let (name, page) = shown(yaml).unwrap();
        assert_eq!(name, "level-gap");
        assert!(page.contains("## Example") && page.contains("> "));
        assert_eq!(
            shown("//- plan.plan.md\n<!-- capplan: allow no-$0rule — x -->\n## 能力：甲 {#NC-01}\n"),
            None
        );
    }
}
