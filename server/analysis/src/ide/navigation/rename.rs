//! Renaming ids: whether what stands at the cursor is one, whether the new one may be had, and every place of the old.

use std::ops::Range;

use super::{Scene, Spot, Subject};
use crate::model::is_id;
use crate::rules::Locale;

/// Why nothing is renamed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No id stands there.
    NoId,
    /// What is to be the new id is none.
    Invalid(String),
    /// The new id stands for something else already: for what.
    Taken(String, String),
}

impl Refusal {
    /// What to tell the author.
    #[must_use]
    pub fn message(&self, locale: Locale) -> String {
        match (self, locale) {
            (Self::NoId, Locale::Zh) => "这里没有可以改名的编号，请把光标放在编号上".to_owned(),
            (Self::NoId, Locale::En) => "There is no id to rename here: put the cursor on an id".to_owned(),
            (Self::Invalid(id), Locale::Zh) => {
                format!("“{id}”不能作编号：编号以字母开头，含数字，中间可用 -、_、.，且不与等级代码相同")
            }
            (Self::Invalid(id), Locale::En) => format!(
                "“{id}” is no id: an id begins with a letter, has a digit, may have - _ . between, and is no level's code"
            ),
            (Self::Taken(id, what), Locale::Zh) => format!("编号 {id} 已用于“{what}”，请另取一个"),
            (Self::Taken(id, what), Locale::En) => {
                format!("The id {id} already stands for “{what}”: take another")
            }
        }
    }
}

/// The id at the cursor and its bytes.
pub(crate) fn renaming(scene: &Scene<'_>) -> Result<(String, Range<usize>), Refusal> {
    let Some((Subject::Id(id, _), range)) = scene.subject() else { return Err(Refusal::NoId) };
    let text = scene.document.text().slice(range.clone());
    if text == id { Ok((id, range)) } else { Err(Refusal::NoId) }
}

/// Every place of the id at the cursor, to become `new`.
pub(crate) fn renamed(scene: &Scene<'_>, new: &str) -> Result<Vec<Spot>, Refusal> {
    let (old, _) = renaming(scene)?;
    let new = new.trim();
    if !is_id(new) {
        return Err(Refusal::Invalid(new.to_owned()));
    }
    let Some((Subject::Id(_, kinds), _)) = scene.subject() else { return Err(Refusal::NoId) };
    if new == old {
        return Ok(Vec::new());
    }
    let entity = scene.set.defined(new).next().map(|entity| {
        entity.name.as_ref().map_or_else(|| entity.kind.name().to_owned(), |name| name.text.clone())
    });
    let advantage = || scene.set.advantage(new).map(|_| crate::schema::Kind::Advantage.name().to_owned());
    if let Some(what) = entity.or_else(advantage) {
        return Err(Refusal::Taken(new.to_owned(), what));
    }
    Ok(scene.documents.iter().flat_map(|document| scene.uses(document, &old, &kinds)).collect())
}
