//! Labels and keys read: which field, dimension, aspect or list a word names at the place where it stands.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::{FIELDS, Field, FieldKey, Kind, Type};
use crate::standard::{Aspect, Dimension, Match, TermSet, normalize, standard};

/// What a label or key names.
#[derive(Clone, Copy, Debug)]
pub enum Slot {
    /// A field.
    Field(&'static Field),
    /// One of the three dimensions.
    Dimension(Dimension),
}

type Index = HashMap<(Kind, String), &'static Field>;

fn index() -> &'static Index {
    static INDEX: OnceLock<Index> = OnceLock::new();
    INDEX.get_or_init(|| {
        let mut index = Index::new();
        for field in FIELDS {
            for &kind in field.kinds {
                for label in field.names.iter().chain(field.labels) {
                    index.entry((kind, fold(label))).or_insert(field);
                }
            }
        }
        index
    })
}

/// Brings a label to the form in which labels are compared: normalised, without spaces, `_` for `-`.
fn fold(label: &str) -> String {
    normalize(label.trim())
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| if c == '-' { '_' } else { c })
        .collect()
}

/// The field of `kind` that a label or key names, or the dimension where the kind has dimensions.
///
/// A field wins over a dimension: the names never meet in one kind.
#[must_use]
pub fn resolve(kind: Kind, label: &str) -> Option<Slot> {
    if label.len() > 96 {
        return None;
    }
    if let Some(field) = index().get(&(kind, fold(label))) {
        return Some(Slot::Field(field));
    }
    if kind.has_dimensions() { resolve_dimension(label).map(Slot::Dimension) } else { None }
}

/// The dimension that a heading or key names.
#[must_use]
pub fn resolve_dimension(label: &str) -> Option<Dimension> {
    match standard().terms().lookup(TermSet::Dimension, label) {
        Match::Exact(term) | Match::Corrected(term) => Dimension::from_key(term.key),
        _ => None,
    }
}

/// The aspects that a heading or key names: one, or two joined as in `数据、技术` or `评测与改进`; else none.
#[must_use]
pub fn resolve_aspects(label: &str) -> Vec<Aspect> {
    if label.len() > 96 {
        return Vec::new();
    }
    standard().read_aspects(label)
}

/// [`resolve_aspects`] where a dimension is open: gently corrected names count there too; with what should be written
/// in place of one.
#[must_use]
pub fn resolve_aspects_in(dimension: Dimension, label: &str) -> (Vec<Aspect>, Option<String>) {
    if label.len() > 96 {
        return (Vec::new(), None);
    }
    standard().read_aspects_in(dimension, label)
}

/// What a heading opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading<'a> {
    /// The kind of the entity.
    pub kind: Kind,
    /// The heading without the word and its separator.
    pub rest: &'a str,
}

/// Whether a heading (numbering stripped) opens an entity: the kind's word, then a separator or an id.
#[must_use]
pub fn heading_kind(title: &str) -> Option<Heading<'_>> {
    const WORDS: [(&str, Kind); 7] = [
        ("新型能力", Kind::Capability),
        ("能力单元", Kind::Unit),
        ("能力模块", Kind::Module),
        ("能力", Kind::Capability),
        ("Capability", Kind::Capability),
        ("Unit", Kind::Unit),
        ("Module", Kind::Module),
    ];
    for (word, kind) in WORDS {
        let Some(head) = title.get(..word.len()) else { continue };
        if !head.eq_ignore_ascii_case(word) && normalize(head) != normalize(word) {
            continue;
        }
        let after = &title[word.len()..];
        let rest = after.trim_start_matches([' ', '\t', '\u{3000}', '：', ':']);
        // Behind a colon the name may still be missing; the word alone is prose.
        let separated = rest.len() < after.len() && (!rest.is_empty() || after.contains(['：', ':']));
        let attributes = rest.starts_with("{#");
        let glued_id = !word.is_ascii() && begins_with_id(after);
        if separated || attributes || glued_id {
            return Some(Heading { kind, rest });
        }
    }
    None
}

