//! `capplan.toml`: profile, locale, members of the set, rule levels, granularity, own words.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, LazyLock};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::documents::PLAN_ENDINGS;
use super::own_words::Reader;
use super::setting::Setting;
use super::table::{SETTINGS, SEVERITIES, SettingKey, SettingRow};
use crate::ide::Spaces;
use crate::rules::{Locale, Profile, Severity, nearest_rule, rule};
use crate::standard::OwnWords;

/// What a `capplan.toml` says.
#[derive(Debug)]
pub struct Config {
    /// Which rules speak.
    pub profile: Option<Profile>,
    /// The language of messages.
    pub locale: Option<Locale>,
    /// Severities by rule; none for `off`.
    pub rules: BTreeMap<String, Option<Severity>>,
    /// Whether a topic counts only when all its firm points are cited.
    pub strict: bool,
    /// The file of findings that are known, relative to the folder.
    pub baseline: Option<String>,
    /// Words of the organization's own for terms.
    pub words: Arc<OwnWords>,
    /// What formatting does about spaces between Chinese and Latin letters.
    pub spaces: Spaces,
    /// What could not be understood.
    pub errors: Vec<ConfigError>,
    include: GlobSet,
    exclude: GlobSet,
}

/// A mistake in a `capplan.toml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    /// Where, in bytes.
    pub range: Range<usize>,
    /// 中文.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            profile: None,
            locale: None,
            rules: BTreeMap::new(),
            strict: false,
            baseline: None,
            words: Arc::default(),
            spaces: Spaces::Keep,
            errors: Vec::new(),
            include: DEFAULT_GLOBS.clone(),
            exclude: GlobSet::empty(),
        }
    }
}

/// The severity that a word of the settings names; `off` names none.
#[must_use]
pub fn severity_of(word: &str) -> Option<Option<Severity>> {
    SEVERITIES.into_iter().find(|(name, _)| *name == word).map(|(_, severity)| severity)
}

/// The profile that a word names.
#[must_use]
pub fn profile_of(word: &str) -> Option<Profile> {
    [Profile::Essential, Profile::Standard, Profile::Thorough]
        .into_iter()
        .find(|profile| profile.word() == word)
}

