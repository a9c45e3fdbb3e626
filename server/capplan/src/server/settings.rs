//! The client's settings, in `initializationOptions` or the section `capplan`, by the analysis's table of them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use capplan_analysis::rules::{self, Locale, Profile, Severity};
use capplan_analysis::standard::OwnWords;
use capplan_analysis::workspace::{BaselineChoice, Options, SettingKey, own_words, profile_of, severity_of};
use serde_json::{Map, Value};
use tower_lsp_server::ls_types::{InitializeParams, Uri, WorkspaceFolder};

use crate::files;

/// The section of the client's configuration.
pub(crate) const SECTION: &str = "capplan";

/// What one source says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Settings {
    profile: Option<Profile>,
    locale: Option<Locale>,
    rules: BTreeMap<String, Option<Severity>>,
    /// The organization's own words for terms.
    words: OwnWords,
    /// Whether a line break behind a measure goes on with the next topic.
    continues_measures: Option<bool>,
    /// A file, or `false` for none.
    baseline: Option<Value>,
    /// Whether signatures stand above units and modules.
    lenses: Option<bool>,
    /// Whether titles stand behind citations.
    hints: Option<bool>,
    /// Whether the client lists the gaps that a command answers.
    shows_gaps: Option<bool>,
}

/// Settings by source; the later goes before the earlier.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Layers {
    /// The language of the editor.
    locale: Option<Locale>,
    /// The workspace folders; relative paths begin in the first.
    folders: Vec<PathBuf>,
    initial: Settings,
    configured: Settings,
}

impl Layers {
    /// What the client says at the start.
    pub(super) fn of(params: &InitializeParams) -> Self {
        let locale = params.locale.as_deref().map(Locale::of);
        let read = |options| read(options, locale);
        Self {
            locale,
            folders: workspace_folders(params),
            initial: params.initialization_options.as_ref().map(read).unwrap_or_default(),
            configured: Settings::default(),
        }
    }

    /// Takes what the client has configured since; returns whether anything changed. Null says nothing.
    pub(super) fn set(&mut self, settings: &Value) -> bool {
        if settings.is_null() {
            return false;
        }
        let configured = read(settings, self.initial.locale.or(self.locale));
        std::mem::replace(&mut self.configured, configured) != self.configured
    }

    /// The workspace folders on a disk, by name.
    pub(super) fn folders(&self) -> impl Iterator<Item = String> {
        self.folders.iter().map(|folder| files::name_of(folder))
    }

    /// Takes that workspace folders are gone and others come.
    pub(super) fn set_folders(&mut self, gone: &[WorkspaceFolder], new: &[WorkspaceFolder]) {
        let paths =
            |folders: &[WorkspaceFolder]| -> Vec<PathBuf> { folders.iter().filter_map(path).collect() };
        let gone = paths(gone);
        self.folders.retain(|folder| !gone.contains(folder));
        self.folders.extend(paths(new));
    }

    /// What holds.
    pub(super) fn options(&self) -> Options {
        let mut rules = self.initial.rules.clone();
        rules.extend(self.configured.rules.clone());
        let mut words = self.initial.words.clone();
        words.extend(&self.configured.words);
        Options {
            locale: self.configured.locale.or(self.initial.locale),
            usual_locale: self.locale,
            profile: self.configured.profile.or(self.initial.profile),
            rules,
            words,
            baseline: self.baseline(),
        }
    }

    /// Whether signatures stand above units and modules.
    pub(super) fn lenses(&self) -> bool {
        self.configured.lenses.or(self.initial.lenses).unwrap_or(true)
    }

    /// Whether titles stand behind citations.
    pub(super) fn hints(&self) -> bool {
        self.configured.hints.or(self.initial.hints).unwrap_or(true)
    }

    /// Whether the client lists the gaps that a command answers.
    pub(super) fn shows_gaps(&self) -> bool {
        self.initial.shows_gaps.unwrap_or_default()
    }

    /// Whether a line break behind a measure goes on with the next topic.
    pub(super) fn continues_measures(&self) -> bool {
        self.configured.continues_measures.or(self.initial.continues_measures).unwrap_or_default()
    }

