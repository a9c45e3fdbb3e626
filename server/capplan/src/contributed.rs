//! What the VS Code client contributes, written from the tables of settings and of semantic tokens: parts of its
//! `package.json`, the texts of its `package.nls.*.json`, the schema of `capplan.toml`, a table of its README.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use capplan_analysis::workspace::{SETTINGS, SettingPlace, SettingRow, SettingValues};
use serde_json::{Map, Value, json};

use crate::server::{SECTION, legend};
use crate::setting_schema;

/// What the ids of generated texts begin with.
const LEAD: &str = "setting.";
/// What a setting that is left empty leaves to others.
const UNSET: [&str; 2] = ["按 capplan.toml；未指定时用默认值", "As capplan.toml says, else the default."];

/// Texts by id: 中文, English.
type Texts = BTreeMap<String, [String; 2]>;

fn client() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../editors/vscode")
}

/// The configuration that the client contributes, and its texts.
fn configuration() -> (Value, Texts) {
    let texts = std::cell::RefCell::new(Texts::new());
    let put = |id: &str, says: [&str; 2]| {
        texts.borrow_mut().insert(format!("{LEAD}{id}"), says.map(str::to_owned));
        format!("%{LEAD}{id}%")
    };
    let mut properties = Map::new();
    for (order, row) in SETTINGS.iter().filter(|row| row.is_of_client()).enumerate() {
        let mut value = setting_schema::value(row, &put, false);
        value["markdownDescription"] = value["description"].take();
        value["order"] = (order + 1).into();
        value["scope"] =
            if row.place == SettingPlace::Machine { "machine-overridable" } else { "window" }.into();
        match row.values {
            SettingValues::Words(words, _) => {
                let mut known: Vec<&str> = words.iter().map(|word| word.word).collect();
                let says = words.iter().map(|word| put(&format!("{}.{}", row.name, word.word), word.says));
                let mut says: Vec<String> = says.collect();
                if row.place == SettingPlace::Both {
                    known.insert(0, "");
                    says.insert(0, put("unset", UNSET));
                    value["default"] = "".into();
                }
                (value["enum"], value["enumDescriptions"]) = (json!(known), json!(says));
            }
            SettingValues::Path | SettingValues::PathOrNone => value["default"] = "".into(),
            SettingValues::Severities | SettingValues::Terms | SettingValues::Statuses => {
                value["default"] = json!({});
            }
            SettingValues::Switch(_) | SettingValues::Patterns(_) => {}
        }
        if let Some(object) = value.as_object_mut() {
            object.retain(|_, value| !value.is_null());
        }
        properties.insert(format!("{SECTION}.{}", row.name), value);
    }
    (json!({ "title": SECTION, "properties": properties }), texts.into_inner())
}

/// TextMate scopes for themes that have no rules for semantic tokens, by type and modifier.
const SCOPES: [(&str, &[&str]); 21] = [
    ("keyword", &["keyword.other"]),
    ("class", &["entity.name.type.class"]),
    ("struct", &["entity.name.type.struct", "entity.name.type"]),
    ("interface", &["entity.name.type.interface", "entity.name.type"]),
    ("parameter", &["variable.parameter"]),
    ("variable", &["variable.other"]),
    ("namespace", &["entity.name.namespace", "entity.name.section"]),
    ("type", &["entity.name.type", "support.type"]),
    ("property", &["variable.other.property", "entity.name.tag"]),
    ("enumMember", &["variable.other.enummember", "constant.other"]),
    ("number", &["constant.numeric"]),
    ("macro", &["entity.name.function.preprocessor", "markup.underline.link"]),
    ("macro.deprecated", &["invalid.deprecated", "invalid"]),
    ("event", &["variable.other.event"]),
    ("event.readonly", &["markup.inserted"]),
    ("event.modification", &["markup.changed"]),
    ("event.abstract", &["comment"]),
    ("comment", &["comment"]),
    ("comment.abstract", &["comment"]),
    ("modifier", &["storage.modifier"]),
    ("decorator", &["entity.name.decorator", "entity.name.function"]),
];

fn semantic_token_scopes() -> Value {
    let scopes: Map<String, Value> =
        SCOPES.iter().map(|(name, list)| ((*name).to_owned(), json!(list))).collect();
    ["markdown", "yaml"]
        .into_iter()
        .map(|language| json!({ "language": language, "scopes": scopes }))
        .collect()
}

/// A value as JSON, its keys sorted: their order is otherwise that of the build.
fn pretty(value: &Value) -> String {
    let mut value = value.clone();
    value.sort_all_objects();
    serde_json::to_string_pretty(&value).unwrap()
}

