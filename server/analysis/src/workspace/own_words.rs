//! An organization's own words for terms: the settings `synonyms` and `status`, read and validated.

use std::ops::Range;

use super::ConfigError;
use super::setting::{Entry, Setting, Value};
use super::table::SettingKey;
use crate::model::{is_placeholder, is_whole_value};
use crate::rules::nearest;
use crate::schema::{self, FIELDS, Kind};
use crate::standard::{Match, OwnWords, Term, TermSet, standard};
use crate::syntax::notation::{Notation, Token};

/// Reads the settings of a client, `synonyms` and `status` among them: the words, and what could not be understood.
#[must_use]
pub fn own_words(settings: &serde_json::Value) -> (OwnWords, Vec<ConfigError>) {
    let mut reader = Reader::default();
    for key in [SettingKey::Synonyms, SettingKey::Status] {
        if let Some(value) = settings.get(key.name()).filter(|value| !value.is_null()) {
            reader.read(key, &Setting::from(value));
        }
    }
    (reader.words, reader.errors)
}

/// What was read so far.
#[derive(Default)]
pub(super) struct Reader {
    pub(super) words: OwnWords,
    pub(super) errors: Vec<ConfigError>,
}

impl Reader {
    /// Reads one of the two settings.
    pub(super) fn read(&mut self, key: SettingKey, setting: &Setting) {
        let name = key.name();
        let Value::Table(entries) = &setting.value else {
            let set = if key == SettingKey::Status { TermSet::Status } else { TermSet::Scope };
            let example = standard().terms().of(set).first().map_or("", |term| term.name);
            return self.error(
                &setting.range,
                format!("{name} 应为表，一行一个术语，如 \"{example}\" = [\"自用的说法\"]"),
                format!(
                    "{name} should be a table, one term a line: \"{example}\" = [\"a word of your own\"]"
                ),
            );
        };
        for entry in entries {
            if key == SettingKey::Status {
                self.term(name, TermSet::Status, entry);
            } else {
                self.synonyms(name, entry);
            }
        }
    }

    /// A field with a table of its terms, or a term with a list of words.
    fn synonyms(&mut self, name: &str, entry: &Entry) {
        let path = format!("{name}.{}", entry.key);
        if let Value::Table(terms) = &entry.setting.value {
            match set_of_field(&entry.key) {
                Some(set) => terms.iter().for_each(|entry| self.term(&path, set, entry)),
                None => self.no_field(&entry.range, &path, &entry.key),
            }
            return;
        }
        if let Some((field, key)) = entry.key.split_once('.') {
            return match set_of_field(field.trim()) {
                Some(set) => self.words_of(&path, set, key.trim(), entry),
                None => self.no_field(&entry.range, &path, field),
            };
        }
        let meant: Vec<&'static Term> = meanings(&entry.key);
        match meant.as_slice() {
            [] => self.no_term(&entry.range, &path, &entry.key, None),
            [term] => self.take(&path, term, entry),
            several => {
                let names: Vec<String> = several.iter().map(|term| qualified(term)).collect();
                self.error(
                    &entry.range,
                    format!("{path}：多个字段都有这个术语，请写明是哪一个：{}", names.join("、")),
                    format!("{path}: several fields have this term; say which: {}", names.join(", ")),
                );
            }
        }
    }

    fn term(&mut self, path: &str, set: TermSet, entry: &Entry) {
        self.words_of(&format!("{path}.{}", entry.key), set, &entry.key, entry);
    }

    fn words_of(&mut self, path: &str, set: TermSet, key: &str, entry: &Entry) {
        match standard().terms().lookup(set, key) {
            Match::Exact(term) => self.take(path, term, entry),
            _ => self.no_term(&entry.range, path, key, Some(set)),
        }
    }

