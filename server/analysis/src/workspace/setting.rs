//! A value of the settings, from `capplan.toml` or from the client, with its bytes where it has some.

use std::ops::Range;

use toml::Spanned;
use toml::de::DeValue;

/// A value and its bytes in the file; from a client, none.
#[derive(Clone, Debug)]
pub(super) struct Setting {
    pub(super) range: Range<usize>,
    pub(super) value: Value,
}

/// What a setting is.
#[derive(Clone, Debug)]
pub(super) enum Value {
    Text(String),
    List(Vec<Setting>),
    Table(Vec<Entry>),
    Other,
}

/// One key of a table.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) range: Range<usize>,
    pub(super) setting: Setting,
}

impl From<&Spanned<DeValue<'_>>> for Setting {
    fn from(value: &Spanned<DeValue<'_>>) -> Self {
        let made = match value.get_ref() {
            DeValue::String(text) => Value::Text(text.to_string()),
            DeValue::Array(items) => Value::List(items.iter().map(Self::from).collect()),
            DeValue::Table(table) => {
                let entry = |(key, value): (&Spanned<_>, &Spanned<DeValue<'_>>)| Entry {
                    key: AsRef::<str>::as_ref(key.get_ref()).to_owned(),
                    range: key.span(),
                    setting: Self::from(value),
                };
                let mut entries: Vec<Entry> = table.iter().map(entry).collect();
                // In the order of the file: of two that clash the later one is at fault.
                entries.sort_by_key(|entry| entry.range.start);
                Value::Table(entries)
            }
            _ => Value::Other,
        };
        Self { range: value.span(), value: made }
    }
}

impl From<&serde_json::Value> for Setting {
    fn from(value: &serde_json::Value) -> Self {
        let made = match value {
            serde_json::Value::String(text) => Value::Text(text.clone()),
            serde_json::Value::Array(items) => Value::List(items.iter().map(Self::from).collect()),
            serde_json::Value::Object(table) => {
                let entry = |(key, value): (&String, &serde_json::Value)| Entry {
                    key: key.clone(),
                    range: 0..0,
                    setting: Self::from(value),
                };
                Value::Table(table.iter().map(entry).collect())
            }
            _ => Value::Other,
        };
        Self { range: 0..0, value: made }
    }
}
