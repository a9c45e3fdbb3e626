//! `capplan schema`: the JSON Schema of plans in YAML, derived from the schema table and the standard's terms.

use std::io;

use capplan_analysis::schema::{Field, Kind, Type, fields};
use capplan_analysis::standard::{Aspect, Dimension, Level, TermSet, standard};
use serde_json::{Map, Value, json};

use super::{CLEAN, Screen, write_json};
use crate::setting_schema;

const KINDS: [Kind; 7] =
    [Kind::Plan, Kind::Capability, Kind::Unit, Kind::Module, Kind::Measure, Kind::Indicator, Kind::Advantage];

/// The definition of a level's value.
const LEVEL: &str = "level";

/// Which schema to print.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// That of `capplan.toml` instead.
    #[arg(long)]
    config: bool,
}

pub(super) fn run(arguments: &Arguments, screen: &mut Screen<'_>) -> io::Result<u8> {
    write_json(screen, &if arguments.config { setting_schema::of_file() } else { schema() })?;
    Ok(CLEAN)
}

/// The whole schema (JSON Schema draft 7): a definition a kind, the document being a plan.
fn schema() -> Value {
    let mut definitions: Map<String, Value> =
        KINDS.into_iter().map(|kind| (kind.key().to_owned(), object(kind))).collect();
    definitions.insert(LEVEL.to_owned(), level());
    definitions.extend(Dimension::ALL.map(|dimension| (dimension.key().to_owned(), aspects(dimension))));
    definitions.extend(TermSet::ALL.map(|set| (set_name(set), term(set))));
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": standard().title(),
        "description": standard().edition(),
        "$ref": reference(Kind::Plan.key()),
        "definitions": definitions,
    })
}

fn refer(definition: &str) -> Value {
    json!({ "$ref": reference(definition) })
}

fn reference(definition: &str) -> String {
    format!("#/definitions/{definition}")
}

fn set_name(set: TermSet) -> String {
    format!("terms-{set:?}").to_lowercase()
}

/// The mapping that an entity or record is; every English key and every Chinese label names its field.
fn object(kind: Kind) -> Value {
    let mut properties = Map::new();
    for field in fields(kind) {
        for name in field.names.iter().chain(field.labels) {
            properties.entry(*name).or_insert_with(|| described(field));
        }
    }
    if kind.has_dimensions() {
        for dimension in Dimension::ALL {
            for name in [dimension.key(), dimension.name()] {
                properties.entry(name).or_insert_with(|| refer(dimension.key()));
            }
        }
    }
    json!({ "type": "object", "title": kind.name(), "properties": properties, "additionalProperties": false })
}

/// The mapping of a dimension's aspects to their measures.
fn aspects(dimension: Dimension) -> Value {
    let measures =
        json!({ "oneOf": [{ "type": "null" }, measure(), { "type": "array", "items": measure() }] });
    let mut properties = Map::new();
    for aspect in Aspect::all().filter(|aspect| aspect.dimension() == dimension) {
        for name in [aspect.key(), aspect.name()] {
            properties.insert(name.to_owned(), titled(measures.clone(), aspect.name(), aspect.english()));
        }
    }
    titled(
        json!({ "type": ["object", "null"], "properties": properties }),
        dimension.name(),
        dimension.english(),
    )
}

/// A measure: its text with citations in brackets, or a mapping.
fn measure() -> Value {
    json!({ "anyOf": [{ "type": "string" }, refer(Kind::Measure.key())] })
}

/// Adds a title and a description; beside a reference they would be ignored, so that goes into an `allOf`.
fn titled(mut value: Value, title: &str, description: &str) -> Value {
    if value.get("$ref").is_some() {
        value = json!({ "allOf": [value] });
    }
    if let Some(object) = value.as_object_mut() {
        object.insert("title".to_owned(), title.into());
        object.insert("description".to_owned(), description.into());
    }
    value
}

fn described(field: &Field) -> Value {
    let clauses = field.clauses.join(", ");
    let [zh, en] = field.gloss;
    let end = if clauses.is_empty() { String::new() } else { format!(" [{clauses}]") };
    titled(value(&field.ty), field.label(), &format!("{zh} / {en}{end}"))
}

/// The schema of a type. Where a list is expected a scalar may stand.
fn value(ty: &Type) -> Value {
    let text = || json!({ "type": ["string", "number", "boolean", "null"] });
    match *ty {
        Type::Text | Type::Edition | Type::Id | Type::Reference(_) => text(),
        Type::Texts | Type::TextOrTexts | Type::References(_) | Type::Citations => or_list(&text()),
        Type::Level | Type::Levels => refer(LEVEL),
        Type::Term(set) => refer(&set_name(set)),
        Type::Terms(set) => or_list(&refer(&set_name(set))),
        Type::Records(kind) | Type::Entities(kind) => or_list(&refer(kind.key())),
    }
}

fn or_list(item: &Value) -> Value {
    json!({ "anyOf": [item, { "type": "array", "items": item }] })
}

/// A term: the canonical words are offered, other spellings are read too.
fn term(set: TermSet) -> Value {
    let words: Vec<&str> = standard().terms().of(set).iter().flat_map(|term| [term.key, term.name]).collect();
    json!({ "anyOf": [{ "enum": words }, { "type": "string" }] })
}

/// A level: its code or name, `CURRENT → TARGET`, or a mapping of both.
fn level() -> Value {
    let words: Vec<&str> = Level::all().flat_map(|level| [level.code(), level.name()]).collect();
    let one = json!({ "anyOf": [{ "enum": words }, { "type": ["string", "null"] }] });
    let keys = fields(Kind::Capability).filter(|field| field.ty == Type::Level);
    let names = keys.flat_map(|field| field.names.iter().chain(field.labels));
    let pair: Map<String, Value> = names.map(|name| ((*name).to_owned(), one.clone())).collect();
    json!({ "anyOf": [one, { "type": "object", "properties": pair, "additionalProperties": false }] })
}
