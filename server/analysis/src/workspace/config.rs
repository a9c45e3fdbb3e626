//! `capplan.toml`: profile, locale, members of the set, rule levels, granularity, own words.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, LazyLock};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use super::documents::PLAN_ENDINGS;
use super::own_words::{self, Reader};
use super::setting::Setting;
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
    match word {
        "off" => Some(None),
        "hint" => Some(Some(Severity::Hint)),
        "information" => Some(Some(Severity::Information)),
        "warning" => Some(Some(Severity::Warning)),
        "error" => Some(Some(Severity::Error)),
        _ => None,
    }
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
        let table = match toml::de::DeTable::parse(text) {
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
        for (key, value) in table.get_ref() {
            let (name, place) = (key.get_ref().as_ref(), value.span());
            match name {
                "profile" => match value.get_ref().as_str().and_then(profile_of) {
                    Some(profile) => config.profile = Some(profile),
                    None => config.expected(place, name, "essential | standard | thorough"),
                },
                "locale" => match value.get_ref().as_str().filter(|tag| Locale::speaks(tag)) {
                    Some(locale) => config.locale = Some(Locale::of(locale)),
                    None => config.expected(place, name, "\"zh\" | \"en\""),
                },
                "include" | "exclude" => match strings(value.get_ref()).map(|list| globs(list.into_iter())) {
                    Some(Ok(set)) if name == "include" => config.include = set,
                    Some(Ok(set)) => config.exclude = set,
                    Some(Err(error)) => config.error(
                        place,
                        format!("{name} 的通配符无效：{error}"),
                        format!("{name}: invalid pattern: {error}"),
                    ),
                    None => config.expected(place, name, "[\"**/*.plan.md\", …]"),
                },
                "baseline" => match value.get_ref().as_str().filter(|file| !file.is_empty()) {
                    Some(file) => config.baseline = Some(file.replace('\\', "/")),
                    None => config.expected(place, name, "\"baseline.json\""),
                },
                "rules" => config.read_rules(value),
                "level" => config.read_level(value),
                "format" => config.read_format(value),
                own_words::SYNONYMS | own_words::STATUS => words.read(name, &Setting::from(value)),
                _ => config.unknown(key.span(), name),
            }
        }
        config.words = Arc::new(words.words);
        config.errors.extend(words.errors);
        config.errors.sort_by_key(|error| error.range.start);
        config
    }

    fn read_rules(&mut self, value: &toml::Spanned<toml::de::DeValue<'_>>) {
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
                None => self.expected(value.span(), name, "off | hint | information | warning | error"),
            }
        }
    }

    fn read_level(&mut self, value: &toml::Spanned<toml::de::DeValue<'_>>) {
        let Some(table) = value.get_ref().as_table() else {
            return self.expected(value.span(), "[level]", "granularity = \"topic\"");
        };
        for (key, value) in table {
            match (key.get_ref().as_ref(), value.get_ref().as_str()) {
                ("granularity", Some("point")) => self.strict = true,
                ("granularity", Some("topic")) => self.strict = false,
                ("granularity", _) => self.expected(value.span(), "granularity", "topic | point"),
                (name, _) => {
                    let name = name.to_owned();
                    self.unknown(key.span(), &name);
                }
            }
        }
    }

    fn read_format(&mut self, value: &toml::Spanned<toml::de::DeValue<'_>>) {
        let Some(table) = value.get_ref().as_table() else {
            return self.expected(value.span(), "[format]", "spaces = \"keep\"");
        };
        for (key, value) in table {
            if key.get_ref() != "spaces" {
                self.unknown(key.span(), key.get_ref());
                continue;
            }
            let wanted = value.get_ref().as_str();
            match Spaces::NAMES.into_iter().find(|(name, _)| wanted == Some(name)) {
                Some((_, spaces)) => self.spaces = spaces,
                None => {
                    self.expected(value.span(), "spaces", &Spaces::NAMES.map(|(name, _)| name).join(" | "));
                }
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

fn strings<'a>(value: &'a toml::de::DeValue<'_>) -> Option<Vec<&'a str>> {
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