fn begins_with_id(text: &str) -> bool {
    let id: String =
        text.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')).collect();
    id.starts_with(|c: char| c.is_ascii_alphabetic()) && id.contains(|c: char| c.is_ascii_digit())
}

/// The kind of the entities that a list heading (`…清单`) lists.
#[must_use]
pub fn list_of(title: &str) -> Option<Kind> {
    let title = fold(title);
    FIELDS.iter().find_map(|field| match field.ty {
        Type::Entities(kind) if fold(field.label()) == title => Some(kind),
        _ => None,
    })
}

/// The label or key of `kind` that is nearest to a word that names nothing; none when nothing is near.
///
/// Latin keys may differ in two letters from five on, else in one; Chinese labels in one character from three on.
#[must_use]
pub fn nearest_label(kind: Kind, word: &str) -> Option<(&'static Field, &'static str)> {
    let word = fold(word);
    let length = word.chars().count();
    let mut best: Option<(usize, &'static Field, &'static str)> = None;
    for field in super::fields(kind) {
        for &label in field.names.iter().chain(field.labels) {
            let allowed = match (label.is_ascii(), label.chars().count()) {
                (true, 0..=3) | (false, 0..=2) => continue,
                (true, 4) | (false, _) => 1,
                (true, _) => 2,
            };
            let target = fold(label);
            if length.abs_diff(target.chars().count()) > allowed {
                continue;
            }
            let distance = strsim::osa_distance(&word, &target);
            if distance <= allowed && best.is_none_or(|(least, ..)| distance < least) {
                best = Some((distance, field, label));
            }
        }
    }
    best.map(|(_, field, label)| (field, label))
}

/// The label of `kind` that a label in Markdown is one slip away from; never for short words, which are words of
/// their own (Chinese below three characters, Latin below five letters).
#[must_use]
pub fn slip_of_label(kind: Kind, word: &str) -> Option<(&'static Field, &'static str)> {
    let folded = fold(word);
    let least = if folded.is_ascii() { 5 } else { 3 };
    let length = folded.chars().count();
    let (field, label) = nearest_label(kind, word).filter(|_| (least..=24).contains(&length))?;
    let plain = !matches!(field.ty, Type::Records(_) | Type::Entities(_));
    (plain && strsim::osa_distance(&folded, &fold(label)) == 1).then_some((field, label))
}

impl Slot {
    /// The field's key, if it is a field.
    #[must_use]
    pub fn field_key(&self) -> Option<FieldKey> {
        match self {
            Self::Field(field) => Some(field.key),
            Self::Dimension(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_in_both_languages_name_the_same_field() {
        for label in ["主要视角", "视角", "viewpoint", "Perspective", "視角"] {
            let slot = resolve(Kind::Capability, label).and_then(|slot| slot.field_key());
            assert_eq!(slot, Some(FieldKey::Viewpoint), "{label}");
        }
        assert!(resolve(Kind::Capability, "编制").is_none());
    }

    #[test]
    fn a_heading_opens_an_entity_only_with_a_separator_or_an_id() {
        assert_eq!(heading_kind("能力：生产与运营管控能力").map(|h| h.kind), Some(Kind::Capability));
        assert_eq!(
            heading_kind("能力单元 CU-01 计划排产").map(|h| (h.kind, h.rest)),
            Some((Kind::Unit, "CU-01 计划排产"))
        );
        assert_eq!(heading_kind("能力模块CM-01").map(|h| h.kind), Some(Kind::Module));
        for prose in ["能力建设思路", "能力单元的组合", "能力模块", "能力单元清单", "Unitary"]
        {
            assert_eq!(heading_kind(prose), None, "{prose}");
        }
    }

    #[test]
    fn near_keys_are_suggested() {
        assert_eq!(
            nearest_label(Kind::Capability, "viewpont").map(|(f, _)| f.key),
            Some(FieldKey::Viewpoint)
        );
        assert_eq!(nearest_label(Kind::Unit, "组织边届").map(|(f, _)| f.key), Some(FieldKey::Boundary));
        assert!(nearest_label(Kind::Unit, "编制").is_none());
    }
}