    /// The baseline that the client names, relative to its first workspace folder.
    fn baseline(&self) -> BaselineChoice {
        match self.configured.baseline.as_ref().or(self.initial.baseline.as_ref()) {
            None => BaselineChoice::OfFile,
            Some(Value::String(file)) => match self.folders.first() {
                Some(folder) => BaselineChoice::At(files::name_of(&folder.join(file))),
                None if Path::new(file).is_absolute() => BaselineChoice::At(files::name_of(Path::new(file))),
                None => {
                    let locale = self.configured.locale.or(self.initial.locale).or(self.locale);
                    let mut mistakes = Mistakes::of(locale.unwrap_or_default());
                    mistakes.tell(
                        &format!("没有打开文件夹，基线 {file} 无从查找；请写绝对路径，或先打开文件夹"),
                        &format!(
                            "no workspace folder that the baseline {file} could lie in: open one, or say where it lies"
                        ),
                    );
                    mistakes.log();
                    BaselineChoice::OfFile
                }
            },
            Some(_) => BaselineChoice::Off,
        }
    }
}

/// Whether the client switches something on at the start: `virtualStandard` (it shows documents of the scheme
/// `capplan-standard` and asks for their text) or `statusChanges` (it is told when to ask for a status).
pub(super) fn initial_switch(params: &InitializeParams, name: &str) -> bool {
    let options = params.initialization_options.as_ref();
    let options = options.map(|options| options.get(SECTION).unwrap_or(options));
    options.and_then(|options| options.get(name)).and_then(Value::as_bool).unwrap_or_default()
}

#[allow(deprecated, reason = "older clients say nothing else")]
fn workspace_folders(params: &InitializeParams) -> Vec<PathBuf> {
    let folders: Vec<PathBuf> = params.workspace_folders.iter().flatten().filter_map(path).collect();
    let root = params.root_uri.as_ref().and_then(Uri::to_file_path).map(Cow::into_owned);
    if folders.is_empty() { root.into_iter().collect() } else { folders }
}

/// Where a workspace folder lies, if that is on a disk.
fn path(folder: &WorkspaceFolder) -> Option<PathBuf> {
    folder.uri.to_file_path().map(Cow::into_owned)
}

/// What is said of a setting; an empty text says nothing.
fn said(settings: &Value, key: SettingKey) -> Option<&Value> {
    let found = settings.pointer(&format!("/{}", key.name().replace('.', "/")))?;
    (!found.is_null() && found.as_str() != Some("")).then_some(found)
}

/// What of the client's settings cannot be understood, in the user's language.
struct Mistakes {
    locale: Locale,
    told: Vec<String>,
}

impl Mistakes {
    fn of(locale: Locale) -> Self {
        Self { locale, told: Vec::new() }
    }

    fn tell(&mut self, zh: &str, en: &str) {
        let [zh, en] = [format!("客户端的设置：{zh}"), format!("the client's settings: {en}")];
        self.told.push(self.locale.pick(&zh, &en).to_owned());
    }

    fn log(self) {
        for told in self.told {
            tracing::warn!("{told}");
        }
    }
}

/// What a setting says, once it is understood; what is not is told and left out.
fn understood<'a, T>(
    settings: &'a Value,
    key: SettingKey,
    mistakes: &mut Mistakes,
    read: impl Fn(&'a Value) -> Option<T>,
) -> Option<T> {
    let said = said(settings, key)?;
    let understood = read(said);
    if understood.is_none() {
        let (name, expected) = (key.row().name, key.row().expected());
        mistakes.tell(
            &format!("{SECTION}.{name} 的值 {said} 不对，应为 {expected}"),
            &format!("{SECTION}.{name} is {said}, not {expected}"),
        );
    }
    understood
}

/// Reads settings, with or without their section around them; what cannot be understood is told, in the language that
/// they ask for, else in the editor's, and left out.
fn read(value: &Value, spoken: Option<Locale>) -> Settings {
    let (settings, mistakes) = read_with(value, spoken);
    mistakes.log();
    settings
}

