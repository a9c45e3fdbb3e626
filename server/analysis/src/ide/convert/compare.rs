//! Whether two plans say the same, whatever surface they are written in.

use crate::model::build::Document;
use crate::model::{Entity, Field, LevelField, NodeKey};
use crate::plan_set::PlanSet;
use crate::schema::{self, FieldKey, Kind};
use crate::standard::normalize;

/// What one plan says and the other does not, with its place in the first.
pub(crate) fn differences(
    (one, of_one): (&PlanSet, &Document),
    (other, of_other): (&PlanSet, &Document),
) -> Vec<(usize, String)> {
    let mut known: Vec<(String, Vec<String>)> =
        of(other, of_other).map(|entity| facts(entity, |parent| other.entity(parent))).collect();
    let mut lost = Vec::new();
    for entity in of(one, of_one) {
        let (name, said) = facts(entity, |parent| one.entity(parent));
        let at = of_one.range(entity.anchor).start;
        let Some(same) = known
            .iter()
            .position(|(other, facts)| *other == name && (*facts == said || name == "Plan "))
            .or_else(|| known.iter().position(|(other, _)| *other == name))
        else {
            lost.push((at, name));
            continue;
        };
        let (_, mut there) = known.swap_remove(same);
        for fact in said {
            match there.iter().position(|other| *other == fact) {
                Some(same) => drop(there.swap_remove(same)),
                None => lost.push((at, format!("{name}: {fact}"))),
            }
        }
        lost.extend(there.into_iter().map(|fact| (at, format!("{name}: + {fact}"))));
    }
    lost.extend(known.into_iter().map(|(name, _)| (0, format!("+ {name}"))));
    lost
}

fn of<'a>(set: &'a PlanSet, document: &'a Document) -> impl Iterator<Item = &'a Entity> {
    set.all().filter(|entity| entity.key.file == document.file)
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The name of an entity, and all that is said of it, however it is written.
pub(in crate::ide) fn facts<'e>(
    entity: &'e Entity,
    of: impl Fn(NodeKey) -> Option<&'e Entity>,
) -> (String, Vec<String>) {
    let mut facts = Vec::new();
    let parent = entity.parent.and_then(of).map(Entity::title);
    facts.push(format!("in {parent:?}"));
    let told = |field: &Field| {
        let terms = schema::terms_of(field.key);
        let word = |word: &crate::model::Word| {
            let term = terms.and_then(|terms| word.term(terms));
            term.map_or_else(|| squeezed(&normalize(&word.text)), |term| term.key.to_owned())
        };
        field.words.iter().map(word).collect::<Vec<_>>().join("、")
    };
    for field in &entity.fields {
        if !matches!(field.key, FieldKey::Level | FieldKey::Current | FieldKey::Target) {
            facts.push(format!("{} = {}", name(entity.kind, field.key), told(field)));
        }
    }
    facts.sort();
    facts.dedup();
    let level = |level: &Option<LevelField>| level.as_ref().map(|level| level.level.code());
    facts.push(format!("{:?} → {:?}", level(&entity.level.current), level(&entity.level.target)));
    for measure in &entity.measures {
        let citations: Vec<String> = measure.citations.iter().map(ToString::to_string).collect();
        let reason =
            measure.waiver.as_ref().map(|waiver| waiver.reason.as_ref().map(|reason| squeezed(&reason.text)));
        let extra =
            |field: &&Field| !matches!(field.key, FieldKey::Text | FieldKey::Clause | FieldKey::Status);
        let mut rest: Vec<String> = measure
            .fields
            .iter()
            .filter(extra)
            .filter(|field| !field.words.is_empty())
            .map(|field| format!("{} {}", name(Kind::Measure, field.key), squeezed(&field.text())))
            .collect();
        rest.sort();
        let mut aspects = vec![measure.aspect.key()];
        aspects.extend(measure.others.iter().map(|other| other.key()));
        let text = squeezed(&measure.text.text);
        let status = measure.status;
        facts.push(format!(
            "{aspects:?} {text} {citations:?} {status:?} {reason:?} {} {rest:?}",
            measure.placeholder
        ));
    }
    for record in &entity.records {
        let mut fields: Vec<String> = record
            .fields
            .iter()
            .map(|field| format!("{} {}", name(record.kind, field.key), squeezed(&field.text())))
            .collect();
        fields.sort();
        facts.push(format!("{} {fields:?}", record.kind.key()));
    }
    (format!("{:?} {}", entity.kind, entity.title()), facts)
}

fn name(kind: Kind, key: FieldKey) -> &'static str {
    schema::field(kind, key).map_or("", |row| row.name())
}