/// A JSON text in which the value of a key, the only one of that name, is another.
fn with_value(text: &str, key: &str, value: &Value) -> String {
    let start = text.find(&format!("\"{key}\": ")).unwrap() + key.len() + 4;
    let mut stream = serde_json::Deserializer::from_str(&text[start..]).into_iter::<Value>();
    stream.next().unwrap().unwrap();
    let end = start + stream.byte_offset();
    let line = text[..start].rfind('\n').map_or(0, |end| end + 1);
    let indent = &text[line..line + text[line..].find('"').unwrap()];
    let pretty = pretty(value).replace('\n', &format!("\n{indent}"));
    format!("{}{pretty}{}", &text[..start], &text[end..])
}

/// The texts of a language, those that are written by hand kept.
fn with_texts(text: &str, texts: &Texts, language: usize) -> String {
    let mut all: BTreeMap<String, String> = serde_json::from_str(text).unwrap();
    all.retain(|id, _| !id.starts_with(LEAD));
    all.extend(texts.iter().map(|(id, says)| (id.clone(), says[language].clone())));
    serde_json::to_string_pretty(&all).unwrap() + "\n"
}

/// The README with its table of settings.
fn with_table(text: &str) -> String {
    let (begin, end) = ("<!-- settings -->\n", "<!-- end of settings -->");
    let at = text.find(begin).unwrap() + begin.len();
    let mut table = String::from("| | |\n|---|---|\n");
    for SettingRow { name, says: [zh, en], .. } in SETTINGS.iter().filter(|row| row.is_of_client()) {
        let (zh, en) = (zh.replace("`#", "`").replace("#`", "`"), en.replace("`#", "`").replace("#`", "`"));
        _ = writeln!(table, "| `{SECTION}.{name}` | {zh} {en} |");
    }
    format!("{}{table}{}", &text[..at], &text[text.find(end).unwrap()..])
}

fn check(name: &str, made: impl Fn(&str) -> String) {
    let path = client().join(name);
    let text = fs::read_to_string(&path).unwrap_or_default();
    let made = made(&text);
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, &made).unwrap();
    } else {
        let hint = "is stale: UPDATE_GENERATED=1 cargo test -p capplan --lib contributed";
        assert!(text == made, "editors/vscode/{name} {hint}");
    }
}

#[test]
fn what_the_vscode_client_contributes_is_current() {
    let (configuration, texts) = configuration();
    check("package.json", |text| {
        let text = with_value(text, "configuration", &configuration);
        with_value(&text, "semanticTokenScopes", &semantic_token_scopes())
    });
    check("package.nls.zh-cn.json", |text| with_texts(text, &texts, 0));
    check("package.nls.json", |text| with_texts(text, &texts, 1));
    check("README.md", with_table);
    check("schemas/capplan.toml.schema.json", |_| pretty(&setting_schema::of_file()) + "\n");
}

#[test]
fn paths_of_programs_are_not_taken_from_untrusted_workspaces() {
    let package: Value =
        serde_json::from_str(&fs::read_to_string(client().join("package.json")).unwrap()).unwrap();
    let machine = SETTINGS.iter().filter(|row| row.place == SettingPlace::Machine);
    let restricted: Vec<String> = machine.map(|row| format!("{SECTION}.{}", row.name)).collect();
    assert_eq!(package["capabilities"]["untrustedWorkspaces"]["restrictedConfigurations"], json!(restricted));
    assert_eq!(package["version"], env!("CARGO_PKG_VERSION"));
}

#[test]
fn every_token_that_is_sent_has_scopes_and_no_other() {
    let legend = legend::legend();
    let mut known: Vec<String> = legend::used();
    known.extend(legend.token_types.iter().map(|name| name.as_str().to_owned()));
    for (name, _) in SCOPES {
        assert!(known.iter().any(|known| known == name), "{name} is never sent");
    }
    for name in legend.token_types {
        assert!(SCOPES.iter().any(|(known, _)| *known == name.as_str()), "{name:?} has no scopes");
    }
}

#[test]
fn a_value_is_replaced_and_nothing_else() {
    let text = "{\n  \"a\": {\n    \"b\": [1, {\"b\": 2}],\n    \"c\": \"😀\"\n  }\n}\n";
    let made = with_value(text, "b", &json!({ "x": [1] }));
    assert_eq!(
        made,
        "{\n  \"a\": {\n    \"b\": {\n      \"x\": [\n        1\n      ]\n    },\n    \"c\": \"😀\"\n  }\n}\n"
    );
}