    /// Takes the words of a term.
    fn take(&mut self, path: &str, term: &'static Term, entry: &Entry) {
        let words = match &entry.setting.value {
            Value::List(items) => items.iter().map(word).collect::<Option<Vec<_>>>(),
            _ => None,
        };
        let Some(words) = words else {
            return self.error(
                &entry.setting.range,
                format!("{path} 的值应为文字的列表，如 [\"自用的说法\"]"),
                format!("{path} should be a list of texts: [\"a word of your own\"]"),
            );
        };
        for (word, range) in words {
            match self.objection(term, word) {
                Some([zh, en]) => self.error(&range, format!("{path}：{zh}"), format!("{path}: {en}")),
                None => self.words.insert(word, term),
            }
        }
    }

    /// Why a word cannot stand for a term.
    fn objection(&self, term: &'static Term, word: &str) -> Option<[String; 2]> {
        let known = self.words.meant(term.set, word);
        let known = known.or_else(|| standard().terms().lookup(term.set, word).term());
        if word.trim().is_empty() {
            return Some(["说法不能为空".to_owned(), "a word cannot be empty".to_owned()]);
        }
        if let Some(other) = known.filter(|other| *other != term) {
            return Some([
                format!("“{word}”已经表示“{}”，不能再表示“{}”", other.name, term.name),
                format!("\"{word}\" means \"{}\" already, it cannot mean \"{}\" too", other.name, term.name),
            ]);
        }
        if is_placeholder(word) {
            return Some([
                format!("“{word}”是待填写的占位文字，不能作为取值"),
                format!("\"{word}\" is a placeholder and cannot be a value"),
            ]);
        }
        let mut own = OwnWords::default();
        own.insert(word, term);
        if field_of(term.set).is_some_and(|field| !is_whole_value(word, field.ty, &own)) {
            return Some([
                format!("“{word}”含有分隔取值的符号，规划里读不成一个取值"),
                format!(
                    "\"{word}\" holds a sign at which values are split: a plan cannot give it as one value"
                ),
            ]);
        }
        (term.set == TermSet::Status && !fits_bracket(word)).then(|| {
            [
                format!("“{word}”太长或含有括号，写在建设内容末尾的括号里认不出来"),
                format!(
                    "\"{word}\" is too long, or holds brackets: in brackets behind a measure it is not read"
                ),
            ]
        })
    }

    fn no_field(&mut self, range: &Range<usize>, path: &str, key: &str) {
        let fields: Vec<&str> = term_fields().map(schema::Field::name).collect();
        self.error(
            range,
            format!("{path}：“{key}”不是以术语取值的字段；这样的字段有 {}", fields.join("、")),
            format!("{path}: \"{key}\" is no field whose values are terms; such are {}", fields.join(", ")),
        );
    }

    fn no_term(&mut self, range: &Range<usize>, path: &str, key: &str, set: Option<TermSet>) {
        let sets: Vec<TermSet> = match set {
            Some(set) => vec![set],
            None => term_fields().filter_map(|field| field.ty.terms()).collect(),
        };
        let lookup = |set: &TermSet| standard().terms().lookup(*set, key).term();
        let names = sets.iter().flat_map(|set| standard().terms().of(*set)).flat_map(|t| [t.name, t.key]);
        let near = sets.iter().find_map(lookup).map(|term| term.name).or_else(|| nearest(key, names));
        let choice = || {
            let set = set?;
            Some(standard().terms().of(set).iter().map(|term| term.key).collect::<Vec<_>>().join(", "))
        };
        let (zh, en) = match (near, choice()) {
            (Some(near), _) => (format!("，是否应为“{near}”？"), format!("; did you mean \"{near}\"?")),
            (None, Some(choice)) => {
                (format!("；可写 {choice}，或其中文名称"), format!("; there are {choice}"))
            }
            (None, None) => {
                ("；请写规范术语，或“字段.术语”".to_owned(), "; write a term, or FIELD.TERM".to_owned())
            }
        };
        self.error(
            range,
            format!("{path}：“{key}”不是规范术语{zh}"),
            format!("{path}: \"{key}\" is no term{en}"),
        );
    }

    fn error(&mut self, range: &Range<usize>, zh: String, en: String) {
        self.errors.push(ConfigError { range: range.clone(), zh, en });
    }
}

fn word(setting: &Setting) -> Option<(&str, Range<usize>)> {
    match &setting.value {
        Value::Text(text) => Some((text, setting.range.clone())),
        _ => None,
    }
}