impl Config {
    /// Reads a `capplan.toml`; what cannot be understood is told and left at its default.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut config = Self::default();
        let table = match DeTable::parse(text) {
            Ok(table) => table,
            Err(error) => {
                let range = error.span().unwrap_or(0..0);
                let message = error.message().trim().to_owned();
                let [zh, en] = if wants_quotes(text, range.start) {
                    [
                        "；键里有汉字时，键要加引号",
                        "; a key that is not plain Latin stands in quotation marks",
                    ]
                } else {
                    [""; 2]
                };
                config.error(
                    range,
                    format!("capplan.toml 无法读取：{message}{zh}"),
                    format!("cannot be read: {message}{en}"),
                );
                return config;
            }
        };
        let mut words = Reader::default();
        config.read(table.get_ref(), "", &mut words);
        config.words = Arc::new(words.words);
        config.errors.extend(words.errors);
        config.errors.sort_by_key(|error| error.range.start);
        config
    }

    /// Reads the settings of a table, whose own name and a dot stand in `lead`.
    fn read(&mut self, table: &DeTable<'_>, lead: &str, words: &mut Reader) {
        for (key, value) in table {
            let name = format!("{lead}{}", key.get_ref());
            let section = format!("{name}.");
            let mut rows = SETTINGS.iter().filter(|row| row.is_of_file());
            if let Some(row) = rows.clone().find(|row| row.name == name) {
                self.take(row, value, words);
            } else if let Some(row) = rows.find(|row| row.name.starts_with(&section)) {
                match value.get_ref().as_table() {
                    Some(inner) => self.read(inner, &section, words),
                    None => {
                        let example = format!("{} = …", row.name[section.len()..].trim());
                        self.expected(value.span(), &format!("[{name}]"), &example);
                    }
                }
            } else {
                self.unknown(key.span(), key.get_ref());
            }
        }
    }

    /// Takes what is said of a setting.
    fn take(&mut self, row: &SettingRow, value: &Spanned<DeValue<'_>>, words: &mut Reader) {
        let said = value.get_ref();
        let word = said.as_str().unwrap_or_default();
        let understood = match row.key {
            SettingKey::Profile => profile_of(word).map(|profile| self.profile = Some(profile)),
            SettingKey::Locale => {
                Some(word).filter(|tag| Locale::speaks(tag)).map(|tag| self.locale = Some(Locale::of(tag)))
            }
            SettingKey::Baseline => Some(word)
                .filter(|file| !file.is_empty())
                .map(|file| self.baseline = Some(file.replace('\\', "/"))),
            SettingKey::Include | SettingKey::Exclude => {
                strings(said).map(|patterns| self.read_patterns(row, value.span(), &patterns))
            }
            SettingKey::Granularity => row.place_of(word).map(|place| self.strict = place == 1),
            SettingKey::Spaces => row.place_of(word).map(|place| self.spaces = Spaces::NAMES[place].1),
            SettingKey::Rules => {
                self.read_rules(value);
                Some(())
            }
            SettingKey::Synonyms | SettingKey::Status => {
                words.read(row.key, &Setting::from(value));
                Some(())
            }
            // The client's own: no row of the file.
            SettingKey::ServerPath
            | SettingKey::Trace
            | SettingKey::CodeLens
            | SettingKey::InlayHints
            | SettingKey::ContinueMeasures => None,
        };
        if understood.is_none() {
            self.expected(value.span(), row.name, &row.expected());
        }
    }

    fn read_patterns(&mut self, row: &SettingRow, place: Range<usize>, patterns: &[&str]) {
        let name = row.name;
        match globs(patterns.iter().copied()) {
            Ok(set) if row.key == SettingKey::Include => self.include = set,
            Ok(set) => self.exclude = set,
            Err(error) => self.error(
                place,
                format!("{name} 的通配符无效：{error}"),
                format!("{name}: invalid pattern: {error}"),
            ),
        }
    }

    fn read_rules(&mut self, value: &Spanned<DeValue<'_>>) {
        let Some(table) = value.get_ref().as_table() else {
            return self.expected(value.span(), "[rules]", "level-gap = \"warning\"");
        };
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            if rule(name).is_none() {
                let [zh, en] = nearest_rule(name).map_or_else(Default::default, |near| {
                    [format!("，是否应为 {near}？"), format!("; did you mean {near}?")]
                });
                self.error(
                    key.span(),
                    format!("没有名为 {name} 的规则{zh}"),
                    format!("there is no rule named {name}{en}"),
                );
                continue;
            }
            match value.get_ref().as_str().and_then(severity_of) {
                Some(severity) => {
                    self.rules.insert(name.to_owned(), severity);
                }
                None => self.expected(value.span(), name, &SettingKey::Rules.row().expected()),
            }
        }
    }

    fn error(&mut self, range: Range<usize>, zh: String, en: String) {
        self.errors.push(ConfigError { range, zh, en });
    }

    fn expected(&mut self, range: Range<usize>, key: &str, what: &str) {
        self.error(range, format!("{key} 的值应为 {what}"), format!("{key} should be {what}"));
    }

    fn unknown(&mut self, range: Range<usize>, key: &str) {
        self.error(range, format!("不认识的设置 {key}"), format!("unknown setting {key}"));
    }

    /// Whether a file, given relative to the folder of the `capplan.toml`, is a member of the set.
    #[must_use]
    pub fn includes(&self, relative: &str) -> bool {
        self.include.is_match(relative) && !self.excludes(relative)
    }

    /// Whether a file is kept out of the set.
    #[must_use]
    pub fn excludes(&self, relative: &str) -> bool {
        self.exclude.is_match(relative)
    }
}

/// Whether the line of a byte has a key of other than plain Latin letters without quotation marks.
fn wants_quotes(text: &str, at: usize) -> bool {
    let start = text.get(..at).map_or(0, |before| before.rfind('\n').map_or(0, |end| end + 1));
    let line = text[start..].lines().next().unwrap_or_default();
    let key = line.split_once('=').map_or(line, |(key, _)| key);
    !key.is_ascii() && !key.contains(['"', '\'', '#'])
}

fn strings<'a>(value: &'a DeValue<'_>) -> Option<Vec<&'a str>> {
    value.as_array()?.iter().map(|item| item.get_ref().as_str()).collect()
}

/// Made once: every refresh of a plan without a `capplan.toml` asks for it.
static DEFAULT_GLOBS: LazyLock<GlobSet> = LazyLock::new(|| {
    globs(PLAN_ENDINGS.map(|ending| format!("*{ending}")).iter().map(String::as_str)).unwrap_or_default()
});

/// A pattern without a slash matches in every folder, as in `.gitignore`.
fn globs<'a>(patterns: impl Iterator<Item = &'a str>) -> Result<GlobSet, globset::Error> {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        let anywhere = if pattern.contains('/') { pattern.to_owned() } else { format!("**/{pattern}") };
        set.add(GlobBuilder::new(&anywhere).literal_separator(true).build()?);
    }
    set.build()
}