/// The same, with what is to be told.
fn read_with(value: &Value, spoken: Option<Locale>) -> (Settings, Mistakes) {
    let value = value.get(SECTION).unwrap_or(value);
    let own = said(value, SettingKey::Locale).and_then(Value::as_str).map(Locale::of);
    let mut mistakes = Mistakes::of(own.or(spoken).unwrap_or_default());
    let (words, wrong) = own_words(value);
    for found in wrong {
        mistakes.tell(&found.zh, &found.en);
    }
    let path_or_none =
        |said: &Value| (said.is_string() || said.as_bool() == Some(false)).then(|| said.clone());
    let told = &mut mistakes;
    let settings = Settings {
        locale: understood(value, SettingKey::Locale, told, |said| said.as_str().map(Locale::of)),
        profile: understood(value, SettingKey::Profile, told, |said| profile_of(said.as_str()?)),
        rules: understood(value, SettingKey::Rules, told, Value::as_object)
            .map(|rules| severities(rules, told))
            .unwrap_or_default(),
        words,
        continues_measures: understood(value, SettingKey::ContinueMeasures, told, Value::as_bool),
        baseline: understood(value, SettingKey::Baseline, told, path_or_none),
        lenses: understood(value, SettingKey::CodeLens, told, Value::as_bool),
        hints: understood(value, SettingKey::InlayHints, told, Value::as_bool),
        shows_gaps: value.get("showsGaps").and_then(Value::as_bool),
    };
    (settings, mistakes)
}

/// Severities by rule.
fn severities(said: &Map<String, Value>, mistakes: &mut Mistakes) -> BTreeMap<String, Option<Severity>> {
    let mut rules = BTreeMap::new();
    for (rule, severity) in said {
        if rules::rule(rule).is_none() {
            let near = rules::nearest_rule(rule);
            let [zh, en] = near.map_or_else(
                || [String::new(), String::new()],
                |near| [format!("，是否指 {near}？"), format!(": is {near} meant?")],
            );
            mistakes.tell(&format!("没有规则 {rule}{zh}"), &format!("there is no rule {rule}{en}"));
        }
        match severity.as_str().and_then(severity_of) {
            Some(severity) => {
                rules.insert(rule.clone(), severity);
            }
            None => {
                let expected = SettingKey::Rules.row().expected();
                mistakes.tell(
                    &format!("规则 {rule} 的严重程度 {severity} 不对，应为 {expected}"),
                    &format!("the severity {severity} of {rule} is not {expected}"),
                );
            }
        }
    }
    rules
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_configured_later_goes_before_and_null_says_nothing() {
        let params = InitializeParams {
            locale: Some("en-US".to_owned()),
            initialization_options: Some(json!({ "profile": "essential", "rules": { "level-gap": "off" } })),
            ..InitializeParams::default()
        };
        let mut layers = Layers::of(&params);
        let options = layers.options();
        assert_eq!((options.locale, options.usual_locale), (None, Some(Locale::En)));
        assert_eq!(layers.options().rules["level-gap"], None);
        assert!(!layers.set(&Value::Null));
        assert!(layers.set(&json!({ "capplan": { "locale": "zh-CN", "profile": "nonsense" } })));
        let options = layers.options();
        assert_eq!((options.locale, options.profile), (Some(Locale::Zh), Some(Profile::Essential)));
        assert!(!layers.set(&json!({ "locale": "zh" })));
    }

    #[test]
    fn what_is_wrong_is_told_in_the_users_language() {
        let settings = json!({ "codeLens": "否", "rules": { "level-gab": "off", "level-gap": "loud" } });
        let told = |locale| read_with(&settings, locale).1.told;
        let words = r#""off" | "hint" | "information" | "warning" | "error""#;
        assert_eq!(
            told(Some(Locale::Zh)),
            [
                "客户端的设置：没有规则 level-gab，是否指 level-gap？".to_owned(),
                format!("客户端的设置：规则 level-gap 的严重程度 \"loud\" 不对，应为 {words}"),
                "客户端的设置：capplan.codeLens 的值 \"否\" 不对，应为 true | false".to_owned(),
            ]
        );
        let english = told(Some(Locale::En));
        assert_eq!(english[0], "the client's settings: there is no rule level-gab: is level-gap meant?");
        assert_eq!(english[2], "the client's settings: capplan.codeLens is \"否\", not true | false");
        assert_eq!(told(None).len(), 3);
    }
}