/// The fields whose values are terms, one for each set.
fn term_fields() -> impl Iterator<Item = &'static schema::Field> {
    let first = |field: &&schema::Field| {
        let set = field.ty.terms();
        set.is_some_and(|set| field_of(set).is_some_and(|first| std::ptr::eq(first, *field)))
    };
    FIELDS.iter().filter(first)
}

fn field_of(set: TermSet) -> Option<&'static schema::Field> {
    FIELDS.iter().find(|field| field.ty.terms() == Some(set))
}

/// The terms that a field takes, by any of the names that it has in a plan.
fn set_of_field(name: &str) -> Option<TermSet> {
    let kinds = [Kind::Capability, Kind::Unit, Kind::Module, Kind::Measure, Kind::Indicator];
    let field = kinds.into_iter().filter_map(|kind| schema::resolve(kind, name));
    field.filter_map(|slot| slot.field_key()).find_map(schema::terms_of)
}

/// The terms that are called so: by name or key, else in an accepted form.
fn meanings(key: &str) -> Vec<&'static Term> {
    let sets = || term_fields().filter_map(|field| field.ty.terms());
    let found = |set| match standard().terms().lookup(set, key) {
        Match::Exact(term) => Some(term),
        _ => None,
    };
    let all: Vec<&'static Term> = sets().filter_map(found).collect();
    let named: Vec<&'static Term> =
        all.iter().copied().filter(|term| term.name == key.trim() || term.key == key.trim()).collect();
    if named.is_empty() { all } else { named }
}

/// A term with its field: `scope.organization`.
fn qualified(term: &Term) -> String {
    format!("{}.{}", field_of(term.set).map_or("", schema::Field::name), term.key)
}

