//! Settings as JSON Schema, by the analysis's table of them: for `capplan.toml`, and for what a client contributes.

use capplan_analysis::rules;
use capplan_analysis::schema::{Kind, fields};
use capplan_analysis::standard::{TermSet, standard};
use capplan_analysis::workspace::{SETTINGS, SEVERITIES, SettingPlace, SettingRow, SettingValues};
use serde_json::{Map, Value, json};

/// How a text of the table is put: from its id and its two languages.
pub(crate) type Put<'a> = &'a dyn Fn(&str, [&str; 2]) -> String;

/// The schema of `capplan.toml` (JSON Schema draft 7), its texts in both languages.
pub(crate) fn of_file() -> Value {
    let both = |_: &str, [zh, en]: [&str; 2]| format!("{zh} / {en}");
    let mut properties = Map::new();
    for row in SETTINGS.iter().filter(|row| row.is_of_file()) {
        let value = value(row, &both, true);
        match row.name.split_once('.') {
            None => drop(properties.insert(row.name.to_owned(), value)),
            Some((table, name)) => {
                let empty = || json!({ "type": "object", "properties": {}, "additionalProperties": false });
                properties.entry(table).or_insert_with(empty)["properties"][name] = value;
            }
        }
    }
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "capplan.toml",
        "description": both("", [
            "新型能力建设规划的规划集及其设置。",
            "A plan set of capability plans, and its settings.",
        ]),
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    })
}

/// The schema of a setting's value, with what it does. `names` says whether the terms are listed, too.
pub(crate) fn value(row: &SettingRow, put: Put<'_>, names: bool) -> Value {
    let mut made = match row.values {
        SettingValues::Words(words, default) => {
            let mut made = json!({ "enum": words.iter().map(|word| word.word).collect::<Vec<_>>() });
            made["type"] = "string".into();
            if !default.is_empty() {
                made["default"] = default.into();
            }
            made
        }
        SettingValues::Switch(default) => json!({ "type": "boolean", "default": default }),
        SettingValues::Path => json!({ "type": "string" }),
        SettingValues::PathOrNone if row.place == SettingPlace::Both && !names => {
            json!({ "type": ["string", "boolean"] })
        }
        SettingValues::PathOrNone => json!({ "type": "string", "minLength": 1 }),
        SettingValues::Patterns(default) => {
            json!({ "type": "array", "items": { "type": "string" }, "default": default })
        }
        SettingValues::Severities => severities(put),
        SettingValues::Terms => terms(names),
        SettingValues::Statuses => {
            let known = standard().terms().of(TermSet::Status).iter().flat_map(|term| [term.key, term.name]);
            listed(known)
        }
    };
    made["description"] = put(row.name, row.says).into();
    made
}

fn severities(put: Put<'_>) -> Value {
    let words: Vec<&str> = SEVERITIES.iter().map(|(word, _)| *word).collect();
    let rule = |rule: &&rules::Rule| {
        let id = format!("rules.{}", rule.name);
        (rule.name.to_owned(), json!({ "enum": words, "description": put(&id, rule.summary) }))
    };
    let properties: Map<String, Value> = rules::ALL.iter().map(rule).collect();
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}

/// Words of one's own for a term.
fn words() -> Value {
    json!({ "type": "array", "items": { "type": "string", "minLength": 1 } })
}

/// A table whose keys are offered; other accepted forms of their names are read, too.
fn listed<'a>(keys: impl Iterator<Item = &'a str>) -> Value {
    let properties: Map<String, Value> = keys.map(|key| (key.to_owned(), words())).collect();
    json!({ "type": "object", "properties": properties, "additionalProperties": words() })
}

/// Terms by their names, and in tables by the names of their fields.
fn terms(names: bool) -> Value {
    let mut table =
        json!({ "type": "object", "additionalProperties": { "anyOf": [words(), { "type": "object" }] } });
    if names {
        let mut properties = Map::new();
        let kinds = Kind::ENTITIES.into_iter().chain([Kind::Measure, Kind::Indicator]);
        for field in kinds.flat_map(fields) {
            let Some(set) = field.ty.terms() else { continue };
            let known = standard().terms().of(set);
            let of_field = listed(known.iter().flat_map(|term| [term.key, term.name]));
            for term in known {
                properties.entry(term.name).or_insert_with(words);
            }
            properties.insert(field.name().to_owned(), of_field);
        }
        table["properties"] = properties.into();
    }
    table
}