/// Whether a word is read as a status where it stands in brackets behind a measure.
fn fits_bracket(word: &str) -> bool {
    let text = format!("（{word}）");
    let tokens = Notation::default().prose(&text);
    tokens
        .iter()
        .any(|token| matches!(token, Token::Status { word: read, .. } if text[read.clone()] == *word.trim()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::super::Config;
    use super::own_words;
    use crate::standard::{Match, TermSet};

    /// Line, text at the place, and messages of each mistake.
    fn mistakes(toml: &str) -> Vec<(usize, String, String, String)> {
        let shown = |error: &super::ConfigError| {
            let line = toml[..error.range.start].matches('\n').count() + 1;
            (line, toml[error.range.clone()].to_owned(), error.zh.clone(), error.en.clone())
        };
        Config::parse(toml).errors.iter().map(shown).collect()
    }

    #[test]
    fn a_term_is_named_alone_or_with_its_field() {
        let toml = "[synonyms]\n\"组织全局\" = [\"集团全局\", \"全集团😀\"]\nscope.partners = [\"产业联盟\"]\n\"level.CL3\" = [\"先进级\"]\n\n[synonyms.\"能力形态\"]\n\"能力流\" = [\"业务流\"]\n\n[status]\ndone = [\"已上线\"]\n\"进行中\" = [\"试运行\"]\n";
        let config = Config::parse(toml);
        assert_eq!(config.errors, []);
        let key = |set, word| config.words.lookup(set, word).term().map(|term| term.key);
        assert_eq!(key(TermSet::Scope, "集团全局"), Some("organization"));
        assert_eq!(key(TermSet::Scope, "全集团😀"), Some("organization"));
        assert_eq!(key(TermSet::Scope, " 产业 联盟"), Some("partners"));
        assert_eq!(key(TermSet::Level, "先进级"), Some("CL3"));
        assert_eq!(key(TermSet::Level, "CL3（先进级）"), Some("CL3"));
        assert!(matches!(config.words.lookup(TermSet::Level, "CL2（先进级）"), Match::None));
        assert_eq!(key(TermSet::Form, "业务流"), Some("flow"));
        assert_eq!(key(TermSet::Status, "已上线"), Some("done"));
        assert_eq!(key(TermSet::Status, "试运行"), Some("doing"));
        assert_eq!(key(TermSet::Status, "集团全局"), None);
    }

    #[test]
    fn each_mistake_is_told_at_its_place_with_its_key() {
        let cases = [
            ("synonyms = [\"甲\"]", "[\"甲\"]", ["应为表", "a table"]),
            (
                "[status]\ndone = \"已上线\"",
                "\"已上线\"",
                ["status.done 的值应为文字的列表", "list of texts"],
            ),
            ("[status]\ndone = [1]", "[1]", ["status.done", "status.done"]),
            ("[status]\ndoen = [\"已上线\"]", "doen", ["是否应为“done”", "did you mean \"done\""]),
            (
                "[status]\n\"收尾\" = [\"已上线\"]",
                "\"收尾\"",
                ["可写 done, doing, planned", "there are done"],
            ),
            ("[synonyms]\n\"全公司\" = [\"集团\"]", "\"全公司\"", ["是否应为“组织全局”", "组织全局"]),
            (
                "[synonyms]\n\"生态级\" = [\"联盟级\"]",
                "\"生态级\"",
                ["level.CL5", "digitalization.ecosystem"],
            ),
            ("[synonyms]\nrange.organization = [\"集团\"]", "range", ["viewpoint、level、", "no field"]),
            ("[synonyms]\n\"天书\" = [\"集团\"]", "\"天书\"", ["“天书”不是规范术语", "FIELD.TERM"]),
            ("[synonyms]\nscope.organization = [\"生态圈\"]", "\"生态圈\"", ["已经表示“生态圈”", "already"]),
            (
                "[synonyms]\nscope.partners = [\"甲\"]\nscope.organization = [\"甲\"]",
                "\"甲\"",
                ["已经表示“相关合作伙伴”，不能再表示“组织全局”", "already"],
            ),
            ("[synonyms]\nscope.organization = [\"\"]", "\"\"", ["不能为空", "empty"]),
            ("[synonyms]\nscope.organization = [\"待定\"]", "\"待定\"", ["占位", "placeholder"]),
            ("[synonyms]\nscope.organization = [\"集团、股份\"]", "\"集团、股份\"", ["分隔", "split"]),
            (
                "[status]\ndone = [\"已经上线并且通过了验收\"]",
                "\"已经上线并且通过了验收\"",
                ["太长", "too long"],
            ),
        ];
        for (toml, place, words) in cases {
            let found = mistakes(&format!("profile = \"thorough\"\n# 注😀\n{toml}\n"));
            let [(line, text, zh, en)] = found.as_slice() else { unreachable!("{toml}: {found:?}") };
            assert_eq!((*line, text.as_str()), (2 + toml.lines().count(), place), "{toml}");
            assert!(zh.contains(words[0]) && en.contains(words[1]), "{toml}: {zh} | {en}");
            let key = toml.lines().last().unwrap().split(['=', ' ', '.']).next().unwrap().replace('"', "");
            assert!(zh.contains(&key) && en.contains(&key), "{toml}: {key} in {zh} | {en}");
        }
    }

    #[test]
    fn a_name_with_other_letters_wants_quotation_marks() {
        let [(line, _, zh, en)] = mistakes("[synonyms]\n组织全局 = [\"集团全局\"]\n").try_into().unwrap();
        assert_eq!(line, 2);
        assert!(zh.contains("引号") && en.contains("quotation marks"), "{zh} | {en}");
    }

    #[test]
    fn a_client_says_it_in_its_own_settings() {
        let settings = serde_json::json!({
            "profile": "thorough",
            "synonyms": { "scope.organization": ["集团全局"], "form": { "能力流": ["业务流"] }, "天书": ["甲"] },
            "status": { "done": ["已上线"] },
        });
        let (words, errors) = own_words(&settings);
        let key = |set, word| words.lookup(set, word).term().map(|term| term.key);
        assert_eq!(key(TermSet::Scope, "集团全局"), Some("organization"));
        assert_eq!(key(TermSet::Form, "业务流"), Some("flow"));
        assert_eq!(key(TermSet::Status, "已上线"), Some("done"));
        assert!(matches!(errors.as_slice(), [only] if only.en.contains("synonyms.天书")));
        assert!(own_words(&serde_json::json!({ "status": null })).1.is_empty());
    }
}
